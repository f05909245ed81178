//! Comments: a statement for each, after what they are of.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::model::{Column, Identifier, QualifiedName, Trigger, View, ViewKind};
use backend_core::sql::{Statement, Writer};

use crate::sql::SYNTAX;

/// Begins the statement that sets the comment of what `kind` says.
fn on(kind: &'static str) -> Writer<'static> {
    let mut out = Writer::new(&SYNTAX);
    out.push("COMMENT ON ").push(kind).push(" ");
    out
}

/// Begins the statement that sets the comment of what has its name in no schema.
pub(super) fn on_identifier(kind: &'static str, name: &Identifier) -> Writer<'static> {
    let mut out = on(kind);
    out.identifier(name);
    out
}

/// Begins the statement that sets the comment of what has its name in a schema.
pub(super) fn on_name(kind: &'static str, name: &QualifiedName) -> Writer<'static> {
    let mut out = on(kind);
    out.name(name);
    out
}

/// What a view is called in a comment's statement.
pub(super) const fn kind_of(view: &View) -> &'static str {
    match view.kind {
        ViewKind::Materialized => "MATERIALIZED VIEW",
        _ => "VIEW",
    }
}

fn finish(mut out: Writer<'_>, comment: &str) -> Result<Statement> {
    if comment.contains('\0') {
        return Err(Error::not_supported(Flag::supports_nul_in_text));
    }
    if comment.is_empty() {
        // The server would take the comment away, without a word.
        return Err(Error::new(
            ErrorKind::Data,
            "PostgreSQL keeps no empty comment; leave it out",
        ));
    }
    out.push(" IS ");
    out.string(comment);
    Ok(out.finish())
}

/// The comments of a table or view and of its columns.
pub(super) fn of_relation(
    kind: &'static str,
    name: &QualifiedName,
    comment: Option<&str>,
    columns: &[Column],
) -> Result<Vec<Statement>> {
    let mut statements = Vec::new();
    if let Some(comment) = comment {
        let mut out = on(kind);
        out.name(name);
        statements.push(finish(out, comment)?);
    }
    for column in columns {
        if let Some(comment) = &column.comment {
            statements.push(of_column(name, &column.name, Some(comment))?);
        }
    }
    Ok(statements)
}

/// The comment of a table that is there.
pub(super) fn of_table(name: &QualifiedName, comment: Option<&str>) -> Result<Statement> {
    let mut out = on("TABLE");
    out.name(name);
    finish_or_remove(out, comment)
}

/// The comment of a column.
pub(super) fn of_column(
    table: &QualifiedName,
    column: &Identifier,
    comment: Option<&str>,
) -> Result<Statement> {
    let mut out = on("COLUMN");
    out.name(table).push(".").identifier(column);
    finish_or_remove(out, comment)
}

/// Ends the statement: with the comment, or by taking it away.
pub(super) fn finish_or_remove(mut out: Writer<'_>, comment: Option<&str>) -> Result<Statement> {
    match comment {
        Some(comment) => finish(out, comment),
        None => {
            out.push(" IS NULL");
            Ok(out.finish())
        }
    }
}

/// The comment of an object that has a name by itself.
pub(super) fn of_object(
    kind: &'static str,
    name: &QualifiedName,
    comment: &str,
) -> Result<Statement> {
    let mut out = on(kind);
    out.name(name);
    finish(out, comment)
}

/// The comment of a trigger.
pub(super) fn of_trigger(
    table: &QualifiedName,
    trigger: &Trigger,
    comment: &str,
) -> Result<Statement> {
    let mut out = on("TRIGGER");
    out.identifier(&trigger.name).push(" ON ").name(table);
    finish(out, comment)
}
