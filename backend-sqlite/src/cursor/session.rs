//! [`Session`]: the driver's connection, and how statements run on it. Both ways of execution use it.

use std::sync::Arc;
use std::time::Duration;

use backend_core::cursor::{Done, RowSource};
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::sql::tokenizer::{Tokenizer, split_statements};
use backend_core::value::ValueRef;
use rusqlite::fallible_iterator::FallibleIterator as _;
use rusqlite::types::ToSqlOutput;
use rusqlite::{Batch, CachedStatement, Connection, Statement};

use crate::cursor::deadline::Deadline;
use crate::cursor::shape::{Shape, Shapes};
use crate::cursor::step::{Consumer, Nothing, Stepper};
use crate::error::{classify, several_statements};
use crate::settings::LONGEST_TIMEOUT;
use crate::sql::LEXICON;
use crate::value::store;

/// The driver's connection and what is kept beside it from call to call.
pub(crate) struct Session {
    pub(crate) connection: Connection,
    /// Whether the open transaction is read-only because it was begun so.
    pub(crate) in_read_only_transaction: bool,
    deadline: Deadline,
    shapes: Shapes,
    stepper: Stepper,
    /// What parameters are spelled out in.
    text: String,
}

/// Statements that the driver keeps prepared.
const STATEMENT_CAPACITY: usize = 128;

impl Session {
    pub(crate) fn new(connection: Connection) -> Self {
        connection.set_prepared_statement_cache_capacity(STATEMENT_CAPACITY);
        Self {
            connection,
            in_read_only_transaction: false,
            deadline: Deadline::new(),
            shapes: Shapes::default(),
            stepper: Stepper::default(),
            text: String::new(),
        }
    }

    /// Limits the time of each statement.
    pub(crate) fn set_statement_timeout(&mut self, limit: Option<Duration>) -> Result<()> {
        self.deadline.set(limit, &mut self.connection)
    }

    /// Limits the time that a statement waits for a lock.
    pub(crate) fn set_lock_timeout(&self, limit: Duration) -> Result<()> {
        self.connection
            .busy_timeout(limit.min(LONGEST_TIMEOUT))
            .map_err(|error| classify(error, "").context("limiting the time for locks"))
    }

    /// Runs one statement.
    pub(crate) fn query<'p>(
        &mut self,
        sql: &str,
        params: impl ExactSizeIterator<Item = ValueRef<'p>>,
        consumer: &mut impl Consumer,
    ) -> Result<Done> {
        let known = self.shapes.find(sql);
        let mut statement = prepare(&self.connection, sql, known.as_deref())?;
        bind(&mut statement, sql, params, &mut self.text)?;
        let (shapes, deadline) = (&mut self.shapes, &self.deadline);
        deadline.begin();
        let stepped = self.stepper.step(
            &mut statement,
            |statement| shapes.confirm(known, sql, statement),
            |error| deadline.explain(failure(error, sql)),
            consumer,
        );
        deadline.end();
        Ok(done(&self.connection, &stepped?))
    }

    /// Runs one statement once for each row of parameters. Before each, `proceed` may end it.
    pub(crate) fn execute_many(
        &mut self,
        sql: &str,
        rows: &mut dyn RowSource,
        proceed: impl Fn() -> Result<()>,
    ) -> Result<Done> {
        let mut sum = Done::default();
        let mut known = self.shapes.find(sql);
        let mut prepared = None;
        while let Some(params) = rows.next()? {
            let statement = match &mut prepared {
                Some(statement) => statement,
                none => none.insert(prepare(&self.connection, sql, known.as_deref())?),
            };
            proceed()?;
            bind(
                statement,
                sql,
                params.iter().map(|param| param.value),
                &mut self.text,
            )?;
            let (shapes, deadline) = (&mut self.shapes, &self.deadline);
            deadline.begin();
            let stepped = self.stepper.step(
                statement,
                |statement| shapes.confirm(known.take(), sql, statement),
                |error| deadline.explain(failure(error, sql)),
                &mut Nothing,
            );
            deadline.end();
            let shape = stepped?;
            if let Some(more) = done(&self.connection, &shape).affected {
                sum = Done::affected(sum.affected.unwrap_or(0) + more);
            }
            known = Some(shape);
        }
        Ok(sum)
    }

    /// Runs the statements of a script to their ends. Before each, `proceed` may end it.
    pub(crate) fn batch(&self, script: &str, proceed: impl Fn() -> Result<()>) -> Result<()> {
        refuse_nul(script)?;
        let failure = |error| classify(error, script);
        let mut statements = Batch::new(&self.connection, script);
        while let Some(mut statement) = statements.next().map_err(failure)? {
            if statement.parameter_count() > 0 {
                return Err(Error::new(
                    ErrorKind::Interface,
                    "a statement of the batch has parameters, and a batch has no values for them",
                ));
            }
            proceed()?;
            self.deadline.begin();
            let ran = run_to_the_end(&mut statement);
            let ran = ran.map_err(|error| self.deadline.explain(failure(error)));
            self.deadline.end();
            ran?;
        }
        Ok(())
    }
}

/// Prepares a statement; one whose shape is known is not looked at again.
fn prepare<'c>(
    connection: &'c Connection,
    sql: &str,
    known: Option<&Shape>,
) -> Result<CachedStatement<'c>> {
    if known.is_none() {
        // SQLite would run what stands before it and drop the rest.
        refuse_nul(sql)?;
    }
    connection.prepare_cached(sql).map_err(|error| {
        if split_statements(sql, LEXICON).len() > 1 {
            // The second statement is prepared before the first has run, and may fail for that alone.
            return several_statements().with_source(error);
        }
        classify(error, sql)
    })
}

fn bind<'p>(
    statement: &mut Statement<'_>,
    sql: &str,
    values: impl ExactSizeIterator<Item = ValueRef<'p>>,
    text: &mut String,
) -> Result<()> {
    let (found, expected) = (values.len(), statement.parameter_count());
    if found != expected {
        refuse_empty(sql)?;
        return Err(Error::new(
            ErrorKind::Interface,
            format!("the statement takes {expected} parameters, and {found} were given"),
        ));
    }
    for (index, value) in values.enumerate() {
        let stored = store(value, text)?;
        statement
            .raw_bind_parameter(index + 1, ToSqlOutput::Borrowed(stored))
            .map_err(|error| classify(error, sql))?;
    }
    Ok(())
}

fn run_to_the_end(statement: &mut Statement<'_>) -> rusqlite::Result<()> {
    let mut rows = statement.raw_query();
    while rows.next()?.is_some() {}
    Ok(())
}

/// What the statement did, once it is reset: that is when SQLite counts.
fn done(connection: &Connection, shape: &Arc<Shape>) -> Done {
    if shape.counts_changes {
        Done::affected(connection.changes())
    } else {
        Done::default()
    }
}

/// The error of a step. To step nothing is a misuse to SQLite, which does not say of what.
fn failure(error: rusqlite::Error, sql: &str) -> Error {
    refuse_empty(sql)
        .err()
        .unwrap_or_else(|| classify(error, sql))
}

fn refuse_nul(sql: &str) -> Result<()> {
    if sql.as_bytes().contains(&0) {
        return Err(Error::new(
            ErrorKind::Interface,
            "the statement contains the character U+0000",
        ));
    }
    Ok(())
}

fn refuse_empty(sql: &str) -> Result<()> {
    let says_something = Tokenizer::new(sql, LEXICON)
        .any(|token| !token.is_trivia() && !token.is_symbol(";") && !token.text.starts_with("/*"));
    if says_something {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Interface,
        "the text holds no statement",
    ))
}
