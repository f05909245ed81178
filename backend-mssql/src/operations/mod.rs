//! T-SQL, made without a connection.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::operations::{Dialect, Operations};
use backend_core::query::Query;
use backend_core::sql::{Statement, Syntax};

use crate::sql::SYNTAX;

/// Writes T-SQL.
#[derive(Debug)]
pub(crate) struct MssqlOperations;

impl Operations for MssqlOperations {
    fn syntax(&self) -> &'static Syntax {
        &SYNTAX
    }

    fn build(&self, _dialect: &Dialect, _query: &Query) -> Result<Vec<Statement>> {
        Err(Error::new(ErrorKind::NotSupported(None), "not yet"))
    }
}
