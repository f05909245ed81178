//! The types that have a text form are serialized as it, behind the feature `serde`. So are floating-point numbers that are no
//! numbers, which many formats cannot say, and bytes, as hexadecimal digits.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};

use super::{Date, Decimal, DecimalRef, Interval, Time, Timestamp, TimestampTz, Uuid};

/// Reads a text and parses it.
struct FromText<T>(PhantomData<T>);

impl<T: FromStr<Err = crate::error::Error>> Visitor<'_> for FromText<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

macro_rules! as_text {
    ($($type:ty)+) => {$(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(FromText(PhantomData))
            }
        }
    )+};
}
as_text!(Date Decimal Interval Time Timestamp TimestampTz Uuid);

impl Serialize for DecimalRef<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// A number, or `NaN`, `Infinity`, `-Infinity` as text.
pub(super) fn float<T, S>(value: &T, serializer: S) -> Result<S::Ok, S::Error>
where
    T: Serialize + Copy + Into<f64>,
    S: Serializer,
{
    let number: f64 = (*value).into();
    if number.is_finite() {
        return value.serialize(serializer);
    }
    serializer.serialize_str(match number {
        f64::INFINITY => "Infinity",
        f64::NEG_INFINITY => "-Infinity",
        _ => "NaN",
    })
}

/// Two digits a byte.
pub(super) fn hexadecimal<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    serializer.serialize_str(&digits)
}

/// What [`float`] wrote.
pub(super) fn read_f64<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    deserializer.deserialize_any(FromFloat)
}

/// What [`float`] wrote.
pub(super) fn read_f32<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f32, D::Error> {
    let number = read_f64(deserializer)?;
    #[allow(
        clippy::cast_possible_truncation,
        reason = "it was one of that width when it was written"
    )]
    Ok(number as f32)
}

struct FromFloat;

impl Visitor<'_> for FromFloat {
    type Value = f64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, or NaN, Infinity or -Infinity as a text")
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<f64, E> {
        Ok(number)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<f64, E> {
        number.to_string().parse().map_err(E::custom)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<f64, E> {
        number.to_string().parse().map_err(E::custom)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<f64, E> {
        match text {
            "NaN" => Ok(f64::NAN),
            "Infinity" => Ok(f64::INFINITY),
            "-Infinity" => Ok(f64::NEG_INFINITY),
            other => Err(E::custom(format_args!("{other:?} is no number"))),
        }
    }
}

/// What [`hexadecimal`] wrote.
pub(super) fn read_hexadecimal<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: From<Vec<u8>>,
{
    let digits = <String as Deserialize>::deserialize(deserializer)?;
    let odd = || D::Error::custom("bytes are an even number of hexadecimal digits");
    let pairs = digits.as_bytes().chunks(2).map(|pair| match pair {
        [_, _] => std::str::from_utf8(pair)
            .ok()
            .and_then(|pair| u8::from_str_radix(pair, 16).ok())
            .ok_or_else(odd),
        _ => Err(odd()),
    });
    pairs.collect::<Result<Vec<u8>, _>>().map(T::from)
}

#[cfg(test)]
mod tests {
    use super::{Date, Decimal, Interval, Time, Timestamp, TimestampTz, Uuid};
    use crate::value::{IntoValue as _, Native, NativeContent, Value};

    fn round_trip<T>(text: &str)
    where
        T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug,
        T: std::str::FromStr<Err = crate::error::Error>,
    {
        let value: T = text.parse().unwrap();
        let json = serde_json::to_string(&value).unwrap();
        assert_eq!(json, format!("\"{text}\""));
        assert_eq!(serde_json::from_str::<T>(&json).unwrap(), value);
        assert!(serde_json::from_str::<T>("\"?\"").is_err());
        assert!(serde_json::from_str::<T>("1").is_err());
    }

    #[test]
    fn text_forms_are_what_is_serialized() {
        round_trip::<Decimal>("-1.50");
        round_trip::<Date>("2024-02-29");
        round_trip::<Time>("12:30:00.5");
        round_trip::<Timestamp>("2024-02-29 12:30:00");
        round_trip::<TimestampTz>("2024-02-29 12:30:00+02:00");
        round_trip::<Interval>("P1Y-3DT0.5S");
        round_trip::<Uuid>("67e55044-10b1-426f-9247-bb680e5fe0c8");
    }

    #[test]
    fn what_is_no_number_and_bytes_are_text() {
        let json = |value: Value| serde_json::to_string(&value).unwrap();
        assert_eq!(json(Value::F64(1.5)), r#"{"f64":1.5}"#);
        assert_eq!(json(Value::F32(0.1)), r#"{"f32":0.1}"#);
        assert_eq!(json(Value::F64(f64::INFINITY)), r#"{"f64":"Infinity"}"#);
        assert_eq!(
            json(Value::F32(f32::NEG_INFINITY)),
            r#"{"f32":"-Infinity"}"#
        );
        assert_eq!(json(Value::F64(f64::NAN)), r#"{"f64":"NaN"}"#);
        assert_eq!(json(Value::Bytes(vec![0, 255])), r#"{"bytes":"00ff"}"#);
    }

    #[test]
    fn values_are_read_back() {
        let values = vec![
            Value::Null,
            Value::F32(0.1),
            Value::F64(1e300),
            Value::F64(f64::NEG_INFINITY),
            Value::Bytes(vec![0, 255]),
            vec![Some(Date::EPOCH), None].into_value().value,
            Value::Native(Box::new(Native {
                type_name: "bits".into(),
                content: NativeContent::Bytes(vec![1].into()),
            })),
        ];
        let json = serde_json::to_string(&values).unwrap();
        assert_eq!(serde_json::from_str::<Vec<Value>>(&json).unwrap(), values);
        for wrong in [
            r#"{"bytes":"0"}"#,
            r#"{"bytes":"0g"}"#,
            r#"{"f64":"one"}"#,
            r#"{"array":{"element":"date","dimensions":[2],"values":[]}}"#,
        ] {
            assert!(serde_json::from_str::<Value>(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn values_are_serialized_with_their_kind() {
        let parameter = vec![Some(Date::EPOCH), None].into_value();
        let json = serde_json::to_value(&parameter).unwrap();
        let expected = serde_json::json!({
            "value": {"array": {
                "element": "date",
                "dimensions": [2],
                "values": [{"date": "1970-01-01"}, "null"],
            }},
            "kind": {"array": "date"},
        });
        assert_eq!(json, expected);
    }
}
