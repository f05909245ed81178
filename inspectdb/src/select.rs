//! Which tables and views are printed: names, globs, views or not.

use std::collections::BTreeSet;

use backend_core::introspection::{Snapshot, Warning};
use backend_core::model::{QualifiedName, Schema};
use globset::{GlobBuilder, GlobMatcher};

use crate::args::{Arguments, Views};
use crate::exit::{Exit, Failure};
use crate::text::one_line;

/// What was asked for, ready to be compared with names.
#[derive(Debug)]
pub(crate) struct Filters {
    names: Vec<String>,
    include: Vec<GlobMatcher>,
    exclude: Vec<GlobMatcher>,
    views: Views,
}

/// The tables and views that are printed.
#[derive(Debug)]
pub(crate) struct Selection {
    /// What is printed.
    pub(crate) schema: Schema,
    /// The names of what is there and is not printed.
    pub(crate) left_out: BTreeSet<QualifiedName>,
    /// Warnings about what is printed.
    pub(crate) warnings: Vec<Warning>,
}

impl Filters {
    /// Reads the patterns.
    pub(crate) fn new(arguments: &Arguments) -> Result<Self, Failure> {
        let globs = |option: &str, patterns: &[String]| {
            patterns
                .iter()
                .map(|pattern| glob(option, pattern))
                .collect::<Result<Vec<_>, _>>()
        };
        Ok(Self {
            names: arguments.tables.clone(),
            include: globs("--include", &arguments.include)?,
            exclude: globs("--exclude", &arguments.exclude)?,
            views: arguments.views,
        })
    }

    /// Picks from what was read.
    pub(crate) fn apply(&self, snapshot: &Snapshot) -> Result<Selection, Failure> {
        let tables = snapshot
            .schema
            .tables
            .iter()
            .map(|table| (&table.name, Views::No));
        let views = snapshot
            .schema
            .views
            .iter()
            .map(|view| (&view.name, Views::Only));
        let there: Vec<(&QualifiedName, Views)> = tables.chain(views).collect();
        self.check_each_matches(&there)?;

        let is_chosen = |name: &QualifiedName, kind: Views| {
            let spellings = spellings(name);
            let wanted = self.names.is_empty() && self.include.is_empty()
                || self.names.iter().any(|wanted| spellings.contains(wanted))
                || matches_any(&self.include, &spellings);
            wanted
                && !matches_any(&self.exclude, &spellings)
                && (self.views == Views::Yes || self.views == kind)
        };
        let mut selection = Selection {
            schema: snapshot.schema.clone(),
            left_out: BTreeSet::new(),
            warnings: snapshot.warnings.clone(),
        };
        for (name, kind) in there {
            if !is_chosen(name, kind) {
                selection.left_out.insert(name.clone());
            }
        }
        let left_out = &selection.left_out;
        selection
            .schema
            .tables
            .retain(|table| !left_out.contains(&table.name));
        selection
            .schema
            .views
            .retain(|view| !left_out.contains(&view.name));
        selection
            .warnings
            .retain(|warning| !left_out.contains(&warning.object));
        Ok(selection)
    }

    /// A name or pattern that matches nothing is a mistake, whatever else matches.
    fn check_each_matches(&self, there: &[(&QualifiedName, Views)]) -> Result<(), Failure> {
        let spellings: Vec<String> = there.iter().flat_map(|(name, _)| spellings(name)).collect();
        if let Some(name) = self.names.iter().find(|name| !spellings.contains(name)) {
            let message = format!("no table or view is named {name:?}");
            return Err(no_match(&message, name, &spellings));
        }
        for (option, globs) in [("--include", &self.include), ("--exclude", &self.exclude)] {
            let unused = globs
                .iter()
                .find(|glob| !spellings.iter().any(|name| glob.is_match(name)));
            if let Some(glob) = unused {
                let pattern = glob.glob().glob();
                let message = format!("{option} {pattern:?} matches no table and no view");
                return Err(no_match(&message, pattern, &spellings));
            }
        }
        Ok(())
    }
}

fn glob(option: &str, pattern: &str) -> Result<GlobMatcher, Failure> {
    let glob = GlobBuilder::new(pattern).build().map_err(|error| {
        Failure::usage(format!(
            "{option} {pattern:?} is not a pattern: {}",
            error.kind()
        ))
    })?;
    Ok(glob.compile_matcher())
}

/// How a name may be written: alone, and after its schema.
fn spellings(name: &QualifiedName) -> Vec<String> {
    let mut spellings = vec![name.name.to_string()];
    if name.schema.is_some() {
        spellings.push(name.to_string());
    }
    spellings
}

fn matches_any(globs: &[GlobMatcher], spellings: &[String]) -> bool {
    globs
        .iter()
        .any(|glob| spellings.iter().any(|name| glob.is_match(name)))
}

fn no_match(message: &str, wanted: &str, there: &[String]) -> Failure {
    let hint = match nearest(wanted, there) {
        Some(name) => format!("; did you mean {name:?}?"),
        None if there.is_empty() => "; the database has none".to_owned(),
        None => String::new(),
    };
    Failure::new(Exit::NoMatch, one_line(&format!("{message}{hint}")))
}

/// The name that is most like `wanted`, if one is like it at all; upper and lower case are alike.
fn nearest<'n>(wanted: &str, there: &'n [String]) -> Option<&'n String> {
    let fold = |text: &str| text.replace(['*', '?'], "").to_lowercase();
    let wanted = fold(wanted);
    let (distance, name) = there
        .iter()
        .map(|name| (strsim::damerau_levenshtein(&wanted, &fold(name)), name))
        .min()?;
    (distance <= (wanted.chars().count() / 3).max(1)).then_some(name)
}

#[cfg(test)]
mod tests {
    use backend_core::introspection::Snapshot;
    use backend_core::model::{QualifiedName, Table, View};

    use super::{Filters, Selection};
    use crate::args::{Asked, parse};
    use crate::exit::{Exit, Failure};

    fn snapshot() -> Snapshot {
        let mut snapshot = Snapshot::default();
        for name in ["audit_log", "audit_user", "customer"] {
            let name = QualifiedName::with_schema("main", name).unwrap();
            snapshot.schema.tables.push(Table::new(name));
        }
        let view = QualifiedName::with_schema("main", "best_customer").unwrap();
        snapshot.schema.views.push(View::new(view, "SELECT 1"));
        snapshot
    }

    fn select(line: &str) -> Result<Selection, Failure> {
        let words = ["inspectdb", "db"]
            .into_iter()
            .chain(line.split_whitespace());
        let Asked::Run(arguments) = parse(words.map(Into::into))? else {
            panic!("{line}")
        };
        Filters::new(&arguments)?.apply(&snapshot())
    }

    fn names(line: &str) -> Vec<String> {
        let schema = select(line).unwrap().schema;
        let tables = schema
            .tables
            .into_iter()
            .map(|table| table.name.name.to_string());
        tables
            .chain(
                schema
                    .views
                    .into_iter()
                    .map(|view| view.name.name.to_string()),
            )
            .collect()
    }

    #[test]
    fn names_globs_and_views_pick() {
        assert_eq!(
            names(""),
            ["audit_log", "audit_user", "customer", "best_customer"]
        );
        assert_eq!(names("main.customer"), ["customer"]);
        assert_eq!(names("--include audit_* --exclude *_user"), ["audit_log"]);
        assert_eq!(
            names("customer --include audit_l*"),
            ["audit_log", "customer"]
        );
        assert_eq!(
            names("--include main.{customer,best*}"),
            ["customer", "best_customer"]
        );
        assert_eq!(names("--views no"), ["audit_log", "audit_user", "customer"]);
        assert_eq!(names("--views only"), ["best_customer"]);
    }

    #[test]
    fn what_matches_nothing_is_refused_with_the_nearest_name() {
        for (line, part) in [
            (
                "Customer",
                "no table or view is named \"Customer\"; did you mean \"customer\"?",
            ),
            ("customer audit_lgo", "did you mean \"audit_log\"?"),
            (
                "--include adit_*",
                "--include \"adit_*\" matches no table and no view",
            ),
            (
                "--exclude zebra",
                "--exclude \"zebra\" matches no table and no view",
            ),
        ] {
            let failure = select(line).expect_err(line);
            assert_eq!(failure.exit, Exit::NoMatch);
            assert!(failure.message.contains(part), "{}", failure.message);
        }
        assert_eq!(select("--include [a").expect_err("glob").exit, Exit::Usage);
    }

    #[test]
    fn what_is_left_out_is_remembered() {
        let selection = select("customer").unwrap();
        assert_eq!(selection.left_out.len(), 3);
    }
}
