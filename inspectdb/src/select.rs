//! Which tables and views are printed: names, globs, views or not.

use std::collections::BTreeSet;

use backend_core::introspection::{Snapshot, Warning};
use backend_core::model::{Identifier, QualifiedName, Schema, Table};
use globset::{GlobBuilder, GlobMatcher};

use crate::args::{Arguments, Format, Views};
use crate::exit::{Exit, Failure};
use crate::text::one_line;

/// What was asked for, ready to be compared with names.
#[derive(Debug)]
pub(crate) struct Filters {
    names: Vec<String>,
    include: Vec<GlobMatcher>,
    exclude: Vec<GlobMatcher>,
    views: Views,
    /// Whether partitions are listed beside the tables that they are parts of.
    partitions: bool,
    schemas: Vec<String>,
}

/// A table or view that is there, and how its name may be written.
#[derive(Debug)]
struct Candidate<'s> {
    name: &'s QualifiedName,
    spellings: Vec<String>,
    kind: Views,
    is_partition: bool,
}

impl<'s> Candidate<'s> {
    fn new(name: &'s QualifiedName, kind: Views, default_schema: Option<&Identifier>) -> Self {
        let mut spellings = vec![name.name.to_string()];
        if let Some(schema) = name.schema.as_ref().or(default_schema) {
            spellings.push(format!("{schema}.{}", name.name));
        }
        Self {
            name,
            spellings,
            kind,
            is_partition: false,
        }
    }

    fn table(table: &'s Table, default_schema: Option<&Identifier>) -> Self {
        Self {
            is_partition: table.partition_of.is_some(),
            ..Self::new(&table.name, Views::No, default_schema)
        }
    }

    fn is_named(&self, names: &[String]) -> bool {
        names.iter().any(|name| self.spellings.contains(name))
    }

    fn matches(&self, glob: &GlobMatcher) -> bool {
        self.spellings.iter().any(|name| glob.is_match(name))
    }

    fn matches_any(&self, globs: &[GlobMatcher]) -> bool {
        globs.iter().any(|glob| self.matches(glob))
    }
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
    /// The schemas that were asked for; none where all were.
    pub(crate) schemas: Vec<String>,
}

impl Selection {
    /// Whether the object is in a schema that was not asked for, so that nothing is known of it.
    pub(crate) fn is_outside(&self, name: &QualifiedName) -> bool {
        let schema = name.schema.as_ref().or(self.schema.default_schema.as_ref());
        !self.schemas.is_empty()
            && schema.is_some_and(|schema| !self.schemas.iter().any(|asked| *schema == **asked))
    }
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
            // What is for programs holds every fact.
            partitions: arguments.partitions || arguments.format != Format::Rust,
            schemas: arguments.schema.clone(),
        })
    }

    /// Picks from what was read.
    pub(crate) fn apply(&self, snapshot: &Snapshot) -> Result<Selection, Failure> {
        self.check_schemas(&snapshot.schema)?;
        let default_schema = snapshot.schema.default_schema.as_ref();
        let tables = snapshot.schema.tables.iter();
        let views = snapshot.schema.views.iter();
        let there: Vec<Candidate<'_>> = tables
            .map(|table| Candidate::table(table, default_schema))
            .chain(views.map(|view| Candidate::new(&view.name, Views::Only, default_schema)))
            .collect();
        self.check_each_matches(&there)?;
        let left_out: BTreeSet<QualifiedName> = there
            .iter()
            .filter(|candidate| !self.chooses(candidate))
            .map(|candidate| candidate.name.clone())
            .collect();
        let mut selection = Selection {
            schema: snapshot.schema.clone(),
            left_out,
            warnings: snapshot.warnings.clone(),
            schemas: self.schemas.clone(),
        };
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

    fn chooses(&self, candidate: &Candidate<'_>) -> bool {
        let is_named = candidate.is_named(&self.names);
        let wanted = self.names.is_empty() && self.include.is_empty()
            || is_named
            || candidate.matches_any(&self.include);
        wanted
            && !candidate.matches_any(&self.exclude)
            && (self.views == Views::Yes || self.views == candidate.kind)
            && (!candidate.is_partition || self.partitions || is_named)
    }

    /// A schema of which nothing was read is a mistake: it is not there, or has nothing that could be shown.
    fn check_schemas(&self, schema: &Schema) -> Result<(), Failure> {
        let default_schema = schema.default_schema.as_ref();
        let tables = schema.tables.iter().map(|table| &table.name);
        let views = schema.views.iter().map(|view| &view.name);
        let types = schema.types.iter().map(|each| &each.name);
        let sequences = schema.sequences.iter().map(|each| &each.name);
        let functions = schema.functions.iter().map(|each| &each.name);
        let objects = schema.vendor_objects.iter().map(|each| &each.name);
        let there: BTreeSet<String> = tables
            .chain(views)
            .chain(functions)
            .chain(objects)
            .chain(types)
            .chain(sequences)
            .filter_map(|name| name.schema.as_ref().or(default_schema))
            .map(ToString::to_string)
            .collect();
        match self.schemas.iter().find(|asked| !there.contains(*asked)) {
            None => Ok(()),
            Some(asked) => {
                let message = format!(
                    "--schema {}: there is no such schema, or nothing in it",
                    shown(asked)
                );
                Err(Failure::new(Exit::NoMatch, one_line(&message)))
            }
        }
    }

    /// A name or pattern that matches nothing is a mistake, whatever else matches.
    fn check_each_matches(&self, there: &[Candidate<'_>]) -> Result<(), Failure> {
        let spellings: Vec<&str> = there
            .iter()
            .flat_map(|candidate| candidate.spellings.iter().map(String::as_str))
            .collect();
        if let Some(name) = self
            .names
            .iter()
            .find(|name| !spellings.contains(&name.as_str()))
        {
            let message = format!("no table or view is named {}", shown(name));
            return Err(no_match(&message, name, &spellings));
        }
        for (option, globs) in [("--include", &self.include), ("--exclude", &self.exclude)] {
            for glob in globs {
                let mut matching = there.iter().filter(|candidate| candidate.matches(glob));
                let pattern = glob.glob().glob();
                let Some(first) = matching.next() else {
                    let pattern_shown = shown(pattern);
                    let message = format!("{option} {pattern_shown} matches no table and no view");
                    return Err(no_match(&message, pattern, &spellings));
                };
                let is_folded = |candidate: &Candidate<'_>| candidate.is_partition;
                if option == "--include"
                    && !self.partitions
                    && is_folded(first)
                    && matching.all(is_folded)
                {
                    let message = format!(
                        "{option} {} matches only partitions, which --partitions lists",
                        shown(pattern)
                    );
                    return Err(Failure::new(Exit::NoMatch, one_line(&message)));
                }
            }
        }
        Ok(())
    }
}

fn glob(option: &str, pattern: &str) -> Result<GlobMatcher, Failure> {
    let glob = GlobBuilder::new(pattern).build().map_err(|error| {
        Failure::usage(format!(
            "{option} {} is not a pattern: {}",
            shown(pattern),
            error.kind()
        ))
    })?;
    Ok(glob.compile_matcher())
}

/// The longest name that is shown whole, and compared with others: nobody mistypes a longer one, and comparing takes the product of both
/// lengths in time and memory.
const LONGEST_SHOWN: usize = 256;

fn is_long(name: &str) -> bool {
    name.chars().nth(LONGEST_SHOWN).is_some()
}

/// A name or pattern in quotes; of a long one the beginning.
fn shown(name: &str) -> String {
    let head: String = name.chars().take(LONGEST_SHOWN).collect();
    let more = if is_long(name) { "…" } else { "" };
    format!("{head:?}{more}")
}

fn no_match(message: &str, wanted: &str, there: &[&str]) -> Failure {
    let hint = match nearest(wanted, there) {
        Some(name) => format!("; did you mean {name:?}?"),
        None if there.is_empty() => "; the database has none".to_owned(),
        None => String::new(),
    };
    Failure::new(Exit::NoMatch, one_line(&format!("{message}{hint}")))
}

/// The name that is most like `wanted`, if one is like it at all; upper and lower case are alike.
fn nearest<'n>(wanted: &str, there: &[&'n str]) -> Option<&'n str> {
    let fold = |text: &str| text.replace(['*', '?'], "").to_lowercase();
    if is_long(wanted) {
        return None;
    }
    let wanted = fold(wanted);
    let (distance, name) = there
        .iter()
        .filter(|name| !is_long(name))
        .map(|&name| (strsim::damerau_levenshtein(&wanted, &fold(name)), name))
        .min()?;
    (distance <= (wanted.chars().count() / 3).max(1)).then_some(name)
}

#[cfg(test)]
mod tests {
    use backend_core::introspection::Snapshot;
    use backend_core::model::{Identifier, PartitionOf, QualifiedName, Table, View};

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

    /// A table in the default schema with a partition, and one in another schema.
    fn partitioned(line: &str) -> Result<Vec<String>, Failure> {
        let mut snapshot = Snapshot::default();
        let parent = QualifiedName::new("sale").unwrap();
        let mut part = Table::new(QualifiedName::new("sale_2024").unwrap());
        part.partition_of = Some(PartitionOf {
            parent: parent.clone(),
            bound: "FOR VALUES …".to_owned(),
        });
        let other = Table::new(QualifiedName::with_schema("audit", "sale").unwrap());
        snapshot.schema.default_schema = Some(Identifier::new("public").unwrap());
        snapshot.schema.tables = vec![Table::new(parent), part, other];
        let words = ["inspectdb", "db"]
            .into_iter()
            .chain(line.split_whitespace());
        let Asked::Run(arguments) = parse(words.map(Into::into))? else {
            panic!("{line}")
        };
        let schema = Filters::new(&arguments)?.apply(&snapshot)?.schema;
        let names = schema.tables.iter().map(|table| table.name.to_string());
        Ok(names.collect())
    }

    #[test]
    fn partitions_are_folded_unless_named_or_asked_for() {
        let names = |line| partitioned(line).unwrap();
        assert_eq!(names(""), ["sale", "audit.sale"]);
        assert_eq!(names("--partitions"), ["sale", "sale_2024", "audit.sale"]);
        assert_eq!(names("--format json").len(), 3);
        assert_eq!(names("sale_2024"), ["sale_2024"]);
        assert_eq!(names("--include sale*"), ["sale", "audit.sale"]);
        let failure = partitioned("--include sale_*").unwrap_err();
        assert_eq!(failure.exit, Exit::NoMatch);
        assert!(
            failure.message.contains("only partitions"),
            "{}",
            failure.message
        );
    }

    #[test]
    fn the_default_schema_may_be_named_and_a_missing_one_is_refused() {
        let names = |line| partitioned(line).unwrap();
        assert_eq!(names("public.sale"), ["sale"]);
        assert_eq!(names("--exclude public.*"), ["audit.sale"]);
        assert_eq!(names("--schema public,audit").len(), 2);
        let failure = partitioned("--schema public,adit").unwrap_err();
        assert_eq!(failure.exit, Exit::NoMatch);
        assert!(failure.message.contains("\"adit\""), "{}", failure.message);
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
