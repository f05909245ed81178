//! Foreign keys as they stand in a statement.

use super::{SchemaEditor, constraint, table};
use crate::error::{Error, ErrorKind, Result};
use crate::flag::Flag;
use crate::model::{Deferrability, ForeignKey, Identifier, MatchType, Schema, Table};
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
    constraint::check_columns(table, &key.columns)?;
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
        MatchType::Partial => {
            features.require(Flag::supports_match_partial)?;
            out.push(" MATCH PARTIAL");
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
    constraint::not_enforced(key.enforcement, out);
    Ok(())
}
