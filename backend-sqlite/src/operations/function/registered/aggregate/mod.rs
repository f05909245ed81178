//! Functions of many rows: exact sums, statistics, bits, and what SQLite has no DISTINCT for. Each but the last goes over windows.

mod bits;
mod exact;
mod numbers;
mod statistics;
mod texts;

use std::marker::PhantomData;
use std::panic::{RefUnwindSafe, UnwindSafe};

use backend_core::value::DecimalRef;
use rusqlite::functions::{Aggregate, Context, WindowAggregate};
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Result};

use super::{PURE, refused};

/// Registers all of them.
pub(super) fn register(connection: &Connection) -> Result<()> {
    numbers::register(connection)?;
    statistics::register(connection)?;
    bits::register(connection)?;
    texts::register(connection)
}

/// What is known of the rows so far.
trait State: Default + Send + UnwindSafe + RefUnwindSafe + 'static {
    /// Takes the arguments of a row in, or out again where `times` is -1.
    ///
    /// # Errors
    /// [`refused`] for arguments that mean nothing.
    fn change(&mut self, row: &Context<'_>, times: i64) -> Result<()>;
}

/// A function of many rows: what it answers of what is known.
struct Registered<S, F> {
    answer: F,
    state: PhantomData<fn() -> S>,
}

impl<S: State, F: Fn(&S) -> Value + Send + 'static> Registered<S, F> {
    const fn new(answer: F) -> Self {
        Self {
            answer,
            state: PhantomData,
        }
    }

    /// Registers it, for groups and for windows.
    fn register(self, connection: &Connection, name: &str, arguments: i32) -> Result<()> {
        connection.create_window_function(name, arguments, PURE, self)
    }

    /// Registers it for groups alone: rows are never taken out.
    fn register_for_groups(
        self,
        connection: &Connection,
        name: &str,
        arguments: i32,
    ) -> Result<()> {
        connection.create_aggregate_function(name, arguments, PURE, self)
    }
}

impl<S: State, F: Fn(&S) -> Value> Aggregate<S, Value> for Registered<S, F> {
    fn init(&self, _: &mut Context<'_>) -> Result<S> {
        Ok(S::default())
    }

    fn step(&self, row: &mut Context<'_>, state: &mut S) -> Result<()> {
        state.change(row, 1)
    }

    fn finalize(&self, _: &mut Context<'_>, state: Option<S>) -> Result<Value> {
        Ok((self.answer)(&state.unwrap_or_default()))
    }
}

impl<S: State, F: Fn(&S) -> Value> WindowAggregate<S, Value> for Registered<S, F> {
    fn value(&self, state: Option<&mut S>) -> Result<Value> {
        Ok(match state {
            Some(state) => (self.answer)(state),
            None => (self.answer)(&S::default()),
        })
    }

    fn inverse(&self, row: &mut Context<'_>, state: &mut S) -> Result<()> {
        state.change(row, -1)
    }
}

/// A number of any kind.
enum Number<'a> {
    Integer(i64),
    Real(f64),
    Decimal(DecimalRef<'a>),
}

impl<'a> Number<'a> {
    /// The number of an argument; `None` of NULL.
    ///
    /// # Errors
    /// [`refused`] for what is no number.
    fn of(value: ValueRef<'a>) -> Result<Option<Self>> {
        Ok(Some(match value {
            ValueRef::Null => return Ok(None),
            ValueRef::Integer(number) => Self::Integer(number),
            ValueRef::Real(number) => Self::Real(number),
            ValueRef::Text(text) => std::str::from_utf8(text)
                .ok()
                .and_then(DecimalRef::from_canonical)
                .map(Self::Decimal)
                .ok_or_else(no_number)?,
            ValueRef::Blob(_) => return Err(no_number()),
        }))
    }

    /// The nearest double.
    #[allow(clippy::cast_precision_loss, reason = "the nearest is asked for")]
    fn to_f64(&self) -> f64 {
        match self {
            Self::Integer(number) => *number as f64,
            Self::Real(number) => *number,
            Self::Decimal(number) => number.to_f64(),
        }
    }
}

fn no_number() -> rusqlite::Error {
    refused("an argument is not a number")
}

/// The double of an argument; `None` of NULL.
fn double(value: ValueRef<'_>) -> Result<Option<f64>> {
    Ok(Number::of(value)?.map(|number| number.to_f64()))
}

/// NULL of nothing, and of what is no number: SQLite has no NaN.
fn real(number: Option<f64>) -> Value {
    match number {
        Some(number) if !number.is_nan() => Value::Real(number),
        _ => Value::Null,
    }
}
