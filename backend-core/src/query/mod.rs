//! [`Query`]: what is asked of a database, before any vendor spells it, in the language of [`sea_query`]. [`bind`] gives it
//! parameters. What that language cannot say is a statement of this crate: [`Upsert`], [`Selection`],
//! [`Modification`].
//!
//! What stands here beside that is for vendors: [`render`] runs a vendor's [`Builder`] over a query and collects typed
//! parameters. `sea_query` leaves clauses out that a database lacks, or panics; a builder overrides those hooks and notes a
//! [`Refusal`], so that the query is refused before anything is sent.
//!
//! What is not here: schema changes, which are [`model::Change`](crate::model::Change)s.

mod bind;
mod codec;
mod compound;
mod custom;
mod defaults;
mod foreign;
mod function;
mod hooks;
mod limit;
mod list;
mod modification;
mod name;
mod outline;
mod raw;
mod render;
mod selection;
mod split;
#[cfg(test)]
mod tests;
mod upsert;
mod year;

use sea_query::{
    DeleteStatement, InsertStatement, Returning, SelectStatement, UpdateStatement, WithClause,
    WithQuery,
};

pub use self::bind::{bind, parameter};
pub use self::compound::{Arm, Compound, SetOperator, write_arms};
pub use self::custom::write_custom;
pub use self::defaults::Defaults;
pub use self::function::write_function;
pub use self::hooks::{
    Trace, modifies, named_index, refuse, require_unless_empty, write_conflict_action,
    write_conflict_target, write_frame, write_join_on, write_limit_before_offset, write_list,
    write_on_conflict, write_order, write_order_by, write_returning, write_table_ref, write_text,
    write_with_start,
};
pub use self::limit::{Lists, build_within_limit};
pub use self::list::{ConstantList, array_of};
pub use self::modification::{Modification, RowChange, write_modification};
pub use self::name::write_identifier;
pub use self::outline::{
    MISPLACED_WINDOW, Probe, ends_with_tables, has_misplaced_window, has_order_or_limit,
    limit_and_offset,
};
pub use self::raw::{check_function_name, check_keyword, write_arguments};
pub use self::render::{Builder, Refusal, render, write_literal, write_query};
pub use self::selection::{
    RowLock, SampleUnit, Selection, TableSample, Ties, write_distinct_on, write_limit,
    write_limit_with_ties, write_locks, write_select_lock,
};
pub use self::upsert::{
    Assignment, ConflictAction, ConflictTarget, Upsert, UpsertSource, excluded, refuse_defaults,
    require_upsert, write_assignments, write_upsert, write_when_matched,
};
pub use self::year::{date_in_year, instant_in_year, timestamp_in_year};
use crate::flag::Flag;

/// A query in the vendor-neutral language of [`sea_query`].
///
/// # Example
/// ```
/// use backend_core::query::{Query, bind};
/// use backend_core::sea_query::{Expr, ExprTrait};
/// use backend_core::value::{Date, Decimal};
///
/// let born: Date = "1685-03-21".parse()?;
/// let composers: Query = Query::select()
///     .columns(["id", "name"])
///     .from("artist")
///     .and_where(Expr::col("born").eq(bind(born)))
///     .into();
///
/// let price: Decimal = "12.50".parse()?;
/// let priced: Query = Query::insert()
///     .into_table("album")
///     .columns(["title", "price"])
///     .values([bind("Partitas").into(), bind(price).into()])?
///     .into();
/// # let _ = (composers, priced);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
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
    /// One of these, over named queries.
    With(Box<WithQuery>),
    /// Reads rows of several selects as one result.
    Compound(Box<Compound>),
    /// Makes rows, or changes those that are there.
    Upsert(Box<Upsert>),
    /// Reads rows: some of an order, one of each group, locked.
    Selection(Box<Selection>),
    /// Makes, changes or removes rows of a table of which something has to be known.
    Modification(Box<Modification>),
}

/// The beginnings of queries; each ends with `.into()`.
impl Query {
    /// Begins a query that reads rows.
    #[must_use]
    pub fn select() -> SelectStatement {
        SelectStatement::new()
    }

    /// Begins a query that makes rows.
    #[must_use]
    pub fn insert() -> InsertStatement {
        InsertStatement::new()
    }

    /// Begins a query that changes rows.
    #[must_use]
    pub fn update() -> UpdateStatement {
        UpdateStatement::new()
    }

    /// Begins a query that removes rows.
    #[must_use]
    pub fn delete() -> DeleteStatement {
        DeleteStatement::new()
    }

    /// Begins a query that puts the rows of several selects together.
    pub fn compound(first: impl Into<Arm>) -> Compound {
        Compound::new(first)
    }

    /// Begins a list of named queries.
    #[must_use]
    pub fn with() -> WithClause {
        WithClause::new()
    }

    /// Begins the list of what an insert, update or delete gives back.
    #[must_use]
    pub fn returning() -> Returning {
        Returning::new()
    }

    /// The flag without which this query cannot give back rows; `None` for those that always do.
    #[must_use]
    pub const fn returning_flag(&self) -> Option<Flag> {
        match self {
            Self::Insert(_) => Some(Flag::can_return_columns_from_insert),
            Self::Upsert(upsert) => Some(upsert.returning_flag()),
            Self::Update(_) => Some(Flag::can_return_columns_from_update),
            Self::Delete(_) => Some(Flag::can_return_columns_from_delete),
            Self::Modification(modification) => Some(modification.returning_flag()),
            Self::Select(_) | Self::With(_) | Self::Compound(_) | Self::Selection(_) => None,
        }
    }
}

macro_rules! from_statement {
    ($($statement:ident: $variant:ident;)+) => {$(
        impl From<$statement> for Query {
            fn from(statement: $statement) -> Self {
                Self::$variant(Box::new(statement))
            }
        }

        impl From<&mut $statement> for Query {
            /// Takes the statement out: its methods return it by reference.
            fn from(statement: &mut $statement) -> Self {
                std::mem::take(statement).into()
            }
        }
    )+};
}

from_statement! {
    SelectStatement: Select;
    InsertStatement: Insert;
    UpdateStatement: Update;
    DeleteStatement: Delete;
    WithQuery: With;
}

impl From<Upsert> for Query {
    fn from(upsert: Upsert) -> Self {
        Self::Upsert(Box::new(upsert))
    }
}

impl From<Selection> for Query {
    fn from(selection: Selection) -> Self {
        Self::Selection(Box::new(selection))
    }
}
