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

/// A condition in its parts that must all hold.
pub(super) struct Condition<'a> {
    /// The columns that must not be NULL.
    pub(super) not_null: Vec<String>,
    /// The other parts.
    pub(super) others: Vec<&'a str>,
}

/// Takes a condition apart; columns that must not be NULL are told from the rest where `is_told` says so.
pub(super) fn condition<'a>(text: &'a str, is_told: impl Fn(&str) -> bool) -> Condition<'a> {
    let all: Vec<Token<'_>> = tokens(text).collect();
    let mut depth = 0_i32;
    let parts = all.split(|token| {
        depth += i32::from(token.is_symbol("(")) - i32::from(token.is_symbol(")"));
        depth == 0 && token.is_keyword("AND")
    });
    let mut condition = Condition {
        not_null: Vec::new(),
        others: Vec::new(),
    };
    for part in parts {
        match not_null(part) {
            Some(column) if is_told(&column) => condition.not_null.push(column),
            _ => {
                if let (Some(first), Some(last)) = (part.first(), part.last()) {
                    condition.others.extend(text.get(first.offset..last.end()));
                }
            }
        }
    }
    condition
}

/// The column of `[a] IS NOT NULL`, in parentheses or not.
fn not_null(tokens: &[Token<'_>]) -> Option<String> {
    match tokens {
        [open, inner @ .., close] if open.is_symbol("(") && close.is_symbol(")") => not_null(inner),
        [column, is, not, null]
            if is.is_keyword("IS") && not.is_keyword("NOT") && null.is_keyword("NULL") =>
        {
            Some(column.identifier()?.into_owned())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{bare, condition};

    #[test]
    fn the_parentheses_around_an_expression_go() {
        assert_eq!(
            bare("(([x]>(0)) OR [x] IS NULL)"),
            "([x]>(0)) OR [x] IS NULL"
        );
        assert_eq!(bare("((N'(')+[a])"), "(N'(')+[a]");
    }

    #[test]
    fn a_condition_is_taken_apart() {
        let found = |text| {
            let found = condition(text, |column| column != "kept");
            (found.not_null.join(" "), found.others.join("; "))
        };
        for (text, not_null, others) in [
            ("[a] IS NOT NULL", "a", ""),
            ("[a b] IS NOT NULL AND [c]]d] IS NOT NULL", "a b c]d", ""),
            ("(a IS NOT NULL) AND (b > 0)", "a", "(b > 0)"),
            (
                "[kept] IS NOT NULL AND [b]>(0)",
                "",
                "[kept] IS NOT NULL; [b]>(0)",
            ),
            (
                "[a] IS NOT NULL OR [b] IS NOT NULL",
                "",
                "[a] IS NOT NULL OR [b] IS NOT NULL",
            ),
            (
                "([a] IS NOT NULL AND [b]>(0)) AND [c]=N'x AND y'",
                "",
                "([a] IS NOT NULL AND [b]>(0)); [c]=N'x AND y'",
            ),
            ("", "", ""),
        ] {
            assert_eq!(
                found(text),
                (not_null.to_owned(), others.to_owned()),
                "{text}"
            );
        }
    }
}
