//! Ours.

use backend_benches::measure::Run;
use backend_benches::mssql::{ALL, INSERT, ONE, runtime, session};
use backend_benches::{Item, next};
use backend_core::connection::Connection;
use backend_core::cursor::{Flow, RowSource, rows};
use backend_core::error::Result;
use backend_core::row::cell;
use backend_core::sql::Statement;
use backend_core::value::{Param, ValueRef};

use super::{Copy, thousand};

pub(crate) fn make(workload: &str, url: &str) -> Option<Run> {
    let runtime = runtime();
    let mut connection = session(&runtime, url);
    let mut id = 0;
    let all = Statement::new(ALL);
    Some(match workload {
        "point select" => Box::new(move || {
            runtime
                .block_on(point_select(&mut connection, next(&mut id)))
                .expect("a row")
        }),
        "fetch of 10,000 rows" => Box::new(move || {
            runtime
                .block_on(connection.fetch_as::<Item>(&all))
                .expect("rows")
                .len()
        }),
        "insert of 1,000 rows" => Box::new(move || {
            runtime
                .block_on(insert(&mut connection))
                .expect("they are stored")
        }),
        _ => return None,
    })
}

async fn point_select(connection: &mut Connection, id: i64) -> Result<usize> {
    let mut found = None;
    let mut sink = rows(|cells| {
        found = Some(item(cells)?);
        Ok(Flow::Continue)
    });
    let params = [Param::new(ValueRef::I64(id))];
    connection.query(ONE, &params, &mut sink).await?;
    drop(sink);
    Ok(found.map_or(0, |item: Item| item.name.len()))
}

fn item(cells: &[ValueRef<'_>]) -> Result<Item> {
    Ok(Item {
        id: cell(cells, 0, "id")?,
        price: cell(cells, 1, "price")?,
        ratio: cell(cells, 2, "ratio")?,
        name: cell(cells, 3, "name")?,
        note: cell(cells, 4, "note")?,
        code: cell(cells, 5, "code")?,
        quantity: cell(cells, 6, "quantity")?,
        active: cell(cells, 7, "active")?,
        data: cell(cells, 8, "data")?,
        place: cell(cells, 9, "place")?,
    })
}

async fn insert(connection: &mut Connection) -> Result<usize> {
    let mut source = Source {
        rows: thousand(),
        params: [Param::new(ValueRef::Null); 5],
    };
    connection.execute_many(INSERT, &mut source).await?;
    Ok(1_000)
}

/// Rows as parameters.
struct Source<I> {
    rows: I,
    params: [Param<'static>; 5],
}

impl<I: Iterator<Item = Copy> + Send> RowSource for Source<I> {
    fn next(&mut self) -> Result<Option<&[Param<'_>]>> {
        let Some((id, price, ratio, name, note)) = self.rows.next() else {
            return Ok(None);
        };
        let note = note.map_or(ValueRef::Null, ValueRef::Text);
        let (id, price) = (ValueRef::I64(id), ValueRef::I64(price));
        let name = ValueRef::Text(name);
        self.params = [id, price, ValueRef::F64(ratio), name, note].map(Param::new);
        Ok(Some(&self.params))
    }
}
