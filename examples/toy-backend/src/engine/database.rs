//! Tables and their rows, what they refuse, and the catalog: tables about tables.

use std::borrow::Cow;
use std::collections::BTreeMap;

use backend_core::model::ColumnType;
use backend_core::value::Value;

use super::Fault;
use super::compare::compare;
use super::statement::{ColumnDefinition, KeyDefinition, KeyKind};
use super::types::spell_type;

/// The values of one row, in the order of the table's columns.
pub(super) type Row = Vec<Value>;

/// All tables of a database, by name.
#[derive(Debug, Clone, Default)]
pub(super) struct Database {
    tables: BTreeMap<String, Table>,
}

/// A table and its rows.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub(super) columns: Vec<ColumnDefinition>,
    pub(super) rows: Vec<Row>,
    keys: Vec<Key>,
}

#[derive(Debug, Clone)]
struct Key {
    kind: KeyKind,
    name: Option<String>,
    /// Where its columns stand in a row.
    indexes: Vec<usize>,
}

impl Database {
    /// A table to read: one that was made, or one of the catalog's.
    pub(super) fn table(&self, name: &str) -> Result<Cow<'_, Table>, Fault> {
        match name {
            "toy_columns" => Ok(Cow::Owned(self.catalog_of_columns())),
            "toy_keys" => Ok(Cow::Owned(self.catalog_of_keys())),
            _ => self
                .tables
                .get(name)
                .map(Cow::Borrowed)
                .ok_or_else(|| no_table(name)),
        }
    }

    /// A table to write.
    pub(super) fn table_mut(&mut self, name: &str) -> Result<&mut Table, Fault> {
        self.tables.get_mut(name).ok_or_else(|| no_table(name))
    }

    pub(super) fn create_table(
        &mut self,
        name: &str,
        columns: Vec<ColumnDefinition>,
        keys: &[KeyDefinition],
    ) -> Result<(), Fault> {
        if self.table(name).is_ok() {
            return Err(Fault::Exists(name.to_owned()));
        }
        let mut table = Table::new(columns);
        for (n, column) in table.columns.iter().enumerate() {
            if table.index_of(&column.name) != Some(n) {
                return Err(Fault::Meaning(format!(
                    "two columns are called `{}`",
                    column.name
                )));
            }
        }
        for key in keys {
            table.add_key(name, key)?;
        }
        self.tables.insert(name.to_owned(), table);
        Ok(())
    }

    pub(super) fn drop_table(&mut self, name: &str) -> Result<(), Fault> {
        self.tables
            .remove(name)
            .map(drop)
            .ok_or_else(|| no_table(name))
    }

    pub(super) fn create_index(&mut self, table: &str, key: &KeyDefinition) -> Result<(), Fault> {
        let mut keys = self.tables.values().flat_map(|table| &table.keys);
        if let Some(taken) =
            keys.find_map(|known| known.name.clone().filter(|_| known.name == key.name))
        {
            return Err(Fault::Exists(taken));
        }
        self.table_mut(table)?.add_key(table, key)
    }

    pub(super) fn drop_index(&mut self, name: &str) -> Result<(), Fault> {
        let is_it = |key: &Key| {
            key.name.as_deref() == Some(name)
                && matches!(key.kind, KeyKind::Index | KeyKind::UniqueIndex)
        };
        let mut tables = self.tables.values_mut();
        let table = tables.find(|table| table.keys.iter().any(is_it));
        let table = table.ok_or_else(|| Fault::NoIndex(name.to_owned()))?;
        table.keys.retain(|key| !is_it(key));
        Ok(())
    }

    /// One row a column, ordered by table and position.
    fn catalog_of_columns(&self) -> Table {
        let mut catalog = Table::new(vec![
            catalog_column("table_name", ColumnType::Text),
            catalog_column("position", ColumnType::Integer),
            catalog_column("column_name", ColumnType::Text),
            catalog_column("type_name", ColumnType::Text),
            catalog_column("not_null", ColumnType::Boolean),
            catalog_column("has_default", ColumnType::Boolean),
            catalog_column("default_value", ColumnType::Any),
        ]);
        for (name, table) in &self.tables {
            for (column, position) in table.columns.iter().zip(1..) {
                catalog.rows.push(vec![
                    Value::Text(name.clone()),
                    Value::I64(position),
                    Value::Text(column.name.clone()),
                    spell_type(&column.column_type).map_or(Value::Null, Value::Text),
                    Value::Bool(column.not_null),
                    Value::Bool(column.default.is_some()),
                    column.default.clone().unwrap_or(Value::Null),
                ]);
            }
        }
        catalog
    }

    /// One row a column of a key, ordered by table, key and position.
    fn catalog_of_keys(&self) -> Table {
        let mut catalog = Table::new(vec![
            catalog_column("table_name", ColumnType::Text),
            catalog_column("key_position", ColumnType::Integer),
            catalog_column("key_kind", ColumnType::Text),
            catalog_column("key_name", ColumnType::Text),
            catalog_column("column_name", ColumnType::Text),
        ]);
        for (name, table) in &self.tables {
            for (key, position) in table.keys.iter().zip(1..) {
                catalog.rows.extend(table.columns_of(key).map(|column| {
                    vec![
                        Value::Text(name.clone()),
                        Value::I64(position),
                        Value::Text(key.kind.name().to_owned()),
                        key.name.clone().map_or(Value::Null, Value::Text),
                        Value::Text(column.name.clone()),
                    ]
                }));
            }
        }
        catalog
    }
}

impl Table {
    fn new(columns: Vec<ColumnDefinition>) -> Self {
        Self {
            columns,
            rows: Vec::new(),
            keys: Vec::new(),
        }
    }

    pub(super) fn index_of(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|known| known.name == column)
    }

    /// Refuses rows that may not stand beside `kept`. Whoever writes asks first, so that a refused statement changes nothing.
    pub(super) fn check<'r>(
        &self,
        name: &str,
        kept: &(impl Iterator<Item = &'r Row> + Clone),
        new: &[Row],
    ) -> Result<(), Fault> {
        let mut cells = new.iter().flat_map(|row| self.columns.iter().zip(row));
        let null = cells.find(|(column, value)| column.not_null && **value == Value::Null);
        if let Some((column, _)) = null {
            let (table, column) = (name.to_owned(), column.name.clone());
            return Err(Fault::NotNull { table, column });
        }
        self.keys
            .iter()
            .try_for_each(|key| self.check_key(name, key, kept, new))
    }

    fn check_key<'r>(
        &self,
        name: &str,
        key: &Key,
        kept: &(impl Iterator<Item = &'r Row> + Clone),
        new: &[Row],
    ) -> Result<(), Fault> {
        if key.kind == KeyKind::Index {
            return Ok(());
        }
        for (n, row) in new.iter().enumerate() {
            let is_equal = |other: &Row| key.is_equal(row, other);
            if kept.clone().any(is_equal) || new.iter().take(n).any(is_equal) {
                let columns: Vec<_> = self.columns_of(key).map(|it| it.name.as_str()).collect();
                return Err(Fault::Unique {
                    table: name.to_owned(),
                    columns: columns.join(", "),
                    constraint: key.name.clone(),
                });
            }
        }
        Ok(())
    }

    fn add_key(&mut self, name: &str, definition: &KeyDefinition) -> Result<(), Fault> {
        let index = |column: &String| {
            self.index_of(column).ok_or_else(|| Fault::NoColumn {
                table: name.to_owned(),
                column: column.clone(),
            })
        };
        let indexes = definition.columns.iter().map(index);
        let key = Key {
            kind: definition.kind,
            name: definition.name.clone(),
            indexes: indexes.collect::<Result<_, _>>()?,
        };
        self.check_key(name, &key, &[].iter(), &self.rows)?;
        if key.kind == KeyKind::PrimaryKey {
            let mut keys = self.keys.iter();
            if keys.any(|other| other.kind == KeyKind::PrimaryKey) {
                return Err(Fault::Meaning(format!("`{name}` has two primary keys")));
            }
            for index in &key.indexes {
                if let Some(column) = self.columns.get_mut(*index) {
                    column.not_null = true;
                }
            }
        }
        self.keys.push(key);
        Ok(())
    }

    fn columns_of(&self, key: &Key) -> impl Iterator<Item = &ColumnDefinition> {
        key.indexes
            .iter()
            .filter_map(|index| self.columns.get(*index))
    }
}

impl Key {
    /// Whether two rows have the same key. One NULL in it makes a key unlike every other.
    fn is_equal(&self, left: &Row, right: &Row) -> bool {
        self.indexes.iter().all(|index| {
            let cells = left.get(*index).zip(right.get(*index));
            cells.is_some_and(|(left, right)| *left != Value::Null && compare(left, right).is_eq())
        })
    }
}

fn catalog_column(name: &str, column_type: ColumnType) -> ColumnDefinition {
    ColumnDefinition {
        name: name.to_owned(),
        column_type,
        not_null: false,
        default: None,
    }
}

fn no_table(name: &str) -> Fault {
    Fault::NoTable(name.to_owned())
}
