//! Functions of JSON documents: all of them of `jsonb`, into which `json` is cast.
//!
//! The operator `->` of a text and SQL/JSON paths in strict mode tell objects, arrays and scalars apart; `->` of a number, `#>` and
//! lax paths do not.

mod change;

use std::fmt::Write as _;

use backend_core::error::{Error, Result};
use backend_core::function::{Call, ExpressionWriter, Function, JsonFunction, JsonPath, JsonStep};
use backend_core::model::ColumnType;
use backend_core::sql::Writer;
use sea_query::Expr;

use super::cast;
use crate::sql::SYNTAX;

/// The most arguments that are given to a function at once: PostgreSQL takes a hundred.
const MOST_ARGUMENTS: usize = 100;

pub(super) fn write(
    function: JsonFunction,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    match function {
        JsonFunction::At => write_at(call, out)?,
        JsonFunction::TextAt => write_text_at(call, out)?,
        JsonFunction::IntegerAt => write_scalar_at(call, "bigint", out)?,
        JsonFunction::DoubleAt => write_scalar_at(call, "double precision", out)?,
        JsonFunction::DecimalAt => write_scalar_at(call, "numeric", out)?,
        JsonFunction::BooleanAt => write_scalar_at(call, "boolean", out)?,
        JsonFunction::TypeAt => {
            out.push("jsonb_typeof(");
            write_at(call, out)?;
            out.push(")");
        }
        JsonFunction::LengthAt => {
            out.push("(jsonb_path_query_first(");
            write_at(call, out)?;
            out.push(", 'strict $ ? (@.type() == \"array\").size()')::bigint)");
        }
        JsonFunction::KeysAt => {
            out.push("jsonb_path_query_array(jsonb_path_query_first(");
            write_at(call, out)?;
            out.push(", 'strict $ ? (@.type() == \"object\")'), '$.keyvalue().key')");
        }
        JsonFunction::HasPath => write_found(call, "", " <> '[]'::jsonb", out)?,
        JsonFunction::IsNullAt => write_found(call, "", " = '[null]'::jsonb", out)?,
        JsonFunction::HasAllKeys => write_has_keys(call, " && ", "true", out)?,
        JsonFunction::HasAnyKey => write_has_keys(call, " || ", "false", out)?,
        JsonFunction::Equals => write_two(call, " = ", out)?,
        JsonFunction::Contains => write_two(call, " @> ", out)?,
        JsonFunction::ContainedBy => write_two(call, " <@ ", out)?,
        JsonFunction::Concatenate => write_two(call, " || ", out)?,
        JsonFunction::Object => write_object(call, out)?,
        JsonFunction::Array => write_array(call.arguments, out),
        JsonFunction::ToJson => write_to_json(call, out)?,
        JsonFunction::Set
        | JsonFunction::Insert
        | JsonFunction::Replace
        | JsonFunction::Append
        | JsonFunction::Remove => change::write(function, call, out)?,
        JsonFunction::IsValid => {
            out.push("pg_input_is_valid((");
            out.expression(call.argument(0)?);
            out.push(")::text, 'jsonb')");
        }
        other => return Err(Error::not_supported(Function::Json(other).flag())),
    }
    Ok(())
}

/// Writes a text between quotes, so that no setting of the server changes what it means.
fn write_text(text: &str, out: &mut dyn ExpressionWriter) {
    let mut written = Writer::new(&SYNTAX);
    written.string(text);
    out.fragment(written.as_str());
}

/// Writes a document as one: the type of a parameter is known by it, and `json` becomes the type that has operators.
fn write_document(document: &Expr, out: &mut dyn ExpressionWriter) {
    out.push("(");
    out.expression(document);
    out.push(")::jsonb");
}

fn write_at(call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    let path = call.json_path(1)?;
    if path.steps().iter().any(is_index) {
        return write_first(call, &path, out);
    }
    out.push("(");
    write_document(call.argument(0)?, out);
    for step in path.steps() {
        write_step(step, " -> ", out);
    }
    out.push(")");
    Ok(())
}

fn write_text_at(call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    let path = call.json_path(1)?;
    out.push("(");
    match path.split_last() {
        Some((last, before)) if !path.steps().iter().any(is_index) => {
            write_document(call.argument(0)?, out);
            for step in before {
                write_step(step, " -> ", out);
            }
            write_step(last, " ->> ", out);
        }
        _ => {
            write_at(call, out)?;
            out.push(" #>> '{}'::text[]");
        }
    }
    out.push(")");
    Ok(())
}

const fn is_index(step: &JsonStep) -> bool {
    matches!(step, JsonStep::Index(_))
}

/// Writes a step of a path of keys, by which an index can be found.
fn write_step(step: &JsonStep, operator: &'static str, out: &mut dyn ExpressionWriter) {
    if let JsonStep::Key(key) = step {
        out.push(operator);
        write_text(key, out);
    }
}

/// Writes what a path with indexes finds: to the operator, a scalar is an array of it.
fn write_first(call: &Call<'_>, path: &JsonPath, out: &mut dyn ExpressionWriter) -> Result<()> {
    out.push("jsonb_path_query_first(");
    write_document(call.argument(0)?, out);
    out.push(", ");
    write_text(&strict(path.steps()), out);
    out.push(", '{}', true)");
    Ok(())
}

fn write_scalar_at(
    call: &Call<'_>,
    type_name: &'static str,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    out.push("(NULLIF(");
    write_at(call, out)?;
    out.push(", 'null'::jsonb)::");
    out.push(type_name);
    out.push(")");
    Ok(())
}

/// An SQL/JSON path of these steps, which leads nowhere where a step is of the other sort.
fn strict(steps: &[JsonStep]) -> String {
    let mut path = "strict $".to_owned();
    for step in steps {
        // Writing to a string cannot fail.
        let _ = match step {
            JsonStep::Key(key) => {
                path.push('.');
                push_quoted(key, &mut path);
                Ok(())
            }
            JsonStep::Index(index @ 0..) => write!(path, "[{index}]"),
            JsonStep::Index(-1) => write!(path, "[last]"),
            JsonStep::Index(index) => write!(path, "[last - {}]", index.unsigned_abs() - 1),
            _ => Ok(()),
        };
    }
    path
}

/// Adds a key to an SQL/JSON path.
fn push_quoted(key: &str, path: &mut String) {
    path.push('"');
    for character in key.chars() {
        match character {
            '"' | '\\' => path.extend(['\\', character]),
            control if control.is_control() => {
                let _ = write!(path, "\\u{:04x}", u32::from(control));
            }
            other => path.push(other),
        }
    }
    path.push('"');
}

/// Writes what a path finds, compared: NULL of a NULL, and nothing (`[]`) where the path leads nowhere.
fn write_found(
    call: &Call<'_>,
    filter: &str,
    compared: &'static str,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let path = call.json_path(1)?;
    out.push("(jsonb_path_query_array(");
    write_document(call.argument(0)?, out);
    out.push(", ");
    write_text(&(strict(path.steps()) + filter), out);
    out.push(", '{}', true)");
    out.push(compared);
    out.push(")");
    Ok(())
}

fn write_has_keys(
    call: &Call<'_>,
    between: &str,
    of_none: &str,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let mut filter = " ? (@.type() == \"object\" && (".to_owned();
    for position in 2..call.arguments.len() {
        filter.push_str(if position > 2 { between } else { "" });
        filter.push_str("exists (@.");
        push_quoted(&call.json_key(position)?, &mut filter);
        filter.push(')');
    }
    if call.arguments.len() == 2 {
        filter.push_str(if of_none == "true" {
            "1 == 1"
        } else {
            "1 == 2"
        });
    }
    filter.push_str("))");
    write_found(call, &filter, " <> '[]'::jsonb", out)
}

fn write_two(
    call: &Call<'_>,
    operator: &'static str,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    out.push("(");
    write_document(call.argument(0)?, out);
    out.push(operator);
    write_document(call.argument(1)?, out);
    out.push(")");
    Ok(())
}

/// Writes objects of as many pairs as a function takes, one after the other into the first one.
fn write_object(call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    let count = call.arguments.len();
    out.push("(");
    for start in (0..count.max(1)).step_by(MOST_ARGUMENTS) {
        out.push(if start > 0 { " || " } else { "" });
        out.push("jsonb_build_object(");
        for position in (start..count.min(start + MOST_ARGUMENTS)).step_by(2) {
            out.push(if position > start { ", " } else { "" });
            write_text(&call.json_key(position)?, out);
            out.push("::text, ");
            write_document(call.argument(position + 1)?, out);
        }
        out.push(")");
    }
    out.push(")");
    Ok(())
}

fn write_array(elements: &[Expr], out: &mut dyn ExpressionWriter) {
    if elements.is_empty() {
        return out.push("jsonb_build_array()");
    }
    out.push("(");
    for (n, part) in elements.chunks(MOST_ARGUMENTS).enumerate() {
        out.push(if n > 0 { " || " } else { "" });
        out.push("jsonb_build_array(");
        for (n, element) in part.iter().enumerate() {
            out.push(if n > 0 { ", " } else { "" });
            write_document(element, out);
        }
        out.push(")");
    }
    out.push(")");
}

fn write_to_json(call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    let of = call.column_type(1)?;
    let value = call.argument(0)?;
    out.push("to_jsonb(");
    match of {
        ColumnType::Boolean
        | ColumnType::TinyInteger
        | ColumnType::SmallInteger
        | ColumnType::Integer
        | ColumnType::BigInteger
        | ColumnType::Real
        | ColumnType::Double
        | ColumnType::Decimal { .. }
        | ColumnType::Json => cast::write_typed(value, &of, out)?,
        _ => cast::write_cast(value, &of, &ColumnType::Text, out)?,
    }
    out.push(")");
    Ok(())
}
