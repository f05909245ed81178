//! Programs: texts of several statements, cut where T-SQL ends a statement. Where its shell ends a batch, `operations/script.rs` says.
//!
//! T-SQL needs no semicolons, so what has none is one piece.

use backend_core::sql::tokenizer::{Token, Tokenizer};

use crate::sql::LEXICON;

/// The statements of one batch.
#[derive(Debug)]
pub(super) struct Pieces<'q> {
    pieces: Vec<&'q str>,
    begins_program: bool,
    is_program: bool,
}

/// Words that begin what belongs together: variables live as long as the batch that declares them, and what follows a condition or
/// a label is no statement by itself.
const PROGRAM: [&str; 13] = [
    "BREAK", "CONTINUE", "DECLARE", "ELSE", "FETCH", "GOTO", "IF", "OPEN", "PRINT", "RETURN",
    "THROW", "WAITFOR", "WHILE",
];

/// What is stored with everything up to the end of its batch.
const ROUTINES: [&str; 4] = ["FUNCTION", "PROC", "PROCEDURE", "TRIGGER"];

impl<'q> Pieces<'q> {
    /// The statements of a batch, whose tokens these are without spaces and comments.
    pub(super) fn of(sql: &'q str, tokens: &[Token<'_>]) -> Self {
        let mut pieces = Vec::new();
        let (mut begins_program, mut is_program) = (false, false);
        let mut rest = tokens;
        while let Some((first, _)) = rest.split_first() {
            let end = end_of_statement(rest);
            let (statement, after) = rest.split_at_checked(end).unwrap_or((rest, &[]));
            if let Some(last) = statement.last() {
                begins_program |=
                    pieces.is_empty() && (belongs_together(statement) || first.is_keyword("SET"));
                is_program |= belongs_together(statement);
                pieces.extend(sql.get(first.offset..last.end()));
            }
            rest = after.split_first().map_or(&[], |(_, rest)| rest);
        }
        Self {
            pieces,
            begins_program,
            is_program,
        }
    }

    /// Whether the first of them says that more will follow: a declaration, a setting, a condition, a block.
    pub(super) const fn begins_program(&self) -> bool {
        self.begins_program
    }

    /// How many there are.
    pub(super) const fn len(&self) -> usize {
        self.pieces.len()
    }
}

/// Whether a statement makes no sense by itself.
fn belongs_together(statement: &[Token<'_>]) -> bool {
    match statement {
        [first, second, ..] if first.is_keyword("BEGIN") => !begins_otherwise(second),
        // A label.
        [_, colon, ..] if colon.is_symbol(":") => true,
        [first, ..] => PROGRAM.iter().any(|word| first.is_keyword(word)),
        [] => false,
    }
}

/// How many tokens the statement has that begins here, without its semicolon.
fn end_of_statement(tokens: &[Token<'_>]) -> usize {
    if is_routine(tokens) {
        return tokens.len();
    }
    let mut open = 0_usize;
    let mut previous: Option<&Token<'_>> = None;
    for (index, token) in tokens.iter().enumerate() {
        let is_name = previous.is_some_and(|previous| previous.is_symbol("."));
        previous = Some(token);
        if token.is_symbol(";") {
            if open == 0 {
                return index;
            }
        } else if token.is_symbol("(") || token.is_keyword("CASE") {
            open += 1;
        } else if token.is_keyword("BEGIN") && !is_name {
            let begins_block = tokens
                .get(index + 1)
                .is_none_or(|next| !begins_otherwise(next));
            open += usize::from(begins_block);
        } else if token.is_symbol(")") || (token.is_keyword("END") && !is_name) {
            open = open.saturating_sub(1);
        }
    }
    tokens.len()
}

/// Whether `BEGIN` before this word begins no block.
fn begins_otherwise(next: &Token<'_>) -> bool {
    [
        "TRAN",
        "TRANSACTION",
        "DISTRIBUTED",
        "DIALOG",
        "CONVERSATION",
    ]
    .iter()
    .any(|word| next.is_keyword(word))
}

/// `CREATE [OR ALTER] PROCEDURE …`.
fn is_routine(tokens: &[Token<'_>]) -> bool {
    let mut words = tokens.iter().peekable();
    let begins = words
        .next_if(|word| word.is_keyword("CREATE") || word.is_keyword("ALTER"))
        .is_some();
    words.next_if(|word| word.is_keyword("OR"));
    words.next_if(|word| word.is_keyword("ALTER"));
    begins
        && words
            .next()
            .is_some_and(|word| ROUTINES.iter().any(|routine| word.is_keyword(routine)))
}

/// The statements of a batch of a script, or all of it where they only make sense together.
pub(super) fn statements(batch: &str) -> Vec<&str> {
    let tokens: Vec<Token<'_>> = Tokenizer::new(batch, LEXICON)
        .filter(|token| !token.is_trivia())
        .collect();
    let pieces = Pieces::of(batch, &tokens);
    if pieces.is_program {
        vec![batch]
    } else {
        pieces.pieces
    }
}

#[cfg(test)]
mod tests {
    use super::statements;

    #[test]
    fn a_batch_is_cut_into_its_statements() {
        for (script, expected) in [
            ("", &[] as &[&str]),
            (" ; -- nothing\n;", &[]),
            ("SELECT 1; SELECT 2;", &["SELECT 1", "SELECT 2"]),
            (
                "INSERT INTO t VALUES (';'); DELETE FROM [a;b] -- ;\n",
                &["INSERT INTO t VALUES (';')", "DELETE FROM [a;b]"],
            ),
            (
                "BEGIN TRAN; DELETE FROM t; COMMIT",
                &["BEGIN TRAN", "DELETE FROM t", "COMMIT"],
            ),
            (
                "UPDATE t SET a = CASE WHEN b = 1 THEN 2 END; SELECT 1",
                &["UPDATE t SET a = CASE WHEN b = 1 THEN 2 END", "SELECT 1"],
            ),
            ("SET NOCOUNT ON; SELECT 1", &["SET NOCOUNT ON", "SELECT 1"]),
            (
                "CREATE TABLE t (a int)\nCREATE TABLE u (a int)",
                &["CREATE TABLE t (a int)\nCREATE TABLE u (a int)"],
            ),
            (
                "DROP VIEW v; CREATE PROCEDURE p AS SELECT 1; SELECT 2",
                &["DROP VIEW v", "CREATE PROCEDURE p AS SELECT 1; SELECT 2"],
            ),
        ] {
            assert_eq!(statements(script), expected, "{script}");
        }
    }

    #[test]
    fn a_program_stays_whole() {
        for program in [
            "DECLARE @x int = 1; SELECT @x; SELECT 2",
            "IF 1 = 1 BEGIN SELECT 1; SELECT 2; END; SELECT 3",
            "BEGIN TRY SELECT 1; END TRY BEGIN CATCH THROW; END CATCH; SELECT 2",
            "SELECT 1; WHILE 1 = 1 BREAK; SELECT 2",
            "again: SELECT 1; GOTO again",
        ] {
            assert_eq!(statements(program), [program]);
        }
    }
}
