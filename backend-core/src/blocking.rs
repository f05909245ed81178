//! [`Connection`]: a session for programs without a runtime. The feature `blocking` of this crate turns it on.
//!
//! It is a shell and nothing else: each call runs the asynchronous [`connection::Connection`] to its end on this thread, on a
//! small tokio that the session holds, so that drivers with a network of their own find what they need. What it has no method
//! for, [`run`](Blocking::run) does.
//!
//! # Inside a runtime
//! A blocking call would stop every task of the thread. Where a tokio is current, each call is refused with
//! [`ErrorKind::Interface`] before anything is sent. This includes the threads of `spawn_blocking`, which cannot be told from
//! the others; there, `Handle::block_on` of the asynchronous session does the same.
//!
//! # What is not here
//! Streams of rows: [`query`](Blocking::query) and [`fetch`](Blocking::fetch) hand each row over as it comes.

use std::fmt;
use std::ops::DerefMut;
use std::sync::Arc;

use tokio::runtime::{Builder, Handle, Runtime};

use crate::backend::Backend;
use crate::connection;
use crate::cursor::{Done, RowSink, RowSource};
use crate::error::{Error, ErrorKind, Result};
use crate::features::Features;
use crate::introspection::{Scope, Snapshot};
use crate::operations::Dialect;
use crate::query::Query;
use crate::row::FromRow;
use crate::schema_editor::{self, Interrupted, Plan, Progress};
use crate::settings::Settings;
use crate::sql::Statement;
use crate::transaction::{self, AtomicOptions, SessionState};
use crate::value::{Param, ValueRef};
use crate::wrapper::ServerInfo;

/// A session with a database.
///
/// # Example
/// ```
/// use backend_core::blocking::Connection;
/// use backend_core::sql::Statement;
///
/// let settings = toy_backend::BACKEND.settings("toy:")?;
/// let mut connection = Connection::open(&toy_backend::BACKEND, &settings)?;
/// connection.batch("CREATE TABLE artist (id, name)")?;
/// connection.atomic(|block| {
///     let insert = Statement::new("INSERT INTO artist (id, name) VALUES (?, ?)");
///     block.execute(&insert.bind(1).bind("Bach"))
/// })?;
/// let select = Statement::new("SELECT id, name FROM artist");
/// let artists: Vec<(i64, String)> = connection.fetch_as(&select)?;
/// assert_eq!(artists, [(1, "Bach".to_owned())]);
/// connection.close()?;
/// # Ok::<(), backend_core::error::Error>(())
/// ```
pub type Connection = Blocking<Box<connection::Connection>>;

/// An open block: [`Blocking::begin_atomic`] begins it. Dropped before it ends, it is undone when the session is used next.
pub type Atomic<'c> = Blocking<transaction::Atomic<'c>>;

/// What is a session or lends one, called without `await`: [`Connection`] and [`Atomic`] are the ones there are.
pub struct Blocking<C> {
    /// Dropped before the runtime is: its driver may have tasks there.
    session: C,
    executor: Arc<Executor>,
}

impl Connection {
    /// Opens a session, for a program that has nothing else to do while a statement runs
    /// ([`Connector::blocking`](crate::connector::Connector::blocking)).
    ///
    /// # Errors
    /// As [`Backend::connect`]; [`Interface`](ErrorKind::Interface) inside a runtime.
    pub fn open(backend: &Backend, settings: &Settings) -> Result<Self> {
        let settings = backend.connector.blocking(settings.clone())?;
        let executor = Executor::new()?;
        let session = executor.run(backend.connect(&settings))?;
        Ok(Self {
            session: Box::new(session),
            executor: Arc::new(executor),
        })
    }

    /// Closes the session.
    ///
    /// # Errors
    /// As [`connection::Connection::close`]. Inside a runtime it is closed by being dropped, and the error says so.
    pub fn close(self) -> Result<()> {
        self.executor.run(self.session.close())
    }
}

impl Atomic<'_> {
    /// Ends the block and keeps what it did.
    ///
    /// # Errors
    /// As [`transaction::Atomic::commit`].
    pub fn commit(self) -> Result<()> {
        self.executor.run(self.session.commit())
    }

    /// Undoes the block.
    ///
    /// # Errors
    /// As [`transaction::Atomic::rollback`].
    pub fn rollback(self) -> Result<()> {
        self.executor.run(self.session.rollback())
    }
}

impl<C: DerefMut<Target = connection::Connection>> Blocking<C> {
    /// Does anything that the asynchronous session can do.
    ///
    /// # Errors
    /// What `work` returns; [`Interface`](ErrorKind::Interface) inside a runtime: nothing was done then.
    ///
    /// # Example
    /// ```
    /// # let settings = toy_backend::BACKEND.settings("toy:")?;
    /// use backend_core::blocking::Connection;
    /// use backend_core::sql::Statement;
    ///
    /// let mut connection = Connection::open(&toy_backend::BACKEND, &settings)?;
    /// let sum = connection.run(async |session| {
    ///     session.batch("CREATE TABLE n (n bigint); INSERT INTO n (n) VALUES (1), (2)").await?;
    ///     let select = Statement::new("SELECT n FROM n");
    ///     let mut sum = 0;
    ///     let mut rows = session.stream::<(i64,)>(&select, 256)?;
    ///     while let Some(row) = rows.next().await {
    ///         sum += row?.0;
    ///     }
    ///     Ok(sum)
    /// })?;
    /// assert_eq!(sum, 3);
    /// # Ok::<(), backend_core::error::Error>(())
    /// ```
    pub fn run<T>(
        &mut self,
        work: impl AsyncFnOnce(&mut connection::Connection) -> Result<T>,
    ) -> Result<T> {
        self.executor.run(work(&mut self.session))
    }

    /// What the server said of itself when the session was opened.
    #[must_use]
    pub fn server(&self) -> &ServerInfo {
        self.session.server()
    }

    /// What the server can do.
    #[must_use]
    pub fn features(&self) -> &Features {
        self.session.features()
    }

    /// What is needed to write SQL for this server.
    #[must_use]
    pub fn dialect(&self) -> &Dialect {
        self.session.dialect()
    }

    /// What the session has open.
    #[must_use]
    pub fn state(&self) -> SessionState {
        self.session.state()
    }

    /// Runs one statement and pushes its rows into `sink`.
    ///
    /// # Errors
    /// As [`connection::Connection::query`].
    pub fn query(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        sink: &mut dyn RowSink,
    ) -> Result<Done> {
        self.run(async |session| session.query(sql, params, sink).await)
    }

    /// Runs one statement and drops its rows.
    ///
    /// # Errors
    /// As [`connection::Connection::execute`].
    pub fn execute(&mut self, statement: &Statement) -> Result<Done> {
        self.run(async |session| session.execute(statement).await)
    }

    /// Runs one statement once for each row of parameters.
    ///
    /// # Errors
    /// As [`connection::Connection::execute_many`].
    pub fn execute_many(&mut self, sql: &str, rows: &mut dyn RowSource) -> Result<Done> {
        self.run(async |session| session.execute_many(sql, rows).await)
    }

    /// Runs several statements without parameters.
    ///
    /// # Errors
    /// As [`connection::Connection::batch`].
    pub fn batch(&mut self, script: &str) -> Result<()> {
        self.run(async |session| session.batch(script).await)
    }

    /// Runs one statement and makes a value of each row.
    ///
    /// # Errors
    /// As [`connection::Connection::fetch`].
    pub fn fetch<T: Send>(
        &mut self,
        statement: &Statement,
        row: impl FnMut(&[ValueRef<'_>]) -> Result<T> + Send,
    ) -> Result<Vec<T>> {
        self.run(async |session| session.fetch(statement, row).await)
    }

    /// Runs one statement and makes a tuple or struct of each row.
    ///
    /// # Errors
    /// As [`connection::Connection::fetch_as`].
    pub fn fetch_as<T: FromRow>(&mut self, statement: &Statement) -> Result<Vec<T>> {
        self.run(async |session| session.fetch_as(statement).await)
    }

    /// Runs one statement that gives one row or none.
    ///
    /// # Errors
    /// As [`connection::Connection::fetch_optional`].
    pub fn fetch_optional<T: FromRow>(&mut self, statement: &Statement) -> Result<Option<T>> {
        self.run(async |session| session.fetch_optional(statement).await)
    }

    /// Runs one statement that gives exactly one row.
    ///
    /// # Errors
    /// As [`connection::Connection::fetch_one`].
    pub fn fetch_one<T: FromRow>(&mut self, statement: &Statement) -> Result<T> {
        self.run(async |session| session.fetch_one(statement).await)
    }

    /// Renders a query in this vendor's SQL and runs what comes of it.
    ///
    /// # Errors
    /// As [`connection::Connection::execute_query`].
    pub fn execute_query(&mut self, query: &Query) -> Result<Done> {
        self.run(async |session| session.execute_query(query).await)
    }

    /// Renders a query in this vendor's SQL, runs it and makes a tuple or struct of each row.
    ///
    /// # Errors
    /// As [`connection::Connection::fetch_query`].
    pub fn fetch_query<T: FromRow>(&mut self, query: &Query) -> Result<Vec<T>> {
        self.run(async |session| session.fetch_query(query).await)
    }

    /// Begins a block.
    ///
    /// # Errors
    /// As [`connection::Connection::begin_atomic`].
    pub fn begin_atomic(&mut self, options: AtomicOptions) -> Result<Atomic<'_>> {
        let session = self.executor.run(self.session.begin_atomic(options))?;
        Ok(Blocking {
            session,
            executor: Arc::clone(&self.executor),
        })
    }

    /// Runs `work` in a block: commits where it returns `Ok`, rolls back where it returns `Err`.
    ///
    /// # Errors
    /// As [`connection::Connection::atomic`].
    pub fn atomic<T>(&mut self, work: impl FnOnce(&mut Atomic<'_>) -> Result<T>) -> Result<T> {
        self.atomic_with(AtomicOptions::new(), work)
    }

    /// Runs `work` in a block of these options, as [`atomic`](Self::atomic) does.
    ///
    /// # Errors
    /// As [`connection::Connection::atomic_with`].
    pub fn atomic_with<T>(
        &mut self,
        options: AtomicOptions,
        work: impl FnOnce(&mut Atomic<'_>) -> Result<T>,
    ) -> Result<T> {
        let mut block = self.begin_atomic(options)?;
        let result = work(&mut block);
        block.executor.run(block.session.end_with(result))
    }

    /// Carries a plan of schema changes out.
    ///
    /// # Errors
    /// As [`schema_editor::run`].
    pub fn run_plan(
        &mut self,
        plan: &Plan,
        progress: &mut dyn Progress,
    ) -> Result<(), Interrupted> {
        let ran = self.run(async |session| Ok(schema_editor::run(session, plan, progress).await));
        ran.unwrap_or_else(|error| {
            Err(Interrupted {
                error,
                applied: 0,
                failed: 0,
                steps: plan.steps.len(),
                left: None,
            })
        })
    }

    /// Reads what the database holds.
    ///
    /// # Errors
    /// As [`Backend::introspect`].
    pub fn introspect(&mut self, backend: &Backend, scope: &Scope) -> Result<Snapshot> {
        self.run(async |session| backend.introspect(session, scope).await)
    }
}

impl<C: fmt::Debug> fmt::Debug for Blocking<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Blocking").field(&self.session).finish()
    }
}

/// Runs futures to their end, on the calling thread.
struct Executor {
    /// `None` once it is dropped.
    runtime: Option<Runtime>,
}

impl Executor {
    fn new() -> Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| {
            let message = "no runtime could be made for the session";
            Error::new(ErrorKind::Operational, message).with_source(error)
        })?;
        Ok(Self {
            runtime: Some(runtime),
        })
    }

    fn run<T>(&self, work: impl Future<Output = Result<T>>) -> Result<T> {
        match &self.runtime {
            Some(runtime) if Handle::try_current().is_err() => runtime.block_on(work),
            _ => {
                let message = "a blocking call inside a runtime would stop its tasks: use the asynchronous session there, \
                               or a thread of your own";
                Err(Error::new(ErrorKind::Interface, message))
            }
        }
    }
}

impl Drop for Executor {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // Waits for nobody: it may be dropped inside another runtime, where waiting panics.
            runtime.shutdown_background();
        }
    }
}
