//! Cancelling in the middle of something.

use std::sync::Arc;

use backend_core::cursor::RowSource;
use backend_core::error::{Error, ErrorKind};
use backend_core::flag::Flag;
use backend_core::value::{IntoValue as _, Param};
use backend_core::wrapper::{Cancel, TransactionOptions};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq, expect_error};
use crate::fixtures::{Counting, items, many_items};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "statements.cancel.amid_rows",
        amid_rows,
        "A query that is cancelled amid its rows ends as cancelled, and the next one gives its own rows."
    )
    .requires(&[Flag::can_cancel_statements]),
    case!(
        "statements.cancel.amid_many",
        amid_many,
        "A statement with many rows of parameters that is cancelled amid them ends as cancelled, and the session works on."
    )
    .requires(&[Flag::can_cancel_statements]),
    case!(
        "statements.cancel.amid_a_stream",
        amid_a_stream,
        "A stream that is cancelled ends with that error or with its last row, and the session works on."
    )
    .requires(&[Flag::can_cancel_statements, Flag::can_pause_rows]),
    case!(
        "statements.cancel.between_statements",
        between_statements,
        "A cancel between two statements does nothing, inside a transaction too."
    )
    .requires(&[Flag::can_cancel_statements, Flag::supports_transactions]),
];

fn canceller(context: &mut Context) -> Result<Arc<dyn Cancel>, Failure> {
    let canceller = context.connection().canceller();
    canceller.ok_or_else(|| Failure::new("the session offers no canceller"))
}

async fn amid_rows(context: &mut Context) -> Outcome {
    let items = many_items(context, 1_000).await?;
    let canceller = canceller(context)?;
    let id = "id".parse()?;
    let pairs = context.statement(|out| {
        out.push("SELECT a.").identifier(&id).push(" FROM ");
        out.name(&items.name)
            .push(" a, ")
            .name(&items.name)
            .push(" b, ");
        out.name(&items.name).push(" c");
    });
    let mut rows = 0_u64;
    let result = context
        .connection()
        .fetch(&pairs, |_| {
            rows += 1;
            // Again from time to time: the first may come while the server is between two packets.
            if rows % 10_000 == 10 {
                canceller.cancel()
            } else {
                Ok(())
            }
        })
        .await;
    expect_error(
        "the query",
        result.map(|rows| rows.len()),
        ErrorKind::Cancelled,
    )?;
    expect(rows >= 10, || format!("{rows} rows"))?;
    expect_eq("rows afterwards", context.count(&items.name).await?, 1_000)
}

/// Cancels when it is asked for a certain row.
struct Cancelling {
    rows: Counting,
    at: i64,
    canceller: Arc<dyn Cancel>,
}

impl RowSource for Cancelling {
    fn next(&mut self) -> Result<Option<&[Param<'_>]>, Error> {
        if self.rows.asked >= self.at {
            self.canceller.cancel()?;
        }
        self.rows.next()
    }
}

async fn amid_many(context: &mut Context) -> Outcome {
    let items = items()?;
    context.create(&items).await?;
    let insert = context.insert_statement(&items, &[0_i64.into_value(), 0_i64.into_value()]);
    let mut source = Cancelling {
        rows: Counting::to(20_000),
        at: 3_000,
        canceller: canceller(context)?,
    };
    let transactions = context.features().supports_transactions;
    if transactions {
        context
            .connection()
            .begin(&TransactionOptions::default())
            .await?;
    }
    let result = context.execute_many(&insert.sql, &mut source).await;
    if transactions {
        context.connection().rollback().await?;
    }
    expect_error("the statement", result, ErrorKind::Cancelled)?;
    let rows = context.count(&items.name).await?;
    expect(
        if transactions {
            rows == 0
        } else {
            rows < 20_000
        },
        || format!("{rows} rows are there"),
    )
}

async fn amid_a_stream(context: &mut Context) -> Outcome {
    let items = many_items(context, 5_000).await?;
    let canceller = canceller(context)?;
    let select = context.select_columns(&items, &["id"]);
    let mut stream = context.connection().stream::<(i64,)>(&select, 8)?;
    let mut last = 0;
    let ended = loop {
        match stream.next().await.transpose() {
            Ok(Some((id,))) => {
                expect_eq("a row", id, last + 1)?;
                last = id;
                if id == 20 {
                    canceller.cancel()?;
                }
            }
            Ok(None) => break None,
            Err(error) => break Some(error),
        }
    };
    drop(stream);
    match ended {
        Some(error) => expect_eq("the error", error.kind(), ErrorKind::Cancelled)?,
        // The server was through already.
        None => expect_eq("rows", last, 5_000)?,
    }
    expect_eq("rows afterwards", context.count(&items.name).await?, 5_000)
}

async fn between_statements(context: &mut Context) -> Outcome {
    let items = many_items(context, 10).await?;
    let canceller = canceller(context)?;
    context
        .connection()
        .begin(&TransactionOptions::default())
        .await?;
    for _ in 0..3 {
        canceller.cancel()?;
        expect_eq("rows", context.count(&items.name).await?, 10)?;
    }
    canceller.cancel()?;
    context.connection().commit().await?;
    canceller.cancel()?;
    expect_eq("rows afterwards", context.count(&items.name).await?, 10)
}
