//! The table of what each server supports is what the kept reports say.

use std::path::Path;
use std::process::Command;

#[test]
fn support_is_made_of_the_reports() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_conformance-report"))
        .args([
            "matrix",
            "--reports",
            "docs/reports",
            "--flips",
            "docs/flips.json",
            "--mutants",
            "docs/mutants.md",
            "--output",
            "SUPPORT.md",
            "--check",
        ])
        .current_dir(root)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo xtask support: {said}");
}
