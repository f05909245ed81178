//! `LIKE`: in T-SQL a bracket in a pattern begins a set of characters, and no character escapes unless it is said. A pattern
//! means here what it means to other databases: `%`, `_`, and `\` before what is to be itself.

use backend_core::query::write_text;
use sea_query::extension::postgres::PgBinOper;
use sea_query::{BinOper, EscapeBuilder as _, Expr, QueryBuilder as _, SqlWriter, Value};

use super::MssqlBuilder;

/// The collation under which letters are equal in any case.
const ANY_CASE: &str = " COLLATE Latin1_General_100_CI_AS";

pub(super) fn write(
    builder: &MssqlBuilder<'_>,
    text: &Expr,
    operator: BinOper,
    pattern: &Expr,
    sql: &mut impl SqlWriter,
) {
    let (pattern, escape) = match pattern {
        Expr::Binary(pattern, BinOper::Escape, escape) => (pattern.as_ref(), Some(escape.as_ref())),
        pattern => (pattern, None),
    };
    let escape = match escape {
        None => Some('\\'),
        Some(Expr::Constant(value) | Expr::Value(value)) => character(value),
        Some(_) => None,
    };
    let (negated, any_case) = match operator {
        BinOper::NotLike => (true, false),
        BinOper::PgOperator(PgBinOper::ILike) => (false, true),
        BinOper::PgOperator(_) => (true, true),
        _ => (false, false),
    };
    builder.operand(text, BinOper::Like, sql);
    write_text(if any_case { ANY_CASE } else { "" }, sql);
    write_text(if negated { " NOT LIKE " } else { " LIKE " }, sql);
    let Some(escape) = escape else {
        return backend_core::query::refuse(builder, "what escapes in a pattern is one character");
    };
    write_pattern(builder, pattern, escape, sql);
    write_text(" ESCAPE ", sql);
    write_character(builder, escape, "", sql);
}

fn character(value: &Value) -> Option<char> {
    match value {
        Value::Char(Some(character)) => Some(*character),
        Value::String(Some(text)) => {
            let mut characters = text.chars();
            characters.next().filter(|_| characters.next().is_none())
        }
        _ => None,
    }
}

/// Writes `N'…'` of a character and what follows it.
fn write_character(
    builder: &MssqlBuilder<'_>,
    character: char,
    rest: &str,
    sql: &mut impl SqlWriter,
) {
    write_text("N'", sql);
    builder.write_escaped(sql, character.encode_utf8(&mut [0; 4]));
    builder.write_escaped(sql, rest);
    write_text("'", sql);
}

/// Writes a pattern whose brackets are escaped: a constant is changed, what the server computes is changed by it.
fn write_pattern(
    builder: &MssqlBuilder<'_>,
    pattern: &Expr,
    escape: char,
    sql: &mut impl SqlWriter,
) {
    match pattern {
        Expr::Value(Value::String(Some(text))) => {
            builder.prepare_value(Value::String(Some(without_sets(text, escape))), sql);
        }
        Expr::Constant(Value::String(Some(text))) => {
            builder.prepare_constant(&Value::String(Some(without_sets(text, escape))), sql);
        }
        _ if escape == '[' => builder.prepare_expr(pattern, sql),
        _ => {
            write_text("REPLACE(REPLACE(", sql);
            builder.prepare_expr(pattern, sql);
            write_text(", ", sql);
            write_character(builder, escape, "[", sql);
            write_text(", N'['), N'[', ", sql);
            write_character(builder, escape, "[", sql);
            write_text(")", sql);
        }
    }
}

/// The pattern in T-SQL: what escapes stands before what means something, and before nothing else.
fn without_sets(pattern: &str, escape: char) -> String {
    let mut written = String::with_capacity(pattern.len() + 8);
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        let (character, is_escaped) = if character == escape {
            (characters.next().unwrap_or(escape), true)
        } else {
            (character, false)
        };
        let means_something = matches!(character, '%' | '_') && is_escaped;
        if means_something || character == '[' || character == escape {
            written.push(escape);
        }
        written.push(character);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::without_sets;

    #[test]
    fn patterns_keep_their_meaning() {
        for (pattern, escape, expected) in [
            ("a%b_c", '\\', "a%b_c"),
            ("50\\%", '\\', "50\\%"),
            ("a[b]c", '\\', "a\\[b]c"),
            ("a\\[b", '\\', "a\\[b"),
            ("a\\\\b", '\\', "a\\\\b"),
            ("a\\\\[", '\\', "a\\\\\\["),
            ("a\\bc", '\\', "abc"),
            ("a\\", '\\', "a\\\\"),
            ("100!%[", '!', "100!%!["),
            ("a\\b", '!', "a\\b"),
            ("[[%", '[', "[[%"),
            ("x[%", '[', "x[%"),
        ] {
            assert_eq!(without_sets(pattern, escape), expected, "{pattern}");
        }
    }
}
