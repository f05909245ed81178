//! Texts that are strung together once each: SQLite's DISTINCT wants a single argument.

use std::collections::HashSet;

use rusqlite::functions::Context;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Result};

use super::super::text;
use super::{Registered, State};

pub(super) fn register(connection: &Connection) -> Result<()> {
    let name = "backend_string_aggregate_distinct";
    Registered::new(Texts::joined).register_for_groups(connection, name, 2)
}

#[derive(Debug, Clone, Default)]
struct Texts {
    seen: HashSet<String>,
    joined: Option<String>,
}

impl State for Texts {
    fn change(&mut self, row: &Context<'_>, _: i64) -> Result<()> {
        if row.get_raw(0) == ValueRef::Null {
            return Ok(());
        }
        let next = text(row.get_raw(0), "a text")?;
        if !self.seen.insert(next.to_owned()) {
            return Ok(());
        }
        match (&mut self.joined, row.get_raw(1)) {
            (Some(joined), ValueRef::Null) => joined.push_str(next),
            (Some(joined), delimiter) => {
                joined.push_str(text(delimiter, "a text")?);
                joined.push_str(next);
            }
            (joined @ None, _) => *joined = Some(next.to_owned()),
        }
        Ok(())
    }
}

impl Texts {
    fn joined(&self) -> Value {
        self.joined.clone().map_or(Value::Null, Value::Text)
    }
}
