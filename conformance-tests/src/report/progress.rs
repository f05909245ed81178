//! [`Ticker`]: how far a run is, on one line that changes; and what fails, at once.

use std::io::{IsTerminal as _, Write as _, stderr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often the line changes at most.
const EVERY: Duration = Duration::from_millis(100);

/// Whether a person watches both outputs.
pub(crate) fn is_watched() -> bool {
    std::io::stdout().is_terminal() && stderr().is_terminal()
}

/// Counts what is done, and shows it on the standard error once it has begun.
#[derive(Debug, Default)]
pub(crate) struct Ticker(Mutex<Option<State>>);

#[derive(Debug)]
struct State {
    total: usize,
    done: usize,
    failed: usize,
    started: Instant,
    shown: Option<Instant>,
}

impl Ticker {
    /// Begins to show a run of so many trials.
    pub(crate) fn begin(&self, total: usize) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(State {
            total,
            done: 0,
            failed: 0,
            started: Instant::now(),
            shown: None,
        });
    }

    /// Notes that one is done; tells at once where it failed.
    pub(crate) fn done(&self, name: &str, failure: Option<&str>) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let text = state
            .as_mut()
            .and_then(|state| state.note(name, failure, Instant::now()));
        if let Some(text) = text {
            write(&text);
        }
    }

    /// Takes the line away.
    pub(crate) fn end(&self) {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.is_some() {
            write("\r\u{1b}[K");
        }
    }
}

impl State {
    /// What is to be shown, where anything is.
    fn note(&mut self, name: &str, failure: Option<&str>, now: Instant) -> Option<String> {
        self.done += 1;
        let mut text = String::new();
        if let Some(failure) = failure {
            self.failed += 1;
            text = format!("\r\u{1b}[KFAILED {name}\n");
            for line in failure.lines() {
                text.push_str(&format!("  {line}\n"));
            }
        }
        let waits = self.shown.is_some_and(|shown| now < shown + EVERY);
        if waits && failure.is_none() && self.done < self.total {
            return None;
        }
        self.shown = Some(now);
        let seconds = now.duration_since(self.started).as_secs();
        let percent = self.done * 100 / self.total.max(1);
        text.push_str(&format!(
            "\r\u{1b}[K{percent:>3} % {} of {}, {} failed, {seconds} s, {name}",
            self.done, self.total, self.failed
        ));
        Some(text)
    }
}

fn write(text: &str) {
    let mut err = stderr().lock();
    // Where nobody can read it, nothing is lost: the summary says it all again.
    let _ = err.write_all(text.as_bytes());
    let _ = err.flush();
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::State;

    #[test]
    fn the_line_changes_now_and_then_and_with_every_failure() {
        let started = Instant::now();
        let mut state = State {
            total: 4,
            done: 0,
            failed: 0,
            started,
            shown: None,
        };
        let first = state.note("a.b", None, started);
        assert_eq!(first.unwrap(), "\r\u{1b}[K 25 % 1 of 4, 0 failed, 0 s, a.b");
        assert_eq!(state.note("a.c", None, started), None);
        let failed = state.note("a.d", Some("wrong\nquite"), started).unwrap();
        assert!(failed.starts_with("\r\u{1b}[KFAILED a.d\n  wrong\n  quite\n"));
        assert!(failed.ends_with("3 of 4, 1 failed, 0 s, a.d"), "{failed}");
        let last = state.note("a.e", None, started + Duration::from_secs(61));
        assert!(last.unwrap().contains("100 % 4 of 4, 1 failed, 61 s"));
    }
}
