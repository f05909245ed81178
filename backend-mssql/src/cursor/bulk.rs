//! [`Bulk`]: an insert of one row whose values are its parameters, so that many rows of it can be loaded at once.

use std::iter::Peekable;

use backend_core::model::Identifier;
use backend_core::sql::Writer;
use backend_core::sql::tokenizer::{Token, TokenKind, Tokenizer};

use crate::sql::{LEXICON, SYNTAX};

/// `INSERT INTO t (a, …) VALUES (@P1, …)`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Bulk {
    /// The table, in brackets, perhaps with its schema.
    pub(super) table: String,
    /// The columns' names.
    pub(super) columns: Vec<String>,
}

impl Bulk {
    /// Reads a statement; `None` where it is anything else.
    pub(super) fn read(sql: &str) -> Option<Self> {
        let mut tokens = Tokenizer::new(sql, LEXICON)
            .filter(|token| !token.is_trivia())
            .peekable();
        tokens.next_if(|token| token.is_keyword("INSERT"))?;
        tokens.next_if(|token| token.is_keyword("INTO"));
        let table = table(&mut tokens)?;
        let columns = columns(&mut tokens)?;
        tokens.next_if(|token| token.is_keyword("VALUES"))?;
        let values = places(&mut tokens)?;
        tokens.next_if(|token| token.is_symbol(";"));
        let is_whole = tokens.next().is_none() && values == columns.len();
        is_whole.then_some(Self { table, columns })
    }
}

/// A name in brackets, whatever is in it.
pub(super) fn bracketed(name: &str) -> Option<String> {
    let name = Identifier::new(name).ok()?;
    let mut out = Writer::new(&SYNTAX);
    out.identifier(&name);
    Some(out.as_str().to_owned())
}

/// The name of a table of this database; temporary ones are of another.
fn table<'q>(tokens: &mut Peekable<impl Iterator<Item = Token<'q>>>) -> Option<String> {
    let mut name = bracketed(&next_name(tokens)?)?;
    while tokens.next_if(|token| token.is_symbol(".")).is_some() {
        name.push('.');
        name.push_str(&bracketed(&next_name(tokens)?)?);
    }
    (!name.contains("[#")).then_some(name)
}

fn next_name<'q>(tokens: &mut Peekable<impl Iterator<Item = Token<'q>>>) -> Option<String> {
    let token = tokens.next_if(|token| token.identifier().is_some())?;
    token.identifier().map(std::borrow::Cow::into_owned)
}

/// `(a, b, …)`.
fn columns<'q>(tokens: &mut Peekable<impl Iterator<Item = Token<'q>>>) -> Option<Vec<String>> {
    tokens.next_if(|token| token.is_symbol("("))?;
    let mut columns = Vec::new();
    loop {
        columns.push(next_name(tokens)?);
        if tokens.next_if(|token| token.is_symbol(")")).is_some() {
            return Some(columns);
        }
        tokens.next_if(|token| token.is_symbol(","))?;
    }
}

/// `(@P1, @P2, …)`: how many there are, which must be in order.
fn places<'q>(tokens: &mut Peekable<impl Iterator<Item = Token<'q>>>) -> Option<usize> {
    tokens.next_if(|token| token.is_symbol("("))?;
    let mut places = 0;
    loop {
        places += 1;
        let is_next = |token: &Token<'_>| {
            let digits = token.text.strip_prefix("@P");
            token.kind == TokenKind::Placeholder
                && digits.and_then(|digits| digits.parse().ok()) == Some(places)
        };
        tokens.next_if(is_next)?;
        if tokens.next_if(|token| token.is_symbol(")")).is_some() {
            return Some(places);
        }
        tokens.next_if(|token| token.is_symbol(","))?;
    }
}

#[cfg(test)]
mod tests {
    use super::Bulk;

    #[test]
    fn a_plain_insert_is_read() {
        for sql in [
            "INSERT INTO [s].[t] ([a], [b]) VALUES (@P1, @P2)",
            "insert s.\"t\" (a, b) values (@P1, @P2); -- x",
        ] {
            let expected = Bulk {
                table: "[s].[t]".into(),
                columns: vec!["a".into(), "b".into()],
            };
            assert_eq!(Bulk::read(sql), Some(expected), "{sql}");
        }
        let bulk = Bulk::read("INSERT INTO [a]]b] ([c]) VALUES (@P1)").unwrap();
        assert_eq!(bulk.table, "[a]]b]");
    }

    #[test]
    fn anything_else_is_not() {
        for sql in [
            "INSERT INTO t (a) OUTPUT INSERTED.a VALUES (@P1)",
            "INSERT INTO t (a, b) VALUES (@P2, @P1)",
            "INSERT INTO t (a, b) VALUES (@P1, 2)",
            "INSERT INTO t (a) VALUES (@P1), (@P2)",
            "INSERT TOP (1) INTO t (a) VALUES (@P1)",
            "INSERT INTO t WITH (TABLOCK) (a) VALUES (@P1)",
            "INSERT INTO #t (a) VALUES (@P1)",
            "INSERT INTO [#t] (a) VALUES (@P1)",
            "INSERT INTO @t (a) VALUES (@P1)",
            "INSERT INTO t VALUES (@P1)",
            "WITH x AS (SELECT 1 AS a) INSERT INTO t (a) VALUES (@P1)",
            "UPDATE t SET a = @P1",
        ] {
            assert_eq!(Bulk::read(sql), None, "{sql}");
        }
    }
}
