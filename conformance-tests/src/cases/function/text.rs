//! Functions of text: each with a table of texts, Unicode among them.

use backend_core::flag::Flag;
use backend_core::function;
use backend_core::query::{Query, bind};
use backend_core::sea_query::{Expr, ExprTrait as _, Func, FunctionCall, Order};

use super::{expect_refused, expect_value, knows_letters};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::expect_eq;
use crate::fixtures::four_artists;

const FLAG: &[Flag] = &[Flag::supports_text_functions];

/// Which letters a database knows is asked by a lookup.
const LETTERS: &[Flag] = &[
    Flag::supports_text_functions,
    Flag::supports_any_case_lookups,
];

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "function.text.lower_and_upper",
        lower_and_upper,
        "Lower and upper case are of Latin, Greek and Cyrillic letters, not of ASCII alone."
    )
    .requires(LETTERS)
    .django("db_functions/text/test_lower.py"),
    case!(
        "function.text.case_of_one_character",
        case_of_one_character,
        "A character becomes one character in the other case, or stays."
    )
    .requires(LETTERS),
    case!(
        "function.text.length_in_characters",
        length,
        "The length of a text counts characters, also beyond the basic plane."
    )
    .requires(FLAG)
    .django("db_functions/text/test_length.py"),
    case!(
        "function.text.length_in_bytes",
        byte_length,
        "The length in bytes is that of UTF-8."
    )
    .requires(FLAG),
    case!(
        "function.text.left_and_right",
        left_and_right,
        "The beginning and the end are so many characters, or all if there are fewer."
    )
    .requires(FLAG)
    .django("db_functions/text/test_left.py"),
    case!(
        "function.text.substring",
        substring,
        "A part begins at a place from 1 and has a length."
    )
    .requires(FLAG)
    .django("db_functions/text/test_substr.py"),
    case!(
        "function.text.substring_to_the_end",
        substring_to_the_end,
        "A part without a length goes to the end."
    )
    .requires(FLAG)
    .django("db_functions/text/test_substr.py"),
    case!(
        "function.text.pad",
        pad,
        "A text is filled to a length at either end."
    )
    .requires(FLAG)
    .django("db_functions/text/test_pad.py"),
    case!(
        "function.text.trim",
        trim,
        "Blanks at the ends are taken away, and no other white space."
    )
    .requires(FLAG)
    .django("db_functions/text/test_trim.py"),
    case!(
        "function.text.trim_characters",
        trim_characters,
        "Characters to take away are a set, whatever they are."
    )
    .requires(FLAG),
    case!(
        "function.text.position",
        position,
        "The place of a part counts characters from 1, and is 0 where there is none."
    )
    .requires(FLAG)
    .django("db_functions/text/test_strindex.py"),
    case!(
        "function.text.replace",
        replace,
        "Every part is replaced, with case, from the left."
    )
    .requires(FLAG)
    .django("db_functions/text/test_replace.py"),
    case!(
        "function.text.repeat",
        repeat,
        "A text is repeated, or nothing is left of it."
    )
    .requires(FLAG)
    .django("db_functions/text/test_repeat.py"),
    case!(
        "function.text.reverse",
        reverse,
        "A text is turned around character by character."
    )
    .requires(FLAG)
    .django("db_functions/text/test_reverse.py"),
    case!(
        "function.text.character_and_ordinal",
        character_and_ordinal,
        "A character has a number in Unicode, and a number its character."
    )
    .requires(FLAG)
    .django("db_functions/text/test_chr.py"),
    case!(
        "function.text.concatenate",
        concatenate,
        "Texts are put together, with NULL as an empty one."
    )
    .requires(FLAG)
    .django("db_functions/text/test_concat.py"),
    case!(
        "function.text.split_part",
        split_part,
        "One of the parts between separators is taken by its place."
    )
    .requires(FLAG),
    case!(
        "function.text.in_a_query",
        in_a_query,
        "Functions of text stand in conditions, in orders and inside each other."
    )
    .requires(FLAG)
    .django("db_functions/text/test_lower.py"),
    case!(
        "function.text.in_an_update",
        in_an_update,
        "An update computes a text from what it was."
    )
    .requires(FLAG)
    .django("db_functions/text/test_replace.py"),
    case!(
        "function.text.of_sea_query",
        of_sea_query,
        "The functions of text of sea_query mean the same as these."
    )
    .requires(LETTERS),
    case!(
        "function.text.is_refused",
        is_refused,
        "Where text cannot be computed with, a function of text is refused with the flag."
    )
    .refuses(Flag::supports_text_functions),
];

async fn expect_texts(
    context: &mut Context,
    cases: impl IntoIterator<Item = (&'static str, FunctionCall, &'static str)>,
) -> Outcome {
    for (what, expression, expected) in cases {
        expect_value(context, what, expression, expected.to_owned()).await?;
    }
    Ok(())
}

/// [`expect_texts`], where the database knows the letters.
async fn expect_letters(
    context: &mut Context,
    cases: impl IntoIterator<Item = (&'static str, FunctionCall, &'static str)>,
) -> Outcome {
    let all = knows_letters(context).await?;
    let known = cases
        .into_iter()
        .filter(|(_, _, expected)| all || expected.is_ascii());
    expect_texts(context, known.collect::<Vec<_>>()).await
}

async fn expect_numbers(
    context: &mut Context,
    cases: impl IntoIterator<Item = (&'static str, FunctionCall, i64)>,
) -> Outcome {
    for (what, expression, expected) in cases {
        expect_value(context, what, expression, expected).await?;
    }
    Ok(())
}

async fn lower_and_upper(context: &mut Context) -> Outcome {
    expect_letters(
        context,
        [
            (
                "ASCII down",
                function::lower(bind("Clara WIECK 1819")),
                "clara wieck 1819",
            ),
            (
                "ASCII up",
                function::upper(bind("Clara Wieck 1819")),
                "CLARA WIECK 1819",
            ),
            (
                "Latin down",
                function::lower(bind("ÀÉÎÕÜ ŁŠŽ")),
                "àéîõü łšž",
            ),
            ("Latin up", function::upper(bind("àéîõü łšž")), "ÀÉÎÕÜ ŁŠŽ"),
            ("Greek down", function::lower(bind("ΑΒΓΣ")), "αβγσ"),
            ("Greek up", function::upper(bind("αβγσς")), "ΑΒΓΣΣ"),
            ("Cyrillic down", function::lower(bind("ДИЖЯ")), "дижя"),
            ("Cyrillic up", function::upper(bind("дижя")), "ДИЖЯ"),
            ("empty", function::lower(bind("")), ""),
        ],
    )
    .await
}

async fn case_of_one_character(context: &mut Context) -> Outcome {
    expect_letters(
        context,
        [
            ("sharp s", function::upper(bind("straße")), "STRAßE"),
            ("ligature", function::upper(bind("ﬁn")), "ﬁN"),
            (
                "letters without case",
                function::upper(bind("日本 😀")),
                "日本 😀",
            ),
            ("sigma at the end", function::lower(bind("ΛΟΓΟΣ")), "λογοσ"),
        ],
    )
    .await
}

async fn length(context: &mut Context) -> Outcome {
    expect_numbers(
        context,
        [
            ("empty", function::length(bind("")), 0),
            ("ASCII", function::length(bind("abc ")), 4),
            ("umlauts", function::length(bind("äöü")), 3),
            ("beyond the basic plane", function::length(bind("a😀b")), 3),
            (
                "a letter and its accent",
                function::length(bind("e\u{301}")),
                2,
            ),
        ],
    )
    .await
}

async fn byte_length(context: &mut Context) -> Outcome {
    expect_numbers(
        context,
        [
            ("empty", function::byte_length(bind("")), 0),
            ("ASCII", function::byte_length(bind("abc")), 3),
            ("umlauts", function::byte_length(bind("äöü")), 6),
            (
                "beyond the basic plane",
                function::byte_length(bind("😀")),
                4,
            ),
        ],
    )
    .await
}

async fn left_and_right(context: &mut Context) -> Outcome {
    let left = |text: &str, count: i64| function::left(bind(text), bind(count));
    let right = |text: &str, count: i64| function::right(bind(text), bind(count));
    expect_texts(
        context,
        [
            ("left", left("Hildegard", 3), "Hil"),
            ("left of few", left("ab", 5), "ab"),
            ("left of none", left("ab", 0), ""),
            ("left but the last", left("abcde", -2), "abc"),
            ("left but more than there are", left("ab", -5), ""),
            ("left of Unicode", left("😀äb", 2), "😀ä"),
            ("right", right("Hildegard", 3), "ard"),
            ("right of few", right("ab", 5), "ab"),
            ("right of none", right("ab", 0), ""),
            ("right but the first", right("abcde", -2), "cde"),
            ("right but more than there are", right("ab", -5), ""),
            ("right of Unicode", right("bä😀", 2), "ä😀"),
        ],
    )
    .await
}

async fn substring(context: &mut Context) -> Outcome {
    let part = |text: &str, start: i64, length: i64| {
        function::substring(bind(text), bind(start), bind(length))
    };
    expect_texts(
        context,
        [
            ("first", part("abcdef", 1, 2), "ab"),
            ("middle", part("abcdef", 3, 2), "cd"),
            ("beyond the end", part("abcdef", 5, 9), "ef"),
            ("behind the end", part("abc", 7, 2), ""),
            ("nothing", part("abc", 2, 0), ""),
            ("before the beginning", part("abcdef", -1, 4), "ab"),
            ("only before the beginning", part("abcdef", -5, 3), ""),
            ("from 0", part("abcdef", 0, 2), "a"),
            ("Unicode", part("ä😀ö", 2, 1), "😀"),
        ],
    )
    .await
}

async fn substring_to_the_end(context: &mut Context) -> Outcome {
    let part = |text: &str, start: i64| function::substring_from(bind(text), bind(start));
    expect_texts(
        context,
        [
            ("all", part("abc", 1), "abc"),
            ("middle", part("a😀c", 2), "😀c"),
            ("behind the end", part("abc", 4), ""),
            ("before the beginning", part("abc", -7), "abc"),
        ],
    )
    .await
}

async fn pad(context: &mut Context) -> Outcome {
    let left = |text: &str, length: i64, fill: &str| {
        function::pad_left(bind(text), bind(length), bind(fill))
    };
    let right = |text: &str, length: i64, fill: &str| {
        function::pad_right(bind(text), bind(length), bind(fill))
    };
    expect_texts(
        context,
        [
            ("left", left("7", 3, "0"), "007"),
            ("left by several", left("x", 6, "abc"), "abcabx"),
            ("left too long", left("abcdef", 3, "0"), "abc"),
            ("left by Unicode", left("x", 3, "ä😀"), "ä😀x"),
            ("left by nothing", left("x", 3, ""), "x"),
            ("left by nothing, too long", left("abc", 2, ""), "ab"),
            ("left below 0", left("abc", -1, "x"), ""),
            ("left of nothing", left("", 2, "ab"), "ab"),
            ("right", right("7", 3, "0"), "700"),
            ("right by several", right("x", 6, "abc"), "xabcab"),
            ("right too long", right("abcdef", 3, "0"), "abc"),
            ("right by Unicode", right("x", 3, "ä😀"), "xä😀"),
            ("right by nothing", right("x", 3, ""), "x"),
            ("right below 0", right("abc", -1, "x"), ""),
        ],
    )
    .await
}

async fn trim(context: &mut Context) -> Outcome {
    expect_texts(
        context,
        [
            ("both", function::trim(bind("  a b  ")), "a b"),
            ("start", function::trim_start(bind("  a b  ")), "a b  "),
            ("end", function::trim_end(bind("  a b  ")), "  a b"),
            ("only blanks", function::trim(bind("   ")), ""),
            ("tabs stay", function::trim(bind(" \ta\n ")), "\ta\n"),
            (
                "wide blanks stay",
                function::trim(bind("\u{a0}a\u{3000}")),
                "\u{a0}a\u{3000}",
            ),
        ],
    )
    .await
}

async fn trim_characters(context: &mut Context) -> Outcome {
    let of = |text: &str, characters: &str| function::trim_characters(bind(text), bind(characters));
    let start = function::trim_start_characters(bind("xxaxx"), bind("x"));
    let end = function::trim_end_characters(bind("xxaxx"), bind("x"));
    expect_texts(
        context,
        [
            ("several", of("xyxabcyx", "xy"), "abc"),
            ("start", start, "axx"),
            ("end", end, "xxa"),
            ("Unicode", of("😀ä-ä😀", "ä😀"), "-"),
            ("none", of(" a ", ""), " a "),
            ("signs of patterns", of("[^a]-", "]^[-"), "a"),
        ],
    )
    .await
}

async fn position(context: &mut Context) -> Outcome {
    let of = |text: &str, part: &str| function::position(bind(text), bind(part));
    expect_numbers(
        context,
        [
            ("first", of("abcabc", "bc"), 2),
            ("none", of("abc", "d"), 0),
            ("other case", of("abc", "B"), 0),
            ("empty part", of("abc", ""), 1),
            ("empty text", of("", "a"), 0),
            ("nothing in nothing", of("", ""), 1),
            ("behind Unicode", of("ä😀b", "b"), 3),
            ("of a sign", of("100%", "%"), 4),
        ],
    )
    .await
}

async fn replace(context: &mut Context) -> Outcome {
    let of = |text: &str, part: &str, by: &str| function::replace(bind(text), bind(part), bind(by));
    expect_texts(
        context,
        [
            ("every one", of("abcabc", "bc", "-"), "a-a-"),
            ("from the left", of("aaa", "aa", "b"), "ba"),
            ("what was put in stays", of("ab", "a", "aa"), "aab"),
            ("with case", of("aA", "A", "x"), "ax"),
            ("by nothing", of("a-b-c", "-", ""), "abc"),
            ("nothing", of("abc", "", "x"), "abc"),
            ("Unicode", of("😀ä", "ä", "😀"), "😀😀"),
            ("quotes and backslashes", of("a'b\\c", "'", "\\"), "a\\b\\c"),
        ],
    )
    .await
}

async fn repeat(context: &mut Context) -> Outcome {
    let of = |text: &str, count: i64| function::repeat(bind(text), bind(count));
    expect_texts(
        context,
        [
            ("three times", of("ab😀", 3), "ab😀ab😀ab😀"),
            ("once", of("ab", 1), "ab"),
            ("never", of("ab", 0), ""),
            ("less than never", of("ab", -2), ""),
            ("nothing", of("", 1_000_000), ""),
        ],
    )
    .await
}

async fn reverse(context: &mut Context) -> Outcome {
    expect_texts(
        context,
        [
            ("ASCII", function::reverse(bind("abc")), "cba"),
            ("Unicode", function::reverse(bind("aä😀")), "😀äa"),
            ("accents", function::reverse(bind("e\u{301}x")), "x\u{301}e"),
            ("empty", function::reverse(bind("")), ""),
        ],
    )
    .await
}

async fn character_and_ordinal(context: &mut Context) -> Outcome {
    for (number, text) in [
        (65_i64, "A"),
        (1, "\u{1}"),
        (0xe4, "ä"),
        (0x65e5, "日"),
        (0x1f600, "😀"),
        (0x10_ffff, "\u{10ffff}"),
    ] {
        let character = function::character(bind(number));
        expect_value(context, text, character, text.to_owned()).await?;
        expect_value(context, text, function::ordinal(bind(text)), number).await?;
    }
    expect_value(
        context,
        "the first",
        function::ordinal(bind("äx")),
        0xe4_i64,
    )
    .await?;
    expect_value(context, "none", function::ordinal(bind("")), 0_i64).await
}

async fn concatenate(context: &mut Context) -> Outcome {
    let of = |texts: &[Option<&str>]| {
        let texts = texts
            .iter()
            .map(|text| Expr::from(bind(text.map(str::to_owned))));
        function::concatenate(texts.collect::<Vec<_>>())
    };
    let numbers = [Expr::from(bind("n")), bind(7_i64).into(), bind(-0.5).into()];
    expect_texts(
        context,
        [
            ("two", of(&[Some("ab"), Some("c😀")]), "abc😀"),
            ("with NULL", of(&[Some("a"), None, Some("b")]), "ab"),
            ("NULL alone", of(&[None, None]), ""),
            ("one", of(&[Some("a")]), "a"),
            ("numbers", function::concatenate(numbers), "n7-0.5"),
        ],
    )
    .await
}

async fn split_part(context: &mut Context) -> Outcome {
    let of = |text: &str, separator: &str, position: i64| {
        function::split_part(bind(text), bind(separator), bind(position))
    };
    expect_texts(
        context,
        [
            ("first", of("a,b,c", ",", 1), "a"),
            ("last", of("a,b,c", ",", 3), "c"),
            ("behind the last", of("a,b,c", ",", 4), ""),
            ("empty part", of("a,,c", ",", 2), ""),
            ("long separator", of("a--b--c", "--", 2), "b"),
            ("no separator", of("abc", ",", 1), "abc"),
            ("empty separator", of("abc", "", 1), "abc"),
            ("behind an empty separator", of("abc", "", 2), ""),
            ("Unicode", of("ä😀ö", "😀", 2), "ö"),
        ],
    )
    .await
}

async fn in_a_query(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    let mut select = Query::select();
    select
        .expr_as(
            function::upper(function::left(Expr::col("name"), bind(2_i64))),
            "head",
        )
        .from("artist")
        .and_where(Expr::from(function::length(Expr::col("name"))).gt(bind(4_i64)))
        .order_by_expr(function::reverse(Expr::col("name")).into(), Order::Asc);
    let found: Vec<(String,)> = context.fetch_query(&select.into()).await?;
    let expected = ["CL", "HI", "RO"].map(|head| (head.to_owned(),));
    expect_eq("heads", found, expected)
}

async fn in_an_update(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let mut update = Query::update();
    update
        .table("artist")
        .value(
            "name",
            function::replace(Expr::col("name"), bind("a"), bind("ä")),
        )
        .and_where(Expr::col("id").lt(bind(3_i64)));
    context.execute_query(&update.into()).await?;
    let statement = context.select_columns(&artists, &["name"]);
    let found: Vec<(String,)> = context.fetch(&statement).await?;
    let expected = ["Bäch", "Clärä", "Robert", "Hildegard"].map(|name| (name.to_owned(),));
    expect_eq("names", found, expected)
}

async fn of_sea_query(context: &mut Context) -> Outcome {
    expect_letters(
        context,
        [
            ("lower", Func::lower(bind("ÄΣД")), "äσд"),
            ("upper", Func::upper(bind("äσд")), "ÄΣД"),
        ],
    )
    .await?;
    expect_value(context, "length", Func::char_length(bind("a😀")), 2_i64).await
}

async fn is_refused(context: &mut Context) -> Outcome {
    let expression = function::lower(bind("A"));
    expect_refused(context, Flag::supports_text_functions, expression).await
}
