//! Expressions as the server keeps them, and names as they are written in them.

use backend_core::model::{Identifier, QualifiedName};
use backend_core::sql::Writer;
use backend_core::sql::tokenizer::{self, Token, Tokenizer};

use crate::sql::{LEXICON, SYNTAX};

/// An expression without the parentheses around the whole of it.
pub(super) fn bare(expression: &str) -> &str {
    tokenizer::bare(expression, LEXICON)
}

/// The tokens that say something.
pub(super) fn tokens(sql: &str) -> impl Iterator<Item = Token<'_>> {
    Tokenizer::new(sql, LEXICON).filter(|token| !token.is_trivia())
}

/// Writes a piece of SQL.
pub(super) fn written(write: impl FnOnce(&mut Writer<'_>)) -> String {
    let mut out = Writer::new(&SYNTAX);
    write(&mut out);
    out.as_str().to_owned()
}

/// A name between its brackets.
pub(super) fn quoted(name: &Identifier) -> String {
    written(|out| {
        out.identifier(name);
    })
}

/// A name and its schema between their brackets.
pub(super) fn quoted_name(name: &QualifiedName) -> String {
    written(|out| {
        out.name(name);
    })
}

/// Names between their brackets, with `, ` between two.
pub(super) fn quoted_list<'n>(names: impl IntoIterator<Item = &'n Identifier>) -> String {
    let names: Vec<_> = names.into_iter().map(quoted).collect();
    names.join(", ")
}

/// The columns that a condition demands not to be NULL, where it demands nothing else: `[a] IS NOT NULL AND [b] IS NOT NULL`.
pub(super) fn not_null_columns(condition: &str) -> Option<Vec<String>> {
    let mut columns = Vec::new();
    let mut all: &[Token<'_>] = &tokens(condition).collect::<Vec<_>>();
    // Each part can stand in parentheses, and so can the whole.
    loop {
        let (column, rest) = not_null(all)?;
        columns.push(column);
        match rest {
            [] => return Some(columns),
            [and, more @ ..] if and.is_keyword("AND") => all = more,
            _ => return None,
        }
    }
}

/// The column of the `[a] IS NOT NULL` that tokens begin with, in parentheses or not.
fn not_null<'t, 'a>(tokens: &'t [Token<'a>]) -> Option<(String, &'t [Token<'a>])> {
    match tokens {
        [open, inner @ ..] if open.is_symbol("(") => {
            let (column, rest) = not_null(inner)?;
            match rest {
                [close, rest @ ..] if close.is_symbol(")") => Some((column, rest)),
                _ => None,
            }
        }
        [column, is, not, null, rest @ ..]
            if is.is_keyword("IS") && not.is_keyword("NOT") && null.is_keyword("NULL") =>
        {
            Some((column.identifier()?.into_owned(), rest))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{bare, not_null_columns};

    #[test]
    fn the_parentheses_around_an_expression_go() {
        assert_eq!(
            bare("(([x]>(0)) OR [x] IS NULL)"),
            "([x]>(0)) OR [x] IS NULL"
        );
        assert_eq!(bare("((N'(')+[a])"), "(N'(')+[a]");
    }

    #[test]
    fn conditions_that_keep_nulls_out_are_told_from_others() {
        let found = |condition| not_null_columns(condition).map(|found| found.join(" "));
        for (condition, expected) in [
            ("[a] IS NOT NULL", Some("a")),
            ("([a b] IS NOT NULL AND [c]]d] IS NOT NULL)", None),
            ("[a b] IS NOT NULL AND [c]]d] IS NOT NULL", Some("a b c]d")),
            ("(a IS NOT NULL) AND (b IS NOT NULL)", Some("a b")),
            ("[a] IS NOT NULL OR [b] IS NOT NULL", None),
            ("[a] IS NOT NULL AND [b]>(0)", None),
            ("[a] IS NULL", None),
            ("", None),
        ] {
            assert_eq!(found(condition).as_deref(), expected, "{condition}");
        }
    }
}
