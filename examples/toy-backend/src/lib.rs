//! A whole backend in miniature: in memory, without a driver, made for reading.
//!
//! It is written as a vendor outside the project would write it, with nothing but the public face of `backend_core`. To start a
//! vendor, copy it, put a driver in the place of `engine`, and go through the files in this order: `connector`, `error`,
//! `features`, `cursor`, `wrapper`, `operations`, `introspection`, `schema_editor`, `creation`, `client`. Each has the name of the
//! part that it implements. Run the conformance suite from the first day: what is refused today turns green with its flag.
//!
//! # The database
//! `toy:name` is a database that all sessions of the process share, for as long as one of them is open; `toy:` is a private
//! one. It understands `CREATE` and `DROP` of tables and indexes, `INSERT`, `UPDATE`, `DELETE`, and `SELECT` from one table
//! with `WHERE`, `ORDER BY`, `LIMIT` and `OFFSET`. Anything else is refused with its place in the statement.

mod client;
mod connector;
mod creation;
mod cursor;
mod engine;
mod error;
mod features;
mod introspection;
mod operations;
mod schema_editor;
mod validation;
mod wrapper;

use backend_core::backend::Backend;

/// The toy's parts: what a program registers and what a child vendor starts from.
///
/// A static, with every part spelled out: this is the table of contents of a vendor.
pub static BACKEND: Backend = Backend {
    vendor: "toy",
    url_schemes: &["toy"],
    minimum_version: wrapper::VERSION,
    features: features::features,
    overrides: &[],
    connector: &connector::ToyConnector,
    operations: &operations::ToyOperations,
    schema_editor: &schema_editor::ToySchemaEditor,
    introspection: &introspection::ToyIntrospection,
    creation: &creation::ToyCreation,
    client: &client::ToyClient,
    validation: &validation::ToyValidation,
};
