//! Operations that are whole statements: each against what the server makes of it.

mod constraints;
mod executed;
mod explain;
mod explain_refused;
mod flush;
mod limits;
mod sequences;
pub(super) mod unvalidated;

use crate::case::CaseDef;

/// The part's tables.
pub(super) const TABLES: &[&[CaseDef]] = &[
    explain::CASES,
    explain_refused::CASES,
    flush::CASES,
    unvalidated::CASES,
    sequences::CASES,
    constraints::CASES,
    limits::CASES,
    executed::CASES,
];
