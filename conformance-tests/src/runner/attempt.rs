//! One attempt at one case: set-up, the case under a time limit, and the check that it left nothing behind.

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use backend_core::connection::Connection;
use backend_core::creation::TestDatabase;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::introspection::Scope;
use backend_core::model::Schema;
use backend_core::settings::Settings;
use backend_core::wrapper::TransactionOptions;

use super::lane::{OpenLane, SHARED, Shared};
use super::panics::{THREAD_PREFIX, caught, keep_quiet};
use crate::case::{CaseDef, Unit};
use crate::context::{Context, Transcript};
use crate::failure::describe;
use crate::options::Chance;
use crate::provision::ready::block_on;

/// What a case may take beyond its limit where it blocks its thread, before it is given up.
pub(super) const GRACE: Duration = Duration::from_secs(10);

/// Where something went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    /// In the case itself, which ended with an error of that kind, or with a demand that is not met.
    Case(Option<ErrorKind>),
    /// Before the case, by an error of that kind.
    SetUp(ErrorKind),
    /// The case did not end in time.
    Timeout,
    /// Around or after the case: a panic, something left behind.
    Other,
    /// In the case itself, and something else besides.
    Several,
}

impl Cause {
    /// What goes wrong where it is not the case itself: no mark can tell of it.
    pub(super) const fn beside_the_case(self) -> Option<(&'static str, Option<ErrorKind>)> {
        match self {
            Self::Case(_) | Self::Several => None,
            Self::SetUp(kind) => Some(("its set-up", Some(kind))),
            Self::Timeout => Some(("the limit of its time", None)),
            Self::Other => Some(("what came around or after it", None)),
        }
    }
}

/// Something that went wrong with a case.
struct Problem {
    text: String,
    cause: Cause,
}

impl Problem {
    fn set_up(what: &str, error: &Error) -> Self {
        Self {
            text: format!("set-up: {what}{}", describe(error)),
            cause: Cause::SetUp(error.kind()),
        }
    }

    fn overrun(text: String) -> Self {
        Self {
            text,
            cause: Cause::Timeout,
        }
    }
}

impl From<String> for Problem {
    fn from(text: String) -> Self {
        Self {
            text,
            cause: Cause::Other,
        }
    }
}

/// A case that does not hold.
#[derive(Debug)]
pub(super) struct Failed {
    /// Everything that a reader needs.
    pub(super) text: String,
    /// What went wrong, without what a reader needs beside it.
    pub(super) reason: String,
    /// Where it went wrong first; in the case itself only where that is all that went wrong.
    pub(super) cause: Cause,
    /// What it sent.
    pub(super) transcript: Vec<String>,
}

impl Failed {
    /// The same, with what was so while it went wrong.
    fn within(self, place: &str) -> Self {
        Self {
            text: format!("{place}:\n{}", self.text),
            reason: format!("{place}: {}", self.reason),
            ..self
        }
    }
}

/// What an attempt is told.
#[derive(Debug, Clone, Copy)]
struct Terms {
    limit: Duration,
    chance: Chance,
}

/// Runs a case to its end.
pub(super) fn attempt(lane: &Arc<OpenLane>, case: &CaseDef, limit: Duration) -> Result<(), Failed> {
    let chance = lane.chance;
    attempt_with(lane, case, Terms { limit, chance })
}

/// Runs a case with each of the seeds that it has failed with before, and then as ever.
pub(super) fn attempt_after(
    lane: &Arc<OpenLane>,
    case: &CaseDef,
    limit: Duration,
    seeds: &[u64],
) -> Result<(), Failed> {
    for seed in seeds {
        let chance = Chance {
            seed: *seed,
            runs: 1,
        };
        attempt_with(lane, case, Terms { limit, chance }).map_err(|failed| {
            failed.within(&format!("with the seed {seed} of a [[regression]]"))
        })?;
    }
    attempt(lane, case, limit)
}

fn attempt_with(lane: &Arc<OpenLane>, case: &CaseDef, terms: Terms) -> Result<(), Failed> {
    let limit = terms.limit;
    keep_quiet();
    let transcript = Transcript::default();
    let (sender, receiver) = channel();
    let worker = {
        let (lane, case, transcript) = (Arc::clone(lane), *case, transcript.clone());
        let body = move || {
            let problems = block_on(async { Ok(carry_out(&lane, &case, terms, transcript).await) });
            let problems = problems.unwrap_or_else(|error| vec![describe(&error).into()]);
            // The receiver is gone where the case was given up.
            let _ = sender.send(problems);
        };
        std::thread::Builder::new()
            .name(format!("{THREAD_PREFIX}{}", case.id))
            .spawn(body)
    };
    let problems = match worker {
        Err(error) => vec![format!("no thread could be started: {error}").into()],
        Ok(thread) => match receiver.recv_timeout(limit + GRACE) {
            Ok(problems) => {
                // It has sent its result: what is left to do is ending.
                let _ = thread.join();
                problems
            }
            Err(RecvTimeoutError::Timeout) => vec![Problem::overrun(format!(
                "it blocks its thread for longer than {limit:?} and was given up; its database is left behind"
            ))],
            Err(RecvTimeoutError::Disconnected) => {
                vec!["the suite panicked around the case".to_owned().into()]
            }
        },
    };
    let cause = match problems.as_slice() {
        [] => return Ok(()),
        [first, _, ..] if matches!(first.cause, Cause::Case(_)) => Cause::Several,
        [first, ..] => first.cause,
    };
    let reasons: Vec<_> = problems
        .iter()
        .map(|problem| problem.text.as_str())
        .collect();
    Err(Failed {
        text: explain(case, &problems, &transcript),
        reason: reasons.join("\n"),
        cause,
        transcript: transcript.lines(),
    })
}

fn explain(case: &CaseDef, problems: &[Problem], transcript: &Transcript) -> String {
    let mut text = format!("what must hold: {}\n", case.doc);
    if let Some(path) = case.django_ref {
        text.push_str(&format!("Django: tests/{path}\n"));
    }
    for problem in problems {
        text.push_str(&problem.text);
        text.push('\n');
    }
    let lines = transcript.render();
    if !lines.is_empty() {
        text.push_str("transcript:\n");
        text.push_str(&lines);
    }
    text
}

/// Everything that went wrong with the case; nothing where it passes.
async fn carry_out(
    lane: &OpenLane,
    case: &CaseDef,
    terms: Terms,
    transcript: Transcript,
) -> Vec<Problem> {
    match case.unit {
        Unit::Database => in_own_database(lane, case, terms, transcript).await,
        Unit::Session => in_shared_database(lane, case, terms, transcript).await,
    }
}

async fn in_own_database(
    lane: &OpenLane,
    case: &CaseDef,
    terms: Terms,
    transcript: Transcript,
) -> Vec<Problem> {
    let named = match lane.create().await {
        Ok(named) => named,
        Err(error) => {
            return vec![Problem::set_up("no test database: ", &error)];
        }
    };
    let settings = named.database.settings.clone();
    let mut problems = match lane.backend.connect(&settings).await {
        Ok(connection) => {
            let (problems, connection) =
                in_session(lane, case, terms, transcript, settings, connection).await;
            close(connection, problems).await
        }
        Err(error) => vec![Problem::set_up("no session: ", &error)],
    };
    let left = lane.destroy(named, case.id).await;
    problems.extend(left.into_iter().map(Problem::from));
    problems
}

async fn in_shared_database(
    lane: &OpenLane,
    case: &CaseDef,
    terms: Terms,
    transcript: Transcript,
) -> Vec<Problem> {
    let Shared { named, seen } = match lane.borrow_database().await {
        Ok(shared) => shared,
        Err(error) => {
            return vec![Problem::set_up("no test database: ", &error)];
        }
    };
    let ended = compare_around(lane, case, terms, transcript, &named.database, seen).await;
    let (mut problems, same) = match ended {
        Ok(ended) => ended,
        Err(error) => (vec![Problem::set_up("", &error)], None),
    };
    if problems.is_empty() && same.is_some() {
        let seen = same;
        lane.give_back(Shared { named, seen });
    } else {
        let left = lane.destroy(named, SHARED).await;
        problems.extend(left.into_iter().map(Problem::from));
    }
    problems
}

/// Runs the case, and compares what the database holds before and after; gives that back where it is known to be the same.
async fn compare_around(
    lane: &OpenLane,
    case: &CaseDef,
    terms: Terms,
    transcript: Transcript,
    database: &TestDatabase,
    seen: Option<Schema>,
) -> Result<(Vec<Problem>, Option<Schema>)> {
    let mut connection = lane.backend.connect(&database.settings).await?;
    let before = match seen {
        Some(seen) => Some(seen),
        None => match objects(lane, &mut connection).await {
            Ok(before) => Some(before),
            // A new vendor has no introspection: the case runs, and nobody else gets the database.
            Err(error) if error.kind() == ErrorKind::NotSupported(None) => None,
            Err(error) => return Err(error),
        },
    };
    let settings = database.settings.clone();
    let (mut problems, mut connection) =
        in_session(lane, case, terms, transcript, settings, connection).await;
    let mut same = None;
    if let Some(before) = before {
        match objects(lane, &mut connection).await {
            Ok(after) if after == before => same = Some(before),
            Ok(after) => problems.push(
                format!(
                    "left behind: the case changed the schema of a shared database: {}",
                    names_of(&after)
                )
                .into(),
            ),
            Err(error) => problems.push(format!("after the case: {}", describe(&error)).into()),
        }
    }
    Ok((close(connection, problems).await, same))
}

/// Runs the case in a session and checks the session, which it gives back.
async fn in_session(
    lane: &OpenLane,
    case: &CaseDef,
    terms: Terms,
    transcript: Transcript,
    settings: Settings,
    connection: Connection,
) -> (Vec<Problem>, Connection) {
    let mut context = Context::new(lane.backend, lane.samples, settings, connection, transcript)
        .of_case(case.id, terms.chance);
    let limit = terms.limit;
    let work = tokio::time::timeout(limit, caught((case.run)(&mut context)));
    let problem = match work.await {
        Ok(Ok(Ok(()))) => missing_refusal(case, &context).map(Problem::from),
        Ok(Ok(Err(failure))) => {
            let kind = failure.error().map(Error::kind);
            Some(Problem {
                text: failure.to_string(),
                cause: Cause::Case(kind),
            })
        }
        Ok(Err(panic)) => Some(format!("panicked: {panic}").into()),
        Err(_) => Some(Problem::overrun(format!("it did not end within {limit:?}"))),
    };
    let mut connection = context.into_connection();
    let mut problems: Vec<_> = problem.into_iter().collect();
    problems.extend(open_transaction(&mut connection).await.map(Problem::from));
    (problems, connection)
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

/// Whether a transaction is open, by core's word and by the server's: it can begin one only where none is open.
async fn open_transaction(connection: &mut Connection) -> Option<String> {
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

async fn close(connection: Connection, mut problems: Vec<Problem>) -> Vec<Problem> {
    if let Err(error) = connection.close().await {
        problems.push(format!("the session does not close: {}", describe(&error)).into());
    }
    problems
}

async fn objects(lane: &OpenLane, connection: &mut Connection) -> Result<Schema> {
    Ok(lane
        .backend
        .introspect(connection, &Scope::all())
        .await?
        .schema)
}

fn names_of(schema: &Schema) -> String {
    let tables = schema.tables.iter().map(|table| table.name.to_string());
    let names: Vec<_> = tables
        .chain(schema.views.iter().map(|view| view.name.to_string()))
        .collect();
    if names.is_empty() {
        "nothing is left of it".to_owned()
    } else {
        names.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use backend_core::backend::Backend;

    use super::attempt_after;
    use crate::case::CaseDef;
    use crate::failure::Failure;
    use crate::harness::Harness;
    use crate::options::Chance;
    use crate::provision::Provision;
    use crate::runner::lane::OpenLane;
    use crate::runner::scratch::Scratch;

    struct Toy;

    impl Harness for Toy {
        fn vendor(&self) -> &str {
            "toy"
        }

        fn backend(&self) -> &'static Backend {
            &toy_backend::BACKEND
        }

        fn provision(&self) -> Provision {
            Provision::embedded("toy:")
        }
    }

    const CASE: CaseDef = CaseDef::new("a.property.c", "f", "It holds.", |context| {
        Box::pin(async {
            match context.chance().seed {
                77 => Err(Failure::new("not for this seed")),
                _ => Ok(()),
            }
        })
    });

    #[test]
    fn a_seed_that_failed_before_is_tried_again() {
        let scratch = Scratch::new().unwrap();
        let lanes = Toy.provision().lanes("toy:", scratch.path());
        let chance = Chance::default();
        let lane = OpenLane::open(&Toy, &lanes[0], scratch.path(), chance).unwrap();
        let lane = std::sync::Arc::new(lane);
        let limit = Duration::from_secs(5);
        assert!(attempt_after(&lane, &CASE, limit, &[]).is_ok());
        assert!(attempt_after(&lane, &CASE, limit, &[5, 6]).is_ok());
        let failed = attempt_after(&lane, &CASE, limit, &[5, 77]).unwrap_err();
        let head = "with the seed 77 of a [[regression]]: not for this seed";
        assert!(failed.reason.starts_with(head), "{}", failed.reason);
        lane.close();
    }
}
