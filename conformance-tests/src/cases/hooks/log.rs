//! The query log.

use backend_core::connection::{LogEntry, Phase, QueryLog};
use backend_core::error::{ErrorKind, Integrity};
use backend_core::flag::Flag;
use backend_core::sql::Statement;
use backend_core::wrapper::TransactionOptions;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq};
use crate::fixtures::{Rows, Seen, Watcher, artist, artists, four_artists, many_items, polled};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "hooks.log.off_unless_enabled",
        off_unless_enabled,
        "A session keeps no log unless it is asked to, and none after that was ended."
    ),
    case!(
        "hooks.log.entries",
        entries,
        "The log shows each statement's text, rows, changed rows and duration, in order."
    )
    .django("backends/tests.py"),
    case!(
        "hooks.log.bounded",
        bounded,
        "The log keeps the last statements, and counts those that made room."
    )
    .django("backends/tests.py"),
    case!(
        "hooks.log.parameters_when_asked_for",
        parameters_when_asked_for,
        "The log shows parameters where they are asked for, and none of them otherwise."
    ),
    case!(
        "hooks.log.failures",
        failures,
        "The log shows failed statements with the kind of their error."
    ),
    case!(
        "hooks.log.transactions",
        transactions,
        "The log shows how transactions begin and end, with the statements between."
    )
    .requires(&[Flag::supports_transactions])
    .django("backends/tests.py"),
    case!(
        "hooks.log.batches",
        batches,
        "The log shows a batch as one entry with its whole text."
    )
    .requires(&[Flag::supports_batches]),
    case!(
        "hooks.log.text_as_sent",
        text_as_sent,
        "The log shows the text that was sent, with what hooks have added."
    ),
    case!(
        "hooks.log.dropped_futures",
        dropped_futures,
        "The log shows a statement whose future was dropped, and says so."
    ),
];

fn taken(context: &mut Context) -> Result<QueryLog, Failure> {
    let log = context.connection().disable_query_log();
    log.ok_or_else(|| Failure::new("the log is gone"))
}

fn first(log: &QueryLog) -> Result<&LogEntry, Failure> {
    let entry = log.entries().next();
    entry.ok_or_else(|| Failure::new("the log is empty"))
}

async fn off_unless_enabled(context: &mut Context) -> Outcome {
    let connection = context.connection();
    let select = Statement::new("SELECT 1");
    connection.execute(&select).await?;
    expect(connection.query_log().is_none(), || {
        "there is a log".to_owned()
    })?;
    connection.enable_query_log(5);
    connection.execute(&select).await?;
    let log = connection.disable_query_log();
    expect_eq("entries", log.map(|log| log.len()), Some(1))?;
    connection.execute(&select).await?;
    expect(connection.query_log().is_none(), || {
        "there is a log again".to_owned()
    })
}

async fn entries(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    let (insert, select) = (
        context.insert_statement(&artists, &artist(1, "Bach", None)),
        context.select_statement(&artists),
    );
    context.connection().enable_query_log(10);
    context.execute(&insert).await?;
    let rows = [artist(2, "Clara", None), artist(3, "Fanny", None)];
    context
        .execute_many(&insert.sql, &mut Rows::new(&rows))
        .await?;
    context.execute(&select).await?;
    let log = taken(context)?;
    let found: Vec<_> = log
        .entries()
        .map(|entry| (entry.phase, entry.sql.as_str(), entry.rows, entry.affected))
        .collect();
    let expected = [
        (Phase::Execute, insert.sql.as_str(), 0, Some(1)),
        (Phase::Many, insert.sql.as_str(), 0, Some(2)),
        (Phase::Execute, select.sql.as_str(), 3, None),
    ];
    expect_eq("the log", found, expected)?;
    expect(log.entries().all(|entry| !entry.duration.is_zero()), || {
        "a statement took no time".to_owned()
    })
}

async fn bounded(context: &mut Context) -> Outcome {
    context.connection().enable_query_log(3);
    for n in 1..=5 {
        let select = Statement::new(format!("SELECT {n}"));
        context.execute(&select).await?;
    }
    let log = taken(context)?;
    let texts: Vec<_> = log.entries().map(|entry| entry.sql.as_str()).collect();
    expect_eq("the log", texts, ["SELECT 3", "SELECT 4", "SELECT 5"])?;
    expect_eq("entries that made room", log.dropped(), 2)
}

async fn parameters_when_asked_for(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    for (id, shown) in [(1, false), (2, true)] {
        context.connection().enable_query_log(3);
        context.connection().show_parameters(shown);
        let row = artist(id, "the secret", None);
        let insert = context.insert_statement(&artists, &row);
        context.execute(&insert).await?;
        let log = taken(context)?;
        let entry = first(&log)?;
        expect_eq(
            "the parameters",
            entry.params.as_ref(),
            shown.then_some(&row),
        )?;
        let text = format!("{log:?}");
        expect_eq("the secret is shown", text.contains("the secret"), shown)?;
    }
    Ok(())
}

async fn failures(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let again = context.insert_statement(&artists, &artist(1, "Bach", None));
    context.connection().enable_query_log(3);
    let result = context.execute(&again).await;
    expect(result.is_err(), || "the key stands twice".to_owned())?;
    let log = taken(context)?;
    let entry = first(&log)?;
    let kind = ErrorKind::Integrity(Integrity::Unique);
    expect_eq("the kind", entry.error, Some(kind))?;
    expect_eq("changed rows", entry.affected, None)
}

async fn transactions(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    let insert = context.insert_statement(&artists, &artist(1, "Bach", None));
    let options = TransactionOptions::default();
    context.connection().enable_query_log(10);
    context.connection().begin(&options).await?;
    context.execute(&insert).await?;
    context.connection().commit().await?;
    context.connection().begin(&options).await?;
    context.connection().rollback().await?;
    let log = taken(context)?;
    let phases: Vec<_> = log.entries().map(|entry| entry.phase).collect();
    let expected = [
        Phase::Begin,
        Phase::Execute,
        Phase::Commit,
        Phase::Begin,
        Phase::Rollback,
    ];
    expect_eq("the phases", phases, expected)
}

async fn batches(context: &mut Context) -> Outcome {
    context.connection().enable_query_log(3);
    context.batch("SELECT 1; SELECT 2").await?;
    let log = taken(context)?;
    let entry = first(&log)?;
    expect_eq("entries", log.len(), 1)?;
    expect_eq(
        "the entry",
        (entry.phase, entry.sql.as_str()),
        (Phase::Batch, "SELECT 1; SELECT 2"),
    )
}

async fn text_as_sent(context: &mut Context) -> Outcome {
    let connection = context.connection();
    connection.enable_query_log(3);
    let hook = Watcher::new("a", &Seen::default()).commenting("tagged");
    connection.add_statement_hook(hook.shared());
    connection.execute(&Statement::new("SELECT 1")).await?;
    let log = taken(context)?;
    expect_eq(
        "the text",
        first(&log)?.sql.as_str(),
        "SELECT 1\n/* tagged */",
    )
}

async fn dropped_futures(context: &mut Context) -> Outcome {
    let items = many_items(context, 1_000).await?;
    let select = context.select_statement(&items);
    context.connection().enable_query_log(3);
    let ended = polled(context.connection().execute(&select), 1).await;
    let log = taken(context)?;
    let entry = first(&log)?;
    expect_eq("it was dropped", entry.dropped, ended.is_none())?;
    expect_eq("the kind of its error", entry.error, None)?;
    expect_eq("rows afterwards", context.count(&items.name).await?, 1_000)
}
