//! [`carry_out`]: a case in its database: set-up, the case under its limit of time, and the check that it left nothing behind.

use std::sync::Arc;
use std::time::Duration;

use backend_core::connection::Connection;
use backend_core::creation::TestDatabase;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::introspection::Scope;
use backend_core::model::Schema;
use backend_core::settings::Settings;

use super::attempt::{Cause, Problem, Shown, Stage, Terms};
use super::lane::{OpenLane, SHARED, Shared};
use super::panics::caught;
use super::{left, overrun};
use crate::case::{CaseDef, Unit};
use crate::context::{Context, Transcript};
use crate::failure::describe;
use crate::watch::Watched;

/// How long a session may take to close that was ended at the server.
const FAREWELL: Duration = Duration::from_secs(2);

/// A case to be carried out.
pub(super) struct Work {
    pub(super) lane: Arc<OpenLane>,
    pub(super) case: CaseDef,
    pub(super) terms: Terms,
    pub(super) transcript: Transcript,
    /// The lane's backend, which is watched.
    pub(super) watched: Watched,
}

/// How it ended.
pub(super) struct Ended {
    /// What it has shown, where nothing went wrong.
    pub(super) shown: Shown,
    /// Everything that went wrong.
    pub(super) problems: Vec<Problem>,
}

impl Ended {
    pub(super) fn failed(text: String) -> Self {
        Self::with(text.into())
    }

    fn with(problem: Problem) -> Self {
        Self {
            shown: Shown::Holds,
            problems: vec![problem],
        }
    }

    fn add(&mut self, texts: impl IntoIterator<Item = String>) {
        self.problems.extend(texts.into_iter().map(Problem::from));
    }
}

pub(super) async fn carry_out(work: &Work) -> Ended {
    match work.case.unit {
        Unit::Database => in_own_database(work).await,
        Unit::Session => in_shared_database(work).await,
    }
}

async fn in_own_database(work: &Work) -> Ended {
    let named = match work.lane.create().await {
        Ok(named) => named,
        Err(error) => return Ended::with(Problem::set_up(Stage::Database, &error)),
    };
    let settings = named.database.settings.clone();
    let mut ended = match open(work, &settings).await {
        Ok(connection) => {
            let (ended, connection) = in_session(work, settings, connection).await;
            close(work, connection, ended).await
        }
        Err(error) => Ended::with(Problem::set_up(Stage::Session, &error)),
    };
    ended.add(work.lane.destroy(named, work.case.id).await);
    ended
}

async fn in_shared_database(work: &Work) -> Ended {
    let Shared { named, seen } = match work.lane.borrow_database().await {
        Ok(shared) => shared,
        Err(error) => return Ended::with(Problem::set_up(Stage::Database, &error)),
    };
    let ended = compare_around(work, &named.database, seen).await;
    let (mut ended, same) = ended.unwrap_or_else(|problem| (Ended::with(problem), None));
    if ended.problems.is_empty() && same.is_some() {
        let seen = same;
        work.lane.give_back(Shared { named, seen });
    } else {
        ended.add(work.lane.destroy(named, SHARED).await);
    }
    ended
}

/// Runs the case, and compares what the database holds before and after; gives that back where it is known to be the same.
async fn compare_around(
    work: &Work,
    database: &TestDatabase,
    seen: Option<Schema>,
) -> Result<(Ended, Option<Schema>), Problem> {
    let opened = open(work, &database.settings).await;
    let mut connection = opened.map_err(|error| Problem::set_up(Stage::Session, &error))?;
    let before = match seen {
        Some(seen) => Some(seen),
        None => match objects(work, &mut connection).await {
            Ok(before) => Some(before),
            // A new vendor has no introspection: the case runs, and nobody else gets the database.
            Err(error) if error.kind() == ErrorKind::NotSupported(None) => None,
            Err(error) => return Err(Problem::set_up(Stage::Objects, &error)),
        },
    };
    let settings = database.settings.clone();
    let (mut ended, mut connection) = in_session(work, settings, connection).await;
    let mut same = None;
    if let (Some(before), Some(connection)) = (before, &mut connection) {
        match objects(work, connection).await {
            Ok(after) if after == before => same = Some(before),
            Ok(after) => ended.add([left::objects(&after)]),
            Err(error) => ended.add([format!("after the case: {}", describe(&error))]),
        }
    }
    Ok((close(work, connection, ended).await, same))
}

async fn open(work: &Work, settings: &Settings) -> Result<Connection> {
    work.watched.watch.begin(settings);
    work.watched.backend.connect(settings).await
}

async fn objects(work: &Work, connection: &mut Connection) -> Result<Schema> {
    let backend = work.lane.backend;
    Ok(backend.introspect(connection, &Scope::all()).await?.schema)
}

/// Runs the case in a session and checks the session, which it gives back; not where the case was ended at its limit of time.
async fn in_session(
    work: &Work,
    settings: Settings,
    connection: Connection,
) -> (Ended, Option<Connection>) {
    let (lane, case, limit) = (&work.lane, &work.case, work.terms.limit);
    let Watched { backend, watch } = &work.watched;
    let transcript = work.transcript.clone();
    let mut context = Context::new(backend, lane.samples, settings, connection, transcript)
        .of_case(case.id, work.terms.chance)
        .watched(watch.clone());
    let done = tokio::time::timeout(limit, caught((case.run)(&mut context))).await;
    let mut ended = Ended {
        shown: Shown::Holds,
        problems: Vec::new(),
    };
    match done {
        Ok(Ok(Ok(()))) => ended.add(missing_refusal(case, &context)),
        Ok(Ok(Err(failure))) => match failure.nothing_shown() {
            Some(reason) => ended.shown = Shown::Nothing(reason.to_owned()),
            None => ended.problems.push(Problem {
                text: failure.to_string(),
                cause: Cause::Case(failure.error().map(Error::kind)),
            }),
        },
        Ok(Err(panic)) => ended.add([format!("panicked: {panic}")]),
        Err(_) => {
            overrun::end(lane, watch).await;
            // It was ended at the server, and a driver may still wait for it.
            let _ = tokio::time::timeout(FAREWELL, context.into_connection().close()).await;
            let text = format!("it did not end within {limit:?}");
            ended.problems.push(Problem::overrun(text));
            return (ended, None);
        }
    }
    let mut connection = context.into_connection();
    ended.add(left::transaction(&mut connection).await);
    ended.add(left::sessions(work, &mut connection).await);
    (ended, Some(connection))
}

fn missing_refusal(case: &CaseDef, context: &Context) -> Option<String> {
    let flag = case.refuses?;
    if context.refused_flags().contains(&flag) {
        return None;
    }
    Some(format!(
        "a fault of the suite: the case never demanded the refusal of {flag}"
    ))
}

/// Closes the session, and removes the databases that the case has made and left. Of a case that was ended they are no fault.
async fn close(work: &Work, connection: Option<Connection>, mut ended: Ended) -> Ended {
    let of_case = |problem: &Problem| matches!(problem.cause, Cause::Case(_));
    let has_failed = ended.problems.iter().any(of_case);
    let databases = left::databases(work.lane.backend, &work.watched.watch, has_failed).await;
    if let Some(connection) = connection {
        ended.add(databases);
        if let Err(error) = connection.close().await {
            ended.add([format!("the session does not close: {}", describe(&error))]);
        }
    }
    ended
}
