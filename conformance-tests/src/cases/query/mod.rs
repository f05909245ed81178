//! Queries: what is asked in the vendor-neutral language, rendered by the vendor, run, and compared with what must come.

mod asked;
mod at_once;
mod changes;
mod clauses;
mod conflicts;
mod large;
mod lists;
mod locks;
mod merges;
mod modifications;
pub(crate) mod properties;
mod rarer;
mod returning;
mod selections;
mod selects;
mod sets;
mod sources;
mod strict;
mod upserts;

use crate::case::CaseDef;

/// The part's tables.
pub(super) const TABLES: &[&[CaseDef]] = &[
    selects::CASES,
    sources::CASES,
    changes::CASES,
    returning::CASES,
    modifications::CASES,
    clauses::CASES,
    rarer::CASES,
    sets::CASES,
    properties::CASES,
    upserts::CASES,
    conflicts::CASES,
    merges::CASES,
    at_once::CASES,
    selections::CASES,
    locks::CASES,
    lists::CASES,
    large::CASES,
    strict::CASES,
];
