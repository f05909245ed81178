//! [`catalogue`]: every case of the suite, by part.

mod renamed;

pub(crate) use self::renamed::{RENAMED, current};
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

/// The first words of all ids, in the order in which their cases run.
pub(crate) fn themes() -> Vec<&'static str> {
    themes_of(&catalogue())
}

/// The first words of these cases' ids, in their order.
pub(crate) fn themes_of(cases: &[CaseDef]) -> Vec<&'static str> {
    let mut themes = Vec::new();
    for case in cases {
        if !themes.contains(&case.part()) {
            themes.push(case.part());
        }
    }
    themes
}

#[cfg(test)]
mod tests;
