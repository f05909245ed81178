//! The greatest and the least of values, in SQLite's order of kinds: numbers, text, bytes.

use std::cmp::Ordering;

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Result};

use super::PURE;

pub(super) fn register(connection: &Connection) -> Result<()> {
    of_all(connection, "backend_greatest", Ordering::Greater)?;
    of_all(connection, "backend_least", Ordering::Less)
}

/// Registers the function that gives the value which is so in comparison to all others; NULLs are none.
fn of_all(connection: &Connection, name: &str, wanted: Ordering) -> Result<()> {
    connection.create_scalar_function(name, -1, PURE, move |context| {
        let mut found = ValueRef::Null;
        for position in 0..context.len() {
            let value = context.get_raw(position);
            if found == ValueRef::Null
                || (value != ValueRef::Null && compare(value, found) == wanted)
            {
                found = value;
            }
        }
        Value::try_from(found).map_err(|error| rusqlite::Error::UserFunctionError(error.into()))
    })
}

fn compare(left: ValueRef<'_>, right: ValueRef<'_>) -> Ordering {
    match (left, right) {
        (ValueRef::Integer(left), ValueRef::Integer(right)) => left.cmp(&right),
        (ValueRef::Real(left), ValueRef::Real(right)) => left.total_cmp(&right),
        (ValueRef::Integer(left), ValueRef::Real(right)) => of_kinds(left, right),
        (ValueRef::Real(left), ValueRef::Integer(right)) => of_kinds(right, left).reverse(),
        (ValueRef::Text(left), ValueRef::Text(right))
        | (ValueRef::Blob(left), ValueRef::Blob(right)) => left.cmp(right),
        (left, right) => rank(left).cmp(&rank(right)),
    }
}

/// An integer and a double, without loss: a double has too few digits for the one, and an integer none behind the point.
fn of_kinds(left: i64, right: f64) -> Ordering {
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "what is lost is compared next"
    )]
    let (rounded, whole) = (left as f64, right.trunc() as i128);
    rounded
        .total_cmp(&right)
        .then_with(|| i128::from(left).cmp(&whole))
}

const fn rank(value: ValueRef<'_>) -> u8 {
    match value {
        ValueRef::Null => 0,
        ValueRef::Integer(_) | ValueRef::Real(_) => 1,
        ValueRef::Text(_) => 2,
        ValueRef::Blob(_) => 3,
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::of_kinds;

    #[test]
    fn integers_and_doubles_are_compared_exactly() {
        assert_eq!(of_kinds(1, 1.5), Ordering::Less);
        assert_eq!(of_kinds(2, 1.5), Ordering::Greater);
        assert_eq!(of_kinds(2, 2.0), Ordering::Equal);
        assert_eq!(
            of_kinds(9_007_199_254_740_993, 9_007_199_254_740_992.0),
            Ordering::Greater
        );
        assert_eq!(of_kinds(i64::MAX, f64::INFINITY), Ordering::Less);
    }
}
