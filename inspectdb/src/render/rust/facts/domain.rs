//! Types that users have made and a field has not: domains by their rules, composites by their parts.

use backend_core::model::{Column, ColumnType, Domain, QualifiedName};
use backend_core::operations::Operations;

use super::super::docs::{code, expression};
use super::column::default_text;
use super::{check, phrases};

/// A domain: `Domain … over …, check …`.
pub(crate) fn domain(name: &QualifiedName, domain: &Domain, operations: &dyn Operations) -> String {
    let mut facts = Vec::new();
    if !domain.nullable {
        let named = domain.not_null_name.as_ref();
        let named = named.map(|name| format!(" named {}", code(name.as_str())));
        facts.push(format!("`NOT NULL`{}", named.unwrap_or_default()));
    }
    if let Some(default) = &domain.default {
        facts.push(format!("default {}", default_text(default, operations)));
    }
    if let Some(collation) = &domain.collation {
        facts.push(format!("collation {}", code(collation.as_str())));
    }
    for each in &domain.checks {
        let check = check(each);
        let mut characters = check.chars();
        let first = characters.next().map(|first| first.to_ascii_lowercase());
        let check: String = first.into_iter().chain(characters).collect();
        facts.push(format!("{check} {}", expression(&each.expression)));
    }
    let base = declared(domain.declared_type.as_deref(), &domain.base);
    format!(
        "Domain {} over {base}{}",
        code(&name.to_string()),
        phrases(&facts)
    )
}

/// A composite type: `Composite of …`.
pub(crate) fn composite(fields: &[Column]) -> String {
    let fields: Vec<_> = fields
        .iter()
        .map(|field| {
            let name = code(field.name.as_str());
            let of = declared(field.declared_type.as_deref(), &field.column_type);
            format!("{name} {of}")
        })
        .collect();
    match fields.as_slice() {
        [] => "Composite of nothing".to_owned(),
        fields => format!("Composite of {}", fields.join(", ")),
    }
}

/// The type as the database spells it, or as the model holds it.
pub(crate) fn declared(spelling: Option<&str>, column_type: &ColumnType) -> String {
    match (spelling, column_type) {
        (Some(spelling), _) => code(spelling),
        (None, ColumnType::Native(name)) => code(name),
        (None, ColumnType::Named(name)) => code(&name.to_string()),
        (None, other) => code(words(other).unwrap_or(&format!("{other:?}"))),
    }
}

/// The standard's words for a type without lengths.
fn words(column_type: &ColumnType) -> Option<&'static str> {
    Some(match column_type {
        ColumnType::Boolean => "boolean",
        ColumnType::SmallInteger => "smallint",
        ColumnType::Integer => "integer",
        ColumnType::BigInteger => "bigint",
        ColumnType::Real => "real",
        ColumnType::Double => "double precision",
        ColumnType::Decimal {
            precision: None, ..
        } => "numeric",
        ColumnType::Text => "text",
        ColumnType::Date => "date",
        ColumnType::Time { precision: None } => "time",
        ColumnType::Timestamp { precision: None } => "timestamp",
        ColumnType::TimestampTz { precision: None } => "timestamp with time zone",
        ColumnType::Interval => "interval",
        ColumnType::Uuid => "uuid",
        ColumnType::Json => "json",
        _ => return None,
    })
}
