//! The statements that the catalog keeps as text: of views, routines and triggers. It keeps them as they were sent, so that a name in them
//! can be one that the object had before it was renamed.

use backend_core::features::IdentifierCase;
use backend_core::model::{Identifier, QualifiedName};
use backend_core::sql::tokenizer::Token;

use super::expression::{quoted_name, tokens};
use super::names::same;

/// What the statement of a view says beside its name.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct ViewText<'a> {
    pub(super) columns: Vec<String>,
    /// The words behind `WITH`.
    pub(super) attributes: Vec<&'a str>,
    /// The query, without `WITH CHECK OPTION`.
    pub(super) query: &'a str,
}

/// Reads the statement of a view; `None` where it is none.
pub(super) fn view(definition: &str) -> Option<ViewText<'_>> {
    let all: Vec<Token<'_>> = tokens(definition).collect();
    let rest = behind_head(&all, &["VIEW"])?;
    let (_, mut rest) = name(rest)?;
    let mut view = ViewText::default();
    if let [open, more @ ..] = rest
        && open.is_symbol("(")
    {
        let end = more.iter().position(|token| token.is_symbol(")"))?;
        let columns = more.get(..end)?;
        view.columns = columns
            .iter()
            .filter_map(|token| token.identifier().map(std::borrow::Cow::into_owned))
            .collect();
        rest = more.get(end + 1..)?;
    }
    if let [with, more @ ..] = rest
        && with.is_keyword("WITH")
    {
        let end = more.iter().position(|token| token.is_keyword("AS"))?;
        let words = more.get(..end)?.iter();
        view.attributes = words
            .filter(|token| !token.is_symbol(","))
            .map(|token| token.text)
            .collect();
        rest = more.get(end..)?;
    }
    let [as_word, query @ ..] = rest else {
        return None;
    };
    if !as_word.is_keyword("AS") {
        return None;
    }
    let end = end_of_query(query).unwrap_or(definition.len());
    view.query = definition.get(as_word.end()..end)?.trim();
    Some(view)
}

/// Where a query ends before a semicolon, and before `WITH CHECK OPTION`.
fn end_of_query(query: &[Token<'_>]) -> Option<usize> {
    let query = match query {
        [rest @ .., semicolon] if semicolon.is_symbol(";") => rest,
        all => all,
    };
    match query {
        [rest @ .., with, check, option]
            if with.is_keyword("WITH")
                && check.is_keyword("CHECK")
                && option.is_keyword("OPTION") =>
        {
            rest.last().map(Token::end)
        }
        all => all.last().map(Token::end),
    }
}

/// The statement of a routine or view with the name that it has.
pub(super) fn renamed(
    definition: &str,
    own: &QualifiedName,
    default_schema: Option<&Identifier>,
    case: IdentifierCase,
) -> String {
    let all: Vec<Token<'_>> = tokens(definition).collect();
    let kinds = ["VIEW", "PROC", "PROCEDURE", "FUNCTION", "RULE", "DEFAULT"];
    let found = behind_head(&all, &kinds).and_then(name);
    let replaced = found.and_then(|(written, _)| {
        let replacement = replacement(&written, own, default_schema, case)?;
        replace(definition, &[(written.range, replacement)])
    });
    replaced.unwrap_or_else(|| definition.trim().to_owned())
}

/// The statement of a trigger with the names that it and its table have.
pub(super) fn renamed_trigger(
    definition: &str,
    own: &QualifiedName,
    relation: &QualifiedName,
    default_schema: Option<&Identifier>,
    case: IdentifierCase,
) -> String {
    let all: Vec<Token<'_>> = tokens(definition).collect();
    let mut changes = Vec::new();
    if let Some((written, rest)) = behind_head(&all, &["TRIGGER"]).and_then(name) {
        let replaced = replacement(&written, own, default_schema, case);
        changes.extend(replaced.map(|name| (written.range, name)));
        if let [on, rest @ ..] = rest
            && on.is_keyword("ON")
            && let Some((written, _)) = name(rest)
        {
            let replaced = replacement(&written, relation, default_schema, case);
            changes.extend(replaced.map(|name| (written.range, name)));
        }
    }
    replace(definition, &changes).unwrap_or_else(|| definition.trim().to_owned())
}

/// A name as it is written.
struct WrittenName {
    schema: Option<Identifier>,
    name: Identifier,
    range: std::ops::Range<usize>,
}

/// What stands behind `CREATE OR ALTER` and the word for one of these kinds.
fn behind_head<'t, 'a>(all: &'t [Token<'a>], kinds: &[&str]) -> Option<&'t [Token<'a>]> {
    let rest = match all {
        [create, or, alter, rest @ ..]
            if create.is_keyword("CREATE") && or.is_keyword("OR") && alter.is_keyword("ALTER") =>
        {
            rest
        }
        [create, rest @ ..] if create.is_keyword("CREATE") || create.is_keyword("ALTER") => rest,
        _ => return None,
    };
    let (kind, rest) = rest.split_first()?;
    kinds.iter().any(|it| kind.is_keyword(it)).then_some(rest)
}

/// The name at the start: of its last two parts.
fn name<'t, 'a>(all: &'t [Token<'a>]) -> Option<(WrittenName, &'t [Token<'a>])> {
    let (first, mut rest) = all.split_first()?;
    let mut parts = vec![first];
    while let [point, part, more @ ..] = rest
        && point.is_symbol(".")
        && part.identifier().is_some()
    {
        parts.push(part);
        rest = more;
    }
    let last = *parts.last()?;
    let schema = parts.len().checked_sub(2).and_then(|at| parts.get(at));
    let identifier = |token: &Token<'_>| Identifier::new(token.identifier()?.into_owned()).ok();
    let written = WrittenName {
        schema: schema.and_then(|token| identifier(token)),
        name: identifier(last)?,
        range: first.offset..last.end(),
    };
    Some((written, rest))
}

/// The name to write instead, where another is written than the object has.
fn replacement(
    written: &WrittenName,
    own: &QualifiedName,
    default_schema: Option<&Identifier>,
    case: IdentifierCase,
) -> Option<String> {
    let schema = own.schema.as_ref().or(default_schema);
    let is_own_schema = match (&written.schema, schema) {
        (Some(written), Some(schema)) => same(written, schema, case),
        (Some(_), None) => false,
        (None, _) => own.schema.is_none(),
    };
    let is_own = is_own_schema && same(&written.name, &own.name, case);
    (!is_own).then(|| quoted_name(own))
}

/// The text with other words in some places, in their order.
fn replace(text: &str, changes: &[(std::ops::Range<usize>, String)]) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (range, word) in changes {
        out.push_str(text.get(from..range.start)?);
        out.push_str(word);
        from = range.end;
    }
    out.push_str(text.get(from..)?);
    Some(out.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use backend_core::features::IdentifierCase;
    use backend_core::model::{Identifier, QualifiedName};

    use super::{renamed, renamed_trigger, view};

    #[test]
    fn a_view_is_read_in_its_parts() {
        let text = "-- a view\nCREATE OR ALTER VIEW [dbo].[v] (x, [y z]) WITH SCHEMABINDING, VIEW_METADATA AS\n\
                    SELECT a AS x, b FROM dbo.t -- end\n WITH CHECK OPTION;\n";
        let read = view(text).unwrap();
        assert_eq!(read.columns, ["x", "y z"]);
        assert_eq!(read.attributes, ["SCHEMABINDING", "VIEW_METADATA"]);
        assert_eq!(read.query, "SELECT a AS x, b FROM dbo.t");
        let read = view("create view v as select 1 as [as]").unwrap();
        assert!(read.columns.is_empty() && read.attributes.is_empty());
        assert_eq!(read.query, "select 1 as [as]");
        assert_eq!(view("CREATE TABLE v (a int)"), None);
    }

    #[test]
    fn a_statement_is_of_the_name_that_its_object_has() {
        let own = QualifiedName::new("new name").unwrap();
        let dbo = Identifier::new("dbo").unwrap();
        let of =
            |text, own: &QualifiedName| renamed(text, own, Some(&dbo), IdentifierCase::Insensitive);
        let text = "CREATE PROCEDURE [dbo].[old] @a int AS SELECT 1";
        let expected = "CREATE PROCEDURE [new name] @a int AS SELECT 1";
        assert_eq!(of(text, &own), expected);
        let same = "CREATE  FUNCTION Dbo.[New Name] () RETURNS int AS BEGIN RETURN 1 END";
        assert_eq!(of(same, &own), same);
        let elsewhere = QualifiedName::with_schema("s", "p").unwrap();
        assert_eq!(
            of("create proc p as select 1", &elsewhere),
            "create proc [s].[p] as select 1"
        );
    }

    #[test]
    fn a_trigger_is_on_the_table_that_it_has() {
        let own = QualifiedName::with_schema("s", "tr").unwrap();
        let table = QualifiedName::with_schema("s", "t").unwrap();
        let text = "CREATE TRIGGER s.tr ON s.old AFTER INSERT AS SELECT 1";
        let found = renamed_trigger(text, &own, &table, None, IdentifierCase::Sensitive);
        assert_eq!(
            found,
            "CREATE TRIGGER s.tr ON [s].[t] AFTER INSERT AS SELECT 1"
        );
    }
}
