//! What the server itself can: a vendor's `[[server]]` is sent to an empty database of its own, by the backend's own cursor.

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use backend_core::connection::Connection;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::Identifier;
use backend_core::settings::Settings;
use backend_core::sql::Statement;
use backend_core::value::ValueRef;

use super::attempt::GRACE;
use super::lane::OpenLane;
use super::panics::{THREAD_PREFIX, caught, keep_quiet};
use crate::evidence::ServerAnswer;
use crate::failure::describe;
use crate::marks::ServerProbe;
use crate::provision::ready::block_on;

/// What came of asking.
pub(super) struct Asked {
    pub(super) answer: ServerAnswer,
    /// What is still there afterwards.
    pub(super) left: Vec<String>,
}

impl From<ServerAnswer> for Asked {
    fn from(answer: ServerAnswer) -> Self {
        Self {
            answer,
            left: Vec::new(),
        }
    }
}

/// Asks the lane's server.
pub(super) fn ask(lane: &Arc<OpenLane>, probe: &ServerProbe, limit: Duration) -> Asked {
    keep_quiet();
    let unknown = |why: String| ServerAnswer::Unknown(why).into();
    let (sender, receiver) = channel();
    let (held, asked) = (Arc::clone(lane), probe.clone());
    let body = move || {
        let answer = block_on(async { Ok(in_own_database(&held, &asked, limit).await) });
        let answer = answer.unwrap_or_else(|error| ServerAnswer::Unknown(describe(&error)).into());
        // The receiver is gone where the question was given up.
        let _ = sender.send(answer);
    };
    let worker = std::thread::Builder::new()
        .name(format!("{THREAD_PREFIX}{}", probe.flag))
        .spawn(body);
    if let Err(error) = worker {
        return unknown(format!("no thread could be started: {error}"));
    }
    match receiver.recv_timeout(limit + GRACE) {
        Ok(asked) => asked,
        Err(RecvTimeoutError::Timeout) => unknown(format!(
            "it blocks its thread for longer than {limit:?} and was given up; its database is left behind"
        )),
        Err(RecvTimeoutError::Disconnected) => unknown("the suite panicked around it".to_owned()),
    }
}

async fn in_own_database(lane: &OpenLane, probe: &ServerProbe, limit: Duration) -> Asked {
    let named = match lane.create().await {
        Ok(named) => named,
        Err(error) => {
            let why = format!("no test database: {}", describe(&error));
            return ServerAnswer::Unknown(why).into();
        }
    };
    let answer = match lane.backend.connect(&named.database.settings).await {
        Ok(mut connection) => {
            let settings = &named.database.settings;
            let work = caught(in_session(lane, settings, &mut connection, probe));
            let answer = match tokio::time::timeout(limit, work).await {
                Ok(Ok(answer)) => answer,
                Ok(Err(panic)) => ServerAnswer::Unknown(format!("panicked: {panic}")),
                Err(_) => ServerAnswer::Unknown(format!("it did not end within {limit:?}")),
            };
            // The question may have ended the session, or begun what is not ended: the database goes with both.
            let _ = connection.close().await;
            answer
        }
        Err(error) => ServerAnswer::Unknown(format!("no session: {}", describe(&error))),
    };
    let of = format!("the [[server]] of {}", probe.flag);
    let left = lane.destroy(named, &of).await;
    Asked { answer, left }
}

async fn in_session(
    lane: &OpenLane,
    settings: &Settings,
    connection: &mut Connection,
    probe: &ServerProbe,
) -> ServerAnswer {
    if let Err(error) = tell(connection, &probe.given).await {
        let why = format!("what it needs is not there: {}", describe(&error));
        return ServerAnswer::Unknown(why);
    }
    let answer = async {
        tell(connection, &probe.statements).await?;
        let other = beside(lane, settings, &probe.beside).await?;
        let answer = question(connection, probe).await;
        if let Some(other) = other {
            let _ = other.close().await;
        }
        answer
    };
    answer
        .await
        .unwrap_or_else(|error| ServerAnswer::of(&error))
}

/// Another session that has done this, where something is to be done.
async fn beside(
    lane: &OpenLane,
    settings: &Settings,
    statements: &[String],
) -> Result<Option<Connection>> {
    if statements.is_empty() {
        return Ok(None);
    }
    let mut connection = lane.backend.connect(settings).await?;
    tell(&mut connection, statements).await?;
    Ok(Some(connection))
}

async fn question(connection: &mut Connection, probe: &ServerProbe) -> Result<ServerAnswer> {
    for text in &probe.refused {
        let statement = Statement::new(filled(connection, text)?);
        let Err(error) = connection.execute(&statement).await else {
            let why = format!("it does not refuse {}", statement.sql);
            return Ok(ServerAnswer::Cannot(why));
        };
        if let unknown @ ServerAnswer::Unknown(_) = ServerAnswer::of(&error) {
            return Ok(unknown);
        }
    }
    let Some((query, expected)) = &probe.query else {
        return Ok(ServerAnswer::Can);
    };
    let query = Statement::new(filled(connection, query)?);
    let row = |cells: &[ValueRef<'_>]| Ok(cells.iter().map(text).collect::<Vec<_>>());
    let found = connection.fetch(&query, row).await?;
    Ok(match expected {
        Some(expected) if *expected != found => ServerAnswer::Cannot(format!(
            "it gives {found:?} where {expected:?} was expected"
        )),
        _ => ServerAnswer::Can,
    })
}

async fn tell(connection: &mut Connection, statements: &[String]) -> Result<()> {
    for statement in statements {
        let statement = Statement::new(filled(connection, statement)?);
        match connection.execute(&statement).await {
            // A backend may see two statements in what the server is asked as one: as a script it goes as it is.
            Err(error) if error.kind() == ErrorKind::Interface => {
                connection.batch(&statement.sql).await?;
            }
            done => drop(done?),
        }
    }
    Ok(())
}

/// The text with a name in the vendor's quotes for each letter in braces.
fn filled(connection: &Connection, text: &str) -> Result<String, Error> {
    let mut filled = text.to_owned();
    for letter in 'a'..='z' {
        let place = format!("{{{letter}}}");
        if filled.contains(&place) {
            let name = Identifier::new(format!("cf_{letter}"))?;
            let mut out = connection.dialect().writer();
            out.identifier(&name);
            filled = filled.replace(&place, out.as_str());
        }
    }
    Ok(filled)
}

/// A cell as an entry expects it. What has several spellings the query itself converts.
fn text(cell: &ValueRef<'_>) -> String {
    match cell {
        ValueRef::Null => "NULL".to_owned(),
        ValueRef::Bool(value) => value.to_string(),
        ValueRef::I64(value) => value.to_string(),
        ValueRef::U64(value) => value.to_string(),
        ValueRef::F64(value) => value.to_string(),
        ValueRef::Decimal(value) => value.to_string(),
        ValueRef::Text(value) | ValueRef::Json(value) => (*value).to_owned(),
        other => format!("{other:?}"),
    }
}
