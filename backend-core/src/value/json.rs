//! [`Json`]: a JSON text.

use std::fmt;

/// A JSON text, owned, as it was given: [`String`] for columns and parameters that are JSON.
///
/// The text is not checked; the server does that. With the feature `serde_json`, `serde_json::Value` converts too.
///
/// # Example
/// ```
/// use backend_core::value::{ColumnKind, IntoValue, Json};
///
/// let parameter = Json("[1, 2]".to_owned()).into_value();
/// assert_eq!(parameter.kind, Some(ColumnKind::Json));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[allow(clippy::exhaustive_structs, reason = "made by literal")]
pub struct Json(pub String);

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
