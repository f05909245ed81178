//! The function that reads elements of packed lists which JSON does not have.

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Result};

use super::{refused, strict, text};
use crate::value::{SPELLED, read_spelled};

pub(super) fn register(connection: &Connection) -> Result<()> {
    strict(connection, SPELLED, 1, |arguments| match arguments {
        [ValueRef::Integer(number)] => Ok(Value::Integer(*number)),
        [spelled] => read_spelled(text(*spelled, "a spelled element")?)
            .ok_or_else(|| refused("an element is not spelled as one")),
        _ => Err(refused("one argument is needed")),
    })
}
