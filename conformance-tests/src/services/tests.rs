//! Files of services: what is read, what is refused, and what is planned of them.

use std::path::Path;
use std::process::Command;

use backend_core::features::Features;
use backend_core::flag::Flag;
use backend_core::wrapper::{ServerInfo, Version};

use super::agree::of_the_features;
use super::{Occasion, Service, changed_since, matrix, read, read_folders, runs, settled, touched};
use crate::marks::LaneFacts;

const HEAD: &str = "vendor = \"mine\"
name = \"Mine\"
image = \"mine/server\"
variable = \"MINE_IMAGE\"
package = \"backend-mine\"
shares = 2
paths = [\"backend-mine/**\"]
";
const VERSIONS: &str = "
[environment]
MINE_MODE = \"fast\"

[[version]]
name = \"7\"
tag = \"7-slim\"
server = \"7.2\"
[version.flags]
supports_arrays = false

[[version]]
name = \"8\"
tag = \"8-slim\"
server = \"8\"

[[version]]
name = \"9\"
tag = \"9-slim\"
server = \"9\"
";

fn service() -> Service {
    read("mine/mine.toml", &format!("{HEAD}{VERSIONS}")).unwrap()
}

/// What is said of the file with this in the place of that.
fn refused(that: &str, this: &str) -> String {
    let text = format!("{HEAD}{VERSIONS}");
    assert!(text.contains(that), "{that}");
    let error = read("s.toml", &text.replacen(that, this, 1)).unwrap_err();
    error.to_string()
}

#[test]
fn a_file_is_read() {
    let service = service();
    assert_eq!((service.id(), service.product.as_str()), ("mine", "Mine"));
    assert_eq!(
        service.command,
        "cargo test --locked --package backend-mine --features conformance-tests/containers --test conformance"
    );
    let [oldest, _, newest] = service.versions.as_slice() else {
        panic!("{service:?}")
    };
    assert_eq!(oldest.flags, [(Flag::supports_arrays, false)]);
    assert_eq!((oldest.line, newest.tag.as_str()), (12, "9-slim"));
}

#[test]
fn the_form_that_the_documentation_tells_is_the_one_that_is_read() {
    let form = include_str!("mod.rs")
        .split_once("//! ```toml\n")
        .unwrap()
        .1;
    let form = form.split_once("//! ```\n").unwrap().0;
    let service = read("mine.toml", &form.replace("//!", "")).unwrap();
    assert_eq!((service.shares, service.versions.len()), (2, 2));
    assert_eq!(service.left_out.as_deref(), Some("no image is published"));
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    for (that, this, told) in [
        ("shares = 2", "share = 2", "s.toml:6: unknown field `share`"),
        (
            "shares = 2",
            "shares = 0",
            "s.toml:6: `shares` is at least 1",
        ),
        (
            "image = \"mine/server\"",
            "image = \"a b\"",
            "s.toml:3: `image` has to be one word",
        ),
        (
            "variable = \"MINE_IMAGE\"",
            "variable = \"mine-image\"",
            "s.toml:4: `mine-image` is no name of a variable, as MINE_IMAGE is",
        ),
        (
            "MINE_MODE",
            "CONFORMANCE_SHARD",
            "s.toml:10: CONFORMANCE_SHARD is what the plan itself sets",
        ),
        (
            "backend-mine/**",
            "backend-{mine/**",
            "s.toml:7: `backend-{mine/**` opens a brace that it does not close",
        ),
        (
            "supports_arrays",
            "supports_arays",
            "s.toml:17: there is no flag `supports_arays`",
        ),
        (
            "tag = \"8-slim\"",
            "tag = \"7-slim\"",
            "s.toml:19: the version 8 (7-slim) stands twice: line 12 has it as well",
        ),
        (
            "server = \"8\"",
            "server = \"6\"",
            "s.toml:22: versions stand oldest first",
        ),
        (
            "server = \"8\"",
            "server = \"8a\"",
            "s.toml:22: `8a` is no version: write up to three numbers",
        ),
        (
            "server = \"9\"",
            "server = \"9\"\nflags = { supports_arrays = true }",
            "s.toml:24: flags are told by what is otherwise in the newest version, which is this one",
        ),
        (
            "server = \"8\"",
            "server = \"8\"\nenabled = false",
            "s.toml:23: what is not enabled has to say why: write `reason`",
        ),
        (
            "shares = 2",
            "reason = \"x\"",
            "s.toml:6: a reason is of what is left out: write `enabled = false`, or take it away",
        ),
        (
            VERSIONS,
            "",
            "s.toml:1: there is no version: write a [[version]]",
        ),
    ] {
        let found = refused(that, this);
        assert!(found.starts_with(told), "{found}\n{told}");
    }
    let twice = refused("shares = 2", "shares = 2\nshares = 3");
    assert!(twice.starts_with("s.toml:7: "), "{twice}");
    let missing = refused("package = \"backend-mine\"\n", "");
    assert!(missing.contains("missing field `package`"), "{missing}");
}

#[test]
fn the_oldest_and_the_newest_run_whole_and_at_night_all_do() {
    let service = service();
    let told = |occasion| -> Vec<_> {
        runs([&service], occasion)
            .iter()
            .map(super::Run::name)
            .collect()
    };
    assert_eq!(
        told(Occasion::Change),
        [
            "Mine 7, share 1 of 2",
            "Mine 7, share 2 of 2",
            "Mine 8, smoke lane",
            "Mine 9, share 1 of 2",
            "Mine 9, share 2 of 2"
        ]
    );
    let night = told(Occasion::Night);
    assert_eq!(night.len(), 6);
    assert!(!night.iter().any(|name| name.contains("smoke")));
    let uncut = runs([&service], Occasion::Change)
        .into_iter()
        .filter_map(super::Run::alone);
    let uncut: Vec<_> = uncut.map(|run| run.name()).collect();
    assert_eq!(uncut, ["Mine 7", "Mine 8, smoke lane", "Mine 9"]);
}

#[test]
fn what_is_left_out_is_not_run() {
    let reason = "enabled = false\nreason = \"no image\"\n";
    let text = format!(
        "{HEAD}{}",
        VERSIONS.replacen("server = \"9\"\n", &format!("server = \"9\"\n{reason}"), 1)
    );
    let service = read("mine.toml", &text).unwrap();
    let names: Vec<_> = service
        .planned()
        .map(|version| version.name.as_str())
        .collect();
    assert_eq!(names, ["7", "8"]);
    let whole = runs([&service], Occasion::Change);
    assert!(whole.iter().all(|run| !run.smoke));
    let service = read("mine.toml", &format!("{HEAD}{reason}{VERSIONS}")).unwrap();
    assert_eq!(service.left_out.as_deref(), Some("no image"));
    assert!(runs([&service], Occasion::Night).is_empty());
}

#[test]
fn a_matrix_is_one_line_that_holds_every_run() {
    let service = service();
    let text = matrix(&runs([&service], Occasion::Change)).unwrap();
    assert!(!text.contains('\n'));
    let first = "{\"include\":[{\"name\":\"Mine 7, share 1 of 2\",\"id\":\"mine-7-1\",\"package\":\"backend-mine\",\"command\":\"cargo test ";
    assert!(text.starts_with(first), "{text}");
    let environment = "\"environment\":{\"CONFORMANCE_EXPECT\":\"mine\",\"CONFORMANCE_SHARD\":\"1/2\",\"CONFORMANCE_SMOKE\":\"\",\
                       \"MINE_IMAGE\":\"7-slim\",\"MINE_MODE\":\"fast\"}}";
    assert!(text.contains(environment), "{text}");
    assert_eq!(text.matches("\"name\"").count(), 5);
    assert_eq!(matrix(&[]).unwrap(), "{\"include\":[]}");
}

#[test]
fn a_change_asks_for_the_services_whose_paths_it_touches() {
    let mut other = service();
    other.file = "other/other.toml".to_owned();
    other.paths = vec!["other/{a,b}/*".to_owned()];
    let services = [service(), other];
    let ids = |changed: &[&str]| -> Vec<String> {
        let changed: Vec<_> = changed.iter().map(|path| (*path).to_owned()).collect();
        let touched = touched(&services, &changed);
        touched
            .iter()
            .map(|service| service.id().to_owned())
            .collect()
    };
    assert_eq!(ids(&["backend-mine/src/lib.rs"]), ["mine"]);
    assert_eq!(ids(&["other/b/x.rs", "other/c/x.rs"]), ["other"]);
    assert_eq!(ids(&["./other/other.toml"]), ["other"]);
    assert_eq!(ids(&["Cargo.lock"]), ["mine", "other"]);
    for documents in [
        &["backend-mine/README.md", "LICENSE-MIT"][..],
        &["elsewhere/x.rs"],
        &[],
    ] {
        assert!(ids(documents).is_empty(), "{documents:?}");
    }
}

#[test]
fn a_checkout_tells_what_changed() {
    let folder = std::env::temp_dir().join(format!("cf_changed_{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(folder.join("a")).unwrap();
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.current_dir(&folder)
            .args(["-c", "user.name=A", "-c", "user.email=a@example.org"])
            .args(arguments);
        assert!(git.output().unwrap().status.success(), "{arguments:?}");
    };
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    let outside = changed_since(&folder, "main").unwrap_err();
    assert!(outside.contains("not a git repository"), "{outside}");
    git(&["init", "--quiet", "--initial-branch=main"]);
    write("a/x", "1");
    write("y", "1");
    git(&["add", "."]);
    git(&["commit", "--quiet", "-m", "one"]);
    git(&["switch", "--quiet", "-c", "other"]);
    git(&["mv", "y", "ü"]);
    git(&["commit", "--quiet", "-m", "two"]);
    write("a/x", "2");
    let changed = changed_since(&folder.join("a"), "main").unwrap();
    assert_eq!(changed, ["a/x", "y", "ü"]);
    let unknown = changed_since(&folder, "nowhere").unwrap_err();
    assert!(
        unknown.starts_with("git does not say what changed since nowhere: "),
        "{unknown}"
    );
    assert_eq!(
        changed_since(&folder, "--output=x").unwrap_err(),
        "`--output=x` is no revision"
    );
    let _ = std::fs::remove_dir_all(&folder);
}

/// A vendor whose servers have arrays since 8.
fn features(server: &ServerInfo) -> Features {
    Features {
        supports_arrays: server.version >= Version::new(8, 0, 0),
        ..Features::MINIMAL
    }
}

#[test]
fn the_flags_of_a_file_are_those_of_the_features() {
    assert_eq!(of_the_features(&service(), &features), Ok(()));
    let without = service_with("[version.flags]\nsupports_arrays = false\n", "");
    let found = of_the_features(&without, &features).unwrap_err();
    assert_eq!(
        found.to_string(),
        "s.toml:12: Mine 7: write `supports_arrays = false`"
    );
    let more = service_with(
        "server = \"8\"",
        "server = \"8\"\nflags = { supports_views = false }",
    );
    let found = of_the_features(&more, &features).unwrap_err();
    assert_eq!(
        found.to_string(),
        "s.toml:19: Mine 8: supports_views is as in the newest version: take it out"
    );
}

fn service_with(that: &str, this: &str) -> Service {
    let text = format!("{HEAD}{VERSIONS}");
    assert!(text.contains(that), "{that}");
    read("s.toml", &text.replacen(that, this, 1)).unwrap()
}

#[test]
fn a_server_at_hand_is_as_the_file_says_of_its_version() {
    let at_hand = |product: &str, number, features: &Features| {
        let server = ServerInfo::new(product, number);
        let lane = LaneFacts {
            name: "",
            server: &server,
            features,
        };
        settled(&[service()], &[lane]).map_err(|error| error.to_string())
    };
    let with_arrays = features(&ServerInfo::new("Mine", Version::new(9, 0, 0)));
    let found = at_hand("Mine", Version::new(7, 2, 9), &with_arrays);
    let told = "mine/mine.toml:12: supports_arrays is on for the Mine 7.2.9 that answers";
    assert_eq!(found.unwrap_err(), told);
    assert_eq!(
        at_hand("Mine", Version::new(7, 2, 9), &Features::MINIMAL),
        Ok(())
    );
    for (product, number) in [
        ("Mine", Version::new(7, 20, 0)),
        ("Mine", Version::new(9, 1, 0)),
        ("Other", Version::new(7, 2, 0)),
    ] {
        assert_eq!(at_hand(product, number, &with_arrays), Ok(()));
    }
}

#[test]
fn two_files_of_one_name_are_refused_and_a_folder_that_is_missing_too() {
    let folder = std::env::temp_dir().join(format!("cf_services_{}", std::process::id()));
    let folders = ["a", "b"].map(|name| folder.join(name));
    for folder in &folders {
        std::fs::create_dir_all(folder).unwrap();
        std::fs::write(folder.join("mine.toml"), format!("{HEAD}{VERSIONS}")).unwrap();
        std::fs::write(folder.join("notes.txt"), "none").unwrap();
    }
    let folders = folders.map(|folder| folder.to_string_lossy().into_owned());
    assert_eq!(read_folders(&folders[..1]).unwrap().len(), 1);
    let twice = read_folders(&folders).unwrap_err();
    assert!(
        twice
            .message
            .ends_with("a/mine.toml has the same name: give it another"),
        "{twice}"
    );
    let _ = std::fs::remove_dir_all(&folder);
    assert_eq!(read_folders(&folders).unwrap_err().line, 0);
}

/// The files of this project's vendors, of which the suite compares the flags where it runs.
#[test]
fn the_services_of_this_project_are_run_after_a_change_of_the_core() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let vendors = std::fs::read_dir(root).unwrap();
    let folders = vendors.map(|vendor| vendor.unwrap().path().join("tests/services"));
    let folders = folders.filter(|folder| folder.is_dir());
    let folders: Vec<_> = folders
        .map(|folder| folder.to_string_lossy().into_owned())
        .collect();
    assert!(!folders.is_empty());
    let services = read_folders(&folders).unwrap();
    for path in ["backend-core/src/lib.rs", "conformance-tests/src/lib.rs"] {
        assert_eq!(
            touched(&services, &[path.to_owned()]).len(),
            services.len(),
            "{path}"
        );
    }
    assert!(
        touched(
            &services,
            &["README.md".to_owned(), "docs/flags.md".to_owned()]
        )
        .is_empty()
    );
}
