//! Parameters: what a value is sent as, given the type that the server expects.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::value::Param;
use tokio_postgres::types::Type;

/// A parameter as it goes over the wire.
#[derive(Debug)]
pub(crate) struct Encoded {}

impl Encoded {
    /// Encodes a parameter for a place of that type.
    pub(crate) fn new(_param: Param<'_>, _type: &Type) -> Result<Self> {
        Err(Error::new(ErrorKind::Internal, "not written yet"))
    }
}
