//! Atomic blocks: nesting, broken blocks, options, hooks, retries, and what dropped blocks leave behind.

mod artists;
mod broken;
mod conflicts;
mod deadlocks;
mod dropped;
mod futures;
mod hooks;
mod hooks_failing;
mod lost;
mod manual;
mod nesting;
mod options;
mod properties;
mod retry;
mod schema;
mod sessions;
mod two;
mod unanswered;

use crate::case::CaseDef;

/// The part's tables.
pub(super) const TABLES: &[&[CaseDef]] = &[
    nesting::CASES,
    broken::CASES,
    manual::CASES,
    options::CASES,
    hooks::CASES,
    hooks_failing::CASES,
    retry::CASES,
    dropped::CASES,
    futures::CASES,
    lost::CASES,
    unanswered::CASES,
    schema::CASES,
    sessions::CASES,
    deadlocks::CASES,
    conflicts::CASES,
    properties::CASES,
];
