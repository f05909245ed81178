//! [`Function`]: what a database can be asked to compute or to do, under a name; and [`Dependency`]: what an object is made of.

use super::QualifiedName;

/// A function, procedure or aggregate, as one whole.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[non_exhaustive]
pub struct Function {
    /// The name, which several can share.
    pub name: QualifiedName,
    /// The arguments as the server tells functions of one name apart; empty where there are none, or names are unique.
    pub arguments: String,
    /// What it is.
    pub kind: FunctionKind,
    /// What it gives back, in the vendor's language.
    pub returns: Option<String>,
    /// The language of its body.
    pub language: Option<String>,
    /// The comment.
    pub comment: Option<String>,
    /// The whole statement that makes it, in the vendor's language.
    pub definition: String,
    /// What has to be there before it, as far as the definition alone does not say.
    pub depends_on: Vec<Dependency>,
}

impl Function {
    /// A function without arguments.
    pub fn new(name: QualifiedName, definition: impl Into<String>) -> Self {
        Self {
            name,
            arguments: String::new(),
            kind: FunctionKind::Function,
            returns: None,
            language: None,
            comment: None,
            definition: definition.into(),
            depends_on: Vec::new(),
        }
    }

    /// What it is called by.
    #[must_use]
    pub fn signature(&self) -> Signature {
        Signature {
            name: self.name.clone(),
            arguments: self.arguments.clone(),
        }
    }

    /// Whether it is called so.
    #[must_use]
    pub fn is(&self, signature: &Signature) -> bool {
        self.name == signature.name && self.arguments == signature.arguments
    }
}

/// What tells a function from all others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[allow(clippy::exhaustive_structs, reason = "a pair")]
pub struct Signature {
    /// The name.
    pub name: QualifiedName,
    /// The arguments, as in [`Function::arguments`].
    pub arguments: String,
}

/// What a function is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Deserialize, serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum FunctionKind {
    /// It gives a value or rows back.
    Function,
    /// It is called by a statement of its own.
    Procedure,
    /// It makes one value of many rows.
    Aggregate,
}

/// An object without which another cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Deserialize, serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum Dependency {
    /// A type that a user has made.
    Type(QualifiedName),
    /// A function.
    Function(Signature),
    /// A sequence.
    Sequence(QualifiedName),
    /// A table or view.
    Relation(QualifiedName),
    /// What only this vendor has ([`VendorObject`](super::VendorObject)).
    Vendor {
        /// Its kind.
        kind: String,
        /// Its name.
        name: QualifiedName,
    },
}

impl Dependency {
    /// The name without the rest.
    #[must_use]
    pub const fn name(&self) -> &QualifiedName {
        match self {
            Self::Type(name) | Self::Sequence(name) | Self::Relation(name) => name,
            Self::Function(signature) => &signature.name,
            Self::Vendor { name, .. } => name,
        }
    }

    /// Follows a relation that is renamed.
    pub(super) fn follow(&mut self, from: &QualifiedName, to: &QualifiedName) {
        if let Self::Relation(name) = self
            && name == from
        {
            name.clone_from(to);
        }
    }
}
