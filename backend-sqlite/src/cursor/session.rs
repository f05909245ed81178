//! [`Session`]: the driver's connection, and the one function that steps a statement. Both ways of execution use it.

use std::sync::Arc;

use backend_core::cursor::{Done, RowSource};
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::sql::tokenizer::{Tokenizer, split_statements};
use backend_core::value::{DecimalRef, ValueRef};
use rusqlite::fallible_iterator::FallibleIterator as _;
use rusqlite::types::ToSqlOutput;
use rusqlite::{Batch, Connection, Row, Statement};

use crate::cursor::shape::{Shape, Shapes};
use crate::error::{classify, several_statements};
use crate::introspection::ddl::LEXICON;
use crate::value::{Reading, number_text, store};

/// Takes the rows of a statement as they are stepped.
pub(crate) trait Consumer {
    /// Learns the shape, before the first row; only of a statement that has a result.
    fn start(&mut self, shape: &Arc<Shape>) -> Result<()>;

    /// Takes one row, and says whether there should be another.
    fn row(&mut self, cells: &[ValueRef<'_>]) -> Result<Next>;
}

/// What a consumer wants after a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    Row,
    End,
}

/// Drops rows.
pub(crate) struct Nothing;

impl Consumer for Nothing {
    fn start(&mut self, _shape: &Arc<Shape>) -> Result<()> {
        Ok(())
    }

    fn row(&mut self, _cells: &[ValueRef<'_>]) -> Result<Next> {
        Ok(Next::Row)
    }
}

/// The driver's connection and what is kept beside it from call to call.
pub(crate) struct Session {
    pub(crate) connection: Connection,
    /// Whether the open transaction is read-only because it was begun so.
    pub(crate) in_read_only_transaction: bool,
    shapes: Shapes,
    buffers: Buffers,
}

/// Statements that the driver keeps prepared.
const STATEMENT_CAPACITY: usize = 128;

impl Session {
    pub(crate) fn new(connection: Connection) -> Self {
        connection.set_prepared_statement_cache_capacity(STATEMENT_CAPACITY);
        Self {
            connection,
            in_read_only_transaction: false,
            shapes: Shapes::default(),
            buffers: Buffers::default(),
        }
    }

    /// Runs one statement.
    pub(crate) fn query<'p>(
        &mut self,
        sql: &str,
        params: impl ExactSizeIterator<Item = ValueRef<'p>>,
        consumer: &mut impl Consumer,
    ) -> Result<Done> {
        let mut statement = prepare(&self.connection, sql)?;
        bind(&mut statement, sql, params, &mut self.buffers.text)?;
        let shape = step(&mut statement, sql, &mut self.shapes, &mut self.buffers, consumer)?;
        Ok(done(&self.connection, &shape))
    }

    /// Runs one statement once for each row of parameters.
    pub(crate) fn execute_many(&mut self, sql: &str, rows: &mut dyn RowSource) -> Result<Done> {
        let mut sum = Done::default();
        let mut prepared = None;
        while let Some(params) = rows.next()? {
            let statement = match &mut prepared {
                Some(statement) => statement,
                none => none.insert(prepare(&self.connection, sql)?),
            };
            let values = params.iter().map(|param| param.value);
            bind(statement, sql, values, &mut self.buffers.text)?;
            let shape = step(statement, sql, &mut self.shapes, &mut self.buffers, &mut Nothing)?;
            if let Some(more) = done(&self.connection, &shape).affected {
                sum = Done::affected(sum.affected.unwrap_or(0) + more);
            }
        }
        Ok(sum)
    }

    /// Runs the statements of a script to their ends.
    pub(crate) fn batch(&self, script: &str) -> Result<()> {
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
            let mut rows = statement.raw_query();
            while rows.next().map_err(failure)?.is_some() {}
        }
        Ok(())
    }
}

fn prepare<'c>(connection: &'c Connection, sql: &str) -> Result<rusqlite::CachedStatement<'c>> {
    // SQLite would run what stands before it and drop the rest.
    refuse_nul(sql)?;
    connection.prepare_cached(sql).map_err(|error| {
        if split_statements(sql, LEXICON).len() > 1 {
            // The second statement is prepared before the first has run, and fails for that alone.
            return several_statements().with_source(error);
        }
        classify(error, sql)
    })
}

fn refuse_nul(sql: &str) -> Result<()> {
    if sql.as_bytes().contains(&0) {
        return Err(Error::new(ErrorKind::Interface, "the statement contains the character U+0000"));
    }
    Ok(())
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
            format!("the statement has {expected} parameters, and {found} were given"),
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

/// Steps a statement, whose parameters are bound, to its end.
fn step(
    statement: &mut Statement<'_>,
    sql: &str,
    shapes: &mut Shapes,
    buffers: &mut Buffers,
    consumer: &mut impl Consumer,
) -> Result<Arc<Shape>> {
    let failure = |error| refuse_empty(sql).err().unwrap_or_else(|| classify(error, sql));
    let mut rows = statement.raw_query();
    let Some(mut row) = rows.next().map_err(failure)? else {
        drop(rows);
        let shape = shapes.of(sql, statement);
        if !shape.columns.is_empty() {
            consumer.start(&shape)?;
        }
        return Ok(shape);
    };
    let shape = shapes.of(sql, row.as_ref());
    consumer.start(&shape)?;
    while buffers.read(&shape, row, sql, consumer)? == Next::Row {
        row = match rows.next().map_err(failure)? {
            Some(row) => row,
            None => return Ok(shape),
        };
    }
    if !shape.is_read_only {
        // The changes are made, but only the last step commits them, and may fail to.
        while rows.next().map_err(failure)?.is_some() {}
    }
    Ok(shape)
}

/// What the statement did, once it is reset: that is when SQLite counts.
fn done(connection: &Connection, shape: &Shape) -> Done {
    if shape.counts_changes { Done::affected(connection.changes()) } else { Done::default() }
}

fn refuse_empty(sql: &str) -> Result<()> {
    let says_something = Tokenizer::new(sql, LEXICON)
        .any(|token| !token.is_trivia() && !token.is_symbol(";") && !token.text.starts_with("/*"));
    if says_something {
        return Ok(());
    }
    Err(Error::new(ErrorKind::Interface, "the text holds no statement"))
}

/// Memory that is used for every row and kept from call to call.
#[derive(Debug, Default)]
struct Buffers {
    /// Empty between two rows.
    cells: Vec<ValueRef<'static>>,
    /// What parameters are spelled out in.
    text: String,
    /// The texts of the numbers in a row's decimal columns, one after the other, and each column's length, 0 for none.
    numbers: String,
    number_lengths: Vec<usize>,
}

impl Buffers {
    /// Reads the cells of a row and hands them over.
    fn read(
        &mut self,
        shape: &Shape,
        row: &Row<'_>,
        sql: &str,
        consumer: &mut impl Consumer,
    ) -> Result<Next> {
        let failure = |error| classify(error, sql);
        if shape.has_decimals {
            self.spell_numbers(shape, row).map_err(failure)?;
        }
        let mut numbers = self.numbers.as_str();
        let mut lengths = self.number_lengths.iter();
        let mut cells = recycle(std::mem::take(&mut self.cells));
        for (index, reading) in shape.readings.iter().enumerate() {
            let stored = row.get_ref(index).map_err(failure)?;
            let mut cell = reading.read(stored);
            if *reading == Reading::Decimal
                && let Some(length) = lengths.next()
                && let Some((number, rest)) = numbers.split_at_checked(*length)
            {
                numbers = rest;
                cell = DecimalRef::from_canonical(number).map_or(cell, ValueRef::Decimal);
            }
            cells.push(cell);
        }
        let next = consumer.row(&cells);
        self.cells = recycle(cells);
        next
    }

    /// Spells the numbers that stand in decimal columns, before the cells that borrow them are made.
    fn spell_numbers(&mut self, shape: &Shape, row: &Row<'_>) -> rusqlite::Result<()> {
        self.numbers.clear();
        self.number_lengths.clear();
        for (index, reading) in shape.readings.iter().enumerate() {
            if *reading == Reading::Decimal {
                let stored = row.get_ref(index)?;
                let before = self.numbers.len();
                number_text(stored, &mut self.numbers);
                self.number_lengths.push(self.numbers.len() - before);
            }
        }
        Ok(())
    }
}

/// The same memory for cells of another lifetime: an empty list is collected in place.
fn recycle<'b>(mut cells: Vec<ValueRef<'_>>) -> Vec<ValueRef<'b>> {
    cells.clear();
    cells.into_iter().map(|_| ValueRef::Null).collect()
}
