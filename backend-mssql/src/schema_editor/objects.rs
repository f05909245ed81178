//! Whole objects: comments by kind, sequences, functions, triggers, SQL Server's own sorts.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::{
    Column, Function, FunctionKind, QualifiedName, Sequence, Trigger, TriggerActivity, View,
    ViewKind,
};
use backend_core::operations::Dialect;
use backend_core::schema_editor::{Commented, ObjectEditor};
use backend_core::sql::tokenizer::Tokenizer;
use backend_core::sql::{Statement, Writer};

use super::comments::{self, Place};
use super::not_supported;
use crate::introspection::words;
use crate::sql::LEXICON;

/// Objects without a noun of their own in the model, and what a property of one is said to be of.
const KINDS: [(&str, &str); 6] = [
    ("TYPE", "TYPE"),
    ("SYNONYM", "SYNONYM"),
    ("XML SCHEMA COLLECTION", "XML SCHEMA COLLECTION"),
    ("DEFAULT", "DEFAULT"),
    ("RULE", "RULE"),
    ("SECURITY POLICY", "SECURITY POLICY"),
];

/// How SQL Server spells whole objects.
#[derive(Debug)]
pub(super) struct MssqlObjects;

impl ObjectEditor for MssqlObjects {
    fn comment(
        &self,
        _dialect: &Dialect,
        object: &Commented<'_>,
        comment: Option<&str>,
    ) -> Result<Statement> {
        let place = match object {
            Commented::Schema(name) => Place::schema(name),
            Commented::Type(user_type) => Place::relation("TYPE", &user_type.name),
            Commented::Sequence(name) => Place::relation("SEQUENCE", name),
            Commented::Function(function) => Place::relation(word(function), &function.name),
            Commented::View(view) => Place::relation(comments::VIEW, &view.name),
            Commented::Vendor(object) => Place::relation(kind(&object.kind)?.1, &object.name),
            _ => return Err(not_supported("SQL Server keeps no comment of this")),
        };
        place.set(comment)
    }

    fn create_sequence(&self, sequence: &Sequence, out: &mut Writer<'_>) -> Result<()> {
        for (name, value) in sequence.options.iter() {
            if (name, value) != (words::CACHE, None) {
                return Err(not_supported(format!(
                    "SQL Server has no option {name:?} of a sequence"
                )));
            }
        }
        out.push("CREATE SEQUENCE ");
        Ok(())
    }

    /// Where nothing is said, the server keeps as many numbers ready as it likes.
    ///
    /// Source: <https://learn.microsoft.com/sql/t-sql/statements/create-sequence-transact-sql>.
    fn sequence_cache(&self, sequence: &Sequence, from: Option<&Sequence>, out: &mut Writer<'_>) {
        if from.is_some_and(|from| from.cache == sequence.cache) {
            return;
        }
        if sequence.options.contains(words::CACHE) {
            out.push(" CACHE");
        } else if sequence.cache > 1 {
            out.push(" CACHE ").number(sequence.cache);
        } else {
            out.push(" NO CACHE");
        }
    }

    /// Source: <https://learn.microsoft.com/sql/t-sql/statements/alter-sequence-transact-sql>.
    fn check_altered_sequence(&self, from: &Sequence, to: &Sequence) -> Result<()> {
        let unaltered = [
            (
                from.number_type == to.number_type,
                "the type of its numbers",
            ),
            (from.start == to.start, "its first number"),
        ];
        match unaltered.into_iter().find(|(is_same, _)| !is_same) {
            None => Ok(()),
            Some((_, what)) => Err(not_supported(format!(
                "of the sequence {} {what} cannot be altered: drop it and make it again",
                to.name.name.shortened()
            ))),
        }
    }

    /// A definition that says `CREATE OR ALTER`.
    fn replaces_function(&self, from: &Function, to: &Function) -> bool {
        let tokens = Tokenizer::new(&to.definition, LEXICON);
        let mut words = tokens.filter(|token| !token.is_trivia());
        let mut says = |word: &str| words.next().is_some_and(|token| token.is_keyword(word));
        from.kind == to.kind
            && from.kind != FunctionKind::Aggregate
            && says("CREATE")
            && says("OR")
            && says("ALTER")
    }

    fn complete_trigger(
        &self,
        dialect: &Dialect,
        relation: &QualifiedName,
        trigger: &Trigger,
    ) -> Result<Vec<Statement>> {
        let mut statements = Vec::new();
        match trigger.activity {
            TriggerActivity::Enabled => {}
            TriggerActivity::Disabled => {
                let mut out = dialect.writer();
                out.push("DISABLE TRIGGER ").name(&QualifiedName {
                    schema: relation.schema.clone(),
                    name: trigger.name.clone(),
                });
                out.push(" ON ").name(relation);
                statements.push(out.finish());
            }
            _ => {
                return Err(not_supported(
                    "in SQL Server a trigger says itself whether it runs for what is replicated",
                ));
            }
        }
        if let Some(comment) = &trigger.comment {
            let place = Place::part(comments::TABLE, relation, "TRIGGER", &trigger.name);
            statements.push(place.add(dialect, comments::DESCRIPTION, comment)?);
        }
        Ok(statements)
    }

    /// What is noted of a view goes where it becomes another, and so do its indexes.
    fn replaces_view(&self, from: &View, to: &View) -> bool {
        let is_plain = |view: &View| {
            let has_comment = |column: &Column| column.comment.is_some();
            view.kind == ViewKind::Plain
                && view.indexes.is_empty()
                && view.comment.is_none()
                && !view.columns.iter().any(has_comment)
        };
        is_plain(from) && is_plain(to)
    }

    fn vendor_object_kind(&self, wanted: &str) -> Result<&'static str> {
        kind(wanted).map(|(kind, _)| kind)
    }
}

fn kind(wanted: &str) -> Result<(&'static str, &'static str)> {
    let mut kinds = KINDS.into_iter();
    kinds.find(|(known, _)| *known == wanted).ok_or_else(|| {
        let wanted: String = wanted.chars().take(40).collect();
        Error::new(
            ErrorKind::NotSupported(None),
            format!("SQL Server's objects of the kind {wanted:?} are not made here"),
        )
    })
}

const fn word(function: &Function) -> &'static str {
    match function.kind {
        FunctionKind::Procedure => "PROCEDURE",
        FunctionKind::Aggregate => "AGGREGATE",
        _ => "FUNCTION",
    }
}
