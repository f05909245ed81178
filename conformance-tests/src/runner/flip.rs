//! The flip: each flag is turned around alone, and the suite must notice. It measures the suite, not the backend.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use backend_core::flag::Flag;
use serde::Serialize;

use super::Exit;
use super::attempt::attempt;
use super::forced::{Forced, force};
use super::lane::OpenLane;
use crate::case::CaseDef;
use crate::evidence::Evidence;
use crate::marks::Marks;
use crate::options::Options;

/// The longest that a case may take, where nothing else is said: a flag that says too much may well make one hang.
const LIMIT: Duration = Duration::from_secs(10);

/// By what a flip is noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Notice {
    OwnCases,
    ForcedCases,
    DependentCases,
    SmokeLane,
}

impl Notice {
    const fn name(self) -> &'static str {
        match self {
            Self::OwnCases => "its own cases",
            Self::ForcedCases => "its cases, forced",
            Self::DependentCases => "cases of flags that it took along, forced",
            Self::SmokeLane => "the smoke lane",
        }
    }
}

/// What every flip needs.
struct Bench<'b> {
    lane: &'b OpenLane,
    cases: &'b [CaseDef],
    marks: &'b Marks,
    limit: Duration,
    /// What fails already, so that its failure would tell nothing.
    failing: Vec<&'static str>,
}

/// What turning every flag around came to.
#[derive(Debug, Serialize)]
pub(super) struct Score {
    vendor: String,
    lane: &'static str,
    server: String,
    /// Of the flags that are on.
    withdrawn: Direction,
    /// Of the flags that are off.
    claimed: Direction,
    /// Flags that cannot be tested.
    untestable: Vec<&'static str>,
    /// What was left out, since it fails with no flag turned.
    failing: Vec<&'static str>,
}

/// What turning flags around in one direction came to.
#[derive(Debug, Serialize)]
struct Direction {
    of: usize,
    noticed: usize,
    by: BTreeMap<&'static str, usize>,
    /// Flags that were turned around unnoticed, and why.
    unnoticed: BTreeMap<&'static str, String>,
}

impl Score {
    /// Whether every flip was noticed, by cases that hold.
    fn is_good(&self) -> bool {
        let unnoticed = self.withdrawn.unnoticed.len() + self.claimed.unnoticed.len();
        unnoticed == 0 && self.failing.is_empty()
    }

    /// The score as other programs read it.
    pub(super) fn to_text(&self) -> Result<String, String> {
        let text = serde_json::to_string_pretty(self).map_err(|error| error.to_string())?;
        Ok(text + "\n")
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "flip of {}", self.vendor)?;
        if !self.lane.is_empty() {
            write!(f, " [{}]", self.lane)?;
        }
        let flags = self.withdrawn.of + self.claimed.of + self.untestable.len();
        let word = if flags == 1 { "flag" } else { "flags" };
        writeln!(f, ", {}, {flags} {word}", self.server)?;
        for (head, direction) in [
            ("withdrawn", &self.withdrawn),
            ("over-claimed", &self.claimed),
        ] {
            let Direction {
                of, noticed, by, ..
            } = direction;
            // Of chosen flags there may be none in one direction.
            if *of == 0 {
                continue;
            }
            let by: Vec<_> = by
                .iter()
                .map(|(by, count)| format!("{count} by {by}"))
                .collect();
            writeln!(
                f,
                "  {head:<13}{noticed} of {of} noticed ({})",
                by.join(", ")
            )?;
            for (flag, why) in &direction.unnoticed {
                writeln!(f, "    unnoticed: {flag}, since {why}")?;
            }
        }
        if !self.untestable.is_empty() {
            writeln!(f, "  cannot be tested: {}", self.untestable.join(", "))?;
        }
        if !self.failing.is_empty() {
            let failing = self.failing.join(", ");
            writeln!(
                f,
                "  left out, since they fail with no flag turned: {failing}"
            )?;
        }
        Ok(())
    }
}

/// Turns every flag around, or those that were chosen; gives the score and how the process ends.
pub(super) fn flip(
    lane: &Arc<OpenLane>,
    cases: &[CaseDef],
    marks: &Marks,
    vendor: &str,
    options: &Options,
) -> (Score, Exit) {
    let mut bench = Bench {
        lane,
        cases,
        marks,
        limit: options.timeout.unwrap_or(LIMIT),
        failing: Vec::new(),
    };
    let (declared, flags): (Vec<Flag>, Vec<Flag>) = Flag::ALL
        .iter()
        .map(|info| info.flag)
        .filter(|flag| options.flags.is_empty() || options.flags.contains(flag))
        .partition(|flag| matches!(Evidence::of(*flag, cases), Evidence::Declared(_)));
    bench.failing = bench.failing_unturned(lane, &flags);
    let notices = each(&flags, |flag| bench.notice(*flag));
    let results: Vec<_> = flags.iter().copied().zip(notices).collect();
    let score = Score {
        vendor: vendor.to_owned(),
        lane: lane.name,
        server: lane.server.to_string(),
        withdrawn: direction(lane, &results, true),
        claimed: direction(lane, &results, false),
        untestable: declared.iter().map(|flag| flag.name()).collect(),
        failing: bench.failing,
    };
    let exit = if score.is_good() {
        Exit::Ok
    } else {
        Exit::Failed
    };
    (score, exit)
}

/// What turning the flags that are on, or off, came to.
fn direction(lane: &OpenLane, results: &[(Flag, Result<Notice, String>)], on: bool) -> Direction {
    let mut direction = Direction {
        of: 0,
        noticed: 0,
        by: BTreeMap::new(),
        unnoticed: BTreeMap::new(),
    };
    let of = results
        .iter()
        .filter(|(flag, _)| lane.features.get(*flag) == on);
    for (flag, notice) in of {
        direction.of += 1;
        match notice {
            Ok(notice) => {
                direction.noticed += 1;
                *direction.by.entry(notice.name()).or_default() += 1;
            }
            Err(why) => {
                direction.unnoticed.insert(flag.name(), why.clone());
            }
        }
    }
    direction
}

impl Bench<'_> {
    /// Whether the case applies there and is expected to pass.
    fn counts(&self, case: &CaseDef, lane: &OpenLane) -> bool {
        case.unsupported(&lane.features).is_none()
            && (!case.over_network || lane.is_remote())
            && !self.failing.contains(&case.id)
            && self.marks.of(case, lane.name, &lane.server).is_none()
    }

    fn named<'c>(&'c self, ids: &[&str]) -> Vec<&'c CaseDef> {
        let named = |case: &&CaseDef| ids.contains(&case.id);
        self.cases.iter().filter(named).collect()
    }

    fn smoke(&self) -> Vec<&CaseDef> {
        self.cases.iter().filter(|case| case.smoke).collect()
    }

    /// The cases of these flags, and of those that go with them, that fail with no flag turned.
    fn failing_unturned(&self, lane: &Arc<OpenLane>, flags: &[Flag]) -> Vec<&'static str> {
        let mut ids: BTreeSet<&str> = self.smoke().iter().map(|case| case.id).collect();
        for flag in flags {
            let turned = Arc::new(lane.turned(*flag, !lane.features.get(*flag)));
            for flag in self.taken_along(&turned, *flag).iter().chain([flag]) {
                ids.extend(Evidence::of(*flag, self.cases).ids());
            }
            turned.abandon();
        }
        let mut cases = self.named(&ids.into_iter().collect::<Vec<_>>());
        cases.retain(|case| self.counts(case, lane));
        let fails = each(&cases, |case| attempt(lane, case, self.limit).is_err());
        let failing = cases.iter().zip(fails).filter(|(_, fails)| *fails);
        failing.map(|(case, _)| case.id).collect()
    }

    /// By what it is noticed when this flag is turned around; or why it is not.
    fn notice(&self, flag: Flag) -> Result<Notice, String> {
        let on = !self.lane.features.get(flag);
        let turned = Arc::new(self.lane.turned(flag, on));
        let result = self.notice_in(&turned, flag, on);
        turned.abandon();
        result
    }

    fn notice_in(&self, turned: &Arc<OpenLane>, flag: Flag, on: bool) -> Result<Notice, String> {
        let evidence = Evidence::of(flag, self.cases);
        let own = self.named(&evidence.ids());
        if self.any_fails(turned, &own) {
            return Ok(Notice::OwnCases);
        }
        // Where a case needs other flags too, nothing of it was asked.
        let asked = own.iter().any(|case| self.counts(case, turned));
        let mut why = if asked {
            "all its cases pass"
        } else {
            "no case of it applies"
        }
        .to_owned();
        if !on && matches!(evidence, Evidence::Gate { .. }) {
            match force(turned, flag, self.cases, self.marks, self.limit) {
                Forced::Works(_) => return Ok(Notice::ForcedCases),
                Forced::Lacks(failure) => why = format!("with the flag forced on again, {failure}"),
                Forced::Unknown => "no case of it applies".clone_into(&mut why),
            }
            // A run forces every flag that is off: also those that went off with this one, which bring it back.
            for taken in self.taken_along(turned, flag) {
                let forced = force(turned, taken, self.cases, self.marks, self.limit);
                if matches!(forced, Forced::Works(_)) {
                    return Ok(Notice::DependentCases);
                }
            }
        }
        if self.any_fails(turned, &self.smoke()) {
            return Ok(Notice::SmokeLane);
        }
        Err(why)
    }

    /// The flags that went off with this one.
    fn taken_along(&self, turned: &OpenLane, flag: Flag) -> Vec<Flag> {
        let flags = Flag::ALL.iter().map(|info| info.flag);
        let went = |other: &Flag| {
            *other != flag && self.lane.features.get(*other) && !turned.features.get(*other)
        };
        flags.filter(went).collect()
    }

    fn any_fails(&self, lane: &Arc<OpenLane>, cases: &[&CaseDef]) -> bool {
        let mut cases = cases.iter().filter(|case| self.counts(case, lane));
        cases.any(|case| attempt(lane, case, self.limit).is_err())
    }
}

/// Does the work for each item, on as many threads as the machine has processors; the results stand in the items' order.
fn each<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let done: Mutex<BTreeMap<usize, R>> = Mutex::new(BTreeMap::new());
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(index) else {
                        return;
                    };
                    let result = work(item);
                    let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
                    done.insert(index, result);
                }
            });
        }
    });
    let done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.into_values().collect()
}
