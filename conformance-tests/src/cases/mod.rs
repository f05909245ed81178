//! The cases: one folder a part of the contract, one table a file.
//!
//! To add a case, write `async fn what_holds(context: &mut Context) -> Outcome` and its line in the file's `CASES`. To add a
//! file, name its table in the part's `TABLES`; to add a part, name it here. Tests of the catalogue find what is forgotten.

mod constraints;
mod cursor;
mod query;
mod schema;
mod values;

use crate::case::CaseDef;

/// The parts, in the order in which they run, each with its tables.
pub(crate) const PARTS: &[&[&[CaseDef]]] = &[
    cursor::TABLES,
    values::TABLES,
    query::TABLES,
    schema::TABLES, constraints::TABLES,
];
