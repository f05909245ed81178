//! What hooks see, and in which order.

use backend_core::error::ErrorKind;
use backend_core::flag::Flag;
use backend_core::sql::Statement;
use backend_core::wrapper::TransactionOptions;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq, expect_error};
use crate::fixtures::{
    Rows, Seen, Watcher, artist, artists, four_artists, many_items, polled, record,
};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "hooks.order.nested",
        nested,
        "Hooks see a statement before it is sent in the order of their registration, and after it in reverse."
    )
    .smoke()
    .django("backends/test_utils.py"),
    case!(
        "hooks.order.statements_and_many",
        statements_and_many,
        "A hook sees one statement once, and one with many rows of parameters once, with the sum of changed rows."
    ),
    case!("hooks.order.batches", batches, "A hook sees a batch once.")
        .requires(&[Flag::supports_batches]),
    case!(
        "hooks.order.rows_are_counted",
        rows_are_counted,
        "A hook is told how many rows a statement gave, also one that was stopped."
    ),
    case!(
        "hooks.order.failures",
        failures,
        "A hook is told of the kind of a statement's failure, and the next statement is seen as ever."
    ),
    case!(
        "hooks.order.dropped_futures",
        dropped_futures,
        "A statement whose future is dropped is told to its hooks as dropped, exactly once."
    ),
    case!(
        "hooks.order.transactions_are_not_seen",
        transactions_are_not_seen,
        "Hooks do not see how transactions begin and end, so that none can keep a session from rolling back."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "hooks.registration.removed",
        removed,
        "A hook that was removed sees nothing more, and removing it again says so."
    ),
    case!(
        "hooks.registration.scope",
        scope,
        "A hook for a scope is gone when the scope ends, also where it ends with an error."
    ),
    case!(
        "hooks.registration.one_session",
        one_session,
        "A hook of one session sees nothing of another."
    ),
    case!(
        "hooks.change.text",
        text,
        "A comment that a hook adds is sent, after what earlier hooks added, and the server takes it."
    ),
    case!(
        "hooks.change.no_open_comments",
        no_open_comments,
        "A comment that would end itself is refused, and nothing is sent."
    ),
];

async fn nested(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let select = context.select_statement(&artists);
    let (seen, connection) = (Seen::default(), context.connection());
    for name in ["a", "b", "c"] {
        connection.add_statement_hook(Watcher::new(name, &seen).shared());
    }
    connection.execute(&select).await?;
    let lines = seen.take();
    expect_eq(
        "what was seen",
        lines,
        [
            "a before execute of 0",
            "b before execute of 0",
            "c before execute of 0",
            "c after execute: 4 rows, None changed",
            "b after execute: 4 rows, None changed",
            "a after execute: 4 rows, None changed",
        ],
    )
}

async fn statements_and_many(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    let insert = context.insert_statement(&artists, &artist(1, "Bach", None));
    let seen = Seen::default();
    context
        .connection()
        .add_statement_hook(Watcher::new("a", &seen).shared());
    context.execute(&insert).await?;
    let rows = [artist(2, "Clara", None), artist(3, "Fanny", None)];
    context
        .execute_many(&insert.sql, &mut Rows::new(&rows))
        .await?;
    expect_eq(
        "what was seen",
        seen.take(),
        [
            "a before execute of 3",
            "a after execute: 0 rows, Some(1) changed",
            "a before many of 0",
            "a after many: 0 rows, Some(2) changed",
        ],
    )
}

async fn batches(context: &mut Context) -> Outcome {
    let seen = Seen::default();
    context
        .connection()
        .add_statement_hook(Watcher::new("a", &seen).shared());
    context.batch("SELECT 1; SELECT 2").await?;
    expect_eq(
        "what was seen",
        seen.take(),
        ["a before batch of 0", "a after batch: 0 rows, None changed"],
    )
}

async fn rows_are_counted(context: &mut Context) -> Outcome {
    let items = many_items(context, 30).await?;
    let select = context.select_statement(&items);
    let seen = Seen::default();
    context
        .connection()
        .add_statement_hook(Watcher::new("a", &seen).shared());
    context.fetch::<(i64, i64)>(&select).await?;
    let mut stopping = crate::fixtures::Stopping::after(7);
    context.query(&select, &mut stopping).await?;
    expect_eq(
        "what was seen",
        seen.take(),
        [
            "a before execute of 0",
            "a after execute: 30 rows, None changed",
            "a before execute of 0",
            "a after execute: 7 rows, None changed",
        ],
    )
}

async fn failures(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let seen = Seen::default();
    context
        .connection()
        .add_statement_hook(Watcher::new("a", &seen).shared());
    let again = context.insert_statement(&artists, &artist(1, "Bach", None));
    let result = context.execute(&again).await;
    expect(result.is_err(), || "the key stands twice".to_owned())?;
    expect_eq(
        "what was seen",
        seen.take(),
        [
            "a before execute of 3",
            "a after execute: Integrity(Unique)",
        ],
    )?;
    expect_eq("rows", context.count(&artists.name).await?, 4)?;
    expect_eq("lines of the next one", seen.take().len(), 2)
}

async fn dropped_futures(context: &mut Context) -> Outcome {
    let items = many_items(context, 1_000).await?;
    let select = context.select_statement(&items);
    let seen = Seen::default();
    let hook = Watcher::new("a", &seen).shared();
    let id = context.connection().add_statement_hook(hook);
    let ended = polled(context.connection().execute(&select), 1).await;
    let expected = match ended {
        Some(result) => {
            result?;
            "a after execute: 1000 rows, None changed"
        }
        None => "a after execute: dropped",
    };
    expect_eq(
        "what was seen",
        seen.take(),
        ["a before execute of 0", expected],
    )?;
    context.connection().remove_statement_hook(id);
    expect_eq("rows afterwards", context.count(&items.name).await?, 1_000)
}

async fn transactions_are_not_seen(context: &mut Context) -> Outcome {
    let seen = Seen::default();
    let connection = context.connection();
    connection.add_statement_hook(Watcher::new("a", &seen).refusing().shared());
    for commits in [true, false] {
        connection.begin(&TransactionOptions::default()).await?;
        if commits {
            connection.commit().await?;
        } else {
            connection.rollback().await?;
        }
    }
    expect_eq("what was seen", seen.take(), Vec::<String>::new())
}

async fn removed(context: &mut Context) -> Outcome {
    let (seen, connection) = (Seen::default(), context.connection());
    let first = connection.add_statement_hook(Watcher::new("a", &seen).shared());
    connection.add_statement_hook(Watcher::new("b", &seen).shared());
    expect(connection.remove_statement_hook(first), || {
        "the hook is not there".to_owned()
    })?;
    expect(!connection.remove_statement_hook(first), || {
        "the hook is there still".to_owned()
    })?;
    connection.execute(&Statement::new("SELECT 1")).await?;
    let lines = seen.take();
    expect(lines.iter().all(|line| line.starts_with("b ")), || {
        format!("{lines:?}")
    })?;
    expect_eq("lines", lines.len(), 2)
}

async fn scope(context: &mut Context) -> Outcome {
    let seen = Seen::default();
    let select = Statement::new("SELECT 1");
    let connection = context.connection();
    {
        let mut scope = connection.with_statement_hook(Watcher::new("a", &seen).shared());
        scope.execute(&select).await?;
        let mut inner = scope.with_statement_hook(Watcher::new("b", &seen).refusing().shared());
        let result = inner.execute(&select).await;
        expect_error("the inner one", result, ErrorKind::PermissionDenied)?;
    }
    expect_eq("lines", seen.take().len(), 5)?;
    connection.execute(&select).await?;
    expect_eq("lines after the scope", seen.take().len(), 0)
}

async fn one_session(context: &mut Context) -> Outcome {
    let seen = Seen::default();
    let mut other = context.connect().await?;
    let hook = Watcher::new("a", &seen).refusing().shared();
    context.connection().add_statement_hook(hook);
    other.execute(&Statement::new("SELECT 1")).await?;
    other.close().await?;
    expect_eq("what was seen", seen.take().len(), 0)
}

async fn text(context: &mut Context) -> Outcome {
    let items = many_items(context, 3).await?;
    let select = context.select_statement(&items);
    let (mut connection, sent) = record(context).await?;
    let seen = Seen::default();
    for (name, comment) in [("a", "page=/artists"), ("b", "it's `b` -- really?")] {
        let hook = Watcher::new(name, &seen).commenting(comment);
        connection.add_statement_hook(hook.shared());
    }
    let rows: Vec<(i64, i64)> = connection.fetch_as(&select).await?;
    expect_eq("rows", rows, [(1, 2), (2, 4), (3, 6)])?;
    let expected = format!(
        "{}\n/* page=/artists */\n/* it's `b` -- really? */",
        select.sql
    );
    expect_eq("what was sent", sent.statements(), [expected])?;
    connection.close().await?;
    Ok(())
}

async fn no_open_comments(context: &mut Context) -> Outcome {
    let (mut connection, sent) = record(context).await?;
    let seen = Seen::default();
    for comment in ["*/ DROP TABLE artist; --", "/*", "a\0b"] {
        let hook = Watcher::new("a", &seen).commenting(comment).shared();
        let mut scope = connection.with_statement_hook(hook);
        let result = scope.execute(&Statement::new("SELECT 1")).await;
        expect_error(comment, result, ErrorKind::Interface)?;
    }
    expect_eq("what was sent", sent.statements(), Vec::<String>::new())?;
    connection.close().await?;
    Ok(())
}
