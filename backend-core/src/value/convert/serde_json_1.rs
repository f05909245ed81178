//! Conversions of `serde_json`'s type. Its numbers are what `serde_json` makes of them: floats, where they are not integers
//! of 64 bits, unless its feature `arbitrary_precision` is on. [`Json`](crate::value::Json) keeps the text.

use super::{ArrayElement, FromValue, IntoValue, refusal, typed};
use crate::error::{Error, ErrorKind, Result};
use crate::value::{ColumnKind, TypedValue, Value, ValueRef};

impl FromValue<'_> for serde_json::Value {
    fn from_value(value: ValueRef<'_>) -> Result<Self> {
        let (ValueRef::Json(text) | ValueRef::Text(text)) = value else {
            return Err(refusal(value, "a JSON text"));
        };
        serde_json::from_str(text)
            .map_err(|error| Error::new(ErrorKind::Data, "the text is not JSON").with_source(error))
    }
}

impl IntoValue for serde_json::Value {
    const KIND: ColumnKind = ColumnKind::Json;

    /// Its null is the JSON text `null`; an [`Option`] without value is NULL.
    fn into_value(self) -> TypedValue {
        typed(Value::Json(self.to_string()), Self::KIND)
    }
}

impl ArrayElement for serde_json::Value {}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tests::round_trip;
    use crate::value::{FromValue as _, IntoValue as _, Value, ValueRef};

    #[test]
    fn documents_go_there_and_back() {
        round_trip(json!({"a": [1, 2.5, "é\u{0}", null, true], "b": {}}));
        round_trip(json!(u64::MAX));
        assert_eq!(
            json!(null).into_value().value,
            Value::Json("null".to_owned())
        );
    }

    #[test]
    fn what_is_not_json_is_refused_with_the_reason() {
        let error = serde_json::Value::from_value(ValueRef::Json("{")).unwrap_err();
        assert_eq!(error.to_string(), "the text is not JSON");
        assert!(
            std::error::Error::source(&error)
                .unwrap()
                .to_string()
                .contains("line 1")
        );
        assert!(serde_json::Value::from_value(ValueRef::I64(1)).is_err());
    }
}
