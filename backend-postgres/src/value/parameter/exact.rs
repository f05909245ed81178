//! Numbers: in binary where the type holds exactly this number, otherwise refused here or by the server.

use std::fmt::Display;

use backend_core::error::{Error, ErrorKind, Result};
use tokio_postgres::types::Type;

use super::{Encoding, binary, display_or_unfit, spell};

pub(super) fn integer(number: i64, type_: &Type, out: &mut Vec<u8>) -> Result<Encoding> {
    Ok(match *type_ {
        Type::INT8 => binary(&number.to_be_bytes(), out),
        Type::INT4 => fitting(i32::try_from(number).ok().map(i32::to_be_bytes), out),
        Type::INT2 => fitting(i16::try_from(number).ok().map(i16::to_be_bytes), out),
        Type::OID => fitting(u32::try_from(number).ok().map(u32::to_be_bytes), out),
        _ => return wide(number, type_, out),
    })
}

/// An integer for a type that has no integers of 64 bits with sign, or does not hold this one.
pub(super) fn wide(
    number: impl Copy + Display + Into<i128>,
    type_: &Type,
    out: &mut Vec<u8>,
) -> Result<Encoding> {
    Ok(match *type_ {
        Type::FLOAT8 => {
            let float = to_double(number.into())?;
            binary(&float.to_be_bytes(), out)
        }
        Type::FLOAT4 => {
            let float = to_single(number.into())?;
            binary(&float.to_be_bytes(), out)
        }
        _ if reads_digits(type_) => {
            spell::display(number, out);
            Encoding::Text
        }
        _ => display_or_unfit(number, type_, out),
    })
}

/// The types that read the digits of an integer as that integer: amounts, and numbers of objects and transactions.
fn reads_digits(type_: &Type) -> bool {
    matches!(
        *type_,
        Type::NUMERIC
            | Type::MONEY
            | Type::XID
            | Type::XID8
            | Type::CID
            | Type::REGCLASS
            | Type::REGCOLLATION
            | Type::REGCONFIG
            | Type::REGDICTIONARY
            | Type::REGNAMESPACE
            | Type::REGOPER
            | Type::REGOPERATOR
            | Type::REGPROC
            | Type::REGPROCEDURE
            | Type::REGROLE
            | Type::REGTYPE
    )
}

/// Of a number that does not fit, the server has to say so.
fn fitting<const N: usize>(bytes: Option<[u8; N]>, out: &mut Vec<u8>) -> Encoding {
    match bytes {
        Some(bytes) => binary(&bytes, out),
        None => Encoding::Unfit,
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "what is not exact is refused"
)]
fn to_double(number: i128) -> Result<f64> {
    let float = number as f64;
    if float as i128 == number {
        Ok(float)
    } else {
        Err(inexact("double precision"))
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "what is not exact is refused"
)]
fn to_single(number: i128) -> Result<f32> {
    let float = number as f32;
    if float as i128 == number {
        Ok(float)
    } else {
        Err(inexact("real"))
    }
}

fn inexact(type_name: &str) -> Error {
    Error::new(
        ErrorKind::Data,
        format!("an integer has more digits than the type {type_name} keeps"),
    )
}

pub(super) fn single(number: f32, type_: &Type, out: &mut Vec<u8>) -> Encoding {
    match *type_ {
        Type::FLOAT4 => binary(&number.to_be_bytes(), out),
        Type::FLOAT8 => binary(&f64::from(number).to_be_bytes(), out),
        Type::NUMERIC | Type::INT2 | Type::INT4 | Type::INT8 | Type::MONEY => {
            spell::display(spell::Float(number), out);
            Encoding::Text
        }
        _ => display_or_unfit(spell::Float(number), type_, out),
    }
}

pub(super) fn double(number: f64, type_: &Type, out: &mut Vec<u8>) -> Result<Encoding> {
    Ok(match *type_ {
        Type::FLOAT8 => binary(&number.to_be_bytes(), out),
        // The nearest one, as of a literal; the server refuses what is out of its range.
        Type::FLOAT4 | Type::NUMERIC | Type::INT2 | Type::INT4 | Type::INT8 | Type::MONEY => {
            spell::display(spell::Float(number), out);
            Encoding::Text
        }
        _ => display_or_unfit(spell::Float(number), type_, out),
    })
}
