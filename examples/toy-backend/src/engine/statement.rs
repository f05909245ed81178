//! What a text says, once it is read: nothing here knows whether the tables exist.

use backend_core::model::ColumnType;
use backend_core::value::Value;

use super::expression::Expression;

/// A statement.
#[derive(Debug)]
pub(crate) enum Statement {
    CreateTable {
        name: String,
        columns: Vec<ColumnDefinition>,
        keys: Vec<KeyDefinition>,
    },
    DropTable(String),
    CreateIndex {
        table: String,
        key: KeyDefinition,
    },
    DropIndex(String),
    Insert {
        table: String,
        columns: Vec<String>,
        rows: Vec<Vec<Expression>>,
    },
    Update {
        table: String,
        assignments: Vec<(String, Expression)>,
        which: Which,
    },
    Delete {
        table: String,
        which: Which,
    },
    Select(Box<Select>),
}

/// Which rows of a table are changed.
#[derive(Debug)]
pub(crate) struct Which {
    pub(super) condition: Option<Expression>,
    /// In which order they are counted for a limit, and whether descending.
    pub(super) order: Vec<(Expression, bool)>,
    pub(super) limit: Option<Expression>,
}

/// A query on at most one table.
#[derive(Debug)]
pub(crate) struct Select {
    pub(super) items: Items,
    pub(super) from: Option<From>,
    pub(super) condition: Option<Expression>,
    /// What to sort by, and whether descending.
    pub(super) order: Vec<(Expression, bool)>,
    pub(super) limit: Option<Expression>,
    pub(super) offset: Option<Expression>,
}

/// A table, and what the query calls it.
#[derive(Debug)]
pub(super) struct From {
    pub(super) table: String,
    pub(super) alias: String,
}

/// What a query gives.
#[derive(Debug)]
pub(super) enum Items {
    /// `*`.
    All,
    /// `COUNT(*)`, under this name.
    Count(String),
    /// Expressions, each under its name.
    List(Vec<(Expression, String)>),
}

/// A column, as `CREATE TABLE` says it.
#[derive(Debug, Clone)]
pub(crate) struct ColumnDefinition {
    pub(super) name: String,
    pub(super) column_type: ColumnType,
    pub(super) not_null: bool,
    pub(super) default: Option<Value>,
}

/// A primary key, unique constraint or index, as a statement says it.
#[derive(Debug)]
pub(crate) struct KeyDefinition {
    pub(super) kind: KeyKind,
    pub(super) name: Option<String>,
    pub(super) columns: Vec<String>,
}

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyKind {
    PrimaryKey,
    Unique,
    UniqueIndex,
    Index,
}

impl KeyKind {
    /// The kind's name in the catalog.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::PrimaryKey => "primary key",
            Self::Unique => "unique",
            Self::UniqueIndex => "unique index",
            Self::Index => "index",
        }
    }
}
