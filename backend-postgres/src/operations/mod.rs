//! PostgreSQL's SQL: queries, literals and kinds, without a connection.

mod builder;
mod explain;
mod flush;
mod function;
mod lists;
mod literal;
mod merge;
mod sequence;
#[cfg(test)]
mod tests;

use backend_core::error::Result;
use backend_core::function::{Call, ExpressionWriter};
use backend_core::model::{ColumnType, Table};
use backend_core::operations::{
    Dialect, ExplainFormat, ExplainOptions, Explanation, Flush, Operations, text_explanation,
};
use backend_core::query::{Query, build_within_limit, render};
use backend_core::sql::{Statement, Syntax, Writer};
use backend_core::value::{ColumnKind, Value, ValueRef};

use self::builder::PostgresBuilder;
use crate::sql::SYNTAX;

/// PostgreSQL's operations.
pub(crate) struct PostgresOperations;

impl Operations for PostgresOperations {
    fn syntax(&self) -> &'static Syntax {
        &SYNTAX
    }

    fn build(&self, dialect: &Dialect, query: &Query) -> Result<Vec<Statement>> {
        build_within_limit(query, &dialect.features, |query, lists| {
            render(query, &PostgresBuilder::new(dialect, query, lists))
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

    fn explain(
        &self,
        dialect: &Dialect,
        statement: &Statement,
        options: &ExplainOptions,
    ) -> Result<Statement> {
        explain::explain(dialect, statement, options)
    }

    fn explanation(&self, options: &ExplainOptions, rows: &[Vec<Value>]) -> Result<Explanation> {
        let explained = text_explanation(options, rows)?;
        let steps = match explained.format {
            ExplainFormat::Text => explain::steps(&explained.text),
            ExplainFormat::Json => explain::steps_of_json(&explained.text)?,
            _ => return Ok(explained),
        };
        Ok(explained.with_steps(steps))
    }

    fn flush(&self, dialect: &Dialect, flush: &Flush<'_>) -> Result<Vec<Statement>> {
        Ok(flush::flush(dialect, flush))
    }

    fn reset_sequences(&self, dialect: &Dialect, table: &Table) -> Result<Vec<Statement>> {
        Ok(sequence::reset(dialect, table))
    }

    fn column_kind(&self, column_type: &ColumnType) -> ColumnKind {
        crate::value::kind(column_type)
    }
}
