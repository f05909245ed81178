//! [`validate_changes`]: what changes do to a schema and to its rows.

use super::defaults::is_number;
use super::describe::described;
use super::{
    Conversion, Finding, FindingId, Findings, Object, Subject, Validation, check_rules, plans,
};
use crate::model::{Change, Column, ColumnType, Constraint, Schema};
use crate::operations::Dialect;
use crate::schema_editor::{Plan, SchemaEditor};

/// What is wrong with changes of a schema, in their order: what the server refuses of each and what becomes of rows; then what
/// is wrong with the schema after them that was not wrong with it before.
#[must_use]
pub fn validate_changes(
    validation: &dyn Validation,
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    before: &Schema,
    changes: &[Change],
) -> Vec<Finding> {
    let mut schema = before.clone();
    let mut all = Vec::new();
    for change in changes {
        let subject = Subject::new(validation, dialect, &schema);
        let mut findings = Findings::new(validation, dialect);
        check_change(&subject, change, &mut findings);
        let planned = plans::check_change(editor, dialect, &schema, change, &mut findings);
        if let Some(plan) = planned {
            check_effects(change, &plan, &mut findings);
        }
        validation.check_change(&subject, change, &mut findings);
        all.append(&mut findings.finish());
        // What does not fit was found; the next change is looked at without it.
        let _ = schema.apply(change);
    }
    let of = |schema: &Schema| {
        let mut findings = Findings::new(validation, dialect);
        let subject = Subject::new(validation, dialect, schema);
        check_rules(&subject, &mut findings);
        findings.finish()
    };
    let known = of(before);
    let new = of(&schema).into_iter();
    let new = new.filter(|finding| !known.contains(finding) && !all.contains(finding));
    all.extend(new.collect::<Vec<_>>());
    all
}

fn check_change(subject: &Subject<'_>, change: &Change, findings: &mut Findings<'_>) {
    let object = plans::object_of(change);
    match change {
        Change::AlterColumn {
            table,
            column,
            using,
        } => {
            let table = subject.schema().table(table);
            if let Some(from) = table.and_then(|table| table.column(column.name.as_str())) {
                let conversion = match using {
                    Some(_) => Conversion::Tried,
                    None => subject.validation().conversion(subject, from, column),
                };
                check_alteration((from, column), conversion, &object, findings);
            }
        }
        Change::AddColumn { column, .. }
            if !column.nullable
                && column.default.is_none()
                && column.identity.is_none()
                && column.generated.is_none() =>
        {
            let message = "it cannot be NULL and has no default: a table with rows refuses it";
            let finding = Finding::new(FindingId::ChangeAddsNotNull, object, message);
            findings
                .add(finding.with_hint("give it a default, or add it nullable and fill it first"));
        }
        Change::AddConstraint { constraint, .. } if looks_at_rows(constraint) => {
            let message = "rows that are there may break it, and refuse it then";
            findings.add(Finding::new(FindingId::ChangeMeetsRows, object, message));
        }
        Change::CreateIndex { index, .. } if index.unique => {
            let message = "rows that are there may have equal keys, and refuse it then";
            findings.add(Finding::new(FindingId::ChangeMeetsRows, object, message));
        }
        _ => {}
    }
}

/// Whether adding a constraint looks at the rows that are there.
fn looks_at_rows(constraint: &Constraint) -> bool {
    use crate::model::Enforcement::Enforced;
    match constraint {
        Constraint::ForeignKey(key) => key.enforcement == Enforced,
        Constraint::Check(check) => check.enforcement == Enforced,
        _ => true,
    }
}

fn check_alteration(
    (from, to): (&Column, &Column),
    conversion: Conversion,
    object: &Object,
    findings: &mut Findings<'_>,
) {
    if from.nullable && !to.nullable {
        let message = "rows that have a NULL refuse it";
        let finding = Finding::new(FindingId::ChangeForbidsNull, object.clone(), message);
        findings.add(finding.with_hint("give those rows a value first"));
    }
    if from.column_type == to.column_type {
        return;
    }
    let words = format!(
        "from {} to {}",
        described(&from.column_type),
        described(&to.column_type)
    );
    let (id, message) = match conversion {
        Conversion::Lossless => return,
        Conversion::Refused => (
            FindingId::ChangeNotConvertible,
            format!("{words} there is no conversion"),
        ),
        Conversion::Tried if is_narrower(&from.column_type, &to.column_type) => (
            FindingId::ChangeNarrows,
            format!("{words} some values do not fit"),
        ),
        Conversion::Tried => (
            FindingId::ChangeConverts,
            format!("{words} each value is converted, and some may not be one"),
        ),
    };
    findings.add(Finding::new(id, object.clone(), message));
}

/// Whether two types are of one sort, so that values of one are lost to the other for their size alone.
fn is_narrower(from: &ColumnType, to: &ColumnType) -> bool {
    let is_text = |it: &ColumnType| {
        matches!(
            it,
            ColumnType::Char { .. } | ColumnType::VarChar { .. } | ColumnType::Text
        )
    };
    let is_bytes = |it: &ColumnType| {
        matches!(
            it,
            ColumnType::Binary { .. } | ColumnType::VarBinary { .. } | ColumnType::Bytes
        )
    };
    is_number(from) && is_number(to)
        || is_text(from) && is_text(to)
        || is_bytes(from) && is_bytes(to)
        || std::mem::discriminant(from) == std::mem::discriminant(to)
}

fn check_effects(change: &Change, plan: &Plan, findings: &mut Findings<'_>) {
    let object = || plans::object_of(change);
    // What a type loses was said with both types.
    if plan.loses_data() && !matches!(change, Change::AlterColumn { .. }) {
        let message = "what it holds is gone afterwards";
        findings.add(Finding::new(FindingId::ChangeLosesData, object(), message));
    }
    if plan.rewrites_table() {
        let locks: Vec<_> = plan.locks().map(|lock| lock.name).collect();
        let message = match locks.iter().max() {
            Some(lock) => format!("every row is written anew, under the lock {lock}"),
            None => "every row is written anew".to_owned(),
        };
        findings.add(Finding::new(FindingId::ChangeRewrites, object(), message));
    }
}
