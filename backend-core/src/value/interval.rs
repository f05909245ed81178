//! [`Interval`]: a span in months, days and nanoseconds, which do not convert into one another.

use std::fmt;
use std::str::FromStr;

use super::scan::{Scanner, malformed, write_fraction};
use crate::error::{Error, Result};

/// A span of time in three parts: a month has no fixed number of days, and a day no fixed number of hours.
///
/// # Shape
/// Each part has its own sign. The text is an ISO 8601 duration with signs: years and months together are the months,
/// hours, minutes and seconds together the nanoseconds. Spans are not ordered, since no one knows how long a month is.
///
/// # Example
/// ```
/// use backend_core::value::Interval;
///
/// let interval = Interval { months: 14, days: -3, nanoseconds: 3_600_500_000_000 };
/// assert_eq!(interval.to_string(), "P1Y2M-3DT1H0.5S");
/// assert_eq!("P14M-3DT3600.5S".parse::<Interval>()?, interval);
/// assert_eq!(Interval::default().to_string(), "PT0S");
/// # Ok::<(), backend_core::error::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[allow(clippy::exhaustive_structs, reason = "made by literal")]
pub struct Interval {
    /// Months.
    pub months: i32,
    /// Days.
    pub days: i32,
    /// Nanoseconds.
    pub nanoseconds: i64,
}

const SECOND: i64 = 1_000_000_000;

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::default() {
            return f.write_str("PT0S");
        }
        let seconds = self.nanoseconds / SECOND;
        let fraction = self.nanoseconds % SECOND;
        f.write_str("P")?;
        write_part(f, (self.months / 12).into(), 'Y')?;
        write_part(f, (self.months % 12).into(), 'M')?;
        write_part(f, self.days.into(), 'D')?;
        if self.nanoseconds == 0 {
            return Ok(());
        }
        f.write_str("T")?;
        write_part(f, seconds / 3_600, 'H')?;
        write_part(f, seconds / 60 % 60, 'M')?;
        if fraction == 0 {
            return write_part(f, seconds % 60, 'S');
        }
        let sign = if self.nanoseconds < 0 { "-" } else { "" };
        write!(f, "{sign}{}", (seconds % 60).abs())?;
        write_fraction(f, fraction.unsigned_abs())?;
        f.write_str("S")
    }
}

fn write_part(f: &mut fmt::Formatter<'_>, number: i64, unit: char) -> fmt::Result {
    if number == 0 {
        Ok(())
    } else {
        write!(f, "{number}{unit}")
    }
}

/// The units in the order in which they must come: their letter, and which part they add how much to.
const UNITS: [(u8, Part, i64); 7] = [
    (b'Y', Part::Months, 12),
    (b'M', Part::Months, 1),
    (b'W', Part::Days, 7),
    (b'D', Part::Days, 1),
    (b'H', Part::Time, 3_600 * SECOND),
    (b'M', Part::Time, 60 * SECOND),
    (b'S', Part::Time, SECOND),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Months,
    Days,
    Time,
}

impl Scanner<'_> {
    /// Reads a duration. The sums are kept wide, so that only the result has to be in range.
    fn interval(&mut self) -> Option<Interval> {
        let all_negative = self.sign().unwrap_or(false);
        self.eat(b'P').then_some(())?;
        let (mut months, mut days, mut nanoseconds) = (0_i128, 0_i128, 0_i128);
        let mut units = UNITS.iter();
        let mut in_time = false;
        let mut any = false;
        while !self.is_at_end() {
            if !in_time && self.eat(b'T') {
                in_time = true;
            }
            let negative = self.sign().unwrap_or(false) != all_negative;
            let whole = i128::from(self.number()?);
            let fraction = if self.eat(b'.') {
                Some(self.billionths()?)
            } else {
                None
            };
            let letter = self.eat_any(b"YMWDHS")?;
            let (_, part, factor) = units
                .find(|(unit, part, _)| *unit == letter && (*part == Part::Time) == in_time)?;
            if fraction.is_some() && letter != b'S' {
                return None;
            }
            let amount = whole * i128::from(*factor) + i128::from(fraction.unwrap_or(0));
            let amount = if negative { -amount } else { amount };
            match part {
                Part::Months => months += amount,
                Part::Days => days += amount,
                Part::Time => nanoseconds += amount,
            }
            any = true;
        }
        Some(Interval {
            months: i32::try_from(months).ok().filter(|_| any)?,
            days: i32::try_from(days).ok()?,
            nanoseconds: i64::try_from(nanoseconds).ok()?,
        })
    }
}

impl FromStr for Interval {
    type Err = Error;

    /// Reads `PnYnMnWnDTnHnMn.nS`: a sign may stand before each number and before the `P`, and a fraction in the seconds.
    fn from_str(text: &str) -> Result<Self> {
        Scanner::new(text)
            .interval()
            .ok_or_else(|| malformed(text, "an interval (PnYnMnDTnHnMnS) within range"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::proptest;

    use super::Interval;
    use crate::value::strategies::{config, intervals};

    #[test]
    fn each_part_has_its_own_sign() {
        for (months, days, nanoseconds, text) in [
            (0, 0, 0, "PT0S"),
            (14, 0, 0, "P1Y2M"),
            (-14, 3, 0, "P-1Y-2M3D"),
            (0, 2, -3_000_000_000, "P2DT-3S"),
            (0, 0, -500_000_000, "PT-0.5S"),
            (0, 0, 1, "PT0.000000001S"),
            (0, 0, 14_706_789_000_000, "PT4H5M6.789S"),
            (0, 0, -3_661_000_000_000, "PT-1H-1M-1S"),
            (
                i32::MAX,
                i32::MAX,
                i64::MAX,
                "P178956970Y7M2147483647DT2562047H47M16.854775807S",
            ),
            (
                i32::MIN,
                i32::MIN,
                i64::MIN,
                "P-178956970Y-8M-2147483648DT-2562047H-47M-16.854775808S",
            ),
        ] {
            let interval = Interval {
                months,
                days,
                nanoseconds,
            };
            assert_eq!(interval.to_string(), text);
            assert_eq!(text.parse::<Interval>().unwrap(), interval);
        }
    }

    #[test]
    fn other_spellings_are_read() {
        let parse = |text: &str| text.parse::<Interval>().unwrap();
        assert_eq!(parse("P2W"), parse("P14D"));
        assert_eq!(parse("P14M"), parse("P1Y2M"));
        assert_eq!(parse("PT90M"), parse("PT1H30M"));
        assert_eq!(parse("-P1Y2DT-3S"), parse("P-1Y-2DT3S"));
        assert_eq!(parse("P+1D"), parse("P1D"));
        assert_eq!(parse("P2Y-24M"), Interval::default());
        assert_eq!(parse("PT1.5000000000S"), parse("PT1.5S"));
    }

    #[test]
    fn what_is_no_interval_is_refused() {
        for text in [
            "",
            "P",
            "PT",
            "P1",
            "1Y",
            "P1Y1Y",
            "P1D1Y",
            "P1DT",
            "P1H",
            "PT1D",
            "P1.5D",
            "PT1.5M",
            "PT1.S",
            "PT1.1234567891S",
            "P1YX",
            "P1Y ",
            "PTT1S",
            "P2147483648D",
            "P178956971Y",
            "PT2562048H",
            "P99999999999999999999D",
            "1 day",
        ] {
            assert!(text.parse::<Interval>().is_err(), "{text}");
        }
    }

    proptest! {
        #![proptest_config(config())]

        #[test]
        fn intervals_go_to_text_and_back(interval in intervals()) {
            assert_eq!(interval.to_string().parse::<Interval>().unwrap(), interval);
        }
    }
}
