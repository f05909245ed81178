//! Queries on SQLite: the raw driver, ours, and peers, on the same rows in one run.

use backend_benches::{Item, ROWS, SCHEMA, all, one, session};
use backend_core::connection::Connection;
use backend_core::cursor::{Flow, rows};
use backend_core::from_row;
use backend_core::row::cell;
use backend_core::value::{Param, ValueRef};
use criterion::{
    BenchmarkGroup, Criterion, criterion_group, criterion_main, measurement::WallTime,
};
use diesel::{Connection as _, ExpressionMethods as _, QueryDsl as _, RunQueryDsl as _};
use futures_executor::block_on;
use sqlx::Connection as _;

from_row! {
    /// A row by the names of its columns.
    #[derive(Debug)]
    struct ItemByName {
        id: i64,
        price: i64,
        ratio: f64,
        name: String,
        note: Option<String>,
    }
}

type Group<'c> = BenchmarkGroup<'c, WallTime>;

fn point_select(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("point_select");
    let folder = tempfile::tempdir().expect("a folder");
    let path = database(folder.path());
    raw_point_select(&mut group, &path);
    for execution in ["inline", "thread"] {
        let mut connection = session(&path, execution);
        let mut id = 0;
        group.bench_function(format!("ours {execution}"), |bencher| {
            bencher.iter(|| {
                id = id % ROWS + 1;
                ours_one(&mut connection, id)
            });
        });
    }
    peers_point_select(&mut group, &path);
    group.finish();
}

fn fetch(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("fetch_10k");
    group.sample_size(40);
    let folder = tempfile::tempdir().expect("a folder");
    let path = database(folder.path());
    raw_fetch(&mut group, &path);
    for execution in ["inline", "thread"] {
        let mut connection = session(&path, execution);
        group.bench_function(format!("ours {execution}"), |bencher| {
            bencher.iter(|| block_on(connection.fetch(&all(), item)).expect("rows"));
        });
        group.bench_function(format!("ours {execution}, from_row"), |bencher| {
            bencher.iter(|| block_on(connection.fetch_as::<ItemByName>(&all())).expect("rows"));
        });
    }
    peers_fetch(&mut group, &path);
    group.finish();
}

/// Makes the database and gives its path.
fn database(folder: &std::path::Path) -> String {
    let path = folder.join("items.sqlite3");
    let raw = rusqlite::Connection::open(&path).expect("the file opens");
    raw.execute_batch(SCHEMA).expect("the rows are written");
    path.to_str().expect("the path is text").to_owned()
}

fn item(cells: &[ValueRef<'_>]) -> backend_core::error::Result<Item> {
    Ok(Item {
        id: cell(cells, 0, "id")?,
        price: cell(cells, 1, "price")?,
        ratio: cell(cells, 2, "ratio")?,
        name: cell(cells, 3, "name")?,
        note: cell(cells, 4, "note")?,
    })
}

fn ours_one(connection: &mut Connection, id: i64) -> Option<Item> {
    let mut found = None;
    let mut sink = rows(|cells| {
        found = Some(item(cells)?);
        Ok(Flow::Continue)
    });
    let params = [Param::new(ValueRef::I64(id))];
    block_on(connection.query(one(), &params, &mut sink)).expect("a row");
    drop(sink);
    found
}

fn raw_item(row: &rusqlite::Row<'_>) -> rusqlite::Result<Item> {
    Ok(Item {
        id: row.get(0)?,
        price: row.get(1)?,
        ratio: row.get(2)?,
        name: row.get(3)?,
        note: row.get(4)?,
    })
}

fn raw_point_select(group: &mut Group<'_>, path: &str) {
    let raw = rusqlite::Connection::open(path).expect("the file opens");
    let mut id = 0;
    group.bench_function("rusqlite", |bencher| {
        bencher.iter(|| {
            id = id % ROWS + 1;
            let mut statement = raw.prepare_cached(one()).expect("it prepares");
            statement.query_row([id], raw_item).expect("a row")
        });
    });
}

fn raw_fetch(group: &mut Group<'_>, path: &str) {
    let raw = rusqlite::Connection::open(path).expect("the file opens");
    let sql = all().sql;
    group.bench_function("rusqlite", |bencher| {
        bencher.iter(|| {
            let mut statement = raw.prepare_cached(&sql).expect("it prepares");
            let mut rows = statement.query([]).expect("it runs");
            let mut items = Vec::new();
            while let Some(row) = rows.next().expect("a row") {
                items.push(raw_item(row).expect("the row converts"));
            }
            items
        });
    });
}

diesel::table! {
    item (id) {
        id -> BigInt,
        price -> BigInt,
        ratio -> Double,
        name -> Text,
        note -> Nullable<Text>,
    }
}

type DieselItem = (i64, i64, f64, String, Option<String>);

#[derive(sqlx::FromRow)]
#[allow(dead_code, reason = "made, not read")]
struct SqlxItem {
    id: i64,
    price: i64,
    ratio: f64,
    name: String,
    note: Option<String>,
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}

fn sqlx_session(runtime: &tokio::runtime::Runtime, path: &str) -> sqlx::SqliteConnection {
    let url = format!("sqlite://{path}");
    runtime
        .block_on(sqlx::SqliteConnection::connect(&url))
        .expect("the file opens")
}

fn peers_point_select(group: &mut Group<'_>, path: &str) {
    let mut diesel = diesel::SqliteConnection::establish(path).expect("the file opens");
    let mut id = 0;
    group.bench_function("diesel", |bencher| {
        bencher.iter(|| {
            id = id % ROWS + 1;
            item::table
                .filter(item::id.eq(id))
                .first::<DieselItem>(&mut diesel)
                .expect("a row")
        });
    });
    let runtime = runtime();
    let mut sqlx = sqlx_session(&runtime, path);
    group.bench_function("sqlx", |bencher| {
        bencher.iter(|| {
            id = id % ROWS + 1;
            let query = sqlx::query_as::<_, SqlxItem>(one()).bind(id);
            runtime.block_on(query.fetch_one(&mut sqlx)).expect("a row")
        });
    });
}

fn peers_fetch(group: &mut Group<'_>, path: &str) {
    let mut diesel = diesel::SqliteConnection::establish(path).expect("the file opens");
    group.bench_function("diesel", |bencher| {
        bencher.iter(|| item::table.load::<DieselItem>(&mut diesel).expect("rows"));
    });
    let runtime = runtime();
    let mut sqlx = sqlx_session(&runtime, path);
    group.bench_function("sqlx", |bencher| {
        bencher.iter(|| {
            let query =
                sqlx::query_as::<_, SqlxItem>("SELECT id, price, ratio, name, note FROM item");
            runtime.block_on(query.fetch_all(&mut sqlx)).expect("rows")
        });
    });
}

criterion_group!(benches, point_select, fetch);
criterion_main!(benches);
