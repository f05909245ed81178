//! `cargo xtask <chore>`: the door to the project's chores.

use std::env;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use xtask::servers::Machine;
use xtask::steps::Step;
use xtask::{chores, guide, mutants, outsider, plan, python, servers, steps, tidy};

const HELP: &str = "\
cargo xtask <chore>

  tidy [--verbose]   check the rules no compiler checks; exit 1 on a finding
                     (--verbose also lists the files past the aim of 400 lines)
  test [--quick]     run every test; --quick runs the unit tests alone. On Debian and Ubuntu the programs of servers that
                     are missing are installed first; CONFORMANCE_EXPECT=sqlite expects none
  flip               turn every flag around; exit 1 where the suite would not notice; rewrite docs/flips.json
  mutants [WORDS]    make mistakes in a vendor, in a copy of the tree; exit 1 where one goes unnoticed of which the list does not say
                     why, and rewrite docs/mutants.md (WORDS: only those whose name holds them, and the page stays)
  bless              rewrite the golden snapshots, then list what changed
  guide              do what the guide for vendors says, in an empty folder; exit 1 where something else comes of it. Then build a
                     vendor's child in another one, and run a few cases where it has a server
  support [--check]  make SUPPORT.md of the reports in docs/reports, docs/flips.json and docs/mutants.md; --check: exit 1 where it is
                     not what they say
  containers         run the suites against every server of the vendors' services, in containers; needs a container engine
  matrix [OPTIONS]   print the same as the matrix of a workflow: one line of JSON; --night for all versions whole, --changed FILE… or
                     --changed-from REVISION for what a change asks for: the options of `conformance-report plan`
  parse              read the stored statements of T-SQL with sqlfluff, which is installed below target/ with Python 3.11 or newer
  without-server     all that is shown of SQL Server without one: statements and bytes that are kept, then `parse`
  bench              run the benchmarks, which are a workspace of their own
  help               print this text
";

/// What the command line asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Chore {
    Tidy { verbose: bool },
    Test { quick: bool },
    Flip,
    Mutants { words: String },
    Bless,
    Guide,
    Support { check: bool },
    Containers,
    Matrix(Vec<String>),
    Parse,
    WithoutServer,
    Bench,
    Help,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let mut out = io::stdout();
    let Some(chore) = parse(&arguments) else {
        // Nothing more can be said where even the standard error cannot be written.
        let _ = write!(
            io::stderr(),
            "unknown chore: {}\n\n{HELP}",
            arguments.join(" ")
        );
        return ExitCode::from(2);
    };
    match run(chore, &mut out) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            let _ = writeln!(io::stderr(), "cargo xtask: {error}");
            ExitCode::from(2)
        }
    }
}

fn parse(arguments: &[String]) -> Option<Chore> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["tidy"] => Some(Chore::Tidy { verbose: false }),
        ["tidy", "--verbose"] => Some(Chore::Tidy { verbose: true }),
        ["test"] => Some(Chore::Test { quick: false }),
        ["test", "--quick"] => Some(Chore::Test { quick: true }),
        ["flip"] => Some(Chore::Flip),
        ["mutants", words @ ..] => Some(Chore::Mutants {
            words: words.join(" "),
        }),
        ["bless"] => Some(Chore::Bless),
        ["guide"] => Some(Chore::Guide),
        ["support"] => Some(Chore::Support { check: false }),
        ["support", "--check"] => Some(Chore::Support { check: true }),
        ["containers"] => Some(Chore::Containers),
        ["matrix", options @ ..] => {
            let options = options.iter().map(|option| (*option).to_owned());
            Some(Chore::Matrix(options.collect()))
        }
        ["parse"] => Some(Chore::Parse),
        ["without-server"] => Some(Chore::WithoutServer),
        ["bench"] => Some(Chore::Bench),
        [] | ["help" | "--help" | "-h"] => Some(Chore::Help),
        _ => None,
    }
}

/// Does the chore; `false` says that it ran and found something wrong.
fn run(chore: Chore, out: &mut dyn Write) -> io::Result<bool> {
    let root = workspace_root()?;
    match chore {
        Chore::Tidy { verbose } => tidy::run(&root, verbose, out),
        Chore::Test { quick } => {
            let expect = env::var("CONFORMANCE_EXPECT");
            let expect = expect.as_deref().unwrap_or(chores::EXPECTED_BY_DEFAULT);
            let mut steps = Vec::new();
            if !quick {
                let (installing, advice) = servers::missing(expect, &Machine::this());
                for line in advice {
                    writeln!(out, "a server is missing: {line}")?;
                }
                steps.extend(installing);
            }
            steps.extend(chores::test(quick, expect));
            steps::run(&steps, &root, out)
        }
        Chore::Flip => steps::run(&chores::flip(&root), &root, out),
        Chore::Mutants { words } => mutants::run(&root, &words, out),
        Chore::Bless => steps::run(&chores::bless(), &root, out),
        Chore::Guide => {
            let is_true = guide::run(&root, out)?;
            Ok(outsider::run(&root, out)? && is_true)
        }
        Chore::Support { check } => steps::run(&chores::support(check), &root, out),
        Chore::Containers => plan::run(&root, &["--run".to_owned()]),
        Chore::Matrix(options) => plan::run(&root, &options),
        Chore::Parse => with_python(chores::parse(), &root, out),
        Chore::WithoutServer => with_python(chores::without_server(), &root, out),
        Chore::Bench => steps::run(&chores::bench(), &root, out),
        Chore::Help => out.write_all(HELP.as_bytes()).map(|()| true),
    }
}

/// Runs steps that need Python, and installs that before where it can.
fn with_python(steps: Vec<Step>, root: &Path, out: &mut dyn Write) -> io::Result<bool> {
    match python::missing(python::is_there(), &Machine::this()) {
        Ok(mut all) => {
            all.extend(steps);
            steps::run(&all, root, out)
        }
        Err(advice) => {
            writeln!(out, "Python is missing: {advice}")?;
            Ok(false)
        }
    }
}

/// The folder above this package, which `cargo run` names; the current folder for a binary started by hand.
fn workspace_root() -> io::Result<PathBuf> {
    let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    match package.as_deref().and_then(|folder| folder.parent()) {
        Some(root) => Ok(root.to_path_buf()),
        None => env::current_dir(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Chore, parse};

    fn parsed(line: &str) -> Option<Chore> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        parse(&words)
    }

    #[test]
    fn every_chore_of_the_help_is_known() {
        assert_eq!(parsed("tidy"), Some(Chore::Tidy { verbose: false }));
        assert_eq!(
            parsed("tidy --verbose"),
            Some(Chore::Tidy { verbose: true })
        );
        assert_eq!(parsed("test"), Some(Chore::Test { quick: false }));
        assert_eq!(parsed("test --quick"), Some(Chore::Test { quick: true }));
        assert_eq!(parsed("flip"), Some(Chore::Flip));
        let mutants = |words: &str| {
            let words = words.to_owned();
            Some(Chore::Mutants { words })
        };
        assert_eq!(parsed("mutants"), mutants(""));
        assert_eq!(parsed("mutants a limit"), mutants("a limit"));
        assert_eq!(parsed("bless"), Some(Chore::Bless));
        assert_eq!(parsed("guide"), Some(Chore::Guide));
        assert_eq!(
            parsed("support --check"),
            Some(Chore::Support { check: true })
        );
        assert_eq!(parsed("containers"), Some(Chore::Containers));
        assert_eq!(
            parsed("matrix --night"),
            Some(Chore::Matrix(vec!["--night".to_owned()]))
        );
        assert_eq!(parsed("parse"), Some(Chore::Parse));
        assert_eq!(parsed("without-server"), Some(Chore::WithoutServer));
        assert_eq!(parsed("bench"), Some(Chore::Bench));
        assert_eq!(parsed(""), Some(Chore::Help));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        assert_eq!(parsed("tidy --fix"), None);
        assert_eq!(parsed("tests"), None);
        assert_eq!(parsed("test --quick --slow"), None);
    }
}
