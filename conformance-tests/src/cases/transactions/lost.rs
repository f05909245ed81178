//! Blocks whose server fails them: lost sessions, releases and rollbacks that fail.

use backend_core::error::ErrorKind;
use backend_core::flag::Flag;
use backend_core::transaction::{AtomicOptions, SessionState};

use super::artists::Artists;
use super::hooks::Ran;
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq, expect_error};
use crate::fixtures::Faults;

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "transactions.lost.session",
        session,
        "A session that is lost inside a block refuses everything with that error as the source until it is closed."
    )
    .requires(&[Flag::supports_transactions])
    .django("backends/base/test_base.py"),
    case!(
        "transactions.lost.rollback",
        rollback,
        "A session whose rollback fails is given up: what is open is not known."
    )
    .requires(&[Flag::supports_transactions])
    .django("transactions/tests.py"),
    case!(
        "transactions.lost.release",
        release,
        "An inner block whose release fails is undone, and its savepoint is not left behind."
    )
    .requires(&[Flag::can_release_savepoints])
    .django("transactions/tests.py"),
    case!(
        "transactions.lost.savepoint",
        savepoint,
        "Where an inner block cannot be undone, the outer one takes nothing more, and is undone."
    )
    .requires(&[Flag::uses_savepoints])
    .django("transactions/tests.py"),
];

const OPTIONS: AtomicOptions = AtomicOptions::new();

async fn session(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let (mut connection, faults) = Faults::connect(context).await?;
    let ran = Ran::default();
    let mut block = connection.begin_atomic(OPTIONS).await?;
    artists.add(&mut block, &[1]).await?;
    ran.on_commit(&mut block, 1)?;
    faults.fail("INSERT", ErrorKind::ConnectionLost, 1);
    let lost = artists.add(&mut block, &[2]).await;
    let first = expect_error("the statement", lost, ErrorKind::ConnectionLost)?;
    expect_eq("state", block.state(), SessionState::Dirty)?;
    let refused = artists.add(&mut block, &[3]).await;
    let error = expect_error("the next", refused, ErrorKind::ConnectionLost)?;
    let source = std::error::Error::source(&error).map(ToString::to_string);
    expect_eq("its source", source, Some(first.to_string()))?;
    expect_error(
        "the commit",
        block.commit().await,
        ErrorKind::ConnectionLost,
    )?;
    let again = connection.begin_atomic(OPTIONS).await.map(|_| ());
    expect_error("another block", again, ErrorKind::ConnectionLost)?;
    let rollback = connection.rollback().await;
    expect_error("by hand", rollback, ErrorKind::ConnectionLost)?;
    expect(!connection.is_usable().await, || "it is usable".to_owned())?;
    connection.close().await?;
    ran.expect("hooks", &[])?;
    artists.expect_kept(context, &[]).await
}

async fn rollback(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    for dropped in [false, true] {
        let (mut connection, faults) = Faults::connect(context).await?;
        let mut block = connection.begin_atomic(OPTIONS).await?;
        artists.add(&mut block, &[1]).await?;
        faults.fail("ROLLBACK", ErrorKind::Operational, 1);
        let result = if dropped {
            drop(block);
            connection.settle().await
        } else {
            block.rollback().await
        };
        expect_error("the rollback", result, ErrorKind::Operational)?;
        expect_eq("state", connection.state(), SessionState::Dirty)?;
        let refused = artists.add(&mut connection, &[2]).await;
        expect_error("a statement", refused, ErrorKind::ConnectionLost)?;
        connection.close().await?;
    }
    artists.expect_kept(context, &[]).await
}

async fn release(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let (mut connection, faults) = Faults::connect(context).await?;
    let mut outer = connection.begin_atomic(OPTIONS).await?;
    artists.add(&mut outer, &[1]).await?;
    let mut inner = outer.begin_atomic(OPTIONS).await?;
    artists.add(&mut inner, &[2]).await?;
    faults.fail("RELEASE", ErrorKind::Operational, 1);
    expect_error("the release", inner.commit().await, ErrorKind::Operational)?;
    expect_eq("state", outer.state(), SessionState::InTransaction(1))?;
    artists.add(&mut outer, &[3]).await?;
    outer.commit().await?;
    connection.close().await?;
    artists.expect_kept(context, &[1, 3]).await
}

async fn savepoint(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    for dropped in [false, true] {
        let (mut connection, faults) = Faults::connect(context).await?;
        let mut outer = connection.begin_atomic(OPTIONS).await?;
        artists.add(&mut outer, &[1]).await?;
        let mut inner = outer.begin_atomic(OPTIONS).await?;
        artists.add(&mut inner, &[2]).await?;
        // The savepoint's statement, not the transaction's end.
        faults.fail("ROLLBACK T", ErrorKind::Operational, 1);
        let result = if dropped {
            drop(inner);
            outer.settle().await
        } else {
            inner.rollback().await
        };
        expect_error("the rollback", result, ErrorKind::Operational)?;
        let refused = artists.add(&mut outer, &[3]).await;
        expect_error("a statement", refused, ErrorKind::TransactionBroken)?;
        let mended = outer.set_rollback(false);
        expect_error("mending", mended, ErrorKind::TransactionBroken)?;
        expect_error(
            "the commit",
            outer.commit().await,
            ErrorKind::TransactionBroken,
        )?;
        expect_eq("state", connection.state(), SessionState::Clean)?;
        connection.close().await?;
    }
    artists.expect_kept(context, &[]).await
}
