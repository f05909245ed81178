//! [`markdown`]: `SUPPORT.md`.

use super::matrix::{Cell, Column, Matrix, Section};

/// The table of what every vendor and version does, as text for people; `made_by` is the command that makes it again.
#[must_use]
pub fn markdown(matrix: &Matrix, made_by: &str) -> String {
    let mut out = String::from("# What each database supports\n\n");
    out.push_str(&format!(
        "Made from reports of the conformance suite by `{made_by}`; never written by hand. A cell says what cases found, not what a\n\
         backend says of itself: ✅ its cases passed, ⚠️ they passed but for those in the footnotes, ❌ the backend says no and does not,\n\
         ❗ the backend says otherwise than it does, ❓ nobody asked.\n\n"
    ));
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
    for section in &matrix.sections {
        write_section(matrix, section, &mut out);
    }
    if !matrix.footnotes.is_empty() {
        out.push_str("\n## Footnotes\n");
    }
    for (number, footnote) in (1..).zip(&matrix.footnotes) {
        out.push_str(&format!(
            "{number}. `{}`: {}",
            footnote.case, footnote.reason
        ));
        if let Some(link) = &footnote.link {
            out.push_str(&format!(" (<{link}>)"));
        }
        out.push('\n');
    }
    out
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
        for cell in &row.cells {
            out.push_str(&format!(" {} |", words(cell)));
        }
        out.push('\n');
    }
}

fn words(cell: &Cell) -> String {
    match cell {
        Cell::Yes => "✅".to_owned(),
        Cell::Partly(notes) => {
            let notes: Vec<_> = notes.iter().map(ToString::to_string).collect();
            format!("⚠️ {}", notes.join(", "))
        }
        Cell::No => "❌".to_owned(),
        Cell::Lie => "❗".to_owned(),
        Cell::Unknown => "❓".to_owned(),
        Cell::Text(text) => escaped(text),
    }
}

/// The text in a cell of a table.
fn escaped(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
