//! tiberius, written by hand: rows into structs as they come, many rows as a bulk load.

use backend_benches::measure::Run;
use backend_benches::mssql::{ALL, COPY, ONE, Raw, raw, runtime};
use backend_benches::{Item, next};
use futures_util::TryStreamExt as _;
use tiberius::{IntoSql as _, QueryItem, Row, TokenRow};

use super::thousand;

pub(crate) fn make(workload: &str, url: &str) -> Option<Run> {
    let runtime = runtime();
    let mut client = raw(&runtime, url);
    let mut id = 0;
    Some(match workload {
        "point select" => Box::new(move || {
            runtime
                .block_on(point_select(&mut client, next(&mut id)))
                .expect("a row")
        }),
        "fetch of 10,000 rows" => {
            Box::new(move || runtime.block_on(fetch(&mut client)).expect("rows").len())
        }
        "insert of 1,000 rows" => Box::new(move || {
            runtime
                .block_on(insert(&mut client))
                .expect("they are stored");
            1_000
        }),
        _ => return None,
    })
}

async fn point_select(client: &mut Raw, id: i64) -> tiberius::Result<usize> {
    let rows = client.query(ONE, &[&id]).await?;
    let row = rows.into_row().await?;
    row.map_or(Ok(0), |row| Ok(item(&row)?.name.len()))
}

async fn fetch(client: &mut Raw) -> tiberius::Result<Vec<Item>> {
    let mut rows = client.query(ALL, &[]).await?;
    let mut items = Vec::new();
    while let Some(part) = rows.try_next().await? {
        if let QueryItem::Row(row) = part {
            items.push(item(&row)?);
        }
    }
    Ok(items)
}

async fn insert(client: &mut Raw) -> tiberius::Result<()> {
    let (table, columns) = COPY;
    let mut load = client.bulk_insert_columns(table, &columns).await?;
    for (id, price, ratio, name, note) in thousand() {
        let mut row = TokenRow::with_capacity(5);
        row.push(id.into_sql());
        row.push(price.into_sql());
        row.push(ratio.into_sql());
        row.push(name.into_sql());
        row.push(note.into_sql());
        load.send(row).await?;
    }
    load.finalize().await.map(drop)
}

fn item(row: &Row) -> tiberius::Result<Item> {
    let text = |at: usize| {
        row.try_get::<&str, _>(at)
            .map(|text| text.unwrap_or_default().to_owned())
    };
    Ok(Item {
        id: row.try_get(0)?.unwrap_or_default(),
        price: row.try_get(1)?.unwrap_or_default(),
        ratio: row.try_get(2)?.unwrap_or_default(),
        name: text(3)?,
        note: row.try_get::<&str, _>(4)?.map(str::to_owned),
        code: text(5)?,
        quantity: row.try_get(6)?,
        active: row.try_get(7)?.unwrap_or_default(),
        data: row.try_get::<&[u8], _>(8)?.unwrap_or_default().to_vec(),
        place: text(9)?,
    })
}
