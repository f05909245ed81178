//! [`Operations`]: the vendor's SQL, made without a connection. [`Dialect`]: it and the features, as one handle.

mod batch;
mod constraints;
mod executed;
mod explain;
mod flush;
mod literal;
mod sequence;
mod standard;

use std::fmt;
use std::sync::Arc;

pub use self::constraints::{ConstraintTime, Constraints};
pub use self::explain::{
    ExplainDetail, ExplainExecution, ExplainFormat, ExplainOptions, Explanation, PlanEstimate,
    PlanStep, text_explanation,
};
pub use self::flush::{Flush, FlushOptions, Numbering, Referring};
pub(crate) use self::flush::{in_order, late_keys};
pub use self::literal::standard_literal;
pub use self::sequence::numbered_columns;
pub use self::standard::standard_function;
use crate::error::{Error, Result};
use crate::features::Features;
use crate::flag::Flag;
use crate::function::{Call, ExpressionWriter};
use crate::model::{ColumnType, Deferrability, Identifier, Table};
use crate::query::Query;
use crate::sql::tokenizer::split_statements;
use crate::sql::{Statement, Syntax, Writer};
use crate::value::{ColumnKind, Value, ValueRef};

/// What is needed to write SQL for a server: its features and the vendor's operations.
///
/// Owned, cheap to clone, and borrows no session.
#[derive(Clone)]
#[allow(clippy::exhaustive_structs, reason = "a pair")]
pub struct Dialect {
    /// What the server can do.
    pub features: Arc<Features>,
    /// The vendor's SQL.
    pub operations: &'static dyn Operations,
}

impl Dialect {
    /// A writer in this vendor's syntax.
    #[must_use]
    pub fn writer(&self) -> Writer<'static> {
        Writer::new(self.operations.syntax())
    }

    /// Renders a query in this vendor's SQL.
    ///
    /// # Errors
    /// As [`Operations::build`].
    pub fn build(&self, query: &Query) -> Result<Vec<Statement>> {
        self.operations.build(self, query)
    }
}

impl fmt::Debug for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dialect")
            .field("features", &self.features)
            .finish_non_exhaustive()
    }
}

/// The vendor's SQL. Pure: nothing here talks to a server.
#[doc(alias = "DatabaseOperations")]
pub trait Operations: Send + Sync {
    /// How the vendor's SQL is spelled.
    fn syntax(&self) -> &'static Syntax;

    /// Renders a query; several statements where a limit splits one.
    ///
    /// # Errors
    /// [`NotSupported`](crate::error::ErrorKind::NotSupported) with the flag for a clause that the server lacks: no clause is
    /// left out silently. Nothing was sent.
    fn build(&self, dialect: &Dialect, query: &Query) -> Result<Vec<Statement>>;

    /// Writes a function in the vendor's SQL, by default as [`standard_function`]. The flag of the function is on.
    ///
    /// # Errors
    /// [`NotSupported`](crate::error::ErrorKind::NotSupported) for what this vendor has no SQL for, with the function's flag by
    /// default; [`Interface`](crate::error::ErrorKind::Interface) for arguments that the function does not take.
    fn function(
        &self,
        _dialect: &Dialect,
        call: &Call<'_>,
        out: &mut dyn ExpressionWriter,
    ) -> Result<()> {
        standard_function(call, out)
    }

    /// Writes a value as SQL text, for places that take no parameter: defaults and checks.
    ///
    /// # Errors
    /// [`Data`](crate::error::ErrorKind::Data) or [`NotSupported`](crate::error::ErrorKind::NotSupported) for a value that no
    /// literal spells.
    fn literal(&self, value: ValueRef<'_>, out: &mut Writer<'_>) -> Result<()> {
        standard_literal(value, out)
    }

    /// The statement with its parameters' values in place, as far as literals spell them: for people to read in a log or an
    /// error page. It is never sent: a long value is cut, and one without a literal is only named. It shows what the
    /// parameters hold, secrets too: show it to nobody who may not see the rows.
    ///
    /// # Example
    /// ```
    /// use backend_core::sql::Statement;
    ///
    /// let statement = Statement::new("SELECT '?', id FROM artist WHERE name = ?").bind("O'Hara");
    /// let text = toy_backend::BACKEND.operations.last_executed_query(&statement);
    /// assert_eq!(text, "SELECT '?', id FROM artist WHERE name = 'O''Hara'");
    /// ```
    fn last_executed_query(&self, statement: &Statement) -> String {
        executed::last_executed_query(self, statement)
    }

    /// The statement that asks the server how it would carry another one out. The options were checked:
    /// [`Dialect::explain`] is what callers use.
    ///
    /// # Errors
    /// [`NotSupported`](crate::error::ErrorKind::NotSupported) for an option that this vendor does not know.
    fn explain(
        &self,
        _dialect: &Dialect,
        _statement: &Statement,
        _options: &ExplainOptions,
    ) -> Result<Statement> {
        Err(Error::not_supported(Flag::supports_explain))
    }

    /// What the server answered to [`explain`](Self::explain), as data: by default its first cells are the text.
    ///
    /// # Errors
    /// [`Internal`](crate::error::ErrorKind::Internal) for rows of another shape than the server's.
    fn explanation(&self, options: &ExplainOptions, rows: &[Vec<Value>]) -> Result<Explanation> {
        text_explanation(options, rows)
    }

    /// The statements of a script, in order, without the semicolons between them: text is split by the vendor's tokens, so that
    /// a semicolon in a string, in a comment or in the body of a trigger or routine ends nothing.
    ///
    /// # Shape
    /// Slices of `script` without the spaces around them; see [`split_statements`]. Where the database's own shell can be told to repeat a
    /// part of a script, its statements are there as often.
    ///
    /// # Example
    /// ```
    /// let script = "CREATE TABLE t (a integer); -- first; really\nINSERT INTO t VALUES (';');";
    /// let statements = toy_backend::BACKEND.operations.split_script(script);
    /// assert_eq!(statements[1], "-- first; really\nINSERT INTO t VALUES (';')");
    /// assert_eq!(statements.len(), 2);
    /// ```
    fn split_script<'s>(&self, script: &'s str) -> Vec<&'s str> {
        split_statements(script, self.syntax().lexicon)
    }

    /// Writes the statement that sets a savepoint.
    ///
    /// # Requires
    /// `uses_savepoints`.
    fn savepoint(&self, name: &Identifier, out: &mut Writer<'_>) {
        out.push("SAVEPOINT ").identifier(name);
    }

    /// Writes the statement that gives a savepoint up and keeps what came after it.
    ///
    /// # Requires
    /// `can_release_savepoints`.
    fn release_savepoint(&self, name: &Identifier, out: &mut Writer<'_>) {
        out.push("RELEASE SAVEPOINT ").identifier(name);
    }

    /// Writes the statement that undoes what came after a savepoint; the savepoint stays.
    ///
    /// # Requires
    /// `uses_savepoints`.
    fn rollback_to_savepoint(&self, name: &Identifier, out: &mut Writer<'_>) {
        out.push("ROLLBACK TO SAVEPOINT ").identifier(name);
    }

    /// The statements that say when constraints are checked from now on, until the transaction ends: at its end, or now and
    /// then at each statement. The flags were looked at: [`Dialect::set_constraints`] is what callers use.
    ///
    /// # Errors
    /// [`NotSupported`](crate::error::ErrorKind::NotSupported) for what this vendor cannot tell its server.
    fn set_constraints(
        &self,
        dialect: &Dialect,
        constraints: &Constraints<'_>,
        time: ConstraintTime,
    ) -> Result<Vec<Statement>> {
        Ok(vec![constraints::standard(dialect, constraints, time)])
    }

    /// The statements that empty tables: by default a `DELETE` for each, before those that it refers to. Triggers of deleted
    /// rows run then; a vendor that can keeps them from it.
    ///
    /// # Errors
    /// As [`Dialect::flush`], which is what callers use.
    fn flush(&self, dialect: &Dialect, flush: &Flush<'_>) -> Result<Vec<Statement>> {
        flush.deletes(dialect, |key| {
            key.deferrability != Deferrability::NotDeferrable
        })
    }

    /// The statements that let the numbers of a table's columns follow those that are there.
    ///
    /// # Errors
    /// As [`Dialect::reset_sequences`], which is what callers use.
    fn reset_sequences(&self, _dialect: &Dialect, _table: &Table) -> Result<Vec<Statement>> {
        Err(Error::not_supported(Flag::supports_sequence_reset))
    }

    /// Writes the statement that listens to a channel.
    ///
    /// # Requires
    /// `supports_notifications`.
    fn listen(&self, channel: &Identifier, out: &mut Writer<'_>) {
        out.push("LISTEN ").identifier(channel);
    }

    /// Writes the statement that sends to those that listen to a channel.
    ///
    /// # Requires
    /// `supports_notifications`.
    fn notify(&self, channel: &Identifier, payload: &str, out: &mut Writer<'_>) {
        out.push("NOTIFY ")
            .identifier(channel)
            .push(", ")
            .string(payload);
    }

    /// The kind of the values that a column of this type gives and takes.
    fn column_kind(&self, column_type: &ColumnType) -> ColumnKind {
        column_type.standard_kind()
    }
}
