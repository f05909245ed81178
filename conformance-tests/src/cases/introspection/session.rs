//! Introspection and the session that it is done in.

use backend_core::flag::Flag;
use backend_core::model::ColumnType;
use backend_core::wrapper::TransactionOptions;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq};
use crate::fixtures::{row, table};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "introspection.session.own_changes",
        own_changes,
        "Inside a transaction its own tables are found, and a rollback takes them back."
    )
    .requires(&[Flag::can_rollback_ddl]),
    case!(
        "introspection.session.transaction_kept",
        transaction_kept,
        "A transaction that is open stays open, with its rows, and can still be rolled back."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "introspection.session.none_begun",
        none_begun,
        "Outside a transaction none is left open, and the session goes on as before."
    )
    .smoke(),
    case!(
        "introspection.session.read_only",
        read_only,
        "It reads only: a transaction that may not write is enough for it."
    )
    .requires(&[Flag::supports_read_only_transactions]),
];

async fn own_changes(context: &mut Context) -> Outcome {
    let (before, inside) = (table("before", &[])?, table("inside", &[])?);
    context.create(&before).await?;
    let options = TransactionOptions::default();
    context.connection().begin(&options).await?;
    context.create(&inside).await?;
    let own = context.introspect().await?.schema.tables.len();
    expect_eq("tables inside", own, 2)?;
    context.connection().rollback().await?;
    let found = context.introspect().await?.schema.tables;
    let names: Vec<_> = found.iter().map(|it| it.name.name.as_str()).collect();
    expect_eq("tables afterwards", names, ["before"])
}

async fn transaction_kept(context: &mut Context) -> Outcome {
    let declared = table("thing", &[("n", ColumnType::Integer)])?;
    context.create(&declared).await?;
    let options = TransactionOptions::default();
    context.connection().begin(&options).await?;
    context.insert(&declared, [&row![1_i64, 1]]).await?;
    let tables = context.introspect().await?.schema.tables.len();
    expect_eq("tables", tables, 1)?;
    let open = context.connection().in_transaction();
    expect(open, || "the transaction is over".to_owned())?;
    expect_eq("rows inside", context.count(&declared.name).await?, 1)?;
    context.connection().rollback().await?;
    expect_eq("rows afterwards", context.count(&declared.name).await?, 0)
}

async fn none_begun(context: &mut Context) -> Outcome {
    let declared = table("thing", &[("n", ColumnType::Integer)])?;
    context.create(&declared).await?;
    context.introspect().await?;
    let open = context.connection().in_transaction();
    expect(!open, || "a transaction is open".to_owned())?;
    context.insert(&declared, [&row![1_i64, 1]]).await?;
    // Another session sees the row at once: nothing holds it back.
    let mut other = context.connect().await?;
    let read = context.select_statement(&declared);
    let rows: Vec<(i64, i32)> = other.fetch_as(&read).await?;
    other.close().await?;
    expect_eq("rows of another session", rows, [(1, 1)])?;
    if context.features().supports_transactions {
        let options = TransactionOptions::default();
        context.connection().begin(&options).await?;
        context.connection().rollback().await?;
    }
    Ok(())
}

async fn read_only(context: &mut Context) -> Outcome {
    let declared = table("thing", &[("n", ColumnType::Integer)])?;
    context.create(&declared).await?;
    let outside = context.introspect().await?;
    let mut options = TransactionOptions::default();
    options.read_only = true;
    context.connection().begin(&options).await?;
    let inside = context.introspect().await;
    context.connection().rollback().await?;
    expect_eq("the snapshot", inside?, outside)
}
