//! The names of constraints that were given none: made of what they are of, so that they are known without being looked up.
//!
//! A server names such constraints by chance, and drops nothing but by name. `$` stands between the parts, as it can stand in
//! a name that needs no quotes and is rare in one.

use backend_core::error::Result;
use backend_core::model::{Constraint, Identifier, Table};

use crate::features::MAX_IDENTIFIER_LENGTH;

/// The name of a column's default that has no name of its own.
pub(crate) fn default_name(table: &Identifier, column: &Identifier) -> Result<Identifier> {
    made_up("DF", &[table, column], None)
}

/// The name of a constraint that has none.
pub(super) fn constraint_name(table: &Table, constraint: &Constraint) -> Result<Identifier> {
    let of = |kind, columns: &[Identifier], last| {
        let mut parts = vec![&table.name.name];
        parts.extend(columns);
        parts.extend(last);
        made_up(kind, &parts, None)
    };
    match constraint {
        Constraint::PrimaryKey(_) => of("PK", &[], None),
        Constraint::Unique(unique) => of("UQ", &unique.columns, None),
        Constraint::ForeignKey(key) => of("FK", &key.columns, Some(&key.references.name)),
        Constraint::Check(check) => made_up("CK", &[&table.name.name], Some(&check.expression)),
        _ => made_up("CK", &[&table.name.name], Some("")),
    }
}

/// A kind and names, and a hash of a text where one tells it from others of the same names.
fn made_up(kind: &str, parts: &[&Identifier], text: Option<&str>) -> Result<Identifier> {
    let names: Vec<&str> = parts.iter().map(|part| part.as_str()).collect();
    let mut name = format!("{kind}_{}", names.join("$"));
    if parts.len() > 1 && names.iter().any(|part| part.contains('$')) {
        // Where one ends and the next begins cannot be seen then.
        let lengths: Vec<String> = names.iter().map(|part| part.len().to_string()).collect();
        name = format!("{name}${}", lengths.join("_"));
    }
    if let Some(text) = text {
        name = format!("{name}${:016x}", hash(text));
    }
    Identifier::of_at_most(&name, MAX_IDENTIFIER_LENGTH)
}

/// FNV-1a: the same in every run and on every machine.
fn hash(text: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

#[cfg(test)]
mod tests {
    use backend_core::model::{Check, Constraint, ForeignKey, Identifier, Table, Unique};

    use super::{constraint_name, default_name};

    fn id(text: &str) -> Identifier {
        Identifier::new(text).unwrap()
    }

    #[test]
    fn names_tell_what_they_are_of_and_never_meet() {
        let default = |table, column| default_name(&id(table), &id(column)).unwrap();
        assert_eq!(default("artist", "born"), "DF_artist$born");
        assert_eq!(default("a_b", "c"), "DF_a_b$c");
        assert_eq!(default("a", "b_c"), "DF_a$b_c");
        assert_eq!(default("a$b", "c"), "DF_a$b$c$3_1");
        assert_ne!(default("a$b", "c"), default("a", "b$c"));
        let long = default(&"x".repeat(100), &"y".repeat(100));
        assert_eq!(long.as_str().len(), 128);
    }

    #[test]
    fn each_sort_of_constraint_has_its_own() {
        let table = Table::new(id("t").into());
        let named = |constraint| constraint_name(&table, &constraint).unwrap();
        let unique = Constraint::Unique(Unique::new(vec![id("a"), id("b")]));
        assert_eq!(named(unique), "UQ_t$a$b");
        let key = ForeignKey::new(vec![id("a")], id("u").into(), vec![id("x")]);
        assert_eq!(named(Constraint::ForeignKey(key)), "FK_t$a$u");
        let one = named(Constraint::Check(Check::new("a > 0")));
        let other = named(Constraint::Check(Check::new("a > 1")));
        assert_eq!(one, "CK_t$416bf50a21cd5f6e");
        assert_ne!(one, other);
    }
}
