//! Every parameter goes through a statement and comes out as it went in.

use sea_query::{Enum, OptionEnum, Value as Ast};

use crate::error::ErrorKind;
use crate::query::{bind, parameter};
use crate::value::{
    Array, ColumnKind, Decimal, IntoValue as _, Json, Native, NativeContent, TypedValue, Value,
};

/// Values of every variant, with their edges.
fn values() -> Vec<Value> {
    let native = |content| {
        Value::Native(Box::new(Native {
            type_name: "my: type;1".into(),
            content,
        }))
    };
    vec![
        Value::Bool(true),
        Value::I64(i64::MIN),
        Value::I64(300),
        Value::U64(u64::MAX),
        Value::U64(7),
        Value::F32(-0.0),
        Value::F32(f32::INFINITY),
        Value::F64(0.1),
        Value::F64(f64::NEG_INFINITY),
        Value::Decimal(
            "-12345678901234567890.12345678901234567890"
                .parse()
                .unwrap(),
        ),
        Value::Decimal("NaN".parse().unwrap()),
        Value::Decimal("1.50".parse().unwrap()),
        Value::Text(String::new()),
        Value::Text("it's \0 né; 🦀".into()),
        Value::Bytes(vec![]),
        Value::Bytes(vec![0, 0xff, b'\'']),
        Value::Date("-infinity".parse().unwrap()),
        Value::Date("2024-02-29".parse().unwrap()),
        Value::Time("24:00:00".parse().unwrap()),
        Value::Timestamp("9999-12-31 23:59:59.999999999".parse().unwrap()),
        Value::TimestampTz("2024-02-29 12:30:00+05:45".parse().unwrap()),
        Value::Interval("P-1Y2M-3DT1H0.5S".parse().unwrap()),
        Value::Uuid("67e55044-10b1-426f-9247-bb680e5fe0c8".parse().unwrap()),
        Value::Json("{\"a\": [1, null]}".into()),
        native(NativeContent::Text("5:x".into())),
        native(NativeContent::Bytes(vec![1, 2].into())),
    ]
}

fn round_trip(before: &TypedValue) -> TypedValue {
    parameter(bind(before.clone())).unwrap()
}

#[test]
fn values_of_every_variant_survive_with_their_kind_without_one_and_with_another() {
    for value in values() {
        let own = TypedValue::from(value.clone());
        assert_eq!(round_trip(&own), own);
        for kind in [
            None,
            Some(ColumnKind::I8),
            Some(ColumnKind::U64),
            Some(ColumnKind::Text),
        ] {
            let other = TypedValue {
                value: value.clone(),
                kind,
            };
            assert_eq!(round_trip(&other), other);
        }
    }
}

#[test]
fn arrays_survive_with_nulls_dimensions_and_every_element() {
    let mut nested = values();
    nested.push(Value::Null);
    nested.push(Value::Array(Box::new(Array::new(
        ColumnKind::I8,
        vec![Value::I64(1)],
    ))));
    let arrays = [
        Array::new(ColumnKind::Unknown, nested),
        Array::new(ColumnKind::Text, vec![]),
        Array::with_dimensions(
            ColumnKind::I64,
            vec![2, 3],
            (0..6).map(Value::I64).collect(),
        )
        .unwrap(),
    ];
    for array in arrays {
        let before = array.into_value();
        assert_eq!(round_trip(&before), before);
    }
}

#[test]
fn a_null_keeps_its_kind() {
    let kinds = [
        ColumnKind::Unknown,
        ColumnKind::Bool,
        ColumnKind::I8,
        ColumnKind::I16,
        ColumnKind::I32,
        ColumnKind::I64,
        ColumnKind::U8,
        ColumnKind::U16,
        ColumnKind::U32,
        ColumnKind::U64,
        ColumnKind::F32,
        ColumnKind::F64,
        ColumnKind::Decimal,
        ColumnKind::Text,
        ColumnKind::Bytes,
        ColumnKind::Date,
        ColumnKind::Time,
        ColumnKind::Timestamp,
        ColumnKind::TimestampTz,
        ColumnKind::Interval,
        ColumnKind::Uuid,
        ColumnKind::Json,
        ColumnKind::Native,
    ];
    for kind in kinds {
        for kind in [kind, kind.array()] {
            assert_eq!(round_trip(&TypedValue::null(kind)), TypedValue::null(kind));
        }
    }
    let unkind = TypedValue {
        value: Value::Null,
        kind: None,
    };
    assert_eq!(round_trip(&unkind), unkind);
}

#[test]
fn nan_keeps_its_bits() {
    let bits = 0x7ff8_0000_0000_beef;
    let Value::F64(number) = round_trip(&TypedValue {
        value: Value::F64(f64::from_bits(bits)),
        kind: None,
    })
    .value
    else {
        panic!("not a float");
    };
    assert_eq!(number.to_bits(), bits);
}

#[test]
fn plain_values_are_those_of_the_ast() {
    assert_eq!(bind(1_i8), Ast::TinyInt(Some(1)));
    assert_eq!(bind(1_i32), Ast::Int(Some(1)));
    assert_eq!(bind(u64::MAX), Ast::BigUnsigned(Some(u64::MAX)));
    assert_eq!(bind("x"), Ast::String(Some("x".into())));
    assert_eq!(bind(None::<f32>), Ast::Float(None));
    assert_eq!(bind(vec![1_u8]), Ast::Bytes(Some(vec![1])));
    assert_eq!(parameter(Ast::Char(Some('é'))).unwrap(), "é".into_value());
    assert_eq!(
        parameter(Ast::Char(None)).unwrap(),
        TypedValue::null(ColumnKind::Text)
    );
}

#[test]
fn the_text_of_a_tagged_value_is_its_own() {
    let Ast::Enum(OptionEnum::Some(tagged)) = bind(Decimal::from(7)) else {
        panic!("not tagged");
    };
    assert_eq!(tagged.value, "7");
    let Ast::Enum(OptionEnum::Some(tagged)) = bind(Json("[1]".into())) else {
        panic!("not tagged");
    };
    assert_eq!(tagged.value, "[1]");
}

#[test]
fn an_enum_of_the_database_is_a_native_value() {
    let mood = Enum {
        type_name: "mood".into(),
        value: "happy".into(),
    };
    let Value::Native(native) = parameter(Ast::Enum(OptionEnum::Some(Box::new(mood))))
        .unwrap()
        .value
    else {
        panic!("not native");
    };
    assert_eq!(native.type_name, "mood");
    assert_eq!(native.content, NativeContent::Text("happy".into()));
    let null = parameter(Ast::Enum(OptionEnum::None("mood".into()))).unwrap();
    assert_eq!(null, TypedValue::null(ColumnKind::Native));
}

#[test]
fn a_name_that_only_looks_like_ours_is_refused() {
    for (name, text) in [
        ("backend_core::date/date", "29 February"),
        ("backend_core::date", "2024-02-29"),
        ("backend_core::color/text", "red"),
        ("backend_core::text/colour", "red"),
        ("backend_core::array/i64[]", "i64;2;i64:1:7"),
        ("backend_core::array/i64[]", "i64;1;i64:9:7"),
        ("backend_core::bytes/bytes", "0"),
        ("backend_core::bytes/bytes", "éé"),
        ("backend_core::native_text/native", "99:x"),
    ] {
        let forged = Enum {
            type_name: name.into(),
            value: text.into(),
        };
        let error = parameter(Ast::Enum(OptionEnum::Some(Box::new(forged)))).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Data, "{name} {text}");
    }
}

#[cfg(all(
    feature = "bigdecimal",
    feature = "chrono",
    feature = "jiff",
    feature = "rust_decimal",
    feature = "serde_json",
    feature = "time",
    feature = "uuid",
))]
#[test]
fn types_of_other_crates_convert_as_they_do_elsewhere() {
    let date: TypedValue = "2024-02-29"
        .parse::<crate::value::Date>()
        .unwrap()
        .into_value();
    let chrono_date = chrono::NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
    assert_eq!(parameter(chrono_date.into()).unwrap(), date);
    assert_eq!(
        parameter(jiff::civil::date(2024, 2, 29).into()).unwrap(),
        date
    );
    let time_date = time::Date::from_ordinal_date(2024, 60).unwrap();
    assert_eq!(parameter(time_date.into()).unwrap(), date);
    assert_eq!(
        parameter(Ast::ChronoDate(None)).unwrap(),
        TypedValue::null(ColumnKind::Date)
    );
    let number: Decimal = "1.50".parse().unwrap();
    let rust_decimal = rust_decimal::Decimal::new(150, 2);
    assert_eq!(
        parameter(rust_decimal.into()).unwrap(),
        number.clone().into_value()
    );
    let bigdecimal: bigdecimal::BigDecimal = "1.50".parse().unwrap();
    assert_eq!(parameter(bigdecimal.into()).unwrap(), number.into_value());
    let uuid = uuid::Uuid::from_u128(7);
    assert_eq!(
        parameter(uuid.into()).unwrap(),
        crate::value::Uuid::from_u128(7).into_value()
    );
    let json = serde_json::json!([1]);
    assert_eq!(
        parameter(json.into()).unwrap(),
        Json("[1]".into()).into_value()
    );
}
