//! A run that is ended from outside while a case is at work. The tests of vendors include this file by its path.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use backend_core::model::{Column, ColumnType, QualifiedName, Table};
use backend_core::wrapper::TransactionOptions;
use conformance_tests::case::CaseDef;
use conformance_tests::runner::{Exit, Suite, run};
use conformance_tests::{Harness, Origin};

/// Set for a test that is run again as a process of its own, to be ended.
const CHILD: &str = "INTERRUPTED_TEST_CHILD";

/// What a case says when it is at work, before where its database is.
const AT_WORK: &str = "at work in ";

/// How processes are ended: by whoever is at the keyboard, by whoever asks nicely, and by whoever does not.
pub(crate) const SIGNALS: [&str; 3] = ["INT", "TERM", "KILL"];

/// A case that has made a table, has a transaction open, and never ends.
const WORKS: CaseDef = CaseDef::new("suite.case.works", "works", "It never ends.", |context| {
    Box::pin(async {
        let table = Table::new(QualifiedName::new("left")?)
            .with_column(Column::new("id", ColumnType::Integer)?);
        context.create(&table).await?;
        let settings = context.settings().to_string();
        let connection = context.connection();
        connection.begin(&TransactionOptions::default()).await?;
        #[allow(clippy::print_stdout, reason = "whoever ends it waits for it")]
        {
            println!("{AT_WORK}{settings}");
        }
        std::future::pending::<()>().await;
        Ok(())
    })
});

const PASSES: CaseDef = CaseDef::new("suite.case.passes", "passes", "It passes.", |_| {
    Box::pin(async { Ok(()) })
});

fn suite<'s>(harness: &'s dyn Harness, cases: &'s [CaseDef]) -> Suite<'s> {
    Suite {
        harness,
        // Not the folder of the vendor that includes this file: the servers that are described there are those of its own suite.
        origin: Origin::new("interrupted", "1.0.0", "tests/interrupted"),
        cases,
        marks: "",
    }
}

/// In the process that is to be ended: runs the case that never ends. Otherwise answers that it is not that process.
pub(crate) fn is_child(harness: &dyn Harness) -> bool {
    if std::env::var_os(CHILD).is_none() {
        return false;
    }
    let variable = |name: &str| std::env::var(name).ok();
    run(&suite(harness, &[WORKS]), [], variable, &mut Vec::new());
    true
}

/// Runs the calling test again as a process, and ends that while a case is at work; answers where the case's database was.
pub(crate) fn ended_by(signal: &str, variables: &[(&str, &str)]) -> String {
    let test = std::thread::current().name().unwrap().to_owned();
    let mut child = heeding_interrupts();
    child
        .args(["--exact", &test, "--nocapture"])
        .env(CHILD, "1")
        .envs(variables.iter().copied());
    let mut child = child.stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let at_work = lines.find_map(|line| Some(line.ok()?.split_once(AT_WORK)?.1.to_owned()));
    let mut kill = Command::new("sh");
    let process = child.id().to_string();
    kill.args(["-c", "kill -s \"$1\" \"$2\"", "sh", signal, &process]);
    assert!(kill.status().unwrap().success());
    child.wait().unwrap();
    at_work.unwrap()
}

/// This program, which an interrupt ends also where this process was started by a shell that works in the background: such a
/// process ignores interrupts, and so does what it starts.
fn heeding_interrupts() -> Command {
    let program = std::env::current_exe().unwrap();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|bits| u64::from_str_radix(bits.trim(), 16).ok());
    // The second bit is that of the second signal.
    if ignored.is_some_and(|bits| bits & 0b10 != 0) {
        let mut command = Command::new("env");
        command.arg("--default-signal=INT").arg(program);
        return command;
    }
    Command::new(program)
}

/// The next run, which has nothing to do with the one that was ended.
#[allow(dead_code, reason = "not every test that includes this file needs it")]
pub(crate) fn next_run(harness: &dyn Harness, variables: &[(&str, &str)]) {
    let log = std::env::temp_dir().join(format!("cf_log_next_{}", std::process::id()));
    let arguments = ["--logfile".to_owned(), log.to_str().unwrap().to_owned()];
    let variable = |name: &str| {
        let of = variables.iter().find(|(variable, _)| *variable == name);
        of.map(|(_, value)| (*value).to_owned())
    };
    let mut out = Vec::new();
    let exit = run(&suite(harness, &[PASSES]), arguments, variable, &mut out);
    let _ = std::fs::remove_file(log);
    assert_eq!(exit, Exit::Ok, "{}", String::from_utf8_lossy(&out));
}

/// Waits until it is so: what ends a process works beside it.
pub(crate) fn eventually(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !is_so() {
        assert!(Instant::now() < deadline, "never: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}
