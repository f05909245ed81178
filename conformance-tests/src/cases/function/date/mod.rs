//! Functions of dates, times, timestamps and intervals.

mod arithmetic;
mod clock;
mod extract;
mod intervals;
mod made;
mod property;
mod refused;
mod stored;
mod truncate;
mod year;
mod zone_arithmetic;
mod zone_table;
mod zone_truncate;
mod zones;

use std::str::FromStr;

use backend_core::error::Error;
use backend_core::value::Interval;

use super::{expect_computed, expect_refused_value};
use crate::case::CaseDef;
use crate::failure::Failure;

/// The family's tables.
pub(super) const TABLES: &[&[CaseDef]] = &[
    extract::CASES,
    truncate::CASES,
    zones::CASES,
    zone_arithmetic::CASES,
    zone_table::CASES,
    zone_truncate::CASES,
    arithmetic::CASES,
    made::CASES,
    intervals::CASES,
    clock::CASES,
    year::CASES,
    stored::CASES,
    property::CASES,
    refused::CASES,
];

/// The value of a text that the suite wrote.
fn of<T: FromStr<Err = Error>>(text: &str) -> Result<T, Failure> {
    text.parse()
        .map_err(|error| Failure::from(error).within(format!("a fault of the suite: `{text}`")))
}

/// An interval in its text.
fn interval(text: &str) -> Result<Interval, Failure> {
    of(text)
}
