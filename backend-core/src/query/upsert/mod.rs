//! [`Upsert`]: an insert that says what becomes of rows whose key is there already.

mod taken;
mod write;

use sea_query::{
    Condition, DynIden, Expr, IntoCondition, IntoIden, IntoTableRef, ReturningClause,
    SelectStatement, TableRef,
};

pub use self::write::{
    refuse_defaults, require_upsert, write_assignments, write_upsert, write_when_matched,
};
use crate::error::{Error, ErrorKind, Result};
use crate::flag::Flag;

/// The name by which expressions of an [`Upsert`] call the row that was to be inserted.
const NEW_ROW: &str = "excluded";

/// An insert that says what becomes of a row whose key is there already: the row that is there stays, or it is changed.
///
/// # Shape
/// A row that is inserted or changed counts as affected and is given back by `returning`; one that was left alone is
/// neither. A key with a NULL in it is equal to no other, so such a row is always inserted.
///
/// Expressions of the action call the new row by [`excluded`] and the row that is there by the table's name.
///
/// # Requires
/// `supports_ignore_conflicts` or `supports_update_conflicts`, and a flag of the target: see [`ConflictTarget`]; more where it is asked
/// [by `MERGE`](Upsert::by_merge).
///
/// # Vendors
/// Where one statement holds the same key twice, the flag `can_update_conflicts_repeatedly` says whether the later row
/// changes what the earlier one made, or the server refuses the statement. Where the rows are more than a statement takes
/// parameters, they are several statements, and then the later row always does: whoever minds gives each key once.
///
/// # Example
/// ```
/// use backend_core::query::{Query, Upsert, bind, excluded};
/// use backend_core::sea_query::{Expr, ExprTrait};
///
/// let counted: Query = Upsert::into_table("page")
///     .columns(["path", "visits"])
///     .row([bind("/").into(), bind(1).into()])
///     .on_columns(["path"])
///     .set("visits", Expr::col(("page", "visits")).add(excluded("visits")))
///     .returning(Query::returning().column("visits"))
///     .into();
/// # let _ = counted;
/// ```
#[doc(alias = "bulk_create")]
#[doc(alias = "on_conflict")]
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Upsert {
    /// The table, perhaps under another name.
    pub table: TableRef,
    /// The columns that are given, in the order of the values.
    pub columns: Vec<DynIden>,
    /// Where the rows come from.
    pub source: UpsertSource,
    /// Which conflict is meant.
    pub target: ConflictTarget,
    /// What becomes of the row that is there.
    pub action: ConflictAction,
    /// What is given back of the rows that were inserted or changed.
    pub returning: Option<ReturningClause>,
    /// Whether it is asked as one `MERGE`.
    pub uses_merge: bool,
}

/// Where the rows of an [`Upsert`] come from.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum UpsertSource {
    /// Rows, each with an expression for each column.
    Rows(Vec<Vec<Expr>>),
    /// The rows of a select.
    Select(Box<SelectStatement>),
}

/// Which conflict an [`Upsert`] resolves. Any other is an error, as with every insert.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub enum ConflictTarget {
    /// Any. To change a row then requires `supports_update_conflicts_without_target`.
    #[default]
    Any,
    /// With a row of the same values in these columns, which a unique key or index has. Requires
    /// `supports_update_conflicts_with_target`.
    Columns {
        /// The columns of the key.
        columns: Vec<DynIden>,
        /// The condition of the index, where it covers some rows only.
        condition: Option<Condition>,
    },
    /// With a row of the same values of these expressions, which a unique index has: as the index has them, in the vendor's
    /// language ([`Expr::cust`]). Requires `supports_update_conflicts_with_target`.
    Expressions {
        /// The expressions of the index, columns among them.
        expressions: Vec<Expr>,
        /// The condition of the index, where it covers some rows only.
        condition: Option<Condition>,
    },
    /// With this constraint. Requires `supports_conflict_constraint_names`.
    Constraint(DynIden),
}

/// What becomes of the row that is there.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub enum ConflictAction {
    /// It stays, and the new row is dropped. Requires `supports_ignore_conflicts`.
    #[default]
    Nothing,
    /// It is changed. Requires `supports_update_conflicts`.
    Update {
        /// The columns that change.
        assignments: Vec<Assignment>,
        /// It is changed where this holds only.
        condition: Option<Condition>,
    },
}

/// What a column becomes.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::exhaustive_structs, reason = "a pair")]
pub struct Assignment {
    /// The column.
    pub column: DynIden,
    /// Its value.
    pub value: Expr,
}

/// A column of the row that an [`Upsert`] was to insert.
pub fn excluded(column: impl IntoIden) -> Expr {
    Expr::col((NEW_ROW, column.into_iden()))
}

impl Upsert {
    /// An upsert into a table, of nothing yet; a row that is there stays unless something is [`set`](Self::set).
    #[must_use]
    pub fn into_table(table: impl IntoTableRef) -> Self {
        Self {
            table: table.into_table_ref(),
            columns: Vec::new(),
            source: UpsertSource::Rows(Vec::new()),
            target: ConflictTarget::Any,
            action: ConflictAction::Nothing,
            returning: None,
            uses_merge: false,
        }
    }

    /// Names the columns that are given.
    #[must_use]
    pub fn columns<C: IntoIden>(mut self, columns: impl IntoIterator<Item = C>) -> Self {
        self.columns = columns.into_iter().map(IntoIden::into_iden).collect();
        self
    }

    /// Adds a row.
    #[must_use]
    pub fn row(mut self, values: impl IntoIterator<Item = Expr>) -> Self {
        let row: Vec<Expr> = values.into_iter().collect();
        match &mut self.source {
            UpsertSource::Rows(rows) => rows.push(row),
            UpsertSource::Select(_) => self.source = UpsertSource::Rows(vec![row]),
        }
        self
    }

    /// Takes the rows of a select.
    #[must_use]
    pub fn select(mut self, select: impl Into<SelectStatement>) -> Self {
        self.source = UpsertSource::Select(Box::new(select.into()));
        self
    }

    /// Means the conflict with a row of the same values in these columns.
    #[must_use]
    pub fn on_columns<C: IntoIden>(mut self, columns: impl IntoIterator<Item = C>) -> Self {
        self.target = ConflictTarget::Columns {
            columns: columns.into_iter().map(IntoIden::into_iden).collect(),
            condition: None,
        };
        self
    }

    /// Means the conflict with a row of the same values of these expressions.
    #[must_use]
    pub fn on_expressions(mut self, expressions: impl IntoIterator<Item = Expr>) -> Self {
        self.target = ConflictTarget::Expressions {
            expressions: expressions.into_iter().collect(),
            condition: None,
        };
        self
    }

    /// Says the condition of the index that the columns or expressions of the target belong to.
    #[must_use]
    pub fn on_rows_where(mut self, condition: impl IntoCondition) -> Self {
        if let ConflictTarget::Columns { condition: at, .. }
        | ConflictTarget::Expressions { condition: at, .. } = &mut self.target
        {
            *at = Some(condition.into_condition());
        }
        self
    }

    /// Means the conflict with a constraint.
    #[must_use]
    pub fn on_constraint(mut self, name: impl IntoIden) -> Self {
        self.target = ConflictTarget::Constraint(name.into_iden());
        self
    }

    /// Sets columns of the row that is there to what the new row has.
    #[must_use]
    pub fn update_columns<C: IntoIden>(self, columns: impl IntoIterator<Item = C>) -> Self {
        columns.into_iter().fold(self, |upsert, column| {
            let column = column.into_iden();
            upsert.set(column.clone(), excluded(column))
        })
    }

    /// Sets a column of the row that is there.
    #[must_use]
    pub fn set(mut self, column: impl IntoIden, value: impl Into<Expr>) -> Self {
        let assignment = Assignment {
            column: column.into_iden(),
            value: value.into(),
        };
        match &mut self.action {
            ConflictAction::Update { assignments, .. } => assignments.push(assignment),
            ConflictAction::Nothing => {
                self.action = ConflictAction::Update {
                    assignments: vec![assignment],
                    condition: None,
                };
            }
        }
        self
    }

    /// Changes the row that is there where this holds only; comes after what is [`set`](Self::set).
    #[must_use]
    pub fn where_condition(mut self, condition: impl IntoCondition) -> Self {
        if let ConflictAction::Update { condition: at, .. } = &mut self.action {
            *at = Some(condition.into_condition());
        }
        self
    }

    /// Gives back something of each row that was inserted or changed.
    #[must_use]
    pub fn returning(mut self, returning: ReturningClause) -> Self {
        self.returning = Some(returning);
        self
    }

    /// Asks for one `MERGE`, which finds, changes and inserts all rows at once, in the place of what the vendor writes by itself.
    ///
    /// # Shape
    /// The target is columns, of which the server is not asked whether they are a key: where several rows that are there have what a
    /// new one has in them, all of these change. A key that is given twice would be stored or changed twice, which is the server's
    /// error; nothing is stored then. Rows are given back in no order.
    ///
    /// # Requires
    /// `supports_merge_upserts`, and `can_return_columns_from_merge` where rows are given back.
    ///
    /// # Vendors
    /// The flag `merge_locks_new_keys` says whether another session can insert a row of the key between the look for it and the
    /// insert. Where it can, one of the two gets [`Integrity::Unique`](crate::error::Integrity::Unique) of a unique key, and without
    /// one both rows are there. A parameter that is a whole column of a source's select may need a cast: nothing says its type.
    #[must_use]
    pub const fn by_merge(mut self) -> Self {
        self.uses_merge = true;
        self
    }

    /// The flag without which it cannot give back rows.
    pub(super) const fn returning_flag(&self) -> Flag {
        if self.uses_merge {
            Flag::can_return_columns_from_merge
        } else {
            Flag::can_return_columns_from_insert
        }
    }

    /// What is missing, or does not fit together.
    fn check(&self) -> Result<()> {
        let refused = |message: &str| Err(Error::new(ErrorKind::Interface, message));
        if self.columns.is_empty() {
            return refused("an upsert names its columns");
        }
        if let UpsertSource::Rows(rows) = &self.source {
            if rows.is_empty() {
                return refused("an upsert without a row");
            }
            if rows.iter().any(|row| row.len() != self.columns.len()) {
                return refused("each row of an upsert has a value for each of its columns");
            }
        }
        let names_nothing = match &self.target {
            ConflictTarget::Columns { columns, .. } => columns.is_empty(),
            ConflictTarget::Expressions { expressions, .. } => expressions.is_empty(),
            ConflictTarget::Any | ConflictTarget::Constraint(_) => false,
        };
        if names_nothing {
            return refused("the target of an upsert names at least one column or expression");
        }
        if self.uses_merge && !matches!(self.target, ConflictTarget::Columns { .. }) {
            return refused("the target of an upsert by MERGE is columns");
        }
        match &self.action {
            ConflictAction::Update { assignments, .. } if assignments.is_empty() => {
                refused("an upsert that changes rows sets at least one column")
            }
            _ => Ok(()),
        }
    }
}
