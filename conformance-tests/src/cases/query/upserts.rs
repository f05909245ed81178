//! Upserts: what becomes of a row whose key is there already. Which conflicts are meant is in `conflicts`.

use backend_core::error::{ErrorKind, Integrity, Result};
use backend_core::flag::Flag;
use backend_core::model::{ColumnType, Table};
use backend_core::query::{Query, Upsert, bind, excluded};
use backend_core::sea_query::{Expr, ExprTrait as _, Order, UnionType};

use super::asked;
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq, expect_error};
use crate::fixtures::{four_artists, identifiers, row, table};

const UPDATE: &[Flag] = &[
    Flag::supports_update_conflicts,
    Flag::supports_update_conflicts_with_target,
];
const UPDATE_SEVERAL: &[Flag] = &[
    Flag::supports_update_conflicts,
    Flag::supports_update_conflicts_with_target,
    Flag::has_bulk_insert,
];
const UPDATE_RETURNING: &[Flag] = &[
    Flag::supports_update_conflicts,
    Flag::supports_update_conflicts_with_target,
    Flag::has_bulk_insert,
    Flag::can_return_columns_from_insert,
];
const REPEATED: &[Flag] = &[Flag::can_update_conflicts_repeatedly];
const IGNORE_SEVERAL: &[Flag] = &[Flag::supports_ignore_conflicts, Flag::has_bulk_insert];
const IGNORE_RETURNING: &[Flag] = &[
    Flag::supports_ignore_conflicts,
    Flag::has_bulk_insert,
    Flag::can_return_columns_from_insert,
];

pub(super) const CASES: &[CaseDef] = &[
    case!("query.upsert.new_row", new_row, "A row whose key is not there is inserted.")
        .requires(UPDATE)
        .django("bulk_create/tests.py"),
    case!("query.upsert.row_that_is_there", row_that_is_there, "A row whose key is there changes the columns that are set, and no other.")
        .requires(UPDATE)
        .django("bulk_create/tests.py"),
    case!("query.upsert.with_or_without_target", with_or_without_target, "Where a row that is there can be changed, the conflict can be named, or need not be.")
        .requires(&[Flag::supports_update_conflicts]),
    case!("query.upsert.several_rows", several_rows, "Of several rows the new ones are inserted and the others change what is there; all count.")
        .requires(UPDATE_SEVERAL)
        .django("bulk_create/tests.py"),
    case!("query.upsert.old_and_new_values", old_and_new_values, "A column is set to an expression of the row that is there and of the new one.")
        .requires(UPDATE),
    case!("query.upsert.parameters_in_every_part", parameters_in_every_part, "Parameters stand in values, in what is set and in the condition, and none takes another's place.")
        .requires(UPDATE),
    case!("query.upsert.condition_that_fails", condition_that_fails, "Where the condition fails the row that is there stays, and does not count.")
        .requires(UPDATE),
    case!("query.upsert.condition_of_both_rows", condition_of_both_rows, "The condition compares the new row with the one that is there, row by row.")
        .requires(UPDATE_SEVERAL),
    case!("query.upsert.condition_that_is_null", condition_that_is_null, "A condition that is NULL does not hold.")
        .requires(UPDATE),
    case!("query.upsert.the_key_itself", the_key_itself, "The key can be changed by the upsert that met it.")
        .requires(UPDATE),
    case!("query.upsert.null_as_value", null_as_value, "A typed NULL is set as any other value.")
        .requires(UPDATE),
    case!("query.upsert.null_in_the_key", null_in_the_key, "A key with a NULL in it equals no other, so the row is inserted.")
        .requires(UPDATE),
    case!("query.upsert.nothing_leaves_the_row", nothing_leaves_the_row, "A row whose key is there is dropped, the others are inserted, and these count.")
        .requires(IGNORE_SEVERAL)
        .django("bulk_create/tests.py"),
    case!("query.upsert.nothing_to_insert", nothing_to_insert, "Where every key is there nothing is inserted, nothing counts, and that is no error.")
        .requires(IGNORE_SEVERAL)
        .django("bulk_create/tests.py"),
    case!("query.upsert.same_key_twice_is_ignored", same_key_twice_is_ignored, "Of two rows of one key the first is inserted where conflicts are ignored.")
        .requires(IGNORE_SEVERAL),
    case!("query.upsert.same_key_twice", same_key_twice, "Of two rows of one key the later one changes what the earlier one made.")
        .requires(REPEATED),
    case!("query.upsert.same_key_twice_is_refused", same_key_twice_is_refused, "Where a key cannot be met twice, the server refuses the whole statement and stores nothing.")
        .refuses(Flag::can_update_conflicts_repeatedly),
    case!("query.upsert.returning_inserted_and_changed", returning_inserted_and_changed, "What was inserted and what was changed is given back as it is now, in the order of the rows.")
        .requires(UPDATE_RETURNING)
        .django("bulk_create/tests.py"),
    case!("query.upsert.returning_not_what_failed_the_condition", returning_not_what_failed, "A row that the condition left alone is not given back.")
        .requires(UPDATE_RETURNING),
    case!("query.upsert.returning_not_what_was_ignored", returning_not_what_was_ignored, "A row that was dropped is not given back, nor the one that is there.")
        .requires(IGNORE_RETURNING),
    case!("query.upsert.returning_an_expression", returning_an_expression, "An expression of the row as it is now is given back.")
        .requires(UPDATE_RETURNING),
    case!("query.upsert.from_a_select", from_a_select, "The rows of a select are inserted or change what is there.")
        .requires(UPDATE),
    case!("query.upsert.from_a_whole_table", from_a_whole_table, "A select without a condition is a source, too.")
        .requires(UPDATE),
    case!("query.upsert.from_a_join", from_a_join, "A select that ends with a join is a source, too.")
        .requires(UPDATE),
    case!("query.upsert.from_a_limited_order", from_a_limited_order, "A select with an order and a limit is a source, too.")
        .requires(UPDATE),
    case!("query.upsert.from_a_union", from_a_union, "A union is a source, too.")
        .requires(UPDATE),
    case!("query.upsert.table_by_another_name", table_by_another_name, "The table can be called by another name, by which expressions know the row that is there.")
        .requires(UPDATE),
    case!("query.upsert.failure_changes_nothing", failure_changes_nothing, "Where one row breaks another rule, no row is inserted or changed.")
        .requires(UPDATE_SEVERAL),
    case!("query.upsert.unfinished", unfinished, "An upsert without columns, without a row, with a row too short, or that sets nothing, is refused before anything is sent."),
];

/// A table `stock` with a key, a unique code and an amount.
pub(super) fn stock() -> Result<Table> {
    let code = ColumnType::VarChar { length: Some(20) };
    let mut table = table(
        "stock",
        &[
            ("code", code),
            ("amount", ColumnType::Integer),
            ("shelf", ColumnType::Integer),
        ],
    )?;
    table = table.with_unique(
        backend_core::model::Unique::new(identifiers(&["code"])?).with_name("stock_code".parse()?),
    );
    Ok(table)
}

/// The table with two rows: (1, nail, 10, 7) and (2, screw, 20, NULL).
pub(super) async fn stocked(context: &mut Context) -> Result<Table> {
    let table = stock()?;
    context.create(&table).await?;
    let rows = [row![1_i64, "nail", 10, 7], row![2_i64, "screw", 20]];
    context.insert(&table, &rows).await?;
    Ok(table)
}

pub(super) fn values(id: i64, code: &str, amount: i32) -> [Expr; 3] {
    [bind(id).into(), bind(code).into(), bind(amount).into()]
}

pub(super) fn upsert(rows: &[(i64, &str, i32)]) -> Upsert {
    rows.iter().fold(
        Upsert::into_table("stock").columns(["id", "code", "amount"]),
        |upsert, (id, code, amount)| upsert.row(values(*id, code, *amount)),
    )
}

/// The rows as texts: `1 nail 10`.
pub(super) async fn found(context: &mut Context) -> Result<Vec<String>> {
    let statement = context.select_columns(&stock()?, &["id", "code", "amount"]);
    let rows: Vec<(i64, Option<String>, Option<i32>)> = context.fetch(&statement).await?;
    Ok(rows
        .into_iter()
        .map(|(id, code, amount)| {
            let amount = amount.map_or_else(|| "-".to_owned(), |amount| amount.to_string());
            format!("{id} {} {amount}", code.unwrap_or_else(|| "-".to_owned()))
        })
        .collect())
}

/// Runs it, and compares how many rows count and which are there.
pub(super) async fn runs(
    context: &mut Context,
    upsert: Upsert,
    affected: u64,
    rows: &[&str],
) -> Outcome {
    let done = context.execute_query(&upsert.into()).await?;
    expect_eq("affected", done.affected, Some(affected))?;
    expect_eq("rows", found(context).await?, rows)
}

/// As the vendor writes it where nothing more is asked.
fn by_itself(upsert: Upsert) -> Upsert {
    upsert
}

async fn new_row(context: &mut Context) -> Outcome {
    asked::new_row(context, by_itself).await
}

async fn row_that_is_there(context: &mut Context) -> Outcome {
    asked::row_that_is_there(context, by_itself).await
}

async fn several_rows(context: &mut Context) -> Outcome {
    asked::several_rows(context, by_itself).await
}

async fn old_and_new_values(context: &mut Context) -> Outcome {
    stocked(context).await?;
    let upsert = upsert(&[(1, "nail", 5)]).on_columns(["code"]).set(
        "amount",
        Expr::col(("stock", "amount")).add(excluded("amount").mul(2)),
    );
    runs(context, upsert, 1, &["1 nail 20", "2 screw 20"]).await
}

async fn parameters_in_every_part(context: &mut Context) -> Outcome {
    asked::parameters_in_every_part(context, by_itself).await
}

async fn condition_that_fails(context: &mut Context) -> Outcome {
    stocked(context).await?;
    let upsert = upsert(&[(1, "tack", 11)])
        .on_columns(["id"])
        .update_columns(["code", "amount"])
        .where_condition(Expr::col(("stock", "amount")).gt(bind(10)));
    runs(context, upsert, 0, &["1 nail 10", "2 screw 20"]).await
}

async fn condition_of_both_rows(context: &mut Context) -> Outcome {
    asked::condition_of_both_rows(context, by_itself).await
}

async fn condition_that_is_null(context: &mut Context) -> Outcome {
    asked::condition_that_is_null(context, by_itself).await
}

async fn the_key_itself(context: &mut Context) -> Outcome {
    stocked(context).await?;
    let upsert = upsert(&[(1, "nail", 0)])
        .on_columns(["id"])
        .set("id", excluded("id").add(bind(8_i64)));
    runs(context, upsert, 1, &["2 screw 20", "9 nail 10"]).await
}

async fn null_as_value(context: &mut Context) -> Outcome {
    stocked(context).await?;
    let upsert = Upsert::into_table("stock")
        .columns(["id", "amount"])
        .row([bind(1_i64).into(), bind(None::<i32>).into()])
        .on_columns(["id"])
        .update_columns(["amount"])
        .set("code", bind(None::<String>));
    runs(context, upsert, 1, &["1 - -", "2 screw 20"]).await
}

async fn null_in_the_key(context: &mut Context) -> Outcome {
    asked::null_in_the_key(context, by_itself).await
}

async fn nothing_leaves_the_row(context: &mut Context) -> Outcome {
    stocked(context).await?;
    let upsert = upsert(&[(1, "tack", 11), (3, "nut", 30), (4, "screw", 40)]);
    runs(context, upsert, 1, &["1 nail 10", "2 screw 20", "3 nut 30"]).await
}

async fn nothing_to_insert(context: &mut Context) -> Outcome {
    stocked(context).await?;
    let upsert = upsert(&[(1, "tack", 11), (2, "bolt", 30)]);
    runs(context, upsert, 0, &["1 nail 10", "2 screw 20"]).await
}

async fn same_key_twice_is_ignored(context: &mut Context) -> Outcome {
    stocked(context).await?;
    let upsert = upsert(&[(3, "nut", 30), (3, "bolt", 31)]);
    runs(context, upsert, 1, &["1 nail 10", "2 screw 20", "3 nut 30"]).await
}

/// The conflict by its columns where it can be named, and any where it cannot.
fn in_either_way(context: &Context, upsert: Upsert) -> Upsert {
    if context.features().supports_update_conflicts_with_target {
        upsert.on_columns(["id"])
    } else {
        upsert
    }
}

async fn with_or_without_target(context: &mut Context) -> Outcome {
    stocked(context).await?;
    let upsert = in_either_way(context, upsert(&[(1, "tack", 11)]));
    let upsert = upsert.update_columns(["code", "amount"]);
    context.execute_query(&upsert.into()).await?;
    expect_eq("rows", found(context).await?, ["1 tack 11", "2 screw 20"])
}

fn twice(context: &Context) -> Upsert {
    let rows = upsert(&[(3, "nut", 30), (1, "tack", 11), (3, "bolt", 31)]);
    in_either_way(context, rows).update_columns(["code", "amount"])
}

async fn same_key_twice(context: &mut Context) -> Outcome {
    stocked(context).await?;
    let twice = twice(context);
    runs(context, twice, 3, &["1 tack 11", "2 screw 20", "3 bolt 31"]).await
}

async fn same_key_twice_is_refused(context: &mut Context) -> Outcome {
    stocked(context).await?;
    let twice = twice(context).into();
    let refused = context.execute_query(&twice).await;
    expect(refused.is_err(), || "one key was met twice".to_owned())?;
    context.absent(Flag::can_update_conflicts_repeatedly);
    expect_eq("rows", found(context).await?, ["1 nail 10", "2 screw 20"])
}

async fn returned(context: &mut Context, upsert: Upsert) -> Result<Vec<(i64, i32)>> {
    let columns = Query::returning().columns(["id", "amount"]);
    context.fetch_query(&upsert.returning(columns).into()).await
}

async fn returning_inserted_and_changed(context: &mut Context) -> Outcome {
    stocked(context).await?;
    let upsert = upsert(&[(3, "nut", 30), (1, "nail", 1)])
        .on_columns(["id"])
        .set(
            "amount",
            Expr::col(("stock", "amount")).add(excluded("amount")),
        );
    expect_eq(
        "given back",
        returned(context, upsert).await?,
        [(3, 30), (1, 11)],
    )
}

async fn returning_not_what_failed(context: &mut Context) -> Outcome {
    stocked(context).await?;
    let upsert = upsert(&[(1, "nail", 1), (2, "screw", 21), (3, "nut", 0)])
        .on_columns(["id"])
        .update_columns(["amount"])
        .where_condition(excluded("amount").gt(Expr::col(("stock", "amount"))));
    expect_eq(
        "given back",
        returned(context, upsert).await?,
        [(2, 21), (3, 0)],
    )
}

async fn returning_not_what_was_ignored(context: &mut Context) -> Outcome {
    stocked(context).await?;
    let upsert = upsert(&[(1, "tack", 11), (3, "nut", 30), (9, "screw", 0)]);
    expect_eq("given back", returned(context, upsert).await?, [(3, 30)])
}

async fn returning_an_expression(context: &mut Context) -> Outcome {
    stocked(context).await?;
    let upsert = upsert(&[(1, "nail", 4), (3, "nut", 30)])
        .on_columns(["id"])
        .update_columns(["amount"])
        .returning(Query::returning().expr(Expr::col("amount").mul(bind(2))));
    let doubled: Vec<(i64,)> = context.fetch_query(&upsert.into()).await?;
    expect_eq("given back", doubled, [(8,), (60,)])
}

/// The select's rows become stock: keys, names and years of artists.
fn from(select: &mut backend_core::sea_query::SelectStatement) -> Upsert {
    Upsert::into_table("stock")
        .columns(["id", "code", "amount"])
        .select(select.take())
        .on_columns(["id"])
        .update_columns(["code", "amount"])
}

pub(super) async fn both_tables(context: &mut Context) -> Result<()> {
    stocked(context).await?;
    four_artists(context).await?;
    Ok(())
}

async fn from_a_select(context: &mut Context) -> Outcome {
    both_tables(context).await?;
    let select = from(
        Query::select()
            .columns(["id", "name", "born"])
            .from("artist")
            .and_where(Expr::col("born").lt(bind(1815))),
    );
    runs(
        context,
        select,
        2,
        &["1 Bach 1685", "2 screw 20", "3 Robert 1810"],
    )
    .await
}

async fn from_a_whole_table(context: &mut Context) -> Outcome {
    both_tables(context).await?;
    let whole = from(
        Query::select()
            .columns(["id", "name", "born"])
            .from("artist"),
    );
    let rows = [
        "1 Bach 1685",
        "2 Clara 1819",
        "3 Robert 1810",
        "4 Hildegard -",
    ];
    runs(context, whole, 4, &rows).await
}

async fn from_a_join(context: &mut Context) -> Outcome {
    both_tables(context).await?;
    let same = Expr::col(("other", "id")).equals(("artist", "id"));
    let other = Query::select().column("id").from("stock").take();
    let mut joined = Query::select();
    joined
        .columns([("artist", "id"), ("artist", "name"), ("artist", "born")])
        .from("artist")
        .join_subquery(
            backend_core::sea_query::JoinType::InnerJoin,
            other,
            "other",
            same,
        );
    runs(
        context,
        from(&mut joined),
        2,
        &["1 Bach 1685", "2 Clara 1819"],
    )
    .await
}

async fn from_a_limited_order(context: &mut Context) -> Outcome {
    both_tables(context).await?;
    let last = from(
        Query::select()
            .columns(["id", "name", "born"])
            .from("artist")
            .order_by("id", Order::Desc)
            .limit(2),
    );
    let rows = ["1 nail 10", "2 screw 20", "3 Robert 1810", "4 Hildegard -"];
    runs(context, last, 2, &rows).await
}

async fn from_a_union(context: &mut Context) -> Outcome {
    both_tables(context).await?;
    let mut second = Query::select();
    second.columns(["id", "name", "born"]).from("artist");
    let mut first = Query::select();
    first
        .columns(["id", "name", "born"])
        .from("artist")
        .and_where(Expr::col("id").eq(bind(1_i64)))
        .union(UnionType::Distinct, second);
    let rows = [
        "1 Bach 1685",
        "2 Clara 1819",
        "3 Robert 1810",
        "4 Hildegard -",
    ];
    runs(context, from(&mut first), 4, &rows).await
}

async fn table_by_another_name(context: &mut Context) -> Outcome {
    asked::table_by_another_name(context, by_itself).await
}

async fn failure_changes_nothing(context: &mut Context) -> Outcome {
    stocked(context).await?;
    let upsert = upsert(&[(1, "nail", 11), (3, "nut", 30), (4, "screw", 40)])
        .on_columns(["id"])
        .update_columns(["amount"]);
    let refused = context.execute_query(&upsert.into()).await;
    expect_error(
        "another key",
        refused,
        ErrorKind::Integrity(Integrity::Unique),
    )?;
    expect_eq("rows", found(context).await?, ["1 nail 10", "2 screw 20"])
}

async fn unfinished(context: &mut Context) -> Outcome {
    context.create(&stock()?).await?;
    let new = || upsert(&[(1, "nail", 1)]);
    let none: [&str; 0] = [];
    let mut sets_nothing = new().on_columns(["id"]).set("amount", bind(1));
    sets_nothing.action = backend_core::query::ConflictAction::Update {
        assignments: Vec::new(),
        condition: None,
    };
    for (what, upsert) in [
        ("no column", new().columns(none)),
        ("no row", upsert(&[])),
        ("a short row", new().row([bind(2_i64).into()])),
        ("no column in the target", new().on_columns(none)),
        ("no expression in the target", new().on_expressions([])),
        ("nothing to set", sets_nothing),
    ] {
        let built = context.build(&upsert.into());
        expect_error(what, built, ErrorKind::Interface)?;
    }
    Ok(())
}
