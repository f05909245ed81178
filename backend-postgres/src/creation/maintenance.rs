//! [`PostgresMaintenance`]: a session with a database that is none of those that are made or removed.

use std::collections::BTreeSet;

use async_trait::async_trait;
use backend_core::creation::{Maintenance, RunId};
use backend_core::cursor::{Discard, Flow, rows};
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::Identifier;
use backend_core::settings::Settings;
use backend_core::sql::{Statement, Writer};
use backend_core::value::FromValue as _;
use backend_core::wrapper::Wrapper;

use super::{check_name, database_of, taken, with_database};
use crate::features::{chooses_a_copy_strategy, drops_databases_by_force};
use crate::sql::SYNTAX;

/// Databases that every server has, and that are nobody's; `template1` where the other one was removed.
const USUAL: [&str; 2] = ["postgres", "template1"];

/// A session that makes and removes databases.
pub(super) struct PostgresMaintenance(Box<dyn Wrapper>);

#[async_trait]
impl Maintenance for PostgresMaintenance {
    fn over(wrapper: Box<dyn Wrapper>) -> Self {
        Self(wrapper)
    }

    fn candidates(settings: &Settings) -> Vec<&str> {
        let named = settings.database().or_else(|| settings.text("dbname"));
        let [first, last] = USUAL;
        [Some(first), named, Some(last)]
            .into_iter()
            .flatten()
            .collect()
    }

    /// They let a statement take as long as it takes, and write.
    fn maintenance_settings(settings: &Settings, database: &str) -> Result<Settings> {
        with_database(settings, &Identifier::new(database)?)?
            .with_option("statement_timeout", "0")?
            .with_option("default_transaction_read_only", "false")
    }

    fn is_of_database(error: &Error) -> bool {
        // The server's rules of access go by database as well; a wrong password is one everywhere.
        const REFUSED_BY_RULE: Option<&str> = Some("28000");
        match error.kind() {
            ErrorKind::DoesNotExist | ErrorKind::PermissionDenied => true,
            ErrorKind::Authentication => error.detail().code.as_deref() == REFUSED_BY_RULE,
            _ => false,
        }
    }

    /// An option must not say otherwise.
    fn database_settings(settings: &Settings, name: &Identifier) -> Result<Settings> {
        check_name(name)?;
        with_database(settings, name)
    }

    fn name_of(settings: &Settings) -> Result<Identifier> {
        database_of(settings)
    }

    /// Makes the database from `template0`, which holds nothing of the site's own, in UTF-8.
    async fn create_database(&mut self, name: &Identifier) -> Result<()> {
        let template = Identifier::new("template0")?;
        self.copy(name, &template, " ENCODING 'UTF8'").await
    }

    /// Removes a database, and ends its sessions before.
    async fn drop_database(&mut self, name: &Identifier) -> Result<()> {
        let ends_sessions = drops_databases_by_force(self.0.server());
        let mut out = Writer::new(&SYNTAX);
        if !ends_sessions {
            out.push("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = ")
                .string(name.as_str());
            self.run(&out.finish()).await?;
            out = Writer::new(&SYNTAX);
        }
        out.push("DROP DATABASE ").identifier(name);
        if ends_sessions {
            out.push(" WITH (FORCE)");
        }
        self.run(&out.finish()).await
    }

    /// Ends the session. What it did is done, whatever its end is like.
    async fn close(self) {
        let _ = self.0.close().await;
    }
}

impl PostgresMaintenance {
    /// Makes a database from a template, by the cheaper way of two: through the log, which a server can choose from 15 on, or file
    /// by file, which waits for a checkpoint before and after. Without `fsync` nothing waits, and the files are the cheaper way.
    ///
    /// Source: <https://www.postgresql.org/docs/current/sql-createdatabase.html>.
    pub(super) async fn copy(
        &mut self,
        name: &Identifier,
        template: &Identifier,
        options: &'static str,
    ) -> Result<()> {
        let can_choose = chooses_a_copy_strategy(self.0.server());
        let by_files = can_choose && self.texts("SHOW fsync").await? == ["off"];
        let mut out = Writer::new(&SYNTAX);
        out.push("CREATE DATABASE ")
            .identifier(name)
            .push(" TEMPLATE ")
            .identifier(template)
            .push(options)
            .push(if by_files { " STRATEGY file_copy" } else { "" });
        let made = self.run(&out.finish()).await;
        made.map_err(|error| taken(error, name))
    }

    /// Takes the lock of a run, for as long as the session is open.
    pub(super) async fn lock(&mut self, run: RunId) -> Result<()> {
        let mut out = Writer::new(&SYNTAX);
        out.push("SELECT pg_advisory_lock(")
            .number(key_of(run))
            .push(")");
        self.run(&out.finish()).await
    }

    /// The session itself, with the locks that it holds.
    pub(super) fn into_wrapper(self) -> Box<dyn Wrapper> {
        self.0
    }

    /// The runs whose lock somebody holds, with whatever database.
    pub(super) async fn locked_runs(&mut self) -> Result<BTreeSet<RunId>> {
        // The lock of one number is kept as its two halves.
        let held = "SELECT ((classid::bigint << 32) | objid::bigint)::text FROM pg_locks \
                    WHERE locktype = 'advisory' AND objsubid = 1 AND granted";
        let keys = self.texts(held).await?;
        let numbers = keys.iter().filter_map(|key| key.parse::<i64>().ok());
        Ok(numbers
            .map(|key| RunId::from_number(key.cast_unsigned()))
            .collect())
    }

    /// The databases in which there is no session, by name.
    pub(super) async fn idle_databases(&mut self) -> Result<Vec<String>> {
        let idle = "SELECT datname::text FROM pg_database d WHERE NOT datistemplate \
                    AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datname = d.datname) ORDER BY 1";
        self.texts(idle).await
    }

    /// The first column of a statement's rows.
    async fn texts(&mut self, sql: &str) -> Result<Vec<String>> {
        let mut texts = Vec::new();
        let mut sink = rows(|cells| {
            if let Some(cell) = cells.first() {
                texts.push(String::from_value(*cell)?);
            }
            Ok(Flow::Continue)
        });
        let ran = self.0.cursor().query(sql, &[], &mut sink).await;
        drop(sink);
        ran.map_err(|error| error.with_sql(sql))?;
        Ok(texts)
    }

    async fn run(&mut self, statement: &Statement) -> Result<()> {
        let sql = &statement.sql;
        let ran = self.0.cursor().query(sql, &[], &mut Discard).await;
        ran.map(|_| ()).map_err(|error| error.with_sql(sql))
    }
}

/// The number of a run's lock.
const fn key_of(run: RunId) -> i64 {
    run.number().cast_signed()
}
