//! Tokens: none is lost, none is empty, and their places are true.

use backend_core::backend::Backend;
use backend_core::sql::tokenizer::Tokenizer;

use super::input;

pub(super) fn check(backend: &'static Backend, data: &[u8]) -> Result<(), String> {
    let text = input::text(data);
    let lexicon = backend.operations.syntax().lexicon;
    let mut end = 0;
    for token in Tokenizer::new(&text, lexicon) {
        let is_there = text.get(token.offset..token.end()) == Some(token.text);
        if token.text.is_empty() || token.offset != end || !is_there {
            return Err(format!("{token:?} after {end} bytes of {text:?}"));
        }
        end = token.end();
        // Values are asked for in every place: none may fail.
        let _ = (token.identifier(), token.string_value());
    }
    if end == text.len() {
        Ok(())
    } else {
        Err(format!("the tokens end at {end} of {text:?}"))
    }
}
