//! Inserts, updates and deletes.

use backend_core::error::{ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::model::{Column, ColumnType, Default, Identity};
use backend_core::query::{Query, bind};
use backend_core::sea_query::{Expr, ExprTrait as _, InsertStatement};
use backend_core::value::{ColumnKind, Date, Decimal, TypedValue, Uuid, Value};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq};
use crate::fixtures::{artist, artists, fault, four_artists, items, many_items, table};

pub(super) const CASES: &[CaseDef] = &[
    case!("query.insert.one_row", one_row, "An insert stores its values in the columns that it names, in any order.")
        .django("basic/tests.py"),
    case!("query.insert.several_rows", several_rows, "One insert stores several rows, and counts them.")
        .requires(&[Flag::has_bulk_insert])
        .django("bulk_create/tests.py"),
    case!(
        "query.insert.several_rows_are_refused",
        several_rows_are_refused,
        "Where one insert cannot carry several rows, it is refused with the flag."
    )
    .refuses(Flag::has_bulk_insert),
    case!(
        "query.insert.more_values_than_parameters",
        more_values_than_parameters,
        "An insert of more values than a statement takes stores every row, or is refused and stores none."
    )
    .requires(&[Flag::has_bulk_insert])
    .django("bulk_create/tests.py"),
    case!("query.insert.default_values", default_values, "An insert without values stores the defaults.")
        .requires(&[Flag::supports_identity_columns])
        .django("empty/tests.py"),
    case!("query.insert.from_a_select", from_a_select, "An insert stores the rows of a select."),
    case!(
        "query.insert.values_of_every_kind",
        values_of_every_kind,
        "A parameter of any kind passes through a query without loss, a typed NULL too."
    )
    .smoke(),
    case!("query.update.where_condition", update_where, "An update changes the rows that meet its condition, and counts them.")
        .django("update/tests.py"),
    case!("query.update.all_rows", update_all, "An update without condition changes every row.")
        .django("update/tests.py"),
    case!("query.expression.in_an_update", update_from_itself, "An update computes from the values before it.")
        .django("expressions/tests.py"),
    case!("query.delete.where_condition", delete_where, "A delete removes the rows that meet its condition, and counts them.")
        .django("delete/tests.py"),
    case!("query.delete.all_rows", delete_all, "A delete without condition removes every row.")
        .django("delete/tests.py"),
];

fn insert(rows: &[(i64, &str)]) -> Result<InsertStatement> {
    let mut insert = Query::insert();
    insert.into_table("artist").columns(["id", "name"]);
    for (id, name) in rows {
        insert
            .values([bind(*id).into(), bind(*name).into()])
            .map_err(fault)?;
    }
    Ok(insert)
}

async fn one_row(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    let mut insert = Query::insert();
    insert.into_table("artist").columns(["born", "id", "name"]);
    let values = [
        bind(1685_i32).into(),
        bind(1_i64).into(),
        bind("it's 100% ?").into(),
    ];
    insert.values(values).map_err(fault)?;
    let done = context.execute_query(&insert.into()).await?;
    expect_eq("inserted", done.affected, Some(1))?;
    let found: Vec<(i64, String, i32)> = context.fetch(&context.select_statement(&artists)).await?;
    expect_eq("rows", found, [(1, "it's 100% ?".to_owned(), 1685)])
}

async fn several_rows(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    let done = context
        .execute_query(&insert(&[(1, "a"), (2, "b"), (3, "c")])?.into())
        .await?;
    expect_eq("inserted", done.affected, Some(3))?;
    let found: Vec<(i64, String)> = context
        .fetch(&context.select_columns(&artists, &["id", "name"]))
        .await?;
    expect_eq(
        "rows",
        found,
        [(1, "a"), (2, "b"), (3, "c")]
            .map(|(id, n)| (id, n.to_owned()))
            .to_vec(),
    )
}

async fn several_rows_are_refused(context: &mut Context) -> Outcome {
    context.create(&artists()?).await?;
    let query = insert(&[(1, "a"), (2, "b")])?.into();
    context
        .refused(Flag::has_bulk_insert, async |context| {
            context.execute_query(&query).await
        })
        .await
}

async fn more_values_than_parameters(context: &mut Context) -> Outcome {
    let items = items()?;
    context.create(&items).await?;
    let most = context
        .features()
        .max_query_parameters
        .map_or(40_000, i64::from);
    let rows = most / 2 + 1;
    let mut insert = Query::insert();
    insert.into_table("item").columns(["id", "n"]);
    for id in 0..rows {
        insert
            .values([bind(id).into(), bind(id).into()])
            .map_err(fault)?;
    }
    let stored = match context.execute_query(&insert.into()).await {
        Ok(done) => {
            expect_eq("inserted", done.affected, u64::try_from(rows).ok())?;
            rows
        }
        Err(error) => {
            expect_eq(
                "the kind of the refusal",
                error.kind(),
                ErrorKind::Interface,
            )?;
            0
        }
    };
    expect_eq("rows", context.count(&items.name).await?, stored)
}

async fn default_values(context: &mut Context) -> Outcome {
    let mut table = table("defaults", &[])?;
    for column in &mut table.columns {
        column.identity = Some(Box::new(Identity::new()));
    }
    let seven = Default::Literal(Value::I64(7));
    let table = table
        .with_column(Column::new("n", ColumnType::Integer)?.with_default(seven))
        .with_column(Column::new("none", ColumnType::Integer)?);
    context.create(&table).await?;
    for _ in 0..2 {
        let mut insert = Query::insert();
        insert.into_table("defaults").or_default_values();
        let done = context.execute_query(&insert.into()).await?;
        expect_eq("inserted", done.affected, Some(1))?;
    }
    let statement = context.select_columns(&table, &["n", "none"]);
    let found: Vec<(i32, Option<i32>)> = context.fetch(&statement).await?;
    expect_eq("rows", found, [(7, None), (7, None)])
}

async fn from_a_select(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let mut old = Query::select();
    old.expr(Expr::col("id").add(bind(10_i64)))
        .column("name")
        .from("artist");
    old.and_where(Expr::col("born").lt(bind(1815_i32)));
    let mut insert = Query::insert();
    insert
        .into_table("artist")
        .columns(["id", "name"])
        .select_from(old)
        .map_err(fault)?;
    let done = context.execute_query(&insert.into()).await?;
    expect_eq("inserted", done.affected, Some(2))?;
    let found: Vec<(i64,)> = context
        .fetch(&context.select_columns(&artists, &["id"]))
        .await?;
    expect_eq("keys", found, [(1,), (2,), (3,), (4,), (11,), (13,)])
}

/// A key, and a value of each kind that `sea_query` has no variant of its own for.
type Row = (i64, Decimal, Date, Uuid, Vec<u8>, bool, Option<Date>);

async fn values_of_every_kind(context: &mut Context) -> Outcome {
    let table = table(
        "stored",
        &[
            (
                "price",
                ColumnType::Decimal {
                    precision: Some(30),
                    scale: Some(10),
                },
            ),
            ("day", ColumnType::Date),
            ("key", ColumnType::Uuid),
            ("content", ColumnType::Bytes),
            ("flag", ColumnType::Boolean),
            ("nothing", ColumnType::Date),
        ],
    )?;
    context.create(&table).await?;
    let price = Decimal::parse("12345678901234567890.0123456789")?;
    let (day, key): (Date, Uuid) = ("1685-03-21".parse()?, Uuid::MAX);
    let mut insert = Query::insert();
    insert.into_table("stored");
    insert.columns(["id", "price", "day", "key", "content", "flag", "nothing"]);
    let values = [
        bind(1_i64),
        bind(price.clone()),
        bind(day),
        bind(key),
        bind(vec![0_u8, 255]),
        bind(true),
        bind(TypedValue::null(ColumnKind::Date)),
    ];
    insert.values(values.map(Expr::from)).map_err(fault)?;
    context.execute_query(&insert.into()).await?;
    let found: Vec<Row> = context.fetch(&context.select_statement(&table)).await?;
    expect_eq(
        "the row",
        found,
        [(1, price.clone(), day, key, vec![0, 255], true, None)],
    )?;
    let mut select = Query::select();
    select
        .column("id")
        .from("stored")
        .and_where(Expr::col("price").eq(bind(price)));
    select
        .and_where(Expr::col("day").eq(bind(day)))
        .and_where(Expr::col("key").eq(bind(key)));
    let found: Vec<(i64,)> = context.fetch_query(&select.into()).await?;
    expect_eq("found by its values", found, [(1,)])
}

async fn names(context: &mut Context) -> Result<Vec<String>, Failure> {
    let statement = context.select_columns(&artists()?, &["name"]);
    let names: Vec<(String,)> = context.fetch(&statement).await?;
    Ok(names.into_iter().map(|(name,)| name).collect())
}

async fn update_where(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    for (bound, count) in [(1810_i32, 2), (9999, 0)] {
        let mut update = Query::update();
        update
            .table("artist")
            .value("name", bind("x"))
            .and_where(Expr::col("born").gte(bind(bound)));
        let done = context.execute_query(&update.into()).await?;
        expect_eq("updated", done.affected, Some(count))?;
    }
    expect_eq(
        "names",
        names(context).await?,
        ["Bach", "x", "x", "Hildegard"],
    )
}

async fn update_all(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    let mut update = Query::update();
    update
        .table("artist")
        .value("name", bind("x"))
        .value("born", bind(None::<i32>));
    let done = context.execute_query(&update.into()).await?;
    expect_eq("updated", done.affected, Some(4))?;
    expect(names(context).await?.iter().all(|name| name == "x"), || {
        "a name stayed".to_owned()
    })
}

async fn update_from_itself(context: &mut Context) -> Outcome {
    let items = many_items(context, 3).await?;
    let mut update = Query::update();
    update
        .table("item")
        .value("n", Expr::col("n").mul(bind(10_i64)).add(Expr::col("id")));
    context.execute_query(&update.into()).await?;
    let found: Vec<(i64, i64)> = context.fetch(&context.select_statement(&items)).await?;
    expect_eq("rows", found, [(1, 21), (2, 42), (3, 63)])
}

async fn delete_where(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    for count in [2, 0] {
        let mut delete = Query::delete();
        delete
            .from_table("artist")
            .and_where(Expr::col("born").gte(bind(1810_i32)));
        let done = context.execute_query(&delete.into()).await?;
        expect_eq("deleted", done.affected, Some(count))?;
    }
    expect_eq("names", names(context).await?, ["Bach", "Hildegard"])
}

async fn delete_all(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let mut delete = Query::delete();
    delete.from_table("artist");
    let done = context.execute_query(&delete.into()).await?;
    expect_eq("deleted", done.affected, Some(4))?;
    context
        .insert(&artists, &[artist(1, "again", None)])
        .await?;
    expect_eq("names", names(context).await?, ["again"])
}
