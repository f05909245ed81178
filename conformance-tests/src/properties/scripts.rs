//! Scripts: split, nothing is lost but semicolons, what was split stays whole, and only what follows a part of a script repeats it.

use std::collections::HashSet;

use backend_core::backend::Backend;
use backend_core::sql::tokenizer::{Lexicon, TokenKind, Tokenizer};

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
    let mut seen = HashSet::new();
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
        // A part of the script that is to run more than once is there more than once.
        if has_go && is_there && seen.contains(&(start, statement.len())) {
            continue;
        }
        let Some(between) = script.get(end..start).filter(|_| is_there) else {
            return Err(format!(
                "{statement:?} is no piece of what is left of {script:?}"
            ));
        };
        nothing(between).map_err(|found| format!("{found} before {statement:?}"))?;
        end = start + statement.len();
        seen.insert((start, statement.len()));
        let again = operations.split_script(statement);
        if again != [statement] {
            return Err(format!("{statement:?} is split again: {again:?}"));
        }
    }
    let rest = script.get(end..).unwrap_or_default();
    nothing(rest).map_err(|found| format!("{found} at the end of {script:?}"))
}

/// Demands that a text says nothing but semicolons, and `GO` with how often where that ends a batch.
fn nothing(text: &str, lexicon: Lexicon, has_go: bool) -> Result<(), String> {
    let mut follows_go = false;
    for token in Tokenizer::new(text, lexicon).filter(|token| !token.is_trivia()) {
        let is_go = has_go && token.is_keyword("GO");
        let is_count = follows_go && token.kind == TokenKind::Number;
        if !(is_go || is_count || token.is_symbol(";")) {
            return Err(format!("{token:?} is lost"));
        }
        follows_go = is_go;
    }
    Ok(())
}
