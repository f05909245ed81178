//! Control by hand beside blocks: refused inside them, with blocks inside it.

use backend_core::error::{ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::transaction::{AtomicOptions, SessionState};
use backend_core::wrapper::TransactionOptions;

use super::artists::Artists;
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect_eq, expect_error};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "transactions.manual.refused_inside",
        refused_inside,
        "Beginning, committing and rolling back by hand are refused inside a block, which goes on."
    )
    .requires(&[Flag::supports_transactions])
    .django("transactions/tests.py"),
    case!(
        "transactions.manual.blocks_inside",
        blocks_inside,
        "Blocks inside a transaction begun by hand are savepoints of it, and are kept and undone with it."
    )
    .requires(&[Flag::uses_savepoints])
    .django("transactions/tests.py"),
    case!(
        "transactions.manual.merged_inside",
        merged_inside,
        "A merged block that fails inside a transaction begun by hand is undone by its commit, which says why."
    )
    .requires(&[Flag::supports_transactions]),
];

async fn refused_inside(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let options = AtomicOptions::new();
    let mut block = context.connection().begin_atomic(options).await?;
    artists.add(&mut block, &[1]).await?;
    let begun = block.begin(&TransactionOptions::default()).await;
    let attempts: [(&str, Result<()>); 3] = [
        ("begin", begun),
        // The connection's own, not the block's.
        ("commit", (*block).commit().await),
        ("rollback", (*block).rollback().await),
    ];
    for (what, result) in attempts {
        expect_error(what, result, ErrorKind::Interface)?;
    }
    artists.add(&mut block, &[2]).await?;
    block.commit().await?;
    artists.expect_kept(context, &[1, 2]).await
}

async fn blocks_inside(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    for (first, keep) in [(1, true), (11, false)] {
        let connection = context.connection();
        connection.begin(&TransactionOptions::default()).await?;
        artists.add(connection, &[first]).await?;
        for (id, keep) in [(first + 1, true), (first + 2, false)] {
            let mut block = connection.begin_atomic(AtomicOptions::new()).await?;
            artists.add(&mut block, &[id]).await?;
            expect_eq("state", block.state(), SessionState::InTransaction(2))?;
            if keep {
                block.commit().await?;
            } else {
                block.rollback().await?;
            }
        }
        if keep {
            connection.commit().await?;
        } else {
            connection.rollback().await?;
        }
    }
    artists.expect_kept(context, &[1, 2]).await
}

async fn merged_inside(context: &mut Context) -> Outcome {
    let artists = Artists::make(context).await?;
    let connection = context.connection();
    connection.begin(&TransactionOptions::default()).await?;
    let options = AtomicOptions::new().merged();
    let mut block = connection.begin_atomic(options).await?;
    artists.add(&mut block, &[1]).await?;
    block.rollback().await?;
    let result = connection.commit().await;
    expect_error("the commit", result, ErrorKind::TransactionBroken)?;
    expect_eq("state", connection.state(), SessionState::Clean)?;
    artists.expect_kept(context, &[]).await
}
