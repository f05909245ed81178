//! [`Run`]: the cases as libtest's trials, what each attempt means, and how the run ends.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use backend_core::flag::Flag;
use libtest_mimic::{Arguments, Completion, Conclusion, FormatSetting, Trial};

use super::asked::ask;
use super::attempt::{Cause, Failed, Shown, attempt_after};
use super::ending;
use super::failed::{FailedBefore, kept};
use super::flip;
use super::forced::{self, Forced, force};
use super::lane::OpenLane;
use super::order::in_order;
use super::revision::revision;
use super::scratch::Scratch;
use super::set_ups::SetUps;
use super::{Exit, Suite};
use crate::case::CaseDef;
use crate::evidence::{Evidence, ServerAnswer};
use crate::harness::Origin;
use crate::marks::{Mark, Marks, Says, ServerProbe};
use crate::options::{Options, Progress};
use crate::provision::Running;
use crate::report::{self, About, LaneReport, Ledger, Marked, Record, Report, Ticker, Verdict};

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
    set_ups: Arc<SetUps>,
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
            set_ups: Arc::default(),
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
        let (score, mut exit) =
            flip::flip(lane, &self.cases, &self.marks, &self.vendor, &self.options);
        for lane in &self.lanes {
            lane.close();
        }
        self.place.leave();
        let mut text = score.to_string();
        if let Some(folder) = &self.options.report
            && self.options.flags.is_empty()
        {
            let written = score.to_text().and_then(|file| {
                report::write_file(&folder.join(&self.vendor), "flip.json", &file)
            });
            if let Err(why) = written {
                text.push_str(&format!("{why}\n"));
                exit = Exit::Usage;
            }
        }
        let _ = out.write_all(text.as_bytes());
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
                trials.extend(self.server_trials(lane));
            }
        }
        match self.options.shuffle {
            Some(number) => in_order(number, trials),
            None => trials,
        }
    }

    fn trial(&self, lane: &Arc<OpenLane>, case: CaseDef) -> Trial {
        let name = lane.trial_name(case.id);
        let (ledger, set_ups) = (Arc::clone(&self.ledger), Arc::clone(&self.set_ups));
        let (ticker, shown) = (Arc::clone(&self.ticker), name.clone());
        let lane = Arc::clone(lane);
        // Listed as ignored; in a run it says why, which libtest's flag has no room for.
        let listing = self.arguments.list || self.arguments.ignored;
        if let Some((verdict, reason)) = self.left_out(&lane, &case) {
            return Trial::ignorable_test(name, move || {
                ticker.done(&shown, None);
                ledger.add(Record::new(&case, lane.name, verdict, Duration::ZERO));
                Ok(Completion::ignored_with(reason))
            })
            .with_ignored_flag(listing);
        }
        let mark = self.marks.of(&case, lane.name, &lane.server).cloned();
        let limit = self.options.limit();
        let is_new = self.marks.is_new(&case);
        let seeds = self.marks.seeds_of(&case);
        Trial::ignorable_test(name, move || {
            if let Some(first) = set_ups.hopeless(lane.name) {
                ticker.done(&shown, None);
                let told = Completion::ignored_with(first.told());
                let verdict = Verdict::SetupError(first.reason);
                ledger.add(Record::new(&case, lane.name, verdict, Duration::ZERO));
                return Ok(told);
            }
            let started = Instant::now();
            let result = attempt_after(&lane, &case, limit, &seeds);
            let first = set_ups.note(lane.name, case.id, result.as_ref().err());
            let (mut verdict, mut completion) = judge(&result, mark.as_ref(), is_new);
            if let (Some(first), None, Verdict::SetupError(reason)) = (first, &mark, &mut verdict) {
                // The case before it has failed for all.
                completion = Ok(Completion::ignored_with(first.told()));
                *reason = first.reason;
            }
            let mut record = Record::new(&case, lane.name, verdict, started.elapsed());
            if let Err(failed) = result {
                let misused = mark.as_ref().and_then(|mark| misused(mark, &failed));
                if let Some(by) = misused {
                    ledger.misuse(format!(
                        "the mark of {shown} is met by {by} only, which is no failure of the case: a mark cannot tell of it"
                    ));
                }
                if record.verdict.marked().is_none() {
                    record = record.with_transcript(failed.transcript);
                }
            }
            ledger.add(record);
            ticker.done(&shown, completion.as_ref().err().map(String::as_str));
            completion.map_err(libtest_mimic::Failed::from)
        })
    }

    /// What is said of a case that does not run there, and why; `None` where it runs.
    fn left_out(&self, lane: &OpenLane, case: &CaseDef) -> Option<(Verdict, String)> {
        if let Some(reason) = case.unsupported(&lane.features) {
            let told = format!("unsupported: {reason}");
            return Some((Verdict::Unsupported(reason), told));
        }
        if case.over_network && !lane.is_remote() {
            let verdict = Verdict::NotRun(NO_NETWORK.to_owned());
            return Some((verdict, NO_NETWORK.to_owned()));
        }
        let mark = self.marks.of(case, lane.name, &lane.server)?;
        let Says::Skip(class) = &mark.says else {
            return None;
        };
        let class = format!("{class:?}").to_lowercase();
        let reason = format!("skipped ({class}): {}", mark.reason);
        let verdict = Verdict::Skipped(Marked {
            reason: reason.clone(),
            link: mark.link.clone(),
        });
        Some((verdict, reason))
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
        let limit = self.options.limit();
        Trial::ignorable_test(name, move || {
            let completion = match force(&lane, flag, &cases, &marks, limit.min(forced::LIMIT)) {
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

    /// A trial for each flag of which the vendor says how the server is asked, on or off: what is on shows that the question can be
    /// answered with yes.
    fn server_trials(&self, lane: &Arc<OpenLane>) -> Vec<Trial> {
        let asked = Flag::ALL.iter().filter_map(|info| {
            // None of them fails, so none runs again.
            let chosen = self.options.forces(info.flag) && self.before.is_none();
            let probe = self.marks.server_probe(info.flag, lane.name, &lane.server);
            probe.filter(|_| chosen)
        });
        asked.map(|probe| self.server_trial(lane, probe)).collect()
    }

    fn server_trial(&self, lane: &Arc<OpenLane>, probe: &ServerProbe) -> Trial {
        let name = lane.trial_name(&format!("features.server.{}", probe.flag));
        let (lane, ledger) = (Arc::clone(lane), Arc::clone(&self.ledger));
        let (ticker, shown) = (Arc::clone(&self.ticker), name.clone());
        let (probe, limit) = (probe.clone(), self.options.limit());
        Trial::ignorable_test(name, move || {
            let asked = ask(&lane, &probe, limit);
            let completion = match &asked.answer {
                ServerAnswer::Can | ServerAnswer::Cannot(_) => Completion::Completed,
                ServerAnswer::Unknown(why) => {
                    Completion::ignored_with(why.lines().next().unwrap_or_default())
                }
            };
            let reason = probe.reason.map(|reason| Marked {
                reason,
                link: probe.link,
            });
            ledger.asked(lane.name, probe.flag, asked.answer, reason);
            ledger.left_behind(asked.left);
            ticker.done(&shown, None);
            Ok(completion)
        })
    }

    pub(super) fn finish(mut self, out: &mut dyn Write) -> Exit {
        let started = Instant::now();
        let trials = self.trials();
        let conclusion = self.carry_out(trials);
        if self.arguments.list {
            return Exit::Ok;
        }
        let mut left_behind: Vec<String> = self.lanes.iter().flat_map(|lane| lane.end()).collect();
        let mut report = self.report();
        left_behind.extend(self.ledger.take_left_behind());
        left_behind.extend(self.place.leave());
        let least = self.options.min_passed;
        let mut exit = ending::exit(&mut report, &conclusion, &self.ledger, left_behind, least);
        report.elapsed = started.elapsed();
        let mut text = String::new();
        if self.arguments.format != Some(FormatSetting::Json) {
            report.render(&self.vendor, &mut text);
        }
        for (about, head) in [
            (About::LeftBehind, "left behind"),
            (About::Themes, "themes"),
            (About::Marks, "tests/conformance.toml"),
            (About::Passes, "too few"),
        ] {
            for problem in report.problems_of(about) {
                text.push_str(&format!("{head}: {problem}\n"));
            }
        }
        // Only who accepts another number has come here.
        if let Some(recount) = self.marks.recount(&self.cases) {
            text.push_str(&format!("tests/conformance.toml: {recount}\n"));
        }
        let conformant = exit == Exit::Ok;
        let written = |folder: &Path| report::write(&report, &self.vendor, conformant, folder);
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
        if self.arguments.format != Some(FormatSetting::Json) {
            report.conclude(exit, &mut text);
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
        report.shuffle = self.options.shuffle;
        report.source = self.place.running.source().to_owned();
        report.revision = revision(Path::new(self.origin.folder));
        report.whole = self.options.is_whole() && is_whole(&self.arguments);
        let facts: Vec<_> = self.lanes.iter().map(|lane| lane.facts()).collect();
        ending::themes(&mut report, &self.cases, &self.marks, &facts);
        ending::set_ups(&mut report);
        report
    }
}

/// Whether libtest's arguments leave nothing out.
const fn is_whole(arguments: &Arguments) -> bool {
    arguments.filter.is_none()
        && arguments.skip.is_empty()
        && !arguments.exact
        && !arguments.ignored
        && !arguments.bench
}

/// What a mark is met by, where that is not the case itself.
fn misused(mark: &Mark, failed: &Failed) -> Option<&'static str> {
    let (by, kind) = failed.cause.beside_the_case()?;
    match &mark.says {
        Says::Fails(expected) if expected.is(kind, &failed.reason) => Some(by),
        Says::Fails(_) | Says::Skip(_) => None,
    }
}

/// What an attempt means, where the vendor may have said that the case fails, or does not know the case yet.
fn judge(
    result: &Result<Shown, Failed>,
    mark: Option<&Mark>,
    is_new: bool,
) -> (Verdict, Result<Completion, String>) {
    let marked = |mark: &Mark| Marked {
        reason: mark.reason.clone(),
        link: mark.link.clone(),
    };
    let failed = match (result, mark) {
        (Ok(Shown::Holds), None) => return (Verdict::Passed, Ok(Completion::Completed)),
        (Ok(Shown::Nothing(reason)), None) => {
            let reason = format!("nothing to show: {reason}");
            let told = Completion::ignored_with(reason.clone());
            return (Verdict::NotRun(reason), Ok(told));
        }
        (Ok(shown), Some(mark)) => {
            let does = match shown {
                Shown::Holds => "it passes".to_owned(),
                Shown::Nothing(reason) => format!("it has nothing to show ({reason})"),
            };
            let (reason, farewell) = (&mark.reason, mark.farewell());
            let text = format!("{does}, though it is marked as failing ({reason}): {farewell}");
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
        (Cause::SetUp(..), _) => Verdict::SetupError(failed.reason.clone()),
        (Cause::Timeout, _) => Verdict::Timeout(failed.reason.clone()),
        (Cause::Case(_) | Cause::Other | Cause::Several, _) => {
            Verdict::Failed(failed.reason.clone())
        }
    };
    (verdict, Err(failed.text.clone()))
}
