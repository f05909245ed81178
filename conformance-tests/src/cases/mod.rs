//! The cases: one folder a part of the contract, one table a file.
//!
//! To add a case, write `async fn what_holds(context: &mut Context) -> Outcome` and its line in the file's `CASES`. To add a
//! file, name its table in the part's `TABLES`; to add a part, name it here. Tests of the catalogue find what is forgotten.

mod blocking;
mod care;
mod connection;
mod constraints;
mod creation;
mod cursor;
mod features;
mod function;
mod hooks;
mod injection;
mod introspection;
mod names;
mod network;
mod operations;
mod pool;
pub(crate) mod query;
mod schema;
mod settings;
mod statements;
mod transactions;
mod validation;
mod values;

use std::sync::LazyLock;

use crate::case::CaseDef;

static GENERATED: LazyLock<Vec<CaseDef>> =
    LazyLock::new(|| [schema::generated(), injection::generated()].concat());

/// The cases that are made rather than written, each counted to the part of its id.
pub(crate) fn generated() -> &'static [CaseDef] {
    &GENERATED
}

/// The parts, in the order in which they run, each with its tables.
pub(crate) const PARTS: &[&[&[CaseDef]]] = &[
    settings::TABLES,
    features::TABLES,
    connection::TABLES,
    cursor::TABLES,
    statements::TABLES,
    transactions::TABLES,
    hooks::TABLES,
    care::TABLES,
    values::TABLES,
    query::TABLES,
    function::TABLES,
    function::DATE_TABLES,
    operations::TABLES,
    schema::TABLES,
    constraints::TABLES,
    names::TABLES,
    injection::TABLES,
    validation::TABLES,
    introspection::TABLES,
    creation::TABLES,
    pool::TABLES,
    network::TABLES,
    blocking::TABLES,
];
