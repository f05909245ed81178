//! [`catalogue`]: every case of the suite, by part.

use crate::case::CaseDef;
use crate::cases::{PARTS, generated};

/// Every case of the suite, by part.
#[must_use]
pub fn catalogue() -> Vec<CaseDef> {
    let mut cases = Vec::new();
    for tables in PARTS {
        let written = tables.concat();
        let part = written.first().map(CaseDef::part);
        let of_part = |case: &&CaseDef| Some(case.part()) == part;
        cases.extend(written);
        cases.extend(generated().iter().filter(of_part).copied());
    }
    cases
}

#[cfg(test)]
mod tests;
