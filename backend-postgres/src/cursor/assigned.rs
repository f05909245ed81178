//! Which parameters of a statement are assigned to a column as they are: of these the column says the type.
//!
//! A value that is declared as of its own type would be converted on assignment by the server's rules, which round a fraction
//! for an integer column and cut the time of a timestamp for a date. One of the column's type is encoded as that, or refused.

use std::collections::HashMap;

use backend_core::sql::tokenizer::{Token, TokenKind, Tokenizer};

use crate::sql::LEXICON;

/// The positions, from 1 and ascending, of parameters that stand alone in `VALUES` of an insert or behind `SET column =`, and
/// nowhere else.
pub(super) fn assigned(sql: &str) -> Vec<usize> {
    let tokens: Vec<Token<'_>> = Tokenizer::new(sql, LEXICON)
        .filter(|token| !token.is_trivia())
        .collect();
    let is_insert = tokens
        .first()
        .is_some_and(|token| token.is_keyword("INSERT"));
    let is_update = tokens
        .first()
        .is_some_and(|token| token.is_keyword("UPDATE"));
    if !is_insert && !is_update {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut place = Place::Elsewhere;
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate() {
        if token.is_symbol("(") {
            depth += 1;
        } else if token.is_symbol(")") {
            depth = depth.saturating_sub(1);
        } else if depth == 0 {
            place = place.after(token, is_insert);
        }
        let before = index.checked_sub(1).and_then(|before| tokens.get(before));
        if let Some(number) = number(token)
            && place.assigns(depth, before, tokens.get(index + 1))
        {
            found.push(number);
        }
    }
    // Counted at once: an insert of many rows has tens of thousands.
    let mut uses: HashMap<usize, usize> = HashMap::new();
    for number in tokens.iter().filter_map(number) {
        *uses.entry(number).or_default() += 1;
    }
    found.retain(|number| uses.get(number) == Some(&1));
    found.sort_unstable();
    found
}

fn number(token: &Token<'_>) -> Option<usize> {
    if token.kind != TokenKind::Placeholder {
        return None;
    }
    token.text.strip_prefix('$')?.parse().ok()
}

/// What of a statement a token stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Values,
    Set,
    Elsewhere,
}

impl Place {
    /// Where what follows a word outside of parentheses stands.
    fn after(self, token: &Token<'_>, is_insert: bool) -> Self {
        if is_insert && self == Self::Elsewhere && token.is_keyword("VALUES") {
            Self::Values
        } else if token.is_keyword("SET") {
            Self::Set
        } else if ["WHERE", "FROM", "RETURNING", "ON"]
            .iter()
            .any(|word| token.is_keyword(word))
        {
            Self::Elsewhere
        } else {
            self
        }
    }

    /// Whether a parameter between these two is all that is assigned.
    fn assigns(self, depth: usize, before: Option<&Token<'_>>, after: Option<&Token<'_>>) -> bool {
        let is = |token: Option<&Token<'_>>, symbols: &[&str]| {
            token.is_some_and(|token| symbols.iter().any(|symbol| token.is_symbol(symbol)))
        };
        match self {
            Self::Values => depth == 1 && is(before, &["(", ","]) && is(after, &[",", ")"]),
            Self::Set => {
                let ends = ["WHERE", "FROM", "RETURNING"];
                let is_end = |token: &Token<'_>| ends.iter().any(|word| token.is_keyword(word));
                depth == 0
                    && is(before, &["="])
                    && (is(after, &[",", ";"]) || after.is_none_or(is_end))
            }
            Self::Elsewhere => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::assigned;

    #[test]
    fn values_that_stand_alone_are_assigned() {
        for (sql, expected) in [
            (
                "INSERT INTO t (a, b) VALUES ($1, $2), ($3, -$4)",
                vec![1, 2, 3],
            ),
            ("INSERT INTO t VALUES ($1, abs($2), ($3), $4::int)", vec![1]),
            ("INSERT INTO t (a) VALUES ($1) RETURNING a + $2", vec![1]),
            (
                "INSERT INTO t (a) VALUES ($1) ON CONFLICT (a) DO UPDATE SET b = $2, c = t.c + $3 WHERE t.a = $4",
                vec![1, 2],
            ),
            (
                "INSERT INTO t (a) SELECT x FROM (VALUES ($1)) AS v(x)",
                vec![],
            ),
            (
                "UPDATE t SET a = $1, b = $2 + 1, c = $3 WHERE d = $4",
                vec![1, 3],
            ),
            ("update t set a = $1", vec![1]),
            ("UPDATE t SET a = $1 FROM u WHERE u.a = $1", vec![]),
            ("UPDATE t SET (a, b) = ($1, $2)", vec![]),
            ("SELECT * FROM t WHERE a = $1", vec![]),
            ("WITH x AS (SELECT 1) UPDATE t SET a = $1", vec![]),
        ] {
            assert_eq!(assigned(sql), expected, "{sql}");
        }
    }
}
