//! Ours, in either execution mode.

use backend_benches::measure::Run;
use backend_benches::sqlite::{ALL, INSERT, ONE, session, settings};
use backend_benches::{Item, next};
use backend_core::connection::Connection;
use backend_core::cursor::{Flow, RowSource, rows};
use backend_core::error::Result;
use backend_core::pool::Pool;
use backend_core::row::cell;
use backend_core::sql::Statement;
use backend_core::transaction::AtomicOptions;
use backend_core::value::{Param, ValueRef};
use futures_executor::block_on;

pub(crate) fn make(workload: &str, path: &str, execution: &str) -> Option<Run> {
    let mut connection = session(path, execution);
    let mut id = 0;
    let all = Statement::new(ALL);
    Some(match workload {
        "point select" => Box::new(move || point_select(&mut connection, next(&mut id))),
        "fetch of 10,000 rows" => Box::new(move || {
            block_on(connection.fetch_as::<Item>(&all))
                .expect("rows")
                .len()
        }),
        "insert of 1,000 rows" => {
            Box::new(move || block_on(insert(&mut connection)).expect("rows"))
        }
        "empty atomic block" => Box::new(move || {
            block_on(async {
                let block = connection.begin_atomic(AtomicOptions::default()).await?;
                block.commit().await
            })
            .expect("it commits");
            1
        }),
        "pool checkout" => {
            let runtime = super::sqlx::runtime();
            let pool = Pool::builder(&backend_sqlite::BACKEND, settings(path, execution))
                .build()
                .expect("a pool");
            Box::new(move || {
                let lent = runtime.block_on(pool.get()).expect("a session");
                usize::from(lent.in_transaction())
            })
        }
        _ => return None,
    })
}

fn point_select(connection: &mut Connection, id: i64) -> usize {
    let mut found = None;
    let mut sink = rows(|cells| {
        found = Some(item(cells)?);
        Ok(Flow::Continue)
    });
    let params = [Param::new(ValueRef::I64(id))];
    block_on(connection.query(ONE, &params, &mut sink)).expect("a row");
    drop(sink);
    found.map_or(0, |item: Item| item.name.len())
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
    let mut block = connection.begin_atomic(AtomicOptions::default()).await?;
    block.execute(&Statement::new("DELETE FROM copy")).await?;
    block.execute_many(INSERT, &mut Thousand::new()).await?;
    block.commit().await?;
    Ok(1_000)
}

/// A thousand rows of parameters.
struct Thousand {
    id: i64,
    params: [Param<'static>; 5],
}

impl Thousand {
    fn new() -> Self {
        let text = |text: &'static str| Param::new(ValueRef::Text(text));
        let number = |number| Param::new(ValueRef::I64(number));
        let ratio = Param::new(ValueRef::F64(0.5));
        Self {
            id: 0,
            params: [number(0), number(0), ratio, text("an item"), text("a note")],
        }
    }
}

impl RowSource for Thousand {
    fn next(&mut self) -> Result<Option<&[Param<'_>]>> {
        if self.id == 1_000 {
            return Ok(None);
        }
        self.params[0].value = ValueRef::I64(self.id);
        self.params[1].value = ValueRef::I64(self.id * 17);
        self.params[4].value = if self.id % 3 > 0 {
            ValueRef::Text("a note")
        } else {
            ValueRef::Null
        };
        self.id += 1;
        Ok(Some(&self.params))
    }
}
