//! The schema editor: tables, columns, indexes, views, and the plans that make them.

mod added_columns;
mod alterations;
mod arrivals;
mod columns;
mod comments;
mod constraints;
mod defaults;
mod departures;
mod differences;
mod expression_indexes;
mod identities;
mod index_swaps;
mod indexes;
mod kept;
mod kept_keys;
mod key_columns;
mod keys;
mod matrix;
pub(in crate::cases) mod objects;
mod online;
mod partitions;
mod plans;
mod properties;
mod references;
mod remakes;
mod renamed_parts;
mod renames;
mod runs;
mod smaller;
mod tables;
mod types;
mod views;

use crate::case::CaseDef;

/// The cases that are made rather than written.
pub(super) fn generated() -> &'static [CaseDef] {
    &matrix::PAIRS
}

/// The part's tables.
pub(super) const TABLES: &[&[CaseDef]] = &[
    tables::CASES,
    types::CASES,
    columns::CASES,
    defaults::CASES,
    identities::CASES,
    comments::CASES,
    constraints::CASES,
    key_columns::CASES,
    keys::CASES,
    partitions::CASES,
    online::CASES,
    indexes::CASES,
    expression_indexes::CASES,
    views::CASES,
    objects::SEQUENCES,
    objects::ENUMERATIONS,
    objects::DOMAINS,
    objects::TYPES,
    objects::FUNCTIONS,
    objects::TRIGGERS,
    objects::CONTAINERS,
    objects::VIEWS,
    renames::CASES,
    renamed_parts::CASES,
    added_columns::CASES,
    alterations::CASES,
    smaller::CASES,
    arrivals::CASES,
    departures::CASES,
    references::CASES,
    index_swaps::CASES,
    kept::CASES,
    kept_keys::CASES,
    matrix::CASES,
    remakes::CASES,
    differences::CASES,
    plans::CASES,
    properties::CASES,
    runs::CASES,
];
