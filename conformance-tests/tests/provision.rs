//! Servers of programs on this machine, over the toy: a program that waits is server enough for a database that always answers.

#![cfg(test)]
#![cfg(unix)]

use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use backend_core::backend::Backend;
use backend_core::connector::Connector;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::settings::{OptionInfo, Settings, UrlStyle};
use backend_core::wrapper::Wrapper;
use conformance_tests::Provision;
use conformance_tests::provision::{LocalServer, Missing, Running};

/// Set for a test that is run again as a process of its own, to be ended from outside.
const CHILD: &str = "PROVISION_TEST_CHILD";

/// A server that writes its process id and waits; its URL tells its folder.
const SLEEPER: LocalServer = LocalServer::new(
    &["sh", "-c", "echo $$ >server; exec tail -f {socket}/server"],
    "toy:{socket}",
)
.folders("PROVISION_TEST_BIN", &["/bin", "/usr/bin"])
.accounts(&["nobody"]);

const SERVER_THAT_ENDS: LocalServer = LocalServer::new(&["sh", "-c", "echo no licence"], "toy:x")
    .folders("PROVISION_TEST_BIN", &["/bin"])
    .accounts(&["nobody"]);

/// A toy whose server never answers.
static SILENT: Backend = Backend {
    connector: &Silent,
    ..toy_backend::BACKEND
};

struct Silent;

#[async_trait]
impl Connector for Silent {
    fn url_style(&self) -> UrlStyle {
        UrlStyle::File
    }

    fn options(&self) -> &'static [OptionInfo] {
        &[]
    }

    async fn connect(&self, _settings: &Settings) -> Result<Box<dyn Wrapper>> {
        Err(Error::new(ErrorKind::Connect, "nobody is there"))
    }
}

fn start(server: LocalServer) -> Result<Running, Missing> {
    Provision::default()
        .or_server(server)
        .start(&toy_backend::BACKEND)
}

fn folder(running: &Running) -> PathBuf {
    PathBuf::from(running.url().strip_prefix("toy:").unwrap())
}

/// The server's process, once it has written its id.
fn process(folder: &Path) -> u32 {
    eventually(|| {
        let text = std::fs::read_to_string(folder.join("server")).ok()?;
        text.trim().parse().ok()
    })
}

fn runs(process: u32) -> bool {
    let mut kill = Command::new("sh");
    kill.args(["-c", "kill -0 \"$1\"", "sh", &process.to_string()]);
    kill.stderr(Stdio::null()).status().unwrap().success()
}

fn eventually<T>(mut seen: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        if let Some(seen) = seen() {
            return seen;
        }
        assert!(Instant::now() < deadline, "it never happens");
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn gone(folder: &Path, process: u32) {
    eventually(|| (!folder.exists() && !runs(process)).then_some(()));
}

#[test]
fn a_server_ends_when_it_is_dropped() {
    let running = start(SLEEPER).unwrap();
    let folder = folder(&running);
    let process = process(&folder);
    assert!(runs(process));
    drop(running);
    assert!(!runs(process));
    assert!(!folder.exists());
}

#[test]
fn a_server_does_not_run_as_root() {
    let running = start(SLEEPER).unwrap();
    let folder = folder(&running);
    process(&folder);
    let owner = folder.join("server").metadata().unwrap().uid();
    assert_ne!(owner, 0);
}

#[test]
fn a_killed_server_leaves_its_data_and_starts_again() {
    let mut running = start(SLEEPER).unwrap();
    let folder = folder(&running);
    let first = process(&folder);
    std::fs::write(folder.join("data"), "x").unwrap();
    running.kill().unwrap();
    assert!(!runs(first));
    std::fs::remove_file(folder.join("server")).unwrap();
    running.start_again().unwrap();
    let second = process(&folder);
    assert_ne!(first, second);
    assert!(folder.join("data").exists());
    drop(running);
    gone(&folder, second);
}

#[test]
fn a_set_up_that_fails_is_told_with_its_last_words() {
    let server = SLEEPER.set_up(&["sh", "-c", "echo never ever; exit 7"]);
    let missing = start(server).unwrap_err().to_string();
    assert!(missing.contains("its set-up failed with"), "{missing}");
    assert!(missing.contains("never ever"), "{missing}");
}

#[test]
fn a_server_that_ends_or_never_answers_is_told_with_its_last_words() {
    let missing = |server: LocalServer| {
        let silent = Provision::default().or_server(server).start(&SILENT);
        silent.unwrap_err().to_string()
    };
    let ends = SERVER_THAT_ENDS.patience(Duration::from_secs(60));
    let started = Instant::now();
    let why = missing(ends);
    assert!(
        why.contains("it ended with") && why.contains("no licence"),
        "{why}"
    );
    assert!(started.elapsed() < Duration::from_secs(20));
    let why = missing(SLEEPER.patience(Duration::from_millis(100)));
    assert!(why.contains("nobody is there"), "{why}");
}

#[test]
fn a_folder_that_was_left_is_removed_by_the_next_run_with_its_server() {
    let folder = std::env::temp_dir().join(format!("cf_run_left_{}", std::process::id()));
    std::fs::create_dir(&folder).unwrap();
    let file = folder.join("file");
    std::fs::write(&file, "ready\n").unwrap();
    let mut left = Command::new("tail");
    let left = left.arg("-f").arg(&file).stdout(Stdio::piped());
    let mut left = left.spawn().unwrap();
    // It is known by its arguments, which a process has only some time after its start.
    let mut out = BufReader::new(left.stdout.take().unwrap());
    out.read_line(&mut String::new()).unwrap();
    std::fs::write(folder.join("pid"), left.id().to_string()).unwrap();
    std::fs::write(folder.join("in_use"), "").unwrap();
    drop(start(SLEEPER).unwrap());
    assert!(left.wait().unwrap().signal().is_some());
    // Another test's server may have begun to remove it.
    gone(&folder, left.id());
}

/// Runs this test again as a process that ends only when it is told to, and tells it.
fn ended_by(signal: &str) {
    let test = std::thread::current().name().unwrap().to_owned();
    let mut child = Command::new(std::env::current_exe().unwrap());
    child
        .args(["--exact", &test, "--nocapture"])
        .env(CHILD, "1");
    let mut child = child.stdout(Stdio::piped()).spawn().unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    let url = out
        .lines()
        .map_while(Result::ok)
        .find_map(|line| Some(line.split_once("toy:")?.1.to_owned()));
    let folder = PathBuf::from(url.unwrap());
    let process = process(&folder);
    assert!(runs(process));
    let mut kill = Command::new("sh");
    kill.args([
        "-c",
        "kill -s \"$1\" \"$2\"",
        "sh",
        signal,
        &child.id().to_string(),
    ]);
    assert!(kill.status().unwrap().success());
    child.wait().unwrap();
    gone(&folder, process);
}

/// In the process that is to be ended: starts a server, tells where, and waits for the end.
fn child() -> bool {
    if std::env::var_os(CHILD).is_none() {
        return false;
    }
    let running = start(SLEEPER).unwrap();
    println!("{}", running.url());
    std::thread::sleep(Duration::from_secs(60));
    true
}

#[test]
fn a_server_ends_with_an_interrupt() {
    if !child() {
        ended_by("INT");
    }
}

#[test]
fn a_server_ends_with_a_termination() {
    if !child() {
        ended_by("TERM");
    }
}

#[test]
fn a_server_ends_with_a_kill() {
    if !child() {
        ended_by("KILL");
    }
}
