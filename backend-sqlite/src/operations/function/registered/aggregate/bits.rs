//! Bits of many integers.

use rusqlite::functions::Context;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Result};

use super::{Registered, State, refused};

pub(super) fn register(connection: &Connection) -> Result<()> {
    Registered::new(Bits::and).register(connection, "backend_bit_and", 1)?;
    Registered::new(Bits::or).register(connection, "backend_bit_or", 1)?;
    Registered::new(Bits::xor).register(connection, "backend_bit_xor", 1)
}

/// How many of the integers have each bit.
#[derive(Debug, Clone)]
struct Bits {
    count: u64,
    set: [u64; 64],
}

impl Default for Bits {
    fn default() -> Self {
        Self {
            count: 0,
            set: [0; 64],
        }
    }
}

impl State for Bits {
    fn change(&mut self, row: &Context<'_>, times: i64) -> Result<()> {
        let integer = match row.get_raw(0) {
            ValueRef::Null => return Ok(()),
            ValueRef::Integer(integer) => integer,
            _ => return Err(refused("an argument is not an integer")),
        };
        self.count = self.count.saturating_add_signed(times);
        for (bit, count) in self.set.iter_mut().enumerate() {
            if integer & (1 << bit) != 0 {
                *count = count.saturating_add_signed(times);
            }
        }
        Ok(())
    }
}

impl Bits {
    fn where_count(&self, is_set: impl Fn(u64) -> bool) -> Value {
        if self.count == 0 {
            return Value::Null;
        }
        let bits = self.set.iter().enumerate();
        let set = bits.filter(|(_, count)| is_set(**count));
        Value::Integer(set.fold(0, |integer, (bit, _)| integer | (1 << bit)))
    }

    fn and(&self) -> Value {
        self.where_count(|count| count == self.count)
    }

    fn or(&self) -> Value {
        self.where_count(|count| count > 0)
    }

    fn xor(&self) -> Value {
        self.where_count(|count| count % 2 == 1)
    }
}
