//! [`Identifier`] and [`QualifiedName`]: names as stored, never "already quoted".

use std::borrow::Borrow;
use std::fmt;

use crate::error::{Error, ErrorKind, Result};

/// The name of one object, as stored: any text but U+0000.
///
/// A name that contains quotes is a name that contains quotes: whoever writes it into SQL escapes it, always.
///
/// # Example
/// ```
/// use backend_core::model::Identifier;
///
/// let name = Identifier::new("person's \"best\" 🦀")?;
/// assert_eq!(name.as_str(), "person's \"best\" 🦀");
/// assert!(Identifier::new("nul\0").is_err());
/// # Ok::<(), backend_core::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(transparent))]
pub struct Identifier(Box<str>);

impl Identifier {
    /// The name `text`.
    ///
    /// # Errors
    /// [`Data`](ErrorKind::Data) where it contains U+0000, which no database keeps in a name.
    pub fn new(text: impl Into<String>) -> Result<Self> {
        let text = text.into();
        if let Some(position) = text.find('\0') {
            return Err(Error::new(
                ErrorKind::Data,
                format!("a name cannot contain the character U+0000 (found at byte {position})"),
            ));
        }
        Ok(Self(text.into_boxed_str()))
    }

    /// The name, as stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name between backquotes for a message, cut after 40 characters.
    #[must_use]
    pub fn shortened(&self) -> String {
        let mut characters = self.0.chars();
        let head: String = characters.by_ref().take(40).collect();
        let more = if characters.next().is_some() {
            "…"
        } else {
            ""
        };
        format!("`{head}{more}`")
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Identifier {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <String as serde::Deserialize>::deserialize(deserializer)?;
        Self::new(text).map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for Identifier {
    /// Writes the name as stored: for people, never into SQL.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<&str> for Identifier {
    type Error = Error;

    fn try_from(text: &str) -> Result<Self> {
        Self::new(text)
    }
}

impl std::str::FromStr for Identifier {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::new(text)
    }
}

impl Borrow<str> for Identifier {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Identifier {
    fn eq(&self, other: &str) -> bool {
        *self.0 == *other
    }
}

impl PartialEq<&str> for Identifier {
    fn eq(&self, other: &&str) -> bool {
        *self.0 == **other
    }
}

/// A name and the schema it is in, where the database has schemas.
///
/// Introspection leaves the schema out where it is the session's default one
/// ([`Schema::default_schema`](super::Schema::default_schema)), so that names written without schema and names read are equal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[allow(clippy::exhaustive_structs, reason = "a pair")]
pub struct QualifiedName {
    /// The schema; `None` leaves it to the session.
    pub schema: Option<Identifier>,
    /// The name.
    pub name: Identifier,
}

impl QualifiedName {
    /// The name `name` in the session's schema.
    ///
    /// # Errors
    /// As [`Identifier::new`].
    pub fn new(name: impl Into<String>) -> Result<Self> {
        Ok(Self {
            schema: None,
            name: Identifier::new(name)?,
        })
    }

    /// The name `name` in `schema`.
    ///
    /// # Errors
    /// As [`Identifier::new`].
    pub fn with_schema(schema: impl Into<String>, name: impl Into<String>) -> Result<Self> {
        Ok(Self {
            schema: Some(Identifier::new(schema)?),
            name: Identifier::new(name)?,
        })
    }
}

impl From<Identifier> for QualifiedName {
    fn from(name: Identifier) -> Self {
        Self { schema: None, name }
    }
}

impl fmt::Display for QualifiedName {
    /// Writes `schema.name` as stored: for people, never into SQL.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.schema {
            Some(schema) => write!(f, "{schema}.{}", self.name),
            None => write!(f, "{}", self.name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Identifier;

    #[test]
    fn a_long_name_is_cut_between_characters() {
        let name = Identifier::new("é".repeat(41)).unwrap();
        assert_eq!(name.shortened(), format!("`{}…`", "é".repeat(40)));
        assert_eq!(Identifier::new("short").unwrap().shortened(), "`short`");
    }
}
