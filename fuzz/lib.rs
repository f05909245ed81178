//! [`check`]: what every fuzz target does. The properties themselves are the suite's, where cases try them in every run.

use backend_core::backend::Backend;
use conformance_tests::properties::PROPERTIES;

/// The vendors of this repository.
const BACKENDS: [&Backend; 2] = [&backend_sqlite::BACKEND, &backend_postgres::BACKEND];

/// Tries a property on every vendor.
///
/// # Panics
/// Where it does not hold: that is how a fuzzer is told.
pub fn check(name: &str, data: &[u8]) {
    let property = PROPERTIES.iter().find(|property| property.name == name);
    let property = property.expect("a property of that name");
    for backend in BACKENDS {
        if let Err(found) = (property.check)(backend, data) {
            panic!("{}: {found}", backend.vendor);
        }
    }
}
