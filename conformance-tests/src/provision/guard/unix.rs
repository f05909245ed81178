//! [`Guard`] on Unix: a shell that waits for the end of a pipe.

use std::fs::OpenOptions;
use std::io::{self, ErrorKind};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::{GRACE, Guarded, LOG};

/// The file with the process id of the command.
const PID: &str = "pid";

/// Runs a command in the foreground, and in the background waits for the end of the pipe, to stop the command then. The folder
/// goes with the pipe, not with the command: who is there still reads what the command had to say.
const RUN: &str = r#"
folder=$1 signal=$2 tries=$3
shift 3
exec 3<&0 </dev/null
(
    cat <&3 >/dev/null
    : >"$folder/over"
    until [ -s "$folder/pid" ]; do sleep 0.02; done
    command=$(cat "$folder/pid")
    kill -s "$signal" "$command"
    while kill -0 "$command"; do
        [ "$tries" -gt 0 ] || kill -s KILL "$command"
        tries=$((tries - 1))
        sleep 0.02
    done
) 2>/dev/null &
watcher=$!
sh -c 'echo $$ >"$0/pid"; exec "$@"' "$folder" "$@" 3<&-
status=$?
kill "$watcher" 2>/dev/null
if [ -e "$folder/over" ]; then
    cd /
    rm -rf "$folder"
fi
exit "$status"
"#;

/// Waits for the end of the pipe and removes the folder.
const KEEP: &str = r#"cat >/dev/null; cd /; rm -rf "$1""#;

/// Waits for the end of the pipe and removes the container, and then the folder that says that there is one.
#[cfg(any(feature = "containers", test))]
const REMOVE: &str =
    r#"cat >/dev/null; cd /; docker rm --force --volumes "${1##*/}" && rm -rf "$1""#;

/// A guarded command, or a guarded folder or container.
#[derive(Debug)]
pub(crate) struct Guard {
    shell: Child,
    /// Its end is what the shell waits for.
    pipe: Option<ChildStdin>,
}

impl Guard {
    /// Removes the folder once this process has ended, where nobody has done it before.
    pub(crate) fn of_folder(folder: &Path) -> io::Result<Self> {
        let mut shell = Command::new("sh");
        shell.args(["-c", KEEP, "sh"]).arg(folder);
        shell.stdout(Stdio::null()).stderr(Stdio::null());
        Self::spawn(shell)
    }

    /// Removes the container of the folder's name once this process has ended, where nobody has done it before, and the folder.
    #[cfg(any(feature = "containers", test))]
    pub(in crate::provision) fn of_container(folder: &Path) -> io::Result<Self> {
        let mut shell = Command::new("sh");
        shell.args(["-c", REMOVE, "sh"]).arg(folder);
        shell.stdout(Stdio::null()).stderr(Stdio::null());
        Self::spawn(shell)
    }

    /// Starts a command.
    pub(in crate::provision) fn start(guarded: &Guarded<'_>) -> io::Result<Self> {
        let Guarded { folder, .. } = *guarded;
        match std::fs::remove_file(folder.join(PID)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let log = OpenOptions::new()
            .create(true)
            .append(true)
            .open(folder.join(LOG))?;
        let tries = GRACE.as_millis() / 20;
        let mut shell = Command::new("sh");
        shell.args(["-c", RUN, "sh"]).arg(folder);
        shell.args([guarded.stop.name(), &tries.to_string()]);
        shell.arg(&guarded.program).args(&guarded.arguments);
        shell.env("HOME", folder);
        shell.envs(guarded.environment.iter().copied());
        shell
            .current_dir(folder)
            .stdout(log.try_clone()?)
            .stderr(log);
        if let Some(account) = guarded.account {
            shell.uid(account.user).gid(account.group);
        }
        Self::spawn(shell)
    }

    fn spawn(mut shell: Command) -> io::Result<Self> {
        let mut shell = shell.stdin(Stdio::piped()).process_group(0).spawn()?;
        let pipe = shell.stdin.take();
        Ok(Self { shell, pipe })
    }

    /// How the command ended, where it has.
    pub(in crate::provision) fn ended(&mut self) -> io::Result<Option<ExitStatus>> {
        self.shell.try_wait()
    }

    /// Waits until the command has ended by itself.
    pub(in crate::provision) fn wait(&mut self, limit: Duration) -> io::Result<ExitStatus> {
        let deadline = Instant::now() + limit;
        loop {
            if let Some(status) = self.shell.try_wait()? {
                return Ok(status);
            }
            if Instant::now() > deadline {
                return Err(ErrorKind::TimedOut.into());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Stops the command and waits until it has ended.
    pub(in crate::provision) fn stop(&mut self) -> io::Result<()> {
        self.pipe = None;
        self.wait(GRACE + Duration::from_secs(5)).map(|_| ())
    }

    /// Kills the command without a word, as a crash would; the folder stays.
    pub(in crate::provision) fn kill(&mut self, folder: &Path) -> io::Result<()> {
        let pid = std::fs::read_to_string(folder.join(PID))?;
        signal("KILL", pid.trim());
        self.wait(GRACE).map(|_| ())
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        // It ends with us at the latest.
        let _ = self.stop();
    }
}

/// Stops the command of a folder whose owner and whose shell were both killed.
pub(super) fn end_of_command(folder: &Path) {
    let Ok(pid) = std::fs::read_to_string(folder.join(PID)) else {
        return;
    };
    let pid = pid.trim();
    // Another process may have that number by now: the command has the folder in its arguments.
    let ours = || command_line(pid).is_some_and(|line| line.contains(&*folder.to_string_lossy()));
    if pid.parse::<u32>().is_err() || !ours() {
        return;
    }
    signal("INT", pid);
    let deadline = Instant::now() + GRACE;
    while ours() {
        if Instant::now() > deadline {
            signal("KILL", pid);
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn signal(name: &str, pid: &str) {
    let mut kill = Command::new("sh");
    kill.args(["-c", r#"kill -s "$1" -- "$2""#, "sh", name, pid]);
    // Where it is gone there is nothing to do.
    let _ = kill.stdout(Stdio::null()).stderr(Stdio::null()).status();
}

fn command_line(pid: &str) -> Option<String> {
    if let Ok(line) = std::fs::read(format!("/proc/{pid}/cmdline")) {
        return Some(String::from_utf8_lossy(&line).into_owned());
    }
    let output = Command::new("ps").args(["-o", "args=", "-p", pid]).output();
    let output = output.ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use std::fs::Permissions;
    use std::io::{BufRead as _, BufReader};
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::{Path, PathBuf};
    use std::process::{Child, Command, Stdio};
    use std::time::{Duration, Instant};

    use super::Guard;
    use crate::provision::folder::{CONTAINER, RunFolder};

    /// Set where a test is run again as a process of its own: what it is to do there.
    const ROLE: &str = "GUARD_TEST_ROLE";
    const GUARDED: &str = "guarded: ";

    /// An engine's command line that only writes down what it is told, and fails where it is told to.
    const ENGINE: &str = r#"#!/bin/sh
here=$(dirname "$0")
[ -e "$here/fails" ] && exit 1
echo "$*" >>"$here/told"
"#;

    /// A folder with such an engine, for everything that the processes of a test make.
    struct Place(RunFolder);

    impl Place {
        fn new() -> Self {
            let folder = RunFolder::new("engine").unwrap();
            let engine = folder.path().join("docker");
            std::fs::write(&engine, ENGINE).unwrap();
            std::fs::set_permissions(&engine, Permissions::from_mode(0o755)).unwrap();
            Self(folder)
        }

        fn file(&self, name: &str) -> PathBuf {
            self.0.path().join(name)
        }

        fn told(&self) -> String {
            std::fs::read_to_string(self.file("told")).unwrap_or_default()
        }

        /// Runs the calling test again as a process of its own, which finds this engine and makes its folders here.
        fn run(&self, role: &str) -> Child {
            let test = std::thread::current().name().unwrap().to_owned();
            let path = std::env::var("PATH").unwrap();
            Command::new(std::env::current_exe().unwrap())
                .args(["--exact", &test, "--nocapture"])
                .env(ROLE, role)
                .env("PATH", format!("{}:{path}", self.0.path().display()))
                .env("TMPDIR", self.0.path())
                .stdout(Stdio::piped())
                .spawn()
                .unwrap()
        }

        /// A process that guards a container, the process that stands between, and the container's folder.
        fn guarded(&self) -> (Child, String, PathBuf) {
            let mut child = self.run("guard");
            let lines = BufReader::new(child.stdout.take().unwrap()).lines();
            let line = lines
                .map(|line| line.unwrap())
                .find_map(|line| Some(line.split_once(GUARDED)?.1.to_owned()))
                .unwrap();
            let (guard, folder) = line.split_once(' ').unwrap();
            assert_eq!(self.told(), "", "it goes before its process");
            (child, guard.to_owned(), PathBuf::from(folder))
        }

        fn sweep(&self) {
            assert!(self.run("sweep").wait().unwrap().success());
        }
    }

    fn played() -> bool {
        match std::env::var(ROLE).as_deref() {
            Ok("guard") => {
                let folder = RunFolder::new(CONTAINER).unwrap();
                let guard = Guard::of_container(folder.path()).unwrap();
                let (pid, path) = (guard.shell.id(), folder.path().display());
                #[allow(clippy::print_stdout, reason = "whoever ends it waits for it")]
                {
                    println!("{GUARDED}{pid} {path}");
                }
                std::thread::sleep(Duration::from_secs(60));
            }
            Ok("sweep") => drop(RunFolder::new("other").unwrap()),
            _ => return false,
        }
        true
    }

    fn order_to_remove(folder: &Path) -> String {
        let name = folder.file_name().unwrap().to_str().unwrap();
        format!("rm --force --volumes {name}\n")
    }

    #[test]
    fn a_container_goes_with_its_process_however_that_ends() {
        if played() {
            return;
        }
        for signal in ["TERM", "KILL"] {
            let place = Place::new();
            let (mut child, _, folder) = place.guarded();
            super::signal(signal, &child.id().to_string());
            child.wait().unwrap();
            let deadline = Instant::now() + Duration::from_secs(20);
            while place.told() != order_to_remove(&folder) || folder.exists() {
                assert!(Instant::now() < deadline, "{signal}: it stays");
                std::thread::sleep(Duration::from_millis(10));
            }
        }
    }

    #[test]
    fn the_next_run_removes_the_container_whose_guard_was_killed_too() {
        if played() {
            return;
        }
        let place = Place::new();
        let (mut child, guard, folder) = place.guarded();
        // The next run of somebody else, while this one is alive.
        place.sweep();
        assert_eq!(place.told(), "");
        // The guard is a process group: a shell and what it waits with.
        for process in [format!("-{guard}"), child.id().to_string()] {
            super::signal("KILL", &process);
        }
        child.wait().unwrap();
        // The container is there for as long as nobody removes it, and so is what says that it is there.
        std::fs::write(place.file("fails"), "").unwrap();
        place.sweep();
        assert!(folder.exists());
        std::fs::remove_file(place.file("fails")).unwrap();
        place.sweep();
        assert_eq!(place.told(), order_to_remove(&folder));
        assert!(!folder.exists());
    }
}
