//! Upserts of one key by two sessions at once.

use std::time::Duration;

use backend_core::connection::Connection;
use backend_core::error::{ErrorKind, Integrity, Result};
use backend_core::flag::Flag;
use backend_core::query::{Upsert, excluded};
use backend_core::sea_query::{Expr, ExprTrait as _};
use backend_core::sql::Statement;
use backend_core::transaction::AtomicOptions;

use super::upserts::{found, stocked, upsert};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect_eq, expect_error};

pub(super) const CASES: &[CaseDef] = &[
    case!("query.upsert.beside_another", beside_another_upsert, "Of two sessions that upsert a new key at once one inserts it and the other changes what it made.")
        .requires(&[
            Flag::supports_update_conflicts,
            Flag::supports_update_conflicts_with_target,
            Flag::supports_transactions,
        ]),
    case!("query.merge.beside_another", beside_another_merge, "Of two sessions that merge a new key at once one inserts it and the other changes what it made.")
        .requires(&[Flag::merge_locks_new_keys]),
    case!("query.merge.beside_another_is_an_error", beside_another_merge_is_an_error, "Where a merge locks no new key, of two sessions that merge one at once the second gets an error of the key, and what the first made stays.")
        .requires(&[Flag::supports_merge_upserts, Flag::supports_transactions])
        .refuses(Flag::merge_locks_new_keys),
];

/// How long the first session keeps its transaction open while the second one is at work.
const OPEN: Duration = Duration::from_millis(300);

/// Two sessions upsert one key that is not there, the second while the transaction of the first is open; answers how that one fared. A
/// server that would wait for it longer than the session does is asked again.
async fn at_once(
    context: &mut Context,
    asked: impl FnOnce(Upsert) -> Upsert,
) -> Result<Result<()>> {
    stocked(context).await?;
    let adding = upsert(&[(3, "nut", 30)]).on_columns(["id"]).set(
        "amount",
        Expr::col(("stock", "amount")).add(excluded("amount")),
    );
    let statements = context.build(&asked(adding).into())?;
    let mut other = context.connect().await?;
    let mut first = context
        .connection()
        .begin_atomic(AtomicOptions::new())
        .await?;
    for statement in &statements {
        first.execute(statement).await?;
    }
    let commit = async {
        tokio::time::sleep(OPEN).await;
        first.commit().await
    };
    let (committed, second) = tokio::join!(commit, execute_all(&mut other, &statements));
    committed?;
    Ok(match second {
        Err(error) if error.is_retryable() => execute_all(&mut other, &statements).await,
        second => second,
    })
}

async fn beside_another(context: &mut Context, asked: impl FnOnce(Upsert) -> Upsert) -> Outcome {
    at_once(context, asked).await??;
    expect_eq(
        "rows",
        found(context).await?,
        ["1 nail 10", "2 screw 20", "3 nut 60"],
    )
}

async fn execute_all(connection: &mut Connection, statements: &[Statement]) -> Result<()> {
    for statement in statements {
        connection.execute(statement).await?;
    }
    Ok(())
}

async fn beside_another_upsert(context: &mut Context) -> Outcome {
    beside_another(context, |upsert| upsert).await
}

async fn beside_another_merge(context: &mut Context) -> Outcome {
    beside_another(context, Upsert::by_merge).await
}

async fn beside_another_merge_is_an_error(context: &mut Context) -> Outcome {
    let second = at_once(context, Upsert::by_merge).await?;
    expect_error(
        "the second",
        second,
        ErrorKind::Integrity(Integrity::Unique),
    )?;
    context.absent(Flag::merge_locks_new_keys);
    expect_eq(
        "rows",
        found(context).await?,
        ["1 nail 10", "2 screw 20", "3 nut 30"],
    )
}
