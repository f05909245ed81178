//! `--check`: whether a file is what would be written, and where it is not.

use std::fs;
use std::io;
use std::path::Path;

use similar::TextDiff;

use crate::exit::{Exit, Failure};

/// The longest difference that is shown.
const MOST_LINES: usize = 40;

/// How a file differs.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Difference {
    None,
    /// There is no such file.
    Missing,
    /// A unified difference, cut after a while.
    Lines(String),
}

/// Compares a file with what it should hold; how its lines end does not matter, as tools change that on the way.
pub(crate) fn compare(path: &Path, wanted: &str) -> Result<Difference, Failure> {
    let found = match fs::read(path) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).replace("\r\n", "\n"),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Difference::Missing),
        Err(error) => {
            let message = format!("cannot read {}: {error}", path.display());
            return Err(Failure::new(Exit::Other, message));
        }
    };
    if found == wanted {
        return Ok(Difference::None);
    }
    Ok(Difference::Lines(unified(
        &found,
        wanted,
        &path.display().to_string(),
    )))
}

fn unified(found: &str, wanted: &str, name: &str) -> String {
    let diff = TextDiff::from_lines(found, wanted);
    let text = diff
        .unified_diff()
        .context_radius(2)
        .missing_newline_hint(false)
        .header(name, "the database")
        .to_string();
    let mut lines: Vec<&str> = text.lines().collect();
    let more = lines.len().saturating_sub(MOST_LINES);
    if more < 2 {
        return text;
    }
    lines.truncate(MOST_LINES);
    format!("{}\n… and {more} lines more\n", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Difference, compare};

    #[test]
    fn line_ends_do_not_matter_and_differences_are_short() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("models.rs");
        assert_eq!(compare(&path, "a\n").unwrap(), Difference::Missing);
        fs::write(&path, "a\r\nb\r\n").unwrap();
        assert_eq!(compare(&path, "a\nb\n").unwrap(), Difference::None);
        let Difference::Lines(lines) = compare(&path, "a\nc\n").unwrap() else {
            panic!("equal")
        };
        assert!(lines.ends_with("@@ -1,2 +1,2 @@\n a\n-b\n+c\n"), "{lines}");
        let many = "x\n".repeat(100);
        let Difference::Lines(lines) = compare(&path, &many).unwrap() else {
            panic!("equal")
        };
        assert_eq!(lines.lines().count(), 41);
        assert!(lines.ends_with("lines more\n"), "{lines}");
    }
}
