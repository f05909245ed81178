//! Tests of the conversions between numbers.

use proptest::prelude::any;
use proptest::proptest;

use super::{message, round_trip};
use crate::value::strategies::config;
use crate::value::{Decimal, DecimalRef, FromValue as _, IntoValue as _, Value, ValueRef};

fn decimal(text: &str) -> DecimalRef<'_> {
    DecimalRef::from_canonical(text).unwrap()
}

#[test]
fn integers_are_checked_against_their_range() {
    assert_eq!(
        message::<i8>(ValueRef::I64(300)),
        "300 does not fit an 8-bit integer"
    );
    assert_eq!(
        message::<u64>(ValueRef::I64(-1)),
        "-1 does not fit an unsigned 64-bit integer"
    );
    let above = u64::MAX.to_string();
    assert_eq!(
        message::<i64>(ValueRef::U64(u64::MAX)),
        format!("{above} does not fit a 64-bit integer")
    );
    assert_eq!(i8::from_value(ValueRef::I64(-128)).unwrap(), i8::MIN);
    assert_eq!(u8::from_value(ValueRef::I64(255)).unwrap(), u8::MAX);
    assert_eq!(u64::from_value(ValueRef::U64(u64::MAX)).unwrap(), u64::MAX);
    assert_eq!(i64::MAX.into_value().value, Value::I64(i64::MAX));
    assert_eq!(
        (i64::MAX.unsigned_abs() + 1).into_value().value,
        Value::U64(1 << 63)
    );
}

#[test]
fn whole_numbers_of_every_kind_are_integers() {
    assert_eq!(i32::from_value(ValueRef::F64(-3.0)).unwrap(), -3);
    assert_eq!(
        i64::from_value(ValueRef::F64(1e18)).unwrap(),
        1_000_000_000_000_000_000
    );
    assert_eq!(
        i64::from_value(ValueRef::F64(-(2_f64.powi(63)))).unwrap(),
        i64::MIN
    );
    assert_eq!(
        i128::from_value(ValueRef::F64(2_f64.powi(63))).unwrap(),
        1 << 63
    );
    assert_eq!(
        i16::from_value(ValueRef::Decimal(decimal("7.00"))).unwrap(),
        7
    );
    assert_eq!(
        message::<i64>(ValueRef::F64(2_f64.powi(63))),
        "9223372036854776000 does not fit a 64-bit integer"
    );
    assert_eq!(
        message::<i32>(ValueRef::F64(1.5)),
        "1.5 does not fit a 32-bit integer"
    );
    assert_eq!(
        message::<i32>(ValueRef::F64(f64::NAN)),
        "NaN does not fit a 32-bit integer"
    );
    assert_eq!(
        message::<i32>(ValueRef::F32(f32::INFINITY)),
        "inf does not fit a 32-bit integer"
    );
    assert_eq!(
        message::<i32>(ValueRef::Decimal(decimal("0.1"))),
        "`0.1` does not fit a 32-bit integer"
    );
}

#[test]
fn floats_take_what_they_give_back() {
    let max = 1_i64 << 53;
    assert_eq!(
        f64::from_value(ValueRef::I64(max)).unwrap(),
        9_007_199_254_740_992.0
    );
    assert_eq!(
        f64::from_value(ValueRef::I64(-max)).unwrap(),
        -9_007_199_254_740_992.0
    );
    assert_eq!(
        f64::from_value(ValueRef::I64(max + 2)).unwrap(),
        9_007_199_254_740_994.0
    );
    assert!(f64::from_value(ValueRef::I64(max + 1)).is_err());
    assert!(f64::from_value(ValueRef::I64(i64::MAX)).is_err());
    assert_eq!(
        f64::from_value(ValueRef::I64(i64::MIN)).unwrap(),
        -(2_f64.powi(63))
    );
    assert!(f64::from_value(ValueRef::U64(u64::MAX)).is_err());
    assert_eq!(f64::from_value(ValueRef::I64(0)).unwrap().to_bits(), 0);
    assert_eq!(
        f64::from_value(ValueRef::F32(0.1)).unwrap(),
        f64::from(0.1_f32)
    );
    assert_eq!(
        f64::from_value(ValueRef::Decimal(decimal("0.10"))).unwrap(),
        0.1
    );
    assert!(f64::from_value(ValueRef::Decimal(decimal("0.1000000000000000000001"))).is_err());
    assert_eq!(f32::from_value(ValueRef::F64(0.5)).unwrap(), 0.5);
    assert_eq!(
        f32::from_value(ValueRef::Decimal(decimal("0.1"))).unwrap(),
        0.1
    );
    assert_eq!(
        f32::from_value(ValueRef::I64(1 << 24)).unwrap(),
        16_777_216.0
    );
    assert!(f32::from_value(ValueRef::I64((1 << 24) + 1)).is_err());
    assert_eq!(
        message::<f32>(ValueRef::F64(0.1)),
        "0.1 does not fit a 32-bit float"
    );
    assert!(f32::from_value(ValueRef::F64(f64::MAX)).is_err());
    assert!(f32::from_value(ValueRef::F64(f64::NAN)).unwrap().is_nan());
    assert_eq!(
        f32::from_value(ValueRef::F64(f64::INFINITY)).unwrap(),
        f32::INFINITY
    );
    assert!(
        f64::from_value(ValueRef::Decimal(DecimalRef::NAN))
            .unwrap()
            .is_nan()
    );
    assert!(
        f64::from_value(ValueRef::F64(-0.0))
            .unwrap()
            .is_sign_negative()
    );
}

#[test]
fn decimals_take_every_number_and_text() {
    let read = |value| Decimal::from_value(value).unwrap().into_string();
    assert_eq!(read(ValueRef::Decimal(decimal("1.50"))), "1.50");
    assert_eq!(read(ValueRef::I64(-7)), "-7");
    assert_eq!(read(ValueRef::U64(u64::MAX)), u64::MAX.to_string());
    assert_eq!(read(ValueRef::F32(0.1)), "0.1");
    assert_eq!(read(ValueRef::F64(0.1)), "0.1");
    assert_eq!(read(ValueRef::Text("1e2")), "100");
    assert_eq!(
        message::<Decimal>(ValueRef::Text("one")),
        "`one` is not a decimal number"
    );
    assert_eq!(
        DecimalRef::from_value(ValueRef::Text("1.50"))
            .unwrap()
            .as_str(),
        "1.50"
    );
    assert!(DecimalRef::from_value(ValueRef::Text("1e2")).is_err());
    assert!(DecimalRef::from_value(ValueRef::I64(1)).is_err());
}

#[test]
fn booleans_are_0_and_1_where_there_are_none() {
    assert!(bool::from_value(ValueRef::I64(1)).unwrap());
    assert!(!bool::from_value(ValueRef::I64(0)).unwrap());
    assert_eq!(
        message::<bool>(ValueRef::I64(2)),
        "2 does not fit a boolean"
    );
    assert_eq!(
        message::<i32>(ValueRef::Bool(true)),
        "true is not a 32-bit integer"
    );
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn numbers_go_there_and_back(number in any::<i128>(), shift in 0..127_u32) {
        let number = number >> shift;
        round_trip(number);
        round_trip(number.unsigned_abs());
        // The low bits, which are a number of every width.
        let [a, b, c, d, e, f, g, h, ..] = number.to_le_bytes();
        round_trip(i64::from_le_bytes([a, b, c, d, e, f, g, h]));
        round_trip(u64::from_le_bytes([a, b, c, d, e, f, g, h]));
        round_trip(i32::from_le_bytes([a, b, c, d]));
        round_trip(u32::from_le_bytes([a, b, c, d]));
        round_trip(i16::from_le_bytes([a, b]));
        round_trip(u16::from_le_bytes([a, b]));
        round_trip(i8::from_le_bytes([a]));
        assert_eq!(u8::from_value(a.into_value().value.as_ref()).unwrap(), a);
        round_trip(a % 2 == 0);
    }

    #[test]
    fn floats_go_there_and_back(double in proptest::num::f64::ANY, single in proptest::num::f32::ANY) {
        // Bits are compared, because NaN does not equal itself.
        let read = f64::from_value(double.into_value().value.as_ref()).unwrap();
        assert_eq!(read.to_bits(), double.to_bits());
        let read = f32::from_value(single.into_value().value.as_ref()).unwrap();
        assert_eq!(read.to_bits(), single.to_bits());
    }

    #[test]
    fn a_number_that_converts_converts_back(integer in any::<i64>(), shift in 0..64_u32) {
        let integer = integer >> shift;
        if let Ok(float) = f64::from_value(ValueRef::I64(integer)) {
            assert_eq!(i64::from_value(ValueRef::F64(float)).unwrap(), integer);
        }
        if let Ok(float) = f32::from_value(ValueRef::I64(integer)) {
            assert_eq!(i64::from_value(ValueRef::F32(float)).unwrap(), integer);
        }
        let number = Decimal::from(integer);
        assert_eq!(i64::from_value(ValueRef::Decimal(number.as_ref())).unwrap(), integer);
    }
}
