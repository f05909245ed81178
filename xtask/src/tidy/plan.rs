//! Rule `plan`: whoever starts servers in containers starts those of the vendors' services, and no others; and a change of what a vendor
//! is built of asks for its runs.

use super::Finding;
use super::sources::Sources;
use crate::plan::{FOLDER, Images};

const RULE: &str = "plan";
const COMPOSE: &str = "compose.yaml";
const WORKFLOW: &str = ".github/workflows/ci.yml";
const SCRIPT: &str = ".ci/run";
/// Who has to ask for the plan, and with which command.
const ASKING: [(&str, &str); 2] = [
    (WORKFLOW, "cargo xtask matrix"),
    (SCRIPT, "cargo xtask containers"),
];
/// The crates of which every vendor is built, beside its own.
const BUILT_OF: [&str; 2] = ["backend-core", "conformance-tests"];

/// A file of a vendor's services.
struct Service<'t> {
    path: &'t str,
    text: &'t str,
    /// The folder of the vendor's crate.
    vendor: &'t str,
    images: Images,
}

pub(super) fn check(sources: &Sources<'_>) -> Vec<Finding> {
    let tree = sources.tree;
    let mut findings = Vec::new();
    for (path, command) in ASKING {
        if tree.text(path).is_some_and(|text| !text.contains(command)) {
            let message = format!("it does not ask `{command}` what to run");
            findings.push(Finding::new(path, 1, RULE, message));
        }
    }
    let services: Vec<_> = tree.files().filter_map(service).collect();
    if let Some(compose) = tree.text(COMPOSE) {
        check_compose(compose, &services, &mut findings);
    }
    for service in &services {
        check_paths(service, &mut findings);
        let path = format!("{}/tests/server/mod.rs", service.vendor);
        if let Some(text) = tree.text(&path) {
            check_container(&path, text, &service.images, &mut findings);
        }
    }
    findings
}

fn service<'t>((path, text): (&'t str, &'t str)) -> Option<Service<'t>> {
    let (folder, file) = path.rsplit_once('/')?;
    let vendor = folder.strip_suffix(FOLDER)?.strip_suffix('/')?;
    file.ends_with(".toml").then(|| Service {
        path,
        text,
        vendor,
        images: Images::read(text),
    })
}

/// A change of the vendor, of the core and of the suite makes a run necessary.
fn check_paths(service: &Service<'_>, findings: &mut Vec<Finding>) {
    let numbered = service.text.lines().enumerate();
    let mut paths = numbered.filter(|(_, line)| line.starts_with("paths = "));
    let (at, line) = paths.next().unwrap_or_default();
    for folder in BUILT_OF.into_iter().chain([service.vendor]) {
        let glob = format!("\"{folder}/**\"");
        if !line.contains(&glob) {
            let message = format!("`paths` leaves out {glob}");
            findings.push(Finding::new(service.path, at + 1, RULE, message));
        }
    }
}

/// Every image of the file is one of a service, and the oldest and the newest of every server stand in it.
fn check_compose(compose: &str, services: &[Service<'_>], findings: &mut Vec<Finding>) {
    let image = |images: &Images, tag: &str| format!("{}:{tag}", images.image);
    let images = || services.iter().map(|service| &service.images);
    let planned: Vec<_> = images()
        .flat_map(|images| images.tags.iter().map(|tag| image(images, tag)))
        .collect();
    let mut there = Vec::new();
    for (at, line) in compose.lines().enumerate() {
        let Some(image) = line.trim().strip_prefix("image: ") else {
            continue;
        };
        there.push(image);
        if !planned.iter().any(|planned| planned == image) {
            let message = format!("{image} is of no service");
            findings.push(Finding::new(COMPOSE, at + 1, RULE, message));
        }
    }
    for images in images() {
        let ends = [images.tags.first(), images.tags.last()];
        for image in ends.into_iter().flatten().map(|tag| image(images, tag)) {
            if !there.contains(&image.as_str()) {
                let message = format!("there is no `image: {image}`, which the services have");
                findings.push(Finding::new(COMPOSE, 1, RULE, message));
            }
        }
    }
}

/// The container of a vendor's tests is of the service's image, its newest version first.
fn check_container(path: &str, text: &str, images: &Images, findings: &mut Vec<Finding>) {
    let Some(newest) = images.tags.last() else {
        return;
    };
    let container = text.split("Container::new(").nth(1).unwrap_or_default();
    let mut strings = container.split('"').skip(1).step_by(2);
    if strings.next() != Some(images.image.as_str()) {
        let message = format!("its image is not the service's, {}", images.image);
        findings.push(Finding::new(path, 1, RULE, message));
    }
    if strings.next() != Some(newest.as_str()) {
        let message = format!("its first tag is not the service's newest, {newest}");
        findings.push(Finding::new(path, 1, RULE, message));
    }
}

#[cfg(test)]
mod tests {
    use super::{COMPOSE, SCRIPT, WORKFLOW, check};
    use crate::tidy::{Sources, Tree};

    const IMAGES: &str = "image: mine/a:12\nimage: mine/a:18\n";
    const SERVER: &str = "Container::new(\n    \"mine/a\",\n    &[\"18\", \"12\"],\n";
    const SERVICE: &str = "image = \"mine/a\"\npaths = [\"backend-core/**\", \"backend-mine/**\", \"conformance-tests/**\"]\n\
                           [[version]]\ntag = \"12\"\n[[version]]\ntag = \"15\"\n[[version]]\ntag = \"18\"\n";

    fn messages(compose: &str, workflow: &str, server: &str, service: &str) -> Vec<String> {
        let tree = Tree::from_iter([
            (COMPOSE, compose),
            (WORKFLOW, workflow),
            (SCRIPT, "cargo xtask containers"),
            ("backend-mine/tests/server/mod.rs", server),
            ("backend-mine/tests/services/mine.toml", service),
        ]);
        check(&Sources::new(&tree))
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn what_says_the_same_as_the_services_is_fine() {
        let found = messages(IMAGES, "run: cargo xtask matrix", SERVER, SERVICE);
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn what_is_left_out_stands_nowhere() {
        let service = SERVICE.replace("[[version]]\ntag = \"12\"", "enabled = false");
        let found = messages("", "run: cargo xtask matrix", "no container", &service);
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn what_says_otherwise_is_found() {
        let compose = IMAGES.replace("mine/a:18", "mine/a:17-alpine");
        let service = SERVICE.replace("\"backend-core/**\", ", "");
        let server = SERVER.replace("18", "16");
        assert_eq!(
            messages(&compose, "matrix: [12]", &server, &service),
            [
                ".github/workflows/ci.yml:1: plan: it does not ask `cargo xtask matrix` what to run",
                "compose.yaml:2: plan: mine/a:17-alpine is of no service",
                "compose.yaml:1: plan: there is no `image: mine/a:18`, which the services have",
                "backend-mine/tests/services/mine.toml:2: plan: `paths` leaves out \"backend-core/**\"",
                "backend-mine/tests/server/mod.rs:1: plan: its first tag is not the service's newest, 18",
            ]
        );
    }
}
