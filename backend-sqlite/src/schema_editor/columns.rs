//! The spelling of types, chosen so that SQLite never changes a value.
//!
//! SQLite takes any text for a type and guesses from it which numbers and texts to turn into one another (its affinity). A
//! decimal is stored as text here and has to stay one, so it is a `decimal_text`; no other spelling changes what is stored
//! for its type.

use backend_core::error::{Error, Result};
use backend_core::flag::Flag;
use backend_core::model::{Column, ColumnType, Table};
use backend_core::sql::tokenizer::{TokenKind, Tokenizer};

use super::{STRICT, keys, not_supported};
use crate::introspection::ddl;
use crate::sql::LEXICON;
use crate::value;

/// The only type by which a column alone in the primary key is the row id.
const ROW_ID_TYPE: &str = "integer";
/// The types of a STRICT table.
const STRICT_TYPES: [&str; 6] = ["INT", "INTEGER", "REAL", "TEXT", "BLOB", "ANY"];

/// The type of a column as it is written; empty for none.
///
/// # Errors
/// [`NotSupported`](backend_core::error::ErrorKind::NotSupported) for types that SQLite, or a STRICT table, does not have, and for a native type
/// that is more than the name of one.
pub(super) fn spelling(table: &Table, column: &Column) -> Result<String> {
    let spelling = match kept(table, column) {
        Some(declared) => declared.to_owned(),
        None if keys::is_row_id(table, column) => row_id_type(column)?,
        None => spell(table, column)?,
    };
    let would_be_row_id = keys::is_alone_in_key(table, column)
        && column.identity.is_none()
        && !keys::is_descending_integer(table, column)
        && is_row_id_type(&spelling);
    if !would_be_row_id {
        return Ok(spelling);
    }
    match column.column_type {
        // It would fill itself with numbers.
        ColumnType::BigInteger if table.options.contains(STRICT) => Ok("int".to_owned()),
        ColumnType::BigInteger => Ok("bigint".to_owned()),
        _ => Err(not_supported(format!(
            "as the primary key, {} would be numbered by SQLite",
            column.name.shortened()
        ))),
    }
}

/// Whether a spelling makes a row id of a column that is alone in the primary key.
pub(super) fn is_row_id_type(spelling: &str) -> bool {
    let mut tokens = Tokenizer::new(spelling, LEXICON).filter(|token| !token.is_trivia());
    let name = tokens.next().and_then(|token| token.identifier_or_string());
    tokens.next().is_none() && name.is_some_and(|name| name.eq_ignore_ascii_case(ROW_ID_TYPE))
}

/// The spelling that introspection found, while it still means the column's type and nothing beside it.
pub(super) fn kept<'c>(table: &Table, column: &'c Column) -> Option<&'c str> {
    let declared = column.declared_type.as_deref()?;
    let is_strict = table.options.contains(STRICT);
    let holds = value::column_type(declared) == column.column_type
        && is_type(declared)
        && (!is_strict
            || STRICT_TYPES
                .iter()
                .any(|name| name.eq_ignore_ascii_case(declared)))
        && (!keys::is_row_id(table, column) || is_row_id_type(declared));
    holds.then_some(declared)
}

fn row_id_type(column: &Column) -> Result<String> {
    match column.column_type {
        ColumnType::TinyInteger
        | ColumnType::SmallInteger
        | ColumnType::Integer
        | ColumnType::BigInteger => Ok(ROW_ID_TYPE.to_owned()),
        _ => Err(not_supported(format!(
            "SQLite numbers integers, and {} is none",
            column.name.shortened()
        ))),
    }
}

fn spell(table: &Table, column: &Column) -> Result<String> {
    if table.options.contains(STRICT) {
        return spell_strict(&column.column_type).map(str::to_owned);
    }
    if let Some(spelling) = value::spelling(&column.column_type)? {
        return Ok(spelling);
    }
    Ok(match &column.column_type {
        ColumnType::Array(_) => return Err(Error::not_supported(Flag::supports_arrays)),
        ColumnType::Native(text) if is_type(text) => text.clone(),
        ColumnType::Native(text) => {
            let text: String = text.chars().take(40).collect();
            return Err(not_supported(format!(
                "{text:?} is not the name of a type to SQLite"
            )));
        }
        ColumnType::Any => String::new(),
        _ => return Err(not_supported("SQLite has no types of a user's own")),
    })
}

fn spell_strict(column_type: &ColumnType) -> Result<&'static str> {
    match column_type {
        ColumnType::Integer => Ok("int"),
        ColumnType::BigInteger => Ok("integer"),
        ColumnType::Double => Ok("real"),
        ColumnType::Text => Ok("text"),
        ColumnType::Bytes => Ok("blob"),
        ColumnType::Any => Ok("any"),
        _ => Err(not_supported(format!(
            "a STRICT table has no types but {}",
            STRICT_TYPES.join(", ")
        ))),
    }
}

/// Whether a text is a type and nothing beside it: a quoted name, or words with numbers in parentheses.
fn is_type(text: &str) -> bool {
    let mut tokens = Tokenizer::new(text, LEXICON)
        .filter(|token| token.kind != TokenKind::Whitespace)
        .peekable();
    let first = tokens.peek().map(|token| token.kind);
    let are_plain = if first == Some(TokenKind::QuotedIdentifier) {
        tokens.count() == 1
    } else {
        tokens.all(|token| {
            matches!(token.kind, TokenKind::Word | TokenKind::Number)
                || ["(", ")", ",", "+", "-"].contains(&token.text)
        })
    };
    // Words can begin a constraint: the reader of stored statements knows which.
    are_plain && is_whole_type(text)
}

fn is_whole_type(text: &str) -> bool {
    let reading = ddl::read(&format!("CREATE TABLE t (c {text})"));
    let Some(ddl::Statement::Table(table)) = reading.statement else {
        return false;
    };
    let [column] = table.columns.as_slice() else {
        return false;
    };
    reading.problems.is_empty()
        && table.constraints.is_empty()
        && column.constraints.is_empty()
        && column.declared_type.as_deref() == Some(text.trim())
}
