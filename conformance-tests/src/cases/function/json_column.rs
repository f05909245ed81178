//! Functions of documents over columns: in conditions, orders, groups and updates.

use backend_core::flag::Flag;
use backend_core::function::{self, JsonPath};
use backend_core::model::{ColumnType, Table};
use backend_core::query::{Query, bind};
use backend_core::sea_query::{Asterisk, Expr, ExprTrait as _, Func, Order};
use backend_core::value::Json;

use super::json::{document, json, said};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect_eq};
use crate::fixtures::{row, table};

const DJANGO: &str = "model_fields/test_jsonfield.py";

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "function.json.filters_rows",
        filters_rows,
        "Rows are found by what is at a path of their documents."
    )
    .requires(&[Flag::supports_json_functions])
    .django(DJANGO),
    case!(
        "function.json.filters_and_opposites",
        filters_and_opposites,
        "A question of keys, its opposite, and the rows whose document is NULL are all rows."
    )
    .requires(&[Flag::supports_json_functions])
    .django(DJANGO),
    case!(
        "function.json.filters_by_containment",
        filters_by_containment,
        "Rows are found by what their documents contain."
    )
    .requires(&[Flag::supports_json_containment])
    .django(DJANGO),
    case!(
        "function.json.null_column_and_null_value",
        null_column_and_null_value,
        "A column that is NULL, JSON's null in it, and a key that is not there are three things."
    )
    .requires(&[Flag::supports_json_functions])
    .django(DJANGO),
    case!(
        "function.json.orders_rows",
        orders_rows,
        "Rows are ordered by a number at a path as numbers are."
    )
    .requires(&[Flag::supports_json_functions])
    .django(DJANGO),
    case!(
        "function.json.groups_rows",
        groups_rows,
        "Rows are grouped by the text at a path."
    )
    .requires(&[Flag::supports_json_functions])
    .django(DJANGO),
    case!(
        "function.json.updates_rows",
        updates_rows,
        "An update changes a part of each document, by what other columns hold too."
    )
    .requires(&[Flag::supports_json_functions]),
    case!(
        "function.json.joins_by_a_path",
        joins_by_a_path,
        "A table is joined by what is at a path of another one's documents."
    )
    .requires(&[Flag::supports_json_functions]),
    case!(
        "function.json.in_subqueries",
        in_subqueries,
        "What is at a path of an outer row's document is seen in a subquery."
    )
    .requires(&[Flag::supports_json_functions])
    .django(DJANGO),
    case!(
        "function.json.of_columns",
        of_columns,
        "Columns become members of a document, booleans as booleans."
    )
    .requires(&[Flag::supports_json_functions])
    .django("db_functions/json/test_json_object.py"),
    case!(
        "function.json.gathered",
        gathered,
        "Documents that functions make are documents in an array of rows, not texts."
    )
    .requires(&[
        Flag::supports_json_functions,
        Flag::supports_json_aggregation,
        Flag::supports_aggregate_order_by_clause,
    ]),
];

/// Works with documents: one without a key, one with JSON's null, one whose document is JSON's null, and one that has none.
async fn works(context: &mut Context) -> Result<Table, Failure> {
    let work = table(
        "work",
        &[
            ("title", ColumnType::Text),
            ("is_sacred", ColumnType::Boolean),
            ("about", ColumnType::Json),
        ],
    )?;
    context.create(&work).await?;
    let rows = [
        row![
            1_i64,
            "Partita",
            false,
            json(r#"{"no": 2, "key": "d", "for": ["violin"]}"#)
        ],
        row![
            2_i64,
            "Trio",
            false,
            json(r#"{"no": 10, "key": "d", "for": ["piano", "violin", "cello"]}"#)
        ],
        row![
            3_i64,
            "Mass",
            true,
            json(r#"{"key": "b", "for": ["choir"], "no": null}"#)
        ],
        row![
            4_i64,
            "Song",
            false,
            json(r#"{"for": ["piano"], "key": null}"#)
        ],
        row![5_i64, "Sketch", false, json("null")],
        row![6_i64, "Lost", true, None::<Json>],
    ];
    context.insert(&work, &rows).await?;
    Ok(work)
}

fn about() -> Expr {
    Expr::col("about")
}

fn at(key: &str) -> JsonPath {
    JsonPath::ROOT.key(key)
}

async fn expect_works(
    context: &mut Context,
    what: &str,
    condition: Expr,
    expected: &[i64],
) -> Outcome {
    let mut select = Query::select();
    select
        .column("id")
        .from("work")
        .and_where(condition)
        .order_by("id", Order::Asc);
    let found: Vec<(i64,)> = context.fetch_query(&select.into()).await?;
    let found: Vec<_> = found.into_iter().map(|(id,)| id).collect();
    expect_eq(what, found, expected.to_vec())
}

async fn filters_rows(context: &mut Context) -> Outcome {
    works(context).await?;
    let is_one = if context.features().supports_json_comparison {
        function::json_equals(
            function::json_at(about(), &at("for")),
            document(r#"["piano"]"#),
        )
        .into()
    } else {
        Expr::from(function::json_length_at(about(), &at("for")))
            .eq(bind(1_i64))
            .and(Expr::from(function::json_text_at(about(), &at("for").index(0))).eq(bind("piano")))
    };
    let rows: [(&str, Expr, &[i64]); 6] = [
        (
            "a text",
            Expr::from(function::json_text_at(about(), &at("key"))).eq(bind("d")),
            &[1, 2],
        ),
        (
            "a number",
            Expr::from(function::json_integer_at(about(), &at("no"))).gt(bind(2_i64)),
            &[2],
        ),
        ("a document", is_one, &[4]),
        (
            "the last",
            Expr::from(function::json_text_at(about(), &at("for").index(-1))).eq(bind("cello")),
            &[2],
        ),
        (
            "a length",
            Expr::from(function::json_length_at(about(), &at("for"))).gte(bind(2_i64)),
            &[2],
        ),
        (
            "a type",
            Expr::from(function::json_type_at(about(), &JsonPath::ROOT)).eq(bind("null")),
            &[5],
        ),
    ];
    for (what, condition, expected) in rows {
        expect_works(context, what, condition, expected).await?;
    }
    Ok(())
}

async fn filters_and_opposites(context: &mut Context) -> Outcome {
    works(context).await?;
    let root = &JsonPath::ROOT;
    for (what, ask, yes, no) in [
        (
            "a key",
            function::json_has_path(about(), &at("no")),
            vec![1_i64, 2, 3],
            vec![4_i64, 5],
        ),
        (
            "all keys",
            function::json_has_all_keys(about(), root, ["no", "key"]),
            vec![1, 2, 3],
            vec![4, 5],
        ),
        (
            "any key",
            function::json_has_any_key(about(), root, ["no", "key"]),
            vec![1, 2, 3, 4],
            vec![5],
        ),
        (
            "null",
            function::json_is_null_at(about(), &at("key")),
            vec![4],
            vec![1, 2, 3, 5],
        ),
    ] {
        expect_works(context, what, ask.clone().into(), &yes).await?;
        expect_works(context, what, Expr::from(ask.clone()).not(), &no).await?;
        expect_works(context, what, Expr::from(ask).is_null(), &[6]).await?;
    }
    Ok(())
}

async fn filters_by_containment(context: &mut Context) -> Outcome {
    works(context).await?;
    for (part, expected) in [
        (r#"{"key": "d"}"#, vec![1_i64, 2]),
        (r#"{"for": ["violin"]}"#, vec![1, 2]),
        (r#"{"for": ["violin", "piano"]}"#, vec![2]),
        (r#"{"key": null}"#, vec![4]),
        ("{}", vec![1, 2, 3, 4]),
        ("null", vec![5]),
    ] {
        let condition = function::json_contains(about(), document(part));
        expect_works(context, part, condition.into(), &expected).await?;
    }
    let condition = function::json_contained_by(
        function::json_at(about(), &at("for")),
        document(r#"["violin", "piano", "cello"]"#),
    );
    expect_works(context, "contained", condition.into(), &[1, 2, 4]).await
}

async fn null_column_and_null_value(context: &mut Context) -> Outcome {
    works(context).await?;
    expect_works(context, "NULL", about().is_null(), &[6]).await?;
    let null = function::json_is_null_at(about(), &JsonPath::ROOT);
    expect_works(context, "JSON's null", null.into(), &[5]).await?;
    let null = function::json_is_null_at(about(), &at("key"));
    expect_works(context, "JSON's null at a key", null.into(), &[4]).await?;
    let missing = Expr::from(function::json_at(about(), &at("key"))).is_null();
    expect_works(context, "nothing at a key", missing, &[5, 6]).await?;
    let missing = Expr::from(function::json_text_at(about(), &at("key"))).is_null();
    expect_works(context, "no text at a key", missing, &[4, 5, 6]).await
}

async fn orders_rows(context: &mut Context) -> Outcome {
    works(context).await?;
    let number = || Expr::from(function::json_integer_at(about(), &at("no")));
    let mut select = Query::select();
    select
        .column("id")
        .from("work")
        .and_where(number().is_not_null())
        .order_by_expr(number(), Order::Desc);
    let found: Vec<(i64,)> = context.fetch_query(&select.into()).await?;
    expect_eq("the keys by number", found, vec![(2,), (1,)])
}

async fn groups_rows(context: &mut Context) -> Outcome {
    works(context).await?;
    let key = || Expr::from(function::json_text_at(about(), &at("key")));
    let mut select = Query::select();
    select
        .expr(key())
        .expr(Func::count(Expr::col(Asterisk)))
        .from("work")
        .and_where(key().is_not_null())
        .add_group_by([key()])
        .order_by_expr(key(), Order::Asc);
    let found: Vec<(String, i64)> = context.fetch_query(&select.into()).await?;
    expect_eq(
        "the groups",
        found,
        vec![("b".to_owned(), 1), ("d".to_owned(), 2)],
    )
}

async fn updates_rows(context: &mut Context) -> Outcome {
    works(context).await?;
    let title = function::to_json(Expr::col("title"), &ColumnType::Text);
    let sacred = function::to_json(Expr::col("is_sacred"), &ColumnType::Boolean);
    let changed = function::json_set(
        function::json_set(about(), &at("title"), title),
        &at("sacred"),
        sacred,
    );
    let mut update = Query::update();
    update
        .table("work")
        .value("about", changed)
        .and_where(Expr::col("id").is_in([3, 5, 6]));
    context.execute_query(&update.into()).await?;
    let mut select = Query::select();
    select
        .column("id")
        .expr(function::json_at(about(), &JsonPath::ROOT))
        .from("work");
    select
        .and_where(Expr::col("id").gte(3))
        .order_by("id", Order::Asc);
    let found: Vec<(i64, Option<Json>)> = context.fetch_query(&select.into()).await?;
    let expected = [
        (
            3,
            Some(r#"{"no": null, "for": ["choir"], "key": "b", "title": "Mass", "sacred": true}"#),
        ),
        (4, Some(r#"{"for": ["piano"], "key": null}"#)),
        (5, Some("null")),
        (6, None),
    ];
    let expected: Vec<_> = expected
        .into_iter()
        .map(|(id, text)| (id, text.map(|text| said(context, text.to_owned()))))
        .collect();
    let found: Vec<_> = found
        .into_iter()
        .map(|(id, json)| (id, json.map(|json| said(context, json.0))))
        .collect();
    expect_eq("the documents", found, expected)
}

async fn joins_by_a_path(context: &mut Context) -> Outcome {
    works(context).await?;
    let key = table("tonality", &[("name", ColumnType::Text)])?;
    context.create(&key).await?;
    context
        .insert(
            &key,
            &[row![1_i64, "d"], row![2_i64, "b"], row![3_i64, "e"]],
        )
        .await?;
    let at_key = function::json_text_at(Expr::col(("work", "about")), &at("key"));
    let mut select = Query::select();
    select
        .column(("work", "id"))
        .column(("tonality", "id"))
        .from("work")
        .inner_join("tonality", Expr::col(("tonality", "name")).eq(at_key))
        .order_by(("work", "id"), Order::Asc);
    let found: Vec<(i64, i64)> = context.fetch_query(&select.into()).await?;
    expect_eq("the pairs", found, vec![(1, 1), (2, 1), (3, 2)])
}

async fn in_subqueries(context: &mut Context) -> Outcome {
    works(context).await?;
    let inner = function::json_text_at(Expr::col(("other", "about")), &at("key"));
    let outer = function::json_text_at(Expr::col(("work", "about")), &at("key"));
    let mut others = Query::select();
    others
        .expr(Expr::val(1))
        .from_as("work", "other")
        .and_where(Expr::from(inner).eq(outer))
        .and_where(Expr::col(("other", "id")).ne(Expr::col(("work", "id"))));
    expect_works(
        context,
        "with another of its key",
        Expr::exists(others),
        &[1, 2],
    )
    .await
}

async fn of_columns(context: &mut Context) -> Outcome {
    works(context).await?;
    let made = function::json_object([
        (
            "title",
            function::to_json(Expr::col("title"), &ColumnType::Text),
        ),
        (
            "sacred",
            function::to_json(Expr::col("is_sacred"), &ColumnType::Boolean),
        ),
        (
            "about",
            function::to_json(Expr::col("about"), &ColumnType::Json),
        ),
    ]);
    let mut select = Query::select();
    select
        .expr(made)
        .from("work")
        .and_where(Expr::col("id").is_in([1, 6]))
        .order_by("id", Order::Asc);
    let found: Vec<(Json,)> = context.fetch_query(&select.into()).await?;
    let expected = [
        r#"{"about": {"no": 2, "for": ["violin"], "key": "d"}, "title": "Partita", "sacred": false}"#,
        r#"{"about": null, "title": "Lost", "sacred": true}"#,
    ];
    let found: Vec<_> = found
        .into_iter()
        .map(|(json,)| said(context, json.0))
        .collect();
    expect_eq(
        "the documents",
        found,
        expected.map(|text| said(context, text.to_owned())).to_vec(),
    )
}

async fn gathered(context: &mut Context) -> Outcome {
    works(context).await?;
    for (value, expected) in [
        (
            function::to_json(Expr::col("is_sacred"), &ColumnType::Boolean),
            "[false, true]",
        ),
        (
            function::to_json(Expr::col("title"), &ColumnType::Text),
            r#"["Partita", "Lost"]"#,
        ),
        (
            function::json_at(about(), &at("for")),
            r#"[["violin"], null]"#,
        ),
        (
            function::json_object([("about", function::json_remove(about(), &at("for")))]),
            r#"[{"about": {"no": 2, "key": "d"}}, {"about": null}]"#,
        ),
    ] {
        let all = function::json_array_aggregate(value);
        let all = function::ordered(all, [function::ascending(Expr::col("id"))]);
        let mut select = Query::select();
        select
            .expr(function::json_at(all, &JsonPath::ROOT))
            .from("work")
            .and_where(Expr::col("id").is_in([1, 6]));
        let found: Vec<(Json,)> = context.fetch_query(&select.into()).await?;
        let found: Vec<_> = found
            .into_iter()
            .map(|(json,)| said(context, json.0))
            .collect();
        expect_eq("the array", found, vec![said(context, expected.to_owned())])?;
    }
    Ok(())
}
