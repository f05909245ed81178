//! [`catalogue`]: every case of the suite, by part.

use crate::case::CaseDef;
use crate::cases::PARTS;

/// Every case of the suite, by part.
#[must_use]
pub fn catalogue() -> Vec<CaseDef> {
    PARTS.concat().concat()
}

#[cfg(test)]
mod tests;
