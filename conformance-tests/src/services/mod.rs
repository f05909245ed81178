//! The servers in containers that a vendor's suite is run against, as data: what continuous integration, people with a container
//! engine and the suite itself all read.
//!
//! A vendor has a folder, `tests/services` of its crate, with a file for each way to have a server:
//!
//! ```toml
//! vendor = "mine"                     # as the harness says it
//! name = "Mine"                       # the server, for people
//! product = "Mine Server"             # as the server says it, where that is another name
//! image = "mine/server"               # without its tag
//! variable = "MINE_IMAGE"             # chooses the tag
//! package = "backend-mine"            # the crate whose test `conformance` runs
//! command = "cargo test …"            # where it is not the usual one of that crate
//! shares = 2                          # into how many a whole run is cut, each on a machine of its own; 1 where nothing is said
//! paths = ["backend-mine/**"]         # what makes a run necessary where it changes, beside the workspace's own files
//! enabled = false                     # it is not run …
//! reason = "no image is published"    # … and this is why
//!
//! [environment]                       # more variables of a run
//! MINE_MODE = "fast"
//!
//! [[version]]                         # oldest first
//! name = "7"                          # the version, for people
//! tag = "7-slim"                      # of the image
//! server = "7.2"                      # the first numbers of the version that the server says
//! [version.flags]                     # every flag that is otherwise there than in the newest
//! supports_covering_indexes = false
//!
//! [[version]]
//! name = "8"
//! tag = "8-slim"
//! server = "8"
//! ```
//!
//! The suite compares the flags with what the vendor's `features` says of those versions, and with the server that it runs against
//! where it is one of them. `conformance-report plan` makes of the files the matrix of a workflow.
//!
//! ```text
//! read     a file, and what is wrong with it
//! plan     runs, by occasion            changed  which services a change asks for
//! agree    what the files say and what the vendor does
//! ```

mod agree;
mod changed;
mod plan;
mod read;

use std::collections::BTreeMap;
use std::fmt;

use backend_core::flag::Flag;
use backend_core::wrapper::ServerInfo;

pub(crate) use self::agree::{of_vendor, settled};
pub use self::changed::{changed_since, touched};
pub use self::plan::{Occasion, Run, matrix, runs};
pub use self::read::{read, read_folders};

/// A way to have a vendor's server in a container.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Service {
    /// The file that says it.
    pub file: String,
    /// The vendor, for `CONFORMANCE_EXPECT`.
    pub vendor: String,
    /// The server, for people.
    pub name: String,
    /// The server, as it says itself.
    pub product: String,
    /// The image without its tag.
    pub image: String,
    /// The variable that chooses the tag.
    pub variable: String,
    /// The vendor's crate.
    pub package: String,
    /// How its suite is run: a program and its arguments, with spaces between.
    pub command: String,
    /// Into how many shares a whole run is cut.
    pub shares: u32,
    /// Globs of paths whose change asks for a run.
    pub paths: Vec<String>,
    /// Why it is not run; none where it is.
    pub left_out: Option<String>,
    /// More variables of a run.
    pub environment: BTreeMap<String, String>,
    /// The versions, oldest first.
    pub versions: Vec<Version>,
}

/// A version of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Version {
    /// Its name, for people.
    pub name: String,
    /// The image's tag.
    pub tag: String,
    /// The first numbers of what the server says of its version.
    pub server: String,
    /// The flags that are otherwise than in the newest version, with what they are.
    pub flags: Vec<(Flag, bool)>,
    /// Why it is not run; none where it is.
    pub left_out: Option<String>,
    /// The line of the file in which it begins.
    pub line: usize,
}

impl Service {
    /// What it is called in files and artifacts: the name of its file.
    #[must_use]
    pub fn id(&self) -> &str {
        let name = self.file.rsplit(['/', '\\']).next().unwrap_or(&self.file);
        name.strip_suffix(".toml").unwrap_or(name)
    }

    /// The versions that are run, oldest first; none where the service is left out.
    pub fn planned(&self) -> impl DoubleEndedIterator<Item = &Version> {
        let is_run = self.left_out.is_none();
        let versions = self.versions.iter();
        versions.filter(move |version| is_run && version.left_out.is_none())
    }

    /// The version that such a server is of.
    fn version_of(&self, server: &ServerInfo) -> Option<&Version> {
        let said = format!("{}.", server.version);
        let mut versions = self.versions.iter();
        let found = versions.find(|version| said.starts_with(&format!("{}.", version.server)));
        found.filter(|_| self.product == server.product)
    }

    fn at(&self, line: usize, message: impl Into<String>) -> ServiceError {
        ServiceError {
            file: self.file.clone(),
            line,
            message: message.into(),
        }
    }
}

/// What is wrong with a file of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServiceError {
    /// The file.
    pub file: String,
    /// The line, from 1; 0 where the file cannot be read at all.
    pub line: usize,
    /// What is wrong, and what to do.
    pub message: String,
}

impl fmt::Display for ServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.message),
            line => write!(f, "{}:{line}: {}", self.file, self.message),
        }
    }
}

impl std::error::Error for ServiceError {}

#[cfg(test)]
mod tests;
