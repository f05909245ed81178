//! [`Condition`]: when a mark applies, as `server >= 15` or `lane = file`.

use backend_core::wrapper::{ServerInfo, Version};

/// A comparison of versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Less,
    AtMost,
    AtLeast,
    Greater,
    Equal,
}

/// Longer signs stand before those that they begin with.
const COMPARISONS: &[(&str, Comparison)] = &[
    ("<=", Comparison::AtMost),
    (">=", Comparison::AtLeast),
    ("<", Comparison::Less),
    (">", Comparison::Greater),
    ("=", Comparison::Equal),
];

/// One condition of a mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Condition {
    /// The server's version compares so.
    Server(Comparison, Version),
    /// The lane has that name.
    Lane(String),
    /// The server's attribute has that value.
    Attribute(String, String),
}

impl Condition {
    /// Reads conditions that stand with commas between.
    pub(super) fn read(text: &str) -> Result<Vec<Self>, String> {
        text.split(',')
            .map(|one| Self::read_one(one.trim()))
            .collect()
    }

    fn read_one(text: &str) -> Result<Self, String> {
        let sign = COMPARISONS.iter().find_map(|(sign, comparison)| {
            let (name, value) = text.split_once(sign)?;
            Some((name.trim(), *comparison, value.trim()))
        });
        let Some((name, comparison, value)) = sign else {
            return Err(format!("`{text}` compares nothing: write `server >= 15`"));
        };
        if name.is_empty() || value.is_empty() {
            return Err(format!("`{text}` lacks a side"));
        }
        match (name, comparison) {
            ("server", comparison) => {
                let version = version(value).ok_or_else(|| format!("`{value}` is no version"))?;
                Ok(Self::Server(comparison, version))
            }
            ("lane", Comparison::Equal) => Ok(Self::Lane(value.to_owned())),
            (name, Comparison::Equal) => Ok(Self::Attribute(name.to_owned(), value.to_owned())),
            _ => Err(format!("`{text}`: only `server` has an order")),
        }
    }

    /// Whether no server and no lane meets all of them.
    pub(super) fn exclude_each_other(conditions: &[Self]) -> bool {
        let mut least: Option<(Version, bool)> = None;
        let mut most: Option<(Version, bool)> = None;
        for (index, condition) in conditions.iter().enumerate() {
            match condition {
                // Each bound stands with whether it is itself left out; behind an equal one the stricter counts.
                Self::Server(comparison, version) => {
                    if !matches!(comparison, Comparison::Less | Comparison::AtMost) {
                        let bound = (*version, *comparison == Comparison::Greater);
                        least = Some(least.map_or(bound, |other| other.max(bound)));
                    }
                    if !matches!(comparison, Comparison::Greater | Comparison::AtLeast) {
                        let bound = (*version, *comparison != Comparison::Less);
                        most = Some(most.map_or(bound, |other| other.min(bound)));
                    }
                }
                Self::Lane(_) | Self::Attribute(..) => {
                    let before = conditions.iter().take(index);
                    if before.into_iter().any(|other| condition.contradicts(other)) {
                        return true;
                    }
                }
            }
        }
        match (least, most) {
            (Some((least, is_beyond)), Some((most, is_within))) => {
                least > most || (least == most && (is_beyond || !is_within))
            }
            _ => false,
        }
    }

    /// Whether they name two values of one thing.
    fn contradicts(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Lane(one), Self::Lane(two)) => one != two,
            (Self::Attribute(name, one), Self::Attribute(named, two)) => {
                name == named && one != two
            }
            _ => false,
        }
    }

    /// The lane that it names.
    pub(super) fn lane(&self) -> Option<&str> {
        match self {
            Self::Lane(name) => Some(name),
            Self::Server(..) | Self::Attribute(..) => None,
        }
    }

    /// The server's attribute that it asks for.
    pub(super) fn attribute(&self) -> Option<&str> {
        match self {
            Self::Attribute(name, _) => Some(name),
            Self::Server(..) | Self::Lane(_) => None,
        }
    }

    pub(super) fn holds(&self, lane: &str, server: &ServerInfo) -> bool {
        match self {
            Self::Lane(name) => name == lane,
            Self::Attribute(name, value) => server.attribute(name) == Some(value.as_str()),
            Self::Server(comparison, version) => match comparison {
                Comparison::Less => server.version < *version,
                Comparison::AtMost => server.version <= *version,
                Comparison::AtLeast => server.version >= *version,
                Comparison::Greater => server.version > *version,
                Comparison::Equal => server.version == *version,
            },
        }
    }
}

/// Up to three numbers.
pub(crate) fn version(text: &str) -> Option<Version> {
    let numbers: Option<Vec<u32>> = text.split('.').map(|word| word.parse().ok()).collect();
    match numbers?.as_slice() {
        [major] => Some(Version::new(*major, 0, 0)),
        [major, minor] => Some(Version::new(*major, *minor, 0)),
        [major, minor, patch] => Some(Version::new(*major, *minor, *patch)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use backend_core::wrapper::{ServerInfo, Version};

    use super::Condition;

    fn holds(text: &str) -> bool {
        let server = ServerInfo::new("Mine", Version::new(15, 2, 0)).with_attribute("mode", "fast");
        let conditions = Condition::read(text).unwrap();
        conditions.iter().all(|one| one.holds("file", &server))
    }

    #[test]
    fn versions_lanes_and_attributes_are_compared() {
        for text in [
            "server >= 15",
            "server = 15.2",
            "server < 15.2.1",
            "lane = file, mode = fast",
        ] {
            assert!(holds(text), "{text}");
        }
        for text in [
            "server < 15.2",
            "server > 15.2",
            "lane = other",
            "mode = slow",
            "none = x",
        ] {
            assert!(!holds(text), "{text}");
        }
    }

    #[test]
    fn what_never_holds_together_is_seen() {
        let never = |text: &str| Condition::exclude_each_other(&Condition::read(text).unwrap());
        for text in [
            "server < 15, server >= 15",
            "server > 15, server <= 15",
            "server = 14, server >= 15",
            "server = 15, server > 15",
            "server >= 12, server < 18, server < 11",
            "lane = a, server >= 15, lane = b",
            "mode = fast, mode = slow",
        ] {
            assert!(never(text), "{text}");
        }
        for text in [
            "server >= 15, server <= 15",
            "server > 14, server < 15",
            "server = 15, server >= 15",
            "lane = a, lane = a, mode = a, other = b",
        ] {
            assert!(!never(text), "{text}");
        }
    }

    #[test]
    fn what_compares_nothing_is_refused() {
        for text in [
            "server",
            "server >=",
            "= 15",
            "server >= x",
            "lane < file",
            "",
        ] {
            assert!(Condition::read(text).is_err(), "{text}");
        }
    }
}
