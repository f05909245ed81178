//! What a case leaves behind: objects, a transaction, sessions and databases, by the server's word where it can be asked for it.

use std::time::{Duration, Instant};

use backend_core::backend::Backend;
use backend_core::connection::Connection;
use backend_core::creation::TestDatabase;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::Schema;
use backend_core::settings::Settings;
use backend_core::sql::Statement;
use backend_core::wrapper::TransactionOptions;

use super::carry_out::Work;
use crate::failure::describe;
use crate::watch::Watch;

/// How long a server may take to notice that a session was closed.
const NOTICED: Duration = Duration::from_secs(5);

/// The first and the longest wait between two questions whether it has noticed.
const WAIT: (Duration, Duration) = (Duration::from_millis(1), Duration::from_millis(50));

/// That a shared database holds something else than before.
pub(super) fn objects(after: &Schema) -> String {
    let tables = after.tables.iter().map(|table| table.name.to_string());
    let names: Vec<_> = tables
        .chain(after.views.iter().map(|view| view.name.to_string()))
        .collect();
    let names = if names.is_empty() {
        "nothing is left of it".to_owned()
    } else {
        names.join(", ")
    };
    format!("left behind: the case changed the schema of a shared database: {names}")
}

/// Whether a transaction is open, by core's word and by the server's: it can begin one only where none is open.
pub(super) async fn transaction(connection: &mut Connection) -> Option<String> {
    if connection.in_transaction() {
        let left = "left behind: an open transaction".to_owned();
        return match connection.rollback().await {
            Ok(()) => Some(left),
            Err(error) => Some(format!(
                "{left}, which does not roll back: {}",
                describe(&error)
            )),
        };
    }
    if !connection.features().supports_transactions {
        return None;
    }
    let begun = connection.begin(&TransactionOptions::default()).await;
    let result = match begun {
        Ok(()) => connection.rollback().await,
        Err(error) => Err(error),
    };
    let error = result.err()?;
    Some(format!(
        "after the case the session takes no transaction: {}",
        describe(&error)
    ))
}

/// The sessions that are open beside the case's own: those that somebody still holds, and those that the server still has with the
/// case's database. Both may take a moment to go.
pub(super) async fn sessions(work: &Work, connection: &mut Connection) -> Option<String> {
    let asked = work.lane.samples.ending.and_then(|ending| ending.others);
    let (started, (mut wait, longest)) = (Instant::now(), WAIT);
    loop {
        let held = work.watched.watch.open().saturating_sub(1);
        let known = match asked {
            Some(question) if held == 0 => known(work, connection, question).await,
            _ => Ok(0),
        };
        let known = match known {
            Ok(known) => known,
            Err(error) => return Some(format!("after the case: {}", describe(&error))),
        };
        if held + known == 0 {
            return None;
        }
        if started.elapsed() > NOTICED {
            let what = if held > 0 {
                "sessions that are open"
            } else {
                "sessions that were closed, and that the server still has"
            };
            return Some(format!("left behind: {what}, {} of them", held + known));
        }
        tokio::time::sleep(wait).await;
        wait = (wait * 2).min(longest);
    }
}

/// How many sessions the server has with the case's database beside the case's own. That one is asked, or another where it does not
/// answer: the case may have set hooks that refuse, or limits.
async fn known(work: &Work, connection: &mut Connection, question: &str) -> Result<usize> {
    if let Ok(numbers) = others(connection, question).await {
        return Ok(numbers.len());
    }
    let Some(place) = work.watched.watch.place() else {
        return Ok(0);
    };
    let mut other = work.lane.backend.connect(&place).await?;
    let numbers = others(&mut other, question).await;
    other.close().await?;
    Ok(numbers?.len().saturating_sub(1))
}

/// The numbers of the other sessions with a session's database.
pub(super) async fn others(connection: &mut Connection, question: &str) -> Result<Vec<i64>> {
    let rows: Vec<(i64,)> = connection.fetch_as(&Statement::new(question)).await?;
    Ok(rows.into_iter().map(|(number,)| number).collect())
}

/// The databases that a case has made and not removed. They are removed now; one that was not there is no leak, and neither is
/// one of a case that has failed on its way to removing it.
pub(super) async fn databases(backend: &Backend, watch: &Watch, has_failed: bool) -> Vec<String> {
    let mut left = Vec::new();
    for settings in watch.made() {
        let name = name_of(&settings);
        let removed = backend.destroy_test_database(TestDatabase::new(settings));
        left.extend(match removed.await {
            Err(error) if error.kind() == ErrorKind::DoesNotExist => None,
            Ok(()) if has_failed => None,
            Ok(()) => Some(format!("left behind: the database {name}")),
            Err(error) => Some(cannot_be_removed(&name, &error)),
        });
    }
    left
}

/// That a database is still there.
pub(super) fn cannot_be_removed(name: &str, error: &Error) -> String {
    format!(
        "left behind: the database {name}, which cannot be removed: {}",
        describe(error)
    )
}

/// What people call the database of these settings.
pub(super) fn name_of(settings: &Settings) -> String {
    let name = settings.database().or_else(|| settings.path());
    name.map_or_else(|| settings.to_string(), str::to_owned)
}
