//! [`Marks`]: what a vendor says of its own failures, in `tests/conformance.toml`. Strict: a mark that is not true any more fails.
//!
//! ```toml
//! suite = "0.1"                   # optional: cases that came later are told of, and fail nothing until this is raised
//! marks = 2                       # how many cases are marked: another number is a wrong configuration, so that none comes unseen
//! attributes = ["edition"]        # optional: what conditions may ask of servers, of which not every one has it
//!
//! [[xfail]]                       # it runs, and it ends with this error
//! case = "query.join.inner"       # an id, or a glob of ids
//! when = "server < 15"            # optional: server, lane, or an attribute of the server
//! error = "kind:Programming"      # or a part of the message, or between slashes a regular expression for it
//! reason = "one table a query"
//! link = "https://example.org/1"  # or: untracked = true
//!
//! [[skip]]                        # it does not run at all
//! case = "connection.lost.in_flight"
//! class = "hang"                  # or destructive, or env
//! reason = "the driver waits for ever"
//! untracked = true
//!
//! [[theme_optout]]                # no case of this theme runs, and a whole run is good all the same
//! theme = "network"
//! reason = "it runs inside the process"
//! untracked = true
//!
//! [[regression]]                  # what once failed by chance is tried with that seed, too
//! case = "schema.property.undone"
//! seed = 8127
//! reason = "a default that was lost"
//!
//! [[server]]                      # what the server itself can, in its own language: see `server`
//! flag = "supports_sequences"
//! statements = ["CREATE SEQUENCE {a}"]
//! ```

mod condition;
mod faults;
mod read;
mod server;

use backend_core::error::ErrorKind;
use backend_core::flag::Flag;
use backend_core::wrapper::{ServerInfo, Version};
use regex::Regex;

use self::condition::Condition;
pub(crate) use self::condition::version;
pub(crate) use self::faults::LaneFacts;
pub(crate) use self::server::ServerProbe;
use crate::case::CaseDef;
use crate::catalogue::current;
use crate::options::names;

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
    /// With a text that the expression finds.
    Pattern(Pattern),
}

/// A regular expression, which is the same as another one of the same text.
#[derive(Debug, Clone)]
pub(crate) struct Pattern(Regex);

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

impl Eq for Pattern {}

impl std::fmt::Display for Pattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "/{}/", self.0)
    }
}

impl Expected {
    /// Whether the error that ended the case is the one.
    pub(crate) fn is(&self, kind: Option<ErrorKind>, message: &str) -> bool {
        match self {
            Self::Text(text) => message.contains(text.as_str()),
            Self::Pattern(Pattern(pattern)) => pattern.is_match(message),
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

/// A theme of which nothing runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OptOut {
    pub(crate) theme: String,
    when: Vec<Condition>,
    pub(crate) reason: String,
    /// Where the matter is followed; `None` where nobody does.
    pub(crate) link: Option<String>,
}

/// A seed with which a case has failed before.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Regression {
    case: String,
    seed: u64,
}

/// What a vendor says of its own failures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    /// The version of the suite up to which cases count; `None` for this one.
    baseline: Option<Version>,
    /// How many cases the file says that it marks.
    said: usize,
    /// The attributes that not every server has.
    attributes: Vec<String>,
    entries: Vec<Mark>,
    opt_outs: Vec<OptOut>,
    regressions: Vec<Regression>,
    /// What servers are asked.
    probes: Vec<ServerProbe>,
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

    /// What the lane's server is asked of a flag.
    pub(crate) fn server_probe(
        &self,
        flag: Flag,
        lane: &str,
        server: &ServerInfo,
    ) -> Option<&ServerProbe> {
        self.server_probes(flag, lane, server).next()
    }

    fn server_probes(
        &self,
        flag: Flag,
        lane: &str,
        server: &ServerInfo,
    ) -> impl Iterator<Item = &ServerProbe> {
        let of = self.probes.iter().filter(move |probe| probe.flag == flag);
        of.filter(move |probe| probe.when.iter().all(|when| when.holds(lane, server)))
    }

    /// The seeds with which the case has failed before.
    pub(crate) fn seeds_of(&self, case: &CaseDef) -> Vec<u64> {
        let of = self.regressions.iter();
        let of = of.filter(|it| current(&it.case) == case.id);
        of.map(|regression| regression.seed).collect()
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
        let applies = |mark: &&Mark| names(&mark.case, case.id) && mark.applies(lane, server);
        self.entries.iter().filter(applies)
    }

    /// The themes that are left out of these lanes: what holds in one of them is left out.
    pub(crate) fn opt_outs<'m>(
        &'m self,
        lanes: &'m [LaneFacts<'_>],
    ) -> impl Iterator<Item = &'m OptOut> {
        self.opt_outs.iter().filter(|opt_out| {
            let applies = |lane: &LaneFacts<'_>| {
                let mut when = opt_out.when.iter();
                when.all(|when| when.holds(lane.name, lane.server))
            };
            lanes.iter().any(applies)
        })
    }

    /// Every entry's conditions, with what they belong to.
    fn conditions(&self) -> impl Iterator<Item = (&[Condition], String)> {
        let of_marks = self
            .entries
            .iter()
            .map(|mark| (&mark.when, format!("the mark of `{}`", mark.case)));
        let of_themes = self
            .opt_outs
            .iter()
            .map(|it| (&it.when, format!("the opt-out of `{}`", it.theme)));
        let of_probes = self.probes.iter().map(|it| (&it.when, it.name()));
        of_marks
            .chain(of_themes)
            .chain(of_probes)
            .map(|(when, of)| (when.as_slice(), of))
    }
}

#[cfg(test)]
mod tests;
