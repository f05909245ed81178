//! [`Provision`]: where a vendor's database is found and how it is started, as data from the vendor's own test file.
//!
//! Sources are tried in the order in which they are written; the first that applies gives the base URL. One whose variable is
//! set is asked for: it comes before the others, and where it fails nothing takes its place. Lanes are ways to open that one
//! database: the suite runs once a lane.
//!
//! ```text
//! container  server  what a vendor writes
//! running            what comes of it
//! programs  account  cluster  docker  ready   starting
//! guard  folder      ending, however this process ends
//! ```

mod account;
mod cluster;
mod container;
#[cfg(feature = "containers")]
mod docker;
pub(crate) mod folder;
pub(crate) mod guard;
mod programs;
pub(crate) mod ready;
mod running;
mod server;

use std::path::Path;

use backend_core::backend::Backend;

use self::cluster::Cluster;
pub use self::container::Container;
use self::folder::RunFolder;
use self::guard::Guard;
use self::running::Held;
pub use self::running::{Missing, Running};
pub use self::server::{LocalServer, StopSignal};

/// Where environment variables come from.
type Variable<'v> = &'v dyn Fn(&str) -> Option<String>;

/// Where a vendor's database is found, and in which ways it is opened.
///
/// # Example
/// ```
/// use conformance_tests::Provision;
///
/// let provision = Provision::env("MINE_URL")
///     .or_embedded("mine:{scratch}/cf.db")
///     .lane("file", "{url}")
///     .lane("memory", "mine::memory:");
/// # let _ = provision;
/// ```
#[derive(Debug, Clone, Default)]
pub struct Provision {
    sources: Vec<Source>,
    lanes: Vec<(&'static str, &'static str)>,
}

#[derive(Debug, Clone)]
enum Source {
    /// A URL in an environment variable: for whoever has a server at hand.
    Env(&'static str),
    /// A server in a container.
    Container(Container),
    /// A server of programs on this machine.
    Server(LocalServer),
    /// A database inside this process, in the scratch folder.
    Embedded(&'static str),
}

impl Source {
    /// The variable that asks for this source.
    const fn variable(&self) -> Option<&'static str> {
        match self {
            Self::Env(name) => Some(name),
            Self::Container(container) => container.variable,
            Self::Server(server) => server.variable,
            Self::Embedded(_) => None,
        }
    }

    fn asked_for(&self, variable: Variable<'_>) -> bool {
        let value = self.variable().and_then(variable);
        value.is_some_and(|value| !value.is_empty())
    }

    /// The database of this source, or why it has none.
    fn start(
        &self,
        backend: &'static Backend,
        scratch: &Path,
        variable: Variable<'_>,
    ) -> Result<Running, String> {
        match self {
            Self::Env(name) => match variable(name).filter(|url| !url.is_empty()) {
                Some(url) => Ok(Running {
                    url,
                    source: (*name).to_owned(),
                    held: Held::Nothing,
                }),
                None => Err(format!("{name} is not set")),
            },
            Self::Container(container) => start_container(container, backend, variable),
            Self::Server(server) => {
                let cluster = Cluster::start(server, backend, variable)?;
                Ok(Running {
                    url: cluster.url(),
                    source: format!("the server in {}", cluster.programs().display()),
                    held: Held::Cluster(Box::new(cluster)),
                })
            }
            Self::Embedded(url) => Ok(Running {
                url: url.replace("{scratch}", &url_path(scratch)),
                source: String::new(),
                held: Held::Nothing,
            }),
        }
    }
}

#[cfg(feature = "containers")]
fn start_container(
    container: &Container,
    backend: &'static Backend,
    variable: Variable<'_>,
) -> Result<Running, String> {
    let chosen = container.variable.and_then(variable);
    let started = docker::Docker::start(container, backend, chosen.as_deref())?;
    Ok(Running {
        url: started.url,
        source: started.source,
        held: Held::Docker(Box::new(started.docker)),
    })
}

#[cfg(not(feature = "containers"))]
fn start_container(
    container: &Container,
    _backend: &'static Backend,
    variable: Variable<'_>,
) -> Result<Running, String> {
    let chosen = container.variable.and_then(variable);
    let (name, tag) = container.name_and_tag(chosen.as_deref())?;
    Err(format!(
        "the image {name}:{tag} needs the feature `containers` of the suite"
    ))
}

/// One way to open the database: the whole suite runs once a lane.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lane {
    /// The lane's name; empty where there is only one.
    pub name: &'static str,
    /// The URL. It can hold a password: show it redacted only.
    pub url: String,
}

impl Provision {
    /// The URL in the environment variable `variable`.
    #[must_use]
    pub fn env(variable: &'static str) -> Self {
        Self::default().source(Source::Env(variable))
    }

    /// A database that runs inside this process. `{scratch}` in `url` stands for a folder that is there for this run only.
    #[must_use]
    pub fn embedded(url: &'static str) -> Self {
        Self::default().or_embedded(url)
    }

    /// Where nothing before applies: a server in a container.
    #[must_use]
    pub fn or_container(self, container: Container) -> Self {
        self.source(Source::Container(container))
    }

    /// Where nothing before applies: a server of programs on this machine.
    #[must_use]
    pub fn or_server(self, server: LocalServer) -> Self {
        self.source(Source::Server(server))
    }

    /// Where nothing before applies: as [`embedded`](Self::embedded).
    #[must_use]
    pub fn or_embedded(self, url: &'static str) -> Self {
        self.source(Source::Embedded(url))
    }

    /// Adds a lane. In `url`, `{url}` stands for the source's URL and `{scratch}` for the run's folder; an option that follows
    /// is joined to those that the URL has. Without a lane there is one, of no name, with the source's URL.
    #[must_use]
    pub fn lane(mut self, name: &'static str, url: &'static str) -> Self {
        self.lanes.push((name, url));
        self
    }

    fn source(mut self, source: Source) -> Self {
        self.sources.push(source);
        self
    }

    /// Finds or starts the database, for tests and benchmarks beside the suite: variables are those of this process.
    ///
    /// # Errors
    /// What each source said, where none has a database.
    ///
    /// # Example
    /// ```
    /// use conformance_tests::Provision;
    ///
    /// let running = Provision::embedded("toy:").start(&toy_backend::BACKEND)?;
    /// assert_eq!(running.url(), "toy:");
    /// # Ok::<_, conformance_tests::provision::Missing>(())
    /// ```
    pub fn start(&self, backend: &'static Backend) -> Result<Running, Missing> {
        let failed = |error: std::io::Error| Missing {
            reasons: vec![format!("no folder for it: {error}")],
            asked_for: true,
        };
        let variable = |name: &str| std::env::var(name).ok();
        let folder = RunFolder::new("database").map_err(failed)?;
        let mut running = self.find(backend, folder.path(), &variable)?;
        if matches!(running.held, Held::Nothing) {
            running.held = Held::Folder {
                _guard: Guard::of_folder(folder.path()).map_err(failed)?,
                _folder: folder,
            };
        }
        Ok(running)
    }

    /// The database of the first source that has one.
    pub(crate) fn find(
        &self,
        backend: &'static Backend,
        scratch: &Path,
        variable: Variable<'_>,
    ) -> Result<Running, Missing> {
        // Starting one waits in a runtime; the caller may stand in another.
        let start = |source: &Source| {
            let variables = Variables::of(source, variable);
            ready::apart(|| source.start(backend, scratch, &|name| variables.get(name)))
                .unwrap_or_else(|| Err("the suite panicked while it started a server".to_owned()))
        };
        let mut reasons = Vec::new();
        for source in &self.sources {
            if source.asked_for(variable) {
                return start(source).map_err(|reason| Missing {
                    reasons: vec![reason],
                    asked_for: true,
                });
            }
        }
        for source in &self.sources {
            match start(source) {
                Ok(running) => return Ok(running),
                Err(reason) => reasons.push(reason),
            }
        }
        Err(Missing {
            reasons,
            asked_for: false,
        })
    }

    /// The tags of the container of that image, where that variable chooses among them.
    pub(crate) fn container_of(
        &self,
        image: &str,
        variable: &str,
    ) -> Option<&'static [&'static str]> {
        self.sources.iter().find_map(|source| match source {
            Source::Container(it) if it.image == image && it.variable == Some(variable) => {
                Some(it.tags)
            }
            _ => None,
        })
    }

    /// The names of the lanes.
    pub(crate) fn lane_names(&self) -> Vec<&'static str> {
        if self.lanes.is_empty() {
            return vec![""];
        }
        self.lanes.iter().map(|(name, _)| *name).collect()
    }

    /// The ways to open the database at `url`.
    pub(crate) fn lanes(&self, url: &str, scratch: &Path) -> Vec<Lane> {
        if self.lanes.is_empty() {
            let url = url.to_owned();
            return vec![Lane { name: "", url }];
        }
        let scratch = url_path(scratch);
        let lane = |(name, template): &(&'static str, &str)| Lane {
            name,
            url: joined(&template.replace("{scratch}", &scratch), url),
        };
        self.lanes.iter().map(lane).collect()
    }
}

/// The values of the variables that a source looks at, to be read on another thread.
struct Variables(Vec<(&'static str, String)>);

impl Variables {
    fn of(source: &Source, variable: Variable<'_>) -> Self {
        let names = ["PATH"].into_iter().chain(source.variable());
        Self(
            names
                .filter_map(|name| Some((name, variable(name)?)))
                .collect(),
        )
    }

    fn get(&self, name: &str) -> Option<String> {
        let found = self.0.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.clone())
    }
}

/// The lane's URL: an option behind `{url}` is joined with what the URL itself needs.
fn joined(template: &str, url: &str) -> String {
    let Some((before, after)) = template.split_once("{url}") else {
        return template.to_owned();
    };
    match after.strip_prefix(['?', '&']) {
        None => format!("{before}{url}{after}"),
        Some(options) => {
            let separator = if url.contains('?') { '&' } else { '?' };
            format!("{before}{url}{separator}{options}")
        }
    }
}

/// A path as it stands in a URL.
fn url_path(path: &Path) -> String {
    let mut out = String::new();
    for byte in path.to_string_lossy().replace('\\', "/").bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b':' | b'~' => out.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests;
