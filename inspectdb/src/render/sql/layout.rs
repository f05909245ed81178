//! A statement as a person reads it: what is between a new table's parentheses stands a line each.

use backend_core::sql::tokenizer::{Lexicon, Token, TokenKind, Tokenizer};

/// The statement with line breaks, where it makes a table; nothing but blanks differs. One that holds a comment stays as it is:
/// to some databases, where it stands tells what it is about.
pub(super) fn laid_out(sql: &str, lexicon: Lexicon) -> String {
    let tokens: Vec<Token<'_>> = Tokenizer::new(sql, lexicon).collect();
    match group(&tokens) {
        Some((open, close)) => broken(sql, &tokens, open, close),
        None => sql.to_owned(),
    }
}

/// Whether what follows on the last line of a statement would be part of a comment.
pub(super) fn ends_in_comment(sql: &str, lexicon: Lexicon) -> bool {
    Tokenizer::new(sql, lexicon)
        .last()
        .is_some_and(|token| token.kind == TokenKind::LineComment)
}

/// The parentheses around a new table's columns, by the numbers of their tokens.
fn group(tokens: &[Token<'_>]) -> Option<(usize, usize)> {
    let is_closed = |token: &Token<'_>| token.is_comment() || token.kind == TokenKind::Unterminated;
    if tokens.iter().any(is_closed) || !tokens.first()?.is_keyword("CREATE") {
        return None;
    }
    let open = tokens.iter().position(|token| token.is_symbol("("))?;
    let head = tokens.get(1..open)?;
    let mut words = head.iter().filter(|token| !token.is_trivia());
    if !words
        .by_ref()
        .take(2)
        .any(|token| token.is_keyword("TABLE"))
    {
        return None;
    }
    let is_name =
        |token: &Token<'_>| token.kind == TokenKind::QuotedIdentifier || token.is_symbol(".");
    if !words.all(is_name) {
        return None;
    }
    let mut depth = 0_u32;
    let close = tokens.iter().position(|token| {
        if token.is_symbol("(") {
            depth += 1;
        } else if token.is_symbol(")") {
            depth = depth.saturating_sub(1);
            return depth == 0;
        }
        false
    })?;
    Some((open, close))
}

fn broken(sql: &str, tokens: &[Token<'_>], open: usize, close: usize) -> String {
    const INDENT: &str = "\n    ";
    let mut out = String::with_capacity(sql.len() * 2);
    let mut depth = 0_u32;
    let mut is_at_start = false;
    for (n, token) in tokens.iter().enumerate() {
        if n == close && open + 1 < close {
            out.push('\n');
        }
        if is_at_start && token.kind == TokenKind::Whitespace {
            continue;
        }
        is_at_start = false;
        out.push_str(token.text);
        if token.is_symbol("(") {
            depth += 1;
        } else if token.is_symbol(")") {
            depth = depth.saturating_sub(1);
        }
        let ends_item = n == open || (n < close && depth == 1 && token.is_symbol(","));
        if ends_item && n >= open && open + 1 < close {
            out.push_str(INDENT);
            is_at_start = true;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use backend_core::sql::tokenizer::Lexicon;

    use super::{ends_in_comment, laid_out};

    #[test]
    fn only_the_columns_of_a_new_table_are_broken() {
        let laid_out = |sql| laid_out(sql, Lexicon::STANDARD);
        assert_eq!(
            laid_out(
                "CREATE TABLE \"a\".\"b\" (\"c\" decimal(9, 2), CHECK (c in (1, 2)), \"(,\" text) STRICT, X (1, 2)"
            ),
            "CREATE TABLE \"a\".\"b\" (\n    \"c\" decimal(9, 2),\n    CHECK (c in (1, 2)),\n    \"(,\" text\n) STRICT, X (1, 2)"
        );
        for same in [
            "CREATE TABLE \"a\" PARTITION OF \"b\" FOR VALUES IN (1, 2)",
            "CREATE VIRTUAL TABLE \"a\" USING fts5(b, c)",
            "CREATE INDEX \"a\" ON \"b\" (\"c\", \"d\")",
            "CREATE TABLE \"a\" (\"b\" text, -- so\n \"c\" text)",
            "CREATE TABLE \"a\" ()",
            "CREATE VIEW \"table\" (\"a\", \"b\") AS SELECT 1, 2",
        ] {
            assert_eq!(laid_out(same), same);
        }
    }

    #[test]
    fn a_comment_at_the_end_is_found() {
        assert!(ends_in_comment("SELECT 1 -- so", Lexicon::STANDARD));
        assert!(!ends_in_comment("SELECT '-- so'", Lexicon::STANDARD));
    }
}
