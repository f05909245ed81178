//! [`Shape`]: what is known of a statement once it was prepared, kept so that a call repeats none of it.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::row::ResultColumn;
use backend_core::sql::tokenizer::Tokenizer;
use backend_core::value::ColumnKind;
use rusqlite::{Statement, StatementStatus};

use crate::sql::LEXICON;
use crate::value::{Reading, column_type, kind};

/// What is known of a prepared statement.
#[derive(Debug)]
pub(crate) struct Shape {
    /// The result's columns; none where the statement has no result.
    pub(crate) columns: Box<[ResultColumn]>,
    /// How the cells of each column are read.
    pub(crate) readings: Box<[Reading]>,
    /// Whether a column is decimal, whose cells may need a text of their own.
    pub(crate) has_decimals: bool,
    /// Whether running it cannot change the database.
    pub(crate) is_read_only: bool,
    /// Whether it inserts, updates or deletes, so that the count of changed rows is its own.
    pub(crate) counts_changes: bool,
    /// How often SQLite had prepared the statement anew, after changes of the schema, when this was taken.
    reprepared: i32,
}

impl Shape {
    fn of(sql: &str, statement: &Statement<'_>, reprepared: i32) -> Result<Self> {
        let columns = columns(statement)?;
        let readings: Box<[Reading]> = columns
            .iter()
            .map(|column| Reading::of(column.kind))
            .collect();
        let is_read_only = statement.readonly();
        Ok(Self {
            has_decimals: readings.contains(&Reading::Decimal),
            columns,
            readings,
            is_read_only,
            counts_changes: !is_read_only && is_change(sql),
            reprepared,
        })
    }
}

/// The columns of a statement's result.
///
/// # Errors
/// [`Corrupt`](ErrorKind::Corrupt) where a name or a declared type is not UTF-8, which a file from elsewhere can hold:
/// the driver panics there, and has no other way to ask.
fn columns(statement: &Statement<'_>) -> Result<Box<[ResultColumn]>> {
    let described = || {
        #[allow(
            clippy::useless_conversion,
            reason = "a list in older versions of the driver"
        )]
        let columns = statement.columns().into_iter();
        columns
            .map(|column| match column.decl_type() {
                Some(declared) => ResultColumn::new(column.name(), kind(&column_type(declared)))
                    .with_type_name(declared),
                None => ResultColumn::new(column.name(), ColumnKind::Unknown),
            })
            .collect()
    };
    catch_unwind(AssertUnwindSafe(described)).map_err(|_| {
        Error::new(
            ErrorKind::Corrupt,
            "a column's name or declared type is not UTF-8",
        )
    })
}

/// Whether a statement that writes does so by `INSERT`, `UPDATE`, `DELETE` or `REPLACE`, maybe after a `WITH`.
fn is_change(sql: &str) -> bool {
    Tokenizer::new(sql, LEXICON)
        .find(|token| !token.is_trivia())
        .is_some_and(|first| {
            ["INSERT", "UPDATE", "DELETE", "REPLACE", "WITH"]
                .iter()
                .any(|word| first.is_keyword(word))
        })
}

/// The shapes of the statements that were run, beside the driver's cache of the statements themselves.
#[derive(Debug, Default)]
pub(crate) struct Shapes {
    by_sql: HashMap<Box<str>, Arc<Shape>, BuildHasherDefault<TextHasher>>,
}

/// Twice what the driver's cache holds, since a program that makes new statements all the time only loses time.
const CAPACITY: usize = 256;

impl Shapes {
    /// The shape that the statement of this text had when it last ran.
    pub(crate) fn find(&self, sql: &str) -> Option<Arc<Shape>> {
        self.by_sql.get(sql).map(Arc::clone)
    }

    /// The shape of a statement that has taken its first step, where a change of the schema shows.
    pub(crate) fn confirm(
        &mut self,
        known: Option<Arc<Shape>>,
        sql: &str,
        statement: &Statement<'_>,
    ) -> Result<Arc<Shape>> {
        let reprepared = statement.get_status(StatementStatus::RePrepare);
        // At its first run a statement was not in the driver's cache, and may differ from the last one of its text.
        let is_new = statement.get_status(StatementStatus::Run) <= 1;
        match known {
            Some(shape) if !is_new && shape.reprepared == reprepared => Ok(shape),
            _ => {
                let shape = Arc::new(Shape::of(sql, statement, reprepared)?);
                if self.by_sql.len() >= CAPACITY {
                    self.by_sql.clear();
                }
                self.by_sql.insert(sql.into(), Arc::clone(&shape));
                Ok(shape)
            }
        }
    }
}

/// Hashes the texts of statements, which nobody chooses in order to make them collide: a word at a time.
#[derive(Debug, Default)]
struct TextHasher(u64);

impl Hasher for TextHasher {
    fn write(&mut self, bytes: &[u8]) {
        let mut mix = |word: u64| {
            self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        };
        let (words, rest) = bytes.as_chunks::<8>();
        words.iter().for_each(|word| mix(u64::from_le_bytes(*word)));
        mix(rest
            .iter()
            .fold(1, |word, byte| word << 8 | u64::from(*byte)));
    }

    fn write_u8(&mut self, _end: u8) {
        // What a text has after its bytes, to tell it from the next; a key is one text.
    }

    fn finish(&self) -> u64 {
        // The table looks at the low bits too, and those of a product depend on little.
        self.0 ^ (self.0 >> 32)
    }
}

#[cfg(test)]
mod tests {
    use super::is_change;

    #[test]
    fn the_first_word_tells_a_change() {
        for sql in [
            "insert into t",
            "-- why\n/* */ DELETE",
            "WITH x AS (SELECT 1) UPDATE",
            "Replace",
        ] {
            assert!(is_change(sql), "{sql}");
        }
        for sql in [
            "CREATE TABLE t (a)",
            "PRAGMA user_version = 1",
            "\"insert\"",
            "",
        ] {
            assert!(!is_change(sql), "{sql}");
        }
    }
}
