//! [`Backend`]: the struct of parts that a vendor hands in.

use std::ffi::OsString;
use std::fmt;
use std::sync::Arc;

use crate::client::{Client, ClientCommand};
use crate::connection::{ConnectOptions, Connection};
use crate::connector::Connector;
use crate::creation::{
    self, Contents, Creation, Existing, RunId, TestDatabase, TestNames, TestRun,
};
use crate::error::{Error, ErrorKind, Result};
use crate::features::Features;
use crate::flag::Flag;
use crate::introspection::{Introspection, Scope, Snapshot, Violation};
use crate::model::{Change, Identifier, QualifiedName, Schema, TableKind};
use crate::operations::{Dialect, FlushOptions, Operations};
use crate::schema_editor::SchemaEditor;
use crate::settings::{Settings, UrlStyle};
use crate::validation::{self, Finding, Validation};
use crate::wrapper::{ServerInfo, Version, Wrapper};

/// A vendor: its names and its parts.
///
/// A child vendor writes what differs and ends with `..parent::BACKEND`. No part holds another; each receives what it needs as
/// an argument, so that a child's part reaches its parent's code.
///
/// # Example
/// ```
/// use backend_core::backend::Backend;
/// use backend_core::features::Features;
///
/// static CHILD: Backend = Backend {
///     vendor: "child",
///     url_schemes: &["child"],
///     features: |server| Features {
///         supports_views: false,
///         ..(toy_backend::BACKEND.features)(server)
///     },
///     ..toy_backend::BACKEND
/// };
/// assert_eq!(CHILD.vendor, "child");
/// ```
#[derive(Clone, Copy)]
#[allow(
    clippy::exhaustive_structs,
    reason = "child vendors end with `..parent::BACKEND`"
)]
pub struct Backend {
    /// The vendor's name, lower case: for people and reports, never to branch on.
    pub vendor: &'static str,
    /// The schemes of this vendor's URLs.
    pub url_schemes: &'static [&'static str],
    /// The oldest server that this vendor drives: an older one is refused when a session is opened.
    pub minimum_version: Version,
    /// What a server can do.
    pub features: fn(&ServerInfo) -> Features,
    /// Flags that are otherwise at this endpoint than `features` says, in order: a proxy that lacks something, or a suite that
    /// turns flags around ([`Features::turn`]). A vendor has none.
    pub overrides: &'static [(Flag, bool)],
    /// Opens sessions.
    pub connector: &'static dyn Connector,
    /// Writes SQL.
    pub operations: &'static dyn Operations,
    /// Plans schema changes.
    pub schema_editor: &'static dyn SchemaEditor,
    /// Reads what a database holds.
    pub introspection: &'static dyn Introspection,
    /// Makes, copies and removes test databases.
    pub creation: &'static dyn Creation,
    /// Knows the vendor's own shell.
    pub client: &'static dyn Client,
    /// Says what a schema has that the vendor does not take.
    pub validation: &'static dyn Validation,
}

impl Backend {
    /// Settings from a URL of this vendor, or from a text of its own form ([`Connector::connection_string`]).
    ///
    /// # Errors
    /// [`Configuration`](ErrorKind::Configuration) where the URL is not this vendor's, does not parse, or has an unknown
    /// option or a bad value.
    pub fn settings(&self, url: &str) -> Result<Settings> {
        if let Some(settings) = self.connector.connection_string(url) {
            return settings;
        }
        let settings =
            Settings::from_url(url, self.connector.url_style(), self.connector.options())?;
        if self.url_schemes.contains(&settings.scheme()) {
            return Ok(settings);
        }
        Err(Error::new(
            ErrorKind::Configuration,
            format!(
                "the scheme `{}` is not one of {}'s: {}",
                settings.scheme(),
                self.vendor,
                self.url_schemes.join(", ")
            ),
        ))
    }

    /// Settings from a plain path, for vendors whose databases are files.
    ///
    /// # Errors
    /// [`Configuration`](ErrorKind::Configuration) where this vendor's databases are not files, or the path cannot be one.
    pub fn settings_for_path(&self, path: &str) -> Result<Settings> {
        match (self.connector.url_style(), self.url_schemes.first()) {
            (UrlStyle::File, Some(scheme)) => {
                Settings::from_path(scheme, path, self.connector.options())
            }
            _ => Err(Error::new(
                ErrorKind::Configuration,
                format!("a database of {} is not a file", self.vendor),
            )),
        }
    }

    /// Opens a session.
    ///
    /// # Errors
    /// As [`Connector::connect`]; [`NotSupported`](ErrorKind::NotSupported) for a server older than `minimum_version`, with
    /// both versions.
    pub async fn connect(&self, settings: &Settings) -> Result<Connection> {
        let wrapper = self.open(settings).await?;
        let dialect = self.dialect(wrapper.server());
        Ok(Connection::new(wrapper, dialect))
    }

    /// Opens a session, with hooks that see it from the beginning, and with credentials that are asked for now.
    ///
    /// # Errors
    /// As [`connect`](Self::connect), and what a hook on connecting returns: the session is closed then. What the source of
    /// credentials returns; [`NotSupported`](ErrorKind::NotSupported) where there is one and `supports_credentials` is off.
    pub async fn connect_with(
        &self,
        settings: &Settings,
        options: &ConnectOptions,
    ) -> Result<Connection> {
        let Some(source) = &options.credentials else {
            return options.apply(self.connect(settings).await?).await;
        };
        if settings.style() == UrlStyle::File {
            // Nothing is opened, or even made, for somebody who cannot be told from anybody else.
            return Err(Error::not_supported(Flag::supports_credentials));
        }
        let credentials = source.credentials(settings).await?;
        let connection = self.connect(&credentials.apply(settings.clone())?).await?;
        if let Err(refusal) = connection.features().require(Flag::supports_credentials) {
            // The refusal says more than an error of closing would.
            let _ = connection.close().await;
            return Err(refusal);
        }
        options.apply(connection).await
    }

    /// Opens the vendor's half of a session, with a server that is new enough.
    async fn open(&self, settings: &Settings) -> Result<Box<dyn Wrapper>> {
        let wrapper = self.connector.connect(settings).await?;
        let (server, required) = (wrapper.server(), self.minimum_version);
        if server.version >= required {
            return Ok(wrapper);
        }
        let message = format!("the server is {server}, and {required} or newer is required");
        // The refusal says more than an error of closing would.
        let _ = wrapper.close().await;
        Err(Error::new(ErrorKind::NotSupported(None), message))
    }

    /// What such a server can do at this endpoint: `features`, then `overrides`.
    #[must_use]
    pub fn features_of(&self, server: &ServerInfo) -> Features {
        let mut features = (self.features)(server);
        for (flag, on) in self.overrides {
            features.turn(*flag, *on);
        }
        features
    }

    /// What is needed to write SQL for such a server, without one at hand.
    #[must_use]
    pub fn dialect(&self, server: &ServerInfo) -> Dialect {
        Dialect {
            features: Arc::new(self.features_of(server)),
            operations: self.operations,
        }
    }

    /// Reads what the database holds.
    ///
    /// # Errors
    /// As [`Introspection::introspect`].
    pub async fn introspect(&self, connection: &mut Connection, scope: &Scope) -> Result<Snapshot> {
        if scope.schemas.is_some() {
            connection.features().require(Flag::supports_schemas)?;
        }
        self.introspection.introspect(connection, scope).await
    }

    /// Finds the rows that break a foreign key: of these tables, or of all.
    ///
    /// # Errors
    /// [`NotSupported`](ErrorKind::NotSupported) where `supports_foreign_keys` is off;
    /// [`DoesNotExist`](ErrorKind::DoesNotExist) for a table that is not there; as [`introspect`](Self::introspect).
    pub async fn check_constraints(
        &self,
        connection: &mut Connection,
        tables: Option<&[QualifiedName]>,
    ) -> Result<Vec<Violation>> {
        connection.features().require(Flag::supports_foreign_keys)?;
        let schema = self.introspect(connection, &Scope::all()).await?.schema;
        let tables: Vec<_> = match tables {
            None => schema.tables.iter().collect(),
            Some(names) => {
                let found = names.iter().map(|name| {
                    schema.table(name).ok_or_else(|| {
                        let message = format!("there is no table {name}");
                        Error::new(ErrorKind::DoesNotExist, message).with_table(name.to_string())
                    })
                });
                found.collect::<Result<_>>()?
            }
        };
        let mut violations = Vec::new();
        for table in tables {
            let found = self.introspection.violations(connection, &schema, table);
            violations.append(&mut found.await?);
        }
        Ok(violations)
    }

    /// What is wrong with a schema for such a server, and worth knowing of it, before anything is sent: see
    /// [`validate`](validation::validate).
    #[must_use]
    pub fn validate(&self, dialect: &Dialect, schema: &Schema) -> Vec<Finding> {
        validation::validate(self.validation, self.schema_editor, dialect, schema)
    }

    /// What is wrong with changes of a schema, and what becomes of rows: see [`validate_changes`](validation::validate_changes).
    #[must_use]
    pub fn validate_changes(
        &self,
        dialect: &Dialect,
        before: &Schema,
        changes: &[Change],
    ) -> Vec<Finding> {
        let (rules, editor) = (self.validation, self.schema_editor);
        validation::validate_changes(rules, editor, dialect, before, changes)
    }

    /// Makes an empty test database.
    ///
    /// # Errors
    /// As [`Creation::create`].
    pub async fn create_test_database(
        &self,
        settings: &Settings,
        name: &Identifier,
        existing: Existing,
    ) -> Result<TestDatabase> {
        self.creation
            .create(self.connector, settings, name, existing)
            .await
    }

    /// Makes several empty test databases, in one session where the vendor needs one for it. Where one cannot be made, none that
    /// was made is left.
    ///
    /// # Errors
    /// As [`create_test_database`](Self::create_test_database): the first refusal.
    pub async fn create_test_databases(
        &self,
        settings: &Settings,
        names: &[Identifier],
        existing: Existing,
    ) -> Result<Vec<TestDatabase>> {
        let made = self
            .creation
            .create_databases(self.connector, settings, names, existing)
            .await;
        self.all_or_none(made).await
    }

    /// Makes a test database that holds what `source` holds.
    ///
    /// # Errors
    /// [`NotSupported`](ErrorKind::NotSupported) where `can_clone_databases` is off; as [`Creation::clone_database`].
    pub async fn clone_test_database(
        &self,
        source: &Settings,
        name: &Identifier,
    ) -> Result<TestDatabase> {
        let wrapper = self.open(source).await?;
        let features = self.features_of(wrapper.server());
        wrapper.close().await?;
        features.require(Flag::can_clone_databases)?;
        self.creation
            .clone_database(self.connector, source, name)
            .await
    }

    /// Makes several test databases that hold what `source` holds, at once where the vendor can. Where one cannot be made, none
    /// is left.
    ///
    /// # Errors
    /// As [`clone_test_database`](Self::clone_test_database): the first refusal.
    pub async fn clone_test_databases(
        &self,
        source: &Settings,
        names: &[Identifier],
    ) -> Result<Vec<TestDatabase>> {
        let wrapper = self.open(source).await?;
        let features = self.features_of(wrapper.server());
        wrapper.close().await?;
        features.require(Flag::can_clone_databases)?;
        let made = self
            .creation
            .clone_databases(self.connector, source, names)
            .await;
        self.all_or_none(made).await
    }

    /// All databases that were to be made; where one could not be, none is left.
    async fn all_or_none(&self, made: Vec<Result<TestDatabase>>) -> Result<Vec<TestDatabase>> {
        let (mut databases, mut refusal) = (Vec::with_capacity(made.len()), None);
        for result in made {
            match result {
                Ok(database) => databases.push(database),
                Err(error) => {
                    refusal.get_or_insert(error);
                }
            }
        }
        let Some(refusal) = refusal else {
            return Ok(databases);
        };
        // The refusal says more than an error of clearing up would.
        let _ = self.destroy_test_databases(databases).await;
        Err(refusal)
    }

    /// How the test databases of a project are called by this vendor.
    ///
    /// # Errors
    /// As [`TestNames::new`].
    pub fn test_names(&self, base: &str) -> Result<TestNames> {
        TestNames::new(base, self.creation.max_name_bytes())
    }

    /// Begins a run of tests on the server (or in the folder) of `settings`: its databases are its own until it ends, or its
    /// process does.
    ///
    /// # Errors
    /// As [`Creation::mark_run`].
    pub async fn begin_test_run(&self, settings: &Settings) -> Result<TestRun> {
        let id = RunId::random();
        let mark = self.creation.mark_run(self.connector, settings, id).await?;
        Ok(TestRun::new(id, mark))
    }

    /// Removes the test databases of these names whose run has ended without removing them, and which nobody uses; answers with
    /// where they were. Another who clears at the same time is no error.
    ///
    /// # Errors
    /// As [`Creation::stale`], and [`Creation::destroy`] for one that is still there.
    pub async fn clear_stale_test_databases(
        &self,
        settings: &Settings,
        names: &TestNames,
    ) -> Result<Vec<Settings>> {
        let stale = self.creation.stale(self.connector, settings, names).await?;
        let places: Vec<_> = stale.iter().map(|it| it.settings.clone()).collect();
        let mut cleared = Vec::new();
        for (place, result) in places
            .into_iter()
            .zip(self.destroy_test_databases(stale).await)
        {
            match result {
                Ok(()) => cleared.push(place),
                Err(error) if error.kind() == ErrorKind::DoesNotExist => {}
                Err(error) => return Err(error),
            }
        }
        Ok(cleared)
    }

    /// Reads all rows of a database, and where its sequences are, as they are at one moment where the server can.
    ///
    /// # Errors
    /// As [`introspect`](Self::introspect); the server's refusal.
    pub async fn serialize(&self, connection: &mut Connection) -> Result<Contents> {
        creation::serialize(self.creation, self.introspection, connection).await
    }

    /// Empties all tables and puts rows into them, with the sequences where they were: in one transaction where there are
    /// transactions, with triggers kept from running. The tables have to be there.
    ///
    /// # Errors
    /// [`DoesNotExist`](ErrorKind::DoesNotExist) for rows of a table or column that is not there, before anything is sent;
    /// [`Integrity`](ErrorKind::Integrity) where rows refer to none; [`NotSupported`](ErrorKind::NotSupported) where keys refer
    /// in a circle and cannot wait. Nothing is changed then, where the server rolls back.
    pub async fn restore(&self, connection: &mut Connection, contents: &Contents) -> Result<()> {
        creation::restore(self.creation, self.introspection, connection, contents).await
    }

    /// Empties tables as they are in the database now: these, or all but those whose rows another server keeps. See
    /// [`Connection::flush`].
    ///
    /// # Errors
    /// As [`introspect`](Self::introspect) and [`Connection::flush`].
    pub async fn flush(
        &self,
        connection: &mut Connection,
        names: Option<&[QualifiedName]>,
        options: FlushOptions,
    ) -> Result<Vec<QualifiedName>> {
        let schema = self.introspect(connection, &Scope::all()).await?.schema;
        let all: Vec<_> = match names {
            Some(names) => names.to_vec(),
            None => {
                let tables = schema.tables.iter();
                let own = tables.filter(|it| !matches!(it.kind, TableKind::Foreign { .. }));
                own.map(|table| table.name.clone()).collect()
            }
        };
        connection.flush(&schema, &all, options).await
    }

    /// Removes a test database.
    ///
    /// # Errors
    /// As [`Creation::destroy`].
    pub async fn destroy_test_database(&self, database: TestDatabase) -> Result<()> {
        self.creation.destroy(self.connector, database).await
    }

    /// Removes several test databases of one server (or folder), in one session where the vendor needs one for it; answers for
    /// each, in their order, or with one refusal where nothing could be tried.
    ///
    /// # Errors
    /// Each result's as of [`Creation::destroy`].
    pub async fn destroy_test_databases(&self, databases: Vec<TestDatabase>) -> Vec<Result<()>> {
        self.creation
            .destroy_databases(self.connector, databases)
            .await
    }

    /// The vendor's own shell on that database, as a command that is not started yet, with further arguments.
    ///
    /// # Errors
    /// As [`Client::command`].
    pub fn client_command(
        &self,
        settings: &Settings,
        arguments: &[OsString],
    ) -> Result<ClientCommand> {
        self.client.command(settings, arguments)
    }
}

impl fmt::Debug for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Backend")
            .field("vendor", &self.vendor)
            .field("url_schemes", &self.url_schemes)
            .finish_non_exhaustive()
    }
}
