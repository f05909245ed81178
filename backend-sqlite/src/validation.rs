//! What SQLite takes, and the rules that only it has.

use backend_core::validation::Validation;

/// SQLite's validation.
pub(crate) struct SqliteValidation;

impl Validation for SqliteValidation {}
