//! Constraints that are told to wait, and not to wait any longer.

use backend_core::error::{Error, ErrorKind, Integrity};
use backend_core::flag::Flag;
use backend_core::model::{ColumnType, Deferrability, QualifiedName, Table};
use backend_core::operations::{ConstraintTime, Constraints};
use backend_core::sql::Statement;
use backend_core::transaction::{Atomic, AtomicOptions};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect_eq, expect_error};
use crate::fixtures::{foreign_key, identifier, row, table};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "operations.constraints.checked_now",
        checked_now,
        "A key that waits and is broken is refused when it is told not to wait, before the transaction ends."
    )
    .requires(&[Flag::can_defer_constraint_checks])
    .django("backends/tests.py"),
    case!(
        "operations.constraints.mended",
        mended,
        "A key that was broken and mended passes when it is told not to wait, and is then checked at each statement."
    )
    .requires(&[Flag::can_defer_constraint_checks, Flag::uses_savepoints]),
    case!(
        "operations.constraints.to_the_end",
        to_the_end,
        "What a key that waits refuses, it refuses at the commit, and the next transaction does not wait."
    )
    .requires(&[Flag::can_defer_constraint_checks]),
    case!(
        "operations.constraints.inner_block",
        inner_block,
        "Told to wait in an inner block that ends well, constraints wait in the blocks around it."
    )
    .requires(&[Flag::can_defer_constraint_checks, Flag::uses_savepoints]),
    case!(
        "operations.constraints.broken_block_undone",
        broken_block_undone,
        "An inner block that breaks a key that waits, and is undone, leaves nothing that the commit refuses."
    )
    .requires(&[Flag::can_defer_constraint_checks, Flag::uses_savepoints]),
    case!(
        "operations.constraints.outside_transaction",
        outside_transaction,
        "Outside a transaction constraints cannot be told to wait: it is refused, and nothing waits."
    )
    .requires(&[Flag::can_defer_constraint_checks]),
    case!(
        "operations.constraints.named",
        named,
        "Of two keys the one that is named waits, and the other refuses at the statement."
    )
    .requires(&[Flag::can_defer_named_constraints, Flag::uses_savepoints]),
    case!(
        "operations.constraints.named_refused",
        named_refused,
        "Constraints of some names are refused by their flag where only all can wait."
    )
    .requires(&[Flag::can_defer_constraint_checks])
    .refuses(Flag::can_defer_named_constraints),
    case!(
        "operations.constraints.refused",
        refused,
        "Telling constraints to wait is refused by its flag where none can."
    )
    .requires(&[Flag::supports_foreign_keys])
    .refuses(Flag::can_defer_constraint_checks),
];

const FOREIGN_KEY: ErrorKind = ErrorKind::Integrity(Integrity::ForeignKey);
const DEFERRED: ConstraintTime = ConstraintTime::Deferred;
const IMMEDIATE: ConstraintTime = ConstraintTime::Immediate;

/// A child that can refer to a parent in two ways, and no parents.
async fn family(context: &mut Context) -> Result<(Table, Table), Error> {
    let parent = table("parent", &[])?;
    let columns = [
        ("mother", ColumnType::BigInteger),
        ("father", ColumnType::BigInteger),
    ];
    let mut child = table("child", &columns)?;
    for column in ["mother", "father"] {
        let key = foreign_key(&[column], &parent, &["id"])?;
        let key = key.with_name(identifier(&format!("of {column}"))?);
        child = child.with_foreign_key(key.deferrability(Deferrability::InitiallyImmediate));
    }
    context.create(&parent).await?;
    context.create(&child).await?;
    Ok((parent, child))
}

async fn begin(context: &mut Context) -> Result<Atomic<'_>, Error> {
    context.note("-- begin");
    let connection = context.connection();
    connection.begin_atomic(AtomicOptions::new()).await
}

/// A child of a mother who is not there.
fn orphan(context: &Context, child: &Table, id: i64) -> Statement {
    context.insert_statement(child, &row![id, 7_i64])
}

/// Runs a statement in a block of its own, so that a refusal breaks nothing else.
async fn apart(block: &mut Atomic<'_>, statement: &Statement) -> Result<(), Error> {
    let work = async |inner: &mut Atomic<'_>| inner.execute(statement).await.map(|_| ());
    block.atomic(work).await
}

async fn checked_now(context: &mut Context) -> Outcome {
    let (_, child) = family(context).await?;
    let orphan = orphan(context, &child, 1);
    let mut block = begin(context).await?;
    block.set_constraints(&Constraints::All, DEFERRED).await?;
    block.execute(&orphan).await?;
    let refused = block.set_constraints(&Constraints::All, IMMEDIATE).await;
    block.rollback().await?;
    expect_error("the check", refused, FOREIGN_KEY)?;
    expect_eq("children", context.count(&child.name).await?, 0)
}

async fn mended(context: &mut Context) -> Outcome {
    let (parent, child) = family(context).await?;
    let (first, second) = (orphan(context, &child, 1), {
        context.insert_statement(&child, &row![2_i64, 8_i64])
    });
    let mother = context.insert_statement(&parent, &row![7_i64]);
    let mut block = begin(context).await?;
    block.set_constraints(&Constraints::All, DEFERRED).await?;
    block.execute(&first).await?;
    block.execute(&mother).await?;
    block.set_constraints(&Constraints::All, IMMEDIATE).await?;
    let refused = apart(&mut block, &second).await;
    block.commit().await?;
    expect_error("the statement", refused, FOREIGN_KEY)?;
    expect_eq("children", context.count(&child.name).await?, 1)
}

async fn to_the_end(context: &mut Context) -> Outcome {
    let (_, child) = family(context).await?;
    let orphan = orphan(context, &child, 1);
    let mut block = begin(context).await?;
    block.set_constraints(&Constraints::All, DEFERRED).await?;
    block.execute(&orphan).await?;
    let refused = block.commit().await;
    expect_error("the commit", refused, FOREIGN_KEY)?;
    let mut block = begin(context).await?;
    let refused = block.execute(&orphan).await;
    block.rollback().await?;
    expect_error("the next transaction's statement", refused, FOREIGN_KEY)?;
    expect_eq("children", context.count(&child.name).await?, 0)
}

async fn inner_block(context: &mut Context) -> Outcome {
    let (parent, child) = family(context).await?;
    let orphan = orphan(context, &child, 1);
    let mother = context.insert_statement(&parent, &row![7_i64]);
    let mut block = begin(context).await?;
    block
        .atomic(async |inner| inner.set_constraints(&Constraints::All, DEFERRED).await)
        .await?;
    block.execute(&orphan).await?;
    block.execute(&mother).await?;
    block.commit().await?;
    expect_eq("children", context.count(&child.name).await?, 1)
}

async fn broken_block_undone(context: &mut Context) -> Outcome {
    let (_, child) = family(context).await?;
    let orphan = orphan(context, &child, 1);
    let mut block = begin(context).await?;
    block.set_constraints(&Constraints::All, DEFERRED).await?;
    let inner = block.begin_atomic(AtomicOptions::new()).await;
    let mut inner = inner?;
    inner.execute(&orphan).await?;
    inner.rollback().await?;
    block.set_constraints(&Constraints::All, IMMEDIATE).await?;
    block.commit().await?;
    expect_eq("children", context.count(&child.name).await?, 0)
}

async fn outside_transaction(context: &mut Context) -> Outcome {
    let (_, child) = family(context).await?;
    for time in [DEFERRED, IMMEDIATE] {
        let connection = context.connection();
        let refused = connection.set_constraints(&Constraints::All, time).await;
        expect_error("it", refused, ErrorKind::Interface)?;
    }
    let orphan = orphan(context, &child, 1);
    let refused = context.execute(&orphan).await;
    expect_error("the statement", refused, FOREIGN_KEY).map(|_| ())
}

async fn named(context: &mut Context) -> Outcome {
    let (parent, child) = family(context).await?;
    let none: Option<i64> = None;
    let of_mother = orphan(context, &child, 1);
    let of_father = context.insert_statement(&child, &row![2_i64, none, 8_i64]);
    let mother = context.insert_statement(&parent, &row![7_i64]);
    let names = [QualifiedName::new("of mother")?];
    let mut block = begin(context).await?;
    let some = Constraints::Named(&names);
    block.set_constraints(&some, DEFERRED).await?;
    block
        .set_constraints(&Constraints::Named(&[]), DEFERRED)
        .await?;
    block.execute(&of_mother).await?;
    let refused = apart(&mut block, &of_father).await;
    block.execute(&mother).await?;
    block.set_constraints(&some, IMMEDIATE).await?;
    block.commit().await?;
    expect_error("the other key", refused, FOREIGN_KEY)?;
    expect_eq("children", context.count(&child.name).await?, 1)
}

async fn refused_with(
    context: &mut Context,
    flag: Flag,
    constraints: Constraints<'_>,
) -> Result<(), Failure> {
    for time in [DEFERRED, IMMEDIATE] {
        context
            .refused(flag, async |context| {
                let connection = context.connection();
                connection.set_constraints(&constraints, time).await
            })
            .await?;
    }
    Ok(())
}

async fn named_refused(context: &mut Context) -> Outcome {
    family(context).await?;
    let names = [QualifiedName::new("of mother")?];
    let flag = Flag::can_defer_named_constraints;
    refused_with(context, flag, Constraints::Named(&names)).await
}

async fn refused(context: &mut Context) -> Outcome {
    let flag = Flag::can_defer_constraint_checks;
    refused_with(context, flag, Constraints::All).await
}
