//! The corpus: what other libraries let through, and the ways in that a language of a server has. To add one, write its line.
//!
//! A payload is what the report says or in its spirit, and ends what stands before it in one of the ways that there are; where two
//! libraries share a way it is one entry.

mod django;
mod drivers;
mod frameworks;
mod functions;
mod languages;
mod letters;
mod statements;

use super::entry::Entry;

/// All entries.
pub(super) fn all() -> impl Iterator<Item = &'static Entry> {
    [
        django::ENTRIES,
        frameworks::ENTRIES,
        functions::ENTRIES,
        drivers::ENTRIES,
        languages::ENTRIES,
        letters::ENTRIES,
        statements::ENTRIES,
    ]
    .into_iter()
    .flatten()
}
