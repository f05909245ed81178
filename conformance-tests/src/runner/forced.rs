//! A flag that is off, forced on: what the backend does when nobody refuses.

use std::sync::Arc;
use std::time::Duration;

use backend_core::flag::Flag;

use super::attempt::{Cause, Shown, attempt};
use super::lane::OpenLane;
use crate::case::CaseDef;
use crate::evidence::shows;
use crate::marks::Marks;

/// The longest that a case with a forced flag may take in a run: what is not supported may well hang.
pub(super) const LIMIT: Duration = Duration::from_secs(10);

/// What a flag that is off came to when it was forced on.
pub(super) enum Forced {
    /// All its cases pass: the flag says too little.
    Works(Vec<&'static str>),
    /// This case fails, and so: the flag is honest.
    Lacks(String),
    /// None of its cases applies.
    Unknown,
}

/// Runs the cases that require a flag which is off, with the flag on.
pub(super) fn force(
    lane: &OpenLane,
    flag: Flag,
    cases: &[CaseDef],
    marks: &Marks,
    limit: Duration,
) -> Forced {
    let lane = Arc::new(lane.turned(flag, true));
    let applicable = cases.iter().filter(|case| {
        shows(case, flag)
            && case.unsupported(&lane.features).is_none()
            && marks.of(case, lane.name, &lane.server).is_none()
            && !marks.is_new(case)
    });
    let mut passed = Vec::new();
    let mut lacks = None;
    for case in applicable {
        match attempt(&lane, case, limit) {
            Ok(Shown::Holds) => passed.push(case.id),
            Ok(Shown::Nothing(_)) => {}
            Err(failed) if matches!(failed.cause, Cause::SetUp(..)) => {
                // Nothing was asked: neither this case nor the others can say that all of them pass.
                passed.clear();
                break;
            }
            Err(failed) => {
                let reason = failed.reason.lines().next().unwrap_or_default();
                lacks = Some(format!("{}: {reason}", case.id));
                break;
            }
        }
    }
    lane.abandon();
    match (lacks, passed.is_empty()) {
        (Some(failure), _) => Forced::Lacks(failure),
        (None, true) => Forced::Unknown,
        (None, false) => Forced::Works(passed),
    }
}
