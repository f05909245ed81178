//! Tests of [`Decimal`].

use std::collections::HashSet;

use proptest::proptest;

use super::{Decimal, DecimalRef};
use crate::value::strategies::{config, decimals};

fn parse(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[test]
fn every_spelling_becomes_canonical() {
    for (text, canonical) in [
        ("0", "0"),
        ("-0", "0"),
        ("-0.00", "0.00"),
        ("+1", "1"),
        ("00012.50", "12.50"),
        (".5", "0.5"),
        ("-.5", "-0.5"),
        ("5.", "5"),
        ("1e5", "100000"),
        ("1.25E+1", "12.5"),
        ("1.25e2", "125"),
        ("1.25e3", "1250"),
        ("12e-1", "1.2"),
        ("12e-2", "0.12"),
        ("-12e-4", "-0.0012"),
        ("120e-1", "12.0"),
        ("0.001e3", "1"),
        ("0.0012e2", "0.12"),
        ("0e5", "0"),
        ("0.00e1", "0.0"),
        ("0.00e99999999999999999999", "0"),
        ("0e-3", "0.000"),
        ("1e0", "1"),
        ("1e-0", "1"),
        ("nan", "NaN"),
        ("NAN", "NaN"),
        ("inf", "Infinity"),
        ("+Infinity", "Infinity"),
        ("-INF", "-Infinity"),
        ("-infinity", "-Infinity"),
    ] {
        assert_eq!(parse(text).as_str(), canonical, "{text}");
        assert!(
            DecimalRef::from_canonical(canonical).is_some(),
            "{canonical}"
        );
        assert_eq!(
            DecimalRef::from_canonical(text).is_some(),
            text == canonical,
            "{text}"
        );
    }
}

#[test]
fn what_is_no_number_is_refused_with_the_text() {
    for text in [
        "", "-", "+", ".", "e5", ".e5", "1e", "1e+", "1e1.5", "1 ", " 1", "1,5", "1_000", "--1",
        "+-1", "0x10", "1.2.3", "٣", "-nan", "infinit", "1f",
    ] {
        let error = text.parse::<Decimal>().unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("`{text}` is not a decimal number")
        );
        assert!(DecimalRef::from_canonical(text).is_none(), "{text}");
    }
}

#[test]
fn exponents_are_written_out_up_to_a_limit() {
    assert_eq!(parse("1e200000").precision(), 200_001);
    assert_eq!(parse("1e-200000").scale(), 200_000);
    for text in [
        "1e200001",
        "1e-200002",
        "1e99999999999999999999",
        "0e-99999999999999999999",
    ] {
        let error = text.parse::<Decimal>().unwrap_err().to_string();
        assert!(error.contains("exponent"), "{error}");
    }
    assert!(Decimal::from_i128_and_scale(1, 200_000).is_ok());
    assert!(Decimal::from_i128_and_scale(1, 200_001).is_err());
    assert!(Decimal::from_i128_and_scale(1, u32::MAX).is_err());
}

#[test]
fn precision_and_scale_count_digits() {
    for (text, precision, scale) in [
        ("0", 1, 0),
        ("0.00", 1, 2),
        ("0.05", 1, 2),
        ("1.50", 3, 2),
        ("-1234.5", 5, 1),
        ("99999999999999999999999999999999999999", 38, 0),
        ("NaN", 0, 0),
        ("-Infinity", 0, 0),
    ] {
        let number = parse(text);
        assert_eq!(
            (number.precision(), number.scale()),
            (precision, scale),
            "{text}"
        );
    }
}

#[test]
fn kinds_of_numbers_are_told_apart() {
    let told = |text: &str| {
        let number = parse(text);
        (
            number.is_negative(),
            number.is_nan(),
            number.is_infinite(),
            number.is_finite(),
        )
    };
    assert_eq!(told("-1.5"), (true, false, false, true));
    assert_eq!(told("-0"), (false, false, false, true));
    assert_eq!(told("NaN"), (false, true, false, false));
    assert_eq!(told("Infinity"), (false, false, true, false));
    assert_eq!(told("-Infinity"), (true, false, true, false));
}

#[test]
fn numbers_sort_by_what_they_are_worth() {
    let ascending = [
        "-Infinity",
        "-100",
        "-99.9",
        "-10",
        "-9",
        "-1.5",
        "-1.49",
        "-0.001",
        "0",
        "0.001",
        "0.0010000001",
        "0.01",
        "1",
        "1.49",
        "1.5",
        "9",
        "10",
        "99.9",
        "100",
        "Infinity",
        "NaN",
    ];
    let numbers = ascending.map(parse);
    for (index, number) in numbers.iter().enumerate() {
        for (other_index, other) in numbers.iter().enumerate() {
            assert_eq!(
                number.cmp(other),
                index.cmp(&other_index),
                "{number} and {other}"
            );
        }
    }
}

#[test]
fn zeros_at_the_end_change_neither_equality_nor_hash() {
    let set: HashSet<Decimal> = ["1.5", "1.50", "1.500", "0", "-0.0", "NaN", "nan"]
        .into_iter()
        .map(parse)
        .collect();
    assert_eq!(set.len(), 3);
    assert_eq!(parse("1.500").as_ref().trimmed().as_str(), "1.5");
    assert_eq!(parse("100.00").as_ref().trimmed().as_str(), "100");
    assert_eq!(parse("100").as_ref().trimmed().as_str(), "100");
    assert_eq!(DecimalRef::NAN.trimmed().as_str(), "NaN");
}

#[test]
fn integers_of_128_bits_fit_to_the_last() {
    for integer in [i128::MIN, i128::MAX, 0, -1] {
        let number = Decimal::from(integer);
        assert_eq!(number.to_i128_and_scale(), Some((integer, 0)));
        assert_eq!(number.to_i128(), Some(integer));
    }
    assert_eq!(
        parse("170141183460469231731687303715884105728").to_i128_and_scale(),
        None
    );
    assert_eq!(Decimal::from(u128::MAX).to_i128(), None);
    assert_eq!(parse("NaN").to_i128_and_scale(), None);
    assert_eq!(parse("-1.50").to_i128_and_scale(), Some((-150, 2)));
    assert_eq!(parse("7.00").to_i128(), Some(7));
    assert_eq!(parse("7.01").to_i128(), None);
}

#[test]
fn the_point_is_put_where_the_scale_says() {
    for (integer, scale, text) in [
        (-150, 2, "-1.50"),
        (-150, 3, "-0.150"),
        (-150, 5, "-0.00150"),
        (-150, 0, "-150"),
        (0, 2, "0.00"),
        (7, 1, "0.7"),
        (i128::MIN, 38, "-1.70141183460469231731687303715884105728"),
    ] {
        let number = Decimal::from_i128_and_scale(integer, scale).unwrap();
        assert_eq!(number.as_str(), text);
        assert!(DecimalRef::from_canonical(text).is_some());
    }
}

#[test]
fn floats_are_the_shortest_number_that_reads_as_them() {
    assert_eq!(Decimal::from(0.1_f64).as_str(), "0.1");
    assert_eq!(Decimal::from(0.1_f32).as_str(), "0.1");
    assert_eq!(Decimal::from(-0.0_f64).as_str(), "0");
    assert_eq!(Decimal::from(1e21_f64).as_str(), "1000000000000000000000");
    assert_eq!(Decimal::from(f64::NAN).as_str(), "NaN");
    assert_eq!(Decimal::from(f64::NEG_INFINITY).as_str(), "-Infinity");
    for float in [f64::MIN, f64::MAX, f64::MIN_POSITIVE, 5e-324, 1.0 / 3.0] {
        let number = Decimal::from(float);
        assert!(DecimalRef::from_canonical(number.as_str()).is_some());
        assert_eq!(number.to_f64(), float);
    }
    assert_eq!(parse("1e400").to_f64(), f64::INFINITY);
    assert!(parse("NaN").to_f64().is_nan());
    assert_eq!(parse("-Infinity").to_f32(), f32::NEG_INFINITY);
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn canonical_text_stays_as_it_is(number in decimals()) {
        let again = parse(number.as_str());
        assert_eq!(again.as_str(), number.as_str());
        assert!(DecimalRef::from_canonical(number.as_str()).is_some());
    }

    #[test]
    fn exactly_what_parses_to_itself_is_canonical(text in "[-+0-9.eEaN]{0,8}") {
        let to_itself = text.parse::<Decimal>().is_ok_and(|number| number.as_str() == text);
        assert_eq!(DecimalRef::from_canonical(&text).is_some(), to_itself);
    }

    #[test]
    fn exponents_move_the_point(integer in proptest::num::i64::ANY, exponent in -60..60_i32) {
        let moved = parse(&format!("{integer}e{exponent}"));
        let back = parse(&format!("{moved}e{}", -exponent));
        assert_eq!(back, Decimal::from(integer));
    }

    #[test]
    fn integer_and_scale_go_there_and_back(
        integer in proptest::num::i128::ANY,
        scale in 0..60_u32,
    ) {
        let number = Decimal::from_i128_and_scale(integer, scale).unwrap();
        assert_eq!(number.to_i128_and_scale(), Some((integer, scale)));
        assert_eq!(parse(&format!("{integer}e-{scale}")).as_str(), number.as_str());
    }

    #[test]
    fn order_agrees_with_floats(a in -1_000_000..1_000_000_i64, b in -1_000_000..1_000_000_i64) {
        let thousandths = |n: i64| Decimal::from_i128_and_scale(n.into(), 3).unwrap();
        assert_eq!(thousandths(a).cmp(&thousandths(b)), a.cmp(&b));
    }

    #[test]
    fn floats_go_there_and_back(float in proptest::num::f64::NORMAL | proptest::num::f64::SUBNORMAL) {
        assert_eq!(Decimal::from(float).to_f64(), float);
    }
}
