//! What a result's columns are.

use backend_core::model::{ColumnType, Identifier};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq};
use crate::fixtures::{Columns, artist, artists, four_artists, table};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "cursor.columns.empty_result",
        empty_result,
        "A query that finds no row still gives its columns, once."
    ),
    case!(
        "cursor.columns.names_in_order",
        names_in_order,
        "Columns come in the order in which they are asked for, by their names."
    )
    .smoke()
    .django("backends/tests.py"),
    case!(
        "cursor.columns.kinds_of_declared_types",
        kinds_of_declared_types,
        "A column's kind is known before its first row, and is the one that the vendor gives its type."
    )
    .smoke(),
    case!(
        "cursor.columns.duplicate_names",
        duplicate_names,
        "Two columns of one name both come, with their own values."
    )
    .django("backends/tests.py"),
    case!(
        "cursor.columns.aliases_as_written",
        aliases_as_written,
        "A column's alias comes back as it was written, whatever characters it is made of."
    ),
    case!(
        "cursor.columns.none_without_a_result",
        none_without_a_result,
        "A statement that gives no rows gives no columns."
    ),
    case!(
        "cursor.columns.forty_of_them",
        forty_of_them,
        "A row of forty columns comes whole and in order."
    ),
];

async fn empty_result(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    let mut columns = Columns::default();
    context
        .query(&context.select_statement(&artists), &mut columns)
        .await?;
    expect_eq("times that the columns came", columns.starts.len(), 1)?;
    expect_eq("rows", columns.rows, 0)?;
    expect_eq("names", columns.names(), ["id", "name", "born"])
}

async fn names_in_order(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let statement = context.select_columns(&artists, &["born", "id", "name"]);
    let mut columns = Columns::default();
    context.query(&statement, &mut columns).await?;
    expect_eq("names", columns.names(), ["born", "id", "name"])?;
    expect_eq("rows", columns.rows, 4)
}

async fn kinds_of_declared_types(context: &mut Context) -> Outcome {
    let types = [
        ("a", ColumnType::BigInteger),
        ("b", ColumnType::Integer),
        ("c", ColumnType::Double),
        ("d", ColumnType::Text),
        ("e", ColumnType::Bytes),
        ("f", ColumnType::Boolean),
        ("g", ColumnType::Date),
        ("h", ColumnType::Timestamp { precision: None }),
        ("i", ColumnType::Uuid),
        (
            "j",
            ColumnType::Decimal {
                precision: Some(10),
                scale: Some(2),
            },
        ),
    ];
    let table = table("kinds", &types)?;
    context.create(&table).await?;
    let mut columns = Columns::default();
    context
        .query(&context.select_statement(&table), &mut columns)
        .await?;
    let operations = context.dialect().operations;
    let found: Vec<_> = columns
        .starts
        .iter()
        .flatten()
        .skip(1)
        .map(|column| column.kind)
        .collect();
    let expected: Vec<_> = types
        .iter()
        .map(|(_, of)| operations.column_kind(of))
        .collect();
    expect_eq("kinds", found, expected)
}

async fn duplicate_names(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let statement = context.select_columns(&artists, &["id", "name", "name"]);
    let rows: Vec<(i64, String, String)> = context.fetch(&statement).await?;
    expect_eq("rows", rows.len(), 4)?;
    expect(rows.iter().all(|(_, one, other)| one == other), || {
        format!("values: {rows:?}")
    })?;
    let mut columns = Columns::default();
    context.query(&statement, &mut columns).await?;
    expect_eq("names", columns.names(), ["id", "name", "name"])
}

async fn aliases_as_written(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    for alias in [
        "Künstler",
        "two words",
        "a\"b",
        "a'b",
        "a`b",
        "a]b",
        "100%",
        "a?b",
        "x:y",
        "a.b",
    ] {
        let dialect = context.dialect();
        let mut out = dialect.writer();
        out.push("SELECT ")
            .identifier(&Identifier::new("id")?)
            .push(" AS ");
        out.identifier(&Identifier::new(alias)?)
            .push(" FROM ")
            .name(&artists.name);
        let mut columns = Columns::default();
        context.query(&out.finish(), &mut columns).await?;
        expect_eq("the alias", columns.names(), [alias])?;
    }
    Ok(())
}

async fn none_without_a_result(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    let insert = context.insert_statement(&artists, &artist(1, "Bach", None));
    let mut columns = Columns::default();
    context.query(&insert, &mut columns).await?;
    expect_eq("columns of an insert", columns.names(), [""; 0])?;
    expect_eq("rows of an insert", columns.rows, 0)?;
    let rows: Vec<(i64,)> = context
        .fetch(&context.insert_statement(&artists, &artist(2, "Clara", None)))
        .await?;
    expect_eq("rows fetched from an insert", rows, [])
}

async fn forty_of_them(context: &mut Context) -> Outcome {
    let names: Vec<_> = (0..40).map(|n| format!("c{n:02}")).collect();
    let columns: Vec<_> = names
        .iter()
        .map(|name| (name.as_str(), ColumnType::Integer))
        .collect();
    let table = table("wide", &columns)?;
    context.create(&table).await?;
    let row: Vec<_> = (0..41)
        .map(|n: i64| backend_core::value::Value::I64(n).into())
        .collect();
    context.insert(&table, std::slice::from_ref(&row)).await?;
    let found = context.select(&table).await?;
    let expected: Vec<_> = row.into_iter().map(|cell| cell.value).collect();
    expect_eq("the row", found, [expected])
}
