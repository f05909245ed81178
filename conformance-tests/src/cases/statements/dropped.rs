//! Futures that are dropped at any place where they wait: the session works afterwards, and sees nothing that was left over.

use backend_core::connection::Connection;
use backend_core::flag::Flag;
use backend_core::model::Table;
use backend_core::sql::Statement;
use backend_core::value::IntoValue as _;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq};
use crate::fixtures::{Counting, items, many_items, polled};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "statements.dropped.fetch",
        fetch,
        "A fetch that is dropped at any place leaves a session that works and gives the next query's own rows."
    ),
    case!(
        "statements.dropped.execute",
        execute,
        "An insert that is dropped at any place has stored its row or not, and the session works."
    ),
    case!(
        "statements.dropped.execute_many",
        execute_many,
        "An insert of many rows that is dropped at any place leaves a session that works and inserts nothing more."
    ),
    case!(
        "statements.dropped.batch",
        batch,
        "A batch that is dropped at any place leaves a session that works, and none of it runs later."
    )
    .requires(&[Flag::supports_batches]),
    case!(
        "statements.dropped.stream",
        stream,
        "A stream whose next row is awaited and dropped at any place gives that row later, or leaves a session that works."
    )
    .requires(&[Flag::can_pause_rows]),
    case!(
        "statements.dropped.connect",
        connect,
        "Connecting that is dropped at any place leaves a database that can be connected to."
    ),
    case!(
        "statements.dropped.close",
        close,
        "Closing that is dropped at any place closes the session, and leaves the others as they are."
    ),
    case!(
        "statements.dropped.transaction",
        transaction,
        "A transaction whose statement is dropped at any place can be rolled back, and nothing of it stays."
    )
    .requires(&[Flag::supports_transactions]),
];

/// As many polls as a call needs.
const MOST: usize = usize::MAX;

/// The numbers of polls that are tried: each of the first ones, then ever fewer.
fn tries() -> impl Iterator<Item = usize> {
    (1..=8).chain([10, 15, 25, 50, 100, 250, 500, 1_000, MOST])
}

/// Demands that the session gives the rows of the next queries and no others.
async fn expect_sound(context: &mut Context, polls: usize) -> Outcome {
    expect(context.connection().is_usable().await, || {
        format!("not usable after {polls} polls")
    })?;
    for number in [41_i64, 42] {
        let select = Statement::new(format!("SELECT {number}"));
        let row: (i64,) = context.connection().fetch_one(&select).await?;
        expect_eq("the next query's row", row, (number,))?;
    }
    Ok(())
}

fn insert(context: &Context, table: &Table, id: i64) -> Statement {
    context.insert_statement(table, &[id.into_value(), 0_i64.into_value()])
}

async fn fetch(context: &mut Context) -> Outcome {
    let items = many_items(context, 3_000).await?;
    let select = context.select_columns(&items, &["id"]);
    for polls in tries() {
        let ended = polled(context.connection().fetch_as::<(i64,)>(&select), polls).await;
        expect_sound(context, polls).await?;
        if let Some(rows) = ended {
            expect_eq("rows", rows?.len(), 3_000)?;
            break;
        }
    }
    expect_eq("rows afterwards", context.count(&items.name).await?, 3_000)
}

async fn execute(context: &mut Context) -> Outcome {
    let items = items()?;
    context.create(&items).await?;
    for (id, polls) in (1_i64..).zip(tries()) {
        let before = context.count(&items.name).await?;
        let insert = insert(context, &items, id);
        let ended = polled(context.connection().execute(&insert), polls).await;
        expect_sound(context, polls).await?;
        let stored = context.count(&items.name).await? - before;
        match ended {
            Some(done) => {
                expect_eq("changed rows", done?.affected, Some(1))?;
                return expect_eq("stored rows", stored, 1);
            }
            None => expect((0..=1).contains(&stored), || format!("{stored} rows came"))?,
        }
    }
    Err(Failure::new("the insert never ended"))
}

async fn execute_many(context: &mut Context) -> Outcome {
    let items = items()?;
    context.create(&items).await?;
    let sql = insert(context, &items, 0).sql;
    for polls in tries() {
        let mut source = Counting::to(1_500);
        let ended = polled(context.connection().execute_many(&sql, &mut source), polls).await;
        expect_sound(context, polls).await?;
        let stored = context.count(&items.name).await?;
        if let Some(done) = ended {
            expect_eq("changed rows", done?.affected, Some(1_500))?;
            return expect_eq("stored rows", stored, 1_500);
        }
        expect(stored <= 1_500, || format!("{stored} rows came"))?;
        expect_eq(
            "rows a moment later",
            context.count(&items.name).await?,
            stored,
        )?;
        let delete = context.statement(|out| {
            out.push("DELETE FROM ").name(&items.name);
        });
        context.execute(&delete).await?;
    }
    Err(Failure::new("the inserts never ended"))
}

async fn batch(context: &mut Context) -> Outcome {
    let items = items()?;
    context.create(&items).await?;
    let names: Vec<_> = items.columns.iter().map(|column| &column.name).collect();
    for (round, polls) in (0_i64..).zip(tries()) {
        let script: Vec<_> = (1..=20)
            .map(|n| {
                context.expression(|out| {
                    out.push("INSERT INTO ").name(&items.name).push(" (");
                    out.identifiers(names.iter().copied()).push(") VALUES (");
                    out.number(round * 100 + n).push(", 0)");
                })
            })
            .collect();
        let before = context.count(&items.name).await?;
        let script = script.join("; ");
        let ended = polled(context.connection().batch(&script), polls).await;
        expect_sound(context, polls).await?;
        let stored = context.count(&items.name).await? - before;
        if let Some(result) = ended {
            result?;
            return expect_eq("stored rows", stored, 20);
        }
        let later = context.count(&items.name).await? - before;
        expect_eq("rows a moment later", later, stored)?;
    }
    Err(Failure::new("the batch never ended"))
}

async fn stream(context: &mut Context) -> Outcome {
    let items = many_items(context, 500).await?;
    let select = context.select_columns(&items, &["id"]);
    for polls in tries() {
        let mut stream = context.connection().stream::<(i64,)>(&select, 4)?;
        let mut expected = 0;
        while expected < 10 {
            // A row that was not waited for is not lost: the stream has it still.
            if let Some(row) = polled(stream.next(), polls).await {
                expected += 1;
                let Some(row) = row else {
                    return Err(Failure::new("the stream ended early"));
                };
                expect_eq("a row", row?, (expected,))?;
            }
        }
        drop(stream);
        expect_sound(context, polls).await?;
    }
    expect_eq("rows afterwards", context.count(&items.name).await?, 500)
}

async fn connect(context: &mut Context) -> Outcome {
    let items = many_items(context, 3).await?;
    for polls in tries() {
        if let Some(session) = polled(context.connect(), polls).await {
            session?.close().await?;
            break;
        }
    }
    let mut other = context.connect().await?;
    let rows: Vec<(i64,)> = other
        .fetch_as(&context.select_columns(&items, &["id"]))
        .await?;
    expect_eq("rows of another session", rows.len(), 3)?;
    other.close().await?;
    expect_sound(context, MOST).await
}

async fn close(context: &mut Context) -> Outcome {
    let items = many_items(context, 3).await?;
    let select = context.select_columns(&items, &["id"]);
    for polls in tries() {
        let mut other = context.connect().await?;
        other.fetch_as::<(i64,)>(&select).await?;
        let ended = polled(Connection::close(other), polls).await;
        expect_eq("rows", context.count(&items.name).await?, 3)?;
        if let Some(result) = ended {
            result?;
            break;
        }
    }
    expect_sound(context, MOST).await
}

async fn transaction(context: &mut Context) -> Outcome {
    let items = items()?;
    context.create(&items).await?;
    let options = backend_core::wrapper::TransactionOptions::default();
    for polls in tries() {
        context.connection().begin(&options).await?;
        let first = insert(context, &items, 1);
        context.execute(&first).await?;
        let second = insert(context, &items, 2);
        let ended = polled(context.connection().execute(&second), polls).await;
        context.connection().rollback().await?;
        expect_sound(context, polls).await?;
        expect_eq("rows", context.count(&items.name).await?, 0)?;
        if let Some(result) = ended {
            result?;
            break;
        }
    }
    Ok(())
}
