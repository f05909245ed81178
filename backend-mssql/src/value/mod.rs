//! Values: what a parameter is sent as, what a cell is read as, and how types are spelled.

mod cell;
mod decimal;
mod declared;
mod parameter;
mod place;
mod spelling;
mod temporal;

pub(crate) use self::cell::{Digits, Readings};
pub(crate) use self::declared::{column_type, kind};
pub(crate) use self::parameter::{Encoded, Limits, encode};
pub(crate) use self::place::Place;
pub(crate) use self::spelling::{is_type, spelling};

/// Few cases of a property test, and the same ones at each run.
#[cfg(test)]
fn config() -> proptest::prelude::ProptestConfig {
    proptest::prelude::ProptestConfig {
        cases: 512,
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(42),
        ..proptest::prelude::ProptestConfig::default()
    }
}
