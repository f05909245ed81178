//! [`Uuid`]: sixteen bytes.

use std::fmt;
use std::str::FromStr;

use super::scan::malformed;
use crate::error::{Error, Result};

/// A UUID (RFC 9562), of any version.
///
/// # Example
/// ```
/// use backend_core::value::Uuid;
///
/// let uuid: Uuid = "urn:uuid:67E55044-10B1-426F-9247-BB680E5FE0C8".parse()?;
/// assert_eq!(uuid.to_string(), "67e55044-10b1-426f-9247-bb680e5fe0c8");
/// assert_eq!("{67e5504410b1426f9247bb680e5fe0c8}".parse::<Uuid>()?, uuid);
/// # Ok::<(), backend_core::error::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uuid([u8; 16]);

impl Uuid {
    /// All bits 0.
    pub const NIL: Self = Self([0; 16]);
    /// All bits 1.
    pub const MAX: Self = Self([0xFF; 16]);

    /// A UUID of these bytes, most significant first.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The bytes, most significant first.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// A UUID of that number.
    #[must_use]
    pub const fn from_u128(number: u128) -> Self {
        Self(number.to_be_bytes())
    }

    /// The UUID as a number.
    #[must_use]
    pub const fn as_u128(&self) -> u128 {
        u128::from_be_bytes(self.0)
    }
}

impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, byte) in self.0.iter().enumerate() {
            if matches!(index, 4 | 6 | 8 | 10) {
                f.write_str("-")?;
            }
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

/// Reads 32 hexadecimal digits: hyphens stand after the 8th, 12th, 16th and 20th, or nowhere.
fn digits(text: &str) -> Option<u128> {
    let hyphens = [8, 13, 18, 23];
    let hyphenated = match text.len() {
        36 => true,
        32 => false,
        _ => return None,
    };
    text.bytes()
        .enumerate()
        .try_fold(0_u128, |number, (index, byte)| {
            if hyphenated && hyphens.contains(&index) {
                return (byte == b'-').then_some(number);
            }
            let digit = char::from(byte).to_digit(16)?;
            Some(number << 4 | u128::from(digit))
        })
}

impl FromStr for Uuid {
    type Err = Error;

    /// Reads 32 hexadecimal digits, in either case, with hyphens or without, bare, between braces or after `urn:uuid:`.
    fn from_str(text: &str) -> Result<Self> {
        let braced = || text.strip_prefix('{')?.strip_suffix('}');
        let bare = braced()
            .or_else(|| text.strip_prefix("urn:uuid:"))
            .unwrap_or(text);
        digits(bare)
            .map(Self::from_u128)
            .ok_or_else(|| malformed(text, "a UUID"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::proptest;

    use super::Uuid;
    use crate::value::strategies::config;

    #[test]
    fn every_common_spelling_is_read() {
        let uuid = Uuid::from_u128(0x67e5_5044_10b1_426f_9247_bb68_0e5f_e0c8);
        for text in [
            "67e55044-10b1-426f-9247-bb680e5fe0c8",
            "67E5504410B1426F9247BB680E5FE0C8",
            "{67e55044-10b1-426f-9247-bb680e5fe0c8}",
            "urn:uuid:67e55044-10b1-426f-9247-bb680e5fe0c8",
        ] {
            assert_eq!(text.parse::<Uuid>().unwrap(), uuid);
        }
        assert_eq!(
            Uuid::NIL.to_string(),
            "00000000-0000-0000-0000-000000000000"
        );
        assert_eq!(Uuid::MAX.as_u128(), u128::MAX);
    }

    #[test]
    fn what_is_no_uuid_is_refused() {
        for text in [
            "",
            "67e55044-10b1-426f-9247-bb680e5fe0c",
            "67e55044-10b1-426f-9247-bb680e5fe0c8a",
            "67e5504410-b1-426f-9247-bb680e5fe0c8",
            "67e55044 10b1 426f 9247 bb680e5fe0c8",
            "{67e55044-10b1-426f-9247-bb680e5fe0c8",
            "67e55044-10b1-426f-9247-bb680e5fe0cg",
            "+7e5504410b1426f9247bb680e5fe0c8",
            "67e5504410b1426f9247bb680e5fe0é",
        ] {
            let error = text.parse::<Uuid>().unwrap_err();
            assert_eq!(error.to_string(), format!("`{text}` is not a UUID"));
        }
    }

    proptest! {
        #![proptest_config(config())]

        #[test]
        fn uuids_go_to_text_and_back(number in proptest::num::u128::ANY) {
            let uuid = Uuid::from_u128(number);
            assert_eq!(uuid.to_string().parse::<Uuid>().unwrap(), uuid);
            assert_eq!(uuid.as_u128(), number);
        }
    }
}
