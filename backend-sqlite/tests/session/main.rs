//! What only SQLite's sessions have: files that are or are not made, paths that look like URLs, and two ways of execution.
#![cfg(test)]

mod atomic;
mod conflicts;
mod execution;
mod files;
mod stored;

use backend_core::connection::Connection;
use backend_core::error::Result;
use backend_core::settings::Settings;
use backend_core::sql::Statement;
use backend_core::value::{Value, ValueRef};
use backend_sqlite::BACKEND;
use futures_executor::block_on;

/// Opens a session by its settings.
fn open(settings: &Settings) -> Result<Connection> {
    block_on(BACKEND.connect(settings))
}

/// Opens a session by its URL, which must work.
fn open_url(url: &str) -> Connection {
    open(&BACKEND.settings(url).unwrap()).unwrap()
}

/// An empty database in memory for each way of execution.
fn both() -> [Connection; 2] {
    ["inline", "thread"].map(|how| open_url(&format!("sqlite::memory:?execution={how}")))
}

fn batch(connection: &mut Connection, script: &str) {
    block_on(connection.batch(script)).unwrap();
}

/// All cells of a result, row by row.
fn cells(connection: &mut Connection, sql: &str) -> Result<Vec<Value>> {
    let statement = Statement::new(sql);
    let rows = block_on(connection.fetch(&statement, |row| {
        Ok(row.iter().map(|cell| cell.to_value()).collect::<Vec<_>>())
    }))?;
    Ok(rows.concat())
}

/// The only number of a result.
fn number(connection: &mut Connection, sql: &str) -> i64 {
    match cells(connection, sql).unwrap().as_slice() {
        [Value::I64(number)] => *number,
        other => panic!("{sql} gave {other:?}"),
    }
}

/// The kind of the error of one statement with these parameters.
fn refusal(
    connection: &mut Connection,
    sql: &str,
    params: &[ValueRef<'_>],
) -> backend_core::error::Error {
    let params: Vec<_> = params.iter().map(|value| (*value).into()).collect();
    block_on(connection.query(sql, &params, &mut backend_core::cursor::Discard)).unwrap_err()
}
