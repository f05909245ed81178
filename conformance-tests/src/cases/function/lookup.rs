//! Functions that look for one text in another.

use backend_core::flag::Flag;
use backend_core::function;
use backend_core::model::ColumnType;
use backend_core::query::{Query, bind};
use backend_core::sea_query::{Expr, ExprTrait as _, FunctionCall, Value};

use super::{expect_refused, expect_value, knows_letters};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect_eq};
use crate::fixtures::{four_artists, table};

const FLAG: &[Flag] = &[Flag::supports_text_lookups];
const ANY_CASE: &[Flag] = &[Flag::supports_any_case_lookups];

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "function.lookup.contains",
        contains,
        "A part is found anywhere in a text, and only as it is written."
    )
    .requires(FLAG)
    .django("lookup/tests.py"),
    case!(
        "function.lookup.starts_with",
        starts_with,
        "A part is found at the beginning."
    )
    .requires(FLAG)
    .django("lookup/tests.py"),
    case!(
        "function.lookup.ends_with",
        ends_with,
        "A part is found at the end."
    )
    .requires(FLAG)
    .django("lookup/tests.py"),
    case!(
        "function.lookup.case_matters",
        case_matters,
        "Letters in another case are other letters."
    )
    .requires(FLAG)
    .django("lookup/tests.py"),
    case!(
        "function.lookup.signs_are_data",
        signs_are_data,
        "Signs that mean something in some pattern are found as themselves."
    )
    .smoke()
    .requires(FLAG)
    .django("lookup/tests.py"),
    case!(
        "function.lookup.signs_in_columns_are_data",
        signs_in_columns,
        "A part that is another column's is data as well."
    )
    .requires(FLAG)
    .django("expressions/tests.py"),
    case!(
        "function.lookup.of_rows",
        of_rows,
        "Rows are found by a part of a text."
    )
    .requires(FLAG)
    .django("lookup/tests.py"),
    case!(
        "function.lookup.not",
        negated,
        "A condition is negated; NULL is neither."
    )
    .requires(FLAG)
    .django("lookup/tests.py"),
    case!(
        "function.lookup.numbers_as_text",
        numbers,
        "A number is looked into as its text."
    )
    .requires(FLAG)
    .django("lookup/tests.py"),
    case!(
        "function.lookup.null",
        null,
        "Of NULL it is neither true nor false whether it holds a part."
    )
    .requires(&[Flag::supports_text_lookups, Flag::supports_any_case_lookups])
    .django("null_queries/tests.py"),
    case!(
        "function.lookup.long_part",
        long_part,
        "A part of more bytes than patterns may have is found."
    )
    .requires(FLAG),
    case!(
        "function.lookup.contains_any_case",
        contains_any_case,
        "A part is found in any case: Latin, Greek and Cyrillic."
    )
    .requires(ANY_CASE)
    .django("lookup/tests.py"),
    case!(
        "function.lookup.starts_and_ends_any_case",
        ends_any_case,
        "A part is found at the beginning and the end in any case."
    )
    .requires(ANY_CASE)
    .django("lookup/tests.py"),
    case!(
        "function.lookup.equals_any_case",
        equals_any_case,
        "Texts are the same in any case, the final sigma included."
    )
    .requires(ANY_CASE)
    .django("lookup/tests.py"),
    case!(
        "function.lookup.any_case_is_by_character",
        by_character,
        "One character never is two: ß is not ss."
    )
    .requires(ANY_CASE),
    case!(
        "function.lookup.any_case_signs_are_data",
        any_case_signs,
        "In any case, too, signs of patterns are data."
    )
    .requires(ANY_CASE)
    .django("lookup/tests.py"),
    case!(
        "function.lookup.is_refused",
        is_refused,
        "Where a text cannot be looked for, it is refused with the flag."
    )
    .smoke()
    .refuses(Flag::supports_text_lookups),
    case!(
        "function.lookup.any_case_is_refused",
        any_case_is_refused,
        "Where a text cannot be looked for in any case, it is refused with the flag."
    )
    .refuses(Flag::supports_any_case_lookups),
];

/// [`expect_found`], where the database knows the letters.
async fn expect_any_case(
    context: &mut Context,
    lookup: Lookup,
    cases: &[(&str, &str, bool)],
) -> Outcome {
    let all = knows_letters(context).await?;
    let known = cases.iter().filter(|(text, ..)| all || text.is_ascii());
    let known: Vec<_> = known.copied().collect();
    expect_found(context, lookup, &known).await
}

type Lookup = fn(Value, Expr) -> FunctionCall;

/// Demands answers about texts and parts, with the part as a value and as an expression.
async fn expect_found(
    context: &mut Context,
    lookup: Lookup,
    cases: &[(&str, &str, bool)],
) -> Outcome {
    for (text, part, expected) in cases {
        let what = format!("{part:?} in {text:?}");
        expect_value(
            context,
            &what,
            lookup(bind(*text), bind(*part).into()),
            *expected,
        )
        .await?;
        let part = function::concatenate([Expr::from(bind(*part)), bind("").into()]);
        let what = format!("{what} as an expression");
        if context.features().supports_text_functions {
            expect_value(context, &what, lookup(bind(*text), part.into()), *expected).await?;
        }
    }
    Ok(())
}

async fn contains(context: &mut Context) -> Outcome {
    expect_found(
        context,
        function::contains,
        &[
            ("Hildegard", "deg", true),
            ("Hildegard", "Hil", true),
            ("Hildegard", "ard", true),
            ("Hildegard", "x", false),
            ("Hildegard", "", true),
            ("", "", true),
            ("", "a", false),
            ("ab", "abc", false),
            ("aä😀b", "ä😀", true),
            ("line\nbreak", "e\nb", true),
        ],
    )
    .await
}

async fn starts_with(context: &mut Context) -> Outcome {
    expect_found(
        context,
        function::starts_with,
        &[
            ("Hildegard", "Hil", true),
            ("Hildegard", "ild", false),
            ("Hildegard", "Hildegard", true),
            ("Hil", "Hildegard", false),
            ("Hildegard", "", true),
            ("ä😀b", "ä😀", true),
            ("a\nb", "a\n", true),
        ],
    )
    .await
}

async fn ends_with(context: &mut Context) -> Outcome {
    expect_found(
        context,
        function::ends_with,
        &[
            ("Hildegard", "gard", true),
            ("Hildegard", "gar", false),
            ("Hildegard", "Hildegard", true),
            ("gard", "Hildegard", false),
            ("Hildegard", "", true),
            ("bä😀", "ä😀", true),
            ("a ", "a", false),
        ],
    )
    .await
}

async fn case_matters(context: &mut Context) -> Outcome {
    expect_found(
        context,
        function::contains,
        &[("Hildegard", "hil", false), ("ÄB", "ä", false)],
    )
    .await?;
    expect_found(
        context,
        function::starts_with,
        &[("Hildegard", "hil", false), ("Äb", "ä", false)],
    )
    .await?;
    expect_found(
        context,
        function::ends_with,
        &[("Hildegard", "GARD", false), ("bÄ", "ä", false)],
    )
    .await
}

/// Texts with signs that mean something somewhere, and parts that would be found if they did.
const SIGNS: &[(&str, &str, bool)] = &[
    ("100%", "100%", true),
    ("100x", "100%", false),
    ("a_b", "a_b", true),
    ("axb", "a_b", false),
    ("a\\b", "a\\b", true),
    ("ab", "a\\b", false),
    ("a%b", "a\\%b", false),
    ("a\\%b", "a\\%b", true),
    ("a*b", "a*b", true),
    ("axxb", "a*b", false),
    ("a?b", "a?b", true),
    ("axb", "a?b", false),
    ("a[b]c", "a[b]c", true),
    ("abc", "a[b]c", false),
    ("a]b", "a]b", true),
    ("a^b", "a^b", true),
    ("a!b", "a!b", true),
    ("a'b", "a'b", true),
    ("a\"b", "a\"b", true),
    ("a.b", "a.b", true),
    ("axb", "a.b", false),
    ("$1 ?", "$1 ?", true),
];

async fn signs_are_data(context: &mut Context) -> Outcome {
    expect_found(context, function::contains, SIGNS).await?;
    expect_found(context, function::starts_with, SIGNS).await?;
    expect_found(context, function::ends_with, SIGNS).await
}

async fn any_case_signs(context: &mut Context) -> Outcome {
    expect_found(context, function::contains_any_case, SIGNS).await?;
    expect_found(context, function::starts_with_any_case, SIGNS).await?;
    expect_found(context, function::ends_with_any_case, SIGNS).await?;
    expect_found(context, function::equals_any_case, SIGNS).await
}

async fn signs_in_columns(context: &mut Context) -> Outcome {
    let pairs = table(
        "pair",
        &[("body", ColumnType::Text), ("part", ColumnType::Text)],
    )?;
    context.create(&pairs).await?;
    for (id, (text, part, _)) in (0_i64..).zip(SIGNS) {
        let row = [bind_value(id), bind_value(*text), bind_value(*part)];
        context.insert(&pairs, &[row.to_vec()]).await?;
    }
    let lookup: [fn(Expr, Expr) -> FunctionCall; 3] = [
        function::contains,
        function::starts_with,
        function::ends_with,
    ];
    let expected: Vec<(i64,)> = (0_i64..)
        .zip(SIGNS)
        .filter(|(_, (_, _, found))| *found)
        .map(|(id, _)| (id,))
        .collect();
    for lookup in lookup {
        let mut select = Query::select();
        select
            .column("id")
            .from("pair")
            .and_where(lookup(Expr::col("body"), Expr::col("part")).into())
            .order_by("id", backend_core::sea_query::Order::Asc);
        let found: Vec<(i64,)> = context.fetch_query(&select.into()).await?;
        expect_eq("rows", found, expected.clone())?;
    }
    Ok(())
}

fn bind_value(value: impl backend_core::value::IntoValue) -> backend_core::value::TypedValue {
    value.into_value()
}

async fn ids(context: &mut Context, condition: impl Into<Expr>) -> Result<Vec<i64>, Failure> {
    let mut select = Query::select();
    select
        .column("id")
        .from("artist")
        .and_where(condition.into())
        .order_by("id", backend_core::sea_query::Order::Asc);
    let found: Vec<(i64,)> = context.fetch_query(&select.into()).await?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}

async fn of_rows(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    let name = || Expr::col("name");
    let found = ids(context, function::contains(name(), bind("ar"))).await?;
    expect_eq("with ar", found, [2, 4])?;
    let found = ids(context, function::starts_with(name(), bind("R"))).await?;
    expect_eq("from R", found, [3])?;
    let found = ids(context, function::ends_with(name(), bind("h"))).await?;
    expect_eq("to h", found, [1])
}

async fn negated(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    let condition = Expr::from(function::contains(Expr::col("name"), bind("ar"))).not();
    expect_eq("without ar", ids(context, condition).await?, [1, 3])?;
    let condition = Expr::from(function::contains(Expr::col("born"), bind("18"))).not();
    expect_eq("born, but not in 18…", ids(context, condition).await?, [1])
}

async fn numbers(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    let condition = function::starts_with(Expr::col("born"), bind("18"));
    expect_eq("born in 18…", ids(context, condition).await?, [2, 3])?;
    let condition = function::contains(Expr::col("born"), bind("81"));
    expect_eq("born in …81…", ids(context, condition).await?, [2, 3])?;
    let found = function::ends_with(bind(0.5), bind(".5"));
    expect_value(context, "of a double", found, true).await
}

async fn null(context: &mut Context) -> Outcome {
    let nothing = || bind(None::<String>);
    for (what, expression) in [
        ("contains", function::contains(nothing(), bind("a"))),
        ("contains NULL", function::contains(bind("a"), nothing())),
        ("starts", function::starts_with(nothing(), bind("a"))),
        ("ends with NULL", function::ends_with(bind("a"), nothing())),
        (
            "in any case",
            function::contains_any_case(nothing(), bind("a")),
        ),
        (
            "equals NULL",
            function::equals_any_case(bind("a"), nothing()),
        ),
        ("like NULL", function::like(bind("a"), nothing(), '\\')),
    ] {
        expect_value(context, what, expression, None::<bool>).await?;
    }
    Ok(())
}

async fn long_part(context: &mut Context) -> Outcome {
    let part = "ab%_".repeat(20_000);
    let text = format!("{part}c");
    let starts = function::starts_with(bind(text.clone()), bind(part.clone()));
    expect_value(context, "at the beginning", starts, true).await?;
    let contains = function::contains(bind(text), bind(part));
    expect_value(context, "anywhere", contains, true).await
}

async fn contains_any_case(context: &mut Context) -> Outcome {
    expect_any_case(
        context,
        function::contains_any_case,
        &[
            ("Hildegard", "DEG", true),
            ("HILDEGARD", "deg", true),
            ("Hildegard", "dog", false),
            ("Łódź", "łÓ", true),
            ("ÀÉÎ", "éî", true),
            ("ΛΟΓΟΣ", "ογος", true),
            ("λόγος", "ΓΟΣ", true),
            ("Достоевский", "ДОСТО", true),
            ("a😀b", "A😀", true),
            ("abc", "", true),
        ],
    )
    .await
}

async fn ends_any_case(context: &mut Context) -> Outcome {
    expect_any_case(
        context,
        function::starts_with_any_case,
        &[
            ("Hildegard", "hIL", true),
            ("Äb", "äB", true),
            ("bÄ", "ä", false),
            ("a", "ab", false),
        ],
    )
    .await?;
    expect_any_case(
        context,
        function::ends_with_any_case,
        &[
            ("Hildegard", "GARD", true),
            ("bÄ", "ä", true),
            ("Äb", "ä", false),
            ("λόγος", "ΟΣ", true),
        ],
    )
    .await
}

async fn equals_any_case(context: &mut Context) -> Outcome {
    expect_any_case(
        context,
        function::equals_any_case,
        &[
            ("Hildegard", "hILDEGARD", true),
            ("Hildegard", "Hildegar", false),
            ("λόγος", "ΛΌΓΟΣ", true),
            ("λόγοσ", "λόγος", true),
            ("ÄÖÜ", "äöü", true),
            ("e", "é", false),
            ("a", "a ", false),
            ("", "", true),
        ],
    )
    .await
}

async fn by_character(context: &mut Context) -> Outcome {
    expect_any_case(
        context,
        function::equals_any_case,
        &[
            ("straße", "STRASSE", false),
            ("straße", "STRAßE", true),
            ("ﬁ", "FI", false),
        ],
    )
    .await
}

async fn is_refused(context: &mut Context) -> Outcome {
    let expression = function::contains(bind("ab"), bind("a"));
    expect_refused(context, Flag::supports_text_lookups, expression).await
}

async fn any_case_is_refused(context: &mut Context) -> Outcome {
    let expression = function::contains_any_case(bind("ab"), bind("a"));
    expect_refused(context, Flag::supports_any_case_lookups, expression).await
}
