//! Texts of floating-point numbers: their fewest digits, with an exponent where there would be many zeros.

use std::fmt::LowerExp;

/// The text of a double.
pub(super) fn double(number: f64) -> String {
    text(number, number, 15)
}

/// The text of a real.
pub(super) fn single(number: f32) -> String {
    text(number, number.into(), 6)
}

/// The text of a number below whose exponent digits stand before the point without one.
fn text(number: impl LowerExp, wide: f64, most: i32) -> String {
    if wide.is_infinite() {
        let text = if wide < 0.0 { "-Infinity" } else { "Infinity" };
        return text.to_owned();
    }
    let scientific = format!("{number:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    let (sign, mantissa) = match mantissa.strip_prefix('-') {
        Some(mantissa) => ("-", mantissa),
        None => ("", mantissa),
    };
    if !(-4..most).contains(&exponent) {
        let direction = if exponent < 0 { '-' } else { '+' };
        return format!("{sign}{mantissa}e{direction}{:02}", exponent.unsigned_abs());
    }
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let Ok(whole) = usize::try_from(exponent + 1) else {
        let zeros = usize::try_from(-1 - exponent).unwrap_or_default();
        return format!("{sign}0.{}{digits}", "0".repeat(zeros));
    };
    match digits.split_at_checked(whole) {
        _ if whole == 0 => format!("{sign}0.{digits}"),
        None | Some((_, "")) => format!("{sign}{digits:0<whole$}"),
        Some((before, after)) => format!("{sign}{before}.{after}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{double, single};

    #[test]
    fn texts_have_the_fewest_digits() {
        for (number, expected) in [
            (0.0, "0"),
            (-0.0, "-0"),
            (1.0, "1"),
            (-2.5, "-2.5"),
            (0.1, "0.1"),
            (0.012, "0.012"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (1.5e-7, "1.5e-07"),
            (123_456.75, "123456.75"),
            (1e14, "100000000000000"),
            (1e15, "1e+15"),
            (1.25e100, "1.25e+100"),
            (f64::MAX, "1.7976931348623157e+308"),
            (f64::NEG_INFINITY, "-Infinity"),
        ] {
            assert_eq!(double(number), expected);
        }
        for (number, expected) in [
            (0.1_f32, "0.1"),
            (123_456.0, "123456"),
            (1_234_567.0, "1.234567e+06"),
        ] {
            assert_eq!(single(number), expected);
        }
    }
}
