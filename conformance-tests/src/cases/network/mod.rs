//! The network between the session and its server: cut, silent, slow, or full of nonsense. Where there is none, these cases do not run.

mod cuts;
mod ended;
mod pools;
mod slow;

use std::time::Duration;

use backend_core::connection::Connection;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::Table;
use backend_core::sql::Statement;

use crate::case::CaseDef;
use crate::context::Context;
use crate::failure::{Failure, expect_eq, expect_error};
use crate::fixtures::many_items;

/// The part's tables.
pub(super) const TABLES: &[&[CaseDef]] = &[cuts::CASES, slow::CASES, pools::CASES, ended::CASES];

/// Longer than anything here takes, and shorter than what hangs.
const PATIENCE: Duration = Duration::from_secs(10);

/// Demands that something ends, however.
async fn in_time<T>(what: &str, work: impl Future<Output = T>) -> Result<T, Failure> {
    let ended = tokio::time::timeout(PATIENCE, work).await;
    ended.map_err(|_| Failure::new(format!("{what} does not end within {PATIENCE:?}")))
}

/// How many rows a fetch has to bring.
const ROWS: i64 = 300;

/// A table of rows, and the statement that reads all of them.
async fn rows(context: &mut Context) -> Result<(Table, Statement)> {
    let table = many_items(context, ROWS).await?;
    let select = context.select_statement(&table);
    Ok((table, select))
}

/// Fetches all rows, of which each must be right.
async fn fetched(session: &mut Connection, select: &Statement) -> Result<usize> {
    let rows: Vec<(i64, i64)> = session.fetch_as(select).await?;
    let is_right = |(n, row): (i64, &(i64, i64))| *row == (n, 2 * n);
    if (1..).zip(&rows).all(is_right) {
        Ok(rows.len())
    } else {
        Err(Error::new(ErrorKind::Internal, "a row is not what it was"))
    }
}

/// Demands that a session is lost, says so, and takes nothing more.
async fn expect_lost<T: std::fmt::Debug>(
    what: &str,
    result: Result<T>,
    session: &mut Connection,
    next: &Statement,
) -> Result<Error, Failure> {
    let error = expect_error(what, result, ErrorKind::ConnectionLost)?;
    expect_eq(
        "it may be tried again as it is",
        error.is_retryable(),
        false,
    )?;
    let after = in_time("the next statement", session.execute(next)).await?;
    expect_error("the next statement", after, ErrorKind::ConnectionLost)?;
    let usable = in_time("the question whether it works", session.is_usable()).await?;
    expect_eq("it works", usable, false)?;
    Ok(error)
}
