//! Functions of text at their edges: NULL, what is no text, lengths and places out of range, quotes.

use backend_core::flag::Flag;
use backend_core::function;
use backend_core::query::bind;

use super::{expect_data_error, expect_value};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;

const FLAG: &[Flag] = &[Flag::supports_text_functions];

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "function.text.null",
        null,
        "A function of NULL is NULL, whichever argument is."
    )
    .requires(FLAG)
    .django("db_functions/text/test_left.py"),
    case!(
        "function.text.numbers_as_text",
        numbers,
        "A number is taken as the text that it is printed as, alike everywhere."
    )
    .requires(FLAG)
    .django("db_functions/text/test_concat.py"),
    case!(
        "function.text.no_character",
        no_character,
        "A number that is no character's is an error."
    )
    .requires(FLAG),
    case!(
        "function.text.negative_length",
        negative_length,
        "A part of a length below 0 is an error."
    )
    .requires(FLAG)
    .django("db_functions/text/test_substr.py"),
    case!(
        "function.text.place_out_of_range",
        place_out_of_range,
        "A place below 1 between separators is an error."
    )
    .requires(FLAG),
    case!(
        "function.text.count_out_of_range",
        count_out_of_range,
        "A count beyond 32 bits is an error, not another count."
    )
    .requires(FLAG),
    case!(
        "function.text.too_long",
        too_long,
        "A text that is longer than the server keeps is an error, and the session goes on."
    )
    .requires(FLAG),
    case!(
        "function.text.quotes_are_characters",
        quotes,
        "Quotes, backslashes and comments in arguments are characters."
    )
    .requires(FLAG),
    case!(
        "function.text.nul_in_text",
        nul,
        "The character U+0000 counts like any other where text can hold it."
    )
    .requires(&[Flag::supports_text_functions, Flag::supports_nul_in_text]),
    case!(
        "function.text.long_texts",
        long_texts,
        "A text of a million characters is computed with."
    )
    .requires(FLAG),
];

async fn null(context: &mut Context) -> Outcome {
    let nothing = || bind(None::<String>);
    let no_number = || bind(None::<i64>);
    for (what, expression) in [
        ("character", function::character(no_number())),
        ("left", function::left(nothing(), bind(1_i64))),
        ("left by NULL", function::left(bind("a"), no_number())),
        ("lower", function::lower(nothing())),
        (
            "pad_left",
            function::pad_left(bind("a"), bind(3_i64), nothing()),
        ),
        (
            "pad_right",
            function::pad_right(bind("a"), no_number(), bind("x")),
        ),
        ("repeat", function::repeat(nothing(), bind(2_i64))),
        (
            "replace",
            function::replace(bind("a"), nothing(), bind("b")),
        ),
        (
            "replace by NULL",
            function::replace(bind("a"), bind("x"), nothing()),
        ),
        ("reverse", function::reverse(nothing())),
        ("right", function::right(bind("a"), no_number())),
        (
            "split_part",
            function::split_part(bind("a"), bind(","), no_number()),
        ),
        (
            "substring",
            function::substring(bind("a"), bind(1_i64), no_number()),
        ),
        ("trim", function::trim(nothing())),
        (
            "trim_characters",
            function::trim_characters(bind("a"), nothing()),
        ),
    ] {
        expect_value(context, what, expression, None::<String>).await?;
    }
    for (what, expression) in [
        ("length", function::length(nothing())),
        ("byte_length", function::byte_length(nothing())),
        ("ordinal", function::ordinal(nothing())),
        ("position", function::position(bind("a"), nothing())),
    ] {
        expect_value(context, what, expression, None::<i64>).await?;
    }
    Ok(())
}

async fn numbers(context: &mut Context) -> Outcome {
    for (number, expected) in [
        (2.0, "2"),
        (0.1, "0.1"),
        (-1.5, "-1.5"),
        (0.00001, "1e-05"),
        (123_456_789_012_345.0, "123456789012345"),
        (1e15, "1e+15"),
        (1e300, "1e+300"),
    ] {
        let expression = function::trim(bind(number));
        expect_value(context, expected, expression, expected.to_owned()).await?;
    }
    let expression = function::reverse(bind(-120_i64));
    expect_value(context, "an integer", expression, "021-".to_owned()).await?;
    expect_value(
        context,
        "its length",
        function::length(bind(12_345_i64)),
        5_i64,
    )
    .await
}

async fn no_character(context: &mut Context) -> Outcome {
    for number in [0_i64, -1, 0xd800, 0x11_0000, 1 << 40] {
        let expression = function::character(bind(number));
        expect_data_error(context, &format!("{number}"), expression).await?;
    }
    Ok(())
}

async fn negative_length(context: &mut Context) -> Outcome {
    let expression = function::substring(bind("abc"), bind(1_i64), bind(-1_i64));
    expect_data_error(context, "a length of -1", expression).await
}

async fn place_out_of_range(context: &mut Context) -> Outcome {
    for place in [0_i64, -1] {
        let expression = function::split_part(bind("a,b"), bind(","), bind(place));
        expect_data_error(context, &format!("place {place}"), expression).await?;
    }
    Ok(())
}

async fn count_out_of_range(context: &mut Context) -> Outcome {
    let count = bind(1_i64 << 32);
    for (what, expression) in [
        ("left", function::left(bind("abc"), count.clone())),
        ("right", function::right(bind("abc"), count.clone())),
        ("repeat", function::repeat(bind("abc"), count.clone())),
        ("substring", function::substring_from(bind("abc"), count)),
    ] {
        expect_data_error(context, what, expression).await?;
    }
    Ok(())
}

async fn too_long(context: &mut Context) -> Outcome {
    let most = i64::from(i32::MAX);
    let repeated = function::repeat(bind("abcdefgh"), bind(most));
    expect_data_error(context, "repeated", repeated).await?;
    let padded = function::pad_left(bind("a"), bind(most), bind("ä"));
    expect_data_error(context, "padded", padded).await?;
    expect_value(context, "afterwards", function::length(bind("abc")), 3_i64).await
}

async fn quotes(context: &mut Context) -> Outcome {
    for text in [
        "'",
        "''",
        "\\",
        "\\'",
        "\"",
        "-- x",
        "/*",
        "$$",
        "%s ? $1",
        "; DROP TABLE x",
    ] {
        let expression = function::replace(bind(text), bind(text), bind(text));
        expect_value(context, text, expression, text.to_owned()).await?;
        let expression = function::trim_characters(bind(format!("{text}ä{text}")), bind(text));
        expect_value(context, text, expression, "ä".to_owned()).await?;
    }
    Ok(())
}

async fn nul(context: &mut Context) -> Outcome {
    let text = || bind("a\0b");
    expect_value(context, "length", function::length(text()), 3_i64).await?;
    expect_value(
        context,
        "position",
        function::position(text(), bind("b")),
        3_i64,
    )
    .await?;
    expect_value(context, "upper", function::upper(text()), "A\0B".to_owned()).await
}

async fn long_texts(context: &mut Context) -> Outcome {
    let text = || function::repeat(bind("ä😀"), bind(500_000_i64));
    expect_value(context, "length", function::length(text()), 1_000_000_i64).await?;
    let end = function::right(function::reverse(text()), bind(3_i64));
    expect_value(context, "the end", end, "ä😀ä".to_owned()).await
}
