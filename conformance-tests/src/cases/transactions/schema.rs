//! Schema changes in blocks, and plans that are carried out inside them.

use backend_core::connection::Connection;
use backend_core::error::{Error, ErrorKind};
use backend_core::flag::Flag;
use backend_core::model::{Change, ColumnType, Schema, Table};
use backend_core::schema_editor::{Interrupted, NoProgress, Plan, plan, run};
use backend_core::transaction::AtomicOptions;

use super::artists::Artists;
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect_eq, expect_error};
use crate::fixtures::{index, table};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "transactions.schema.undone",
        undone,
        "A table that is made in a block is gone when that is rolled back, and there when it is kept."
    )
    .requires(&[Flag::can_rollback_ddl])
    .django("transactions/tests.py"),
    case!(
        "transactions.schema.stays",
        stays,
        "Where schema changes do not roll back, a table that is made in a block stays."
    )
    .requires(&[Flag::supports_transactions])
    .refuses(Flag::can_rollback_ddl),
    case!(
        "transactions.schema.plan_in_a_savepoint",
        plan_in_a_savepoint,
        "A plan that fails inside a block leaves nothing of itself, and the block goes on and is kept."
    )
    .requires(&[Flag::can_rollback_ddl, Flag::uses_savepoints]),
    case!(
        "transactions.schema.plan_without_savepoints",
        plan_without_savepoints,
        "A plan that fails inside a block where there are no savepoints marks the block, which is undone as a whole."
    )
    .requires(&[Flag::can_rollback_ddl])
    .refuses(Flag::uses_savepoints),
];

/// A table whose last step fails, because two of its indexes have one name.
fn half(context: &Context) -> Result<Plan, Error> {
    let half = table("half", &[("x", ColumnType::Integer)])?
        .with_index(index("half_i", &["x"])?)
        .with_index(index("half_i", &["id"])?);
    planned(context, half)
}

fn planned(context: &Context, table: Table) -> Result<Plan, Error> {
    let editor = context.backend().schema_editor;
    let change = Change::CreateTable(table);
    plan(editor, &context.dialect(), &Schema::new(), &change)
}

async fn carry_out(connection: &mut Connection, plan: &Plan) -> Result<(), Interrupted> {
    run(connection, plan, &mut NoProgress).await
}

async fn tables(context: &mut Context) -> Result<Vec<String>, Error> {
    let schema = context.introspect().await?.schema;
    let tables = schema.tables.iter();
    Ok(tables.map(|table| table.name.name.to_string()).collect())
}

async fn undone(context: &mut Context) -> Outcome {
    let made = planned(context, table("made", &[])?)?;
    for keep in [false, true] {
        let options = AtomicOptions::new();
        let mut block = context.connection().begin_atomic(options).await?;
        carry_out(&mut block, &made).await?;
        if keep {
            block.commit().await?;
            expect_eq("tables", tables(context).await?, ["made"])?;
        } else {
            block.rollback().await?;
            expect_eq("tables", tables(context).await?, Vec::<String>::new())?;
        }
    }
    Ok(())
}

async fn stays(context: &mut Context) -> Outcome {
    let made = planned(context, table("made", &[])?)?;
    let options = AtomicOptions::new();
    let mut block = context.connection().begin_atomic(options).await?;
    carry_out(&mut block, &made).await?;
    block.rollback().await?;
    context.absent(Flag::can_rollback_ddl);
    expect_eq("tables", tables(context).await?, ["made"])
}

async fn plan_in_a_savepoint(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let half = half(context)?;
    let options = AtomicOptions::new();
    let mut block = context.connection().begin_atomic(options).await?;
    artists.add(&mut block, &[1]).await?;
    let result = carry_out(&mut block, &half).await;
    let interrupted = expect_interrupted(result)?;
    expect_eq("steps applied", interrupted.applied, 0)?;
    artists.add(&mut block, &[2]).await?;
    block.commit().await?;
    expect_eq("tables", tables(context).await?, ["artist"])?;
    artists.expect_kept(context, &[1, 2]).await
}

async fn plan_without_savepoints(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let half = half(context)?;
    let mut block = context
        .connection()
        .begin_atomic(AtomicOptions::new())
        .await?;
    artists.add(&mut block, &[1]).await?;
    let result = carry_out(&mut block, &half).await;
    expect_interrupted(result)?;
    let refused = artists.add(&mut block, &[2]).await;
    expect_error("a statement", refused, ErrorKind::TransactionBroken)?;
    expect_error(
        "the commit",
        block.commit().await,
        ErrorKind::TransactionBroken,
    )?;
    context.absent(Flag::uses_savepoints);
    expect_eq("tables", tables(context).await?, ["artist"])?;
    artists.expect_kept(context, &[]).await
}

fn expect_interrupted(result: Result<(), Interrupted>) -> Result<Interrupted, Failure> {
    match result {
        Err(interrupted) if interrupted.error.kind() == ErrorKind::AlreadyExists => Ok(interrupted),
        Err(interrupted) => Err(interrupted.into()),
        Ok(()) => Err(Failure::new("two indexes of one name are made")),
    }
}
