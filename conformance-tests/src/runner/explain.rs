//! `--explain`: what a case demands, and what would become of it here, step by step.

use std::sync::Arc;

use backend_core::flag::Flag;

use super::lane::OpenLane;
use super::trials::NO_NETWORK;
use super::{Exit, Suite};
use crate::case::{CaseDef, Tag, Unit};
use crate::evidence::Evidence;
use crate::marks::{Expected, Mark, Marks, Says};
use crate::options::{Options, names};
use crate::report::UNTRACKED;

/// How many ids are named where a glob names none.
const SHOWN: usize = 5;

/// What is told, and how the process ends: with a wrong argument where a glob names no case.
pub(super) fn explain(
    suite: &Suite<'_>,
    options: &Options,
    marks: &Marks,
    lanes: Result<&[Arc<OpenLane>], &str>,
) -> (String, Exit) {
    let mut out = String::new();
    for glob in &options.explain {
        let named = suite.cases.iter().filter(|case| names(glob, case.id));
        let named: Vec<_> = named.collect();
        if named.is_empty() {
            return (unknown(glob, suite.cases), Exit::Usage);
        }
        for case in named {
            facts(suite, case, &mut out);
            match lanes {
                Ok(lanes) => {
                    for lane in lanes {
                        here(case, options, marks, lane, &mut out);
                    }
                }
                Err(why) => line("here", why, &mut out),
            }
            out.push('\n');
        }
    }
    (out, Exit::Ok)
}

fn line(head: &str, text: &str, out: &mut String) {
    out.push_str(&format!("  {head:<10}{text}\n"));
}

/// What is so for every vendor.
fn facts(suite: &Suite<'_>, case: &CaseDef, out: &mut String) {
    out.push_str(&format!("{}\n", case.id));
    line("demands", case.doc, out);
    let names: Vec<_> = case.requires.iter().map(|flag| flag.name()).collect();
    if names.is_empty() && case.refuses.is_none() {
        line("flags", "none: every vendor has to pass it", out);
    }
    if !names.is_empty() {
        line("requires", &names.join(", "), out);
    }
    if let Some(flag) = case.refuses {
        line(
            "refuses",
            &format!("what needs {flag}, where it is off"),
            out,
        );
    }
    let probed = Flag::ALL.iter().map(|info| info.flag).filter(
        |flag| matches!(Evidence::of(*flag, &[]), Evidence::Probe { ids, .. } if ids.contains(&case.id)),
    );
    let probed: Vec<_> = probed.map(Flag::name).collect();
    if !probed.is_empty() {
        line("shows", &format!("{}, on or off", probed.join(", ")), out);
    }
    line("kind", case.kind().name(), out);
    if !case.tags().is_empty() {
        let tags: Vec<_> = case.tags().into_iter().map(Tag::name).collect();
        line("tags", &tags.join(", "), out);
    }
    line("since", case.since, out);
    let unit = match case.unit {
        Unit::Session => "a session in a database that is left as it was",
        Unit::Database => "an empty database of its own",
    };
    line("works in", unit, out);
    if case.patience > 1 {
        let text = format!("{} times as long as other cases (--timeout)", case.patience);
        line("may take", &text, out);
    }
    if case.over_network {
        line("needs", "a server that is reached over a network", out);
    }
    if let Some(path) = case.django_ref {
        line("Django", &format!("tests/{path}"), out);
    }
    let package = suite.origin.name;
    let run = format!(
        "cargo test -p {package} --test conformance -- --exact {}",
        case.id
    );
    line("to run it", &run, out);
}

/// What would become of it in a lane, and why.
fn here(case: &CaseDef, options: &Options, marks: &Marks, lane: &OpenLane, out: &mut String) {
    let at = lane.trial_name(&lane.server.to_string());
    line("here", &at, out);
    let step = |text: &str, out: &mut String| line("", &format!("- {text}"), out);
    if let Some(why) = options.passes_over(case) {
        step(&format!("not chosen, since {why}"), out);
    }
    for flag in case.requires.iter().chain(&case.refuses) {
        let state = if lane.features.get(*flag) {
            "on"
        } else {
            "off"
        };
        step(&format!("{flag} is {state}"), out);
    }
    if let Some(reason) = case.unsupported(&lane.features) {
        step(
            &format!("unsupported, since {reason}: it does not run"),
            out,
        );
        if !reason.on {
            step(
                &format!(
                    "features.forced.{} asks whether the flag could be on",
                    reason.flag
                ),
                out,
            );
            if marks
                .server_probe(reason.flag, lane.name, &lane.server)
                .is_some()
            {
                let asks = format!("features.server.{} asks the server itself", reason.flag);
                step(&asks, out);
            }
        }
        return;
    }
    if case.over_network && !lane.is_remote() {
        step(&format!("it does not run: {NO_NETWORK}"), out);
        return;
    }
    match marks.of(case, lane.name, &lane.server) {
        Some(mark) => step(&marked(mark), out),
        None if marks.is_new(case) => step(
            "it runs; it is newer than the `suite` of tests/conformance.toml, so that a failure fails nothing",
            out,
        ),
        None => step("it runs, and has to pass", out),
    }
}

fn marked(mark: &Mark) -> String {
    let says = match &mark.says {
        Says::Skip(class) => format!("it does not run ({class:?})").to_lowercase(),
        Says::Fails(Expected::Kind(kind)) => {
            format!("it runs, and has to fail with an error of kind {kind}")
        }
        Says::Fails(Expected::Text(text)) => format!("it runs, and has to fail with `{text}`"),
        Says::Fails(Expected::Pattern(pattern)) => {
            format!("it runs, and has to fail with what {pattern} finds")
        }
    };
    let link = mark.link.as_deref().map(|link| format!("<{link}>"));
    let link = link.unwrap_or_else(|| UNTRACKED.to_owned());
    format!("marked: {says}: {} {link}", mark.reason)
}

/// Says that there is no such case, and which ids have most words of it.
fn unknown(glob: &str, cases: &[CaseDef]) -> String {
    let words: Vec<_> = glob
        .split(['.', '_', '*'])
        .filter(|word| !word.is_empty())
        .collect();
    let score = |case: &&CaseDef| words.iter().filter(|word| case.id.contains(**word)).count();
    let mut near: Vec<_> = cases.iter().filter(|case| score(case) > 0).collect();
    near.sort_by_key(|case| std::cmp::Reverse(score(case)));
    let near: Vec<_> = near.into_iter().take(SHOWN).map(|case| case.id).collect();
    if near.is_empty() {
        format!("`{glob}` is the id of no case; --list shows all of them\n")
    } else {
        format!(
            "`{glob}` is the id of no case; near it are: {}\n",
            near.join(", ")
        )
    }
}
