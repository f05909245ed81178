//! What a column is beside its name and its nullability.

use backend_core::model::{
    Column, ColumnType, Default, Generated, GeneratedStorage, Identity, IdentityGeneration,
};
use backend_core::operations::Operations;
use backend_core::sql::Writer;

use super::super::docs::{code, expression};
use super::{inherited, options};

/// What a column is beside its name and its nullability, as phrases.
pub(crate) fn column(column: &Column, operations: &dyn Operations) -> Vec<String> {
    let mut facts = Vec::new();
    match &column.declared_type {
        Some(declared) => facts.push(code(declared)),
        None if column.column_type == ColumnType::Any => facts.push("no declared type".to_owned()),
        None => {}
    }
    facts.extend(column.identity.as_deref().map(identity));
    if let Some(sequence) = &column.sequence {
        let sequence = code(&sequence.to_string());
        facts.push(format!("numbered by its own sequence {sequence}"));
    }
    if let Some(default) = &column.default {
        facts.push(format!("default {}", default_text(default, operations)));
    }
    facts.extend(column.generated.as_deref().map(generated));
    if let Some(collation) = &column.collation {
        facts.push(format!("collation {}", code(collation.as_str())));
    }
    if column.hidden {
        facts.push("hidden from `SELECT *`".to_owned());
    }
    if let Some(name) = &column.not_null_name {
        facts.push(format!("its `NOT NULL` named {}", code(name.as_str())));
    }
    if let Some(name) = &column.default_name {
        facts.push(format!("its default named {}", code(name.as_str())));
    }
    facts.extend(inherited(column.inherited));
    facts.extend(options(&column.options));
    facts
}

fn identity(identity: &Identity) -> String {
    let mut fact = match identity.generation {
        IdentityGeneration::Always => "always numbered by the database".to_owned(),
        _ => "numbered by the database".to_owned(),
    };
    if (identity.start, identity.increment) != (1, 1) {
        fact += &format!(
            " from {} in steps of {}",
            identity.start, identity.increment
        );
    }
    if let Some(minimum) = identity.minimum {
        fact += &format!(", at least {minimum}");
    }
    if let Some(maximum) = identity.maximum {
        fact += &format!(", at most {maximum}");
    }
    if identity.cycles {
        fact += ", beginning again after the last number";
    }
    if identity.cache != 1 {
        fact += &format!(", {} numbers at once", identity.cache);
    }
    if !identity.reuses_numbers {
        fact += ", no number twice";
    }
    if let Some(sequence) = &identity.sequence {
        fact += &format!(", sequence {}", code(&sequence.to_string()));
    }
    fact
}

fn generated(generated: &Generated) -> String {
    let when = match generated.storage {
        GeneratedStorage::Stored => "stored",
        GeneratedStorage::Virtual => "not stored",
    };
    format!(
        "computed from {}, {when}",
        expression(&generated.expression)
    )
}

/// A default, as the vendor writes it.
pub(super) fn default_text(default: &Default, operations: &dyn Operations) -> String {
    match default {
        Default::Literal(value) => {
            let mut writer = Writer::new(operations.syntax());
            match operations.literal(value.as_ref(), &mut writer) {
                Ok(()) => code(&writer.finish().sql),
                // What no literal can say, such as infinity, is shown as the value that it is.
                Err(_) => code(&format!("{value:?}")),
            }
        }
        Default::Expression(text) => expression(text),
        other => code(&format!("{other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use backend_core::model::{Identity, IdentityGeneration, QualifiedName};

    use super::identity;

    #[test]
    fn identities_tell_how_they_count() {
        let plain = Identity::new().generated(IdentityGeneration::Always);
        let text = "always numbered by the database, no number twice";
        assert_eq!(identity(&plain), text);
        let mut odd = Identity::new().counting(10, -2).reusing_numbers();
        odd.minimum = Some(-100);
        odd.maximum = Some(10);
        odd.cycles = true;
        odd.cache = 5;
        odd.sequence = Some(QualifiedName::with_schema("s", "odd").unwrap());
        assert_eq!(
            identity(&odd),
            "numbered by the database from 10 in steps of -2, at least -100, at most 10, \
             beginning again after the last number, 5 numbers at once, sequence `s.odd`"
        );
    }
}
