//! [`Stepper`]: the one loop that steps a statement and reads its rows.

use std::sync::Arc;

use backend_core::error::{Error, Result};
use backend_core::value::{DecimalRef, ValueRef};
use rusqlite::{Row, Statement};

use crate::cursor::shape::Shape;
use crate::value::{Reading, number_text};

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

/// Memory that is used for every row and kept from call to call.
#[derive(Debug, Default)]
pub(crate) struct Stepper {
    /// Empty between two rows.
    cells: Vec<ValueRef<'static>>,
    /// The texts of the numbers in a row's decimal columns, one after the other.
    numbers: String,
    /// The length of each decimal column's text, 0 for none.
    number_lengths: Vec<usize>,
}

impl Stepper {
    /// Steps a statement, whose parameters are bound, to its end.
    ///
    /// `shape_of` is asked once, after the first step: only there does SQLite notice that the schema has changed.
    pub(crate) fn step(
        &mut self,
        statement: &mut Statement<'_>,
        shape_of: impl FnOnce(&Statement<'_>) -> Result<Arc<Shape>>,
        failure: impl Fn(rusqlite::Error) -> Error,
        consumer: &mut impl Consumer,
    ) -> Result<Arc<Shape>> {
        let mut rows = statement.raw_query();
        let Some(mut row) = rows.next().map_err(&failure)? else {
            drop(rows);
            let shape = shape_of(statement)?;
            if !shape.columns.is_empty() {
                consumer.start(&shape)?;
            }
            return Ok(shape);
        };
        let shape = shape_of(row.as_ref())?;
        consumer.start(&shape)?;
        while self.read(&shape, row, &failure, consumer)? == Next::Row {
            row = match rows.next().map_err(&failure)? {
                Some(row) => row,
                None => return Ok(shape),
            };
        }
        if !shape.is_read_only {
            // The changes are made, but only the last step commits them, and may fail to.
            while rows.next().map_err(&failure)?.is_some() {}
        }
        Ok(shape)
    }

    /// Reads the cells of a row and hands them over.
    fn read(
        &mut self,
        shape: &Shape,
        row: &Row<'_>,
        failure: &impl Fn(rusqlite::Error) -> Error,
        consumer: &mut impl Consumer,
    ) -> Result<Next> {
        if shape.has_decimals {
            self.spell_numbers(shape, row).map_err(failure)?;
        }
        let mut cells = recycle(std::mem::take(&mut self.cells));
        for (index, reading) in shape.readings.iter().enumerate() {
            match row.get_ref(index) {
                Ok(stored) => reading.read(stored, &mut cells),
                Err(error) => return Err(failure(error)),
            }
        }
        if shape.has_decimals {
            self.place_numbers(shape, &mut cells);
        }
        let next = consumer.row(&cells);
        self.cells = recycle(cells);
        next
    }

    /// Spells the numbers that stand in decimal columns, before there are cells that borrow the texts.
    fn spell_numbers(&mut self, shape: &Shape, row: &Row<'_>) -> rusqlite::Result<()> {
        self.numbers.clear();
        self.number_lengths.clear();
        for (index, reading) in shape.readings.iter().enumerate() {
            if *reading == Reading::Decimal {
                let before = self.numbers.len();
                number_text(row.get_ref(index)?, &mut self.numbers);
                self.number_lengths.push(self.numbers.len() - before);
            }
        }
        Ok(())
    }

    /// Puts the spelled numbers in the place of what they were stored as.
    fn place_numbers<'b>(&'b self, shape: &Shape, cells: &mut [ValueRef<'b>]) {
        let mut numbers = self.numbers.as_str();
        let mut lengths = self.number_lengths.iter();
        for (cell, reading) in cells.iter_mut().zip(&shape.readings) {
            if *reading == Reading::Decimal
                && let Some(length) = lengths.next()
                && let Some((number, rest)) = numbers.split_at_checked(*length)
            {
                numbers = rest;
                *cell = DecimalRef::from_canonical(number).map_or(*cell, ValueRef::Decimal);
            }
        }
    }
}

/// The same memory for cells of another lifetime: an empty list is collected in place.
fn recycle<'b>(mut cells: Vec<ValueRef<'_>>) -> Vec<ValueRef<'b>> {
    cells.clear();
    cells.into_iter().map(|_| ValueRef::Null).collect()
}
