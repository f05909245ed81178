//! Rule `plan`: whoever starts servers in containers starts those of the plan, and no others.

use super::Finding;
use super::sources::Sources;
use crate::plan::{SERVERS, Server, Version};

const RULE: &str = "plan";
const COMPOSE: &str = "compose.yaml";
const WORKFLOW: &str = ".github/workflows/ci.yml";
const SCRIPT: &str = ".ci/run";
/// Who has to ask for the plan, and with which command.
const ASKING: [(&str, &str); 2] = [
    (WORKFLOW, "cargo xtask matrix"),
    (SCRIPT, "cargo xtask containers"),
];

pub(super) fn check(sources: &Sources<'_>) -> Vec<Finding> {
    let tree = sources.tree;
    let mut findings = Vec::new();
    for (path, command) in ASKING {
        if tree.text(path).is_some_and(|text| !text.contains(command)) {
            let message = format!("it does not ask `{command}` what to run");
            findings.push(Finding::new(path, 1, RULE, message));
        }
    }
    if let Some(compose) = tree.text(COMPOSE) {
        check_compose(compose, &mut findings);
    }
    for server in SERVERS {
        let path = format!("{}/tests/server/mod.rs", server.package);
        if let Some(text) = tree.text(&path) {
            check_container(&path, text, server, &mut findings);
        }
    }
    findings
}

/// Every image of the file is the plan's, and the oldest and the newest of every server stand in it.
fn check_compose(compose: &str, findings: &mut Vec<Finding>) {
    let image = |server: &Server, version: &Version| format!("{}:{}", server.image, version.tag);
    let planned: Vec<_> = SERVERS
        .iter()
        .flat_map(|server| {
            let versions = server.versions.iter();
            versions.map(|version| image(server, version))
        })
        .collect();
    let mut there = Vec::new();
    for (at, line) in compose.lines().enumerate() {
        let Some(image) = line.trim().strip_prefix("image: ") else {
            continue;
        };
        there.push(image);
        if !planned.iter().any(|planned| planned == image) {
            let message = format!("{image} does not stand in the plan");
            findings.push(Finding::new(COMPOSE, at + 1, RULE, message));
        }
    }
    for server in SERVERS {
        let ends = [server.versions.first(), server.versions.last()];
        for image in ends.into_iter().flatten().map(|end| image(server, end)) {
            if !there.contains(&image.as_str()) {
                let message = format!("there is no `image: {image}`, which the plan has");
                findings.push(Finding::new(COMPOSE, 1, RULE, message));
            }
        }
    }
}

/// The container of a vendor's tests is of the plan's image, its newest version first.
fn check_container(path: &str, text: &str, server: &Server, findings: &mut Vec<Finding>) {
    let container = text.split("Container::new(").nth(1).unwrap_or_default();
    let mut strings = container.split('"').skip(1).step_by(2);
    if strings.next() != Some(server.image) {
        let message = format!("its image is not the plan's, {}", server.image);
        findings.push(Finding::new(path, 1, RULE, message));
    }
    let newest = server.versions.last().map(|version| version.tag);
    if strings.next() != newest {
        let newest = newest.unwrap_or_default();
        let message = format!("its first tag is not the plan's newest, {newest}");
        findings.push(Finding::new(path, 1, RULE, message));
    }
}

#[cfg(test)]
mod tests {
    use super::{COMPOSE, SCRIPT, WORKFLOW, check};
    use crate::tidy::{Sources, Tree};

    const IMAGES: &str = "image: postgres:12\nimage: postgres:18\nimage: mcr.microsoft.com/mssql/server:2017-latest\n\
                          image: mcr.microsoft.com/mssql/server:2025-latest\n";
    const SERVER: &str = "Container::new(\n    \"postgres\",\n    &[\"18\", \"12\"],\n";

    fn messages(compose: &str, workflow: &str, server: &str) -> Vec<String> {
        let tree = Tree::from_iter([
            (COMPOSE, compose),
            (WORKFLOW, workflow),
            (SCRIPT, "cargo xtask containers"),
            ("backend-postgres/tests/server/mod.rs", server),
        ]);
        check(&Sources::new(&tree))
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn what_says_the_same_as_the_plan_is_fine() {
        let found = messages(IMAGES, "run: cargo xtask matrix", SERVER);
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn what_says_otherwise_is_found() {
        let compose = IMAGES.replace("postgres:18", "postgres:17-alpine");
        let found = messages(&compose, "matrix: [12]", &SERVER.replace("18", "16"));
        assert_eq!(
            found,
            [
                ".github/workflows/ci.yml:1: plan: it does not ask `cargo xtask matrix` what to run",
                "compose.yaml:2: plan: postgres:17-alpine does not stand in the plan",
                "compose.yaml:1: plan: there is no `image: postgres:18`, which the plan has",
                "backend-postgres/tests/server/mod.rs:1: plan: its first tag is not the plan's newest, 18",
            ]
        );
    }
}
