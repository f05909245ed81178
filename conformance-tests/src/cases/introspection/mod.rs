//! Introspection: everything that is there, as it is, and nothing else.

mod facts;
mod generator;
mod relations;
mod round_trip;
mod session;
mod sets;
mod views;

use crate::case::CaseDef;

/// The part's tables.
pub(super) const TABLES: &[&[CaseDef]] = &[
    relations::CASES,
    facts::CASES,
    views::CASES,
    sets::CASES,
    session::CASES,
    round_trip::CASES,
];
