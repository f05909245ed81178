//! [`Extension`]: a package of objects that was installed into the database; the objects themselves are not listed.

use super::Identifier;

/// An installed extension.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[non_exhaustive]
pub struct Extension {
    /// The name.
    pub name: Identifier,
    /// The installed version.
    pub version: Option<String>,
    /// The schema of its objects; `None` for the default one.
    pub schema: Option<Identifier>,
    /// The comment.
    pub comment: Option<String>,
}

impl Extension {
    /// The extension of that name, in the default schema.
    #[must_use]
    pub const fn new(name: Identifier) -> Self {
        Self {
            name,
            version: None,
            schema: None,
            comment: None,
        }
    }
}
