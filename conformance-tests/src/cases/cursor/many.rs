//! One statement with many rows of parameters, and batches of statements.

use backend_core::error::{ErrorKind, Integrity};
use backend_core::flag::Flag;
use backend_core::wrapper::TransactionOptions;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq, expect_error};
use crate::fixtures::{Counting, Rows, artist, artists, items};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "cursor.many.no_rows_sends_nothing",
        no_rows_sends_nothing,
        "A statement with no row of parameters is not sent: not even its syntax is checked."
    )
    .django("backends/tests.py"),
    case!(
        "cursor.many.several_rows",
        several_rows,
        "A statement runs once for each row of parameters, and counts all changed rows."
    )
    .smoke()
    .django("backends/tests.py"),
    case!(
        "cursor.many.one_shot_source",
        one_shot_source,
        "A source that makes its rows as they are asked for is asked once a row and once for the end."
    )
    .django("backends/tests.py"),
    case!(
        "cursor.many.fails_in_the_middle",
        fails_in_the_middle,
        "The first failing row ends the statement; the rows before it stay, the rows after it do not come."
    ),
    case!(
        "cursor.many.undone_by_its_transaction",
        undone_by_its_transaction,
        "The rows before a failing one are undone by the transaction around them."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "cursor.many.error_of_the_source",
        error_of_the_source,
        "An error of the source ends the statement, comes back as it is, and leaves the session usable."
    ),
    case!(
        "cursor.many.wrong_number_in_one_row",
        wrong_number_in_one_row,
        "A row with the wrong number of parameters is refused like a statement of its own."
    ),
    case!(
        "cursor.many.update_counts_all_rows",
        update_counts_all_rows,
        "An update that runs many times counts the changed rows of all its runs."
    ),
];

async fn no_rows_sends_nothing(context: &mut Context) -> Outcome {
    let done = context
        .execute_many("THIS IS NO SQL", &mut Rows::new(&[]))
        .await?;
    expect_eq("changed rows", done.affected.unwrap_or(0), 0)
}

async fn several_rows(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    let rows = [
        artist(1, "Bach", Some(1685)),
        artist(2, "Clara", None),
        artist(3, "", Some(-1)),
    ];
    let sql = context.insert_statement(&artists, &artist(0, "", None)).sql;
    let done = context.execute_many(&sql, &mut Rows::new(&rows)).await?;
    expect_eq("changed rows", done.affected, Some(3))?;
    let found: Vec<(i64, String, Option<i32>)> =
        context.fetch(&context.select_statement(&artists)).await?;
    let expected = [
        (1, "Bach", Some(1685)),
        (2, "Clara", None),
        (3, "", Some(-1)),
    ];
    expect_eq(
        "rows",
        found,
        expected
            .map(|(id, name, born)| (id, name.to_owned(), born))
            .to_vec(),
    )
}

async fn one_shot_source(context: &mut Context) -> Outcome {
    let items = items()?;
    context.create(&items).await?;
    let sql = insert_item(context)?;
    let mut source = Counting::to(250);
    let done = context.execute_many(&sql, &mut source).await?;
    expect_eq("changed rows", done.affected, Some(250))?;
    expect_eq("questions to the source", source.asked, 251)?;
    expect_eq("rows", context.count(&items.name).await?, 250)
}

fn insert_item(context: &Context) -> Result<String, backend_core::error::Error> {
    let row = [0_i64, 0].map(|n| backend_core::value::Value::I64(n).into());
    Ok(context.insert_statement(&items()?, &row).sql)
}

async fn fails_in_the_middle(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    let rows = [1, 2, 1, 3].map(|id| artist(id, "x", None));
    let sql = context.insert_statement(&artists, &artist(0, "", None)).sql;
    let result = context.execute_many(&sql, &mut Rows::new(&rows)).await;
    expect_error(
        "the third row",
        result,
        ErrorKind::Integrity(Integrity::Unique),
    )?;
    let keys: Vec<(i64,)> = context
        .fetch(&context.select_columns(&artists, &["id"]))
        .await?;
    expect_eq("keys", keys, [(1,), (2,)])
}

async fn undone_by_its_transaction(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    let rows = [1, 2, 1].map(|id| artist(id, "x", None));
    let sql = context.insert_statement(&artists, &artist(0, "", None)).sql;
    context
        .connection()
        .begin(&TransactionOptions::default())
        .await?;
    let result = context.execute_many(&sql, &mut Rows::new(&rows)).await;
    context.connection().rollback().await?;
    expect_error(
        "the third row",
        result,
        ErrorKind::Integrity(Integrity::Unique),
    )?;
    expect_eq("rows", context.count(&artists.name).await?, 0)
}

async fn error_of_the_source(context: &mut Context) -> Outcome {
    let items = items()?;
    context.create(&items).await?;
    let sql = insert_item(context)?;
    let result = context
        .execute_many(&sql, &mut Counting::to(9).failing_at(4))
        .await;
    let error = expect_error("the fourth row", result, ErrorKind::Operational)?;
    expect_eq("the message", error.message(), "the source ran dry")?;
    let rows = context.count(&items.name).await?;
    expect(rows <= 3, || {
        format!("{rows} rows came of the three before the error")
    })
}

async fn wrong_number_in_one_row(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    let mut short = artist(2, "x", None);
    short.pop();
    let rows = [artist(1, "x", None), short, artist(3, "x", None)];
    let sql = context.insert_statement(&artists, &artist(0, "", None)).sql;
    let result = context.execute_many(&sql, &mut Rows::new(&rows)).await;
    expect_error("the second row", result, ErrorKind::Interface)?;
    let rows = context.count(&artists.name).await?;
    expect(rows <= 1, || format!("{rows} rows were stored"))
}

async fn update_counts_all_rows(context: &mut Context) -> Outcome {
    let artists = crate::fixtures::four_artists(context).await?;
    let (name, id) = ("name".parse()?, "id".parse()?);
    let mut out = context.dialect().writer();
    out.push("UPDATE ")
        .name(&artists.name)
        .push(" SET ")
        .identifier(&name)
        .push(" = ")
        .bind("");
    out.push(" WHERE ").identifier(&id).push(" >= ").bind(0_i64);
    let row = |text: &str, id: i64| {
        use backend_core::value::IntoValue as _;
        vec![text.into_value(), id.into_value()]
    };
    let rows = [row("a", 3), row("b", 4), row("c", 5)];
    let done = context
        .execute_many(&out.finish().sql, &mut Rows::new(&rows))
        .await?;
    expect_eq("changed rows", done.affected, Some(3))
}
