//! What PostgreSQL takes, and the rules that only it has.

use backend_core::validation::Validation;

/// PostgreSQL's validation.
pub(crate) struct PostgresValidation;

impl Validation for PostgresValidation {}
