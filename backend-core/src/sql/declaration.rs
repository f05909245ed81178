//! [`Declaration`]: a declared type in its parts. Which type it means is the vendor's table.

use std::fmt::Display;

use super::tokenizer::{Token, TokenKind};
use crate::error::{Error, ErrorKind, Result};
use crate::model::ColumnType;

/// A declared type in its parts: `TIMESTAMP(3) WITH TIME ZONE` has three words after its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    /// The words, in lower case, with one space between.
    pub name: String,
    /// The numbers in parentheses.
    pub arguments: Vec<i64>,
}

impl Declaration {
    /// Reads words and at most one list of numbers; `None` for anything else. There MUST NOT be spaces or comments among the tokens.
    ///
    /// # Example
    /// ```
    /// use backend_core::sql::Declaration;
    /// use backend_core::sql::tokenizer::{Lexicon, Token, Tokenizer};
    ///
    /// let tokens: Vec<Token> = Tokenizer::new("TIMESTAMP (3) WITH TIME ZONE", Lexicon::STANDARD)
    ///     .filter(|token| !token.is_trivia())
    ///     .collect();
    /// let declaration = Declaration::read(&tokens).unwrap();
    /// assert_eq!(declaration.name, "timestamp with time zone");
    /// assert_eq!(declaration.arguments, [3]);
    /// ```
    #[must_use]
    pub fn read(tokens: &[Token<'_>]) -> Option<Self> {
        let mut name = String::new();
        let mut arguments = None;
        let mut tokens = tokens.iter();
        while let Some(token) = tokens.next() {
            if token.kind == TokenKind::Word {
                if !name.is_empty() {
                    name.push(' ');
                }
                name.push_str(&token.text.to_ascii_lowercase());
            } else if token.is_symbol("(") && arguments.is_none() && !name.is_empty() {
                arguments = Some(read_arguments(&mut tokens)?);
            } else {
                return None;
            }
        }
        Some(Self {
            name,
            arguments: arguments.unwrap_or_default(),
        })
    }

    /// The only argument, or `Some(None)` where there is none; `None` where it does not fit or there are more.
    #[allow(
        clippy::option_option,
        reason = "no length and a length that does not fit differ"
    )]
    #[must_use]
    pub fn one_argument<N: TryFrom<i64>>(&self) -> Option<Option<N>> {
        match *self.arguments.as_slice() {
            [] => Some(None),
            [number] => N::try_from(number).ok().map(Some),
            _ => None,
        }
    }

    /// The decimal type of these arguments: precision and scale, precision alone, or neither; `None` where they do not fit.
    #[must_use]
    pub fn decimal(&self) -> Option<ColumnType> {
        let (precision, scale) = match *self.arguments.as_slice() {
            [] => (None, None),
            [precision] => (Some(u32::try_from(precision).ok()?), None),
            [precision, scale] => (
                Some(u32::try_from(precision).ok()?),
                Some(i32::try_from(scale).ok()?),
            ),
            _ => return None,
        };
        Some(ColumnType::Decimal { precision, scale })
    }
}

/// Reads `10, 2)` after its parenthesis.
fn read_arguments<'t>(tokens: &mut impl Iterator<Item = &'t Token<'t>>) -> Option<Vec<i64>> {
    let mut arguments = Vec::new();
    loop {
        let mut token = tokens.next()?;
        let negative = token.is_symbol("-");
        if negative || token.is_symbol("+") {
            token = tokens.next()?;
        }
        if token.kind != TokenKind::Number {
            return None;
        }
        let number: i64 = token.text.parse().ok()?;
        arguments.push(if negative { -number } else { number });
        let end = tokens.next()?;
        if end.is_symbol(")") {
            return Some(arguments);
        }
        if !end.is_symbol(",") {
            return None;
        }
    }
}

/// Spells a type with its length or precision, where it has one.
pub fn sized(name: &str, size: Option<impl Display>) -> String {
    size.map_or_else(|| name.to_owned(), |size| format!("{name}({size})"))
}

/// Spells a decimal type.
///
/// # Errors
/// [`Interface`](ErrorKind::Interface) for a scale without a precision.
pub fn sized_decimal(name: &str, precision: Option<u32>, scale: Option<i32>) -> Result<String> {
    match (precision, scale) {
        (precision, None) => Ok(sized(name, precision)),
        (Some(precision), Some(scale)) => Ok(format!("{name}({precision},{scale})")),
        (None, Some(_)) => Err(Error::new(
            ErrorKind::Interface,
            "a decimal type with a scale needs a precision",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::{Declaration, sized, sized_decimal};
    use crate::model::ColumnType;
    use crate::sql::tokenizer::{Lexicon, Token, Tokenizer};

    fn read(sql: &str) -> Option<Declaration> {
        let tokens: Vec<Token<'_>> = Tokenizer::new(sql, Lexicon::STANDARD)
            .filter(|token| !token.is_trivia())
            .collect();
        Declaration::read(&tokens)
    }

    #[test]
    fn words_and_one_list_of_numbers_are_read_and_nothing_else() {
        let declaration = read("Numeric ( +10 , -2 )").unwrap();
        assert_eq!(declaration.name, "numeric");
        assert_eq!(declaration.arguments, [10, -2]);
        for sql in ["(10)", "a(", "a()", "a(b)", "a(1)(1)", "\"a\"", "a(1,)"] {
            assert_eq!(read(sql), None, "{sql}");
        }
    }

    #[test]
    fn arguments_fit_or_the_type_is_none() {
        assert_eq!(read("a").unwrap().one_argument::<u8>(), Some(None));
        assert_eq!(read("a(7)").unwrap().one_argument::<u8>(), Some(Some(7)));
        assert_eq!(read("a(300)").unwrap().one_argument::<u8>(), None);
        assert_eq!(read("a(1,2)").unwrap().one_argument::<u8>(), None);
        assert_eq!(read("a(-1)").unwrap().decimal(), None);
        assert_eq!(read("a(1,2,3)").unwrap().decimal(), None);
        assert_eq!(
            read("a(5,-2)").unwrap().decimal(),
            Some(ColumnType::Decimal {
                precision: Some(5),
                scale: Some(-2),
            })
        );
    }

    #[test]
    fn sizes_stand_in_parentheses() {
        assert_eq!(sized("text", None::<u8>), "text");
        assert_eq!(sized("text", Some(3)), "text(3)");
        assert_eq!(sized_decimal("d", None, None).unwrap(), "d");
        assert_eq!(sized_decimal("d", Some(3), None).unwrap(), "d(3)");
        assert_eq!(sized_decimal("d", Some(3), Some(-1)).unwrap(), "d(3,-1)");
        assert!(sized_decimal("d", None, Some(1)).is_err());
    }
}
