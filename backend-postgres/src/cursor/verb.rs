//! [`Verb`]: what sort of statement a text is, by its words: the driver tells how many rows there were, and not of what.

use backend_core::sql::tokenizer::{Token, Tokenizer};

use crate::sql::LEXICON;

/// What sort of statement a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    /// It inserts, updates, deletes or merges rows, or copies them in.
    Changes,
    /// It begins or ends a transaction.
    Transaction,
    /// It goes back to a savepoint.
    RollsBack,
    /// It changes the schema or the session, after which prepared statements may mean something else.
    Redefines,
    /// Anything else.
    Other,
}

/// Words that begin or end a transaction.
const TRANSACTION: [&str; 5] = ["BEGIN", "START", "COMMIT", "END", "ABORT"];
/// Words that change rows.
const CHANGES: [&str; 5] = ["INSERT", "UPDATE", "DELETE", "MERGE", "COPY"];
/// Words after which prepared statements may mean something else.
const REDEFINES: [&str; 9] = [
    "CREATE",
    "ALTER",
    "DROP",
    "DISCARD",
    "DEALLOCATE",
    "RESET",
    "REASSIGN",
    "IMPORT",
    "DO",
];

impl Verb {
    /// The sort of one statement.
    pub(crate) fn of(sql: &str) -> Self {
        let mut words = Tokenizer::new(sql, LEXICON).filter(|token| !token.is_trivia());
        // A query may stand in parentheses.
        let Some(first) = words.by_ref().find(|token| !token.is_symbol("(")) else {
            return Self::Other;
        };
        let is = |words: &[&str]| words.iter().any(|word| first.is_keyword(word));
        if is(&CHANGES) {
            Self::Changes
        } else if is(&TRANSACTION) {
            Self::Transaction
        } else if first.is_keyword("ROLLBACK") {
            of_rollback(words)
        } else if first.is_keyword("PREPARE") {
            of_prepare(words)
        } else if is(&REDEFINES) {
            Self::Redefines
        } else if first.is_keyword("SET") {
            of_set(words)
        } else if first.is_keyword("WITH") {
            of_with(words)
        } else {
            Self::Other
        }
    }
}

/// `ROLLBACK [WORK | TRANSACTION] [TO …]`.
fn of_rollback<'t>(words: impl Iterator<Item = Token<'t>>) -> Verb {
    let mut words = words.take(2);
    if words.any(|word| word.is_keyword("TO")) {
        Verb::RollsBack
    } else {
        Verb::Transaction
    }
}

/// `PREPARE TRANSACTION` ends one; `PREPARE name AS` does not.
fn of_prepare<'t>(mut words: impl Iterator<Item = Token<'t>>) -> Verb {
    match words.next() {
        Some(word) if word.is_keyword("TRANSACTION") => Verb::Transaction,
        _ => Verb::Other,
    }
}

/// `SET` of what decides what names mean.
fn of_set<'t>(words: impl Iterator<Item = Token<'t>>) -> Verb {
    let mut words = words.filter(|word| !word.is_keyword("SESSION") && !word.is_keyword("LOCAL"));
    let redefines = words.next().is_some_and(|word| {
        ["search_path", "SCHEMA", "ROLE", "AUTHORIZATION"]
            .iter()
            .any(|name| word.is_keyword(name))
    });
    if redefines {
        Verb::Redefines
    } else {
        Verb::Other
    }
}

/// A query with others before it: the first word at its own level that can begin a query decides.
fn of_with<'t>(words: impl Iterator<Item = Token<'t>>) -> Verb {
    let mut depth = 0_usize;
    for word in words {
        if word.is_symbol("(") {
            depth += 1;
        } else if word.is_symbol(")") {
            depth = depth.saturating_sub(1);
        } else if depth == 0 {
            if CHANGES.iter().any(|verb| word.is_keyword(verb)) {
                return Verb::Changes;
            }
            if ["SELECT", "VALUES", "TABLE"]
                .iter()
                .any(|verb| word.is_keyword(verb))
            {
                return Verb::Other;
            }
        }
    }
    Verb::Other
}

/// How many parameters a statement has: the highest number of its places.
pub(crate) fn count_parameters(sql: &str) -> usize {
    Tokenizer::new(sql, LEXICON)
        .filter_map(|token| token.text.strip_prefix('$')?.parse().ok())
        .max()
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{Verb, count_parameters};

    #[test]
    fn the_first_word_decides_and_after_with_the_first_of_its_level() {
        for (sql, verb) in [
            ("insert into t values (1)", Verb::Changes),
            (" /* x */ -- y\nUPDATE t SET a = 1", Verb::Changes),
            (
                "MERGE INTO t USING u ON true WHEN MATCHED THEN DELETE",
                Verb::Changes,
            ),
            ("((SELECT 1))", Verb::Other),
            (
                "WITH a AS (DELETE FROM t RETURNING *) SELECT * FROM a",
                Verb::Other,
            ),
            (
                "WITH a AS (SELECT 1), b(c) AS (SELECT 2) DELETE FROM t",
                Verb::Changes,
            ),
            (
                "with recursive a as (select 1) insert into t select * from a",
                Verb::Changes,
            ),
            ("BEGIN", Verb::Transaction),
            ("ROLLBACK", Verb::Transaction),
            ("rollback to savepoint a", Verb::RollsBack),
            ("ROLLBACK WORK TO a", Verb::RollsBack),
            ("PREPARE a AS SELECT 1", Verb::Other),
            ("PREPARE TRANSACTION 'a'", Verb::Transaction),
            ("SAVEPOINT a", Verb::Other),
            ("CREATE TABLE t ()", Verb::Redefines),
            ("SET LOCAL search_path = a", Verb::Redefines),
            ("SET statement_timeout = 1", Verb::Other),
            ("VALUES (1)", Verb::Other),
            ("", Verb::Other),
        ] {
            assert_eq!(Verb::of(sql), verb, "{sql}");
        }
    }

    #[test]
    fn the_highest_place_counts_and_texts_have_none() {
        assert_eq!(
            count_parameters("SELECT $2, $1, '$9', $$ $8 $$, \"$7\" -- $6"),
            2
        );
        assert_eq!(count_parameters("SELECT a[$1:$10]"), 10);
        assert_eq!(count_parameters("SELECT 1"), 0);
    }
}
