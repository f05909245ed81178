//! Decimal numbers compare by what they are worth: 1.50 equals 1.5.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use super::{Decimal, DecimalRef};

/// What a number is worth, in an order that `Ord` can derive: the variants ascend, and the parts of a number compare from
/// the most significant one on.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Worth<'a> {
    NegativeInfinity,
    Negative(std::cmp::Reverse<Magnitude<'a>>),
    Positive(Magnitude<'a>),
    Infinity,
    NotANumber,
}

/// A number without sign: a longer whole part is greater, then digits decide.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Magnitude<'a> {
    whole_length: usize,
    whole: &'a str,
    fraction: &'a str,
}

impl<'a> Worth<'a> {
    fn of(number: DecimalRef<'a>) -> Self {
        let text = number.as_str();
        match text {
            super::NAN => return Self::NotANumber,
            super::INFINITY => return Self::Infinity,
            super::NEG_INFINITY => return Self::NegativeInfinity,
            _ => {}
        }
        match text.strip_prefix('-') {
            Some(text) => Self::Negative(std::cmp::Reverse(Magnitude::of(text))),
            None => Self::Positive(Magnitude::of(text)),
        }
    }
}

impl<'a> Magnitude<'a> {
    fn of(text: &'a str) -> Self {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        Self {
            whole_length: whole.len(),
            whole,
            fraction: fraction.trim_end_matches('0'),
        }
    }
}

impl PartialEq for DecimalRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        Worth::of(*self) == Worth::of(*other)
    }
}

impl Eq for DecimalRef<'_> {}

impl Ord for DecimalRef<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        Worth::of(*self).cmp(&Worth::of(*other))
    }
}

impl PartialOrd for DecimalRef<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for DecimalRef<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Worth::of(*self).hash(state);
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.as_ref() == other.as_ref()
    }
}

impl Eq for Decimal {}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_ref().cmp(&other.as_ref())
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_ref().hash(state);
    }
}
