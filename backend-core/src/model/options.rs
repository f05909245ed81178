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
    serde(transparent)
)]
pub struct Options(BTreeMap<String, Option<String>>);

impl Options {
    /// None.
    #[must_use]
    pub const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// Adds an option, or replaces its value.
    pub fn set(&mut self, name: impl Into<String>, value: Option<String>) {
        self.0.insert(name.into(), value);
    }

    /// Takes an option away, and answers its value: `Some(None)` for one that took none.
    #[allow(
        clippy::option_option,
        reason = "not there, and there without a value, differ"
    )]
    pub fn remove(&mut self, name: &str) -> Option<Option<String>> {
        self.0.remove(name)
    }

    /// Whether the option is there.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The option's value, where it is there and takes one.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Option::as_deref)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The options in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_deref()))
    }
}
