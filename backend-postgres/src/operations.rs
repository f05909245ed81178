//! PostgreSQL's SQL: queries, literals and kinds, without a connection.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::operations::{Dialect, Operations};
use backend_core::query::Query;
use backend_core::sql::{Statement, Syntax};

use crate::sql::SYNTAX;

/// PostgreSQL's operations.
pub(crate) struct PostgresOperations;

impl Operations for PostgresOperations {
    fn syntax(&self) -> &'static Syntax {
        &SYNTAX
    }

    fn build(&self, _dialect: &Dialect, _query: &Query) -> Result<Vec<Statement>> {
        Err(Error::new(ErrorKind::Internal, "not written yet"))
    }
}
