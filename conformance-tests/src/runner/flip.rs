//! The flip: each flag is turned around alone, and the suite must notice. It measures the suite, not the backend.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use backend_core::flag::Flag;

use super::Exit;
use super::attempt::attempt;
use super::forced::{Forced, force};
use super::lane::OpenLane;
use crate::case::CaseDef;
use crate::evidence::{Evidence, SMOKE};
use crate::marks::Marks;

/// The longest that a case may take: a flag that says too much may well make one hang.
const LIMIT: Duration = Duration::from_secs(5);

/// By what a flip is noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Notice {
    OwnCases,
    ForcedCases,
    SmokeLane,
}

impl Notice {
    const fn name(self) -> &'static str {
        match self {
            Self::OwnCases => "its own cases",
            Self::ForcedCases => "its cases, forced",
            Self::SmokeLane => "the smoke lane",
        }
    }
}

/// What every flip needs.
struct Bench<'b> {
    lane: &'b OpenLane,
    cases: &'b [CaseDef],
    marks: &'b Marks,
}

/// Turns every flag around; gives the score and how the process ends.
pub(super) fn flip(
    lane: &Arc<OpenLane>,
    cases: &[CaseDef],
    marks: &Marks,
    vendor: &str,
) -> (String, Exit) {
    let bench = Bench { lane, cases, marks };
    let failing = bench.failing_unturned(lane);
    let mut text = format!("flip of {vendor}");
    if !lane.name.is_empty() {
        text.push_str(&format!(" [{}]", lane.name));
    }
    text.push_str(&format!(", {}, {} flags\n", lane.server, Flag::ALL.len()));
    if !failing.is_empty() {
        let failing = failing.join(", ");
        text.push_str(&format!(
            "  nothing can be told: with no flag turned, these fail: {failing}\n"
        ));
        return (text, Exit::Failed);
    }
    let (declared, flags): (Vec<Flag>, Vec<Flag>) = Flag::ALL
        .iter()
        .map(|info| info.flag)
        .partition(|flag| matches!(Evidence::of(*flag, cases), Evidence::Declared(_)));
    let notices = each(&flags, |flag| bench.notice(*flag));
    let results: Vec<_> = flags.iter().copied().zip(notices).collect();
    let all = score(lane, &results, &mut text);
    if !declared.is_empty() {
        let names: Vec<_> = declared.iter().map(|flag| flag.name()).collect();
        text.push_str(&format!("  cannot be tested: {}\n", names.join(", ")));
    }
    (text, if all { Exit::Ok } else { Exit::Failed })
}

/// Writes the counts of both directions; answers whether every flip was noticed.
fn score(lane: &OpenLane, results: &[(Flag, Option<Notice>)], text: &mut String) -> bool {
    let mut all = true;
    for (direction, on) in [("withdrawn", true), ("over-claimed", false)] {
        let of: Vec<_> = results
            .iter()
            .filter(|(flag, _)| lane.features.get(*flag) == on)
            .collect();
        let mut by: BTreeMap<Notice, usize> = BTreeMap::new();
        for notice in of.iter().filter_map(|(_, notice)| *notice) {
            *by.entry(notice).or_default() += 1;
        }
        let by: Vec<_> = by
            .into_iter()
            .map(|(notice, count)| format!("{count} by {}", notice.name()))
            .collect();
        let missed: Vec<_> = of
            .iter()
            .filter(|(_, notice)| notice.is_none())
            .map(|(flag, _)| flag.name())
            .collect();
        text.push_str(&format!(
            "  {direction:<13}{} of {} noticed ({})\n",
            of.len() - missed.len(),
            of.len(),
            by.join(", ")
        ));
        if !missed.is_empty() {
            all = false;
            text.push_str(&format!("    unnoticed: {}\n", missed.join(", ")));
        }
    }
    all
}

impl Bench<'_> {
    /// Whether the case applies there and is expected to pass.
    fn counts(&self, case: &CaseDef, lane: &OpenLane) -> bool {
        case.unsupported(&lane.features).is_none()
            && self.marks.of(case, lane.name, &lane.server).is_none()
    }

    fn named<'c>(&'c self, ids: &[&str]) -> Vec<&'c CaseDef> {
        let named = |case: &&CaseDef| ids.contains(&case.id);
        self.cases.iter().filter(named).collect()
    }

    /// The cases that fail already, so that their failure would tell nothing.
    fn failing_unturned(&self, lane: &Arc<OpenLane>) -> Vec<&'static str> {
        let mut ids: BTreeSet<&str> = SMOKE.iter().copied().collect();
        for info in Flag::ALL {
            ids.extend(Evidence::of(info.flag, self.cases).ids());
        }
        let mut cases = self.named(&ids.into_iter().collect::<Vec<_>>());
        cases.retain(|case| self.counts(case, lane));
        let fails = each(&cases, |case| attempt(lane, case, LIMIT).is_err());
        let failing = cases.iter().zip(fails).filter(|(_, fails)| *fails);
        failing.map(|(case, _)| case.id).collect()
    }

    /// By what it is noticed when this flag is turned around.
    fn notice(&self, flag: Flag) -> Option<Notice> {
        let on = !self.lane.features.get(flag);
        let turned = Arc::new(self.lane.turned(flag, on));
        let evidence = Evidence::of(flag, self.cases);
        let own = self.named(&evidence.ids());
        let gated = matches!(evidence, Evidence::Gate { .. });
        let notice = if self.any_fails(&turned, &own) {
            Some(Notice::OwnCases)
        } else if !on && gated && self.works_all_the_same(&turned, flag) {
            Some(Notice::ForcedCases)
        } else if self.any_fails(&turned, &self.named(SMOKE)) {
            Some(Notice::SmokeLane)
        } else {
            None
        };
        turned.close();
        notice
    }

    fn any_fails(&self, lane: &Arc<OpenLane>, cases: &[&CaseDef]) -> bool {
        let mut cases = cases.iter().filter(|case| self.counts(case, lane));
        cases.any(|case| attempt(lane, case, LIMIT).is_err())
    }

    fn works_all_the_same(&self, lane: &OpenLane, flag: Flag) -> bool {
        let forced = force(lane, flag, self.cases, self.marks, LIMIT);
        matches!(forced, Forced::Works(_))
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
