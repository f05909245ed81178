//! The pool: sessions on loan, and what becomes of them when they come back.

mod care;
mod limits;
mod loans;
mod returns;

use std::time::{Duration, Instant};

use backend_core::connection::Connection;
use backend_core::error::{ErrorKind, Result};
use backend_core::model::Table;
use backend_core::pool::{Pool, PoolBuilder};
use backend_core::sql::Statement;

use crate::case::CaseDef;
use crate::context::Context;
use crate::failure::{Failure, expect_eq};
use crate::fixtures::{Door, artist};

/// The part's tables.
pub(super) const TABLES: &[&[CaseDef]] =
    &[loans::CASES, limits::CASES, care::CASES, returns::CASES];

/// A pool of so many sessions with the case's database, and the door that its sessions come through.
fn pool(context: &Context, max_size: usize) -> (PoolBuilder, Door) {
    let (backend, door) = Door::new(context);
    let builder = Pool::builder(backend, context.settings().clone())
        .max_size(max_size)
        .wait_timeout(Duration::from_secs(10));
    (builder, door)
}

/// The statement that inserts an artist of that key.
fn insert(context: &Context, artists: &Table, id: i64) -> Statement {
    context.insert_statement(artists, &artist(id, "x", None))
}

/// Demands that a session of the pool sees these keys and works. One that was given up before may still be closing, and hold its
/// locks until it has.
async fn expect_keys(
    pool: &Pool,
    context: &Context,
    artists: &Table,
    keys: &[i64],
) -> Result<(), Failure> {
    let mut session = pool.get().await?;
    let patience = Instant::now() + Duration::from_secs(5);
    loop {
        match keys_of(&mut session, context, artists).await {
            Err(error) if error.kind() == ErrorKind::Locked && Instant::now() < patience => {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            found => return expect_eq("keys", found?, keys),
        }
    }
}

async fn keys_of(session: &mut Connection, context: &Context, artists: &Table) -> Result<Vec<i64>> {
    let select = context.select_columns(artists, &["id"]);
    let rows: Vec<(i64,)> = session.fetch_as(&select).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
