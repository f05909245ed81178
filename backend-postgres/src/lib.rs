//! The PostgreSQL backend of [`backend_core`], on `tokio-postgres`.
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

pub use crate::error::DriverError;

/// PostgreSQL.
pub static BACKEND: Backend = Backend {
    vendor: "postgres",
    url_schemes: &["postgres", "postgresql"],
    minimum_version: features::MINIMUM_VERSION,
    features: features::features,
    overrides: &[],
    connector: &connector::PostgresConnector,
    operations: &operations::PostgresOperations,
    schema_editor: &schema_editor::PostgresSchemaEditor,
    introspection: &introspection::PostgresIntrospection,
    creation: &creation::PostgresCreation,
    client: &client::PostgresClient,
    validation: &validation::PostgresValidation,
};
