//! Many rows of a plain insert as a bulk load: constraints are checked as ever, NULLs stay NULLs, and columns that are left out have
//! their defaults.
//!
//! The rows of a load take effect together or not at all. Where they do not, they are inserted one by one, so that what went before
//! the failure stays in effect and the failure is that of its row.

use std::sync::Arc;

use super::bulk::{Bulk, bracketed};
use super::render::Chunk;
use super::{Memory, last_number};
use crate::driver::{self, BorrowedDatum, Call, Failure, Request, Rows};
use crate::value::{Encoded, Place};

/// The fewest rows for which a load is worth its round trips.
pub(super) const FEWEST_ROWS: usize = 64;

/// Twice the number of transactions that are open, one inside the other, and one more where they begin by themselves; -1 where
/// one can only be rolled back.
const DEPTH: &str =
    "SELECT CASE WHEN XACT_STATE() = -1 THEN -1 ELSE 2 * @@TRANCOUNT + (@@OPTIONS & 2) / 2 END";

/// Loads rows, and gives how many there were; `None` where they have to be inserted one by one.
///
/// # Errors
/// Where the session is lost or the call stopped, or the failure has ended the transaction around it.
pub(super) async fn load(
    call: &mut Call<'_>,
    bulk: &Bulk,
    rows: &Arc<Chunk>,
    memory: &mut Memory,
) -> Result<Option<u64>, Failure> {
    let Some(places) = memory.tables.places(call, bulk, memory.limits).await? else {
        return Ok(None);
    };
    let fitted = Fitted {
        rows: Arc::clone(rows),
        places,
    };
    let Some(columns) = bulk.columns.iter().map(|name| bracketed(name)).collect() else {
        return Ok(None);
    };
    if !fitted.fits() {
        return Ok(None);
    }
    let before = match call.depth() {
        Some(depth) => Some(depth),
        None => depth(call).await?,
    };
    let request = Request::Bulk(driver::Bulk {
        table: bulk.table.clone(),
        columns,
        rows: Box::new(fitted),
    });
    match call.run(request).await {
        Ok(counts) => Ok(Some(counts.into_iter().sum())),
        Err(failure @ (Failure::Server(_) | Failure::Input(_))) => {
            if depth(call).await? == before {
                Ok(None)
            } else {
                Err(failure)
            }
        }
        Err(failure) => Err(failure),
    }
}

/// Rows as the columns hold them.
#[derive(Debug)]
struct Fitted {
    rows: Arc<Chunk>,
    places: Vec<Place>,
}

impl Fitted {
    /// Whether each value is one that its column holds as it is.
    fn fits(&self) -> bool {
        (0..self.rows.rows()).all(|index| {
            self.row(index)
                .all(|(encoded, place)| match encoded.value() {
                    Some(value) => place.holds(value),
                    None => place.null().is_some(),
                })
        })
    }

    fn row(&self, index: usize) -> impl Iterator<Item = (&Encoded, Place)> {
        let row = self.rows.row(index).iter();
        row.zip(self.places.iter().copied())
    }
}

impl Rows for Fitted {
    fn count(&self) -> usize {
        self.rows.rows()
    }

    fn width(&self) -> usize {
        self.places.len()
    }

    fn give<'r>(&'r self, index: usize, take: &mut dyn FnMut(BorrowedDatum<'r>)) {
        let values = self
            .row(index)
            .map(|(encoded, place)| match encoded.value() {
                Some(value) => place.fit(value),
                None => place.null(),
            });
        values.flatten().for_each(take);
    }
}

/// Asks how many transactions are open, and notes it where that stays so until something begins or ends one.
async fn depth(call: &mut Call<'_>) -> Result<Option<i64>, Failure> {
    let depth = last_number(call, Request::Batch(DEPTH.to_owned())).await?;
    call.note_depth(depth.filter(|depth| *depth >= 0 && depth % 2 == 0));
    Ok(depth)
}
