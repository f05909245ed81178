//! Functions that look for one text in another: registered, since SQLite's `LIKE` does not tell ASCII letters by case, and others
//! only by it.

use backend_core::error::{Error, Result};
use backend_core::function::{Call, ExpressionWriter, Function, LookupFunction};
use backend_core::value::IntoValue as _;
use sea_query::{Expr, Value};

pub(super) fn write(
    function: LookupFunction,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let name = match function {
        LookupFunction::Contains => "backend_contains",
        LookupFunction::ContainsAnyCase => "backend_contains_any_case",
        LookupFunction::EndsWith => "backend_ends_with",
        LookupFunction::EndsWithAnyCase => "backend_ends_with_any_case",
        LookupFunction::EqualsAnyCase => "backend_equals_any_case",
        LookupFunction::Like => return like("backend_like(", call, out),
        LookupFunction::LikeAnyCase => return like("backend_like_any_case(", call, out),
        LookupFunction::Matches => "backend_matches",
        LookupFunction::MatchesAnyCase => "backend_matches_any_case",
        LookupFunction::StartsWith => match call.argument(1)? {
            Expr::Value(Value::String(Some(part))) if is_short(part) => {
                return glob(part, call, out);
            }
            _ => "backend_starts_with",
        },
        LookupFunction::StartsWithAnyCase => "backend_starts_with_any_case",
        other => return Err(Error::not_supported(Function::Lookup(other).flag())),
    };
    out.call(name, call.arguments);
    Ok(())
}

fn like(name: &'static str, call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    let escape: char = call.constant(2)?;
    out.push(name);
    out.expression(call.argument(0)?);
    out.push(", ");
    out.expression(call.argument(1)?);
    out.push(", ");
    out.string(escape.encode_utf8(&mut [0; 4]));
    out.push(")");
    Ok(())
}

/// Whether SQLite takes it for a pattern: those have a limit of bytes, and end at U+0000.
fn is_short(part: &str) -> bool {
    part.len() < 10_000 && !part.contains('\0')
}

/// A beginning that is a value is a pattern of `GLOB`, which tells letters by case, and which an index serves.
fn glob(part: &str, call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    let mut pattern = String::with_capacity(part.len() + 1);
    for character in part.chars() {
        if matches!(character, '*' | '?' | '[') {
            pattern.extend(['[', character, ']']);
        } else {
            pattern.push(character);
        }
    }
    pattern.push('*');
    out.push("(");
    out.operand(call.argument(0)?);
    out.push(" GLOB ");
    out.bind(pattern.into_value());
    out.push(")");
    Ok(())
}
