//! Statements whose results hold types without a binary form that is known here: the server is asked for their text.

use std::fmt::Write as _;

use backend_core::sql::tokenizer::Tokenizer;

use super::verb::Verb;
use crate::sql::LEXICON;

/// Whether a statement can stand inside another: a query, or a change of rows.
pub(super) fn can_stand_inside(sql: &str) -> bool {
    let mut words = Tokenizer::new(sql, LEXICON).filter(|token| !token.is_trivia());
    let first = words.find(|token| !token.is_symbol("("));
    let queries = [
        "SELECT", "VALUES", "TABLE", "WITH", "INSERT", "UPDATE", "DELETE", "MERGE",
    ];
    first.is_some_and(|first| queries.iter().any(|word| first.is_keyword(word)))
}

/// The text without the semicolons and comments at its end.
fn body(sql: &str) -> &str {
    let says =
        Tokenizer::new(sql, LEXICON).filter(|token| !token.is_trivia() && !token.is_symbol(";"));
    let end = says.last().map_or(0, |token| token.end());
    sql.get(..end).unwrap_or(sql)
}

/// A statement that gives the same rows as `sql`, with the columns at these places as the server's own texts.
///
/// The rows keep their order: a query around another that neither sorts nor joins takes them as they come. One that changes
/// rows can only stand in `WITH`.
pub(super) fn with_texts(sql: &str, verb: Verb, columns: usize, texts: &[usize]) -> String {
    let mut list = String::new();
    let mut names = String::new();
    for column in 0..columns {
        let comma = if column > 0 { ", " } else { "" };
        let cast = if texts.contains(&column) {
            "::text"
        } else {
            ""
        };
        // Writing to a String cannot fail.
        let _ = write!(list, "{comma}c{column}{cast}");
        let _ = write!(names, "{comma}c{column}");
    }
    let sql = body(sql);
    match verb {
        Verb::Changes => format!("WITH r({names}) AS ({sql}) SELECT {list} FROM r"),
        _ => format!("SELECT {list} FROM ({sql}) AS r({names})"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::verb::Verb;
    use super::{can_stand_inside, with_texts};

    #[test]
    fn queries_stand_in_a_subquery_and_changes_in_with() {
        assert_eq!(
            with_texts(
                "SELECT a, b FROM t ORDER BY 1; -- end",
                Verb::Other,
                2,
                &[1]
            ),
            "SELECT c0, c1::text FROM (SELECT a, b FROM t ORDER BY 1) AS r(c0, c1)"
        );
        assert_eq!(
            with_texts("DELETE FROM t RETURNING a;", Verb::Changes, 1, &[0]),
            "WITH r(c0) AS (DELETE FROM t RETURNING a) SELECT c0::text FROM r"
        );
    }

    #[test]
    fn only_queries_and_changes_can_stand_inside_another() {
        for sql in [
            "(SELECT 1)",
            "with a as (select 1) select 1",
            "-- x\nVALUES (1)",
        ] {
            assert!(can_stand_inside(sql), "{sql}");
        }
        for sql in ["FETCH 1 FROM c", "SHOW ALL", "EXPLAIN SELECT 1", ""] {
            assert!(!can_stand_inside(sql), "{sql}");
        }
    }
}
