//! `report.json`: everything that a run found, in a form that other programs read. `docs/conformance-report.md` describes it.

use std::collections::{BTreeMap, BTreeSet};

use backend_core::features::Features;
use serde::Serialize;

use super::{FlagReport, LaneReport, Record, Report, TypeSpelling, Verdict};
use crate::evidence::{self, LIMITS};

/// The version of the form: another one where a reader of this one would be misled.
const FORMAT: u32 = 1;

#[derive(Serialize)]
struct File<'r> {
    format: u32,
    suite: Package<'r>,
    backend: Package<'r>,
    vendor: &'r str,
    conformant: bool,
    /// Whether no choice left a case or lane out.
    whole: bool,
    /// Where the database came from.
    source: &'r str,
    seconds: f64,
    /// Of the cases that make values by chance.
    seed: u64,
    counts: BTreeMap<&'static str, usize>,
    left_behind: &'r [String],
    lanes: Vec<Lane<'r>>,
}

#[derive(Serialize)]
struct Package<'r> {
    name: &'r str,
    version: &'r str,
}

#[derive(Serialize)]
struct Lane<'r> {
    name: &'r str,
    server: Server<'r>,
    flags: Vec<Flag>,
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
struct Flag {
    name: &'static str,
    declared: bool,
    does: Option<bool>,
    evidence: &'static str,
    verdict: &'static str,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    flag: Option<&'static str>,
    seconds: f64,
}

/// The whole text.
pub(super) fn render(
    report: &Report,
    vendor: &str,
    left_behind: &[String],
    conformant: bool,
) -> serde_json::Result<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for record in &report.records {
        *counts.entry(record.verdict.name()).or_default() += 1;
    }
    let file = File {
        format: FORMAT,
        suite: Package {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
        },
        backend: Package {
            name: report.origin.name,
            version: report.origin.version,
        },
        vendor,
        conformant,
        whole: report.whole,
        source: &report.source,
        seconds: report.elapsed.as_secs_f64(),
        seed: report.seed,
        counts,
        left_behind,
        lanes: report.lanes.iter().map(|one| lane(report, one)).collect(),
    };
    serde_json::to_string_pretty(&file).map(|text| text + "\n")
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

fn flag(flag: &FlagReport) -> Flag {
    Flag {
        name: flag.flag.name(),
        declared: flag.declared,
        does: flag.verdict.does(),
        evidence: flag.evidence,
        verdict: flag.verdict.name(),
    }
}

fn case(record: &Record) -> Case<'_> {
    let (link, flag) = match &record.verdict {
        Verdict::Known(marked) | Verdict::UnexpectedPass(marked) => (marked.link.as_deref(), None),
        Verdict::Unsupported(reason) => (None, Some(reason.flag.name())),
        _ => (None, None),
    };
    Case {
        id: record.id,
        outcome: record.verdict.name(),
        reason: record.verdict.reason(),
        link,
        flag,
        seconds: record.duration.as_secs_f64(),
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
