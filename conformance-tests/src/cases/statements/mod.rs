//! Statements: how their rows are fetched, how long they may run, and what is left of one that is given up.

mod cancel;
mod dropped;
mod executed;
mod fetch;
mod limits;
mod stream;

use crate::case::CaseDef;

/// The part's tables.
pub(super) const TABLES: &[&[CaseDef]] = &[
    fetch::CASES,
    stream::CASES,
    executed::CASES,
    limits::CASES,
    cancel::CASES,
    dropped::CASES,
];
