//! Rules of columns: identities, what is generated, defaults that fit.

use super::defaults::{self, Misfit};
use super::describe::described;
use super::{Finding, FindingId, Findings, Object, Severity, Subject};
use crate::model::{Column, ColumnType, Default, Table};
use crate::value::Value;

/// Looks at a column.
pub(super) fn check(
    subject: &Subject<'_>,
    table: &Table,
    column: &Column,
    findings: &mut Findings<'_>,
) {
    let object = || Object::column(&table.name, &column.name);
    if let Some(named) = missing_type(subject, &column.column_type) {
        let message = format!("there is no type {named}");
        findings.add(Finding::new(FindingId::TypeMissing, object(), message));
    }
    if column.identity.is_some() {
        if subject.validation().integers(&column.column_type).is_none() {
            let message = format!(
                "{} is not numbered: an identity holds integers",
                described(&column.column_type)
            );
            findings.add(Finding::new(
                FindingId::IdentityNotInteger,
                object(),
                message,
            ));
        }
        if column.default.is_some() {
            let message = "it has a default and is an identity";
            findings.add(Finding::new(
                FindingId::IdentityWithDefault,
                object(),
                message,
            ));
        }
    }
    if column.generated.is_some() && (column.default.is_some() || column.identity.is_some()) {
        let what = if column.default.is_some() {
            "has a default"
        } else {
            "is an identity"
        };
        let message = format!("it {what} and is generated");
        findings.add(Finding::new(
            FindingId::GeneratedWithDefault,
            object(),
            message,
        ));
    }
    if let Some(Default::Literal(value)) = &column.default {
        check_default(subject, (column, value), object(), findings);
    }
}

/// The name of a type that a column names and nobody made. What extensions bring along is not in the schema.
fn missing_type<'t>(
    subject: &Subject<'_>,
    column_type: &'t ColumnType,
) -> Option<&'t crate::model::QualifiedName> {
    let schema = subject.schema();
    match column_type {
        ColumnType::Array(element) => missing_type(subject, element),
        ColumnType::Named(name) => {
            let is_there = schema.user_type(name).is_some()
                || subject.table(name).is_some()
                || schema.view(name).is_some()
                || !schema.extensions.is_empty();
            (!is_there).then_some(name)
        }
        _ => None,
    }
}

fn check_default(
    subject: &Subject<'_>,
    (column, value): (&Column, &Value),
    object: Object,
    findings: &mut Findings<'_>,
) {
    let features = subject.features();
    let enforced = |on: bool| {
        if on {
            Severity::Error
        } else {
            Severity::Warning
        }
    };
    if *value == Value::Null {
        if !column.nullable {
            let message = "its default is NULL, and it cannot be NULL";
            findings.add(Finding::new(FindingId::DefaultNull, object, message));
        }
        return;
    }
    let Some(misfit) = defaults::misfit(subject.validation(), value, &column.column_type) else {
        return;
    };
    let described = described(&column.column_type);
    let finding = match misfit {
        Misfit::WrongType => Finding::new(
            FindingId::DefaultWrongType,
            object,
            format!("the default is not of its type, which is {described}"),
        )
        .with_severity(enforced(features.enforces_column_types)),
        Misfit::OutOfRange => Finding::new(
            FindingId::DefaultOutOfRange,
            object,
            format!("the default is outside of the range of {described}"),
        )
        .with_severity(enforced(features.enforces_column_types)),
        Misfit::TooLong { has, most } => Finding::new(
            FindingId::DefaultTooLong,
            object,
            format!("the default has {has} characters, the column takes {most}"),
        )
        .with_severity(enforced(features.enforces_text_length)),
        Misfit::Rounded => Finding::new(
            FindingId::DefaultRounded,
            object,
            format!("the default has more digits after the point than {described} keeps"),
        ),
    };
    findings.add(finding);
}
