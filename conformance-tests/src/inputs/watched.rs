//! [`Watched`]: a vendor's operations, which write down what they are asked before they answer.

use backend_core::error::Result;
use backend_core::function::{Call, ExpressionWriter};
use backend_core::model::{ColumnType, Identifier, Table};
use backend_core::operations::{
    ConstraintTime, Constraints, Dialect, ExplainOptions, Explanation, Flush, Operations,
};
use backend_core::query::Query;
use backend_core::sql::{Statement, Syntax, Writer};
use backend_core::value::{ColumnKind, Value, ValueRef};

use super::{Input, Inputs};

/// Operations that write down what they are asked.
pub(super) struct Watched {
    inner: &'static dyn Operations,
    inputs: Inputs,
}

impl Watched {
    pub(super) const fn new(inner: &'static dyn Operations, inputs: Inputs) -> Self {
        Self { inner, inputs }
    }
}

impl Operations for Watched {
    fn syntax(&self) -> &'static Syntax {
        self.inner.syntax()
    }

    fn build(&self, dialect: &Dialect, query: &Query) -> Result<Vec<Statement>> {
        self.inputs.push(Input::Query(Box::new(query.clone())));
        self.inner.build(dialect, query)
    }

    fn function(
        &self,
        dialect: &Dialect,
        call: &Call<'_>,
        out: &mut dyn ExpressionWriter,
    ) -> Result<()> {
        self.inner.function(dialect, call, out)
    }

    fn literal(&self, value: ValueRef<'_>, out: &mut Writer<'_>) -> Result<()> {
        self.inner.literal(value, out)
    }

    fn last_executed_query(&self, statement: &Statement) -> String {
        self.inner.last_executed_query(statement)
    }

    fn explain(
        &self,
        dialect: &Dialect,
        statement: &Statement,
        options: &ExplainOptions,
    ) -> Result<Statement> {
        self.inputs.push(Input::Explain(options.clone()));
        self.inner.explain(dialect, statement, options)
    }

    fn explanation(&self, options: &ExplainOptions, rows: &[Vec<Value>]) -> Result<Explanation> {
        self.inner.explanation(options, rows)
    }

    fn split_script<'s>(&self, script: &'s str) -> Vec<&'s str> {
        self.inner.split_script(script)
    }

    fn savepoint(&self, name: &Identifier, out: &mut Writer<'_>) {
        self.inner.savepoint(name, out);
    }

    fn release_savepoint(&self, name: &Identifier, out: &mut Writer<'_>) {
        self.inner.release_savepoint(name, out);
    }

    fn rollback_to_savepoint(&self, name: &Identifier, out: &mut Writer<'_>) {
        self.inner.rollback_to_savepoint(name, out);
    }

    fn set_constraints(
        &self,
        dialect: &Dialect,
        constraints: &Constraints<'_>,
        time: ConstraintTime,
    ) -> Result<Vec<Statement>> {
        let names = match constraints {
            Constraints::Named(names) => Some(names.to_vec()),
            _ => None,
        };
        self.inputs.push(Input::SetConstraints { names, time });
        self.inner.set_constraints(dialect, constraints, time)
    }

    fn flush(&self, dialect: &Dialect, flush: &Flush<'_>) -> Result<Vec<Statement>> {
        self.inputs.push(Input::Flush {
            tables: flush.tables.iter().copied().cloned().collect(),
            numbering: flush.numbering,
        });
        self.inner.flush(dialect, flush)
    }

    fn reset_sequences(&self, dialect: &Dialect, table: &Table) -> Result<Vec<Statement>> {
        self.inputs
            .push(Input::ResetSequences(Box::new(table.clone())));
        self.inner.reset_sequences(dialect, table)
    }

    fn listen(&self, channel: &Identifier, out: &mut Writer<'_>) {
        self.inner.listen(channel, out);
    }

    fn notify(&self, channel: &Identifier, payload: &str, out: &mut Writer<'_>) {
        self.inner.notify(channel, payload, out);
    }

    fn column_kind(&self, column_type: &ColumnType) -> ColumnKind {
        self.inner.column_kind(column_type)
    }
}
