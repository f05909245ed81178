//! [`Guard`]: a process that runs a command in a folder and ends with us, however we end.
//!
//! On Unix a small shell stands between: it waits for the end of a pipe that we hold. The end of this process closes the pipe,
//! be it by its own will, a signal, a panic or a kill, and the shell then stops the command and removes the folder. No handler
//! of signals is needed, and a guard may live in a `static`, which is never dropped. The shell has a process group of its own,
//! so that Ctrl-C on a terminal reaches us alone.

#[cfg(not(unix))]
mod other;
#[cfg(unix)]
mod unix;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

#[cfg(not(unix))]
pub(crate) use self::other::Guard;
#[cfg(not(unix))]
use self::other::end_of_command;
#[cfg(unix)]
pub(crate) use self::unix::Guard;
#[cfg(unix)]
use self::unix::end_of_command;
use super::folder::container_of;
use super::server::StopSignal;

/// How long a command may take to end before it is killed.
const GRACE: Duration = Duration::from_secs(10);

/// The file in its folder to which a command's output goes.
pub(super) const LOG: &str = "log";

/// A command to run under guard.
#[derive(Debug)]
pub(super) struct Guarded<'g> {
    /// The folder that goes with it, in which it runs and which holds its output.
    pub(super) folder: &'g Path,
    pub(super) program: PathBuf,
    pub(super) arguments: Vec<String>,
    pub(super) environment: &'static [(&'static str, &'static str)],
    pub(super) stop: StopSignal,
    /// Whom to run it as, where not as whom we run.
    pub(super) account: Option<super::account::Account>,
}

/// Ends what a folder stands for whose owner and whose guard were both killed; says whether nothing of it is left.
pub(super) fn end_of(folder: &Path) -> bool {
    match container_of(folder) {
        Some(name) => remove_container(name),
        None => {
            end_of_command(folder);
            true
        }
    }
}

fn remove_container(name: &str) -> bool {
    let mut client = Command::new("docker");
    client.args(["rm", "--force", "--volumes", name]);
    let Ok(output) = client.stdin(Stdio::null()).output() else {
        return false;
    };
    // Older clients call it a failure that it is gone.
    output.status.success() || String::from_utf8_lossy(&output.stderr).contains("No such container")
}

/// The last lines of what the commands in this folder have put out.
pub(super) fn log_tail(folder: &Path) -> String {
    const LINES: usize = 12;
    let log = std::fs::read(folder.join(LOG)).unwrap_or_default();
    let log = String::from_utf8_lossy(&log);
    let lines: Vec<_> = log.lines().filter(|line| !line.trim().is_empty()).collect();
    let skipped = lines.len().saturating_sub(LINES);
    let mut text = String::new();
    for line in lines.iter().skip(skipped) {
        text.push_str("\n  | ");
        text.push_str(line);
    }
    text
}
