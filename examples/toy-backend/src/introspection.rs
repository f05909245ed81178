//! Reads the toy's catalog into the model: two queries, however many tables there are.

use std::collections::BTreeMap;

use async_trait::async_trait;
use backend_core::connection::Connection;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::from_row;
use backend_core::introspection::{Introspection, RelationKind, Scope, Snapshot};
use backend_core::model::{
    Column, ColumnType, Default, Identifier, Index, IndexPart, PrimaryKey, QualifiedName, Table,
    Unique,
};
use backend_core::sql::Statement;
use backend_core::value::Value;

use crate::engine::read_type;
use crate::error::classify;

const COLUMNS: &str = "SELECT table_name, column_name, type_name, not_null, has_default, default_value FROM toy_columns \
                       ORDER BY table_name, position";
const KEYS: &str = "SELECT table_name, key_position, key_kind, key_name, column_name FROM toy_keys";
const NAMES: &str = "SELECT table_name FROM toy_columns WHERE position = 1 ORDER BY table_name";

from_row! {
    /// A row of the catalog of columns.
    struct ColumnRow {
        table_name: String,
        column_name: String,
        type_name: Option<String>,
        not_null: bool,
        has_default: bool,
        default_value: Value,
    }
}

from_row! {
    /// A row of the catalog of keys: one column of one key, in order.
    struct KeyRow {
        table_name: String,
        key_position: i64,
        key_kind: String,
        key_name: Option<String>,
        column_name: String,
    }
}

/// Reads what a database of the toy holds.
#[derive(Debug)]
pub(crate) struct ToyIntrospection;

#[async_trait]
impl Introspection for ToyIntrospection {
    async fn introspect(&self, connection: &mut Connection, _scope: &Scope) -> Result<Snapshot> {
        // First ask for everything, then make the model: what follows the queries is pure.
        let columns: Vec<ColumnRow> = connection.fetch_as(&Statement::new(COLUMNS)).await?;
        let keys: Vec<KeyRow> = connection.fetch_as(&Statement::new(KEYS)).await?;
        let mut tables = BTreeMap::new();
        for row in columns {
            add_column(&mut tables, row)?;
        }
        let mut grouped: BTreeMap<(String, i64), Vec<KeyRow>> = BTreeMap::new();
        for row in keys {
            grouped
                .entry((row.table_name.clone(), row.key_position))
                .or_default()
                .push(row);
        }
        for ((table, _), rows) in grouped {
            if let Some(table) = tables.get_mut(&table) {
                add_key(table, rows)?;
            }
        }
        let mut snapshot = Snapshot::default();
        snapshot.schema.tables = tables.into_values().collect();
        snapshot.queries = 2;
        Ok(snapshot)
    }

    async fn relation_names(
        &self,
        connection: &mut Connection,
        _scope: &Scope,
    ) -> Result<Vec<(QualifiedName, RelationKind)>> {
        let names: Vec<(String,)> = connection.fetch_as(&Statement::new(NAMES)).await?;
        let names = names.into_iter().map(|(name,)| QualifiedName::new(name));
        names.map(|name| Ok((name?, RelationKind::Table))).collect()
    }
}

fn add_column(tables: &mut BTreeMap<String, Table>, row: ColumnRow) -> Result<()> {
    let name = QualifiedName::new(row.table_name.as_str())?;
    let column_type = match &row.type_name {
        Some(name) => read_type(name).map_err(classify)?,
        None => ColumnType::Any,
    };
    let mut column = Column::new(row.column_name, column_type)?;
    column.declared_type = row.type_name;
    column.nullable = !row.not_null;
    column.default = row
        .has_default
        .then_some(Default::Literal(row.default_value));
    let table = tables
        .entry(row.table_name)
        .or_insert_with(|| Table::new(name));
    table.columns.push(column);
    Ok(())
}

fn add_key(table: &mut Table, rows: Vec<KeyRow>) -> Result<()> {
    let Some(first) = rows.first() else {
        return Ok(());
    };
    let kind = first.key_kind.clone();
    let name = first.key_name.clone().map(Identifier::new).transpose()?;
    let columns = rows.into_iter().map(|row| Identifier::new(row.column_name));
    let columns = columns.collect::<Result<Vec<_>>>()?;
    match (kind.as_str(), name) {
        ("primary key", name) => {
            let mut key = PrimaryKey::new(columns);
            key.name = name;
            table.primary_key = Some(key);
        }
        ("unique", name) => {
            let mut unique = Unique::new(columns);
            unique.name = name;
            table.uniques.push(unique);
        }
        ("index" | "unique index", Some(name)) => {
            let parts = columns.into_iter().map(IndexPart::column).collect();
            let mut index = Index::new(name, parts);
            index.unique = kind == "unique index";
            let at = table
                .indexes
                .partition_point(|other| other.name < index.name);
            table.indexes.insert(at, index);
        }
        _ => {
            let message = format!("the catalog has a key of kind {kind}");
            return Err(Error::new(ErrorKind::Internal, message));
        }
    }
    Ok(())
}
