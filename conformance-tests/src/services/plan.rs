//! Which runs an occasion asks for. The oldest and the newest version of a server run the whole suite, those between run its smoke
//! lane; at night all run the whole.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Service, Version};

/// The variables that a run sets beside that of the image.
pub(super) const OWN_VARIABLES: [&str; 3] = [
    "CONFORMANCE_EXPECT",
    "CONFORMANCE_SMOKE",
    "CONFORMANCE_SHARD",
];

/// When a plan is carried out.
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
pub struct Run<'s> {
    /// What is run against.
    pub service: &'s Service,
    /// Its version.
    pub version: &'s Version,
    /// Whether only the smoke lane runs.
    pub smoke: bool,
    /// Which share of how many, from 1.
    pub share: (u32, u32),
}

impl<'s> Run<'s> {
    /// What it is called.
    #[must_use]
    pub fn name(&self) -> String {
        let mut name = format!("{} {}", self.service.name, self.version.name);
        if self.smoke {
            name.push_str(", smoke lane");
        }
        if self.share.1 > 1 {
            name.push_str(&format!(", share {} of {}", self.share.0, self.share.1));
        }
        name
    }

    /// Its variables.
    #[must_use]
    pub fn environment(&self) -> BTreeMap<&'s str, String> {
        let Service {
            environment,
            variable,
            vendor,
            ..
        } = self.service;
        let [expect, smoke, shard] = OWN_VARIABLES;
        let more = environment.iter();
        let mut all: BTreeMap<&str, String> = more
            .map(|(name, value)| (name.as_str(), value.clone()))
            .collect();
        all.extend([
            (variable.as_str(), self.version.tag.clone()),
            (expect, vendor.clone()),
            (smoke, if self.smoke { "1" } else { "" }.to_owned()),
            (shard, format!("{}/{}", self.share.0, self.share.1)),
        ]);
        all
    }

    /// The same run, uncut: for one machine.
    #[must_use]
    pub fn alone(self) -> Option<Self> {
        (self.share.0 == 1).then_some(Self {
            share: (1, 1),
            ..self
        })
    }
}

/// The runs of an occasion.
pub fn runs<'s>(
    services: impl IntoIterator<Item = &'s Service>,
    occasion: Occasion,
) -> Vec<Run<'s>> {
    let mut runs = Vec::new();
    for service in services {
        let last = service.planned().count().saturating_sub(1);
        for (at, version) in service.planned().enumerate() {
            let smoke = occasion == Occasion::Change && at != 0 && at != last;
            let shares = if smoke { 1 } else { service.shares };
            runs.extend((1..=shares).map(|share| Run {
                service,
                version,
                smoke,
                share: (share, shares),
            }));
        }
    }
    runs
}

#[derive(Serialize)]
struct Matrix<'r> {
    include: Vec<Entry<'r>>,
}

#[derive(Serialize)]
struct Entry<'r> {
    name: String,
    id: String,
    package: &'r str,
    command: &'r str,
    environment: BTreeMap<&'r str, String>,
}

/// The runs as the matrix of a workflow: one line of JSON.
///
/// # Errors
/// Why it cannot be written.
pub fn matrix(runs: &[Run<'_>]) -> Result<String, serde_json::Error> {
    let include = runs.iter().map(|run| Entry {
        name: run.name(),
        id: format!("{}-{}-{}", run.service.id(), run.version.name, run.share.0),
        package: &run.service.package,
        command: &run.service.command,
        environment: run.environment(),
    });
    serde_json::to_string(&Matrix {
        include: include.collect(),
    })
}
