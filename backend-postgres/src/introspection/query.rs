//! The queries as statements: by the server's version, for some schemas or all.

use backend_core::connection::Connection;
use backend_core::introspection::{Scope, for_version};
use backend_core::model::Identifier;
use backend_core::sql::Statement;

use crate::features::catalog_version;

/// What no name holds; the queries join and split lists with it.
pub(super) const SEPARATOR: char = '\u{1f}';

/// How the objects are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// All in one query a kind.
    AtOnce,
    /// Table by table, each in a savepoint: for a database in which the server cannot spell some object.
    OneByOne,
}

/// Whether the server is asked to spell expressions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expressions {
    Spelled,
    LeftOut,
}

/// Makes the statements.
#[derive(Debug)]
pub(super) struct Query {
    catalog: u32,
    schemas: Option<String>,
}

impl Query {
    pub(super) fn new(connection: &Connection, scope: &Scope) -> Self {
        let separator = SEPARATOR.to_string();
        let join = |names: &Vec<Identifier>| {
            let names: Vec<_> = names.iter().map(Identifier::as_str).collect();
            names.join(&separator)
        };
        Self {
            catalog: catalog_version(connection.server()),
            schemas: scope.schemas.as_ref().map(join),
        }
    }

    /// A query that takes no parameters.
    pub(super) fn plain(&self, sql: &str) -> Statement {
        Statement::new(for_version(sql, self.catalog))
    }

    /// A query of what is in the schemas.
    pub(super) fn in_schemas(&self, sql: &str) -> Statement {
        self.plain(sql).bind(self.schemas.clone())
    }

    /// A query of what is in the schemas, or only of one relation there.
    pub(super) fn of(
        &self,
        sql: &str,
        relation: Option<i64>,
        expressions: Expressions,
    ) -> Statement {
        self.in_schemas(sql)
            .bind(relation)
            .bind(expressions == Expressions::Spelled)
    }

    pub(super) fn relation_names(&self) -> Statement {
        self.in_schemas(include_str!("sql/relation_names.sql"))
    }
}
