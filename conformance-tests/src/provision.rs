//! [`Provision`]: where a vendor's database is found, as data from the vendor's own test file.
//!
//! Sources are tried in the order in which they are written; the first that applies gives the base URL. Lanes are ways to
//! open that one database: the whole suite runs once a lane.

use std::path::Path;

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
    /// A database inside this process, in the scratch folder.
    Embedded(&'static str),
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

    /// Where nothing before applies: as [`embedded`](Self::embedded).
    #[must_use]
    pub fn or_embedded(self, url: &'static str) -> Self {
        self.source(Source::Embedded(url))
    }

    /// Adds a lane. In `url`, `{url}` stands for the source's URL and `{scratch}` for the run's folder. Without a lane
    /// there is one, of no name, with the source's URL.
    #[must_use]
    pub fn lane(mut self, name: &'static str, url: &'static str) -> Self {
        self.lanes.push((name, url));
        self
    }

    fn source(mut self, source: Source) -> Self {
        self.sources.push(source);
        self
    }

    /// The lanes, or why there is no database.
    pub(crate) fn resolve(
        &self,
        scratch: &Path,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Vec<Lane>, String> {
        let scratch = url_path(scratch);
        let found = self.sources.iter().find_map(|source| match source {
            Source::Env(name) => variable(name).filter(|url| !url.is_empty()),
            Source::Embedded(url) => Some(url.replace("{scratch}", &scratch)),
        });
        let Some(url) = found else {
            return Err(self.missing());
        };
        if self.lanes.is_empty() {
            return Ok(vec![Lane { name: "", url }]);
        }
        let lane = |(name, template): &(&'static str, &str)| Lane {
            name,
            url: template
                .replace("{scratch}", &scratch)
                .replace("{url}", &url),
        };
        Ok(self.lanes.iter().map(lane).collect())
    }

    fn missing(&self) -> String {
        let names: Vec<_> = self
            .sources
            .iter()
            .filter_map(|source| match source {
                Source::Env(name) => Some(format!("{name} is not set")),
                Source::Embedded(_) => None,
            })
            .collect();
        if names.is_empty() {
            "no source of a database is given".to_owned()
        } else {
            names.join(", ")
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
mod tests {
    use std::path::Path;

    use super::Provision;

    fn urls(provision: &Provision, variable: Option<&str>) -> Result<Vec<String>, String> {
        provision
            .resolve(Path::new("/tmp/a b"), |_| variable.map(str::to_owned))
            .map(|lanes| lanes.into_iter().map(|lane| lane.url).collect())
    }

    #[test]
    fn the_first_source_that_applies_gives_the_url() {
        let provision = Provision::env("X").or_embedded("mine:{scratch}/x");
        assert_eq!(urls(&provision, Some("mine:y")).unwrap(), ["mine:y"]);
        assert_eq!(urls(&provision, Some("")).unwrap(), ["mine:/tmp/a%20b/x"]);
        assert_eq!(urls(&provision, None).unwrap(), ["mine:/tmp/a%20b/x"]);
        assert_eq!(
            urls(&Provision::env("X"), None).unwrap_err(),
            "X is not set"
        );
    }

    #[test]
    fn lanes_build_on_the_url_or_replace_it() {
        let provision = Provision::env("X")
            .lane("a", "{url}?mode=1")
            .lane("b", "mine:{scratch}/b");
        assert_eq!(
            urls(&provision, Some("mine:y")).unwrap(),
            ["mine:y?mode=1", "mine:/tmp/a%20b/b"]
        );
    }
}
