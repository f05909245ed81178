//! Doubles by their fewest decimal digits, as other servers print and round them.
//!
//! The server prints six digits, or seventeen: the fewest that mean the same double are looked for among its seventeen, rounded.

use backend_core::error::Result;
use backend_core::function::ExpressionWriter;

use super::kind::Kind;
use super::template::{Piece, fill};

/// A double `v` as `m` times ten to the power of `p`: `m` are its fewest digits without its sign, filled up to seventeen.
///
/// The digits end at `k` places before the last of the seventeen. Beyond the greatest double a rounded one is no double.
const DIGITS: &str = "(SELECT TOP (1) ROUND(backend_seventeen.m, backend_places.k) AS m, backend_seventeen.p \
     FROM (SELECT CAST(STUFF(LEFT(t, 18), 2, 1, '') AS decimal(38,0)) AS m, \
     CAST(SUBSTRING(t, 20, 5) AS int) - 16 AS p \
     FROM (SELECT LTRIM(RTRIM(CONVERT(varchar(40), ABS({0}), 3))) AS t) AS backend_text) AS backend_seventeen \
     CROSS JOIN (VALUES (-16), (-15), (-14), (-13), (-12), (-11), (-10), (-9), (-8), (-7), (-6), (-5), \
     (-4), (-3), (-2), (-1), (0)) AS backend_places(k) \
     WHERE {1} = ABS({0}) ORDER BY backend_places.k)";

/// The double that rounded digits mean.
const MEANT: &str = "TRY_CAST(CONCAT(ROUND(backend_seventeen.m, backend_places.k), 'e', backend_seventeen.p) AS float)";
const MEANT_BY_A_REAL: &str = "CAST(TRY_CAST(TRY_CAST(CONCAT(ROUND(backend_seventeen.m, backend_places.k), 'e', backend_seventeen.p) AS float) AS real) AS float)";

/// The text of a double from its digits `d`, whose first one stands for ten to the power of `x`.
const TEXT: &str = "CASE WHEN v = 0 THEN N'0' WHEN v IS NOT NULL THEN CONCAT(CASE WHEN v < 0 THEN N'-' END, \
     CASE WHEN x < -4 OR x >= {2} THEN CONCAT(LEFT(d, 1), CASE WHEN LEN(d) > 1 THEN N'.' + SUBSTRING(d, 2, 17) END, \
     N'e', CASE WHEN x < 0 THEN N'-' ELSE N'+' END, CASE WHEN ABS(x) < 10 THEN N'0' END, ABS(x)) \
     WHEN x < 0 THEN CONCAT(N'0.', REPLICATE(N'0', -1 - x), d) \
     WHEN LEN(d) <= x + 1 THEN CONCAT(d, REPLICATE(N'0', x + 1 - LEN(d))) \
     ELSE STUFF(d, x + 2, 0, N'.') END) END";

/// From a power of ten on, a double is printed with an exponent.
const LEAST_EXPONENT: &str = "15";
const LEAST_EXPONENT_OF_A_REAL: &str = "6";

/// Writes the digits of what is named `{0}`.
fn digits(name: &'static str, is_real: bool, out: &mut dyn ExpressionWriter) -> Result<()> {
    let meant = if is_real { MEANT_BY_A_REAL } else { MEANT };
    fill(
        DIGITS,
        &[&|out| push(name, out), &|out| push(meant, out)],
        out,
    )
}

fn push(text: &'static str, out: &mut dyn ExpressionWriter) -> Result<()> {
    out.push(text);
    Ok(())
}

/// Writes the text of a double or real.
pub(super) fn text(number: Piece<'_>, kind: Kind, out: &mut dyn ExpressionWriter) -> Result<()> {
    let is_real = kind == Kind::Real;
    let from = if is_real {
        LEAST_EXPONENT_OF_A_REAL
    } else {
        LEAST_EXPONENT
    };
    written(TEXT, from, number, is_real, out)
}

/// Writes the decimal digits of a double or real without an exponent: what is cast to a decimal.
pub(super) fn plain(number: Piece<'_>, kind: Kind, out: &mut dyn ExpressionWriter) -> Result<()> {
    // No double has an exponent so great or so small.
    let text = "CASE WHEN v = 0 THEN N'0' WHEN v IS NOT NULL THEN CONCAT(CASE WHEN v < 0 THEN N'-' END, \
         CASE WHEN x < 0 THEN CONCAT(N'0.', REPLICATE(N'0', -1 - x), d) \
         WHEN LEN(d) <= x + 1 THEN CONCAT(d, REPLICATE(N'0', x + 1 - LEN(d))) \
         ELSE STUFF(d, x + 2, 0, N'.') END) END";
    written(text, "", number, kind == Kind::Real, out)
}

/// Writes an expression of `v`, `d` and `x`.
fn written(
    text: &'static str,
    from: &'static str,
    number: Piece<'_>,
    is_real: bool,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let pieces: [Piece<'_>; 3] = [
        number,
        &|out| digits("backend_number.v", is_real, out),
        &|out| push(from, out),
    ];
    out.push("(SELECT ");
    fill(text, &pieces, out)?;
    fill(
        " FROM (SELECT CAST({0} AS float) AS v) AS backend_number OUTER APPLY {1} AS backend_digits \
         OUTER APPLY (SELECT REPLACE(RTRIM(REPLACE(CAST(backend_digits.m AS nvarchar(40)), N'0', N' ')), N' ', N'0') AS d, \
         backend_digits.p + LEN(CAST(backend_digits.m AS nvarchar(40))) - 1 AS x) AS backend_form)",
        &pieces,
        out,
    )
}

/// The text of a rounded double, from the digits of a number `v` and the places `n`.
const ROUNDED: &str = "CASE WHEN v = 0 THEN '0' WHEN v IS NOT NULL AND n IS NOT NULL THEN \
     CONCAT(CASE WHEN v < 0 THEN '-' END, CASE WHEN n + p >= 0 THEN m WHEN n + p < -18 THEN 0 \
     ELSE ROUND(m + 100000000000000000000, n + p) - 100000000000000000000 END, 'e', p) END \
     FROM (SELECT CAST({0} AS float) AS v, CAST({1} AS int) AS n) AS backend_number OUTER APPLY {2} AS backend_digits";

/// Writes a double rounded to so many places, as its digits are.
pub(super) fn rounded(
    number: Piece<'_>,
    places: Piece<'_>,
    kind: Kind,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    out.push("CAST((SELECT ");
    fill(
        ROUNDED,
        &[number, places, &|out| {
            digits("backend_number.v", kind == Kind::Real, out)
        }],
        out,
    )?;
    out.push(") AS float)");
    Ok(())
}

/// Writes the text of [`rounded`], of a double or a real: which of both is seen when the query runs.
pub(super) fn rounded_text(
    number: Piece<'_>,
    places: Piece<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let meant = "CASE WHEN SQL_VARIANT_PROPERTY({0}, 'BaseType') = 'real' THEN {1} ELSE {2} END";
    out.push("(SELECT ");
    fill(
        ROUNDED,
        &[number, places, &|out| {
            fill(
                DIGITS,
                &[&|out| push("backend_number.v", out), &|out| {
                    fill(
                        meant,
                        &[number, &|out| push(MEANT_BY_A_REAL, out), &|out| {
                            push(MEANT, out)
                        }],
                        out,
                    )
                }],
                out,
            )
        }],
        out,
    )?;
    out.push(")");
    Ok(())
}

/// Writes what remains of a division of two doubles, as of their digits.
///
/// Both are made whole numbers of the same power of ten; a dividend below its divisor is what remains.
pub(super) fn remainder(
    dividend: (Piece<'_>, Kind),
    divisor: (Piece<'_>, Kind),
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    fill(
        "(SELECT CASE WHEN b = 0 THEN 1 / b WHEN a = 0 OR ABS(a) < ABS(b) THEN a \
         WHEN a IS NOT NULL AND b IS NOT NULL THEN \
         CAST(CONCAT(CASE WHEN a < 0 THEN '-' END, \
         (CASE WHEN ap > bp THEN am * POWER(CAST(10 AS decimal(38,0)), ap - bp) ELSE am END) \
         % (CASE WHEN bp > ap THEN bm * POWER(CAST(10 AS decimal(38,0)), bp - ap) ELSE bm END), \
         'e', CASE WHEN ap < bp THEN ap ELSE bp END) AS float) END \
         FROM (SELECT CAST({0} AS float) AS a, CAST({1} AS float) AS b) AS backend_numbers \
         OUTER APPLY (SELECT m AS am, p AS ap FROM {2} AS backend_digits) AS backend_dividend \
         OUTER APPLY (SELECT m AS bm, p AS bp FROM {3} AS backend_digits) AS backend_divisor)",
        &[
            dividend.0,
            divisor.0,
            &|out| digits("backend_numbers.a", dividend.1 == Kind::Real, out),
            &|out| digits("backend_numbers.b", divisor.1 == Kind::Real, out),
        ],
        out,
    )
}
