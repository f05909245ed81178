//! `conformance-report plan` and `new`, as whoever types them has them.

#![cfg(test)]

use std::path::{Path, PathBuf};
use std::process::Command;

const SERVICE: &str = "vendor = \"mine\"\nname = \"Mine\"\nimage = \"mine\"\nvariable = \"MINE_IMAGE\"\npackage = \"backend-mine\"\n\
                       command = \"COMMAND\"\npaths = [\"mine/**\"]\n[[version]]\nname = \"7\"\ntag = \"7\"\nserver = \"7\"\n";

/// How the program ended, and what it said.
fn asked(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_conformance-report"));
    let output = program.current_dir(folder).args(arguments).output();
    let output = output.unwrap();
    let said = String::from_utf8([output.stdout, output.stderr].concat());
    (output.status.code().unwrap(), said.unwrap())
}

/// A folder with a service whose command is this one, in `services/mine.toml`.
fn folder(name: &str, command: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("cf_program_{name}_{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(folder.join("services")).unwrap();
    let text = SERVICE.replace("COMMAND", command);
    std::fs::write(folder.join("services/mine.toml"), text).unwrap();
    folder
}

#[test]
fn a_plan_is_what_a_workflow_runs() {
    let folder = folder("plan", "make test");
    let plan = |more: &[&str]| {
        asked(
            &folder,
            &[&["plan", "--services", "services"], more].concat(),
        )
    };
    let one = "{\"include\":[{\"name\":\"Mine 7\",\"id\":\"mine-7-1\",\"package\":\"backend-mine\",\"command\":\"make test\",";
    for asking in [
        &[][..],
        &["--night"],
        &["--changed", "README.md", "mine/a.rs"],
    ] {
        let (code, said) = plan(asking);
        assert_eq!(code, 0, "{said}");
        assert!(said.starts_with(one) && said.ends_with("]}\n"), "{said}");
    }
    for asking in [
        &["--changed", "mine/README.md", "other/a.rs"][..],
        &["--changed"],
    ] {
        assert_eq!(plan(asking), (0, "{\"include\":[]}\n".to_owned()));
    }
    for (asking, told) in [
        (
            &["--changed", "a", "--changed-from", "main"][..],
            "and not both",
        ),
        (&["--changed-from"], "--changed-from needs a value"),
        (
            &["--changed-from", "nowhere"],
            "git does not say what changed since nowhere",
        ),
        (&["--every"], "no option --every"),
        (&["--services", "absent"], "conformance-report: absent: "),
    ] {
        let (code, said) = plan(asking);
        assert_eq!(code, 2, "{said}");
        assert!(said.contains(told), "{said}");
    }
    assert_eq!(asked(&folder, &["plan"]).0, 2);
    let wrong = SERVICE.replace(
        "server = \"7\"",
        "server = \"7\"\nflags = { supports_magic = true }",
    );
    std::fs::write(folder.join("services/mine.toml"), wrong).unwrap();
    let told = "conformance-report: services/mine.toml:12: there is no flag `supports_magic`\n";
    assert_eq!(plan(&[]), (2, told.to_owned()));
    let _ = std::fs::remove_dir_all(folder);
}

#[cfg(unix)]
#[test]
fn a_plan_is_carried_out_and_fails_where_a_run_does() {
    for (command, code, last) in [
        ("test -n make", 0, "==> Mine 7: test -n make\n"),
        ("false", 1, "==> Mine 7: false\nfailed: Mine 7\n"),
        (
            "printenv MINE_IMAGE",
            0,
            "==> Mine 7: printenv MINE_IMAGE\n7\n",
        ),
        (
            "no-such-program x",
            2,
            "no-such-program cannot be started: ",
        ),
    ] {
        let folder = folder("run", command);
        let (found, said) = asked(&folder, &["plan", "--services", "services", "--run"]);
        assert_eq!(found, code, "{said}");
        assert!(said.contains(last), "{said}");
        let _ = std::fs::remove_dir_all(folder);
    }
}

#[test]
fn a_vendor_s_first_files_are_written_once() {
    let folder = folder("new", "make test");
    let at = folder.to_str().unwrap();
    let new = ["new", "mine", "--folder", at, "--embedded", "mine:x"];
    let (code, said) = asked(Path::new("."), &new);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("cargo test --test conformance"), "{said}");
    let test = std::fs::read_to_string(folder.join("tests/conformance.rs")).unwrap();
    assert!(test.contains("Provision::embedded(\"mine:x\")"), "{test}");
    let (code, said) = asked(Path::new("."), &new);
    assert_eq!(code, 2, "{said}");
    assert!(
        said.contains("is there already, and nothing was written"),
        "{said}"
    );
    for wrong in [&["new"][..], &["new", "Mine"], &["new", "mine", "--here"]] {
        let (code, said) = asked(&folder, wrong);
        assert_eq!(code, 2, "{said}");
    }
    let _ = std::fs::remove_dir_all(folder);
}
