//! [`Harness`]: what a vendor hands in.

use backend_core::backend::Backend;

use crate::provision::Provision;

/// A vendor under test: its name, its backend, and where a database of it is found.
pub trait Harness: Sync {
    /// The vendor's name: for people, reports and `CONFORMANCE_EXPECT`.
    fn vendor(&self) -> &str;

    /// The backend.
    fn backend(&self) -> &'static Backend;

    /// Where a database is found.
    fn provision(&self) -> Provision;
}

/// The crate whose test this is: [`main!`](crate::main) fills it in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Origin {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// Its folder, below which `tests/conformance.toml` may stand.
    pub folder: &'static str,
}

impl Origin {
    /// A crate of that name and version in that folder.
    #[must_use]
    pub const fn new(name: &'static str, version: &'static str, folder: &'static str) -> Self {
        Self {
            name,
            version,
            folder,
        }
    }
}
