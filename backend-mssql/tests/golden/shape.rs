//! [`shape`]: statements that differ only in names, values and the lengths of lists have one form. [`shortened`]: a long list of
//! values, as it is kept.

use std::borrow::Cow;

use backend_core::sql::tokenizer::{Token, TokenKind, Tokenizer};
use backend_mssql::BACKEND;

/// How many items of a list of values are kept.
const KEPT_ITEMS: usize = 3;
/// Longer lists are cut.
const LONG_LIST: usize = 8;
/// The most tokens of an item that is looked for in a list.
const LONGEST_ITEM: usize = 40;

pub(crate) fn tokens(sql: &str) -> Vec<Token<'_>> {
    Tokenizer::new(sql, BACKEND.operations.syntax().lexicon)
        .filter(|token| !token.is_trivia())
        .collect()
}

pub(crate) fn has_comment(sql: &str) -> bool {
    let mut tokens = Tokenizer::new(sql, BACKEND.operations.syntax().lexicon);
    tokens.any(|token| token.is_comment())
}

/// The form of a statement.
pub(crate) fn shape(sql: &str) -> String {
    let mut out: Vec<Cow<'_, str>> = Vec::new();
    for token in tokens(sql) {
        let begins = matches!(out.last().map(Cow::as_ref), Some("(" | "," | "VALUES"));
        if begins && token.is_symbol("-") {
            // The sign of a value.
            continue;
        }
        out.push(form(&token));
        collapse(&mut out);
    }
    out.join(" ")
}

/// A token without what somebody chose.
fn form<'a>(token: &Token<'a>) -> Cow<'a, str> {
    match token.kind {
        TokenKind::QuotedIdentifier => "[]".into(),
        TokenKind::String if token.text.starts_with('N') => "N''".into(),
        TokenKind::String => "''".into(),
        TokenKind::Placeholder if token.text.starts_with("@P") => "@P".into(),
        TokenKind::Number => "0".into(),
        _ => token.text.into(),
    }
}

/// Takes the last item of a list away where it is like the one before it.
fn collapse(out: &mut Vec<Cow<'_, str>>) {
    for length in 1..=LONGEST_ITEM {
        let Some(start) = out.len().checked_sub(2 * length + 1) else {
            return;
        };
        let (before, behind) = out[start..].split_at(length);
        if behind[0] == "," && behind[1..] == *before && is_balanced(before) {
            out.truncate(start + length);
            return;
        }
    }
}

fn is_balanced(item: &[impl AsRef<str>]) -> bool {
    let mut open = 0_usize;
    for text in item {
        match text.as_ref() {
            "(" => open += 1,
            ")" if open == 0 => return false,
            ")" => open -= 1,
            _ => {}
        }
    }
    open == 0
}

/// The statement, with the first items alone of long lists of values.
pub(crate) fn shortened(sql: &str) -> String {
    let tokens = tokens(sql);
    let mut out = String::new();
    let (mut at, mut copied) = (0, 0);
    while at < tokens.len() {
        let ends = if begins_list(&tokens, at) {
            ends_of_items(&tokens, at)
        } else {
            Vec::new()
        };
        at += 1;
        if let (LONG_LIST.., Some(&last)) = (ends.len(), ends.last()) {
            let kept = ends[KEPT_ITEMS - 1];
            out.push_str(sql.get(copied..tokens[kept].end()).unwrap());
            out.push_str(&format!(" /* and {} more */", ends.len() - KEPT_ITEMS));
            copied = tokens[last].end();
            at = last + 1;
        }
    }
    out.push_str(sql.get(copied..).unwrap());
    out
}

fn begins_list(tokens: &[Token<'_>], at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| {
        let before = &tokens[before];
        before.is_symbol("(") || before.is_keyword("VALUES")
    })
}

/// The last tokens of the items of the list of values that begins here: single values, or rows of them.
fn ends_of_items(tokens: &[Token<'_>], mut at: usize) -> Vec<usize> {
    let mut ends = Vec::new();
    loop {
        let row = tokens.get(at).is_some_and(|token| token.is_symbol("("));
        let end = if row {
            end_of_row(tokens, at + 1)
        } else {
            end_of_value(tokens, at)
        };
        let Some(end) = end else { return ends };
        ends.push(end);
        if !tokens
            .get(end + 1)
            .is_some_and(|token| token.is_symbol(","))
        {
            return ends;
        }
        at = end + 2;
    }
}

fn end_of_row(tokens: &[Token<'_>], mut at: usize) -> Option<usize> {
    loop {
        let end = end_of_value(tokens, at)?;
        let behind = tokens.get(end + 1)?;
        if behind.is_symbol(")") {
            return Some(end + 1);
        }
        if !behind.is_symbol(",") {
            return None;
        }
        at = end + 2;
    }
}

/// The last token of a value, of which only a number has another: its sign.
fn end_of_value(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let at = if tokens.get(at)?.is_symbol("-") {
        at + 1
    } else {
        at
    };
    let token = tokens.get(at)?;
    let is_value = match token.kind {
        TokenKind::Number | TokenKind::String | TokenKind::Placeholder => true,
        _ => token.is_keyword("NULL"),
    };
    let is_whole = tokens
        .get(at + 1)
        .is_none_or(|behind| behind.is_symbol(",") || behind.is_symbol(")"));
    (is_value && is_whole).then_some(at)
}

#[test]
fn names_values_and_lengths_make_no_form() {
    for (one, other, same) in [
        (
            "SELECT * FROM (VALUES (1, -2), (1, 2)) AS t",
            "SELECT * FROM (VALUES (1, 2)) AS t",
            true,
        ),
        ("SELECT [a] - 1", "SELECT [a]", false),
        (
            "SELECT [a].[b] FROM [a] WHERE [c] = @P1",
            "SELECT [x].[y] FROM [z] WHERE [d] = @P7",
            true,
        ),
        (
            "INSERT INTO [t] ([a]) VALUES (@P1)",
            "INSERT INTO [t] ([a], [b]) VALUES (@P1, @P2), (@P3, @P4)",
            true,
        ),
        ("SELECT N'a', 1", "SELECT N'b', 2", true),
        ("SELECT N'a'", "SELECT 'a'", false),
        ("SELECT [a]", "SELECT [a] FROM [b]", false),
        ("SELECT LEN([a]), 1", "SELECT LEN([a]), LEN([b]), 1", true),
        ("SELECT MIN([a])", "SELECT MAX([a])", false),
    ] {
        assert_eq!(shape(one) == shape(other), same, "{one}\n{other}");
    }
}

#[test]
fn long_lists_of_values_are_cut() {
    let row = "(1, -2, NULL), ";
    let long = format!(
        "SELECT * FROM (VALUES {}(1, -2, NULL)) AS [t]([a]) WHERE [a] IN (1, 2)",
        row.repeat(9)
    );
    assert_eq!(
        shortened(&long),
        "SELECT * FROM (VALUES (1, -2, NULL), (1, -2, NULL), (1, -2, NULL) /* and 7 more */) AS [t]([a]) WHERE [a] IN (1, 2)"
    );
    let names = format!("SELECT ({}[a])", "[a], ".repeat(20));
    assert_eq!(shortened(&names), names);
    let parameters = format!("[a] IN ({}@P1)", "@P1, ".repeat(20));
    assert_eq!(
        shortened(&parameters),
        "[a] IN (@P1, @P1, @P1 /* and 18 more */)"
    );
}
