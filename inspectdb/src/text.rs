//! Text from a database as it may be shown: nothing in it moves a cursor, breaks a line or turns the reading direction.

use std::fmt::Write as _;

/// The text on one line: line breaks, other controls and invisible marks are written as escapes.
pub(crate) fn one_line(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        push_visible(character, &mut shown);
    }
    shown
}

/// Writes a character, or its escape where it is a control or an invisible mark.
pub(crate) fn push_visible(character: char, out: &mut String) {
    if is_invisible(character) {
        // Writing to a String cannot fail.
        let _ = write!(out, "{}", character.escape_default());
    } else {
        out.push(character);
    }
}

/// Whether the character shows nothing of its own but may change what is around it: controls, separators of lines, marks of
/// writing direction, joiners. Compilers refuse some of them in comments.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// The text, with its middle left out where it is longer than a person reads: what it begins and ends with tells most.
pub(crate) fn shortened(text: &str) -> String {
    const MOST: usize = 800;
    const KEPT: usize = 380;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let head: String = text.chars().take(KEPT).collect();
    let mut tail: Vec<char> = text.chars().rev().take(KEPT).collect();
    tail.reverse();
    format!("{head} … {}", tail.into_iter().collect::<String>())
}

/// A number and its noun, in the plural unless the number is one.
pub(crate) fn count(number: usize, one: &str, several: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { several })
}

#[cfg(test)]
mod tests {
    use super::{count, one_line, shortened};

    #[test]
    fn a_long_text_keeps_its_beginning_and_its_end() {
        let short = "é".repeat(800);
        assert_eq!(shortened(&short), short);
        let long = format!("begin{}end", "é".repeat(10_000));
        let shown = shortened(&long);
        assert_eq!(shown.chars().count(), 763);
        assert!(shown.starts_with("beginé") && shown.ends_with("éend") && shown.contains(" … "));
    }

    #[test]
    fn what_cannot_be_seen_is_spelled() {
        assert_eq!(one_line("a\r\n\tb\u{1b}[31m"), "a\\r\\n\\tb\\u{1b}[31m");
        assert_eq!(one_line("x\u{202e}y\u{2028}z"), "x\\u{202e}y\\u{2028}z");
        assert_eq!(one_line("né 🦀 \"'\\"), "né 🦀 \"'\\");
    }

    #[test]
    fn nouns_follow_their_number() {
        assert_eq!(count(1, "query", "queries"), "1 query");
        assert_eq!(count(0, "query", "queries"), "0 queries");
    }
}
