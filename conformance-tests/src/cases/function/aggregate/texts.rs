//! Texts that are strung together.

use backend_core::flag::Flag;
use backend_core::function::{ascending, descending, distinct, ordered, string_aggregate};
use backend_core::query::{Query, bind};
use backend_core::sea_query::{ExprTrait as _, FunctionCall, Order};

use super::{column, of_all, of_none, one, sales, select};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::expect_eq;

pub(in super::super) const CASES: &[CaseDef] = &[
    case!(
        "function.aggregate.texts_in_order",
        in_order,
        "Texts are strung together in the order asked for, without NULLs."
    )
    .requires(&[
        Flag::supports_string_aggregation,
        Flag::supports_aggregate_order_by_clause,
    ]),
    case!(
        "function.aggregate.texts_in_any_order",
        in_any_order,
        "Without an order every text is there, in whichever."
    )
    .requires(&[Flag::supports_string_aggregation]),
    case!(
        "function.aggregate.texts_once_each",
        once_each,
        "Texts are strung together once each where asked, also in order."
    )
    .requires(&[
        Flag::supports_distinct_string_aggregation,
        Flag::supports_aggregate_order_by_clause,
    ]),
    case!(
        "function.aggregate.texts_once_each_in_any_order",
        once_each_in_any_order,
        "Without an order, too, a text stands once however many rows have it."
    )
    .requires(&[Flag::supports_distinct_string_aggregation]),
    case!(
        "function.aggregate.texts_once_each_are_refused",
        once_each_are_refused,
        "Where texts are not strung together once each, it is refused with the flag."
    )
    .refuses(Flag::supports_distinct_string_aggregation),
    case!(
        "function.aggregate.texts_any_delimiter",
        any_delimiter,
        "A delimiter is any text, quotes and wide letters and nothing at all."
    )
    .requires(&[
        Flag::supports_string_aggregation,
        Flag::supports_aggregate_order_by_clause,
    ]),
    case!(
        "function.aggregate.texts_of_nothing",
        of_nothing,
        "Of no rows, and of NULLs, a text is NULL rather than empty; of an empty text it is empty."
    )
    .requires(&[Flag::supports_string_aggregation]),
    case!(
        "function.aggregate.texts_of_groups",
        of_groups,
        "Texts are strung together group by group."
    )
    .requires(&[
        Flag::supports_string_aggregation,
        Flag::supports_aggregate_order_by_clause,
    ]),
    case!(
        "function.aggregate.texts_are_refused",
        are_refused,
        "Where texts of rows cannot be strung together, it is refused with the flag."
    )
    .refuses(Flag::supports_string_aggregation),
];

fn regions(delimiter: &str) -> FunctionCall {
    string_aggregate(column("region"), delimiter)
}

async fn expect(context: &mut Context, call: FunctionCall, expected: &str) -> Outcome {
    let (found,): (String,) = of_all(context, call).await?;
    expect_eq("the text", found, expected.to_owned())
}

async fn in_order(context: &mut Context) -> Outcome {
    sales(context).await?;
    let by_key = ordered(regions(", "), [descending(column("id"))]);
    expect(context, by_key, "west, south, south, north, north").await?;
    let by_two = ordered(
        regions(","),
        [descending(column("region")), ascending(column("amount"))],
    );
    expect(context, by_two, "west,south,south,north,north").await?;
    let computed = ordered(regions("/"), [ascending(column("id").mul(bind(-1_i64)))]);
    expect(context, computed, "west/south/south/north/north").await
}

async fn in_any_order(context: &mut Context) -> Outcome {
    sales(context).await?;
    let (found,): (String,) = of_all(context, regions("|")).await?;
    let mut parts: Vec<_> = found.split('|').collect();
    parts.sort_unstable();
    expect_eq(
        "the texts",
        parts,
        ["north", "north", "south", "south", "west"],
    )
}

async fn once_each_in_any_order(context: &mut Context) -> Outcome {
    sales(context).await?;
    let (found,): (String,) = of_all(context, distinct(regions(";"))).await?;
    let mut parts: Vec<_> = found.split(';').collect();
    parts.sort_unstable();
    expect_eq("the texts", parts, ["north", "south", "west"])
}

async fn once_each(context: &mut Context) -> Outcome {
    sales(context).await?;
    let down = ordered(distinct(regions(" > ")), [descending(column("region"))]);
    expect(context, down, "west > south > north").await?;
    let other_way = distinct(ordered(regions(" < "), [ascending(column("region"))]));
    expect(context, other_way, "north < south < west").await
}

async fn any_delimiter(context: &mut Context) -> Outcome {
    sales(context).await?;
    for delimiter in ["", "'", "\"", "\\", "';--", "$1", "?", "𝄞é", "\n", "%s"] {
        let joined = ["north", "north", "south", "south", "west"].join(delimiter);
        let call = ordered(regions(delimiter), [ascending(column("id"))]);
        expect(context, call, &joined).await?;
    }
    Ok(())
}

async fn of_nothing(context: &mut Context) -> Outcome {
    sales(context).await?;
    let mut calls = vec![regions(",")];
    if context.features().supports_distinct_string_aggregation {
        calls.push(distinct(regions(",")));
    }
    for call in calls {
        let (found,): (Option<String>,) = of_none(context, call.clone()).await?;
        expect_eq("of no rows", found, None)?;
        let mut null = select([call.into()]);
        null.and_where(column("region").is_null());
        let (found,): (Option<String>,) = one(context, null).await?;
        expect_eq("of NULL", found, None)?;
    }
    let mut empty = select([string_aggregate(bind(""), ",").into()]);
    empty.and_where(column("id").lte(bind(2_i64)));
    let (found,): (String,) = one(context, empty).await?;
    expect_eq("of two empty texts", found, ",".to_owned())
}

async fn of_groups(context: &mut Context) -> Outcome {
    sales(context).await?;
    let call = ordered(regions("+"), [ascending(column("id"))]);
    let mut groups = select([column("paid"), call.into()]);
    groups
        .and_where(column("paid").is_not_null())
        .group_by_col("paid")
        .order_by("paid", Order::Asc);
    let found: Vec<(bool, String)> = context.fetch_query(&groups.into()).await?;
    let expected = [(false, "south"), (true, "north+north+west")];
    expect_eq(
        "groups",
        found,
        expected.map(|(paid, text)| (paid, text.to_owned())),
    )
}

async fn refused(context: &mut Context, flag: Flag, call: FunctionCall) -> Outcome {
    context
        .refused(flag, async |context| {
            let mut select = Query::select();
            select.expr(call);
            context.fetch_query::<(String,)>(&select.into()).await
        })
        .await
}

async fn are_refused(context: &mut Context) -> Outcome {
    let call = string_aggregate(bind("a"), ",");
    refused(context, Flag::supports_string_aggregation, call).await
}

async fn once_each_are_refused(context: &mut Context) -> Outcome {
    let call = distinct(string_aggregate(bind("a"), ","));
    refused(context, Flag::supports_distinct_string_aggregation, call).await
}
