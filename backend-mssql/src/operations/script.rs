//! Scripts: a line `GO` ends a batch, as the server's tools have it, and a semicolon a statement, where the batch is one of plain
//! statements. `GO 3` repeats what is before it.
//!
//! Variables live as long as their batch, and blocks, routines and views are no plain statements: a batch that has any of these is
//! given whole.

use backend_core::sql::tokenizer::{Token, TokenKind, Tokenizer, split_statements};

use crate::sql::LEXICON;

/// How often `GO` repeats a batch at most. A greater number is none of `GO`'s, and neither is 0: such a line ends no batch, and the server
/// says where it stands.
const MOST_TIMES: usize = 100_000;

/// The statements of a script, or the batches that are more than plain statements, as often as they are to run.
pub(super) fn split(script: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    for batch in batches(script) {
        let mut statements = split_statements(batch.text, LEXICON);
        if is_whole(batch.text) || statements.iter().any(|statement| separates(statement)) {
            statements = vec![batch.text];
        }
        for _ in 0..batch.times {
            pieces.extend_from_slice(&statements);
        }
    }
    pieces
}

/// A part of a script that is sent at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Batch<'s> {
    /// Its text, without the spaces around it; it says something.
    pub(crate) text: &'s str,
    /// How often it is sent.
    pub(crate) times: usize,
}

/// The parts of a script between lines of `GO`, as the server's own shells understand them.
///
/// Source: <https://learn.microsoft.com/sql/t-sql/language-elements/sql-server-utilities-statements-go>.
pub(crate) fn batches(script: &str) -> Vec<Batch<'_>> {
    let tokens: Vec<_> = Tokenizer::new(script, LEXICON).collect();
    let mut batches = Vec::new();
    let mut start = 0;
    let mut begins_line = true;
    for (n, token) in tokens.iter().enumerate() {
        if begins_line
            && token.is_keyword("GO")
            && let Some((times, end)) = end_of_go(&tokens, n + 1, script.len())
        {
            push(&mut batches, script.get(start..token.offset), times);
            start = end;
        }
        begins_line = match token.kind {
            TokenKind::Whitespace => begins_line || token.text.contains('\n'),
            _ => token.text.ends_with('\n'),
        };
    }
    push(&mut batches, script.get(start..), 1);
    batches
}

/// How often, and where the line ends, where nothing but a number and a comment follows.
fn end_of_go(tokens: &[Token<'_>], start: usize, length: usize) -> Option<(usize, usize)> {
    let mut times = None;
    for token in tokens.iter().skip(start) {
        if token.kind == TokenKind::Whitespace {
            if token.text.contains('\n') {
                return Some((times.unwrap_or(1), token.offset));
            }
        } else if token.kind == TokenKind::Number && times.is_none() {
            let number = token.text.parse().ok();
            times = Some(number.filter(|number| (1..=MOST_TIMES).contains(number))?);
        } else if !token.is_comment() {
            return None;
        }
    }
    Some((times.unwrap_or(1), length))
}

fn push<'s>(batches: &mut Vec<Batch<'s>>, text: Option<&'s str>, times: usize) {
    let text = trimmed(text.unwrap_or_default());
    if Tokenizer::new(text, LEXICON).any(|token| !token.is_trivia()) {
        batches.push(Batch { text, times });
    }
}

/// Whether a statement has a line `GO` only because a semicolon beside it was cut off; the server's tools send such a batch whole.
fn separates(statement: &str) -> bool {
    batches(statement)
        != [Batch {
            text: statement,
            times: 1,
        }]
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
    use super::{MOST_TIMES, batches, split};

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
            ("SELECT 'a\nb' GO\n", vec!["SELECT 'a\nb' GO"]),
            ("/* a\n*/ GO\n", vec!["/* a\n*/ GO"]),
        ] {
            assert_eq!(split(script), expected, "{script}");
        }
    }

    #[test]
    fn a_number_behind_go_repeats_the_batch() {
        for (script, expected) in [
            (
                "SELECT 1; SELECT 2\n go 2 -- twice\nSELECT 3",
                vec!["SELECT 1", "SELECT 2", "SELECT 1", "SELECT 2", "SELECT 3"],
            ),
            (
                "DECLARE @a int = 1; SELECT @a\r\nGO 2\r\n",
                vec!["DECLARE @a int = 1; SELECT @a"; 2],
            ),
            ("SELECT 1\nGO\t1 /* once */\nGO 3", vec!["SELECT 1"]),
            ("SELECT 1; GO 2\nSELECT 2", vec!["SELECT 1; GO 2\nSELECT 2"]),
            // What is no number of times is the server's to refuse, with its place.
            ("SELECT 1\nGO 0", vec!["SELECT 1\nGO 0"]),
            ("SELECT 1\nGO -1", vec!["SELECT 1\nGO -1"]),
            ("SELECT 1\nGO 2 3", vec!["SELECT 1\nGO 2 3"]),
            ("SELECT 1\nGO 1.5", vec!["SELECT 1\nGO 1.5"]),
            ("SELECT 1\nGO 100001", vec!["SELECT 1\nGO 100001"]),
            ("SELECT 1\nGO AWAY", vec!["SELECT 1\nGO AWAY"]),
        ] {
            assert_eq!(split(script), expected, "{script}");
        }
        let script = format!("SELECT 1\nGO {MOST_TIMES}");
        assert_eq!(batches(&script)[0].times, MOST_TIMES);
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
