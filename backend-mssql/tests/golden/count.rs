//! [`count`]: of how many statements a request is. Other tests include it by its path.

use backend_core::sql::tokenizer::{Lexicon, Tokenizer};

/// Of how many statements a request is: blocks, conditions and what is stored with a routine are part of one.
pub(crate) fn count(sql: &str, lexicon: Lexicon) -> usize {
    let tokens: Vec<_> = Tokenizer::new(sql, lexicon)
        .filter(|token| !token.is_trivia())
        .collect();
    let head = tokens.iter().take(4);
    let mut routine = head.filter(|token| {
        let words = ["FUNCTION", "PROCEDURE", "TRIGGER", "VIEW"];
        words.iter().any(|word| token.is_keyword(word))
    });
    let creates = |word: &str| tokens.first().is_some_and(|token| token.is_keyword(word));
    if (creates("CREATE") || creates("ALTER")) && routine.next().is_some() {
        return 1;
    }
    let (mut open, mut statements) = (0_usize, 0);
    let mut is_first = true;
    for (at, token) in tokens.iter().enumerate() {
        let next = tokens.get(at + 1);
        let begins_transaction = next.is_some_and(|next| next.is_keyword("TRANSACTION"));
        if token.is_symbol(";") {
            is_first |= open == 0;
            continue;
        }
        if is_first && !token.is_keyword("ELSE") {
            statements += 1;
        }
        is_first = false;
        if token.is_symbol("(")
            || token.is_keyword("CASE")
            || (token.is_keyword("BEGIN") && !begins_transaction)
        {
            open += 1;
        } else if token.is_symbol(")") || token.is_keyword("END") {
            open = open.saturating_sub(1);
        }
    }
    statements
}
