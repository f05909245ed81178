//! Values of other crates' types that `sea_query` can hold: each goes the way of this crate's own conversions.

use sea_query::Value as Ast;

use crate::error::{Error, ErrorKind, Result};
#[cfg(any(
    feature = "bigdecimal",
    feature = "chrono",
    feature = "jiff",
    feature = "rust_decimal",
    feature = "serde_json",
    feature = "time",
    feature = "uuid",
))]
use crate::value::IntoValue;
use crate::value::TypedValue;

/// The parameter that a value stands for.
#[allow(
    clippy::needless_pass_by_value,
    reason = "taken apart where a feature is on"
)]
pub(super) fn parameter(value: Ast) -> Result<TypedValue> {
    match value {
        #[cfg(feature = "bigdecimal")]
        Ast::BigDecimal(value) => value
            .map(|value| crate::value::Decimal::try_from(*value))
            .transpose()
            .map(IntoValue::into_value),
        #[cfg(feature = "chrono")]
        Ast::ChronoDate(value) => Ok(value.into_value()),
        #[cfg(feature = "chrono")]
        Ast::ChronoTime(value) => Ok(value.into_value()),
        #[cfg(feature = "chrono")]
        Ast::ChronoDateTime(value) => Ok(value.into_value()),
        #[cfg(feature = "chrono")]
        Ast::ChronoDateTimeUtc(value) => Ok(value.into_value()),
        #[cfg(feature = "chrono")]
        Ast::ChronoDateTimeLocal(value) => Ok(value.map(|value| value.fixed_offset()).into_value()),
        #[cfg(feature = "chrono")]
        Ast::ChronoDateTimeWithTimeZone(value) => Ok(value.into_value()),
        #[cfg(feature = "jiff")]
        Ast::JiffDate(value) => Ok(value.into_value()),
        #[cfg(feature = "jiff")]
        Ast::JiffTime(value) => Ok(value.into_value()),
        #[cfg(feature = "jiff")]
        Ast::JiffDateTime(value) => Ok(value.map(|value| *value).into_value()),
        #[cfg(feature = "jiff")]
        Ast::JiffTimestamp(value) => Ok(value.map(|value| *value).into_value()),
        #[cfg(feature = "rust_decimal")]
        Ast::Decimal(value) => Ok(value.into_value()),
        #[cfg(feature = "serde_json")]
        Ast::Json(value) => Ok(value.map(|value| *value).into_value()),
        #[cfg(feature = "time")]
        Ast::TimeDate(value) => Ok(value.into_value()),
        #[cfg(feature = "time")]
        Ast::TimeTime(value) => Ok(value.into_value()),
        #[cfg(feature = "time")]
        Ast::TimeDateTime(value) => Ok(value.into_value()),
        #[cfg(feature = "time")]
        Ast::TimeDateTimeWithTimeZone(value) => Ok(value.into_value()),
        #[cfg(feature = "uuid")]
        Ast::Uuid(value) => Ok(value.into_value()),
        _ => Err(Error::new(
            ErrorKind::Data,
            "a value of another crate's type cannot be a parameter; turn on the feature that bears the crate's \
             name, or use `bind`",
        )),
    }
}
