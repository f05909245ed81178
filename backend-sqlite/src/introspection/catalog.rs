//! The catalog as SQLite gives it: seven queries at most, however many tables there are, and what they answer.

use std::collections::HashMap;

use backend_core::connection::Connection;
use backend_core::error::{Error, Result};
use backend_core::introspection::Warning;
use backend_core::model::{Identifier, QualifiedName};
use backend_core::row::cell;
use backend_core::sql::Statement;
use backend_core::value::ValueRef;

const OBJECTS: &str = include_str!("sql/objects.sql");
const RELATIONS: &str = include_str!("sql/relations.sql");
const COLUMNS: &str = include_str!("sql/columns.sql");
const COLUMNS_OF_ONE: &str = include_str!("sql/columns_of_one.sql");
const INDEXES: &str = include_str!("sql/indexes.sql");
const FOREIGN_KEYS: &str = include_str!("sql/foreign_keys.sql");

/// All that the catalog holds, unread.
#[derive(Debug, Default)]
pub(super) struct Catalog {
    /// Tables and views, by name.
    pub(super) relations: Vec<Relation>,
    /// The stored statements of tables and views by their name, and of indexes by theirs.
    pub(super) statements: HashMap<String, String>,
    /// The names of views, in the order in which they were made.
    pub(super) views: Vec<String>,
    /// The stored statements of triggers, by the name of their table or view in lower case.
    pub(super) triggers: HashMap<String, Vec<String>>,
    pub(super) columns: HashMap<String, Vec<ColumnRow>>,
    pub(super) indexes: HashMap<String, Vec<IndexRow>>,
    pub(super) foreign_keys: HashMap<String, Vec<ForeignKeyRow>>,
    /// What SQLite could not tell.
    pub(super) warnings: Vec<Warning>,
    pub(super) queries: u32,
}

/// A table or view.
#[derive(Debug)]
pub(super) struct Relation {
    pub(super) name: String,
    /// `table`, `view` or `virtual`.
    pub(super) kind: String,
}

/// A row of `pragma_table_xinfo`.
#[derive(Debug)]
pub(super) struct ColumnRow {
    /// The position of its definition, from 0.
    pub(super) cid: i64,
    pub(super) name: String,
    /// The declared type without quotes, in SQLite's case.
    pub(super) declared_type: String,
    pub(super) not_null: bool,
    pub(super) default: Option<String>,
    /// The position in the primary key, from 1; 0 for none.
    pub(super) primary_key: i64,
    /// 0 for plain columns, 1 for hidden ones of a virtual table, 2 and 3 for generated ones.
    pub(super) hidden: i64,
}

/// One key column of one index: a row of `pragma_index_list` beside one of `pragma_index_xinfo`.
#[derive(Debug)]
pub(super) struct IndexRow {
    pub(super) index: String,
    pub(super) unique: bool,
    /// `c` for `CREATE INDEX`, `u` for `UNIQUE`, `pk` for `PRIMARY KEY`.
    pub(super) origin: String,
    /// The column; `None` for an expression or the row id.
    pub(super) column: Option<String>,
    pub(super) descending: bool,
    pub(super) collation: String,
}

/// One column of one foreign key: a row of `pragma_foreign_key_list`.
#[derive(Debug)]
pub(super) struct ForeignKeyRow {
    pub(super) id: i64,
    pub(super) references: String,
    pub(super) from: String,
    pub(super) to: Option<String>,
    pub(super) on_update: String,
    pub(super) on_delete: String,
}

/// Reads the catalog.
pub(super) async fn run(connection: &mut Connection) -> Result<Catalog> {
    let mut catalog = Catalog {
        relations: relations(connection).await?,
        queries: 1,
        ..Catalog::default()
    };
    objects(connection, &mut catalog).await?;
    for kind in ["table", "view", "virtual"] {
        columns(connection, &mut catalog, kind).await?;
    }
    if catalog
        .relations
        .iter()
        .any(|relation| relation.kind == "table")
    {
        catalog.indexes = by_table(connection, &Statement::new(INDEXES), index).await?;
        let foreign_keys = Statement::new(FOREIGN_KEYS);
        catalog.foreign_keys = by_table(connection, &foreign_keys, foreign_key).await?;
        catalog.queries += 2;
    }
    Ok(catalog)
}

/// Reads the names of tables and views.
pub(super) async fn relations(connection: &mut Connection) -> Result<Vec<Relation>> {
    let rows: Vec<(String, String)> = connection.fetch_as(&Statement::new(RELATIONS)).await?;
    Ok(rows
        .into_iter()
        .map(|(name, kind)| Relation { name, kind })
        .collect())
}

async fn objects(connection: &mut Connection, catalog: &mut Catalog) -> Result<()> {
    let rows: Vec<(String, String, String, String)> =
        connection.fetch_as(&Statement::new(OBJECTS)).await?;
    catalog.queries += 1;
    for (kind, name, table, sql) in rows {
        if kind == "trigger" {
            catalog
                .triggers
                .entry(table.to_ascii_lowercase())
                .or_default()
                .push(sql);
            continue;
        }
        if kind == "view" {
            catalog.views.push(name.clone());
        }
        catalog.statements.insert(name, sql);
    }
    Ok(())
}

/// Reads the columns of all relations of one kind at once; where one of them cannot be read, each by itself, so that only
/// that one is lost.
async fn columns(connection: &mut Connection, catalog: &mut Catalog, kind: &str) -> Result<()> {
    let names: Vec<String> = catalog
        .relations
        .iter()
        .filter(|relation| relation.kind == kind)
        .map(|relation| relation.name.clone())
        .collect();
    if names.is_empty() {
        return Ok(());
    }
    catalog.queries += 1;
    let all = Statement::new(COLUMNS).bind(kind);
    if let Ok(columns) = by_table(connection, &all, column).await {
        catalog.columns.extend(columns);
        return Ok(());
    }
    for name in names {
        catalog.queries += 1;
        let one = Statement::new(COLUMNS_OF_ONE).bind(name.as_str());
        match by_table(connection, &one, column).await {
            Ok(columns) => catalog.columns.extend(columns),
            Err(error) => catalog.warnings.push(unreadable(&name, &error)?),
        }
    }
    Ok(())
}

fn unreadable(name: &str, error: &Error) -> Result<Warning> {
    let object = QualifiedName::from(Identifier::new(name)?);
    Ok(Warning::new(
        object,
        format!("its columns cannot be read: {error}"),
    ))
}

/// Runs a query whose first column is a table's name, and gathers what is made of its rows by that name.
async fn by_table<T: Send>(
    connection: &mut Connection,
    statement: &Statement,
    row: fn(&[ValueRef<'_>]) -> Result<T>,
) -> Result<HashMap<String, Vec<T>>> {
    let mut tables: HashMap<String, Vec<T>> = HashMap::new();
    connection
        .fetch(statement, |cells| {
            let table: &str = cell(cells, 0, "table")?;
            let value = row(cells)?;
            match tables.get_mut(table) {
                Some(values) => values.push(value),
                None => {
                    tables.insert(table.to_owned(), vec![value]);
                }
            }
            Ok(())
        })
        .await?;
    Ok(tables)
}

fn column(cells: &[ValueRef<'_>]) -> Result<ColumnRow> {
    Ok(ColumnRow {
        cid: cell(cells, 1, "cid")?,
        name: cell(cells, 2, "name")?,
        declared_type: cell(cells, 3, "type")?,
        not_null: cell(cells, 4, "notnull")?,
        default: cell(cells, 5, "dflt_value")?,
        primary_key: cell(cells, 6, "pk")?,
        hidden: cell(cells, 7, "hidden")?,
    })
}

fn index(cells: &[ValueRef<'_>]) -> Result<IndexRow> {
    Ok(IndexRow {
        index: cell(cells, 1, "name")?,
        unique: cell(cells, 2, "unique")?,
        origin: cell(cells, 3, "origin")?,
        column: cell(cells, 4, "name")?,
        descending: cell(cells, 5, "desc")?,
        collation: cell(cells, 6, "coll")?,
    })
}

fn foreign_key(cells: &[ValueRef<'_>]) -> Result<ForeignKeyRow> {
    Ok(ForeignKeyRow {
        id: cell(cells, 1, "id")?,
        references: cell(cells, 2, "table")?,
        from: cell(cells, 3, "from")?,
        to: cell(cells, 4, "to")?,
        on_update: cell(cells, 5, "on_update")?,
        on_delete: cell(cells, 6, "on_delete")?,
    })
}
