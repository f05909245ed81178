//! Many rows of a plain insert as a bulk load: constraints are checked as ever, NULLs stay NULLs, and columns that are left out have
//! their defaults.
//!
//! The rows of a load take effect together or not at all. Where they do not, they are inserted one by one, so that what went before
//! the failure stays in effect and the failure is that of its row.

use super::bulk::{Bulk, bracketed};
use super::render::Encodeds;
use super::{Memory, last_number};
use crate::driver::{Call, Datum, Failure, Request};
use crate::value::Place;

/// The fewest rows for which a load is worth its round trips.
pub(super) const FEWEST_ROWS: usize = 64;

/// How many transactions are open, one inside the other; -1 where one can only be rolled back.
const DEPTH: &str = "SELECT CASE WHEN XACT_STATE() = -1 THEN -1 ELSE @@TRANCOUNT END";

/// Loads rows, and gives how many there were; `None` where they have to be inserted one by one.
///
/// # Errors
/// Where the session is lost or the call stopped, or the failure has ended the transaction around it.
pub(super) async fn load(
    call: &mut Call<'_>,
    bulk: &Bulk,
    rows: &[Encodeds],
    memory: &mut Memory,
) -> Result<Option<u64>, Failure> {
    let Some(places) = memory.tables.places(call, bulk, memory.limits).await? else {
        return Ok(None);
    };
    let Some(rows) = rows.iter().map(|row| fitted(row, &places)).collect() else {
        return Ok(None);
    };
    let Some(columns) = bulk.columns.iter().map(|name| bracketed(name)).collect() else {
        return Ok(None);
    };
    let depth = depth(call).await?;
    match send(call, bulk.table.clone(), columns, rows).await {
        Ok(count) => Ok(Some(count)),
        Err(failure @ (Failure::Server(_) | Failure::Input(_))) => {
            if self::depth(call).await? == depth {
                Ok(None)
            } else {
                Err(failure)
            }
        }
        Err(failure) => Err(failure),
    }
}

/// The values as the columns hold them.
fn fitted(row: &Encodeds, places: &[Place]) -> Option<Vec<Datum>> {
    let values = row
        .iter()
        .zip(places)
        .map(|(encoded, place)| match encoded.value() {
            Some(value) => place.fit(value.clone()),
            None => place.null(),
        });
    values.collect()
}

async fn send(
    call: &mut Call<'_>,
    table: String,
    columns: Vec<String>,
    rows: Vec<Vec<Datum>>,
) -> Result<u64, Failure> {
    let mut load = call.bulk(table, columns, false).await?;
    load.send(rows).await?;
    load.finish().await
}

async fn depth(call: &mut Call<'_>) -> Result<Option<i64>, Failure> {
    last_number(call, Request::Batch(DEPTH.to_owned())).await
}
