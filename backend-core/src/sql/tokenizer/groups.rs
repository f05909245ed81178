//! Parentheses that belong together.

use super::{Lexicon, Tokenizer};

/// Returns an expression without the parentheses around the whole of it, and without the spaces around that.
///
/// # Example
/// ```
/// use backend_core::sql::tokenizer::{Lexicon, bare};
///
/// assert_eq!(bare("((a + 1))", Lexicon::STANDARD), "a + 1");
/// assert_eq!(bare("(a) + (b)", Lexicon::STANDARD), "(a) + (b)");
/// ```
pub fn bare(expression: &str, lexicon: Lexicon) -> &str {
    let mut rest = expression.trim();
    while let Some(inside) = inside(rest, lexicon) {
        rest = inside.trim();
    }
    rest
}

/// What stands between a parenthesis at the start and the one at the end, where these are a pair.
fn inside(expression: &str, lexicon: Lexicon) -> Option<&str> {
    let inside = expression.strip_prefix('(')?.strip_suffix(')')?;
    (end_of_group(expression, lexicon)? == expression.len()).then_some(inside)
}

/// Returns where the first group of parentheses ends, in bytes; `None` where there is none, or no end of it.
pub fn end_of_group(sql: &str, lexicon: Lexicon) -> Option<usize> {
    let mut depth = 0_u32;
    for token in Tokenizer::new(sql, lexicon) {
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

#[cfg(test)]
mod tests {
    use super::{Lexicon, bare};

    #[test]
    fn only_parentheses_around_the_whole_are_taken_away() {
        for (expression, expected) in [
            ("lower(a)", "lower(a)"),
            ("((lower(a)))", "lower(a)"),
            (" ( (a + 1) )\n", "a + 1"),
            ("(a) + (b)", "(a) + (b)"),
            ("((a > 0) AND (b > ')'))", "(a > 0) AND (b > ')')"),
            ("(')' || \"(\")", "')' || \"(\""),
            ("(a", "(a"),
            (")a(", ")a("),
            ("a", "a"),
            ("()", ""),
        ] {
            assert_eq!(bare(expression, Lexicon::STANDARD), expected);
        }
    }
}
