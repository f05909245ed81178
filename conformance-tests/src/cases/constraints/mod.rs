//! Constraints at work: what they refuse, when, and what the error says.

mod actions;
mod checks;
mod deferred;
mod errors;
mod foreign_keys;
mod uniques;
mod violations;

use crate::case::CaseDef;

/// The part's tables.
pub(super) const TABLES: &[&[CaseDef]] = &[
    uniques::CASES,
    checks::CASES,
    foreign_keys::CASES,
    actions::CASES,
    deferred::CASES,
    errors::CASES,
    violations::CASES,
];
