//! Functions of text.

use backend_core::error::{Error, Result};
use backend_core::function::{Call, ExpressionWriter, Function, TextFunction};

use super::cast;

pub(super) fn write(
    function: TextFunction,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let (name, types): (_, &[_]) = match function {
        TextFunction::ByteLength => {
            out.push("LENGTH(CONVERT_TO(");
            cast(call, 0, "text", out)?;
            out.push(", 'UTF8'))");
            return Ok(());
        }
        TextFunction::SplitPart => return split_part(call, out),
        TextFunction::Concatenate => return concatenate(call, out),
        TextFunction::Character => ("CHR(", &["integer"]),
        TextFunction::Left => ("LEFT(", &["text", "integer"]),
        TextFunction::Length => ("LENGTH(", &["text"]),
        TextFunction::Lower => ("LOWER(", &["text"]),
        TextFunction::Ordinal => ("ASCII(", &["text"]),
        TextFunction::PadLeft => ("LPAD(", &["text", "integer", "text"]),
        TextFunction::PadRight => ("RPAD(", &["text", "integer", "text"]),
        TextFunction::Position => ("STRPOS(", &["text", "text"]),
        TextFunction::Repeat => ("REPEAT(", &["text", "integer"]),
        TextFunction::Replace => ("REPLACE(", &["text", "text", "text"]),
        TextFunction::Reverse => ("REVERSE(", &["text"]),
        TextFunction::Right => ("RIGHT(", &["text", "integer"]),
        TextFunction::Substring => ("SUBSTR(", &["text", "integer", "integer"]),
        TextFunction::Trim => ("BTRIM(", &["text", "text"]),
        TextFunction::TrimEnd => ("RTRIM(", &["text", "text"]),
        TextFunction::TrimStart => ("LTRIM(", &["text", "text"]),
        TextFunction::Upper => ("UPPER(", &["text"]),
        other => return Err(Error::not_supported(Function::Text(other).flag())),
    };
    out.push(name);
    for (position, type_name) in types.iter().enumerate().take(call.arguments.len()) {
        out.push(if position > 0 { ", " } else { "" });
        cast(call, position, type_name, out)?;
    }
    out.push(")");
    Ok(())
}

/// A position below 0 counts from the end since PostgreSQL 14; 0 is an error of every version.
fn split_part(call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    out.push("SPLIT_PART(");
    cast(call, 0, "text", out)?;
    out.push(", ");
    cast(call, 1, "text", out)?;
    out.push(", CASE WHEN ");
    cast(call, 2, "integer", out)?;
    out.push(" < 0 THEN 0 ELSE ");
    cast(call, 2, "integer", out)?;
    out.push(" END)");
    Ok(())
}

fn concatenate(call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    out.push("CONCAT(");
    for position in 0..call.arguments.len() {
        out.push(if position > 0 { ", " } else { "" });
        cast(call, position, "text", out)?;
    }
    out.push(")");
    Ok(())
}
