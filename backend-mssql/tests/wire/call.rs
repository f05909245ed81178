//! A call of `sp_executesql`, taken apart by what [MS-TDS] says of calls and types.
//!
//! Source: [MS-TDS] 2.2.6.6, 2.2.5.4 and 2.2.5.5,
//! <https://learn.microsoft.com/openspecs/windows_protocols/ms-tds>.

use crate::fake::{Kind, Message, utf16};

/// A parameter of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    /// Its type, with length, precision, scale and collation.
    pub(crate) of: Vec<u8>,
    /// Its value, with its length.
    pub(crate) value: Vec<u8>,
}

impl Parameter {
    /// The text, where it is one.
    pub(crate) fn text(&self) -> String {
        match self.of.get(1..3) {
            // In pieces, each with its length, after the length of the whole.
            Some([0xFF, 0xFF]) => {
                let mut rest = self.value.get(8..).unwrap_or_default();
                let mut text = Vec::new();
                while let Some((length, after)) = rest.split_first_chunk::<4>() {
                    let length = usize::try_from(u32::from_le_bytes(*length)).unwrap();
                    let (piece, after) = after.split_at(length);
                    text.extend(piece);
                    rest = after;
                }
                utf16(&text)
            }
            _ => utf16(self.value.get(2..).unwrap_or_default()),
        }
    }
}

/// The parameters of a call of `sp_executesql`.
pub(crate) fn parameters(message: &Message) -> Vec<Parameter> {
    assert_eq!(message.kind, Kind::Call);
    let mut bytes = Bytes(message.request());
    // By its number, or by its name.
    let length = bytes.u16();
    if length == 0xFFFF {
        assert_eq!(bytes.u16(), 10, "sp_executesql has the number 10");
    } else {
        let name = utf16(bytes.take(usize::from(length) * 2));
        assert_eq!(name, "sp_executesql");
    }
    bytes.u16();
    let mut parameters = Vec::new();
    while !bytes.0.is_empty() {
        let length = usize::from(bytes.u8());
        let name = utf16(bytes.take(length * 2));
        bytes.u8();
        let (of, value) = bytes.typed();
        parameters.push(Parameter { name, of, value });
    }
    parameters
}

/// Bytes that are read from their front.
struct Bytes<'b>(&'b [u8]);

impl<'b> Bytes<'b> {
    fn take(&mut self, count: usize) -> &'b [u8] {
        let (taken, rest) = self.0.split_at(count);
        self.0 = rest;
        taken
    }

    fn u8(&mut self) -> u8 {
        self.take(1)[0]
    }

    fn u16(&mut self) -> u16 {
        u16::from_le_bytes(self.take(2).try_into().unwrap())
    }

    /// A type and a value of it, each as it stands.
    fn typed(&mut self) -> (Vec<u8>, Vec<u8>) {
        let all = self.0;
        let kind = self.u8();
        match kind {
            // NULL without a type.
            0x1F => return (vec![kind], Vec::new()),
            // Types of one length.
            0x30 | 0x32 => return (vec![kind], self.take(1).to_vec()),
            0x34 => return (vec![kind], self.take(2).to_vec()),
            0x38 | 0x3A | 0x3B | 0x7A => return (vec![kind], self.take(4).to_vec()),
            0x3C | 0x3D | 0x3E | 0x7F => return (vec![kind], self.take(8).to_vec()),
            // A date has neither a length nor a scale.
            0x28 => {}
            // Those with a fraction of seconds have its digits, the others a greatest length.
            0x24 | 0x26 | 0x29..=0x2B | 0x68 | 0x6D..=0x6F => {
                self.u8();
            }
            // Decimals: length, precision, scale.
            0x6A | 0x6C => {
                self.take(3);
            }
            0xA5 | 0xAD => {
                let most = self.u16();
                return self.long(all, most);
            }
            0xA7 | 0xAF | 0xE7 | 0xEF => {
                let most = self.u16();
                self.take(5);
                return self.long(all, most);
            }
            _ => panic!("a type that is not known here: {kind:#04x}"),
        }
        let of = all[..all.len() - self.0.len()].to_vec();
        let before = self.0;
        let length = usize::from(self.u8());
        self.take(length);
        (of, before[..=length].to_vec())
    }

    /// A value with two bytes of length, or in pieces where its type has no greatest length.
    fn long(&mut self, all: &[u8], most: u16) -> (Vec<u8>, Vec<u8>) {
        let of = all[..all.len() - self.0.len()].to_vec();
        let before = self.0;
        if most == 0xFFFF {
            let whole = u64::from_le_bytes(self.take(8).try_into().unwrap());
            // NULL has no pieces.
            let mut is_over = whole == u64::MAX;
            while !is_over {
                let piece = self.take(4).try_into().unwrap();
                let piece = usize::try_from(u32::from_le_bytes(piece)).unwrap();
                self.take(piece);
                is_over = piece == 0;
            }
        } else {
            let length = self.u16();
            if length != 0xFFFF {
                self.take(usize::from(length));
            }
        }
        (of, before[..before.len() - self.0.len()].to_vec())
    }
}
