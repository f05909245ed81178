//! Line breaks as rustfmt makes them, so that formatting a project leaves the generated file as it is.

use std::fmt::{self, Write as _};

use unicode_width::UnicodeWidthStr as _;

use crate::text::push_visible;

/// The longest line.
const LINE_WIDTH: usize = 100;
/// The longest list of an array's elements on one line, in columns of a terminal.
const ARRAY_WIDTH: usize = 60;
/// Elements of up to so many bytes are set several a line.
const SHORT_ELEMENT_BYTES: usize = 10;
/// Writes `before`, the array `&[…]` and `after`, broken where it is too long; `indent` is that of the line.
pub(super) fn array(
    indent: &str,
    before: &str,
    elements: &[String],
    after: &str,
    out: &mut String,
) {
    let flat = elements.join(", ");
    let line = format!("{indent}{before}&[{flat}]{after}");
    // A single element may take the whole line.
    let is_long = elements.len() > 1 && width(&flat) > ARRAY_WIDTH;
    if !is_long && width(&line) <= LINE_WIDTH {
        return push(out, format_args!("{line}\n"));
    }
    let next_line = format!("{indent}    &[{flat}]{after}");
    if !is_long && before.ends_with("= ") && width(&next_line) <= LINE_WIDTH {
        return push(
            out,
            format_args!("{indent}{}\n{next_line}\n", before.trim_end()),
        );
    }
    broken_array(indent, before, elements, after, out);
}

fn broken_array(indent: &str, before: &str, elements: &[String], after: &str, out: &mut String) {
    let inner = format!("{indent}    ");
    push(out, format_args!("{indent}{before}&[\n"));
    if elements
        .iter()
        .all(|element| element.len() <= SHORT_ELEMENT_BYTES)
    {
        several_a_line(&inner, elements, out);
    } else {
        for element in elements {
            push(out, format_args!("{inner}{element},\n"));
        }
    }
    push(out, format_args!("{indent}]{after}\n"));
}

fn several_a_line(indent: &str, elements: &[String], out: &mut String) {
    let mut line = indent.to_owned();
    for (n, element) in elements.iter().enumerate() {
        let is_first = line == indent;
        let comma = usize::from(n + 1 < elements.len());
        if !is_first && width(&line) + 1 + width(element) + comma >= LINE_WIDTH {
            push(out, format_args!("{line}\n"));
            indent.clone_into(&mut line);
        } else if !is_first {
            line.push(' ');
        }
        line.push_str(element);
        line.push(',');
    }
    push(out, format_args!("{line}\n"));
}

/// Writes the constant `name: &'static str` in an `impl`, its text on a line of its own where both together are too long.
pub(super) fn constant_text(name: &str, text: &str, out: &mut String) {
    let (before, text) = (format!("    const {name}: &'static str ="), literal(text));
    let gap = if width(&before) + 1 + width(&text) + 1 > LINE_WIDTH {
        "\n        "
    } else {
        " "
    };
    push(out, format_args!("{before}{gap}{text};\n"));
}

/// Writes `#[derive(…)]`.
pub(super) fn derive(traits: &[String], out: &mut String) {
    let flat = format!("#[derive({})]", traits.join(", "));
    if width(&flat) <= LINE_WIDTH {
        push(out, format_args!("{flat}\n"));
        return;
    }
    out.push_str("#[derive(\n");
    for name in traits {
        push(out, format_args!("    {name},\n"));
    }
    out.push_str(")]\n");
}

/// Writes formatted text; a `String` takes everything.
pub(super) fn push(out: &mut String, text: fmt::Arguments<'_>) {
    let _ = out.write_fmt(text);
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
    use super::{array, derive, literal};

    fn laid_out(elements: &[&str]) -> String {
        let elements: Vec<_> = elements.iter().map(|text| literal(text)).collect();
        let mut out = String::new();
        array("    ", "const A: &[&str] = ", &elements, ";", &mut out);
        out
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
        let mut out = String::new();
        array(
            "    ",
            "const A_NAME_OF_SOME_LENGTH: &[&str] = ",
            &elements,
            ";",
            &mut out,
        );
        let before = "    const A_NAME_OF_SOME_LENGTH: &[&str] =";
        assert_eq!(out, format!("{before}\n        &[{}];\n", elements[0]));
    }

    #[test]
    fn a_long_derive_has_a_line_for_each_trait() {
        let mut out = String::new();
        derive(&["Debug".to_owned(), "x".repeat(90)], &mut out);
        assert_eq!(
            out,
            format!("#[derive(\n    Debug,\n    {},\n)]\n", "x".repeat(90))
        );
    }

    #[test]
    fn literals_are_escaped_where_they_must_be() {
        assert_eq!(literal("né \"'\\"), "\"né \\\"'\\\\\"");
        assert_eq!(literal("\n\u{202e}"), "\"\\n\\u{202e}\"");
    }
}
