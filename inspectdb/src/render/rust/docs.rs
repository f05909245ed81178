//! Doc comments: whatever a database holds as text becomes a comment that compiles, holds no example to run, and shows what
//! cannot be seen.

use super::layout::Sheet;
use crate::text::{one_line, push_visible};

/// The doc comment of one item.
#[derive(Debug, Default)]
pub(super) struct Docs {
    blocks: Vec<Block>,
}

#[derive(Debug)]
enum Block {
    Paragraph(Vec<String>),
    Item(Vec<String>),
}

impl Docs {
    /// Adds a paragraph of our own, one sentence a line.
    pub(super) fn paragraph(&mut self, lines: Vec<String>) {
        if !lines.is_empty() {
            self.blocks.push(Block::Paragraph(lines));
        }
    }

    /// Adds what a person has written into the database.
    pub(super) fn prose(&mut self, text: &str) {
        let lines: Vec<String> = text.trim().lines().map(prose_line).collect();
        self.paragraph(lines);
    }

    /// Adds an item of a list.
    pub(super) fn item(&mut self, text: String) {
        self.blocks.push(Block::Item(vec![text]));
    }

    /// Adds an item of a list that ends with an expression, which has lines of its own where it is not short.
    pub(super) fn item_with(&mut self, text: &str, expression: &str) {
        if let Some(flat) = flat(expression) {
            return self.item(format!("{text} {}", code(&flat)));
        }
        let mut lines = vec![text.to_owned()];
        lines.extend(
            fenced(expression)
                .into_iter()
                .map(|line| match line.as_str() {
                    "" => line,
                    _ => format!("  {line}"),
                }),
        );
        self.blocks.push(Block::Item(lines));
    }

    /// Adds to the last item what a person has written about it.
    pub(super) fn item_prose(&mut self, text: &str) {
        if let Some(Block::Item(lines)) = self.blocks.last_mut() {
            lines.extend(text.trim().lines().map(|line| match prose_line(line) {
                line if line.is_empty() => line,
                line => format!("  {line}"),
            }));
        }
    }

    /// Adds a statement on lines of its own.
    pub(super) fn statement(&mut self, sql: &str) {
        self.paragraph(fenced(sql));
    }

    /// Writes the comment, each line after `indent`.
    pub(super) fn write(&self, indent: &str, out: &mut Sheet) {
        let mut before: Option<&Block> = None;
        for block in &self.blocks {
            if !matches!(
                (before, block),
                (None, _) | (Some(Block::Item(_)), Block::Item(_))
            ) {
                line(indent, "", out);
            }
            match block {
                Block::Paragraph(lines) => lines.iter().for_each(|text| line(indent, text, out)),
                Block::Item(lines) => {
                    for (n, text) in lines.iter().enumerate() {
                        let mark = if n == 0 { "- " } else { "" };
                        line(indent, &format!("{mark}{text}"), out);
                    }
                }
            }
            before = Some(block);
        }
    }
}

fn line(indent: &str, text: &str, out: &mut Sheet) {
    match text.trim_end() {
        "" => out.put(format_args!("{indent}///\n")),
        text => out.put(format_args!("{indent}/// {text}\n")),
    }
}

/// Text as code: between backquotes, more of them than it has in a row itself.
pub(super) fn code(text: &str) -> String {
    let text = one_line(text);
    if text.is_empty() {
        return "`\"\"`".to_owned();
    }
    let fence = "`".repeat(longest_run(&text, '`') + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Several texts as code, with `, ` between.
pub(super) fn codes<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> String {
    let codes: Vec<_> = texts.into_iter().map(|text| code(text.as_ref())).collect();
    codes.join(", ")
}

/// An expression as code, with its line breaks as escapes where they cannot be blanks.
pub(super) fn expression(text: &str) -> String {
    code(&flat(text).unwrap_or_else(|| text.to_owned()))
}

/// The expression on one line, if that changes nothing: a line break inside quotes or after a comment is not a blank.
fn flat(text: &str) -> Option<String> {
    let text = text.trim();
    if !text.contains(['\n', '\r', '\t']) {
        return Some(text.to_owned());
    }
    let is_delicate = text.contains(['\'', '"', '`', '[', '$']) || text.contains("--");
    (!is_delicate).then(|| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The lines of a statement between fences, which it cannot close itself.
fn fenced(sql: &str) -> Vec<String> {
    let fence = "`".repeat((longest_run(sql, '`') + 1).max(3));
    let mut lines = vec![format!("{fence}sql")];
    lines.extend(sql.trim().lines().map(|line| {
        let mut shown = String::with_capacity(line.len());
        for character in line.chars() {
            match character {
                '\t' => shown.push(character),
                _ => push_visible(character, &mut shown),
            }
        }
        shown
    }));
    lines.push(fence);
    lines
}

/// A line of prose that Markdown takes for prose: no code block, which would be run as an example, no link, no HTML.
fn prose_line(text: &str) -> String {
    let text = text.trim();
    let mut shown = String::with_capacity(text.len());
    if text.starts_with("```") || text.starts_with("~~~") {
        shown.push('\\');
    }
    let pairs_up = text.matches('`').count().is_multiple_of(2);
    let mut in_code = false;
    for character in text.chars() {
        match character {
            '`' if pairs_up => in_code = !in_code,
            '[' | ']' | '<' | '\\' if !in_code => shown.push('\\'),
            '\t' => {
                shown.push(' ');
                continue;
            }
            _ => {}
        }
        push_visible(character, &mut shown);
    }
    shown
}

fn longest_run(text: &str, wanted: char) -> usize {
    let (mut longest, mut run) = (0, 0);
    for character in text.chars() {
        run = if character == wanted { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::{Docs, Sheet, code, expression};

    fn written(fill: impl FnOnce(&mut Docs)) -> String {
        let mut docs = Docs::default();
        fill(&mut docs);
        let mut out = Sheet::new(0);
        docs.write("", &mut out);
        out.as_str().to_owned()
    }

    #[test]
    fn code_survives_backquotes_and_what_cannot_be_seen() {
        assert_eq!(code("a b"), "`a b`");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code(""), "`\"\"`");
        assert_eq!(code("a\n\u{202e}b"), "`a\\n\\u{202e}b`");
    }

    #[test]
    fn a_line_break_becomes_a_blank_only_where_it_is_one() {
        assert_eq!(expression("a >\n    0"), "`a > 0`");
        assert_eq!(expression("a = 'x\ny'"), "`a = 'x\\ny'`");
        let docs = written(|docs| docs.item_with("Check:", "a = 'x\ny'"));
        assert_eq!(
            docs,
            "/// - Check:\n///   ```sql\n///   a = 'x\n///   y'\n///   ```\n"
        );
        let docs = written(|docs| docs.item_with("Check:", "a > 0"));
        assert_eq!(docs, "/// - Check: `a > 0`\n");
    }

    #[test]
    fn prose_is_never_code_to_run() {
        let text = "    let x = 1;\n```\r\nrun()\n```\n\n[link] <b> `[code]` a\rb */";
        let expected = "/// let x = 1;\n/// \\```\n/// run()\n/// \\```\n///\n\
                        /// \\[link\\] \\<b> `[code]` a\\rb */\n";
        assert_eq!(written(|docs| docs.prose(text)), expected);
    }

    #[test]
    fn blocks_are_apart_and_items_together() {
        let docs = written(|docs| {
            docs.paragraph(vec!["Table `t`.".to_owned()]);
            docs.item("one".to_owned());
            docs.item("two".to_owned());
            docs.statement("SELECT '```'");
        });
        let expected = "/// Table `t`.\n///\n/// - one\n/// - two\n///\n/// ````sql\n/// SELECT '```'\n/// ````\n";
        assert_eq!(docs, expected);
    }
}
