//! Refilling a database: without its triggers, and with the numbers of `AUTOINCREMENT` where they were.

use backend_core::connection::Connection;
use backend_core::creation::{Position, Refill};
use backend_core::error::Result;
use backend_core::model::{QualifiedName, Schema, Table};
use backend_core::operations::Dialect;
use backend_core::sql::Statement;

/// Takes the triggers away, and makes them again as they were written: there is no other way to keep them from running. Keys
/// that are checked nevertheless wait for the end of the transaction.
pub(super) fn around(dialect: &Dialect, tables: &[&Table], keys_wait: bool) -> Refill {
    let triggers = || tables.iter().flat_map(|table| &table.triggers);
    let drop = triggers().map(|trigger| {
        let mut out = dialect.writer();
        out.push("DROP TRIGGER ").identifier(&trigger.name);
        out.finish()
    });
    let make = triggers().map(|trigger| Statement::new(&trigger.definition));
    let wait = keys_wait.then(|| Statement::new("PRAGMA defer_foreign_keys = 1"));
    Refill::new(wait.into_iter().chain(drop).collect(), make.collect())
}

/// The highest numbers that were given, of the tables that remember them.
pub(super) async fn positions(
    connection: &mut Connection,
    schema: &Schema,
) -> Result<Vec<Position>> {
    if !has_numbers(connection).await? {
        return Ok(Vec::new());
    }
    let read = Statement::new("SELECT name, seq FROM sqlite_sequence ORDER BY name");
    let rows: Vec<(String, Option<i64>)> = connection.fetch_as(&read).await?;
    let mut positions = Vec::new();
    for (name, number) in rows {
        let name = QualifiedName::new(name)?;
        if let Some(number) = number
            && schema.table(&name).is_some()
        {
            positions.push(Position::new(name, number, true));
        }
    }
    Ok(positions)
}

/// Sets them again; a table without one begins anew.
pub(super) async fn set_positions(
    connection: &mut Connection,
    positions: &[Position],
) -> Result<()> {
    if !has_numbers(connection).await? {
        return Ok(());
    }
    let forget = Statement::new("DELETE FROM sqlite_sequence");
    connection.execute(&forget).await?;
    for position in positions {
        let number = if position.is_given {
            position.value
        } else {
            position.value.saturating_sub(1)
        };
        let set = Statement::new("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)")
            .bind(position.name.name.as_str())
            .bind(number);
        connection.execute(&set).await?;
    }
    Ok(())
}

/// Whether the table of numbers is there: the first `AUTOINCREMENT` makes it.
async fn has_numbers(connection: &mut Connection) -> Result<bool> {
    let ask = Statement::new("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'sqlite_sequence'");
    let (count,): (i64,) = connection.fetch_one(&ask).await?;
    Ok(count > 0)
}
