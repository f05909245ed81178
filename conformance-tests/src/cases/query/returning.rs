//! What inserts, updates and deletes give back.

use backend_core::error::Result;
use backend_core::flag::Flag;
use backend_core::model::Identity;
use backend_core::query::{Query, bind};
use backend_core::sea_query::{Expr, ExprTrait as _};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::expect_eq;
use crate::fixtures::{artists, fault, four_artists};

pub(super) const CASES: &[CaseDef] = &[
    case!("query.returning.from_insert", from_insert, "An insert gives back columns of the row that it made.")
        .requires(&[Flag::can_return_columns_from_insert])
        .django("queries/test_db_returning.py"),
    case!(
        "query.returning.key_of_an_insert",
        key_of_an_insert,
        "An insert gives back the number that the server made."
    )
    .requires(&[Flag::can_return_columns_from_insert, Flag::supports_identity_columns])
    .django("queries/test_db_returning.py"),
    case!(
        "query.returning.from_an_insert_of_several_rows",
        from_several,
        "An insert of several rows gives back a row for each."
    )
    .requires(&[Flag::can_return_columns_from_insert, Flag::has_bulk_insert])
    .django("bulk_create/tests.py"),
    case!(
        "query.returning.from_insert_is_refused",
        from_insert_is_refused,
        "Where inserts give nothing back, one that asks is refused with the flag, and stores nothing."
    )
    .refuses(Flag::can_return_columns_from_insert),
    case!("query.returning.from_update", from_update, "An update gives back the new values of the rows that it changed.")
        .requires(&[Flag::can_return_columns_from_update]),
    case!(
        "query.returning.from_update_is_refused",
        from_update_is_refused,
        "Where updates give nothing back, one that asks is refused with the flag, and changes nothing."
    )
    .refuses(Flag::can_return_columns_from_update),
    case!("query.returning.from_delete", from_delete, "A delete gives back the rows that it removed.")
        .requires(&[Flag::can_return_columns_from_delete]),
    case!(
        "query.returning.from_delete_is_refused",
        from_delete_is_refused,
        "Where deletes give nothing back, one that asks is refused with the flag, and removes nothing."
    )
    .refuses(Flag::can_return_columns_from_delete),
];

fn insert(rows: &[(i64, &str)]) -> Result<Query> {
    let mut insert = Query::insert();
    insert.into_table("artist").columns(["id", "name"]);
    for (id, name) in rows {
        insert
            .values([bind(*id).into(), bind(*name).into()])
            .map_err(fault)?;
    }
    insert.returning(Query::returning().columns(["name", "id"]));
    Ok(insert.into())
}

fn update() -> Query {
    let mut update = Query::update();
    update
        .table("artist")
        .value("name", bind("x"))
        .and_where(Expr::col("born").gt(bind(1800_i32)));
    update.returning(Query::returning().columns(["id", "name"]));
    update.into()
}

fn delete() -> Query {
    let mut delete = Query::delete();
    delete
        .from_table("artist")
        .and_where(Expr::col("born").gt(bind(1800_i32)));
    delete.returning(Query::returning().columns(["id", "name"]));
    delete.into()
}

fn owned(rows: &[(i64, &str)]) -> Vec<(i64, String)> {
    rows.iter()
        .map(|(id, name)| (*id, (*name).to_owned()))
        .collect()
}

/// The rows in the order of their keys: a server may give them back in any order.
async fn sorted(context: &mut Context, query: &Query) -> Result<Vec<(i64, String)>> {
    let mut rows: Vec<(i64, String)> = context.fetch_query(query).await?;
    rows.sort();
    Ok(rows)
}

async fn from_insert(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    let found: Vec<(String, i64)> = context.fetch_query(&insert(&[(7, "Bach")])?).await?;
    expect_eq("what came back", found, [("Bach".to_owned(), 7)])?;
    expect_eq("rows", context.count(&artists.name).await?, 1)
}

async fn key_of_an_insert(context: &mut Context) -> Outcome {
    let mut artists = artists()?;
    for column in artists.columns.iter_mut().take(1) {
        column.identity = Some(Box::new(Identity::new()));
    }
    context.create(&artists).await?;
    let mut keys = Vec::new();
    for name in ["a", "b"] {
        let mut insert = Query::insert();
        insert.into_table("artist").columns(["name"]);
        insert.values([bind(name).into()]).map_err(fault)?;
        insert.returning_col("id");
        let found: Vec<(i64,)> = context.fetch_query(&insert.into()).await?;
        keys.extend(found.into_iter().map(|(id,)| id));
    }
    let statement = context.select_columns(&artists, &["id"]);
    let stored: Vec<(i64,)> = context.fetch(&statement).await?;
    expect_eq("keys", keys.len(), 2)?;
    expect_eq(
        "keys",
        keys,
        stored.into_iter().map(|(id,)| id).collect::<Vec<_>>(),
    )
}

async fn from_several(context: &mut Context) -> Outcome {
    context.create(&artists()?).await?;
    let query = insert(&[(1, "a"), (2, "b"), (3, "c")])?;
    let mut found: Vec<(String, i64)> = context.fetch_query(&query).await?;
    found.sort();
    let found: Vec<_> = found.into_iter().map(|(name, id)| (id, name)).collect();
    expect_eq(
        "what came back",
        found,
        owned(&[(1, "a"), (2, "b"), (3, "c")]),
    )
}

async fn from_insert_is_refused(context: &mut Context) -> Outcome {
    context.create(&artists()?).await?;
    let query = insert(&[(1, "a")])?;
    let flag = Flag::can_return_columns_from_insert;
    context
        .refused(flag, async |context| sorted(context, &query).await)
        .await
}

async fn from_update(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    expect_eq(
        "what came back",
        sorted(context, &update()).await?,
        owned(&[(2, "x"), (3, "x")]),
    )
}

async fn from_update_is_refused(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    let flag = Flag::can_return_columns_from_update;
    context
        .refused(flag, async |context| sorted(context, &update()).await)
        .await
}

async fn from_delete(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let found = sorted(context, &delete()).await?;
    expect_eq(
        "what came back",
        found,
        owned(&[(2, "Clara"), (3, "Robert")]),
    )?;
    expect_eq("rows", context.count(&artists.name).await?, 2)
}

async fn from_delete_is_refused(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    let flag = Flag::can_return_columns_from_delete;
    context
        .refused(flag, async |context| sorted(context, &delete()).await)
        .await
}
