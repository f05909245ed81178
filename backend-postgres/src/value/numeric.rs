//! `numeric`: groups of four decimal digits on the wire, canonical decimal text here.

use super::wire::Bytes;

const NEGATIVE: u16 = 0x4000;
const NAN: u16 = 0xC000;
const INFINITY: u16 = 0xD000;
const NEG_INFINITY: u16 = 0xF000;

/// Appends the canonical text of a number, with all digits of its scale; `None` where the bytes are no number.
pub(super) fn print(bytes: &[u8], out: &mut String) -> Option<()> {
    let mut bytes = Bytes::new(bytes);
    let groups = bytes.u16()?;
    let weight = i32::from(bytes.i16()?);
    let sign = bytes.u16()?;
    let scale = usize::from(bytes.u16()?);
    match sign {
        0 => {}
        NEGATIVE if groups > 0 => out.push('-'),
        NEGATIVE => {}
        NAN => return print_name(bytes, "NaN", out),
        INFINITY => return print_name(bytes, "Infinity", out),
        NEG_INFINITY => return print_name(bytes, "-Infinity", out),
        _ => return None,
    }
    let mut groups = Groups {
        bytes,
        left: groups,
        weight,
    };
    if weight < 0 {
        out.push('0');
    } else {
        print_first(groups.at(weight)?, out);
        for position in (0..weight).rev() {
            print_group(groups.at(position)?, 4, out);
        }
    }
    if scale > 0 {
        out.push('.');
    }
    let (mut digits, mut position) = (scale, -1);
    while digits > 0 {
        let group = groups.at(position)?;
        let printed = digits.min(4);
        print_group(group, printed, out);
        digits -= printed;
        position -= 1;
    }
    (groups.left == 0 && groups.bytes.rest().is_empty()).then_some(())
}

fn print_name(bytes: Bytes<'_>, name: &str, out: &mut String) -> Option<()> {
    out.push_str(name);
    bytes.finish(())
}

/// The groups in falling order of their weight; those that are not sent are 0.
struct Groups<'a> {
    bytes: Bytes<'a>,
    left: u16,
    /// Of the group that comes next.
    weight: i32,
}

impl Groups<'_> {
    /// The group of that weight, which falls from call to call.
    fn at(&mut self, weight: i32) -> Option<u16> {
        if self.left == 0 || self.weight < weight {
            return Some(0);
        }
        self.left -= 1;
        self.weight -= 1;
        self.bytes.u16().filter(|group| *group < 10_000)
    }
}

/// `00` to `99`.
const PAIRS: &str = {
    const DIGITS: [u8; 200] = {
        let mut table = [b'0'; 200];
        let mut rest: &mut [u8] = &mut table;
        let mut number = 0;
        while let [tens, units, tail @ ..] = rest {
            *tens += number / 10;
            *units += number % 10;
            number += 1;
            rest = tail;
        }
        table
    };
    match std::str::from_utf8(&DIGITS) {
        Ok(pairs) => pairs,
        Err(_) => "",
    }
};

/// The digits of a number below 100 from one of them on, as many as asked for.
fn pair(number: u16, skipped: usize, count: usize) -> &'static str {
    let start = usize::from(number) * 2 + skipped;
    PAIRS.get(start..start + count).unwrap_or_default()
}

/// Prints the first group, without leading zeros.
fn print_first(group: u16, out: &mut String) {
    let (high, low) = (group / 100, group % 100);
    match group {
        1_000.. => out.push_str(pair(high, 0, 2)),
        100.. => out.push_str(pair(high, 1, 1)),
        10.. => return out.push_str(pair(low, 0, 2)),
        _ => return out.push_str(pair(low, 1, 1)),
    }
    out.push_str(pair(low, 0, 2));
}

/// Prints the first digits of a group.
fn print_group(group: u16, count: usize, out: &mut String) {
    out.push_str(pair(group / 100, 0, count.min(2)));
    out.push_str(pair(group % 100, 0, count.saturating_sub(2)));
}

/// Appends the binary form of a canonical decimal text; `None` where it has more digits than the format can say.
pub(super) fn encode(text: &str, out: &mut Vec<u8>) -> Option<()> {
    let special = match text {
        "NaN" => Some(NAN),
        "Infinity" => Some(INFINITY),
        "-Infinity" => Some(NEG_INFINITY),
        _ => None,
    };
    if let Some(sign) = special {
        for part in [0, 0, sign, 0] {
            out.extend_from_slice(&part.to_be_bytes());
        }
        return Some(());
    }
    let (sign, number) = match text.strip_prefix('-') {
        Some(number) => (NEGATIVE, number),
        None => (0, text),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let whole = whole.trim_start_matches('0');
    let scale = u16::try_from(fraction.len())
        .ok()
        .filter(|scale| *scale < 0x4000)?;
    let start = out.len();
    out.extend_from_slice(&[0; 8]);
    let first = whole.len() % 4;
    let (head, tail) = whole.as_bytes().split_at_checked(first)?;
    let mut weight = i16::try_from(whole.len().div_ceil(4)).ok()? - 1;
    let mut count = 0_u16;
    // Zeros at either end are not sent.
    let mut zeros = 0_u16;
    let head = Some(head).filter(|head| !head.is_empty());
    let groups = head
        .into_iter()
        .chain(tail.chunks(4))
        .map(|group| value(group, group.len()))
        .chain(fraction.as_bytes().chunks(4).map(|group| value(group, 4)));
    for group in groups {
        if group == 0 {
            if count == 0 {
                weight = weight.checked_sub(1)?;
            } else {
                zeros = zeros.checked_add(1)?;
            }
            continue;
        }
        out.extend(std::iter::repeat_n(0, usize::from(zeros) * 2));
        out.extend_from_slice(&group.to_be_bytes());
        count = count.checked_add(zeros)?.checked_add(1)?;
        zeros = 0;
    }
    let (weight, sign) = if count == 0 { (0, 0) } else { (weight, sign) };
    let header = [
        count.to_be_bytes(),
        weight.to_be_bytes(),
        sign.to_be_bytes(),
        scale.to_be_bytes(),
    ];
    let place = out.get_mut(start..start + 8)?;
    place.copy_from_slice(header.as_flattened());
    Some(())
}

/// The digits as a number, filled up with zeros to that width.
fn value(digits: &[u8], width: usize) -> u16 {
    digits
        .iter()
        .copied()
        .chain(std::iter::repeat(b'0'))
        .take(width)
        .fold(0, |number, digit| number * 10 + u16::from(digit - b'0'))
}

#[cfg(test)]
mod tests {
    use backend_core::value::Decimal;
    use proptest::proptest;

    use super::{encode, print};
    use crate::value::config;

    fn printed(parts: &[i16]) -> Option<String> {
        let bytes: Vec<u8> = parts.iter().flat_map(|part| part.to_be_bytes()).collect();
        let mut out = String::new();
        print(&bytes, &mut out).map(|()| out)
    }

    /// Groups, their number, weight, sign and scale, as the server sends them.
    const KNOWN: [(&[i16], &str); 11] = [
        (&[0, 0, 0, 0], "0"),
        (&[0, 0, 0, 3], "0.000"),
        (&[1, 0, 0, 0, 7], "7"),
        (&[1, 0, 0x4000, 2, 7], "-7.00"),
        (&[1, 1, 0, 0, 1], "10000"),
        (&[2, 1, 0, 0, 12, 34], "120034"),
        (&[3, 1, 0, 2, 12, 34, 5600], "120034.56"),
        (&[1, -1, 0, 1, 5000], "0.5"),
        (&[1, -3, 0, 12, 12], "0.000000000012"),
        (&[2, -1, 0x4000, 5, 1, 2000], "-0.00012"),
        (&[1, 2, 0, 5, 1], "100000000.00000"),
    ];

    #[test]
    fn groups_are_printed_and_encoded() {
        for (parts, text) in KNOWN {
            assert_eq!(printed(parts).as_deref(), Some(text));
            let expected: Vec<u8> = parts.iter().flat_map(|part| part.to_be_bytes()).collect();
            let mut out = Vec::new();
            encode(text, &mut out).unwrap();
            assert_eq!(out, expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_number_has_its_name() {
        for (sign, text) in [
            (0xC000_u16, "NaN"),
            (0xD000, "Infinity"),
            (0xF000, "-Infinity"),
        ] {
            let parts = [0, 0, sign.cast_signed(), 0];
            assert_eq!(printed(&parts).as_deref(), Some(text));
            let mut out = Vec::new();
            encode(text, &mut out).unwrap();
            assert_eq!(out, parts.map(i16::to_be_bytes).as_flattened());
        }
    }

    #[test]
    fn what_is_no_numeric_is_not_printed() {
        for parts in [
            [].as_slice(),
            &[0, 0, 0],
            &[1, 0, 0, 0],
            &[0, 0, 0, 0, 7],
            &[1, 0, 0, 0, 10_000],
            &[0, 0, 1, 0],
        ] {
            assert_eq!(printed(parts), None, "{parts:?}");
        }
    }

    #[test]
    fn more_digits_than_the_format_says_are_not_encoded() {
        let mut out = Vec::new();
        assert!(encode(&"9".repeat(131_073), &mut out).is_none());
        assert!(encode(&format!("0.{}", "0".repeat(16_384)), &mut out).is_none());
    }

    proptest! {
        #![proptest_config(config())]

        #[test]
        fn numbers_go_to_the_wire_and_back(text in "-?[0-9]{1,30}(\\.[0-9]{1,30})?") {
            let number: Decimal = text.parse().unwrap();
            let mut bytes = Vec::new();
            encode(number.as_str(), &mut bytes).unwrap();
            let mut out = String::new();
            print(&bytes, &mut out).unwrap();
            assert_eq!(out, number.as_str());
        }
    }
}
