//! What holds of an upsert however it is asked: as the vendor writes it by itself ([`upserts`](super::upserts)), or as one `MERGE`
//! ([`merges`](super::merges)).

use backend_core::query::{Upsert, bind, excluded};
use backend_core::sea_query::{Cond, Expr, ExprTrait as _, IntoTableRef as _};

use super::upserts::{found, runs, stocked, upsert, values};
use crate::case::Outcome;
use crate::context::Context;
use crate::failure::expect_eq;

/// How an upsert is asked.
pub(super) type Asked = fn(Upsert) -> Upsert;

pub(super) async fn new_row(context: &mut Context, asked: Asked) -> Outcome {
    stocked(context).await?;
    let upsert = upsert(&[(3, "nut", 30)])
        .on_columns(["id"])
        .update_columns(["code", "amount"]);
    runs(
        context,
        asked(upsert),
        1,
        &["1 nail 10", "2 screw 20", "3 nut 30"],
    )
    .await
}

pub(super) async fn row_that_is_there(context: &mut Context, asked: Asked) -> Outcome {
    let table = stocked(context).await?;
    let upsert = upsert(&[(1, "tack", 11)])
        .on_columns(["id"])
        .update_columns(["amount"]);
    runs(context, asked(upsert), 1, &["1 nail 11", "2 screw 20"]).await?;
    let shelves: Vec<(i64, Option<i32>)> = context
        .fetch(&context.select_columns(&table, &["id", "shelf"]))
        .await?;
    expect_eq(
        "a column that is not set",
        shelves,
        [(1, Some(7)), (2, None)],
    )
}

pub(super) async fn several_rows(context: &mut Context, asked: Asked) -> Outcome {
    stocked(context).await?;
    let upsert = upsert(&[
        (3, "nut", 30),
        (1, "tack", 11),
        (4, "bolt", 40),
        (2, "wood screw", 21),
    ])
    .on_columns(["id"])
    .update_columns(["code", "amount"]);
    let rows = ["1 tack 11", "2 wood screw 21", "3 nut 30", "4 bolt 40"];
    runs(context, asked(upsert), 4, &rows).await
}

pub(super) async fn parameters_in_every_part(context: &mut Context, asked: Asked) -> Outcome {
    stocked(context).await?;
    let upsert = upsert(&[(1, "nail", 5)])
        .on_columns(["id"])
        .set("code", bind("pin"))
        .set("amount", excluded("amount").add(bind(100)))
        .where_condition(Expr::col(("stock", "amount")).eq(bind(10)));
    runs(
        context,
        asked(upsert.clone()),
        1,
        &["1 pin 105", "2 screw 20"],
    )
    .await?;
    runs(context, asked(upsert), 0, &["1 pin 105", "2 screw 20"]).await
}

pub(super) async fn condition_of_both_rows(context: &mut Context, asked: Asked) -> Outcome {
    stocked(context).await?;
    let upsert = upsert(&[(1, "tack", 11), (2, "bolt", 19), (3, "nut", 1)])
        .on_columns(["id"])
        .update_columns(["code", "amount"])
        .where_condition(
            Cond::all()
                .add(excluded("amount").gt(Expr::col(("stock", "amount"))))
                .add(Expr::col(("stock", "code")).ne(bind("x"))),
        );
    runs(
        context,
        asked(upsert),
        2,
        &["1 tack 11", "2 screw 20", "3 nut 1"],
    )
    .await
}

pub(super) async fn condition_that_is_null(context: &mut Context, asked: Asked) -> Outcome {
    stocked(context).await?;
    let upsert = upsert(&[(2, "bolt", 21)])
        .on_columns(["id"])
        .update_columns(["code", "amount"])
        .where_condition(Expr::col(("stock", "shelf")).ne(bind(1)));
    runs(context, asked(upsert), 0, &["1 nail 10", "2 screw 20"]).await
}

pub(super) async fn null_in_the_key(context: &mut Context, asked: Asked) -> Outcome {
    stocked(context).await?;
    for id in [3_i64, 4] {
        let upsert = Upsert::into_table("stock")
            .columns(["id", "code"])
            .row([bind(id).into(), bind(None::<String>).into()])
            .on_columns(["code"])
            .set("amount", bind(99));
        let done = context.execute_query(&asked(upsert).into()).await?;
        expect_eq("inserted", done.affected, Some(1))?;
    }
    expect_eq(
        "rows",
        found(context).await?,
        ["1 nail 10", "2 screw 20", "3 - -", "4 - -"],
    )
}

pub(super) async fn table_by_another_name(context: &mut Context, asked: Asked) -> Outcome {
    stocked(context).await?;
    let upsert = Upsert::into_table("stock".into_table_ref().alias("there"))
        .columns(["id", "code", "amount"])
        .row(values(1, "nail", 5))
        .on_columns(["id"])
        .set(
            "amount",
            Expr::col(("there", "amount")).sub(excluded("amount")),
        );
    runs(context, asked(upsert), 1, &["1 nail 5", "2 screw 20"]).await
}
