//! Reads the statements that SQLite stores in `sqlite_schema.sql`, for what no pragma tells.
//!
//! SQLite keeps the text of every `CREATE` as it was written, and `ALTER TABLE` edits that text in place. Names of
//! constraints, checks, `ON CONFLICT`, deferrability, comments and the bodies of views and triggers are nowhere else. The
//! text is read from tokens, so that a parenthesis in a string or a keyword in a comment means nothing.
//!
//! There is no I/O here, and expressions are not parsed: they are kept as they are written. What cannot be followed becomes
//! a [`Problem`] beside whatever was understood. The words `TEMP` and `IF NOT EXISTS` and the schema's name are accepted but
//! not kept: SQLite does not store them.

mod index;
mod reader;
mod table;
mod trigger;
mod view;
mod virtual_table;

#[cfg(test)]
mod tests;

pub(crate) use self::index::{CreateIndex, IndexedTerm};
pub(crate) use self::reader::Problem;
use self::reader::{Read, Reader};
pub(crate) use self::table::{
    Column, ColumnRule, CreateTable, DefaultValue, OnConflict, References, TableRule, comment_text,
};
pub(crate) use self::trigger::{CreateTrigger, TriggerEvent};
pub(crate) use self::view::CreateView;
pub(crate) use self::virtual_table::CreateVirtualTable;

/// A statement of `sqlite_schema`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Statement {
    /// `CREATE TABLE`.
    Table(CreateTable),
    /// `CREATE VIRTUAL TABLE`.
    VirtualTable(CreateVirtualTable),
    /// `CREATE INDEX`.
    Index(CreateIndex),
    /// `CREATE VIEW`.
    View(CreateView),
    /// `CREATE TRIGGER`.
    Trigger(CreateTrigger),
}

/// What was read from a statement's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reading {
    /// The statement as far as it was understood; `None` if not even its beginning was.
    pub(crate) statement: Option<Statement>,
    /// What was not understood, in the order of the text. Empty for everything that SQLite itself accepts.
    pub(crate) problems: Vec<Problem>,
}

impl Reading {
    /// The statement, if all of it was understood.
    pub(crate) fn complete(&self) -> Option<&Statement> {
        self.statement.as_ref().filter(|_| self.problems.is_empty())
    }
}

/// Reads one statement as `sqlite_schema.sql` holds it.
pub(crate) fn read(sql: &str) -> Reading {
    let mut reader = Reader::new(sql);
    let statement = match statement(&mut reader) {
        Ok(statement) => {
            while reader.take_symbol(";") {}
            if reader.peek().is_some() {
                reader.report(reader.unexpected("the end of the statement"));
            }
            Some(statement)
        }
        Err(problem) => {
            reader.report(problem);
            None
        }
    };
    Reading {
        statement,
        problems: reader.into_problems(),
    }
}

fn statement(reader: &mut Reader<'_>) -> Read<Statement> {
    reader.expect_keyword("CREATE")?;
    if !reader.take_keyword("TEMP") {
        reader.take_keyword("TEMPORARY");
    }
    if reader.take_keyword("TABLE") {
        table::read(reader).map(Statement::Table)
    } else if reader.take_keywords(&["VIRTUAL", "TABLE"]) {
        virtual_table::read(reader).map(Statement::VirtualTable)
    } else if reader.take_keyword("INDEX") {
        index::read(reader, false).map(Statement::Index)
    } else if reader.take_keywords(&["UNIQUE", "INDEX"]) {
        index::read(reader, true).map(Statement::Index)
    } else if reader.take_keyword("VIEW") {
        view::read(reader).map(Statement::View)
    } else if reader.take_keyword("TRIGGER") {
        trigger::read(reader).map(Statement::Trigger)
    } else {
        Err(reader.unexpected("TABLE, VIRTUAL TABLE, INDEX, VIEW or TRIGGER"))
    }
}
