//! One total order of all values, for comparing, sorting and keys.

use std::cmp::Ordering;

use backend_core::value::{Decimal, FromValue as _, NativeContent, Value};

/// Compares two values: NULL is smallest, numbers of every kind compare by what they are worth, values that have nothing in
/// common by their kinds.
pub(super) fn compare(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Bool(left), Value::Bool(right)) => left.cmp(right),
        (Value::I64(left), Value::I64(right)) => left.cmp(right),
        (Value::Text(left) | Value::Json(left), Value::Text(right) | Value::Json(right)) => {
            left.cmp(right)
        }
        (Value::Bytes(left), Value::Bytes(right)) => left.cmp(right),
        (Value::Date(left), Value::Date(right)) => left.cmp(right),
        (Value::Time(left), Value::Time(right)) => left.cmp(right),
        (Value::Timestamp(left), Value::Timestamp(right)) => left.cmp(right),
        (Value::TimestampTz(left), Value::TimestampTz(right)) => left.cmp(right),
        (Value::Uuid(left), Value::Uuid(right)) => left.cmp(right),
        (Value::Interval(left), Value::Interval(right)) => {
            let parts = |of: &backend_core::value::Interval| (of.months, of.days, of.nanoseconds);
            parts(left).cmp(&parts(right))
        }
        (Value::Array(left), Value::Array(right)) => {
            let pairs = left.values().iter().zip(right.values());
            let first = pairs
                .map(|(left, right)| compare(left, right))
                .find(|order| order.is_ne());
            first.unwrap_or_else(|| left.dimensions().cmp(right.dimensions()))
        }
        (Value::Native(left), Value::Native(right)) => {
            let types = left.type_name.cmp(&right.type_name);
            types.then_with(|| native(&left.content).cmp(&native(&right.content)))
        }
        _ if rank(left) == NUMBER && rank(right) == NUMBER => number(left).cmp(&number(right)),
        _ => rank(left).cmp(&rank(right)),
    }
}

/// The rank of numbers.
const NUMBER: u8 = 2;

/// The order of kinds: kinds of one rank compare with each other.
fn rank(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::I64(_) | Value::U64(_) | Value::F32(_) | Value::F64(_) | Value::Decimal(_) => NUMBER,
        Value::Text(_) | Value::Json(_) => 3,
        Value::Bytes(_) => 4,
        Value::Date(_) => 5,
        Value::Time(_) => 6,
        Value::Timestamp(_) => 7,
        Value::TimestampTz(_) => 8,
        Value::Interval(_) => 9,
        Value::Uuid(_) => 10,
        Value::Array(_) => 11,
        _ => 12,
    }
}

/// Every number is a decimal, NaN and infinities too.
fn number(value: &Value) -> Option<Decimal> {
    Decimal::from_value(value.as_ref()).ok()
}

fn native<'v>(content: &'v NativeContent<'_>) -> Option<&'v [u8]> {
    match content {
        NativeContent::Text(text) => Some(text.as_bytes()),
        NativeContent::Bytes(bytes) => Some(bytes),
        _ => None,
    }
}
