//! Values as text that the server reads as what they are.

use std::fmt;
use std::io::Write as _;

use backend_core::error::Result;
use backend_core::value::{NativeContent, ValueRef};

use super::{check_text, unknown};
use crate::value::temporal;

/// Appends a value's own text.
pub(super) fn display(value: impl fmt::Display, out: &mut Vec<u8>) {
    // Writing to memory cannot fail.
    let _ = write!(out, "{value}");
}

/// A floating-point number by its shortest digits, and by the server's names where it is none.
pub(super) struct Float<T>(pub(super) T);

impl<T: fmt::Display + Copy + Into<f64>> fmt::Display for Float<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.into() {
            f64::INFINITY => f.write_str("Infinity"),
            f64::NEG_INFINITY => f.write_str("-Infinity"),
            _ => self.0.fmt(f),
        }
    }
}

/// Appends a value that is no NULL and no array, as the server reads its type.
pub(super) fn value(value: ValueRef<'_>, out: &mut Vec<u8>) -> Result<()> {
    let mut moment = String::new();
    match value {
        ValueRef::Bool(value) => display(value, out),
        ValueRef::I64(value) => display(value, out),
        ValueRef::U64(value) => display(value, out),
        ValueRef::F32(value) => display(Float(value), out),
        ValueRef::F64(value) => display(Float(value), out),
        ValueRef::Decimal(value) => display(value, out),
        ValueRef::Text(text) | ValueRef::Json(text) => {
            check_text(text)?;
            out.extend_from_slice(text.as_bytes());
        }
        ValueRef::Bytes(bytes) => {
            out.extend_from_slice(b"\\x");
            for byte in bytes {
                let _ = write!(out, "{byte:02x}");
            }
        }
        ValueRef::Uuid(value) => display(value, out),
        ValueRef::Date(date) => {
            let era = temporal::print_date(date, &mut moment);
            moment.push_str(era);
        }
        ValueRef::Time(time) => display(time, out),
        ValueRef::Timestamp(timestamp) => temporal::print_timestamp(timestamp, "", &mut moment),
        ValueRef::TimestampTz(instant) => {
            temporal::print_timestamp(instant.utc(), "+00", &mut moment);
        }
        ValueRef::Interval(interval) => display(interval, out),
        ValueRef::Native(native) => match &native.content {
            NativeContent::Text(text) => {
                check_text(text)?;
                out.extend_from_slice(text.as_bytes());
            }
            _ => return Err(unknown()),
        },
        _ => return Err(unknown()),
    }
    out.extend_from_slice(moment.as_bytes());
    Ok(())
}
