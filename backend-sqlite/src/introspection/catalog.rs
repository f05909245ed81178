//! The catalog as SQLite gives it: seven queries at most, however many tables there are, and what they answer.
//!
//! The functions that tell of the catalog stand behind `temp.`: a table of the file may have the name of one, and would be read
//! in its place.

use std::borrow::Cow;
use std::collections::HashMap;

use backend_core::connection::Connection;
use backend_core::error::{Error, Result};
use backend_core::introspection::Warning;
use backend_core::model::{Identifier, QualifiedName};
use backend_core::row::cell;
use backend_core::sql::Statement;
use backend_core::value::ValueRef;

use super::ddl;

const OBJECTS: &str = include_str!("sql/objects.sql");
const RELATIONS: &str = include_str!("sql/relations.sql");
const COLUMNS: &str = include_str!("sql/columns.sql");
const COLUMNS_OF_ONE: &str = include_str!("sql/columns_of_one.sql");
const INDEXES: &str = include_str!("sql/indexes.sql");
const FOREIGN_KEYS: &str = include_str!("sql/foreign_keys.sql");

/// How the names of SQLite's own tables begin, and no others can. Left out here, as a `LIKE` costs a third of the query.
const RESERVED: &str = "sqlite_";

/// More names than these are not listed in a query: all are asked for.
const MAX_NAMES: usize = 500;

/// All that the catalog holds, unread.
#[derive(Debug, Default)]
pub(super) struct Catalog {
    /// Tables and views, by name.
    pub(super) relations: Vec<Relation>,
    /// The stored statements of tables, views and indexes, by their name.
    pub(super) statements: HashMap<String, String>,
    /// The names of views, in the order in which they were made.
    pub(super) views: Vec<String>,
    /// The stored statements of triggers, by the name of their table or view in lower case.
    pub(super) triggers: HashMap<String, Vec<String>>,
    /// Whether any index has a descending part: none has in a file of the old format, whatever the statements say.
    pub(super) has_descending: bool,
    /// What indexes there are, by the name of their table.
    pub(super) index_names: HashMap<String, IndexNames>,
    pub(super) columns: HashMap<String, Vec<ColumnRow>>,
    pub(super) indexes: HashMap<String, Vec<IndexRow>>,
    pub(super) foreign_keys: HashMap<String, Vec<ForeignKeyRow>>,
    /// What SQLite could not tell.
    pub(super) warnings: Vec<Warning>,
    pub(super) queries: u32,
}

/// A table or view: a row of `pragma_table_list`.
#[derive(Debug)]
pub(super) struct Relation {
    pub(super) name: String,
    /// `table`, `view` or `virtual`.
    pub(super) kind: String,
    /// How many columns it has.
    pub(super) columns: i64,
    pub(super) without_rowid: bool,
    pub(super) strict: bool,
}

/// What `sqlite_schema` says of the indexes of a table.
#[derive(Debug, Default)]
pub(super) struct IndexNames {
    /// How many there are that no statement made.
    pub(super) automatic: usize,
    /// The ones that were made by `CREATE INDEX`.
    pub(super) created: Vec<String>,
}

/// A row of `pragma_table_xinfo`.
#[derive(Debug, Clone)]
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

/// The statements of a table and of its indexes, read.
pub(super) struct Readings<'c> {
    pub(super) table: ddl::Reading,
    /// How many indexes have no statement.
    pub(super) automatic: usize,
    /// The other ones, by name.
    pub(super) created: Vec<(&'c str, ddl::Reading)>,
}

/// What the pragmas say of one table, or would say.
pub(super) struct Rows<'c> {
    pub(super) columns: Cow<'c, [ColumnRow]>,
    pub(super) indexes: Cow<'c, [IndexRow]>,
    pub(super) foreign_keys: Cow<'c, [ForeignKeyRow]>,
}

/// One key column of one index: a row of `pragma_index_list` beside one of `pragma_index_xinfo`.
#[derive(Debug, Clone)]
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
#[derive(Debug, Clone)]
pub(super) struct ForeignKeyRow {
    pub(super) id: i64,
    pub(super) references: String,
    pub(super) from: String,
    pub(super) to: Option<String>,
    pub(super) on_update: String,
    pub(super) on_delete: String,
}

/// Reads what there is and the stored statements of it.
pub(super) async fn statements(connection: &mut Connection) -> Result<Catalog> {
    let mut catalog = Catalog {
        relations: relations(connection).await?,
        queries: 2,
        ..Catalog::default()
    };
    connection
        .fetch(&Statement::new(OBJECTS), |cells| catalog.object(cells))
        .await?;
    Ok(catalog)
}

/// Reads the names of tables and views.
pub(super) async fn relations(connection: &mut Connection) -> Result<Vec<Relation>> {
    let mut relations = Vec::new();
    connection
        .fetch(&Statement::new(RELATIONS), |cells| {
            let name: &str = cell(cells, 0, "name")?;
            if name.starts_with(RESERVED) {
                return Ok(());
            }
            relations.push(Relation {
                name: name.to_owned(),
                kind: cell(cells, 1, "type")?,
                columns: cell(cells, 2, "ncol")?,
                without_rowid: cell(cells, 3, "wr")?,
                strict: cell(cells, 4, "strict")?,
            });
            Ok(())
        })
        .await?;
    Ok(relations)
}

impl Catalog {
    /// The names of the relations of a kind at these places.
    pub(super) fn names(&self, kind: &str, places: &[usize]) -> Vec<String> {
        let relations = places.iter().filter_map(|place| self.relations.get(*place));
        relations
            .filter(|relation| relation.kind == kind)
            .map(|relation| relation.name.clone())
            .collect()
    }

    /// Takes a row of `sqlite_schema`.
    fn object(&mut self, cells: &[ValueRef<'_>]) -> Result<()> {
        let kind: &str = cell(cells, 0, "type")?;
        let table: &str = cell(cells, 2, "tbl_name")?;
        let sql: Option<&str> = cell(cells, 3, "sql")?;
        self.has_descending = cell(cells, 4, "desc")?;
        if kind == "trigger" {
            let triggers = self.triggers.entry(table.to_ascii_lowercase()).or_default();
            triggers.extend(sql.map(ToOwned::to_owned));
            return Ok(());
        }
        let name: String = cell(cells, 1, "name")?;
        if kind == "view" {
            self.views.push(name.clone());
        }
        if kind == "index" {
            let names = self.index_names.entry(table.to_owned()).or_default();
            match sql {
                Some(_) => names.created.push(name.clone()),
                None => names.automatic += 1,
            }
        }
        if let Some(sql) = sql {
            self.statements.insert(name, sql.to_owned());
        }
        Ok(())
    }

    /// Reads the statements of a table and of its indexes.
    pub(super) fn readings(&self, relation: &Relation) -> Readings<'_> {
        let indexes = self.index_names.get(&relation.name);
        let created = indexes.into_iter().flat_map(|indexes| &indexes.created);
        Readings {
            table: ddl::read(
                self.statements
                    .get(&relation.name)
                    .map_or("", String::as_str),
            ),
            automatic: indexes.map_or(0, |indexes| indexes.automatic),
            created: created
                .filter_map(|name| Some((name.as_str(), ddl::read(self.statements.get(name)?))))
                .collect(),
        }
    }

    /// What the pragmas answered about a table.
    pub(super) fn answers(&self, name: &str) -> Rows<'_> {
        fn of<'r, T>(rows: &'r HashMap<String, Vec<T>>, name: &str) -> Cow<'r, [T]>
        where
            [T]: ToOwned<Owned = Vec<T>>,
        {
            Cow::Borrowed(rows.get(name).map_or(&[][..], Vec::as_slice))
        }
        Rows {
            columns: of(&self.columns, name),
            indexes: of(&self.indexes, name),
            foreign_keys: of(&self.foreign_keys, name),
        }
    }
}

/// Asks SQLite about the relations of one kind that have these names.
///
/// Of indexes and foreign keys all is asked at once: they are of tables alone, which are in memory as soon as SQLite has read the
/// file's schema. No statement of one table can end such a query: what SQLite cannot read of a table ends every query of the file, whereas
/// the columns of a view or a virtual table are only found when they are asked for.
pub(super) async fn ask(
    connection: &mut Connection,
    catalog: &mut Catalog,
    kind: &str,
    names: Vec<String>,
) -> Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    if kind == "table" {
        let statement = about(INDEXES, kind, &names);
        let indexes = by_table(connection, &statement, index).await?;
        catalog.indexes.extend(indexes);
        let statement = about(FOREIGN_KEYS, kind, &names);
        let foreign_keys = by_table(connection, &statement, foreign_key).await?;
        catalog.foreign_keys.extend(foreign_keys);
        catalog.queries += 2;
    }
    columns(connection, catalog, kind, names).await
}

/// A query about relations of a kind, narrowed to these names unless they are many.
fn about(sql: &str, kind: &str, names: &[String]) -> Statement {
    if names.len() > MAX_NAMES {
        return Statement::new(sql).bind(kind);
    }
    let places = vec!["?"; names.len()].join(", ");
    let statement = Statement::new(format!("{sql} AND t.name IN ({places})")).bind(kind);
    names
        .iter()
        .fold(statement, |statement, name| statement.bind(name.as_str()))
}

/// Reads the columns of relations of one kind at once; where one of them cannot be read, each by itself, so that only that
/// one is lost.
async fn columns(
    connection: &mut Connection,
    catalog: &mut Catalog,
    kind: &str,
    names: Vec<String>,
) -> Result<()> {
    catalog.queries += 1;
    let all = about(COLUMNS, kind, &names);
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
