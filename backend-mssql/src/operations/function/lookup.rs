//! Functions that look for one text in another: conditions.
//!
//! Texts are compared in a binary collation, so that letters, their case and what belongs to them are what they are. A part that is
//! a value becomes a pattern of `LIKE`; one that is an expression is compared by functions in which no character means anything.
//! Blanks at the end do not count to `=` and `LEN`, so that bytes are counted too.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::features::Features;
use backend_core::function::{Call, ExpressionWriter, Function, LookupFunction};
use backend_core::sea_query::{Expr, Value};
use backend_core::value::IntoValue as _;

use super::template::{Piece, fill};
use super::text::write_text;

/// The longest pattern, in UTF-16 units.
const LONGEST_PATTERN: usize = 4_000;

pub(super) fn write(
    function: LookupFunction,
    features: &Features,
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
    let text: Piece<'_> = &|out| operands.text(0, out);
    let part: Piece<'_> = &|out| operands.text(1, out);
    match function {
        LookupFunction::Contains | LookupFunction::ContainsAnyCase => {
            match operands.needle(["%", "%"]) {
                Some(pattern) => operands.pattern(pattern, out),
                None => fill(
                    "(CASE WHEN DATALENGTH({1}) = 0 THEN LEN(LEFT({0}, 0) + N'x') ELSE CHARINDEX({1}, {0}) END > 0)",
                    &[text, part],
                    out,
                ),
            }
        }
        LookupFunction::StartsWith | LookupFunction::StartsWithAnyCase => {
            match operands.needle(["", "%"]) {
                Some(pattern) => operands.pattern(pattern, out),
                None => fill(
                    "(LEFT({0}, LEN({1} + N'x') - 1) = {1} AND DATALENGTH({0}) >= DATALENGTH({1}))",
                    &[text, part],
                    out,
                ),
            }
        }
        LookupFunction::EndsWith | LookupFunction::EndsWithAnyCase => fill(
            "(RIGHT({0}, LEN({1} + N'x') - 1) = {1} AND DATALENGTH({0}) >= DATALENGTH({1}))",
            &[text, part],
            out,
        ),
        LookupFunction::EqualsAnyCase => fill(
            "({0} = {1} AND DATALENGTH({0}) = DATALENGTH({1}))",
            &[text, part],
            out,
        ),
        LookupFunction::Like | LookupFunction::LikeAnyCase => like(&operands, features, out),
        // The dot is a line feed too, and the ends are those of the whole text.
        LookupFunction::Matches => fill("REGEXP_LIKE({0}, {1}, 'cs')", &[text, part], out),
        LookupFunction::MatchesAnyCase => fill("REGEXP_LIKE({0}, {1}, 'is')", &[text, part], out),
        other => Err(Error::not_supported(Function::Lookup(other).flag())),
    }
}

/// Which letters are the same.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Same,
    Any,
}

/// The two texts of a lookup.
struct Operands<'a> {
    call: &'a Call<'a>,
    case: Case,
}

impl Operands<'_> {
    fn text(&self, position: usize, out: &mut dyn ExpressionWriter) -> Result<()> {
        let argument = self.call.argument(position)?;
        let is_any = self.case == Case::Any;
        out.push(if is_any { "UPPER(" } else { "" });
        write_text(argument, out)?;
        out.push(" COLLATE Latin1_General_100_BIN2");
        out.push(if is_any { ")" } else { "" });
        Ok(())
    }

    /// The pattern of the part that is looked for, where it is a value, with what stands before and behind it.
    fn needle(&self, around: [&str; 2]) -> Option<String> {
        match self.call.arguments.get(1) {
            Some(Expr::Value(Value::String(Some(text)))) => {
                let pattern = format!("{}{}{}", around[0], escaped(text), around[1]);
                is_short(&pattern).then_some(pattern)
            }
            _ => None,
        }
    }

    /// Writes `LIKE` with a pattern whose escape is the backslash.
    fn pattern(&self, pattern: String, out: &mut dyn ExpressionWriter) -> Result<()> {
        out.push("(");
        self.text(0, out)?;
        let is_any = self.case == Case::Any;
        out.push(if is_any { " LIKE UPPER(" } else { " LIKE " });
        out.bind(pattern.into_value());
        out.push(if is_any {
            " COLLATE Latin1_General_100_BIN2) ESCAPE N'\\')"
        } else {
            " ESCAPE N'\\')"
        });
        Ok(())
    }
}

fn is_short(pattern: &str) -> bool {
    pattern.encode_utf16().count() <= LONGEST_PATTERN
}

/// Adds a character that means nothing but itself.
fn push_escaped(character: char, pattern: &mut String) {
    if matches!(character, '\\' | '%' | '_' | '[') {
        pattern.push('\\');
    }
    pattern.push(character);
}

/// The part with `\` before every character that means something in a pattern.
fn escaped(part: &str) -> String {
    let mut pattern = String::with_capacity(part.len());
    for character in part.chars() {
        push_escaped(character, &mut pattern);
    }
    pattern
}

/// The pattern as one whose escape is the backslash, and in which brackets are nothing but brackets.
///
/// # Errors
/// [`Data`](ErrorKind::Data) where it ends with its escape.
fn with_backslash(pattern: &str, escape: char) -> Result<String> {
    let mut written = String::with_capacity(pattern.len());
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        if character == escape {
            let Some(itself) = characters.next() else {
                return Err(Error::new(
                    ErrorKind::Data,
                    "a pattern ends with its escape; write the escape twice where it means itself",
                ));
            };
            push_escaped(itself, &mut written);
        } else if matches!(character, '%' | '_') {
            written.push(character);
        } else {
            push_escaped(character, &mut written);
        }
    }
    Ok(written)
}

fn like(
    operands: &Operands<'_>,
    features: &Features,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let escape: char = operands.call.constant(2)?;
    let Some(Expr::Value(Value::String(Some(pattern)))) = operands.call.arguments.get(1) else {
        return like_expression(escape, operands, features, out);
    };
    let pattern = with_backslash(pattern, escape)?;
    if !pattern.contains('_') {
        return operands.pattern(pattern, out);
    }
    let is_any = operands.case == Case::Any;
    fill(
        "({0} LIKE {1} ESCAPE '\\')",
        &[
            &|out| in_characters(features, out, &|out| operands.text(0, out)),
            &|out| {
                in_characters(features, out, &|out| {
                    out.push(if is_any { "UPPER(" } else { "" });
                    out.bind(pattern.clone().into_value());
                    out.push(" COLLATE Latin1_General_100_BIN2");
                    out.push(if is_any { ")" } else { "" });
                    Ok(())
                })
            },
        ],
        out,
    )
}

/// Writes a text in UTF-8, where a sign for one character stands for one beyond the basic plane too. Servers before 2019 have no
/// such collation: to them it stands for one UTF-16 unit.
fn in_characters(
    features: &Features,
    out: &mut dyn ExpressionWriter,
    text: Piece<'_>,
) -> Result<()> {
    if !has_utf8(features) {
        return text(out);
    }
    out.push("CAST((");
    text(out)?;
    out.push(") COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))");
    Ok(())
}

/// Whether there are collations of UTF-8: hashes need one.
pub(super) const fn has_utf8(features: &Features) -> bool {
    features.supports_hash_functions
}

fn string(text: &str, out: &mut dyn ExpressionWriter) -> Result<()> {
    out.string(text);
    Ok(())
}

/// A pattern that is computed: its escape becomes what is no character, which is an escape whatever it stood for, and opening
/// brackets, in the text too, another one, which means nothing.
fn like_expression(
    escape: char,
    operands: &Operands<'_>,
    features: &Features,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let is_any = operands.case == Case::Any;
    let written = escape.to_string();
    let twice = written.repeat(2);
    let pattern: Piece<'_> = &|out| {
        out.push(if is_any { "UPPER(" } else { "" });
        fill(
            "REPLACE(REPLACE(REPLACE(REPLACE({0} COLLATE Latin1_General_100_BIN2, {1}, NCHAR(64978)), {2}, NCHAR(64976)), \
             NCHAR(64978), NCHAR(64976) + {2}), N'[', NCHAR(64977))",
            &[
                &|out| write_text(operands.call.argument(1)?, out),
                &|out| string(&twice, out),
                &|out| string(&written, out),
            ],
            out,
        )?;
        out.push(if is_any { ")" } else { "" });
        Ok(())
    };
    fill(
        "({0} LIKE {1} ESCAPE NCHAR(64976))",
        &[
            &|out| {
                in_characters(features, out, &|out| {
                    fill(
                        "REPLACE({0}, N'[', NCHAR(64977))",
                        &[&|out| operands.text(0, out)],
                        out,
                    )
                })
            },
            &|out| in_characters(features, out, pattern),
        ],
        out,
    )
}

#[cfg(test)]
mod tests {
    use backend_core::error::ErrorKind;

    use super::{escaped, with_backslash};

    #[test]
    fn signs_of_patterns_are_escaped() {
        assert_eq!(escaped(r"50%_[a]\^-'"), r"50\%\_\[a]\\^-'");
        assert_eq!(escaped("ä😀"), "ä😀");
    }

    #[test]
    fn a_pattern_keeps_its_meaning_with_another_escape() {
        for (pattern, escape, expected) in [
            ("a%b_", '\\', "a%b_"),
            (r"100\%", '\\', r"100\%"),
            ("100!%!!", '!', r"100\%!"),
            (r"a\b[c]", '!', r"a\\b\[c]"),
            ("een%", 'e', "en%"),
            ("a😀_", '😀', r"a\_"),
        ] {
            assert_eq!(with_backslash(pattern, escape).unwrap(), expected);
        }
        let error = with_backslash("ab!", '!').unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Data);
    }
}
