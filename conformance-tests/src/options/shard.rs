//! [`Shard`]: a share of the cases, for runs on several machines.

/// One of so many shares. Which case is in which follows from its id alone, so that shares of one run never differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shard {
    /// From 1.
    number: u64,
    of: u64,
}

impl Shard {
    /// Reads `K/N`.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no share: write K/N, as 1/4");
        let (number, of) = text.split_once('/').ok_or_else(wrong)?;
        let read = |word: &str| word.trim().parse::<u64>().map_err(|_| wrong());
        let (number, of) = (read(number)?, read(of)?);
        if (1..=of).contains(&number) {
            Ok(Self { number, of })
        } else {
            Err(wrong())
        }
    }

    /// Whether it is all there is.
    pub(crate) const fn is_all(&self) -> bool {
        self.of == 1
    }

    /// Whether the case of this id is in it.
    pub(crate) const fn has(&self, id: &str) -> bool {
        hash(id.as_bytes()) % self.of == self.number - 1
    }
}

/// FNV-1a, with its upper bits brought down: another hash would put cases into other shares.
const fn hash(mut bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    while let [byte, rest @ ..] = bytes {
        // `u64::from` is not for constants.
        hash = (hash ^ (*byte as u64)).wrapping_mul(0x0100_0000_01b3);
        bytes = rest;
    }
    hash ^ (hash >> 32)
}

#[cfg(test)]
mod tests {
    use super::Shard;
    use crate::catalogue::catalogue;

    #[test]
    fn every_case_is_in_one_share_and_shares_are_alike_in_size() {
        let shards = ["1/4", "2/4", "3/4", "4/4"].map(|text| Shard::read(text).unwrap());
        let mut sizes = [0_usize; 4];
        let cases = catalogue();
        for case in &cases {
            let of: Vec<_> = (0..4).filter(|at| shards[*at].has(case.id)).collect();
            assert_eq!(of.len(), 1, "{}", case.id);
            sizes[of[0]] += 1;
        }
        let fair = cases.len() / 4;
        for size in sizes {
            assert!(size > fair * 3 / 4 && size < fair * 5 / 4, "{sizes:?}");
        }
    }

    #[test]
    fn the_share_of_an_id_never_changes() {
        let share = |id: &str| (1..=4).find(|k| Shard::read(&format!("{k}/4")).unwrap().has(id));
        assert_eq!(share("values.text.round_trip"), Some(1));
        assert_eq!(
            Shard::read("1/1").map(|all| all.has("any.id.at_all")),
            Ok(true)
        );
    }

    #[test]
    fn what_is_no_share_is_refused() {
        for text in ["", "1", "0/4", "5/4", "1/0", "a/b", "-1/2"] {
            assert!(Shard::read(text).is_err(), "{text}");
        }
    }
}
