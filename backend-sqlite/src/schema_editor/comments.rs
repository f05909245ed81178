//! Comments, as lines of the stored statement: the form in which the reader of those statements finds them again.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::sql::Writer;
use backend_core::sql::tokenizer::{Token, TokenKind};

use crate::introspection::ddl;

/// Writes `-- text`, each line under the one before it: that is how the reader knows what belongs together. A text with a line
/// that says nothing of its own is written as `/* text */`.
///
/// # Errors
/// [`Data`](ErrorKind::Data) for a text that the reader would not give back as it is in either form: with blanks around a line,
/// or without a letter or digit.
pub(super) fn write(comment: &str, out: &mut Writer<'_>) -> Result<()> {
    let is_stored = !comment.contains('\0');
    if is_stored && !comment.split('\n').all(is_kept) && is_kept_in_block(comment) {
        out.push(" /* ").fragment(comment).push(" */\n");
        return Ok(());
    }
    if !is_stored || !comment.split('\n').all(is_kept) {
        return Err(Error::new(
            ErrorKind::Data,
            "a comment needs a letter or digit, and its lines no blank at their ends; U+0000 cannot be kept",
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

/// Whether the reader gives the text back from between `/*` and `*/`.
fn is_kept_in_block(comment: &str) -> bool {
    let text = format!("/* {comment} */");
    let token = Token {
        kind: TokenKind::BlockComment,
        text: &text,
        offset: 0,
    };
    !comment.contains("*/") && ddl::comment_text(&token).as_deref() == Some(comment)
}

fn is_kept(line: &str) -> bool {
    let is_decoration = |c: char| c.is_ascii_punctuation() || c.is_whitespace();
    line.trim() == line && !line.chars().all(is_decoration)
}
