//! [`Harness`]: what a vendor hands in.

use backend_core::backend::Backend;

use crate::known::KnownFailure;
use crate::provision::Provision;

/// A vendor under test: its name, its backend, and where a database of it is found.
pub trait Harness: Sync {
    /// The vendor's name: for people, reports and `CONFORMANCE_EXPECT`.
    fn vendor(&self) -> &str;

    /// The backend.
    fn backend(&self) -> &'static Backend;

    /// Where a database is found.
    fn provision(&self) -> Provision;

    /// What the vendor is known to fail; nothing, unless it says so.
    fn known_failures(&self) -> &[KnownFailure] {
        &[]
    }
}
