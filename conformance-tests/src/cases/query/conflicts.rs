//! Which conflict an upsert means, and the same of `sea_query`'s own inserts; what few servers have is refused elsewhere.

use backend_core::error::{ErrorKind, Integrity, Result};
use backend_core::flag::Flag;
use backend_core::model::{ColumnType, IndexPart, Unique};
use backend_core::query::{Query, Upsert, bind, excluded};
use backend_core::sea_query::{Expr, ExprTrait as _, InsertStatement, OnConflict, SelectStatement};

use super::upserts::{found, runs, stock, stocked, upsert, values};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq, expect_error};
use crate::fixtures::{
    create_index, fault, four_artists, identifier, identifiers, index, index_on, table,
};

const UPDATE: &[Flag] = &[
    Flag::supports_update_conflicts,
    Flag::supports_update_conflicts_with_target,
];
const IGNORE: &[Flag] = &[
    Flag::supports_ignore_conflicts,
    Flag::supports_update_conflicts_with_target,
];
const PARTIAL: &[Flag] = &[
    Flag::supports_update_conflicts,
    Flag::supports_update_conflicts_with_target,
    Flag::supports_partial_indexes,
];
const EXPRESSIONS: &[Flag] = &[
    Flag::supports_update_conflicts,
    Flag::supports_update_conflicts_with_target,
    Flag::supports_expression_indexes,
];
const BY_NAME: &[Flag] = &[
    Flag::supports_update_conflicts,
    Flag::supports_conflict_constraint_names,
];

pub(super) const CASES: &[CaseDef] = &[
    case!("query.conflict.any_is_ignored", any_is_ignored, "Without a target whatever key is there already, the row is dropped.")
        .requires(&[Flag::supports_ignore_conflicts])
        .django("bulk_create/tests.py"),
    case!("query.conflict.ignoring_is_refused", ignoring_is_refused, "Where conflicts cannot be ignored, an upsert that asks is refused with the flag.")
        .refuses(Flag::supports_ignore_conflicts)
        .django("bulk_create/tests.py"),
    case!("query.conflict.updating_is_refused", updating_is_refused, "Where a row that is there cannot be changed, an upsert that asks is refused with the flag.")
        .refuses(Flag::supports_update_conflicts)
        .django("bulk_create/tests.py"),
    case!("query.conflict.target_is_refused", target_is_refused, "Where the conflict cannot be named, an upsert that names it is refused with the flag.")
        .refuses(Flag::supports_update_conflicts_with_target)
        .django("bulk_create/tests.py"),
    case!("query.conflict.any_is_updated", any_is_updated, "Without a target the row that is there is changed, whatever key it has in common.")
        .requires(&[Flag::supports_update_conflicts_without_target]),
    case!("query.conflict.any_update_is_refused", any_update_is_refused, "Where a change needs a target, an upsert without one is refused with the flag.")
        .refuses(Flag::supports_update_conflicts_without_target),
    case!("query.conflict.another_key_when_updating", another_key_when_updating, "A conflict with another key than the target is an error.")
        .requires(UPDATE)
        .django("bulk_create/tests.py"),
    case!("query.conflict.another_key_when_ignoring", another_key_when_ignoring, "A conflict with another key than the target is an error where nothing is done, too.")
        .requires(IGNORE),
    case!("query.conflict.ignored_by_its_column", ignored_by_its_column, "A row that meets the target is dropped.")
        .requires(IGNORE),
    case!("query.conflict.key_of_two_columns", key_of_two_columns, "A key of two columns is met by both together, named in any order.")
        .requires(UPDATE),
    case!("query.conflict.partial_index", partial_index, "A unique index of some rows is a target by its condition; rows outside are inserted.")
        .requires(PARTIAL),
    case!("query.conflict.partial_index_ignored", partial_index_ignored, "A row that meets a unique index of some rows is dropped.")
        .requires(PARTIAL),
    case!("query.conflict.expression", expression, "A unique index of an expression is a target.")
        .requires(EXPRESSIONS),
    case!("query.conflict.expression_and_column", expression_and_column, "A unique index of an expression and a column is a target.")
        .requires(EXPRESSIONS),
    case!("query.conflict.expression_is_no_call", expression_is_no_call, "A unique index of an expression that is no function is a target.")
        .requires(EXPRESSIONS),
    case!("query.conflict.constraint_updates", constraint_updates, "The row that breaks the named constraint changes the one that is there.")
        .requires(BY_NAME)
        .django("bulk_create/tests.py"),
    case!("query.conflict.constraint_is_refused", constraint_is_refused, "Where a constraint cannot be named, an upsert that names one is refused with the flag.")
        .refuses(Flag::supports_conflict_constraint_names),
    case!("query.conflict.constraint_of_any_name", constraint_of_any_name, "A name of quotes and semicolons is the name of no constraint, and nothing else.")
        .requires(BY_NAME),
    case!("query.conflict.columns_of_any_name", columns_of_any_name, "Columns of quotes, keywords and letters of any script are named, set and given back.")
        .requires(&[
            Flag::supports_update_conflicts,
            Flag::supports_update_conflicts_with_target,
            Flag::can_return_columns_from_insert,
        ]),
    case!("query.conflict.no_such_key", no_such_key, "A target that no unique key has is the server's error, and nothing is stored.")
        .requires(UPDATE),
    case!("query.conflict.insert_updates", insert_updates, "An insert of `sea_query`'s own changes the row that is there.")
        .requires(UPDATE),
    case!("query.conflict.insert_from_a_whole_table", insert_from_a_whole_table, "An insert of the rows of a select without a condition ignores what is there.")
        .requires(&[Flag::supports_ignore_conflicts]),
    case!("query.conflict.insert_ignoring_is_refused", insert_ignoring_is_refused, "An insert of `sea_query`'s own that ignores conflicts is refused with the same flag.")
        .refuses(Flag::supports_ignore_conflicts),
    case!("query.conflict.insert_updating_is_refused", insert_updating_is_refused, "An insert of `sea_query`'s own that changes rows is refused with the same flag.")
        .refuses(Flag::supports_update_conflicts),
    case!("query.conflict.insert_target_is_refused", insert_target_is_refused, "An insert of `sea_query`'s own that names its conflict is refused with the same flag.")
        .refuses(Flag::supports_update_conflicts_with_target),
    case!("query.conflict.insert_any_update_is_refused", insert_any_update_is_refused, "An insert of `sea_query`'s own that changes rows without a target is refused with the same flag.")
        .refuses(Flag::supports_update_conflicts_without_target),
    case!("query.conflict.insert_without_action", insert_without_action, "An insert that names a conflict and not what to do is refused, and not sent unfinished.")
        .requires(UPDATE),
];

const UNIQUE: ErrorKind = ErrorKind::Integrity(Integrity::Unique);

async fn refused(context: &mut Context, flag: Flag, query: impl Into<Query>) -> Outcome {
    context.create(&stock()?).await?;
    let query = query.into();
    context
        .refused(flag, async |context| context.execute_query(&query).await)
        .await
}

async fn any_is_ignored(context: &mut Context) -> Outcome {
    stocked(context).await?;
    for (id, code) in [(1, "tack"), (3, "nail"), (2, "screw")] {
        let rows = ["1 nail 10", "2 screw 20"];
        runs(context, upsert(&[(id, code, 99)]), 0, &rows).await?;
    }
    Ok(())
}

async fn ignoring_is_refused(context: &mut Context) -> Outcome {
    let query = upsert(&[(1, "nail", 1)]);
    refused(context, Flag::supports_ignore_conflicts, query).await
}

async fn updating_is_refused(context: &mut Context) -> Outcome {
    let query = upsert(&[(1, "nail", 1)])
        .on_columns(["id"])
        .update_columns(["code"]);
    refused(context, Flag::supports_update_conflicts, query).await
}

async fn target_is_refused(context: &mut Context) -> Outcome {
    let query = upsert(&[(1, "nail", 1)])
        .on_columns(["id"])
        .update_columns(["code"]);
    refused(context, Flag::supports_update_conflicts_with_target, query).await
}

async fn any_is_updated(context: &mut Context) -> Outcome {
    stocked(context).await?;
    let by_key = upsert(&[(1, "tack", 11)]).update_columns(["amount"]);
    runs(context, by_key, 1, &["1 nail 11", "2 screw 20"]).await?;
    let by_code = upsert(&[(9, "screw", 21)]).update_columns(["amount"]);
    runs(context, by_code, 1, &["1 nail 11", "2 screw 21"]).await
}

async fn any_update_is_refused(context: &mut Context) -> Outcome {
    let query = upsert(&[(1, "nail", 1)]).update_columns(["amount"]);
    refused(
        context,
        Flag::supports_update_conflicts_without_target,
        query,
    )
    .await
}

async fn another_key_when_updating(context: &mut Context) -> Outcome {
    stocked(context).await?;
    let query = upsert(&[(9, "nail", 1)])
        .on_columns(["id"])
        .update_columns(["amount"]);
    let failed = context.execute_query(&query.into()).await;
    expect_error("the code is there", failed, UNIQUE)?;
    expect_eq("rows", found(context).await?, ["1 nail 10", "2 screw 20"])
}

async fn another_key_when_ignoring(context: &mut Context) -> Outcome {
    stocked(context).await?;
    let query = upsert(&[(9, "nail", 1)]).on_columns(["id"]);
    let failed = context.execute_query(&query.into()).await;
    expect_error("the code is there", failed, UNIQUE)?;
    expect_eq("rows", found(context).await?, ["1 nail 10", "2 screw 20"])
}

async fn ignored_by_its_column(context: &mut Context) -> Outcome {
    stocked(context).await?;
    let query = upsert(&[(9, "nail", 1)]).on_columns(["code"]);
    runs(context, query, 0, &["1 nail 10", "2 screw 20"]).await
}

async fn key_of_two_columns(context: &mut Context) -> Outcome {
    let integer = ColumnType::Integer;
    let columns = [
        ("x", integer.clone()),
        ("y", integer.clone()),
        ("n", integer),
    ];
    let table = table("place", &columns)?.with_unique(Unique::new(identifiers(&["x", "y"])?));
    context.create(&table).await?;
    for (id, x, y, n) in [(1_i64, 1, 1, 10), (2, 1, 2, 20), (3, 1, 1, 30)] {
        let query = Upsert::into_table("place")
            .columns(["id", "x", "y", "n"])
            .row([bind(id), bind(x), bind(y), bind(n)].map(Expr::from))
            .on_columns(["y", "x"])
            .update_columns(["n"]);
        context.execute_query(&query.into()).await?;
    }
    let found: Vec<(i64, i32)> = context
        .fetch(&context.select_columns(&table, &["id", "n"]))
        .await?;
    expect_eq("rows", found, [(1, 30), (2, 20)])
}

/// Shelves hold one sort of thing each, if it is on a shelf above 0.
pub(super) async fn with_partial_index(context: &mut Context) -> Result<()> {
    let table = stocked(context).await?;
    let shelf = identifier("shelf")?;
    let above = context.expression(|out| {
        out.identifier(&shelf).push(" > ").number(0);
    });
    let index = index("one_a_shelf", &["shelf"])?
        .unique()
        .with_predicate(above);
    context.change(&create_index(&table, index)).await
}

/// An upsert of a code on a shelf, which means the index of shelves above 0.
pub(super) fn shelved(id: i64, code: &str, shelf: i32) -> Upsert {
    Upsert::into_table("stock")
        .columns(["id", "code", "shelf"])
        .row(values(id, code, shelf))
        .on_columns(["shelf"])
        .on_rows_where(Expr::cust("shelf > 0"))
}

async fn partial_index(context: &mut Context) -> Outcome {
    with_partial_index(context).await?;
    let inside = shelved(3, "nut", 7).set("amount", bind(77));
    runs(context, inside, 1, &["1 nail 77", "2 screw 20"]).await?;
    for (id, code) in [(3, "nut"), (4, "bolt")] {
        let outside = shelved(id, code, -7).set("amount", bind(77));
        context.execute_query(&outside.into()).await?;
    }
    expect_eq(
        "rows",
        found(context).await?,
        ["1 nail 77", "2 screw 20", "3 nut -", "4 bolt -"],
    )
}

async fn partial_index_ignored(context: &mut Context) -> Outcome {
    with_partial_index(context).await?;
    runs(
        context,
        shelved(3, "nut", 7),
        0,
        &["1 nail 10", "2 screw 20"],
    )
    .await?;
    runs(
        context,
        shelved(3, "nut", 8),
        1,
        &["1 nail 10", "2 screw 20", "3 nut -"],
    )
    .await
}

async fn with_index_on(context: &mut Context, parts: Vec<IndexPart>) -> Result<()> {
    let table = stocked(context).await?;
    let index = index_on("of_expressions", parts)?.unique();
    context.change(&create_index(&table, index)).await
}

fn lower_code(context: &Context) -> Result<IndexPart> {
    let code = identifier("code")?;
    Ok(IndexPart::expression(context.expression(|out| {
        out.push("lower(").identifier(&code).push(")");
    })))
}

/// The expression of the index, in the vendor's language like that: a function that every vendor spells may be another one.
fn lower() -> Expr {
    Expr::cust("lower(code)")
}

async fn expression(context: &mut Context) -> Outcome {
    let part = lower_code(context)?;
    with_index_on(context, vec![part]).await?;
    let query = upsert(&[(3, "NAIL", 11)])
        .on_expressions([lower()])
        .update_columns(["code", "amount"]);
    runs(context, query, 1, &["1 NAIL 11", "2 screw 20"]).await
}

async fn expression_and_column(context: &mut Context) -> Outcome {
    let parts = vec![lower_code(context)?, IndexPart::column("amount".parse()?)];
    with_index_on(context, parts).await?;
    let of = |id, amount| {
        upsert(&[(id, "NAIL", amount)])
            .on_expressions([lower(), Expr::col("amount")])
            .update_columns(["code"])
    };
    runs(context, of(3, 10), 1, &["1 NAIL 10", "2 screw 20"]).await?;
    let other = upsert(&[(3, "Screw", 99)])
        .on_expressions([lower(), Expr::col("amount")])
        .update_columns(["code"]);
    runs(
        context,
        other,
        1,
        &["1 NAIL 10", "2 screw 20", "3 Screw 99"],
    )
    .await
}

async fn expression_is_no_call(context: &mut Context) -> Outcome {
    let amount = identifier("amount")?;
    let doubled = context.expression(|out| {
        out.push("(").identifier(&amount).push(" + 1)");
    });
    with_index_on(context, vec![IndexPart::expression(doubled)]).await?;
    let query = upsert(&[(3, "nut", 20)])
        .on_expressions([Expr::cust("amount + 1")])
        .set("code", excluded("code"));
    runs(context, query, 1, &["1 nail 10", "2 nut 20"]).await
}

async fn constraint_updates(context: &mut Context) -> Outcome {
    stocked(context).await?;
    let query = upsert(&[(9, "nail", 11)])
        .on_constraint("stock_code")
        .update_columns(["amount"]);
    runs(context, query, 1, &["1 nail 11", "2 screw 20"]).await
}

async fn constraint_is_refused(context: &mut Context) -> Outcome {
    let query = upsert(&[(9, "nail", 11)])
        .on_constraint("stock_code")
        .update_columns(["amount"]);
    refused(context, Flag::supports_conflict_constraint_names, query).await
}

async fn constraint_of_any_name(context: &mut Context) -> Outcome {
    stocked(context).await?;
    for name in [
        "x\" DO NOTHING; DROP TABLE stock; --",
        "x' OR 1=1",
        "\"\"",
        "stock_code\"",
    ] {
        let query = upsert(&[(9, "nail", 11)])
            .on_constraint(name.to_owned())
            .update_columns(["amount"]);
        let failed = context.execute_query(&query.into()).await;
        expect(failed.is_err(), || format!("{name} is a constraint"))?;
    }
    expect_eq("rows", found(context).await?, ["1 nail 10", "2 screw 20"])
}

async fn columns_of_any_name(context: &mut Context) -> Outcome {
    let key = "a\"b; DROP TABLE odd; --";
    let columns = [
        (key, ColumnType::Integer),
        ("select", ColumnType::Integer),
        ("größe", ColumnType::Integer),
    ];
    let table = table("odd", &columns)?.with_unique(Unique::new(identifiers(&[key])?));
    context.create(&table).await?;
    let mut given = Vec::new();
    for (id, n) in [(1_i64, 10), (2, 20)] {
        let query = Upsert::into_table("odd")
            .columns(["id", key, "select", "größe"])
            .row([bind(id), bind(5), bind(n), bind(n)].map(Expr::from))
            .on_columns([key])
            .update_columns(["select"])
            .set("größe", Expr::col(("odd", "größe")).add(excluded("größe")))
            .returning(Query::returning().columns([key, "select", "größe"]));
        let rows: Vec<(i32, i32, i32)> = context.fetch_query(&query.into()).await?;
        given.extend(rows);
    }
    expect_eq("given back", given, [(5, 10, 10), (5, 20, 30)])?;
    expect_eq("rows", context.count(&table.name).await?, 1)
}

async fn no_such_key(context: &mut Context) -> Outcome {
    stocked(context).await?;
    let query = upsert(&[(3, "nut", 1)])
        .on_columns(["amount"])
        .update_columns(["code"]);
    let failed = context.execute_query(&query.into()).await;
    expect(failed.is_err(), || "the amounts are a key".to_owned())?;
    expect_eq("rows", found(context).await?, ["1 nail 10", "2 screw 20"])
}

fn insert(conflict: OnConflict) -> Result<InsertStatement> {
    let mut insert = Query::insert();
    insert
        .into_table("stock")
        .columns(["id", "code", "amount"])
        .values(values(1, "tack", 11))
        .map_err(fault)?
        .on_conflict(conflict);
    Ok(insert)
}

async fn insert_updates(context: &mut Context) -> Outcome {
    stocked(context).await?;
    let mut conflict = OnConflict::column("id");
    conflict
        .update_columns(["code"])
        .value("amount", Expr::col(("stock", "amount")).add(bind(1)));
    context.execute_query(&insert(conflict)?.into()).await?;
    expect_eq("rows", found(context).await?, ["1 tack 11", "2 screw 20"])
}

async fn insert_from_a_whole_table(context: &mut Context) -> Outcome {
    stocked(context).await?;
    four_artists(context).await?;
    let inner =
        |select: &mut SelectStatement| select.columns(["id", "name", "born"]).from("artist").take();
    let mut outer = Query::select();
    outer.columns(["id", "name", "born"]).from_subquery(
        inner(Query::select().and_where(Expr::col("id").gt(bind(0_i64)))),
        "inner",
    );
    for select in [inner(&mut Query::select()), outer] {
        let mut insert = Query::insert();
        insert
            .into_table("stock")
            .columns(["id", "code", "amount"])
            .select_from(select)
            .map_err(fault)?
            .on_conflict(OnConflict::new().do_nothing().to_owned());
        context.execute_query(&insert.into()).await?;
    }
    let rows = ["1 nail 10", "2 screw 20", "3 Robert 1810", "4 Hildegard -"];
    expect_eq("rows", found(context).await?, rows)
}

async fn insert_ignoring_is_refused(context: &mut Context) -> Outcome {
    let query = insert(OnConflict::new().do_nothing().to_owned())?;
    refused(context, Flag::supports_ignore_conflicts, query).await
}

async fn insert_updating_is_refused(context: &mut Context) -> Outcome {
    let mut conflict = OnConflict::new();
    conflict.update_columns(["code"]);
    let query = insert(conflict)?;
    refused(context, Flag::supports_update_conflicts, query).await
}

async fn insert_target_is_refused(context: &mut Context) -> Outcome {
    let mut conflict = OnConflict::column("id");
    conflict.update_columns(["code"]);
    let query = insert(conflict)?;
    refused(context, Flag::supports_update_conflicts_with_target, query).await
}

async fn insert_any_update_is_refused(context: &mut Context) -> Outcome {
    let mut conflict = OnConflict::new();
    conflict.update_columns(["code"]);
    let query = insert(conflict)?;
    refused(
        context,
        Flag::supports_update_conflicts_without_target,
        query,
    )
    .await
}

async fn insert_without_action(context: &mut Context) -> Outcome {
    context.create(&stock()?).await?;
    let built = context.build(&insert(OnConflict::column("id"))?.into());
    expect_error("no action", built, ErrorKind::Interface)?;
    Ok(())
}
