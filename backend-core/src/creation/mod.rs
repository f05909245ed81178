//! [`Creation`]: makes, copies, refills and removes test databases.
//!
//! Nothing here asks a person, ends a process, or remembers a database: what is made is a value that its maker holds.

mod contents;
mod maintenance;
mod rows;
mod run;

use std::fmt;

use async_trait::async_trait;
use futures_util::future::join_all;

pub use self::contents::{Contents, Position, TableContents};
pub use self::maintenance::{Maintenance, create_with, destroy_with, only};
pub(crate) use self::rows::{restore, serialize};
pub use self::run::{RunId, RunMark, TestNames, TestRun};
use crate::connection::Connection;
use crate::connector::Connector;
use crate::error::{Error, Result};
use crate::flag::Flag;
use crate::model::{Deferrability, ForeignKey, Identifier, Schema, Table};
use crate::operations::Dialect;
use crate::settings::Settings;
use crate::sql::Statement;
use crate::wrapper::Wrapper;

/// What to do where a test database of that name is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Existing {
    /// Fail with [`AlreadyExists`](crate::error::ErrorKind::AlreadyExists).
    Refuse,
    /// Remove it and make it anew.
    Replace,
    /// Keep it as it is.
    Keep,
}

/// A test database: where it is, and what keeps it there.
#[non_exhaustive]
pub struct TestDatabase {
    /// Where it is.
    pub settings: Settings,
    /// A session that must stay open for as long as the database shall exist: databases in memory need one.
    pub keeper: Option<Box<dyn Wrapper>>,
}

impl TestDatabase {
    /// A database that stays by itself.
    #[must_use]
    pub const fn new(settings: Settings) -> Self {
        Self {
            settings,
            keeper: None,
        }
    }

    /// A database that stays while `keeper` is open.
    #[must_use]
    pub fn kept_by(settings: Settings, keeper: Box<dyn Wrapper>) -> Self {
        Self {
            settings,
            keeper: Some(keeper),
        }
    }

    /// The settings of another alias that is this database: what a program that reads from a replica is given in tests, so
    /// that it sees what was written a moment before. It owns nothing, and there is nothing to remove.
    #[must_use]
    pub fn mirror(&self) -> Settings {
        self.settings.clone()
    }
}

impl fmt::Debug for TestDatabase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestDatabase")
            .field("settings", &self.settings)
            .field("keeper", &self.keeper.is_some())
            .finish()
    }
}

/// The statements around a refill of all tables.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Refill {
    /// What is sent first: triggers are kept from running, keys are told to wait.
    pub before: Vec<Statement>,
    /// What is sent when all rows are there: everything is as it was, and checked.
    pub after: Vec<Statement>,
}

impl Refill {
    /// These statements before and after.
    #[must_use]
    pub const fn new(before: Vec<Statement>, after: Vec<Statement>) -> Self {
        Self { before, after }
    }
}

/// Makes, copies, refills and removes test databases.
#[async_trait]
#[doc(alias = "DatabaseCreation")]
pub trait Creation: Send + Sync {
    /// Makes an empty test database called `name`, on the server (or in the folder) of `settings`.
    ///
    /// # Errors
    /// [`AlreadyExists`](crate::error::ErrorKind::AlreadyExists) under [`Existing::Refuse`]; the server's refusal.
    async fn create(
        &self,
        connector: &dyn Connector,
        settings: &Settings,
        name: &Identifier,
        existing: Existing,
    ) -> Result<TestDatabase>;

    /// Makes several empty test databases as [`create`](Self::create) makes one; the results are in the order of the names, and
    /// end with the first refusal. By default each is made for itself; a vendor that opens a session for it opens one for all.
    ///
    /// # Errors
    /// Each result's as of [`create`](Self::create).
    async fn create_databases(
        &self,
        connector: &dyn Connector,
        settings: &Settings,
        names: &[Identifier],
        existing: Existing,
    ) -> Vec<Result<TestDatabase>> {
        let mut results = Vec::with_capacity(names.len());
        for name in names {
            results.push(self.create(connector, settings, name, existing).await);
            if results.last().is_some_and(Result::is_err) {
                break;
            }
        }
        results
    }

    /// Makes a test database called `name` that holds what `source` holds.
    ///
    /// # Errors
    /// [`AlreadyExists`](crate::error::ErrorKind::AlreadyExists) where `name` is there;
    /// [`Locked`](crate::error::ErrorKind::Locked) where `source` is in use in a way that forbids it.
    async fn clone_database(
        &self,
        connector: &dyn Connector,
        source: &Settings,
        name: &Identifier,
    ) -> Result<TestDatabase>;

    /// How many copies of `source` can be made at once, each in a session of its own.
    fn copies_at_once(&self, _source: &Settings) -> usize {
        1
    }

    /// Makes several copies of `source`, as many at once as [`copies_at_once`](Self::copies_at_once) says; the results are in
    /// the order of the names.
    ///
    /// # Errors
    /// Each result's as of [`clone_database`](Self::clone_database).
    async fn clone_databases(
        &self,
        connector: &dyn Connector,
        source: &Settings,
        names: &[Identifier],
    ) -> Vec<Result<TestDatabase>> {
        let mut results = Vec::with_capacity(names.len());
        for some in names.chunks(self.copies_at_once(source).max(1)) {
            let copies = some
                .iter()
                .map(|name| self.clone_database(connector, source, name));
            results.append(&mut join_all(copies).await);
        }
        results
    }

    /// The longest name of a test database, in bytes.
    fn max_name_bytes(&self) -> u32 {
        63
    }

    /// Marks a run as alive, on the server (or in the folder) of `settings`, until the mark is dropped or the process ends.
    ///
    /// # Errors
    /// The server's refusal, or the file system's.
    async fn mark_run(
        &self,
        _connector: &dyn Connector,
        _settings: &Settings,
        _run: RunId,
    ) -> Result<RunMark> {
        Ok(RunMark::none())
    }

    /// The test databases of these names, on the server (or in the folder) of `settings`, whose run is not alive and which
    /// nobody uses; none for a vendor whose databases go with the process.
    ///
    /// # Errors
    /// The server's refusal, or the file system's.
    async fn stale(
        &self,
        _connector: &dyn Connector,
        _settings: &Settings,
        _names: &TestNames,
    ) -> Result<Vec<TestDatabase>> {
        Ok(Vec::new())
    }

    /// Removes a test database with all that belongs to it.
    ///
    /// # Errors
    /// [`DoesNotExist`](crate::error::ErrorKind::DoesNotExist) where it is not there; the server's refusal.
    async fn destroy(&self, connector: &dyn Connector, database: TestDatabase) -> Result<()>;

    /// Removes several test databases of one server (or folder) as [`destroy`](Self::destroy) removes one; the results are in the
    /// order of the databases, or one refusal where nothing could be tried. By default each is removed for itself; a vendor that
    /// opens a session for it opens one for all.
    ///
    /// # Errors
    /// Each result's as of [`destroy`](Self::destroy).
    async fn destroy_databases(
        &self,
        connector: &dyn Connector,
        databases: Vec<TestDatabase>,
    ) -> Vec<Result<()>> {
        let mut results = Vec::with_capacity(databases.len());
        for database in databases {
            results.push(self.destroy(connector, database).await);
        }
        results
    }

    /// The statement that reads the rows which a table itself stores.
    fn read_rows(&self, dialect: &Dialect, table: &Table, columns: &[Identifier]) -> Statement {
        let mut out = dialect.writer();
        rows::select(table, columns, &mut out);
        out.finish()
    }

    /// The statement that writes a row with values for these columns, whatever the server would number by itself.
    fn write_row(&self, dialect: &Dialect, table: &Table, columns: &[Identifier]) -> Statement {
        let mut out = dialect.writer();
        out.push("INSERT INTO ").name(&table.name).push(" (");
        out.identifiers(columns)
            .push(") VALUES (")
            .list(columns, |out, _| {
                out.bind(None::<i64>);
            });
        out.push(")");
        out.finish()
    }

    /// The statements that empty these tables, each of which comes after those that it refers to.
    fn empty(&self, dialect: &Dialect, tables: &[&Table]) -> Vec<Statement> {
        let delete = |table: &&Table| {
            let mut out = dialect.writer();
            out.push("DELETE FROM ").name(&table.name);
            out.finish()
        };
        tables.iter().rev().map(delete).collect()
    }

    /// The statements around a refill of these tables. `late` are the keys that hold only when all rows are there: to the
    /// table itself, or to one that comes later; none, where checks are off meanwhile.
    ///
    /// # Errors
    /// [`NotSupported`](crate::error::ErrorKind::NotSupported) where such a key cannot wait.
    fn refill(
        &self,
        _dialect: &Dialect,
        _schema: &Schema,
        _tables: &[&Table],
        late: &[(&Table, &ForeignKey)],
    ) -> Result<Refill> {
        let waits = |key: &ForeignKey| key.deferrability == Deferrability::InitiallyDeferred;
        if late.iter().all(|(_, key)| waits(key)) {
            Ok(Refill::default())
        } else {
            Err(Error::not_supported(Flag::can_disable_constraint_checks))
        }
    }

    /// Where the database's sequences are; none for a vendor that has none.
    ///
    /// # Errors
    /// The server's refusal.
    async fn positions(
        &self,
        _connection: &mut Connection,
        _schema: &Schema,
    ) -> Result<Vec<Position>> {
        Ok(Vec::new())
    }

    /// Sets sequences to where they were.
    ///
    /// # Errors
    /// The server's refusal.
    async fn set_positions(
        &self,
        _connection: &mut Connection,
        _positions: &[Position],
    ) -> Result<()> {
        Ok(())
    }
}
