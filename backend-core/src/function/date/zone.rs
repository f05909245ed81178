//! [`TimeZone`]: a time zone by its name, or an offset from UTC.

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, ErrorKind, Result};

/// A time zone: UTC, a place of the IANA database, or a fixed offset from UTC.
///
/// # Shape
/// A name is an area and a place (`Europe/Berlin`, `America/Argentina/Salta`, `Etc/GMT-3`). Names without an area (`EST`,
/// `CET`, `Japan`) are refused: to some servers they are abbreviations, which mean something else. An offset is written `+02:00` or
/// `-03:30`, east of UTC being positive as in ISO 8601.
///
/// Only the form is checked here, so that it can hold nothing else. Whether there is such a place is what the server knows when the query runs:
/// [`Data`](ErrorKind::Data) if not.
///
/// # Example
/// ```
/// use backend_core::function::TimeZone;
///
/// let berlin: TimeZone = "Europe/Berlin".parse()?;
/// let kathmandu = TimeZone::offset(5 * 3_600 + 45 * 60)?;
/// assert_eq!(berlin.to_string(), "Europe/Berlin");
/// assert_eq!(kathmandu.to_string(), "+05:45");
/// assert!("UTC'); DROP TABLE artist; --".parse::<TimeZone>().is_err());
/// # Ok::<(), backend_core::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TimeZone(Zone);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Zone {
    Utc,
    Named(Box<str>),
    Offset(i32),
}

/// Longer than any name of the database, with room.
const MAX_NAME_BYTES: usize = 64;
const DAY: i32 = 86_400;

impl TimeZone {
    /// Coordinated Universal Time.
    pub const UTC: Self = Self(Zone::Utc);

    /// A zone of the IANA database, as `Europe/Berlin`.
    ///
    /// # Errors
    /// [`Data`](ErrorKind::Data) for what is not of the form of a name with an area.
    pub fn named(name: &str) -> Result<Self> {
        if is_name(name) {
            Ok(Self(Zone::Named(name.into())))
        } else {
            Err(malformed())
        }
    }

    /// So many seconds east of UTC, less than a day to either side.
    ///
    /// # Errors
    /// [`Data`](ErrorKind::Data) for a day or more.
    pub fn offset(seconds: i32) -> Result<Self> {
        match seconds {
            0 => Ok(Self::UTC),
            seconds if -DAY < seconds && seconds < DAY => Ok(Self(Zone::Offset(seconds))),
            _ => Err(Error::new(
                ErrorKind::Data,
                format!("an offset of {seconds} seconds from UTC is not less than a day"),
            )),
        }
    }

    /// The name in the IANA database; `None` of an offset and of UTC.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match &self.0 {
            Zone::Named(name) => Some(name),
            Zone::Utc | Zone::Offset(_) => None,
        }
    }

    /// Seconds east of UTC; `None` of a name, whose offset differs by the date.
    #[must_use]
    pub const fn offset_seconds(&self) -> Option<i32> {
        match self.0 {
            Zone::Utc => Some(0),
            Zone::Offset(seconds) => Some(seconds),
            Zone::Named(_) => None,
        }
    }
}

/// Whether a text has the form of a name: letters, `_`, `-` and `/` between an area and its places.
///
/// Digits stand in `Etc/GMT+5` and its like alone. Elsewhere they would make a rule out of a name that does not exist: servers take
/// `Europe/Berlin5` for five hours west of somewhere.
fn is_name(name: &str) -> bool {
    if let Some(hours) = name.strip_prefix("Etc/GMT") {
        if matches!(hours, "" | "0") {
            return true;
        }
        let Some((sign, hours)) = hours.split_at_checked(1) else {
            return false;
        };
        let most = match sign {
            "+" => 12,
            "-" => 14,
            _ => return false,
        };
        // One spelling of a number: no second sign, no zero before it.
        return hours == "0" || (1..=most).any(|hour: u8| hours == hour.to_string());
    }
    let is_place = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_alphabetic())
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'-'))
    };
    let area = name.split('/').next().unwrap_or_default();
    // The same places again, one of them with leap seconds, where a server's own files are read.
    let is_variant = ["posix", "right"]
        .iter()
        .any(|variant| area.eq_ignore_ascii_case(variant));
    name.len() <= MAX_NAME_BYTES
        && name.contains('/')
        && !is_variant
        && name.split('/').all(is_place)
}

fn malformed() -> Error {
    Error::new(
        ErrorKind::Data,
        "a time zone is UTC, an area and a place (Europe/Berlin) or an offset (+02:00)",
    )
}

impl fmt::Display for TimeZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Zone::Utc => f.write_str("UTC"),
            Zone::Named(name) => f.write_str(name),
            Zone::Offset(offset) => {
                let sign = if *offset < 0 { '-' } else { '+' };
                let offset = offset.unsigned_abs();
                let (hours, minutes, seconds) = (offset / 3_600, offset / 60 % 60, offset % 60);
                write!(f, "{sign}{hours:02}:{minutes:02}")?;
                if seconds == 0 {
                    Ok(())
                } else {
                    write!(f, ":{seconds:02}")
                }
            }
        }
    }
}

impl FromStr for TimeZone {
    type Err = Error;

    /// Reads `UTC`, a name, or an offset `+HH:MM` or `+HH:MM:SS`.
    fn from_str(text: &str) -> Result<Self> {
        if text == "UTC" {
            return Ok(Self::UTC);
        }
        let (sign, digits) = match (text.strip_prefix('+'), text.strip_prefix('-')) {
            (Some(digits), _) => (1, digits),
            (_, Some(digits)) => (-1, digits),
            _ => return Self::named(text),
        };
        let mut parts = digits.split(':').map(two_digits);
        let (hours, minutes) = (parts.next().flatten(), parts.next().flatten());
        let seconds = parts.next().unwrap_or(Some(0));
        match (hours, minutes, seconds, parts.next()) {
            (Some(hours), Some(minutes @ ..60), Some(seconds @ ..60), None) => {
                Self::offset(sign * (hours * 3_600 + minutes * 60 + seconds))
            }
            _ => Err(malformed()),
        }
    }
}

fn two_digits(text: &str) -> Option<i32> {
    let is_two = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_two.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::TimeZone;

    #[test]
    fn a_zone_goes_to_text_and_back() {
        for text in [
            "UTC",
            "Europe/Berlin",
            "America/Argentina/ComodRivadavia",
            "America/Port-au-Prince",
            "Etc/GMT",
            "Etc/GMT0",
            "Etc/GMT+12",
            "Etc/GMT-14",
            "+05:45",
            "-03:30",
            "+23:59:59",
            "-00:44:30",
        ] {
            assert_eq!(text.parse::<TimeZone>().unwrap().to_string(), text);
        }
        assert_eq!("+00:00".parse::<TimeZone>().unwrap(), TimeZone::UTC);
    }

    #[test]
    fn nothing_else_is_a_zone() {
        for text in [
            "",
            "/",
            "Z",
            "utc",
            "EST",
            "CET",
            "EST5EDT",
            "Europe/",
            "/Berlin",
            "Europe//Berlin",
            "Europe/Berlin5",
            "Europe/Berlin\0",
            "Europe/Berlin'",
            "Europe/ Berlin",
            "Europe/Berlín",
            "Еurope/Berlin",
            "../Europe/Berlin",
            "posix/Europe/Berlin",
            "RIGHT/Europe/Berlin",
            "Etc/GMT+13",
            "Etc/GMT-15",
            "Etc/GMT+05",
            "Etc/GMT++5",
            "Etc/GMTé",
            "Etc/GMTé'; --",
            "Etc/GMT+5'",
            "<+02>-02",
            "+2:00",
            "+02",
            "+0200",
            "+24:00",
            "+02:60",
            "+02:00:60",
            "+02:00:00:00",
            "++2:00",
            "+02:00 ",
            &format!("Europe/{}", "a".repeat(64)),
        ] {
            assert!(text.parse::<TimeZone>().is_err(), "{text}");
        }
        assert!(TimeZone::offset(86_400).is_err());
        assert!(TimeZone::named("UTC").is_err());
    }
}
