//! Constraints that wait, and checks that are switched off.

use backend_core::error::{ErrorKind, Integrity, Result};
use backend_core::flag::Flag;
use backend_core::model::{ColumnType, Deferrability, Table};
use backend_core::wrapper::TransactionOptions;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq, expect_error};
use crate::fixtures::{expect_table, foreign_key, introspected, row, table, unique};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "constraints.deferred.refused_at_commit",
        refused_at_commit,
        "A deferred foreign key lets a transaction break it, refuses the commit, and the transaction is undone."
    )
    .requires(&[Flag::can_defer_constraint_checks])
    .django("backends/tests.py"),
    case!(
        "constraints.deferred.mended_before_commit",
        mended_before_commit,
        "What a deferred foreign key refuses can be mended before the commit: children before parents, parents gone and back."
    )
    .requires(&[Flag::can_defer_constraint_checks]),
    case!(
        "constraints.deferred.outside_transaction",
        outside_transaction,
        "Outside a transaction a deferred foreign key refuses at the statement, which is its own transaction."
    )
    .requires(&[Flag::can_defer_constraint_checks]),
    case!(
        "constraints.deferred.initially_immediate",
        initially_immediate,
        "A foreign key that can be deferred, but is not, refuses at the statement, and is found as such."
    )
    .requires(&[Flag::can_defer_constraint_checks]),
    case!(
        "constraints.deferred.refused",
        refused,
        "A deferred foreign key is refused by its flag where checks cannot wait."
    )
    .requires(&[Flag::supports_foreign_keys])
    .refuses(Flag::can_defer_constraint_checks),
    case!(
        "constraints.deferred.immediate_in_transaction",
        immediate_in_transaction,
        "A foreign key that is not deferred refuses at the statement inside a transaction, too, which can go on."
    )
    .requires(&[Flag::supports_foreign_keys, Flag::supports_transactions])
    .django("backends/tests.py"),
    case!(
        "constraints.deferred.unique",
        unique_at_commit,
        "A deferred unique constraint lets two rows swap their keys, and refuses the commit of equal ones."
    )
    .requires(&[Flag::supports_deferrable_unique_constraints])
    .django("constraints/tests.py"),
    case!(
        "constraints.deferred.unique_refused",
        unique_refused,
        "A deferred unique constraint is refused by its flag where uniqueness cannot wait."
    )
    .refuses(Flag::supports_deferrable_unique_constraints)
    .django("constraints/tests.py"),
    case!(
        "constraints.disabled.off_and_on",
        off_and_on,
        "Switched off, the checks of foreign keys take any row; switched on again, they refuse what comes."
    )
    .requires(&[Flag::can_disable_constraint_checks])
    .django("backends/tests.py"),
    case!(
        "constraints.disabled.own_session",
        own_session,
        "Checks are switched off for one session; another still refuses."
    )
    .requires(&[Flag::can_disable_constraint_checks]),
    case!(
        "constraints.disabled.refused",
        disabling_refused,
        "Switching checks off is refused by its flag where it cannot be done."
    )
    .refuses(Flag::can_disable_constraint_checks),
];

const FOREIGN_KEY: ErrorKind = ErrorKind::Integrity(Integrity::ForeignKey);

/// A parent, and a child that refers to it; not made yet.
fn family(deferrability: Deferrability) -> Result<(Table, Table)> {
    let parent = table("parent", &[])?;
    let child = table("child", &[("parent_id", ColumnType::BigInteger)])?;
    let key = foreign_key(&["parent_id"], &parent, &["id"])?.deferrability(deferrability);
    Ok((parent, child.with_foreign_key(key)))
}

async fn make(
    context: &mut Context,
    deferrability: Deferrability,
) -> Result<(Table, Table), Failure> {
    let (parent, child) = family(deferrability)?;
    context.create(&parent).await?;
    context.create(&child).await?;
    let found = introspected(context, &child.name.name).await?;
    expect_table(&child, &found, context.features())?;
    Ok((parent, child))
}

async fn begin(context: &mut Context) -> Result<()> {
    context.note("-- begin");
    let options = TransactionOptions::default();
    context.connection().begin(&options).await
}

async fn refused_at_commit(context: &mut Context) -> Outcome {
    let (parent, child) = make(context, Deferrability::InitiallyDeferred).await?;
    context.insert(&parent, [&row![1_i64]]).await?;
    begin(context).await?;
    context
        .insert(&child, [&row![1_i64, 1_i64], &row![2_i64, 2_i64]])
        .await?;
    expect_eq("rows inside", context.count(&child.name).await?, 2)?;
    let refused = context.connection().commit().await;
    expect_error("the commit", refused, FOREIGN_KEY)?;
    let open = context.connection().in_transaction();
    expect(!open, || "the transaction is still open".to_owned())?;
    expect_eq("rows afterwards", context.count(&child.name).await?, 0)?;
    context.insert(&child, [&row![1_i64, 1_i64]]).await?;
    expect_eq("rows", context.count(&child.name).await?, 1)
}

async fn mended_before_commit(context: &mut Context) -> Outcome {
    let (parent, child) = make(context, Deferrability::InitiallyDeferred).await?;
    begin(context).await?;
    context.insert(&child, [&row![1_i64, 1_i64]]).await?;
    context.insert(&parent, [&row![1_i64]]).await?;
    context.connection().commit().await?;
    begin(context).await?;
    let delete = context.delete_statement(&parent, "id", 1_i64)?;
    context.execute(&delete).await?;
    context.insert(&parent, [&row![1_i64]]).await?;
    context.connection().commit().await?;
    expect_eq("rows", context.count(&child.name).await?, 1)
}

async fn outside_transaction(context: &mut Context) -> Outcome {
    let (_, child) = make(context, Deferrability::InitiallyDeferred).await?;
    let dangling = context.insert(&child, [&row![1_i64, 1_i64]]).await;
    expect_error("a row that refers to nothing", dangling, FOREIGN_KEY)?;
    expect_eq("rows", context.count(&child.name).await?, 0)
}

async fn initially_immediate(context: &mut Context) -> Outcome {
    let (parent, child) = make(context, Deferrability::InitiallyImmediate).await?;
    context.insert(&parent, [&row![1_i64]]).await?;
    begin(context).await?;
    let dangling = context.insert(&child, [&row![1_i64, 2_i64]]).await;
    expect_error("a row that refers to nothing", dangling, FOREIGN_KEY)?;
    context.connection().rollback().await?;
    expect_eq("rows", context.count(&child.name).await?, 0)
}

async fn refused(context: &mut Context) -> Outcome {
    let (parent, child) = family(Deferrability::InitiallyDeferred)?;
    context.create(&parent).await?;
    context
        .refused(Flag::can_defer_constraint_checks, async |context| {
            context.create(&child).await
        })
        .await
}

async fn immediate_in_transaction(context: &mut Context) -> Outcome {
    let (parent, child) = make(context, Deferrability::NotDeferrable).await?;
    context.insert(&parent, [&row![1_i64]]).await?;
    begin(context).await?;
    let dangling = context.insert(&child, [&row![1_i64, 2_i64]]).await;
    expect_error("a row that refers to nothing", dangling, FOREIGN_KEY)?;
    context.connection().rollback().await?;
    begin(context).await?;
    context.insert(&child, [&row![1_i64, 1_i64]]).await?;
    context.connection().commit().await?;
    expect_eq("rows", context.count(&child.name).await?, 1)
}

/// A table of places in a line, unique at the end of the transaction.
fn line() -> Result<Table> {
    let mut place = unique(&["place"])?;
    place.deferrability = Deferrability::InitiallyDeferred;
    Ok(table("line", &[("place", ColumnType::Integer)])?.with_unique(place))
}

async fn unique_at_commit(context: &mut Context) -> Outcome {
    let line = line()?;
    context.create(&line).await?;
    let found = introspected(context, &line.name.name).await?;
    expect_table(&line, &found, context.features())?;
    context
        .insert(&line, [&row![1_i64, 1], &row![2_i64, 2]])
        .await?;
    begin(context).await?;
    for (id, place) in [(1_i64, 2), (2_i64, 1)] {
        let swap = context.update_statement(&line, ("place", place), ("id", id))?;
        context.execute(&swap).await?;
    }
    context.connection().commit().await?;
    begin(context).await?;
    context.insert(&line, [&row![3_i64, 1]]).await?;
    let refused = context.connection().commit().await;
    let kind = ErrorKind::Integrity(Integrity::Unique);
    expect_error("the commit", refused, kind)?;
    let rows: Vec<(i64, i32)> = context.fetch(&context.select_statement(&line)).await?;
    expect_eq("places", rows, [(1, 2), (2, 1)])
}

async fn unique_refused(context: &mut Context) -> Outcome {
    let line = line()?;
    context
        .refused(
            Flag::supports_deferrable_unique_constraints,
            async |context| context.create(&line).await,
        )
        .await
}

async fn off_and_on(context: &mut Context) -> Outcome {
    let (_, child) = make(context, Deferrability::NotDeferrable).await?;
    context.connection().set_constraint_checks(false).await?;
    context.insert(&child, [&row![1_i64, 1_i64]]).await?;
    context.connection().set_constraint_checks(true).await?;
    let dangling = context.insert(&child, [&row![2_i64, 1_i64]]).await;
    expect_error("a row that refers to nothing", dangling, FOREIGN_KEY)?;
    expect_eq("rows", context.count(&child.name).await?, 1)
}

async fn own_session(context: &mut Context) -> Outcome {
    let (_, child) = make(context, Deferrability::NotDeferrable).await?;
    let mut other = context.connect().await?;
    other.set_constraint_checks(false).await?;
    let dangling = context.insert(&child, [&row![1_i64, 1_i64]]).await;
    expect_error("in this session", dangling, FOREIGN_KEY)?;
    let insert = context.insert_statement(&child, &row![1_i64, 1_i64]);
    other.execute(&insert).await?;
    other.close().await?;
    let mut third = context.connect().await?;
    let insert = context.insert_statement(&child, &row![2_i64, 1_i64]);
    let dangling = third.execute(&insert).await;
    third.close().await?;
    expect_error("in a session opened later", dangling, FOREIGN_KEY)?;
    expect_eq("rows", context.count(&child.name).await?, 1)
}

async fn disabling_refused(context: &mut Context) -> Outcome {
    for on in [false, true] {
        context
            .refused(Flag::can_disable_constraint_checks, async |context| {
                context.connection().set_constraint_checks(on).await
            })
            .await?;
    }
    Ok(())
}
