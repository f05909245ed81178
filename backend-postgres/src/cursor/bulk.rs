//! [`Bulk`]: an insert of one row, rewritten to insert many at once out of arrays, a column each.
//!
//! One array a column is a statement of as many parameters however many rows there are, so that it is prepared once; measured,
//! it is the fastest way to insert up to some thousand rows. Only what means the same is rewritten: a plain
//! `INSERT INTO t (…) VALUES ($1, …, $n)`.

use std::fmt::Write as _;

use backend_core::sql::tokenizer::{Token, TokenKind, Tokenizer};
use tokio_postgres::types::Type;

use crate::sql::LEXICON;

/// An insert of one row whose values are its parameters, in order.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Bulk<'q> {
    /// `INSERT INTO t (…)`, as it was written.
    head: &'q str,
    /// The table, as it was written.
    pub(super) table: &'q str,
    columns: usize,
}

/// How a column's values travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// As an array of their own type.
    Binary,
    /// As an array of texts, which the server reads.
    Text,
}

impl<'q> Bulk<'q> {
    /// Reads a statement; `None` where it is anything else.
    pub(super) fn read(sql: &'q str) -> Option<Self> {
        let mut tokens = Tokenizer::new(sql, LEXICON)
            .filter(|token| !token.is_trivia())
            .peekable();
        let first = tokens.next_if(|token| token.is_keyword("INSERT"))?;
        tokens.next_if(|token| token.is_keyword("INTO"))?;
        let table = name(sql, &mut tokens)?;
        let columns = columns(&mut tokens)?;
        let values = tokens.next_if(|token| token.is_keyword("VALUES"))?;
        let head = sql.get(first.offset..values.offset)?.trim_end();
        let values = places(&mut tokens)?;
        tokens.next_if(|token| token.is_symbol(";"));
        let is_whole = tokens.next().is_none() && values == columns;
        is_whole.then_some(Self {
            head,
            table,
            columns,
        })
    }

    /// How many columns a row has.
    pub(super) const fn columns(&self) -> usize {
        self.columns
    }

    /// The statement that inserts the rows of its parameters, an array for each column of that type.
    pub(super) fn statement(&self, types: &[Type], ways: &[Way]) -> String {
        let mut list = String::new();
        for (column, (type_, way)) in types.iter().zip(ways).enumerate() {
            let comma = if column > 0 { ", " } else { "" };
            let place = column + 1;
            let own = spell(type_);
            // Writing to a String cannot fail.
            let _ = match way {
                Way::Binary => write!(list, "{comma}pg_catalog.unnest(${place}::{own}[])"),
                Way::Text => write!(
                    list,
                    "{comma}pg_catalog.unnest(${place}::pg_catalog.text[])::{own}"
                ),
            };
        }
        // Not in FROM, where the server would store all rows before it inserts the first, and take composites apart.
        format!("{} SELECT {list}", self.head)
    }
}

/// The name of a table, perhaps with its schema.
fn name<'q>(
    sql: &'q str,
    tokens: &mut std::iter::Peekable<impl Iterator<Item = Token<'q>>>,
) -> Option<&'q str> {
    let is_name = |token: &Token<'_>| token.identifier().is_some();
    let first = tokens.next_if(is_name)?;
    let mut end = first.end();
    while tokens.next_if(|token| token.is_symbol(".")).is_some() {
        end = tokens.next_if(is_name)?.end();
    }
    sql.get(first.offset..end)
}

/// `(a, b, …)`: how many names there are.
fn columns<'q>(tokens: &mut std::iter::Peekable<impl Iterator<Item = Token<'q>>>) -> Option<usize> {
    tokens.next_if(|token| token.is_symbol("("))?;
    let mut columns = 0;
    loop {
        tokens.next_if(|token| token.identifier().is_some())?;
        columns += 1;
        if tokens.next_if(|token| token.is_symbol(")")).is_some() {
            return Some(columns);
        }
        tokens.next_if(|token| token.is_symbol(","))?;
    }
}

/// `($1, $2, …)`: how many places there are, which must be in order.
fn places<'q>(tokens: &mut std::iter::Peekable<impl Iterator<Item = Token<'q>>>) -> Option<usize> {
    tokens.next_if(|token| token.is_symbol("("))?;
    let mut places = 0;
    loop {
        places += 1;
        let is_next = |token: &Token<'_>| {
            token.kind == TokenKind::Placeholder
                && token.text.strip_prefix('$').and_then(|n| n.parse().ok()) == Some(places)
        };
        tokens.next_if(is_next)?;
        if tokens.next_if(|token| token.is_symbol(")")).is_some() {
            return Some(places);
        }
        tokens.next_if(|token| token.is_symbol(","))?;
    }
}

/// A type's name with its schema: without one, `bit` and `char` would be of one bit and one character.
fn spell(type_: &Type) -> String {
    let quote = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    format!("{}.{}", quote(type_.schema()), quote(type_.name()))
}

#[cfg(test)]
mod tests {
    use tokio_postgres::types::Type;

    use super::{Bulk, Way};

    #[test]
    fn a_plain_insert_is_read_and_rewritten() {
        let bulk = Bulk::read("INSERT INTO \"s\".\"t\" (\"a\", b) VALUES ($1, $2)").unwrap();
        assert_eq!(bulk.table, "\"s\".\"t\"");
        let types = [Type::INT4, Type::BPCHAR];
        assert_eq!(
            bulk.statement(&types, &[Way::Binary, Way::Text]),
            "INSERT INTO \"s\".\"t\" (\"a\", b) SELECT pg_catalog.unnest($1::\"pg_catalog\".\"int4\"[]), \
             pg_catalog.unnest($2::pg_catalog.text[])::\"pg_catalog\".\"bpchar\""
        );
    }

    #[test]
    fn anything_else_is_not() {
        for sql in [
            "INSERT INTO t (a) VALUES ($1) RETURNING a",
            "INSERT INTO t (a) VALUES ($1) ON CONFLICT DO NOTHING",
            "INSERT INTO t (a, b) VALUES ($2, $1)",
            "INSERT INTO t (a, b) VALUES ($1, 2)",
            "INSERT INTO t (a) VALUES ($1), ($2)",
            "INSERT INTO t (a) OVERRIDING SYSTEM VALUE VALUES ($1)",
            "INSERT INTO t AS u (a) VALUES ($1)",
            "INSERT INTO t (a.b) VALUES ($1)",
            "INSERT INTO t VALUES ($1)",
            "WITH x AS (SELECT 1) INSERT INTO t (a) VALUES ($1)",
            "UPDATE t SET a = $1",
        ] {
            assert_eq!(Bulk::read(sql), None, "{sql}");
        }
    }
}
