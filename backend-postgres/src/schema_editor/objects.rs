//! Whole objects: comments by kind, functions by their arguments, what can be replaced in place, PostgreSQL's own sorts.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::{
    Function, FunctionKind, Identifier, QualifiedName, Sequence, SequenceOwner, Trigger,
    TriggerActivity, UserType, UserTypeKind, View, ViewKind,
};
use backend_core::operations::Dialect;
use backend_core::schema_editor::{Commented, ObjectEditor};
use backend_core::sql::tokenizer::{TokenKind, Tokenizer};
use backend_core::sql::{Statement, Writer};

use super::options::{COLLATION_SCHEMA, UNLOGGED};
use super::{alter, comments, not_supported};
use crate::sql::LEXICON;
use crate::value::is_type;

/// The options of a range, as they stand in its statement.
const RANGE_OPTIONS: [&str; 4] = [
    "SUBTYPE_OPCLASS",
    "COLLATION",
    "SUBTYPE_DIFF",
    "MULTIRANGE_TYPE_NAME",
];
/// Objects without a noun of their own in the model.
const KINDS: [&str; 4] = ["COLLATION", "FOREIGN DATA WRAPPER", "SERVER", "STATISTICS"];

/// How PostgreSQL spells whole objects.
pub(super) struct PostgresObjects;

impl ObjectEditor for PostgresObjects {
    fn comment(
        &self,
        _dialect: &Dialect,
        object: &Commented<'_>,
        comment: Option<&str>,
    ) -> Result<Statement> {
        let out = match object {
            Commented::Schema(name) => comments::on_identifier("SCHEMA", name),
            Commented::Extension(name) => comments::on_identifier("EXTENSION", name),
            Commented::Type(user_type) => {
                let kind = match user_type.kind {
                    UserTypeKind::Domain(_) => "DOMAIN",
                    _ => "TYPE",
                };
                comments::on_name(kind, &user_type.name)
            }
            Commented::Sequence(name) => comments::on_name("SEQUENCE", name),
            Commented::Function(function) => {
                let mut out = comments::on_name(word(function), &function.name);
                write_arguments(function, &mut out)?;
                out
            }
            Commented::View(view) => comments::on_name(comments::kind_of(view), &view.name),
            Commented::Vendor(object) => {
                comments::on_name(self.vendor_object_kind(&object.kind)?, &object.name)
            }
            _ => return Err(not_supported("PostgreSQL keeps no comment of this here")),
        };
        comments::finish_or_remove(out, comment)
    }

    fn create_sequence(&self, sequence: &Sequence, out: &mut Writer<'_>) -> Result<()> {
        let known = |(name, value): (&str, Option<&str>)| name == UNLOGGED && value.is_none();
        if !sequence.options.iter().all(known) {
            return Err(not_supported("PostgreSQL has no such option of a sequence"));
        }
        out.push(if sequence.options.is_empty() {
            "CREATE SEQUENCE "
        } else {
            "CREATE UNLOGGED SEQUENCE "
        });
        Ok(())
    }

    fn sequence_owner(&self, owner: Option<&SequenceOwner>, out: &mut Writer<'_>) -> Result<()> {
        match owner {
            None => out.push(" OWNED BY NONE"),
            Some(owner) => out
                .push(" OWNED BY ")
                .name(&owner.table)
                .push(".")
                .identifier(&owner.column),
        };
        Ok(())
    }

    fn type_options(&self, user_type: &UserType, out: &mut Writer<'_>) -> Result<()> {
        let is_range = matches!(user_type.kind, UserTypeKind::Range { .. });
        for (name, value) in user_type.options.iter() {
            let known = RANGE_OPTIONS.into_iter().find(|known| *known == name);
            match (known, value) {
                (Some(known), Some(value)) if is_range && is_type(value) => {
                    out.push(", ").push(known).push(" = ").fragment(value);
                }
                // Written with the collation.
                _ if !is_range && name == COLLATION_SCHEMA => {}
                _ => {
                    return Err(not_supported(format!(
                        "PostgreSQL has no option `{name}` of a type with this value"
                    )));
                }
            }
        }
        Ok(())
    }

    fn replaces_function(&self, from: &Function, to: &Function) -> bool {
        from.kind == to.kind && from.returns == to.returns
    }

    fn drop_function(&self, function: &Function, out: &mut Writer<'_>) -> Result<()> {
        out.push("DROP ").push(word(function)).push(" ");
        out.name(&function.name);
        write_arguments(function, out)
    }

    fn drop_trigger(&self, relation: &QualifiedName, name: &Identifier, out: &mut Writer<'_>) {
        out.push("DROP TRIGGER ").identifier(name);
        out.push(" ON ").name(relation);
    }

    fn complete_trigger(
        &self,
        dialect: &Dialect,
        relation: &QualifiedName,
        trigger: &Trigger,
    ) -> Result<Vec<Statement>> {
        let mut statements = Vec::new();
        let word = match trigger.activity {
            TriggerActivity::Enabled => None,
            TriggerActivity::Disabled => Some(" DISABLE TRIGGER "),
            TriggerActivity::ReplicaOnly => Some(" ENABLE REPLICA TRIGGER "),
            TriggerActivity::Always => Some(" ENABLE ALWAYS TRIGGER "),
            _ => return Err(not_supported("PostgreSQL has no such state of a trigger")),
        };
        if let Some(word) = word {
            let mut out = alter(dialect, relation);
            out.push(word).identifier(&trigger.name);
            statements.push(out.finish());
        }
        if let Some(comment) = &trigger.comment {
            statements.push(comments::of_trigger(relation, trigger, comment)?);
        }
        Ok(statements)
    }

    fn replaces_view(&self, from: &View, to: &View) -> bool {
        let is_plain = |view: &View| view.kind == ViewKind::Plain && view.indexes.is_empty();
        // Columns can only come at the end. Which a view has that nobody has read, is not known.
        let keeps = from.columns.iter().enumerate().all(|(n, old)| {
            to.columns.get(n).is_some_and(|new| {
                (&old.name, &old.column_type, &old.collation)
                    == (&new.name, &new.column_type, &new.collation)
                    && old.declared_type == new.declared_type
            })
        });
        is_plain(from) && is_plain(to) && !from.columns.is_empty() && keeps
    }

    fn vendor_object_kind(&self, kind: &str) -> Result<&'static str> {
        KINDS
            .into_iter()
            .find(|known| *known == kind)
            .ok_or_else(|| {
                let kind: String = kind.chars().take(40).collect();
                not_supported(format!(
                    "PostgreSQL's objects of the kind {kind:?} are not made here"
                ))
            })
    }
}

const fn word(function: &Function) -> &'static str {
    match function.kind {
        FunctionKind::Procedure => "PROCEDURE",
        FunctionKind::Aggregate => "AGGREGATE",
        _ => "FUNCTION",
    }
}

/// Writes the arguments that tell a function from others of its name.
fn write_arguments(function: &Function, out: &mut Writer<'_>) -> Result<()> {
    if !is_list(&function.arguments) {
        let arguments: String = function.arguments.chars().take(40).collect();
        return Err(Error::new(
            ErrorKind::Data,
            format!("{arguments:?} are not the arguments of a function"),
        ));
    }
    // An aggregate without arguments has a star in their place.
    let is_star = function.kind == FunctionKind::Aggregate && function.arguments.is_empty();
    let arguments = if is_star { "*" } else { &function.arguments };
    out.push("(").fragment(arguments).push(")");
    Ok(())
}

/// Whether a text is names, types and commas, and nothing beside it.
fn is_list(text: &str) -> bool {
    let mut depth = 0_i32;
    let mut is_whole = true;
    for token in Tokenizer::new(text, LEXICON) {
        depth += i32::from(token.is_symbol("(")) - i32::from(token.is_symbol(")"));
        let is_part = matches!(
            token.kind,
            TokenKind::Word
                | TokenKind::QuotedIdentifier
                | TokenKind::Number
                | TokenKind::Whitespace
        ) || ["(", ")", "[", "]", ",", ".", "*"].contains(&token.text);
        is_whole &= is_part && depth >= 0;
    }
    is_whole && depth == 0
}

#[cfg(test)]
mod tests {
    use super::is_list;

    #[test]
    fn arguments_are_names_and_types_and_nothing_beside_them() {
        for text in [
            "",
            "a integer, VARIADIC \"b c\" other.\"Mood\"[]",
            "numeric(9,2)",
            "double precision ORDER BY anyelement",
        ] {
            assert!(is_list(text), "{text}");
        }
        for text in [
            "a integer) CASCADE; --",
            "a) , b(",
            "'x'",
            "a -- b",
            "(",
            "a; b",
        ] {
            assert!(!is_list(text), "{text}");
        }
    }
}
