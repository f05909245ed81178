//! Runs the commands of a chore one after the other, each with its name and its seconds.

use std::io::{self, BufRead as _, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::failures::Failures;

/// One command of a chore.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What the step does, as its heading says it.
    pub name: &'static str,
    /// The program and its arguments.
    pub command: Vec<&'static str>,
    /// Environment variables set for this step alone.
    pub environment: Vec<(&'static str, String)>,
    /// Whether the steps after it make no sense once it failed (a build, for one).
    pub required: bool,
}

impl Step {
    /// A step that runs `command`, a program and its arguments separated by spaces.
    #[must_use]
    pub fn new(name: &'static str, command: &'static str) -> Self {
        Self {
            name,
            command: command.split_whitespace().collect(),
            environment: Vec::new(),
            required: false,
        }
    }

    /// Stops the chore where this step fails.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Sets an environment variable for this step.
    #[must_use]
    pub fn with(mut self, variable: &'static str, value: impl Into<String>) -> Self {
        self.environment.push((variable, value.into()));
        self
    }
}

/// Runs every step in `root` and prints a summary, with the tests that failed; `false` says that at least one step failed.
///
/// A failed step does not hide the later ones, unless it is [`Step::required`].
///
/// # Errors
/// When a program cannot be started, or `out` cannot be written.
pub fn run(steps: &[Step], root: &Path, out: &mut dyn Write) -> io::Result<bool> {
    let mut summary: Vec<(&str, bool, Duration)> = Vec::new();
    let mut failures = Failures::default();
    for step in steps {
        writeln!(out, "==> {}: {}", step.name, step.command.join(" "))?;
        out.flush()?;
        let started = Instant::now();
        let passed = start(step, root, out, &mut failures)?;
        summary.push((step.name, passed, started.elapsed()));
        if step.required && !passed {
            break;
        }
    }
    writeln!(out)?;
    for (name, passed, time) in &summary {
        let verdict = if *passed { "ok" } else { "FAILED" };
        writeln!(out, "{verdict:<6} {:>7.1} s  {name}", time.as_secs_f64())?;
    }
    for step in steps.iter().skip(summary.len()) {
        writeln!(out, "not run            {}", step.name)?;
    }
    for line in failures.summary() {
        writeln!(out, "{line}")?;
    }
    Ok(summary.len() == steps.len() && summary.iter().all(|(_, passed, _)| *passed))
}

/// Runs one step; its output is read on the way to `out`, line by line, and its errors go where ours go.
fn start(
    step: &Step,
    root: &Path,
    out: &mut dyn Write,
    failures: &mut Failures,
) -> io::Result<bool> {
    let Some((program, arguments)) = step.command.split_first() else {
        return Ok(true);
    };
    let environment = step
        .environment
        .iter()
        .map(|(variable, value)| (variable, value));
    let mut child = Command::new(program)
        .args(arguments)
        .envs(environment)
        .current_dir(root)
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| {
            io::Error::new(error.kind(), format!("cannot start {program}: {error}"))
        })?;
    if let Some(output) = child.stdout.take() {
        pass_on(output, out, failures)?;
    }
    Ok(child.wait()?.success())
}

/// Copies `output` to `out`. A test may print bytes that are no text: they are passed on as they are.
fn pass_on(output: impl io::Read, out: &mut dyn Write, failures: &mut Failures) -> io::Result<()> {
    let mut output = BufReader::new(output);
    let mut line = Vec::new();
    while output.read_until(b'\n', &mut line)? > 0 {
        failures.read(&String::from_utf8_lossy(&line));
        out.write_all(&line)?;
        out.flush()?;
        line.clear();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Step, run};

    fn ran(steps: &[Step]) -> (bool, String) {
        let folder = tempfile::tempdir().unwrap();
        let mut out = Vec::new();
        let passed = run(steps, folder.path(), &mut out).unwrap();
        (passed, String::from_utf8(out).unwrap())
    }

    #[test]
    fn a_failed_step_is_told_and_the_next_one_still_runs() {
        let (passed, text) = ran(&[
            Step::new("wrong", "git check-ref-format not..valid"),
            Step::new("right", "git check-ref-format is/valid"),
        ]);
        assert!(!passed);
        assert!(text.contains("FAILED"), "{text}");
        assert!(
            text.lines()
                .any(|line| line.starts_with("ok") && line.ends_with("right")),
            "{text}"
        );
    }

    #[test]
    fn a_required_step_that_fails_ends_the_chore() {
        let (passed, text) = ran(&[
            Step::new("wrong", "git check-ref-format not..valid").required(),
            Step::new("right", "git check-ref-format is/valid"),
        ]);
        assert!(!passed);
        assert!(
            text.lines()
                .any(|line| line.starts_with("not run") && line.ends_with("right")),
            "{text}"
        );
    }

    #[test]
    fn what_failed_is_told_again_below_the_summary() {
        let (_, text) = ran(&[Step::new(
            "wrong",
            r"printf ----\040a::b\040stdout\040----\nnot\040equal\n",
        )]);
        assert!(text.ends_with("  a::b | not equal\n"), "{text}");
    }

    #[test]
    fn steps_that_all_pass_pass() {
        let (passed, text) = ran(&[Step::new("right", "git check-ref-format is/valid")]);
        assert!(passed, "{text}");
    }

    #[test]
    fn a_program_that_is_missing_is_an_error_with_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let step = Step::new("absent", "no-such-program-anywhere");
        let error = run(&[step], folder.path(), &mut Vec::new()).unwrap_err();
        assert!(
            error.to_string().contains("no-such-program-anywhere"),
            "{error}"
        );
    }
}
