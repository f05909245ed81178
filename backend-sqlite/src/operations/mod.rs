//! SQLite's SQL: queries, literals and kinds, without a connection.

mod builder;
mod constraints;
mod explain;
mod flush;
mod function;
mod lists;
mod literal;
mod sequence;
#[cfg(test)]
mod tests;

use backend_core::error::Result;
use backend_core::function::{Call, ExpressionWriter};
use backend_core::model::{ColumnType, Table};
use backend_core::operations::{
    ConstraintTime, Constraints, Dialect, ExplainOptions, Explanation, Flush, Operations,
};
use backend_core::query::{Query, build_within_limit, render};
use backend_core::sql::{Statement, Syntax, Writer};
use backend_core::value::{ColumnKind, Value, ValueRef};

use self::builder::SqliteBuilder;
pub(crate) use self::function::register;
use crate::sql::SYNTAX;

/// SQLite's operations.
pub(crate) struct SqliteOperations;

impl Operations for SqliteOperations {
    fn syntax(&self) -> &'static Syntax {
        &SYNTAX
    }

    fn build(&self, dialect: &Dialect, query: &Query) -> Result<Vec<Statement>> {
        build_within_limit(query, &dialect.features, |query, lists| {
            render(query, &SqliteBuilder::new(dialect, query, lists))
        })
    }

    fn function(
        &self,
        dialect: &Dialect,
        call: &Call<'_>,
        out: &mut dyn ExpressionWriter,
    ) -> Result<()> {
        function::write(dialect, call, out)
    }

    fn literal(&self, value: ValueRef<'_>, out: &mut Writer<'_>) -> Result<()> {
        literal::write(value, out)
    }

    fn set_constraints(
        &self,
        _dialect: &Dialect,
        _constraints: &Constraints<'_>,
        time: ConstraintTime,
    ) -> Result<Vec<Statement>> {
        Ok(constraints::set(time))
    }

    fn flush(&self, dialect: &Dialect, flush: &Flush<'_>) -> Result<Vec<Statement>> {
        flush::flush(dialect, flush)
    }

    fn reset_sequences(&self, dialect: &Dialect, table: &Table) -> Result<Vec<Statement>> {
        Ok(sequence::reset(dialect, table))
    }

    fn explain(
        &self,
        dialect: &Dialect,
        statement: &Statement,
        _options: &ExplainOptions,
    ) -> Result<Statement> {
        Ok(explain::explain(dialect, statement))
    }

    fn explanation(&self, _options: &ExplainOptions, rows: &[Vec<Value>]) -> Result<Explanation> {
        explain::explanation(rows)
    }

    fn column_kind(&self, column_type: &ColumnType) -> ColumnKind {
        crate::value::kind(column_type)
    }
}
