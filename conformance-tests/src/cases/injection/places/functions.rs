//! Functions of a query: texts that are looked for, keys of JSON, collations.

use backend_core::error::Result;
use backend_core::function::{self, JsonPath};
use backend_core::model::Identifier;
use backend_core::query::{Query, bind};
use backend_core::sea_query::{Expr, ExprTrait as _, Func, FunctionCall, Order};
use backend_core::value::{Json, Value};

use super::can_be_text;
use crate::case::Outcome;
use crate::cases::injection::canary::SONG;
use crate::cases::injection::entry::Place;
use crate::context::Context;
use crate::failure::{expect, expect_eq};

pub(super) async fn attempt(context: &mut Context, place: Place, payload: &str) -> Outcome {
    match place {
        Place::Lookup => looked_for(context, payload).await,
        Place::JsonKey => key(context, payload).await,
        _ => collation(context, payload).await,
    }
}

/// The songs for which a condition holds.
async fn songs(context: &mut Context, condition: impl Into<Expr>) -> Result<Vec<(String,)>> {
    let query: Query = Query::select()
        .column("song")
        .from("canary")
        .and_where(condition.into())
        .into();
    context.fetch_query(&query).await
}

/// A value, and the same as an expression that is none: each is looked for in its own way.
fn both(payload: &str) -> [Expr; 2] {
    let value = || Expr::value(bind(payload));
    [value(), Func::coalesce([value(), value()]).into()]
}

async fn looked_for(context: &mut Context, payload: &str) -> Outcome {
    let lookups = [
        function::contains,
        function::starts_with,
        function::ends_with,
    ];
    for lookup in lookups {
        for part in both(payload) {
            let call = lookup(Expr::col("song"), part);
            let found = songs(context, call).await;
            if !can_be_text(context, payload) {
                return expect(found.is_err(), || "U+0000 is in a text".to_owned());
            }
            expect_eq("rows that hold it", found?, Vec::new())?;
        }
    }
    for (lookup, before, after) in [
        (lookups[0], "before ", " after"),
        (lookups[1], "", " after"),
        (lookups[2], "before ", ""),
    ] {
        for part in both(payload) {
            let text = Expr::value(bind(format!("{before}{payload}{after}")));
            let found = songs(context, lookup(text, part)).await?;
            expect_eq("rows where it is", found, [(SONG.to_owned(),)])?;
        }
    }
    Ok(())
}

/// The document `{key: "inside", "a": {"b": "beside"}}`, with what else the key could lead to.
fn document(key: &str) -> serde_json::Value {
    let mut document = serde_json::json!({ "a": { "b": "beside" }, "last": ["beside"] });
    if let Some(members) = document.as_object_mut() {
        members.insert(key.to_owned(), "inside".into());
    }
    document
}

fn json(document: &serde_json::Value) -> Expr {
    Expr::value(bind(Value::Json(document.to_string())))
}

async fn text(context: &mut Context, call: FunctionCall) -> Result<Vec<(Option<String>,)>> {
    let query: Query = Query::select().expr_as(call, "x").from("canary").into();
    context.fetch_query(&query).await
}

async fn key(context: &mut Context, payload: &str) -> Outcome {
    let path = JsonPath::ROOT.key(payload);
    if payload.contains('\0') {
        let refused = text(context, function::json_text_at(json(&document("a")), &path)).await;
        return expect(refused.is_err(), || "U+0000 is in a key".to_owned());
    }
    let inside = document(payload);
    let found = text(context, function::json_text_at(json(&inside), &path)).await?;
    expect_eq("the text", found, [(Some("inside".to_owned()),)])?;
    let has = function::json_has_all_keys(json(&inside), &JsonPath::ROOT, [payload]);
    expect_eq("rows", songs(context, has).await?.len(), 1)?;
    let other = serde_json::json!({ "a": { "b": "beside" }, "last": ["beside"] });
    let nowhere = text(context, function::json_text_at(json(&other), &path)).await?;
    expect_eq("the text of what is not there", nowhere, [(None,)])?;
    let has = function::json_has_any_key(json(&other), &JsonPath::ROOT, [payload]);
    expect_eq("rows", songs(context, has).await?.len(), 0)?;
    for (changed, expected) in [
        (function::json_remove(json(&inside), &path), other.clone()),
        (
            function::json_set(
                json(&other),
                &path,
                Expr::value(bind(Value::Json("\"inside\"".to_owned()))),
            ),
            inside,
        ),
        (
            function::json_object([(payload, json(&other))]),
            serde_json::json!({ payload: other }),
        ),
    ] {
        if context.features().supports_json_comparison {
            let same = function::json_equals(changed.clone(), json(&expected));
            expect_eq("rows", songs(context, same).await?.len(), 1)?;
        }
        let query: Query = Query::select().expr_as(changed, "x").from("canary").into();
        let found: Vec<(Json,)> = context.fetch_query(&query).await?;
        let found = found
            .first()
            .and_then(|(json,)| serde_json::from_str(&json.0).ok());
        expect_eq("the document", found, Some(expected))?;
    }
    Ok(())
}

async fn collation(context: &mut Context, payload: &str) -> Outcome {
    let Ok(collation) = Identifier::new(payload) else {
        return expect(payload.contains('\0'), || "a name is refused".to_owned());
    };
    let collated = || Expr::from(function::collate(Expr::col("song"), &collation));
    let ordered: Query = Query::select()
        .column("song")
        .from("canary")
        .order_by_expr(collated(), Order::Asc)
        .into();
    let refused = context.fetch_query::<(String,)>(&ordered).await;
    expect(refused.is_err(), || "it is a collation".to_owned())?;
    let read: Query = Query::select()
        .column("song")
        .from("canary")
        .and_where(collated().eq(SONG))
        .into();
    let refused = context.fetch_query::<(String,)>(&read).await;
    expect(refused.is_err(), || "it is a collation".to_owned())
}
