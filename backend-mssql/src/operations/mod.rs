//! T-SQL: queries, literals and kinds, without a connection.

mod function;

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::function::{Call, ExpressionWriter};
use backend_core::operations::{Dialect, Operations};
use backend_core::query::Query;
use backend_core::sql::{Statement, Syntax};

use crate::sql::SYNTAX;

/// SQL Server's operations.
#[derive(Debug)]
pub(crate) struct MssqlOperations;

impl Operations for MssqlOperations {
    fn syntax(&self) -> &'static Syntax {
        &SYNTAX
    }

    fn build(&self, _dialect: &Dialect, _query: &Query) -> Result<Vec<Statement>> {
        Err(Error::new(ErrorKind::NotSupported(None), "not yet"))
    }

    fn function(
        &self,
        dialect: &Dialect,
        call: &Call<'_>,
        out: &mut dyn ExpressionWriter,
    ) -> Result<()> {
        function::write(dialect, call, out)
    }
}
