//! The cursor: statements, parameters, rows.

mod affected;
mod batch;
mod columns;
mod flow;
mod many;
mod parameters;
mod rows;
mod text;

use crate::case::CaseDef;

/// The part's tables.
pub(super) const TABLES: &[&[CaseDef]] = &[
    columns::CASES,
    affected::CASES,
    parameters::CASES,
    text::CASES,
    rows::CASES,
    flow::CASES,
    many::CASES,
    batch::CASES,
];
