//! Mutants: mistakes that somebody could make in a vendor, made one after the other in a copy of the tree, each of which the suite
//! has to notice. What comes of it is written into `docs/mutants.md`.

mod copy;
mod page;
pub mod read;

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use self::read::Mutant;

/// The list of SQLite's, where no server is needed.
pub const SQLITE: &str = include_str!("../../mutants/sqlite.txt");

/// Where the result is kept.
pub const PAGE: &str = "docs/mutants.md";

/// One way to open the database is enough: the mistakes are in none of them.
const LANE: &str = "file inline";

/// The target of the suite.
const SUITE: &str = "conformance";

/// What became of a mutant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// This case noticed, and this many others.
    Killed(String, usize),
    /// No case noticed; this test of the vendor's own did.
    KilledByTest(String),
    /// Nobody noticed.
    Survived,
    /// The compiler noticed: it is no mutant.
    DoesNotCompile,
}

/// Makes each mistake whose name holds `filter`; `false` says that one went unnoticed, or is none.
///
/// # Errors
/// Where the list does not fit the code, the tree cannot be copied, or a case fails without a mistake.
pub fn run(root: &Path, filter: &str, out: &mut dyn Write) -> io::Result<bool> {
    let mutants = read::read(SQLITE).map_err(io::Error::other)?;
    let bench = Bench::new(root)?;
    let chosen: Vec<_> = mutants
        .iter()
        .filter(|mutant| mutant.name.contains(filter))
        .collect();
    for mutant in &chosen {
        mutant
            .applied(&fs::read_to_string(root.join(&mutant.file))?)
            .map_err(io::Error::other)?;
    }
    writeln!(out, "a copy is built, and the cases run without a mistake")?;
    out.flush()?;
    bench.sound(&chosen)?;
    let mut fates = Vec::new();
    for mutant in chosen {
        let fate = bench.fate(mutant)?;
        let told = match &fate {
            Fate::Killed(case, others) => format!("killed by {case} and {others} others"),
            Fate::KilledByTest(test) => format!("killed by the vendor's own test {test}"),
            Fate::Survived => "SURVIVED".to_owned(),
            Fate::DoesNotCompile => "DOES NOT COMPILE".to_owned(),
        };
        writeln!(out, "{}: {told}", mutant.name)?;
        out.flush()?;
        fates.push((mutant, fate));
    }
    let killed = |(_, fate): &&(&Mutant, Fate)| matches!(fate, Fate::Killed(..));
    let count = fates.iter().filter(killed).count();
    writeln!(out, "killed: {count} of {}", fates.len())?;
    // Of a part of the list nothing can be said.
    if filter.is_empty() {
        fs::write(root.join(PAGE), page::page(&fates))?;
    }
    Ok(count > 0
        && fates
            .iter()
            .all(|(mutant, fate)| is_as_listed(mutant, fate)))
}

/// Whether the suite noticed it; or it cannot, and the tests did that the list names, if it names some.
fn is_as_listed(mutant: &Mutant, fate: &Fate) -> bool {
    match fate {
        Fate::Killed(..) => true,
        Fate::KilledByTest(_) => !mutant.apart.is_empty(),
        Fate::Survived => !mutant.apart.is_empty() && mutant.tests.is_empty(),
        Fate::DoesNotCompile => false,
    }
}

/// The copy, and where it is built.
struct Bench {
    tree: PathBuf,
    target: PathBuf,
}

impl Bench {
    fn new(root: &Path) -> io::Result<Self> {
        let target =
            std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
        let folder = root.join(target).join("mutants");
        let bench = Self {
            tree: folder.join("tree"),
            target: folder.join("target"),
        };
        fs::create_dir_all(&bench.tree)?;
        copy::copy(root, &bench.tree)?;
        Ok(bench)
    }

    fn cargo(&self, target: &str, arguments: &[&str]) -> io::Result<Output> {
        let mut cargo = Command::new("cargo");
        cargo
            .args([
                "test",
                "--locked",
                "--package",
                "backend-sqlite",
                "--test",
                target,
            ])
            .args(arguments)
            .current_dir(&self.tree)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_INCREMENTAL", "1")
            // Nobody debugs it, and it is built for each mutant.
            .env("CARGO_PROFILE_DEV_DEBUG", "0");
        cargo.output()
    }

    fn cases(&self, cases: &str) -> io::Result<Output> {
        let only = ["--", "--lane", LANE, "--timeout", "30", "--cases", cases];
        self.cargo(SUITE, &only)
    }

    /// Demands that the cases pass while nothing is wrong: otherwise their failures would say nothing.
    fn sound(&self, mutants: &[&Mutant]) -> io::Result<()> {
        let cases: Vec<_> = mutants.iter().map(|mutant| mutant.cases.as_str()).collect();
        let mut runs = vec![self.cases(&cases.join(","))?];
        let tests: BTreeSet<_> = mutants.iter().map(|mutant| &mutant.tests).collect();
        for target in tests.into_iter().filter(|target| !target.is_empty()) {
            runs.push(self.cargo(target, &[])?);
        }
        let Some(output) = runs.into_iter().find(|output| !output.status.success()) else {
            return Ok(());
        };
        let text = String::from_utf8_lossy(&output.stdout);
        let errors = String::from_utf8_lossy(&output.stderr);
        Err(io::Error::other(format!(
            "without a mistake the tests do not pass:\n{text}\n{errors}"
        )))
    }

    fn fate(&self, mutant: &Mutant) -> io::Result<Fate> {
        let path = self.tree.join(&mutant.file);
        let right = fs::read_to_string(&path)?;
        let wrong = mutant.applied(&right).map_err(io::Error::other)?;
        fs::write(&path, wrong)?;
        let fate = self.fate_of_what_is_there(mutant);
        fs::write(&path, right)?;
        fate
    }

    fn fate_of_what_is_there(&self, mutant: &Mutant) -> io::Result<Fate> {
        if !self.cargo(SUITE, &["--no-run"])?.status.success() {
            return Ok(Fate::DoesNotCompile);
        }
        let output = self.cases(&mutant.cases)?;
        if output.status.success() {
            return self.fate_in_tests(mutant);
        }
        let failed = failed(&String::from_utf8_lossy(&output.stdout));
        let Some((first, others)) = failed.split_first() else {
            let errors = String::from_utf8_lossy(&output.stderr);
            return Err(io::Error::other(format!(
                "`{}`: no case ran: {errors}",
                mutant.name
            )));
        };
        Ok(Fate::Killed(first.clone(), others.len()))
    }

    fn fate_in_tests(&self, mutant: &Mutant) -> io::Result<Fate> {
        if mutant.tests.is_empty() {
            return Ok(Fate::Survived);
        }
        let output = self.cargo(&mutant.tests, &[])?;
        let failed = failed(&String::from_utf8_lossy(&output.stdout));
        Ok(match failed.first() {
            Some(test) => Fate::KilledByTest(format!("{}::{test}", mutant.tests)),
            None => Fate::Survived,
        })
    }
}

/// The cases that failed, from the runner's lines, which come in any order.
fn failed(text: &str) -> Vec<String> {
    let lines = text.lines().filter_map(|line| {
        let line = line.strip_prefix("test ")?;
        let (name, verdict) = line.rsplit_once(" ... ")?;
        (verdict.trim() == "FAILED").then(|| name.split(' ').next().unwrap_or(name).to_owned())
    });
    let mut failed: Vec<_> = lines.collect();
    failed.sort();
    failed
}

#[cfg(test)]
mod tests {
    use super::read::Mutant;
    use super::{Fate, failed, is_as_listed};

    #[test]
    fn nothing_goes_unnoticed_that_the_list_does_not_say() {
        let mutant = |apart: &str, tests: &str| Mutant {
            apart: apart.to_owned(),
            tests: tests.to_owned(),
            ..Mutant::default()
        };
        let by_suite = Fate::Killed("a.b.c".to_owned(), 0);
        let by_test = Fate::KilledByTest("session::a".to_owned());
        for (listed, suite, test, survives) in [
            (mutant("", ""), true, false, false),
            (mutant("why", ""), true, true, true),
            (mutant("why", "session"), true, true, false),
        ] {
            assert_eq!(is_as_listed(&listed, &by_suite), suite);
            assert_eq!(is_as_listed(&listed, &by_test), test);
            assert_eq!(is_as_listed(&listed, &Fate::Survived), survives);
            assert!(!is_as_listed(&listed, &Fate::DoesNotCompile));
        }
    }

    #[test]
    fn the_cases_that_failed_are_read_from_the_lines() {
        let text = "test a.b.c [file inline] ... ok\ntest a.b.e [file inline] ... FAILED\ntest a.b.d [file inline] ... FAILED\n\
                    test x ... ignored\n";
        assert_eq!(failed(text), ["a.b.d", "a.b.e"]);
    }
}
