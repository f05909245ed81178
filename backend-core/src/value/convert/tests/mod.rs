//! Tests of the conversions between values and this crate's and `std`'s types.

mod numbers;

use std::borrow::Cow;
use std::fmt::Debug;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::any;
use proptest::proptest;

use super::{ArrayElement, FromValue, IntoValue};
use crate::error::ErrorKind;
use crate::value::strategies::{
    config, dates, decimals, intervals, times, timestamps, timestamps_tz,
};
use crate::value::{
    Array, ColumnKind, Date, Decimal, Interval, Json, Native, NativeContent, Time, Timestamp,
    TimestampTz, TypedValue, Uuid, Value, ValueRef,
};

/// A value becomes a parameter of its kind, and is read back from it: alone, as an option, and in an array.
pub(super) fn round_trip<T>(value: T)
where
    T: IntoValue + ArrayElement + Clone + PartialEq + Debug,
    T: for<'r> FromValue<'r>,
{
    let parameter = value.clone().into_value();
    assert_eq!(parameter.kind, Some(T::KIND));
    assert_eq!(T::from_value(parameter.value.as_ref()).unwrap(), value);

    let some = Some(value.clone());
    assert_eq!(some.clone().into_value(), parameter);
    assert_eq!(
        Option::<T>::from_value(parameter.value.as_ref()).unwrap(),
        some
    );

    let array = vec![some, None].into_value();
    assert_eq!(array.kind, Some(T::KIND.array()));
    let read = Vec::<Option<T>>::from_value(array.value.as_ref()).unwrap();
    assert_eq!(read, [Some(value), None]);
}

/// What is read of a text is what was written as it.
fn round_trip_as_text<T>(value: T)
where
    T: ToString + IntoValue + ArrayElement + Clone + PartialEq + Debug,
    T: for<'r> FromValue<'r>,
{
    let text = value.to_string();
    assert_eq!(T::from_value(ValueRef::Text(&text)).unwrap(), value);
    round_trip(value);
}

/// What is said where a cell does not convert.
pub(super) fn message<'r, T: FromValue<'r> + Debug>(value: ValueRef<'r>) -> String {
    let error = T::from_value(value).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Data);
    error.to_string()
}

#[test]
fn text_does_not_become_a_number_or_a_boolean() {
    assert_eq!(
        message::<i32>(ValueRef::Text("1")),
        "the text `1` is not a 32-bit integer"
    );
    assert_eq!(
        message::<f64>(ValueRef::Text("1")),
        "the text `1` is not a 64-bit float"
    );
    assert_eq!(
        message::<bool>(ValueRef::Text("t")),
        "the text `t` is not a boolean"
    );
    let long = "é".repeat(100);
    let shown = message::<bool>(ValueRef::Text(&long));
    assert_eq!(
        shown,
        format!("the text `{}…` is not a boolean", "é".repeat(40))
    );
}

#[test]
fn null_is_for_options_only() {
    assert_eq!(
        message::<i32>(ValueRef::Null),
        "NULL is not a 32-bit integer: read an Option where a cell can be NULL"
    );
    assert_eq!(Option::<&str>::from_value(ValueRef::Null).unwrap(), None);
    assert_eq!(None::<i32>.into_value(), TypedValue::null(ColumnKind::I32));
    assert_eq!(
        None::<Vec<Date>>.into_value(),
        TypedValue::null(ColumnKind::Date.array())
    );
    assert_eq!(
        None::<Value>.into_value(),
        TypedValue {
            value: Value::Null,
            kind: None
        }
    );
    assert_eq!(Value::from_value(ValueRef::Null).unwrap(), Value::Null);
}

#[test]
fn strings_and_bytes_borrow() {
    let text = String::from("né\0");
    let cell = ValueRef::Text(&text);
    assert_eq!(<&str>::from_value(cell).unwrap().as_ptr(), text.as_ptr());
    assert!(matches!(
        Cow::<'_, str>::from_value(cell).unwrap(),
        Cow::Borrowed(_)
    ));
    assert_eq!(<&str>::from_value(ValueRef::Json("[]")).unwrap(), "[]");
    assert_eq!(message::<String>(ValueRef::I64(1)), "1 does not fit a text");
    assert_eq!(
        <&[u8]>::from_value(ValueRef::Bytes(&[0, 255])).unwrap(),
        [0, 255]
    );
    assert_eq!(message::<Vec<u8>>(cell), "the text `né\0` is not bytes");
    assert_eq!(
        message::<String>(ValueRef::Bytes(b"ab")),
        "a value of 2 bytes is not a text"
    );
    assert_eq!("a".into_value(), String::from("a").into_value());
    assert_eq!(
        (&String::from("a")).into_value(),
        Cow::Borrowed("a").into_value()
    );
    assert_eq!(
        [1_u8, 2].as_slice().into_value().value,
        Value::Bytes(vec![1, 2])
    );
    assert_eq!(
        Cow::Borrowed([1_u8].as_slice()).into_value().kind,
        Some(ColumnKind::Bytes)
    );
}

#[test]
fn native_values_are_read_in_the_form_they_have() {
    let native = |content| Native {
        type_name: "inet".into(),
        content,
    };
    let text = native(NativeContent::Text("::1".into()));
    let bytes = native(NativeContent::Bytes(vec![1].into()));
    assert_eq!(<&str>::from_value(ValueRef::Native(&text)).unwrap(), "::1");
    assert_eq!(<&[u8]>::from_value(ValueRef::Native(&bytes)).unwrap(), [1]);
    assert_eq!(
        message::<&str>(ValueRef::Native(&bytes)),
        "a value of type inet is not a text"
    );
    assert_eq!(
        message::<&[u8]>(ValueRef::Native(&text)),
        "a value of type inet is not bytes"
    );
    round_trip(text);
}

#[test]
fn arrays_of_one_dimension_are_vectors() {
    assert_eq!(
        vec![1_i32, 2].into_value().kind,
        Some(ColumnKind::I32.array())
    );
    assert_eq!(
        [1_i32, 2].as_slice().into_value(),
        vec![1_i32, 2].into_value()
    );
    let empty = Vec::<i32>::new().into_value();
    assert_eq!(
        Vec::<i32>::from_value(empty.value.as_ref()).unwrap(),
        Vec::<i32>::new()
    );
    assert_eq!(
        vec![Value::Null, Value::I64(1)].into_value().kind,
        Some(ColumnKind::I64.array())
    );

    let texts = vec!["a", "b"].into_value();
    assert_eq!(
        Vec::<&str>::from_value(texts.value.as_ref()).unwrap(),
        ["a", "b"]
    );
    assert_eq!(
        message::<Vec<i64>>(texts.value.as_ref()),
        "element 0: the text `a` is not a 64-bit integer"
    );
    let values = (0..4).map(Value::I64).collect();
    let square = Array::with_dimensions(ColumnKind::I64, vec![2, 2], values).unwrap();
    assert_eq!(
        message::<Vec<i64>>(ValueRef::Array(&square)),
        "an array of dimensions [2, 2] is not an array of one dimension"
    );
    assert_eq!(Array::from_value(ValueRef::Array(&square)).unwrap(), square);
    assert_eq!(
        square.clone().into_value().value,
        Value::Array(Box::new(square))
    );
}

#[test]
fn types_with_a_text_form_say_what_it_is() {
    let text = ValueRef::Text("x");
    assert_eq!(message::<Date>(text), "`x` is not a date (YYYY-MM-DD)");
    assert_eq!(message::<Uuid>(text), "`x` is not a UUID");
    assert_eq!(
        message::<Uuid>(ValueRef::Bytes(&[0; 16])),
        "a value of 16 bytes is not a UUID"
    );
    assert_eq!(message::<Date>(ValueRef::I64(1)), "1 does not fit a date");
    let timestamp = ValueRef::Timestamp(Timestamp::UNIX_EPOCH);
    assert_eq!(
        message::<Date>(timestamp),
        "the timestamp 1970-01-01 00:00:00 is not a date"
    );
    assert_eq!(
        Json::from_value(ValueRef::Text("{}")).unwrap(),
        Json("{}".to_owned())
    );
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn text_forms_go_there_and_back(
        (date, time, timestamp) in (dates(), times(), timestamps()),
        (timestamp_tz, interval, decimal) in (timestamps_tz(), intervals(), decimals()),
        uuid in any::<u128>(),
    ) {
        round_trip_as_text::<Date>(date);
        round_trip_as_text::<Time>(time);
        round_trip_as_text::<Timestamp>(timestamp);
        round_trip_as_text::<TimestampTz>(timestamp_tz);
        round_trip_as_text::<Interval>(interval);
        round_trip_as_text::<Decimal>(decimal);
        round_trip_as_text::<Uuid>(Uuid::from_u128(uuid));
    }

    #[test]
    fn strings_and_bytes_go_there_and_back(text in any::<String>(), bytes in vec(any::<u8>(), 0..40)) {
        round_trip(text.clone().into_boxed_str());
        round_trip(Json(text.clone()));
        round_trip(text);
        round_trip(bytes.clone().into_boxed_slice());
        round_trip(bytes);
    }

    #[test]
    fn arrays_go_there_and_back(elements in vec(option::of(any::<i32>()), 0..20)) {
        let parameter = elements.clone().into_value();
        assert_eq!(Vec::<Option<i32>>::from_value(parameter.value.as_ref()).unwrap(), elements);
        assert_eq!(Value::from_value(parameter.value.as_ref()).unwrap(), parameter.value);
    }
}
