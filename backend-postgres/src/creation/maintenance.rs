//! [`Maintenance`]: a session with a database that is none of those that are made or removed.

use backend_core::connector::Connector;
use backend_core::cursor::Discard;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::Identifier;
use backend_core::settings::Settings;
use backend_core::sql::{Statement, Writer};
use backend_core::wrapper::{Version, Wrapper};

use super::with_database;
use crate::sql::SYNTAX;

/// Databases that every server has, and that are nobody's; `template1` where the other one was removed.
const USUAL: [&str; 2] = ["postgres", "template1"];

/// The first version that ends the sessions of a database when it is removed.
const ENDS_SESSIONS: Version = Version::new(13, 0, 0);

/// A session that makes and removes databases.
pub(super) struct Maintenance(Box<dyn Wrapper>);

impl Maintenance {
    /// Opens a session with a database that is none of `used`: one that every server has, or the one that the settings name.
    pub(super) async fn open(
        connector: &dyn Connector,
        settings: &Settings,
        used: &[&Identifier],
    ) -> Result<Self> {
        let named = settings.database().or_else(|| settings.text("dbname"));
        let [first, last] = USUAL;
        let candidates = [Some(first), named, Some(last)].into_iter().flatten();
        let mut refusal = None;
        for candidate in candidates.filter(|name| used.iter().all(|used| used.as_str() != *name)) {
            let settings = for_maintenance(settings, candidate)?;
            match connector.connect(&settings).await {
                Ok(wrapper) => return Ok(Self(wrapper)),
                Err(error) if is_of_database(&error) => {
                    refusal.get_or_insert(error);
                }
                Err(error) => return Err(error),
            }
        }
        Err(refusal.unwrap_or_else(|| {
            let message = "there is no other database to make this one from; name one in the URL";
            Error::new(ErrorKind::Configuration, message)
        }))
    }

    /// Makes a database from a template.
    pub(super) async fn create(
        &mut self,
        name: &Identifier,
        template: &Identifier,
        options: &'static str,
    ) -> Result<()> {
        let mut out = Writer::new(&SYNTAX);
        out.push("CREATE DATABASE ")
            .identifier(name)
            .push(" TEMPLATE ")
            .identifier(template)
            .push(options);
        self.run(&out.finish()).await
    }

    /// Removes a database, and ends its sessions before.
    pub(super) async fn drop_database(&mut self, name: &Identifier) -> Result<()> {
        let ends_sessions = self.0.server().version >= ENDS_SESSIONS;
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

    async fn run(&mut self, statement: &Statement) -> Result<()> {
        let sql = &statement.sql;
        let ran = self.0.cursor().query(sql, &[], &mut Discard).await;
        ran.map(|_| ()).map_err(|error| error.with_sql(sql))
    }

    /// Ends the session. What it did is done, whatever its end is like.
    pub(super) async fn close(self) {
        let _ = self.0.close().await;
    }
}

/// Settings that let a statement as long as it takes, and write.
fn for_maintenance(settings: &Settings, database: &str) -> Result<Settings> {
    with_database(settings, &Identifier::new(database)?)?
        .with_option("statement_timeout", "0")?
        .with_option("default_transaction_read_only", "false")
}

/// Whether it is that database that cannot be used, and another one may be: it is not there, or not this user's to use.
fn is_of_database(error: &Error) -> bool {
    // The server's rules of access go by database as well; a wrong password is one everywhere.
    const REFUSED_BY_RULE: Option<&str> = Some("28000");
    match error.kind() {
        ErrorKind::DoesNotExist | ErrorKind::PermissionDenied => true,
        ErrorKind::Authentication => error.detail().code.as_deref() == REFUSED_BY_RULE,
        _ => false,
    }
}
