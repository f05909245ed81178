//! Cells: what a column's binary form is read as.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::row::ResultColumn;
use backend_core::value::ValueRef;
use smallvec::SmallVec;
use tokio_postgres::{Column, Row};

/// A row's cells.
pub(crate) type Cells<'r> = SmallVec<[ValueRef<'r>; 16]>;

/// How the cells of a result are read: resolved once a statement, never a cell at a time.
#[derive(Debug)]
pub(crate) struct Readings {}

/// What has to be spelled out for the cells of one row; kept from row to row.
#[derive(Debug, Default)]
pub(crate) struct Scratch {}

impl Readings {
    /// How the columns of a prepared statement are read; `Err` holds the positions (from 0) of columns whose type has no
    /// binary form that is known here: the statement has to be asked for their text.
    pub(crate) fn of(_columns: &[Column]) -> std::result::Result<Self, Vec<usize>> {
        Ok(Self {})
    }

    /// The columns, for a sink's start.
    pub(crate) fn columns(&self) -> &[ResultColumn] {
        &[]
    }

    /// Reads a row. Cells borrow from the row where they can, and from `scratch` where they must be spelled out.
    pub(crate) fn read<'r>(&self, _row: &'r Row, _scratch: &'r mut Scratch) -> Result<Cells<'r>> {
        Err(Error::new(ErrorKind::Internal, "not written yet"))
    }
}
