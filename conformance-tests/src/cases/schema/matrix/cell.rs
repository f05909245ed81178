//! [`Cell`]: one alteration of the matrix: which kinds, and what else holds of the column before and after.

use super::kind::Kind;
use super::meaning::{Certainty, meaning};
use crate::fixtures::{Factors, covering};

/// How a column that is altered stands before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "they are the factors of the array, all independent"
)]
pub(super) struct Cell {
    pub(super) from: Kind,
    pub(super) to: Kind,
    /// Whether it can be NULL before and after.
    pub(super) nullable: (bool, bool),
    /// Whether it has a default before and after.
    pub(super) default: (bool, bool),
    pub(super) unique: bool,
    pub(super) indexed: bool,
    pub(super) primary: bool,
    pub(super) referenced: bool,
}

/// The levels of the factors, in the order of the fields.
const LEVELS: [usize; 10] = [Kind::ALL.len(), Kind::ALL.len(), 2, 2, 2, 2, 2, 2, 2, 2];

/// Whether a column of these kinds can be referred to before and after by one that stays as it is.
const fn compare(from: Kind, to: Kind) -> bool {
    use Kind::{BigInteger, Double, Integer, Real, SmallInteger, Text, VarChar};
    matches!(
        (from, to),
        (
            SmallInteger | Integer | BigInteger,
            SmallInteger | Integer | BigInteger
        ) | (Real | Double, Real | Double)
            | (VarChar | Text, VarChar | Text)
    )
}

/// What no column can be: a primary key with NULL, referred to without being a key, referred to across kinds that do not compare.
fn is_possible(row: &[Option<usize>]) -> bool {
    let [
        from,
        to,
        old_null,
        new_null,
        _,
        _,
        unique,
        _,
        primary,
        referenced,
    ] = row
    else {
        return false;
    };
    let can_be_null = *old_null == Some(1) || *new_null == Some(1);
    if *primary == Some(1) && can_be_null {
        return false;
    }
    if *referenced == Some(1) && *unique == Some(0) && *primary == Some(0) {
        return false;
    }
    // A key that is referred to and not unique is primary, and so never NULL.
    if *referenced == Some(1) && *unique == Some(0) && can_be_null {
        return false;
    }
    let kind = |level: &Option<usize>| level.and_then(|level| Kind::ALL.get(level).copied());
    match (kind(from), kind(to)) {
        (Some(from), Some(to)) => *referenced != Some(1) || from == to || compare(from, to),
        _ => true,
    }
}

/// Whether it is said what the values become.
fn is_certain(row: &[Option<usize>]) -> bool {
    let kind = |level: Option<&Option<usize>>| Kind::ALL.get((*level?)?).copied();
    match (kind(row.first()), kind(row.get(1))) {
        (Some(from), Some(to)) => meaning(from, to).certainty == Certainty::Certain,
        _ => true,
    }
}

impl Cell {
    fn of(row: &[usize]) -> Option<Self> {
        let [from, to, rest @ ..] = row else {
            return None;
        };
        let is = |factor: usize| rest.get(factor) == Some(&1);
        Some(Self {
            from: *Kind::ALL.get(*from)?,
            to: *Kind::ALL.get(*to)?,
            nullable: (is(0), is(1)),
            default: (is(2), is(3)),
            unique: is(4),
            indexed: is(5),
            primary: is(6),
            referenced: is(7),
        })
    }

    /// Its name, by what it has.
    pub(super) fn name(&self) -> String {
        let of = |(before, after), word: &str| match (before, after) {
            (false, false) => String::new(),
            (true, false) => format!(" {word}-before"),
            (false, true) => format!(" {word}-after"),
            (true, true) => format!(" {word}"),
        };
        let mut name = format!("{} to {}", self.from.name(), self.to.name());
        name.push_str(&of(self.nullable, "nullable"));
        name.push_str(&of(self.default, "default"));
        for (is_so, word) in [
            (self.unique, " unique"),
            (self.indexed, " indexed"),
            (self.primary, " primary"),
            (self.referenced, " referenced"),
        ] {
            if is_so {
                name.push_str(word);
            }
        }
        name
    }

    /// Whether no two rows have the same value.
    pub(super) const fn is_key(&self) -> bool {
        self.unique || self.primary
    }
}

/// The matrix: every two values of any two factors stand together in a cell whose conversion is certain, and each pair of kinds
/// that is not has a cell as well.
pub(super) fn cells() -> Vec<Cell> {
    let certain = Factors {
        levels: &LEVELS,
        possible: &|row| is_possible(row) && is_certain(row),
    };
    let rows = covering(&certain);
    let mut cells: Vec<Cell> = rows.iter().filter_map(|row| Cell::of(row)).collect();
    for from in Kind::ALL {
        for to in Kind::ALL {
            if meaning(from, to).certainty != Certainty::Certain {
                cells.push(uncertain(from, to, cells.len()));
            }
        }
    }
    cells
}

/// A cell of a pair whose conversion is not certain: the other factors go round.
const fn uncertain(from: Kind, to: Kind, n: usize) -> Cell {
    Cell {
        from,
        to,
        nullable: (n.is_multiple_of(2), n.is_multiple_of(2)),
        default: (n.is_multiple_of(3), n.is_multiple_of(5)),
        unique: false,
        indexed: n.is_multiple_of(4),
        primary: false,
        referenced: false,
    }
}

/// Every cell that a pair of kinds can have.
pub(super) fn cells_of(from: Kind, to: Kind) -> Vec<Cell> {
    let factors = Factors {
        levels: &LEVELS,
        possible: &is_possible,
    };
    let level = |kind| Kind::ALL.iter().position(|each| *each == kind);
    let mut given = vec![None; LEVELS.len()];
    for (chosen, kind) in given.iter_mut().zip([from, to]) {
        *chosen = level(kind);
    }
    let rows = factors.rows_with(&given);
    rows.iter().filter_map(|row| Cell::of(row)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Cell, LEVELS, cells, cells_of, is_certain, is_possible};
    use crate::cases::schema::matrix::kind::Kind;
    use crate::fixtures::Factors;

    fn row(cell: &Cell) -> Vec<usize> {
        let level = |kind| Kind::ALL.iter().position(|each| *each == kind).unwrap();
        let bools = [
            cell.nullable.0,
            cell.nullable.1,
            cell.default.0,
            cell.default.1,
            cell.unique,
            cell.indexed,
            cell.primary,
            cell.referenced,
        ];
        let mut row = vec![level(cell.from), level(cell.to)];
        row.extend(bools.map(usize::from));
        row
    }

    #[test]
    fn any_two_values_of_any_two_factors_stand_together_in_at_most_six_hundred_cells() {
        let cells = cells();
        assert!(cells.len() <= 600, "{} cells", cells.len());
        let mut found = BTreeSet::new();
        let mut kinds = BTreeSet::new();
        for cell in &cells {
            let row = row(cell);
            let chosen: Vec<_> = row.iter().copied().map(Some).collect();
            assert!(is_possible(&chosen), "{}", cell.name());
            kinds.insert((cell.from, cell.to));
            for (first, a) in row.iter().enumerate() {
                for (second, b) in row.iter().enumerate().skip(first + 1) {
                    if is_certain(&chosen) {
                        found.insert((first, *a, second, *b));
                    }
                }
            }
        }
        assert_eq!(kinds.len(), Kind::ALL.len() * Kind::ALL.len());
        let possible = |row: &[Option<usize>]| is_possible(row) && is_certain(row);
        let wanted = Factors {
            levels: &LEVELS,
            possible: &possible,
        };
        assert_eq!(found, wanted.pairings());
        // Nothing is left out but what is said to be impossible.
        let all = Factors {
            levels: &LEVELS,
            possible: &is_possible,
        };
        let without_kinds = |pairing: &&Pairing| pairing.2 > 1;
        let all = all.pairings();
        let left_out: Vec<_> = all.difference(&found).filter(without_kinds).collect();
        assert_eq!(left_out, Vec::<&Pairing>::new());
    }

    type Pairing = (usize, usize, usize, usize);

    #[test]
    fn names_are_distinct_and_a_pair_has_all_its_cells() {
        let names: BTreeSet<_> = cells().iter().map(Cell::name).collect();
        assert_eq!(names.len(), cells().len());
        let of_pair = cells_of(Kind::Integer, Kind::Text);
        // Two columns that can be NULL or not, twice a default or none, three keys or indexes; a primary key is never NULL.
        assert_eq!(of_pair.len(), 4 * 4 * 4 + 4 * 4);
        assert_eq!(cells_of(Kind::Date, Kind::Date).len(), 64 + 16 + 32 + 16);
    }
}
