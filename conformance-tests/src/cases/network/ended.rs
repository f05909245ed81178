//! Sessions that the server ends, as an administrator tells it to: idle, in a block, amid rows, in a pool.

use std::time::Duration;

use backend_core::connection::Connection;
use backend_core::error::{ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::model::{ColumnType, Table};
use backend_core::pool::Pool;
use backend_core::sql::Statement;
use backend_core::transaction::AtomicOptions;
use backend_core::value::{IntoValue as _, TypedValue};

use super::{expect_lost, fetched, in_time, rows};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq, expect_error};
use crate::fixtures::{Rows, artist, artists, table};
use crate::harness::EndingSample;

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "network.ended.idle",
        idle,
        "A session that the server ended while it did nothing notices at its next statement, and takes nothing more."
    )
    .over_network(),
    case!(
        "network.ended.in_a_block",
        in_a_block,
        "A block whose session the server ended cannot be committed, and nothing of it is kept."
    )
    .requires(&[Flag::supports_transactions])
    .over_network(),
    case!(
        "network.ended.amid_rows",
        amid_rows,
        "A session that the server ended amid rows is lost; the rows before were right, and fewer rows are never all rows."
    )
    .requires(&[Flag::can_pause_rows])
    .over_network(),
    case!(
        "network.ended.in_a_pool",
        in_a_pool,
        "A session that the server ended while it lay in a pool is replaced, at the loan or behind the statement that failed."
    )
    .over_network(),
];

/// The statement by which a session asks for its own number, and the one that ends the session of a number.
fn ending(context: &Context) -> Result<EndingSample, Failure> {
    let ending = context.samples().ending;
    ending.ok_or_else(|| Failure::new("the harness does not say how one session ends another"))
}

async fn number(context: &Context, session: &mut Connection) -> Result<i64, Failure> {
    let number = Statement::new(ending(context)?.number);
    match session.fetch_as(&number).await?.as_slice() {
        [(number,)] => Ok(*number),
        rows => Err(Failure::new(format!("a session's number is {rows:?}"))),
    }
}

/// Has the server end the session of that number, told by the case's own.
async fn end(context: &mut Context, number: i64) -> Outcome {
    let text = ending(context)?.statement;
    let statement = Statement::new(text.replace("{number}", &number.to_string()));
    context.execute(&statement).await?;
    Ok(())
}

async fn idle(context: &mut Context) -> Outcome {
    let (_, select) = rows(context).await?;
    let mut session = context.connect().await?;
    fetched(&mut session, &select).await?;
    let number = number(context, &mut session).await?;
    end(context, number).await?;
    let result = in_time("the statement", fetched(&mut session, &select)).await?;
    expect_lost("the statement", result, &mut session, &select).await?;
    Ok(())
}

async fn in_a_block(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    let insert = |context: &Context, id| context.insert_statement(&artists, &artist(id, "x", None));
    let (first, second) = (insert(context, 1), insert(context, 2));
    let mut session = context.connect().await?;
    let number = number(context, &mut session).await?;
    let mut block = session.begin_atomic(AtomicOptions::new()).await?;
    block.execute(&first).await?;
    end(context, number).await?;
    let result = in_time("the statement", block.execute(&second)).await?;
    let error = expect_error("the statement", result, ErrorKind::ConnectionLost)?;
    expect_eq("it is to be retried as it is", error.is_retryable(), false)?;
    let committed = in_time("the commit", block.commit()).await?;
    expect_error("the commit", committed, ErrorKind::ConnectionLost)?;
    let usable = in_time("the question whether it works", session.is_usable()).await?;
    expect_eq("it works", usable, false)?;
    expect_eq("rows", context.count(&artists.name).await?, 0)
}

/// How many rows a table has that is joined with itself.
const WIDE: i64 = 120;
/// How long the text of each is: the join has far more bytes than wait between a server and a session that reads nothing.
const WIDTH: usize = 1_000;

fn text(id: i64) -> String {
    format!("{id:>WIDTH$}")
}

/// A table of wide rows, and each of them beside each.
async fn wide(context: &mut Context) -> Result<Statement> {
    let text_type = ColumnType::VarChar {
        length: u32::try_from(WIDTH).ok(),
    };
    let wide: Table = table("wide", &[("text", text_type)])?;
    context.create(&wide).await?;
    let row = |id: i64| -> Vec<TypedValue> { vec![id.into_value(), text(id).into_value()] };
    let all: Vec<_> = (1..=WIDE).map(row).collect();
    let insert = context.insert_statement(&wide, &row(0));
    context
        .execute_many(&insert.sql, &mut Rows::new(&all))
        .await?;
    Ok(context.statement(|out| {
        for (n, side) in ["one", "other"].into_iter().enumerate() {
            for column in &wide.columns {
                let first = n == 0 && column.name.as_str() == "id";
                out.push(if first { "SELECT " } else { ", " });
                out.push(side).push(".").identifier(&column.name);
            }
        }
        out.push(" FROM ").name(&wide.name).push(" one");
        out.push(" CROSS JOIN ").name(&wide.name).push(" other");
    }))
}

async fn amid_rows(context: &mut Context) -> Outcome {
    let select = wide(context).await?;
    let mut session = context.connect().await?;
    let number = number(context, &mut session).await?;
    let mut stream = session.stream::<(i64, String, i64, String)>(&select, 10)?;
    let mut count = 0;
    let lost = loop {
        match in_time("a row", stream.next()).await? {
            Some(Ok((one, of_one, other, of_other))) => {
                let right = of_one == text(one) && of_other == text(other);
                expect(right, || {
                    format!("a row is not what it was: {one}, {other}")
                })?;
            }
            Some(Err(error)) => break Err::<(), _>(error),
            None => break Ok(()),
        }
        count += 1;
        if count == 25 {
            end(context, number).await?;
        }
    };
    drop(stream);
    expect_lost("the rows behind", lost, &mut session, &select).await?;
    expect((25..WIDE * WIDE).contains(&count), || {
        format!("{count} rows came of {}", WIDE * WIDE)
    })
}

async fn in_a_pool(context: &mut Context) -> Outcome {
    let (_, select) = rows(context).await?;
    // Looked at when it is lent out, or not before it fails.
    for checked in [true, false] {
        let mut pool = Pool::builder(context.backend(), context.settings().clone())
            .max_size(1)
            .wait_timeout(Duration::from_secs(10));
        if checked {
            pool = pool.check_after_idle(Duration::ZERO);
        }
        let pool = pool.build()?;
        let mut session = pool.get().await?;
        let ended = number(context, &mut session).await?;
        drop(session);
        end(context, ended).await?;
        let mut session = in_time("a loan", pool.get()).await??;
        if !checked {
            let result = in_time("the fetch", fetched(&mut session, &select)).await?;
            expect_lost("the fetch", result, &mut session, &select).await?;
            drop(session);
            session = in_time("another loan", pool.get()).await??;
        }
        fetched(&mut session, &select).await?;
    }
    Ok(())
}
