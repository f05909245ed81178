//! [`Modification`]: an insert, upsert, update or delete with what has to be known of its table, where servers demand to be told.

use sea_query::{DeleteStatement, InsertStatement, SqlWriter, UpdateStatement};

use super::{Builder, Query, Upsert};
use crate::flag::Flag;

/// An insert, upsert, update or delete with what has to be known of its table.
///
/// # Example
/// ```
/// use backend_core::query::{Modification, Query, bind};
///
/// // Rows of another database, which keep their numbers.
/// let mut insert = Query::insert();
/// insert.into_table("artist").columns(["id", "name"]);
/// insert.values([bind(7).into(), bind("Bach").into()])?;
/// let loaded: Query = Modification::of(insert).giving_numbers().into();
/// # let _ = loaded;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Modification {
    /// What is done.
    pub change: RowChange,
    /// Whether it gives numbers to a column that the server numbers.
    pub gives_numbers: bool,
    /// Whether its table has triggers.
    pub has_triggers: bool,
}

/// What is done with rows.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum RowChange {
    /// Rows are made.
    Insert(Box<InsertStatement>),
    /// Rows are made, or changed where their key is there.
    Upsert(Box<Upsert>),
    /// Rows are changed.
    Update(Box<UpdateStatement>),
    /// Rows are removed.
    Delete(Box<DeleteStatement>),
}

impl Modification {
    /// A modification of which nothing more is said.
    #[must_use]
    pub fn of(change: impl Into<RowChange>) -> Self {
        Self {
            change: change.into(),
            gives_numbers: false,
            has_triggers: false,
        }
    }

    /// Says that the rows of an insert or upsert bring numbers for the column that the server numbers, also where only the server may
    /// (`OVERRIDING SYSTEM VALUE`, `IDENTITY_INSERT`). The server's own numbers need not follow them: see
    /// [`reset_sequences`](crate::connection::Connection::reset_sequences).
    ///
    /// # Requires
    /// `can_override_identities`.
    #[must_use]
    pub const fn giving_numbers(mut self) -> Self {
        self.gives_numbers = true;
        self
    }

    /// Says that the table has triggers: where a server then gives rows back by another way only, it is asked by that one.
    #[must_use]
    pub const fn beside_triggers(mut self) -> Self {
        self.has_triggers = true;
        self
    }

    /// The flag without which it cannot give back rows.
    pub(super) const fn returning_flag(&self) -> Flag {
        match self.change {
            RowChange::Insert(_) => Flag::can_return_columns_from_insert,
            RowChange::Upsert(ref upsert) => upsert.returning_flag(),
            RowChange::Update(_) => Flag::can_return_columns_from_update,
            RowChange::Delete(_) => Flag::can_return_columns_from_delete,
        }
    }
}

macro_rules! of_statement {
    ($($statement:ident: $variant:ident;)+) => {$(
        impl From<$statement> for RowChange {
            fn from(statement: $statement) -> Self {
                Self::$variant(Box::new(statement))
            }
        }

        impl From<&mut $statement> for RowChange {
            /// Takes the statement out: its methods return it by reference.
            fn from(statement: &mut $statement) -> Self {
                std::mem::take(statement).into()
            }
        }
    )+};
}

impl From<Upsert> for RowChange {
    fn from(upsert: Upsert) -> Self {
        Self::Upsert(Box::new(upsert))
    }
}

of_statement! {
    InsertStatement: Insert;
    UpdateStatement: Update;
    DeleteStatement: Delete;
}

impl From<Modification> for Query {
    fn from(modification: Modification) -> Self {
        Self::Modification(Box::new(modification))
    }
}

/// Writes the statement of a modification, and notes what the server lacks for it: the default of
/// [`prepare_modification`](Builder::prepare_modification), for servers that need to be told nothing.
pub fn write_modification(
    builder: &impl Builder,
    modification: &Modification,
    sql: &mut impl SqlWriter,
) {
    if modification.gives_numbers {
        let flag = Flag::can_override_identities;
        builder.refusal().require(builder.features(), flag);
    }
    match &modification.change {
        RowChange::Insert(statement) => builder.prepare_insert_statement(statement, sql),
        RowChange::Upsert(upsert) => builder.prepare_upsert(upsert, sql),
        RowChange::Update(statement) => builder.prepare_update_statement(statement, sql),
        RowChange::Delete(statement) => builder.prepare_delete_statement(statement, sql),
    }
}
