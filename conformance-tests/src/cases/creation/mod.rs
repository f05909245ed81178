//! Test databases: made, copied and removed.

mod clones;
mod databases;
mod rows;
mod runs;

use crate::case::CaseDef;

/// The part's tables.
pub(super) const TABLES: &[&[CaseDef]] =
    &[databases::CASES, clones::CASES, rows::CASES, runs::CASES];
