//! What values become in a column of another type, and which are none of its values.
//!
//! SQLite itself turns numbers into text and text into numbers where nothing is lost, and stores everything else as it is.

use backend_core::model::{Column, ColumnType, Identifier};
use backend_core::sql::Writer;

/// Writes the value of a column as one of another type.
pub(super) fn write(from: &Column, to: &Column, out: &mut Writer<'_>) {
    let value = conversion(&from.column_type, &to.column_type).unwrap_or("{}");
    write_of(&from.name, value, out);
}

/// Writes a text with the column in each place of `{}`.
fn write_of(column: &Identifier, text: &'static str, out: &mut Writer<'_>) {
    for (n, piece) in text.split("{}").enumerate() {
        if n > 0 {
            out.identifier(column);
        }
        out.fragment(piece);
    }
}

/// What makes a value of another type, where it is not by itself one.
fn conversion(from: &ColumnType, to: &ColumnType) -> Option<&'static str> {
    let is_text = |it: &ColumnType| {
        matches!(
            it,
            ColumnType::Text | ColumnType::VarChar { .. } | ColumnType::Char { .. }
        )
    };
    Some(match (from, to) {
        (from, ColumnType::Boolean) if integers(from).is_some() => "{} <> 0",
        (ColumnType::Boolean, to) if is_text(to) || *to == ColumnType::Json => {
            "CASE {} WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE {} END"
        }
        (from, ColumnType::Binary { .. } | ColumnType::VarBinary { .. } | ColumnType::Bytes)
            if is_text(from) =>
        {
            "CAST({} AS BLOB)"
        }
        (ColumnType::Real | ColumnType::Double, ColumnType::Json) => {
            "CASE WHEN {} = CAST({} AS INTEGER) THEN CAST({} AS INTEGER) ELSE {} END"
        }
        (from, ColumnType::Uuid) if is_text(from) => "lower({})",
        (from, ColumnType::Time { .. }) if is_text(from) => {
            "CASE WHEN {} GLOB '[0-9][0-9]:[0-9][0-9]' THEN {} || ':00' ELSE {} END"
        }
        (from, ColumnType::Timestamp { .. }) if is_text(from) => {
            "CASE WHEN {} GLOB '????-??-??T*' THEN substr({}, 1, 10) || ' ' || substr({}, 12) ELSE {} END"
        }
        // In UTC; what cannot be said without losing a fraction is none.
        (from, ColumnType::TimestampTz { .. }) if is_text(from) => {
            "CASE WHEN {} GLOB '*[Zz]' THEN substr({}, 1, 10) || ' ' || substr({}, 12, length({}) - 12) || '+00:00' \
             WHEN {} GLOB '*+00:00' THEN substr({}, 1, 10) || ' ' || substr({}, 12) \
             WHEN {} GLOB '????-??-??[T ]??:??:??[-+]??:??' THEN datetime({}) || '+00:00' ELSE {} END"
        }
        (ColumnType::Date, ColumnType::Timestamp { .. }) => "{} || ' 00:00:00'",
        (ColumnType::Date, ColumnType::TimestampTz { .. }) => "{} || ' 00:00:00+00:00'",
        (ColumnType::Timestamp { .. }, ColumnType::TimestampTz { .. }) => "{} || '+00:00'",
        (ColumnType::TimestampTz { .. }, ColumnType::Timestamp { .. }) => {
            "CASE WHEN {} GLOB '*+00:00' THEN substr({}, 1, length({}) - 6) ELSE {} END"
        }
        _ => return None,
    })
}

/// Writes a condition that holds for values that are none of a column's type; answers whether there is one.
pub(super) fn write_unconverted(column: &Column, out: &mut Writer<'_>) -> bool {
    let column_type = &column.column_type;
    let Some((storage, condition)) = shape(column_type) else {
        return false;
    };
    let name = &column.name;
    out.identifier(name).push(" IS NOT NULL AND (typeof(");
    out.identifier(name).push(") <> ").string(storage);
    if !condition.is_empty() {
        out.push(" OR ");
        write_of(name, condition, out);
    }
    if let Some((least, most)) = integers(column_type).filter(|range| *range != WHOLE) {
        out.push(" OR ").identifier(name).push(" NOT BETWEEN ");
        out.number(least).push(" AND ").number(most);
    }
    if let Some(digits) = digits_before_point(column_type) {
        let count = " OR instr({} || '.', '.') - 1 - ({} GLOB '-*') > ";
        write_of(name, count, out);
        out.number(digits);
    }
    if let Some(length) = length(column_type) {
        out.push(" OR length(")
            .identifier(name)
            .push(") > ")
            .number(length);
    }
    out.push(")");
    true
}

/// The numbers that SQLite stores as integers.
const WHOLE: (i64, i64) = (i64::MIN, i64::MAX);

/// The smallest and the largest number of a type of integers.
fn integers(column_type: &ColumnType) -> Option<(i64, i64)> {
    match column_type {
        // One vendor's go from -128, another's up to 255.
        ColumnType::TinyInteger => Some((-128, 255)),
        ColumnType::SmallInteger => Some((i16::MIN.into(), i16::MAX.into())),
        ColumnType::Integer => Some((i32::MIN.into(), i32::MAX.into())),
        ColumnType::BigInteger => Some(WHOLE),
        _ => None,
    }
}

/// How many digits a decimal can have before its point.
fn digits_before_point(column_type: &ColumnType) -> Option<i64> {
    match column_type {
        ColumnType::Decimal {
            precision: Some(precision),
            scale,
        } => Some(i64::from(*precision) - i64::from(scale.unwrap_or(0))),
        _ => None,
    }
}

const fn length(column_type: &ColumnType) -> Option<u32> {
    match column_type {
        ColumnType::Char { length }
        | ColumnType::VarChar { length }
        | ColumnType::Binary { length }
        | ColumnType::VarBinary { length } => *length,
        _ => None,
    }
}

/// How the values of a type are stored, and a condition, with `{}` for the column, that holds for those that are stored so and
/// are none. `None` for types whose values can be anything.
fn shape(column_type: &ColumnType) -> Option<(&'static str, &'static str)> {
    Some(match column_type {
        ColumnType::TinyInteger
        | ColumnType::SmallInteger
        | ColumnType::Integer
        | ColumnType::BigInteger => ("integer", ""),
        ColumnType::Boolean => ("integer", "{} NOT IN (0, 1)"),
        ColumnType::Real => (
            "real",
            "abs({}) > 3.4028234663852886e38 AND abs({}) < 9e999",
        ),
        ColumnType::Double => ("real", ""),
        ColumnType::Char { .. } | ColumnType::VarChar { .. } | ColumnType::Text => ("text", ""),
        ColumnType::Binary { .. } | ColumnType::VarBinary { .. } | ColumnType::Bytes => {
            ("blob", "")
        }
        // Digits with at most one point between them and a sign before.
        ColumnType::Decimal { .. } => (
            "text",
            "{} <> 'NaN' AND (ltrim({}, '-') NOT GLOB '[0-9]*' OR {} GLOB '*[^-0-9.]*' OR {} GLOB '*.*.*' \
             OR {} GLOB '?*-*' OR {} GLOB '*.' \
             OR ltrim({}, '-') GLOB '0[0-9]*')",
        ),
        ColumnType::Date => ("text", "{} IS NOT date({})"),
        ColumnType::Time { .. } => (
            "text",
            "{} NOT GLOB '[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*' OR time({}) IS NULL",
        ),
        ColumnType::Timestamp { .. } => (
            "text",
            "{} NOT GLOB '????-[0-9][0-9]-[0-9][0-9] [0-9]*' OR datetime({}) IS NULL \
             OR substr({}, 11) GLOB '*[-+Zz]*'",
        ),
        ColumnType::TimestampTz { .. } => (
            "text",
            "{} NOT GLOB '????-[0-9][0-9]-[0-9][0-9] [0-9]*+00:00' OR datetime({}) IS NULL",
        ),
        ColumnType::Interval => ("text", "{} NOT GLOB 'P*' AND {} NOT GLOB '-P*'"),
        ColumnType::Uuid => (
            "text",
            "length({}) <> 36 OR {} NOT GLOB '????????-????-????-????-????????????'",
        ),
        ColumnType::Json => ("text", "NOT json_valid({})"),
        _ => return None,
    })
}
