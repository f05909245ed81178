//! Expressions in the vendor's language with places for values.

use sea_query::{Expr, SqlWriter};

use super::Builder;
use crate::error::{Error, ErrorKind};
use crate::sql::tokenizer::{Lexicon, Token, TokenKind, Tokenizer};

/// Writes an expression in the vendor's language ([`Expr::cust_with_values`] and the like): in it `?` stands for the next
/// value, `?2` and `$2` for the second one, and `??` for a question mark.
///
/// `sea_query`'s own looks for the vendor's mark, which makes such expressions another text with every vendor; it panics where
/// there are too few values and leaves out what is too much. Here both are noted.
pub fn write_custom(builder: &impl Builder, text: &str, values: &[Expr], sql: &mut impl SqlWriter) {
    let lexicon = Lexicon {
        placeholder_marks: &['?', '$'],
        ..builder.syntax().lexicon
    };
    let mut tokens = Tokenizer::new(text, lexicon).peekable();
    let mut next = 0;
    let mut used = vec![false; values.len()];
    while let Some(token) = tokens.next() {
        if is_mark(&token) && tokens.next_if(is_mark).is_some() {
            let _ = sql.write_str("?");
            continue;
        }
        let Some(index) = place(&token, &mut next) else {
            // A writer of this crate does not fail, and the hooks have no way to say so.
            let _ = sql.write_str(token.text);
            continue;
        };
        match (values.get(index), used.get_mut(index)) {
            (Some(value), Some(used)) => {
                *used = true;
                builder.prepare_expr(value, sql);
            }
            _ => builder.refusal().note(Error::new(
                ErrorKind::Interface,
                format!(
                    "an expression has no value for its place {}: {text}",
                    index + 1
                ),
            )),
        }
    }
    if let Some(unused) = used.iter().position(|used| !used) {
        builder.refusal().note(Error::new(
            ErrorKind::Interface,
            format!(
                "an expression has no place for its value {}: {text}",
                unused + 1
            ),
        ));
    }
}

fn is_mark(token: &Token<'_>) -> bool {
    token.kind == TokenKind::Placeholder && token.text == "?"
}

/// The position of the value that a token stands for; `None` for every other token.
fn place(token: &Token<'_>, next: &mut usize) -> Option<usize> {
    if token.kind != TokenKind::Placeholder {
        return None;
    }
    if is_mark(token) {
        let index = *next;
        *next += 1;
        return Some(index);
    }
    let position: usize = token.text.trim_start_matches(['?', '$']).parse().ok()?;
    position.checked_sub(1)
}
