//! [`Query`]: what is asked of a database, before any vendor spells it.

use sea_query::{DeleteStatement, InsertStatement, SelectStatement, UpdateStatement};

/// A query in the vendor-neutral language of `sea_query`.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Query {
    /// Reads rows.
    Select(Box<SelectStatement>),
    /// Makes rows.
    Insert(Box<InsertStatement>),
    /// Changes rows.
    Update(Box<UpdateStatement>),
    /// Removes rows.
    Delete(Box<DeleteStatement>),
}
