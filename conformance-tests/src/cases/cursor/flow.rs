//! What a sink can answer: go on, wait, stop, or an error.

use std::future::Future as _;
use std::task::{Context as Task, Poll, Waker};

use backend_core::cursor::Discard;
use backend_core::error::ErrorKind;
use backend_core::flag::Flag;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq, expect_error};
use crate::fixtures::{Failing, Stopping, many_items};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "cursor.flow.stop_ends_early",
        stop_ends_early,
        "A sink that says stop gets no further row, the query succeeds, and the session works on."
    )
    .smoke(),
    case!(
        "cursor.flow.stop_ends_the_statement",
        stop_ends_the_statement,
        "A query that was stopped holds nothing: its table can be dropped at once."
    ),
    case!(
        "cursor.flow.pause_waits_for_the_sink",
        pause_waits_for_the_sink,
        "A sink that says pause is asked until it is ready, and misses no row."
    )
    .requires(&[Flag::can_pause_rows]),
    case!(
        "cursor.flow.pause_is_refused",
        pause_is_refused,
        "Where rows cannot be paused, a sink that says pause ends the query with the flag."
    )
    .refuses(Flag::can_pause_rows),
    case!(
        "cursor.flow.error_of_the_sink",
        error_of_the_sink,
        "An error of the sink ends the query, comes back as it is, and leaves the session usable."
    ),
    case!(
        "cursor.flow.error_before_the_first_row",
        error_before_the_first_row,
        "A sink that refuses the columns gets no row."
    ),
    case!(
        "cursor.flow.dropped_future",
        dropped_future,
        "A query whose future is dropped leaves a session that works, or one that says it does not."
    ),
];

async fn stop_ends_early(context: &mut Context) -> Outcome {
    let items = many_items(context, 100).await?;
    let statement = context.select_statement(&items);
    for stop_after in [1, 3, 100] {
        let mut sink = Stopping::after(stop_after);
        context.query(&statement, &mut sink).await?;
        let expected: Vec<_> = (1_i64..).take(stop_after).collect();
        expect_eq("rows before the stop", sink.seen, expected)?;
    }
    expect_eq("rows afterwards", context.count(&items.name).await?, 100)
}

async fn stop_ends_the_statement(context: &mut Context) -> Outcome {
    let items = many_items(context, 100).await?;
    context
        .query(&context.select_statement(&items), &mut Stopping::after(2))
        .await?;
    let mut out = context.dialect().writer();
    out.push("DROP TABLE ").name(&items.name);
    context.execute(&out.finish()).await?;
    Ok(())
}

async fn pause_waits_for_the_sink(context: &mut Context) -> Outcome {
    let items = many_items(context, 50).await?;
    let mut sink = Stopping::pausing();
    context
        .query(&context.select_statement(&items), &mut sink)
        .await?;
    expect_eq("rows", sink.seen, (1..=50).collect::<Vec<i64>>())?;
    expect(sink.polls >= 98, || {
        format!("the sink was asked only {} times", sink.polls)
    })
}

async fn pause_is_refused(context: &mut Context) -> Outcome {
    let items = many_items(context, 10).await?;
    let statement = context.select_statement(&items);
    context
        .refused(Flag::can_pause_rows, async |context| {
            context.query(&statement, &mut Stopping::pausing()).await
        })
        .await?;
    expect_eq("rows afterwards", context.count(&items.name).await?, 10)
}

async fn error_of_the_sink(context: &mut Context) -> Outcome {
    let items = many_items(context, 10).await?;
    let mut sink = Failing {
        at_start: false,
        rows: 0,
    };
    let result = context
        .query(&context.select_statement(&items), &mut sink)
        .await;
    let error = expect_error("the query", result, ErrorKind::Operational)?;
    expect_eq("the message", error.message(), Failing::MESSAGE)?;
    expect_eq("rows before the error", sink.rows, 1)?;
    expect_eq("rows afterwards", context.count(&items.name).await?, 10)
}

async fn error_before_the_first_row(context: &mut Context) -> Outcome {
    let items = many_items(context, 10).await?;
    let mut sink = Failing {
        at_start: true,
        rows: 0,
    };
    let result = context
        .query(&context.select_statement(&items), &mut sink)
        .await;
    let error = expect_error("the query", result, ErrorKind::Operational)?;
    expect_eq("the message", error.message(), Failing::MESSAGE)?;
    expect_eq("rows", sink.rows, 0)?;
    expect_eq("rows afterwards", context.count(&items.name).await?, 10)
}

async fn dropped_future(context: &mut Context) -> Outcome {
    let items = many_items(context, 1_000).await?;
    let statement = context.select_statement(&items);
    for polls in 1..=3 {
        let mut discard = Discard;
        let mut future = Box::pin(context.query(&statement, &mut discard));
        let mut task = Task::from_waker(Waker::noop());
        for _ in 0..polls {
            if let Poll::Ready(result) = future.as_mut().poll(&mut task) {
                result?;
                break;
            }
        }
        drop(future);
        if !context.connection().is_usable().await {
            return Ok(());
        }
        expect_eq("rows afterwards", context.count(&items.name).await?, 1_000)?;
    }
    Ok(())
}
