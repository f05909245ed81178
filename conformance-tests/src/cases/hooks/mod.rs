//! What watches a session's statements: hooks and the query log.

mod blocking;
mod log;
mod order;

use crate::case::CaseDef;

/// The part's tables.
pub(super) const TABLES: &[&[CaseDef]] = &[order::CASES, blocking::CASES, log::CASES];
