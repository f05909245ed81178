//! Cells: what a row's columns are read as, given how each is read.

use std::borrow::Cow;
use std::ops::Range;

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::row::ResultColumn;
use backend_core::value::{Array, Interval, Native, NativeContent, ValueRef};
use smallvec::SmallVec;
use tokio_postgres::types::{FromSql, Type};
use tokio_postgres::{Column, Row};

use super::reading::{Reading, canonical, decimal, opaque};
use super::temporal::Span;
use super::type_name::type_name_with;
use super::wire::malformed;
use super::{array, temporal};

/// A row's cells.
pub(crate) type Cells<'r> = SmallVec<[ValueRef<'r>; 16]>;

/// How the cells of a result are read: resolved once a statement, never a cell at a time.
#[derive(Debug)]
pub(crate) struct Readings {
    columns: Vec<ResultColumn>,
    readings: Vec<Reading>,
    /// Whether a cell may have to be spelled out.
    spells: bool,
}

/// What has to be spelled out for the cells of one row; kept from row to row.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    /// What was spelled out, in the order of the columns.
    spelled: Vec<Spelled>,
    digits: String,
    arrays: Vec<Array>,
    /// Kept with the memory of their texts, and used from the first on.
    natives: Vec<Native<'static>>,
    used_natives: usize,
}

#[derive(Debug)]
enum Spelled {
    /// A place in the digits.
    Decimal(Range<usize>),
    Interval(Interval),
    /// A position.
    Array(usize),
    /// A position.
    Native(usize),
}

impl Readings {
    /// How the columns of a prepared statement are read; `Err` holds the positions (from 0) of columns whose type has no
    /// binary form that is known here: the statement has to be asked for their text, and read [`with_texts`](Self::with_texts).
    pub(crate) fn of(columns: &[Column]) -> Result<Self, Vec<usize>> {
        let readings: Vec<_> = columns
            .iter()
            .map(|column| Reading::of(column.type_()))
            .collect();
        let unknown: Vec<_> = (0..)
            .zip(&readings)
            .filter(|(_, reading)| reading.is_none())
            .map(|(position, _)| position)
            .collect();
        if unknown.is_empty() {
            Ok(Self::new(columns, readings.into_iter().flatten().collect()))
        } else {
            Err(unknown)
        }
    }

    /// How the columns are read where those that have no binary form here come as text: `columns` are those of the statement
    /// before it was asked for texts, so that their types are known.
    pub(crate) fn with_texts(columns: &[Column]) -> Self {
        let readings = columns.iter().map(|column| {
            Reading::of(column.type_()).unwrap_or_else(|| Reading::server_text(column.type_()))
        });
        Self::new(columns, readings.collect())
    }

    /// How the columns are read where nobody can be asked for texts: what has no binary form here comes as bytes.
    pub(crate) fn with_bytes(columns: &[Column]) -> Self {
        let readings = columns.iter().map(|column| {
            Reading::of(column.type_()).unwrap_or_else(|| Reading::opaque(column.type_()))
        });
        Self::new(columns, readings.collect())
    }

    fn new(columns: &[Column], readings: Vec<Reading>) -> Self {
        let spells = readings
            .iter()
            .any(|reading| !matches!(reading, Reading::Direct(_)));
        let columns = columns.iter().zip(&readings).map(|(column, reading)| {
            let type_name = type_name_with(column.type_(), column.type_modifier());
            ResultColumn::new(column.name(), reading.kind()).with_type_name(type_name)
        });
        Self {
            columns: columns.collect(),
            readings,
            spells,
        }
    }

    /// The columns, for a sink's start.
    pub(crate) fn columns(&self) -> &[ResultColumn] {
        &self.columns
    }

    /// Reads a row into `cells`, where there are none yet: cells that were returned would be copied. They borrow from the row where
    /// they can, and from `scratch` where they must be spelled out.
    #[inline]
    pub(crate) fn read<'r>(
        &self,
        row: &'r Row,
        scratch: &'r mut Scratch,
        cells: &mut Cells<'r>,
    ) -> Result<()> {
        if self.spells {
            self.spell(row, scratch)?;
        }
        let scratch: &'r Scratch = scratch;
        let mut spelled = scratch.spelled.iter();
        cells.reserve(self.readings.len());
        for (index, reading) in self.readings.iter().enumerate() {
            let cell = match (raw(row, index)?, reading) {
                (None, _) => ValueRef::Null,
                (Some(bytes), Reading::Direct(direct)) => match direct.read(bytes) {
                    Ok(cell) => cell,
                    Err(error) => return Err(self.at(index, error)),
                },
                (Some(_), _) => match scratch.cell(spelled.next()) {
                    Ok(cell) => cell,
                    Err(error) => return Err(self.at(index, error)),
                },
            };
            cells.push(cell);
        }
        Ok(())
    }

    /// Spells out what has to be, before there are cells that borrow it.
    fn spell(&self, row: &Row, scratch: &mut Scratch) -> Result<()> {
        scratch.clear();
        for (index, reading) in self.readings.iter().enumerate() {
            if matches!(reading, Reading::Direct(_)) {
                continue;
            }
            if let Some(bytes) = raw(row, index)? {
                scratch
                    .spell(reading, bytes)
                    .map_err(|error| self.at(index, error))?;
            }
        }
        Ok(())
    }

    /// The error with its column.
    #[cold]
    fn at(&self, index: usize, error: Error) -> Error {
        match self.columns.get(index) {
            Some(column) => error
                .context(format!("column `{}`", column.name))
                .with_column(&column.name),
            None => error,
        }
    }
}

impl Scratch {
    fn clear(&mut self) {
        self.spelled.clear();
        self.digits.clear();
        self.arrays.clear();
        self.used_natives = 0;
    }

    fn spell(&mut self, reading: &Reading, bytes: &[u8]) -> Result<()> {
        let spelled = match reading {
            Reading::Direct(_) => return Ok(()),
            Reading::Decimal => {
                let start = self.digits.len();
                decimal(bytes, &mut self.digits)?;
                Spelled::Decimal(start..self.digits.len())
            }
            Reading::Interval => match temporal::interval(bytes)? {
                Span::Interval(interval) => Spelled::Interval(interval),
                Span::Text(text) => self.native("interval", |out| {
                    out.push_str(&text);
                    Some(())
                })?,
            },
            Reading::Array(array) => {
                self.arrays.push(array::read(array, bytes)?);
                Spelled::Array(self.arrays.len() - 1)
            }
            Reading::Native(printed, name) => self.native(name, |out| printed.print(bytes, out))?,
            Reading::Opaque(name) => {
                // Behind those that are used: these grow with the row.
                self.natives.truncate(self.used_natives);
                self.natives.push(opaque(name, bytes));
                self.used_natives += 1;
                Spelled::Native(self.used_natives - 1)
            }
        };
        self.spelled.push(spelled);
        Ok(())
    }

    /// Spells one more native value, in the memory of an earlier row's.
    fn native(
        &mut self,
        name: &str,
        print: impl FnOnce(&mut String) -> Option<()>,
    ) -> Result<Spelled> {
        let position = self.used_natives;
        if position == self.natives.len() {
            self.natives.push(Native {
                type_name: Cow::Borrowed(""),
                content: NativeContent::Text(Cow::Borrowed("")),
            });
        }
        let native = self.natives.get_mut(position).ok_or_else(not_spelled)?;
        let kept = std::mem::replace(&mut native.content, NativeContent::Text(Cow::Borrowed("")));
        let mut text = match kept {
            NativeContent::Text(Cow::Owned(text)) => text,
            _ => String::new(),
        };
        text.clear();
        print(&mut text).ok_or_else(|| malformed(name))?;
        native.content = NativeContent::Text(Cow::Owned(text));
        if native.type_name != name {
            native.type_name = Cow::Owned(name.to_owned());
        }
        self.used_natives += 1;
        Ok(Spelled::Native(position))
    }

    fn cell(&self, spelled: Option<&Spelled>) -> Result<ValueRef<'_>> {
        match spelled {
            Some(Spelled::Decimal(place)) => {
                let digits = self.digits.get(place.clone()).ok_or_else(not_spelled)?;
                canonical(digits).map(ValueRef::Decimal)
            }
            Some(Spelled::Interval(interval)) => Ok(ValueRef::Interval(*interval)),
            Some(Spelled::Array(position)) => {
                let array = self.arrays.get(*position).ok_or_else(not_spelled)?;
                Ok(ValueRef::Array(array))
            }
            Some(Spelled::Native(position)) => {
                let native = self.natives.get(*position).ok_or_else(not_spelled)?;
                Ok(ValueRef::Native(native))
            }
            None => Err(not_spelled()),
        }
    }
}

#[cold]
fn not_spelled() -> Error {
    Error::new(ErrorKind::Internal, "a cell was not spelled out")
}

/// A cell's bytes, whatever its type.
struct Raw<'a>(Option<&'a [u8]>);

impl<'a> FromSql<'a> for Raw<'a> {
    #[inline]
    fn from_sql(
        _type: &Type,
        raw: &'a [u8],
    ) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(Some(raw)))
    }

    #[inline]
    fn from_sql_null(_type: &Type) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(None))
    }

    #[inline]
    fn accepts(_type: &Type) -> bool {
        true
    }
}

#[inline]
fn raw(row: &Row, index: usize) -> Result<Option<&[u8]>> {
    match row.try_get::<_, Raw<'_>>(index) {
        Ok(raw) => Ok(raw.0),
        Err(error) => {
            Err(Error::new(ErrorKind::Internal, "a row lacks a column").with_source(error))
        }
    }
}
