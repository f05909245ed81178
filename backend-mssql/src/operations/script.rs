//! Scripts: a line `GO` ends a batch, as the server's tools have it, and a semicolon a statement, where the batch is one of plain
//! statements.
//!
//! Variables live as long as their batch, and blocks, routines and views are no plain statements: a batch that has any of these is
//! given whole.

use backend_core::sql::tokenizer::{Token, TokenKind, Tokenizer, split_statements};

use crate::sql::LEXICON;

/// The statements of a script, or the batches that are more than plain statements.
pub(super) fn split(script: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    for batch in batches(script) {
        let mut statements = split_statements(batch, LEXICON);
        if is_whole(batch) || statements.iter().any(|statement| separates(statement)) {
            pieces.push(trimmed(batch));
        } else {
            pieces.append(&mut statements);
        }
    }
    pieces
}

/// The parts of a script between lines of `GO`.
fn batches(script: &str) -> Vec<&str> {
    let tokens: Vec<_> = Tokenizer::new(script, LEXICON).collect();
    let mut batches = Vec::new();
    let mut start = 0;
    for (n, token) in tokens.iter().enumerate() {
        if token.is_keyword("GO") && is_alone(script, &tokens, n) {
            batches.extend(script.get(start..token.offset));
            start = line_end(script, token.end());
        }
    }
    batches.extend(script.get(start..));
    batches.retain(|batch| Tokenizer::new(batch, LEXICON).any(|token| !token.is_trivia()));
    batches
}

/// Whether a statement has a line `GO` only because a semicolon beside it was cut off; the server's tools send such a batch whole.
fn separates(statement: &str) -> bool {
    batches(statement) != [statement]
}

/// Whether a word stands on a line of its own, or has nothing behind it but a number: how often the batch is to run, which
/// nothing here does, so that such a word ends none.
fn is_alone(script: &str, tokens: &[Token<'_>], n: usize) -> bool {
    let Some(token) = tokens.get(n) else {
        return false;
    };
    let line_start = script
        .get(..token.offset)
        .and_then(|before| before.rfind('\n'));
    let before = script.get(line_start.map_or(0, |at| at + 1)..token.offset);
    let behind = script.get(token.end()..line_end(script, token.end()));
    let is_blank = |text: &str| trimmed(text).is_empty();
    before.is_some_and(is_blank)
        && behind.is_some_and(|text| is_blank(text) || trimmed(text).starts_with("--"))
}

/// A text without the whitespace around it: what is whitespace to the server, which is less than there is in Unicode.
fn trimmed(text: &str) -> &str {
    let mut spoken =
        Tokenizer::new(text, LEXICON).filter(|token| token.kind != TokenKind::Whitespace);
    let Some(first) = spoken.next() else {
        return "";
    };
    let end = spoken.last().unwrap_or(first).end();
    text.get(first.offset..end).unwrap_or(text)
}

fn line_end(script: &str, from: usize) -> usize {
    let rest = script.get(from..).unwrap_or_default();
    from + rest.find('\n').unwrap_or(rest.len())
}

/// Words that begin what a semicolon does not end.
const FLOW: [&str; 6] = ["BEGIN", "DECLARE", "IF", "WHILE", "TRY", "GOTO"];
/// What stands alone in its batch when it is made.
const ROUTINES: [&str; 5] = ["FUNCTION", "PROC", "PROCEDURE", "TRIGGER", "VIEW"];

fn is_whole(batch: &str) -> bool {
    let tokens: Vec<_> = Tokenizer::new(batch, LEXICON)
        .filter(|token| !token.is_trivia())
        .collect();
    let mut words = tokens.iter();
    let mut head = words.by_ref().take(4);
    let makes = head
        .next()
        .is_some_and(|word| word.is_keyword("CREATE") || word.is_keyword("ALTER"));
    if makes && head.any(|word| is_any(word, &ROUTINES)) {
        return true;
    }
    tokens.iter().enumerate().any(|(n, token)| {
        let begins_transaction = tokens
            .get(n + 1)
            .is_some_and(|next| is_any(next, &["TRAN", "TRANSACTION", "DISTRIBUTED"]));
        let is_first = n
            .checked_sub(1)
            .and_then(|before| tokens.get(before))
            .is_none_or(|before| before.is_symbol(";") || before.kind == TokenKind::Word);
        is_first && is_any(token, &FLOW) && !begins_transaction
    })
}

fn is_any(token: &Token<'_>, words: &[&str]) -> bool {
    words.iter().any(|word| token.is_keyword(word))
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn lines_of_go_end_batches() {
        for (script, expected) in [
            ("SELECT 1\nGO\nSELECT 2", vec!["SELECT 1", "SELECT 2"]),
            (
                "SELECT 1;\r\n  go  \r\nSELECT 2;\nGo",
                vec!["SELECT 1", "SELECT 2"],
            ),
            (
                "SELECT 1 -- GO\nGO -- next\nSELECT 2",
                vec!["SELECT 1 -- GO", "SELECT 2"],
            ),
            ("SELECT N'a\nGO\nb'", vec!["SELECT N'a\nGO\nb'"]),
            ("/*\nGO\n*/ SELECT 1", vec!["/*\nGO\n*/ SELECT 1"]),
            ("SELECT go FROM t", vec!["SELECT go FROM t"]),
            ("GO\nGO\n", vec![]),
            ("SELECT 1;GO", vec!["SELECT 1;GO"]),
            ("SELECT 1; GO\nSELECT 2;", vec!["SELECT 1; GO\nSELECT 2;"]),
            ("SELECT 1\nGO;\nGO", vec!["SELECT 1\nGO;"]),
            ("IF\n\u{2028}\nGO\u{2028}", vec!["IF\n\u{2028}\nGO\u{2028}"]),
        ] {
            assert_eq!(split(script), expected, "{script}");
        }
    }

    #[test]
    fn plain_statements_end_at_semicolons_and_others_with_their_batch() {
        let routine = "CREATE OR ALTER PROCEDURE p AS SELECT 1; SELECT 2;";
        let block = "DECLARE @a int = 1; SELECT @a;";
        let flow = "IF 1 = 1 SELECT 1; SELECT 2;";
        let view = "create view [v] as select 1 as [a];";
        for whole in [routine, block, flow, view] {
            let script = format!("SELECT 1; SELECT 2;\nGO\n{whole}\nGO\nSELECT 3");
            assert_eq!(split(&script), ["SELECT 1", "SELECT 2", whole, "SELECT 3"]);
        }
        let transaction = "BEGIN TRANSACTION; INSERT INTO t VALUES (1); COMMIT";
        assert_eq!(
            split(transaction),
            ["BEGIN TRANSACTION", "INSERT INTO t VALUES (1)", "COMMIT"]
        );
        assert_eq!(
            split("SELECT CASE WHEN 1 = 1 THEN 2 END; SELECT 1").len(),
            2
        );
    }
}
