//! rusqlite, written by hand: statements from its cache, rows into structs.

use backend_benches::measure::Run;
use backend_benches::sqlite::{ALL, INSERT, ONE};
use backend_benches::{Item, next};
use rusqlite::Connection;

pub(crate) fn make(workload: &str, path: &str) -> Option<Run> {
    let raw = Connection::open(path).expect("the file opens");
    let mut id = 0;
    Some(match workload {
        "point select" => Box::new(move || {
            let mut statement = raw.prepare_cached(ONE).expect("it prepares");
            let item = statement.query_row([next(&mut id)], item).expect("a row");
            item.name.len()
        }),
        "fetch of 10,000 rows" => Box::new(move || fetch(&raw).len()),
        "insert of 1,000 rows" => Box::new(move || insert(&raw)),
        "empty atomic block" => Box::new(move || {
            raw.prepare_cached("BEGIN")
                .and_then(|mut it| it.execute([]))
                .expect("it begins");
            raw.prepare_cached("COMMIT")
                .and_then(|mut it| it.execute([]))
                .expect("it commits")
        }),
        _ => return None,
    })
}

fn item(row: &rusqlite::Row<'_>) -> rusqlite::Result<Item> {
    Ok(Item {
        id: row.get(0)?,
        price: row.get(1)?,
        ratio: row.get(2)?,
        name: row.get(3)?,
        note: row.get(4)?,
        code: row.get(5)?,
        quantity: row.get(6)?,
        active: row.get(7)?,
        data: row.get(8)?,
        place: row.get(9)?,
    })
}

fn fetch(raw: &Connection) -> Vec<Item> {
    let mut statement = raw.prepare_cached(ALL).expect("it prepares");
    let mut rows = statement.query([]).expect("it runs");
    let mut items = Vec::new();
    while let Some(row) = rows.next().expect("a row") {
        items.push(item(row).expect("the row converts"));
    }
    items
}

fn insert(raw: &Connection) -> usize {
    raw.execute_batch("BEGIN; DELETE FROM copy")
        .expect("it begins");
    let mut statement = raw.prepare_cached(INSERT).expect("it prepares");
    for id in 0..1_000_i64 {
        let note = (id % 3 > 0).then_some("a note");
        statement
            .execute((id, id * 17, 0.5, "an item", note))
            .expect("a row is written");
    }
    drop(statement);
    raw.execute_batch("COMMIT").expect("it commits");
    1_000
}
