//! [`Running`]: a database that was found or started, and [`Missing`]: why there is none.

use std::fmt;

use super::cluster::Cluster;
#[cfg(feature = "containers")]
use super::docker::Docker;
use super::folder::RunFolder;
use super::guard::Guard;

/// A server that answers, or a database inside this process. What was started for it ends when it is dropped, and with the
/// process at the latest: it may be kept in a `static`.
#[derive(Debug)]
pub struct Running {
    pub(super) url: String,
    pub(super) source: String,
    pub(super) held: Held,
}

/// What ends with a [`Running`].
#[derive(Debug)]
pub(super) enum Held {
    /// Somebody else's server, or a database inside this process.
    Nothing,
    /// A folder for a database inside this process.
    Folder {
        _guard: Guard,
        _folder: RunFolder,
    },
    Cluster(Box<Cluster>),
    #[cfg(feature = "containers")]
    Docker(Box<Docker>),
}

impl Running {
    /// The URL. It can hold a password: show it redacted only.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Where it comes from, for people: a variable, a folder of programs, an image.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether it was started here, so that it may be killed.
    #[must_use]
    pub const fn is_local(&self) -> bool {
        matches!(self.held, Held::Cluster(_))
    }

    /// Kills the server without a word, as a crash would; its data stays.
    ///
    /// # Errors
    /// Where it was not started from programs of this machine, or does not end.
    pub fn kill(&mut self) -> Result<(), String> {
        self.cluster()?.kill()
    }

    /// Starts a server that was killed, with the same data at the same URL, and waits until it answers.
    ///
    /// # Errors
    /// Where it was not started from programs of this machine, or does not answer.
    pub fn start_again(&mut self) -> Result<(), String> {
        self.cluster()?.start_again()
    }

    fn cluster(&mut self) -> Result<&mut Cluster, String> {
        match &mut self.held {
            Held::Cluster(cluster) => Ok(cluster),
            _ => Err(format!("{} is not ours to kill", self.source)),
        }
    }

    /// Stops what was started, and says what is left of it.
    pub(crate) fn stop(self) -> Vec<String> {
        match self.held {
            Held::Nothing | Held::Folder { .. } => Vec::new(),
            Held::Cluster(mut cluster) => cluster.stop(),
            #[cfg(feature = "containers")]
            Held::Docker(mut docker) => docker.stop(),
        }
    }
}

/// Why there is no database: what every source said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    pub(super) reasons: Vec<String>,
    pub(super) asked_for: bool,
}

impl Missing {
    /// Whether that is a failure: the variable of a source was set, or `CONFORMANCE_EXPECT` names the vendor.
    #[must_use]
    pub fn is_failure(&self, vendor: &str) -> bool {
        let expected = std::env::var("CONFORMANCE_EXPECT").unwrap_or_default();
        self.asked_for || expected.split(',').any(|name| name.trim() == vendor)
    }

    /// Whether the variable of a source was set, so that passing it over would be wrong.
    pub(crate) const fn asked_for(&self) -> bool {
        self.asked_for
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.reasons.is_empty() {
            return f.write_str("no source of a database is given");
        }
        f.write_str(&self.reasons.join(", "))
    }
}

impl std::error::Error for Missing {}
