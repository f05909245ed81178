//! [`page`]: the matrix as a page that needs nothing else.

use super::markdown::{in_brackets, listed, source};
use super::matrix::{Cell, Matrix};
use crate::report::UNTRACKED;

const STYLE: &str = "body{font:14px/1.4 system-ui,sans-serif;margin:2rem;color:#1b1f24;background:#fff}\
table{border-collapse:collapse;margin:.5rem 0 2rem}th,td{border:1px solid #d0d7de;padding:.25rem .6rem;text-align:left;vertical-align:top}\
thead th{position:sticky;top:0;background:#f6f8fa}td.yes{background:#dafbe1}td.no{background:#f6f8fa;color:#57606a}\
td.partly,td.gap{background:#fff8c5}td.lie{background:#ffcecb}td.unknown{color:#57606a}small{color:#57606a}code{font-size:13px}\
@media(prefers-color-scheme:dark){body{background:#0d1117;color:#e6edf3}th,td{border-color:#30363d}thead th,td.no{background:#161b22}\
td.yes{background:#12361f}td.partly,td.gap{background:#3b2f0b}td.lie{background:#4b1113}}";

/// The matrix as one HTML file: no script, and nothing that is loaded from elsewhere.
#[must_use]
pub fn page(matrix: &Matrix) -> String {
    let mut out =
        String::from("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n");
    out.push_str("<meta name=\"viewport\" content=\"width=device-width\"><title>What each database supports</title>\n");
    out.push_str(&format!(
        "<style>{STYLE}</style></head><body>\n<h1>What each database supports</h1>\n"
    ));
    out.push_str("<p>A cell says what the cases of the conformance suite found, not what a backend says of itself.</p>\n");
    out.push_str("<table><thead><tr><th>vendor<th>server<th>found by<th>conformant<th>passed<th>known failures<th>not applicable<th>failed</thead>\n");
    for column in &matrix.columns {
        out.push_str(&format!(
            "<tr><td>{}<td>{}<td>{}<td>{}<td>{}<td>{}<td>{}<td>{}\n",
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
    out.push_str("</table>\n");
    for section in &matrix.sections {
        out.push_str(&format!(
            "<h2>{}</h2>\n<table><thead><tr><th>",
            section.title
        ));
        for column in &matrix.columns {
            out.push_str(&format!("<th>{}", escaped(&matrix.heading(column))));
        }
        out.push_str("</thead>\n");
        for row in &section.rows {
            out.push_str(&format!("<tr><td><code>{}</code>", escaped(&row.name)));
            if !row.doc.is_empty() {
                out.push_str(&format!("<br><small>{}</small>", escaped(&row.doc)));
            }
            for (cell, threshold) in row.cells.iter().zip(&row.thresholds) {
                write_cell(matrix, cell, &mut out);
                out.push_str(&escaped(&in_brackets(threshold)));
            }
            out.push('\n');
        }
        out.push_str("</table>\n");
    }
    write_footnotes(matrix, &mut out);
    out.push_str("</body></html>\n");
    out
}

fn write_footnotes(matrix: &Matrix, out: &mut String) {
    if matrix.footnotes.is_empty() {
        return;
    }
    out.push_str("<h2>Footnotes</h2>\n<ol>\n");
    for footnote in &matrix.footnotes {
        out.push_str(&format!(
            "<li><code>{}</code>: {}",
            escaped(&footnote.case),
            escaped(&footnote.reason)
        ));
        // Only what is an address becomes a link: a report is a file that anybody can write.
        match footnote.link.as_deref() {
            Some(link) if link.starts_with("https://") => {
                let link = escaped(link);
                out.push_str(&format!(" <a href=\"{link}\">{link}</a>"));
            }
            Some(link) => out.push_str(&format!(" ({})", escaped(link))),
            None => out.push_str(&format!(" {UNTRACKED}")),
        }
        out.push('\n');
    }
    out.push_str("</ol>\n");
}

fn write_cell(matrix: &Matrix, cell: &Cell, out: &mut String) {
    match cell {
        Cell::Yes => out.push_str("<td class=\"yes\">yes"),
        Cell::No => out.push_str("<td class=\"no\">no"),
        Cell::Lie => out.push_str("<td class=\"lie\">says otherwise than it does"),
        Cell::Unknown => out.push_str("<td class=\"unknown\">not asked"),
        Cell::Text(text) => out.push_str(&format!("<td>{}", escaped(text))),
        Cell::Partly(notes) => write_noted(matrix, notes, "partly", "yes, but", out),
        Cell::Gap(notes) => write_noted(matrix, notes, "gap", "no, but the server can:", out),
    }
}

/// A cell whose footnotes are told where somebody points at it.
fn write_noted(matrix: &Matrix, notes: &[usize], class: &str, words: &str, out: &mut String) {
    let reasons = notes
        .iter()
        .filter_map(|note| matrix.footnotes.get(note.saturating_sub(1)));
    let reasons: Vec<_> = reasons.map(|note| note.reason.as_str()).collect();
    out.push_str(&format!(
        "<td class=\"{class}\" title=\"{}\">{words} {}",
        escaped(&reasons.join("; ")),
        listed(notes)
    ));
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
