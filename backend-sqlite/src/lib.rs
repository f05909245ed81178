//! The SQLite backend of [`backend_core`], on `rusqlite`.
//!
#![doc = include_str!("docs.md")]

mod client;
mod connector;
mod creation;
mod cursor;
mod error;
mod features;
mod introspection;
mod operations;
mod schema_editor;
mod settings;
mod sql;
mod validation;
mod value;
mod wrapper;

use backend_core::backend::Backend;

/// SQLite.
pub static BACKEND: Backend = Backend {
    vendor: "sqlite",
    url_schemes: &["sqlite"],
    minimum_version: features::MINIMUM_VERSION,
    features: features::features,
    overrides: &[],
    connector: &connector::SqliteConnector,
    operations: &operations::SqliteOperations,
    schema_editor: &schema_editor::SqliteSchemaEditor,
    introspection: &introspection::SqliteIntrospection,
    creation: &creation::SqliteCreation,
    client: &client::SqliteClient,
    validation: &validation::SqliteValidation,
};

/// The README's code is run, so that it stays true.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
