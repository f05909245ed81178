//! [`SetUps`]: what cases need and do not get. However many need it, it is told once.

use std::sync::{Mutex, PoisonError};

use backend_core::error::ErrorKind;

use super::attempt::{Cause, Failed, Stage};

/// How many set-ups of a lane fail one after the other, and alike, before no case of it is tried any more: a server that is gone takes
/// as long to say so as a whole run.
const HOPELESS: usize = 5;

/// The set-ups that failed in a run, each once.
#[derive(Debug, Default)]
pub(super) struct SetUps(Mutex<Vec<Lacking>>);

/// What cases of a lane lack.
#[derive(Debug)]
struct Lacking {
    lane: &'static str,
    stage: Stage,
    kind: ErrorKind,
    /// The case that it failed for first, and why.
    first: First,
    /// How often it failed since a set-up of the lane did not.
    in_a_row: usize,
}

/// What the first case without its set-up said, which stands for all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct First {
    pub(super) id: &'static str,
    pub(super) reason: String,
}

impl First {
    /// What is said of every case behind it.
    pub(super) fn told(&self) -> String {
        format!("without what it needs, as {}", self.id)
    }
}

impl SetUps {
    fn lacking<T>(&self, work: impl FnOnce(&mut Vec<Lacking>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Why no further case of the lane is tried.
    pub(super) fn hopeless(&self, lane: &str) -> Option<First> {
        self.lacking(|lacking| {
            let mut of = lacking.iter().filter(|it| it.lane == lane);
            let hopeless = of.find(|it| it.in_a_row >= HOPELESS);
            hopeless.map(|it| it.first.clone())
        })
    }

    /// Notes how a case ended: where its set-up failed as that of a case before it, says what that one said.
    pub(super) fn note(
        &self,
        lane: &'static str,
        id: &'static str,
        failed: Option<&Failed>,
    ) -> Option<First> {
        let failed = failed.map(|failed| (failed.cause, &failed.reason));
        let Some((Cause::SetUp(stage, kind), reason)) = failed else {
            self.lacking(|lacking| {
                let of = lacking.iter_mut().filter(|it| it.lane == lane);
                of.for_each(|it| it.in_a_row = 0);
            });
            return None;
        };
        self.lacking(|lacking| {
            let same = |it: &&mut Lacking| (it.lane, it.stage, it.kind) == (lane, stage, kind);
            if let Some(known) = lacking.iter_mut().find(same) {
                known.in_a_row += 1;
                return Some(known.first.clone());
            }
            let reason = reason.clone();
            lacking.push(Lacking {
                lane,
                stage,
                kind,
                first: First { id, reason },
                in_a_row: 1,
            });
            None
        })
    }
}

#[cfg(test)]
mod tests {
    use backend_core::error::ErrorKind;

    use super::{HOPELESS, SetUps};
    use crate::runner::attempt::{Cause, Failed, Stage};

    fn failed(cause: Cause, reason: &str) -> Failed {
        Failed {
            text: reason.to_owned(),
            reason: reason.to_owned(),
            cause,
            transcript: Vec::new(),
        }
    }

    #[test]
    fn what_fails_alike_is_told_by_the_first_and_given_up_after_some() {
        let set_ups = SetUps::default();
        let connect = |n: usize| {
            let cause = Cause::SetUp(Stage::Session, ErrorKind::Connect);
            failed(cause, &format!("nobody there, {n}"))
        };
        let other = failed(
            Cause::SetUp(Stage::Database, ErrorKind::Operational),
            "full",
        );
        assert_eq!(set_ups.note("", "a.a", Some(&connect(0))), None);
        assert_eq!(set_ups.note("", "a.b", Some(&other)), None);
        assert_eq!(set_ups.note("two", "a.a", Some(&connect(0))), None);
        for n in 1..HOPELESS {
            assert_eq!(set_ups.hopeless(""), None);
            let first = set_ups.note("", "a.c", Some(&connect(n))).unwrap();
            assert_eq!(
                (first.id, first.reason.as_str()),
                ("a.a", "nobody there, 0")
            );
        }
        assert_eq!(set_ups.hopeless("").unwrap().id, "a.a");
        assert_eq!(set_ups.hopeless("two"), None);
        set_ups.note("", "a.d", None);
        assert_eq!(set_ups.hopeless(""), None);
        let wrong = failed(Cause::Case(None), "wrong");
        assert_eq!(set_ups.note("", "a.e", Some(&wrong)), None);
    }
}
