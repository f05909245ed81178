//! Facts that a struct has no place for, in words: they stand in its doc comments.

mod column;
mod constraint;
mod domain;
mod index;
mod trigger;

use backend_core::model::{
    Deferrability, Enforcement, Identifier, IndexKey, IndexPart, NullsPlace, Options, SortOrder,
};

pub(super) use self::column::column;
pub(super) use self::constraint::{check, exclusion, foreign_key_rules, primary_key, unique};
pub(super) use self::domain::{composite, declared, domain};
pub(super) use self::index::index;
pub(super) use self::trigger::trigger;

use super::docs::{code, codes, expression};

/// The columns of a key, with order and collation where these are special.
fn key_columns(columns: &[Identifier], special: &[IndexPart]) -> String {
    if special.is_empty() {
        return names(columns);
    }
    parts(special)
}

/// Names as code.
pub(super) fn names(names: &[Identifier]) -> String {
    codes(names.iter().map(Identifier::as_str))
}

/// The parts of a key.
pub(super) fn parts(parts: &[IndexPart]) -> String {
    let parts: Vec<_> = parts.iter().map(part).collect();
    parts.join(", ")
}

fn part(part: &IndexPart) -> String {
    let mut text = match &part.key {
        IndexKey::Column(column) => code(column.as_str()),
        IndexKey::Expression(text) => format!("the expression {}", expression(text)),
    };
    if let Some(collation) = &part.collation {
        text += &format!(" collated {}", code(collation.as_str()));
    }
    if let Some(class) = &part.operator_class {
        text += &format!(" by {}", code(&class.name.to_string()));
        let parameters: Vec<_> = options(&class.parameters).collect();
        if !parameters.is_empty() {
            text += &format!(" with {}", parameters.join(" and "));
        }
    }
    if part.order == SortOrder::Descending {
        text += " descending";
    }
    text += match part.nulls {
        Some(NullsPlace::First) => " with NULLs first",
        Some(NullsPlace::Last) => " with NULLs last",
        None => "",
    };
    text
}

fn deferrability(deferrability: Deferrability) -> Option<String> {
    match deferrability {
        Deferrability::NotDeferrable => None,
        Deferrability::InitiallyImmediate => Some("deferrable".to_owned()),
        Deferrability::InitiallyDeferred => Some("deferrable initially deferred".to_owned()),
        other => Some(format!("{other:?}")),
    }
}

fn enforcement(enforcement: Enforcement) -> Option<String> {
    match enforcement {
        Enforcement::Enforced => None,
        Enforcement::NotValidated => Some("not validated for older rows".to_owned()),
        Enforcement::NotEnforced => Some("not enforced".to_owned()),
        other => Some(format!("{other:?}")),
    }
}

/// What an index carries outside its key.
fn included(columns: &[Identifier]) -> Option<String> {
    (!columns.is_empty()).then(|| format!("carrying {} outside the key", names(columns)))
}

/// That something comes from a parent of the table.
fn inherited(is_inherited: bool) -> Option<String> {
    is_inherited.then(|| "inherited".to_owned())
}

/// The vendor's own options, one phrase each.
pub(super) fn options(options: &Options) -> impl Iterator<Item = String> {
    options.iter().map(|(name, value)| match value {
        Some(value) => code(&format!("{name} {value}")),
        None => code(name),
    })
}

fn suffix(name: Option<&Identifier>, own: &Options, mut facts: Vec<String>) -> String {
    facts.extend(options(own));
    facts.extend(name.map(|name| format!("named {}", code(name.as_str()))));
    phrases(&facts)
}

/// Phrases behind what they are about: `, one, other`.
fn phrases(facts: &[String]) -> String {
    facts.iter().map(|fact| format!(", {fact}")).collect()
}
