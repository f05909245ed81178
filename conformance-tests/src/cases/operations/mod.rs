//! Operations that are whole statements: each against what the server makes of it.

mod explain;
mod explain_refused;

use crate::case::CaseDef;

/// The part's tables.
pub(super) const TABLES: &[&[CaseDef]] = &[explain::CASES, explain_refused::CASES];
