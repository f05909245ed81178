//! [`PROPERTIES`]: what holds of a backend's SQL whatever the text, without a server. Cases try them with bytes by chance, and
//! fuzzers with bytes that they look for.
//!
//! A text is SQL where it says more than it should: so what is written is taken apart again, by the vendor's own tokens, and each
//! name and text has to be one token that means what was written.
//!
//! [`QUESTIONS`] are of what a server has to answer, whatever the text.
//!
//! # Example
//! ```
//! use conformance_tests::properties::PROPERTIES;
//!
//! for property in PROPERTIES {
//!     (property.check)(&toy_backend::BACKEND, b"x\"; DROP TABLE canary; --")?;
//! }
//! # Ok::<(), String>(())
//! ```

mod calls;
mod input;
mod names;
mod paths;
mod patterns;
mod questions;
mod scripts;
mod texts;
mod tokens;
mod urls;

pub(crate) use self::input::text;
pub use self::questions::{Answer, QUESTIONS, Question, compare, query};
use backend_core::backend::Backend;
use backend_core::operations::Dialect;
use backend_core::sql::tokenizer::{Lexicon, Token, TokenKind, Tokenizer};
use backend_core::wrapper::ServerInfo;

/// What holds of a backend's SQL whatever the input.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Property {
    /// Its name, a word.
    pub name: &'static str,
    /// One sentence: what holds.
    pub doc: &'static str,
    /// Tries it; the error says what was found.
    pub check: fn(&'static Backend, &[u8]) -> Result<(), String>,
}

/// All of them.
pub const PROPERTIES: &[Property] = &[
    Property {
        name: "names",
        doc: "A name that is written is one token, and means the name.",
        check: names::check,
    },
    Property {
        name: "texts",
        doc: "A literal that is written is closed, and a text's is one token that means the text.",
        check: texts::check,
    },
    Property {
        name: "calls",
        doc: "A function's name, a type and a keyword are what they are called, or the query is refused.",
        check: calls::check,
    },
    Property {
        name: "patterns",
        doc: "What is looked for in a text is not seen in the statement, whatever it means in a pattern.",
        check: patterns::check,
    },
    Property {
        name: "paths",
        doc: "A path into JSON is written as one of plain words is, whatever its keys.",
        check: paths::check,
    },
    Property {
        name: "tokens",
        doc: "The tokens of a text, put together, are the text.",
        check: tokens::check,
    },
    Property {
        name: "scripts",
        doc: "The statements of a script are its tokens in their order, but for the semicolons between them.",
        check: scripts::check,
    },
    Property {
        name: "urls",
        doc: "A URL is read or refused, is the same when it is read from what it shows, and shows no password.",
        check: urls::check,
    },
];

/// What is needed to write SQL for a server that is not there.
fn dialect(backend: &Backend) -> Dialect {
    backend.dialect(&ServerInfo::new("any", backend.minimum_version))
}

/// The tokens that say something.
fn spoken(sql: &str, lexicon: Lexicon) -> Vec<Token<'_>> {
    Tokenizer::new(sql, lexicon)
        .filter(|token| token.kind != TokenKind::Whitespace)
        .collect()
}

/// Demands that nothing of a statement is hidden or open, and that it is one.
fn closed(sql: &str, lexicon: Lexicon) -> Result<(), String> {
    let mut depth = 0_i32;
    for token in spoken(sql, lexicon) {
        let bad = token.kind == TokenKind::Unterminated || token.is_comment();
        if bad || token.is_symbol(";") {
            return Err(format!("{token:?} in {sql:?}"));
        }
        depth += i32::from(token.is_symbol("(")) - i32::from(token.is_symbol(")"));
        if depth < 0 {
            return Err(format!("a parenthesis that was never opened in {sql:?}"));
        }
    }
    if depth == 0 {
        Ok(())
    } else {
        Err(format!("a parenthesis that is never closed in {sql:?}"))
    }
}

#[cfg(test)]
mod tests {
    use super::{PROPERTIES, closed, input, spoken};
    use backend_core::sql::tokenizer::Lexicon;

    #[test]
    fn each_property_holds_of_the_toy_for_every_short_input() {
        for property in PROPERTIES {
            for first in 0..=255 {
                for input in [vec![first], vec![1, first], vec![1, first, first, 3]] {
                    let held = (property.check)(&toy_backend::BACKEND, &input);
                    assert_eq!(held, Ok(()), "{}: {input:?}", property.name);
                }
            }
        }
    }

    #[test]
    fn a_statement_may_be_in_the_comment_before_it() {
        let scripts = PROPERTIES
            .iter()
            .find(|property| property.name == "scripts");
        let check = scripts.unwrap().check;
        assert_eq!(check(&toy_backend::BACKEND, b"\x02/* a */; a"), Ok(()));
    }

    #[test]
    fn what_is_open_or_hidden_is_found() {
        for sql in ["'", "a;", "a -- b", "a /* b */", "(", "a)", ") ("] {
            assert!(closed(sql, Lexicon::STANDARD).is_err(), "{sql}");
        }
        assert_eq!(closed("f('a;', (1))", Lexicon::STANDARD), Ok(()));
        assert_eq!(spoken(" a  b ", Lexicon::STANDARD).len(), 2);
    }

    #[test]
    fn pieces_are_found_by_their_bytes() {
        assert_eq!(input::text(b""), "");
        assert_eq!(input::text(b"\x02ab"), "ab");
        assert!(input::text(&[1, 0, 1]).contains('\''));
        assert_eq!(input::two(&[2, b'a', b'b', 2, b'c']).1, "c");
    }
}
