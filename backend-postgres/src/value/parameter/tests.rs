//! What parameters are encoded as, for every pair of a value and a type that means something.

use backend_core::error::{ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::value::{
    Array, ColumnKind, Date, Decimal, Interval, IntoValue, Json, Native, NativeContent, Time,
    Timestamp, TimestampTz, Uuid, Value,
};
use tokio_postgres::types::{Format, Kind, ToSql as _, Type};

use super::{Encoded, Encoding, declared_type, encode};

fn encoded(value: impl IntoValue, type_: &Type) -> Result<(Encoding, Vec<u8>)> {
    let mut out = vec![b'#'];
    let value = value.into_value();
    let encoding = encode(value.as_param(), type_, &mut out)?;
    assert_eq!(out.remove(0), b'#', "what stood in the buffer stays");
    Ok((encoding, out))
}

fn assert_binary(value: impl IntoValue, type_: &Type, bytes: &[u8]) {
    let expected = (Encoding::Binary, bytes.to_vec());
    assert_eq!(encoded(value, type_).unwrap(), expected, "{type_}");
}

fn assert_text(value: impl IntoValue, type_: &Type, text: &str) {
    let (encoding, bytes) = encoded(value, type_).unwrap();
    assert_eq!(encoding, Encoding::Text, "{type_}");
    assert_eq!(String::from_utf8(bytes).unwrap(), text, "{type_}");
}

fn assert_unfit(value: impl IntoValue, type_: &Type) {
    let (encoding, _) = encoded(value, type_).unwrap();
    assert_eq!(encoding, Encoding::Unfit, "{type_}");
}

fn assert_refused(value: impl IntoValue, type_: &Type) {
    let error = encoded(value, type_).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Data, "{type_}");
}

fn user_type(name: &str, kind: Kind) -> Type {
    Type::new(name.to_owned(), 100_000, kind, "public".to_owned())
}

fn parsed<T: std::str::FromStr<Err = backend_core::error::Error>>(text: &str) -> T {
    text.parse().unwrap()
}

#[test]
fn a_value_of_the_very_type_goes_in_binary() {
    assert_binary(true, &Type::BOOL, &[1]);
    assert_binary(-2_i64, &Type::INT2, &[0xFF, 0xFE]);
    assert_binary(7_i64, &Type::INT4, &[0, 0, 0, 7]);
    assert_binary(7_i64, &Type::INT8, &[0, 0, 0, 0, 0, 0, 0, 7]);
    assert_binary(4_294_967_295_i64, &Type::OID, &[0xFF; 4]);
    assert_binary(1.0_f32, &Type::FLOAT4, &[0x3F, 0x80, 0, 0]);
    assert_binary(1.0_f64, &Type::FLOAT8, &[0x3F, 0xF0, 0, 0, 0, 0, 0, 0]);
    assert_binary("né", &Type::TEXT, "né".as_bytes());
    assert_binary("né", &Type::NAME, "né".as_bytes());
    assert_binary(vec![0_u8, 255], &Type::BYTEA, &[0, 255]);
    assert_binary(Uuid::MAX, &Type::UUID, &[0xFF; 16]);
    assert_binary(Json("[1]".into()), &Type::JSON, b"[1]");
    assert_binary(Json("[1]".into()), &Type::JSONB, b"\x01[1]");
    assert_binary(parsed::<Date>("2000-01-02"), &Type::DATE, &[0, 0, 0, 1]);
    let second = [0, 0, 0, 0, 0, 0x0F, 0x42, 0x40];
    assert_binary(parsed::<Time>("00:00:01"), &Type::TIME, &second);
    assert_binary(
        parsed::<Timestamp>("2000-01-01 00:00:01"),
        &Type::TIMESTAMP,
        &second,
    );
    assert_binary(
        parsed::<TimestampTz>("2000-01-01 02:00:01+02"),
        &Type::TIMESTAMPTZ,
        &second,
    );
    let interval = Interval {
        months: 2,
        days: -1,
        nanoseconds: 1_000_000_000,
    };
    let bytes = [second.as_slice(), &[0xFF; 4], &[0, 0, 0, 2]].concat();
    assert_binary(interval, &Type::INTERVAL, &bytes);
    assert_binary(
        parsed::<Decimal>("-7.00"),
        &Type::NUMERIC,
        &[0, 1, 0, 0, 0x40, 0, 0, 2, 0, 7],
    );
}

#[test]
fn a_value_that_is_exact_in_the_type_goes_in_binary() {
    assert_binary(0.5_f32, &Type::FLOAT8, &0.5_f64.to_be_bytes());
    assert_binary(1_i64 << 60, &Type::FLOAT8, &2_f64.powi(60).to_be_bytes());
    assert_binary(1_i64 << 24, &Type::FLOAT4, &16_777_216_f32.to_be_bytes());
    assert_binary(
        parsed::<Date>("2000-01-02"),
        &Type::TIMESTAMP,
        &86_400_000_000_i64.to_be_bytes(),
    );
    let positive = user_type("positive", Kind::Domain(Type::INT4));
    assert_binary(7_i64, &positive, &[0, 0, 0, 7]);
}

#[test]
fn text_goes_as_text_into_any_type() {
    let mood = user_type("mood", Kind::Enum(vec!["sad".into()]));
    for type_ in [
        Type::DATE,
        Type::INT4,
        Type::INT4_ARRAY,
        Type::JSONB,
        Type::BYTEA,
        mood,
    ] {
        assert_text("any", &type_, "any");
    }
    assert_text("any", &Type::UNKNOWN, "any");
    assert_text(vec!["any"], &Type::UNKNOWN, "{\"any\"}");
    let native = Native {
        type_name: "inet".into(),
        content: NativeContent::Text("::1".into()),
    };
    assert_text(native, &Type::INET, "::1");
    let native = Native {
        type_name: "macaddr".into(),
        content: NativeContent::Bytes(vec![1, 2, 3, 4, 5, 6].into()),
    };
    assert_binary(native, &Type::MACADDR, &[1, 2, 3, 4, 5, 6]);
}

#[test]
fn numbers_go_as_text_where_the_server_judges_them() {
    assert_text(parsed::<Decimal>("1.50"), &Type::INT4, "1.50");
    assert_text(parsed::<Decimal>("1.50"), &Type::FLOAT8, "1.50");
    assert_text(7_i64, &Type::NUMERIC, "7");
    assert_text(7_i64, &Type::REGCLASS, "7");
    assert_text(u64::MAX, &Type::NUMERIC, "18446744073709551615");
    assert_text(0.1_f64, &Type::NUMERIC, "0.1");
    assert_text(f64::NEG_INFINITY, &Type::NUMERIC, "-Infinity");
    assert_text(f64::NAN, &Type::NUMERIC, "NaN");
    assert_text(0.1_f64, &Type::FLOAT4, "0.1");
    assert_text(1.5_f64, &Type::INT4, "1.5");
}

#[test]
fn what_a_text_holds_is_the_values_own_text() {
    assert_binary(true, &Type::TEXT, b"true");
    assert_binary(7_i64, &Type::VARCHAR, b"7");
    assert_binary(parsed::<Date>("-0043-03-15"), &Type::TEXT, b"-0043-03-15");
    assert_binary(f32::INFINITY, &Type::TEXT, b"Infinity");
    assert_binary(Json("{}".into()), &Type::TEXT, b"{}");
}

#[test]
fn what_would_be_read_as_something_else_is_left_to_the_servers_own_rules() {
    assert_unfit(true, &Type::INT4);
    assert_unfit(1_i64, &Type::BOOL);
    assert_unfit(20_240_101_i64, &Type::DATE);
    assert_unfit(101_i64, &Type::VARBIT);
    assert_unfit(1.0_f64, &Type::BOOL);
    assert_unfit(parsed::<Decimal>("1"), &Type::BOOL);
    assert_unfit(vec![0_u8; 16], &Type::UUID);
    assert_unfit(Uuid::NIL, &Type::BYTEA);
    assert_unfit(vec![1_i64], &Type::INT4);
    assert_unfit(parsed::<Time>("12:00"), &Type::TIMESTAMP);
}

#[test]
fn integers_that_do_not_fit_are_left_to_the_server() {
    assert_unfit(32_768_i64, &Type::INT2);
    assert_unfit(i64::MIN, &Type::INT4);
    assert_unfit(-1_i64, &Type::OID);
    assert_unfit(u64::MAX, &Type::INT8);
    assert_unfit(vec![1_i64, i64::MAX], &Type::INT4_ARRAY);
}

#[test]
fn what_the_server_would_change_unseen_is_refused() {
    assert_refused(parsed::<Timestamp>("2024-02-29 12:00"), &Type::DATE);
    assert_refused(parsed::<Timestamp>("2024-02-29 12:00"), &Type::TIME);
    assert_refused(parsed::<TimestampTz>("2024-02-29 12:00Z"), &Type::TIMESTAMP);
    assert_refused(Interval::default(), &Type::TIME);
    assert_refused((1_i64 << 53) + 1, &Type::FLOAT8);
    assert_refused(i64::MAX, &Type::FLOAT8);
    assert_refused(u64::MAX, &Type::FLOAT8);
    assert_refused((1_i64 << 24) + 1, &Type::FLOAT4);
    assert_refused(vec![1_u8], &Type::TEXT);
    assert_refused("ab", &Type::CHAR);
    assert_refused(
        parsed::<Timestamp>("2024-02-29 12:00:00.0000001"),
        &Type::TIMESTAMP,
    );
    assert_refused(
        parsed::<Timestamp>("2024-02-29 12:00:00.0000001"),
        &Type::TIMESTAMPTZ,
    );
}

#[test]
fn text_with_a_nul_is_refused_with_the_flag() {
    let expected = ErrorKind::NotSupported(Some(Flag::supports_nul_in_text));
    for type_ in [Type::TEXT, Type::DATE, Type::JSONB, Type::TEXT_ARRAY] {
        let kind = |result: Result<(Encoding, Vec<u8>)>| result.unwrap_err().kind();
        assert_eq!(kind(encoded("a\0b", &type_)), expected);
    }
    assert!(encoded(vec!["a\0b"], &Type::TEXT_ARRAY).is_err());
    assert!(encoded(Json("\0".into()), &Type::JSON).is_err());
}

#[test]
fn arrays_go_in_binary_where_their_elements_do() {
    let array = vec![Some(7_i64), None];
    let parts = [1, 1, 23, 2, 1, 4, 7, -1_i32];
    let bytes: Vec<u8> = parts.iter().flat_map(|part| part.to_be_bytes()).collect();
    assert_binary(array, &Type::INT4_ARRAY, &bytes);
}

#[test]
fn arrays_go_as_text_where_their_elements_do() {
    let mood = user_type("mood", Kind::Enum(Vec::new()));
    let moods = user_type("_mood", Kind::Array(mood));
    let labels = vec![Some("so, \"so\""), None, Some("\\"), Some("NULL")];
    assert_text(labels, &moods, r#"{"so, \"so\"",NULL,"\\","NULL"}"#);
    assert_text(
        vec!["(1,2)", "(3,4)"],
        &Type::BOX_ARRAY,
        r#"{"(1,2)";"(3,4)"}"#,
    );
    let values = (1..=4).map(Value::I64).collect();
    let square = Array::with_dimensions(ColumnKind::I64, vec![2, 2], values).unwrap();
    assert_text(square, &Type::NUMERIC_ARRAY, r#"{{"1","2"},{"3","4"}}"#);
    assert_text(vec![3_i64, 4], &Type::INT2_VECTOR, "3 4 ");
    assert_text(Vec::<i64>::new(), &Type::DATE_ARRAY, "{}");
    let days = vec![parsed::<Date>("0000-12-31")];
    assert_text(days, &Type::TIMESTAMPTZ_ARRAY, r#"{"0001-12-31 BC"}"#);
}

#[test]
fn a_null_fits_every_type_and_a_declared_type_takes_its_own_kind() {
    assert_eq!(
        encoded(None::<i32>, &Type::DATE).unwrap(),
        (Encoding::Null, Vec::new())
    );
    for value in [
        true.into_value(),
        i64::MIN.into_value(),
        u64::MAX.into_value(),
        f32::NAN.into_value(),
        parsed::<Decimal>("1.5").into_value(),
        vec![0_u8].into_value(),
        Uuid::NIL.into_value(),
        Date::EPOCH.into_value(),
        Interval::default().into_value(),
        Json("1".into()).into_value(),
        vec![1_i64].into_value(),
        vec!["a"].into_value(),
        vec![u64::MAX].into_value(),
    ] {
        let kind = value.value.as_ref().kind();
        let type_ = declared_type(kind).unwrap();
        let (encoding, _) = encoded(value, &type_).unwrap();
        assert_ne!(encoding, Encoding::Unfit, "{kind:?}");
    }
    for kind in [
        ColumnKind::Text,
        ColumnKind::Native,
        ColumnKind::Unknown,
        ColumnKind::Native.array(),
    ] {
        assert_eq!(declared_type(kind), None);
    }
}

#[test]
fn what_is_logged_of_a_parameter_is_not_its_value() {
    let bytes = b"secret".as_slice();
    let encoded = Encoded {
        encoding: Encoding::Text,
        bytes,
    };
    assert_eq!(format!("{encoded:?}"), "Text");
    assert!(matches!(encoded.encode_format(&Type::INT4), Format::Text));
}
