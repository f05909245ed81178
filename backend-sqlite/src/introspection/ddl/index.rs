//! `CREATE INDEX`, and the terms that keys are made of.

use std::borrow::Cow;
use std::ops::Range;

use backend_core::model::SortOrder;
use backend_core::sql::tokenizer::{Token, TokenKind};

use super::reader::{Problem, Read, Reader};
use super::table::comment_since;

/// What a `CREATE INDEX` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CreateIndex {
    pub(crate) name: String,
    pub(crate) unique: bool,
    pub(crate) table: String,
    /// The key, in order, position by position as in `PRAGMA index_xinfo`.
    pub(crate) terms: Vec<IndexedTerm>,
    /// The condition after `WHERE`.
    pub(crate) predicate: Option<String>,
    /// The comments between the name and `ON`.
    pub(crate) comment: Option<String>,
}

/// One term of the key of an index, primary key or unique constraint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IndexedTerm {
    /// The term as it is written, without its collation and order.
    pub(crate) text: String,
    /// The name, where the term is nothing but one. It need not be a column's: `"x"` that names none is a string.
    pub(crate) column: Option<String>,
    /// The collation of the whole term. One inside an expression, as in `a || b COLLATE x`, stays in the text.
    pub(crate) collation: Option<String>,
    pub(crate) order: SortOrder,
}

pub(super) fn read(reader: &mut Reader<'_>, unique: bool) -> Read<CreateIndex> {
    let name = reader.object_name("the name of the index")?;
    let comment = comment_since(reader, reader.consumed());
    reader.expect_keyword("ON")?;
    let table = reader.name("the name of the table")?;
    let terms = terms(reader)?;
    let predicate = reader
        .take_keyword("WHERE")
        .then(|| reader.rest().to_owned());
    Ok(CreateIndex {
        name,
        unique,
        table,
        terms,
        predicate,
        comment,
    })
}

/// Takes `( term, … )`.
pub(super) fn terms(reader: &mut Reader<'_>) -> Read<Vec<IndexedTerm>> {
    let inside = reader.group()?;
    Ok(terms_within(reader, inside))
}

/// Reads a range of tokens as terms. A term that is missing is a problem and stays in the list, so that positions hold.
pub(super) fn terms_within(reader: &mut Reader<'_>, inside: Range<usize>) -> Vec<IndexedTerm> {
    let offset = reader.offset(inside.start);
    let terms: Vec<_> = reader
        .list(inside)
        .into_iter()
        .map(|range| term(reader, range))
        .collect();
    if terms.is_empty() || terms.iter().any(|term| term.text.is_empty()) {
        let message = "expected a column or an expression at each place of the list".to_owned();
        reader.report(Problem { offset, message });
    }
    terms
}

/// Reads a term from its end, where the order and the collation stand.
fn term(reader: &Reader<'_>, range: Range<usize>) -> IndexedTerm {
    let tokens: Vec<Token<'_>> = reader.significant(range).collect();
    let mut rest = tokens.as_slice();
    let mut order = SortOrder::Ascending;
    if let [operand @ .., last] = rest
        && !operand.is_empty()
        && (last.is_keyword("DESC") || last.is_keyword("ASC"))
    {
        if last.is_keyword("DESC") {
            order = SortOrder::Descending;
        }
        rest = operand;
    }
    let mut collation = None;
    let mut operand = rest;
    while let [before @ .., keyword, name] = operand
        && keyword.is_keyword("COLLATE")
    {
        // Of several, the last is the outermost.
        collation = collation.or_else(|| name.identifier_or_string());
        operand = before;
    }
    if is_operand(operand) {
        rest = operand;
    } else {
        collation = None;
    }
    let text = match rest {
        [first, .., last] => reader
            .sql()
            .get(first.offset..last.end())
            .unwrap_or_default(),
        [only] => only.text,
        [] => "",
    };
    IndexedTerm {
        text: text.to_owned(),
        column: column_name(rest),
        collation: collation.map(Cow::into_owned),
        order,
    }
}

/// The name that the tokens are, be it in parentheses.
fn column_name(mut tokens: &[Token<'_>]) -> Option<String> {
    while let [open, inside @ .., close] = tokens
        && open.is_symbol("(")
        && close.is_symbol(")")
    {
        tokens = inside;
    }
    let [name] = tokens else { return None };
    name.identifier_or_string().map(Cow::into_owned)
}

/// Whether a `COLLATE` after these tokens applies to all of them: it binds more tightly than every binary operator.
fn is_operand(tokens: &[Token<'_>]) -> bool {
    let is_sign = |token: &Token<'_>| ["-", "+", "~"].contains(&token.text);
    let unsigned = tokens
        .iter()
        .position(|token| !is_sign(token))
        .unwrap_or(tokens.len());
    let tokens = tokens.get(unsigned..).unwrap_or_default();
    let is_parenthesized = |tokens: &[Token<'_>]| {
        closes_at_end(
            tokens,
            |token| token.is_symbol("("),
            |token| token.is_symbol(")"),
        )
    };
    match tokens {
        [] => false,
        [_] => true,
        [first, ..] if first.is_symbol("(") => is_parenthesized(tokens),
        [first, ..] if first.is_keyword("CASE") => closes_at_end(
            tokens,
            |token| token.is_keyword("CASE"),
            |token| token.is_keyword("END"),
        ),
        [function, arguments @ ..] => {
            function.kind == TokenKind::Word && is_parenthesized(arguments)
        }
    }
}

/// Whether what the first token opens is closed by the last.
fn closes_at_end(
    tokens: &[Token<'_>],
    opens: impl Fn(&Token<'_>) -> bool,
    closes: impl Fn(&Token<'_>) -> bool,
) -> bool {
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate() {
        if opens(token) {
            depth += 1;
        } else if closes(token) {
            depth = depth.saturating_sub(1);
        }
        if depth == 0 {
            return index > 0 && index + 1 == tokens.len();
        }
    }
    false
}
