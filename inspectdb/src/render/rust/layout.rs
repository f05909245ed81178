//! [`Sheet`]: text with the line breaks that rustfmt makes, so that formatting a project leaves the generated file as it is.

use std::fmt::{self, Write as _};

use unicode_width::UnicodeWidthStr as _;

use crate::text::push_visible;

/// The longest line.
const LINE_WIDTH: usize = 100;
/// The longest list of an array's elements on one line, in columns of a terminal.
const ARRAY_WIDTH: usize = 60;
/// Elements of up to so many bytes are set several a line.
const SHORT_ELEMENT_BYTES: usize = 10;

/// Text that is written line by line, perhaps to stand within a module.
#[derive(Debug)]
pub(super) struct Sheet {
    text: String,
    /// The longest line.
    width: usize,
}

impl Sheet {
    /// An empty sheet, whose lines will stand after `margin` blanks.
    pub(super) const fn new(margin: usize) -> Self {
        Self {
            text: String::new(),
            width: LINE_WIDTH - margin,
        }
    }

    /// What was written.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Adds text as it is.
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds formatted text; a `String` takes everything.
    pub(super) fn put(&mut self, text: fmt::Arguments<'_>) {
        let _ = self.text.write_fmt(text);
    }

    /// Writes `before`, the array `&[…]` and `after`, broken where it is too long; `indent` is that of the line.
    pub(super) fn array(&mut self, indent: &str, before: &str, elements: &[String], after: &str) {
        let flat = elements.join(", ");
        let line = format!("{indent}{before}&[{flat}]{after}");
        // A single element may take the whole line.
        let is_long = elements.len() > 1 && width(&flat) > ARRAY_WIDTH;
        if !is_long && width(&line) <= self.width {
            return self.put(format_args!("{line}\n"));
        }
        let next_line = format!("{indent}    &[{flat}]{after}");
        if !is_long && before.ends_with("= ") && width(&next_line) <= self.width {
            return self.put(format_args!("{indent}{}\n{next_line}\n", before.trim_end()));
        }
        self.broken_array(indent, before, elements, after);
    }

    fn broken_array(&mut self, indent: &str, before: &str, elements: &[String], after: &str) {
        let inner = format!("{indent}    ");
        self.put(format_args!("{indent}{before}&[\n"));
        if elements
            .iter()
            .all(|element| element.len() <= SHORT_ELEMENT_BYTES)
        {
            self.several_a_line(&inner, elements);
        } else {
            for element in elements {
                self.put(format_args!("{inner}{element},\n"));
            }
        }
        self.put(format_args!("{indent}]{after}\n"));
    }

    fn several_a_line(&mut self, indent: &str, elements: &[String]) {
        let mut line = indent.to_owned();
        for (n, element) in elements.iter().enumerate() {
            let is_first = line == indent;
            let comma = usize::from(n + 1 < elements.len());
            if !is_first && width(&line) + 1 + width(element) + comma >= self.width {
                self.put(format_args!("{line}\n"));
                indent.clone_into(&mut line);
            } else if !is_first {
                line.push(' ');
            }
            line.push_str(element);
            line.push(',');
        }
        self.put(format_args!("{line}\n"));
    }

    /// Writes `before` and `after` on one line with a blank between, or `after` deeper on the next one where both together
    /// are too long.
    pub(super) fn pair(&mut self, indent: &str, before: &str, after: &str) {
        if width(indent) + width(before) + 1 + width(after) <= self.width {
            self.put(format_args!("{indent}{before} {after}\n"));
        } else {
            self.put(format_args!("{indent}{before}\n{indent}    {after}\n"));
        }
    }

    /// Writes the constant `name: &'static str` in an `impl`.
    pub(super) fn constant_text(&mut self, name: &str, text: &str) {
        let before = format!("const {name}: &'static str =");
        self.pair("    ", &before, &format!("{};", literal(text)));
    }

    /// Writes `#[derive(…)]`.
    pub(super) fn derive(&mut self, traits: &[String]) {
        let flat = format!("#[derive({})]", traits.join(", "));
        if width(&flat) <= self.width {
            return self.put(format_args!("{flat}\n"));
        }
        self.push("#[derive(\n");
        for name in traits {
            self.put(format_args!("    {name},\n"));
        }
        self.push(")]\n");
    }
}

/// A text literal; what cannot be seen is written as an escape.
pub(super) fn literal(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => literal.extend(['\\', character]),
            _ => push_visible(character, &mut literal),
        }
    }
    literal.push('"');
    literal
}

fn width(text: &str) -> usize {
    text.width()
}

#[cfg(test)]
mod tests {
    use super::{Sheet, literal};

    fn laid_out(elements: &[&str]) -> String {
        let elements: Vec<_> = elements.iter().map(|text| literal(text)).collect();
        let mut out = Sheet::new(0);
        out.array("    ", "const A: &[&str] = ", &elements, ";");
        out.text
    }

    #[test]
    fn arrays_break_as_rustfmt_breaks_them() {
        assert_eq!(laid_out(&[]), "    const A: &[&str] = &[];\n");
        assert_eq!(
            laid_out(&["a", "b"]),
            "    const A: &[&str] = &[\"a\", \"b\"];\n"
        );
        let short = laid_out(&["abcdefgh"; 12]);
        let row = |count| vec!["\"abcdefgh\","; count].join(" ");
        let expected = format!(
            "    const A: &[&str] = &[\n        {}\n        {}\n    ];\n",
            row(7),
            row(5)
        );
        assert_eq!(short, expected);
        let long = laid_out(&["abcdefghi"; 6]);
        assert_eq!(long.lines().count(), 8);
        let elements = vec!["x".repeat(58)];
        let before = "const A_NAME_OF_SOME_LENGTH: &[&str] = ";
        let mut out = Sheet::new(0);
        out.array("    ", before, &elements, ";");
        let expected = format!("    {}\n        &[{}];\n", before.trim_end(), elements[0]);
        assert_eq!(out.text, expected);
    }

    #[test]
    fn a_long_derive_has_a_line_for_each_trait() {
        let mut out = Sheet::new(0);
        out.derive(&["Debug".to_owned(), "x".repeat(90)]);
        assert_eq!(
            out.text,
            format!("#[derive(\n    Debug,\n    {},\n)]\n", "x".repeat(90))
        );
    }

    #[test]
    fn what_stands_in_a_module_has_less_room() {
        let line = |margin| {
            let mut out = Sheet::new(margin);
            out.pair("    ", &"a".repeat(60), &"b".repeat(35));
            out.text.lines().count()
        };
        assert_eq!((line(0), line(1)), (1, 2));
    }

    #[test]
    fn literals_are_escaped_where_they_must_be() {
        assert_eq!(literal("né \"'\\"), "\"né \\\"'\\\\\"");
        assert_eq!(literal("\n\u{202e}"), "\"\\n\\u{202e}\"");
    }
}
