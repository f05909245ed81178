//! Instructions instead of seconds: valgrind counts the same every time, whatever else the machine does.

use std::process::{Command, Stdio};

use super::Contender;

/// What this program is asked to do under valgrind.
pub(super) struct Count<C> {
    pub(super) contender: C,
    pub(super) workload: String,
    pub(super) times: u32,
}

/// Whether this is a run under valgrind.
pub(super) fn asked<C: Contender>(arguments: &[String]) -> Option<Count<C>> {
    let at = arguments
        .iter()
        .position(|argument| argument == "--count")?;
    let contender = arguments.get(at + 1)?;
    Some(Count {
        contender: *C::ALL.iter().find(|known| known.name() == contender)?,
        workload: arguments.get(at + 2)?.clone(),
        times: arguments.get(at + 3)?.parse().ok()?,
    })
}

/// The instructions of one piece of work; `None` where valgrind is not installed.
///
/// Two runs of different length, subtracted: what starting and opening cost falls away.
pub(super) fn count<C: Contender>(contender: C, workload: &str) -> Option<u64> {
    let (few, many) = if workload.contains("rows") {
        (1, 4)
    } else {
        (100, 400)
    };
    let more = total(contender, workload, many)?;
    let less = total(contender, workload, few)?;
    Some(more.saturating_sub(less) / u64::from(many - few))
}

fn total<C: Contender>(contender: C, workload: &str, times: u32) -> Option<u64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(std::env::current_exe().ok()?)
        .args(["--count", contender.name(), workload, &times.to_string()])
        .stdout(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let line = text.lines().find(|line| line.contains("Collected :"))?;
    line.rsplit(' ').next()?.parse().ok()
}
