//! `report.json`: everything that a run found, in a form that other programs read. `docs/conformance-report.md` describes it.

use std::collections::{BTreeMap, BTreeSet};

use backend_core::features::Features;
use serde::Serialize;

use super::{About, FlagReport, LaneReport, LeftOut, Record, Report, TypeSpelling, Verdict};
use crate::evidence::{self, LIMITS};

/// The version of the form: another one where a reader of this one would be misled.
const FORMAT: u32 = 1;

/// What was added to it: one more with each field or word that a reader of the old one can do without.
const MINOR: u32 = 1;

#[derive(Serialize)]
struct File<'r> {
    format: u32,
    minor: u32,
    suite: Package<'r>,
    backend: Package<'r>,
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<&'r str>,
    vendor: &'r str,
    conformant: bool,
    /// Whether no choice left a case or lane out.
    whole: bool,
    /// Where the database came from.
    source: &'r str,
    seconds: f64,
    /// Of the cases that make values by chance.
    seed: u64,
    /// What the order of the cases followed from, where it was not the catalogue's.
    #[serde(skip_serializing_if = "Option::is_none")]
    shuffle: Option<u64>,
    counts: BTreeMap<&'static str, usize>,
    left_behind: Vec<&'r str>,
    /// What else is wrong with the run beside its cases and flags.
    problems: Vec<&'r str>,
    theme_optouts: Vec<OptOut<'r>>,
    lanes: Vec<Lane<'r>>,
}

#[derive(Serialize)]
struct Package<'r> {
    name: &'r str,
    version: &'r str,
}

#[derive(Serialize)]
struct OptOut<'r> {
    theme: &'r str,
    reason: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<&'r str>,
    #[serde(skip_serializing_if = "is_false")]
    untracked: bool,
}

#[derive(Serialize)]
struct Lane<'r> {
    name: &'r str,
    server: Server<'r>,
    flags: Vec<Flag<'r>>,
    limits: Vec<Limit>,
    types: Vec<Type<'r>>,
    cases: Vec<Case<'r>>,
}

#[derive(Serialize)]
struct Server<'r> {
    product: &'r str,
    version: String,
    attributes: &'r BTreeMap<&'static str, String>,
}

#[derive(Serialize)]
struct Flag<'r> {
    name: &'static str,
    declared: bool,
    does: Option<bool>,
    server_can: Option<bool>,
    /// What it refused with, or why it was not asked in the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    server_said: Option<&'r str>,
    evidence: &'static str,
    verdict: &'static str,
    /// Why the backend does not do what the server can.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<&'r str>,
}

#[derive(Serialize)]
struct Limit {
    name: &'static str,
    value: serde_json::Value,
    holds: Option<bool>,
}

#[derive(Serialize)]
struct Type<'r> {
    name: &'r str,
    spelled: Option<&'r str>,
}

#[derive(Serialize)]
struct Case<'r> {
    id: &'r str,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<&'r str>,
    #[serde(skip_serializing_if = "is_false")]
    untracked: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    flag: Option<&'static str>,
    seconds: f64,
    /// What it sent, where it fails.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    transcript: &'r [String],
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands in a reference"
)]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// The whole text.
pub(super) fn render(
    report: &Report,
    vendor: &str,
    conformant: bool,
) -> serde_json::Result<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for record in &report.records {
        *counts.entry(record.verdict.name()).or_default() += 1;
    }
    let file = File {
        format: FORMAT,
        minor: MINOR,
        suite: Package {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
        },
        backend: Package {
            name: report.origin.name,
            version: report.origin.version,
        },
        revision: report.revision.as_deref(),
        vendor,
        conformant,
        whole: report.whole,
        source: &report.source,
        seconds: report.elapsed.as_secs_f64(),
        seed: report.seed,
        shuffle: report.shuffle,
        counts,
        left_behind: report.problems_of(About::LeftBehind),
        problems: report
            .problems
            .iter()
            .filter(|problem| problem.about != About::LeftBehind)
            .map(|problem| problem.text.as_str())
            .collect(),
        theme_optouts: report.left_out.iter().map(opt_out).collect(),
        lanes: report.lanes.iter().map(|one| lane(report, one)).collect(),
    };
    serde_json::to_string_pretty(&file).map(|text| text + "\n")
}

fn opt_out(left_out: &LeftOut) -> OptOut<'_> {
    OptOut {
        theme: &left_out.theme,
        reason: &left_out.marked.reason,
        link: left_out.marked.link.as_deref(),
        untracked: left_out.marked.link.is_none(),
    }
}

fn lane<'r>(report: &'r Report, lane: &'r LaneReport) -> Lane<'r> {
    let flags = report.flags.iter().filter(|flag| flag.lane == lane.name);
    let records = report
        .records
        .iter()
        .filter(|record| record.lane == lane.name);
    Lane {
        name: lane.name,
        server: Server {
            product: &lane.server.product,
            version: lane.server.version.to_string(),
            attributes: &lane.server.attributes,
        },
        flags: flags.map(flag).collect(),
        limits: LIMITS.iter().map(|one| limit(report, lane, one)).collect(),
        types: lane.types.iter().map(type_name).collect(),
        cases: records.map(case).collect(),
    }
}

fn type_name(spelling: &TypeSpelling) -> Type<'_> {
    Type {
        name: spelling.name,
        spelled: spelling.spelled.as_deref(),
    }
}

fn flag(flag: &FlagReport) -> Flag<'_> {
    let server = flag.server.as_ref();
    let reason = server
        .filter(|asked| !flag.declared && asked.answer.can() == Some(true))
        .and_then(|asked| asked.reason.as_ref());
    Flag {
        name: flag.flag.name(),
        declared: flag.declared,
        does: flag.verdict.does(),
        server_can: server.and_then(|asked| asked.answer.can()),
        server_said: server.and_then(|asked| asked.answer.said()),
        evidence: flag.evidence,
        verdict: flag.verdict.name(),
        reason: reason.map(|it| it.reason.as_str()),
        link: reason.and_then(|it| it.link.as_deref()),
    }
}

fn case(record: &Record) -> Case<'_> {
    let marked = record.verdict.marked();
    let flag = match &record.verdict {
        Verdict::Unsupported(reason) => Some(reason.flag.name()),
        _ => None,
    };
    Case {
        id: record.id,
        outcome: record.verdict.name(),
        reason: record.verdict.reason(),
        link: marked.and_then(|marked| marked.link.as_deref()),
        untracked: marked.is_some_and(|marked| marked.link.is_none()),
        flag,
        seconds: record.duration.as_secs_f64(),
        transcript: &record.transcript,
    }
}

fn limit(report: &Report, lane: &LaneReport, limit: &evidence::Limit) -> Limit {
    let ids: BTreeSet<_> = limit.at.iter().chain(limit.over).copied().collect();
    Limit {
        name: limit.name,
        value: value(&lane.features, limit.name),
        holds: report.holds(lane.name, &ids.into_iter().collect::<Vec<_>>()),
    }
}

/// What the features say; `null` where there is no limit.
fn value(features: &Features, name: &str) -> serde_json::Value {
    match name {
        "max_identifier_bytes" => features.max_identifier_bytes.into(),
        "max_query_parameters" => features.max_query_parameters.into(),
        "max_columns_per_table" => features.max_columns_per_table.into(),
        "max_columns_per_index" => features.max_columns_per_index.into(),
        "max_json_path_steps" => features.max_json_path_steps.into(),
        "max_json_key_length" => features.max_json_key_length.into(),
        "max_decimal_digits" => features.max_decimal_digits.into(),
        "fractional_second_digits" => features.fractional_second_digits.into(),
        "nulls_order" => format!("{:?}", features.nulls_order).to_lowercase().into(),
        "identifier_case" => format!("{:?}", features.identifier_case)
            .to_lowercase()
            .into(),
        "text_unit" => format!("{:?}", features.text_unit).to_lowercase().into(),
        _ => serde_json::Value::Null,
    }
}
