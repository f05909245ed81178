//! Casts from texts and to them.

use backend_core::flag::Flag;
use backend_core::function::cast;
use backend_core::model::ColumnType;
use backend_core::query::bind;
use backend_core::value::{Decimal, Uuid};

use super::cast::{ANY_DECIMAL, decimal, expect_digits, expect_worth};
use super::json::{document, expect_document, expect_text, json};
use super::{expect_computed, expect_refused_value};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;

const DJANGO: &str = "db_functions/comparison/test_cast.py";

pub(super) const CASES: &[CaseDef] = &[
    case!("function.cast.text_to_integer", text_to_integer, "A text of digits becomes the integer, with a sign or blanks around it.")
        .requires(&[Flag::supports_casts])
        .django(DJANGO),
    case!("function.cast.text_that_is_no_integer", text_that_is_no_integer, "A text that says no integer is an error, never 0.")
        .requires(&[Flag::supports_casts]),
    case!("function.cast.text_to_numbers", text_to_numbers, "A text becomes the double or decimal that it says; another text is an error.")
        .requires(&[Flag::supports_casts])
        .django(DJANGO),
    case!("function.cast.text_to_boolean", text_to_boolean, "A text becomes the boolean that it says; another text is an error.")
        .requires(&[Flag::supports_casts]),
    case!("function.cast.number_to_text", number_to_text, "Numbers become their digits, a decimal with its scale.")
        .requires(&[Flag::supports_casts])
        .django(DJANGO),
    case!("function.cast.double_to_text", double_to_text, "A double becomes its fewest digits, with an exponent where there would be many zeros.")
        .requires(&[Flag::supports_casts]),
    case!("function.cast.boolean_to_text", boolean_to_text, "A boolean becomes `true` or `false`, also where booleans are stored as numbers.")
        .requires(&[Flag::supports_casts]),
    case!("function.cast.text_is_cut", text_is_cut, "A text of limited length is cut to so many characters, not bytes.")
        .requires(&[Flag::supports_casts])
        .django(DJANGO),
    case!("function.cast.anything_to_cut_text", anything_to_cut_text, "Numbers, days and booleans become texts of limited length, cut.")
        .requires(&[Flag::supports_casts])
        .django(DJANGO),
    case!("function.cast.bytes_and_text", bytes_and_text, "A text becomes its UTF-8, and back; bytes that are none are an error.")
        .requires(&[Flag::supports_casts]),
    case!("function.cast.uuid_and_text", uuid_and_text, "A UUID becomes its usual text, and every spelling of it becomes the UUID.")
        .requires(&[Flag::supports_casts]),
    case!("function.cast.json_and_text", json_and_text, "A text becomes the document that it says, and back in the one form; another text is an error.")
        .requires(&[Flag::supports_casts, Flag::supports_json_functions])
        .django(DJANGO),
    case!("function.cast.there_and_back", there_and_back, "What becomes a text and is read again is the same.")
        .requires(&[Flag::supports_casts]),
];

use ColumnType::{BigInteger, Boolean, Double, Integer, Real, SmallInteger, Text};

async fn text_to_integer(context: &mut Context) -> Outcome {
    for (text, expected) in [
        ("0", 0_i64),
        ("42", 42),
        ("-42", -42),
        ("+7", 7),
        ("007", 7),
        (" 5 ", 5),
        ("9223372036854775807", i64::MAX),
        ("-9223372036854775808", i64::MIN),
    ] {
        let found = cast(bind(text), &Text, &BigInteger);
        expect_computed(context, text, found, expected).await?;
    }
    Ok(())
}

async fn text_that_is_no_integer(context: &mut Context) -> Outcome {
    for text in [
        "",
        " ",
        "abc",
        "12abc",
        "1.5",
        "1e3",
        "1 2",
        "--1",
        "+",
        "9223372036854775808",
        "true",
        "１２",
    ] {
        let found = cast(bind(text), &Text, &BigInteger);
        expect_refused_value(context, text, found).await?;
    }
    let found = cast(bind("32768"), &Text, &SmallInteger);
    expect_refused_value(context, "out of range", found).await?;
    let found = cast(bind("2147483648"), &Text, &Integer);
    expect_refused_value(context, "out of range", found).await
}

async fn text_to_numbers(context: &mut Context) -> Outcome {
    for (text, expected) in [
        ("0.1", 0.1_f64),
        ("-2", -2.0),
        ("1e-3", 0.001),
        (" +.5 ", 0.5),
        ("1.7976931348623157e308", f64::MAX),
    ] {
        let found = cast(bind(text), &Text, &Double);
        expect_computed(context, text, found, expected).await?;
    }
    for (text, to, expected) in [
        ("1.50", ANY_DECIMAL, "1.50"),
        ("1.005", decimal(9, 2), "1.01"),
        (" -12 ", decimal(9, 1), "-12.0"),
        ("1e3", ANY_DECIMAL, "1000"),
    ] {
        let found = cast(bind(text), &Text, &to);
        if to == ANY_DECIMAL {
            expect_worth(context, text, found, expected).await?;
        } else {
            expect_digits(context, text, found, expected).await?;
        }
    }
    for text in ["", "abc", "1.5x", "1,5", "1.2.3", "e5"] {
        for to in [Double, Real, ANY_DECIMAL] {
            let found = cast(bind(text), &Text, &to);
            expect_refused_value(context, &format!("{text} as {to:?}"), found).await?;
        }
    }
    let found = cast(bind("1e400"), &Text, &Double);
    expect_refused_value(context, "1e400", found).await?;
    let found = cast(bind("1000"), &Text, &decimal(5, 2));
    expect_refused_value(context, "1000", found).await
}

async fn text_to_boolean(context: &mut Context) -> Outcome {
    for text in ["true", "TRUE", "t", "yes", "on", "1", " true "] {
        let found = cast(bind(text), &Text, &Boolean);
        expect_computed(context, text, found, true).await?;
    }
    for text in ["false", "False", "f", "no", "off", "0", "n"] {
        let found = cast(bind(text), &Text, &Boolean);
        expect_computed(context, text, found, false).await?;
    }
    for text in ["", "o", "2", "truee", "wahr", "-1"] {
        let found = cast(bind(text), &Text, &Boolean);
        expect_refused_value(context, text, found).await?;
    }
    Ok(())
}

async fn number_to_text(context: &mut Context) -> Outcome {
    for (value, from, expected) in [
        (bind(0_i64), BigInteger, "0"),
        (bind(i64::MIN), BigInteger, "-9223372036854775808"),
        (bind(7_i32), Integer, "7"),
        (bind("1.50".parse::<Decimal>()?), ANY_DECIMAL, "1.50"),
        (bind("-0.001".parse::<Decimal>()?), ANY_DECIMAL, "-0.001"),
        (
            bind("1e20".parse::<Decimal>()?),
            ANY_DECIMAL,
            "100000000000000000000",
        ),
    ] {
        expect_computed(
            context,
            expected,
            cast(value, &from, &Text),
            expected.to_owned(),
        )
        .await?;
    }
    Ok(())
}

async fn double_to_text(context: &mut Context) -> Outcome {
    for (number, expected) in [
        (0.0_f64, "0"),
        (1.0, "1"),
        (-2.5, "-2.5"),
        (0.1, "0.1"),
        (1.0 / 3.0, "0.3333333333333333"),
        (0.0001, "0.0001"),
        (0.000_01, "1e-05"),
        (1.5e-7, "1.5e-07"),
        (123_456.75, "123456.75"),
        (1e14, "100000000000000"),
        (1e15, "1e+15"),
        (f64::MAX, "1.7976931348623157e+308"),
    ] {
        let found = cast(bind(number), &Double, &Text);
        expect_computed(context, expected, found, expected.to_owned()).await?;
    }
    for (number, expected) in [
        (0.1_f32, "0.1"),
        (123_456.0, "123456"),
        (1_234_567.0, "1.234567e+06"),
    ] {
        let found = cast(bind(number), &Real, &Text);
        expect_computed(context, expected, found, expected.to_owned()).await?;
    }
    Ok(())
}

async fn boolean_to_text(context: &mut Context) -> Outcome {
    for (value, expected) in [
        (Some(true), Some("true")),
        (Some(false), Some("false")),
        (None, None),
    ] {
        let found = cast(bind(value), &Boolean, &Text);
        expect_computed(
            context,
            &format!("{value:?}"),
            found,
            expected.map(str::to_owned),
        )
        .await?;
    }
    Ok(())
}

const fn of(length: u32) -> ColumnType {
    ColumnType::VarChar {
        length: Some(length),
    }
}

async fn text_is_cut(context: &mut Context) -> Outcome {
    for (text, length, expected) in [
        ("Clara", 3, "Cla"),
        ("Clara", 5, "Clara"),
        ("Clara", 9, "Clara"),
        ("", 3, ""),
        ("日本語🦀", 2, "日本"),
        ("🦀🦀", 1, "🦀"),
        ("a  b", 3, "a  "),
    ] {
        let found = cast(bind(text), &Text, &of(length));
        expect_computed(context, text, found, expected.to_owned()).await?;
    }
    Ok(())
}

async fn anything_to_cut_text(context: &mut Context) -> Outcome {
    for (value, from, length, expected) in [
        (bind(12_345_i64), BigInteger, 3, "123"),
        (bind(true), Boolean, 2, "tr"),
        (bind("1.50".parse::<Decimal>()?), ANY_DECIMAL, 3, "1.5"),
        (
            bind("2024-02-29".parse::<backend_core::value::Date>()?),
            ColumnType::Date,
            7,
            "2024-02",
        ),
    ] {
        let found = cast(value, &from, &of(length));
        expect_computed(context, expected, found, expected.to_owned()).await?;
    }
    Ok(())
}

async fn bytes_and_text(context: &mut Context) -> Outcome {
    for text in ["", "Clara", "né 🦀", "\\x00", "'\\"] {
        let found = cast(bind(text), &Text, &ColumnType::Bytes);
        expect_computed(context, text, found, text.as_bytes().to_vec()).await?;
        let found = cast(bind(text.as_bytes().to_vec()), &ColumnType::Bytes, &Text);
        expect_computed(context, text, found, text.to_owned()).await?;
    }
    let found = cast(bind(vec![0xff_u8, 0xfe]), &ColumnType::Bytes, &Text);
    expect_refused_value(context, "no UTF-8", found).await
}

async fn uuid_and_text(context: &mut Context) -> Outcome {
    let text = "67e55044-10b1-426f-9247-bb680e5fe0c8";
    let uuid: Uuid = text.parse()?;
    let found = cast(bind(uuid), &ColumnType::Uuid, &Text);
    expect_computed(context, "the text", found, text.to_owned()).await?;
    for spelling in [
        text,
        "67E55044-10B1-426F-9247-BB680E5FE0C8",
        "{67e5504410b1426f9247bb680e5fe0c8}",
    ] {
        let found = cast(bind(spelling), &Text, &ColumnType::Uuid);
        expect_computed(context, spelling, found, uuid).await?;
    }
    for text in ["", "67e55044", "67e55044-10b1-426f-9247-bb680e5fe0cg"] {
        let found = cast(bind(text), &Text, &ColumnType::Uuid);
        expect_refused_value(context, text, found).await?;
    }
    Ok(())
}

async fn json_and_text(context: &mut Context) -> Outcome {
    let text = r#"{"b":1,"a":[1e2,"x"]}"#;
    let form = r#"{"a": [100, "x"], "b": 1}"#;
    let found = cast(bind(text), &Text, &ColumnType::Json);
    expect_document(context, "the document", found, Some(json(form))).await?;
    let found = cast(document(text), &ColumnType::Json, &Text);
    expect_text(context, "its text", found, Some(form)).await?;
    let found = cast(document("null"), &ColumnType::Json, &Text);
    expect_computed(context, "null", found, "null".to_owned()).await?;
    for text in ["", "{a:1}", "Clara"] {
        let found = cast(bind(text), &Text, &ColumnType::Json);
        expect_refused_value(context, text, found).await?;
    }
    Ok(())
}

async fn there_and_back(context: &mut Context) -> Outcome {
    for number in [
        0.1_f64,
        -1.0 / 3.0,
        1e-300,
        f64::MIN_POSITIVE,
        5e-324,
        12_345_678_901_234_567.0,
    ] {
        let text = cast(bind(number), &Double, &Text);
        let found = cast(text, &Text, &Double);
        expect_computed(context, &number.to_string(), found, number).await?;
    }
    for number in [i64::MIN, -1, 0, i64::MAX] {
        let text = cast(bind(number), &BigInteger, &Text);
        let found = cast(text, &Text, &BigInteger);
        expect_computed(context, &number.to_string(), found, number).await?;
    }
    for value in [true, false] {
        let text = cast(bind(value), &Boolean, &Text);
        let found = cast(text, &Text, &Boolean);
        expect_computed(context, &value.to_string(), found, value).await?;
    }
    Ok(())
}
