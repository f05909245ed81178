//! [`Marks`]: what a vendor says of its own failures, in `tests/conformance.toml`. Strict: a mark that is not true any more fails.
//!
//! ```toml
//! suite = "0.1"                   # optional: cases that came later are told of, and fail nothing until this is raised
//!
//! [[xfail]]                       # it runs, and it ends with this error
//! case = "query.join.inner"       # an id, or a glob of ids
//! when = "server < 15"            # optional: server, lane, or an attribute of the server
//! error = "kind:Programming"      # or a part of the message
//! reason = "one table a query"
//! link = "https://example.org/1"  # or: untracked = true
//!
//! [[skip]]                        # it does not run at all
//! case = "connection.lost.in_flight"
//! class = "hang"                  # or destructive, or env
//! reason = "the driver waits for ever"
//! untracked = true
//! ```

mod condition;
mod read;

use backend_core::error::ErrorKind;
use backend_core::wrapper::{ServerInfo, Version};

use self::condition::{Condition, version};
use crate::case::CaseDef;
use crate::options::matches;

/// Why a case that is marked does not run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum SkipClass {
    /// It does not end.
    Hang,
    /// It harms what it runs on.
    Destructive,
    /// It needs what is not there.
    Env,
}

/// What is said of the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Says {
    /// It runs and ends with that error.
    Fails(Expected),
    /// It does not run.
    Skip(SkipClass),
}

/// The error that ends a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Expected {
    /// Of that kind, by its name.
    Kind(String),
    /// With that text.
    Text(String),
}

impl Expected {
    /// Whether the error that ended the case is the one.
    pub(crate) fn is(&self, kind: Option<ErrorKind>, message: &str) -> bool {
        match self {
            Self::Text(text) => message.contains(text.as_str()),
            Self::Kind(name) => kind.is_some_and(|kind| {
                let found = format!("{kind:?}");
                let rest = found.strip_prefix(name.as_str());
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('('))
            }),
        }
    }
}

/// One entry of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    /// An id, or a glob of ids.
    case: String,
    when: Vec<Condition>,
    pub(crate) says: Says,
    pub(crate) reason: String,
    /// Where the matter is followed; `None` where nobody does.
    pub(crate) link: Option<String>,
    /// The entry's first and last line in the file, from 1, and its text.
    lines: Option<(usize, usize, String)>,
}

impl Mark {
    fn applies(&self, lane: &str, server: &ServerInfo) -> bool {
        self.when.iter().all(|when| when.holds(lane, server))
    }

    /// What to do once the case passes.
    pub(crate) fn farewell(&self) -> String {
        match &self.lines {
            Some((first, last, text)) => {
                format!("delete lines {first} to {last} of tests/conformance.toml:\n{text}")
            }
            None => format!(
                "delete the mark of `{}` in tests/conformance.toml",
                self.case
            ),
        }
    }
}

/// What a vendor says of its own failures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    /// The version of the suite up to which cases count; `None` for this one.
    baseline: Option<Version>,
    entries: Vec<Mark>,
}

impl Marks {
    /// Reads the file's text; the message says what is wrong with which entry.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        read::read(text)
    }

    /// The mark of a case in a lane.
    pub(crate) fn of(&self, case: &CaseDef, lane: &str, server: &ServerInfo) -> Option<&Mark> {
        self.all_of(case, lane, server).next()
    }

    /// Whether the case came after the version of the suite that the vendor passes.
    pub(crate) fn is_new(&self, case: &CaseDef) -> bool {
        self.baseline
            .is_some_and(|baseline| version(case.since).is_some_and(|since| since > baseline))
    }

    fn all_of<'m>(
        &'m self,
        case: &CaseDef,
        lane: &str,
        server: &ServerInfo,
    ) -> impl Iterator<Item = &'m Mark> {
        let applies = |mark: &&Mark| matches(&mark.case, case.id) && mark.applies(lane, server);
        self.entries.iter().filter(applies)
    }

    /// What is wrong with the marks for these cases and lanes, a line each.
    pub(crate) fn faults(&self, cases: &[CaseDef], lanes: &[LaneFacts<'_>]) -> Vec<String> {
        let mut faults = Vec::new();
        let newest = version(env!("CARGO_PKG_VERSION"));
        if let (Some(baseline), Some(newest)) = (self.baseline, newest)
            && baseline > newest
        {
            faults.push(format!(
                "`suite = \"{baseline}\"` is newer than this suite, {newest}"
            ));
        }
        for mark in &self.entries {
            let of = |case: &&CaseDef| matches(&mark.case, case.id);
            let marked: Vec<_> = cases.iter().filter(of).collect();
            if marked.is_empty() {
                faults.push(format!("`{}` is the id of no case", mark.case));
            }
            let applying: Vec<_> = lanes
                .iter()
                .filter(|lane| mark.applies(lane.name, lane.server))
                .collect();
            for case in marked {
                let hidden: Vec<_> = applying
                    .iter()
                    .map(|lane| case.unsupported(lane.features))
                    .collect();
                if let (Some(Some(reason)), true) =
                    (hidden.first(), hidden.iter().all(Option::is_some))
                {
                    faults.push(format!(
                        "the mark of `{}` says nothing: {reason}, and so {} does not run",
                        mark.case, case.id
                    ));
                }
            }
        }
        for case in cases {
            let twice =
                |lane: &LaneFacts<'_>| self.all_of(case, lane.name, lane.server).count() > 1;
            if lanes.iter().any(twice) {
                faults.push(format!("{} is marked twice", case.id));
            }
        }
        faults
    }
}

/// What marks are judged by: a lane, its server and the features.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LaneFacts<'l> {
    pub(crate) name: &'l str,
    pub(crate) server: &'l ServerInfo,
    pub(crate) features: &'l backend_core::features::Features,
}

#[cfg(test)]
mod tests;
