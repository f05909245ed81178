//! What the toy takes, beyond its flags and limits.

use backend_core::validation::Validation;

/// Says what a schema has that the toy does not take.
#[derive(Debug)]
pub(crate) struct ToyValidation;

impl Validation for ToyValidation {}
