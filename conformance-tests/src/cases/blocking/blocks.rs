//! Blocks: closures that take effect as a whole or not at all.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::sql::Statement;
use backend_core::transaction::{AtomicOptions, SessionState};

use super::without_runtime;
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect_eq, expect_error};
use crate::fixtures::{artist, four_artists};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "blocking.atomic.keeps_or_undoes",
        keeps_or_undoes,
        "A blocking block is kept where its closure ends well, and undone where it fails, with the error of the closure."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "blocking.atomic.nests",
        nests,
        "A blocking block inside another is undone alone."
    )
    .requires(&[Flag::supports_transactions, Flag::uses_savepoints]),
    case!(
        "blocking.atomic.by_hand",
        by_hand,
        "A blocking block that is begun by hand is committed, rolled back, or undone where it is dropped."
    )
    .requires(&[Flag::supports_transactions]),
];

/// The statement that inserts the artist of that key, and how many there are afterwards.
async fn prepared(context: &mut Context) -> Result<(Statement, Statement, Statement)> {
    let artists = four_artists(context).await?;
    let insert = |id| context.insert_statement(&artists, &artist(id, "x", None));
    let count = context.statement(|out| {
        out.push("SELECT COUNT(*) FROM ").name(&artists.name);
    });
    Ok((insert(5), insert(6), count))
}

fn refusal<T>() -> Result<T> {
    Err(Error::new(ErrorKind::Data, "on second thoughts"))
}

async fn keeps_or_undoes(context: &mut Context) -> Outcome {
    let (fifth, sixth, count) = prepared(context).await?;
    without_runtime(context, move |session| {
        session.atomic(|block| block.execute(&fifth))?;
        let failed: Result<()> = session.atomic(|block| {
            block.execute(&sixth)?;
            refusal()
        });
        let error = expect_error("the block", failed, ErrorKind::Data)?;
        expect_eq("its message", error.message(), "on second thoughts")?;
        expect_eq("open", session.state(), SessionState::Clean)?;
        expect_eq("rows", session.fetch_one::<(i64,)>(&count)?, (5,))
    })
}

async fn nests(context: &mut Context) -> Outcome {
    let (fifth, sixth, count) = prepared(context).await?;
    without_runtime(context, move |session| {
        session.atomic(|block| {
            block.execute(&fifth)?;
            let inner: Result<()> = block.atomic(|inner| {
                inner.execute(&sixth)?;
                refusal()
            });
            match inner {
                Err(error) if error.kind() == ErrorKind::Data => Ok(()),
                other => other,
            }
        })?;
        expect_eq("rows", session.fetch_one::<(i64,)>(&count)?, (5,))
    })
}

async fn by_hand(context: &mut Context) -> Outcome {
    let (fifth, sixth, count) = prepared(context).await?;
    without_runtime(context, move |session| {
        let mut block = session.begin_atomic(AtomicOptions::new())?;
        block.execute(&fifth)?;
        block.commit()?;
        let mut block = session.begin_atomic(AtomicOptions::new())?;
        block.execute(&sixth)?;
        block.rollback()?;
        expect_eq("rows", session.fetch_one::<(i64,)>(&count)?, (5,))?;
        let mut block = session.begin_atomic(AtomicOptions::new())?;
        block.execute(&sixth)?;
        drop(block);
        expect_eq("open", session.state(), SessionState::Abandoned)?;
        expect_eq("rows", session.fetch_one::<(i64,)>(&count)?, (5,))?;
        Ok::<(), Failure>(())
    })
}
