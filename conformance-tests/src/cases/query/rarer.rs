//! Clauses that few servers have, each behind its flag: they work, or they are refused, never left out.

use backend_core::error::Result;
use backend_core::flag::Flag;
use backend_core::model::{
    Change, Column, ColumnType, Default, Index, IndexPart, QualifiedName, Table, Unique,
};
use backend_core::query::{Query, Selection, TableSample, bind};
use backend_core::sea_query::{
    CommonTableExpression, Cycle, Expr, ExprTrait as _, JoinType, Keyword, OnConflict, Order,
    SelectInto, SelectStatement, UnionType,
};
use backend_core::value::{IntoValue as _, Value};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq};
use crate::fixtures::{artist, fault, four_artists, many_items, table};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "query.into.makes_a_table",
        into_makes_a_table,
        "The rows of a select are stored in a table that it makes."
    )
    .requires(&[Flag::supports_select_into]),
    case!(
        "query.into.is_refused",
        into_is_refused,
        "Where a select makes no table, one that would is refused with the flag, and makes none."
    )
    .refuses(Flag::supports_select_into),
    case!(
        "query.quantified.all_and_any",
        quantified,
        "A value is compared with all or any of a subquery's."
    )
    .requires(&[Flag::supports_quantified_comparisons]),
    case!(
        "query.quantified.is_refused",
        quantified_is_refused,
        "Where a value is not compared with a subquery's, such a comparison is refused with the flag."
    )
    .refuses(Flag::supports_quantified_comparisons),
    case!(
        "query.lateral.one_for_each",
        lateral_one_for_each,
        "A joined subquery that refers to the row before it is asked for each row."
    )
    .requires(&[Flag::supports_lateral_joins]),
    case!(
        "query.lateral.is_refused",
        lateral_is_refused,
        "Where a joined subquery cannot refer to what stands before it, one is refused with the flag."
    )
    .refuses(Flag::supports_lateral_joins),
    case!(
        "query.limited.update_and_delete",
        limited,
        "An update or delete with an order and a limit changes the first rows only."
    )
    .requires(&[Flag::supports_limited_updates]),
    case!(
        "query.sample.whole_and_again",
        sample_whole_and_again,
        "A sample of all pages of a table is all its rows, and one with a seed is the same again."
    )
    .requires(&[Flag::supports_table_samples]),
    case!(
        "query.sample.is_refused",
        sample_is_refused,
        "Where a part of a table cannot be read as chance has it, a sample is refused with the flag."
    )
    .refuses(Flag::supports_table_samples),
    case!(
        "query.index_hint.followed",
        index_hint_followed,
        "A table that is read by one of its indexes gives the same rows, and by one that it has not, an error."
    )
    .requires(&[Flag::supports_index_hints]),
    case!(
        "query.index_hint.is_refused",
        index_hint_is_refused,
        "Where a query cannot name the index to use, one that does is refused with the flag."
    )
    .refuses(Flag::supports_index_hints),
    case!(
        "query.limited.update_is_refused",
        limited_update_is_refused,
        "Where updates take no limit, one with a limit is refused with the flag, and changes nothing."
    )
    .refuses(Flag::supports_limited_updates),
    case!(
        "query.limited.delete_is_refused",
        limited_delete_is_refused,
        "Where deletes take no limit, one with a limit is refused with the flag, and removes nothing."
    )
    .refuses(Flag::supports_limited_updates),
    case!(
        "query.default.keyword",
        default_keyword,
        "The default can be asked for in place of a value."
    )
    .requires(&[Flag::supports_default_keyword]),
    case!(
        "query.default.keyword_is_refused",
        default_keyword_is_refused,
        "Where the default cannot stand in place of a value, a query with it is refused with the flag."
    )
    .refuses(Flag::supports_default_keyword),
    case!(
        "query.default.several_rows",
        default_rows,
        "One insert makes several rows of nothing but defaults."
    )
    .requires(&[Flag::supports_bulk_default_values]),
    case!(
        "query.default.several_rows_are_refused",
        default_rows_are_refused,
        "Where one insert makes no several rows of defaults, it is refused with the flag, and makes none."
    )
    .refuses(Flag::supports_bulk_default_values),
    case!(
        "query.conflict.constraint_by_name",
        conflict_by_name,
        "An insert skips the row that would break the constraint that it names."
    )
    .requires(&[Flag::supports_conflict_constraint_names]),
    case!(
        "query.conflict.constraint_by_name_is_refused",
        conflict_by_name_is_refused,
        "Where an insert cannot name a constraint, one that does is refused with the flag."
    )
    .refuses(Flag::supports_conflict_constraint_names),
    case!(
        "query.cycle.ends_a_circle",
        cycle_ends_a_circle,
        "A recursive query that is told where it would go in circles ends there."
    )
    .requires(&[Flag::supports_search_and_cycle]),
    case!(
        "query.cycle.is_refused",
        cycle_is_refused,
        "Where a recursive query cannot be told to watch for circles, one that is told is refused with the flag."
    )
    .refuses(Flag::supports_search_and_cycle),
];

async fn keys(context: &mut Context, query: &Query) -> Result<Vec<i64>> {
    let keys: Vec<(i64,)> = context.fetch_query(query).await?;
    Ok(keys.into_iter().map(|(id,)| id).collect())
}

async fn refused(context: &mut Context, flag: Flag, query: Query) -> Outcome {
    context
        .refused(flag, async |context| context.execute_query(&query).await)
        .await
}

fn copying() -> Query {
    let mut select = Query::select();
    select
        .columns(["id", "name"])
        .from("artist")
        .into_table(SelectInto::table("copy"));
    select.into()
}

async fn into_makes_a_table(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    context.execute_query(&copying()).await?;
    expect_eq(
        "rows",
        context.count(&QualifiedName::new("copy")?).await?,
        4,
    )
}

async fn into_is_refused(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    refused(context, Flag::supports_select_into, copying()).await
}

/// Those born at least as late as all, or later than any.
fn compared() -> [Query; 2] {
    let years = || {
        let mut years = Query::select();
        years
            .column("born")
            .from("artist")
            .and_where(Expr::col("born").is_not_null());
        years
    };
    let select = |condition| {
        let mut select = Query::select();
        select
            .column("id")
            .from("artist")
            .and_where(condition)
            .order_by("id", Order::Asc);
        select.into()
    };
    [
        select(Expr::col("born").gte(Expr::all(years()))),
        select(Expr::col("born").gt(Expr::any(years()))),
    ]
}

async fn quantified(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    let [all, any] = compared();
    expect_eq("at least all", keys(context, &all).await?, [2])?;
    expect_eq("more than any", keys(context, &any).await?, [2, 3])
}

async fn quantified_is_refused(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    for query in compared() {
        refused(context, Flag::supports_quantified_comparisons, query).await?;
    }
    Ok(())
}

/// Each item with the one of twice its number.
fn lateral() -> Query {
    let mut double = Query::select();
    double.column(("other", "id")).from_as("item", "other");
    double.and_where(Expr::col(("other", "id")).equals(("item", "n")));
    let mut select = Query::select();
    select
        .column(("double", "id"))
        .from("item")
        .order_by(("item", "id"), Order::Asc);
    let same = Expr::col(("double", "id")).equals(("item", "n"));
    select.join_lateral(JoinType::InnerJoin, double, "double", same);
    select.into()
}

async fn lateral_one_for_each(context: &mut Context) -> Outcome {
    many_items(context, 6).await?;
    expect_eq("doubles", keys(context, &lateral()).await?, [2, 4, 6])
}

async fn lateral_is_refused(context: &mut Context) -> Outcome {
    many_items(context, 6).await?;
    refused(context, Flag::supports_lateral_joins, lateral()).await
}

/// The keys of items above a number, in order.
fn above(number: i64) -> SelectStatement {
    let mut select = Query::select();
    select
        .column("id")
        .from("item")
        .and_where(Expr::col("n").gt(bind(number)))
        .order_by("id", Order::Asc);
    select
}

fn sampled(sample: TableSample) -> Query {
    Selection::new(above(40)).sample(sample).into()
}

async fn sample_whole_and_again(context: &mut Context) -> Outcome {
    many_items(context, 40).await?;
    let all: Vec<i64> = (21..=40).collect();
    let pages = sampled(TableSample::pages(100.0));
    expect_eq("all pages", keys(context, &pages).await?, all)?;
    let half = sampled(TableSample::pages(50.0).seed(7));
    let first = keys(context, &half).await?;
    expect_eq("the same again", keys(context, &half).await?, first)
}

async fn sample_is_refused(context: &mut Context) -> Outcome {
    many_items(context, 2).await?;
    let sample = sampled(TableSample::pages(100.0));
    refused(context, Flag::supports_table_samples, sample).await
}

fn hinted(index: &'static str) -> Query {
    Selection::new(above(4)).by_index(index).into()
}

async fn index_hint_followed(context: &mut Context) -> Outcome {
    let items = many_items(context, 4).await?;
    let part = IndexPart::column("n".parse()?);
    let index = Index::new("item_n".parse()?, vec![part]);
    let many = items.name;
    let table = many.clone();
    context
        .change(&Change::CreateIndex { table, index })
        .await?;
    let found = keys(context, &hinted("item_n")).await?;
    expect_eq("by the index", found, [3, 4])?;
    let named = Index::new(
        "by \"it\"`s".parse()?,
        vec![IndexPart::column("n".parse()?)],
    );
    let table = many.clone();
    context
        .change(&Change::CreateIndex {
            table,
            index: named,
        })
        .await?;
    let found = keys(context, &hinted("by \"it\"`s")).await?;
    expect_eq("by an index with quotes in its name", found, [3, 4])?;
    let unknown = keys(context, &hinted("item_of_nobody")).await;
    expect(unknown.is_err(), || {
        "an index that is not there was followed".to_owned()
    })
}

async fn index_hint_is_refused(context: &mut Context) -> Outcome {
    many_items(context, 2).await?;
    refused(context, Flag::supports_index_hints, hinted("item_n")).await
}

fn limited_update() -> Query {
    let mut update = Query::update();
    update
        .table("item")
        .value("n", bind(0_i64))
        .order_by("id", Order::Desc)
        .limit(2);
    update.into()
}

fn limited_delete() -> Query {
    let mut delete = Query::delete();
    delete
        .from_table("item")
        .order_by("id", Order::Asc)
        .limit(1);
    delete.into()
}

async fn limited(context: &mut Context) -> Outcome {
    let items = many_items(context, 4).await?;
    expect_eq(
        "updated",
        context.execute_query(&limited_update()).await?.affected,
        Some(2),
    )?;
    expect_eq(
        "deleted",
        context.execute_query(&limited_delete()).await?.affected,
        Some(1),
    )?;
    let found: Vec<(i64, i64)> = context.fetch(&context.select_statement(&items)).await?;
    expect_eq("rows", found, [(2, 4), (3, 0), (4, 0)])
}

async fn limited_update_is_refused(context: &mut Context) -> Outcome {
    many_items(context, 4).await?;
    refused(context, Flag::supports_limited_updates, limited_update()).await
}

async fn limited_delete_is_refused(context: &mut Context) -> Outcome {
    many_items(context, 4).await?;
    refused(context, Flag::supports_limited_updates, limited_delete()).await
}

/// A table `stored` with a column `n` whose default is 7.
fn with_default() -> Result<Table> {
    let seven = Default::Literal(Value::I64(7));
    let n = Column::new("n", ColumnType::Integer)?.with_default(seven);
    Ok(table("stored", &[])?.with_column(n))
}

async fn stored_with_default(context: &mut Context) -> Result<Table> {
    let table = with_default()?;
    context.create(&table).await?;
    context
        .insert(&table, &[vec![1_i64.into_value(), 1_i32.into_value()]])
        .await?;
    Ok(table)
}

fn to_default() -> Query {
    let mut update = Query::update();
    update
        .table("stored")
        .value("n", Expr::Keyword(Keyword::Default));
    update.into()
}

async fn default_keyword(context: &mut Context) -> Outcome {
    let table = stored_with_default(context).await?;
    context.execute_query(&to_default()).await?;
    let found: Vec<(i64, i32)> = context.fetch(&context.select_statement(&table)).await?;
    expect_eq("rows", found, [(1, 7)])
}

async fn default_keyword_is_refused(context: &mut Context) -> Outcome {
    stored_with_default(context).await?;
    refused(context, Flag::supports_default_keyword, to_default()).await
}

fn three_rows() -> Query {
    let mut insert = Query::insert();
    insert.into_table("stored").or_default_values_many(3);
    insert.into()
}

async fn default_rows(context: &mut Context) -> Outcome {
    let mut table = with_default()?;
    // A key would need another value in each row.
    table.columns.retain(|column| column.name.as_str() != "id");
    table.primary_key = None;
    context.create(&table).await?;
    let done = context.execute_query(&three_rows()).await?;
    expect_eq("inserted", done.affected, Some(3))?;
    expect_eq("rows", context.count(&table.name).await?, 3)
}

async fn default_rows_are_refused(context: &mut Context) -> Outcome {
    stored_with_default(context).await?;
    refused(context, Flag::supports_bulk_default_values, three_rows()).await
}

/// An insert of a name, which skips the row where `unique_name` is broken.
fn skipping() -> Result<Query> {
    let mut insert = Query::insert();
    insert.into_table("artist").columns(["id", "name"]);
    insert
        .values([bind(9_i64).into(), bind("Bach").into()])
        .map_err(fault)?;
    let mut conflict = OnConflict::constraint("unique_name");
    conflict.do_nothing();
    insert.on_conflict(conflict);
    Ok(insert.into())
}

async fn unique_names(context: &mut Context) -> Result<Table> {
    let unique = Unique::new(vec!["name".parse()?]).with_name("unique_name".parse()?);
    let table = crate::fixtures::artists()?.with_unique(unique);
    context.create(&table).await?;
    context.insert(&table, &[artist(1, "Bach", None)]).await?;
    Ok(table)
}

async fn conflict_by_name(context: &mut Context) -> Outcome {
    let table = unique_names(context).await?;
    let done = context.execute_query(&skipping()?).await?;
    expect_eq("inserted", done.affected, Some(0))?;
    expect_eq("rows", context.count(&table.name).await?, 1)
}

async fn conflict_by_name_is_refused(context: &mut Context) -> Outcome {
    unique_names(context).await?;
    refused(
        context,
        Flag::supports_conflict_constraint_names,
        skipping()?,
    )
    .await
}

/// From 1 to 2, to 1, to 2 and so on.
fn circle() -> Query {
    let mut next = Query::select();
    next.expr(Expr::val(3_i64).sub(Expr::col("n"))).from("walk");
    let mut first = Query::select();
    first
        .column("id")
        .from("artist")
        .and_where(Expr::col("id").eq(1_i64));
    first.union(UnionType::All, next);
    let mut named = CommonTableExpression::new();
    named.table_name("walk").column("n").query(first);
    let mut with = Query::with();
    with.recursive(true).cte(named);
    with.cycle(Cycle::new_from_expr_set_using(
        Expr::col("n"),
        "seen",
        "path",
    ));
    let mut select = Query::select();
    // Where nothing ends the circle, this ends the query: one that runs for ever takes a processor until the suite ends.
    select.column("n").from("walk").limit(10);
    with.query(select).into()
}

async fn cycle_ends_a_circle(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    let mut places = keys(context, &circle()).await?;
    places.sort_unstable();
    // The row that closes the circle is still there.
    expect_eq("places", places, [1, 1, 2])
}

async fn cycle_is_refused(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    refused(context, Flag::supports_search_and_cycle, circle()).await
}
