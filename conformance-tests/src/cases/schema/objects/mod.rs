//! Whole objects other than tables: made, read, used, changed, dropped, and refused where the server has none.

mod containers;
mod domains;
mod enumerations;
mod functions;
mod sequences;
pub(in crate::cases) mod triggers;
mod types;
mod views;

use crate::case::CaseDef;

pub(super) const SEQUENCES: &[CaseDef] = sequences::CASES;
pub(super) const ENUMERATIONS: &[CaseDef] = enumerations::CASES;
pub(super) const DOMAINS: &[CaseDef] = domains::CASES;
pub(super) const TYPES: &[CaseDef] = types::CASES;
pub(super) const FUNCTIONS: &[CaseDef] = functions::CASES;
pub(super) const TRIGGERS: &[CaseDef] = triggers::CASES;
pub(super) const CONTAINERS: &[CaseDef] = containers::CASES;
pub(super) const VIEWS: &[CaseDef] = views::CASES;
