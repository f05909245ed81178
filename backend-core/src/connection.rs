//! [`Connection`]: core's half of a session, and what a framework holds.
//!
//! It owns every policy once: what is refused before it is sent, how errors name their statement, how rows become lists and
//! structs. Nobody can go around it to the [`Wrapper`].

use std::fmt;
use std::sync::Arc;

use crate::cursor::{Discard, Done, Flow, RowSink, RowSource};
use crate::error::{Error, ErrorKind, Result};
use crate::features::Features;
use crate::flag::Flag;
use crate::operations::Dialect;
use crate::query::Query;
use crate::row::{FromRow, ResultColumn};
use crate::sql::Statement;
use crate::value::{Param, ValueRef};
use crate::wrapper::{Cancel, ServerInfo, TransactionOptions, Wrapper};

/// A session with a database.
///
/// # Example
/// ```
/// use backend_core::connection::Connection;
/// use backend_core::sql::Statement;
///
/// # futures_executor::block_on(async {
/// let settings = toy_backend::BACKEND.settings("toy:")?;
/// let mut connection: Connection = toy_backend::BACKEND.connect(&settings).await?;
/// connection.batch("CREATE TABLE artist (id, name)").await?;
/// let insert = Statement::new("INSERT INTO artist (id, name) VALUES (?, ?)").bind(1).bind("Bach");
/// assert_eq!(connection.execute(&insert).await?.affected, Some(1));
/// let artists: Vec<(i64, String)> =
///     connection.fetch_as(&Statement::new("SELECT id, name FROM artist")).await?;
/// assert_eq!(artists, [(1, "Bach".to_owned())]);
/// connection.close().await?;
/// # Ok::<(), backend_core::error::Error>(())
/// # }).unwrap();
/// ```
#[doc(alias = "BaseDatabaseWrapper")]
pub struct Connection {
    wrapper: Box<dyn Wrapper>,
    dialect: Dialect,
    in_transaction: bool,
}

impl Connection {
    /// A session over a vendor's half; [`Backend::connect`](crate::backend::Backend::connect) opens one.
    #[must_use]
    pub fn new(wrapper: Box<dyn Wrapper>, dialect: Dialect) -> Self {
        Self {
            wrapper,
            dialect,
            in_transaction: false,
        }
    }

    /// What the server said of itself when the session was opened.
    #[must_use]
    pub fn server(&self) -> &ServerInfo {
        self.wrapper.server()
    }

    /// What the server can do.
    #[must_use]
    pub fn features(&self) -> &Features {
        &self.dialect.features
    }

    /// What is needed to write SQL for this server.
    #[must_use]
    pub const fn dialect(&self) -> &Dialect {
        &self.dialect
    }

    /// Runs one statement and pushes its rows into `sink`: the primitive.
    ///
    /// # Errors
    /// [`Interface`](ErrorKind::Interface) for more parameters than the server takes; the server's refusal and the sink's
    /// error, with the statement.
    pub async fn query(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        sink: &mut dyn RowSink,
    ) -> Result<Done> {
        check_parameters(&self.dialect.features, params.len())?;
        self.wrapper
            .cursor()
            .query(sql, params, sink)
            .await
            .map_err(|error| error.with_sql(sql))
    }

    /// Runs one statement and drops its rows.
    ///
    /// # Errors
    /// As [`query`](Self::query).
    pub async fn execute(&mut self, statement: &Statement) -> Result<Done> {
        self.query(&statement.sql, &statement.as_params(), &mut Discard)
            .await
    }

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

    /// Runs one statement once for each row of parameters; without a row nothing is sent.
    ///
    /// # Errors
    /// [`Interface`](ErrorKind::Interface) for a row of more parameters than the server takes; the first failure, with the
    /// statement.
    pub async fn execute_many(&mut self, sql: &str, rows: &mut dyn RowSource) -> Result<Done> {
        let mut rows = Checked {
            features: &self.dialect.features,
            rows,
        };
        self.wrapper
            .cursor()
            .execute_many(sql, &mut rows)
            .await
            .map_err(|error| error.with_sql(sql))
    }

    /// Runs several statements without parameters.
    ///
    /// # Errors
    /// [`NotSupported`](ErrorKind::NotSupported) where `supports_batches` is off; the first failure, with
    /// its statement where the vendor tells it apart, otherwise with the script.
    pub async fn batch(&mut self, script: &str) -> Result<()> {
        self.features().require(Flag::supports_batches)?;
        self.wrapper
            .cursor()
            .batch(script)
            .await
            .map_err(|error| error.with_sql(script))
    }

    /// Begins a transaction.
    ///
    /// # Errors
    /// [`NotSupported`](ErrorKind::NotSupported) where `supports_transactions` is off;
    /// [`Interface`](ErrorKind::Interface) where one is open; the server's refusal.
    pub async fn begin(&mut self, options: &TransactionOptions) -> Result<()> {
        self.features().require(Flag::supports_transactions)?;
        if self.in_transaction {
            return Err(Error::new(
                ErrorKind::Interface,
                "a transaction is open already",
            ));
        }
        // Set before the await: after a dropped future it is not known what is open, and `rollback` ends either.
        self.in_transaction = true;
        self.wrapper
            .begin(options)
            .await
            .inspect_err(|_| self.in_transaction = false)
    }

    /// Commits the transaction. Where that fails, it is rolled back.
    ///
    /// # Errors
    /// [`Interface`](ErrorKind::Interface) where none is open; the server's refusal: a deferred constraint is checked here.
    pub async fn commit(&mut self) -> Result<()> {
        if !self.in_transaction {
            return Err(Error::new(ErrorKind::Interface, "no transaction is open"));
        }
        if let Err(error) = self.wrapper.commit().await {
            // The first error says more than one of the rollback would; where that fails too, the transaction stays open.
            self.in_transaction = self.wrapper.rollback().await.is_err();
            return Err(error);
        }
        self.in_transaction = false;
        Ok(())
    }

    /// Rolls the transaction back; does nothing where none is open.
    ///
    /// # Errors
    /// Where the session is lost.
    pub async fn rollback(&mut self) -> Result<()> {
        self.wrapper.rollback().await?;
        self.in_transaction = false;
        Ok(())
    }

    /// Whether a transaction is open.
    #[must_use]
    pub const fn in_transaction(&self) -> bool {
        self.in_transaction
    }

    /// Switches the checks of foreign keys on or off for this session.
    ///
    /// # Errors
    /// [`NotSupported`](ErrorKind::NotSupported) where `can_disable_constraint_checks` is off; the server's refusal.
    pub async fn set_constraint_checks(&mut self, on: bool) -> Result<()> {
        self.features()
            .require(Flag::can_disable_constraint_checks)?;
        self.wrapper.set_constraint_checks(on).await
    }

    /// Whether the session still works: asks the server, and answers false rather than failing.
    pub async fn is_usable(&mut self) -> bool {
        self.wrapper.is_usable().await
    }

    /// Stops a running statement from another task or thread; `None` where `can_cancel_statements` is off.
    #[must_use]
    pub fn canceller(&self) -> Option<Arc<dyn Cancel>> {
        if self.features().can_cancel_statements {
            self.wrapper.canceller()
        } else {
            None
        }
    }

    /// Closes the session.
    ///
    /// # Errors
    /// Where the server could not be told; the session is gone all the same.
    pub async fn close(self) -> Result<()> {
        self.wrapper.close().await
    }
}

fn check_parameters(features: &Features, count: usize) -> Result<()> {
    match features.max_query_parameters.map(usize::try_from) {
        Some(Ok(most)) if count > most => Err(Error::new(
            ErrorKind::Interface,
            format!("a statement takes at most {most} parameters here, not {count}"),
        )),
        _ => Ok(()),
    }
}

/// Refuses a row of too many parameters before the cursor sees it.
struct Checked<'a> {
    features: &'a Features,
    rows: &'a mut dyn RowSource,
}

impl RowSource for Checked<'_> {
    fn next(&mut self) -> Result<Option<&[Param<'_>]>> {
        let row = self.rows.next()?;
        check_parameters(self.features, row.map_or(0, <[_]>::len))?;
        Ok(row)
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection")
            .field("server", self.server())
            .field("in_transaction", &self.in_transaction)
            .finish_non_exhaustive()
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
