//! [`markdown`]: `SUPPORT.md`.

use super::matrix::{Cell, Column, Matrix, Section};
use super::scores::Scores;
use crate::report::UNTRACKED;

/// The table of what every vendor and version does, and how much the suite would notice, as text for people; `made_by` is the
/// command that makes it again.
#[must_use]
pub fn markdown(matrix: &Matrix, scores: &Scores, made_by: &str) -> String {
    let mut out = String::from("# What each database supports\n\n");
    out.push_str(&format!(
        "Made from reports of the conformance suite by `{made_by}`; never written by hand. A cell says what cases found, not what a\n\
         backend says of itself: ✅ its cases passed, ⚠️ they passed but for those in the footnotes, ❌ the backend says no and does not,\n\
         🟡 the same, though the server can when the vendor's file asks it in its own language, ❗ the backend says otherwise than it does, ❓ nobody asked.\n\n"
    ));
    out.push_str(
        "Where several versions of a product were run, `from 15` stands at the first of them that has something which the one before has\n\
         not, and `until 15` at the last that has what the next one has not.\n\n",
    );
    out.push_str("## Runs\n| vendor | server | found by | conformant | passed | known failures | not applicable | failed |\n");
    out.push_str("|---|---|---|---|---:|---:|---:|---:|\n");
    for column in &matrix.columns {
        out.push_str(&format!(
            "| {} | {} | {} | {} | {} | {} | {} | {} |\n",
            escaped(&column.vendor),
            escaped(&column.server),
            escaped(source(column)),
            if column.conformant { "yes" } else { "no" },
            column.passed,
            column.known,
            column.unsupported,
            column.failed
        ));
    }
    if !matrix.left_out.is_empty() {
        out.push_str("\nThemes of which nothing runs, as the vendor says:\n\n");
    }
    for left_out in &matrix.left_out {
        let theme = &left_out.theme;
        out.push_str(&format!(
            "- {}: `{}`, since {} {}\n",
            left_out.vendor,
            theme.theme,
            theme.reason,
            followed(theme.link.as_deref())
        ));
    }
    write_scores(scores, &mut out);
    for section in &matrix.sections {
        write_section(matrix, section, &mut out);
    }
    if !matrix.footnotes.is_empty() {
        out.push_str("\n## Footnotes\n");
    }
    for (number, footnote) in (1..).zip(&matrix.footnotes) {
        out.push_str(&format!(
            "{number}. `{}`: {} {}\n",
            footnote.case,
            footnote.reason,
            followed(footnote.link.as_deref())
        ));
    }
    out
}

/// Where a matter is followed, or that nobody does.
fn followed(link: Option<&str>) -> String {
    link.map_or_else(|| UNTRACKED.to_owned(), |link| format!("(<{link}>)"))
}

/// How much the suite would notice.
fn write_scores(scores: &Scores, out: &mut String) {
    if scores.is_empty() {
        return;
    }
    out.push_str("\n## What the suite would notice\n");
    if !scores.flips.is_empty() {
        out.push_str(
            "Each flag of a vendor is turned around, alone: one that is true is withdrawn, one that is false is claimed. The suite has to fail\n\
             (`cargo test --test conformance -- flip`).\n\n\
             | vendor | server | withdrawn, and noticed | claimed, and noticed | cannot be tested |\n|---|---|---:|---:|---:|\n",
        );
    }
    for flip in &scores.flips {
        let (withdrawn, claimed) = (&flip.withdrawn, &flip.claimed);
        out.push_str(&format!(
            "| {} | {} | {} of {} | {} of {} | {} |\n",
            escaped(&flip.vendor),
            escaped(&flip.server),
            withdrawn.noticed,
            withdrawn.of,
            claimed.noticed,
            claimed.of,
            flip.untestable.len()
        ));
    }
    if let Some(mutants) = &scores.mutants {
        out.push_str(&format!(
            "\nOf {} mistakes that were made in a vendor on purpose, one at a time, cases noticed {}: [all of them, and why others went\n\
             unnoticed]({}) (`{}`).\n",
            mutants.of, mutants.noticed, mutants.page, mutants.made_by
        ));
    }
}

/// Where a server came from.
pub(super) fn source(column: &Column) -> &str {
    if column.source.is_empty() {
        "inside the tests"
    } else {
        &column.source
    }
}

fn write_section(matrix: &Matrix, section: &Section, out: &mut String) {
    out.push_str(&format!("\n## {}\n| |", section.title));
    for column in &matrix.columns {
        out.push_str(&format!(" {} |", escaped(&matrix.heading(column))));
    }
    out.push_str("\n|---|");
    out.push_str(&"---|".repeat(matrix.columns.len()));
    out.push('\n');
    for row in &section.rows {
        out.push_str(&format!("| `{}`", row.name));
        if !row.doc.is_empty() {
            out.push_str(&format!(": {}", escaped(&row.doc)));
        }
        out.push_str(" |");
        for (cell, threshold) in row.cells.iter().zip(&row.thresholds) {
            out.push_str(&format!(" {}{} |", words(cell), in_brackets(threshold)));
        }
        out.push('\n');
    }
}

/// What stands behind a sign; nothing where there is nothing to say.
pub(super) fn in_brackets(threshold: &str) -> String {
    if threshold.is_empty() {
        return String::new();
    }
    format!(" ({threshold})")
}

fn words(cell: &Cell) -> String {
    match cell {
        Cell::Yes => "✅".to_owned(),
        Cell::Partly(notes) => format!("⚠️ {}", listed(notes)),
        Cell::Gap(notes) => format!("🟡 {}", listed(notes)),
        Cell::No => "❌".to_owned(),
        Cell::Lie => "❗".to_owned(),
        Cell::Unknown => "❓".to_owned(),
        Cell::Text(text) => escaped(text),
    }
}

/// The numbers of footnotes.
pub(super) fn listed(notes: &[usize]) -> String {
    let notes: Vec<_> = notes.iter().map(ToString::to_string).collect();
    notes.join(", ")
}

/// The text in a cell of a table.
fn escaped(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
