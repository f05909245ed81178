//! What is known of tables that rows are loaded into.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use backend_core::value::{Param, ValueRef};
use tiberius::Row;

use super::bulk::{Bulk, bracketed};
use super::render::encode_all;
use super::statement::Statement;
use crate::driver::{Call, Failure, Item};
use crate::value::{Limits, Place};

/// The columns of a table where each row is all that is made of it: no trigger, no numbers that an insert may not give, no older
/// versions of rows. A type of the user's own has another number than what it is made of, and is left out.
const FACTS: &str = "\
SELECT c.name, t.name AS type_name, c.max_length, c.precision, c.scale, c.is_nullable \
FROM sys.tables AS r \
JOIN sys.columns AS c ON c.object_id = r.object_id \
JOIN sys.types AS t ON t.user_type_id = c.user_type_id AND t.is_user_defined = 0 \
WHERE r.object_id = OBJECT_ID(@P1, N'U') AND c.is_identity = 0 AND c.is_computed = 0 \
AND NOT EXISTS (SELECT 1 FROM sys.triggers AS g WHERE g.parent_id = r.object_id)";

/// How long an answer is believed: another session may give the table a trigger.
const BELIEVED: Duration = Duration::from_secs(10);
/// How many answers are kept.
const MOST_ANSWERS: usize = 256;

/// The columns of a table, by name.
pub(super) type Columns = HashMap<String, Place>;

/// What was asked of tables, and when.
#[derive(Default)]
pub(super) struct Tables(HashMap<String, (Arc<Columns>, Instant)>);

impl Tables {
    /// Forgets all: a table may be another one now.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// The places of an insert's columns; `None` where rows cannot be loaded there.
    pub(super) async fn places(
        &mut self,
        call: &mut Call<'_>,
        bulk: &Bulk,
        limits: Limits,
    ) -> Result<Option<Vec<Place>>, Failure> {
        let known = self.0.get(&bulk.table);
        let columns = match known.filter(|(_, asked)| asked.elapsed() < BELIEVED) {
            Some((columns, _)) => Arc::clone(columns),
            None => {
                let columns = Arc::new(ask(call, &bulk.table, limits).await?);
                if self.0.len() >= MOST_ANSWERS {
                    self.0.clear();
                }
                let answer = (Arc::clone(&columns), Instant::now());
                self.0.insert(bulk.table.clone(), answer);
                columns
            }
        };
        let places = bulk.columns.iter().map(|name| columns.get(name).copied());
        Ok(places.collect())
    }
}

async fn ask(call: &mut Call<'_>, table: &str, limits: Limits) -> Result<Columns, Failure> {
    let internal = |error: backend_core::error::Error| Failure::Input(error.to_string());
    let statement = Statement::read(FACTS).map_err(internal)?;
    let name = Param::new(ValueRef::Text(table));
    let encoded = encode_all(&statement, &[name], limits).map_err(internal)?;
    let mut answer = call.send(statement.request(FACTS, encoded, limits)).await?;
    let mut columns = Columns::new();
    while let Some(item) = answer.next().await? {
        if let Item::Row(row) = item
            && let Some((name, place)) = column(&row, limits)
        {
            columns.insert(name, place);
        }
    }
    Ok(columns)
}

fn column(row: &Row, limits: Limits) -> Option<(String, Place)> {
    let name: &str = row.try_get(0).ok()??;
    let type_name: &str = row.try_get(1).ok()??;
    let place = Place::of(
        type_name,
        row.try_get(2).ok()??,
        row.try_get(3).ok()??,
        row.try_get(4).ok()??,
        row.try_get(5).ok()??,
        limits,
    )?;
    // What cannot be named cannot be loaded.
    bracketed(name)?;
    Some((name.to_owned(), place))
}
