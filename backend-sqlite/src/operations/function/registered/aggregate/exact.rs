//! [`ExactSum`]: a sum of decimals of any length, from which summands can be taken again, and its quotient.

use std::collections::BTreeMap;

use backend_core::value::DecimalRef;

/// Nine digits a limb.
const BASE: i64 = 1_000_000_000;
const DIGITS: usize = 9;
/// After so many summands the limbs are made small again, long before one overflows.
const MOST_SUMMANDS: u32 = 1 << 30;
/// How many significant digits a quotient has at least.
const SIGNIFICANT: i64 = 16;
/// The most digits of a quotient behind the point.
const MOST_FRACTION: i64 = 1_000;

/// A sum of finite decimals, exact.
///
/// Limbs are signed and may exceed nine digits until they are made small, so that adding is a loop without a carry.
#[derive(Debug, Clone, Default)]
pub(super) struct ExactSum {
    /// Before the point, the least first.
    whole: Vec<i64>,
    /// Behind the point, the greatest first.
    fraction: Vec<i64>,
    summands: u32,
    /// How many summands had so many digits behind the point; those without any are not counted.
    scales: BTreeMap<usize, u64>,
}

/// The digits of a number: whether it is below 0, limbs from the greatest on, and how many of these stand before the point.
struct Digits {
    negative: bool,
    limbs: Vec<i64>,
    whole: usize,
}

impl ExactSum {
    /// Adds an integer so many times: once, or -1 times to take it away.
    pub(super) fn add_integer(&mut self, number: i64, times: i64) {
        let mut rest = number;
        let mut place = 0;
        while rest != 0 {
            add_at(&mut self.whole, place, rest % BASE * times);
            rest /= BASE;
            place += 1;
        }
        self.count();
    }

    /// Adds a finite decimal so many times: once, or -1 times to take it away.
    pub(super) fn add_decimal(&mut self, number: DecimalRef<'_>, times: i64) {
        let text = number.as_str();
        let times_signed = if number.is_negative() { -times } else { times };
        let text = text.trim_start_matches('-');
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        for (place, group) in whole.as_bytes().rchunks(DIGITS).enumerate() {
            add_at(&mut self.whole, place, value(group) * times_signed);
        }
        for (place, group) in fraction.as_bytes().chunks(DIGITS).enumerate() {
            let shift = (group.len()..DIGITS).fold(1, |shift, _| shift * 10);
            add_at(
                &mut self.fraction,
                place,
                value(group) * shift * times_signed,
            );
        }
        if !fraction.is_empty() {
            let scale = self.scales.entry(fraction.len()).or_default();
            *scale = scale.saturating_add_signed(times);
            self.scales.retain(|_, count| *count > 0);
        }
        self.count();
    }

    fn count(&mut self) {
        self.summands += 1;
        if self.summands >= MOST_SUMMANDS {
            self.summands = 1;
            carry(&mut self.whole, &mut self.fraction);
        }
    }

    /// How many digits stand behind the point: as many as in the summand that has most.
    fn scale(&self) -> usize {
        self.scales.last_key_value().map_or(0, |(scale, _)| *scale)
    }

    fn digits(&self) -> Digits {
        let (mut whole, mut fraction) = (self.whole.clone(), self.fraction.clone());
        carry(&mut whole, &mut fraction);
        let negative = whole.last().is_some_and(|limb| *limb < 0);
        if negative {
            for limb in whole.iter_mut().chain(&mut fraction) {
                *limb = -*limb;
            }
            carry(&mut whole, &mut fraction);
        }
        whole.reverse();
        let before = whole.len();
        whole.append(&mut fraction);
        Digits {
            negative,
            limbs: whole,
            whole: before,
        }
    }

    /// The sum as the canonical text of a decimal.
    pub(super) fn text(&self) -> String {
        let digits = self.digits();
        spelled(digits.negative, &digits.limbs, digits.whole, self.scale())
    }

    /// The sum as an integer, where all summands were and it fits.
    pub(super) fn integer(&self) -> Option<i64> {
        self.text().parse().ok()
    }

    /// The sum divided by a count above 0, rounded as PostgreSQL rounds: away from 0 at the half, with at least 16 significant digits
    /// and no fewer behind the point than the sum has.
    pub(super) fn divided(&self, count: u64) -> String {
        let digits = self.digits();
        let scale = self.quotient_scale(&digits, count);
        let divisor = u128::from(count.max(1));
        let limbs_needed = digits.whole + scale / DIGITS + 1;
        let mut rest = 0_u128;
        let mut quotient = Vec::with_capacity(limbs_needed);
        for place in 0..limbs_needed {
            let limb = digits.limbs.get(place).copied().unwrap_or_default();
            let dividend = rest * u128::from(BASE.unsigned_abs()) + u128::from(limb.unsigned_abs());
            rest = dividend % divisor;
            quotient.push(i64::try_from(dividend / divisor).unwrap_or_default());
        }
        round(&mut quotient, digits.whole, scale);
        // Rounding may have carried into a limb that was not there.
        let whole = quotient.len() - (limbs_needed - digits.whole);
        spelled(digits.negative, &quotient, whole, scale)
    }

    /// How many digits PostgreSQL gives a quotient behind the point, which it counts in groups of four.
    fn quotient_scale(&self, sum: &Digits, count: u64) -> usize {
        let sum_text = spelled(false, &sum.limbs, sum.whole, self.scale());
        let (weight, first) = leading_group(&sum_text);
        let (weight_of_count, first_of_count) = leading_group(&count.to_string());
        let mut quotient_weight = weight - weight_of_count;
        if first <= first_of_count {
            quotient_weight -= 1;
        }
        let scale = i64::try_from(self.scale()).unwrap_or(MOST_FRACTION);
        let wanted = (SIGNIFICANT - quotient_weight * 4).max(scale);
        usize::try_from(wanted.clamp(0, MOST_FRACTION)).unwrap_or_default()
    }
}

/// The first group of four digits that is not 0: how many groups it stands before the one at the point, and what it is.
fn leading_group(text: &str) -> (i64, i64) {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let whole = whole.trim_start_matches('0');
    if let Some(first) = whole.as_bytes().rchunks(4).next_back() {
        let groups = whole.len().div_ceil(4);
        return (i64::try_from(groups).unwrap_or(1) - 1, value(first));
    }
    for (place, group) in (1_i64..).zip(fraction.as_bytes().chunks(4)) {
        let shift = (group.len()..4).fold(1, |shift, _| shift * 10);
        match value(group) * shift {
            0 => {}
            first => return (-place, first),
        }
    }
    (0, 0)
}

/// The number that digits spell.
fn value(digits: &[u8]) -> i64 {
    let digits = digits.iter().map(|digit| i64::from(digit - b'0'));
    digits.fold(0, |number, digit| number * 10 + digit)
}

fn add_at(limbs: &mut Vec<i64>, place: usize, amount: i64) {
    if limbs.len() <= place {
        limbs.resize(place + 1, 0);
    }
    if let Some(limb) = limbs.get_mut(place) {
        *limb += amount;
    }
}

/// Makes every limb but the greatest one of nine digits that is not below 0.
fn carry(whole: &mut Vec<i64>, fraction: &mut [i64]) {
    let mut over = 0;
    for limb in fraction.iter_mut().rev().chain(whole.iter_mut()) {
        let sum = *limb + over;
        *limb = sum.rem_euclid(BASE);
        over = sum.div_euclid(BASE);
    }
    while over != 0 && over != -1 {
        whole.push(over.rem_euclid(BASE));
        over = over.div_euclid(BASE);
    }
    if over == -1 {
        whole.push(-1);
    }
}

/// Rounds limbs from the greatest on to so many digits behind the point, away from 0 at the half; the last limb holds the first
/// digit behind these.
fn round(limbs: &mut Vec<i64>, whole: usize, scale: usize) {
    let kept = scale % DIGITS;
    let unit = (kept..DIGITS).fold(1, |unit, _| unit * 10);
    let at = whole + scale / DIGITS;
    let Some(last) = limbs.get_mut(at) else {
        return;
    };
    let cut = *last % unit;
    *last -= cut;
    if cut * 2 < unit {
        return;
    }
    *last += unit;
    let mut over = 0;
    for limb in limbs.iter_mut().rev() {
        let sum = *limb + over;
        *limb = sum % BASE;
        over = sum / BASE;
    }
    if over > 0 {
        limbs.insert(0, over);
    }
}

/// The text of limbs from the greatest on.
fn spelled(negative: bool, limbs: &[i64], whole: usize, scale: usize) -> String {
    let (before, behind) = limbs.split_at_checked(whole).unwrap_or((limbs, &[]));
    let spell =
        |limbs: &[i64]| -> String { limbs.iter().map(|limb| format!("{limb:09}")).collect() };
    let digits = spell(before);
    let mut text = match digits.trim_start_matches('0') {
        "" => "0".to_owned(),
        digits => digits.to_owned(),
    };
    if scale > 0 {
        let mut fraction = spell(behind);
        let missing = scale.saturating_sub(fraction.len());
        fraction.push_str(&"0".repeat(missing));
        fraction.truncate(scale);
        text.push('.');
        text.push_str(&fraction);
    }
    if negative && text.bytes().any(|digit| (b'1'..=b'9').contains(&digit)) {
        text.insert(0, '-');
    }
    text
}

#[cfg(test)]
mod tests {
    use backend_core::value::DecimalRef;

    use super::ExactSum;

    fn sum(numbers: &[&str]) -> ExactSum {
        let mut sum = ExactSum::default();
        for number in numbers {
            sum.add_decimal(DecimalRef::from_canonical(number).unwrap(), 1);
        }
        sum
    }

    #[test]
    fn sums_are_exact_and_keep_the_longest_fraction() {
        let rows: [(&[&str], &str); 8] = [
            (&[], "0"),
            (&["1.50", "2.5"], "4.00"),
            (&["0.1", "0.2", "-0.3"], "0.0"),
            (&["-1", "0.25"], "-0.75"),
            (
                &["999999999.999999999", "0.000000001"],
                "1000000000.000000000",
            ),
            (&["-1000000000", "1"], "-999999999"),
            (&["9223372036854775807", "1"], "9223372036854775808"),
            (
                &["0.0000000000000000000001", "-5"],
                "-4.9999999999999999999999",
            ),
        ];
        for (numbers, expected) in rows {
            assert_eq!(sum(numbers).text(), expected, "{numbers:?}");
        }
    }

    #[test]
    fn what_was_added_can_be_taken_away() {
        let mut left = sum(&["1.5", "2.25", "-7"]);
        left.add_decimal(DecimalRef::from_canonical("2.25").unwrap(), -1);
        assert_eq!(left.text(), "-5.5");
        left.add_decimal(DecimalRef::from_canonical("1.5").unwrap(), -1);
        assert_eq!((left.text().as_str(), left.integer()), ("-7", Some(-7)));
        let mut limits = ExactSum::default();
        limits.add_integer(i64::MIN, 1);
        assert_eq!(limits.integer(), Some(i64::MIN));
        limits.add_integer(-1, 1);
        assert_eq!(limits.integer(), None);
        assert_eq!(limits.text(), "-9223372036854775809");
    }

    #[test]
    fn quotients_have_the_digits_that_postgresql_gives() {
        let rows: [(&[&str], u64, &str); 8] = [
            (&["5"], 3, "1.6666666666666667"),
            (&["-5"], 3, "-1.6666666666666667"),
            (&["123456789010.75"], 3, "41152263003.58333333"),
            (&["0.00005"], 3, "0.000016666666666666666667"),
            (&["0"], 4, "0.00000000000000000000"),
            (&["3"], 2, "1.5000000000000000"),
            (&["29999999999999999999"], 1, "29999999999999999999"),
            (&["2.00"], 3, "0.66666666666666666667"),
        ];
        for (numbers, count, expected) in rows {
            assert_eq!(
                sum(numbers).divided(count),
                expected,
                "{numbers:?} / {count}"
            );
        }
    }
}
