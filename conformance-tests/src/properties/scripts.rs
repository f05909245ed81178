//! Scripts: split, nothing is lost but semicolons, and what was split stays whole.

use backend_core::backend::Backend;
use backend_core::sql::tokenizer::{Lexicon, Token, Tokenizer};

use super::input;

pub(super) fn check(backend: &'static Backend, data: &[u8]) -> Result<(), String> {
    let script = input::text(data);
    let operations = backend.operations;
    let lexicon = operations.syntax().lexicon;
    // A word that stands between batches, and is none itself.
    let has_go = operations.split_script("GO").is_empty();
    let nothing = |text: &str| nothing(text, lexicon, has_go);
    let says = |sql: &str| Tokenizer::new(sql, lexicon).any(|token| !token.is_trivia());
    let mut end = 0;
    for statement in operations.split_script(&script) {
        if !says(statement) {
            return Err(format!(
                "the statement {statement:?} of {script:?} says nothing"
            ));
        }
        // By its place: the same text can stand in a comment before it.
        let start = statement
            .as_ptr()
            .addr()
            .wrapping_sub(script.as_ptr().addr());
        let is_there = script.get(start..start.wrapping_add(statement.len())) == Some(statement);
        let Some(between) = script.get(end..start).filter(|_| is_there) else {
            return Err(format!(
                "{statement:?} is no piece of what is left of {script:?}"
            ));
        };
        nothing(between).map_err(|found| format!("{found} before {statement:?}"))?;
        end = start + statement.len();
        let again = operations.split_script(statement);
        if again != [statement] {
            return Err(format!("{statement:?} is split again: {again:?}"));
        }
    }
    let rest = script.get(end..).unwrap_or_default();
    nothing(rest).map_err(|found| format!("{found} at the end of {script:?}"))
}

/// Demands that a text says nothing but semicolons, and `GO` where that ends a batch.
fn nothing(text: &str, lexicon: Lexicon, has_go: bool) -> Result<(), String> {
    let mut tokens = Tokenizer::new(text, lexicon);
    let separates = |token: &Token<'_>| token.is_symbol(";") || has_go && token.is_keyword("GO");
    match tokens.find(|token| !token.is_trivia() && !separates(token)) {
        None => Ok(()),
        Some(token) => Err(format!("{token:?} is lost")),
    }
}
