//! Documents that are made of values, and values as documents.

use std::fmt::Write as _;

use backend_core::error::Result;
use backend_core::features::Features;
use backend_core::function::{Call, ExpressionWriter, Function, JsonFunction};
use backend_core::model::ColumnType;
use backend_core::sea_query::Expr;

use super::super::cast::write_cast;
use super::super::template::fill;
use super::{DOCUMENT, Whole, check_key, root, write_whole};

/// Whether an expression is a document that a function of this family makes, and so needs no look at it.
pub(in super::super) fn is_document(expression: &Expr) -> bool {
    let Expr::FunctionCall(call) = expression else {
        return false;
    };
    matches!(
        Call::of(call),
        Ok(Some(Call {
            function: Function::Json(
                JsonFunction::At
                    | JsonFunction::KeysAt
                    | JsonFunction::Object
                    | JsonFunction::Array
                    | JsonFunction::ToJson
                    | JsonFunction::Set
                    | JsonFunction::Insert
                    | JsonFunction::Replace
                    | JsonFunction::Append
                    | JsonFunction::Remove
                    | JsonFunction::Concatenate
            ),
            ..
        }))
    )
}

/// Writes a document that is to be a member of another: NULL becomes JSON's null, and what is no document is an error.
pub(in super::super) fn write_document(
    document: &Expr,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    out.push("COALESCE(");
    if is_document(document) {
        out.expression(document);
    } else {
        out.push("(SELECT ");
        fill(
            DOCUMENT,
            &[&|out| {
                out.push("backend_0");
                Ok(())
            }],
            out,
        )?;
        out.push(" FROM ");
        root(document, out)?;
        out.push(" AS backend_0)");
    }
    out.push(", N'null')");
    Ok(())
}

/// Writes a text as a document.
pub(in super::super) fn write_made(
    text: impl FnOnce(&mut dyn ExpressionWriter) -> Result<()>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    out.push("(N'\"' + STRING_ESCAPE(");
    text(out)?;
    out.push(", 'json') + N'\"')");
    Ok(())
}

/// A key as it stands in a document.
pub(in super::super) fn quoted(key: &str) -> String {
    let mut text = "\"".to_owned();
    for character in key.chars() {
        match character {
            '"' | '\\' => text.extend(['\\', character]),
            control if control < ' ' => {
                // Writing to a string cannot fail.
                let _ = write!(text, "\\u{:04x}", u32::from(control));
            }
            other => text.push(other),
        }
    }
    text.push('"');
    text
}

/// Of equal keys the last one counts, and the others are not written.
pub(super) fn object(
    call: &Call<'_>,
    features: &Features,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let mut pairs: Vec<(String, &Expr)> = Vec::new();
    for position in (0..call.arguments.len()).step_by(2) {
        let key = call.json_key(position)?;
        check_key(&key, features)?;
        pairs.retain(|(other, _)| *other != key);
        pairs.push((key, call.argument(position + 1)?));
    }
    out.push("(N'{");
    for (n, (key, value)) in pairs.into_iter().enumerate() {
        out.push(if n > 0 { " + N', ' + " } else { "' + " });
        out.string(&format!("{}: ", quoted(&key)));
        out.push(" + ");
        write_document(value, out)?;
    }
    out.push(if call.arguments.is_empty() {
        "}')"
    } else {
        " + N'}')"
    });
    Ok(())
}

pub(super) fn array(call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    out.push("(N'[");
    for (n, element) in call.arguments.iter().enumerate() {
        out.push(if n > 0 { " + N', ' + " } else { "' + " });
        write_document(element, out)?;
    }
    out.push(if call.arguments.is_empty() {
        "]')"
    } else {
        " + N']')"
    });
    Ok(())
}

pub(super) fn to_json(
    call: &Call<'_>,
    features: &Features,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let of = call.column_type(1)?;
    let value = call.argument(0)?;
    match of {
        ColumnType::Json if is_document(value) => {
            out.operand(value);
            Ok(())
        }
        ColumnType::Json => write_whole(value, Whole::Document, out),
        // What casts make of them as text is how JSON writes them, but for a double's positive exponent, which it takes as well.
        ColumnType::Boolean
        | ColumnType::TinyInteger
        | ColumnType::SmallInteger
        | ColumnType::Integer
        | ColumnType::BigInteger
        | ColumnType::Real
        | ColumnType::Double
        | ColumnType::Decimal { .. } => write_cast(value, [&of, &ColumnType::Text], features, out),
        _ => write_made(
            |out| write_cast(value, [&of, &ColumnType::Text], features, out),
            out,
        ),
    }
}
