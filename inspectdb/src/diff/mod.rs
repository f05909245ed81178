//! `inspectdb diff`: the changes that make one database what another is, and how they would be carried out.
//!
//! Nothing is carried out. Both are read like any database here; where one was printed as JSON before, no database is needed at all.

mod describe;
mod renames;
mod report;
mod side;

use std::io::Write;
use std::path::Path;

use backend_core::error::Error;
use backend_core::model::{Change, diff};
use backend_core::registry::Registry;
use backend_core::schema_editor::{Plan, plan_all};

use self::side::Side;
pub(crate) use self::side::{backend_of, version};
use crate::args::{DiffArguments, DiffFormat};
use crate::exit::{Exit, Failure};
use crate::messages::{Level, Messages};
use crate::output;
use crate::text::count;

/// A change, as people and programs are told of it.
#[derive(Debug)]
struct Told {
    line: String,
    loses_data: bool,
}

/// Compares, and prints what is different.
pub(crate) fn compare(
    registry: &Registry,
    arguments: &DiffArguments,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> Result<Exit, Failure> {
    let side = |name: &str, text: &str| {
        Side::read(registry, text, &arguments.schema).map_err(|failure| failure.context(name))
    };
    let before = side("A", &arguments.before)?;
    let after = side("B", &arguments.after)?;
    if before.backend.vendor != after.backend.vendor {
        return Err(Failure::usage(format!(
            "one is of {} and the other of {}, whose schemas say different things; make the one from the other first, with \
             --format sql --for {}",
            before.backend.vendor, after.backend.vendor, before.backend.vendor
        )));
    }
    let renames = renames::renames(&before.schema, &arguments.rename)?;
    let changes = diff(&before.schema, &after.schema, &renames).map_err(|error| undone(&error))?;
    let told = told(&before, &changes)?;
    let text = match arguments.format {
        DiffFormat::Changes => report::changes(&told),
        DiffFormat::Plan => report::plan(&planned(&before, &changes)?),
        DiffFormat::Sql => report::sql(&planned(&before, &changes)?, &before.dialect),
        DiffFormat::Json => report::json(&told, &planned(&before, &changes)?)?,
    };
    let path = arguments.output.as_deref();
    match path.filter(|path| *path != Path::new("-")) {
        Some(path) => output::write(path, &text).map(|_| ())?,
        None => output::print(stdout, &text)?,
    }
    let level = if arguments.quiet {
        Level::Quiet
    } else {
        Level::Normal
    };
    let mut messages = Messages::new(stderr, level);
    messages.warnings(before.warnings.iter().chain(&after.warnings));
    messages.note(&summary(&told));
    Ok(if told.is_empty() {
        Exit::Success
    } else {
        Exit::Differs
    })
}

/// Every change in a line, with whether it loses data, which depends on what is there before it.
fn told(side: &Side, changes: &[Change]) -> Result<Vec<Told>, Failure> {
    let describer = describe::Describer { side };
    let mut before = side.schema.clone();
    let mut told = Vec::with_capacity(changes.len());
    for change in changes {
        told.push(Told {
            line: describer.line(change, &before),
            loses_data: change.loses_data(&before),
        });
        before.apply(change)?;
    }
    Ok(told)
}

/// One plan of all the changes.
fn planned(side: &Side, changes: &[Change]) -> Result<Plan, Failure> {
    let editor = side.backend.schema_editor;
    plan_all(editor, &side.dialect, &side.schema, changes).map_err(|error| undone(&error))
}

/// What cannot be done is no mistake of the command line's.
fn undone(error: &Error) -> Failure {
    Failure::new(Exit::Other, error.to_string())
}

fn summary(told: &[Told]) -> String {
    let losing = told.iter().filter(|told| told.loses_data).count();
    let changes = count(told.len(), "change", "changes");
    match (told.len(), losing) {
        (0, _) => "no difference".to_owned(),
        (_, 0) => changes,
        (1, _) => format!("{changes}, which loses data (!)"),
        (_, 1) => format!("{changes}, 1 of which loses data (!)"),
        _ => format!("{changes}, {losing} of which lose data (!)"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Told, summary};

    #[test]
    fn the_summary_counts_what_loses_data() {
        let told = |losing: &[bool]| {
            let told: Vec<_> = losing
                .iter()
                .map(|loses_data| Told {
                    line: String::new(),
                    loses_data: *loses_data,
                })
                .collect();
            summary(&told)
        };
        assert_eq!(told(&[]), "no difference");
        assert_eq!(told(&[false]), "1 change");
        assert_eq!(told(&[true]), "1 change, which loses data (!)");
        assert_eq!(told(&[true, false]), "2 changes, 1 of which loses data (!)");
        assert_eq!(told(&[true, true]), "2 changes, 2 of which lose data (!)");
    }
}
