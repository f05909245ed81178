//! [`Introspection`]: reads what a database holds into the [`model`](crate::model).
//!
//! A constant number of catalog queries, however many tables there are. One object that cannot be read never costs the rest:
//! it stays in the snapshot with what could be read, and a [`Warning`] says what is missing.

mod order;
mod version;
mod violations;

use std::fmt;

use async_trait::async_trait;

pub use self::order::in_order;
pub use self::version::for_version;
pub use self::violations::Violation;
use crate::connection::Connection;
use crate::error::Result;
use crate::model::{Identifier, QualifiedName, Schema, Table};

/// Which part of a database to read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Scope {
    /// Only objects in these schemas; `None` for all but the system's own.
    pub schemas: Option<Vec<Identifier>>,
}

impl Scope {
    /// Everything but the system's own objects.
    #[must_use]
    pub const fn all() -> Self {
        Self { schemas: None }
    }

    /// Only what is in these schemas.
    #[must_use]
    pub const fn schemas(schemas: Vec<Identifier>) -> Self {
        Self {
            schemas: Some(schemas),
        }
    }
}

/// What introspection read.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Snapshot {
    /// What is there.
    pub schema: Schema,
    /// What could not be read, or not be read whole.
    pub warnings: Vec<Warning>,
    /// How many queries were sent.
    pub queries: u32,
}

/// Something that could not be read, or not be read whole.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Warning {
    /// The object.
    pub object: QualifiedName,
    /// One sentence, lower case, without full stop.
    pub message: String,
}

impl Warning {
    /// A warning about `object`.
    pub fn new(object: QualifiedName, message: impl Into<String>) -> Self {
        Self {
            object,
            message: message.into(),
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.object, self.message)
    }
}

/// What sort of object a name belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RelationKind {
    /// A table that stores rows.
    Table,
    /// A table whose rows a module makes up.
    VirtualTable,
    /// A table whose rows another server keeps.
    ForeignTable,
    /// A view.
    View,
    /// A view that stores its rows.
    MaterializedView,
}

/// Reads what a database holds.
///
/// What is in the session's default schema is named without one, and so is every reference to it
/// ([`Schema::default_schema`]); `scope` names schemas as they are.
#[async_trait]
#[doc(alias = "DatabaseIntrospection")]
pub trait Introspection: Send + Sync {
    /// Reads everything in `scope`.
    ///
    /// # Errors
    /// Where the catalog itself cannot be read; an object that cannot be read is a warning.
    async fn introspect(&self, connection: &mut Connection, scope: &Scope) -> Result<Snapshot>;

    /// The names of tables and views in `scope`, ordered by name, in one query.
    ///
    /// # Errors
    /// Where the catalog cannot be read.
    async fn relation_names(
        &self,
        connection: &mut Connection,
        scope: &Scope,
    ) -> Result<Vec<(QualifiedName, RelationKind)>>;

    /// The rows of `table` that break one of its foreign keys, ordered by their keys: there are some where the checks were
    /// off. `schema` is what the database holds. A vendor whose server answers faster or knows more asks it instead.
    ///
    /// # Errors
    /// Where the rows cannot be read.
    async fn violations(
        &self,
        connection: &mut Connection,
        schema: &Schema,
        table: &Table,
    ) -> Result<Vec<Violation>> {
        violations::find(connection, schema, table).await
    }
}
