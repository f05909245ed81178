//! What SQL Server does not take, beyond its flags and limits.

use backend_core::validation::Validation;

/// Says what a schema has that SQL Server does not take.
#[derive(Debug)]
pub(crate) struct MssqlValidation;

impl Validation for MssqlValidation {}
