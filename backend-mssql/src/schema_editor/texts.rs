//! Columns in texts of T-SQL: whether a text means one, and the text with another name in its place.
//!
//! The texts are conditions of checks and indexes and expressions of computed columns, which name columns of their own table,
//! functions and types.

use std::borrow::Cow;

use backend_core::features::IdentifierCase;
use backend_core::model::{Identifier, QualifiedName};
use backend_core::sql::Writer;
use backend_core::sql::tokenizer::{Token, TokenKind, Tokenizer};

use crate::sql::{LEXICON, SYNTAX};

/// The functions whose first argument is a type.
const TYPE_FIRST: [&str; 2] = ["CONVERT", "TRY_CONVERT"];
/// The functions whose first argument is a part of dates.
const PART_FIRST: [&str; 8] = [
    "DATEADD",
    "DATEDIFF",
    "DATEDIFF_BIG",
    "DATENAME",
    "DATEPART",
    "DATETRUNC",
    "DATE_BUCKET",
    "FORMAT",
];

/// Whether two names are one to the server.
pub(super) fn same(case: IdentifierCase, one: &str, other: &str) -> bool {
    one == other
        || (case == IdentifierCase::Insensitive && one.to_lowercase() == other.to_lowercase())
}

/// Whether a text means a column.
pub(super) fn means(text: &str, column: &Identifier, case: IdentifierCase) -> bool {
    let tokens: Vec<Token<'_>> = Tokenizer::new(text, LEXICON).collect();
    (0..tokens.len()).any(|n| is_column(&tokens, n, column, case))
}

/// Whether a text says a name, as a view that reads a table does.
pub(super) fn says(text: &str, name: &Identifier, case: IdentifierCase) -> bool {
    Tokenizer::new(text, LEXICON)
        .filter_map(|token| token.identifier().map(Cow::into_owned))
        .any(|said| same(case, &said, name.as_str()))
}

/// The text with another name in each place of a column.
pub(super) fn renamed(
    text: &str,
    (from, to): (&Identifier, &Identifier),
    case: IdentifierCase,
) -> String {
    let tokens: Vec<Token<'_>> = Tokenizer::new(text, LEXICON).collect();
    let mut out = String::with_capacity(text.len());
    for (n, token) in tokens.iter().enumerate() {
        if is_column(&tokens, n, from, case) {
            out.push_str(&quoted(to));
        } else {
            out.push_str(token.text);
        }
    }
    out
}

fn is_column(tokens: &[Token<'_>], n: usize, column: &Identifier, case: IdentifierCase) -> bool {
    let Some(token) = tokens.get(n) else {
        return false;
    };
    let named = token.identifier();
    if !named.is_some_and(|name| same(case, &name, column.as_str())) {
        return false;
    }
    let said = |token: &&Token<'_>| !token.is_trivia();
    let mut before = tokens
        .get(..n)
        .unwrap_or_default()
        .iter()
        .rev()
        .filter(said);
    let next = tokens.get(n + 1..).unwrap_or_default().iter().find(said);
    let is_function = next.is_some_and(|next| next.is_symbol("("));
    let is_table = next.is_some_and(|next| next.is_symbol("."));
    let is_type_or_collation =
        |token: &Token<'_>| ["AS", "COLLATE"].iter().any(|word| token.is_keyword(word));
    let previous = before.next();
    if is_function || is_table || previous.is_some_and(is_type_or_collation) {
        return false;
    }
    let is_first_of = |functions: &[&str]| {
        previous.is_some_and(|open| open.is_symbol("("))
            && before
                .clone()
                .next()
                .and_then(Token::identifier)
                .is_some_and(|name| functions.iter().any(|it| it.eq_ignore_ascii_case(&name)))
    };
    let is_part = token.kind == TokenKind::Word && is_first_of(&PART_FIRST);
    !is_first_of(&TYPE_FIRST) && !is_part
}

/// A name in brackets.
pub(super) fn quoted(name: &Identifier) -> String {
    written(|out| {
        out.identifier(name);
    })
}

/// A name and its schema in brackets, as system procedures take one that can need them.
pub(super) fn quoted_name(name: &QualifiedName) -> String {
    written(|out| {
        out.name(name);
    })
}

fn written(write: impl FnOnce(&mut Writer<'_>)) -> String {
    let mut out = Writer::new(&SYNTAX);
    write(&mut out);
    out.as_str().to_owned()
}

#[cfg(test)]
mod tests {
    use backend_core::features::IdentifierCase;
    use backend_core::model::Identifier;

    use super::{means, renamed, says};

    fn id(text: &str) -> Identifier {
        Identifier::new(text).unwrap()
    }

    #[test]
    fn a_column_is_renamed_wherever_it_is_one_and_nowhere_else() {
        for (text, expected) in [
            ("[n]>(0)", "[m]>(0)"),
            ("n > 0 AND N < 9", "[m] > 0 AND [m] < 9"),
            ("N'n' + [n] -- n", "N'n' + [m] -- n"),
            ("n(1) > [t].[n]", "n(1) > [t].[m]"),
            ("[n].[x] > 0", "[n].[x] > 0"),
            ("CONVERT([n],[n])", "CONVERT([n],[m])"),
            ("CAST(n AS n)", "CAST([m] AS n)"),
            ("DATEPART(n, [n])", "DATEPART(n, [m])"),
            ("DATEADD([n], n)", "DATEADD([m], [m])"),
            ("[a n]=[n ]", "[a n]=[n ]"),
        ] {
            let names = (&id("n"), &id("m"));
            let found = renamed(text, names, IdentifierCase::Insensitive);
            assert_eq!(found, expected, "{text}");
            let is_meant = means(text, &id("n"), IdentifierCase::Insensitive);
            assert_eq!(is_meant, text != expected, "{text}");
        }
    }

    #[test]
    fn names_are_compared_as_the_database_compares_them() {
        assert!(says(
            "SELECT 1 FROM [É]",
            &id("é"),
            IdentifierCase::Insensitive
        ));
        assert!(!says(
            "SELECT 1 FROM [É]",
            &id("é"),
            IdentifierCase::Sensitive
        ));
        assert!(!means("[N]", &id("n"), IdentifierCase::Sensitive));
        let names = (&id("n"), &id("a]b"));
        assert_eq!(renamed("[n]", names, IdentifierCase::Sensitive), "[a]]b]");
    }
}
