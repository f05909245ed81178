//! Validation: what it calls an error is what the server refuses, and nothing else is.
//!
//! A schema is looked at first and made afterwards; where it was made, it is used, because some servers refuse a fault only then.

mod changes;
mod columns;
mod foreign_keys;
mod indexes;
mod names;
mod tables;

use backend_core::error::{ErrorKind, Result};
use backend_core::model::{Change, Schema, Table};
use backend_core::schema_editor::creation;
use backend_core::validation::{Finding, FindingId, Severity};
use backend_core::value::TypedValue;

use crate::case::{CaseDef, Outcome};
use crate::context::Context;
use crate::failure::{Failure, describe, expect};

/// The part's tables.
pub(super) const TABLES: &[&[CaseDef]] = &[
    names::CASES,
    tables::CASES,
    columns::CASES,
    foreign_keys::CASES,
    indexes::CASES,
    changes::CASES,
];

/// A schema of these tables, whatever is wrong with them.
fn schema_of(tables: impl IntoIterator<Item = Table>) -> Schema {
    let mut schema = Schema::new();
    schema.tables = tables.into_iter().collect();
    schema
}

/// What validation finds.
fn found(context: &Context, schema: &Schema) -> Vec<Finding> {
    let findings = context.backend().validate(&context.dialect(), schema);
    for finding in &findings {
        context.note(format!("-- {finding}"));
    }
    findings
}

fn has_error(findings: &[Finding]) -> bool {
    findings
        .iter()
        .any(|finding| finding.severity == Severity::Error)
}

/// What is found, one a line.
fn lines(findings: &[Finding]) -> String {
    let lines: Vec<_> = findings.iter().map(ToString::to_string).collect();
    if lines.is_empty() {
        "nothing".to_owned()
    } else {
        lines.join("; ")
    }
}

/// Demands that validation says an error of a schema where the server refuses it, or what `used` does with it, and none where
/// it takes it; answers with what was found.
async fn agree(
    context: &mut Context,
    schema: &Schema,
    used: impl AsyncFnOnce(&mut Context) -> Result<()>,
) -> Result<Vec<Finding>, Failure> {
    let findings = found(context, schema);
    let made = match make(context, schema).await {
        Ok(()) => used(context).await,
        Err(error) => Err(error),
    };
    judge(findings, &made)
}

/// Demands that what was found is what came of it.
fn judge(findings: Vec<Finding>, made: &Result<()>) -> Result<Vec<Finding>, Failure> {
    let refused = made.as_ref().err();
    let agree = has_error(&findings) == refused.is_some();
    expect(agree, || match refused {
        Some(error) => format!(
            "validation finds {}, and the server refuses it: {}",
            lines(&findings),
            describe(error)
        ),
        None => format!(
            "validation finds {}, and the server takes it",
            lines(&findings)
        ),
    })?;
    Ok(findings)
}

/// The same for a schema that nobody uses.
async fn agree_on(context: &mut Context, schema: &Schema) -> Result<Vec<Finding>, Failure> {
    agree(context, schema, async |_| Ok(())).await
}

async fn make(context: &mut Context, schema: &Schema) -> Result<()> {
    for change in creation(schema, context.features()) {
        context.change(&change).await?;
    }
    Ok(())
}

/// Inserts one row.
async fn insert(context: &mut Context, table: &Table, row: Vec<TypedValue>) -> Result<()> {
    context.insert(table, [&row]).await
}

/// Demands that this is among what was found, unless the vendor calls it nothing.
fn expect_found(context: &Context, findings: &[Finding], id: FindingId) -> Outcome {
    let validation = context.backend().validation;
    let is_nothing = validation.severity(&context.dialect(), id).is_none();
    let is_there = findings.iter().any(|finding| finding.id == id);
    expect(is_nothing || is_there, || {
        format!("{id} is not found; found {}", lines(findings))
    })
}

/// Demands that nothing but advice is found.
fn expect_no_error(findings: &[Finding]) -> Outcome {
    expect(!has_error(findings), || {
        format!("an error is found where there is none: {}", lines(findings))
    })
}

/// Demands that a change is refused where an error is found, and carried out where none is; answers with what was found.
async fn agree_on_change(context: &mut Context, change: &Change) -> Result<Vec<Finding>, Failure> {
    let backend = context.backend();
    let before = context.schema().clone();
    let changes = std::slice::from_ref(change);
    let findings = backend.validate_changes(&context.dialect(), &before, changes);
    for finding in &findings {
        context.note(format!("-- {finding}"));
    }
    let made = context.change(change).await;
    if let Err(error) = &made {
        let is_internal = error.kind() == ErrorKind::Internal;
        expect(!is_internal, || describe(error))?;
    }
    judge(findings, &made)
}
