//! The Microsoft SQL Server backend of [`backend_core`], on `tiberius`.
//!
#![doc = include_str!("docs.md")]

mod client;
mod connector;
mod creation;
mod cursor;
mod driver;
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

/// Microsoft SQL Server.
pub static BACKEND: Backend = Backend {
    vendor: "mssql",
    url_schemes: &["mssql", "sqlserver"],
    minimum_version: features::MINIMUM_VERSION,
    features: features::features,
    overrides: &[],
    connector: &connector::MssqlConnector,
    operations: &operations::MssqlOperations,
    schema_editor: &schema_editor::MssqlSchemaEditor,
    introspection: &introspection::MssqlIntrospection,
    creation: &creation::MssqlCreation,
    client: &client::MssqlClient,
    validation: &validation::MssqlValidation,
};
