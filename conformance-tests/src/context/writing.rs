//! SQL of a case's own making that every vendor takes: names in the vendor's quotes, comparison and arithmetic as all spell them.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::{Identifier, Table};
use backend_core::sql::{Statement, Writer};
use backend_core::value::IntoValue;

use super::Context;

impl Context {
    /// A statement, written in the vendor's syntax.
    pub fn statement(&self, write: impl FnOnce(&mut Writer<'static>)) -> Statement {
        let mut out = self.dialect().writer();
        write(&mut out);
        out.finish()
    }

    /// An expression or a query without parameters in the vendor's language: for checks, predicates, generated columns,
    /// defaults and views.
    pub fn expression(&self, write: impl FnOnce(&mut Writer<'static>)) -> String {
        self.statement(write).sql
    }

    /// The statement that deletes the rows in which `column` has that value.
    ///
    /// # Errors
    /// Where the table has no such column.
    pub fn delete_statement(
        &self,
        table: &Table,
        column: &str,
        value: impl IntoValue,
    ) -> Result<Statement> {
        let column = column_of(table, column)?;
        Ok(self.statement(|out| {
            out.push("DELETE FROM ").name(&table.name).push(" WHERE ");
            out.identifier(column).push(" = ").bind(value);
        }))
    }

    /// The statement that sets one column in the rows in which another one has a value.
    ///
    /// # Errors
    /// Where the table has no such column.
    pub fn update_statement(
        &self,
        table: &Table,
        set: (&str, impl IntoValue),
        at: (&str, impl IntoValue),
    ) -> Result<Statement> {
        let (changed, found) = (column_of(table, set.0)?, column_of(table, at.0)?);
        Ok(self.statement(|out| {
            out.push("UPDATE ").name(&table.name).push(" SET ");
            out.identifier(changed).push(" = ").bind(set.1);
            out.push(" WHERE ").identifier(found).push(" = ").bind(at.1);
        }))
    }
}

fn column_of<'t>(table: &'t Table, name: &str) -> Result<&'t Identifier> {
    let column = table.column(name).map(|column| &column.name);
    column.ok_or_else(|| {
        let message = format!("a fault of the suite: {} has no column {name}", table.name);
        Error::new(ErrorKind::DoesNotExist, message)
    })
}
