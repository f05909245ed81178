//! Functions of JSON documents: functions that are registered, which know no difference between what is written and what is meant.

use backend_core::error::{Error, Result};
use backend_core::function::{Call, ExpressionWriter, Function, JsonFunction};
use backend_core::model::ColumnType;
use sea_query::Expr;

use super::registered::json::array_of_texts;

/// The most arguments that are given to a function at once: SQLite has a limit that a program can lower.
const MOST_ARGUMENTS: usize = 60;

pub(super) fn write(
    function: JsonFunction,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let name = match function {
        JsonFunction::At => "backend_json_at",
        JsonFunction::TextAt => "backend_json_text_at",
        JsonFunction::IntegerAt => "backend_json_integer_at",
        JsonFunction::DoubleAt => "backend_json_double_at",
        JsonFunction::DecimalAt => "backend_json_decimal_at",
        JsonFunction::BooleanAt => "backend_json_boolean_at",
        JsonFunction::TypeAt => "backend_json_type_at",
        JsonFunction::LengthAt => "backend_json_length_at",
        JsonFunction::KeysAt => "backend_json_keys_at",
        JsonFunction::HasPath => "backend_json_has_path",
        JsonFunction::IsNullAt => "backend_json_is_null_at",
        JsonFunction::Remove => "backend_json_remove",
        JsonFunction::HasAllKeys => return write_keys("backend_json_has_all_keys(", call, out),
        JsonFunction::HasAnyKey => return write_keys("backend_json_has_any_key(", call, out),
        JsonFunction::Set => return write_change("backend_json_set(", call, out),
        JsonFunction::Insert => return write_change("backend_json_insert(", call, out),
        JsonFunction::Replace => return write_change("backend_json_replace(", call, out),
        JsonFunction::Append => return write_change("backend_json_append(", call, out),
        JsonFunction::Object => return write_object(call, out),
        JsonFunction::Array => return write_array(call.arguments, out),
        JsonFunction::ToJson => return write_to_json(call, out),
        JsonFunction::Equals => {
            out.call("backend_json_equals", call.arguments);
            return Ok(());
        }
        JsonFunction::Contains => {
            out.call("backend_json_contains", call.arguments);
            return Ok(());
        }
        JsonFunction::ContainedBy => {
            out.push("backend_json_contains(");
            out.expression(call.argument(1)?);
            out.push(", ");
            out.expression(call.argument(0)?);
            out.push(")");
            return Ok(());
        }
        JsonFunction::Concatenate => {
            out.call("backend_json_concatenate", call.arguments);
            return Ok(());
        }
        JsonFunction::IsValid => {
            out.call("backend_json_is_valid", call.arguments);
            return Ok(());
        }
        other => return Err(Error::not_supported(Function::Json(other).flag())),
    };
    out.push(name);
    out.push("(");
    write_document_and_path(call, out)?;
    out.push(")");
    Ok(())
}

fn write_document_and_path(call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    out.expression(call.argument(0)?);
    out.push(", ");
    out.string(&call.json_path(1)?.to_string());
    Ok(())
}

fn write_change(name: &'static str, call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    out.push(name);
    write_document_and_path(call, out)?;
    out.push(", ");
    out.expression(call.argument(2)?);
    out.push(")");
    Ok(())
}

fn write_keys(name: &'static str, call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    let keys: Result<Vec<String>> = (2..call.arguments.len())
        .map(|position| call.json_key(position))
        .collect();
    out.push(name);
    write_document_and_path(call, out)?;
    out.push(", ");
    out.string(&array_of_texts(keys?));
    out.push(")");
    Ok(())
}

/// Writes objects of as many pairs as a function takes, one after the other into the first one.
fn write_object(call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    let count = call.arguments.len();
    let parts = count.div_ceil(MOST_ARGUMENTS).max(1);
    for _ in 1..parts {
        out.push("backend_json_concatenate(");
    }
    for part in 0..parts {
        out.push(if part > 0 { ", " } else { "" });
        out.push("backend_json_object(");
        let start = part * MOST_ARGUMENTS;
        for position in (start..count.min(start + MOST_ARGUMENTS)).step_by(2) {
            out.push(if position > start { ", " } else { "" });
            out.string(&call.json_key(position)?);
            out.push(", ");
            out.expression(call.argument(position + 1)?);
        }
        out.push(if part > 0 { "))" } else { ")" });
    }
    Ok(())
}

fn write_array(elements: &[Expr], out: &mut dyn ExpressionWriter) -> Result<()> {
    if elements.is_empty() {
        out.push("backend_json_array()");
        return Ok(());
    }
    let parts = elements.chunks(MOST_ARGUMENTS);
    for _ in 1..parts.len() {
        out.push("backend_json_concatenate(");
    }
    for (n, part) in parts.enumerate() {
        out.push(if n > 0 { ", " } else { "" });
        out.call("backend_json_array", part);
        out.push(if n > 0 { ")" } else { "" });
    }
    Ok(())
}

fn write_to_json(call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    let of = call.column_type(1)?;
    let value = call.argument(0)?;
    let sort = match of {
        ColumnType::Json => {
            out.push("backend_json_at(");
            out.expression(value);
            out.push(", '$')");
            return Ok(());
        }
        ColumnType::Boolean => "boolean",
        ColumnType::TinyInteger
        | ColumnType::SmallInteger
        | ColumnType::Integer
        | ColumnType::BigInteger
        | ColumnType::Real
        | ColumnType::Double
        | ColumnType::Decimal { .. } => "number",
        _ => "text",
    };
    out.push("backend_json_of(");
    if sort == "text" {
        super::cast::write_cast(value, &of, &ColumnType::Text, out)?;
    } else {
        out.expression(value);
    }
    out.push(", ");
    out.string(sort);
    out.push(")");
    Ok(())
}
