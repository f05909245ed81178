//! [`Syntax`]: how a vendor's SQL is spelled, as data.

use super::tokenizer::Lexicon;

/// How a vendor's SQL is spelled.
///
/// # Example
/// ```
/// use backend_core::model::Identifier;
/// use backend_core::sql::{Syntax, Writer};
///
/// let mut sql = Writer::new(&Syntax::STANDARD);
/// sql.push("DROP TABLE ").identifier(&Identifier::new("a \"b\"")?);
/// assert_eq!(sql.finish().sql, r#"DROP TABLE "a ""b""""#);
/// # Ok::<(), backend_core::error::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(
    clippy::exhaustive_structs,
    reason = "vendors end with `..Syntax::STANDARD`"
)]
pub struct Syntax {
    /// What opens a quoted name.
    pub identifier_open: char,
    /// What closes a quoted name, and is doubled inside it.
    pub identifier_close: char,
    /// What stands before a text literal: `N` where text without it is cut to a code page.
    pub string_prefix: &'static str,
    /// How parameters are marked.
    pub placeholder: PlaceholderStyle,
    /// How text splits into tokens.
    pub lexicon: Lexicon,
}

impl Syntax {
    /// The SQL standard's: `"name"`, `'text'`, `?`.
    pub const STANDARD: Self = Self {
        identifier_open: '"',
        identifier_close: '"',
        string_prefix: "",
        placeholder: PlaceholderStyle::Question,
        lexicon: Lexicon::STANDARD,
    };
}

/// How parameters are marked in a statement's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PlaceholderStyle {
    /// `?`, in order.
    Question,
    /// A prefix and the position from 1: `$1`, `@P1`, `?1`.
    Numbered(&'static str),
}
