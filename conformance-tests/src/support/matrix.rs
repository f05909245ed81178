//! [`Matrix`]: reports side by side.

use std::collections::BTreeMap;

use backend_core::flag::Flag;

use super::read::{Lane, Outcome, ReadReport, ThemeOptOut, Verdict};
use super::thresholds::{Place, thresholds};

/// The sections of the flags, each with its first flag in the order of the table.
const SECTIONS: &[(&str, Flag)] = &[
    ("Transactions", Flag::supports_transactions),
    ("Sessions and cursors", Flag::supports_credentials),
    ("Values", Flag::has_native_boolean),
    ("Tables and columns", Flag::supports_schemas),
    ("Constraints", Flag::supports_foreign_keys),
    ("Indexes and views", Flag::supports_partial_indexes),
    ("Whole objects", Flag::supports_sequences),
    ("Queries", Flag::can_return_columns_from_insert),
    ("Explaining and writing statements", Flag::supports_explain),
    ("Functions in queries", Flag::supports_math_functions),
    ("Test databases", Flag::can_clone_databases),
];

/// Reports side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Matrix {
    /// One a vendor and version.
    pub columns: Vec<Column>,
    /// Flags by subject, then limits, then types.
    pub sections: Vec<Section>,
    /// What the numbers in cells stand for.
    pub footnotes: Vec<Footnote>,
    /// The themes that vendors leave out.
    pub left_out: Vec<LeftOut>,
}

/// A theme that a vendor leaves out.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LeftOut {
    /// The vendor.
    pub vendor: String,
    /// The theme, why, and where the matter is followed.
    pub theme: ThemeOptOut,
}

/// A vendor's version.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Column {
    /// The vendor.
    pub vendor: String,
    /// The product and its version.
    pub server: String,
    /// Where the server came from; empty where it ran inside the process.
    pub source: String,
    /// Whether the run ended well.
    pub conformant: bool,
    /// How many cases passed.
    pub passed: usize,
    /// How many fail as their marks say.
    pub known: usize,
    /// How many a flag keeps from applying.
    pub unsupported: usize,
    /// How many fail the run.
    pub failed: usize,
}

/// Rows of one subject.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Section {
    /// The subject.
    pub title: &'static str,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A flag, limit or type.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Row {
    /// Its name.
    pub name: String,
    /// What it means, in one sentence; empty where the name says it.
    pub doc: String,
    /// One a column.
    pub cells: Vec<Cell>,
    /// One a column: `from 15` or `until 15` where the reports show that a flag comes or goes with that version, and nothing elsewhere.
    pub thresholds: Vec<String>,
}

/// What a report says of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cell {
    /// Its cases passed.
    Yes,
    /// Its cases passed, some of them as these footnotes say.
    Partly(Vec<usize>),
    /// The backend says that it has it not, and it has it not, though the server can; with the numbers of footnotes that say why.
    Gap(Vec<usize>),
    /// The backend says that it has it not, and it has it not.
    No,
    /// The backend says otherwise than what it does.
    Lie,
    /// Nobody asked.
    Unknown,
    /// A limit, style or spelling.
    Text(String),
}

/// A mark or a gap, and why it is one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Footnote {
    /// The case that fails, or the flag of the gap.
    pub case: String,
    /// Why.
    pub reason: String,
    /// Where the matter is followed; none where nobody does.
    pub link: Option<String>,
}

impl Matrix {
    /// The reports side by side, in the order in which they are given. Lanes of one report are one column, which says what all of
    /// them do.
    #[must_use]
    pub fn new(reports: &[ReadReport]) -> Self {
        let mut footnotes = Vec::new();
        let mut sections = flag_sections(reports, &mut footnotes);
        sections.push(limits(reports));
        sections.push(types(reports));
        sections.retain(|section| !section.rows.is_empty());
        Self {
            columns: reports.iter().map(column).collect(),
            sections,
            footnotes,
            left_out: left_out(reports),
        }
    }

    /// What stands above a column: the server, behind the vendor where another one ran on the same.
    pub(super) fn heading(&self, column: &Column) -> String {
        let on_it = self.columns.iter().filter(|it| it.server == column.server);
        if on_it.count() > 1 {
            return format!("{}: {}", column.vendor, column.server);
        }
        column.server.clone()
    }
}

fn column(report: &ReadReport) -> Column {
    let server = report.lanes.first().map(|lane| &lane.server);
    let server = server.map(|it| format!("{} {}", it.product, it.version));
    let failing = [
        Outcome::Fail,
        Outcome::UnexpectedPass,
        Outcome::Timeout,
        Outcome::SetupError,
    ];
    Column {
        vendor: report.vendor.clone(),
        server: server.unwrap_or_default(),
        source: report.source.clone(),
        conformant: report.conformant,
        passed: report.count(Outcome::Pass),
        known: report.count(Outcome::Known),
        unsupported: report.count(Outcome::Unsupported),
        failed: failing.iter().map(|outcome| report.count(*outcome)).sum(),
    }
}

/// Each once, whatever the number of a vendor's servers.
fn left_out(reports: &[ReadReport]) -> Vec<LeftOut> {
    let mut all = Vec::new();
    for report in reports {
        for theme in &report.theme_optouts {
            let one = LeftOut {
                vendor: report.vendor.clone(),
                theme: theme.clone(),
            };
            if !all.contains(&one) {
                all.push(one);
            }
        }
    }
    all
}

fn flag_sections(reports: &[ReadReport], footnotes: &mut Vec<Footnote>) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let positive = positive_cases();
    let places: Vec<_> = reports.iter().map(place).collect();
    for info in Flag::ALL {
        if let Some((title, _)) = SECTIONS.iter().find(|(_, first)| *first == info.flag) {
            sections.push(Section {
                title,
                rows: Vec::new(),
            });
        }
        let ids = positive
            .get(info.name)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let cells = reports.iter().map(|report| {
            let marks: Vec<_> = marks_of(report, ids, footnotes);
            let gaps = gaps_of(report, info.name, footnotes);
            flag_cell(report, info.name, marks, gaps)
        });
        let cells: Vec<_> = cells.collect();
        let row = Row {
            name: info.name.to_owned(),
            doc: first_sentence(info.doc),
            thresholds: thresholds(&places, &cells),
            cells,
        };
        if let Some(section) = sections.last_mut() {
            section.rows.push(row);
        }
    }
    sections
}

/// Whose column it is, for thresholds.
fn place(report: &ReadReport) -> Place {
    let server = report.lanes.first().map(|lane| &lane.server);
    Place {
        vendor: report.vendor.clone(),
        product: server.map(|it| it.product.clone()).unwrap_or_default(),
        version: server.map(|it| it.version.clone()).unwrap_or_default(),
    }
}

/// The cases that require each flag.
fn positive_cases() -> BTreeMap<&'static str, Vec<&'static str>> {
    let mut positive: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for case in crate::catalogue::catalogue() {
        for flag in case.requires {
            positive.entry(flag.name()).or_default().push(case.id);
        }
    }
    positive
}

/// The footnotes of the marks that a report has among these cases.
fn marks_of(report: &ReadReport, ids: &[&str], footnotes: &mut Vec<Footnote>) -> Vec<usize> {
    let cases = report.lanes.iter().flat_map(|lane| &lane.cases);
    let known =
        cases.filter(|case| case.outcome == Outcome::Known && ids.contains(&case.id.as_str()));
    let notes = known.map(|case| Footnote {
        case: case.id.clone(),
        reason: case.reason.clone().unwrap_or_default(),
        link: case.link.clone(),
    });
    numbers(notes, footnotes)
}

/// The footnotes of what the report's servers can of a flag and the backend does not do.
fn gaps_of(report: &ReadReport, name: &str, footnotes: &mut Vec<Footnote>) -> Vec<usize> {
    let flags = report.lanes.iter().flat_map(|lane| &lane.flags);
    let gaps = flags.filter(|flag| flag.name == name && flag.verdict == Verdict::Gap);
    let notes = gaps.map(|flag| Footnote {
        case: flag.name.clone(),
        reason: flag.reason.clone().unwrap_or_else(|| {
            let unsaid = "the server can, and nobody says yet why the backend does not";
            unsaid.to_owned()
        }),
        link: flag.link.clone(),
    });
    numbers(notes, footnotes)
}

/// The numbers of notes among all that there are, to which new ones are added.
fn numbers(notes: impl Iterator<Item = Footnote>, footnotes: &mut Vec<Footnote>) -> Vec<usize> {
    let mut numbers = Vec::new();
    for footnote in notes {
        let at = footnotes
            .iter()
            .position(|other| *other == footnote)
            .unwrap_or_else(|| {
                footnotes.push(footnote);
                footnotes.len() - 1
            });
        if !numbers.contains(&(at + 1)) {
            numbers.push(at + 1);
        }
    }
    numbers.sort_unstable();
    numbers
}

/// What all lanes say of a flag: the worst of them.
fn flag_cell(report: &ReadReport, name: &str, marks: Vec<usize>, gaps: Vec<usize>) -> Cell {
    let of = |lane: &Lane| {
        lane.flags
            .iter()
            .find(|flag| flag.name == name)
            .map(|flag| flag.verdict)
    };
    let verdicts: Vec<_> = report.lanes.iter().map(of).collect();
    let any = |wanted: &[Verdict]| {
        verdicts
            .iter()
            .flatten()
            .any(|verdict| wanted.contains(verdict))
    };
    let all_known = !verdicts.is_empty() && verdicts.iter().all(Option::is_some);
    if any(&[Verdict::OverDeclared, Verdict::UnderDeclared]) {
        Cell::Lie
    } else if !all_known || any(&[Verdict::Unproven, Verdict::Declared]) {
        Cell::Unknown
    } else if !gaps.is_empty() {
        Cell::Gap(gaps)
    } else if any(&[Verdict::Honest]) {
        Cell::No
    } else if marks.is_empty() {
        Cell::Yes
    } else {
        Cell::Partly(marks)
    }
}

fn limits(reports: &[ReadReport]) -> Section {
    let name = |lane: &Lane| {
        lane.limits
            .iter()
            .map(|limit| limit.name.clone())
            .collect::<Vec<_>>()
    };
    let cell = |report: &ReadReport, name: &str| {
        let mut texts: Vec<String> = Vec::new();
        for lane in &report.lanes {
            let Some(limit) = lane.limits.iter().find(|limit| limit.name == name) else {
                continue;
            };
            let value = match &limit.value {
                serde_json::Value::Null => "none".to_owned(),
                serde_json::Value::String(text) => text.clone(),
                value => value.to_string(),
            };
            // What no case reached, or one refuted, is not known.
            texts.push(if limit.holds == Some(true) {
                value
            } else {
                format!("{value} (not shown)")
            });
        }
        in_words(texts)
    };
    Section {
        title: "Limits and styles",
        rows: rows(reports, name, cell),
    }
}

fn types(reports: &[ReadReport]) -> Section {
    let name = |lane: &Lane| {
        lane.types
            .iter()
            .map(|it| it.name.clone())
            .collect::<Vec<_>>()
    };
    let cell = |report: &ReadReport, name: &str| {
        let of = |lane: &Lane| lane.types.iter().find(|it| it.name == name).cloned();
        let found: Vec<_> = report.lanes.iter().filter_map(of).collect();
        if !found.is_empty() && found.iter().all(|it| it.spelled.is_none()) {
            return Cell::No;
        }
        in_words(found.into_iter().filter_map(|it| it.spelled).collect())
    };
    Section {
        title: "Types",
        rows: rows(reports, name, cell),
    }
}

/// A row for each name, in the order in which names first appear.
fn rows(
    reports: &[ReadReport],
    names: impl Fn(&Lane) -> Vec<String>,
    cell: impl Fn(&ReadReport, &str) -> Cell,
) -> Vec<Row> {
    let mut all: Vec<String> = Vec::new();
    for name in reports
        .iter()
        .flat_map(|report| &report.lanes)
        .flat_map(names)
    {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    let row = |name: String| Row {
        cells: reports.iter().map(|report| cell(report, &name)).collect(),
        thresholds: vec![String::new(); reports.len()],
        name,
        doc: String::new(),
    };
    all.into_iter().map(row).collect()
}

/// One text where all lanes say the same, and all of them otherwise.
fn in_words(mut texts: Vec<String>) -> Cell {
    texts.dedup();
    if texts.is_empty() {
        Cell::Unknown
    } else {
        Cell::Text(texts.join(", "))
    }
}

/// The first sentence of a documentation, on one line.
fn first_sentence(doc: &str) -> String {
    let line = doc.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut line = line.replace("[`", "`");
    // What a link of the documentation leads to is of no use here.
    while let Some((head, link)) = line.split_once("`](") {
        let tail = link.split_once(')').map_or("", |(_, tail)| tail);
        line = format!("{head}`{tail}");
    }
    // Whoever reads it is not in the crate.
    let line = line
        .replace("`]", "`")
        .replace("`crate::", "`backend_core::");
    let end = line
        .find(". ")
        .or_else(|| line.find("; "))
        .or_else(|| line.strip_suffix('.').map(str::len));
    end.and_then(|end| line.get(..end))
        .unwrap_or(&line)
        .to_owned()
}
