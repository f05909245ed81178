//! Refilling a database: keys in a circle wait, triggers do not run, numbers are where they were.

use backend_core::connection::Connection;
use backend_core::creation::{Position, Refill};
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::{ForeignKey, Identifier, QualifiedName, Table, TriggerActivity};
use backend_core::operations::Dialect;
use backend_core::sql::{Statement, Writer};

use crate::features::tells_given_sequences;
use crate::operations::{around_unchecked, check_identity};

/// A row with the number that it had, also where the server gives one.
///
/// One table of a session takes explicit numbers at a time, so each statement says so before and after.
/// Source: <https://learn.microsoft.com/sql/t-sql/statements/set-identity-insert-transact-sql>.
pub(super) fn write_row(dialect: &Dialect, table: &Table, columns: &[Identifier]) -> Statement {
    let numbered = |name: &Identifier| {
        let column = table.columns.iter().find(|column| column.name == *name);
        column.is_some_and(|column| column.identity.is_some())
    };
    let is_numbered = columns.iter().any(numbered);
    let mut out = dialect.writer();
    if is_numbered {
        identity_insert(&mut out, table, " ON; ");
    }
    out.push("INSERT INTO ").name(&table.name).push(" (");
    out.identifiers(columns)
        .push(") VALUES (")
        .list(columns, |out, _| {
            out.bind(None::<i64>);
        });
    out.push(")");
    if is_numbered {
        out.push("; ");
        identity_insert(&mut out, table, " OFF");
    }
    out.finish()
}

fn identity_insert(out: &mut Writer<'_>, table: &Table, state: &'static str) {
    out.push("SET IDENTITY_INSERT ")
        .name(&table.name)
        .push(state);
}

/// The statements around a refill. A key is not looked at meanwhile, and afterwards as it was before.
///
/// Source: <https://learn.microsoft.com/sql/t-sql/statements/alter-table-transact-sql>, `DISABLE TRIGGER`.
pub(super) fn around(
    dialect: &Dialect,
    tables: &[&Table],
    late: &[(&Table, &ForeignKey)],
) -> Refill {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for (table, key) in late {
        if let Some([first, then]) = around_unchecked(dialect, table, key) {
            before.push(first);
            after.push(then);
        }
    }
    for table in tables {
        let active = |activity| activity != TriggerActivity::Disabled;
        for trigger in table.triggers.iter().filter(|it| active(it.activity)) {
            let about = |words: &'static str| {
                let mut out = dialect.writer();
                out.push("ALTER TABLE ").name(&table.name).push(words);
                out.identifier(&trigger.name);
                out.finish()
            };
            before.push(about(" DISABLE TRIGGER "));
            after.push(about(" ENABLE TRIGGER "));
        }
    }
    Refill::new(before, after)
}

/// Where identities are: the last number given, or the first where none was.
const IDENTITIES: &str = "SELECT s.name, t.name, CAST(COALESCE(i.last_value, i.seed_value) AS bigint), \
     CAST(CASE WHEN i.last_value IS NULL THEN 0 ELSE 1 END AS bit) FROM sys.identity_columns i \
     JOIN sys.tables t ON t.object_id = i.object_id JOIN sys.schemas s ON s.schema_id = t.schema_id \
     WHERE t.is_ms_shipped = 0 ORDER BY s.name, t.name";

/// Where sequences are.
const SEQUENCES: &str = "SELECT s.name, q.name, CAST(q.current_value AS bigint), \
     CAST(CASE WHEN q.last_used_value IS NULL THEN 0 ELSE 1 END AS bit) FROM sys.sequences q \
     JOIN sys.schemas s ON s.schema_id = q.schema_id ORDER BY s.name, q.name";

/// The same of SQL Server 2016, which does not say whether a sequence gave its first number.
const SEQUENCES_2016: &str = "SELECT s.name, q.name, CAST(q.current_value AS bigint), \
     CAST(CASE WHEN q.current_value = q.start_value THEN 0 ELSE 1 END AS bit) FROM sys.sequences q \
     JOIN sys.schemas s ON s.schema_id = q.schema_id ORDER BY s.name, q.name";

/// Where all identities and sequences are.
pub(super) async fn positions(connection: &mut Connection) -> Result<Vec<Position>> {
    let sequences = if tells_given_sequences(connection.server()) {
        SEQUENCES
    } else {
        SEQUENCES_2016
    };
    let mut positions = Vec::new();
    for sql in [IDENTITIES, sequences] {
        let rows: Vec<(String, String, i64, bool)> =
            connection.fetch_as(&Statement::new(sql)).await?;
        for (schema, name, value, is_given) in rows {
            let name = QualifiedName::with_schema(schema, name)?;
            positions.push(Position::new(name, value, is_given));
        }
    }
    Ok(positions)
}

/// Sets identities and sequences to where they were.
pub(super) async fn set_positions(
    connection: &mut Connection,
    positions: &[Position],
) -> Result<()> {
    for position in positions {
        let statement = set_position(connection, position).await?;
        connection.execute(&statement).await?;
    }
    Ok(())
}

async fn set_position(connection: &mut Connection, position: &Position) -> Result<Statement> {
    let name = &position.name;
    if let Some((step, _)) = step_of(connection, name, SEQUENCE_STEP).await? {
        let mut out = connection.dialect().writer();
        out.push("ALTER SEQUENCE ")
            .name(name)
            .push(" RESTART WITH ");
        out.number(next(position, step));
        return Ok(out.finish());
    }
    let Some((step, is_fresh)) = step_of(connection, name, IDENTITY_STEP).await? else {
        let message = format!("{} gives no numbers", name.name.shortened());
        return Err(Error::new(ErrorKind::DoesNotExist, message).with_table(name.to_string()));
    };
    // A table that never had a row begins with the number; another one goes on behind it.
    let next = next(position, step);
    let value = if is_fresh {
        next
    } else {
        next - i128::from(step)
    };
    let mut written = connection.dialect().writer();
    written.name(name);
    let mut out = connection.dialect().writer();
    check_identity(written.as_str(), &mut out);
    out.number(value).push(") WITH NO_INFOMSGS");
    Ok(out.finish())
}

/// The number that comes next.
fn next(position: &Position, step: i64) -> i128 {
    let step = if position.is_given {
        i128::from(step)
    } else {
        0
    };
    i128::from(position.value) + step
}

const SEQUENCE_STEP: &str = "SELECT CAST(increment AS bigint), CAST(0 AS bit) FROM sys.sequences WHERE object_id = OBJECT_ID(";

/// Source: <https://learn.microsoft.com/sql/t-sql/database-console-commands/dbcc-checkident-transact-sql>.
const IDENTITY_STEP: &str = "SELECT CAST(increment_value AS bigint), \
     CAST(CASE WHEN last_value IS NULL THEN 1 ELSE 0 END AS bit) FROM sys.identity_columns WHERE object_id = OBJECT_ID(";

/// By how much numbers differ, and whether none was given; none where the name is not of such a thing.
async fn step_of(
    connection: &mut Connection,
    name: &QualifiedName,
    question: &'static str,
) -> Result<Option<(i64, bool)>> {
    let mut written = connection.dialect().writer();
    written.name(name);
    let mut out = connection.dialect().writer();
    out.push(question).string(written.as_str()).push(")");
    connection.fetch_optional(&out.finish()).await
}
