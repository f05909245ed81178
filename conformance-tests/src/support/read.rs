//! [`ReadReport`]: a `report.json`, as `docs/conformance-report.md` describes it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::catalogue::current;

/// The form that is read.
const FORMAT: u32 = 1;

/// A report.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct ReadReport {
    /// The version of the form.
    pub format: u32,
    /// What was added to it; 0 in reports of older suites.
    #[serde(default)]
    pub minor: u32,
    /// The suite.
    pub suite: Package,
    /// The crate whose test it was.
    pub backend: Package,
    /// The commit of the folder whose test it was; none where that is in no checkout.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<String>,
    /// The vendor's name.
    pub vendor: String,
    /// Whether the run ended well.
    pub conformant: bool,
    /// Whether no choice left a case or lane out.
    #[serde(default = "whole")]
    pub whole: bool,
    /// Where the database came from; empty where it runs inside the process, or where a report of an older suite does not say.
    #[serde(default)]
    pub source: String,
    /// How long it took.
    #[serde(default)]
    pub seconds: f64,
    /// What cases that make values by chance began with.
    pub seed: u64,
    /// How many cases have which outcome, over all lanes.
    pub counts: BTreeMap<String, usize>,
    /// What is still there after the run.
    pub left_behind: Vec<String>,
    /// What else is wrong beside cases and flags.
    #[serde(default)]
    pub problems: Vec<String>,
    /// The themes that the vendor leaves out.
    #[serde(default)]
    pub theme_optouts: Vec<ThemeOptOut>,
    /// The lanes.
    pub lanes: Vec<Lane>,
}

/// A theme of which nothing runs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct ThemeOptOut {
    /// The first word of its ids.
    pub theme: String,
    /// Why.
    pub reason: String,
    /// Where the matter is followed; none where nobody does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

/// A crate.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// A lane of a report.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Lane {
    /// Its name; empty where there is one only.
    pub name: String,
    /// What answered.
    pub server: Server,
    /// Every flag.
    pub flags: Vec<Flag>,
    /// Every limit and style.
    pub limits: Vec<Limit>,
    /// How each type of the model is spelled; empty in reports of older suites.
    #[serde(default)]
    pub types: Vec<TypeName>,
    /// The cases.
    pub cases: Vec<Case>,
}

/// A server.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Server {
    /// The product.
    pub product: String,
    /// Its version.
    pub version: String,
    /// What else is known of it.
    #[serde(default)]
    pub attributes: BTreeMap<String, String>,
}

/// A flag in a lane.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Flag {
    /// Its name.
    pub name: String,
    /// What the backend says.
    pub declared: bool,
    /// What it does; none where nobody asked.
    pub does: Option<bool>,
    /// What the server can, asked in its own language; none where nobody asked.
    #[serde(default)]
    pub server_can: Option<bool>,
    /// What the server refused with, or why it was not asked in the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server_said: Option<String>,
    /// How it is known.
    pub evidence: String,
    /// What they give together.
    pub verdict: Verdict,
    /// Why a gap is one, where somebody says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Where that is followed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

/// What a flag says, what the backend does and what the server can, together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Verdict {
    /// It is on, and the backend does it.
    True,
    /// It is on, and the backend does not do it.
    OverDeclared,
    /// It is off, and the backend does it.
    UnderDeclared,
    /// It is off, and the backend does not do it.
    Honest,
    /// It is off, and the backend does not do it, which the server can.
    Gap,
    /// It cannot be tested.
    Declared,
    /// None of its cases ran.
    Unproven,
}

/// A limit or a style in a lane.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Limit {
    /// Its name.
    pub name: String,
    /// Its value; null for no limit.
    pub value: serde_json::Value,
    /// Whether the cases at it and one beyond it pass; none where none ran.
    pub holds: Option<bool>,
}

/// How a type is spelled.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct TypeName {
    /// The type of the model.
    pub name: String,
    /// The vendor's words; none where it has no such type.
    pub spelled: Option<String>,
}

/// A case in a lane.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Case {
    /// Its id.
    pub id: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Where the matter is followed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// Whether it is marked, and nobody follows the matter.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub untracked: bool,
    /// The flag that kept it from running.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flag: Option<String>,
    /// How long it took.
    #[serde(default)]
    pub seconds: f64,
    /// What it sent, where it fails.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transcript: Vec<String>,
}

/// What became of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Outcome {
    /// It ran and holds.
    Pass,
    /// It ran and does not hold.
    Fail,
    /// It fails as its mark says.
    Known,
    /// It holds although a mark says otherwise.
    UnexpectedPass,
    /// It does not hold, and came after the version of the suite that the vendor passes.
    New,
    /// A flag keeps it from applying.
    Unsupported,
    /// It did not run.
    NotRun,
    /// It did not end in time.
    Timeout,
    /// What it needs could not be made.
    SetupError,
}

impl Outcome {
    /// Its name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Known => "known",
            Self::UnexpectedPass => "unexpected_pass",
            Self::New => "new",
            Self::Unsupported => "unsupported",
            Self::NotRun => "not_run",
            Self::Timeout => "timeout",
            Self::SetupError => "setup_error",
        }
    }

    /// Whether the case was carried out.
    #[must_use]
    pub const fn ran(self) -> bool {
        !matches!(self, Self::Unsupported | Self::NotRun)
    }

    /// Whether it fails the run.
    #[must_use]
    pub const fn fails(self) -> bool {
        matches!(
            self,
            Self::Fail | Self::UnexpectedPass | Self::Timeout | Self::SetupError
        )
    }
}

/// Older suites did not say it, and were trusted.
const fn whole() -> bool {
    true
}

/// What stands between the server and the folder of its programs.
const IN_A_FOLDER: &str = " in /";

impl ReadReport {
    /// Reads a report. A case that was renamed since has the id of now.
    ///
    /// # Errors
    /// Why the text is none, or is one of another form.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut report: Self =
            serde_json::from_str(text).map_err(|error| format!("not a report: {error}"))?;
        if report.format == FORMAT {
            for case in report.lanes.iter_mut().flat_map(|lane| &mut lane.cases) {
                case.id = current(&case.id).to_owned();
            }
            return Ok(report);
        }
        Err(format!(
            "a report of form {}, and form {FORMAT} is read",
            report.format
        ))
    }

    /// The same without the cases that say nothing of their own: those that passed or were left out are only counted. This is
    /// the form in which reports are kept beside the code. Where the server's programs lie on a machine, and what was sent, is left
    /// out, too.
    #[must_use]
    pub fn condensed(mut self) -> Self {
        if let Some((server, _)) = self.source.split_once(IN_A_FOLDER) {
            self.source = format!("{server} of the machine");
        }
        for lane in &mut self.lanes {
            lane.cases.retain(|case| {
                case.outcome.fails() || matches!(case.outcome, Outcome::Known | Outcome::New)
            });
            for case in &mut lane.cases {
                case.transcript.clear();
            }
        }
        self
    }

    /// The text of the report.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub fn to_text(&self) -> Result<String, String> {
        serde_json::to_string_pretty(self)
            .map(|text| text + "\n")
            .map_err(|error| error.to_string())
    }

    /// How many cases have this outcome, over all lanes.
    #[must_use]
    pub fn count(&self, outcome: Outcome) -> usize {
        self.counts.get(outcome.name()).copied().unwrap_or(0)
    }
}
