//! Greatest and least, NULL instead of a value, collations, and equality that NULL takes part in.

use backend_core::error::ErrorKind;
use backend_core::flag::Flag;
use backend_core::function;
use backend_core::model::Identifier;
use backend_core::query::{Query, bind};
use backend_core::sea_query::{Expr, ExprTrait as _, Func, Order};
use backend_core::value::Decimal;

use super::{expect_refused, expect_value};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect_eq, expect_error};
use crate::fixtures::{four_artists, known_collation};

const FLAG: &[Flag] = &[Flag::supports_comparison_functions];

pub(super) const CASES: &[CaseDef] = &[
    case!("function.comparison.greatest_and_least", greatest_and_least, "The greatest and the least of several values are found, of each kind.")
        .requires(FLAG)
        .django("db_functions/comparison/test_greatest.py"),
    case!("function.comparison.nulls_are_passed_over", nulls, "NULLs are passed over; of NULLs alone it is NULL.")
        .requires(FLAG)
        .django("db_functions/comparison/test_least.py"),
    case!("function.comparison.mixed_numbers", mixed_numbers, "Integers and doubles are compared by their value.")
        .requires(FLAG),
    case!("function.comparison.decimals", decimals, "Decimals are compared as numbers.")
        .requires(&[Flag::supports_comparison_functions, Flag::has_native_decimal])
        .django("db_functions/comparison/test_greatest.py"),
    case!("function.comparison.one_value", one_value, "The greatest of one value is the value, in each row.")
        .requires(FLAG),
    case!("function.comparison.of_columns", of_columns, "Columns are compared in each row, in updates too.")
        .requires(FLAG)
        .django("db_functions/comparison/test_greatest.py"),
    case!("function.comparison.null_if", null_if, "A value that equals another becomes NULL.")
        .requires(FLAG)
        .django("db_functions/comparison/test_nullif.py"),
    case!("function.comparison.of_sea_query", of_sea_query, "The greatest and the least of sea_query mean the same, and its first value that is not NULL is one.")
        .requires(FLAG)
        .django("db_functions/comparison/test_coalesce.py"),
    case!("function.comparison.is_refused", is_refused, "Where values cannot be compared by a function, it is refused with the flag.")
        .refuses(Flag::supports_comparison_functions),
    case!("function.comparison.equality_with_null", equality_with_null, "With `is` and `is_not`, NULL is a value like others.")
        .django("lookup/tests.py"),
    case!("function.collate.orders", collate, "Texts are ordered by the collation that they are given.")
        .requires(&[Flag::supports_query_collations])
        .django("db_functions/comparison/test_collate.py"),
    case!("function.collate.unknown", unknown_collation, "A collation that does not exist is an error, never passed over.")
        .requires(&[Flag::supports_query_collations])
        .django("db_functions/comparison/test_collate.py"),
    case!("function.collate.name_is_quoted", name_is_quoted, "A collation's name is a name, whatever it holds.")
        .requires(&[Flag::supports_query_collations])
        .django("db_functions/comparison/test_collate.py"),
    case!("function.collate.is_refused", collate_is_refused, "Where a text cannot be given a collation, it is refused with the flag.")
        .refuses(Flag::supports_query_collations),
];

fn numbers(values: &[Option<i64>]) -> Vec<Expr> {
    values
        .iter()
        .map(|value| Expr::from(bind(*value)))
        .collect()
}

async fn greatest_and_least(context: &mut Context) -> Outcome {
    let values = || numbers(&[Some(3), Some(-7), Some(5), Some(0)]);
    expect_value(context, "greatest", function::greatest(values()), 5_i64).await?;
    expect_value(context, "least", function::least(values()), -7_i64).await?;
    let doubles = || [0.5, -1.5, 1e300].map(|number| Expr::from(bind(number)));
    expect_value(
        context,
        "greatest double",
        function::greatest(doubles()),
        1e300,
    )
    .await?;
    expect_value(context, "least double", function::least(doubles()), -1.5).await?;
    let texts = || ["b", "a", "c"].map(|text| Expr::from(bind(text)));
    expect_value(
        context,
        "greatest text",
        function::greatest(texts()),
        "c".to_owned(),
    )
    .await?;
    expect_value(
        context,
        "least text",
        function::least(texts()),
        "a".to_owned(),
    )
    .await
}

async fn nulls(context: &mut Context) -> Outcome {
    let values = || numbers(&[None, Some(3), None, Some(5)]);
    expect_value(
        context,
        "greatest",
        function::greatest(values()),
        Some(5_i64),
    )
    .await?;
    expect_value(context, "least", function::least(values()), Some(3_i64)).await?;
    let nothing = || numbers(&[None, None]);
    expect_value(
        context,
        "greatest of none",
        function::greatest(nothing()),
        None::<i64>,
    )
    .await?;
    expect_value(
        context,
        "least of none",
        function::least(nothing()),
        None::<i64>,
    )
    .await
}

async fn mixed_numbers(context: &mut Context) -> Outcome {
    let values = || {
        [
            Expr::from(bind(2_i64)),
            bind(1.5).into(),
            bind(10_i64).into(),
        ]
    };
    expect_value(context, "greatest", function::greatest(values()), 10.0).await?;
    expect_value(context, "least", function::least(values()), 1.5).await
}

async fn decimals(context: &mut Context) -> Outcome {
    let [nine, ten] = ["9.5", "10.25"].map(Decimal::parse);
    let (nine, ten) = (nine?, ten?);
    let values = || [Expr::from(bind(nine.clone())), bind(ten.clone()).into()];
    expect_value(
        context,
        "greatest",
        function::greatest(values()),
        ten.clone(),
    )
    .await?;
    expect_value(context, "least", function::least(values()), nine.clone()).await
}

async fn one_value(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    let mut select = Query::select();
    select
        .expr_as(function::greatest([Expr::col("id")]), "value")
        .from("artist")
        .order_by("id", Order::Asc);
    let found: Vec<(i64,)> = context.fetch_query(&select.into()).await?;
    expect_eq("one for each row", found, [(1,), (2,), (3,), (4,)])
}

async fn of_columns(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let mut update = Query::update();
    update.table("artist").value(
        "born",
        function::greatest([Expr::col("born"), bind(1812_i32).into()]),
    );
    context.execute_query(&update.into()).await?;
    let statement = context.select_columns(&artists, &["born"]);
    let found: Vec<(i32,)> = context.fetch(&statement).await?;
    expect_eq("born", found, [(1812,), (1819,), (1812,), (1812,)])
}

async fn null_if(context: &mut Context) -> Outcome {
    let same = function::null_if(bind(7_i64), bind(7_i64));
    expect_value(context, "the same", same, None::<i64>).await?;
    let other = function::null_if(bind(7_i64), bind(8_i64));
    expect_value(context, "another", other, Some(7_i64)).await?;
    let text = function::null_if(bind("a"), bind("b"));
    expect_value(context, "another text", text, Some("a".to_owned())).await?;
    let nothing = function::null_if(bind(None::<i64>), bind(7_i64));
    expect_value(context, "of NULL", nothing, None::<i64>).await?;
    let by_nothing = function::null_if(bind(7_i64), bind(None::<i64>));
    expect_value(context, "by NULL", by_nothing, Some(7_i64)).await
}

async fn of_sea_query(context: &mut Context) -> Outcome {
    let values = || numbers(&[None, Some(3), Some(5)]);
    expect_value(context, "greatest", Func::greatest(values()), 5_i64).await?;
    expect_value(context, "least", Func::least(values()), 3_i64).await?;
    expect_value(context, "coalesce", Func::coalesce(values()), 3_i64).await?;
    let if_null = Func::if_null(bind(None::<i64>), bind(4_i64));
    expect_value(context, "if null", if_null, 4_i64).await
}

async fn is_refused(context: &mut Context) -> Outcome {
    let expression = function::greatest(numbers(&[Some(1), Some(2)]));
    expect_refused(context, Flag::supports_comparison_functions, expression).await
}

async fn equality_with_null(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    for (value, is, is_not) in [
        (None, vec![(4,)], vec![(1,), (2,), (3,)]),
        (Some(1819), vec![(2,)], vec![(1,), (3,), (4,)]),
    ] {
        for (condition, expected) in [
            (Expr::col("born").is(bind(value)), is),
            (Expr::col("born").is_not(bind(value)), is_not),
        ] {
            let mut select = Query::select();
            select
                .column("id")
                .from("artist")
                .and_where(condition)
                .order_by("id", Order::Asc);
            let found: Vec<(i64,)> = context.fetch_query(&select.into()).await?;
            expect_eq(&format!("{value:?}"), found, expected)?;
        }
    }
    Ok(())
}

async fn collate(context: &mut Context) -> Outcome {
    let collation = known_collation(context).await?;
    four_artists(context).await?;
    let mut select = Query::select();
    select.column("name").from("artist").order_by_expr(
        function::collate(Expr::col("name"), &collation).into(),
        Order::Desc,
    );
    let found: Vec<(String,)> = context.fetch_query(&select.into()).await?;
    let expected = ["Robert", "Hildegard", "Clara", "Bach"].map(|name| (name.to_owned(),));
    expect_eq("names", found, expected)?;
    let same = Expr::from(function::collate(bind("a"), &collation)).eq(bind("a"));
    expect_value(context, "equality", same, true).await
}

async fn unknown_collation(context: &mut Context) -> Outcome {
    let collation = Identifier::new("no_such_collation")?;
    expect_missing(context, &collation).await
}

async fn name_is_quoted(context: &mut Context) -> Outcome {
    for name in ["C\", (SELECT 1)) --", "a b", "\"", "'", "x;y"] {
        expect_missing(context, &Identifier::new(name)?).await?;
    }
    Ok(())
}

async fn expect_missing(context: &mut Context, collation: &Identifier) -> Outcome {
    let mut select = Query::select();
    let same = Expr::from(function::collate(bind("a"), collation)).eq(bind("b"));
    select.expr_as(same, "value");
    let found = context.fetch_query::<(bool,)>(&select.into()).await;
    expect_error(&collation.shortened(), found, ErrorKind::DoesNotExist)?;
    Ok(())
}

async fn collate_is_refused(context: &mut Context) -> Outcome {
    let collation = Identifier::new("C")?;
    let expression = function::collate(bind("a"), &collation);
    expect_refused(context, Flag::supports_query_collations, expression).await
}
