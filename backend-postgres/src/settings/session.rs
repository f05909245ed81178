//! [`SessionSettings`]: what a session keeps of its settings; [`startup`]: what it sends of them when it is opened.

use std::fmt::Write as _;
use std::time::Duration;

use backend_core::settings::Settings;

/// How statements are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Statements {
    /// Prepared once, and kept by the server under a name.
    Named,
    /// Sent whole each time: nothing stays at the server between two transactions.
    Unnamed,
}

/// What a session keeps of its settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SessionSettings {
    pub(crate) statements: Statements,
    /// How many prepared statements are kept.
    pub(crate) statement_cache: usize,
}

impl SessionSettings {
    pub(crate) fn of(settings: &Settings) -> Self {
        let statements = match settings.choice("statements") {
            Some("unnamed") => Statements::Unnamed,
            _ => Statements::Named,
        };
        let cache = settings.integer("statement_cache").unwrap_or_default();
        Self {
            statements,
            statement_cache: usize::try_from(cache).unwrap_or_default(),
        }
    }
}

/// Parameters of the session that are set when it is opened, as the server's command line has them: they cost no round trip,
/// and a reset of the session comes back to them.
pub(super) fn startup(settings: &Settings) -> Option<String> {
    let mut out = settings.text("options").unwrap_or_default().to_owned();
    for name in [
        "statement_timeout",
        "lock_timeout",
        "idle_in_transaction_session_timeout",
    ] {
        if let Some(limit) = settings.duration(name) {
            parameter(&mut out, name, &format!("{}ms", milliseconds(limit)));
        }
    }
    if let Some(path) = settings.text("search_path") {
        parameter(&mut out, "search_path", path);
    }
    if let Some(zone) = settings.text("time_zone") {
        parameter(&mut out, "TimeZone", zone);
    }
    if let Some(level) = settings.choice("default_transaction_isolation") {
        parameter(&mut out, "default_transaction_isolation", level);
    }
    for name in [
        "default_transaction_read_only",
        "default_transaction_deferrable",
    ] {
        if settings.is_set(name) {
            let on = if settings.boolean(name) { "on" } else { "off" };
            parameter(&mut out, name, on);
        }
    }
    Some(out).filter(|out| !out.is_empty())
}

/// The server counts milliseconds in 31 bits, and takes 0 for no limit: what is shorter than one is one.
pub(crate) fn milliseconds(limit: Duration) -> u128 {
    let whole = limit.as_micros().div_ceil(1_000);
    whole.min(i32::MAX.unsigned_abs().into())
}

/// Adds `-c name=value`, with what would end the value escaped.
fn parameter(out: &mut String, name: &str, value: &str) {
    if !out.is_empty() {
        out.push(' ');
    }
    let _ = write!(out, "-c {name}=");
    for character in value.chars() {
        if character == '\\' || character.is_ascii_whitespace() || character == '\u{b}' {
            out.push('\\');
        }
        out.push(character);
    }
}

#[cfg(test)]
mod tests {
    use super::{SessionSettings, Statements, startup};
    use crate::settings::tests::settings;

    #[test]
    fn nothing_is_sent_where_nothing_is_set() {
        assert_eq!(startup(&settings(&[])), None);
    }

    #[test]
    fn parameters_are_escaped_and_come_after_the_users_own() {
        let options = [
            ("options", "-c work_mem=1MB"),
            ("statement_timeout", "1500ms"),
            ("lock_timeout", "1us"),
            ("idle_in_transaction_session_timeout", "0"),
            ("search_path", r#""a b\",public"#),
            ("time_zone", "UTC"),
            ("default_transaction_isolation", "repeatable read"),
            ("default_transaction_read_only", "true"),
            ("default_transaction_deferrable", "no"),
        ];
        assert_eq!(
            startup(&settings(&options)).as_deref(),
            Some(
                r#"-c work_mem=1MB -c statement_timeout=1500ms -c lock_timeout=1ms -c idle_in_transaction_session_timeout=0ms -c search_path="a\ b\\",public -c TimeZone=UTC -c default_transaction_isolation=repeatable\ read -c default_transaction_read_only=on -c default_transaction_deferrable=off"#
            )
        );
    }

    #[test]
    fn statements_are_named_and_cached_unless_they_are_not() {
        let usual = SessionSettings::of(&settings(&[]));
        assert_eq!(usual.statements, Statements::Named);
        assert_eq!(usual.statement_cache, 256);
        let other = SessionSettings::of(&settings(&[
            ("statements", "unnamed"),
            ("statement_cache", "0"),
        ]));
        assert_eq!(other.statements, Statements::Unnamed);
        assert_eq!(other.statement_cache, 0);
    }
}
