//! [`compare`]: what changed between two reports.

use std::collections::BTreeMap;

use super::read::{Lane, Outcome, ReadReport, Verdict};

/// How many cases are named for one change: the counts say how many there are.
const SHOWN: usize = 20;

/// What is different in `after`, as lines for people: outcomes by case, flags, limits. Empty where nothing is.
///
/// Lanes are compared by name. A case that only one of them lists is told as new or gone, unless a report was condensed: a condensed
/// one lists only what does not pass.
#[must_use]
pub fn compare(before: &ReadReport, after: &ReadReport) -> String {
    let mut out = String::new();
    let named = |report: &ReadReport| format!("{} {}", report.backend.name, report.backend.version);
    if named(before) != named(after) {
        out.push_str(&format!("{} became {}\n", named(before), named(after)));
    }
    for lane in &after.lanes {
        let at = if lane.name.is_empty() {
            String::new()
        } else {
            format!(" in lane {}", lane.name)
        };
        let Some(old) = before.lanes.iter().find(|old| old.name == lane.name) else {
            out.push_str(&format!("lane {} is new\n", lane.name));
            continue;
        };
        if old.server != lane.server {
            let server = |lane: &Lane| format!("{} {}", lane.server.product, lane.server.version);
            if server(old) != server(lane) {
                out.push_str(&format!("{} became {}{at}\n", server(old), server(lane)));
            }
        }
        cases(old, lane, &at, &mut out);
        flags(old, lane, &at, &mut out);
    }
    for lane in &before.lanes {
        if !after.lanes.iter().any(|new| new.name == lane.name) {
            out.push_str(&format!("lane {} is gone\n", lane.name));
        }
    }
    out
}

fn cases(before: &Lane, after: &Lane, at: &str, out: &mut String) {
    let outcomes = |lane: &Lane| -> BTreeMap<String, Outcome> {
        lane.cases
            .iter()
            .map(|case| (case.id.clone(), case.outcome))
            .collect()
    };
    let (old, new) = (outcomes(before), outcomes(after));
    let mut changes: BTreeMap<(Option<Outcome>, Option<Outcome>), Vec<&str>> = BTreeMap::new();
    for (id, outcome) in &new {
        let was = old.get(id).copied();
        if was != Some(*outcome) {
            changes.entry((was, Some(*outcome))).or_default().push(id);
        }
    }
    for (id, outcome) in old.iter().filter(|(id, _)| !new.contains_key(*id)) {
        changes.entry((Some(*outcome), None)).or_default().push(id);
    }
    for ((was, is), ids) in changes {
        let name =
            |outcome: Option<Outcome>, none: &'static str| outcome.map_or(none, Outcome::name);
        let (was, is) = (name(was, "not listed"), name(is, "not listed"));
        let mut shown = ids
            .iter()
            .take(SHOWN)
            .copied()
            .collect::<Vec<_>>()
            .join(", ");
        if ids.len() > SHOWN {
            shown.push_str(", …");
        }
        out.push_str(&format!("{} from {was} to {is}{at}: {shown}\n", ids.len()));
    }
}

fn flags(before: &Lane, after: &Lane, at: &str, out: &mut String) {
    for flag in &after.flags {
        let state = |on: bool| if on { "on" } else { "off" };
        match before.flags.iter().find(|old| old.name == flag.name) {
            None => out.push_str(&format!(
                "flag {} is new, and {}{at}\n",
                flag.name,
                state(flag.declared)
            )),
            Some(old) if old.declared != flag.declared => {
                out.push_str(&format!(
                    "flag {} turned {}{at}\n",
                    flag.name,
                    state(flag.declared)
                ));
            }
            Some(old) => {
                let change = match (old.verdict, flag.verdict) {
                    (Verdict::Gap, Verdict::Gap) => continue,
                    (_, Verdict::Gap) => "is a gap: the server can, and the backend does not",
                    (Verdict::Gap, _) => "is a gap no more",
                    _ => continue,
                };
                out.push_str(&format!("flag {} {change}{at}\n", flag.name));
            }
        }
    }
    for limit in &after.limits {
        let old = before.limits.iter().find(|old| old.name == limit.name);
        if let Some(old) = old.filter(|old| old.value != limit.value) {
            out.push_str(&format!(
                "{} from {} to {}{at}\n",
                limit.name, old.value, limit.value
            ));
        }
    }
}
