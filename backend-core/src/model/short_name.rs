//! Names that are too long for a server, made shorter so that two do not become one by chance.

use super::Identifier;
use crate::error::{Error, ErrorKind, Result};

/// An underscore and the digits of a hash.
const MARK_BYTES: usize = 1 + 16;

impl Identifier {
    /// The name `text` in at most so many bytes of UTF-8: itself where it fits, otherwise its beginning, cut between two
    /// characters, an underscore, and 16 hexadecimal digits of a hash of the whole. The same text gives the same name wherever and
    /// whenever it is asked for.
    ///
    /// Two texts that differ, be it at their ends, give names that differ, unless they begin alike and their hashes of 64 bits
    /// meet: among a million texts of one beginning a chance of 1 in 37 million. The hash is FNV-1a, which does not withstand
    /// somebody who looks for two such texts, and a text that fits may be spelled as a name that was made up. Nothing is lost then:
    /// a server refuses the second object of a name.
    ///
    /// It is for names that a program makes up, of constraints and indexes: a name that a person chose is refused where it is
    /// too long, never cut ([`Features::check_identifier`](crate::features::Features::check_identifier)).
    ///
    /// # Errors
    /// [`Data`](ErrorKind::Data) where so few bytes hold no such name; as [`new`](Self::new).
    ///
    /// # Example
    /// ```
    /// use backend_core::model::Identifier;
    ///
    /// let name = Identifier::of_at_most("album_artist_id_fk", 63)?;
    /// assert_eq!(name, "album_artist_id_fk");
    /// let long = "album_artist_id_of_the_second_performer_refers_to_artist_id_foreign_key";
    /// let short = Identifier::of_at_most(long, 63)?;
    /// assert_eq!(short, "album_artist_id_of_the_second_performer_refers_6ff264297ec9cb55");
    /// # Ok::<(), backend_core::error::Error>(())
    /// ```
    #[doc(alias = "truncate_name")]
    pub fn of_at_most(text: &str, most_bytes: u32) -> Result<Self> {
        let most = usize::try_from(most_bytes).unwrap_or(usize::MAX);
        if text.len() <= most {
            return Self::new(text);
        }
        let name = marked(text, text, most).ok_or_else(|| {
            let message = format!("a name of {most_bytes} bytes has no room for a hash");
            Error::new(ErrorKind::Data, message)
        })?;
        Self::new(name)
    }
}

/// The beginning of `text` and a hash of `whole`, in at most so many bytes; `None` where there is no room for a beginning.
pub(crate) fn marked(text: &str, whole: &str, most: usize) -> Option<String> {
    let room = most.checked_sub(MARK_BYTES).filter(|room| *room > 0)?;
    let mut ends = (0..=room.min(text.len())).rev();
    let head = ends.find_map(|end| text.get(..end)).unwrap_or_default();
    Some(format!("{head}_{:016x}", hash(whole)))
}

/// FNV-1a: the same in every run and on every machine. Names in databases depend on it: it MUST NOT change.
fn hash(text: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::Identifier;

    #[test]
    fn names_that_fit_stay_and_cuts_are_between_characters() {
        let name = |text: &str, most| Identifier::of_at_most(text, most).unwrap();
        assert_eq!(name("", 18), "");
        assert_eq!(name(&"é".repeat(31), 62), "é".repeat(31).as_str());
        let cut = name(&"é".repeat(32), 63);
        assert!(cut.as_str().starts_with(&format!("{}_", "é".repeat(23))));
        assert_eq!(cut.as_str().len(), 63);
        assert_eq!(name(&"🦀".repeat(32), 63).as_str().len(), 61);
        assert_eq!(name("a name of more bytes", 18).as_str().len(), 18);
        assert!(Identifier::of_at_most("a name of more bytes", 17).is_err());
    }

    proptest! {
        #[test]
        fn names_are_short_the_same_again_and_apart(
            beginning in ".{0,40}", ends in prop::collection::btree_set(".{0,60}", 2..20), most in 18_u32..128,
        ) {
            let mut seen = BTreeMap::new();
            for end in ends {
                let text = format!("{beginning}{end}").replace('\0', "");
                let name = Identifier::of_at_most(&text, most).unwrap();
                prop_assert!(name.as_str().len() <= most as usize);
                prop_assert_eq!(&name, &Identifier::of_at_most(&text, most).unwrap());
                if text.len() <= most as usize {
                    prop_assert_eq!(name.as_str(), text.as_str());
                }
                if let Some(other) = seen.insert(name, text.clone()) {
                    prop_assert_eq!(other, text);
                }
            }
        }
    }
}
