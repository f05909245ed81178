//! Values on the wire: what a parameter is sent as, and what a cell is read as.
//!
//! Cells come in the binary format of PostgreSQL's types. What has no decoder here (composites, full-text search, geometry, money,
//! most ranges, types of extensions) is asked for as the server's own text, and is a
//! [`Native`](backend_core::value::Native) with its type's name. Parameters go in binary where value and type are a pair, and
//! otherwise as text that the server itself reads, so that it refuses what does not fit.

mod array;
mod cell;
mod declared;
mod numeric;
mod parameter;
mod printed;
mod reading;
mod spelling;
mod temporal;
mod type_name;
mod wire;

pub(crate) use self::cell::{Cells, Readings, Scratch};
pub(crate) use self::declared::{column_type, kind};
pub(crate) use self::parameter::{Encoded, Encoding, declared_type, encode};
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
