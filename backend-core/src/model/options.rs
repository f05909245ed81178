//! [`Options`]: facts that only one vendor has, in that vendor's own words.

use std::collections::BTreeMap;

/// Vendor's own options of a table, column, constraint or index: by name, with a value where they take one.
///
/// A vendor's introspection fills it and the same vendor's schema editor reads it, refusing names and values that it does
/// not know: nothing in here reaches SQL as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Deserialize, serde::Serialize),
    serde(from = "Named", into = "Named")
)]
pub struct Options(
    // In a box, as hardly any object has one and every object has room for them. A box is never empty.
    Option<Box<Named>>,
);

/// The options by their names.
type Named = BTreeMap<String, Option<String>>;

impl From<Named> for Options {
    fn from(named: Named) -> Self {
        Self((!named.is_empty()).then(|| Box::new(named)))
    }
}

impl From<Options> for Named {
    fn from(options: Options) -> Self {
        options.0.map(|named| *named).unwrap_or_default()
    }
}

impl Options {
    /// None.
    #[must_use]
    pub const fn new() -> Self {
        Self(None)
    }

    /// Adds an option, or replaces its value.
    pub fn set(&mut self, name: impl Into<String>, value: Option<String>) {
        self.0.get_or_insert_default().insert(name.into(), value);
    }

    /// Takes an option away, and answers its value: `Some(None)` for one that took none.
    #[allow(
        clippy::option_option,
        reason = "not there, and there without a value, differ"
    )]
    pub fn remove(&mut self, name: &str) -> Option<Option<String>> {
        let removed = self.0.as_mut()?.remove(name);
        self.0.take_if(|named| named.is_empty());
        removed
    }

    /// Whether the option is there.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.0
            .as_ref()
            .is_some_and(|named| named.contains_key(name))
    }

    /// The option's value, where it is there and takes one.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.0.as_ref()?.get(name)?.as_deref()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The options in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        let named = self.0.iter().flat_map(|named| named.iter());
        named.map(|(name, value)| (name.as_str(), value.as_deref()))
    }
}

#[cfg(test)]
mod tests {
    use super::Options;

    #[test]
    fn options_that_are_all_taken_away_are_none() {
        let mut options = Options::new();
        options.set("a", Some("1".to_owned()));
        assert_eq!(options.value("a"), Some("1"));
        assert_eq!(options.remove("b"), None);
        assert!(!options.is_empty());
        assert_eq!(options.remove("a"), Some(Some("1".to_owned())));
        assert!(options.is_empty());
        assert_eq!(options, Options::new());
    }
}
