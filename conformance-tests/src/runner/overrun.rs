//! A case that is over its limit of time: what it still does is ended, in its sessions and at the server, so that nothing of it is left.

use std::time::Duration;

use backend_core::creation::TestDatabase;
use backend_core::sql::Statement;

use super::lane::OpenLane;
use super::left;
use crate::watch::Watch;

/// How long the server may take for each of these.
const PATIENCE: Duration = Duration::from_secs(10);

/// Stops the statements of all sessions that the case has open, and has the server end every session with the case's database where
/// the harness says how. What cannot be ended shows when the database is removed.
pub(super) async fn end(lane: &OpenLane, watch: &Watch) {
    watch.cancel();
    let ending = lane.samples.ending;
    let question = ending.and_then(|ending| ending.others);
    let (Some(ending), Some(question), Some(place)) = (ending, question, watch.place()) else {
        return;
    };
    let end = async {
        let mut session = lane.backend.connect(&place).await?;
        for number in left::others(&mut session, question).await? {
            let text = ending.statement.replace("{number}", &number.to_string());
            // It may have ended by itself meanwhile.
            let _ = session.execute(&Statement::new(text)).await;
        }
        session.close().await
    };
    let _ = tokio::time::timeout(PATIENCE, end).await;
}

/// Removes the database of a case that does not come back, and those that it has made; says what became of its own, and what is left.
pub(super) async fn remove(lane: &OpenLane, watch: &Watch) -> Vec<String> {
    let Some(place) = watch.place() else {
        return Vec::new();
    };
    let name = left::name_of(&place);
    let remove = async {
        let removed = lane.backend.destroy_test_database(TestDatabase::new(place));
        let mut said = vec![match removed.await {
            Ok(()) => format!("its database {name} was removed"),
            Err(error) => left::cannot_be_removed(&name, &error),
        }];
        said.extend(left::databases(lane.backend, watch, false).await);
        said
    };
    let said = tokio::time::timeout(PATIENCE, remove).await;
    said.unwrap_or_else(|_| vec![format!("left behind: the database {name}")])
}
