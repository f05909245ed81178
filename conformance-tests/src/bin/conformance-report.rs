//! `conformance-report`: makes of reports what people read.

use std::fs;
use std::io::{self, Write as _};
use std::process::ExitCode;

use conformance_tests::support::{Matrix, ReadReport, compare, markdown, merge, page};

const HELP: &str = "\
conformance-report <what> REPORT…

  matrix REPORT… [--output FILE] [--html FILE] [--check]
            the table of what each server supports, as SUPPORT.md; --check writes nothing, and ends with 1 where FILE says
            something else. Instead of REPORT… also --reports FOLDER: every .json there. A report of a run that left cases
            or lanes out is refused: what did not run is not supported
  diff BEFORE AFTER
            what changed between two reports; ends with 1 where something did
  merge REPORT…
            the reports of shares (--shard K/N) as one
  condense REPORT
            the report without the cases that passed or did not apply, to be kept beside the code

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
    match (what, rest) {
        ("matrix", rest) => matrix(rest),
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
        ("help" | "--help" | "-h", _) => {
            print(HELP)?;
            Ok(ExitCode::SUCCESS)
        }
        _ => Err(format!("wrong arguments\n\n{HELP}")),
    }
}

fn matrix(arguments: &[String]) -> Result<ExitCode, String> {
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    let (mut output, mut html, mut check) = (None, None, false);
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        let mut value = || {
            arguments
                .next()
                .ok_or_else(|| format!("{argument} needs a value"))
        };
        match argument.as_str() {
            "--reports" => folders.push(value()?.clone()),
            "--output" => output = Some(value()?),
            "--html" => html = Some(value()?),
            "--check" => check = true,
            unknown if unknown.starts_with('-') => {
                return Err(format!("no option {unknown}\n\n{HELP}"));
            }
            file => files.push(file.to_owned()),
        }
    }
    let mut given: Vec<_> = folders
        .iter()
        .map(|folder| format!("--reports {folder}"))
        .collect();
    given.extend(files.iter().cloned());
    for folder in &folders {
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
    let matrix = Matrix::new(&reports);
    let made_by = format!("conformance-report matrix {}", given.join(" "));
    let files = [(output, markdown(&matrix, &made_by)), (html, page(&matrix))];
    let mut stale = false;
    for (file, text) in &files {
        let Some(file) = file else { continue };
        if !check {
            fs::write(file, text).map_err(|error| format!("{file}: {error}"))?;
        } else if fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))? != *text {
            let _ = writeln!(
                io::stderr(),
                "{file} is not what these reports say: run the command without --check"
            );
            stale = true;
        }
    }
    if let [(None, text), (None, _)] = &files {
        print(text)?;
    }
    Ok(if stale {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
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
