//! How a run ends: what is wrong beside its cases and flags, and the exit code of it all.

use std::collections::BTreeMap;

use libtest_mimic::Conclusion;

use super::Exit;
use crate::case::CaseDef;
use crate::catalogue::themes_of;
use crate::marks::{LaneFacts, Marks};
use crate::report::{About, Ledger, LeftOut, Marked, Problem, Report, Verdict};

/// Notes in the report which themes the vendor leaves out, and of a whole run which it ought to have, or ought not.
pub(super) fn themes(
    report: &mut Report,
    cases: &[CaseDef],
    marks: &Marks,
    lanes: &[LaneFacts<'_>],
) {
    for opt_out in marks.opt_outs(lanes) {
        report.left_out.push(LeftOut {
            theme: opt_out.theme.clone(),
            marked: Marked {
                reason: opt_out.reason.clone(),
                link: opt_out.link.clone(),
            },
        });
    }
    if !report.whole {
        return;
    }
    for theme in themes_of(cases) {
        let left_out = report.left_out.iter().any(|it| it.theme == theme);
        let text = match (report.asked(theme), left_out) {
            (true, false) | (false, true) => continue,
            (false, false) => format!(
                "no case of the theme `{theme}` ran: tests/conformance.toml has to leave it out, and say why ([[theme_optout]])"
            ),
            (true, true) => format!(
                "cases of the theme `{theme}` ran, though tests/conformance.toml leaves it out: delete its [[theme_optout]]"
            ),
        };
        report.problems.push(Problem {
            about: About::Themes,
            text,
        });
    }
}

/// Notes in the report what cases needed and did not get: a line for all that lack the same.
pub(super) fn set_ups(report: &mut Report) {
    let mut lacking: BTreeMap<(&str, String), Vec<&str>> = BTreeMap::new();
    for record in &report.records {
        if let Verdict::SetupError(reason) = &record.verdict {
            let reason = reason.lines().next().unwrap_or_default().to_owned();
            lacking
                .entry((record.lane, reason))
                .or_default()
                .push(record.id);
        }
    }
    let told = lacking.into_iter().map(|((lane, reason), ids)| {
        let lane = if lane.is_empty() {
            String::new()
        } else {
            format!(" [{lane}]")
        };
        let first = ids.first().copied().unwrap_or_default();
        format!(
            "{reason}: {} cases{lane}, the first of them {first}",
            ids.len()
        )
    });
    let about = About::SetUps;
    let problems: Vec<_> = told.map(|text| Problem { about, text }).collect();
    report.problems.extend(problems);
}

/// Notes in the report what else is wrong, and says how the run ends.
pub(super) fn exit(
    report: &mut Report,
    conclusion: &Conclusion,
    ledger: &Ledger,
    left_behind: Vec<String>,
    min_passed: u64,
) -> Exit {
    let misused = ledger.misused();
    // An opt-out that is over is as wrong as a mark that is.
    let over = report.left_out.iter().any(|it| report.asked(&it.theme));
    let over = over && !report.problems_of(About::Themes).is_empty();
    let failed = conclusion.num_failed > misused.len() as u64 || over || !left_behind.is_empty();
    let passed = report.passed();
    let too_few = passed < min_passed;
    let incomplete = !report.problems_of(About::Themes).is_empty();
    let problem = |about| move |text| Problem { about, text };
    let exit = if failed {
        Exit::Failed
    } else if !misused.is_empty() {
        Exit::Usage
    } else if too_few || incomplete {
        Exit::TooFew
    } else {
        Exit::Ok
    };
    let left_behind = left_behind.into_iter().map(problem(About::LeftBehind));
    report.problems.extend(left_behind);
    report
        .problems
        .extend(misused.into_iter().map(problem(About::Marks)));
    if too_few {
        let text = format!("{passed} passed where at least {min_passed} must");
        report.problems.push(problem(About::Passes)(text));
    }
    exit
}
