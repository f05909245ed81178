//! How PostgreSQL spells schema changes.

mod alter;
mod columns;
mod comments;
mod objects;
mod options;
mod rows;
mod serial;
#[cfg(test)]
mod tests;

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::{
    Change, Column, Exclusion, Identifier, Index, Options, PartitionOf, Partitioning,
    QualifiedName, RowSecurity, Table, TableKind, TriggerActivity, View,
};
use backend_core::operations::Dialect;
use backend_core::schema_editor::{Alteration, Clause, Lock, ObjectEditor, SchemaEditor};
use backend_core::sql::{Statement, Writer};
use backend_core::value::ValueRef;

/// PostgreSQL's schema editor.
pub(crate) struct PostgresSchemaEditor;

impl SchemaEditor for PostgresSchemaEditor {
    fn column_type(
        &self,
        _dialect: &Dialect,
        table: &Table,
        column: &Column,
        out: &mut Writer<'_>,
    ) -> Result<()> {
        out.push(" ").fragment(&columns::spelling(column)?);
        match table.kind {
            TableKind::Foreign { .. } => options::write_foreign_column(&column.options, out),
            _ => Ok(()),
        }
    }

    fn writes(&self, clause: Clause) -> bool {
        clause != Clause::OwnedSequence
    }

    fn objects(&self) -> &dyn ObjectEditor {
        &objects::PostgresObjects
    }

    fn default_literal(
        &self,
        dialect: &Dialect,
        value: ValueRef<'_>,
        out: &mut Writer<'_>,
    ) -> Result<()> {
        match value {
            // As people write it.
            ValueRef::F64(number) if number.is_finite() && number.is_sign_positive() => {
                out.fragment(&format!("{number:?}"));
                Ok(())
            }
            _ => dialect.operations.literal(value, out),
        }
    }

    fn collation(
        &self,
        collation: &Identifier,
        options: &Options,
        out: &mut Writer<'_>,
    ) -> Result<()> {
        out.push(" COLLATE ");
        if let Some(Ok(schema)) = options
            .value(options::COLLATION_SCHEMA)
            .map(Identifier::new)
        {
            out.identifier(&schema).push(".");
        }
        out.identifier(collation);
        Ok(())
    }

    fn create_table(&self, table: &Table, out: &mut Writer<'_>) -> Result<bool> {
        out.push(match &table.kind {
            TableKind::Ordinary if table.options.contains(options::UNLOGGED) => {
                "CREATE UNLOGGED TABLE "
            }
            TableKind::Ordinary => "CREATE TABLE ",
            TableKind::Foreign { .. } => "CREATE FOREIGN TABLE ",
            _ => return Err(not_supported("PostgreSQL makes no virtual tables")),
        });
        out.name(&table.name);
        Ok(false)
    }

    fn column_options(&self, _table: &Table, column: &Column, out: &mut Writer<'_>) -> Result<()> {
        if column.hidden {
            return Err(not_supported("PostgreSQL hides no columns"));
        }
        if column.options.contains(options::NOT_NULL_NO_INHERIT) {
            out.push(" NO INHERIT");
        }
        options::check_column(&column.options)
    }

    fn constraint_options(&self, options: &Options, out: &mut Writer<'_>) -> Result<()> {
        options::write_constraint(options, out)
    }

    fn index_options(&self, index: &Index, out: &mut Writer<'_>) -> Result<()> {
        options::write_index(&index.options, out)
    }

    fn table_options(&self, table: &Table, out: &mut Writer<'_>) -> Result<()> {
        if let TableKind::Foreign { server, options } = &table.kind {
            out.push(" SERVER ").identifier(server);
            // What stands among the table's options is of the table there.
            return options::write_foreign(options.iter(), out);
        }
        options::write_relation(&table.options, out)
    }

    fn view_options(&self, view: &View, out: &mut Writer<'_>) -> Result<()> {
        options::write_relation(&view.options, out)
    }

    fn comments(&self, _dialect: &Dialect, table: &Table) -> Result<Vec<Statement>> {
        let kind = match table.kind {
            TableKind::Foreign { .. } => "FOREIGN TABLE",
            _ => "TABLE",
        };
        comments::of_relation(kind, &table.name, table.comment.as_deref(), &table.columns)
    }

    fn index_comment(
        &self,
        _dialect: &Dialect,
        table: &QualifiedName,
        index: &Index,
        comment: &str,
    ) -> Result<Option<Statement>> {
        let name = QualifiedName {
            schema: table.schema.clone(),
            name: index.name.clone(),
        };
        comments::of_object("INDEX", &name, comment).map(Some)
    }

    fn complete_index(
        &self,
        dialect: &Dialect,
        table: &QualifiedName,
        index: &Index,
    ) -> Result<Vec<Statement>> {
        Ok(options::index_statements(dialect, table, index))
    }

    fn index_table(&self, table: &QualifiedName, index: &Index, out: &mut Writer<'_>) {
        out.push(if index.valid { " ON " } else { " ON ONLY " });
        out.name(table);
    }

    fn index_method(&self, index: &Index, out: &mut Writer<'_>) -> Result<()> {
        write_method(index.method.as_deref(), out)
    }

    fn exclusion(
        &self,
        dialect: &Dialect,
        exclusion: &Exclusion,
        out: &mut Writer<'_>,
    ) -> Result<()> {
        rows::write_exclusion(self, dialect, exclusion, out)
    }

    fn partitioning(
        &self,
        dialect: &Dialect,
        partitioning: &Partitioning,
        out: &mut Writer<'_>,
    ) -> Result<()> {
        rows::write_partitioning(self, dialect, partitioning, out)
    }

    fn attach_partition(
        &self,
        dialect: &Dialect,
        table: &Table,
        of: &PartitionOf,
    ) -> Result<Statement> {
        rows::attach(dialect, table, of)
    }

    fn complete_table(&self, dialect: &Dialect, table: &Table) -> Result<Vec<Statement>> {
        let mut statements = options::column_statements(dialect, table)?;
        statements.extend(options::relation_statements(
            dialect,
            &table.name,
            &table.options,
        )?);
        let security: &[&'static str] = match table.row_security {
            RowSecurity::Disabled => &[],
            RowSecurity::Enabled => &[" ENABLE ROW LEVEL SECURITY"],
            RowSecurity::Forced => &[" ENABLE ROW LEVEL SECURITY", " FORCE ROW LEVEL SECURITY"],
            _ => return Err(not_supported("PostgreSQL has no such security of rows")),
        };
        for words in security {
            let mut out = alter(dialect, &table.name);
            out.push(words);
            statements.push(out.finish());
        }
        if let Some(partition) = &table.partition_of {
            // Last: keys and indexes that are there are taken for the parent's.
            statements.push(rows::attach(dialect, table, partition)?);
        }
        Ok(statements)
    }

    fn lock(&self, change: &Change) -> Option<Lock> {
        alter::lock(change)
    }

    fn lock_of_writing(&self) -> Option<Lock> {
        Some(alter::ROW_EXCLUSIVE)
    }

    fn rename_index(
        &self,
        dialect: &Dialect,
        table: &Table,
        from: &Identifier,
        to: &Identifier,
    ) -> Option<Statement> {
        let names = (from, to);
        Some(alter::rename(dialect, "ALTER INDEX ", &table.name, names))
    }

    fn complete_rename(
        &self,
        dialect: &Dialect,
        before: &Table,
        after: &Table,
    ) -> Result<Vec<Statement>> {
        alter::rename_sequences(dialect, before, after)
    }

    fn complete_added_column(&self, dialect: &Dialect, table: &Table) -> Result<Vec<Statement>> {
        options::column_statements(dialect, table)
    }

    fn alter_column(
        &self,
        dialect: &Dialect,
        table: &Table,
        columns: (&Column, &Column),
        alteration: Alteration,
        out: &mut Writer<'_>,
    ) -> Result<()> {
        alter::write(self, dialect, table, columns, alteration, out)
    }

    fn using(&self, expression: &str, out: &mut Writer<'_>) -> Result<()> {
        out.push(" USING (").fragment(expression).push(")");
        Ok(())
    }

    fn concurrently(&self, table: &Table, out: &mut Writer<'_>) -> Result<()> {
        if table.partitioning.is_some() {
            return Err(not_supported(
                "PostgreSQL makes no index of a partitioned table concurrently: make those of its partitions so first",
            ));
        }
        out.push(" CONCURRENTLY");
        Ok(())
    }

    fn concurrent_lock(&self) -> Option<Lock> {
        Some(alter::SHARE_UPDATE_EXCLUSIVE)
    }

    fn views_hold_types(&self) -> bool {
        true
    }

    fn check_deferred(&self, dialect: &Dialect) -> Option<Statement> {
        let mut out = dialect.writer();
        out.push("SET CONSTRAINTS ALL IMMEDIATE");
        Some(out.finish())
    }

    fn combines_alterations(&self) -> bool {
        true
    }

    fn type_change_rewrites(&self, from: &Column, to: &Column) -> bool {
        alter::rewrites(from, to)
    }

    fn alters_sequences(&self) -> bool {
        true
    }

    fn prepare_altered_column(
        &self,
        dialect: &Dialect,
        table: &Table,
        from: &Column,
        to: &Column,
    ) -> Result<Vec<Statement>> {
        serial::prepare(dialect, table, from, to)
    }

    fn complete_altered_column(
        &self,
        dialect: &Dialect,
        table: &Table,
        from: &Column,
        to: &Column,
    ) -> Result<Vec<Statement>> {
        serial::complete(dialect, table, from, to)
    }

    fn table_comment(&self, table: &QualifiedName, comment: Option<&str>) -> Result<Statement> {
        comments::of_table(table, comment)
    }

    fn column_comment(
        &self,
        table: &QualifiedName,
        column: &Identifier,
        comment: Option<&str>,
    ) -> Result<Statement> {
        comments::of_column(table, column, comment)
    }

    fn complete_view(&self, dialect: &Dialect, view: &View) -> Result<Vec<Statement>> {
        for trigger in &view.triggers {
            if trigger.activity != TriggerActivity::Enabled {
                return Err(not_supported("PostgreSQL disables no trigger of a view"));
            }
        }
        let mut statements = comments::of_relation(
            comments::kind_of(view),
            &view.name,
            view.comment.as_deref(),
            &view.columns,
        )?;
        statements.extend(options::relation_statements(
            dialect,
            &view.name,
            &view.options,
        )?);
        Ok(statements)
    }
}

/// Begins a statement that changes a table.
fn alter(dialect: &Dialect, table: &QualifiedName) -> Writer<'static> {
    let mut out = dialect.writer();
    out.push("ALTER TABLE ").name(table);
    out
}

/// Writes an access method; which there are, extensions decide.
fn write_method(method: Option<&str>, out: &mut Writer<'_>) -> Result<()> {
    if let Some(method) = method {
        out.push(" USING ").identifier(&Identifier::new(method)?);
    }
    Ok(())
}

fn not_supported(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::NotSupported(None), message)
}
