//! Which commands each chore is made of: plain lists, so that a reader sees what will run.

use std::path::Path;

use crate::steps::Step;

/// The vendors whose suites must run when `CONFORMANCE_EXPECT` is not set. The last is the example of a child, on its parent's server.
pub const EXPECTED_BY_DEFAULT: &str = "sqlite,postgres,pooled";

/// Every test of the workspace, or the unit tests alone.
///
/// The suites of the vendors named in `expect` fail, rather than pass unseen, where they cannot reach their server.
#[must_use]
pub fn test(quick: bool, expect: &str) -> Vec<Step> {
    let mut steps = vec![
        Step::new("build", "cargo test --workspace --locked --no-run").required(),
        Step::new(
            "unit tests",
            "cargo test --workspace --locked --no-fail-fast --lib --bins",
        ),
    ];
    if !quick {
        steps.extend([
            Step::new(
                "suites and golden tests",
                "cargo test --workspace --locked --no-fail-fast --test *",
            ),
            Step::new(
                "examples in the documentation",
                "cargo test --workspace --locked --no-fail-fast --doc",
            ),
        ]);
    }
    steps
        .into_iter()
        .map(|step| step.with("CONFORMANCE_EXPECT", expect))
        .collect()
}

/// Turns every flag of each vendor at hand around: a step fails where the suite would not notice. The scores are kept beside the
/// documents, whatever they are.
#[must_use]
pub fn flip(root: &Path) -> Vec<Step> {
    let reports = root.join("target/flips").to_string_lossy().into_owned();
    let mut steps = vec![
        Step::new(
            "SQLite",
            "cargo test --locked --package backend-sqlite --test conformance -- flip",
        ),
        Step::new(
            "PostgreSQL",
            "cargo test --locked --package backend-postgres --test conformance -- flip",
        )
        .with("CONFORMANCE_EXPECT", "postgres"),
        Step::new(
            "the toy",
            "cargo test --locked --package toy-backend --test conformance -- flip",
        ),
    ];
    steps = steps
        .into_iter()
        .map(|step| step.with("CONFORMANCE_REPORT", reports.as_str()))
        .collect();
    steps.push(Step::new(
        "the scores",
        "cargo run --quiet --locked --package conformance-tests --bin conformance-report -- flips target/flips/sqlite/flip.json \
         target/flips/postgres/flip.json target/flips/toy/flip.json --output docs/flips.json",
    ));
    steps
}

/// Rewrites the golden snapshots, then lists what that changed.
#[must_use]
pub fn bless() -> Vec<Step> {
    vec![
        Step::new(
            "rewrite the snapshots",
            "cargo test --locked --package inspectdb --test golden --test postgres",
        )
        .with("BLESS", "1"),
        Step::new(
            "rewrite the plans of a vendor",
            "cargo test --locked --package backend-mssql --lib schema_editor",
        )
        .with("BLESS", "1"),
        Step::new(
            "rewrite what the tour prints",
            "cargo test --locked --package query-tour --test tour what_it_prints_is_what_is_stored",
        )
        .with("BLESS", "1"),
        Step::new(
            "rewrite the bytes of parameters of T-SQL, and what sessions ask of their own accord",
            "cargo test --locked --package backend-mssql --test wire stored",
        )
        .with("BLESS", "1"),
        Step::new(
            "rewrite the statements of T-SQL",
            "cargo test --locked --package backend-mssql --test golden stored",
        )
        .with("BLESS", "1"),
        Step::new("what changed", "git status --short"),
    ]
}

/// Makes `SUPPORT.md` of the reports and scores that are kept, or looks whether it is what they say.
#[must_use]
pub fn support(check: bool) -> Vec<Step> {
    let command = if check {
        "cargo run --quiet --locked --package conformance-tests --bin conformance-report -- matrix --reports docs/reports \
         --flips docs/flips.json --mutants docs/mutants.md --output SUPPORT.md --check"
    } else {
        "cargo run --quiet --locked --package conformance-tests --bin conformance-report -- matrix --reports docs/reports \
         --flips docs/flips.json --mutants docs/mutants.md --output SUPPORT.md"
    };
    vec![Step::new("what each server supports", command)]
}

/// Reads the stored statements of T-SQL with a parser that is not ours.
#[must_use]
pub fn parse() -> Vec<Step> {
    vec![
        Step::new(
            "an environment for the parser",
            "python3 -m venv target/parser",
        )
        .required(),
        Step::new(
            "the parser",
            "target/parser/bin/python -m pip install --quiet --disable-pip-version-check --requirement \
             backend-mssql/tests/golden/requirements.txt",
        )
        .required(),
        Step::new(
            "statements of T-SQL",
            "target/parser/bin/python backend-mssql/tests/golden/parse.py --cache target/parser/read.txt",
        ),
    ]
}

/// All that is shown of SQL Server without one: its unit tests with the plans that are kept, the statements that are kept, the bytes of
/// the protocol, and what another parser says.
#[must_use]
pub fn without_server() -> Vec<Step> {
    let mut steps = vec![
        Step::new(
            "build",
            "cargo test --locked --package backend-mssql --lib --test golden --test wire --no-run",
        )
        .required(),
        Step::new(
            "statements and bytes of T-SQL",
            "cargo test --locked --package backend-mssql --no-fail-fast --lib --test golden --test wire",
        ),
    ];
    steps.extend(parse());
    steps
}

/// Runs the benchmarks, which stand in a workspace of their own.
#[must_use]
pub fn bench() -> Vec<Step> {
    vec![Step::new(
        "benchmarks",
        "cargo bench --manifest-path benches/Cargo.toml",
    )]
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{EXPECTED_BY_DEFAULT, bench, bless, flip, parse, support, test, without_server};

    #[test]
    fn the_quick_test_is_the_beginning_of_the_whole_one() {
        let quick = test(true, EXPECTED_BY_DEFAULT);
        let whole = test(false, EXPECTED_BY_DEFAULT);
        assert!(quick.len() < whole.len());
        assert!(whole.starts_with(&quick));
    }

    #[test]
    fn every_step_knows_what_is_expected() {
        for step in test(false, "a,b") {
            assert_eq!(step.environment, [("CONFORMANCE_EXPECT", "a,b".to_owned())]);
        }
    }

    #[test]
    fn every_test_step_keeps_the_lock_file_as_it_is() {
        let commands = [
            test(false, EXPECTED_BY_DEFAULT),
            bless(),
            flip(Path::new("/project")),
            support(true),
            without_server(),
        ]
        .concat();
        let cargo = commands
            .iter()
            .filter(|step| step.command.first() == Some(&"cargo"));
        for step in cargo {
            assert!(step.command.contains(&"--locked"), "{}", step.name);
        }
    }

    #[test]
    fn every_score_of_a_flip_is_kept() {
        let steps = flip(Path::new("/project"));
        let (last, flips) = steps.split_last().unwrap();
        let folder = ("CONFORMANCE_REPORT", "/project/target/flips".to_owned());
        assert!(flips.iter().all(|step| step.environment.contains(&folder)));
        let read = last
            .command
            .iter()
            .filter(|word| word.starts_with("target/flips/"));
        assert_eq!(read.count(), flips.len());
    }

    #[test]
    fn the_parser_is_installed_before_it_reads() {
        let steps = parse();
        let (last, before) = steps.split_last().unwrap();
        assert!(before.iter().all(|step| step.required));
        assert!(
            last.command
                .contains(&"backend-mssql/tests/golden/parse.py")
        );
    }

    #[test]
    fn what_is_shown_without_a_server_needs_none() {
        let steps = without_server();
        assert!(steps.ends_with(&parse()));
        let tests = steps
            .iter()
            .filter(|step| step.command.contains(&"--package"));
        for step in tests {
            let targets = ["--lib", "golden", "wire"];
            assert!(targets.iter().all(|target| step.command.contains(target)));
            assert!(!step.command.contains(&"conformance"), "{}", step.name);
        }
    }

    #[test]
    fn the_benchmarks_never_join_the_workspace() {
        assert!(
            bench()
                .iter()
                .all(|step| step.command.contains(&"benches/Cargo.toml"))
        );
    }
}
