//! Functions of numbers.
//!
//! Integers stay integers, doubles doubles; decimals, which SQLite keeps as text, stay text and exact.

use std::f64::consts::PI;

use backend_core::value::Decimal;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Result};

use super::argument::{decimal, double, integer, long};
use super::decimal::{Rounding, remainder, round};
use super::{refused, strict};

pub(super) fn register(connection: &Connection) -> Result<()> {
    angles(connection)?;
    powers(connection)?;
    strict(connection, "backend_absolute", 1, |values| match *values {
        [ValueRef::Integer(number)] => number
            .checked_abs()
            .map(Value::Integer)
            .ok_or_else(|| refused("the absolute value is out of range")),
        [ValueRef::Real(number)] => Ok(Value::Real(number.abs())),
        [ref other] => {
            let number = decimal(*other)?.into_string();
            Ok(Value::Text(number.trim_start_matches('-').to_owned()))
        }
        _ => Err(wrong()),
    })?;
    strict(
        connection,
        "backend_exclusive_or",
        2,
        |values| match *values {
            [left, right] => Ok(long(left)? ^ long(right)?),
            _ => Err(wrong()),
        },
    )?;
    strict(connection, "backend_ceiling", 1, |values| {
        whole(values, f64::ceil, Rounding::Up)
    })?;
    strict(connection, "backend_floor", 1, |values| {
        whole(values, f64::floor, Rounding::Down)
    })?;
    strict(connection, "backend_modulo", 2, modulo)?;
    strict(connection, "backend_round", 1, |values| match *values {
        [number] => rounded(number, 0),
        _ => Err(wrong()),
    })?;
    strict(connection, "backend_round", 2, |values| match *values {
        [number, places] => rounded(number, integer(places)?),
        _ => Err(wrong()),
    })?;
    strict(connection, "backend_sign", 1, |values| match *values {
        [ValueRef::Integer(number)] => Ok(number.signum()),
        [ref other] => {
            let number = decimal(*other)?;
            Ok(match (number.is_negative(), number == Decimal::from(0)) {
                (_, true) => 0,
                (true, _) => -1,
                (false, _) => 1,
            })
        }
        _ => Err(wrong()),
    })
}

/// Functions are called with as many arguments as they are registered for.
fn wrong() -> rusqlite::Error {
    refused("the number of arguments is wrong")
}

/// Registers a function of doubles that gives a double.
fn doubles<const N: usize>(
    connection: &Connection,
    name: &str,
    function: fn([f64; N]) -> Result<f64>,
) -> Result<()> {
    let count = u8::try_from(N).map_err(|_| wrong())?;
    strict(connection, name, count, move |values| {
        let mut numbers = [0.0; N];
        for (number, value) in numbers.iter_mut().zip(values) {
            *number = double(*value)?;
        }
        match function(numbers)? {
            found if found.is_nan() => Err(refused("the function has no value for the number")),
            found => Ok(found),
        }
    })
}

fn angles(connection: &Connection) -> Result<()> {
    doubles(connection, "backend_acos", |[x]| Ok(x.acos()))?;
    doubles(connection, "backend_asin", |[x]| Ok(x.asin()))?;
    doubles(connection, "backend_atan", |[x]| Ok(x.atan()))?;
    doubles(connection, "backend_atan2", |[y, x]| Ok(y.atan2(x)))?;
    doubles(connection, "backend_cos", |[x]| Ok(x.cos()))?;
    doubles(connection, "backend_cot", |[x]| Ok(x.tan().recip()))?;
    doubles(connection, "backend_degrees", |[x]| {
        in_range(x, x.to_degrees())
    })?;
    doubles(connection, "backend_pi", |[]| Ok(PI))?;
    doubles(connection, "backend_radians", |[x]| Ok(x.to_radians()))?;
    doubles(connection, "backend_sin", |[x]| Ok(x.sin()))?;
    doubles(connection, "backend_tan", |[x]| Ok(x.tan()))
}

fn powers(connection: &Connection) -> Result<()> {
    doubles(connection, "backend_exp", |[x]| {
        let found = in_range(x, x.exp())?;
        not_too_small(found, x.is_finite())
    })?;
    doubles(connection, "backend_ln", |[x]| in_range(x, x.ln()))?;
    doubles(connection, "backend_log", |[base, x]| log(base, x))?;
    doubles(connection, "backend_power", |[base, exponent]| {
        let found = in_range(base + exponent, base.powf(exponent))?;
        not_too_small(found, base != 0.0 && (base + exponent).is_finite())
    })?;
    doubles(connection, "backend_sqrt", |[x]| Ok(x.sqrt()))
}

/// Logarithms to the usual bases are exact where they are whole.
fn log(base: f64, x: f64) -> Result<f64> {
    if base == 1.0 {
        return Err(refused("division by zero"));
    }
    let found = if base == 10.0 {
        x.log10()
    } else if base == 2.0 {
        x.log2()
    } else {
        in_range(base, base.ln()).and_then(|of_base| Ok(in_range(x, x.ln())? / of_base))?
    };
    in_range(x, found)
}

/// The result of a finite number, which is finite too.
fn in_range(number: f64, found: f64) -> Result<f64> {
    if found.is_infinite() && number.is_finite() {
        return Err(refused("the result is out of range"));
    }
    Ok(found)
}

/// The result, which is not 0 where it only is too small for a double.
fn not_too_small(found: f64, may_not_be_zero: bool) -> Result<f64> {
    if found == 0.0 && may_not_be_zero {
        return Err(refused("the result is out of range"));
    }
    Ok(found)
}

fn whole(values: &[ValueRef<'_>], of_double: fn(f64) -> f64, rounding: Rounding) -> Result<Value> {
    match *values {
        [ValueRef::Integer(number)] => Ok(Value::Integer(number)),
        [ValueRef::Real(number)] => Ok(Value::Real(of_double(number))),
        [ref other] => Ok(Value::Text(
            round(&decimal(*other)?, 0, rounding)?.into_string(),
        )),
        _ => Err(wrong()),
    }
}

fn rounded(number: ValueRef<'_>, places: i32) -> Result<Value> {
    let exact = round(&decimal(number)?, places, Rounding::Nearest)?;
    Ok(match number {
        ValueRef::Integer(_) => of_integers(exact),
        ValueRef::Real(_) => Value::Real(exact.to_f64()),
        _ => Value::Text(exact.into_string()),
    })
}

fn modulo(values: &[ValueRef<'_>]) -> Result<Value> {
    match *values {
        [ValueRef::Integer(_), ValueRef::Integer(0)] => Err(refused("division by zero")),
        [ValueRef::Integer(dividend), ValueRef::Integer(divisor)] => {
            Ok(Value::Integer(dividend.checked_rem(divisor).unwrap_or(0)))
        }
        [dividend, divisor] => {
            let exact = remainder(&decimal(dividend)?, &decimal(divisor)?)?;
            Ok(match (dividend, divisor) {
                (ValueRef::Real(_), _) | (_, ValueRef::Real(_)) => Value::Real(exact.to_f64()),
                _ => Value::Text(exact.into_string()),
            })
        }
        _ => Err(wrong()),
    }
}

/// An integer where it is one of 64 bits, else its digits.
fn of_integers(exact: Decimal) -> Value {
    match exact.to_i128().map(i64::try_from) {
        Some(Ok(number)) => Value::Integer(number),
        _ => Value::Text(exact.into_string()),
    }
}
