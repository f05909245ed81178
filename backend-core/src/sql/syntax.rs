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

impl PlaceholderStyle {
    /// The position from 1 of the parameter that a placeholder stands for; `None` of what only looks like one, as a variable of the
    /// server's that begins with the same mark. `last` is the highest position so far, behind which marks without a number count on.
    #[must_use]
    pub fn position(self, placeholder: &str, last: &mut usize) -> Option<usize> {
        let position = match self {
            Self::Question => {
                let digits = placeholder.trim_start_matches(|c: char| !c.is_ascii_digit());
                digits.parse().unwrap_or(*last + 1)
            }
            Self::Numbered(prefix) => {
                let digits = placeholder.strip_prefix(prefix)?;
                let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
                let is_plain = is_number && !digits.starts_with('0');
                digits.parse().ok().filter(|_| is_plain)?
            }
        };
        *last = position.max(*last);
        Some(position)
    }
}

#[cfg(test)]
mod tests {
    use super::PlaceholderStyle;

    #[test]
    fn only_a_prefix_with_a_number_is_a_parameter() {
        let numbered = PlaceholderStyle::Numbered("@P");
        for (text, expected) in [
            ("@P1", Some(1)),
            ("@P12", Some(12)),
            ("@P0", None),
            ("@P01", None),
            ("@P", None),
            ("@p1", None),
            ("@P1x", None),
            ("@@ROWCOUNT", None),
            ("@backend_1", None),
            ("@P+1", None),
        ] {
            assert_eq!(numbered.position(text, &mut 0), expected, "{text}");
        }
    }

    #[test]
    fn marks_without_a_number_count_on() {
        let mut last = 0;
        for (text, expected) in [("?", 1), ("?", 2), ("?7", 7), ("?", 8), ("?2", 2), ("?", 9)] {
            let found = PlaceholderStyle::Question.position(text, &mut last);
            assert_eq!(found, Some(expected), "{text}");
        }
    }
}
