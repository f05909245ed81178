//! SQLite's SQL.
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::operations::{Dialect, Operations};
use backend_core::query::Query;
use backend_core::sql::{Statement, Syntax};

/// SQLite's operations.
pub(crate) struct SqliteOperations;

impl Operations for SqliteOperations {
    fn syntax(&self) -> &'static Syntax {
        &Syntax::STANDARD
    }

    fn build(&self, _dialect: &Dialect, _query: &Query) -> Result<Vec<Statement>> {
        Err(Error::new(ErrorKind::Internal, "not written yet"))
    }
}
