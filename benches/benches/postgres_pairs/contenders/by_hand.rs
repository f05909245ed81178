//! tokio-postgres, written by hand: statements prepared once, rows into structs as they come.

use std::pin::pin;

use backend_benches::measure::Run;
use backend_benches::postgres::{ALL, ONE, raw, runtime};
use backend_benches::{Item, next};
use futures_util::TryStreamExt as _;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Row, Statement};

pub(crate) fn make(workload: &str, url: &str) -> Option<Run> {
    let runtime = runtime();
    let mut client = raw(&runtime, url);
    let mut id = 0;
    let prepare = |sql| runtime.block_on(client.prepare(sql)).expect("it prepares");
    Some(match workload {
        "point select" => {
            let one = prepare(ONE);
            Box::new(move || {
                let id = next(&mut id);
                let row = runtime
                    .block_on(client.query_one(&one, &[&id]))
                    .expect("a row");
                item(&row).name.len()
            })
        }
        "fetch of 10,000 rows" => {
            let all = prepare(ALL);
            Box::new(move || runtime.block_on(fetch(&client, &all)).expect("rows").len())
        }
        "empty atomic block" => Box::new(move || {
            runtime
                .block_on(async { client.transaction().await?.commit().await })
                .expect("it commits");
            1
        }),
        _ => return None,
    })
}

pub(super) fn item(row: &Row) -> Item {
    Item {
        id: row.get(0),
        price: row.get(1),
        ratio: row.get(2),
        name: row.get(3),
        note: row.get(4),
        code: row.get(5),
        quantity: row.get(6),
        active: row.get(7),
        data: row.get(8),
        place: row.get(9),
    }
}

async fn fetch(client: &Client, all: &Statement) -> Result<Vec<Item>, tokio_postgres::Error> {
    let none: [&(dyn ToSql + Sync); 0] = [];
    let mut rows = pin!(client.query_raw(all, none).await?);
    let mut items = Vec::new();
    while let Some(row) = rows.try_next().await? {
        items.push(item(&row));
    }
    Ok(items)
}
