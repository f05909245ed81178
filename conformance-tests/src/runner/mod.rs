//! The runner: finds the database, decides which cases apply, runs them behind libtest's face, and answers with an exit code.
//!
//! | code | meaning |
//! |---|---|
//! | 0 | every case that ran passed, or the vendor was neither found nor expected (`not_run`) |
//! | 1 | a case failed, or left something behind |
//! | 2 | an argument, variable or lane is wrong |
//! | 3 | an expected vendor has no database, or a given URL does not answer |
//! | 4 | fewer passes than `--min-passed` (1): also where a filter matches nothing |

mod attempt;
mod lane;
mod panics;
mod scratch;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use libtest_mimic::{Arguments, Completion, FormatSetting, Trial};

use self::lane::OpenLane;
use self::scratch::Scratch;
use crate::case::CaseDef;
use crate::catalogue::catalogue;
use crate::harness::Harness;
use crate::known::KnownFailure;
use crate::options::{HELP, Options};
use crate::report::{Ledger, Record, Verdict};

/// How a run ended: the process's exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
#[repr(u8)]
pub enum Exit {
    /// Every case that ran passed; or there was nothing to run with, and nobody expected it.
    Ok = 0,
    /// A case failed, or left something behind.
    Failed = 1,
    /// An argument, variable or lane is wrong.
    Usage = 2,
    /// An expected vendor has no database, or a URL does not answer.
    Environment = 3,
    /// Fewer passes than demanded.
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

/// Runs the whole catalogue with the process's arguments and environment: what [`main!`](crate::main) calls.
pub fn run_from_env(harness: &dyn Harness) -> ExitCode {
    let mut out = std::io::stdout();
    let arguments = std::env::args().skip(1);
    let variable = |name: &str| std::env::var(name).ok();
    run(harness, &catalogue(), arguments, variable, &mut out).into()
}

/// Runs these cases. What libtest prints goes to the standard output, everything else to `out`.
pub fn run(
    harness: &dyn Harness,
    cases: &[CaseDef],
    arguments: impl IntoIterator<Item = String>,
    variable: impl Fn(&str) -> Option<String>,
    out: &mut dyn Write,
) -> Exit {
    match prepare(harness, cases, arguments, variable, out) {
        Ok(run) => run.finish(out),
        Err(stop) => {
            // Nobody reads a closed output; the exit code says the same.
            let _ = writeln!(out, "{}: {}", harness.vendor(), stop.message);
            stop.exit
        }
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
}

/// A run that is ready: the database answers, and every case knows whether it applies.
struct Run {
    vendor: String,
    options: Options,
    arguments: Arguments,
    lanes: Vec<Arc<OpenLane>>,
    trials: Vec<Trial>,
    known: Vec<KnownFailure>,
    ledger: Arc<Ledger>,
    scratch: Scratch,
}

fn prepare(
    harness: &dyn Harness,
    cases: &[CaseDef],
    arguments: impl IntoIterator<Item = String>,
    variable: impl Fn(&str) -> Option<String>,
    out: &mut dyn Write,
) -> Result<Run, Stop> {
    let (options, rest) = Options::read(arguments, &variable).map_err(Stop::usage)?;
    let arguments = libtest_arguments(rest, out);
    let vendor = harness.vendor().to_owned();
    if let Some(glob) = harness
        .known_failures()
        .iter()
        .find_map(|known| known.stale(cases))
    {
        return Err(Stop::usage(format!(
            "the known failure `{glob}` is the name of no case"
        )));
    }
    let mut scratch =
        Scratch::new().map_err(|error| Stop::environment(format!("no scratch folder: {error}")))?;
    let lanes = match harness.provision().resolve(scratch.path(), &variable) {
        Ok(lanes) => lanes,
        Err(reason) if options.expect.contains(&vendor) => {
            return Err(Stop::environment(format!("expected, but {reason}")));
        }
        Err(reason) => {
            let message = format!("not_run, because {reason}; nothing was tested");
            return Err(Stop {
                exit: Exit::Ok,
                message,
            });
        }
    };
    if let Some(name) = options
        .lanes
        .iter()
        .find(|name| lanes.iter().all(|l| l.name != *name))
    {
        let names: Vec<_> = lanes.iter().map(|lane| lane.name).collect();
        let names = names.join(", ");
        return Err(Stop::usage(format!(
            "there is no lane `{name}`; there are: {names}"
        )));
    }
    let mut open = Vec::new();
    for lane in lanes
        .into_iter()
        .filter(|lane| options.chooses_lane(lane.name))
    {
        let lane =
            OpenLane::open(harness.backend(), &lane, scratch.path()).map_err(Stop::environment)?;
        open.push(Arc::new(lane));
    }
    scratch.expect_what_is_there();
    let mut run = Run {
        vendor,
        options,
        arguments,
        lanes: open,
        trials: Vec::new(),
        known: harness.known_failures().to_vec(),
        ledger: Arc::new(Ledger::default()),
        scratch,
    };
    run.make_trials(cases);
    Ok(run)
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
        let _ = writeln!(out);
    }
    let program = std::iter::once(OsString::from("conformance"));
    Arguments::from_iter(program.chain(rest.into_iter().map(OsString::from)))
}

impl Run {
    fn make_trials(&mut self, cases: &[CaseDef]) {
        // An exact id stands for the case in every lane.
        let exact = self.arguments.exact;
        let by_id = self
            .arguments
            .filter
            .clone()
            .filter(|filter| exact && cases.iter().any(|case| case.id == *filter));
        if by_id.is_some() {
            self.arguments.filter = None;
        }
        let lanes = self.lanes.clone();
        for lane in &lanes {
            for case in cases.iter().filter(|case| self.options.chooses(case)) {
                if by_id.as_deref().is_none_or(|id| case.id == id) {
                    self.trials.push(self.trial(lane, *case));
                }
            }
        }
    }

    fn trial(&self, lane: &Arc<OpenLane>, case: CaseDef) -> Trial {
        let name = lane.trial_name(case.id);
        let ledger = Arc::clone(&self.ledger);
        let lane = Arc::clone(lane);
        let known = self.known.iter().find(|known| known.covers(&case)).copied();
        if let Some(reason) = case.unsupported(&lane.features) {
            // Listed as ignored; in a run it says why, which libtest's flag has no room for.
            let listing = self.arguments.list || self.arguments.ignored;
            return Trial::ignorable_test(name, move || {
                ledger.add(Record::new(
                    &case,
                    lane.name,
                    Verdict::Unsupported(reason),
                    Duration::ZERO,
                ));
                match known {
                    None => Ok(Completion::ignored_with(format!("unsupported: {reason}"))),
                    Some(_) => Err(format!("a known failure that does not apply: {reason}").into()),
                }
            })
            .with_ignored_flag(listing);
        }
        let limit = self.options.timeout;
        Trial::ignorable_test(name, move || {
            let started = Instant::now();
            let result = attempt::attempt(&lane, &case, limit);
            let (verdict, completion) = judge(result, known);
            ledger.add(Record::new(&case, lane.name, verdict, started.elapsed()));
            completion.map_err(libtest_mimic::Failed::from)
        })
    }

    fn finish(self, out: &mut dyn Write) -> Exit {
        let conclusion = libtest_mimic::run(&self.arguments, self.trials);
        if self.arguments.list {
            return Exit::Ok;
        }
        let mut leaks: Vec<String> = self.lanes.iter().flat_map(|lane| lane.close()).collect();
        leaks.extend(self.scratch.leftovers());
        let servers: Vec<_> = self
            .lanes
            .iter()
            .map(|lane| (lane.name, lane.server.to_string()))
            .collect();
        let report = self.ledger.report();
        let mut text = String::new();
        if self.arguments.format != Some(FormatSetting::Json) {
            report.render(&self.vendor, &servers, &mut text);
        }
        for leak in &leaks {
            text.push_str(&format!("left behind: {leak}\n"));
        }
        let too_few = conclusion.num_passed < self.options.min_passed;
        if too_few {
            text.push_str(&format!(
                "too few: {} passed where at least {} must\n",
                conclusion.num_passed, self.options.min_passed
            ));
        }
        let _ = out.write_all(text.as_bytes());
        let _ = out.flush();
        match (conclusion.num_failed == 0 && leaks.is_empty(), too_few) {
            (false, _) => Exit::Failed,
            (true, true) => Exit::TooFew,
            (true, false) => Exit::Ok,
        }
    }
}

/// What an attempt means, where the vendor may have said that the case fails.
fn judge(
    result: Result<(), attempt::Failed>,
    known: Option<KnownFailure>,
) -> (Verdict, Result<Completion, String>) {
    match (result, known) {
        (Ok(()), None) => (Verdict::Passed, Ok(Completion::Completed)),
        (Ok(()), Some(known)) => {
            let text = format!("it passes: the known failure is over ({})", known.reason);
            (Verdict::Failed, Err(text))
        }
        (Err(failed), Some(known)) if failed.kind == Some(known.kind) => {
            let reason = Completion::ignored_with(format!("known failure: {}", known.reason));
            (Verdict::Known(known.reason), Ok(reason))
        }
        (Err(failed), _) => (Verdict::Failed, Err(failed.text)),
    }
}
