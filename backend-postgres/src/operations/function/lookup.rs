//! Functions that look for one text in another.
//!
//! A part that is a value becomes a pattern of `LIKE`, which indexes serve; one that is an expression is compared by functions in
//! which no character means anything.

use backend_core::error::{Error, Result};
use backend_core::function::{Call, ExpressionWriter, Function, LookupFunction};
use backend_core::value::IntoValue as _;
use sea_query::{Expr, Value};

use super::cast;

pub(super) fn write(
    function: LookupFunction,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let case = match function {
        LookupFunction::ContainsAnyCase
        | LookupFunction::EndsWithAnyCase
        | LookupFunction::EqualsAnyCase
        | LookupFunction::LikeAnyCase
        | LookupFunction::StartsWithAnyCase => Case::Any,
        _ => Case::Same,
    };
    let operands = Operands { call, case };
    match function {
        LookupFunction::Contains | LookupFunction::ContainsAnyCase => match needle(call) {
            Some(part) => operands.pattern(format!("%{}%", escaped(part)), out),
            None => operands.between(["(STRPOS(", ", ", ") > 0)"], out),
        },
        LookupFunction::StartsWith | LookupFunction::StartsWithAnyCase => match needle(call) {
            Some(part) => operands.pattern(format!("{}%", escaped(part)), out),
            None => operands.between(["STARTS_WITH(", ", ", ")"], out),
        },
        LookupFunction::EndsWith | LookupFunction::EndsWithAnyCase => match needle(call) {
            Some(part) => operands.pattern(format!("%{}", escaped(part)), out),
            None => operands.ends_with(out),
        },
        LookupFunction::EqualsAnyCase => operands.between(["(", " = ", ")"], out),
        LookupFunction::Like | LookupFunction::LikeAnyCase => operands.like(out),
        LookupFunction::Matches => operands.between(["(", " ~ ", ")"], out),
        LookupFunction::MatchesAnyCase => operands.between(["(", " ~* ", ")"], out),
        other => Err(Error::not_supported(Function::Lookup(other).flag())),
    }
}

/// Which letters are the same.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Same,
    Any,
}

/// The part that is looked for, where it is a value.
fn needle<'c>(call: &Call<'c>) -> Option<&'c str> {
    match call.arguments.get(1) {
        Some(Expr::Value(Value::String(Some(text)))) => Some(text),
        _ => None,
    }
}

/// The part with `\` before every character that means something in a pattern.
fn escaped(part: &str) -> String {
    let mut pattern = String::with_capacity(part.len());
    for character in part.chars() {
        if matches!(character, '\\' | '%' | '_') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern
}

/// The two texts of a lookup.
struct Operands<'a> {
    call: &'a Call<'a>,
    case: Case,
}

impl Operands<'_> {
    fn text(&self, position: usize, out: &mut dyn ExpressionWriter) -> Result<()> {
        let upper = self.case == Case::Any;
        out.push(if upper { "UPPER(" } else { "" });
        cast(self.call, position, "text", out)?;
        out.push(if upper { ")" } else { "" });
        Ok(())
    }

    fn between(&self, words: [&'static str; 3], out: &mut dyn ExpressionWriter) -> Result<()> {
        out.push(words[0]);
        self.text(0, out)?;
        out.push(words[1]);
        self.text(1, out)?;
        out.push(words[2]);
        Ok(())
    }

    fn pattern(&self, pattern: String, out: &mut dyn ExpressionWriter) -> Result<()> {
        out.push("(");
        self.text(0, out)?;
        let any = self.case == Case::Any;
        out.push(if any { " LIKE UPPER(" } else { " LIKE " });
        out.bind(pattern.into_value());
        out.push(if any { "))" } else { ")" });
        Ok(())
    }

    fn ends_with(&self, out: &mut dyn ExpressionWriter) -> Result<()> {
        out.push("(RIGHT(");
        self.text(0, out)?;
        out.push(", LENGTH(");
        self.text(1, out)?;
        out.push(")) = ");
        self.text(1, out)?;
        out.push(")");
        Ok(())
    }

    /// The pattern is made one of `\` before it is in upper case: the escape may be a letter.
    fn like(&self, out: &mut dyn ExpressionWriter) -> Result<()> {
        let escape: char = self.call.constant(2)?;
        let any = self.case == Case::Any;
        out.push("(");
        self.text(0, out)?;
        out.push(if any {
            " LIKE UPPER(LIKE_ESCAPE("
        } else {
            " LIKE "
        });
        cast(self.call, 1, "text", out)?;
        out.push(if any { ", " } else { " ESCAPE " });
        out.string(escape.encode_utf8(&mut [0; 4]));
        out.push(if any { ")))" } else { ")" });
        Ok(())
    }
}
