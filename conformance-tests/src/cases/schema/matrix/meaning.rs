//! [`Meaning`]: what a column's values become when the column becomes one of another kind. It is said here, for every vendor.
//!
//! | from | to | what the values become |
//! |---|---|---|
//! | any | itself | what they are |
//! | a number | a number | the same number; one out of range fails. Whether a fraction or digits that have no room are rounded or fail is not said |
//! | a boolean | a number | 1 and 0 |
//! | a number | a boolean | true for 1 and false for 0; others are not said |
//! | a boolean, number, day, time, instant, UUID, document | a text | what, read as the kind before, is the value; for an interval it is not said |
//! | a text | a text | the same; one too long fails where lengths are enforced |
//! | a text | any other kind | what the text says, dates and intervals as ISO 8601 has them, booleans as 1 and 0, bytes as UTF-8; another text fails |
//! | a day | a timestamp | its midnight, of an instant in the session's zone |
//! | a timestamp | an instant, and back | the same in the session's zone |
//! | a timestamp or instant | a day | its day; or it fails |
//! | a timestamp or instant | a time | its time; or it fails |
//! | a time | an interval, and back | the time since midnight; or it fails |
//! | a boolean or number | a document | the document that is nothing but it; or it fails, and so it does back |
//! | everything else | | not said: it fails and changes nothing, or each row has a value of the new kind |
//!
//! To fail is an error of the kinds [`FAILURES`].

use backend_core::error::{Error, ErrorKind};
use backend_core::value::Decimal;

use super::kind::Kind;

/// What the values of a column become.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Meaning {
    /// Values of the kind before and after; none where nothing is said of them.
    pub(super) values: Vec<(&'static str, &'static str)>,
    /// A value that keeps the column from becoming the other.
    pub(super) unfit: Option<&'static str>,
    /// How sure it is.
    pub(super) certainty: Certainty,
    /// How the value that is found says what is meant.
    pub(super) form: Form,
}

/// How sure a conversion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Certainty {
    /// It takes place.
    Certain,
    /// It takes place, or is refused.
    OrRefused,
    /// What the values become is not said.
    Unsaid,
}

/// How a value that is found says what is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// It is the value.
    Itself,
    /// It is a text that means the value as the kind before writes it.
    Text,
    /// It is the value, seen from another time zone.
    Zoned,
}

/// Whether an error is one by which a conversion fails.
pub(super) fn fails(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::Data | ErrorKind::NotSupported(_) | ErrorKind::Programming
    )
}

const TEXTS: &[Kind] = &[Kind::VarChar, Kind::Text];
const NUMBERS: &[Kind] = &[
    Kind::SmallInteger,
    Kind::Integer,
    Kind::BigInteger,
    Kind::Real,
    Kind::Double,
    Kind::Decimal,
];

/// Values of a kind, its edges among them, the first one none of its defaults; booleans and bytes are few enough to be unique.
const fn samples(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Boolean => &["true"],
        Kind::SmallInteger => &["1", "-32768", "32767", "-5"],
        Kind::Integer => &["1", "-2147483648", "2147483647", "-32768"],
        Kind::BigInteger => &["1", "-9223372036854775808", "9223372036854775807", "-32768"],
        Kind::Real => &["1", "-2.5", "65536", "-32768"],
        Kind::Double => &["1", "-2.5", "4294967296", "-32768", "1e300"],
        Kind::Decimal => &["1", "-2.5", "123456789012345.125", "-32768"],
        Kind::VarChar | Kind::Text => &["Ada", "", "it's \"x\" \\ é漢🦀", " a "],
        Kind::Bytes => &["Ada", "", "\0\u{1}"],
        Kind::Date => &["2024-02-29", "0001-01-01", "9999-12-31"],
        Kind::Time => &["12:34:56", "00:00:00", "23:59:59.999999"],
        Kind::Timestamp => &[
            "2024-02-29T00:00:00",
            "0001-01-01T00:00:00",
            "9999-12-31T00:00:00",
        ],
        Kind::TimestampTz => &["2024-02-29T00:00:00Z", "1969-12-31T00:00:00Z"],
        Kind::Interval => &["P1DT2H", "P1M", "PT0.5S"],
        Kind::Uuid => &[
            "00000000-0000-0000-0000-000000000000",
            "0188da12-4bc3-7abc-8def-0123456789ab",
        ],
        Kind::Json => &["{\"a\": [1, null]}", "1", "\"x\"", "true"],
    }
}

/// Whether a number has room in a kind of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Room {
    Exact,
    Rounded,
    TooLarge,
}

fn room(number: &str, kind: Kind) -> Room {
    let exact = number.parse().ok();
    let exact = exact.and_then(|number: Decimal| number.to_i128_and_scale());
    let again = |shown: String| {
        if shown == number {
            Room::Exact
        } else {
            Room::Rounded
        }
    };
    let (most, scale) = match kind {
        Kind::SmallInteger => (i128::from(i16::MAX), 0),
        Kind::Integer => (i128::from(i32::MAX), 0),
        Kind::BigInteger => (i128::from(i64::MAX), 0),
        Kind::Decimal => {
            let (after, before) = Kind::DECIMAL_DIGITS;
            (10_i128.pow(before), after)
        }
        Kind::Real => {
            return match number.parse::<f32>() {
                Ok(found) if found.is_finite() => again(found.to_string()),
                _ => Room::TooLarge,
            };
        }
        _ => {
            let found = number.parse::<f64>().unwrap_or(f64::INFINITY);
            return if number.contains('e') {
                Room::Exact
            } else {
                again(found.to_string())
            };
        }
    };
    match exact {
        None => Room::TooLarge,
        Some((digits, places)) => {
            let whole = digits / 10_i128.pow(places);
            let least = if kind == Kind::Decimal {
                -most
            } else {
                -most - 1
            };
            if whole > most || whole < least {
                Room::TooLarge
            } else if places > scale {
                Room::Rounded
            } else {
                Room::Exact
            }
        }
    }
}

/// What the table above says.
pub(super) fn meaning(from: Kind, to: Kind) -> Meaning {
    let same = |values: &[&'static str]| values.iter().map(|value| (*value, *value)).collect();
    let said = |values, form| Meaning {
        values,
        unfit: None,
        certainty: Certainty::Certain,
        form,
    };
    let is_number = |kind| NUMBERS.contains(&kind);
    let is_text = |kind| TEXTS.contains(&kind);
    match (from, to) {
        _ if from == to => said(same(samples(from)), Form::Itself),
        _ if is_number(from) && is_number(to) => {
            let fits = |wanted| move |number: &&&'static str| room(number, to) == wanted;
            let numbers: Vec<_> = samples(from)
                .iter()
                .filter(fits(Room::Exact))
                .copied()
                .collect();
            Meaning {
                unfit: samples(from).iter().find(fits(Room::TooLarge)).copied(),
                ..said(same(&numbers), Form::Itself)
            }
        }
        (Kind::Boolean, _) if is_number(to) => said(vec![("true", "1")], Form::Itself),
        (_, Kind::Boolean) if is_number(from) => {
            said(vec![("1", "true"), ("0", "false")], Form::Itself)
        }
        (Kind::VarChar, Kind::Text) => said(same(samples(from)), Form::Itself),
        (Kind::Text, Kind::VarChar) => Meaning {
            unfit: Some("this text is longer than the sixty characters that there is room for"),
            ..said(same(samples(from)), Form::Itself)
        },
        (Kind::Interval | Kind::Bytes, _) if is_text(to) => unsaid(from),
        (_, Kind::VarChar | Kind::Text) => said(same(samples(from)), Form::Text),
        (_, Kind::Bytes) if is_text(from) => said(vec![("Ada", "Ada"), ("", "")], Form::Itself),
        _ if is_text(from) => Meaning {
            unfit: Some("Ada"),
            ..said(of_texts(to), Form::Itself)
        },
        _ => of_times(from, to).unwrap_or_else(|| of_documents(from, to)),
    }
}

/// The values of a kind, from texts.
fn of_texts(to: Kind) -> Vec<(&'static str, &'static str)> {
    match to {
        Kind::Boolean => vec![("1", "true"), ("0", "false")],
        _ => samples(to).iter().map(|value| (*value, *value)).collect(),
    }
}

/// What days, times and instants become of one another.
fn of_times(from: Kind, to: Kind) -> Option<Meaning> {
    let (values, certainty, form) = match (from, to) {
        (Kind::Date, Kind::Timestamp) => (
            vec![
                ("2024-02-29", "2024-02-29T00:00:00"),
                ("0001-01-01", "0001-01-01T00:00:00"),
            ],
            Certainty::Certain,
            Form::Itself,
        ),
        (Kind::Date, Kind::TimestampTz) => (
            vec![("2024-02-29", "2024-02-29T00:00:00Z")],
            Certainty::Certain,
            Form::Zoned,
        ),
        (Kind::Timestamp, Kind::TimestampTz) => (
            vec![("2024-02-29T12:34:56", "2024-02-29T12:34:56Z")],
            Certainty::Certain,
            Form::Zoned,
        ),
        (Kind::TimestampTz, Kind::Timestamp) => (
            vec![("2024-02-29T12:34:56Z", "2024-02-29T12:34:56")],
            Certainty::Certain,
            Form::Zoned,
        ),
        (Kind::Timestamp, Kind::Date) => (
            vec![
                ("2024-02-29T00:00:00", "2024-02-29"),
                ("2023-12-31T23:59:59", "2023-12-31"),
            ],
            Certainty::OrRefused,
            Form::Itself,
        ),
        (Kind::TimestampTz, Kind::Date) => (
            vec![("2024-02-29T12:34:56Z", "2024-02-29")],
            Certainty::OrRefused,
            Form::Zoned,
        ),
        (Kind::Timestamp, Kind::Time) => (
            vec![("2024-02-29T12:34:56", "12:34:56")],
            Certainty::OrRefused,
            Form::Itself,
        ),
        (Kind::Time, Kind::Interval) => (
            vec![("12:34:56", "PT12H34M56S")],
            Certainty::OrRefused,
            Form::Itself,
        ),
        (Kind::Interval, Kind::Time) => (
            vec![("PT12H34M56S", "12:34:56")],
            Certainty::OrRefused,
            Form::Itself,
        ),
        _ => return None,
    };
    Some(Meaning {
        values,
        unfit: None,
        certainty,
        form,
    })
}

/// What documents become, what becomes a document, and everything else.
fn of_documents(from: Kind, to: Kind) -> Meaning {
    let values = match (from, to) {
        (Kind::Boolean, Kind::Json) | (Kind::Json, Kind::Boolean) => vec![("true", "true")],
        (_, Kind::Json) if NUMBERS.contains(&from) => vec![("1", "1")],
        (Kind::Json, _) if NUMBERS.contains(&to) => vec![("1", "1"), ("-5", "-5")],
        _ => return unsaid(from),
    };
    Meaning {
        values,
        unfit: None,
        certainty: Certainty::OrRefused,
        form: Form::Itself,
    }
}

fn unsaid(from: Kind) -> Meaning {
    let values = samples(from).iter().map(|value| (*value, "")).collect();
    Meaning {
        values,
        unfit: None,
        certainty: Certainty::Unsaid,
        form: Form::Itself,
    }
}

#[cfg(test)]
mod tests {
    use super::{Certainty, Room, meaning, room};
    use crate::cases::schema::matrix::kind::Kind;

    #[test]
    fn numbers_have_room_or_not() {
        for (number, kind, expected) in [
            ("32767", Kind::SmallInteger, Room::Exact),
            ("-32768", Kind::SmallInteger, Room::Exact),
            ("32768", Kind::SmallInteger, Room::TooLarge),
            ("-2.5", Kind::Integer, Room::Rounded),
            ("1e300", Kind::BigInteger, Room::TooLarge),
            ("1e300", Kind::Decimal, Room::TooLarge),
            ("1e300", Kind::Double, Room::Exact),
            ("1e300", Kind::Real, Room::TooLarge),
            ("2147483647", Kind::Real, Room::Rounded),
            ("9223372036854775807", Kind::Double, Room::Rounded),
            ("123456789012345.125", Kind::Double, Room::Rounded),
            ("9223372036854775807", Kind::Decimal, Room::TooLarge),
        ] {
            assert_eq!(room(number, kind), expected, "{number} as {kind:?}");
        }
    }

    #[test]
    fn each_pair_has_distinct_values_that_are_of_their_kinds() {
        let mut certain = 0;
        for from in Kind::ALL {
            for to in Kind::ALL {
                let meaning = meaning(from, to);
                let of = format!("{from:?} to {to:?}: {meaning:?}");
                assert!(!meaning.values.is_empty(), "{of}");
                for (before, after) in &meaning.values {
                    assert!(from.is_of(&from.value(before).unwrap()), "{of}");
                    assert_ne!(*before, from.fresh(), "{of}");
                    if meaning.certainty != Certainty::Unsaid {
                        assert!(to.is_of(&to.value(after).unwrap()), "{of}");
                        let is_few = from == Kind::Boolean || to == Kind::Boolean;
                        assert!(is_few || *after != to.fresh(), "{of}");
                    }
                }
                if let Some(unfit) = meaning.unfit {
                    assert!(from.is_of(&from.value(unfit).unwrap()), "{of}");
                }
                let mut after: Vec<_> = meaning.values.iter().map(|(_, after)| *after).collect();
                after.sort_unstable();
                after.dedup();
                let is_unsaid = meaning.certainty == Certainty::Unsaid;
                assert!(is_unsaid || after.len() == meaning.values.len(), "{of}");
                certain += usize::from(meaning.certainty == Certainty::Certain);
            }
        }
        assert!(certain > 110, "{certain}");
    }
}
