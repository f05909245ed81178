//! [`MssqlMaintenance`]: a session with a database that is none of those that are made or removed.

use std::time::Duration;

use async_trait::async_trait;
use backend_core::creation::{Maintenance, RunId};
use backend_core::cursor::{Discard, Flow, rows};
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::Identifier;
use backend_core::settings::Settings;
use backend_core::sql::{Statement, Writer};
use backend_core::value::{FromValue, ValueRef};
use backend_core::wrapper::Wrapper;
use tokio::sync::Mutex;
use tokio::time::sleep;

use super::{check_name, database_of, taken};
use crate::features::{is_azure, is_babelfish};
use crate::sql::SYNTAX;

/// A database that every server has, and that is nobody's.
const USUAL: &str = "master";

/// A session that makes and removes databases.
pub(super) struct MssqlMaintenance(Box<dyn Wrapper>);

#[async_trait]
impl Maintenance for MssqlMaintenance {
    fn over(wrapper: Box<dyn Wrapper>) -> Self {
        Self(wrapper)
    }

    /// `master`, and for a login that may not use it, the one that the settings name.
    fn candidates(settings: &Settings) -> Vec<&str> {
        [Some(USUAL), settings.database()]
            .into_iter()
            .flatten()
            .collect()
    }

    fn maintenance_settings(settings: &Settings, database: &str) -> Result<Settings> {
        settings.clone().with_database(database)
    }

    fn database_settings(settings: &Settings, name: &Identifier) -> Result<Settings> {
        check_name(name)?;
        settings.clone().with_database(name.as_str())
    }

    fn name_of(settings: &Settings) -> Result<Identifier> {
        database_of(settings)
    }

    /// Makes a database whose readers see versions of rows.
    ///
    /// Source: <https://learn.microsoft.com/sql/t-sql/statements/alter-database-transact-sql-set-options>.
    async fn create_database(&mut self, name: &Identifier) -> Result<()> {
        let made = self.alter("CREATE DATABASE ", name, "").await;
        made.map_err(|error| taken(error, name))?;
        if is_babelfish(self.0.server()) {
            // Every database of it has row versions, and no options.
            return Ok(());
        }
        self.alter("ALTER DATABASE ", name, " SET ALLOW_SNAPSHOT_ISOLATION ON")
            .await?;
        self.alter("ALTER DATABASE ", name, " SET READ_COMMITTED_SNAPSHOT ON")
            .await?;
        if is_azure(self.0.server()) {
            return Ok(());
        }
        // A log that nobody backs up would grow for ever.
        self.alter("ALTER DATABASE ", name, " SET RECOVERY SIMPLE")
            .await
    }

    /// Removes a database, and ends its sessions before.
    async fn drop_database(&mut self, name: &Identifier) -> Result<()> {
        if !is_babelfish(self.0.server()) && !is_azure(self.0.server()) && self.has(name).await? {
            self.alter(
                "ALTER DATABASE ",
                name,
                " SET SINGLE_USER WITH ROLLBACK IMMEDIATE",
            )
            .await?;
        }
        self.alter("DROP DATABASE ", name, "").await
    }

    /// Ends the session. What it did is done, whatever its end is like.
    async fn close(self) {
        let _ = self.0.close().await;
    }
}

impl MssqlMaintenance {
    /// Whether a login can make backups and restore them: a service has its own, and does not lend them.
    pub(super) fn has_backups(&self) -> bool {
        !is_babelfish(self.0.server()) && !is_azure(self.0.server())
    }

    async fn has(&mut self, name: &Identifier) -> Result<bool> {
        let mut out = Writer::new(&SYNTAX);
        out.push("SELECT COUNT(*) FROM sys.databases WHERE name = ")
            .string(name.as_str());
        Ok(self.first::<i64>(&out.finish()).await? == Some(1))
    }

    /// Takes the lock of a run, for as long as the session is open.
    ///
    /// Source: <https://learn.microsoft.com/sql/relational-databases/system-stored-procedures/sp-getapplock-transact-sql>.
    pub(super) async fn lock(&mut self, run: RunId) -> Result<()> {
        let mut out = Writer::new(&SYNTAX);
        out.push("DECLARE @result int; EXEC @result = sp_getapplock @Resource = ")
            .string(&resource_of(run))
            .push(", @LockMode = N'Exclusive', @LockOwner = N'Session', @LockTimeout = 0; SELECT @result");
        match self.first::<i64>(&out.finish()).await? {
            Some(0 | 1) => Ok(()),
            _ => Err(Error::new(
                ErrorKind::Operational,
                "the server gave no lock for the run",
            )),
        }
    }

    /// Whether somebody holds the lock of a run.
    pub(super) async fn is_locked(&mut self, run: RunId) -> Result<bool> {
        let mut out = Writer::new(&SYNTAX);
        out.push("SELECT APPLOCK_TEST(N'public', ")
            .string(&resource_of(run))
            .push(", N'Exclusive', N'Session')");
        Ok(self.first::<i64>(&out.finish()).await? == Some(0))
    }

    /// The session itself, with the locks that it holds.
    pub(super) fn into_wrapper(self) -> Box<dyn Wrapper> {
        self.0
    }

    /// The databases in which no session is that this login may see, by name.
    pub(super) async fn idle_databases(&mut self) -> Result<Vec<String>> {
        let idle = "SELECT d.name FROM sys.databases d WHERE d.name NOT IN (N'master', N'tempdb', N'model', N'msdb') \
                    AND NOT EXISTS (SELECT * FROM sys.dm_exec_sessions s WHERE s.database_id = d.database_id) ORDER BY d.name";
        let mut names = Vec::new();
        self.read(&Statement::new(idle), |cells| {
            if let Some(name) = cells.first() {
                names.push(String::from_value(*name)?);
            }
            Ok(())
        })
        .await?;
        Ok(names)
    }

    /// The first value of a statement's first row, as far as there is one.
    pub(super) async fn first<T>(&mut self, statement: &Statement) -> Result<Option<T>>
    where
        T: for<'r> FromValue<'r> + Send,
    {
        let mut first = None;
        self.read(statement, |cells| {
            if let (None, Some(cell)) = (&first, cells.first()) {
                first = Option::<T>::from_value(*cell)?;
            }
            Ok(())
        })
        .await?;
        Ok(first)
    }

    /// Gives every row of a statement to `row`.
    pub(super) async fn read(
        &mut self,
        statement: &Statement,
        mut row: impl FnMut(&[ValueRef<'_>]) -> Result<()> + Send,
    ) -> Result<()> {
        let mut sink = rows(|cells| row(cells).map(|()| Flow::Continue));
        let sql = &statement.sql;
        let ran = self.0.cursor().query(sql, &[], &mut sink).await;
        ran.map(|_| ()).map_err(|error| error.with_sql(sql))
    }

    async fn alter(
        &mut self,
        before: &'static str,
        name: &Identifier,
        after: &'static str,
    ) -> Result<()> {
        let mut out = Writer::new(&SYNTAX);
        out.push(before).identifier(name).push(after);
        let statement = out.finish();
        if !is_babelfish(self.0.server()) {
            return self.run(&statement).await;
        }
        // It keeps all databases in one of PostgreSQL's: who changes its catalog together with another is refused, and so is who
        // removes a database whose last session is still saying farewell.
        let _alone = ALONE.lock().await;
        let mut attempts = 0;
        loop {
            match self.run(&statement).await {
                Err(error) if attempts < ATTEMPTS && is_passing(&error) => {
                    attempts += 1;
                    sleep(PAUSE).await;
                }
                result => return result,
            }
        }
    }

    pub(super) async fn run(&mut self, statement: &Statement) -> Result<()> {
        let sql = &statement.sql;
        let ran = self.0.cursor().query(sql, &[], &mut Discard).await;
        ran.map(|_| ()).map_err(|error| error.with_sql(sql))
    }

    /// The server's version and kind.
    pub(super) fn server(&self) -> &backend_core::wrapper::ServerInfo {
        self.0.server()
    }
}

/// Who changes databases of Babelfish, one at a time.
static ALONE: Mutex<()> = Mutex::const_new(());

/// How often a change that was refused for somebody else's is tried again, and after how long.
const ATTEMPTS: u32 = 40;
const PAUSE: Duration = Duration::from_millis(50);

/// Whether it is somebody else's change that stands in the way, or somebody else's session: Babelfish gives both without a number
/// of their own.
fn is_passing(error: &Error) -> bool {
    let text = error.to_string();
    text.contains("concurrently") || text.contains("in use")
}

/// The name of a run's lock.
fn resource_of(run: RunId) -> String {
    format!("test run {run}")
}
