//! [`Selection`]: a select with what `sea_query` cannot say of it, or hides from those who write it.

mod sample;
mod write;

use sea_query::{DynIden, Expr, IntoIden, LockBehavior, LockType, SelectStatement, WithClause};

pub use self::sample::{SampleUnit, TableSample};
pub(super) use self::write::write_selection;
pub use self::write::{
    write_distinct_on, write_limit, write_limit_with_ties, write_locks, write_select_lock,
};
use super::outline::Clauses;
use crate::error::{Error, ErrorKind, Result};

/// A select, and which of its rows are wanted: the first of each group, a part of an order, with those that tie with the last,
/// and whether they are locked.
///
/// # Shape
/// The select itself holds columns, tables, conditions, groups and the order. What is said here it does not say, too; named
/// queries stand in [`with`](Self::with).
///
/// # Example
/// ```
/// use backend_core::query::{Query, RowLock, Selection};
/// use backend_core::sea_query::{Expr, ExprTrait, LockBehavior, LockType, Order};
///
/// let mut waiting = Query::select();
/// waiting.column("id").from("job").and_where(Expr::col("done").eq(false)).order_by("id", Order::Asc);
/// let next: Query = Selection::new(waiting)
///     .limit(1)
///     .lock(RowLock::new(LockType::Update).behavior(LockBehavior::SkipLocked))
///     .into();
/// # let _ = next;
/// ```
#[doc(alias = "select_for_update")]
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Selection {
    /// Named queries that the select reads.
    pub with: Option<WithClause>,
    /// Keeps the first row of those that are equal in all of these expressions. Requires `can_distinct_on_fields`.
    pub distinct_on: Vec<Expr>,
    /// The select.
    pub select: SelectStatement,
    /// The part that is read of the select's table, which stands alone in its list; others may be joined. Requires
    /// `supports_table_samples`.
    pub sample: Option<TableSample>,
    /// The index of the select's table by which it is read, as of a sample. Requires `supports_index_hints`.
    pub index: Option<DynIden>,
    /// How many rows are wanted, at most.
    pub limit: Option<u64>,
    /// Whether rows that tie with the last one come, too.
    pub ties: Ties,
    /// How many rows are left out first.
    pub offset: Option<u64>,
    /// The locks that are taken on the rows.
    pub locks: Vec<RowLock>,
}

/// Whether rows come that tie with the last one of a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Ties {
    /// They do not: no more rows than the limit says.
    #[default]
    Without,
    /// They do: all rows that are equal to the last in the order. Requires `supports_fetch_with_ties`.
    With,
}

/// A lock that a select takes on rows, until the end of the transaction.
///
/// # Requires
/// `has_select_for_update`, and a flag for each of: another type than [`LockType::Update`], tables, and a behavior.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RowLock {
    /// What others can no longer do.
    pub lock_type: LockType,
    /// The tables whose rows are locked, by the names that they have in the select; none for all tables.
    pub tables: Vec<DynIden>,
    /// What becomes of rows that others have locked; `None`: they are waited for.
    pub behavior: Option<LockBehavior>,
}

impl RowLock {
    /// A lock of all tables, which waits.
    #[must_use]
    pub const fn new(lock_type: LockType) -> Self {
        Self {
            lock_type,
            tables: Vec::new(),
            behavior: None,
        }
    }

    /// Locks the rows of these tables only.
    #[must_use]
    pub fn of<T: IntoIden>(mut self, tables: impl IntoIterator<Item = T>) -> Self {
        self.tables = tables.into_iter().map(IntoIden::into_iden).collect();
        self
    }

    /// Fails at rows that others have locked, or leaves them out.
    #[must_use]
    pub const fn behavior(mut self, behavior: LockBehavior) -> Self {
        self.behavior = Some(behavior);
        self
    }
}

impl Selection {
    /// All rows of a select.
    #[must_use]
    pub fn new(select: impl Into<SelectStatement>) -> Self {
        Self {
            with: None,
            distinct_on: Vec::new(),
            select: select.into(),
            sample: None,
            index: None,
            limit: None,
            ties: Ties::Without,
            offset: None,
            locks: Vec::new(),
        }
    }

    /// Names queries that the select reads.
    #[must_use]
    pub fn with(mut self, with: impl Into<WithClause>) -> Self {
        self.with = Some(with.into());
        self
    }

    /// Keeps the first row of those that are equal in all of these expressions; the order begins with them.
    #[must_use]
    pub fn distinct_on(mut self, expressions: impl IntoIterator<Item = Expr>) -> Self {
        self.distinct_on = expressions.into_iter().collect();
        self
    }

    /// Reads a part of the table, as chance has it.
    #[must_use]
    pub const fn sample(mut self, sample: TableSample) -> Self {
        self.sample = Some(sample);
        self
    }

    /// Reads the table by that index, whatever the server would have read it by.
    #[must_use]
    pub fn by_index(mut self, index: impl IntoIden) -> Self {
        self.index = Some(index.into_iden());
        self
    }

    /// Takes so many rows at most.
    #[must_use]
    pub const fn limit(mut self, rows: u64) -> Self {
        self.limit = Some(rows);
        self
    }

    /// Takes so many rows, and all that are equal to the last of them in the order.
    #[must_use]
    pub const fn limit_with_ties(mut self, rows: u64) -> Self {
        self.limit = Some(rows);
        self.ties = Ties::With;
        self
    }

    /// Leaves so many rows out first.
    #[must_use]
    pub const fn offset(mut self, rows: u64) -> Self {
        self.offset = Some(rows);
        self
    }

    /// Locks the rows; several locks are of several tables.
    #[must_use]
    pub fn lock(mut self, lock: RowLock) -> Self {
        self.locks.push(lock);
        self
    }

    /// What is said twice, or does not fit together.
    fn check(&self) -> Result<()> {
        let clauses = Clauses::of(&self.select);
        let limits = self.limit.is_some() || self.offset.is_some();
        let twice = [
            (clauses.with, true, "named queries"),
            (
                clauses.distinct,
                !self.distinct_on.is_empty(),
                "DISTINCT of its own",
            ),
            (clauses.limit, limits, "a limit or an offset of its own"),
            (
                clauses.lock,
                limits || !self.locks.is_empty(),
                "a lock of its own",
            ),
        ];
        if let Some((.., what)) = twice.iter().find(|(own, here, _)| *own && *here) {
            return Err(Error::new(
                ErrorKind::Interface,
                format!("the select of a selection has {what}; say it in the selection"),
            ));
        }
        if let Some(sample) = &self.sample {
            sample.check()?;
        }
        if (self.sample.is_some() || self.index.is_some()) && !clauses.lists_one_table {
            return Err(Error::new(
                ErrorKind::Interface,
                "a sample or an index is of one table: the select lists none, several, or something else",
            ));
        }
        if self.ties == Ties::With && (self.limit.is_none() || !clauses.order) {
            return Err(Error::new(
                ErrorKind::Interface,
                "rows tie in an order and with the last of a limit: both are needed",
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use sea_query::Query;

    use super::{Selection, TableSample};
    use crate::error::ErrorKind;

    #[test]
    fn a_sample_or_an_index_is_of_one_table() {
        let one = Query::select().column("a").from("t").take();
        let none = Query::select().expr(1).take();
        let two = one.clone().from("u").take();
        let inner = Query::select()
            .column("a")
            .from_subquery(one.clone(), "s")
            .take();
        let joined = one.clone().cross_join("u").take();
        for (select, is_right) in [
            (one, true),
            (joined, true),
            (none, false),
            (two, false),
            (inner, false),
        ] {
            let sampled = Selection::new(select.clone()).sample(TableSample::rows(1.0));
            let hinted = Selection::new(select.clone()).by_index("i");
            for selection in [sampled, hinted] {
                let kind = selection.check().map_err(|error| error.kind());
                let expected = if is_right {
                    Ok(())
                } else {
                    Err(ErrorKind::Interface)
                };
                assert_eq!(kind, expected, "{selection:?}");
            }
            assert!(Selection::new(select).check().is_ok());
        }
    }

    #[test]
    fn a_percentage_is_one() {
        for (percentage, is_right) in [
            (0.0, true),
            (100.0, true),
            (100.5, false),
            (-1.0, false),
            (f64::NAN, false),
        ] {
            let select = Query::select().column("a").from("t").take();
            let selection = Selection::new(select).sample(TableSample::pages(percentage));
            assert_eq!(selection.check().is_ok(), is_right, "{percentage}");
        }
    }
}
