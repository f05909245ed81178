//! Care of sessions: age and health, what is done when one is opened, and constraints that were not checked.

mod checks;
mod connect;
mod credentials;
mod health;

use crate::case::CaseDef;

/// The part's tables.
pub(super) const TABLES: &[&[CaseDef]] = &[
    health::CASES,
    connect::CASES,
    credentials::CASES,
    checks::CASES,
];
