//! Comments, as lines of the stored statement: the form in which the reader of those statements finds them again.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::sql::Writer;

/// Writes `-- text`, each line under the one before it: that is how the reader knows what belongs together.
///
/// # Errors
/// [`Data`](ErrorKind::Data) for lines that the reader would not give back as they are: without a letter or digit, or with
/// blanks around them.
pub(super) fn write(comment: &str, out: &mut Writer<'_>) -> Result<()> {
    if comment.contains('\0') || !comment.split('\n').all(is_kept) {
        return Err(Error::new(
            ErrorKind::Data,
            "each line of a comment needs a letter or digit, and no blank at its ends; U+0000 cannot be kept",
        ));
    }
    out.push(" ");
    let text_column = out
        .as_str()
        .rsplit('\n')
        .next()
        .map_or(0, |line| line.chars().count());
    for (n, line) in comment.split('\n').enumerate() {
        if n > 0 {
            out.fragment(&" ".repeat(text_column));
        }
        out.push("-- ").fragment(line).push("\n");
    }
    Ok(())
}

fn is_kept(line: &str) -> bool {
    let is_decoration = |c: char| c.is_ascii_punctuation() || c.is_whitespace();
    line.trim() == line && !line.chars().all(is_decoration)
}
