//! Expressions as the server spells them.

use backend_core::sql::tokenizer::{Token, Tokenizer};

use crate::sql::LEXICON;

/// An expression without the parentheses around the whole of it.
pub(super) fn bare(expression: &str) -> &str {
    let mut rest = expression.trim();
    while let Some(inside) = inside(rest) {
        rest = inside.trim();
    }
    rest
}

/// What stands between a parenthesis at the start and the one at the end, where these are a pair.
fn inside(expression: &str) -> Option<&str> {
    let inside = expression.strip_prefix('(')?.strip_suffix(')')?;
    (end_of_group(expression)? == expression.len()).then_some(inside)
}

/// Where the first group of parentheses ends, in bytes.
pub(super) fn end_of_group(expression: &str) -> Option<usize> {
    let mut depth = 0_u32;
    for token in Tokenizer::new(expression, LEXICON) {
        if token.is_symbol("(") {
            depth += 1;
        } else if token.is_symbol(")") {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return Some(token.end());
            }
        }
    }
    None
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
            return Some(bare(group.get(..end_of_group(group)?)?));
        }
        before_is_when = depth == 0 && token.is_keyword("WHEN");
        depth += i32::from(token.is_symbol("(")) - i32::from(token.is_symbol(")"));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{bare, trigger_condition};

    #[test]
    fn only_parentheses_around_the_whole_are_taken_away() {
        for (expression, expected) in [
            ("lower(a)", "lower(a)"),
            ("((lower(a)))", "lower(a)"),
            ("(a) + (b)", "(a) + (b)"),
            (
                "((a > 0) AND (b > ')'::text))",
                "(a > 0) AND (b > ')'::text)",
            ),
            ("(')' || \"(\")", "')' || \"(\""),
            ("a", "a"),
            ("()", ""),
        ] {
            assert_eq!(bare(expression), expected);
        }
    }

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
