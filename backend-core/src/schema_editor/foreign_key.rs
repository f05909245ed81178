//! Foreign keys as they stand in a statement.

use super::{SchemaEditor, alter_column, constraint, table};
use crate::error::{Error, ErrorKind, Result};
use crate::flag::Flag;
use crate::model::{Deferrability, ForeignKey, Identifier, MatchType, Schema, Table, Unique};
use crate::operations::Dialect;
use crate::sql::Writer;

/// Writes a foreign key, with its name.
pub(super) fn write(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    (before, table, key): (&Schema, &Table, &ForeignKey),
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
    let target = if key.references == table.name {
        Some(table)
    } else {
        before.table(&key.references)
    };
    if let Some(target) = target {
        check_target(editor, dialect, (table, key), target)?;
    }
    constraint::name(dialect, key.name.as_ref(), out)?;
    out.push("FOREIGN KEY (");
    columns_and_period(&key.columns, key.period, out);
    out.push(") REFERENCES ");
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
        out.push(" (");
        columns_and_period(&key.referenced_columns, key.period, out);
        out.push(")");
    }
    actions(editor, dialect, key, out)
}

/// Refuses a target that the server's foreign keys cannot have.
fn check_target(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    (table, key): (&Table, &ForeignKey),
    target: &Table,
) -> Result<()> {
    let features = &dialect.features;
    let referenced: &[Identifier] = if key.referenced_columns.is_empty() {
        target.primary_key_columns()
    } else {
        &key.referenced_columns
    };
    if !features.supports_references_across_types {
        for (referring, referenced) in key.columns.iter().zip(referenced) {
            let own = table.column(referring.as_str());
            let theirs = target.column(referenced.as_str());
            let (Some(own), Some(theirs)) = (own, theirs) else {
                continue;
            };
            let spelled = |table, column| alter_column::spelled(editor, dialect, table, column);
            if spelled(table, own)? != spelled(target, theirs)? {
                let flag = Flag::supports_references_across_types;
                return Err(Error::not_supported(flag).with_column(referring.as_str()));
            }
        }
    }
    if features.supports_references_to_nullable_keys {
        return Ok(());
    }
    let is_it = |columns: &[Identifier]| {
        columns.len() == referenced.len() && columns.iter().all(|it| referenced.contains(it))
    };
    let is_primary = is_it(target.primary_key_columns());
    let mut uniques = target.uniques.iter().filter(|it| is_it(&it.columns));
    let stands_on_nulls = |unique: &Unique| {
        let found = unique.columns.iter();
        let mut found = found.filter_map(|name| target.column(name.as_str()));
        unique.nulls_distinct && found.any(|column| column.nullable)
    };
    let is_whole = uniques.clone().any(|unique| !stands_on_nulls(unique));
    if !is_primary && !is_whole && uniques.next().is_some() {
        return features.require(Flag::supports_references_to_nullable_keys);
    }
    Ok(())
}

/// Writes the columns of a foreign key, of which the last can be a period.
fn columns_and_period(columns: &[Identifier], period: bool, out: &mut Writer<'_>) {
    match columns.split_last() {
        Some((last, others)) if period => {
            for column in others {
                out.identifier(column).push(", ");
            }
            out.push("PERIOD ").identifier(last);
        }
        _ => {
            out.identifiers(columns);
        }
    }
}

/// Writes how a foreign key matches, what it does, and when it is checked.
fn actions(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    key: &ForeignKey,
    out: &mut Writer<'_>,
) -> Result<()> {
    let features = &dialect.features;
    let spelling = editor.spelling();
    match key.match_type {
        MatchType::Simple => {}
        MatchType::Full => {
            features.require(Flag::supports_match_full)?;
            out.push(" MATCH FULL");
        }
    }
    if let Some(action) = spelling.action(key.on_delete) {
        out.push(" ON DELETE ").push(action);
        if !key.on_delete_columns.is_empty() {
            out.push(" (").identifiers(&key.on_delete_columns).push(")");
        }
    }
    if let Some(action) = spelling.action(key.on_update) {
        out.push(" ON UPDATE ").push(action);
    }
    if key.deferrability != Deferrability::NotDeferrable {
        features.require(Flag::can_defer_constraint_checks)?;
        constraint::deferrability(key.deferrability, out);
    }
    constraint::not_enforced(editor, key.enforcement, out);
    Ok(())
}

/// Refuses a key without columns, and columns of a key that the table has not.
pub(super) fn check_columns(table: &Table, columns: &[Identifier]) -> Result<()> {
    if columns.is_empty() {
        return Err(Error::new(
            ErrorKind::Interface,
            format!("a key of {} has no columns", table.name.name.shortened()),
        ));
    }
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
