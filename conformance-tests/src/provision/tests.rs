//! Which source gives the database, and what a lane makes of its URL.

use std::path::Path;

use super::{Container, LocalServer, Missing, Provision};

const ABSENT: LocalServer = LocalServer::new(&["no-such-server"], "toy:{port}").folders("BIN", &[]);

const IMAGE: Container = Container::new("no/such/image", &["1"], 1, "toy:").chosen_by("IMAGE");

fn urls(provision: &Provision, set: &[(&str, &str)]) -> Result<Vec<String>, Missing> {
    let scratch = Path::new("/tmp/a b");
    let running = provision.find(&toy_backend::BACKEND, scratch, &|name| {
        let value = set.iter().find(|(known, _)| *known == name);
        value.map(|(_, value)| (*value).to_owned())
    })?;
    let lanes = provision.lanes(running.url(), scratch).into_iter();
    Ok(lanes.map(|lane| lane.url).collect())
}

#[test]
fn the_first_source_that_applies_gives_the_url() {
    let provision = Provision::env("X").or_embedded("mine:{scratch}/x");
    assert_eq!(urls(&provision, &[("X", "mine:y")]).unwrap(), ["mine:y"]);
    for unset in [&[("X", "")][..], &[]] {
        assert_eq!(urls(&provision, unset).unwrap(), ["mine:/tmp/a%20b/x"]);
    }
    let missing = urls(&Provision::env("X"), &[]).unwrap_err();
    assert_eq!(missing.to_string(), "X is not set");
    assert!(!missing.asked_for());
}

#[test]
fn every_source_says_why_it_has_nothing() {
    let provision = Provision::env("X").or_container(IMAGE).or_server(ABSENT);
    let missing = urls(&provision, &[]).unwrap_err();
    let reasons = missing.to_string();
    assert!(reasons.starts_with("X is not set, "), "{reasons}");
    assert!(
        reasons.contains("no-such-server are neither on PATH"),
        "{reasons}"
    );
    assert_eq!(missing.reasons.len(), 3, "{reasons}");
}

#[test]
fn what_is_asked_for_comes_first_and_nothing_takes_its_place() {
    let provision = Provision::env("X")
        .or_container(IMAGE)
        .or_server(ABSENT)
        .or_embedded("toy:");
    assert_eq!(urls(&provision, &[]).unwrap(), ["toy:"]);
    for (variable, value) in [("BIN", "/nowhere"), ("IMAGE", "2")] {
        let missing = urls(&provision, &[(variable, value)]).unwrap_err();
        assert!(missing.asked_for(), "{missing}");
        assert_eq!(missing.reasons.len(), 1, "{missing}");
    }
    let both = [("BIN", "/nowhere"), ("X", "toy:x")];
    assert_eq!(urls(&provision, &both).unwrap(), ["toy:x"]);
}

#[test]
fn lanes_build_on_the_url_or_replace_it() {
    let provision = Provision::env("X")
        .lane("a", "{url}?mode=1")
        .lane("b", "mine:{scratch}/b");
    let lanes = |url| urls(&provision, &[("X", url)]).unwrap();
    assert_eq!(lanes("mine:y"), ["mine:y?mode=1", "mine:/tmp/a%20b/b"]);
    assert_eq!(lanes("mine:y?a=b")[0], "mine:y?a=b&mode=1");
}
