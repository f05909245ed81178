//! How SQL Server spells schema changes.
//!
//! ```text
//! columns    types, computed columns, identities        spelling    renamings, defaults, foreign keys, ALTER COLUMN
//! options    what few databases have                    dependants  what goes before a change and comes back
//! indexes    CREATE INDEX                               conversion  which values become which
//! comments   extended properties                        remake      a table made anew
//! objects    whole objects                              names, texts
//! ```

mod columns;
mod comments;
pub(crate) mod conversion;
mod dependants;
mod indexes;
mod lock;
mod names;
mod objects;
mod options;
mod remake;
mod spelling;
#[cfg(test)]
mod tests;
mod texts;

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::{
    Change, Column, Default, Generated, GeneratedStorage, Identifier, Identity, Index, Options,
    QualifiedName, Table, TableKind, View,
};
use backend_core::operations::Dialect;
use backend_core::schema_editor::{Clause, Lock, ObjectEditor, Remake, SchemaEditor, Spelling};
use backend_core::sql::{Statement, Writer};

pub(crate) use self::names::default_name;
use crate::introspection::words;

/// Spells schema changes.
#[derive(Debug)]
pub(crate) struct MssqlSchemaEditor;

impl SchemaEditor for MssqlSchemaEditor {
    fn column_type(
        &self,
        _dialect: &Dialect,
        _table: &Table,
        column: &Column,
        out: &mut Writer<'_>,
    ) -> Result<()> {
        if let Some(spelling) = columns::spelling(column)? {
            out.push(" ").fragment(&spelling);
        }
        Ok(())
    }

    fn writes(&self, clause: Clause) -> bool {
        matches!(
            clause,
            Clause::TriggerActivity
                | Clause::TriggerComment
                | Clause::NotEnforced
                | Clause::CheckOption
                | Clause::ViewIndexes
        )
    }

    fn objects(&self) -> &dyn ObjectEditor {
        &objects::MssqlObjects
    }

    fn spelling(&self) -> &dyn Spelling {
        self
    }

    /// The name of a collation stands without quotes.
    fn collation(
        &self,
        collation: &Identifier,
        _options: &Options,
        out: &mut Writer<'_>,
    ) -> Result<()> {
        let name = collation.as_str();
        let is_word = name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if !is_word {
            return Err(Error::new(
                ErrorKind::Data,
                format!("{} is no name of a collation", collation.shortened()),
            ));
        }
        out.push(" COLLATE ").fragment(name);
        Ok(())
    }

    fn identity(
        &self,
        _dialect: &Dialect,
        _table: &Table,
        column: &Column,
        identity: &Identity,
        out: &mut Writer<'_>,
    ) -> Result<()> {
        columns::write_identity(column, identity, out)
    }

    fn generated(
        &self,
        column: &Column,
        generated: &Generated,
        out: &mut Writer<'_>,
    ) -> Result<()> {
        columns::write_generated(column, generated, out)
    }

    fn create_table(&self, table: &Table, out: &mut Writer<'_>) -> Result<bool> {
        match &table.kind {
            TableKind::Ordinary if table.columns.is_empty() => {
                Err(not_supported("SQL Server has no tables without columns"))
            }
            TableKind::Ordinary => {
                options::check_table(&table.options)?;
                out.push("CREATE TABLE ").name(&table.name);
                Ok(false)
            }
            _ => Err(not_supported("SQL Server does not make this sort of table")),
        }
    }

    /// A computed column takes the word only where it is stored, where `column_options` writes it.
    fn implies_not_null(&self, _table: &Table, column: &Column) -> bool {
        column.generated.is_some()
    }

    fn column_options(&self, table: &Table, column: &Column, out: &mut Writer<'_>) -> Result<()> {
        options::write_column(table, column, out)
    }

    fn constraint_options(&self, options: &Options, out: &mut Writer<'_>) -> Result<()> {
        options::write_key(options, out)
    }

    fn table_options(&self, table: &Table, out: &mut Writer<'_>) -> Result<()> {
        options::write_table(&table.options, out)
    }

    fn view_options(&self, view: &View, out: &mut Writer<'_>) -> Result<()> {
        options::write_view(&view.options, out)
    }

    fn comments(&self, dialect: &Dialect, table: &Table) -> Result<Vec<Statement>> {
        comments::of_relation(
            dialect,
            (comments::TABLE, &table.name),
            table.comment.as_deref(),
            &table.columns,
        )
    }

    fn index_comment(
        &self,
        dialect: &Dialect,
        table: &QualifiedName,
        index: &Index,
        comment: &str,
    ) -> Result<Option<Statement>> {
        let place = comments::Place::part(comments::TABLE, table, "INDEX", &index.name);
        place.add(dialect, comments::DESCRIPTION, comment).map(Some)
    }

    fn complete_index(
        &self,
        dialect: &Dialect,
        table: &QualifiedName,
        index: &Index,
    ) -> Result<Vec<Statement>> {
        indexes::complete(dialect, table, index)
    }

    fn complete_table(&self, dialect: &Dialect, table: &Table) -> Result<Vec<Statement>> {
        options::table_statements(dialect, table)
    }

    fn complete_view(&self, dialect: &Dialect, view: &View) -> Result<Vec<Statement>> {
        comments::of_relation(
            dialect,
            (comments::VIEW, &view.name),
            view.comment.as_deref(),
            &view.columns,
        )
    }

    fn lock(&self, change: &Change) -> Option<Lock> {
        lock::of(change)
    }

    fn lock_of_writing(&self) -> Option<Lock> {
        Some(lock::INTENT_EXCLUSIVE)
    }

    fn rename_index(
        &self,
        dialect: &Dialect,
        table: &Table,
        from: &Identifier,
        to: &Identifier,
    ) -> Option<Statement> {
        // A server that renames tables and columns alone does not rename these either.
        let can_rename = dialect.features.can_rename_constraints;
        let kind = if indexes::are_statistics(table, from) {
            "STATISTICS"
        } else {
            "INDEX"
        };
        can_rename.then(|| spelling::rename_part(dialect, &table.name, (from, to), kind))
    }

    fn complete_rename(
        &self,
        dialect: &Dialect,
        before: &Table,
        after: &Table,
    ) -> Result<Vec<Statement>> {
        spelling::rename_made_up(dialect, before, after)
    }

    /// An option says it.
    fn concurrently(&self, _table: &Table, _out: &mut Writer<'_>) -> Result<()> {
        Ok(())
    }

    /// Source: <https://learn.microsoft.com/sql/relational-databases/indexes/perform-index-operations-online>.
    fn concurrent_index(&self, index: &Index) -> Index {
        let mut index = index.clone();
        index.options.set(words::ONLINE, Some("ON".to_owned()));
        index
    }

    /// Only what sorts the table's rows is dropped online; any other goes at once.
    fn drop_index_concurrently(
        &self,
        table: &Table,
        name: &Identifier,
        out: &mut Writer<'_>,
    ) -> Result<()> {
        self.drop_index(table, name, out);
        let index = table.indexes.iter().find(|index| index.name == *name);
        if index.is_some_and(|index| index.options.contains(words::CLUSTERED)) {
            out.push(" WITH (ONLINE = ON)");
        }
        Ok(())
    }

    /// What fails is undone.
    fn leaves_broken_indexes(&self) -> bool {
        false
    }

    fn adopts_indexes(&self) -> bool {
        false
    }

    fn remake(&self) -> Option<&dyn Remake> {
        Some(self)
    }

    /// The Enterprise edition alone remembers a default that is a constant in the place of writing it.
    fn added_column_rewrites(&self, column: &Column) -> bool {
        let is_stored = |it: &Generated| it.storage == GeneratedStorage::Stored;
        let has_value = |it: &Default| *it != Default::Literal(backend_core::value::Value::Null);
        column.identity.is_some()
            || column.generated.as_deref().is_some_and(is_stored)
            || column.default.as_ref().is_some_and(has_value)
    }

    fn type_change_rewrites(&self, from: &Column, to: &Column) -> bool {
        !conversion::is_widening(&from.column_type, &to.column_type)
    }

    fn table_comment(&self, table: &QualifiedName, comment: Option<&str>) -> Result<Statement> {
        comments::Place::relation(comments::TABLE, table).set(comment)
    }

    fn column_comment(
        &self,
        table: &QualifiedName,
        column: &Identifier,
        comment: Option<&str>,
    ) -> Result<Statement> {
        comments::Place::part(comments::TABLE, table, "COLUMN", column).set(comment)
    }

    /// Sources: <https://learn.microsoft.com/sql/t-sql/statements/drop-index-transact-sql>,
    /// <https://learn.microsoft.com/sql/t-sql/statements/drop-statistics-transact-sql>.
    fn drop_index(&self, table: &Table, name: &Identifier, out: &mut Writer<'_>) {
        if indexes::are_statistics(table, name) {
            out.push("DROP STATISTICS ").name(&table.name);
            out.push(".").identifier(name);
            return;
        }
        out.push("DROP INDEX ").identifier(name);
        out.push(" ON ").name(&table.name);
    }
}

fn not_supported(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::NotSupported(None), message)
}
