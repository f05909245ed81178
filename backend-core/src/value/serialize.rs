//! The types that have a text form are serialized as it, behind the feature `serde`.

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

#[cfg(test)]
mod tests {
    use super::{Date, Decimal, Interval, Time, Timestamp, TimestampTz, Uuid};
    use crate::value::IntoValue as _;

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
