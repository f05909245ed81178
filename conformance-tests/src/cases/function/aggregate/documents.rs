//! JSON arrays and objects of rows.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::function::{
    ascending, descending, distinct, json_array_aggregate, json_object_aggregate, ordered,
};
use backend_core::query::{Query, bind};
use backend_core::sea_query::{ExprTrait as _, FunctionCall, Order};
use backend_core::value::Json;
use serde_json::{Value, json};

use super::{column, of_all, of_none, sales, select};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::expect_eq;

pub(in super::super) const CASES: &[CaseDef] = &[
    case!(
        "function.aggregate.json_array",
        array,
        "A JSON array holds the values in the order asked for, NULLs among them."
    )
    .requires(&[
        Flag::supports_json_aggregation,
        Flag::supports_aggregate_order_by_clause,
    ]),
    case!(
        "function.aggregate.json_array_of_texts",
        array_of_texts,
        "Texts in a JSON array are what they were, whatever their letters."
    )
    .requires(&[Flag::supports_json_aggregation]),
    case!(
        "function.aggregate.json_array_once_each",
        array_once_each,
        "A JSON array holds each value once where asked."
    )
    .requires(&[Flag::supports_distinct_json_aggregation]),
    case!(
        "function.aggregate.json_array_once_each_is_refused",
        array_once_each_is_refused,
        "Where a JSON array cannot hold each value once, that is refused with the flag."
    )
    .refuses(Flag::supports_distinct_json_aggregation),
    case!(
        "function.aggregate.json_object",
        object,
        "A JSON object holds a value for each name, NULLs among the values."
    )
    .requires(&[Flag::supports_json_aggregation]),
    case!(
        "function.aggregate.json_of_nothing",
        of_nothing,
        "Of no rows a JSON array or object is NULL rather than empty."
    )
    .requires(&[Flag::supports_json_aggregation]),
    case!(
        "function.aggregate.json_of_groups",
        of_groups,
        "JSON arrays are made group by group."
    )
    .requires(&[
        Flag::supports_json_aggregation,
        Flag::supports_aggregate_order_by_clause,
    ]),
    case!(
        "function.aggregate.json_is_refused",
        is_refused,
        "Where no JSON is made of rows, it is refused with the flag."
    )
    .refuses(Flag::supports_json_aggregation),
];

fn parsed(json: &Json) -> Result<Value> {
    serde_json::from_str(&json.0)
        .map_err(|error| Error::new(ErrorKind::Data, "the server gave no JSON").with_source(error))
}

async fn expect(context: &mut Context, call: FunctionCall, expected: Value) -> Outcome {
    let (found,): (Json,) = of_all(context, call).await?;
    expect_eq("the JSON", parsed(&found)?, expected)
}

async fn array(context: &mut Context) -> Outcome {
    sales(context).await?;
    let amounts = || json_array_aggregate(column("amount"));
    let up = ordered(amounts(), [ascending(column("id"))]);
    expect(context, up, json!([10, 20, 20, null, -5, 7])).await?;
    let down = ordered(amounts(), [descending(column("id"))]);
    expect(context, down, json!([7, -5, null, 20, 20, 10])).await?;
    let weights = ordered(
        json_array_aggregate(column("weight")),
        [ascending(column("id"))],
    );
    let (found,): (Json,) = of_all(context, weights).await?;
    // Whether a whole number is written with a point says nothing.
    let found: Vec<Option<f64>> = match parsed(&found)? {
        Value::Array(values) => values.iter().map(Value::as_f64).collect(),
        _ => Vec::new(),
    };
    let expected = [Some(0.5), Some(1.5), Some(2.0), None, Some(4.0), Some(-1.0)];
    expect_eq("the numbers", found, expected)
}

async fn array_of_texts(context: &mut Context) -> Outcome {
    sales(context).await?;
    for text in ["", "\"", "\\", "a\nb", "𝄞é", "[1]", "null"] {
        let mut select = select([json_array_aggregate(bind(text)).into()]);
        select.and_where(column("id").eq(bind(1_i64)));
        let (found,): (Json,) = super::one(context, select).await?;
        expect_eq("the JSON", parsed(&found)?, json!([text]))?;
    }
    Ok(())
}

async fn array_once_each(context: &mut Context) -> Outcome {
    sales(context).await?;
    let (found,): (Json,) =
        of_all(context, distinct(json_array_aggregate(column("amount")))).await?;
    let mut numbers: Vec<Option<i64>> = match parsed(&found)? {
        Value::Array(values) => values.iter().map(Value::as_i64).collect(),
        _ => Vec::new(),
    };
    numbers.sort_unstable();
    expect_eq(
        "the numbers",
        numbers,
        [None, Some(-5), Some(7), Some(10), Some(20)],
    )
}

async fn object(context: &mut Context) -> Outcome {
    sales(context).await?;
    let call = json_object_aggregate(column("region"), column("amount"));
    let mut three = select([call.into()]);
    three.and_where(column("id").is_in([2, 4, 5].map(|id: i64| bind(id))));
    let (found,): (Json,) = super::one(context, three).await?;
    let expected = json!({"north": 20, "south": null, "west": -5});
    expect_eq("the JSON", parsed(&found)?, expected)
}

async fn of_nothing(context: &mut Context) -> Outcome {
    sales(context).await?;
    let calls = [
        json_array_aggregate(column("amount")),
        json_object_aggregate(column("region"), column("amount")),
    ];
    for call in calls {
        let (found,): (Option<Json>,) = of_none(context, call).await?;
        expect_eq("of no rows", found.is_none(), true)?;
    }
    Ok(())
}

async fn of_groups(context: &mut Context) -> Outcome {
    sales(context).await?;
    let call = ordered(
        json_array_aggregate(column("id")),
        [descending(column("id"))],
    );
    let mut groups = select([column("paid"), call.into()]);
    groups
        .and_where(column("paid").is_not_null())
        .group_by_col("paid")
        .order_by("paid", Order::Asc);
    let found: Vec<(bool, Json)> = context.fetch_query(&groups.into()).await?;
    let mut values = Vec::new();
    for (paid, json) in &found {
        values.push((*paid, parsed(json)?));
    }
    expect_eq(
        "groups",
        values,
        [(false, json!([6, 3])), (true, json!([5, 2, 1]))],
    )
}

async fn is_refused(context: &mut Context) -> Outcome {
    let calls = [
        json_array_aggregate(bind(1_i64)),
        json_object_aggregate(bind("a"), bind(1_i64)),
    ];
    for call in calls {
        context
            .refused(Flag::supports_json_aggregation, async |context| {
                let mut select = Query::select();
                select.expr(call);
                context.fetch_query::<(Json,)>(&select.into()).await
            })
            .await?;
    }
    Ok(())
}

async fn array_once_each_is_refused(context: &mut Context) -> Outcome {
    context
        .refused(Flag::supports_distinct_json_aggregation, async |context| {
            let mut select = Query::select();
            select.expr(distinct(json_array_aggregate(bind(1_i64))));
            context.fetch_query::<(Json,)>(&select.into()).await
        })
        .await
}
