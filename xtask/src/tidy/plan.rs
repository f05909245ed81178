//! Rule `plan`: whoever starts servers in containers starts those of the plan, and no others.

use super::Finding;
use super::sources::Sources;
use crate::plan::SERVERS;

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
    let mut finding = |path: &str, line: usize, message: String| {
        findings.push(Finding::new(path, line, RULE, message));
    };
    for (path, command) in ASKING {
        if tree.text(path).is_some_and(|text| !text.contains(command)) {
            finding(path, 1, format!("it does not ask `{command}` what to run"));
        }
    }
    let all: Vec<_> = SERVERS
        .iter()
        .flat_map(|server| server.versions.iter().map(move |version| (server, version)))
        .collect();
    if let Some(compose) = tree.text(COMPOSE) {
        for (at, line) in compose.lines().enumerate() {
            let Some(image) = line.trim().strip_prefix("image: ") else {
                continue;
            };
            let planned = |(server, version): &(&crate::plan::Server, &crate::plan::Version)| {
                image == format!("{}:{}", server.image, version.tag)
            };
            if !all.iter().any(planned) {
                finding(
                    COMPOSE,
                    at + 1,
                    format!("{image} does not stand in the plan"),
                );
            }
        }
        for server in SERVERS {
            for version in [server.versions.first(), server.versions.last()]
                .into_iter()
                .flatten()
            {
                let image = format!("image: {}:{}", server.image, version.tag);
                if !compose.lines().any(|line| line.trim() == image) {
                    finding(
                        COMPOSE,
                        1,
                        format!("there is no `{image}`, which the plan has"),
                    );
                }
            }
        }
    }
    for server in SERVERS {
        let path = format!("{}/tests/server/mod.rs", server.package);
        let Some(text) = tree.text(&path) else {
            continue;
        };
        let newest = server.versions.last().map(|version| version.tag);
        let container = text.split("Container::new(").nth(1).unwrap_or_default();
        let mut strings = container.split('"').skip(1).step_by(2);
        if strings.next() != Some(server.image) {
            finding(
                &path,
                1,
                format!("its image is not the plan's, {}", server.image),
            );
        }
        if strings.next() != newest {
            let newest = newest.unwrap_or_default();
            finding(
                &path,
                1,
                format!("its first tag is not the plan's newest, {newest}"),
            );
        }
    }
    findings
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
