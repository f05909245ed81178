//! The cursor: statements, parameters, rows.

mod columns;

use crate::case::CaseDef;

/// The part's tables.
pub(super) const TABLES: &[&[CaseDef]] = &[columns::CASES];
