//! Reading all rows of a database, and putting them back.

use super::{Contents, Creation, Refill, TableContents};
use crate::connection::Connection;
use crate::cursor::RowSource;
use crate::error::{Error, ErrorKind, Integrity, Result};
use crate::introspection::{Introspection, Scope};
use crate::model::{Column, Identifier, Schema, Table, TableKind};
use crate::operations::{in_order, late_keys};
use crate::transaction::AtomicOptions;
use crate::value::{ColumnKind, Param, Value, ValueRef};
use crate::wrapper::IsolationLevel;

/// Reads all rows, as they are at one moment where the server can.
pub(crate) async fn serialize(
    creation: &dyn Creation,
    introspection: &dyn Introspection,
    connection: &mut Connection,
) -> Result<Contents> {
    if connection.in_transaction() || !connection.features().supports_transactions {
        return read(creation, introspection, connection).await;
    }
    let options = at_one_moment(connection);
    connection
        .atomic_with(options, async |connection| {
            read(creation, introspection, connection).await
        })
        .await
}

/// A transaction that sees one moment, as far as the server has such.
fn at_one_moment(connection: &Connection) -> AtomicOptions {
    let features = connection.features();
    let levels = [
        IsolationLevel::Snapshot,
        IsolationLevel::RepeatableRead,
        IsolationLevel::Serializable,
    ];
    let options = AtomicOptions::new();
    match levels.into_iter().find(|level| features.get(level.flag())) {
        Some(level) => options.isolation(level),
        None => options,
    }
}

async fn read(
    creation: &dyn Creation,
    introspection: &dyn Introspection,
    connection: &mut Connection,
) -> Result<Contents> {
    let schema = introspection
        .introspect(connection, &Scope::all())
        .await?
        .schema;
    let mut contents = Contents::default();
    for table in stored(&schema) {
        let columns: Vec<_> = written(table).map(|column| column.name.clone()).collect();
        let mut rows = Vec::new();
        if !columns.is_empty() {
            let statement = creation.read_rows(connection.dialect(), table, &columns);
            let keep =
                |cells: &[ValueRef<'_>]| Ok(cells.iter().map(|cell| cell.to_value()).collect());
            rows = connection.fetch(&statement, keep).await?;
        }
        contents.tables.push(TableContents {
            name: table.name.clone(),
            columns,
            rows,
        });
    }
    contents.positions = creation.positions(connection, &schema).await?;
    Ok(contents)
}

/// The tables that store rows here, each after those that it refers to as far as that can be.
fn stored(schema: &Schema) -> Vec<&Table> {
    let stores = |table: &&Table| {
        let is_elsewhere = matches!(table.kind, TableKind::Foreign { .. });
        !is_elsewhere && table.partitioning.is_none()
    };
    in_order(schema).into_iter().filter(stores).collect()
}

/// The columns that rows are written with.
fn written(table: &Table) -> impl Iterator<Item = &Column> {
    let columns = table.columns.iter();
    columns.filter(|column| column.generated.is_none() && !column.hidden)
}

/// Empties all tables and puts rows into them, in one transaction where there are transactions.
pub(crate) async fn restore(
    creation: &dyn Creation,
    introspection: &dyn Introspection,
    connection: &mut Connection,
    contents: &Contents,
) -> Result<()> {
    let schema = introspection
        .introspect(connection, &Scope::all())
        .await?
        .schema;
    let tables = stored(&schema);
    for each in &contents.tables {
        check_fits(&tables, each)?;
    }
    let late = late_keys(&tables, |name| schema.table(name).is_some());
    let unchecked = connection.features().can_disable_constraint_checks;
    let late = if unchecked { Vec::new() } else { late };
    let refill = creation.refill(connection.dialect(), &schema, &tables, &late)?;
    let work = Work {
        creation,
        introspection,
        schema: &schema,
        tables: &tables,
        contents,
        refill: &refill,
    };
    if unchecked {
        let fill = async |connection: &mut Connection| work.in_block(connection, true).await;
        return connection.without_constraint_checks(fill).await;
    }
    work.in_block(connection, false).await
}

/// Refuses rows of a table or column that is not there.
fn check_fits(tables: &[&Table], contents: &TableContents) -> Result<()> {
    let missing = |what: String| {
        let message = format!("the rows are of {what}, which is not there");
        Err(Error::new(ErrorKind::DoesNotExist, message).with_table(contents.name.to_string()))
    };
    let Some(table) = tables.iter().find(|table| table.name == contents.name) else {
        return missing(format!("the table {}", contents.name.name.shortened()));
    };
    let is_there = |name: &Identifier| written(table).any(|column| column.name == *name);
    match contents.columns.iter().find(|name| !is_there(name)) {
        Some(name) => missing(format!(
            "the column {} of {}",
            name.shortened(),
            contents.name.name.shortened()
        )),
        None => Ok(()),
    }
}

/// What a restore has to do.
struct Work<'w> {
    creation: &'w dyn Creation,
    introspection: &'w dyn Introspection,
    schema: &'w Schema,
    tables: &'w [&'w Table],
    contents: &'w Contents,
    refill: &'w Refill,
}

impl Work<'_> {
    async fn in_block(&self, connection: &mut Connection, unchecked: bool) -> Result<()> {
        if !connection.features().supports_transactions {
            return self.fill(connection, unchecked).await;
        }
        let nested = connection.in_transaction() && !connection.features().uses_savepoints;
        let options = if nested {
            AtomicOptions::new().merged()
        } else {
            AtomicOptions::new()
        };
        connection
            .atomic_with(options, async |block| self.fill(block, unchecked).await)
            .await
    }

    async fn fill(&self, connection: &mut Connection, unchecked: bool) -> Result<()> {
        for statement in &self.refill.before {
            connection.execute(statement).await?;
        }
        for statement in self.creation.empty(connection.dialect(), self.tables) {
            connection.execute(&statement).await?;
        }
        for table in self.tables {
            let rows = self.contents.tables.iter();
            for each in rows.filter(|each| each.name == table.name) {
                self.fill_table(connection, table, each).await?;
            }
        }
        for statement in &self.refill.after {
            connection.execute(statement).await?;
        }
        if unchecked {
            self.check(connection).await?;
        }
        let positions = &self.contents.positions;
        self.creation.set_positions(connection, positions).await
    }

    async fn fill_table(
        &self,
        connection: &mut Connection,
        table: &Table,
        contents: &TableContents,
    ) -> Result<()> {
        if contents.rows.is_empty() {
            return Ok(());
        }
        let kind = |name: &Identifier| {
            let column = table.column(name.as_str());
            column.map(|column| column.column_type.standard_kind())
        };
        let mut rows = Rows {
            kinds: contents.columns.iter().map(kind).collect(),
            rows: contents.rows.iter(),
            params: Vec::new(),
        };
        let insert = self
            .creation
            .write_row(connection.dialect(), table, &contents.columns);
        let done = connection.execute_many(&insert.sql, &mut rows).await;
        done.map(|_| ())
            .map_err(|error| error.context(format!("rows of {}", table.name.name.shortened())))
    }

    /// Looks at all keys: nobody did while rows were written.
    async fn check(&self, connection: &mut Connection) -> Result<()> {
        for table in self.tables.iter().filter(|it| !it.foreign_keys.is_empty()) {
            let found = self
                .introspection
                .violations(connection, self.schema, table);
            let broken = found.await?.len();
            if broken > 0 {
                let message = format!(
                    "{broken} rows of {} refer to none",
                    table.name.name.shortened()
                );
                let kind = ErrorKind::Integrity(Integrity::ForeignKey);
                return Err(Error::new(kind, message).with_table(table.name.to_string()));
            }
        }
        Ok(())
    }
}

/// The rows of a table as parameters.
struct Rows<'r> {
    /// What a NULL of each column is of.
    kinds: Vec<Option<ColumnKind>>,
    rows: std::slice::Iter<'r, Vec<Value>>,
    params: Vec<Param<'r>>,
}

impl RowSource for Rows<'_> {
    fn next(&mut self) -> Result<Option<&[Param<'_>]>> {
        let Some(row) = self.rows.next() else {
            return Ok(None);
        };
        let params = row.iter().enumerate().map(|(n, value)| match value {
            Value::Null => Param {
                value: ValueRef::Null,
                kind: self.kinds.get(n).copied().flatten(),
            },
            value => Param::new(value.as_ref()),
        });
        self.params = params.collect();
        Ok(Some(&self.params))
    }
}

/// Reads the rows that a table stores, by primary key where it has one.
pub(super) fn select(table: &Table, columns: &[Identifier], out: &mut crate::sql::Writer<'_>) {
    out.push("SELECT ")
        .identifiers(columns)
        .push(" FROM ")
        .name(&table.name);
    order(table, out);
}

/// Writes the order of a table's key, where it has one.
pub(super) fn order(table: &Table, out: &mut crate::sql::Writer<'_>) {
    let key = table.primary_key_columns();
    if !key.is_empty() {
        out.push(" ORDER BY ").identifiers(key);
    }
}
