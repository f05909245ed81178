//! At which of a product's versions a flag comes or goes, by the reports at hand.

use super::matrix::Cell;

/// A column's vendor with its product, and the product's version.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) vendor: String,
    pub(super) product: String,
    pub(super) version: String,
}

/// For each cell of a row what it says beside its sign: `from 15` where the version before has it not, `until 15` where the one after has
/// it not any more. A version is told with as many numbers as tell it from the other one.
pub(super) fn thresholds(places: &[Place], cells: &[Cell]) -> Vec<String> {
    let mut notes = vec![String::new(); cells.len()];
    let mut seen: Vec<(&Place, bool, usize)> = Vec::new();
    for (at, (place, cell)) in places.iter().zip(cells).enumerate() {
        if let Some(has) = has(cell) {
            seen.push((place, has, at));
        }
    }
    seen.sort_by_key(|(place, ..)| (&place.vendor, &place.product, numbers(&place.version)));
    for pair in seen.windows(2) {
        let [(older, had, old), (newer, has, new)] = pair else {
            continue;
        };
        let is_one = older.vendor == newer.vendor && older.product == newer.product;
        if !is_one || had == has || numbers(&older.version) == numbers(&newer.version) {
            continue;
        }
        let (at, word, version, other) = if *has {
            (*new, "from", &newer.version, &older.version)
        } else {
            (*old, "until", &older.version, &newer.version)
        };
        if let Some(note) = notes.get_mut(at) {
            if !note.is_empty() {
                note.push(' ');
            }
            note.push_str(&format!("{word} {}", told_from(version, other)));
        }
    }
    notes
}

/// Whether a cell says that the server has it; none where it says neither.
const fn has(cell: &Cell) -> Option<bool> {
    match cell {
        Cell::Yes | Cell::Partly(_) => Some(true),
        Cell::No | Cell::Gap(_) => Some(false),
        Cell::Lie | Cell::Unknown | Cell::Text(_) => None,
    }
}

fn numbers(version: &str) -> Vec<u64> {
    let words = version.split(|c: char| !c.is_ascii_digit());
    words.filter_map(|word| word.parse().ok()).collect()
}

/// The first words of a version, up to the one in which the other version differs.
fn told_from(version: &str, other: &str) -> String {
    let mut words = Vec::new();
    let mut others = other.split('.');
    for word in version.split('.') {
        words.push(word);
        if others.next() != Some(word) {
            break;
        }
    }
    words.join(".")
}

#[cfg(test)]
mod tests {
    use super::{Place, thresholds};
    use crate::support::matrix::Cell;

    fn place(vendor: &str, version: &str) -> Place {
        Place {
            vendor: vendor.to_owned(),
            product: "Mine".to_owned(),
            version: version.to_owned(),
        }
    }

    fn told(cells: &[(&str, Cell)]) -> Vec<String> {
        let places: Vec<_> = cells.iter().map(|(at, _)| place("mine", at)).collect();
        let cells: Vec<_> = cells.iter().map(|(_, cell)| cell.clone()).collect();
        thresholds(&places, &cells)
    }

    #[test]
    fn a_flag_that_comes_is_told_at_its_first_version() {
        let cells = [
            ("12.22.0", Cell::No),
            ("15.18.0", Cell::Yes),
            ("18.4.0", Cell::Partly(vec![1])),
        ];
        assert_eq!(told(&cells), ["", "from 15", ""]);
        let mut backwards = cells.clone();
        backwards.reverse();
        assert_eq!(told(&backwards), ["", "from 15", ""]);
    }

    #[test]
    fn a_flag_that_goes_is_told_at_its_last_version() {
        let cells = [("8.9.0", Cell::Yes), ("8.10.2", Cell::No)];
        assert_eq!(told(&cells), ["until 8.9", ""]);
        let cells = [
            ("1.0.0", Cell::No),
            ("2.0.0", Cell::Yes),
            ("3.0.0", Cell::No),
        ];
        assert_eq!(told(&cells), ["", "from 2 until 2", ""]);
    }

    #[test]
    fn what_is_not_known_is_no_threshold() {
        let cells = [
            ("1.0.0", Cell::No),
            ("2.0.0", Cell::Unknown),
            ("3.0.0", Cell::Yes),
        ];
        assert_eq!(told(&cells), ["", "", "from 3"]);
        assert_eq!(told(&[("1.0.0", Cell::No), ("1.0.0", Cell::Yes)]), ["", ""]);
        assert_eq!(
            told(&[("1.0.0", Cell::Lie), ("2.0.0", Cell::Yes)]),
            ["", ""]
        );
    }

    #[test]
    fn another_vendor_s_column_is_none_of_it() {
        let places = [place("mine", "1.0.0"), place("other", "2.0.0")];
        assert_eq!(thresholds(&places, &[Cell::No, Cell::Yes]), ["", ""]);
    }
}
