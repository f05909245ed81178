//! [`ServerProbe`]: what the server is asked of a flag in its own language, which the suite does not speak.
//!
//! ```toml
//! [[server]]
//! flag = "supports_sequences"
//! when = "server >= 3"                         # optional, as of marks
//! given = ["CREATE TABLE {a} (n integer)"]     # what the question needs: a refusal here tells nothing of the flag
//! statements = ["CREATE SEQUENCE {b}"]         # what a server that can carries out
//! beside = ["BEGIN", "DELETE FROM {a}"]        # what another session does meanwhile, and leaves open
//! refused = ["CREATE SEQUENCE {b}"]            # what a server that can refuses
//! query = "SELECT NEXT VALUE FOR {b}"          # what it answers at the end
//! rows = [["1"]]                               # with these rows, as text; without them, with any
//! reason = "sequences are the next part"       # why a gap is one; with a link, or untracked
//! untracked = true
//! ```
//! They are sent in this order. `{a}` is the name `cf_a` in the vendor's quotes, and so is every letter in braces. What is not needed is left
//! out: one of `statements`, `refused` and `query` is the question.

use backend_core::error::Error;
use backend_core::flag::Flag;
use serde::Deserialize;

use super::condition::Condition;
use super::read::{Common, conditions};

/// An entry as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Server {
    flag: String,
    when: Option<String>,
    #[serde(default)]
    given: Vec<String>,
    #[serde(default)]
    statements: Vec<String>,
    #[serde(default)]
    beside: Vec<String>,
    #[serde(default)]
    refused: Vec<String>,
    query: Option<String>,
    rows: Option<Vec<Vec<String>>>,
    reason: Option<String>,
    link: Option<String>,
    #[serde(default)]
    untracked: bool,
}

/// What a server is asked of a flag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ServerProbe {
    pub(crate) flag: Flag,
    pub(super) when: Vec<Condition>,
    /// What has to be there before the server is asked.
    pub(crate) given: Vec<String>,
    /// What it has to carry out.
    pub(crate) statements: Vec<String>,
    /// What another session does then, and leaves open.
    pub(crate) beside: Vec<String>,
    /// What it has to refuse then.
    pub(crate) refused: Vec<String>,
    /// What it is asked last, and the rows that it has to give, where they matter.
    pub(crate) query: Option<(String, Option<Vec<Vec<String>>>)>,
    /// Why the backend does not do what the server can, where somebody says it; and where the matter is followed.
    pub(crate) reason: Option<String>,
    pub(crate) link: Option<String>,
}

impl ServerProbe {
    /// What messages call it.
    pub(super) fn name(&self) -> String {
        name(self.flag.name())
    }
}

fn name(flag: &str) -> String {
    format!("the [[server]] of `{flag}`")
}

impl Server {
    /// The probe, where the entry says all that it must.
    pub(super) fn read(self) -> Result<ServerProbe, String> {
        let of = name(&self.flag);
        let wrong = |error: Error| format!("{of}: {error}");
        let flag: Flag = self.flag.parse().map_err(wrong)?;
        let before = self.given.iter().chain(&self.statements);
        let texts = before.chain(&self.beside).chain(&self.refused);
        let mut texts = texts.chain(&self.query);
        if texts.any(|text| text.trim().is_empty()) {
            return Err(format!("{of} has a statement without text"));
        }
        if self.statements.is_empty() && self.refused.is_empty() && self.query.is_none() {
            return Err(format!(
                "{of} asks nothing: write `statements`, `refused` or a `query`"
            ));
        }
        if self.rows.is_some() && self.query.is_none() {
            return Err(format!("{of} expects rows of no `query`"));
        }
        if self.reason.is_none() && (self.link.is_some() || self.untracked) {
            return Err(format!("{of} gives no reason"));
        }
        let when = match &self.reason {
            // Only a gap needs one, and whether it is one is not known yet.
            None => conditions(&of, self.when.as_deref())?,
            Some(reason) => Common {
                of,
                when: self.when,
                reason: reason.clone(),
                link: self.link.clone(),
                untracked: self.untracked,
            }
            .conditions()?,
        };
        let rows = self.rows;
        Ok(ServerProbe {
            flag,
            when,
            given: self.given,
            statements: self.statements,
            beside: self.beside,
            refused: self.refused,
            query: self.query.map(|query| (query, rows)),
            reason: self.reason,
            link: self.link,
        })
    }
}
