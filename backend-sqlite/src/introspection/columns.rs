//! Columns: types, defaults, generation, collation.

use backend_core::error::Result;
use backend_core::model::{
    Column, ColumnType, Default, Generated, GeneratedStorage, Identifier, Options,
};
use backend_core::value::{ColumnKind, Value};

use super::catalog::ColumnRow;
use super::{ddl, same_name};
use crate::sql::LEXICON;
use crate::value;

/// Makes the model of a relation's columns; `statement` is the table's own, where it has one.
pub(super) fn parse(
    rows: &[ColumnRow],
    statement: Option<&ddl::CreateTable>,
) -> Result<Vec<Column>> {
    let mut columns = Vec::with_capacity(rows.len());
    for row in rows {
        columns.push(column(row, statement.and_then(|it| definition(it, row)))?);
    }
    Ok(columns)
}

/// The definition of a row's column: the one at its position, if it has its name.
pub(super) fn definition<'s>(
    statement: &'s ddl::CreateTable,
    row: &ColumnRow,
) -> Option<&'s ddl::Column> {
    let at = usize::try_from(row.cid).ok()?;
    statement
        .columns
        .get(at)
        .filter(|column| same_name(&column.name, &row.name))
}

fn column(row: &ColumnRow, definition: Option<&ddl::Column>) -> Result<Column> {
    let declared = definition
        .and_then(|definition| definition.declared_type.as_deref())
        .unwrap_or(&row.declared_type);
    let column_type = value::column_type(declared);
    let mut column = Column::named(Identifier::new(row.name.as_str())?, column_type);
    column.declared_type = Some(declared.to_owned()).filter(|declared| !declared.is_empty());
    column.nullable = !row.not_null;
    column.hidden = row.hidden == 1;
    let Some(definition) = definition else {
        column.default = row.default.clone().map(Default::Expression);
        return Ok(column);
    };
    column.comment.clone_from(&definition.comment);
    for constraint in &definition.constraints {
        match &constraint.rule {
            ddl::ColumnRule::NotNull { on_conflict } => {
                column.not_null_name = constraint.name.clone().map(Identifier::new).transpose()?;
                set_on_conflict(&mut column.options, "NOT NULL ON CONFLICT", *on_conflict);
            }
            ddl::ColumnRule::Default(default) => {
                column.default = Some(parse_default(default, &column.column_type));
            }
            ddl::ColumnRule::Collate(collation) => {
                column.collation = Some(Identifier::new(collation.as_str())?);
            }
            ddl::ColumnRule::Generated { expression, stored } => {
                let storage = if *stored {
                    GeneratedStorage::Stored
                } else {
                    GeneratedStorage::Virtual
                };
                column.generated = Some(Box::new(Generated {
                    expression: expression.clone(),
                    storage,
                }));
            }
            _ => {}
        }
    }
    Ok(column)
}

/// Notes what breaking a constraint does, where it is written.
pub(super) fn set_on_conflict(
    options: &mut Options,
    name: &str,
    on_conflict: Option<ddl::OnConflict>,
) {
    let action = match on_conflict {
        None => return,
        Some(ddl::OnConflict::Rollback) => "ROLLBACK",
        Some(ddl::OnConflict::Abort) => "ABORT",
        Some(ddl::OnConflict::Fail) => "FAIL",
        Some(ddl::OnConflict::Ignore) => "IGNORE",
        Some(ddl::OnConflict::Replace) => "REPLACE",
    };
    options.set(name, Some(action.to_owned()));
}

fn parse_default(default: &ddl::DefaultValue, column_type: &ColumnType) -> Default {
    match default {
        ddl::DefaultValue::Expression(expression) => Default::Expression(expression.clone()),
        ddl::DefaultValue::Literal(text) => literal(text, value::kind(column_type))
            .map_or_else(|| Default::Expression(text.clone()), Default::Literal),
    }
}

/// The value of a literal as a column of that kind gives it back; `None` for `CURRENT_TIMESTAMP` and its like.
fn literal(text: &str, kind: ColumnKind) -> Option<Value> {
    use backend_core::sql::tokenizer::{TokenKind, Tokenizer};

    let tokens: Vec<_> = Tokenizer::new(text, LEXICON)
        .filter(|it| !it.is_trivia())
        .collect();
    let (negative, token) = match tokens.as_slice() {
        [token] => (false, token),
        [sign, token] if sign.is_symbol("-") => (true, token),
        [sign, token] if sign.is_symbol("+") => (false, token),
        _ => return None,
    };
    match token.kind {
        TokenKind::Number => number(token.text, negative, kind),
        TokenKind::Blob => blob(token.text),
        TokenKind::String => token.string_value().map(|text| typed_text(&text, kind)),
        TokenKind::QuotedIdentifier => token.identifier().map(|text| typed_text(&text, kind)),
        TokenKind::Word => {
            let is = |word| token.is_keyword(word);
            if is("NULL") {
                Some(Value::Null)
            } else if is("TRUE") || is("FALSE") {
                number(if is("TRUE") { "1" } else { "0" }, false, kind)
            } else if is("CURRENT_DATE") || is("CURRENT_TIME") || is("CURRENT_TIMESTAMP") {
                None
            } else {
                // A bare name stands for its text.
                Some(typed_text(token.text, kind))
            }
        }
        _ => None,
    }
}

fn number(text: &str, negative: bool, kind: ColumnKind) -> Option<Value> {
    let sign = if negative { "-" } else { "" };
    let plain = text.replace('_', "");
    let hex = plain
        .strip_prefix("0x")
        .or_else(|| plain.strip_prefix("0X"));
    let integer = match hex {
        Some(digits) => u64::from_str_radix(digits, 16)
            .ok()
            .map(u64::cast_signed)
            .and_then(|number| {
                if negative {
                    number.checked_neg()
                } else {
                    Some(number)
                }
            }),
        None => format!("{sign}{plain}").parse::<i64>().ok(),
    };
    match (integer, kind) {
        (Some(0), ColumnKind::Bool) => Some(Value::Bool(false)),
        (Some(1), ColumnKind::Bool) => Some(Value::Bool(true)),
        (_, ColumnKind::Decimal) if hex.is_none() => {
            format!("{sign}{plain}").parse().ok().map(Value::Decimal)
        }
        (Some(integer), ColumnKind::F32 | ColumnKind::F64) if hex.is_some() => {
            Some(Value::I64(integer))
        }
        (Some(integer), kind) if !matches!(kind, ColumnKind::F32 | ColumnKind::F64) => {
            Some(Value::I64(integer))
        }
        (_, ColumnKind::F32) => format!("{sign}{plain}").parse().ok().map(Value::F32),
        _ => format!("{sign}{plain}").parse().ok().map(Value::F64),
    }
}

fn blob(text: &str) -> Option<Value> {
    let digits = text.get(2..text.len().checked_sub(1)?)?;
    let bytes = (0..digits.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok())
        .collect::<Option<_>>()?;
    Some(Value::Bytes(bytes))
}

fn typed_text(text: &str, kind: ColumnKind) -> Value {
    value::text(text, kind).to_value()
}

#[cfg(test)]
mod tests {
    use super::{ColumnKind, Value, literal};

    #[test]
    fn literals_are_read_by_the_kind_of_their_column() {
        assert_eq!(literal("1", ColumnKind::Bool), Some(Value::Bool(true)));
        assert_eq!(literal("TRUE", ColumnKind::Bool), Some(Value::Bool(true)));
        assert_eq!(literal("2", ColumnKind::Bool), Some(Value::I64(2)));
        assert_eq!(literal("- 7", ColumnKind::I64), Some(Value::I64(-7)));
        assert_eq!(
            literal("-9223372036854775808", ColumnKind::I64),
            Some(Value::I64(i64::MIN))
        );
        assert_eq!(literal("0x10", ColumnKind::I64), Some(Value::I64(16)));
        assert_eq!(literal("1", ColumnKind::F64), Some(Value::F64(1.0)));
        assert_eq!(
            literal("-1.5e3", ColumnKind::F64),
            Some(Value::F64(-1500.0))
        );
        assert_eq!(
            literal("1.50", ColumnKind::Decimal),
            Some(Value::Decimal("1.50".parse().unwrap()))
        );
        assert_eq!(
            literal("x'00fF'", ColumnKind::Bytes),
            Some(Value::Bytes(vec![0, 255]))
        );
        assert_eq!(
            literal("'it''s'", ColumnKind::Text),
            Some(Value::Text("it's".into()))
        );
        assert_eq!(
            literal("\"a b\"", ColumnKind::Text),
            Some(Value::Text("a b".into()))
        );
        assert_eq!(
            literal("abc", ColumnKind::Text),
            Some(Value::Text("abc".into()))
        );
        assert_eq!(
            literal("'2020-02-29'", ColumnKind::Date),
            Some(Value::Date("2020-02-29".parse().unwrap()))
        );
        assert_eq!(
            literal("'today'", ColumnKind::Date),
            Some(Value::Text("today".into()))
        );
        assert_eq!(literal("null", ColumnKind::Text), Some(Value::Null));
        assert_eq!(literal("Current_Timestamp", ColumnKind::Text), None);
    }
}
