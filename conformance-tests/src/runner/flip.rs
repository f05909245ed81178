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
const LIMIT: Duration = Duration::from_secs(10);

/// By what a flip is noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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
    /// What fails already, so that its failure would tell nothing.
    failing: Vec<&'static str>,
}

/// Turns every flag around; gives the score and how the process ends.
pub(super) fn flip(
    lane: &Arc<OpenLane>,
    cases: &[CaseDef],
    marks: &Marks,
    vendor: &str,
) -> (String, Exit) {
    let mut bench = Bench {
        lane,
        cases,
        marks,
        failing: Vec::new(),
    };
    bench.failing = bench.failing_unturned(lane);
    let mut text = format!("flip of {vendor}");
    if !lane.name.is_empty() {
        text.push_str(&format!(" [{}]", lane.name));
    }
    text.push_str(&format!(", {}, {} flags\n", lane.server, Flag::ALL.len()));
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
    if !bench.failing.is_empty() {
        let failing = bench.failing.join(", ");
        text.push_str(&format!(
            "  left out, since they fail with no flag turned: {failing}\n"
        ));
    }
    let good = all && bench.failing.is_empty();
    (text, if good { Exit::Ok } else { Exit::Failed })
}

/// Writes the counts of both directions; answers whether every flip was noticed.
fn score(lane: &OpenLane, results: &[(Flag, Result<Notice, String>)], text: &mut String) -> bool {
    let mut all = true;
    for (direction, on) in [("withdrawn", true), ("over-claimed", false)] {
        let of: Vec<_> = results
            .iter()
            .filter(|(flag, _)| lane.features.get(*flag) == on)
            .collect();
        let mut by: BTreeMap<Notice, usize> = BTreeMap::new();
        for notice in of.iter().filter_map(|(_, notice)| notice.as_ref().ok()) {
            *by.entry(*notice).or_default() += 1;
        }
        let by: Vec<_> = by
            .into_iter()
            .map(|(notice, count)| format!("{count} by {}", notice.name()))
            .collect();
        let missed: Vec<_> = of
            .iter()
            .filter_map(|(flag, notice)| Some((flag, notice.as_ref().err()?)))
            .collect();
        text.push_str(&format!(
            "  {direction:<13}{} of {} noticed ({})\n",
            of.len() - missed.len(),
            of.len(),
            by.join(", ")
        ));
        all &= missed.is_empty();
        for (flag, why) in missed {
            text.push_str(&format!("    unnoticed: {flag}, since {why}\n"));
        }
    }
    all
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

    /// The cases that fail with no flag turned.
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
            match force(turned, flag, self.cases, self.marks, LIMIT) {
                Forced::Works(_) => return Ok(Notice::ForcedCases),
                Forced::Lacks(failure) => why = format!("with the flag forced on again, {failure}"),
                Forced::Unknown => "no case of it applies".clone_into(&mut why),
            }
            // A run forces every flag that is off: also those that went off with this one, which bring it back.
            for taken in self.taken_along(turned, flag) {
                let forced = force(turned, taken, self.cases, self.marks, LIMIT);
                if matches!(forced, Forced::Works(_)) {
                    return Ok(Notice::DependentCases);
                }
            }
        }
        if self.any_fails(turned, &self.named(SMOKE)) {
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
        cases.any(|case| attempt(lane, case, LIMIT).is_err())
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
