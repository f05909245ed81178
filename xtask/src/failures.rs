//! Reads what the tests of a step print, so that their failures are told once more where a long output ends.

/// How many failures are told; whoever needs more reads the output.
const MOST: usize = 20;

/// How many characters of a failure's first lines are told.
const LONGEST: usize = 300;

/// How many lines of a failure are read: where it happened, what was expected and what was found.
const LINES: usize = 4;

/// The failures that a test harness printed, each in a line of its own.
#[derive(Debug, Default)]
pub struct Failures {
    told: Vec<String>,
    lines_left: usize,
}

impl Failures {
    /// Reads the next line of the output.
    ///
    /// A harness writes `---- name stdout ----` above what a failed test printed; that and the first lines below it are kept.
    pub fn read(&mut self, line: &str) {
        let line = line.trim();
        let heading = line
            .strip_prefix("---- ")
            .and_then(|rest| rest.strip_suffix(" ----"));
        if let Some(name) = heading {
            self.told
                .push(name.strip_suffix(" stdout").unwrap_or(name).to_owned());
            self.lines_left = LINES;
        } else if line.starts_with("failures:") || line.starts_with("test result:") {
            self.lines_left = 0;
        } else if self.lines_left > 0 && !line.is_empty() {
            self.lines_left -= 1;
            if let Some(failure) = self.told.last_mut() {
                failure.push_str(" | ");
                failure.push_str(line);
            }
        }
    }

    /// The lines to print below the summary: none where nothing failed.
    #[must_use]
    pub fn summary(&self) -> Vec<String> {
        let mut lines: Vec<String> = self
            .told
            .iter()
            .take(MOST)
            .map(|failure| format!("  {}", failure.chars().take(LONGEST).collect::<String>()))
            .collect();
        if self.told.len() > MOST {
            lines.push(format!("  and {} more", self.told.len() - MOST));
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::{Failures, MOST};

    fn read(output: &str) -> Vec<String> {
        let mut failures = Failures::default();
        output.lines().for_each(|line| failures.read(line));
        failures.summary()
    }

    #[test]
    fn failures_of_the_standard_harness_and_of_a_suite_are_told_in_a_line_each() {
        let output = "running 2 tests\ntest a::b ... FAILED\n\nfailures:\n\n---- a::b stdout ----\n\n\
                      thread 'a::b' panicked at src/a.rs:3:5:\nassertion failed\n\n\nfailures:\n    a::b\n\n\
                      test result: FAILED. 1 passed; 1 failed\n\
                      ---- query.select.one ----\nexpected 1, found 2\n\nfailures:\n    query.select.one\n";
        assert_eq!(
            read(output),
            [
                "  a::b | thread 'a::b' panicked at src/a.rs:3:5: | assertion failed",
                "  query.select.one | expected 1, found 2",
            ]
        );
    }

    #[test]
    fn output_without_failures_tells_none() {
        assert!(read("running 1 test\n.\ntest result: ok. 1 passed\n").is_empty());
    }

    #[test]
    fn many_and_long_failures_are_cut() {
        let output: String = (0..=MOST)
            .map(|number| format!("---- test{number} stdout ----\n{}\n", "x".repeat(1_000)))
            .collect();
        let told = read(&output);
        assert_eq!(told.len(), MOST + 1);
        assert!(told.iter().all(|line| line.chars().count() <= 302));
        assert_eq!(told[MOST], "  and 1 more");
    }
}
