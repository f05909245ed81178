//! Expressions as the server spells them.

use backend_core::sql::tokenizer::{self, Token, Tokenizer, end_of_group};

use crate::sql::LEXICON;

/// An expression without the parentheses around the whole of it.
pub(super) fn bare(expression: &str) -> &str {
    tokenizer::bare(expression, LEXICON)
}

/// The tokens that say something.
pub(super) fn tokens(sql: &str) -> impl Iterator<Item = Token<'_>> {
    Tokenizer::new(sql, LEXICON).filter(|token| !token.is_trivia())
}

/// The condition of a trigger's statement: what `WHEN` has in parentheses.
pub(super) fn trigger_condition(definition: &str) -> Option<&str> {
    let mut depth = 0_i32;
    let mut before_is_when = false;
    for token in tokens(definition) {
        if before_is_when && token.is_symbol("(") {
            let group = definition.get(token.offset..)?;
            return Some(bare(group.get(..end_of_group(group, LEXICON)?)?));
        }
        before_is_when = depth == 0 && token.is_keyword("WHEN");
        depth += i32::from(token.is_symbol("(")) - i32::from(token.is_symbol(")"));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::trigger_condition;

    #[test]
    fn a_condition_is_what_when_has_in_parentheses() {
        let definition = "CREATE TRIGGER \"WHEN (\" AFTER UPDATE OF a ON s.t FOR EACH ROW \
                          WHEN (((old.a <> new.a) OR (new.b = ') EXECUTE'::text))) EXECUTE FUNCTION s.f('WHEN (1)')";
        let condition = "(old.a <> new.a) OR (new.b = ') EXECUTE'::text)";
        assert_eq!(trigger_condition(definition), Some(condition));
        assert_eq!(
            trigger_condition("CREATE TRIGGER a BEFORE INSERT ON t EXECUTE FUNCTION f('WHEN (1)')"),
            None
        );
    }
}
