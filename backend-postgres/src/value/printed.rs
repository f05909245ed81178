//! Types that only PostgreSQL has, printed from their binary form exactly as the server prints them.

use std::fmt::Write as _;

use tokio_postgres::types::{Kind, Type};

use super::temporal::print_clock;
use super::wire::Bytes;

/// How a native type is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Printed {
    /// Its bytes are its text.
    Text,
    /// A byte, and then its text.
    VersionedText,
    /// An address, with its network's length where it says something.
    Inet,
    /// Bytes in hexadecimal digits, with colons.
    MacAddress,
    Bits,
    LogPosition,
    TupleId,
    TimeTz,
}

impl Printed {
    /// How that type is printed; `None` where only the server can.
    pub(super) fn of(type_: &Type) -> Option<Self> {
        if matches!(type_.kind(), Kind::Enum(_)) {
            return Some(Self::Text);
        }
        Some(match *type_ {
            Type::XML | Type::REFCURSOR | Type::VOID => Self::Text,
            Type::JSONPATH => Self::VersionedText,
            Type::INET | Type::CIDR => Self::Inet,
            Type::MACADDR | Type::MACADDR8 => Self::MacAddress,
            Type::BIT | Type::VARBIT => Self::Bits,
            Type::PG_LSN => Self::LogPosition,
            Type::TID => Self::TupleId,
            Type::TIMETZ => Self::TimeTz,
            _ => return None,
        })
    }

    /// Appends the text; `None` where the bytes are not of the type.
    pub(super) fn print(self, bytes: &[u8], out: &mut String) -> Option<()> {
        match self {
            Self::Text => out.push_str(std::str::from_utf8(bytes).ok()?),
            Self::VersionedText => {
                let (1, text) = bytes.split_first()? else {
                    return None;
                };
                out.push_str(std::str::from_utf8(text).ok()?);
            }
            Self::Inet => print_inet(bytes, out)?,
            Self::MacAddress => {
                for (index, byte) in bytes.iter().enumerate() {
                    let colon = if index == 0 { "" } else { ":" };
                    // Writing to a string cannot fail.
                    let _ = write!(out, "{colon}{byte:02x}");
                }
            }
            Self::Bits => print_bits(bytes, out)?,
            Self::LogPosition => {
                let mut bytes = Bytes::new(bytes);
                let (high, low) = (bytes.u32()?, bytes.u32()?);
                let _ = write!(out, "{high:X}/{low:X}");
                return bytes.finish(());
            }
            Self::TupleId => {
                let mut bytes = Bytes::new(bytes);
                let (block, offset) = (bytes.u32()?, bytes.u16()?);
                let _ = write!(out, "({block},{offset})");
                return bytes.finish(());
            }
            Self::TimeTz => print_time_tz(bytes, out)?,
        }
        Some(())
    }
}

fn print_bits(bytes: &[u8], out: &mut String) -> Option<()> {
    let mut bytes = Bytes::new(bytes);
    let count = usize::try_from(bytes.i32()?).ok()?;
    let bits = bytes.rest();
    if bits.len() != count.div_ceil(8) {
        return None;
    }
    let bits = bits
        .iter()
        .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1 == 1));
    out.extend(bits.take(count).map(|bit| if bit { '1' } else { '0' }));
    Some(())
}

fn print_time_tz(bytes: &[u8], out: &mut String) -> Option<()> {
    let mut bytes = Bytes::new(bytes);
    let (micros, west) = (u64::try_from(bytes.i64()?).ok()?, bytes.i32()?);
    print_clock(micros, out);
    out.push(if west > 0 { '-' } else { '+' });
    let offset = west.unsigned_abs();
    let (hours, minutes, seconds) = (offset / 3_600, offset / 60 % 60, offset % 60);
    let _ = write!(out, "{hours:02}");
    if minutes != 0 || seconds != 0 {
        let _ = write!(out, ":{minutes:02}");
    }
    if seconds != 0 {
        let _ = write!(out, ":{seconds:02}");
    }
    bytes.finish(())
}

fn print_inet(bytes: &[u8], out: &mut String) -> Option<()> {
    let mut bytes = Bytes::new(bytes);
    let (family, length, is_network, count) = (bytes.u8()?, bytes.u8()?, bytes.u8()?, bytes.u8()?);
    let most = match (family, count) {
        (2, 4) => {
            let [a, b, c, d] = bytes.take()?;
            let _ = write!(out, "{a}.{b}.{c}.{d}");
            32
        }
        (3, 16) => {
            let mut words = [0; 8];
            for word in &mut words {
                *word = bytes.u16()?;
            }
            print_words(words, out);
            128
        }
        _ => return None,
    };
    if length != most || is_network != 0 {
        let _ = write!(out, "/{length}");
    }
    bytes.finish(())
}

/// Prints an IPv6 address: the longest run of zeros becomes `::`, and what stands for an IPv4 address ends as one.
///
/// Not `Ipv6Addr`, which prints IPv4 addresses in fewer cases than the server does.
fn print_words(words: [u16; 8], out: &mut String) {
    let (start, length) = longest_zeros(words);
    let dotted = start == 0 && (length == 6 || length == 5 && matches!(words, [.., 0xFFFF, _, _]));
    let printed = if dotted { 6 } else { 8 };
    for (index, word) in words.iter().enumerate().take(printed) {
        if length > 1 && index >= start && index < start + length {
            if index == start {
                out.push(':');
            }
            continue;
        }
        if index != 0 {
            out.push(':');
        }
        let _ = write!(out, "{word:x}");
    }
    if dotted {
        let [.., high, low] = words;
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        let _ = write!(out, ":{a}.{b}.{c}.{d}");
    } else if length > 1 && start + length == 8 {
        out.push(':');
    }
}

/// Where the first of the longest runs of zeros begins, and its length.
fn longest_zeros(words: [u16; 8]) -> (usize, usize) {
    let (mut best, mut run) = ((0, 0), (0, 0));
    for (index, word) in words.iter().enumerate() {
        run = match (*word, run) {
            (0, (_, 0)) => (index, 1),
            (0, (start, length)) => (start, length + 1),
            _ => (0, 0),
        };
        if run.1 > best.1 {
            best = run;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::Printed;

    fn printed(as_: Printed, bytes: &[u8]) -> Option<String> {
        let mut out = String::new();
        as_.print(bytes, &mut out).map(|()| out)
    }

    fn address(length: u8, is_network: u8, words: [u16; 8]) -> Option<String> {
        let mut bytes = vec![3, length, is_network, 16];
        bytes.extend(words.iter().flat_map(|word| word.to_be_bytes()));
        printed(Printed::Inet, &bytes)
    }

    #[test]
    fn addresses_are_those_of_the_server() {
        let four = |bytes: &[u8]| printed(Printed::Inet, bytes);
        assert_eq!(four(&[2, 32, 0, 4, 1, 2, 3, 4]).as_deref(), Some("1.2.3.4"));
        assert_eq!(
            four(&[2, 24, 0, 4, 1, 2, 3, 4]).as_deref(),
            Some("1.2.3.4/24")
        );
        assert_eq!(
            four(&[2, 32, 1, 4, 1, 2, 3, 4]).as_deref(),
            Some("1.2.3.4/32")
        );
        for (words, text) in [
            ([0; 8], "::"),
            ([0, 0, 0, 0, 0, 0, 0, 2], "::2"),
            ([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], "2001:db8::"),
            ([1, 0, 0, 2, 0, 0, 0, 3], "1:0:0:2::3"),
            ([1, 0, 0, 2, 3, 0, 0, 4], "1::2:3:0:0:4"),
            ([0, 2, 3, 4, 5, 6, 7, 8], "0:2:3:4:5:6:7:8"),
            ([0, 0, 0, 0, 0, 0xFFFF, 0x0102, 0x0304], "::ffff:1.2.3.4"),
            ([0, 0, 0, 0, 0, 0, 0x0102, 0x0304], "::1.2.3.4"),
            ([0, 0, 0, 0, 0xFFFF, 0, 0x0102, 0x0304], "::ffff:0:102:304"),
        ] {
            assert_eq!(address(128, 0, words).as_deref(), Some(text));
        }
        assert_eq!(
            address(64, 0, [1; 8]).as_deref(),
            Some("1:1:1:1:1:1:1:1/64")
        );
        assert_eq!(four(&[2, 32, 0, 4, 1, 2, 3]), None);
        assert_eq!(four(&[4, 32, 0, 4, 1, 2, 3, 4]), None);
    }

    #[test]
    fn the_others_are_those_of_the_server() {
        let utc_afternoon = 45_000_500_000_i64.to_be_bytes();
        let zone = |west: i32| [utc_afternoon.as_slice(), &west.to_be_bytes()].concat();
        for (as_, bytes, text) in [
            (Printed::Text, b"sad".to_vec(), "sad"),
            (Printed::VersionedText, b"\x01$.a".to_vec(), "$.a"),
            (
                Printed::MacAddress,
                vec![8, 0, 0x2b, 1, 2, 3],
                "08:00:2b:01:02:03",
            ),
            (
                Printed::Bits,
                vec![0, 0, 0, 9, 0b1010_1010, 0x80],
                "101010101",
            ),
            (Printed::Bits, vec![0, 0, 0, 0], ""),
            (
                Printed::LogPosition,
                vec![0, 0, 0, 0x16, 0xB3, 0x74, 0xD8, 0x48],
                "16/B374D848",
            ),
            (Printed::TupleId, vec![0, 0, 0, 4, 0, 1], "(4,1)"),
            (Printed::TimeTz, zone(0), "12:30:00.5+00"),
            (Printed::TimeTz, zone(-19_800), "12:30:00.5+05:30"),
            (Printed::TimeTz, zone(3_723), "12:30:00.5-01:02:03"),
        ] {
            assert_eq!(printed(as_, &bytes).as_deref(), Some(text), "{as_:?}");
        }
    }

    #[test]
    fn what_is_not_of_the_type_is_not_printed() {
        for (as_, bytes) in [
            (Printed::Text, [0xFF].as_slice()),
            (Printed::VersionedText, b"\x02$.a"),
            (Printed::VersionedText, b""),
            (Printed::Bits, &[0, 0, 0, 9, 1]),
            (Printed::LogPosition, &[0; 9]),
            (Printed::TupleId, &[0; 5]),
            (Printed::TimeTz, &[0; 8]),
        ] {
            assert_eq!(printed(as_, bytes), None, "{as_:?}");
        }
    }
}
