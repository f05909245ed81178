//! Constraints of a new table.

use super::{SchemaEditor, index, table};
use crate::error::{Error, ErrorKind, Result};
use crate::flag::Flag;
use crate::model::{
    Check, Deferrability, ForeignKey, Identifier, IndexKey, IndexPart, MatchType, PrimaryKey,
    ReferentialAction, Schema, Table, Unique,
};
use crate::operations::Dialect;
use crate::sql::Writer;

/// The table's constraints, each as text.
pub(super) fn all(
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
    if let Some(key) = &table.primary_key {
        if editor.writes_primary_key_with_column(table, key) {
            key.name
                .iter()
                .try_for_each(|name| dialect.features.check_identifier(name))?;
            check_key(dialect, table, &key.columns, &key.parts)?;
        } else {
            part(&mut |out| primary_key(editor, dialect, table, key, out))?;
        }
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

fn primary_key(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    table: &Table,
    key: &PrimaryKey,
    out: &mut Writer<'_>,
) -> Result<()> {
    name(dialect, key.name.as_ref(), out)?;
    out.push("PRIMARY KEY ");
    key_columns(dialect, table, &key.columns, &key.parts, out)?;
    editor.constraint_options(&key.options, out)
}

fn unique(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    table: &Table,
    unique: &Unique,
    out: &mut Writer<'_>,
) -> Result<()> {
    name(dialect, unique.name.as_ref(), out)?;
    out.push("UNIQUE ");
    if !unique.nulls_distinct {
        dialect
            .features
            .require(Flag::supports_nulls_not_distinct)?;
        out.push("NULLS NOT DISTINCT ");
    }
    key_columns(dialect, table, &unique.columns, &unique.parts, out)?;
    if unique.deferrability != Deferrability::NotDeferrable {
        dialect
            .features
            .require(Flag::supports_deferrable_unique_constraints)?;
        deferrability(unique.deferrability, out);
    }
    editor.constraint_options(&unique.options, out)
}

/// Writes a key's columns, with order and collation where these differ from the columns' own.
fn key_columns(
    dialect: &Dialect,
    table: &Table,
    columns: &[Identifier],
    parts: &[IndexPart],
    out: &mut Writer<'_>,
) -> Result<()> {
    check_key(dialect, table, columns, parts)?;
    out.push("(");
    if parts.is_empty() {
        out.identifiers(columns);
    } else {
        index::parts(dialect, parts, out)?;
    }
    out.push(")");
    Ok(())
}

/// Refuses a key whose columns are not there, are too many, or are not those of its parts.
fn check_key(
    dialect: &Dialect,
    table: &Table,
    columns: &[Identifier],
    parts: &[IndexPart],
) -> Result<()> {
    check_columns(table, columns)?;
    table::check_count(dialect.features.max_columns_per_index, columns.len(), "key")?;
    let of_parts = parts.iter().map(|part| match &part.key {
        IndexKey::Column(column) => Some(column),
        IndexKey::Expression(_) => None,
    });
    if !parts.is_empty() && !of_parts.eq(columns.iter().map(Some)) {
        return Err(Error::new(
            ErrorKind::Interface,
            format!(
                "the parts of a key of {} are not its columns",
                table.name.name.shortened()
            ),
        ));
    }
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
    table::check_name(dialect, &key.references)?;
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
    name(dialect, key.name.as_ref(), out)?;
    out.push("FOREIGN KEY (")
        .identifiers(&key.columns)
        .push(") REFERENCES ");
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
        out.push(" (")
            .identifiers(&key.referenced_columns)
            .push(")");
    }
    match key.match_type {
        MatchType::Simple => {}
        MatchType::Full => {
            features.require(Flag::supports_match_full)?;
            out.push(" MATCH FULL");
        }
        MatchType::Partial => {
            features.require(Flag::supports_match_partial)?;
            out.push(" MATCH PARTIAL");
        }
    }
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
    name(dialect, check.name.as_ref(), out)?;
    out.push("CHECK (").fragment(&check.expression).push(")");
    editor.constraint_options(&check.options, out)
}

/// Writes what names the constraint that follows.
pub(super) fn name(
    dialect: &Dialect,
    name: Option<&Identifier>,
    out: &mut Writer<'_>,
) -> Result<()> {
    if let Some(name) = name {
        dialect.features.check_identifier(name)?;
        out.push("CONSTRAINT ").identifier(name).push(" ");
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
    match columns
        .iter()
        .find(|name| !table.columns.iter().any(|column| column.name == **name))
    {
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
