//! Which types go together: as a key and what it refers to, as a constant and its column, as a type and what it becomes.

use backend_core::features::Features;
use backend_core::model::{Column, ColumnType};
use backend_core::validation::{Conversion, Severity, Subject, fits};
use backend_core::value::Value;

/// The sorts of types that are compared with and converted to one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Boolean,
    /// Integers first, then exact decimals, then floating-point numbers: each converts to the next by itself.
    Number(u8),
    Text,
    Bytes,
    /// Days and moments: each is compared with each.
    Moment,
    Time,
    Interval,
    Uuid,
    Json,
    Array,
    /// Not known here.
    Other,
}

const fn sort(column_type: &ColumnType) -> Sort {
    match column_type {
        ColumnType::Boolean => Sort::Boolean,
        ColumnType::TinyInteger
        | ColumnType::SmallInteger
        | ColumnType::Integer
        | ColumnType::BigInteger => Sort::Number(0),
        ColumnType::Decimal { .. } => Sort::Number(1),
        ColumnType::Real | ColumnType::Double => Sort::Number(2),
        ColumnType::Char { .. } | ColumnType::VarChar { .. } | ColumnType::Text => Sort::Text,
        ColumnType::Binary { .. } | ColumnType::VarBinary { .. } | ColumnType::Bytes => Sort::Bytes,
        ColumnType::Date | ColumnType::Timestamp { .. } | ColumnType::TimestampTz { .. } => {
            Sort::Moment
        }
        ColumnType::Time { .. } => Sort::Time,
        ColumnType::Interval => Sort::Interval,
        ColumnType::Uuid => Sort::Uuid,
        ColumnType::Json => Sort::Json,
        ColumnType::Array(_) => Sort::Array,
        _ => Sort::Other,
    }
}

/// What comes of a key of one type that refers to another: there has to be an equality of the referenced type, with the other
/// one or with what it converts to by itself.
pub(super) fn comparison(from: &ColumnType, to: &ColumnType) -> Option<Severity> {
    if from == to {
        return None;
    }
    match (sort(from), sort(to)) {
        (Sort::Number(0), Sort::Number(0)) | (Sort::Text, Sort::Text) => Some(Severity::Info),
        (Sort::Number(from), Sort::Number(to)) if from <= to => Some(Severity::Warning),
        (Sort::Moment, Sort::Moment) | (Sort::Time, Sort::Interval) => Some(Severity::Warning),
        (Sort::Time, Sort::Time) | (Sort::Bytes, Sort::Bytes) => Some(Severity::Info),
        (Sort::Number(1), Sort::Number(1)) => Some(Severity::Info),
        // A domain is compared as its base, and an extension can have brought an equality.
        (Sort::Other, _) | (_, Sort::Other) => Some(Severity::Warning),
        (Sort::Array, Sort::Array) => match (from, to) {
            (ColumnType::Array(from), ColumnType::Array(to)) => comparison(from, to),
            _ => None,
        },
        _ => Some(Severity::Error),
    }
}

/// Whether the literal of a constant is taken for a column: one that says its type by assignment, a text by what it says.
pub(super) fn takes(value: &Value, column_type: &ColumnType) -> bool {
    let to = sort(column_type);
    // Whatever is assigned to a text becomes one.
    if fits(value, column_type) || matches!(to, Sort::Text | Sort::Other) {
        return true;
    }
    match value {
        Value::I64(_) | Value::U64(_) | Value::F32(_) | Value::F64(_) | Value::Decimal(_) => {
            matches!(to, Sort::Number(_))
        }
        Value::Date(_) => to == Sort::Moment,
        Value::Timestamp(_) | Value::TimestampTz(_) => matches!(to, Sort::Moment | Sort::Time),
        Value::Time(_) => to == Sort::Interval,
        Value::Interval(_) => to == Sort::Time,
        Value::Text(text) | Value::Json(text) => reads(text.trim(), column_type),
        Value::Array(array) => match column_type {
            ColumnType::Array(element) => array.values().iter().all(|each| takes(each, element)),
            _ => false,
        },
        _ => false,
    }
}

/// Whether the server may read a text as a value of a type. What it alone knows, it is left to say: a day can be `tomorrow`.
fn reads(text: &str, column_type: &ColumnType) -> bool {
    match sort(column_type) {
        Sort::Boolean => {
            let text = text.to_ascii_lowercase();
            let of = |word: &str| !text.is_empty() && word.starts_with(&text);
            of("true")
                || of("false")
                || of("yes")
                || of("no")
                || ["on", "of", "off", "1", "0"].contains(&text.as_str())
        }
        Sort::Number(0) => text.parse::<i64>().is_ok() || is_of_another_base(text),
        Sort::Number(_) => text.parse::<f64>().is_ok() || is_of_another_base(text),
        Sort::Uuid => {
            let digits = text.chars().filter(char::is_ascii_hexdigit).count();
            digits == 32
                && text
                    .chars()
                    .all(|c| c.is_ascii_hexdigit() || "{}-".contains(c))
        }
        Sort::Array => text.starts_with(['{', '[']),
        Sort::Moment => is_word_of_time(text) || is_made_of_parts(text, 6),
        Sort::Time => {
            let is_digits = text.chars().all(|c| c.is_ascii_digit());
            is_word_of_time(text)
                || text.contains(':') && is_made_of_parts(text, 2)
                || is_digits && matches!(text.len(), 4 | 6)
        }
        // Years and months have a hyphen between; nothing has two.
        Sort::Interval => {
            is_word_of_time(text) || is_made_of_parts(text, 1) && text.matches('-').count() < 2
        }
        _ => true,
    }
}

/// Whether a text is a moment, or no certain one, by its name.
fn is_word_of_time(text: &str) -> bool {
    let words = [
        "now",
        "today",
        "tomorrow",
        "yesterday",
        "epoch",
        "infinity",
        "-infinity",
        "allballs",
    ];
    words.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// Whether a text is made of numbers, of at least so many digits together, and of short words, as times are in any spelling.
fn is_made_of_parts(text: &str, digits: usize) -> bool {
    let has = text.chars().filter(char::is_ascii_digit).count();
    let mut parts = text.split(|c: char| !c.is_alphanumeric());
    let is_part = |part: &str| {
        // `20240229T1020` and `PT1H30M` are written without a gap.
        let words = part.split(|c: char| c.is_ascii_digit());
        let words = words.filter(|word| !word.is_empty());
        words.clone().all(|word| word.len() <= 9) && words.count() <= 4
    };
    let is_hexadecimal = text.len() == 36 && text.matches('-').count() == 4;
    has >= digits && parts.all(is_part) && !is_hexadecimal
}

/// Numbers as `0x10` and `1_000`, which newer versions read.
fn is_of_another_base(text: &str) -> bool {
    let digits = text.trim_start_matches(['-', '+']);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && (digits.contains('_')
            || ["0x", "0o", "0b"]
                .iter()
                .any(|base| digits.starts_with(base)))
}

/// What becomes of values when a column becomes of another type, by the cast that the editor writes.
pub(super) fn conversion(from: &ColumnType, to: &ColumnType) -> Conversion {
    if to.holds(from) {
        return Conversion::Lossless;
    }
    let is_tried = match (sort(from), sort(to)) {
        (Sort::Text, _) | (_, Sort::Text) | (Sort::Other, _) | (_, Sort::Other) => true,
        (Sort::Array, Sort::Array) => match (from, to) {
            (ColumnType::Array(from), ColumnType::Array(to)) => {
                return conversion(from, to);
            }
            _ => true,
        },
        (Sort::Number(_) | Sort::Boolean, Sort::Number(_) | Sort::Boolean)
        | (Sort::Json, Sort::Number(_) | Sort::Boolean)
        | (Sort::Time, Sort::Interval)
        | (Sort::Interval, Sort::Time)
        // Only the newest versions know how, and only for integers.
        | (Sort::Bytes, Sort::Number(0))
        | (Sort::Number(0), Sort::Bytes) => true,
        (Sort::Moment, Sort::Time) => *from != ColumnType::Date,
        (from, to) => from == to,
    };
    if is_tried {
        Conversion::Tried
    } else {
        Conversion::Refused
    }
}

/// Types without an order, which a B-tree needs.
const WITHOUT_ORDER: [&str; 14] = [
    "box",
    "cid",
    "circle",
    "json",
    "jsonpath",
    "line",
    "lseg",
    "path",
    "pg_node_tree",
    "point",
    "polygon",
    "txid_snapshot",
    "xid",
    "xml",
];
/// Types that a `gist` index knows without an extension.
const WITH_GIST: [&str; 7] = [
    "box",
    "circle",
    "point",
    "polygon",
    "tsquery",
    "tsvector",
    "int4range",
];

/// Whether a type can be part of a key, or of an index of that method, without an operator class that is named.
pub(super) fn has_operators(subject: &Subject<'_>, column: &Column, method: Option<&str>) -> bool {
    let column_type = &column.column_type;
    let native = native_name(column);
    let is_open =
        matches!(column_type, ColumnType::Named(_)) || !subject.schema().extensions.is_empty();
    match method {
        None | Some("btree") => !native.is_some_and(|name| WITHOUT_ORDER.contains(&name)),
        _ if is_open => true,
        Some("gin") => {
            matches!(column_type, ColumnType::Array(_) | ColumnType::Json) && native != Some("json")
                || native == Some("tsvector")
        }
        Some("gist") => {
            native.is_some_and(|name| WITH_GIST.contains(&name) || name.ends_with("range"))
        }
        Some("hash") => !native
            .is_some_and(|name| WITHOUT_ORDER.contains(&name) && name != "xid" && name != "cid"),
        Some(_) => true,
    }
}

/// The name of a type in PostgreSQL's own words, without arguments; that of what an array holds.
fn native_name(column: &Column) -> Option<&str> {
    fn of(column_type: &ColumnType) -> Option<&str> {
        match column_type {
            ColumnType::Native(name) => Some(name),
            ColumnType::Array(element) => of(element),
            _ => None,
        }
    }
    // The spelling says which of the two types of JSON it is.
    let declared = column.declared_type.as_deref();
    let name = match column.column_type {
        ColumnType::Json => declared.filter(|name| *name == "json"),
        _ => of(&column.column_type),
    };
    let name = name?.split(['(', '[']).next().unwrap_or_default().trim();
    Some(name.strip_prefix("pg_catalog.").unwrap_or(name))
}

/// The most characters of a text with a length.
const MAX_LENGTH: u32 = 10_485_760;

/// Why a type is out of the server's limits.
pub(super) fn out_of_limits(features: &Features, column_type: &ColumnType) -> Option<String> {
    match column_type {
        ColumnType::Array(element) => out_of_limits(features, element),
        ColumnType::Char {
            length: Some(length),
        }
        | ColumnType::VarChar {
            length: Some(length),
        } if !(1..=MAX_LENGTH).contains(length) => Some(format!(
            "a length of {length} characters was asked for, the limits are 1 and {MAX_LENGTH}"
        )),
        ColumnType::Decimal {
            precision: Some(0), ..
        } => Some("a decimal has 1 digit at least".to_owned()),
        ColumnType::Decimal {
            precision: Some(precision),
            scale: Some(scale),
        } => {
            // The version that has one has the other.
            let (least, most) = if features.supports_nulls_not_distinct {
                (-1_000, 1_000)
            } else {
                (0, i32::try_from(*precision).unwrap_or(i32::MAX))
            };
            let message =
                || format!("a scale of {scale} was asked for, the limits are {least} and {most}");
            (!(least..=most).contains(scale)).then(message)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use backend_core::model::{ColumnType, QualifiedName};
    use backend_core::validation::{Conversion, Severity};
    use backend_core::value::Value;

    use super::{comparison, conversion, takes};

    const DECIMAL: ColumnType = ColumnType::Decimal {
        precision: None,
        scale: None,
    };
    const MOMENT: ColumnType = ColumnType::Timestamp { precision: None };
    const TIME: ColumnType = ColumnType::Time { precision: None };

    #[test]
    fn a_key_refers_to_what_it_converts_to() {
        use ColumnType::{BigInteger, Date, Double, Integer, Interval, Real, Text, Uuid, VarChar};
        for (from, to, expected) in [
            (Integer, Integer, None),
            (BigInteger, Integer, Some(Severity::Info)),
            (VarChar { length: Some(9) }, Text, Some(Severity::Info)),
            (Integer, DECIMAL, Some(Severity::Warning)),
            (DECIMAL, Double, Some(Severity::Warning)),
            (DECIMAL, Integer, Some(Severity::Error)),
            (Real, DECIMAL, Some(Severity::Error)),
            (Date, MOMENT, Some(Severity::Warning)),
            (TIME, Interval, Some(Severity::Warning)),
            (Interval, TIME, Some(Severity::Error)),
            (Text, Uuid, Some(Severity::Error)),
            (Text, Integer, Some(Severity::Error)),
        ] {
            assert_eq!(comparison(&from, &to), expected, "{from:?} to {to:?}");
        }
        let domain = ColumnType::Named(QualifiedName::new("d").unwrap());
        assert_eq!(comparison(&domain, &Integer), Some(Severity::Warning));
    }

    #[test]
    fn a_text_is_taken_for_what_it_says() {
        let text = |text: &str| Value::Text(text.into());
        for (value, column_type, expected) in [
            (text("12"), ColumnType::Integer, true),
            (text("x"), ColumnType::Integer, false),
            (text("1.5"), DECIMAL, true),
            (text("tomorrow"), ColumnType::Date, true),
            (text("yes"), ColumnType::Boolean, true),
            (text("maybe"), ColumnType::Boolean, false),
            (Value::I64(1), ColumnType::Boolean, false),
            (Value::Bool(true), ColumnType::Integer, false),
            (Value::Bool(true), ColumnType::Text, true),
            (Value::I64(1), ColumnType::Json, false),
            (
                text("{1}"),
                ColumnType::Array(Box::new(ColumnType::Integer)),
                true,
            ),
        ] {
            assert_eq!(
                takes(&value, &column_type),
                expected,
                "{value:?} for {column_type:?}"
            );
        }
    }

    #[test]
    fn a_type_becomes_what_a_cast_makes_of_it() {
        use ColumnType::{Boolean, Bytes, Date, Integer, Json, SmallInteger, Text, Uuid};
        for (from, to, expected) in [
            (SmallInteger, Integer, Conversion::Lossless),
            (Integer, SmallInteger, Conversion::Tried),
            (Text, Uuid, Conversion::Tried),
            (Json, Integer, Conversion::Tried),
            (Boolean, Integer, Conversion::Lossless),
            (Uuid, Integer, Conversion::Refused),
            (Integer, Date, Conversion::Refused),
            (Date, TIME, Conversion::Refused),
            (MOMENT, TIME, Conversion::Tried),
            (TIME, Date, Conversion::Refused),
            (Integer, Json, Conversion::Refused),
            (Json, Bytes, Conversion::Refused),
        ] {
            assert_eq!(conversion(&from, &to), expected, "{from:?} to {to:?}");
        }
    }
}
