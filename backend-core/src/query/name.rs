//! [`write_identifier`]: a name of a query in quotes.

use sea_query::{DynIden, SqlWriter};

use super::Builder;
use crate::error::{Error, ErrorKind};

/// The hook [`prepare_iden`](sea_query::QuotedBuilder::prepare_iden) of every vendor: writes a name in quotes, with what
/// closes them doubled inside. The hook's own does that only for names that are not constants of the program.
#[inline]
pub fn write_identifier(builder: &impl Builder, name: &DynIden, sql: &mut impl SqlWriter) {
    let name = name.inner();
    let syntax = builder.syntax();
    if syntax.identifier_open == '"' && syntax.identifier_close == '"' {
        // The standard's quotes are written as what the compiler knows them to be.
        write_quoted(builder, &name, ('"', '"'), sql);
    } else {
        write_in_other_quotes(builder, &name, sql);
    }
}

#[inline(never)]
fn write_in_other_quotes(builder: &impl Builder, name: &str, sql: &mut impl SqlWriter) {
    let syntax = builder.syntax();
    let quotes = (syntax.identifier_open, syntax.identifier_close);
    write_quoted(builder, name, quotes, sql);
}

#[inline(always)]
fn write_quoted(
    builder: &impl Builder,
    name: &str,
    (open, close): (char, char),
    sql: &mut impl SqlWriter,
) {
    // A writer of this crate does not fail, and the hooks have no way to say so.
    let _ = sql.write_char(open);
    if is_plain(name, close) {
        let _ = sql.write_str(name);
    } else {
        write_odd_name(builder, name, close, sql);
    }
    let _ = sql.write_char(close);
}

/// Whether a name holds neither the quote that closes it nor U+0000: looked at by eight bytes at a time, as most of a query are
/// names. False where it is not known.
#[inline(always)]
fn is_plain(name: &str, close: char) -> bool {
    let bytes = name.as_bytes();
    let (true, Ok(close)) = (close.is_ascii(), u8::try_from(close)) else {
        return false;
    };
    if let Some(last) = bytes.last_chunk::<8>() {
        return has_neither(u64::from_ne_bytes(*last), close)
            && bytes
                .chunks_exact(8)
                .filter_map(<[u8]>::first_chunk::<8>)
                .all(|eight| has_neither(u64::from_ne_bytes(*eight), close));
    }
    match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        (Some(first), Some(last)) => {
            let [first, last] = [first, last].map(|half| u64::from(u32::from_ne_bytes(*half)));
            has_neither((first << 32) | last, close)
        }
        _ => bytes.iter().all(|byte| *byte != close && *byte != 0),
    }
}

/// Whether none of eight bytes is zero or another one. A byte is zero if it borrows when one is taken from it and had no high bit.
const fn has_neither(bytes: u64, other: u8) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = ONES << 7;
    let others = bytes ^ (ONES * other as u64);
    let zeros = bytes.wrapping_sub(ONES) & !bytes;
    let found = others.wrapping_sub(ONES) & !others;
    (zeros | found) & HIGH == 0
}

/// Writes a name in which something is doubled or refused.
#[cold]
fn write_odd_name(builder: &impl Builder, name: &str, close: char, sql: &mut impl SqlWriter) {
    if name.contains('\0') {
        builder.refusal().note(Error::new(
            ErrorKind::Data,
            "a name cannot contain the character U+0000",
        ));
    }
    for character in name.chars() {
        if character == close {
            let _ = sql.write_char(close);
        }
        let _ = sql.write_char(character);
    }
}

#[cfg(test)]
mod tests {
    use super::is_plain;

    #[test]
    fn a_quote_or_a_zero_is_seen_wherever_it_stands() {
        for letter in ["a", "é", "\u{7f}", "\u{1}", "🦀"] {
            for length in 0..20 {
                let name = letter.repeat(length);
                assert!(is_plain(&name, '"'), "{name:?}");
                assert!(is_plain(&name, ']'), "{name:?}");
                for start in 0..=length {
                    let (before, after) = (letter.repeat(start), letter.repeat(length - start));
                    for odd in ['"', '\0'] {
                        let name = format!("{before}{odd}{after}");
                        assert!(!is_plain(&name, '"'), "{name:?}");
                        assert_eq!(is_plain(&name, '`'), odd == '"', "{name:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn of_quotes_that_are_no_byte_nothing_is_known() {
        assert!(!is_plain("a", '»'));
    }
}
