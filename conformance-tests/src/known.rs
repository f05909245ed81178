//! [`KnownFailure`]: cases that a vendor fails and says so. Strict: the day one passes, the line must go.

use backend_core::error::ErrorKind;

use crate::case::CaseDef;
use crate::options::matches;

/// Cases that a vendor is known to fail, with the error that they end with and the reason.
///
/// A known failure is run, counted apart and never as passed. It fails the run where the case passes, ends with another error,
/// or does not apply because of a flag: then the line says nothing true any more.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct KnownFailure {
    /// Globs of ids: `*` within a word, `**` across words.
    pub cases: &'static [&'static str],
    /// The kind of the error that ends each of them.
    pub kind: ErrorKind,
    /// Why.
    pub reason: &'static str,
}

impl KnownFailure {
    /// Cases, the kind of error that ends each of them, and why.
    #[must_use]
    pub const fn new(
        cases: &'static [&'static str],
        kind: ErrorKind,
        reason: &'static str,
    ) -> Self {
        Self {
            cases,
            kind,
            reason,
        }
    }

    /// Whether the case is one of them.
    pub(crate) fn covers(&self, case: &CaseDef) -> bool {
        self.cases.iter().any(|glob| matches(glob, case.id))
    }

    /// The first glob that no case answers to.
    pub(crate) fn stale(&self, cases: &[CaseDef]) -> Option<&'static str> {
        let unmatched = |glob: &&&str| !cases.iter().any(|case| matches(glob, case.id));
        self.cases.iter().find(unmatched).copied()
    }
}

#[cfg(test)]
mod tests {
    use backend_core::error::ErrorKind;

    use super::KnownFailure;
    use crate::case::CaseDef;

    #[test]
    fn a_glob_without_a_case_is_stale() {
        let case = CaseDef::new("a.b.c", "f", "It holds.", |_| Box::pin(async { Ok(()) }));
        let known = KnownFailure::new(&["a.**", "x.**"], ErrorKind::Programming, "a reason");
        assert!(known.covers(&case));
        assert_eq!(known.stale(&[case]), Some("x.**"));
    }
}
