//! One server: its addresses, the login, and what the session is set to.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use backend_core::error::Error;
use backend_core::wrapper::IsolationLevel;
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use tokio::net::TcpStream;
use tokio::runtime::Handle;

use super::Opened;
use super::diagnosis::Diagnosis;
use super::server::{QUESTION, server_info};
use crate::driver::{Failure, Item, Request, Session, TiberiusClient, connect_to_instance};
use crate::settings::{ConnectSettings, Place, Port, SessionSettings, set_lock_timeout};
use crate::wrapper::set_isolation;

/// Why a server will not do.
#[derive(Debug)]
pub(super) enum Failed {
    /// Another one may.
    Next(Error),
    /// No other one is asked, as it would say the same, or get what it should not see.
    Final(Error),
}

/// How often a server may refer to another one.
const MOST_REFERRALS: usize = 4;

/// How long a session with a server that will not do may take to be closed.
const FAREWELL: Duration = Duration::from_secs(5);

/// What a session is set to, so that statements mean the same whatever the server's, the database's and the login's own
/// settings are. With the first lines indexed views and filtered indexes can be used, and arithmetic errors are errors; texts of
/// the server are in English, which the errors' names are read from.
///
/// `XACT_ABORT` is off: with it a refused row would end the whole transaction, and no savepoint could be gone back to.
const DEFAULTS: &str = "\
SET ANSI_NULLS, ANSI_PADDING, ANSI_WARNINGS, ARITHABORT, CONCAT_NULL_YIELDS_NULL, QUOTED_IDENTIFIER, ANSI_NULL_DFLT_ON ON; \
SET NUMERIC_ROUNDABORT, IMPLICIT_TRANSACTIONS, CURSOR_CLOSE_ON_COMMIT, XACT_ABORT, NOCOUNT OFF; \
SET LANGUAGE us_english; SET DATEFIRST 7; SET TEXTSIZE 2147483647; ";

/// Opens a session with one server.
pub(super) async fn open(settings: &ConnectSettings, place: &Place) -> Result<Opened, Failed> {
    let diagnosis = Diagnosis::new(settings, place);
    let opening = open_at(settings, place);
    match settings.connect_timeout {
        Some(limit) => match tokio::time::timeout(limit, opening).await {
            Ok(opened) => opened,
            Err(_) => Err(Failed::Next(diagnosis.timeout(limit))),
        },
        None => opening.await,
    }
}

async fn open_at(settings: &ConnectSettings, place: &Place) -> Result<Opened, Failed> {
    let mut place = place.clone();
    for _ in 0..MOST_REFERRALS {
        let diagnosis = Diagnosis::new(settings, &place);
        let stream = connect(settings, &place, &diagnosis).await?;
        match TiberiusClient::log_in(settings, &place.host, stream).await {
            Ok(client) => return set_up(client, settings, &diagnosis).await,
            Err(Failure::Routing { host, port }) => {
                // A port before or an instance behind the host is of no use there.
                let host = host
                    .split(['\\', ','])
                    .next()
                    .unwrap_or_default()
                    .to_owned();
                place = Place {
                    host,
                    port: Port::Number(port),
                };
            }
            Err(failure) => return Err(diagnosis.of_opening(failure)),
        }
    }
    Err(Failed::Next(
        Diagnosis::new(settings, &place).of_referrals(),
    ))
}

/// A stream to the server.
async fn connect(
    settings: &ConnectSettings,
    place: &Place,
    diagnosis: &Diagnosis<'_>,
) -> Result<TcpStream, Failed> {
    match &place.port {
        Port::OfInstance(instance) => connect_to_instance(settings, &place.host, instance)
            .await
            .map_err(|failure| Failed::Next(diagnosis.of_browser(failure))),
        Port::Number(port) => {
            let found = tokio::net::lookup_host((place.host.as_str(), *port)).await;
            let addresses: Vec<_> = found
                .map_err(|error| Failed::Next(diagnosis.unknown_host(Some(error))))?
                .collect();
            let connected = if settings.tries_all_at_once {
                connect_first(addresses).await
            } else {
                connect_in_order(addresses).await
            };
            match connected {
                Ok(stream) => Ok(stream),
                Err(None) => Err(Failed::Next(diagnosis.unknown_host(None))),
                Err(Some(error)) => Err(Failed::Next(diagnosis.of_network(error))),
            }
        }
    }
}

/// The first address that answers, asked one after the other; without one there is no error either.
async fn connect_in_order(addresses: Vec<SocketAddr>) -> Result<TcpStream, Option<io::Error>> {
    let mut failure = None;
    for address in addresses {
        match connect_to(address).await {
            Ok(stream) => return Ok(stream),
            Err(error) => failure = Some(error),
        }
    }
    Err(failure)
}

/// The first address that answers, of all at once.
async fn connect_first(addresses: Vec<SocketAddr>) -> Result<TcpStream, Option<io::Error>> {
    let mut connecting: FuturesUnordered<_> = addresses.into_iter().map(connect_to).collect();
    let mut failure = None;
    while let Some(connected) = connecting.next().await {
        match connected {
            Ok(stream) => return Ok(stream),
            Err(error) => failure = Some(error),
        }
    }
    Err(failure)
}

async fn connect_to(address: SocketAddr) -> io::Result<TcpStream> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// Sets the session up, and asks the server what it is.
async fn set_up(
    client: TiberiusClient,
    settings: &ConnectSettings,
    diagnosis: &Diagnosis<'_>,
) -> Result<Opened, Failed> {
    let mut session = Session::new(Box::new(client), &Handle::current());
    let asked = ask(&mut session, &settings.session).await;
    let server = match asked {
        Ok(Some(row)) => server_info(&row),
        Ok(None) => {
            close(session).await;
            return Err(Failed::Final(diagnosis.is_foreign()));
        }
        Err(failure) => {
            close(session).await;
            return Err(diagnosis.of_setting_up(failure));
        }
    };
    session.set_limit(settings.session.statement_timeout);
    Ok(Opened {
        session,
        server,
        settings: settings.session,
    })
}

/// Says farewell to a server whose session is not wanted; what goes wrong then matters to nobody.
async fn close(session: Session) {
    let _ = tokio::time::timeout(FAREWELL, session.close()).await;
}

/// Sets the session up and asks what the server is, in one round trip.
async fn ask(
    session: &mut Session,
    settings: &SessionSettings,
) -> Result<Option<crate::driver::Row>, Failure> {
    let mut sql = DEFAULTS.to_owned();
    if settings.isolation != IsolationLevel::ReadCommitted {
        sql.push_str(set_isolation(settings.isolation));
        sql.push_str("; ");
    }
    if let Some(limit) = settings.lock_timeout {
        sql.push_str(&set_lock_timeout(limit));
        sql.push_str("; ");
    }
    sql.push_str(QUESTION);
    let mut call = session.call();
    let mut answer = call.send(Request::Batch(sql)).await?;
    let mut found = None;
    while let Some(item) = answer.next().await? {
        if let Item::Row(row) = item {
            found = Some(row);
        }
    }
    Ok(found)
}
