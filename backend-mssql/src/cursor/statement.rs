//! [`Statement`]: what a text is, as far as its words tell: what it changes, where its parameters stand, and how it has to be sent.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::sql::tokenizer::{Token, TokenKind, Tokenizer};

use super::program::Pieces;
use super::render::{Draft, Encodeds};
use crate::driver::Request;
use crate::sql::{ASIDE_PROGRAM, LEXICON, PROGRAM};
use crate::value::Limits;

/// What sort of statement a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    /// It inserts, updates, deletes or merges rows.
    Changes,
    /// It is a program of the builder's that inserts and updates rows one after the other, and counts them as it goes.
    Upserts,
    /// It only reads.
    Reads,
    /// Anything else.
    Other,
}

/// A text that was read.
#[derive(Debug)]
pub(crate) struct Statement {
    pub(super) verb: Verb,
    /// Where its parameters stand, and their numbers.
    pub(super) places: Vec<(Range<usize>, usize)>,
    /// The highest number of a parameter.
    pub(super) parameters: usize,
    /// Whether it makes a temporary table, which would end with a call.
    makes_temporary: bool,
    /// Whether it is a program of the builder's, whose settings and temporary tables are to end with it.
    is_own_program: bool,
}

/// Words that change rows.
const CHANGES: [&str; 4] = ["INSERT", "UPDATE", "DELETE", "MERGE"];

/// Reserved words that no query and no change of rows has in it, so that another statement begins there.
const NEVER_INSIDE: [&str; 24] = [
    "ALTER",
    "BACKUP",
    "BEGIN",
    "COMMIT",
    "CREATE",
    "DBCC",
    "DECLARE",
    "DENY",
    "DROP",
    "GRANT",
    "IF",
    "KILL",
    "PRINT",
    "RAISERROR",
    "RECONFIGURE",
    "RESTORE",
    "RETURN",
    "REVERT",
    "REVOKE",
    "ROLLBACK",
    "SHUTDOWN",
    "TRUNCATE",
    "WAITFOR",
    "WHILE",
];

impl Statement {
    /// Reads one statement.
    ///
    /// # Errors
    /// [`Interface`](ErrorKind::Interface) where it contains U+0000, or another statement follows it. T-SQL needs no semicolon between two, so what
    /// can begin a statement and be part of none counts as well. Programs, which begin with `DECLARE`, `SET`, `IF`, `WHILE` or a
    /// block, are one statement to the caller.
    pub(crate) fn read(sql: &str) -> Result<Self> {
        refuse_nul(sql)?;
        let tokens: Vec<Token<'_>> = Tokenizer::new(sql, LEXICON)
            .filter(|token| !token.is_trivia())
            .collect();
        let verb = if sql.starts_with(PROGRAM) {
            Verb::Upserts
        } else {
            Verb::of(&tokens)
        };
        let pieces = Pieces::of(sql, &tokens);
        if !pieces.begins_program() && (pieces.len() > 1 || has_another(&tokens, verb)) {
            return Err(Error::new(
                ErrorKind::Interface,
                "a statement is followed by another: send them one by one or as a batch",
            ));
        }
        let places: Vec<_> = tokens.iter().filter_map(place).collect();
        let parameters = places.iter().map(|(_, number)| *number).max();
        Ok(Self {
            verb,
            parameters: parameters.unwrap_or(0),
            places,
            makes_temporary: verb == Verb::Reads && makes_temporary(&tokens),
            is_own_program: [PROGRAM, ASIDE_PROGRAM]
                .iter()
                .any(|beginning| sql.starts_with(beginning)),
        })
    }

    /// Whether it can be sent as a call, which counts changed rows, also where it has no parameters.
    fn can_be_called(&self) -> bool {
        self.is_own_program || self.verb != Verb::Other && !self.makes_temporary
    }

    /// How it is sent: as a call wherever it can be one, since only those say how many rows were changed.
    pub(super) fn request(&self, sql: &str, encoded: Encodeds, limits: Limits) -> Request {
        if encoded.is_empty() && !self.can_be_called() {
            return Request::Batch(sql.to_owned());
        }
        // A program has several statements.
        let takes_up = self.is_own_program && !limits.keeps_parameters();
        let mut draft = Draft::new().taking_up_parameters(takes_up);
        draft.statement(sql, self, encoded);
        let (sql, parameters) = draft.finish();
        Request::Call {
            sql,
            parameters,
            only_reads: self.verb == Verb::Reads,
        }
    }

    /// Refuses another number of parameters than the statement has.
    pub(super) fn check_count(&self, given: usize) -> Result<()> {
        let expected = self.parameters;
        if expected == given {
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::Interface,
            format!("the statement takes {expected} parameters, and {given} were given"),
        ))
    }
}

/// Refuses U+0000, of which no manual says what it means to the server. Parameters carry it.
pub(super) fn refuse_nul(sql: &str) -> Result<()> {
    if sql.contains('\0') {
        return Err(Error::new(
            ErrorKind::Interface,
            "the statement contains the character U+0000",
        ));
    }
    Ok(())
}

impl Verb {
    /// The sort of a statement of these words.
    fn of(tokens: &[Token<'_>]) -> Self {
        let mut words = without_given_numbers(tokens).iter();
        // A query may stand in parentheses, and `WITH` behind a semicolon.
        let first = words.find(|token| !token.is_symbol("(") && !token.is_symbol(";"));
        match first {
            Some(first) if is_any(first, &CHANGES) => Self::Changes,
            Some(first) if first.is_keyword("SELECT") => Self::Reads,
            Some(first) if first.is_keyword("WITH") => of_with(words),
            _ => Self::Other,
        }
    }
}

/// The tokens behind `SET IDENTITY_INSERT table ON;`, where a statement begins with that: what it is for follows.
fn without_given_numbers<'t, 's>(tokens: &'t [Token<'s>]) -> &'t [Token<'s>] {
    match tokens {
        [set, insert, rest @ ..]
            if set.is_keyword("SET") && insert.is_keyword("IDENTITY_INSERT") =>
        {
            let end = rest.iter().position(|token| token.is_symbol(";"));
            end.and_then(|end| rest.get(end + 1..)).unwrap_or(&[])
        }
        _ => tokens,
    }
}

/// A query with others before it: the first word at its own level that can begin a statement decides.
fn of_with<'t>(words: impl Iterator<Item = &'t Token<'t>>) -> Verb {
    let mut depth = 0_usize;
    for word in words {
        depth = depth_after(depth, word);
        if depth == 0 && is_any(word, &CHANGES) {
            return Verb::Changes;
        }
        if depth == 0 && word.is_keyword("SELECT") {
            return Verb::Reads;
        }
    }
    Verb::Other
}

fn is_any(token: &Token<'_>, words: &[&str]) -> bool {
    words.iter().any(|word| token.is_keyword(word))
}

fn depth_after(depth: usize, token: &Token<'_>) -> usize {
    if token.is_symbol("(") {
        depth + 1
    } else if token.is_symbol(")") {
        depth.saturating_sub(1)
    } else {
        depth
    }
}

/// Whether a query or a change of rows is followed by another statement without a semicolon.
fn has_another(tokens: &[Token<'_>], verb: Verb) -> bool {
    if verb == Verb::Other {
        return false;
    }
    let is_merge = tokens.iter().any(|token| token.is_keyword("MERGE"));
    let mut depth = 0;
    let mut changes = 0;
    let mut previous: Option<&Token<'_>> = None;
    for token in tokens {
        depth = depth_after(depth, token);
        let is_name = previous.is_some_and(|previous| previous.is_symbol("."));
        previous = Some(token);
        if depth > 0 || is_name {
            continue;
        }
        if is_any(token, &NEVER_INSIDE) {
            return true;
        }
        changes += usize::from(is_any(token, &CHANGES));
    }
    let own = usize::from(verb == Verb::Changes);
    // A merge has changes inside, and joins may be told to merge.
    changes > own && !is_merge
}

/// `SELECT … INTO #name`.
fn makes_temporary(tokens: &[Token<'_>]) -> bool {
    tokens
        .windows(2)
        .any(|pair| matches!(pair, [into, name] if into.is_keyword("INTO") && is_temporary(name)))
}

fn is_temporary(name: &Token<'_>) -> bool {
    name.identifier()
        .is_some_and(|name| name.starts_with('#') && !name.starts_with("##"))
}

/// Where a parameter stands, and its number.
fn place(token: &Token<'_>) -> Option<(Range<usize>, usize)> {
    if token.kind != TokenKind::Placeholder {
        return None;
    }
    let digits = token.text.strip_prefix("@P")?;
    let number = digits.parse().ok().filter(|number| *number > 0)?;
    // `@P01` is the name of a variable.
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
    is_plain.then(|| (token.offset..token.end(), number))
}

/// Statements that were read, so that the next execution need not read them again.
#[derive(Default)]
pub(crate) struct Statements(HashMap<Box<str>, Arc<Statement>>);

/// How many statements are kept.
const MOST_KEPT: usize = 256;
/// The longest text that is kept.
const LONGEST_KEPT: usize = 16 << 10;

impl Statements {
    /// The statement of a text, read now or earlier.
    ///
    /// # Errors
    /// As [`Statement::read`].
    pub(super) fn get(&mut self, sql: &str) -> Result<Arc<Statement>> {
        if let Some(statement) = self.0.get(sql) {
            return Ok(Arc::clone(statement));
        }
        let statement = Arc::new(Statement::read(sql)?);
        if sql.len() <= LONGEST_KEPT {
            if self.0.len() >= MOST_KEPT {
                self.0.clear();
            }
            self.0.insert(sql.into(), Arc::clone(&statement));
        }
        Ok(statement)
    }
}

#[cfg(test)]
mod tests {
    use backend_core::error::ErrorKind;

    use super::{Statement, Verb};

    fn read(sql: &str) -> Statement {
        Statement::read(sql).unwrap()
    }

    #[test]
    fn the_first_word_decides_and_after_with_the_first_of_its_level() {
        for (sql, verb) in [
            ("insert into t values (1)", Verb::Changes),
            (" /* x */ -- y\nUPDATE t SET a = 1", Verb::Changes),
            (
                "MERGE INTO t USING u ON 1=1 WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT (a) VALUES (1);",
                Verb::Changes,
            ),
            ("((SELECT 1))", Verb::Reads),
            (";WITH a AS (SELECT 1 AS x) SELECT * FROM a", Verb::Reads),
            (
                "WITH a AS (SELECT 1 AS x), b(c) AS (SELECT 2) DELETE FROM t",
                Verb::Changes,
            ),
            ("EXEC sp_rename 'a', 'b'", Verb::Other),
            ("CREATE TABLE t (a int)", Verb::Other),
            (
                "SET IDENTITY_INSERT [t] ON; INSERT INTO [t] ([a]) VALUES (1); SET IDENTITY_INSERT [t] OFF",
                Verb::Changes,
            ),
            ("SET IDENTITY_INSERT [t] ON", Verb::Other),
            ("DECLARE @depth int = @@TRANCOUNT", Verb::Other),
            (
                "DECLARE @backend_depth int = @@TRANCOUNT; UPDATE t SET a = 1",
                Verb::Upserts,
            ),
            ("", Verb::Other),
        ] {
            assert_eq!(read(sql).verb, verb, "{sql}");
        }
    }

    #[test]
    fn the_highest_number_counts_and_texts_have_none() {
        let statement = read("SELECT @P2, @P1, N'@P9', [@P8], @p7, @P03, @@P6, @Px, @P2 -- @P5");
        assert_eq!(statement.parameters, 2);
        let places: Vec<_> = statement.places.into_iter().map(|(_, n)| n).collect();
        assert_eq!(places, [2, 1, 2]);
        assert_eq!(read("SELECT 1").parameters, 0);
        let error = read("SELECT @P2").check_count(1).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Interface);
    }

    #[test]
    fn what_must_live_on_is_no_call() {
        for (sql, can) in [
            ("SELECT a FROM t", true),
            ("SELECT a INTO ##shared FROM t", true),
            ("SELECT a INTO #t FROM t", false),
            ("SELECT a INTO [#t] FROM t", false),
            ("INSERT INTO #t (a) VALUES (1)", true),
            ("SET NOCOUNT ON", false),
            ("CREATE VIEW v AS SELECT 1 AS a", false),
            ("USE master", false),
            (
                "SET NOCOUNT ON; SELECT TOP (0) [a] INTO [#t] FROM [t]; DELETE FROM [t]",
                true,
            ),
            (
                "DECLARE @backend_depth int = @@TRANCOUNT; DELETE FROM [t]",
                true,
            ),
        ] {
            assert_eq!(read(sql).can_be_called(), can, "{sql}");
        }
    }

    #[test]
    fn a_second_statement_is_refused() {
        for sql in [
            "SELECT 1; DELETE FROM t",
            "SELECT COUNT(*) FROM t DELETE FROM t",
            "SELECT 1 DROP TABLE t",
            "INSERT INTO t VALUES (1) UPDATE t SET a = 2",
            "UPDATE t SET a = 1 WHERE b = 2 WAITFOR DELAY '1'",
            "DROP TABLE t; DROP TABLE u",
            "EXEC a; EXEC b",
            "BEGIN TRANSACTION; DELETE FROM t",
            "SELECT 1; DECLARE @x int; DROP TABLE t",
            "DELETE FROM t\0",
        ] {
            let error = Statement::read(sql).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Interface, "{sql}");
        }
        for sql in [
            "SELECT 1;",
            "SELECT 1; -- done",
            "SELECT a.[DROP], b.[if] FROM t a",
            "SELECT * FROM (DELETE FROM t OUTPUT DELETED.a) d",
            "INSERT INTO t EXEC p",
            "SELECT a FROM t INNER MERGE JOIN u ON t.a = u.a",
            "DECLARE @x int; SET @x = 1; SELECT @x",
            "SET IDENTITY_INSERT t ON; INSERT INTO t (a) VALUES (1); SET IDENTITY_INSERT t OFF",
            "IF EXISTS (SELECT 1) BEGIN DROP TABLE t; DROP TABLE u; END",
            "CREATE PROCEDURE p AS SELECT 1; DELETE FROM t",
            "CREATE OR ALTER TRIGGER t ON u AFTER INSERT AS BEGIN UPDATE u SET a = 1; END; SELECT 1",
            "DROP TABLE IF EXISTS t",
        ] {
            assert!(Statement::read(sql).is_ok(), "{sql}");
        }
    }
}
