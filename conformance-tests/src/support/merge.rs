//! [`merge`]: the reports of shares as the report of the whole.

use std::collections::BTreeMap;

use super::read::{Case, Flag, Lane, Limit, Outcome, ReadReport, Verdict};

/// One report of several of the same backend, server and lanes, which ran different cases. It is whole where every case that
/// any of them lists ran in one of them, or does not apply, or is skipped by a mark; and where of every theme something ran that the
/// vendor does not leave out.
///
/// # Errors
/// Why they are not parts of one run, or what none of them ran.
pub fn merge(reports: Vec<ReadReport>) -> Result<ReadReport, String> {
    let mut reports = reports.into_iter();
    let mut whole = reports.next().ok_or("no report is given")?;
    for report in reports {
        let same = (&report.vendor, &report.backend, &report.suite, report.seed)
            == (&whole.vendor, &whole.backend, &whole.suite, whole.seed);
        if !same {
            return Err(format!(
                "a report of {} {}, seed {}, is no part of one of {} {}, seed {}",
                report.vendor,
                report.backend.version,
                report.seed,
                whole.vendor,
                whole.backend.version,
                whole.seed
            ));
        }
        whole.conformant &= report.conformant;
        whole.seconds += report.seconds;
        whole.left_behind.extend(report.left_behind);
        whole.problems.extend(report.problems);
        if report.lanes.len() != whole.lanes.len() {
            return Err("the reports have different lanes".to_owned());
        }
        for lane in report.lanes {
            let found = whole.lanes.iter_mut().find(|known| known.name == lane.name);
            let known = found.ok_or_else(|| format!("only one has the lane {}", lane.name))?;
            join(known, lane)?;
        }
    }
    let mut counts = BTreeMap::new();
    for case in whole.lanes.iter().flat_map(|lane| &lane.cases) {
        *counts.entry(case.outcome.name().to_owned()).or_insert(0) += 1;
        if is_missing(case) {
            return Err(format!("none of them ran {}", case.id));
        }
    }
    if let Some(theme) = missing_theme(&whole) {
        return Err(format!("none of them ran a case of the theme {theme}"));
    }
    whole.counts = counts;
    whole.whole = true;
    Ok(whole)
}

/// A theme of which nothing ran, and which the vendor does not leave out.
fn missing_theme(whole: &ReadReport) -> Option<&str> {
    let mut ran: BTreeMap<&str, bool> = BTreeMap::new();
    for case in whole.lanes.iter().flat_map(|lane| &lane.cases) {
        let theme = case.id.split('.').next().unwrap_or(&case.id);
        *ran.entry(theme).or_default() |= case.outcome.ran();
    }
    let left_out = |theme: &str| whole.theme_optouts.iter().any(|it| it.theme == theme);
    let missing = ran.into_iter().filter(|(_, ran)| !ran);
    let mut missing = missing.map(|(theme, _)| theme);
    missing.find(|theme| !left_out(theme))
}

/// Whether nobody chose the case: what a mark skips has another reason.
fn is_missing(case: &Case) -> bool {
    case.outcome == Outcome::NotRun && case.reason.as_deref() == Some(crate::report::NOT_CHOSEN)
}

fn join(known: &mut Lane, lane: Lane) -> Result<(), String> {
    if known.server != lane.server {
        return Err("the servers are not the same".to_owned());
    }
    let mut cases: BTreeMap<String, Case> = lane
        .cases
        .into_iter()
        .map(|case| (case.id.clone(), case))
        .collect();
    for case in &mut known.cases {
        if let Some(other) = cases.remove(&case.id)
            && is_missing(case)
        {
            *case = other;
        }
    }
    if let Some(id) = cases.keys().next() {
        return Err(format!("only one of them lists {id}"));
    }
    for flag in &mut known.flags {
        if let Some(other) = lane.flags.iter().find(|other| other.name == flag.name) {
            *flag = joined(flag, other);
        }
    }
    for limit in &mut known.limits {
        let other = lane.limits.iter().find(|other| other.name == limit.name);
        limit.holds = other.map_or(limit.holds, |other| holds(limit, other));
    }
    Ok(())
}

/// What two shares say of a flag: one may have asked the backend, and the other the server.
fn joined(one: &Flag, other: &Flag) -> Flag {
    let (more, less) = if weight(other.verdict) > weight(one.verdict) {
        (other, one)
    } else {
        (one, other)
    };
    let asked = [more, less]
        .into_iter()
        .find(|it| it.server_can.is_some() || it.server_said.is_some());
    let server = asked.unwrap_or(more);
    let mut flag = Flag {
        server_can: server.server_can,
        server_said: server.server_said.clone(),
        reason: server.reason.clone(),
        link: server.link.clone(),
        ..more.clone()
    };
    if flag.verdict == Verdict::Honest && flag.server_can == Some(true) {
        flag.verdict = Verdict::Gap;
    }
    flag
}

/// What one share found out counts for more than what another did not, and a lie for most.
const fn weight(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Declared | Verdict::Unproven => 0,
        Verdict::True | Verdict::Honest => 1,
        Verdict::Gap => 2,
        Verdict::OverDeclared | Verdict::UnderDeclared => 3,
    }
}

fn holds(one: &Limit, other: &Limit) -> Option<bool> {
    match (one.holds, other.holds) {
        (Some(one), Some(other)) => Some(one && other),
        (known, None) | (None, known) => known,
    }
}
