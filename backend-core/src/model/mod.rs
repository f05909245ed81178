//! The model: what a database contains, as nouns without SQL.
//!
//! The model is the heart of this crate: introspection produces it, the schema editor consumes it, a tool renders it and the
//! conformance suite compares it. *Introspect, recreate, introspect* gives the same [`Schema`] again.
//!
//! Names are kept as stored, unquoted. Expressions (checks, generated columns, predicates, views) are kept as the vendor's
//! text, because no two vendors share a language for them.

mod change;
mod column;
mod column_type;
mod constraint;
mod identifier;
mod index;
mod options;
mod order;
mod schema;
mod table;
mod trigger;
mod view;

pub use self::change::Change;
pub use self::column::{
    Column, Default, Generated, GeneratedStorage, Identity, IdentityGeneration,
};
pub use self::column_type::ColumnType;
pub use self::constraint::{
    Check, Deferrability, ForeignKey, MatchType, PrimaryKey, ReferentialAction, Unique,
};
pub use self::identifier::{Identifier, QualifiedName};
pub use self::index::{Index, IndexKey, IndexPart, SortOrder};
pub use self::options::Options;
pub use self::schema::Schema;
pub use self::table::{Table, TableKind};
pub use self::trigger::{Trigger, TriggerEvent, TriggerTiming};
pub use self::view::{View, ViewKind};
