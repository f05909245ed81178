//! Sequences after rows were loaded with numbers of their own: the next number is one that nobody has.

use super::Dialect;
use super::flush::numbered;
use crate::error::Result;
use crate::flag::Flag;
use crate::model::{Column, Table};
use crate::sql::Statement;

/// The columns of a table that the server numbers, be it as identities or from sequences of their own.
pub fn numbered_columns(table: &Table) -> impl Iterator<Item = &Column> {
    numbered(table)
}

impl Dialect {
    /// The statements after which the next number of each column that the server numbers follows the greatest that is there,
    /// or the least where it counts down; in an empty table it is the first. Numbers that lie before the first one, or beyond
    /// the last, do not count. A rollback need not undo it.
    ///
    /// # Errors
    /// [`NotSupported`](crate::error::ErrorKind::NotSupported) where the table has such a column and `supports_sequence_reset`
    /// is off.
    pub fn reset_sequences(&self, table: &Table) -> Result<Vec<Statement>> {
        if numbered(table).next().is_none() {
            return Ok(Vec::new());
        }
        self.features.require(Flag::supports_sequence_reset)?;
        self.operations.reset_sequences(self, table)
    }
}
