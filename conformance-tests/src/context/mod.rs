//! [`Context`]: what a case is given: a session, the backend, and helpers that keep a transcript.

mod databases;
mod refusal;
mod tables;
mod transcript;
mod writing;

use std::fmt;

use backend_core::backend::Backend;
use backend_core::connection::Connection;
use backend_core::cursor::{Discard, Done, RowSink, RowSource};
use backend_core::error::Result;
use backend_core::features::Features;
use backend_core::flag::Flag;
use backend_core::introspection::{Scope, Snapshot};
use backend_core::model::{Change, Schema};
use backend_core::operations::Dialect;
use backend_core::query::Query;
use backend_core::row::FromRow;
use backend_core::schema_editor::PlanOptions;
use backend_core::settings::Settings;
use backend_core::sql::Statement;
use backend_core::value::{Param, Value};

pub(crate) use self::databases::{NAME_BYTES, NAMES};
pub(crate) use self::transcript::Transcript;
use crate::harness::Samples;
use crate::inputs::{Input, Inputs};
use crate::options::Chance;
use crate::watch::Watch;

/// What a case is given.
///
/// Its helpers note each statement in the transcript that is shown where the case fails. What is sent over
/// [`connection`](Self::connection) itself is not noted unless the case calls [`note`](Self::note).
pub struct Context {
    backend: &'static Backend,
    samples: Samples,
    settings: Settings,
    connection: Connection,
    /// What the case has made so far: the next plan's "before".
    schema: Schema,
    transcript: Transcript,
    refused: Vec<Flag>,
    id: &'static str,
    chance: Chance,
    inputs: Option<Inputs>,
    watch: Watch,
}

impl Context {
    pub(crate) fn new(
        backend: &'static Backend,
        samples: Samples,
        settings: Settings,
        connection: Connection,
        transcript: Transcript,
    ) -> Self {
        Self {
            backend,
            samples,
            settings,
            connection,
            schema: Schema::new(),
            transcript,
            refused: Vec::new(),
            id: "",
            chance: Chance::default(),
            inputs: None,
            watch: Watch::default(),
        }
    }

    /// The same for a case of that id, with what the run was told of chance.
    pub(crate) const fn of_case(mut self, id: &'static str, chance: Chance) -> Self {
        self.id = id;
        self.chance = chance;
        self
    }

    /// The same, with the watch behind which the backend is.
    pub(crate) fn watched(mut self, watch: Watch) -> Self {
        self.watch = watch;
        self
    }

    /// The same, which writes down what the case asks.
    pub(crate) fn writing_down(mut self, inputs: Inputs) -> Self {
        self.inputs = Some(inputs);
        self
    }

    /// Writes down, where somebody wants to know, that the case plans changes of what is there.
    pub(crate) fn plans(&self, before: &Schema, changes: &[Change], options: PlanOptions) {
        if let Some(inputs) = &self.inputs {
            inputs.push(Input::Changes {
                before: Box::new(before.clone()),
                changes: changes.to_vec(),
                options,
            });
        }
    }

    /// The case's id.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// What the run was told of chance.
    pub(crate) const fn chance(&self) -> Chance {
        self.chance
    }

    /// The session.
    pub fn connection(&mut self) -> &mut Connection {
        &mut self.connection
    }

    /// The backend.
    #[must_use]
    pub fn backend(&self) -> &'static Backend {
        self.backend
    }

    /// The vendor's texts.
    #[must_use]
    pub fn samples(&self) -> Samples {
        self.samples
    }

    /// Where the case's database is.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What is needed to write SQL for the server.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.connection.dialect().clone()
    }

    /// What the server can do.
    #[must_use]
    pub fn features(&self) -> &Features {
        self.connection.features()
    }

    /// The flags whose refusal the case demanded and got.
    pub(crate) fn refused_flags(&self) -> &[Flag] {
        &self.refused
    }

    /// Adds a line to the transcript.
    pub fn note(&self, line: impl Into<String>) {
        self.transcript.push(line.into());
    }

    /// Opens another session with the same database. It is closed when it is dropped.
    ///
    /// # Errors
    /// As [`Backend::connect`].
    pub async fn connect(&self) -> Result<Connection> {
        self.note("-- another session");
        self.backend.connect(&self.settings).await
    }

    /// Runs a statement and pushes its rows into `sink`.
    ///
    /// # Errors
    /// As [`Connection::query`].
    pub async fn query(&mut self, statement: &Statement, sink: &mut dyn RowSink) -> Result<Done> {
        self.transcript.statement(statement);
        self.connection
            .query(&statement.sql, &statement.as_params(), sink)
            .await
    }

    /// Runs a statement and drops its rows.
    ///
    /// # Errors
    /// As [`Connection::query`].
    pub async fn execute(&mut self, statement: &Statement) -> Result<Done> {
        self.query(statement, &mut Discard).await
    }

    /// Runs a text with parameters of one's own making.
    ///
    /// # Errors
    /// As [`Connection::query`].
    pub async fn execute_with(&mut self, sql: &str, params: &[Param<'_>]) -> Result<Done> {
        self.note(sql);
        self.connection.query(sql, params, &mut Discard).await
    }

    /// Runs a statement once for each row of parameters.
    ///
    /// # Errors
    /// As [`Connection::execute_many`].
    pub async fn execute_many(&mut self, sql: &str, rows: &mut dyn RowSource) -> Result<Done> {
        self.note(format!("{sql}  -- many"));
        self.connection.execute_many(sql, rows).await
    }

    /// Runs several statements without parameters.
    ///
    /// # Errors
    /// As [`Connection::batch`].
    pub async fn batch(&mut self, script: &str) -> Result<()> {
        self.note(script);
        self.connection.batch(script).await
    }

    /// Runs a statement and makes a tuple or struct of each row.
    ///
    /// # Errors
    /// As [`Connection::fetch_as`].
    pub async fn fetch<T: FromRow>(&mut self, statement: &Statement) -> Result<Vec<T>> {
        self.transcript.statement(statement);
        self.connection.fetch_as(statement).await
    }

    /// Runs a statement and keeps each row as it comes.
    ///
    /// # Errors
    /// As [`Connection::fetch`].
    pub async fn fetch_values(&mut self, statement: &Statement) -> Result<Vec<Vec<Value>>> {
        self.transcript.statement(statement);
        self.connection
            .fetch(statement, |cells| {
                Ok(cells.iter().map(|cell| cell.to_value()).collect())
            })
            .await
    }

    /// Renders a query in the vendor's SQL and makes a tuple or struct of each row.
    ///
    /// # Errors
    /// As [`Dialect::build`] and [`Connection::fetch_as`].
    pub async fn fetch_query<T: FromRow>(&mut self, query: &Query) -> Result<Vec<T>> {
        let mut values = Vec::new();
        for statement in self.dialect().build(query)? {
            values.append(&mut self.fetch(&statement).await?);
        }
        Ok(values)
    }

    /// Renders a query in the vendor's SQL, runs it and drops its rows. `affected` is the sum.
    ///
    /// # Errors
    /// As [`Dialect::build`] and [`Connection::query`].
    pub async fn execute_query(&mut self, query: &Query) -> Result<Done> {
        for statement in self.dialect().build(query)? {
            self.transcript.statement(&statement);
        }
        self.connection.execute_query(query).await
    }

    /// Reads what the database holds.
    ///
    /// # Errors
    /// As [`Backend::introspect`].
    pub async fn introspect(&mut self) -> Result<Snapshot> {
        self.note("-- introspection");
        self.backend
            .introspect(&mut self.connection, &Scope::all())
            .await
    }

    /// Ends the case's session.
    pub(crate) fn into_connection(self) -> Connection {
        self.connection
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("vendor", &self.backend.vendor)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
