//! Renamings, defaults, foreign keys and `ALTER COLUMN`: what SQL Server spells otherwise than the standard.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::{
    Change, CheckOption, Column, Constraint, Default, Enforcement, Identifier, Index, Options,
    PrimaryKey, QualifiedName, ReferentialAction, Schema, Table, Unique,
};
use backend_core::operations::Dialect;
use backend_core::schema_editor::{
    Alteration, Altering, Dependants, Place, PlacedColumn, Relation, SchemaEditor, Spelling,
    StandardSpelling, write_default,
};
use backend_core::sql::{Statement, Writer};

use super::{MssqlSchemaEditor, conversion, dependants, indexes, names, not_supported, texts};
use crate::introspection::words;

impl Spelling for MssqlSchemaEditor {
    /// Source: <https://learn.microsoft.com/sql/t-sql/statements/alter-table-transact-sql>.
    fn add_column(&self) -> &'static str {
        " ADD "
    }

    /// A default is a constraint, and has a name. Rows that are there have it only where that is said, if they can be NULL.
    fn column_default(
        &self,
        editor: &dyn SchemaEditor,
        dialect: &Dialect,
        placed: &PlacedColumn<'_>,
        default: &Default,
        out: &mut Writer<'_>,
    ) -> Result<()> {
        let name = name_of_default(&placed.table.name, placed.column)?;
        dialect.features.check_identifier(&name)?;
        out.push(" CONSTRAINT ").identifier(&name);
        write_default(editor, dialect, default, out)?;
        let is_told = names_defaults(dialect);
        if is_told && placed.place == Place::Added && placed.column.nullable {
            out.push(" WITH VALUES");
        }
        Ok(())
    }

    /// A default is in the way, and goes by the same statement.
    fn drop_column(
        &self,
        dialect: &Dialect,
        table: &Table,
        name: &Identifier,
    ) -> Result<Statement> {
        let mut out = alter_table(dialect, &table.name);
        let column = table.column(name.as_str());
        let is_in_the_way = |column: &&Column| column.default.is_some() && names_defaults(dialect);
        match column.filter(is_in_the_way) {
            Some(column) => {
                let default = name_of_default(&table.name, column)?;
                out.push(" DROP CONSTRAINT ").identifier(&default);
                out.push(", COLUMN ").identifier(name);
            }
            None => {
                out.push(" DROP COLUMN ").identifier(name);
            }
        }
        Ok(out.finish())
    }

    /// Source: <https://learn.microsoft.com/sql/relational-databases/system-stored-procedures/sp-rename-transact-sql>.
    fn rename_table(&self, dialect: &Dialect, table: &QualifiedName, to: &Identifier) -> Statement {
        rename(dialect, &texts::quoted_name(table), to, "OBJECT")
    }

    fn rename_column(
        &self,
        dialect: &Dialect,
        table: &QualifiedName,
        from: &Identifier,
        to: &Identifier,
    ) -> Statement {
        rename_part(dialect, table, (from, to), "COLUMN")
    }

    fn rename_constraint(
        &self,
        dialect: &Dialect,
        table: &QualifiedName,
        from: &Identifier,
        to: &Identifier,
    ) -> Statement {
        rename_constraint(dialect, table, (from, to))
    }

    fn alterations(
        &self,
        editor: &dyn SchemaEditor,
        dialect: &Dialect,
        columns: (&Table, &Column, &Column),
        alterations: &[Alteration],
    ) -> Result<Option<Vec<Altering>>> {
        alter(editor, dialect, columns, alterations).map(Some)
    }

    fn misread(
        &self,
        dialect: &Dialect,
        table: &Table,
        from: &Column,
        to: &Column,
    ) -> Option<Statement> {
        conversion::misread(dialect, &table.name, from, to)
    }

    fn constraint_name(
        &self,
        table: &Table,
        constraint: &Constraint,
    ) -> Result<Option<Identifier>> {
        names::constraint_name(table, constraint).map(Some)
    }

    fn unique_index(&self, table: &Table, unique: &Unique) -> Result<Option<Index>> {
        indexes::of_unique(table, unique)
    }

    fn before_primary_key(
        &self,
        editor: &dyn SchemaEditor,
        dialect: &Dialect,
        table: &Table,
        key: &PrimaryKey,
    ) -> Result<Vec<Statement>> {
        let mut statements = Vec::new();
        for name in &key.columns {
            let column = table.column(name.as_str());
            if let Some(column) = column.filter(|column| column.nullable) {
                let to = column.clone().not_null();
                let columns = (table, &to);
                statements.push(alter_column(editor, dialect, columns, Nulls::Refused)?);
            }
        }
        Ok(statements)
    }

    /// By which of its indexes a table is sorted.
    ///
    /// Source: <https://learn.microsoft.com/sql/t-sql/statements/alter-table-table-constraint-transact-sql>.
    fn key_words(&self, options: &Options, out: &mut Writer<'_>) {
        if options.contains(words::CLUSTERED) {
            out.push("CLUSTERED ");
        } else if options.contains(words::NONCLUSTERED) {
            out.push("NONCLUSTERED ");
        }
    }

    /// Two NULLs are always equal to it: what tells them apart is an index ([`indexes::of_unique`]).
    fn nulls_not_distinct(&self) -> &'static str {
        ""
    }

    /// Nothing waits for the end of the transaction, so that `RESTRICT` is what happens anyway.
    fn action(&self, action: ReferentialAction) -> Option<&'static str> {
        match action {
            ReferentialAction::Restrict => Some("NO ACTION"),
            action => StandardSpelling.action(action),
        }
    }

    fn add_constraint(&self, enforcement: Enforcement) -> (&'static str, &'static str) {
        match enforcement {
            Enforcement::Enforced => (" ADD ", ""),
            _ => (" WITH NOCHECK ADD ", ""),
        }
    }

    fn validate(&self, dialect: &Dialect, table: &QualifiedName, name: &Identifier) -> Statement {
        let mut out = alter_table(dialect, table);
        out.push(" WITH CHECK CHECK CONSTRAINT ").identifier(name);
        out.finish()
    }

    fn not_enforced_words(&self) -> &'static str {
        ""
    }

    fn not_enforced(
        &self,
        dialect: &Dialect,
        table: &QualifiedName,
        name: &Identifier,
    ) -> Option<Statement> {
        let mut out = alter_table(dialect, table);
        out.push(" NOCHECK CONSTRAINT ").identifier(name);
        Some(out.finish())
    }

    /// A check is in the way of what it would make unnecessary.
    fn stages_not_null(&self) -> bool {
        false
    }

    fn create_index(
        &self,
        editor: &dyn SchemaEditor,
        dialect: &Dialect,
        relation: Relation<'_>,
        index: &Index,
    ) -> Result<Option<Statement>> {
        indexes::create(editor, dialect, relation, index).map(Some)
    }

    /// Source: <https://learn.microsoft.com/sql/t-sql/statements/create-view-transact-sql>.
    fn replace_view(&self) -> &'static str {
        "CREATE OR ALTER VIEW "
    }

    fn check_option(&self, option: CheckOption) -> Result<&'static str> {
        match option {
            CheckOption::Cascaded => Ok(" WITH CHECK OPTION"),
            CheckOption::Local => Err(not_supported(
                "in SQL Server a check option is one of the views below, too",
            )),
        }
    }

    fn dependants(
        &self,
        dialect: &Dialect,
        before: &Schema,
        change: &Change,
    ) -> Result<Dependants> {
        dependants::of(dialect, before, change)
    }
}

/// Begins a statement that changes a table.
pub(super) fn alter_table(dialect: &Dialect, table: &QualifiedName) -> Writer<'static> {
    let mut out = dialect.writer();
    out.push("ALTER TABLE ").name(table);
    out
}

/// Whether a default is a constraint with a name. Where none is, which is where no constraint can be renamed, it goes with its column or
/// once another takes its place, and rows that are there always have it.
fn names_defaults(dialect: &Dialect) -> bool {
    dialect.features.can_rename_constraints
}

/// The name of a column's default.
pub(super) fn name_of_default(table: &QualifiedName, column: &Column) -> Result<Identifier> {
    match &column.default_name {
        Some(name) => Ok(name.clone()),
        None => names::default_name(&table.name, &column.name),
    }
}

/// The statement that gives something another name; the one before stands in brackets, the one after does not.
fn rename(dialect: &Dialect, from: &str, to: &Identifier, kind: &'static str) -> Statement {
    let mut out = dialect.writer();
    out.push("EXEC sp_rename @objname = ").string(from);
    out.push(", @newname = ").string(to.as_str());
    out.push(", @objtype = ").string(kind);
    out.finish()
}

/// The same of a column or index of a table.
pub(super) fn rename_part(
    dialect: &Dialect,
    table: &QualifiedName,
    (from, to): (&Identifier, &Identifier),
    kind: &'static str,
) -> Statement {
    let from = format!("{}.{}", texts::quoted_name(table), texts::quoted(from));
    rename(dialect, &from, to, kind)
}

/// The same of a constraint, which has its name in the table's schema.
fn rename_constraint(
    dialect: &Dialect,
    table: &QualifiedName,
    (from, to): (&Identifier, &Identifier),
) -> Statement {
    let from = QualifiedName {
        schema: table.schema.clone(),
        name: from.clone(),
    };
    rename(dialect, &texts::quoted_name(&from), to, "OBJECT")
}

/// The statements that rename what has a name of the table's or column's before.
pub(super) fn rename_made_up(
    dialect: &Dialect,
    before: &Table,
    after: &Table,
) -> Result<Vec<Statement>> {
    let mut statements = Vec::new();
    if !dialect.features.can_rename_constraints {
        return Ok(statements);
    }
    let mut rename = |from: &Identifier, to: &Identifier| {
        if from != to {
            statements.push(rename_constraint(dialect, &after.name, (from, to)));
        }
    };
    for (old, new) in before.columns.iter().zip(&after.columns) {
        if old.default.is_some() && new.default.is_some() {
            let from = name_of_default(&before.name, old)?;
            rename(&from, &name_of_default(&after.name, new)?);
        }
    }
    for (old, new) in before.constraints().iter().zip(&after.constraints()) {
        if old.name().is_none() && new.name().is_none() {
            let from = names::constraint_name(before, old)?;
            rename(&from, &names::constraint_name(after, new)?);
        }
    }
    Ok(statements)
}

/// Whether a column can be NULL after a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nulls {
    Taken,
    Refused,
}

/// The statements of alterations. Type, collation and whether it can be NULL have one together, which says all of them again.
fn alter(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    (table, from, to): (&Table, &Column, &Column),
    alterations: &[Alteration],
) -> Result<Vec<Altering>> {
    let mut altering = Vec::new();
    let mut push = |statement, alterations: Vec<Alteration>| {
        altering.push(Altering {
            statement,
            alterations,
        });
    };
    let restated: Vec<Alteration> = alterations
        .iter()
        .copied()
        .filter(|each| {
            matches!(
                each,
                Alteration::SetType | Alteration::DropNotNull | Alteration::SetNotNull
            )
        })
        .collect();
    for each in alterations {
        match each {
            Alteration::DropDefault => {
                push(drop_default(dialect, table, from)?, vec![*each]);
            }
            Alteration::SetDefault => {
                if from.default.is_some() && !alterations.contains(&Alteration::DropDefault) {
                    let drop = drop_default(dialect, table, from)?;
                    push(drop, vec![Alteration::DropDefault]);
                }
                let add = add_default(editor, dialect, table, to)?;
                push(add, vec![*each]);
            }
            Alteration::SetType | Alteration::DropNotNull | Alteration::SetNotNull => {
                if restated.first() == Some(each) {
                    let becomes_not_null = restated.contains(&Alteration::SetNotNull);
                    let nulls = if becomes_not_null || !(from.nullable || to.nullable) {
                        Nulls::Refused
                    } else {
                        Nulls::Taken
                    };
                    let statement = alter_column(editor, dialect, (table, to), nulls)?;
                    push(statement, restated.clone());
                }
            }
            _ => {
                return Err(Error::new(
                    ErrorKind::Internal,
                    "an alteration for which the table was to be made anew",
                ));
            }
        }
    }
    Ok(altering)
}

/// The statement that says all of a column's type again.
///
/// Source: <https://learn.microsoft.com/sql/t-sql/statements/alter-table-transact-sql#alter-column>.
fn alter_column(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    (table, to): (&Table, &Column),
    nulls: Nulls,
) -> Result<Statement> {
    let mut out = alter_table(dialect, &table.name);
    out.push(" ALTER COLUMN ").identifier(&to.name);
    editor.column_type(dialect, table, to, &mut out)?;
    if let Some(collation) = &to.collation {
        editor.collation(collation, &to.options, &mut out)?;
    }
    // Said again even where it stays as it is, unless the server lets nobody say it.
    if dialect.features.can_alter_nullability_in_place {
        out.push(match nulls {
            Nulls::Taken => " NULL",
            Nulls::Refused => " NOT NULL",
        });
    }
    Ok(out.finish())
}

fn drop_default(dialect: &Dialect, table: &Table, column: &Column) -> Result<Statement> {
    let mut out = alter_table(dialect, &table.name);
    if names_defaults(dialect) {
        out.push(" DROP CONSTRAINT ")
            .identifier(&name_of_default(&table.name, column)?);
    } else {
        out.push(" ADD DEFAULT NULL FOR ").identifier(&column.name);
    }
    Ok(out.finish())
}

fn add_default(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    table: &Table,
    column: &Column,
) -> Result<Statement> {
    let mut out = alter_table(dialect, &table.name);
    out.push(" ADD CONSTRAINT ")
        .identifier(&name_of_default(&table.name, column)?);
    if let Some(default) = &column.default {
        write_default(editor, dialect, default, &mut out)?;
    }
    out.push(" FOR ").identifier(&column.name);
    Ok(out.finish())
}
