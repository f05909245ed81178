//! Fetch adapters: rows as lists of values, tuples and structs, and queries rendered first.

use super::Connection;
use crate::cursor::{Done, Flow, RowSink};
use crate::error::{Error, ErrorKind, Result};
use crate::query::Query;
use crate::row::{FromRow, ResultColumn};
use crate::sql::Statement;
use crate::transaction::AtomicOptions;
use crate::value::{Value, ValueRef};

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
            reader: Reader::default(),
            values: Vec::new(),
        };
        self.query(&statement.sql, &statement.as_params(), &mut sink)
            .await?;
        Ok(sink.values)
    }

    /// Runs one statement that gives one row or none, and makes a tuple or struct of it.
    ///
    /// # Errors
    /// As [`fetch_as`](Self::fetch_as); [`Interface`](ErrorKind::Interface) where there are several rows: the statement has
    /// run all the same.
    pub async fn fetch_optional<T: FromRow>(&mut self, statement: &Statement) -> Result<Option<T>> {
        let mut sink = AtMostOne::<T> {
            reader: Reader::default(),
            value: None,
            has_more: false,
        };
        self.query(&statement.sql, &statement.as_params(), &mut sink)
            .await?;
        if sink.has_more {
            let message = "the statement gave several rows where one was asked for";
            return Err(Error::new(ErrorKind::Interface, message).with_sql(&statement.sql));
        }
        Ok(sink.value)
    }

    /// Runs one statement that gives exactly one row, and makes a tuple or struct of it.
    ///
    /// # Errors
    /// As [`fetch_optional`](Self::fetch_optional); [`DoesNotExist`](ErrorKind::DoesNotExist) where there is no row.
    ///
    /// # Example
    /// ```
    /// use backend_core::error::ErrorKind;
    /// use backend_core::sql::Statement;
    ///
    /// # futures_executor::block_on(async {
    /// # let settings = toy_backend::BACKEND.settings("toy:")?;
    /// # let mut connection = toy_backend::BACKEND.connect(&settings).await?;
    /// connection.batch("CREATE TABLE artist (id bigint, name text)").await?;
    /// let count = Statement::new("SELECT COUNT(*) FROM artist");
    /// assert_eq!(connection.fetch_one::<(i64,)>(&count).await?, (0,));
    /// let name = Statement::new("SELECT name FROM artist WHERE id = ?").bind(7);
    /// assert_eq!(connection.fetch_optional::<(String,)>(&name).await?, None);
    /// let error = connection.fetch_one::<(String,)>(&name).await.unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::DoesNotExist);
    /// # Ok::<(), backend_core::error::Error>(())
    /// # }).unwrap();
    /// ```
    pub async fn fetch_one<T: FromRow>(&mut self, statement: &Statement) -> Result<T> {
        self.fetch_optional(statement).await?.ok_or_else(|| {
            let message = "the statement gave no row where one was asked for";
            Error::new(ErrorKind::DoesNotExist, message).with_sql(&statement.sql)
        })
    }

    /// Runs one statement and hands its rows over in batches of `size`; the last one may be smaller. Nothing needs to be
    /// paused for it, so that every vendor can; what is to wait between two rows is a [`stream`](Self::stream).
    ///
    /// # Errors
    /// As [`fetch_as`](Self::fetch_as), and what `batch` returns, which ends the statement;
    /// [`Interface`](ErrorKind::Interface) for a size of 0.
    pub async fn fetch_batches<T: FromRow>(
        &mut self,
        statement: &Statement,
        size: usize,
        batch: impl FnMut(Vec<T>) -> Result<Flow> + Send,
    ) -> Result<()> {
        if size == 0 {
            return Err(Error::new(ErrorKind::Interface, "a batch of 0 rows"));
        }
        let mut sink = Batches {
            reader: Reader::default(),
            size,
            rows: Vec::new(),
            is_stopped: false,
            batch,
        };
        self.query(&statement.sql, &statement.as_params(), &mut sink)
            .await?;
        if !sink.is_stopped && !sink.rows.is_empty() {
            sink.hand_over()?;
        }
        Ok(())
    }

    /// Runs one statement and keeps every result set that it gives, with its columns: some servers give several for one
    /// statement, and none for one that gives no rows.
    ///
    /// # Errors
    /// As [`query`](Self::query).
    pub async fn fetch_result_sets(&mut self, statement: &Statement) -> Result<Vec<ResultSet>> {
        let mut sink = Sets(Vec::new());
        self.query(&statement.sql, &statement.as_params(), &mut sink)
            .await?;
        Ok(sink.0)
    }

    /// Renders a query in this vendor's SQL, runs what comes of it and drops the rows. `affected` is the sum.
    ///
    /// Several statements, where the query has more parameters than one takes, run in an atomic block of their own, so that
    /// all of them take effect or none does; where there are no transactions, those before one that fails do.
    ///
    /// # Errors
    /// As [`Operations::build`](crate::operations::Operations::build) before anything is sent, and as
    /// [`query`](Self::query).
    pub async fn execute_query(&mut self, query: &Query) -> Result<Done> {
        let statements = self.dialect.build(query)?;
        if let [statement] = statements.as_slice() {
            return self.execute(statement).await;
        }
        let Some(options) = self.whole() else {
            return self.execute_all(&statements).await;
        };
        let mut block = self.begin_atomic(options).await?;
        let result = block.execute_all(&statements).await;
        block.end_with(result).await
    }

    /// Renders a query in this vendor's SQL, runs it and makes a tuple or struct of each row. Several statements run as those
    /// of [`execute_query`](Self::execute_query) do; their rows come one after the other.
    ///
    /// # Errors
    /// As [`Operations::build`](crate::operations::Operations::build) before anything is sent, and as
    /// [`fetch_as`](Self::fetch_as).
    pub async fn fetch_query<T: FromRow>(&mut self, query: &Query) -> Result<Vec<T>> {
        let statements = self.dialect.build(query)?;
        if let [statement] = statements.as_slice() {
            return self.fetch_as(statement).await;
        }
        let Some(options) = self.whole() else {
            return self.fetch_all(&statements).await;
        };
        let mut block = self.begin_atomic(options).await?;
        let result = block.fetch_all(&statements).await;
        block.end_with(result).await
    }

    /// How statements are begun that are one whole; `None` where there are no transactions.
    fn whole(&self) -> Option<AtomicOptions> {
        let features = self.features();
        let options = AtomicOptions::new();
        features.supports_transactions.then(|| {
            if features.uses_savepoints {
                options
            } else {
                options.merged()
            }
        })
    }

    async fn execute_all(&mut self, statements: &[Statement]) -> Result<Done> {
        let mut sum = Done::default();
        for statement in statements {
            let done = self.execute(statement).await?;
            sum.affected = match (sum.affected, done.affected) {
                (Some(before), Some(now)) => Some(before + now),
                (before, now) => before.or(now),
            };
        }
        Ok(sum)
    }

    async fn fetch_all<T: FromRow>(&mut self, statements: &[Statement]) -> Result<Vec<T>> {
        let mut values = Vec::new();
        for statement in statements {
            values.append(&mut self.fetch_as(statement).await?);
        }
        Ok(values)
    }
}

/// One result of a statement: its columns and rows.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ResultSet {
    /// The columns.
    pub columns: Vec<ResultColumn>,
    /// The rows, each with as many values as there are columns.
    pub rows: Vec<Vec<Value>>,
}

/// Makes values of rows, with the columns resolved once a result.
pub(super) struct Reader<T: FromRow>(Option<T::Plan>);

impl<T: FromRow> Default for Reader<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: FromRow> Reader<T> {
    pub(super) fn start(&mut self, columns: &[ResultColumn]) -> Result<()> {
        self.0 = Some(T::plan(columns)?);
        Ok(())
    }

    pub(super) fn read(&self, cells: &[ValueRef<'_>]) -> Result<T> {
        T::from_row(self.0.as_ref().ok_or_else(no_columns)?, cells)
    }
}

fn no_columns() -> Error {
    let message = "the cursor gave a row before its columns";
    Error::new(ErrorKind::Internal, message)
}

/// Makes a list of values.
struct Collect<T: FromRow> {
    reader: Reader<T>,
    values: Vec<T>,
}

impl<T: FromRow> RowSink for Collect<T> {
    fn start(&mut self, columns: &[ResultColumn]) -> Result<()> {
        self.reader.start(columns)
    }

    fn row(&mut self, cells: &[ValueRef<'_>]) -> Result<Flow> {
        self.values.push(self.reader.read(cells)?);
        Ok(Flow::Continue)
    }
}

/// Makes a value of the first row, and takes no third.
struct AtMostOne<T: FromRow> {
    reader: Reader<T>,
    value: Option<T>,
    has_more: bool,
}

impl<T: FromRow> RowSink for AtMostOne<T> {
    fn start(&mut self, columns: &[ResultColumn]) -> Result<()> {
        self.reader.start(columns)
    }

    fn row(&mut self, cells: &[ValueRef<'_>]) -> Result<Flow> {
        if self.value.is_some() {
            self.has_more = true;
            return Ok(Flow::Stop);
        }
        self.value = Some(self.reader.read(cells)?);
        Ok(Flow::Continue)
    }
}

/// Makes lists of values, and hands each over.
struct Batches<T: FromRow, F> {
    reader: Reader<T>,
    size: usize,
    rows: Vec<T>,
    is_stopped: bool,
    batch: F,
}

impl<T: FromRow, F: FnMut(Vec<T>) -> Result<Flow> + Send> Batches<T, F> {
    fn hand_over(&mut self) -> Result<Flow> {
        let flow = (self.batch)(std::mem::take(&mut self.rows))?;
        self.is_stopped = flow == Flow::Stop;
        Ok(flow)
    }
}

impl<T: FromRow, F: FnMut(Vec<T>) -> Result<Flow> + Send> RowSink for Batches<T, F> {
    fn start(&mut self, columns: &[ResultColumn]) -> Result<()> {
        self.reader.start(columns)
    }

    fn row(&mut self, cells: &[ValueRef<'_>]) -> Result<Flow> {
        self.rows.push(self.reader.read(cells)?);
        if self.rows.len() < self.size {
            return Ok(Flow::Continue);
        }
        self.hand_over()
    }
}

/// Keeps every result set.
struct Sets(Vec<ResultSet>);

impl RowSink for Sets {
    fn start(&mut self, columns: &[ResultColumn]) -> Result<()> {
        self.0.push(ResultSet {
            columns: columns.to_vec(),
            rows: Vec::new(),
        });
        Ok(())
    }

    fn row(&mut self, cells: &[ValueRef<'_>]) -> Result<Flow> {
        let set = self.0.last_mut().ok_or_else(no_columns)?;
        set.rows
            .push(cells.iter().map(|cell| cell.to_value()).collect());
        Ok(Flow::Continue)
    }
}
