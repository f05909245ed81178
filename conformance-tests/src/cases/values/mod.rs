//! Values: each kind goes into a column of its type and comes back, as a parameter, in a condition, and as a literal.

mod arrays;
mod binary;
mod boolean;
mod decimals;
mod documents;
mod every_path;
mod floats;
mod integers;
mod intervals;
mod kinds;
mod native;
mod nulls;
mod paths;
mod server_types;
mod storage;
mod temporal;
mod text;

use crate::case::CaseDef;

/// The part's tables.
pub(super) const TABLES: &[&[CaseDef]] = &[
    boolean::CASES,
    integers::CASES,
    floats::CASES,
    decimals::CASES,
    text::CASES,
    binary::CASES,
    temporal::CASES,
    intervals::CASES,
    documents::CASES,
    arrays::CASES,
    native::CASES,
    nulls::CASES,
    every_path::CASES,
    storage::CASES,
    server_types::CASES,
];
