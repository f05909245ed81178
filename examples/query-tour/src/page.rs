//! [`Page`]: what the tour prints.

use std::fmt::Display;

/// Headings, sentences and tables, as text.
#[derive(Debug, Default)]
pub struct Page(String);

impl Page {
    /// Begins a stop of the tour.
    pub fn heading(&mut self, text: &str) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.0.push_str(text);
        self.0.push('\n');
        self.0.push_str(&"=".repeat(text.chars().count()));
        self.0.push('\n');
    }

    /// Says something in a line of its own.
    pub fn line(&mut self, text: impl Display) {
        self.0.push_str(&format!("{text}\n"));
    }

    /// Prints rows below the names of their columns; numbers are set to the right.
    pub fn table(&mut self, columns: &[&str], rows: &[Vec<String>]) {
        let width = |n: usize, name: &str| {
            let cells = rows.iter().filter_map(|row| row.get(n));
            let longest = cells.map(|cell| cell.chars().count()).max();
            longest.unwrap_or(0).max(name.chars().count())
        };
        let widths: Vec<_> = columns
            .iter()
            .enumerate()
            .map(|(n, name)| width(n, name))
            .collect();
        let names: Vec<_> = columns.iter().map(|name| (*name).to_owned()).collect();
        self.row(&names, &widths);
        let lines: Vec<_> = widths.iter().map(|width| "-".repeat(*width)).collect();
        self.row(&lines, &widths);
        for row in rows {
            self.row(row, &widths);
        }
        let rows = rows.len();
        self.line(format!(
            "({rows} {})",
            if rows == 1 { "row" } else { "rows" }
        ));
    }

    fn row(&mut self, cells: &[String], widths: &[usize]) {
        let cells = cells.iter().zip(widths).map(|(cell, width)| {
            if cell.parse::<f64>().is_ok() {
                format!("{cell:>width$}")
            } else {
                format!("{cell:<width$}")
            }
        });
        let line = cells.collect::<Vec<_>>().join("  ");
        self.line(line.trim_end());
    }

    /// What was printed.
    #[must_use]
    pub fn text(self) -> String {
        self.0
    }
}

/// A row of values as cells of text.
macro_rules! cells {
    ($($value:expr),+ $(,)?) => {
        ::std::vec![$(::std::string::ToString::to_string(&$value)),+]
    };
}
pub(crate) use cells;

/// A value, or a dash for none.
pub(crate) fn or_dash<T: Display>(value: Option<&T>) -> String {
    value.map_or_else(|| "-".to_owned(), ToString::to_string)
}
