//! The model: what a database contains, as nouns without SQL.
//!
//! The model is the heart of this crate: introspection produces it, the schema editor consumes it, a tool renders it and the
//! conformance suite compares it. *Introspect, recreate, introspect* gives the same [`Schema`] again.
//!
//! Names are kept as stored, unquoted. Expressions (checks, generated columns, predicates, views) are kept as the vendor's
//! text, because no two vendors share a language for them.

mod alter;
mod change;
mod column;
mod column_type;
mod constrain;
mod constraint;
mod diff;
mod exclusion;
mod extension;
mod follow;
mod function;
mod identifier;
mod index;
mod inverse;
mod namespace;
mod objects;
mod options;
mod order;
mod partition;
mod rename;
mod schema;
mod sequence;
mod short_name;
mod table;
mod trigger;
mod user_type;
mod vendor_object;
mod view;

pub use self::change::Change;
pub use self::column::{
    Column, Default, Generated, GeneratedStorage, Identity, IdentityGeneration,
};
pub use self::column_type::ColumnType;
pub use self::constraint::{
    Check, Constraint, Deferrability, Enforcement, ForeignKey, MatchType, PrimaryKey,
    ReferentialAction, Unique,
};
pub use self::diff::diff;
pub use self::exclusion::{Exclusion, ExclusionPart};
pub use self::extension::Extension;
pub use self::function::{Dependency, Function, FunctionKind, Signature};
pub use self::identifier::{Identifier, QualifiedName};
pub use self::index::{Index, IndexKey, IndexPart, NullsPlace, OperatorClass, SortOrder};
pub use self::namespace::Namespace;
pub use self::options::Options;
pub use self::partition::{PartitionOf, PartitionStrategy, Partitioning};
pub use self::schema::Schema;
pub use self::sequence::{Sequence, SequenceOwner};
pub(crate) use self::short_name::marked;
pub use self::table::{RowSecurity, Table, TableKind};
pub use self::trigger::{Trigger, TriggerActivity, TriggerEvent, TriggerTiming};
pub use self::user_type::{Domain, UserType, UserTypeKind};
pub use self::vendor_object::VendorObject;
pub use self::view::{CheckOption, View, ViewKind};
