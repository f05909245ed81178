//! Functions that compare values, or say how they are compared.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::function::{Call, ComparisonFunction, ExpressionWriter};
use backend_core::model::Identifier;
use backend_core::operations::standard_function;
use backend_core::sea_query::Expr;

pub(super) fn write(
    function: ComparisonFunction,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    match function {
        ComparisonFunction::Greatest => bound("(SELECT MAX(", call.arguments, out),
        ComparisonFunction::Least => bound("(SELECT MIN(", call.arguments, out),
        ComparisonFunction::Collate => return collate(call, out),
        _ => return standard_function(call, out),
    }
    Ok(())
}

/// Writes the greatest or least by an aggregate of as many rows: `GREATEST` comes with SQL Server 2022.
fn bound(aggregate: &'static str, values: &[Expr], out: &mut dyn ExpressionWriter) {
    if let [one] = values {
        return out.operand(one);
    }
    out.push(aggregate);
    out.push("backend_value) FROM (VALUES ");
    for (n, value) in values.iter().enumerate() {
        out.push(if n > 0 { ", (" } else { "(" });
        out.expression(value);
        out.push(")");
    }
    out.push(") AS backend_values(backend_value))");
}

/// A collation is a word that nothing may quote.
fn collate(call: &Call<'_>, out: &mut dyn ExpressionWriter) -> Result<()> {
    let collation: Identifier = call.constant(1)?;
    if !is_collation(collation.as_str()) {
        return Err(Error::new(
            ErrorKind::DoesNotExist,
            "no collation of SQL Server has such a name: they are of letters, digits and underscores",
        ));
    }
    out.push("(");
    out.operand(call.argument(0)?);
    out.push(" COLLATE ");
    out.fragment(collation.as_str());
    out.push(")");
    Ok(())
}

/// Whether a text has the form of a collation's name, and is no word for another one.
fn is_collation(name: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(is_part)
        && !["database_default", "catalog_default"]
            .iter()
            .any(|word| name.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::is_collation;

    #[test]
    fn a_collation_is_one_word() {
        for name in ["Latin1_General_100_BIN2", "SQL_Latin1_General_CP1_CI_AS"] {
            assert!(is_collation(name), "{name}");
        }
        for name in ["", "a b", "a]", "1a", "a;--", "Database_Default", "ä"] {
            assert!(!is_collation(name), "{name}");
        }
    }
}
