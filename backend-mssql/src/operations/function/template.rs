//! T-SQL with places in it: a function's text as one piece that can be read, its operands written where it names them.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::features::{Features, TextUnit};
use backend_core::function::ExpressionWriter;
use backend_core::sea_query::Expr;

/// What is written in a place, as often as the text names it.
pub(super) type Piece<'a> = &'a dyn Fn(&mut dyn ExpressionWriter) -> Result<()>;

/// Writes a text with its pieces: `{0}` is the first of them.
///
/// # Errors
/// What a piece returns; [`Internal`](ErrorKind::Internal) for a place without one.
pub(super) fn fill(
    text: &'static str,
    pieces: &[Piece<'_>],
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push(before);
        let place = after.split_once('}').and_then(|(number, behind)| {
            let piece = pieces.get(number.parse::<usize>().ok()?)?;
            Some((piece, behind))
        });
        let Some((piece, behind)) = place else {
            return Err(Error::new(
                ErrorKind::Internal,
                "a function's text names a place that it does not have",
            ));
        };
        piece(out)?;
        rest = behind;
    }
    out.push(rest);
    Ok(())
}

/// What a text is followed by in [`fill_characters`] so that its characters are counted.
const CHARACTERS: &str = "{characters}";

/// As [`fill`], with `{characters}` behind texts whose characters are counted: a collation with supplementary characters, where
/// texts are otherwise of UTF-16 units.
///
/// # Errors
/// As [`fill`].
pub(super) fn fill_characters(
    text: &'static str,
    features: &Features,
    pieces: &[Piece<'_>],
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    for (n, part) in text.split(CHARACTERS).enumerate() {
        if n > 0 && features.text_unit == TextUnit::Utf16Units {
            out.push(" COLLATE Latin1_General_100_CI_AS_SC");
        }
        fill(part, pieces, out)?;
    }
    Ok(())
}

/// Writes an expression as a value of a type of the server.
pub(super) fn cast(value: &Expr, type_name: &'static str, out: &mut dyn ExpressionWriter) {
    out.push("CAST(");
    out.expression(value);
    out.push(" AS ");
    out.push(type_name);
    out.push(")");
}
