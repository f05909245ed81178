//! Durations as text: a whole number and a unit.

use std::fmt;
use std::time::Duration;

/// The units, from the smallest, in microseconds.
const UNITS: [(&str, u64); 5] = [
    ("us", 1),
    ("ms", 1_000),
    ("s", 1_000_000),
    ("m", 60_000_000),
    ("h", 3_600_000_000),
];

/// Reads `250ms`; a number without unit is seconds.
pub(super) fn parse(text: &str) -> Option<Duration> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(end)?;
    let unit = if unit.is_empty() { "s" } else { unit };
    let (_, microseconds) = UNITS.iter().find(|(name, _)| *name == unit)?;
    number
        .parse::<u64>()
        .ok()?
        .checked_mul(*microseconds)
        .map(Duration::from_micros)
}

/// Writes the number in the largest unit that needs no fraction.
pub(super) fn write(duration: Duration, out: &mut impl fmt::Write) -> fmt::Result {
    let total = duration.as_micros();
    let fits = |(_, unit): &&(&str, u64)| total != 0 && total.is_multiple_of(u128::from(*unit));
    match UNITS.iter().rev().find(fits) {
        Some((name, unit)) => write!(out, "{}{name}", total / u128::from(*unit)),
        None => out.write_str("0s"),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{parse, write};

    #[test]
    fn numbers_with_and_without_unit() {
        let cases = [
            ("0", Duration::ZERO, "0s"),
            ("5", Duration::from_secs(5), "5s"),
            ("5s", Duration::from_secs(5), "5s"),
            ("250ms", Duration::from_millis(250), "250ms"),
            ("1500ms", Duration::from_millis(1500), "1500ms"),
            ("60s", Duration::from_secs(60), "1m"),
            ("90m", Duration::from_secs(5400), "90m"),
            ("24h", Duration::from_secs(86_400), "24h"),
            ("7us", Duration::from_micros(7), "7us"),
        ];
        for (text, duration, written) in cases {
            assert_eq!(parse(text), Some(duration), "{text}");
            let mut out = String::new();
            write(duration, &mut out).unwrap();
            assert_eq!(out, written);
            assert_eq!(parse(&out), Some(duration), "{out}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for text in [
            "",
            "s",
            "-1",
            "+1",
            "1.5s",
            "5 s",
            " 5",
            "5S",
            "5d",
            "5sec",
            "18446744073709551615h",
            "५s",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
