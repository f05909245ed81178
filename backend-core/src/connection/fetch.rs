//! Fetch adapters: rows as lists of values, tuples and structs, and queries rendered first.

use super::Connection;
use crate::cursor::{Done, Flow, RowSink};
use crate::error::{Error, ErrorKind, Result};
use crate::query::Query;
use crate::row::{FromRow, ResultColumn};
use crate::sql::Statement;
use crate::value::ValueRef;

impl Connection {
    /// Runs one statement and makes a value of each row.
    ///
    /// # Errors
    /// As [`query`](Self::query), and what `row` returns.
    pub async fn fetch<T: Send>(
        &mut self,
        statement: &Statement,
        mut row: impl FnMut(&[ValueRef<'_>]) -> Result<T> + Send,
    ) -> Result<Vec<T>> {
        let mut values = Vec::new();
        let mut sink = crate::cursor::rows(|cells| {
            values.push(row(cells)?);
            Ok(Flow::Continue)
        });
        self.query(&statement.sql, &statement.as_params(), &mut sink)
            .await?;
        drop(sink);
        Ok(values)
    }

    /// Runs one statement and makes a tuple or struct of each row.
    ///
    /// # Errors
    /// As [`query`](Self::query); [`DoesNotExist`](ErrorKind::DoesNotExist) where the result lacks a column;
    /// [`Data`](ErrorKind::Data) where a cell does not convert, with its column.
    pub async fn fetch_as<T: FromRow>(&mut self, statement: &Statement) -> Result<Vec<T>> {
        let mut sink = Collect::<T> {
            plan: None,
            values: Vec::new(),
        };
        self.query(&statement.sql, &statement.as_params(), &mut sink)
            .await?;
        Ok(sink.values)
    }

    /// Renders a query in this vendor's SQL, runs what comes of it and drops the rows. `affected` is the sum.
    ///
    /// # Errors
    /// As [`Operations::build`](crate::operations::Operations::build) before anything is sent, and as
    /// [`query`](Self::query).
    pub async fn execute_query(&mut self, query: &Query) -> Result<Done> {
        let mut sum = Done::default();
        for statement in self.dialect.build(query)? {
            let done = self.execute(&statement).await?;
            sum.affected = match (sum.affected, done.affected) {
                (Some(before), Some(now)) => Some(before + now),
                (before, now) => before.or(now),
            };
        }
        Ok(sum)
    }

    /// Renders a query in this vendor's SQL, runs it and makes a tuple or struct of each row.
    ///
    /// # Errors
    /// As [`Operations::build`](crate::operations::Operations::build) before anything is sent, and as
    /// [`fetch_as`](Self::fetch_as).
    pub async fn fetch_query<T: FromRow>(&mut self, query: &Query) -> Result<Vec<T>> {
        let mut values = Vec::new();
        for statement in self.dialect.build(query)? {
            values.append(&mut self.fetch_as(&statement).await?);
        }
        Ok(values)
    }
}

/// Makes a list of values, with the columns resolved once a result.
struct Collect<T: FromRow> {
    plan: Option<T::Plan>,
    values: Vec<T>,
}

impl<T: FromRow> RowSink for Collect<T> {
    fn start(&mut self, columns: &[ResultColumn]) -> Result<()> {
        self.plan = Some(T::plan(columns)?);
        Ok(())
    }

    fn row(&mut self, cells: &[ValueRef<'_>]) -> Result<Flow> {
        let plan = self.plan.as_ref().ok_or_else(|| {
            Error::new(
                ErrorKind::Internal,
                "the cursor gave a row before its columns",
            )
        })?;
        self.values.push(T::from_row(plan, cells)?);
        Ok(Flow::Continue)
    }
}
