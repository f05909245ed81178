//! The server's words: what of them can be shown.

use backend_core::error::ErrorKind;
use tokio_postgres::error::{DbError, SqlState};

use super::Stop;

/// What a pooler does to statements that it does not know of.
const POOLER_ADVICE: &str =
    "behind a pooler that hands a session out for one transaction, connect with statements=unnamed";

/// The server's message. Some quote a value that does not fit, which may have been a parameter: it is shown only where the
/// statement shows it as well.
pub(super) fn shown(said: &DbError, sql: &str) -> String {
    let code = said.code();
    if quotes_values(code) {
        return without_values(said.message(), sql);
    }
    if *code == SqlState::INVALID_SQL_STATEMENT_NAME || *code == SqlState::DUPLICATE_PSTATEMENT {
        return format!("{}; {POOLER_ADVICE}", said.message());
    }
    said.message().to_owned()
}

/// Whether messages with that code quote values: those of data, and of a syntax that a value has, as a search (`tsquery`), a path
/// into JSON and a setting's name do.
fn quotes_values(code: &SqlState) -> bool {
    code.code().starts_with("22")
        || *code == SqlState::SYNTAX_ERROR
        || *code == SqlState::INVALID_NAME
}

/// The marks that the server's languages put around values.
const MARKS: [(char, char); 6] = [
    ('"', '"'),
    ('„', '“'),
    ('»', '«'),
    ('«', '»'),
    ('“', '”'),
    ('\'', '\''),
];

/// The message, with `…` for every quoted text that the statement does not contain.
fn without_values(message: &str, sql: &str) -> String {
    let mut out = String::with_capacity(message.len());
    let mut rest = message;
    while let Some((start, open, close)) = first_mark(rest) {
        let (before, quoted) = rest.split_at(start);
        let inside = quoted.get(open.len_utf8()..).unwrap_or_default();
        // A value may contain the mark itself: the last one closes it.
        let Some(end) = inside.rfind(close) else {
            break;
        };
        let (value, after) = inside.split_at(end);
        out.push_str(before);
        out.push(open);
        out.push_str(if !value.is_empty() && sql.contains(value) {
            value
        } else {
            "…"
        });
        out.push(close);
        rest = after.get(close.len_utf8()..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

fn first_mark(text: &str) -> Option<(usize, char, char)> {
    text.char_indices().find_map(|(index, character)| {
        let (open, close) = MARKS.iter().find(|(open, _)| *open == character)?;
        Some((index, *open, *close))
    })
}

/// Why a statement was stopped, by the server's words where they are English, otherwise by what this side knows.
pub(super) fn interruption(message: &str, stop: Stop) -> ErrorKind {
    if message.contains("timeout") {
        return ErrorKind::Timeout;
    }
    if message.contains("user request") {
        return ErrorKind::Cancelled;
    }
    match stop {
        Stop::Unknown => ErrorKind::Cancelled,
        Stop::NotAsked => ErrorKind::Timeout,
    }
}

#[cfg(test)]
mod tests {
    use backend_core::error::ErrorKind;
    use tokio_postgres::error::SqlState;

    use super::{interruption, quotes_values, without_values};
    use crate::error::Stop;

    #[test]
    fn values_are_shown_only_where_the_statement_shows_them() {
        for (message, sql, shown) in [
            (
                r#"invalid input syntax for type integer: "hidden""#,
                "SELECT $1::text::integer",
                r#"invalid input syntax for type integer: "…""#,
            ),
            (
                r#"invalid input syntax for type integer: "x""#,
                "SELECT 'x'::integer",
                r#"invalid input syntax for type integer: "x""#,
            ),
            (
                r#"value "hid"den" is out of range for type integer"#,
                "",
                r#"value "…" is out of range for type integer"#,
            ),
            ("ungültige Syntax: »hidden«", "", "ungültige Syntax: »…«"),
            ("division by zero", "", "division by zero"),
            ("a \" alone", "", "a \" alone"),
        ] {
            assert_eq!(without_values(message, sql), shown);
        }
    }

    #[test]
    fn codes_of_data_and_of_syntax_quote_values() {
        for (code, expected) in [
            ("22P02", true),
            ("22007", true),
            ("42601", true),
            ("42602", true),
            ("42P07", false),
            ("23505", false),
        ] {
            assert_eq!(
                quotes_values(&SqlState::from_code(code)),
                expected,
                "{code}"
            );
        }
    }

    #[test]
    fn what_stopped_a_statement_is_told_apart_in_every_language() {
        let timeout = "canceling statement due to statement timeout";
        let request = "canceling statement due to user request";
        assert_eq!(interruption(timeout, Stop::Unknown), ErrorKind::Timeout);
        assert_eq!(interruption(request, Stop::NotAsked), ErrorKind::Cancelled);
        let german = "storniere Anfrage wegen Zeitüberschreitung der Anfrage";
        assert_eq!(interruption(german, Stop::Unknown), ErrorKind::Cancelled);
        assert_eq!(interruption(german, Stop::NotAsked), ErrorKind::Timeout);
    }
}
