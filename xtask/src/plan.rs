//! The plan of runs against servers in containers, as data: what continuous integration, `.ci/run` and people with `compose.yaml` all use.
//!
//! The oldest and the newest version of a server run the whole suite, those between run its smoke lane; at night all run the whole.
//! `tidy` sees that `compose.yaml`, the vendors' own lists of images and the workflow say the same.

use crate::steps::Step;

/// A server that a vendor's suite is run against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Server {
    /// The vendor's name, for `CONFORMANCE_EXPECT`.
    pub vendor: &'static str,
    /// The vendor's crate.
    pub package: &'static str,
    /// The product, for people.
    pub product: &'static str,
    /// The image without its tag.
    pub image: &'static str,
    /// The variable that chooses the tag.
    pub variable: &'static str,
    /// How a test is run.
    command: &'static str,
    /// The versions, oldest first.
    pub versions: &'static [Version],
    /// Into how many shares a whole run is cut, each on a machine of its own.
    shares: u32,
}

/// A version of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Version {
    /// Its name.
    pub name: &'static str,
    /// The image's tag.
    pub tag: &'static str,
}

const fn version(name: &'static str, tag: &'static str) -> Version {
    Version { name, tag }
}

/// Every server.
pub const SERVERS: &[Server] = &[
    Server {
        vendor: "postgres",
        package: "backend-postgres",
        product: "PostgreSQL",
        image: "postgres",
        variable: "POSTGRES_IMAGE",
        command: "cargo test --locked --package backend-postgres --features conformance-tests/containers --test conformance",
        versions: &[
            version("12", "12"),
            version("13", "13"),
            version("14", "14"),
            version("15", "15"),
            version("16", "16"),
            version("17", "17"),
            version("18", "18"),
        ],
        shares: 1,
    },
    Server {
        vendor: "mssql",
        package: "backend-mssql",
        product: "SQL Server",
        image: "mcr.microsoft.com/mssql/server",
        variable: "MSSQL_IMAGE",
        command: "cargo test --locked --package backend-mssql --features conformance-tests/containers --test conformance",
        versions: &[
            version("2017", "2017-latest"),
            version("2019", "2019-latest"),
            version("2022", "2022-latest"),
            version("2025", "2025-latest"),
        ],
        // A database is made for nearly every case, which takes this server long.
        shares: 2,
    },
];

/// When the plan is carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Occasion {
    /// A change: what lies between the oldest and the newest version runs the smoke lane.
    Change,
    /// A night: all of it.
    Night,
}

/// One run.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Run {
    /// What is run against.
    pub server: &'static Server,
    /// Its version.
    pub version: &'static Version,
    /// Whether only the smoke lane runs.
    pub smoke: bool,
    /// Which share of how many.
    pub share: (u32, u32),
}

impl Run {
    /// What it is called.
    #[must_use]
    pub fn name(&self) -> String {
        let mut name = format!("{} {}", self.server.product, self.version.name);
        if self.smoke {
            name.push_str(", smoke lane");
        }
        if self.share.1 > 1 {
            name.push_str(&format!(", share {} of {}", self.share.0, self.share.1));
        }
        name
    }

    /// Its variables.
    fn environment(&self) -> [(&'static str, String); 4] {
        let smoke = if self.smoke { "1" } else { "" };
        [
            (self.server.variable, self.version.tag.to_owned()),
            ("CONFORMANCE_EXPECT", self.server.vendor.to_owned()),
            ("CONFORMANCE_SMOKE", smoke.to_owned()),
            (
                "CONFORMANCE_SHARD",
                format!("{}/{}", self.share.0, self.share.1),
            ),
        ]
    }
}

/// The runs of an occasion.
#[must_use]
pub fn runs(occasion: Occasion) -> Vec<Run> {
    let mut runs = Vec::new();
    for server in SERVERS {
        let last = server.versions.len().saturating_sub(1);
        for (at, version) in server.versions.iter().enumerate() {
            let smoke = occasion == Occasion::Change && at != 0 && at != last;
            let shares = if smoke { 1 } else { server.shares };
            runs.extend((1..=shares).map(|share| Run {
                server,
                version,
                smoke,
                share: (share, shares),
            }));
        }
    }
    runs
}

/// The runs as the matrix of a workflow: one line of JSON.
#[must_use]
pub fn matrix(occasion: Occasion) -> String {
    let entries = runs(occasion).into_iter().map(|run| {
        let environment = run.environment();
        let variables = environment
            .iter()
            .map(|(name, value)| format!("\"{name}\":\"{value}\""))
            .collect::<Vec<_>>()
            .join(",");
        let (share, _) = run.share;
        format!(
            "{{\"name\":\"{}\",\"id\":\"{}-{}-{share}\",\"package\":\"{}\",\"environment\":{{{variables}}}}}",
            run.name(),
            run.server.vendor,
            run.version.name,
            run.server.package,
        )
    });
    let entries: Vec<_> = entries.collect();
    format!("{{\"include\":[{}]}}", entries.join(","))
}

/// The runs of a change, one after the other on this machine.
#[must_use]
pub fn steps() -> Vec<Step> {
    let whole = |run: &Run| run.share.0 == 1;
    let runs = runs(Occasion::Change).into_iter().filter(whole);
    runs.map(|run| {
        let step = Step::new(run.server.product, run.server.command);
        let alone = Run {
            share: (1, 1),
            ..run
        };
        alone
            .environment()
            .into_iter()
            .fold(step, |step, (variable, value)| step.with(variable, value))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::{Occasion, SERVERS, matrix, runs, steps};

    #[test]
    fn the_oldest_and_the_newest_run_whole_and_at_night_all_do() {
        for server in SERVERS {
            let of = |occasion| {
                runs(occasion)
                    .into_iter()
                    .filter(|run| run.server == server)
            };
            let whole: Vec<_> = of(Occasion::Change)
                .filter(|run| !run.smoke)
                .map(|run| run.version.name)
                .collect();
            assert!(whole.contains(&server.versions.first().unwrap().name));
            assert!(whole.contains(&server.versions.last().unwrap().name));
            assert!(of(Occasion::Night).all(|run| !run.smoke));
            for version in server.versions {
                assert!(of(Occasion::Change).any(|run| run.version == version));
            }
        }
    }

    #[test]
    fn a_matrix_is_one_line_that_holds_every_run() {
        let text = matrix(Occasion::Change);
        assert!(!text.contains('\n'));
        assert_eq!(
            text.matches("\"name\":").count(),
            runs(Occasion::Change).len()
        );
        let first = "{\"include\":[{\"name\":\"PostgreSQL 12\",\"id\":\"postgres-12-1\",\"package\":\"backend-postgres\",\
                     \"environment\":{\"POSTGRES_IMAGE\":\"12\",\"CONFORMANCE_EXPECT\":\"postgres\",\"CONFORMANCE_SMOKE\":\"\",\
                     \"CONFORMANCE_SHARD\":\"1/1\"}},";
        assert!(text.starts_with(first), "{text}");
        assert_eq!(text.matches('{').count(), text.matches('}').count());
        assert!(text.contains("\"PostgreSQL 15, smoke lane\""), "{text}");
        assert!(text.contains("\"SQL Server 2025, share 2 of 2\""), "{text}");
    }

    #[test]
    fn on_one_machine_no_run_is_cut_into_shares() {
        let versions: usize = SERVERS.iter().map(|server| server.versions.len()).sum();
        let steps = steps();
        assert_eq!(steps.len(), versions);
        for step in steps {
            assert!(step.command.contains(&"--locked"));
            let shard = step
                .environment
                .iter()
                .find(|(name, _)| *name == "CONFORMANCE_SHARD");
            assert_eq!(shard.unwrap().1, "1/1");
        }
    }
}
