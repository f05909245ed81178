//! Connections that end: at any byte, properly or not, or amid nonsense.

use backend_core::error::{ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::transaction::AtomicOptions;
use backend_core::wrapper::TransactionOptions;

use super::{ROWS, expect_lost, fetched, in_time, rows};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, describe, expect, expect_eq, expect_error};
use crate::fixtures::{Proxied, artist, artists};
use crate::proxy::Fault;

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "network.cut.amid_rows",
        amid_rows,
        "A connection that is cut at any byte of an answer is lost, and fewer rows are never all rows."
    )
    .over_network(),
    case!(
        "network.cut.ended_amid_rows",
        ended_amid_rows,
        "A server that ends its side at any byte of an answer is lost, and fewer rows are never all rows."
    )
    .over_network(),
    case!(
        "network.cut.nonsense_amid_rows",
        nonsense_amid_rows,
        "An answer whose rows turn into nonsense at any byte is a typed error, and its session takes nothing more."
    )
    .over_network(),
    case!(
        "network.cut.while_connecting",
        while_connecting,
        "A connection that is cut at any byte before a session is open is an error of connecting, and nothing hangs."
    )
    .over_network(),
    case!(
        "network.cut.nobody_there",
        nobody_there,
        "Where nobody listens no session opens."
    )
    .over_network(),
    case!(
        "network.cut.idle",
        idle,
        "A session whose connection is cut while it does nothing notices at its next statement."
    )
    .smoke()
    .over_network(),
    case!(
        "network.cut.before_the_statement",
        before_the_statement,
        "A statement that is cut off from its server is lost, and has not happened."
    )
    .over_network(),
    case!(
        "network.cut.in_a_block",
        in_a_block,
        "A block whose connection is cut cannot be committed, and the server undoes it."
    )
    .requires(&[Flag::supports_transactions])
    .over_network(),
    case!(
        "network.cut.before_the_commit",
        before_the_commit,
        "A commit that never reaches the server is lost, and everything is undone."
    )
    .requires(&[Flag::supports_transactions])
    .over_network(),
    case!(
        "network.cut.behind_the_commit",
        behind_the_commit,
        "A commit whose answer never comes is an unknown outcome: the session is lost, and nobody runs the block again."
    )
    .requires(&[Flag::supports_transactions])
    .over_network(),
];

/// At how many places an answer is cut, from its first byte to its last but one.
const PLACES: u64 = 13;

/// Bytes at the end of an answer that are behind its rows: what stands there may say nothing that anybody reads.
const BEHIND_ROWS: u64 = 64;

/// Cuts the answer to a fetch at many places up to so many bytes before its end, and demands of each that the rows do not come.
async fn at_many_places(
    context: &mut Context,
    fault: fn(u64) -> Fault,
    spared: u64,
    kinds: &[ErrorKind],
) -> Outcome {
    let (_, select) = rows(context).await?;
    let proxied = Proxied::new(context)?;
    let mut session = proxied.connect().await?;
    // A statement that is new to its session is asked about first.
    for _ in 0..2 {
        proxied.proxy.set(Fault::None);
        let count = fetched(&mut session, &select).await?;
        expect_eq("rows", i64::try_from(count).ok(), Some(ROWS))?;
    }
    let whole = proxied.proxy.bytes();
    session.close().await?;
    for place in 0..PLACES {
        let bytes = whole.saturating_sub(spared) * place / (PLACES - 1);
        let at = format!("after {bytes} of {whole} bytes");
        let mut session = proxied.connect().await?;
        fetched(&mut session, &select).await?;
        proxied.proxy.set(fault(bytes));
        let result = in_time(&at, fetched(&mut session, &select)).await?;
        let kind = result.as_ref().err().map(backend_core::error::Error::kind);
        if kinds == [ErrorKind::ConnectionLost] {
            expect_lost(&at, result, &mut session, &select)
                .await
                .map_err(|failure| failure.within(&at))?;
        } else {
            expect(kind.is_some_and(|kind| kinds.contains(&kind)), || {
                format!("{at}: expected an error of {kinds:?}, found {result:?}")
            })?;
            let usable = in_time("the question whether it works", session.is_usable()).await?;
            expect_eq(&at, usable, false)?;
        }
        proxied.proxy.set(Fault::None);
    }
    Ok(())
}

async fn amid_rows(context: &mut Context) -> Outcome {
    at_many_places(context, Fault::CutAfter, 1, &[ErrorKind::ConnectionLost]).await
}

async fn ended_amid_rows(context: &mut Context) -> Outcome {
    at_many_places(context, Fault::EndAfter, 1, &[ErrorKind::ConnectionLost]).await
}

async fn nonsense_amid_rows(context: &mut Context) -> Outcome {
    let kinds = [
        ErrorKind::ConnectionLost,
        ErrorKind::Corrupt,
        ErrorKind::Data,
        ErrorKind::Internal,
    ];
    at_many_places(context, Fault::GarbageAfter, BEHIND_ROWS, &kinds).await
}

async fn while_connecting(context: &mut Context) -> Outcome {
    let proxied = Proxied::new(context)?;
    proxied.proxy.set(Fault::None);
    let session = proxied.connect().await?;
    let whole = proxied.proxy.bytes();
    session.close().await?;
    for place in 0..PLACES {
        let bytes = whole.saturating_sub(1) * place / (PLACES - 1);
        for fault in [Fault::CutAfter(bytes), Fault::EndAfter(bytes)] {
            proxied.proxy.set(fault);
            let at = format!("{fault:?} of {whole} bytes");
            match in_time(&at, proxied.connect()).await? {
                Err(error) if is_of_connecting(error.kind()) => {}
                Err(error) => {
                    let found = describe(&error);
                    return Err(Failure::new(format!(
                        "{at}: no error of connecting: {found}"
                    )));
                }
                Ok(_) => return Err(Failure::new(format!("{at}: a session opens"))),
            }
        }
    }
    proxied.proxy.set(Fault::None);
    expect(proxied.connect().await?.is_usable().await, || {
        "what is opened afterwards does not work".to_owned()
    })
}

/// What a session that does not open may end with.
const fn is_of_connecting(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::Connect | ErrorKind::ConnectionLost | ErrorKind::Corrupt
    )
}

async fn nobody_there(context: &mut Context) -> Outcome {
    let Proxied {
        proxy, settings, ..
    } = Proxied::new(context)?;
    drop(proxy);
    let opened = in_time("connecting", context.backend().connect(&settings)).await?;
    let opened = opened.map(|_| ());
    expect_error("a port where nobody listens", opened, ErrorKind::Connect)?;
    Ok(())
}

async fn idle(context: &mut Context) -> Outcome {
    let (_, select) = rows(context).await?;
    let proxied = Proxied::new(context)?;
    for cuts in [true, false] {
        let mut session = proxied.connect().await?;
        fetched(&mut session, &select).await?;
        if cuts {
            proxied.proxy.cut();
        } else {
            // It ends as soon as the server says anything.
            proxied.proxy.set(Fault::EndAfter(0));
        }
        let result = in_time("the statement", fetched(&mut session, &select)).await?;
        expect_lost("the statement", result, &mut session, &select).await?;
        proxied.proxy.set(Fault::None);
    }
    Ok(())
}

async fn before_the_statement(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    let proxied = Proxied::new(context)?;
    let mut session = proxied.connect().await?;
    let insert = context.insert_statement(&artists, &artist(1, "Bach", None));
    proxied.proxy.set(Fault::CutBeforeServer);
    let result = in_time("the statement", session.execute(&insert)).await?;
    expect_lost("the statement", result, &mut session, &insert).await?;
    expect_eq("rows", context.count(&artists.name).await?, 0)
}

async fn in_a_block(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    let proxied = Proxied::new(context)?;
    let insert = |context: &Context, id| context.insert_statement(&artists, &artist(id, "x", None));
    let (first, second) = (insert(context, 1), insert(context, 2));
    let mut session = proxied.connect().await?;
    let mut block = session.begin_atomic(AtomicOptions::new()).await?;
    block.execute(&first).await?;
    proxied.proxy.cut();
    let result = in_time("the statement", block.execute(&second)).await?;
    expect_error("the statement", result, ErrorKind::ConnectionLost)?;
    let committed = in_time("the commit", block.commit()).await?;
    expect_error("the commit", committed, ErrorKind::ConnectionLost)?;
    expect_eq("rows", context.count(&artists.name).await?, 0)
}

async fn before_the_commit(context: &mut Context) -> Outcome {
    commit(context, Fault::CutBeforeServer).await?;
    expect_eq("rows", context.count(&artists()?.name).await?, 0)
}

async fn behind_the_commit(context: &mut Context) -> Outcome {
    commit(context, Fault::CutAfter(0)).await?;
    // The server did what it was asked: the error may not claim that it did not.
    expect_eq("rows", context.count(&artists()?.name).await?, 1)
}

/// Inserts a row in a transaction whose commit meets a fault.
async fn commit(context: &mut Context, fault: Fault) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    let insert = context.insert_statement(&artists, &artist(1, "Bach", None));
    let proxied = Proxied::new(context)?;
    let mut session = proxied.connect().await?;
    session.begin(&TransactionOptions::default()).await?;
    session.execute(&insert).await?;
    proxied.proxy.set(fault);
    let committed: Result<()> = in_time("the commit", session.commit()).await?;
    proxied.proxy.set(Fault::None);
    expect_lost("the commit", committed, &mut session, &insert).await?;
    Ok(())
}
