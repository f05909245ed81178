//! [`Run`]: the cases as libtest's trials, what each attempt means, and how the run ends.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use backend_core::flag::Flag;
use libtest_mimic::{Arguments, Completion, Conclusion, FormatSetting, Trial};

use super::attempt::{Cause, Failed, attempt};
use super::failed::{FailedBefore, kept};
use super::flip;
use super::forced::{Forced, force};
use super::lane::OpenLane;
use super::scratch::Scratch;
use super::{Exit, Suite};
use crate::case::CaseDef;
use crate::evidence::Evidence;
use crate::harness::Origin;
use crate::marks::{Mark, Marks, Says};
use crate::options::{Options, Progress};
use crate::provision::Running;
use crate::report::{self, LaneReport, Ledger, Marked, Record, Report, Ticker, Verdict};

/// Why a case that needs a network does not run.
pub(super) const NO_NETWORK: &str =
    "the URL names no host and port between which and the session something could be put";

/// A run that is ready: the database answers, and every case knows whether it applies.
pub(super) struct Run {
    vendor: String,
    origin: Origin,
    cases: Arc<[CaseDef]>,
    options: Options,
    arguments: Arguments,
    before: Option<FailedBefore>,
    lanes: Vec<Arc<OpenLane>>,
    marks: Arc<Marks>,
    ledger: Arc<Ledger>,
    ticker: Arc<Ticker>,
    place: Place,
}

/// Which cases run, and how.
pub(super) struct Choice {
    pub(super) options: Options,
    pub(super) arguments: Arguments,
    /// What failed, where only that runs again.
    pub(super) before: Option<FailedBefore>,
}

/// Where a run takes place: what was started for it, and its folder.
pub(super) struct Place {
    pub(super) running: Running,
    pub(super) scratch: Scratch,
}

impl Place {
    /// Ends what was started, and says what is left behind of it all.
    pub(super) fn leave(self) -> Vec<String> {
        let mut left = self.scratch.leftovers();
        left.extend(self.running.stop());
        left
    }
}

impl Run {
    pub(super) fn new(
        suite: &Suite<'_>,
        choice: Choice,
        lanes: Vec<Arc<OpenLane>>,
        marks: Marks,
        place: Place,
    ) -> Self {
        Self {
            vendor: suite.harness.vendor().to_owned(),
            origin: suite.origin,
            cases: suite.cases.into(),
            options: choice.options,
            arguments: choice.arguments,
            before: choice.before,
            lanes,
            marks: Arc::new(marks),
            ledger: Arc::new(Ledger::default()),
            ticker: Arc::new(Ticker::default()),
            place,
        }
    }

    /// Whether flags are turned around instead of a run.
    pub(super) const fn flips(&self) -> bool {
        self.options.flip
    }

    /// Turns each flag around in the first chosen lane.
    pub(super) fn flip(self, out: &mut dyn Write) -> Exit {
        let Some(lane) = self.lanes.first() else {
            return Exit::TooFew;
        };
        let (score, exit) = flip::flip(lane, &self.cases, &self.marks, &self.vendor);
        for lane in &self.lanes {
            lane.close();
        }
        self.place.leave();
        let _ = out.write_all(score.as_bytes());
        let _ = out.flush();
        exit
    }

    fn trials(&mut self) -> Vec<Trial> {
        // An exact id stands for the case in every lane.
        let exact = self.arguments.exact;
        let by_id = self
            .arguments
            .filter
            .clone()
            .filter(|filter| exact && self.cases.iter().any(|case| case.id == *filter));
        if by_id.is_some() {
            self.arguments.filter = None;
        }
        let mut trials = Vec::new();
        for lane in &self.lanes {
            let failed = |id| {
                let before = self.before.as_ref();
                before.is_none_or(|before| before.has_case(lane.name, id))
            };
            let chosen = |case: &&CaseDef| self.options.chooses(case) && failed(case.id);
            for case in self.cases.iter().filter(chosen) {
                if by_id.as_deref().is_none_or(|id| case.id == id) {
                    trials.push(self.trial(lane, *case));
                }
            }
            if by_id.is_none() {
                trials.extend(self.forced_trials(lane));
            }
        }
        trials
    }

    fn trial(&self, lane: &Arc<OpenLane>, case: CaseDef) -> Trial {
        let name = lane.trial_name(case.id);
        let ledger = Arc::clone(&self.ledger);
        let (ticker, shown) = (Arc::clone(&self.ticker), name.clone());
        let lane = Arc::clone(lane);
        // Listed as ignored; in a run it says why, which libtest's flag has no room for.
        let listing = self.arguments.list || self.arguments.ignored;
        if let Some(reason) = case.unsupported(&lane.features) {
            return Trial::ignorable_test(name, move || {
                ticker.done(&shown, None);
                let verdict = Verdict::Unsupported(reason);
                ledger.add(Record::new(&case, lane.name, verdict, Duration::ZERO));
                Ok(Completion::ignored_with(format!("unsupported: {reason}")))
            })
            .with_ignored_flag(listing);
        }
        if case.over_network && !lane.is_remote() {
            return Trial::ignorable_test(name, move || {
                ticker.done(&shown, None);
                let verdict = Verdict::NotRun(NO_NETWORK.to_owned());
                ledger.add(Record::new(&case, lane.name, verdict, Duration::ZERO));
                Ok(Completion::ignored_with(NO_NETWORK))
            })
            .with_ignored_flag(listing);
        }
        let mark = self.marks.of(&case, lane.name, &lane.server).cloned();
        if let Some(Mark {
            says: Says::Skip(class),
            reason,
            ..
        }) = &mark
        {
            let reason = format!("skipped ({class:?}): {reason}").to_lowercase();
            return Trial::ignorable_test(name, move || {
                ticker.done(&shown, None);
                let verdict = Verdict::NotRun(reason.clone());
                ledger.add(Record::new(&case, lane.name, verdict, Duration::ZERO));
                Ok(Completion::ignored_with(reason))
            })
            .with_ignored_flag(listing);
        }
        let limit = self.options.timeout;
        let is_new = self.marks.is_new(&case);
        Trial::ignorable_test(name, move || {
            let started = Instant::now();
            let result = attempt(&lane, &case, limit);
            let (verdict, completion) = judge(result, mark.as_ref(), is_new);
            ledger.add(Record::new(&case, lane.name, verdict, started.elapsed()));
            ticker.done(&shown, completion.as_ref().err().map(String::as_str));
            completion.map_err(libtest_mimic::Failed::from)
        })
    }

    /// A trial for each flag that is off and has cases that would show it.
    fn forced_trials(&self, lane: &Arc<OpenLane>) -> Vec<Trial> {
        let off = Flag::ALL.iter().map(|info| info.flag).filter(|flag| {
            let evidence = Evidence::of(*flag, &self.cases);
            let shown = matches!(evidence, Evidence::Gate { positive, .. } if !positive.is_empty());
            let failed = |before: &FailedBefore| before.has_flag(lane.name, *flag);
            let again = self.before.as_ref().is_none_or(failed);
            shown && !lane.features.get(*flag) && self.options.forces(*flag) && again
        });
        off.map(|flag| self.forced_trial(lane, flag)).collect()
    }

    fn forced_trial(&self, lane: &Arc<OpenLane>, flag: Flag) -> Trial {
        let name = lane.trial_name(&format!("features.forced.{flag}"));
        let (lane, ledger) = (Arc::clone(lane), Arc::clone(&self.ledger));
        let (cases, marks) = (Arc::clone(&self.cases), Arc::clone(&self.marks));
        let (ticker, shown) = (Arc::clone(&self.ticker), name.clone());
        let limit = self.options.timeout;
        Trial::ignorable_test(name, move || {
            let completion = match force(&lane, flag, &cases, &marks, limit) {
                Forced::Works(ids) => {
                    ledger.forced(lane.name, flag, true);
                    let ids = ids.join(", ");
                    Err(format!(
                        "the flag {flag} is off, but with the flag forced on these cases pass: {ids}. Turn it on"
                    ))
                }
                Forced::Lacks(_) => {
                    ledger.forced(lane.name, flag, false);
                    Ok(Completion::Completed)
                }
                Forced::Unknown => Ok(Completion::ignored_with("no case of it applies")),
            };
            ticker.done(&shown, completion.as_ref().err().map(String::as_str));
            completion.map_err(libtest_mimic::Failed::from)
        })
    }

    pub(super) fn finish(mut self, out: &mut dyn Write) -> Exit {
        let started = Instant::now();
        let trials = self.trials();
        let conclusion = self.carry_out(trials);
        if self.arguments.list {
            return Exit::Ok;
        }
        let mut leaks: Vec<String> = self.lanes.iter().flat_map(|lane| lane.close()).collect();
        let mut report = self.report();
        leaks.extend(self.place.leave());
        let too_few = report.passed() < self.options.min_passed;
        let mut exit = match (conclusion.num_failed == 0 && leaks.is_empty(), too_few) {
            (false, _) => Exit::Failed,
            (true, true) => Exit::TooFew,
            (true, false) => Exit::Ok,
        };
        report.elapsed = started.elapsed();
        let mut text = String::new();
        if self.arguments.format != Some(FormatSetting::Json) {
            report.render(&self.vendor, &mut text);
        }
        for leak in &leaks {
            text.push_str(&format!("left behind: {leak}\n"));
        }
        let conformant = exit == Exit::Ok;
        let written =
            |folder: &Path| report::write(&report, &self.vendor, &leaks, conformant, folder);
        if let Some(Err(why)) = self.options.report.as_deref().map(written) {
            text.push_str(&format!("{why}\n"));
            exit = Exit::Usage;
        }
        // What is kept for the next `--rerun-failed`; a run is no worse without it.
        let kept = kept(&self.options, self.origin);
        let kept = kept.filter(|folder| self.options.report.as_ref() != Some(folder));
        if let Some(Err(why)) = kept.as_deref().map(written) {
            text.push_str(&format!(
                "--rerun-failed will not know of this run: {why}\n"
            ));
        }
        if too_few {
            text.push_str(&format!(
                "too few: {} passed where at least {} must\n",
                report.passed(),
                self.options.min_passed
            ));
        }
        if self.arguments.format != Some(FormatSetting::Json) {
            report.conclude(conformant, &mut text);
        }
        let _ = out.write_all(text.as_bytes());
        let _ = out.flush();
        exit
    }

    /// Runs the trials behind libtest's lines, or behind a bar where a person watches.
    fn carry_out(&mut self, trials: Vec<Trial>) -> Conclusion {
        let arguments = &mut self.arguments;
        let formed = arguments.quiet || arguments.format.is_some() || arguments.logfile.is_some();
        let bar = match self.options.progress {
            Progress::Lines => false,
            Progress::Bar => true,
            Progress::Auto => !formed && report::is_watched(),
        };
        if arguments.list || !bar {
            return libtest_mimic::run(arguments, trials);
        }
        // A bar has no room for lines; they go where nobody looks.
        let lines = self.place.scratch.path().join("lines");
        if arguments.logfile.is_none() {
            arguments.logfile = Some(lines.to_string_lossy().into_owned());
        }
        self.ticker.begin(trials.len());
        let conclusion = libtest_mimic::run(arguments, trials);
        self.ticker.end();
        // It is not there where another file was asked for.
        let _ = std::fs::remove_file(lines);
        conclusion
    }

    fn report(&self) -> Report {
        let lanes = self.lanes.iter().map(|lane| LaneReport {
            name: lane.name,
            server: lane.server.clone(),
            features: lane.features.clone(),
            types: report::spelled(lane.backend, &lane.server),
        });
        let mut report = self
            .ledger
            .report(self.origin, &self.cases, lanes.collect());
        report.seed = self.options.chance.seed;
        report.source = self.place.running.source().to_owned();
        let filtered = self.arguments.filter.is_some() || !self.arguments.skip.is_empty();
        report.whole = self.options.is_whole() && !filtered && !self.arguments.exact;
        report
    }
}

/// What an attempt means, where the vendor may have said that the case fails, or does not know the case yet.
fn judge(
    result: Result<(), Failed>,
    mark: Option<&Mark>,
    is_new: bool,
) -> (Verdict, Result<Completion, String>) {
    let marked = |mark: &Mark| Marked {
        reason: mark.reason.clone(),
        link: mark.link.clone(),
    };
    let failed = match (result, mark) {
        (Ok(()), None) => return (Verdict::Passed, Ok(Completion::Completed)),
        (Ok(()), Some(mark)) => {
            let text = format!(
                "it passes, though it is marked as failing ({}): {}",
                mark.reason,
                mark.farewell()
            );
            return (Verdict::UnexpectedPass(marked(mark)), Err(text));
        }
        (Err(failed), _) => failed,
    };
    let verdict = match (failed.cause, mark.map(|mark| (mark, &mark.says))) {
        (Cause::Case(kind), Some((mark, Says::Fails(expected))))
            if expected.is(kind, &failed.reason) =>
        {
            let reason = Completion::ignored_with(format!("known failure: {}", mark.reason));
            return (Verdict::Known(marked(mark)), Ok(reason));
        }
        (_, None) if is_new => {
            let reason = failed.reason.lines().next().unwrap_or_default();
            let reason = format!("new, and does not hold: {reason}");
            let verdict = Verdict::New(failed.reason.clone());
            return (verdict, Ok(Completion::ignored_with(reason)));
        }
        (Cause::SetUp, _) => Verdict::SetupError(failed.reason),
        (Cause::Timeout, _) => Verdict::Timeout(failed.reason),
        (Cause::Case(_) | Cause::Other, _) => Verdict::Failed(failed.reason),
    };
    (verdict, Err(failed.text))
}
