//! A suite holds the services of its vendor against the vendor, before it looks for a server and when one answers.

#![cfg(test)]

use std::path::Path;

use backend_core::backend::Backend;
use conformance_tests::case::CaseDef;
use conformance_tests::provision::Container;
use conformance_tests::runner::{Exit, Suite, run};
use conformance_tests::{Harness, Origin, Provision};

const CONTAINER: Container =
    Container::new("toy/server", &["1"], 4000, "toy:").chosen_by("TOY_IMAGE");

/// A toy whose older version, by its features, has no arrays.
static BACKEND: Backend = Backend {
    features: |server| {
        let mut features = (toy_backend::BACKEND.features)(server);
        features.supports_arrays = server.version.major > 0;
        features
    },
    ..toy_backend::BACKEND
};

struct Toy;

impl Harness for Toy {
    fn vendor(&self) -> &str {
        "toy"
    }

    fn backend(&self) -> &'static Backend {
        &BACKEND
    }

    fn provision(&self) -> Provision {
        Provision::env("TOY_URL").or_container(CONTAINER)
    }
}

const SERVICE: &str = "vendor = \"toy\"\nname = \"Toy\"\nimage = \"toy/server\"\nvariable = \"TOY_IMAGE\"\npackage = \"backend-toy\"\n\
                       paths = [\"**\"]\n\n[[version]]\nname = \"old\"\ntag = \"0\"\nserver = \"0\"\n\
                       flags = { supports_arrays = false }\n\n[[version]]\nname = \"new\"\ntag = \"1\"\nserver = \"1\"\n";

const PASSES: CaseDef = CaseDef::new("suite.case.passes", "passes", "It passes.", |_| {
    Box::pin(async { Ok(()) })
});

/// How a run ends with this file, and what it says first.
fn run_with(name: &str, service: &str) -> (Exit, String) {
    let folder = std::env::temp_dir().join(format!("cf_of_toy_{name}_{}", std::process::id()));
    let services = folder.join("tests/services");
    std::fs::create_dir_all(&services).unwrap();
    std::fs::write(services.join("toy.toml"), service).unwrap();
    let (exit, said) = run_in(&folder);
    let _ = std::fs::remove_dir_all(folder);
    (exit, said.lines().next().unwrap_or_default().to_owned())
}

fn run_in(folder: &Path) -> (Exit, String) {
    let suite = Suite {
        harness: &Toy,
        origin: Origin::new(
            "backend-toy",
            "1.0.0",
            folder.to_string_lossy().into_owned().leak(),
        ),
        cases: &[PASSES],
        marks: "",
    };
    let log = folder.join("log").to_string_lossy().into_owned();
    let mut out = Vec::new();
    let variable = |name: &str| (name == "TOY_URL").then(|| "toy:".to_owned());
    let exit = run(&suite, ["--logfile".to_owned(), log], variable, &mut out);
    (exit, String::from_utf8(out).unwrap())
}

#[test]
fn services_that_say_the_same_as_the_vendor_change_nothing() {
    let (exit, said) = run_with("same", SERVICE);
    assert_eq!(exit, Exit::Ok, "{said}");
}

#[test]
fn services_that_say_otherwise_are_a_wrong_configuration() {
    for (name, that, this, told) in [
        (
            "vendor",
            "\"toy\"",
            "\"tory\"",
            "1: the vendor is `toy`, and not `tory`",
        ),
        (
            "package",
            "backend-toy",
            "toy",
            "1: the package is `backend-toy`, and not `toy`",
        ),
        (
            "image",
            "toy/server",
            "toy/other",
            "1: `provision` has no container of toy/other that TOY_IMAGE chooses",
        ),
        (
            "tag",
            "tag = \"1\"",
            "tag = \"2\"",
            "14: the container's first tag has to be the newest one, 2",
        ),
        (
            "flag",
            "flags = { supports_arrays = false }\n",
            "",
            "8: Toy old: write `supports_arrays = false`",
        ),
        ("key", "variable", "varable", "4: unknown field `varable`"),
    ] {
        assert!(SERVICE.contains(that), "{that}");
        let (exit, said) = run_with(name, &SERVICE.replacen(that, this, 1));
        assert_eq!(exit, Exit::Usage, "{said}");
        assert!(said.contains(&format!("toy.toml:{told}")), "{said}");
    }
}
