//! Names: whatever an object is called, it is found by that name, and a name does nothing but name.

mod injection;
mod limits;
mod objects;

use crate::case::CaseDef;

/// The part's tables.
pub(super) const TABLES: &[&[CaseDef]] = &[objects::CASES, limits::CASES, injection::CASES];
