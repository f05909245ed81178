//! Refilling a database: triggers are kept from running, keys in a circle wait, sequences are where they were.

use backend_core::connection::Connection;
use backend_core::creation::{Position, Refill};
use backend_core::error::Result;
use backend_core::model::{
    Deferrability, ForeignKey, Identifier, QualifiedName, Schema, Table, TriggerActivity, ViewKind,
};
use backend_core::operations::Dialect;
use backend_core::sql::Statement;

/// The rows of a table and not those of tables that inherit from it.
pub(super) fn read_rows(dialect: &Dialect, table: &Table, columns: &[Identifier]) -> Statement {
    let mut out = dialect.writer();
    out.push("SELECT ")
        .identifiers(columns)
        .push(" FROM ONLY ")
        .name(&table.name);
    let key = table.primary_key_columns();
    if !key.is_empty() {
        out.push(" ORDER BY ").identifiers(key);
    }
    out.finish()
}

/// A row with the numbers that it had, also where the server gives them always.
pub(super) fn write_row(dialect: &Dialect, table: &Table, columns: &[Identifier]) -> Statement {
    let mut out = dialect.writer();
    out.push("INSERT INTO ")
        .name(&table.name)
        .push(" (")
        .identifiers(columns);
    out.push(
        if table.columns.iter().any(|column| column.identity.is_some()) {
            ") OVERRIDING SYSTEM VALUE VALUES ("
        } else {
            ") VALUES ("
        },
    );
    out.list(columns, |out, _| {
        out.bind(None::<i64>);
    });
    out.push(")");
    out.finish()
}

/// One statement for all: each alone would be refused for the others that refer to it.
pub(super) fn empty(dialect: &Dialect, tables: &[&Table]) -> Vec<Statement> {
    if tables.is_empty() {
        return Vec::new();
    }
    let mut out = dialect.writer();
    out.push("TRUNCATE ONLY ").list(tables, |out, table| {
        out.name(&table.name);
    });
    vec![out.finish()]
}

/// The statements around a refill. A key that the server checks at once is told to wait, and not to wait afterwards: `ALTER
/// CONSTRAINT` is the only way that needs no superuser.
pub(super) fn around(
    dialect: &Dialect,
    schema: &Schema,
    tables: &[&Table],
    late: &[(&Table, &ForeignKey)],
) -> Refill {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    let mut waits = false;
    for (table, key) in late {
        let Some(name) = &key.name else { continue };
        waits = true;
        if key.deferrability == Deferrability::InitiallyDeferred || is_of_parent(schema, table, key)
        {
            continue;
        }
        before.push(alter_key(
            dialect,
            table,
            name,
            " DEFERRABLE INITIALLY DEFERRED",
        ));
        after.push(alter_key(
            dialect,
            table,
            name,
            match key.deferrability {
                Deferrability::InitiallyImmediate => " DEFERRABLE INITIALLY IMMEDIATE",
                _ => " NOT DEFERRABLE",
            },
        ));
    }
    if waits {
        before.push(Statement::new("SET CONSTRAINTS ALL DEFERRED"));
        // What waits is looked at now: a table with keys that still wait cannot be altered.
        after.insert(0, Statement::new("SET CONSTRAINTS ALL IMMEDIATE"));
    }
    for table in tables.iter().filter(|table| !table.triggers.is_empty()) {
        before.push(alter(dialect, table, " DISABLE TRIGGER USER"));
        for trigger in &table.triggers {
            let words = match trigger.activity {
                TriggerActivity::Disabled => continue,
                TriggerActivity::ReplicaOnly => " ENABLE REPLICA TRIGGER ",
                TriggerActivity::Always => " ENABLE ALWAYS TRIGGER ",
                _ => " ENABLE TRIGGER ",
            };
            let mut out = dialect.writer();
            out.push("ALTER TABLE ").name(&table.name).push(words);
            out.identifier(&trigger.name);
            after.push(out.finish());
        }
    }
    let views = schema.views.iter();
    let stored = views.filter(|view| view.kind == ViewKind::Materialized && view.populated);
    after.extend(stored.map(|view| {
        let mut out = dialect.writer();
        out.push("REFRESH MATERIALIZED VIEW ").name(&view.name);
        out.finish()
    }));
    Refill::new(before, after)
}

/// Whether a partition has a key from the table that it is a part of, by which it is altered.
fn is_of_parent(schema: &Schema, table: &Table, key: &ForeignKey) -> bool {
    let parent = table.partition_of.as_ref();
    let parent = parent.and_then(|of| schema.table(&of.parent));
    parent.is_some_and(|parent| {
        parent
            .foreign_keys
            .iter()
            .any(|other| (&other.columns, &other.references) == (&key.columns, &key.references))
    })
}

fn alter(dialect: &Dialect, table: &Table, words: &'static str) -> Statement {
    let mut out = dialect.writer();
    out.push("ALTER TABLE ").name(&table.name).push(words);
    out.finish()
}

fn alter_key(
    dialect: &Dialect,
    table: &Table,
    name: &Identifier,
    words: &'static str,
) -> Statement {
    let mut out = dialect.writer();
    out.push("ALTER TABLE ").name(&table.name);
    out.push(" ALTER CONSTRAINT ").identifier(name).push(words);
    out.finish()
}

const SEQUENCES: &str = "SELECT n.nspname::text, c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
                         WHERE c.relkind = 'S' AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' \
                         ORDER BY 1, 2";

/// Where all sequences are, those of identities included.
pub(super) async fn positions(connection: &mut Connection) -> Result<Vec<Position>> {
    let names: Vec<(String, String)> = connection.fetch_as(&Statement::new(SEQUENCES)).await?;
    let mut positions = Vec::new();
    for (schema, name) in names {
        let name = QualifiedName::with_schema(schema, name)?;
        let mut out = connection.dialect().writer();
        out.push("SELECT last_value, is_called FROM ").name(&name);
        let (value, is_given): (i64, bool) = connection.fetch_one(&out.finish()).await?;
        positions.push(Position::new(name, value, is_given));
    }
    Ok(positions)
}

/// Sets sequences to where they were. A rollback does not undo it.
pub(super) async fn set_positions(
    connection: &mut Connection,
    positions: &[Position],
) -> Result<()> {
    for position in positions {
        let mut name = connection.dialect().writer();
        name.name(&position.name);
        let set = Statement::new("SELECT setval($1::text::regclass, $2, $3)")
            .bind(name.as_str())
            .bind(position.value)
            .bind(position.is_given);
        connection.execute(&set).await?;
    }
    Ok(())
}
