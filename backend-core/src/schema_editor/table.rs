//! Making and dropping tables.

use super::{Effect, Plan, Scope, SchemaEditor, Step, check_comment, index};
use crate::error::{Error, ErrorKind, Result};
use crate::flag::Flag;
use crate::model::{
    Check, Column, Default, Deferrability, ForeignKey, GeneratedStorage, Identifier, MatchType,
    PrimaryKey, QualifiedName, ReferentialAction, Schema, Table, Unique,
};
use crate::operations::Dialect;
use crate::sql::Writer;

/// The steps that make a table: the table, its comments, its indexes, its triggers.
pub(super) fn create(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    before: &Schema,
    table: &Table,
) -> Result<Plan> {
    check_name(dialect, &table.name)?;
    check_comment(dialect, table.comment.as_deref())?;
    let mut out = dialect.writer();
    let complete = editor.create_table(table, &mut out)?;
    if !complete {
        body(editor, dialect, before, table, &mut out)?;
        editor.table_options(table, &mut out)?;
    }
    let name = table.name.name.shortened();
    let mut steps = vec![Step::execute(out.finish(), format!("table {name}"))];
    for statement in editor.comments(dialect, table)? {
        steps.push(Step::execute(statement, format!("comment in {name}")));
    }
    for index in &table.indexes {
        let statement = index::create(editor, dialect, &table.name, index)?;
        let why = format!("index {} of {name}", index.name.shortened());
        steps.push(Step::execute(statement, why));
    }
    for trigger in &table.triggers {
        let statement = crate::sql::Statement::new(&trigger.definition);
        steps.push(Step::execute(statement, format!("trigger {}", trigger.name.shortened())));
    }
    Ok(Plan::of(steps))
}

/// The steps that drop a table.
pub(super) fn drop(dialect: &Dialect, before: &Schema, name: &QualifiedName) -> Result<Plan> {
    let referring = before.tables.iter().find(|table| {
        table.name != *name && table.foreign_keys.iter().any(|key| key.references == *name)
    });
    if let Some(table) = referring
        && !dialect.features.supports_forward_references
    {
        return Err(Error::new(
            ErrorKind::Integrity(crate::error::Integrity::ForeignKey),
            format!(
                "{} cannot be dropped while {} refers to it",
                name.name.shortened(),
                table.name.name.shortened()
            ),
        )
        .with_table(name.name.as_str()));
    }
    let mut out = dialect.writer();
    out.push("DROP TABLE ").name(name);
    Ok(Plan::of(vec![Step::Execute {
        statement: out.finish(),
        scope: Scope::InTransaction,
        effect: Effect::losing_data(),
        why: format!("table {} goes with its rows", name.name.shortened()),
    }]))
}

/// Refuses a name that the server would refuse or cut short.
pub(super) fn check_name(dialect: &Dialect, name: &QualifiedName) -> Result<()> {
    if let Some(schema) = &name.schema {
        dialect.features.require(Flag::supports_schemas)?;
        dialect.features.check_identifier(schema)?;
    }
    dialect.features.check_identifier(&name.name)
}

/// Writes the parentheses: columns, then constraints.
fn body(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    before: &Schema,
    table: &Table,
    out: &mut Writer<'_>,
) -> Result<()> {
    check_column_count(dialect, table)?;
    out.push(" (");
    if let Some(comment) = &table.comment {
        editor.inline_comment(comment, out)?;
    }
    let mut parts = constraints(editor, dialect, before, table)?;
    let mut left = table.columns.len() + parts.len();
    for each in &table.columns {
        column(editor, dialect, table, each, out)
            .map_err(|error| error.with_column(each.name.as_str()))?;
        left -= 1;
        if left > 0 {
            out.push(",");
        }
        match &each.comment {
            Some(comment) => {
                check_comment(dialect, Some(comment))?;
                editor.inline_comment(comment, out)?;
            }
            None if left > 0 => {
                out.push(" ");
            }
            None => {}
        }
    }
    out.list(parts.drain(..), |out, part| {
        out.fragment(&part);
    });
    out.push(")");
    Ok(())
}

/// The table's constraints, each as text.
fn constraints(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    before: &Schema,
    table: &Table,
) -> Result<Vec<String>> {
    let mut parts = Vec::new();
    let mut part = |write: &mut dyn FnMut(&mut Writer<'_>) -> Result<()>| -> Result<()> {
        let mut out = dialect.writer();
        write(&mut out)?;
        parts.push(out.finish().sql);
        Ok(())
    };
    if let Some(key) = &table.primary_key
        && !editor.writes_primary_key_with_column(table, key)
    {
        part(&mut |out| primary_key(editor, dialect, table, key, out))?;
    }
    for each in &table.uniques {
        part(&mut |out| unique(editor, dialect, table, each, out))?;
    }
    for key in &table.foreign_keys {
        part(&mut |out| foreign_key(dialect, before, table, key, out))?;
    }
    for each in &table.checks {
        part(&mut |out| check(editor, dialect, each, out))?;
    }
    Ok(parts)
}

fn column(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    table: &Table,
    column: &Column,
    out: &mut Writer<'_>,
) -> Result<()> {
    let features = &dialect.features;
    features.check_identifier(&column.name)?;
    out.identifier(&column.name);
    editor.column_type(dialect, table, column, out)?;
    if let Some(collation) = &column.collation {
        features.require(Flag::supports_column_collations)?;
        out.push(" COLLATE ").identifier(collation);
    }
    match (&column.generated, &column.default) {
        (Some(_), Some(_)) => {
            return Err(Error::new(
                ErrorKind::Interface,
                format!("the column {} has a default and is generated", column.name.shortened()),
            ));
        }
        (Some(generated), None) => {
            features.require(match generated.storage {
                GeneratedStorage::Stored => Flag::supports_stored_generated_columns,
                GeneratedStorage::Virtual => Flag::supports_virtual_generated_columns,
            })?;
            editor.generated(&generated.expression, generated.storage, out)?;
        }
        (None, Some(Default::Literal(value))) => {
            out.push(" DEFAULT ");
            dialect.operations.literal(value.as_ref(), out)?;
        }
        (None, Some(Default::Expression(expression))) => {
            features.require(Flag::supports_expression_defaults)?;
            out.push(" DEFAULT (").fragment(expression).push(")");
        }
        (None, None) => {}
    }
    if !column.nullable {
        constraint_name(dialect, column.not_null_name.as_ref(), " ", out)?;
        out.push(if column.not_null_name.is_some() { "NOT NULL" } else { " NOT NULL" });
    }
    if let Some(identity) = &column.identity {
        features.require(Flag::supports_identity_columns)?;
        editor.identity(dialect, table, identity, out)?;
    }
    editor.options(&column.options, out)
}

fn primary_key(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    table: &Table,
    key: &PrimaryKey,
    out: &mut Writer<'_>,
) -> Result<()> {
    constraint_name(dialect, key.name.as_ref(), "", out)?;
    out.push("PRIMARY KEY ");
    key_columns(dialect, table, &key.columns, &key.parts, out)?;
    editor.options(&key.options, out)
}

fn unique(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    table: &Table,
    unique: &Unique,
    out: &mut Writer<'_>,
) -> Result<()> {
    constraint_name(dialect, unique.name.as_ref(), "", out)?;
    out.push("UNIQUE ");
    if !unique.nulls_distinct {
        dialect.features.require(Flag::supports_nulls_not_distinct)?;
        out.push("NULLS NOT DISTINCT ");
    }
    key_columns(dialect, table, &unique.columns, &unique.parts, out)?;
    if unique.deferrability != Deferrability::NotDeferrable {
        dialect.features.require(Flag::supports_deferrable_unique_constraints)?;
        deferrability(unique.deferrability, out);
    }
    editor.options(&unique.options, out)
}

/// Writes a key's columns, with order and collation where these differ from the columns' own.
fn key_columns(
    dialect: &Dialect,
    table: &Table,
    columns: &[Identifier],
    parts: &[crate::model::IndexPart],
    out: &mut Writer<'_>,
) -> Result<()> {
    check_columns(table, columns)?;
    out.push("(");
    if parts.is_empty() {
        out.identifiers(columns);
    } else {
        index::parts(dialect, parts, out)?;
    }
    out.push(")");
    Ok(())
}

fn foreign_key(
    dialect: &Dialect,
    before: &Schema,
    table: &Table,
    key: &ForeignKey,
    out: &mut Writer<'_>,
) -> Result<()> {
    let features = &dialect.features;
    features.require(Flag::supports_foreign_keys)?;
    check_columns(table, &key.columns)?;
    let known = key.references == table.name || before.table(&key.references).is_some();
    if !known && !features.supports_forward_references {
        return Err(Error::new(
            ErrorKind::DoesNotExist,
            format!(
                "{} refers to {}, which does not exist yet",
                table.name.name.shortened(),
                key.references.name.shortened()
            ),
        ));
    }
    constraint_name(dialect, key.name.as_ref(), "", out)?;
    out.push("FOREIGN KEY (").identifiers(&key.columns).push(") REFERENCES ");
    out.name(&key.references);
    if !key.referenced_columns.is_empty() {
        if key.columns.len() != key.referenced_columns.len() {
            return Err(Error::new(
                ErrorKind::Interface,
                format!(
                    "a foreign key of {} columns cannot refer to {}",
                    key.columns.len(),
                    key.referenced_columns.len()
                ),
            ));
        }
        out.push(" (").identifiers(&key.referenced_columns).push(")");
    }
    out.push(match key.match_type {
        MatchType::Simple => "",
        MatchType::Full => " MATCH FULL",
        MatchType::Partial => " MATCH PARTIAL",
    });
    if let Some(action) = action(key.on_delete) {
        out.push(" ON DELETE ").push(action);
    }
    if let Some(action) = action(key.on_update) {
        out.push(" ON UPDATE ").push(action);
    }
    if key.deferrability != Deferrability::NotDeferrable {
        features.require(Flag::can_defer_constraint_checks)?;
        deferrability(key.deferrability, out);
    }
    Ok(())
}

fn check(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    check: &Check,
    out: &mut Writer<'_>,
) -> Result<()> {
    dialect.features.require(Flag::supports_check_constraints)?;
    constraint_name(dialect, check.name.as_ref(), "", out)?;
    out.push("CHECK (").fragment(&check.expression).push(")");
    editor.options(&check.options, out)
}

fn constraint_name(
    dialect: &Dialect,
    name: Option<&Identifier>,
    before: &'static str,
    out: &mut Writer<'_>,
) -> Result<()> {
    if let Some(name) = name {
        dialect.features.check_identifier(name)?;
        out.push(before).push("CONSTRAINT ").identifier(name).push(" ");
    }
    Ok(())
}

const fn action(action: ReferentialAction) -> Option<&'static str> {
    match action {
        ReferentialAction::NoAction => None,
        ReferentialAction::Restrict => Some("RESTRICT"),
        ReferentialAction::Cascade => Some("CASCADE"),
        ReferentialAction::SetNull => Some("SET NULL"),
        ReferentialAction::SetDefault => Some("SET DEFAULT"),
    }
}

fn deferrability(deferrability: Deferrability, out: &mut Writer<'_>) {
    out.push(match deferrability {
        Deferrability::NotDeferrable => "",
        Deferrability::InitiallyImmediate => " DEFERRABLE INITIALLY IMMEDIATE",
        Deferrability::InitiallyDeferred => " DEFERRABLE INITIALLY DEFERRED",
    });
}

fn check_columns(table: &Table, columns: &[Identifier]) -> Result<()> {
    match columns.iter().find(|name| !table.columns.iter().any(|column| column.name == **name)) {
        None => Ok(()),
        Some(missing) => Err(Error::new(
            ErrorKind::DoesNotExist,
            format!(
                "{} has no column {} for its key",
                table.name.name.shortened(),
                missing.shortened()
            ),
        )
        .with_column(missing.as_str())),
    }
}

fn check_column_count(dialect: &Dialect, table: &Table) -> Result<()> {
    let most = dialect.features.max_columns_per_table.map(usize::try_from);
    match most {
        Some(Ok(most)) if table.columns.len() > most => Err(Error::new(
            ErrorKind::Data,
            format!("a table has at most {most} columns here, not {}", table.columns.len()),
        )),
        _ => Ok(()),
    }
}
