//! Functions that SQLite lacks, in Rust: registered on every session when it is opened, a file a family.
//!
//! Their names begin with `backend_`, so that none hides a function of SQLite or of the program. They answer as the contract
//! says: NULL where an argument is NULL, an error where an argument means nothing.

mod aggregate;
mod argument;
mod cast;
mod comparison;
mod constraints;
mod date;
mod decimal;
mod hash;
pub(super) mod json;
mod list;
mod lookup;
mod math;
mod number;
mod pattern;
mod text;
mod uuid;

use rusqlite::functions::FunctionFlags;
use rusqlite::types::{ToSql, ValueRef};
use rusqlite::{Connection, Result};

pub(crate) use self::constraints::REFUSE_BROKEN_KEYS;
use crate::error::refused_by_function;

/// Registers all of them.
pub(crate) fn register(connection: &Connection) -> Result<()> {
    aggregate::register(connection)?;
    date::register(connection)?;
    cast::register(connection)?;
    json::register(connection)?;
    list::register(connection)?;
    math::register(connection)?;
    text::register(connection)?;
    lookup::register(connection)?;
    hash::register(connection)?;
    comparison::register(connection)?;
    uuid::register(connection)?;
    constraints::register(connection)
}

/// What a function is that depends on its arguments alone and does nothing but answer.
const PURE: FunctionFlags = FunctionFlags::SQLITE_UTF8
    .union(FunctionFlags::SQLITE_DETERMINISTIC)
    .union(FunctionFlags::SQLITE_INNOCUOUS);

/// The most arguments that a function of [`strict`] takes.
const MAX_ARGUMENTS: usize = 8;

/// Registers a function of so many arguments, which depends on them alone and is NULL where one of them is.
fn strict<T: ToSql>(
    connection: &Connection,
    name: &str,
    arguments: u8,
    function: impl Fn(&[ValueRef<'_>]) -> Result<T> + Send + 'static,
) -> Result<()> {
    connection.create_scalar_function(name, arguments.into(), PURE, move |context| {
        let mut values = [ValueRef::Null; MAX_ARGUMENTS];
        let count = context.len();
        for (position, value) in values.iter_mut().enumerate().take(count) {
            *value = context.get_raw(position);
        }
        match values.get(..count) {
            Some(values) if !values.contains(&ValueRef::Null) => function(values).map(Some),
            Some(_) => Ok(None),
            None => Err(refused("too many arguments")),
        }
    })
}

/// The error of a function whose argument means nothing to it: [`Data`](backend_core::error::ErrorKind::Data), to who runs the query.
///
/// The message MUST NOT hold a value.
fn refused(message: &str) -> rusqlite::Error {
    refused_by_function(message)
}

/// The text of an argument.
///
/// # Errors
/// [`refused`] where it is no text; `what` says what it should be.
fn text<'a>(value: ValueRef<'a>, what: &str) -> Result<&'a str> {
    match value {
        ValueRef::Text(bytes) => std::str::from_utf8(bytes).ok(),
        _ => None,
    }
    .ok_or_else(|| refused(&format!("an argument is not {what}")))
}
