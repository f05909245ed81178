//! Rows as a stream.

use backend_core::connection::RowStream;
use backend_core::error::{Error, ErrorKind};
use backend_core::flag::Flag;
use backend_core::sql::Statement;
use backend_core::value::Value;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq, expect_error};
use crate::fixtures::{artists, many_items, record};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "statements.stream.every_row",
        every_row,
        "A stream gives every row once and in order, whatever the size of its batches."
    )
    .requires(&[Flag::can_pause_rows]),
    case!(
        "statements.stream.no_row",
        no_row,
        "A stream of a statement without rows is at its end at once, and stays there."
    )
    .requires(&[Flag::can_pause_rows]),
    case!(
        "statements.stream.lists_of_values",
        lists_of_values,
        "A stream gives rows of any columns as lists of values."
    )
    .requires(&[Flag::can_pause_rows]),
    case!(
        "statements.stream.nothing_before_it_is_asked",
        nothing_before_it_is_asked,
        "A stream sends nothing before its first row is asked for."
    )
    .requires(&[Flag::can_pause_rows]),
    case!(
        "statements.stream.dropped_early",
        dropped_early,
        "A stream that is dropped after any number of rows leaves a session that works and holds nothing."
    )
    .requires(&[Flag::can_pause_rows]),
    case!(
        "statements.stream.failing_statement",
        failing_statement,
        "A stream gives the failure of its statement in place of a row, and is at its end then."
    )
    .requires(&[Flag::can_pause_rows]),
    case!(
        "statements.stream.failing_row",
        failing_row,
        "A row that does not convert ends a stream with an error that names the column."
    )
    .requires(&[Flag::can_pause_rows]),
    case!(
        "statements.stream.batch_of_no_rows",
        batch_of_no_rows,
        "A stream with batches of no rows is refused."
    )
    .requires(&[Flag::can_pause_rows]),
    case!(
        "statements.stream.is_refused",
        is_refused,
        "Where rows cannot be paused, a stream is refused with the flag, before anything is sent."
    )
    .refuses(Flag::can_pause_rows),
];

/// All rows of a stream.
async fn collect<T>(mut stream: RowStream<'_, T>) -> Result<Vec<T>, Error> {
    let mut rows = Vec::new();
    while let Some(row) = stream.next().await {
        rows.push(row?);
    }
    Ok(rows)
}

async fn every_row(context: &mut Context) -> Outcome {
    let items = many_items(context, 2_500).await?;
    let select = context.select_columns(&items, &["id"]);
    let expected: Vec<(i64,)> = (1..=2_500).map(|id| (id,)).collect();
    for batch in [1, 7, 256, 2_500, 9_999] {
        let stream = context.connection().stream::<(i64,)>(&select, batch)?;
        let rows = collect(stream).await?;
        expect(rows == expected, || {
            format!("{} rows in batches of {batch}", rows.len())
        })?;
    }
    expect_eq("rows afterwards", context.count(&items.name).await?, 2_500)
}

async fn no_row(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    let select = context.select_columns(&artists, &["id"]);
    let mut stream = context.connection().stream::<(i64,)>(&select, 10)?;
    for _ in 0..3 {
        expect(stream.next().await.is_none(), || {
            "there is a row".to_owned()
        })?;
    }
    Ok(())
}

async fn lists_of_values(context: &mut Context) -> Outcome {
    let items = many_items(context, 3).await?;
    let select = context.select_statement(&items);
    let stream = context.connection().stream::<Vec<Value>>(&select, 2)?;
    let rows = collect(stream).await?;
    expect_eq("rows", rows, context.select(&items).await?)
}

async fn nothing_before_it_is_asked(context: &mut Context) -> Outcome {
    let (mut connection, sent) = record(context).await?;
    let select = Statement::new("SELECT 1");
    drop(connection.stream::<(i64,)>(&select, 10)?);
    expect_eq("what was sent", sent.statements(), Vec::<String>::new())?;
    connection.close().await?;
    Ok(())
}

async fn dropped_early(context: &mut Context) -> Outcome {
    let items = many_items(context, 2_000).await?;
    let select = context.select_columns(&items, &["id"]);
    for taken in [1, 2, 16, 17, 300, 1_999, 2_000] {
        let mut stream = context.connection().stream::<(i64,)>(&select, 16)?;
        for expected in 1..=taken {
            let row = stream.next().await.transpose()?;
            expect_eq("a row", row, Some((expected,)))?;
        }
        drop(stream);
        expect(context.connection().is_usable().await, || {
            format!("not usable after {taken} rows")
        })?;
        expect_eq("rows afterwards", context.count(&items.name).await?, 2_000)?;
    }
    let mut out = context.dialect().writer();
    out.push("DROP TABLE ").name(&items.name);
    context.execute(&out.finish()).await?;
    Ok(())
}

async fn failing_statement(context: &mut Context) -> Outcome {
    let select = Statement::new("THIS IS NO SQL");
    let mut stream = context.connection().stream::<(i64,)>(&select, 10)?;
    let Some(first) = stream.next().await else {
        return Err(Failure::new("the stream ends without the failure"));
    };
    let error = expect_error("the statement", first, ErrorKind::Programming)?;
    expect_eq("the text", error.sql(), Some("THIS IS NO SQL"))?;
    expect(stream.next().await.is_none(), || "there is more".to_owned())
}

async fn failing_row(context: &mut Context) -> Outcome {
    let artists = crate::fixtures::four_artists(context).await?;
    let select = context.select_columns(&artists, &["name"]);
    let mut stream = context.connection().stream::<(i64,)>(&select, 1)?;
    let Some(first) = stream.next().await else {
        return Err(Failure::new("the stream ends without the failure"));
    };
    let error = expect_error("a name as a number", first, ErrorKind::Data)?;
    expect(error.detail().column.is_some(), || {
        "no column is named".to_owned()
    })?;
    drop(stream);
    expect_eq("rows afterwards", context.count(&artists.name).await?, 4)
}

async fn batch_of_no_rows(context: &mut Context) -> Outcome {
    let select = Statement::new("SELECT 1");
    let result = context.connection().stream::<(i64,)>(&select, 0);
    expect_error("the stream", result, ErrorKind::Interface)?;
    Ok(())
}

async fn is_refused(context: &mut Context) -> Outcome {
    let select = Statement::new("SELECT 1");
    context
        .refused(Flag::can_pause_rows, async |context| {
            context.connection().stream::<(i64,)>(&select, 10).map(drop)
        })
        .await
}
