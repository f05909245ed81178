//! [`VendorObject`]: an object of a sort that the model has no noun for, as one whole.

use super::{Dependency, QualifiedName};

/// An object of a sort that only this vendor has, or few have: it is made by its definition and dropped by its kind and name.
///
/// A vendor's introspection fills it and the same vendor's schema editor reads it, refusing kinds that it does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[non_exhaustive]
pub struct VendorObject {
    /// What it is, in the vendor's words, as they stand after `CREATE`.
    pub kind: String,
    /// The name.
    pub name: QualifiedName,
    /// The comment.
    pub comment: Option<String>,
    /// The whole statement that makes it, in the vendor's language.
    pub definition: String,
    /// What has to be there before it.
    pub depends_on: Vec<Dependency>,
}

impl VendorObject {
    /// An object of that kind and name.
    pub fn new(
        kind: impl Into<String>,
        name: QualifiedName,
        definition: impl Into<String>,
    ) -> Self {
        Self {
            kind: kind.into(),
            name,
            comment: None,
            definition: definition.into(),
            depends_on: Vec::new(),
        }
    }
}
