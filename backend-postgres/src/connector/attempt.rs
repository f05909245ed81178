//! One server: its addresses, the session, and whether the server is of the kind that is wanted.

use std::net::IpAddr;
use std::time::Duration;

use backend_core::error::Error;
use tokio_postgres::config::{ChannelBinding, SslMode, SslNegotiation};
use tokio_postgres::{Client, Config, NoTls, SimpleQueryMessage};

use super::cancel::{self, CancelRequest};
use super::diagnosis::{self, Diagnosis};
use super::order::shuffle;
use super::server::server_info;
use super::tls::Tls;
use super::{Messages, Opened};
use crate::settings::{self, Address, ConnectSettings, Place, Target, TlsMode};

/// Why a server will not do.
#[derive(Debug)]
pub(super) enum Failure {
    /// Another one may.
    Next(Error),
    /// No other one is asked, as it would say the same, or get what it should not see.
    Final(Error),
}

/// Opens a session with one server.
pub(super) async fn open(
    settings: &ConnectSettings,
    place: &Place,
    target: Target,
    tls: &Tls,
) -> Result<Opened, Failure> {
    let addresses = addresses(settings, place).await.map_err(Failure::Next)?;
    let mut failure = None;
    for address in addresses {
        let diagnosis = Diagnosis::new(settings, place);
        let opening = open_at(settings, place, address, target, tls, &diagnosis);
        match within(settings.connect_timeout, opening).await {
            Some(Ok(opened)) => return Ok(opened),
            Some(Err(Failure::Final(error))) => return Err(Failure::Final(error)),
            Some(Err(Failure::Next(error))) => failure = Some(error),
            None => failure = Some(diagnosis.timeout()),
        }
    }
    Err(Failure::Next(
        failure.unwrap_or_else(|| diagnosis::no_address(place)),
    ))
}

/// The addresses of a server; a socket has none.
async fn addresses(
    settings: &ConnectSettings,
    place: &Place,
) -> Result<Vec<Option<IpAddr>>, Error> {
    let name = match &place.address {
        Address::Socket(_) => return Ok(vec![None]),
        Address::Ip(address, _) => return Ok(vec![Some(*address)]),
        Address::Name(name) => name,
    };
    let looking_up = tokio::net::lookup_host((name.as_str(), place.port));
    let found = match within(settings.connect_timeout, looking_up).await {
        Some(Ok(found)) => found,
        Some(Err(error)) => return Err(diagnosis::unknown_host(place, error)),
        None => return Err(Diagnosis::new(settings, place).timeout()),
    };
    let mut addresses: Vec<_> = found.map(|address| Some(address.ip())).collect();
    if settings.is_random {
        shuffle(&mut addresses);
    }
    Ok(addresses)
}

async fn within<T>(limit: Option<Duration>, work: impl Future<Output = T>) -> Option<T> {
    match limit {
        Some(limit) => tokio::time::timeout(limit, work).await.ok(),
        None => Some(work.await),
    }
}

async fn open_at(
    settings: &ConnectSettings,
    place: &Place,
    address: Option<IpAddr>,
    target: Target,
    tls: &Tls,
    diagnosis: &Diagnosis<'_>,
) -> Result<Opened, Failure> {
    let config = config(settings, place, address);
    let tls = tls.connector().filter(|_| address.is_some());
    let (client, mut messages) = match &tls {
        Some(tls) => {
            let opened = config.connect(tls.clone()).await;
            opened.map(|(client, connection)| (client, Messages::new(connection)))
        }
        None => {
            let opened = config.connect(NoTls).await;
            opened.map(|(client, connection)| (client, Messages::new(connection)))
        }
    }
    .map_err(|error| diagnosis.of_opening(error))?;
    check_target(target, &client, &mut messages, diagnosis).await?;
    set_strings(&client, &mut messages, diagnosis).await?;
    Ok(Opened {
        cancel: CancelRequest::new(client.cancel_token(), tls, cancel_target(place, address)),
        client,
        server: server_info(&messages),
        messages,
        session: settings.session.clone(),
    })
}

/// Where a request to stop a statement goes: to the very server that has the session.
fn cancel_target(place: &Place, address: Option<IpAddr>) -> cancel::Target {
    let name = match &place.address {
        Address::Name(name) | Address::Ip(_, Some(name)) => name.clone(),
        Address::Ip(address, None) => address.to_string(),
        Address::Socket(_) => String::new(),
    };
    match address {
        Some(address) => cancel::Target::Network((address, place.port).into(), name),
        None => cancel::Target::Socket(place.socket().unwrap_or_default()),
    }
}

/// What the driver needs to know of one server.
fn config(settings: &ConnectSettings, place: &Place, address: Option<IpAddr>) -> Config {
    let mut config = Config::new();
    match (&place.address, address) {
        (Address::Socket(folder), _) => {
            config.host_path(folder);
        }
        (Address::Name(name) | Address::Ip(_, Some(name)), _) => {
            config.host(name);
        }
        (Address::Ip(address, None), _) => {
            config.host(address.to_string());
        }
    }
    if let Some(address) = address {
        config.hostaddr(address);
    }
    config.port(place.port);
    if let Some(user) = &settings.user {
        config.user(user);
    }
    if let Some(database) = &settings.database {
        config.dbname(database);
    }
    if let Some(password) = &place.password {
        config.password(password.expose());
    }
    if let Some(name) = &settings.application_name {
        config.application_name(name);
    }
    if let Some(startup) = &settings.startup {
        config.options(startup);
    }
    set_tls(&mut config, settings, address.is_some());
    set_network(&mut config, settings);
    config
}

fn set_tls(config: &mut Config, settings: &ConnectSettings, is_network: bool) {
    config.ssl_mode(match settings.tls.mode {
        _ if !is_network => SslMode::Disable,
        TlsMode::Disable => SslMode::Disable,
        TlsMode::Prefer => SslMode::Prefer,
        TlsMode::Require | TlsMode::VerifyAuthority | TlsMode::VerifyFull => SslMode::Require,
    });
    if settings.tls.is_direct && is_network {
        config.ssl_negotiation(SslNegotiation::Direct);
    }
    config.channel_binding(match settings.tls.channel_binding {
        settings::ChannelBinding::Disable => ChannelBinding::Disable,
        settings::ChannelBinding::Prefer => ChannelBinding::Prefer,
        settings::ChannelBinding::Require => ChannelBinding::Require,
    });
}

fn set_network(config: &mut Config, settings: &ConnectSettings) {
    let keepalive = &settings.keepalive;
    config.keepalives(keepalive.is_on);
    if let Some(idle) = keepalive.idle {
        config.keepalives_idle(idle);
    }
    if let Some(interval) = keepalive.interval {
        config.keepalives_interval(interval);
    }
    if let Some(count) = keepalive.count {
        config.keepalives_retries(count);
    }
    if let Some(limit) = keepalive.unacknowledged {
        config.tcp_user_timeout(limit);
    }
    // For requests to stop a statement, which open a connection of their own.
    if let Some(limit) = settings.connect_timeout {
        config.connect_timeout(limit);
    }
}

/// Refuses a server that is not of the kind that is wanted.
async fn check_target(
    target: Target,
    client: &Client,
    messages: &mut Messages,
    diagnosis: &Diagnosis<'_>,
) -> Result<(), Failure> {
    let fits = match target {
        Target::Any | Target::PreferStandby => true,
        Target::ReadWrite => !is_on("transaction_read_only", client, messages, diagnosis).await?,
        Target::ReadOnly => is_on("transaction_read_only", client, messages, diagnosis).await?,
        Target::Primary => !is_on("in_hot_standby", client, messages, diagnosis).await?,
        Target::Standby => is_on("in_hot_standby", client, messages, diagnosis).await?,
    };
    if fits {
        return Ok(());
    }
    Err(Failure::Next(diagnosis.of_target(target)))
}

/// Lets a backslash be one in a `'string'`, where the database, the user or an option has it otherwise: texts that the server
/// prints, and ours that it reads, are taken apart as the standard has them.
async fn set_strings(
    client: &Client,
    messages: &mut Messages,
    diagnosis: &Diagnosis<'_>,
) -> Result<(), Failure> {
    if messages.parameter("standard_conforming_strings") != Some("off") {
        return Ok(());
    }
    let set = client.batch_execute("SET standard_conforming_strings = on");
    match messages.drive(set).await {
        Ok(Some(())) => Ok(()),
        Ok(None) => Err(diagnosis.of_end()),
        Err(error) => Err(diagnosis.of_opening(error)),
    }
}

/// Asks for one setting that is on or off.
async fn is_on(
    name: &str,
    client: &Client,
    messages: &mut Messages,
    diagnosis: &Diagnosis<'_>,
) -> Result<bool, Failure> {
    // Servers from 14 on report this one.
    if let Some(value) = messages.parameter(name) {
        return Ok(value == "on");
    }
    let sql = match name {
        "in_hot_standby" => "SELECT CASE WHEN pg_is_in_recovery() THEN 'on' ELSE 'off' END",
        _ => "SHOW transaction_read_only",
    };
    let answer = messages.drive(client.simple_query(sql)).await;
    let rows = match answer {
        Ok(Some(rows)) => rows,
        Ok(None) => return Err(diagnosis.of_end()),
        Err(error) => return Err(diagnosis.of_opening(error)),
    };
    Ok(rows
        .iter()
        .any(|row| matches!(row, SimpleQueryMessage::Row(row) if row.get(0) == Some("on"))))
}
