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
    let dotted = start == 0
        && match (length, words) {
            (6, _) => true,
            (7, [.., last]) => last != 1,
            (5, [.., mark, _, _]) => mark == 0xFFFF,
            _ => false,
        };
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
