//! Parameters: what a value is sent as, and the type that the server is told.
//!
//! A value goes as what it is, and the server converts it to the type of its place by its own rules or refuses it. A NULL has a type
//! as well, since the server compares types before it looks at values; where the driver cannot send a NULL of a type, one of another
//! type goes that the server converts to the declared one.

use std::borrow::Cow;
use std::fmt::Display;

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::features::Features;
use backend_core::flag::Flag;
use backend_core::value::{ColumnKind, Decimal, DecimalRef, NativeContent, Param, ValueRef};
use backend_core::wrapper::ServerInfo;
use tiberius::ColumnData;

use super::{decimal, temporal};
use crate::driver::{Datum, Parameter};
use crate::features::is_babelfish;

/// The most UTF-16 units of a text that is not declared as one without limit.
const SHORT_TEXT: usize = 4_000;
/// The most bytes that are not declared as bytes without limit.
const SHORT_BYTES: usize = 8_000;

/// What of values depends on the server.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Digits of a second's fraction.
    fraction_digits: u8,
    /// Whether text can hold U+0000.
    nul_in_text: bool,
    /// Whether a decimal can be loaded with fewer bytes than the longest of its column.
    loads_short_decimals: bool,
    /// Whether a call keeps its parameters to its end.
    keeps_parameters: bool,
}

impl Limits {
    /// The limits of a server that can do this.
    pub(crate) fn of(features: &Features, server: &ServerInfo) -> Self {
        Self {
            fraction_digits: features.fractional_second_digits,
            nul_in_text: features.supports_nul_in_text,
            // It takes what follows for the missing bytes.
            loads_short_decimals: !is_babelfish(server),
            // It frees what it has fitted to a declared precision after the first statements of a call, and goes on using it.
            keeps_parameters: !is_babelfish(server),
        }
    }

    /// Digits of a second's fraction.
    pub(crate) const fn fraction_digits(self) -> u8 {
        self.fraction_digits
    }

    /// Whether a decimal can be loaded with fewer bytes than the longest of its column.
    pub(crate) const fn loads_short_decimals(self) -> bool {
        self.loads_short_decimals
    }

    /// Whether a call keeps its parameters to its end; otherwise those that [may be lost](Encoded::may_be_lost) stay in one
    /// statement, or variables take them up.
    pub(crate) const fn keeps_parameters(self) -> bool {
        self.keeps_parameters
    }
}

/// How a parameter goes to the server.
#[derive(Debug, Clone)]
pub(crate) enum Encoded {
    /// As a parameter of the call.
    Sent(Parameter),
    /// As a variable of that type which is NULL, since no parameter can say so.
    Null(&'static str),
    /// As the word NULL in the statement, which is of whatever type its place has.
    Untyped,
}

impl Encoded {
    /// About how many bytes it takes.
    pub(crate) fn size(&self) -> usize {
        /// Of what has a fixed size.
        const FIXED: usize = 16;

        match self {
            Self::Sent(Parameter { value, .. }) => match value {
                ColumnData::String(Some(text)) => FIXED + text.len(),
                ColumnData::Binary(Some(bytes)) => FIXED + bytes.len(),
                _ => FIXED,
            },
            Self::Null(_) | Self::Untyped => FIXED,
        }
    }

    /// Whether it is fitted to a declared precision in memory of its own: a decimal or an instant.
    pub(crate) fn may_be_lost(&self) -> bool {
        matches!(
            self.value(),
            Some(ColumnData::Numeric(_) | ColumnData::DateTimeOffset(_))
        )
    }

    /// The value; `None` of a NULL, whatever it is sent as.
    pub(crate) fn value(&self) -> Option<&Datum> {
        match self {
            Self::Sent(parameter) => match &parameter.value {
                ColumnData::Bit(None)
                | ColumnData::U8(None)
                | ColumnData::I16(None)
                | ColumnData::I32(None)
                | ColumnData::I64(None)
                | ColumnData::F32(None)
                | ColumnData::F64(None)
                | ColumnData::Guid(None) => None,
                value => Some(value),
            },
            Self::Null(_) | Self::Untyped => None,
        }
    }
}

/// What a parameter is sent as.
///
/// # Errors
/// [`NotSupported`](ErrorKind::NotSupported) for NaN, infinities, arrays, and text with U+0000 where the server has none;
/// [`Data`](ErrorKind::Data) for numbers and moments that the server does not keep as they are.
pub(crate) fn encode(param: Param<'_>, limits: Limits) -> Result<Encoded> {
    let sent = match param.value {
        ValueRef::Null => return null(param.kind),
        ValueRef::Bool(value) => of("bit", ColumnData::Bit(Some(value))),
        ValueRef::I64(number) => integer(number, param.kind),
        ValueRef::U64(number) => exact(Decimal::from(number).as_ref())?,
        ValueRef::F32(number) => {
            check_float(number.into())?;
            of("real", ColumnData::F32(Some(number)))
        }
        ValueRef::F64(number) => {
            check_float(number)?;
            of("float", ColumnData::F64(Some(number)))
        }
        ValueRef::Decimal(number) => exact(number)?,
        ValueRef::Text(value) | ValueRef::Json(value) => text(value, limits)?,
        ValueRef::Bytes(value) => bytes(value),
        ValueRef::Date(date) => of("date", ColumnData::Date(Some(temporal::sent_date(date)?))),
        ValueRef::Time(time) => {
            let time = temporal::sent_time(time, limits.fraction_digits)?;
            of("time(7)", ColumnData::Time(Some(time)))
        }
        ValueRef::Timestamp(timestamp) => {
            let timestamp = temporal::sent_timestamp(timestamp, limits.fraction_digits)?;
            of("datetime2(7)", ColumnData::DateTime2(Some(timestamp)))
        }
        ValueRef::TimestampTz(instant) => {
            let instant = temporal::sent_instant(instant, limits.fraction_digits)?;
            of(
                "datetimeoffset(7)",
                ColumnData::DateTimeOffset(Some(instant)),
            )
        }
        ValueRef::Interval(interval) => {
            temporal::check_interval(interval, limits.fraction_digits)?;
            display(interval)
        }
        ValueRef::Uuid(uuid) => of(
            "uniqueidentifier",
            ColumnData::Guid(Some(tiberius::Uuid::from_bytes(*uuid.as_bytes()))),
        ),
        ValueRef::Array(_) => return Err(Error::not_supported(Flag::supports_arrays)),
        ValueRef::Native(native) => match &native.content {
            NativeContent::Text(value) => text(value, limits)?,
            NativeContent::Bytes(value) => bytes(value),
            _ => return Err(unknown()),
        },
        _ => return Err(unknown()),
    };
    Ok(Encoded::Sent(sent))
}

fn of(declared: &'static str, value: Datum) -> Parameter {
    Parameter {
        declared: Cow::Borrowed(declared),
        value,
    }
}

fn unknown() -> Error {
    Error::new(
        ErrorKind::NotSupported(None),
        "SQL Server has no type for a value of this kind",
    )
}

/// A NULL of a kind.
fn null(kind: Option<ColumnKind>) -> Result<Encoded> {
    let sent = match kind {
        None | Some(ColumnKind::Unknown | ColumnKind::Native) => return Ok(Encoded::Untyped),
        Some(ColumnKind::Date) => return Ok(Encoded::Null("date")),
        Some(ColumnKind::Time) => return Ok(Encoded::Null("time(7)")),
        Some(ColumnKind::Timestamp) => return Ok(Encoded::Null("datetime2(7)")),
        Some(ColumnKind::TimestampTz) => return Ok(Encoded::Null("datetimeoffset(7)")),
        Some(ColumnKind::Bool) => of("bit", ColumnData::Bit(None)),
        Some(ColumnKind::U8) => of("tinyint", ColumnData::U8(None)),
        Some(ColumnKind::I8 | ColumnKind::I16) => of("smallint", ColumnData::I16(None)),
        Some(ColumnKind::U16 | ColumnKind::I32) => of("int", ColumnData::I32(None)),
        Some(ColumnKind::U32 | ColumnKind::I64) => of("bigint", ColumnData::I64(None)),
        Some(ColumnKind::F32) => of("real", ColumnData::F32(None)),
        Some(ColumnKind::F64) => of("float", ColumnData::F64(None)),
        Some(ColumnKind::Uuid) => of("uniqueidentifier", ColumnData::Guid(None)),
        // The driver has no NULL of these types; an integer becomes each of them. The narrowest decimal, because of two decimals
        // that meet (COALESCE, CASE, UNION) the wider one takes digits from the fraction of the other.
        Some(ColumnKind::U64 | ColumnKind::Decimal) => of("numeric(1,0)", ColumnData::I32(None)),
        Some(ColumnKind::Text | ColumnKind::Json | ColumnKind::Interval) => {
            of("nvarchar(4000)", ColumnData::I32(None))
        }
        Some(ColumnKind::Bytes) => of("varbinary(8000)", ColumnData::I32(None)),
        Some(ColumnKind::Array(_)) => return Err(Error::not_supported(Flag::supports_arrays)),
        Some(_) => return Err(unknown()),
    };
    Ok(Encoded::Sent(sent))
}

/// An integer as the type of its kind, where that holds it.
fn integer(number: i64, kind: Option<ColumnKind>) -> Parameter {
    let narrow = match kind {
        Some(ColumnKind::U8) => u8::try_from(number)
            .ok()
            .map(|number| of("tinyint", ColumnData::U8(Some(number)))),
        Some(ColumnKind::I8 | ColumnKind::I16) => i16::try_from(number)
            .ok()
            .map(|number| of("smallint", ColumnData::I16(Some(number)))),
        Some(ColumnKind::U16 | ColumnKind::I32) => i32::try_from(number)
            .ok()
            .map(|number| of("int", ColumnData::I32(Some(number)))),
        _ => None,
    };
    narrow.unwrap_or_else(|| of("bigint", ColumnData::I64(Some(number))))
}

/// A decimal of as many digits as it has, as a literal would be.
fn exact(number: DecimalRef<'_>) -> Result<Parameter> {
    let sent = decimal::sent(number)?;
    Ok(Parameter {
        declared: Cow::Owned(format!("numeric({},{})", sent.precision, sent.scale)),
        value: match sent.numeric {
            Some(numeric) => ColumnData::Numeric(Some(numeric)),
            // The server reads it.
            None => ColumnData::String(Some(Cow::Owned(number.as_str().to_owned()))),
        },
    })
}

/// The server has neither, and takes them for a broken request.
fn check_float(number: f64) -> Result<()> {
    if number.is_nan() {
        return Err(Error::not_supported(Flag::supports_float_nan));
    }
    if number.is_infinite() {
        return Err(Error::not_supported(Flag::supports_float_infinity));
    }
    Ok(())
}

fn text(text: &str, limits: Limits) -> Result<Parameter> {
    if !limits.nul_in_text && text.contains('\0') {
        return Err(Error::not_supported(Flag::supports_nul_in_text));
    }
    Ok(owned(text.to_owned()))
}

fn display(value: impl Display) -> Parameter {
    owned(value.to_string())
}

fn owned(text: String) -> Parameter {
    // Fewer units than bytes, whatever the text.
    let is_short = text.len() <= SHORT_TEXT || text.encode_utf16().count() <= SHORT_TEXT;
    of(
        if is_short {
            "nvarchar(4000)"
        } else {
            "nvarchar(max)"
        },
        ColumnData::String(Some(Cow::Owned(text))),
    )
}

fn bytes(bytes: &[u8]) -> Parameter {
    of(
        if bytes.len() <= SHORT_BYTES {
            "varbinary(8000)"
        } else {
            "varbinary(max)"
        },
        ColumnData::Binary(Some(Cow::Owned(bytes.to_owned()))),
    )
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use backend_core::error::ErrorKind;
    use backend_core::flag::Flag;
    use backend_core::value::{
        Array, ColumnKind, Decimal, Interval, IntoValue, Json, Native, NativeContent, Param,
        TypedValue, Uuid, Value, ValueRef,
    };
    use tiberius::ColumnData;
    use tiberius::numeric::Numeric;

    use super::{Encoded, Limits, encode};
    use crate::driver::Parameter;

    const ALL: Limits = Limits {
        fraction_digits: 7,
        nul_in_text: true,
        loads_short_decimals: true,
        keeps_parameters: true,
    };

    fn sent(value: impl IntoValue) -> (String, ColumnData<'static>) {
        let value = value.into_value();
        match encode(value.as_param(), ALL).unwrap() {
            Encoded::Sent(Parameter { declared, value }) => (declared.into_owned(), value),
            other => panic!("{other:?}"),
        }
    }

    fn refusal(value: impl IntoValue, limits: Limits) -> ErrorKind {
        let value = value.into_value();
        encode(value.as_param(), limits).unwrap_err().kind()
    }

    #[test]
    fn a_value_goes_as_what_it_is() {
        let text = |text: &str| ColumnData::String(Some(Cow::Owned(text.to_owned())));
        let numeric =
            |value, scale| ColumnData::Numeric(Some(Numeric::new_with_scale(value, scale)));
        let decimal = |text: &str| Decimal::parse(text).unwrap();
        let native = Native {
            type_name: Cow::Borrowed("xml"),
            content: NativeContent::Text(Cow::Borrowed("<a/>")),
        };
        let interval = Interval {
            months: 1,
            ..Interval::default()
        };
        for (found, declared, value) in [
            (sent(true), "bit", ColumnData::Bit(Some(true))),
            (sent(-1_i8), "smallint", ColumnData::I16(Some(-1))),
            (sent(300_i16), "smallint", ColumnData::I16(Some(300))),
            (sent(300_i32), "int", ColumnData::I32(Some(300))),
            (sent(300_i64), "bigint", ColumnData::I64(Some(300))),
            (sent(200_u8), "tinyint", ColumnData::U8(Some(200))),
            (
                sent(u32::MAX),
                "bigint",
                ColumnData::I64(Some(u32::MAX.into())),
            ),
            (sent(u64::MAX), "numeric(20,0)", numeric(u64::MAX.into(), 0)),
            (sent(1.5_f32), "real", ColumnData::F32(Some(1.5))),
            (sent(-0.1_f64), "float", ColumnData::F64(Some(-0.1))),
            (sent(decimal("-1.50")), "numeric(3,2)", numeric(-150, 2)),
            (sent("né"), "nvarchar(4000)", text("né")),
            (sent(Json("[1]".into())), "nvarchar(4000)", text("[1]")),
            (sent(interval), "nvarchar(4000)", text("P1M")),
            (
                sent(Uuid::from_u128(7)),
                "uniqueidentifier",
                ColumnData::Guid(Some(tiberius::Uuid::from_u128(7))),
            ),
            (sent(native), "nvarchar(4000)", text("<a/>")),
        ] {
            assert_eq!(found, (declared.to_owned(), value));
        }
    }

    #[test]
    fn an_integer_that_its_kind_does_not_hold_is_wider() {
        let value = Value::I64(70_000);
        let kind = Some(ColumnKind::I16);
        let (declared, _) = sent(TypedValue { value, kind });
        assert_eq!(declared, "bigint");
    }

    #[test]
    fn what_is_long_is_declared_without_limit() {
        for (found, declared) in [
            (sent("x".repeat(4_000)), "nvarchar(4000)"),
            (sent("é".repeat(4_000)), "nvarchar(4000)"),
            (sent("x".repeat(4_001)), "nvarchar(max)"),
            (sent(vec![0_u8; 8_000]), "varbinary(8000)"),
            (sent(vec![0_u8; 8_001]), "varbinary(max)"),
        ] {
            assert_eq!(found.0, declared);
        }
        let digits = format!("0.{}", "7".repeat(38));
        let (declared, value) = sent(Decimal::parse(&digits).unwrap());
        assert_eq!(declared, "numeric(38,38)");
        assert_eq!(value, ColumnData::String(Some(Cow::Owned(digits))));
    }

    #[test]
    fn a_null_has_a_type() {
        for (kind, declared) in [
            (ColumnKind::Bool, "bit"),
            (ColumnKind::U8, "tinyint"),
            (ColumnKind::I8, "smallint"),
            (ColumnKind::I32, "int"),
            (ColumnKind::I64, "bigint"),
            (ColumnKind::U64, "numeric(1,0)"),
            (ColumnKind::F32, "real"),
            (ColumnKind::F64, "float"),
            (ColumnKind::Decimal, "numeric(1,0)"),
            (ColumnKind::Text, "nvarchar(4000)"),
            (ColumnKind::Json, "nvarchar(4000)"),
            (ColumnKind::Bytes, "varbinary(8000)"),
            (ColumnKind::Uuid, "uniqueidentifier"),
        ] {
            let (found, value) = sent(TypedValue::null(kind));
            assert_eq!(found, declared);
            // The driver gives each of these a type on the wire, and others none.
            assert!(
                matches!(
                    value,
                    ColumnData::Bit(None)
                        | ColumnData::U8(None)
                        | ColumnData::I16(None)
                        | ColumnData::I32(None)
                        | ColumnData::I64(None)
                        | ColumnData::F32(None)
                        | ColumnData::F64(None)
                        | ColumnData::Guid(None)
                ),
                "{kind:?}"
            );
        }
        for (kind, declared) in [
            (ColumnKind::Date, "date"),
            (ColumnKind::Time, "time(7)"),
            (ColumnKind::Timestamp, "datetime2(7)"),
            (ColumnKind::TimestampTz, "datetimeoffset(7)"),
        ] {
            let found = encode(Param::null(kind), ALL).unwrap();
            assert!(matches!(found, Encoded::Null(found) if found == declared));
        }
        let untyped = encode(Param::new(ValueRef::Null), ALL).unwrap();
        assert!(matches!(untyped, Encoded::Untyped));
    }

    #[test]
    fn what_the_server_does_not_keep_is_refused() {
        let not_supported = |flag| ErrorKind::NotSupported(Some(flag));
        let few = Limits {
            fraction_digits: 6,
            nul_in_text: false,
            loads_short_decimals: true,
            keeps_parameters: true,
        };
        assert_eq!(
            refusal(f64::NAN, ALL),
            not_supported(Flag::supports_float_nan)
        );
        assert_eq!(
            refusal(f32::NEG_INFINITY, ALL),
            not_supported(Flag::supports_float_infinity)
        );
        assert_eq!(
            refusal(Array::new(ColumnKind::I64, vec![]), ALL),
            not_supported(Flag::supports_arrays)
        );
        assert_eq!(
            refusal("a\0b", few),
            not_supported(Flag::supports_nul_in_text)
        );
        assert_eq!(sent("a\0b").0, "nvarchar(4000)");
        let fine = Interval {
            nanoseconds: 100,
            ..Interval::default()
        };
        assert_eq!(refusal(fine, few), ErrorKind::Data);
        assert_eq!(sent(fine).0, "nvarchar(4000)");
    }
}
