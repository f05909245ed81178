//! Text that `sea_query` writes into SQL as it is, although who passes it means a name: names of functions, types of casts and
//! words. Here each is what it is meant to be, or the query is refused.
//!
//! [`Expr::cust`] and its like are the one door for SQL of one's own, and an operator of one's own
//! ([`BinOper::Custom`]) can only be text of the program.

use sea_query::{BinOper, Expr, Func, FunctionCall, Keyword, QueryBuilder as _, SqlWriter};

use super::{Builder, Defaults};
use crate::error::{Error, ErrorKind};
use crate::sql::tokenizer::{Lexicon, Token, TokenKind, Tokenizer};

/// Demands of the hook [`prepare_function_name`](sea_query::QueryBuilder::prepare_function_name) that a function of one's own is called
/// by a name: a word or one in quotes, with its schema before a point.
pub fn check_function_name(builder: &impl Builder, function: &Func) {
    if let Func::Custom(name) = function
        && !is_name(&name.inner(), builder.syntax().lexicon)
    {
        refuse(
            builder,
            "a function's name is no word and no name in quotes",
        );
    }
}

/// The hook [`prepare_function_arguments`](sea_query::QueryBuilder::prepare_function_arguments): the type of a cast has to be one.
///
/// A type is words and names, numbers in parentheses, and brackets of an array: `varchar(10)`, `double precision[]`,
/// `"My type"`.
pub fn write_arguments(builder: &impl Builder, call: &FunctionCall, sql: &mut impl SqlWriter) {
    if let (Func::Cast, [Expr::Binary(_, BinOper::As, target)]) = (call.get_func(), call.get_args())
        && let Expr::Custom(type_name) = target.as_ref()
        && !is_type(type_name, builder.syntax().lexicon)
    {
        refuse(builder, "what a value is cast to is no type");
    }
    Defaults(builder).prepare_function_arguments(call, sql);
}

/// Demands of the hook [`prepare_keyword`](sea_query::QueryBuilder::prepare_keyword) that a word of one's own is one.
pub fn check_keyword(builder: &impl Builder, keyword: &Keyword) {
    if let Keyword::Custom(word) = keyword
        && !is_word(&word.inner(), builder.syntax().lexicon)
    {
        refuse(builder, "a keyword is no single word");
    }
}

fn refuse(builder: &impl Builder, what: &str) {
    builder.refusal().note(Error::new(
        ErrorKind::Interface,
        format!("{what}; SQL of one's own stands in `Expr::cust`"),
    ));
}

fn is_word(text: &str, lexicon: Lexicon) -> bool {
    let mut tokens = Tokenizer::new(text, lexicon);
    tokens.next().is_some_and(|it| it.kind == TokenKind::Word) && tokens.next().is_none()
}

fn is_name(text: &str, lexicon: Lexicon) -> bool {
    let mut tokens = Tokenizer::new(text, lexicon);
    let is_name = tokens.next().is_some_and(|token| is_part(&token));
    is_name && matches!(follow_name(&mut tokens), Some(None))
}

/// A word, or a name in quotes. No server keeps U+0000 in either.
fn is_part(token: &Token<'_>) -> bool {
    matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdentifier)
        && !token.text.contains('\0')
}

/// Reads `.name` as often as it comes; `None` where a point has no name behind it, otherwise the token after it.
#[allow(
    clippy::option_option,
    reason = "the end of the text and a name that never comes differ"
)]
fn follow_name<'t>(tokens: &mut impl Iterator<Item = Token<'t>>) -> Option<Option<Token<'t>>> {
    loop {
        match tokens.next() {
            Some(point) if point.is_symbol(".") => {
                tokens.next().filter(is_part)?;
            }
            other => return Some(other),
        }
    }
}

fn is_type(text: &str, lexicon: Lexicon) -> bool {
    let mut tokens = Tokenizer::new(text, lexicon)
        .filter(|token| token.kind != TokenKind::Whitespace)
        .peekable();
    let mut is_first = true;
    while let Some(token) = tokens.next() {
        let fits = if is_part(&token) {
            let mut fits = true;
            while fits && tokens.next_if(|token| token.is_symbol(".")).is_some() {
                fits = tokens.next().is_some_and(|token| is_part(&token));
            }
            fits
        } else if is_first {
            false
        } else if token.is_symbol("(") {
            end_of_arguments(&mut tokens)
        } else if token.is_symbol("[") {
            tokens.next_if(|token| is_digits(token));
            tokens.next().is_some_and(|token| token.is_symbol("]"))
        } else {
            false
        };
        if !fits {
            return false;
        }
        is_first = false;
    }
    !is_first
}

/// Whether words and numbers, with commas between them, come before the parenthesis that closes them.
fn end_of_arguments<'t>(tokens: &mut impl Iterator<Item = Token<'t>>) -> bool {
    loop {
        let Some(mut argument) = tokens.next() else {
            return false;
        };
        if argument.is_symbol("-") || argument.is_symbol("+") {
            match tokens.next() {
                Some(number) if is_digits(&number) => argument = number,
                _ => return false,
            }
        }
        if !is_digits(&argument) && !is_part(&argument) {
            return false;
        }
        match tokens.next() {
            Some(end) if end.is_symbol(")") => return true,
            Some(comma) if comma.is_symbol(",") => {}
            _ => return false,
        }
    }
}

fn is_digits(token: &Token<'_>) -> bool {
    token.kind == TokenKind::Number && token.text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{is_name, is_type, is_word};
    use crate::sql::tokenizer::Lexicon;

    const SQL: Lexicon = Lexicon::STANDARD;

    #[test]
    fn a_function_is_called_by_a_name_with_or_without_its_schema() {
        for name in [
            "f",
            "my_schema.f",
            "a.b.c",
            "\"f; --\"",
            "s.\"é \"\"x\"",
            "größe",
        ] {
            assert!(is_name(name, SQL), "{name}");
        }
        for name in [
            "", " f", "f ", "f(", "f()", "f;", "f--", "f/**/", "f.", ".f", "f..g", "1f", "'f'",
            "\"f", "f g", "f\0", "\"f\0\"", "f,g", "f)", "f\ng",
        ] {
            assert!(!is_name(name, SQL), "{name}");
        }
    }

    #[test]
    fn a_type_has_words_numbers_and_brackets_of_an_array() {
        for name in [
            "integer",
            "varchar(10)",
            "numeric(10, -2)",
            "double precision",
            "timestamp (3) with time zone",
            "interval day to second(3)",
            "integer[]",
            "integer[3][]",
            "\"My type\"",
            "a.b",
            "geometry(Point, 4326)",
        ] {
            assert!(is_type(name, SQL), "{name}");
        }
        for name in [
            "",
            "(",
            "[]",
            "integer)",
            "integer) FROM t; --",
            "integer;",
            "a -- b",
            "a /* b */",
            "a(",
            "a()",
            "a(b",
            "a('b')",
            "a(1",
            "a[",
            "a[b]",
            "a.",
            "a = b",
            "a, b",
            "a::b",
            "1",
            "'a'",
            "a(1+1)",
            "a(-b)",
            "a\0",
            "a(f(1))",
        ] {
            assert!(!is_type(name, SQL), "{name}");
        }
    }

    #[test]
    fn a_keyword_is_one_word() {
        assert!(is_word("SYSDATE", SQL));
        for word in ["", "a b", "a OR TRUE", "a.b", "\"a\"", "a--", "1", "a()"] {
            assert!(!is_word(word, SQL), "{word}");
        }
    }
}
