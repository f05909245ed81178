//! Long lists of constants: a JSON array is one parameter, and `OPENJSON` makes typed rows of it.
//!
//! Lists that fit are left as they are: in them each element takes the collation of what it is compared with.
//!
//! Source: <https://learn.microsoft.com/sql/t-sql/functions/openjson-transact-sql>.

use std::fmt::{Display, Write as _};

use backend_core::query::{ConstantList, bind, write_text};
use backend_core::value::{ColumnKind, TypedValue, Value};
use sea_query::{BinOper, Expr, SqlWriter};

use super::builder::MssqlBuilder;

/// Writes `left IN (…)` or `NOT IN` with one parameter, if the right side is constants that JSON can hold; answers whether it
/// is.
pub(super) fn write(
    builder: &MssqlBuilder<'_>,
    left: &Expr,
    operator: BinOper,
    right: &Expr,
    sql: &mut impl SqlWriter,
) -> bool {
    let Some(list) = ConstantList::of(right).filter(|list| !list.is_rows) else {
        return false;
    };
    let Some(packed) = Packed::of(&list) else {
        return false;
    };
    builder.operand(left, operator, sql);
    write_text(
        if operator == BinOper::In {
            " IN (SELECT "
        } else {
            " NOT IN (SELECT "
        },
        sql,
    );
    let is_bytes = packed.columns.first().is_some_and(|column| column.is_bytes);
    write_text(
        if is_bytes {
            "CONVERT(varbinary(max), [column1], 2)"
        } else {
            "[column1]"
        },
        sql,
    );
    write_text(" FROM ", sql);
    packed.write(builder, sql);
    write_text(")", sql);
    true
}

/// Writes rows of constants as a table with columns `column1`, `column2` …, if JSON can hold them; answers whether it can.
pub(super) fn write_table(
    builder: &MssqlBuilder<'_>,
    list: &ConstantList,
    sql: &mut impl SqlWriter,
) -> bool {
    let packed = Packed::of(list).filter(|packed| !packed.columns.iter().any(|it| it.is_bytes));
    match packed {
        Some(packed) => {
            packed.write(builder, sql);
            true
        }
        None => false,
    }
}

/// A list as a JSON array, and the types of its columns.
struct Packed {
    json: String,
    columns: Vec<Column>,
    is_rows: bool,
}

struct Column {
    type_name: String,
    /// Whether its values are hexadecimal digits of bytes.
    is_bytes: bool,
}

impl Packed {
    fn of(list: &ConstantList) -> Option<Self> {
        let columns: Vec<_> = list
            .columns
            .iter()
            .map(|values| column_of(values))
            .collect::<Option<_>>()?;
        let mut json = String::from("[");
        for n in 0..list.len() {
            json.push_str(match (n, list.is_rows) {
                (0, false) => "",
                (0, true) => "[",
                (_, false) => ",",
                (_, true) => "],[",
            });
            for (place, values) in list.columns.iter().enumerate() {
                json.push_str(if place > 0 { "," } else { "" });
                push(&values.get(n)?.value, &mut json)?;
            }
        }
        json.push_str(if list.is_rows && !list.is_empty() {
            "]]"
        } else {
            "]"
        });
        Some(Self {
            json,
            columns,
            is_rows: list.is_rows,
        })
    }

    fn write(self, builder: &MssqlBuilder<'_>, sql: &mut impl SqlWriter) {
        write_text("OPENJSON(", sql);
        sql.push_param(bind(self.json), builder);
        write_text(") WITH (", sql);
        for (n, column) in self.columns.iter().enumerate() {
            write_text(if n > 0 { ", [column" } else { "[column" }, sql);
            write_text(&(n + 1).to_string(), sql);
            write_text("] ", sql);
            write_text(&column.type_name, sql);
            if self.is_rows {
                write_text(" '$[", sql);
                write_text(&n.to_string(), sql);
                write_text("]'", sql);
            } else {
                write_text(" '$'", sql);
            }
        }
        write_text(")", sql);
    }
}

/// The longest text that is not declared as one without limit.
const SHORT_TEXT: usize = 4_000;

/// The type that holds all of the values; none where they are of several kinds.
fn column_of(values: &[TypedValue]) -> Option<Column> {
    let mut kinds = values.iter().filter_map(|value| value.kind.map(wide));
    let kind = kinds.next()?;
    if kinds.any(|other| other != kind) {
        return None;
    }
    let type_name = match kind {
        ColumnKind::Bool => "bit".to_owned(),
        ColumnKind::I64 => "bigint".to_owned(),
        ColumnKind::U64 => "numeric(20,0)".to_owned(),
        ColumnKind::F32 => "real".to_owned(),
        ColumnKind::F64 => "float".to_owned(),
        ColumnKind::Decimal => decimal_type(values)?,
        ColumnKind::Text => text_type(values),
        ColumnKind::Bytes => "varchar(max)".to_owned(),
        ColumnKind::Date => "date".to_owned(),
        ColumnKind::Time => "time(7)".to_owned(),
        ColumnKind::Timestamp => "datetime2(7)".to_owned(),
        ColumnKind::TimestampTz => "datetimeoffset(7)".to_owned(),
        ColumnKind::Uuid => "uniqueidentifier".to_owned(),
        _ => return None,
    };
    Some(Column {
        type_name,
        is_bytes: kind == ColumnKind::Bytes,
    })
}

/// The kind that holds the kinds that are compared with each other.
const fn wide(kind: ColumnKind) -> ColumnKind {
    match kind {
        ColumnKind::I8
        | ColumnKind::I16
        | ColumnKind::I32
        | ColumnKind::U8
        | ColumnKind::U16
        | ColumnKind::U32 => ColumnKind::I64,
        other => other,
    }
}

fn text_type(values: &[TypedValue]) -> String {
    let is_short = |value: &TypedValue| match &value.value {
        Value::Text(text) => text.encode_utf16().count() <= SHORT_TEXT,
        _ => true,
    };
    let length = if values.iter().all(is_short) {
        "4000"
    } else {
        "max"
    };
    format!("nvarchar({length})")
}

/// The most digits of a decimal.
const MAX_DIGITS: usize = 38;

/// A type with all digits of all of the decimals; none where there is none.
fn decimal_type(values: &[TypedValue]) -> Option<String> {
    let (mut whole, mut fraction) = (1, 0);
    for value in values {
        let Value::Decimal(number) = &value.value else {
            continue;
        };
        let digits = number.as_str().trim_start_matches('-');
        let (before, behind) = digits.split_once('.').unwrap_or((digits, ""));
        whole = whole.max(before.len());
        fraction = fraction.max(behind.len());
    }
    (whole + fraction <= MAX_DIGITS).then(|| format!("numeric({},{fraction})", whole + fraction))
}

/// Writes a value as JSON has it; none for one that the server would not take as a parameter either.
fn push(value: &Value, json: &mut String) -> Option<()> {
    match value {
        Value::Null => json.push_str("null"),
        Value::Bool(value) => json.push_str(if *value { "true" } else { "false" }),
        Value::I64(number) => format(number, json),
        Value::U64(number) => format(number, json),
        Value::F32(number) if number.is_finite() => format(format_args!("{number:E}"), json),
        Value::F64(number) if number.is_finite() => format(format_args!("{number:E}"), json),
        Value::Decimal(number) if number.is_finite() => {
            format(format_args!("\"{number}\""), json);
        }
        Value::Text(text) => push_text(text, json),
        Value::Bytes(bytes) => {
            json.push('"');
            for byte in bytes {
                format(format_args!("{byte:02X}"), json);
            }
            json.push('"');
        }
        Value::Date(date) if date.is_finite() => format(format_args!("\"{date}\""), json),
        Value::Time(time) => format(format_args!("\"{time}\""), json),
        Value::Timestamp(timestamp) if timestamp.is_finite() => {
            format(
                format_args!("\"{}T{}\"", timestamp.date(), timestamp.time()),
                json,
            );
        }
        Value::TimestampTz(instant) => {
            let local = instant.to_string();
            push_text(&local.replacen(' ', "T", 1), json);
        }
        Value::Uuid(uuid) => format(format_args!("\"{uuid}\""), json),
        _ => return None,
    }
    Some(())
}

fn format(value: impl Display, json: &mut String) {
    // Writing to a String cannot fail.
    let _ = write!(json, "{value}");
}

fn push_text(text: &str, json: &mut String) {
    json.push('"');
    for character in text.chars() {
        match character {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            character if character < ' ' => {
                format(format_args!("\\u{:04x}", u32::from(character)), json);
            }
            character => json.push(character),
        }
    }
    json.push('"');
}

#[cfg(test)]
mod tests {
    use super::push_text;

    #[test]
    fn texts_are_escaped_as_json_has_it() {
        let mut json = String::new();
        push_text("a\"b\\c\n\u{1}é🦀", &mut json);
        assert_eq!(json, "\"a\\\"b\\\\c\\u000a\\u0001é🦀\"");
    }
}
