//! [`TableSample`]: a part of a table that is read, as chance has it.

use crate::error::{Error, ErrorKind, Result};

/// A part of a table that a select reads, as chance has it.
///
/// # Units
/// The percentage is from 0 to 100: of the rows of a table, about so many are read; at 100, all of them.
///
/// # Requires
/// `supports_table_samples`. A server that knows one unit only refuses the other.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct TableSample {
    /// What is taken or left as a whole.
    pub unit: SampleUnit,
    /// How much is taken.
    pub percentage: f64,
    /// A number that gives the same sample again while the table stays as it is; none for another one each time.
    pub seed: Option<u32>,
}

/// What a sample takes or leaves as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SampleUnit {
    /// Each row: evenly spread, but the whole table is read.
    Rows,
    /// Each page of the table's storage, with all rows that are on it: quick.
    Pages,
}

impl TableSample {
    /// About so many rows.
    #[must_use]
    pub const fn rows(percentage: f64) -> Self {
        Self::new(SampleUnit::Rows, percentage)
    }

    /// The rows of about so many pages.
    #[must_use]
    pub const fn pages(percentage: f64) -> Self {
        Self::new(SampleUnit::Pages, percentage)
    }

    const fn new(unit: SampleUnit, percentage: f64) -> Self {
        Self {
            unit,
            percentage,
            seed: None,
        }
    }

    /// Sets the number that gives the same sample again.
    #[must_use]
    pub const fn seed(mut self, seed: u32) -> Self {
        self.seed = Some(seed);
        self
    }

    pub(super) fn check(&self) -> Result<()> {
        if (0.0..=100.0).contains(&self.percentage) {
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::Interface,
            "a sample is of 0 to 100 per cent",
        ))
    }
}
