//! Rule `harness`: the file that a vendor writes to be tested stays as short as the guide says.

use super::Finding;
use super::sources::Sources;

/// The file that the guide shows.
const FILE: &str = "examples/toy-backend/tests/conformance.rs";
/// The lines of code that it may have.
const LINES: usize = 25;

pub(super) fn check(sources: &Sources<'_>) -> Vec<Finding> {
    let Some(text) = sources.tree.text(FILE) else {
        return Vec::new();
    };
    let code = text.lines().filter(|line| is_code(line)).count();
    if code <= LINES {
        return Vec::new();
    }
    let message = format!("{code} lines of code, {LINES} at most: what a vendor has to write grew");
    vec![Finding::new(FILE, 1, "harness", message)]
}

fn is_code(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::{FILE, LINES, check};
    use crate::tidy::{Sources, Tree};

    fn findings(lines: usize) -> usize {
        let text = format!("//! A.\n\n{}    // Why.\n", "f();\n".repeat(lines));
        let tree = Tree::from_iter([(FILE, text.as_str())]);
        check(&Sources::new(&tree)).len()
    }

    #[test]
    fn the_file_has_so_many_lines_of_code_and_no_more() {
        assert_eq!(findings(LINES), 0);
        assert_eq!(findings(LINES + 1), 1);
    }
}
