//! The runner: finds the database, decides which cases apply, runs them behind libtest's face, and answers with an exit code.
//!
//! | code | meaning |
//! |---|---|
//! | 0 | every case that ran passed, or the vendor was neither found nor expected (`not_run`) |
//! | 1 | a case failed or left something behind, a mark is over, or a flag lies |
//! | 2 | an argument, variable, lane, mark or service is wrong, or there are more or fewer marks than accepted |
//! | 3 | an expected vendor has no database, or a given URL does not answer |
//! | 4 | fewer passes than `--min-passed` (1), also where a filter matches nothing; or no case of a theme that is not left out |

mod asked;
mod attempt;
mod carry_out;
mod ending;
mod explain;
mod failed;
mod flip;
mod forced;
mod lane;
mod left;
mod listed;
mod marked;
mod order;
mod overrun;
mod panics;
mod revision;
mod scratch;
mod set_ups;
mod trials;

use std::ffi::OsString;
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::Arguments;

use self::failed::FailedBefore;
use self::lane::OpenLane;
pub(crate) use self::panics::{THREAD_PREFIX, caught, keep_quiet};
use self::scratch::Scratch;
use self::trials::{Choice, Place, Run};
use crate::case::CaseDef;
use crate::catalogue::catalogue;
use crate::harness::{Harness, Origin};
use crate::marks::{LaneFacts, Marks};
use crate::options::{HELP, Options, renamed_by};
use crate::provision::{Lane, Running};
use crate::services;

/// How a run ended: the process's exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
#[repr(u8)]
pub enum Exit {
    /// Every case that ran passed; or there was nothing to run with, and nobody expected it.
    Ok = 0,
    /// A case failed or left something behind, a mark is over, or a flag lies.
    Failed = 1,
    /// An argument, variable, lane, mark or service is wrong, or there are more or fewer marks than accepted.
    Usage = 2,
    /// An expected vendor has no database, or a URL does not answer.
    Environment = 3,
    /// Fewer passes than demanded, or no case of a theme that is not left out.
    TooFew = 4,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Ok => 0,
            Exit::Failed => 1,
            Exit::Usage => 2,
            Exit::Environment => 3,
            Exit::TooFew => 4,
        })
    }
}

/// What each exit code means, for `--help`.
const CODES: &[(u8, &str)] = &[
    (
        0,
        "every case that ran passed, or the vendor was neither found nor expected (not_run)",
    ),
    (
        1,
        "a case failed or left something behind, a mark is over, or a flag lies",
    ),
    (
        2,
        "an argument, variable, lane, mark or service is wrong, or there are more or fewer marks than accepted",
    ),
    (
        3,
        "an expected vendor has no database, or a given URL does not answer",
    ),
    (
        4,
        "fewer passes than --min-passed (1), also where a filter matches nothing; or no case of a theme that is not left out",
    ),
];

/// What is run.
#[derive(Clone, Copy)]
#[allow(
    clippy::exhaustive_structs,
    reason = "whoever runs the suite by hand writes it out"
)]
pub struct Suite<'s> {
    /// The vendor.
    pub harness: &'s dyn Harness,
    /// The crate whose test this is.
    pub origin: Origin,
    /// The cases.
    pub cases: &'s [CaseDef],
    /// What the vendor says of its own failures: the text of `tests/conformance.toml`, or nothing.
    pub marks: &'s str,
}

impl std::fmt::Debug for Suite<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Suite")
            .field("vendor", &self.harness.vendor())
            .field("origin", &self.origin)
            .field("cases", &self.cases.len())
            .finish_non_exhaustive()
    }
}

/// Runs the whole catalogue with the process's arguments and environment: what [`main!`](crate::main) calls.
pub fn run_from_env(harness: &dyn Harness, origin: Origin) -> ExitCode {
    let mut out = std::io::stdout();
    let path = Path::new(origin.folder).join("tests/conformance.toml");
    let marks = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => {
            let _ = writeln!(out, "{}: {error}", path.display());
            return Exit::Usage.into();
        }
    };
    let suite = Suite {
        harness,
        origin,
        cases: &catalogue(),
        marks: &marks,
    };
    let arguments = std::env::args().skip(1);
    let variable = |name: &str| std::env::var(name).ok();
    run(&suite, arguments, variable, &mut out).into()
}

/// Runs these cases. What libtest prints goes to the standard output, everything else to `out`.
pub fn run(
    suite: &Suite<'_>,
    arguments: impl IntoIterator<Item = String>,
    variable: impl Fn(&str) -> Option<String>,
    out: &mut dyn Write,
) -> Exit {
    let (options, rest) = match Options::read(arguments, &variable) {
        Ok(read) => read,
        Err(why) => return Stop::usage(why).tell(suite, out),
    };
    let marks = match Marks::read(suite.marks) {
        Ok(marks) => marks,
        Err(why) => {
            return Stop::usage(format!("tests/conformance.toml: {why}")).tell(suite, out);
        }
    };
    if !options.explain.is_empty() {
        tell_renamed(&options, &marks, out);
        return explain(suite, &options, &marks, &variable, out);
    }
    let arguments = libtest_arguments(rest, out);
    let lists = arguments.list;
    if options.json {
        return list(suite, &options, lists, out);
    }
    if !lists {
        tell_renamed(&options, &marks, out);
    }
    match prepare(suite, options, arguments, marks, &variable) {
        Ok(run) if run.flips() => run.flip(out),
        Ok(run) => run.finish(out),
        // Whoever reads a list reads nothing else in it.
        Err(stop) if lists => stop.tell(suite, &mut std::io::stderr()),
        Err(stop) => stop.tell(suite, out),
    }
}

/// Says which ids are not those of now, of options and of marks: they mean the same cases all the same.
fn tell_renamed(options: &Options, marks: &Marks, out: &mut dyn Write) {
    let asked = options.filters.iter().chain(&options.explain);
    let asked = asked.flat_map(|glob| renamed_by(glob));
    let asked = asked.map(|renamed| ("an option", renamed));
    let marked = marks.renamed();
    let marked = marked.map(|renamed| ("tests/conformance.toml", renamed));
    for (place, (old, new)) in asked.chain(marked) {
        // Nobody reads a closed output.
        let _ = writeln!(out, "{place} names `{old}`, which is `{new}` now");
    }
}

/// Lists the chosen cases as JSON.
fn list(suite: &Suite<'_>, options: &Options, lists: bool, out: &mut dyn Write) -> Exit {
    if !lists {
        return Stop::usage("--json is the form of a --list").tell(suite, out);
    }
    match listed::listed(suite.cases, options) {
        Ok(text) => {
            // Nobody reads a closed output.
            let _ = out.write_all(text.as_bytes());
            let _ = out.flush();
            Exit::Ok
        }
        Err(error) => Stop::usage(error.to_string()).tell(suite, out),
    }
}

/// Tells of cases, whether or not there is a database.
fn explain(
    suite: &Suite<'_>,
    options: &Options,
    marks: &Marks,
    variable: &dyn Fn(&str) -> Option<String>,
    out: &mut dyn Write,
) -> Exit {
    let opened = open(suite, options, variable);
    let (text, exit) = match &opened {
        Ok((_, lanes)) => explain::explain(suite, options, marks, Ok(lanes)),
        Err(stop) => explain::explain(suite, options, marks, Err(&stop.message)),
    };
    let _ = out.write_all(text.as_bytes());
    let _ = out.flush();
    match opened {
        Ok((place, lanes)) => {
            for lane in &lanes {
                lane.close();
            }
            drop(lanes);
            place.leave();
            exit
        }
        Err(stop) if exit == Exit::Ok => stop.exit,
        Err(_) => exit,
    }
}

/// Why a run ends before its first case.
struct Stop {
    exit: Exit,
    message: String,
}

impl Stop {
    fn usage(message: impl Into<String>) -> Self {
        Self {
            exit: Exit::Usage,
            message: message.into(),
        }
    }

    fn environment(message: impl Into<String>) -> Self {
        Self {
            exit: Exit::Environment,
            message: message.into(),
        }
    }

    fn tell(self, suite: &Suite<'_>, out: &mut dyn Write) -> Exit {
        // Nobody reads a closed output; the exit code says the same.
        let _ = writeln!(out, "{}: {}", suite.harness.vendor(), self.message);
        self.exit
    }
}

fn prepare(
    suite: &Suite<'_>,
    options: Options,
    arguments: Arguments,
    marks: Marks,
    variable: &dyn Fn(&str) -> Option<String>,
) -> Result<Run, Stop> {
    let vendor = suite.harness.vendor();
    let before = FailedBefore::read(&options, suite.origin, vendor).map_err(Stop::usage)?;
    if before.as_ref().is_some_and(FailedBefore::is_empty) {
        return Err(Stop {
            exit: Exit::Ok,
            message: "nothing failed before, so nothing runs again".to_owned(),
        });
    }
    let mut faults = marks.faults(suite.cases, &suite.harness.provision().lane_names());
    if !options.accept_marks {
        let recount = marks.recount(suite.cases);
        faults.extend(recount.map(|it| format!("{it}, or run with --accept-marks")));
    }
    no_faults(&faults)?;
    let services = services::of_vendor(suite.harness, suite.origin);
    let services = services.map_err(|error| Stop::usage(error.to_string()))?;
    let (place, open) = open(suite, &options, variable)?;
    let facts: Vec<LaneFacts<'_>> = open.iter().map(|lane| lane.facts()).collect();
    no_faults(&marks.faults_here(suite.cases, &facts))?;
    let settled = services::settled(&services, &facts);
    settled.map_err(|error| Stop::usage(error.to_string()))?;
    Ok(Run::new(
        suite,
        Choice {
            options,
            arguments,
            before,
        },
        open,
        marks,
        place,
    ))
}

fn no_faults(faults: &[String]) -> Result<(), Stop> {
    if faults.is_empty() {
        return Ok(());
    }
    let faults = faults.join("\n  ");
    Err(Stop::usage(format!("tests/conformance.toml:\n  {faults}")))
}

/// Finds or starts the database and opens every chosen lane.
fn open(
    suite: &Suite<'_>,
    options: &Options,
    variable: &dyn Fn(&str) -> Option<String>,
) -> Result<(Place, Vec<Arc<OpenLane>>), Stop> {
    let mut scratch =
        Scratch::new().map_err(|error| Stop::environment(format!("no scratch folder: {error}")))?;
    let (running, lanes) = lanes(suite, options, &scratch, variable)?;
    let mut open = Vec::new();
    for lane in lanes {
        let lane = OpenLane::open(suite.harness, &lane, scratch.path(), options.chance())
            .map_err(Stop::environment)?;
        open.push(Arc::new(lane));
    }
    scratch.expect_what_is_there();
    Ok((Place { running, scratch }, open))
}

/// The database, and the chosen ways to open it.
fn lanes(
    suite: &Suite<'_>,
    options: &Options,
    scratch: &Scratch,
    variable: &dyn Fn(&str) -> Option<String>,
) -> Result<(Running, Vec<Lane>), Stop> {
    let vendor = suite.harness.vendor();
    let provision = suite.harness.provision();
    let names = provision.lane_names();
    if let Some(name) = options
        .lanes
        .iter()
        .find(|name| !names.contains(&name.as_str()))
    {
        let names = names.join(", ");
        return Err(Stop::usage(format!(
            "there is no lane `{name}`; there are: {names}"
        )));
    }
    let found = provision.find(suite.harness.backend(), scratch.path(), variable);
    let running = found.map_err(|missing| {
        if missing.asked_for() {
            Stop::environment(format!("asked for, but {missing}"))
        } else if options.expect.iter().any(|expected| expected == vendor) {
            Stop::environment(format!("expected, but {missing}"))
        } else {
            Stop {
                exit: Exit::Ok,
                message: format!("not_run, because {missing}; nothing was tested"),
            }
        }
    })?;
    let mut lanes = provision.lanes(running.url(), scratch.path());
    lanes.retain(|lane| options.chooses_lane(lane.name));
    Ok((running, lanes))
}

/// Reads libtest's arguments, which ends the process with code 2 where one is unknown and with code 0 after `--help`.
fn libtest_arguments(rest: Vec<String>, out: &mut dyn Write) -> Arguments {
    if rest
        .iter()
        .any(|argument| argument == "--help" || argument == "-h")
    {
        let _ = writeln!(out, "The suite's own options, each with its variable:");
        for (argument, variable, doc) in HELP {
            let _ = writeln!(out, "  {argument:<22} {variable:<24} {doc}");
        }
        let _ = writeln!(out, "\nHow the process ends:");
        for (code, meaning) in CODES {
            let _ = writeln!(out, "  {code}  {meaning}");
        }
        let _ = writeln!(out);
    }
    let program = std::iter::once(OsString::from("conformance"));
    Arguments::from_iter(program.chain(rest.into_iter().map(OsString::from)))
}
