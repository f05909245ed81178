//! [`TypeConstant`]: a type of columns as a constant of a call.

use std::fmt;
use std::str::FromStr;

use super::Call;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{ColumnType, QualifiedName};

/// A type of columns, as a text that is read back as it.
pub(super) struct TypeConstant(ColumnType);

impl TypeConstant {
    pub(super) fn of(column_type: &ColumnType) -> Self {
        Self(column_type.clone())
    }
}

impl Call<'_> {
    /// The type of columns at a position from 0.
    ///
    /// # Errors
    /// As [`constant`](Self::constant).
    pub fn column_type(&self, position: usize) -> Result<ColumnType> {
        self.constant::<TypeConstant>(position)
            .map(|constant| constant.0)
    }
}

impl fmt::Display for TypeConstant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, first, second) = match &self.0 {
            ColumnType::Array(element) => return write!(f, "array/{}", Self::of(element)),
            ColumnType::Native(text) => return write!(f, "native/{text}"),
            ColumnType::Named(name) => {
                let schema = name.schema.as_ref().map_or("", |schema| schema.as_str());
                return write!(f, "named/{}/{schema}{}", schema.len(), name.name);
            }
            ColumnType::Decimal { precision, scale } => {
                ("decimal", precision.map(i64::from), scale.map(i64::from))
            }
            other => {
                let (name, argument) = one_word(other);
                (name, argument.map(i64::from), None)
            }
        };
        f.write_str(name)?;
        for argument in [first, second].into_iter().flatten() {
            write!(f, "/{argument}")?;
        }
        Ok(())
    }
}

/// The word of a type, and its one argument.
const fn one_word(column_type: &ColumnType) -> (&'static str, Option<u32>) {
    match column_type {
        ColumnType::Boolean => ("boolean", None),
        ColumnType::TinyInteger => ("tiny_integer", None),
        ColumnType::SmallInteger => ("small_integer", None),
        ColumnType::Integer => ("integer", None),
        ColumnType::BigInteger => ("big_integer", None),
        ColumnType::Real => ("real", None),
        ColumnType::Double => ("double", None),
        ColumnType::Char { length } => ("char", *length),
        ColumnType::VarChar { length } => ("varchar", *length),
        ColumnType::Text => ("text", None),
        ColumnType::Binary { length } => ("binary", *length),
        ColumnType::VarBinary { length } => ("varbinary", *length),
        ColumnType::Bytes => ("bytes", None),
        ColumnType::Date => ("date", None),
        ColumnType::Time { precision } => ("time", digits(*precision)),
        ColumnType::Timestamp { precision } => ("timestamp", digits(*precision)),
        ColumnType::TimestampTz { precision } => ("timestamp_tz", digits(*precision)),
        ColumnType::Interval => ("interval", None),
        ColumnType::Uuid => ("uuid", None),
        ColumnType::Json => ("json", None),
        _ => ("any", None),
    }
}

const fn digits(precision: Option<u8>) -> Option<u32> {
    match precision {
        Some(precision) => Some(precision as u32),
        None => None,
    }
}

impl FromStr for TypeConstant {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        read(text)
            .map(Self)
            .ok_or_else(|| Error::new(ErrorKind::Interface, "no type of columns"))
    }
}

fn read(text: &str) -> Option<ColumnType> {
    let (name, rest) = text
        .split_once('/')
        .map_or((text, None), |(name, rest)| (name, Some(rest)));
    Some(match (name, rest) {
        ("array", Some(element)) => ColumnType::Array(Box::new(read(element)?)),
        ("native", Some(text)) => ColumnType::Native(text.to_owned()),
        ("named", Some(rest)) => {
            let (length, rest) = rest.split_once('/')?;
            let (schema, name) = rest.split_at_checked(length.parse().ok()?)?;
            ColumnType::Named(match schema {
                "" => QualifiedName::new(name).ok()?,
                _ => QualifiedName::with_schema(schema, name).ok()?,
            })
        }
        ("decimal", None) => ColumnType::Decimal {
            precision: None,
            scale: None,
        },
        ("decimal", Some(rest)) => {
            let (precision, scale) = rest
                .split_once('/')
                .map_or((rest, None), |(precision, scale)| (precision, Some(scale)));
            ColumnType::Decimal {
                precision: Some(precision.parse().ok()?),
                scale: scale.map(str::parse).transpose().ok()?,
            }
        }
        (_, rest) => of_one_word(name, rest)?,
    })
}

fn of_one_word(name: &str, argument: Option<&str>) -> Option<ColumnType> {
    let length = argument.map(str::parse).transpose().ok()?;
    let precision = || length.map(u8::try_from).transpose().ok();
    Some(match name {
        "boolean" => ColumnType::Boolean,
        "tiny_integer" => ColumnType::TinyInteger,
        "small_integer" => ColumnType::SmallInteger,
        "integer" => ColumnType::Integer,
        "big_integer" => ColumnType::BigInteger,
        "real" => ColumnType::Real,
        "double" => ColumnType::Double,
        "char" => ColumnType::Char { length },
        "varchar" => ColumnType::VarChar { length },
        "text" => ColumnType::Text,
        "binary" => ColumnType::Binary { length },
        "varbinary" => ColumnType::VarBinary { length },
        "bytes" => ColumnType::Bytes,
        "date" => ColumnType::Date,
        "time" => ColumnType::Time {
            precision: precision()?,
        },
        "timestamp" => ColumnType::Timestamp {
            precision: precision()?,
        },
        "timestamp_tz" => ColumnType::TimestampTz {
            precision: precision()?,
        },
        "interval" => ColumnType::Interval,
        "uuid" => ColumnType::Uuid,
        "json" => ColumnType::Json,
        "any" => ColumnType::Any,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::TypeConstant;
    use crate::model::{ColumnType, QualifiedName};

    #[test]
    fn every_type_goes_to_text_and_back() {
        let decimal = |precision, scale| ColumnType::Decimal { precision, scale };
        for column_type in [
            ColumnType::Boolean,
            ColumnType::TinyInteger,
            ColumnType::SmallInteger,
            ColumnType::Integer,
            ColumnType::BigInteger,
            ColumnType::Real,
            ColumnType::Double,
            decimal(None, None),
            decimal(Some(9), None),
            decimal(Some(9), Some(-2)),
            ColumnType::Char { length: Some(3) },
            ColumnType::VarChar { length: None },
            ColumnType::Text,
            ColumnType::Binary { length: Some(3) },
            ColumnType::VarBinary { length: Some(3) },
            ColumnType::Bytes,
            ColumnType::Date,
            ColumnType::Time { precision: Some(3) },
            ColumnType::Timestamp { precision: None },
            ColumnType::TimestampTz { precision: Some(0) },
            ColumnType::Interval,
            ColumnType::Uuid,
            ColumnType::Json,
            ColumnType::Any,
            ColumnType::Array(Box::new(decimal(Some(9), Some(2)))),
            ColumnType::Native("bit varying(8)/x".into()),
            ColumnType::Named(QualifiedName::new("a/b").unwrap()),
            ColumnType::Named(QualifiedName::with_schema("né/", "1/a").unwrap()),
        ] {
            let text = TypeConstant::of(&column_type).to_string();
            assert_eq!(
                text.parse::<TypeConstant>().unwrap().0,
                column_type,
                "{text}"
            );
        }
    }
}
