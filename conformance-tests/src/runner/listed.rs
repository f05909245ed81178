//! `--list --json`: the chosen cases as other programs read them. No database is looked for.

use backend_core::flag::Flag;
use serde::Serialize;

use crate::case::{CaseDef, Tag, Unit};
use crate::options::Options;

#[derive(Serialize)]
struct Listed {
    id: &'static str,
    doc: &'static str,
    theme: &'static str,
    kind: &'static str,
    /// The flags that must be on.
    requires: Vec<&'static str>,
    /// The flag that must be off.
    refuses: Option<&'static str>,
    unit: &'static str,
    since: &'static str,
    django_ref: Option<&'static str>,
    /// Whether it is one of many that are made from a table.
    generated: bool,
    /// Whether it needs a network between the session and the server.
    over_network: bool,
    /// Also among the tags; it was there before them.
    smoke: bool,
    tags: Vec<&'static str>,
    /// How many times as long as `--timeout` says it may take.
    patience: u32,
}

impl From<&CaseDef> for Listed {
    fn from(case: &CaseDef) -> Self {
        Self {
            id: case.id,
            doc: case.doc,
            theme: case.part(),
            kind: case.kind().name(),
            requires: case.requires.iter().map(|flag| flag.name()).collect(),
            refuses: case.refuses.map(Flag::name),
            unit: match case.unit {
                Unit::Session => "session",
                Unit::Database => "database",
            },
            since: case.since,
            django_ref: case.django_ref,
            generated: case.generated,
            over_network: case.over_network,
            smoke: case.smoke,
            tags: case.tags().into_iter().map(Tag::name).collect(),
            patience: case.patience,
        }
    }
}

/// The chosen cases, as an array.
pub(super) fn listed(cases: &[CaseDef], options: &Options) -> serde_json::Result<String> {
    let chosen = cases.iter().filter(|case| options.chooses(case));
    let chosen: Vec<_> = chosen.map(Listed::from).collect();
    serde_json::to_string_pretty(&chosen).map(|text| text + "\n")
}
