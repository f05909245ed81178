//! Mutants: mistakes that somebody could make in a vendor, made one after the other in a copy of the tree, each of which the suite
//! has to notice. What comes of it is written into `docs/mutants.md`.

mod copy;
mod page;
pub mod read;

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

/// What became of a mutant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// This case noticed, and this many others.
    Killed(String, usize),
    /// No case noticed.
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
    let unseen = |(mutant, fate): &&(&Mutant, Fate)| {
        !matches!(fate, Fate::Killed(..)) && mutant.apart.is_empty()
    };
    Ok(count > 0 && !fates.iter().any(|fate| unseen(&fate)))
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

    fn cargo(&self, arguments: &[&str]) -> io::Result<Output> {
        let mut cargo = Command::new("cargo");
        cargo
            .args([
                "test",
                "--locked",
                "--package",
                "backend-sqlite",
                "--test",
                "conformance",
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
        self.cargo(&["--", "--lane", LANE, "--timeout", "30", "--cases", cases])
    }

    /// Demands that the cases pass while nothing is wrong: otherwise their failures would say nothing.
    fn sound(&self, mutants: &[&Mutant]) -> io::Result<()> {
        let cases: Vec<_> = mutants.iter().map(|mutant| mutant.cases.as_str()).collect();
        let output = self.cases(&cases.join(","))?;
        if output.status.success() {
            return Ok(());
        }
        let text = String::from_utf8_lossy(&output.stdout);
        let errors = String::from_utf8_lossy(&output.stderr);
        Err(io::Error::other(format!(
            "without a mistake the cases do not pass:\n{text}\n{errors}"
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
        if !self.cargo(&["--no-run"])?.status.success() {
            return Ok(Fate::DoesNotCompile);
        }
        let output = self.cases(&mutant.cases)?;
        if output.status.success() {
            return Ok(Fate::Survived);
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
}

/// The cases that failed, from the runner's lines.
fn failed(text: &str) -> Vec<String> {
    let lines = text.lines().filter_map(|line| {
        let line = line.strip_prefix("test ")?;
        let (name, verdict) = line.rsplit_once(" ... ")?;
        (verdict.trim() == "FAILED").then(|| name.split(' ').next().unwrap_or(name).to_owned())
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::failed;

    #[test]
    fn the_cases_that_failed_are_read_from_the_lines() {
        let text = "test a.b.c [file inline] ... ok\ntest a.b.d [file inline] ... FAILED\ntest x ... ignored\n";
        assert_eq!(failed(text), ["a.b.d"]);
    }
}
