//! [`Ledger`]: what became of each case. libtest counts lines; this counts ids, parts and reasons.

mod files;
mod json;
mod junit;
mod progress;
mod summary;
mod types;

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use backend_core::features::Features;
use backend_core::flag::Flag;
use backend_core::wrapper::ServerInfo;

pub(crate) use self::files::{write, write_file};
pub(crate) use self::progress::{Ticker, is_watched};
pub(crate) use self::types::{TypeSpelling, spelled};
use crate::case::{CaseDef, Unsupported};
use crate::evidence::{self, ServerAnswer};
use crate::harness::Origin;
use crate::options::Chance;

/// Why a case has no record of its own.
pub(crate) const NOT_CHOSEN: &str = "not chosen";

/// What became of a case in a lane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It ran and holds.
    Passed,
    /// It ran and does not hold, or left something behind.
    Failed(String),
    /// It ran and does not hold, as the vendor says.
    Known(Marked),
    /// It ran and holds, although the vendor says otherwise.
    UnexpectedPass(Marked),
    /// It ran and does not hold, and it came after the version of the suite that the vendor passes.
    New(String),
    /// It does not apply, and did not run.
    Unsupported(Unsupported),
    /// It applies and did not run.
    NotRun(String),
    /// It applies and did not run, as the vendor says.
    Skipped(Marked),
    /// It did not end in time.
    Timeout(String),
    /// What a case needs could not be made.
    SetupError(String),
}

/// What the vendor says of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Marked {
    /// Why.
    pub(crate) reason: String,
    /// Where the matter is followed; `None` where nobody does.
    pub(crate) link: Option<String>,
}

/// What stands behind a reason that nobody follows.
pub(crate) const UNTRACKED: &str = "(untracked)";

impl Marked {
    /// The reason, for people: whether anybody follows the matter is told with it.
    fn told(&self) -> String {
        match self.link {
            Some(_) => self.reason.clone(),
            None => format!("{} {UNTRACKED}", self.reason),
        }
    }
}

impl Verdict {
    /// Its name in reports.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Passed => "pass",
            Self::Failed(_) => "fail",
            Self::Known(_) => "known",
            Self::UnexpectedPass(_) => "unexpected_pass",
            Self::New(_) => "new",
            Self::Unsupported(_) => "unsupported",
            Self::NotRun(_) | Self::Skipped(_) => "not_run",
            Self::Timeout(_) => "timeout",
            Self::SetupError(_) => "setup_error",
        }
    }

    /// Why it is not a pass.
    pub(crate) fn reason(&self) -> Option<String> {
        match self {
            Self::Passed => None,
            Self::Failed(text) | Self::New(text) | Self::NotRun(text) => Some(text.clone()),
            Self::Timeout(text) | Self::SetupError(text) => Some(text.clone()),
            Self::Known(marked) | Self::UnexpectedPass(marked) | Self::Skipped(marked) => {
                Some(marked.reason.clone())
            }
            Self::Unsupported(reason) => Some(reason.to_string()),
        }
    }

    /// What the vendor says of the case.
    pub(crate) const fn marked(&self) -> Option<&Marked> {
        match self {
            Self::Known(marked) | Self::UnexpectedPass(marked) | Self::Skipped(marked) => {
                Some(marked)
            }
            _ => None,
        }
    }

    /// The first line of why it is not a pass, as a summary has room for.
    fn told(&self) -> String {
        let told = self.marked().map(Marked::told).or_else(|| self.reason());
        let told = told.unwrap_or_default();
        told.lines().next().unwrap_or_default().to_owned()
    }

    /// Whether it fails the run.
    pub(crate) const fn fails(&self) -> bool {
        match self {
            Self::Passed
            | Self::Known(_)
            | Self::New(_)
            | Self::Unsupported(_)
            | Self::NotRun(_)
            | Self::Skipped(_) => false,
            Self::Failed(_) | Self::UnexpectedPass(_) | Self::Timeout(_) | Self::SetupError(_) => {
                true
            }
        }
    }

    /// Whether the case was carried out.
    pub(crate) const fn ran(&self) -> bool {
        !matches!(
            self,
            Self::Unsupported(_) | Self::NotRun(_) | Self::Skipped(_)
        )
    }

    /// Whether something was asked of the backend: what has no set-up asks nothing.
    pub(crate) const fn asked(&self) -> bool {
        self.ran() && !matches!(self, Self::SetupError(_))
    }
}

/// One case in one lane.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub(crate) id: &'static str,
    pub(crate) part: &'static str,
    pub(crate) lane: &'static str,
    pub(crate) verdict: Verdict,
    pub(crate) duration: Duration,
    /// What it sent, where that is of use to a reader; empty elsewhere.
    pub(crate) transcript: Vec<String>,
}

impl Record {
    pub(crate) fn new(
        case: &CaseDef,
        lane: &'static str,
        verdict: Verdict,
        duration: Duration,
    ) -> Self {
        Self {
            id: case.id,
            part: case.part(),
            lane,
            verdict,
            duration,
            transcript: Vec::new(),
        }
    }

    /// The same, with what the case sent.
    pub(crate) fn with_transcript(mut self, lines: Vec<String>) -> Self {
        self.transcript = lines;
        self
    }
}

/// The records of a run.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    records: Mutex<Vec<Record>>,
    /// Of flags that are off: lane, flag, and whether what needs it works all the same.
    forced: Mutex<BTreeMap<(&'static str, Flag), bool>>,
    /// What servers said of flags, by lane.
    asked: Mutex<BTreeMap<(&'static str, Flag), Asked>>,
    /// What is still there after something that is no case's.
    left_behind: Mutex<Vec<String>>,
    /// Marks that are met by what no mark can tell of.
    misused: Mutex<Vec<String>>,
}

impl Ledger {
    pub(crate) fn add(&self, record: Record) {
        self.records
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(record);
    }

    /// Notes that a mark is met by what no mark can tell of.
    pub(crate) fn misuse(&self, text: String) {
        self.misused
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(text);
    }

    /// The marks that are met by what no mark can tell of, a line each.
    pub(crate) fn misused(&self) -> Vec<String> {
        let misused = self.misused.lock();
        let mut misused = misused.unwrap_or_else(PoisonError::into_inner).clone();
        misused.sort();
        misused
    }

    /// Notes what a flag that is off came to when it was forced on.
    pub(crate) fn forced(&self, lane: &'static str, flag: Flag, works: bool) {
        self.forced
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert((lane, flag), works);
    }

    /// Notes what the server said of a flag, and why the backend does less, where somebody says it.
    pub(crate) fn asked(
        &self,
        lane: &'static str,
        flag: Flag,
        answer: ServerAnswer,
        reason: Option<Marked>,
    ) {
        self.asked
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert((lane, flag), Asked { answer, reason });
    }

    /// Notes what is still there after something that is no case's.
    pub(crate) fn left_behind(&self, left: Vec<String>) {
        self.left_behind
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(left);
    }

    /// What was noted so.
    pub(crate) fn take_left_behind(&self) -> Vec<String> {
        let left = self.left_behind.lock();
        std::mem::take(&mut *left.unwrap_or_else(PoisonError::into_inner))
    }

    /// What was found, in the order of the lanes and of the catalogue; cases without a record were not chosen.
    pub(crate) fn report(
        &self,
        origin: Origin,
        cases: &[CaseDef],
        lanes: Vec<LaneReport>,
    ) -> Report {
        let records = self.records.lock().unwrap_or_else(PoisonError::into_inner);
        let forced = self.forced.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let mut found = Vec::new();
        for lane in &lanes {
            for case in cases {
                let of = |record: &&Record| record.id == case.id && record.lane == lane.name;
                let missing = || {
                    let verdict = Verdict::NotRun(NOT_CHOSEN.to_owned());
                    Record::new(case, lane.name, verdict, Duration::ZERO)
                };
                found.push(records.iter().find(of).cloned().unwrap_or_else(missing));
            }
        }
        let mut flags = Vec::new();
        for lane in &lanes {
            for info in Flag::ALL {
                let forced = forced.get(&(lane.name, info.flag)).copied();
                let flag = FlagReport::new(info.flag, lane, cases, &found, forced);
                let asked = asked.get(&(lane.name, info.flag)).cloned();
                flags.push(flag.with_server(asked));
            }
        }
        Report {
            origin,
            revision: None,
            seed: Chance::default().seed,
            shuffle: None,
            source: String::new(),
            whole: true,
            elapsed: Duration::ZERO,
            left_out: Vec::new(),
            problems: Vec::new(),
            lanes,
            records: found,
            flags,
        }
    }
}

/// A lane of a report.
#[derive(Debug, Clone)]
pub(crate) struct LaneReport {
    pub(crate) name: &'static str,
    pub(crate) server: ServerInfo,
    pub(crate) features: Features,
    pub(crate) types: Vec<TypeSpelling>,
}

/// A flag in a lane of a report.
#[derive(Debug, Clone)]
pub(crate) struct FlagReport {
    pub(crate) flag: Flag,
    pub(crate) lane: &'static str,
    pub(crate) declared: bool,
    pub(crate) evidence: &'static str,
    pub(crate) verdict: evidence::Verdict,
    /// What the server said; `None` where nobody asked it.
    pub(crate) server: Option<Asked>,
}

/// What a server said of a flag.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) answer: ServerAnswer,
    /// Why the backend does less than the server can, where somebody says it.
    pub(crate) reason: Option<Marked>,
}

impl FlagReport {
    fn new(
        flag: Flag,
        lane: &LaneReport,
        cases: &[CaseDef],
        records: &[Record],
        forced: Option<bool>,
    ) -> Self {
        let declared = lane.features.get(flag);
        let evidence = evidence::Evidence::of(flag, cases);
        let hold = |ids: &[&str]| hold(records, lane.name, ids);
        let verdict = match &evidence {
            evidence::Evidence::Declared(_) => evidence::Verdict::Declared,
            // What a probe builds on fails: so does the probe, whatever the flag says.
            evidence::Evidence::Probe { base, .. } if hold(&[base]) == Some(false) => {
                evidence::Verdict::Unproven
            }
            evidence::Evidence::Probe { ids, .. } => {
                evidence::Verdict::of(declared, hold(ids), true)
            }
            evidence::Evidence::Gate { positive, .. } => {
                let holds = if declared { hold(positive) } else { forced };
                evidence::Verdict::of(declared, holds, false)
            }
        };
        Self {
            flag,
            lane: lane.name,
            declared,
            evidence: evidence.name(),
            verdict,
            server: None,
        }
    }

    /// The same, with what the server said.
    fn with_server(mut self, server: Option<Asked>) -> Self {
        let can = server.as_ref().and_then(|asked| asked.answer.can());
        self.verdict = self.verdict.with_server(can);
        self.server = server;
        self
    }
}

/// Whether these cases hold in a lane; `None` where none of them ran. One whose set-up failed tells nothing.
fn hold(records: &[Record], lane: &str, ids: &[&str]) -> Option<bool> {
    let of = |record: &&Record| record.lane == lane && ids.contains(&record.id);
    let of: Vec<_> = records.iter().filter(of).collect();
    let passed = of.iter().any(|record| record.verdict == Verdict::Passed);
    let fails = |verdict: &Verdict| verdict.fails() && !matches!(verdict, Verdict::SetupError(_));
    let failed = of.iter().any(|record| fails(&record.verdict));
    (passed || failed).then_some(!failed)
}

/// A theme that the vendor leaves out.
#[derive(Debug, Clone)]
pub(crate) struct LeftOut {
    pub(crate) theme: String,
    pub(crate) marked: Marked,
}

/// What can be wrong with a run beside its cases and flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum About {
    /// Something is still there after it.
    LeftBehind,
    /// What cases need could not be made.
    SetUps,
    /// Of a theme nothing ran; or something did, and the vendor says otherwise.
    Themes,
    /// Marks are met by what no mark can tell of.
    Marks,
    /// Fewer cases passed than had to.
    Passes,
}

impl About {
    pub(crate) const ALL: [Self; 5] = [
        Self::LeftBehind,
        Self::SetUps,
        Self::Themes,
        Self::Marks,
        Self::Passes,
    ];

    /// Its name in reports.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::LeftBehind => "left_behind",
            Self::SetUps => "set_ups",
            Self::Themes => "themes",
            Self::Marks => "marks",
            Self::Passes => "passes",
        }
    }
}

/// What is wrong with a run beside its cases and flags.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    pub(crate) about: About,
    pub(crate) text: String,
}

/// What a run found.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) origin: Origin,
    /// The commit of the folder whose test this is, where it is one of git's.
    pub(crate) revision: Option<String>,
    /// What everything that was made by chance followed from.
    pub(crate) seed: u64,
    /// What the order of the cases followed from; `None` for the catalogue's.
    pub(crate) shuffle: Option<u64>,
    /// Where the database came from; empty where it runs inside this process.
    pub(crate) source: String,
    /// Whether no choice left a case or lane out.
    pub(crate) whole: bool,
    /// How long it all took.
    pub(crate) elapsed: Duration,
    /// The themes that the vendor leaves out.
    pub(crate) left_out: Vec<LeftOut>,
    /// What is wrong with the run beside its cases and flags.
    pub(crate) problems: Vec<Problem>,
    pub(crate) lanes: Vec<LaneReport>,
    pub(crate) records: Vec<Record>,
    pub(crate) flags: Vec<FlagReport>,
}

impl Report {
    /// Whether these cases hold in a lane; `None` where none of them ran.
    pub(crate) fn holds(&self, lane: &str, ids: &[&str]) -> Option<bool> {
        hold(&self.records, lane, ids)
    }

    /// Whether something of the theme was asked of the backend.
    pub(crate) fn asked(&self, theme: &str) -> bool {
        let mut of = self.records.iter().filter(|record| record.part == theme);
        of.any(|record| record.verdict.asked())
    }

    /// What is wrong about that, a line each.
    pub(crate) fn problems_of(&self, about: About) -> Vec<&str> {
        let of = self.problems.iter().filter(|it| it.about == about);
        of.map(|problem| problem.text.as_str()).collect()
    }

    /// How many cases passed.
    pub(crate) fn passed(&self) -> u64 {
        let passed = self
            .records
            .iter()
            .filter(|record| record.verdict == Verdict::Passed);
        u64::try_from(passed.count()).unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
mod tests;
