//! `conformance-report`: makes of reports what people read, of services what a workflow runs, and a vendor's first files.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use conformance_tests::scaffold::{Database, Scaffold};
use conformance_tests::services::{self, Occasion, Run, Service};
use conformance_tests::support::{
    Flip, Matrix, Mutants, ReadReport, Scores, compare, markdown, merge, page,
};

const HELP: &str = "\
conformance-report <what> …

  matrix REPORT… [--output FILE] [--html FILE] [--check]
            the table of what each server supports, as SUPPORT.md; --check writes nothing, and ends with 1 where FILE says
            something else. Instead of REPORT… also --reports FOLDER: every .json there. A report of a run that left cases
            or lanes out is refused: what did not run is not supported. --flips FILE and --mutants PAGE: with how much the suite
            would notice
  flips FLIP… --output FILE
            the scores of flips (VENDOR/flip.json of the suite's --report) in FILE, each in the place of its vendor's older one
  diff BEFORE AFTER
            what changed between two reports; ends with 1 where something did
  merge REPORT…
            the reports of shares (--shard K/N) as one
  condense REPORT
            the report without the cases that passed or did not apply, to be kept beside the code
  plan --services FOLDER… [--night] [--changed FILE… | --changed-from REVISION] [--run]
            the runs against servers in containers, of every .toml in these folders (a vendor's tests/services), as the matrix
            of a workflow: one line of JSON. --night: all versions whole. --changed: only those that a change of these files
            asks for; --changed-from: of what git says changed since the commit in which this checkout left that revision.
            --run carries them out on this machine instead, and ends with 1 where one fails
  new NAME [--folder FOLDER] [--embedded URL]
            the first files of the vendor NAME for the crate in FOLDER (this one): the test that calls the suite, its marks, a
            workflow, and for a server what runs in containers; --embedded for a database that runs inside the process. What
            is there already is never written over

A REPORT is a report.json of the suite: CONFORMANCE_REPORT=folder cargo test --test conformance
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(code) => code,
        Err(message) => {
            // Nothing more can be said where even the standard error cannot be written.
            let _ = writeln!(io::stderr(), "conformance-report: {message}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &[String]) -> Result<ExitCode, String> {
    let (what, rest) = arguments
        .split_first()
        .map_or(("help", arguments), |(what, rest)| (what.as_str(), rest));
    let asks_for_help = |argument: &String| ["--help", "-h"].contains(&argument.as_str());
    match (what, rest) {
        (_, rest) if rest.iter().any(asks_for_help) => {
            print(HELP)?;
            Ok(ExitCode::SUCCESS)
        }
        ("matrix", rest) => matrix(rest),
        ("flips", [flips @ .., option, output]) if option == "--output" && !flips.is_empty() => {
            join_flips(flips, output)?;
            Ok(ExitCode::SUCCESS)
        }
        ("diff", [before, after]) => {
            let changes = compare(&read(before)?, &read(after)?);
            print(&changes)?;
            Ok(if changes.is_empty() {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            })
        }
        ("condense", [report]) => {
            print(&read(report)?.condensed().to_text()?)?;
            Ok(ExitCode::SUCCESS)
        }
        ("merge", reports) if !reports.is_empty() => {
            let reports: Result<_, _> = reports.iter().map(|file| read(file)).collect();
            print(&merge(reports?)?.to_text()?)?;
            Ok(ExitCode::SUCCESS)
        }
        ("plan", rest) => plan(rest),
        ("new", [name, rest @ ..]) => {
            print(&scaffold(name, rest)?)?;
            Ok(ExitCode::SUCCESS)
        }
        ("help" | "--help" | "-h", _) => {
            print(HELP)?;
            Ok(ExitCode::SUCCESS)
        }
        _ => Err(format!("wrong arguments\n\n{HELP}")),
    }
}

/// What `matrix` is asked for.
#[derive(Default)]
struct MatrixRequest {
    files: Vec<String>,
    folders: Vec<String>,
    output: Option<String>,
    html: Option<String>,
    flips: Option<String>,
    mutants: Option<String>,
    check: bool,
}

impl MatrixRequest {
    fn new(arguments: &[String]) -> Result<Self, String> {
        let mut request = Self::default();
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            let mut value = || {
                let value = arguments.next().cloned();
                value.ok_or_else(|| format!("{argument} needs a value"))
            };
            match argument.as_str() {
                "--reports" => request.folders.push(value()?),
                "--output" => request.output = Some(value()?),
                "--html" => request.html = Some(value()?),
                "--flips" => request.flips = Some(value()?),
                "--mutants" => request.mutants = Some(value()?),
                "--check" => request.check = true,
                unknown if unknown.starts_with('-') => {
                    return Err(format!("no option {unknown}\n\n{HELP}"));
                }
                file => request.files.push(file.to_owned()),
            }
        }
        Ok(request)
    }

    /// The command that makes the same again.
    fn command(&self) -> String {
        let folders = self.folders.iter();
        let folders = folders.map(|folder| format!("--reports {folder}"));
        let flips = self.flips.iter().map(|file| format!("--flips {file}"));
        let mutants = self.mutants.iter().map(|page| format!("--mutants {page}"));
        let files = self.files.iter().cloned();
        let given: Vec<_> = folders.chain(files).chain(flips).chain(mutants).collect();
        format!("conformance-report matrix {}", given.join(" "))
    }

    /// What the suite would notice.
    fn scores(&self) -> Result<Scores, String> {
        let flips = self.flips.iter().map(|file| flips_in(file));
        let flips: Vec<_> = flips.collect::<Result<_, _>>()?;
        let mutants = match &self.mutants {
            None => None,
            Some(page) => {
                let text = fs::read_to_string(page).map_err(|error| format!("{page}: {error}"))?;
                let read = Mutants::read(page, &text);
                Some(read.map_err(|error| format!("{page}: {error}"))?)
            }
        };
        Ok(Scores::new(flips.concat(), mutants))
    }

    /// The reports of whole runs.
    fn reports(&self) -> Result<Vec<ReadReport>, String> {
        let mut files = self.files.clone();
        for folder in &self.folders {
            files.extend(reports_in(folder)?);
        }
        if files.is_empty() {
            return Err("no report is given".to_owned());
        }
        let mut reports = Vec::new();
        for file in &files {
            let report = read(file)?;
            if !report.whole {
                return Err(format!("{file} is of a run that left something out"));
            }
            reports.push(report);
        }
        Ok(reports)
    }
}

fn matrix(arguments: &[String]) -> Result<ExitCode, String> {
    let request = MatrixRequest::new(arguments)?;
    let matrix = Matrix::new(&request.reports()?);
    let markdown = markdown(&matrix, &request.scores()?, &request.command());
    if request.output.is_none() && request.html.is_none() {
        print(&markdown)?;
    }
    let files = [(&request.output, markdown), (&request.html, page(&matrix))];
    let mut stale = false;
    for (file, text) in &files {
        let Some(file) = file else { continue };
        if !request.check {
            fs::write(file, text).map_err(|error| format!("{file}: {error}"))?;
        } else if fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))? != *text {
            let _ = writeln!(
                io::stderr(),
                "{file} is not what these reports say: run the command without --check"
            );
            stale = true;
        }
    }
    Ok(if stale {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// What `plan` is asked for.
#[derive(Default)]
struct PlanRequest {
    folders: Vec<String>,
    changed: Option<Vec<String>>,
    since: Option<String>,
    night: bool,
    run: bool,
}

impl PlanRequest {
    fn new(arguments: &[String]) -> Result<Self, String> {
        let mut request = Self::default();
        let mut arguments = arguments.iter().peekable();
        while let Some(argument) = arguments.next() {
            let is_file = |next: &&String| !next.starts_with('-');
            let mut value = || {
                let value = arguments.next_if(is_file).cloned();
                value.ok_or_else(|| format!("{argument} needs a value"))
            };
            match argument.as_str() {
                "--services" => request.folders.push(value()?),
                "--changed-from" => request.since = Some(value()?),
                "--night" => request.night = true,
                "--run" => request.run = true,
                "--changed" => {
                    let files = request.changed.get_or_insert_default();
                    while let Some(file) = arguments.next_if(is_file) {
                        files.push(file.clone());
                    }
                }
                unknown => return Err(format!("no option {unknown}\n\n{HELP}")),
            }
        }
        if request.folders.is_empty() {
            return Err("no folder of services is given: --services FOLDER".to_owned());
        }
        if request.changed.is_some() && request.since.is_some() {
            return Err("give --changed or --changed-from, and not both".to_owned());
        }
        Ok(request)
    }

    /// What changed; none where everything is asked for.
    fn changed(&self) -> Result<Option<Vec<String>>, String> {
        match &self.since {
            Some(revision) => services::changed_since(Path::new("."), revision).map(Some),
            None => Ok(self.changed.clone()),
        }
    }
}

fn plan(arguments: &[String]) -> Result<ExitCode, String> {
    let request = PlanRequest::new(arguments)?;
    let all = services::read_folders(&request.folders).map_err(|error| error.to_string())?;
    let chosen: Vec<&Service> = match request.changed()? {
        Some(changed) => services::touched(&all, &changed),
        None => all.iter().collect(),
    };
    let occasion = if request.night {
        Occasion::Night
    } else {
        Occasion::Change
    };
    let runs = services::runs(chosen, occasion);
    if request.run {
        return carry_out(runs);
    }
    let matrix = services::matrix(&runs).map_err(|error| error.to_string())?;
    print(&format!("{matrix}\n"))?;
    Ok(ExitCode::SUCCESS)
}

/// Runs them here, one after the other; one that fails hides none that comes later.
fn carry_out(runs: Vec<Run<'_>>) -> Result<ExitCode, String> {
    let mut failed = Vec::new();
    for run in runs.into_iter().filter_map(Run::alone) {
        print(&format!("==> {}: {}\n", run.name(), run.service.command))?;
        let mut words = run.service.command.split_whitespace();
        let program = words.next().unwrap_or_default();
        let status = Command::new(program)
            .args(words)
            .envs(run.environment())
            .status()
            .map_err(|error| format!("{program} cannot be started: {error}"))?;
        if !status.success() {
            failed.push(run.name());
        }
    }
    if failed.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    print(&format!("failed: {}\n", failed.join("; ")))?;
    Ok(ExitCode::FAILURE)
}

/// Writes the first files of a vendor; answers what is left to do.
fn scaffold(name: &str, arguments: &[String]) -> Result<String, String> {
    let mut folder = PathBuf::from(".");
    let mut database = Database::Server;
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        let value = arguments.next().cloned();
        let value = value.ok_or_else(|| format!("{argument} needs a value"));
        match argument.as_str() {
            "--folder" => folder = PathBuf::from(value?),
            "--embedded" => database = Database::Embedded(value?),
            unknown => return Err(format!("no option {unknown}\n\n{HELP}")),
        }
    }
    let scaffold = Scaffold::new(name, &folder, database).map_err(|error| error.to_string())?;
    scaffold.write(&folder).map_err(|error| error.to_string())?;
    Ok(scaffold.next_steps())
}

/// Puts scores into the file of those that are kept, which need not be there yet.
fn join_flips(flips: &[String], output: &str) -> Result<(), String> {
    let new = flips.iter().map(|file| flips_in(file));
    let new: Vec<_> = new.collect::<Result<_, _>>()?;
    let kept = if fs::exists(output).is_ok_and(|is_there| is_there) {
        flips_in(output)?
    } else {
        Vec::new()
    };
    let text = Flip::to_text(&Flip::join(kept, new.concat()))?;
    fs::write(output, text).map_err(|error| format!("{output}: {error}"))
}

fn flips_in(file: &str) -> Result<Vec<Flip>, String> {
    let text = fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
    Flip::read(&text).map_err(|error| format!("{file}: {error}"))
}

/// The reports in a folder, by name.
fn reports_in(folder: &str) -> Result<Vec<String>, String> {
    let at = |error: io::Error| format!("{folder}: {error}");
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(at)? {
        let path = entry.map_err(at)?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            files.push(path.to_string_lossy().into_owned());
        }
    }
    files.sort();
    Ok(files)
}

fn read(file: &str) -> Result<ReadReport, String> {
    let text = fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
    ReadReport::read(&text).map_err(|error| format!("{file}: {error}"))
}

fn print(text: &str) -> Result<(), String> {
    io::stdout()
        .write_all(text.as_bytes())
        .map_err(|error| error.to_string())
}
