//! Hooks that refuse statements.

use backend_core::error::ErrorKind;
use backend_core::flag::Flag;
use backend_core::sql::Statement;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect_eq, expect_error};
use crate::fixtures::{Rows, Seen, Watcher, artist, artists, record};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "hooks.block.nothing_is_sent",
        nothing_is_sent,
        "A statement that a hook refuses is not sent, and fails with the hook's error and its own text."
    )
    .django("backends/test_utils.py"),
    case!(
        "hooks.block.many",
        many,
        "A refused statement with many rows of parameters is not sent, and its source is not asked for one."
    ),
    case!("hooks.block.batch", batch, "A refused batch is not sent, not even its first statement.")
        .requires(&[Flag::supports_batches]),
    case!(
        "hooks.block.earlier_hooks_are_told",
        earlier_hooks_are_told,
        "The hooks before the one that refuses see the refusal as a failure; those after it see nothing."
    ),
    case!(
        "hooks.block.session_works_on",
        session_works_on,
        "A session whose hook refused works as before once the hook is gone."
    ),
];

async fn nothing_is_sent(context: &mut Context) -> Outcome {
    let (mut connection, sent) = record(context).await?;
    connection.add_statement_hook(Watcher::new("a", &Seen::default()).refusing().shared());
    let result = connection.execute(&Statement::new("SELECT 1")).await;
    let error = expect_error("the statement", result, ErrorKind::PermissionDenied)?;
    expect_eq("the message", error.message(), Watcher::REFUSAL)?;
    expect_eq("the text", error.sql(), Some("SELECT 1"))?;
    expect_eq("what was sent", sent.statements(), Vec::<String>::new())?;
    connection.close().await?;
    Ok(())
}

async fn many(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    let sql = context.insert_statement(&artists, &artist(0, "", None)).sql;
    let rows = [artist(1, "Bach", None)];
    let mut source = Rows::new(&rows);
    let hook = Watcher::new("a", &Seen::default()).refusing().shared();
    let mut scope = context.connection().with_statement_hook(hook);
    let result = scope.execute_many(&sql, &mut source).await;
    expect_error("the statement", result, ErrorKind::PermissionDenied)?;
    drop(scope);
    expect_eq("rows", context.count(&artists.name).await?, 0)?;
    let done = context.execute_many(&sql, &mut source).await?;
    expect_eq("rows that are there still", done.affected, Some(1))
}

async fn batch(context: &mut Context) -> Outcome {
    let (mut connection, sent) = record(context).await?;
    connection.add_statement_hook(Watcher::new("a", &Seen::default()).refusing().shared());
    let result = connection.batch("SELECT 1; SELECT 2").await;
    expect_error("the batch", result, ErrorKind::PermissionDenied)?;
    expect_eq("what was sent", sent.statements(), Vec::<String>::new())?;
    connection.close().await?;
    Ok(())
}

async fn earlier_hooks_are_told(context: &mut Context) -> Outcome {
    let (seen, connection) = (Seen::default(), context.connection());
    connection.add_statement_hook(Watcher::new("a", &seen).shared());
    connection.add_statement_hook(Watcher::new("b", &seen).refusing().shared());
    connection.add_statement_hook(Watcher::new("c", &seen).shared());
    let result = connection.execute(&Statement::new("SELECT 1")).await;
    expect_error("the statement", result, ErrorKind::PermissionDenied)?;
    expect_eq(
        "what was seen",
        seen.take(),
        [
            "a before execute of 0",
            "b before execute of 0",
            "a after execute: PermissionDenied",
        ],
    )
}

async fn session_works_on(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    let insert = context.insert_statement(&artists, &artist(1, "Bach", None));
    let hook = Watcher::new("a", &Seen::default()).refusing().shared();
    let id = context.connection().add_statement_hook(hook);
    let result = context.execute(&insert).await;
    expect_error("the statement", result, ErrorKind::PermissionDenied)?;
    context.connection().remove_statement_hook(id);
    context.execute(&insert).await?;
    expect_eq("rows", context.count(&artists.name).await?, 1)
}
