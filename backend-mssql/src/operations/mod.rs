//! T-SQL: queries, literals and kinds, without a connection.

mod builder;
mod explain;
mod flush;
mod function;
mod lists;
mod literal;
mod script;
mod sequence;
#[cfg(test)]
mod tests;

use backend_core::error::Result;
use backend_core::function::{Call, ExpressionWriter};
use backend_core::model::{ColumnType, Identifier, Table};
use backend_core::operations::{Dialect, ExplainOptions, Explanation, Flush, Operations};
use backend_core::query::{Query, build_within_limit, render};
use backend_core::sql::{Statement, Syntax, Writer};
use backend_core::value::{ColumnKind, Value, ValueRef};

use self::builder::MssqlBuilder;
pub(crate) use self::flush::around_unchecked;
pub(crate) use self::script::batches;
pub(crate) use self::sequence::check_identity;
use crate::sql::SYNTAX;

/// SQL Server's operations.
#[derive(Debug)]
pub(crate) struct MssqlOperations;

impl Operations for MssqlOperations {
    fn syntax(&self) -> &'static Syntax {
        &SYNTAX
    }

    fn build(&self, dialect: &Dialect, query: &Query) -> Result<Vec<Statement>> {
        let repetitions = std::cell::Cell::new(1);
        let mut statements = build_within_limit(query, &dialect.features, |query, lists| {
            let builder = MssqlBuilder::new(dialect, lists);
            let mut statement = render(query, &builder)?;
            // A lock leaves a blank.
            let end = statement.sql.trim_end_matches(' ').len();
            statement.sql.truncate(end);
            statement.sql.push_str(builder.option());
            repetitions.set(builder.repetitions());
            Ok(statement)
        })?;
        // Rows of nothing but defaults are made one after the other.
        if let ([statement], 2..) = (statements.as_slice(), repetitions.get()) {
            statements = vec![statement.clone(); repetitions.get()];
        }
        Ok(statements)
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
        explain::explanation(options, rows)
    }

    fn split_script<'s>(&self, script: &'s str) -> Vec<&'s str> {
        script::split(script)
    }

    fn savepoint(&self, name: &Identifier, out: &mut Writer<'_>) {
        out.push("SAVE TRANSACTION ");
        write_savepoint(name, out);
    }

    fn rollback_to_savepoint(&self, name: &Identifier, out: &mut Writer<'_>) {
        out.push("ROLLBACK TRANSACTION ");
        write_savepoint(name, out);
    }

    fn flush(&self, dialect: &Dialect, flush: &Flush<'_>) -> Result<Vec<Statement>> {
        flush::flush(dialect, flush)
    }

    fn reset_sequences(&self, dialect: &Dialect, table: &Table) -> Result<Vec<Statement>> {
        Ok(sequence::reset(dialect, table))
    }

    fn column_kind(&self, column_type: &ColumnType) -> ColumnKind {
        crate::value::kind(column_type)
    }
}

/// The most characters of a savepoint's name.
///
/// Source: <https://learn.microsoft.com/sql/t-sql/language-elements/save-transaction-transact-sql>.
const MAX_SAVEPOINT_LENGTH: u32 = 32;

/// Writes the name of a savepoint; a longer one is cut, and stays another than others that begin alike.
fn write_savepoint(name: &Identifier, out: &mut Writer<'_>) {
    match Identifier::of_at_most(name.as_str(), MAX_SAVEPOINT_LENGTH) {
        Ok(short) => out.identifier(&short),
        Err(_) => out.identifier(name),
    };
}
