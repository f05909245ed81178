//! [`Kind`]: the kinds of columns that the matrix goes over, their values as texts, and how two values are compared.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::ColumnType;
use backend_core::value::Value;

/// A kind of column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Boolean,
    SmallInteger,
    Integer,
    BigInteger,
    Real,
    Double,
    Decimal,
    VarChar,
    Text,
    Bytes,
    Date,
    Time,
    Timestamp,
    TimestampTz,
    Interval,
    Uuid,
    Json,
}

use Kind::{
    BigInteger, Boolean, Bytes, Date, Decimal, Double, Integer, Interval, Json, Real, SmallInteger,
    Text, Time, Timestamp, TimestampTz, Uuid, VarChar,
};

impl Kind {
    /// All of them.
    pub(super) const ALL: [Self; 17] = [
        Boolean,
        SmallInteger,
        Integer,
        BigInteger,
        Real,
        Double,
        Decimal,
        VarChar,
        Text,
        Bytes,
        Date,
        Time,
        Timestamp,
        TimestampTz,
        Interval,
        Uuid,
        Json,
    ];
    /// Characters of a [`VarChar`].
    pub(super) const CHARACTERS: u32 = 60;
    /// Digits of a [`Decimal`] after its point, and before it.
    pub(super) const DECIMAL_DIGITS: (u32, u32) = (3, 15);

    /// Its name in ids.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Boolean => "boolean",
            SmallInteger => "small_integer",
            Integer => "integer",
            BigInteger => "big_integer",
            Real => "real",
            Double => "double",
            Decimal => "decimal",
            VarChar => "varchar",
            Text => "text",
            Bytes => "bytes",
            Date => "date",
            Time => "time",
            Timestamp => "timestamp",
            TimestampTz => "timestamp_tz",
            Interval => "interval",
            Uuid => "uuid",
            Json => "json",
        }
    }

    /// The type of a column of this kind.
    pub(super) fn column_type(self) -> ColumnType {
        let (after, before) = Self::DECIMAL_DIGITS;
        match self {
            Boolean => ColumnType::Boolean,
            SmallInteger => ColumnType::SmallInteger,
            Integer => ColumnType::Integer,
            BigInteger => ColumnType::BigInteger,
            Real => ColumnType::Real,
            Double => ColumnType::Double,
            Decimal => ColumnType::Decimal {
                precision: Some(before + after),
                scale: Some(3),
            },
            VarChar => ColumnType::VarChar {
                length: Some(Self::CHARACTERS),
            },
            Text => ColumnType::Text,
            Bytes => ColumnType::Bytes,
            Date => ColumnType::Date,
            Time => ColumnType::Time { precision: None },
            Timestamp => ColumnType::Timestamp { precision: None },
            TimestampTz => ColumnType::TimestampTz { precision: None },
            Interval => ColumnType::Interval,
            Uuid => ColumnType::Uuid,
            Json => ColumnType::Json,
        }
    }

    /// Reads a value of this kind.
    pub(super) fn value(self, text: &str) -> Result<Value> {
        let wrong = || Error::new(ErrorKind::Data, format!("{text} is no {}", self.name()));
        let number = || text.parse::<f64>().map_err(|_| wrong());
        Ok(match self {
            Boolean => Value::Bool(matches!(text, "true" | "t" | "1")),
            SmallInteger | Integer | BigInteger => Value::I64(text.parse().map_err(|_| wrong())?),
            #[allow(
                clippy::cast_possible_truncation,
                reason = "a real keeps what of a number it can"
            )]
            Real => Value::F32(number()? as f32),
            Double => Value::F64(number()?),
            Decimal => Value::Decimal(text.parse()?),
            VarChar | Text => Value::Text(text.to_owned()),
            Bytes => Value::Bytes(text.as_bytes().to_vec()),
            Date => Value::Date(text.parse()?),
            Time => Value::Time(text.parse()?),
            Timestamp => Value::Timestamp(text.parse()?),
            TimestampTz => Value::TimestampTz(text.parse()?),
            Interval => Value::Interval(text.parse()?),
            Uuid => Value::Uuid(text.parse()?),
            Json => Value::Json(text.to_owned()),
        })
    }

    /// A value that is none of those that stand in a table of the matrix: for defaults, and for rows that come later.
    pub(super) const fn fresh(self) -> &'static str {
        match self {
            Boolean => "false",
            SmallInteger | Integer | BigInteger | Real | Double | Decimal => "7",
            VarChar | Text => "it's new",
            Bytes => "new",
            Date => "2031-07-07",
            Time => "07:07:07",
            Timestamp => "2031-07-07T07:07:07",
            TimestampTz => "2031-07-07T07:07:07Z",
            Interval => "P7D",
            Uuid => "77777777-7777-4777-8777-777777777777",
            Json => "{\"new\": 7}",
        }
    }

    /// The value as a text that is the same for values which are: a number's zeros, a document's blanks and an instant's offset
    /// say nothing.
    pub(super) fn plain(value: &Value) -> String {
        match value {
            Value::Decimal(number) => number.as_ref().trimmed().as_str().to_owned(),
            Value::F32(number) => f64::from(*number).to_string(),
            Value::F64(number) => number.to_string(),
            Value::Json(text) => text.split_whitespace().collect(),
            Value::TimestampTz(instant) => format!("{:?}", instant.utc()),
            other => format!("{other:?}"),
        }
    }

    /// A value that a column of this kind gave: some servers keep intervals and documents as texts.
    pub(super) fn read(self, value: Value) -> Value {
        match (self, value) {
            (Interval, Value::Text(text)) => match text.parse() {
                Ok(interval) => Value::Interval(interval),
                Err(_) => Value::Text(text),
            },
            (Json, Value::Text(text)) => Value::Json(text),
            (_, value) => value,
        }
    }

    /// Whether a value is what a column of this kind gives.
    pub(super) const fn is_of(self, value: &Value) -> bool {
        matches!(
            (self, value),
            (Boolean, Value::Bool(_))
                | (SmallInteger | Integer | BigInteger, Value::I64(_))
                | (Real, Value::F32(_))
                | (Double, Value::F64(_))
                | (Decimal, Value::Decimal(_))
                | (VarChar | Text, Value::Text(_))
                | (Bytes, Value::Bytes(_))
                | (Date, Value::Date(_))
                | (Time, Value::Time(_))
                | (Timestamp, Value::Timestamp(_))
                | (TimestampTz, Value::TimestampTz(_))
                | (Interval, Value::Interval(_))
                | (Uuid, Value::Uuid(_))
                | (Json, Value::Json(_))
        )
    }
}
