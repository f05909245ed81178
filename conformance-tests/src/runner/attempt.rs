//! One case, once: on a thread of its own with a limit of time, and everything that went wrong with it.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use backend_core::error::{Error, ErrorKind};

use super::carry_out::{Ended, Work, carry_out};
use super::lane::OpenLane;
use super::overrun;
use super::panics::{THREAD_PREFIX, keep_quiet};
use crate::case::CaseDef;
use crate::context::Transcript;
use crate::failure::describe;
use crate::options::Chance;
use crate::provision::ready::block_on;
use crate::watch::Watched;

/// What a case may take beyond its limit where it blocks its thread, before what it does is ended; and after that, before it is
/// given up.
pub(super) const GRACE: Duration = Duration::from_secs(10);

/// What a case that does not fail has shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shown {
    /// That it holds.
    Holds,
    /// Nothing, for this reason: at this server there is nothing to show.
    Nothing(String),
}

/// Where something went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    /// In the case itself, which ended with an error of that kind, or with a demand that is not met.
    Case(Option<ErrorKind>),
    /// Before the case, at that stage, by an error of that kind.
    SetUp(Stage, ErrorKind),
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
            Self::SetUp(_, kind) => Some(("its set-up", Some(kind))),
            Self::Timeout => Some(("the limit of its time", None)),
            Self::Other => Some(("what came around or after it", None)),
        }
    }
}

/// What a case is given before it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// A database.
    Database,
    /// A session with it.
    Session,
    /// What the database holds already.
    Objects,
}

impl Stage {
    const fn lacking(self) -> &'static str {
        match self {
            Self::Database => "no test database",
            Self::Session => "no session",
            Self::Objects => "the database cannot be read",
        }
    }
}

/// Something that went wrong with a case.
pub(super) struct Problem {
    pub(super) text: String,
    pub(super) cause: Cause,
}

impl Problem {
    pub(super) fn set_up(stage: Stage, error: &Error) -> Self {
        Self {
            text: format!("set-up: {}: {}", stage.lacking(), describe(error)),
            cause: Cause::SetUp(stage, error.kind()),
        }
    }

    pub(super) fn overrun(text: String) -> Self {
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
pub(super) struct Terms {
    pub(super) limit: Duration,
    pub(super) chance: Chance,
}

/// Runs a case to its end. `limit` is what a case that is not slow may take.
pub(super) fn attempt(
    lane: &Arc<OpenLane>,
    case: &CaseDef,
    limit: Duration,
) -> Result<Shown, Failed> {
    let chance = lane.chance;
    attempt_with(lane, case, Terms { limit, chance })
}

/// Runs a case with each of the seeds that it has failed with before, and then as ever.
pub(super) fn attempt_after(
    lane: &Arc<OpenLane>,
    case: &CaseDef,
    limit: Duration,
    seeds: &[u64],
) -> Result<Shown, Failed> {
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

fn attempt_with(lane: &Arc<OpenLane>, case: &CaseDef, terms: Terms) -> Result<Shown, Failed> {
    let limit = case.limit(terms.limit);
    keep_quiet();
    let transcript = Transcript::default();
    let watched = lane.lend_watch();
    let (sender, receiver) = channel();
    let worker = {
        let work = Work {
            lane: Arc::clone(lane),
            case: *case,
            terms: Terms { limit, ..terms },
            transcript: transcript.clone(),
            watched: watched.clone(),
        };
        let body = move || {
            let ended = block_on(async { Ok(carry_out(&work).await) });
            // The receiver is gone where the case was given up.
            let _ = sender.send(ended.unwrap_or_else(|error| Ended::failed(describe(&error))));
        };
        std::thread::Builder::new()
            .name(format!("{THREAD_PREFIX}{}", case.id))
            .spawn(body)
    };
    let ended = match worker {
        Err(error) => Ended::failed(format!("no thread could be started: {error}")),
        Ok(thread) => match receiver.recv_timeout(limit + GRACE) {
            Ok(ended) => {
                // It has sent its result: what is left to do is ending.
                let _ = thread.join();
                lane.take_watch_back(watched);
                ended
            }
            Err(RecvTimeoutError::Timeout) => blocked(lane, &watched, &receiver, limit),
            Err(RecvTimeoutError::Disconnected) => {
                Ended::failed("the suite panicked around the case".to_owned())
            }
        },
    };
    let problems = ended.problems;
    let cause = match problems.as_slice() {
        [] => return Ok(ended.shown),
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

/// Ends what a case does that blocks its thread, so that it comes back; one that does not is given up, and its database is taken
/// from under it.
fn blocked(
    lane: &OpenLane,
    watched: &Watched,
    receiver: &Receiver<Ended>,
    limit: Duration,
) -> Ended {
    let mut text = format!("it blocks its thread for longer than {limit:?}");
    let end = async {
        overrun::end(lane, &watched.watch).await;
        Ok(())
    };
    // Where no runtime can be had for it, nothing is ended.
    let _ = block_on(end);
    match receiver.recv_timeout(GRACE) {
        Ok(mut ended) => {
            // That its statements fail now is no news.
            ended.problems.retain(|it| it.cause == Cause::Other);
            ended.problems.insert(0, Problem::overrun(text));
            ended
        }
        Err(_) => {
            let left = block_on(async { Ok(overrun::remove(lane, &watched.watch).await) });
            text.push_str(" and was given up");
            let left = left.unwrap_or_else(|error| vec![describe(&error)]);
            for left in left {
                text.push_str(&format!("; {left}"));
            }
            Ended {
                shown: Shown::Holds,
                problems: vec![Problem::overrun(text)],
            }
        }
    }
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
        for seeds in [&[] as &[u64], &[5, 6]] {
            let shown = attempt_after(&lane, &CASE, limit, seeds);
            assert_eq!(shown.unwrap(), super::Shown::Holds);
        }
        let failed = attempt_after(&lane, &CASE, limit, &[5, 77]).unwrap_err();
        let head = "with the seed 77 of a [[regression]]: not for this seed";
        assert!(failed.reason.starts_with(head), "{}", failed.reason);
        lane.close();
    }
}
