//! [`Transcript`]: what a case sent, shown where it fails. It outlives the case: a hung or panicked one has one too.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use backend_core::sql::Statement;

/// What a case sent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Transcript(Arc<Mutex<Lines>>);

/// The last lines, and how many came before them.
#[derive(Debug, Default)]
struct Lines {
    last: VecDeque<String>,
    skipped: usize,
}

impl Transcript {
    /// The longest line, in characters: a transcript is for reading.
    const WIDTH: usize = 300;
    /// The most lines; the last ones are the ones near the failure.
    const LINES: usize = 60;

    pub(crate) fn push(&self, line: String) {
        let line = if line.chars().count() > Self::WIDTH {
            let head: String = line.chars().take(Self::WIDTH).collect();
            format!("{head}…")
        } else {
            line
        };
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.last.len() == Self::LINES {
            lines.last.pop_front();
            lines.skipped += 1;
        }
        lines.last.push_back(line);
    }

    /// Notes a statement and its parameters: they are the suite's own and hold no secret.
    pub(crate) fn statement(&self, statement: &Statement) {
        if statement.params.is_empty() {
            return self.push(statement.sql.clone());
        }
        let values: Vec<_> = statement
            .params
            .iter()
            .map(|param| format!("{:?}", param.value))
            .collect();
        self.push(format!("{}  -- {}", statement.sql, values.join(", ")));
    }

    /// The lines, numbered; the first ones are left out where there are many.
    pub(crate) fn lines(&self) -> Vec<String> {
        let lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut out = Vec::new();
        if lines.skipped > 0 {
            out.push(format!("… {} more before", lines.skipped));
        }
        for (line, number) in lines.last.iter().zip(lines.skipped + 1..) {
            out.push(format!("{number:>3}  {line}"));
        }
        out
    }

    /// The lines as a text beside others.
    pub(crate) fn render(&self) -> String {
        let lines = self.lines().into_iter();
        lines.map(|line| format!("    {line}\n")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Transcript;

    #[test]
    fn the_last_lines_are_shown_and_long_ones_are_cut() {
        let transcript = Transcript::default();
        for n in 1..=70 {
            transcript.push(format!("statement {n}"));
        }
        transcript.push("é".repeat(400));
        let text = transcript.render();
        assert!(
            text.starts_with("    … 11 more before\n     12  statement 12\n"),
            "{text}"
        );
        assert!(text.ends_with("é…\n"));
        assert!(!text.contains("statement 11\n"));
    }
}
