//! Reads documents from text: RFC 8259, and nothing that is more lenient.

use std::borrow::Cow;

use backend_core::value::Decimal;

use super::document::{Document, Object};

/// How deep a document may be: what recursion has room for.
const MAX_DEPTH: usize = 1_000;

/// The document that a text is; `None` where it is none, or deeper than [`MAX_DEPTH`].
pub(in super::super) fn read(text: &str) -> Option<Document<'_>> {
    let mut reader = Reader { rest: text };
    let document = reader.value(0)?;
    reader.blanks();
    reader.rest.is_empty().then_some(document)
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn blanks(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }

    fn eat(&mut self, word: &str) -> bool {
        match self.rest.strip_prefix(word) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Takes as many bytes, which end at a character's end.
    fn take(&mut self, bytes: usize) -> Option<&'a str> {
        let (taken, rest) = self.rest.split_at_checked(bytes)?;
        self.rest = rest;
        Some(taken)
    }

    fn value(&mut self, depth: usize) -> Option<Document<'a>> {
        if depth > MAX_DEPTH {
            return None;
        }
        self.blanks();
        match self.rest.as_bytes().first()? {
            b'{' => self.object(depth),
            b'[' => self.array(depth),
            b'"' => self.text().map(Document::Text),
            b'n' => self.eat("null").then_some(Document::Null),
            b't' => self.eat("true").then_some(Document::Boolean(true)),
            b'f' => self.eat("false").then_some(Document::Boolean(false)),
            _ => self.number(),
        }
    }

    fn array(&mut self, depth: usize) -> Option<Document<'a>> {
        self.take(1)?;
        let mut elements = Vec::new();
        self.blanks();
        if self.eat("]") {
            return Some(Document::Array(elements));
        }
        loop {
            elements.push(self.value(depth + 1)?);
            self.blanks();
            if self.eat("]") {
                return Some(Document::Array(elements));
            }
            self.eat(",").then_some(())?;
        }
    }

    fn object(&mut self, depth: usize) -> Option<Document<'a>> {
        self.take(1)?;
        let mut pairs = Vec::new();
        self.blanks();
        if self.eat("}") {
            return Some(Document::Object(Object::default()));
        }
        loop {
            self.blanks();
            let key = self.text()?;
            self.blanks();
            self.eat(":").then_some(())?;
            pairs.push((key, self.value(depth + 1)?));
            self.blanks();
            if self.eat("}") {
                return Some(Document::Object(Object::of(pairs)));
            }
            self.eat(",").then_some(())?;
        }
    }

    fn number(&mut self) -> Option<Document<'a>> {
        let length = number_length(self.rest.as_bytes())?;
        let digits = self.take(length)?;
        Decimal::parse(digits).ok().map(Document::Number)
    }

    fn text(&mut self) -> Option<Cow<'a, str>> {
        self.eat("\"").then_some(())?;
        let plain = self.plain()?;
        if self.eat("\"") {
            return Some(Cow::Borrowed(plain));
        }
        let mut text = plain.to_owned();
        while !self.eat("\"") {
            self.eat("\\").then_some(())?;
            text.push(self.escape()?);
            text.push_str(self.plain()?);
        }
        Some(Cow::Owned(text))
    }

    /// Takes characters that stand for themselves, up to a quote or a backslash.
    fn plain(&mut self) -> Option<&'a str> {
        let length = self
            .rest
            .bytes()
            .position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f))?;
        self.take(length)
    }

    fn escape(&mut self) -> Option<char> {
        Some(match self.take(1)? {
            "\"" => '"',
            "\\" => '\\',
            "/" => '/',
            "b" => '\u{8}',
            "f" => '\u{c}',
            "n" => '\n',
            "r" => '\r',
            "t" => '\t',
            "u" => {
                let first = self.code_unit()?;
                let units = if (0xD800..0xDC00).contains(&first) {
                    self.eat("\\u").then_some(())?;
                    [first, self.code_unit()?]
                } else {
                    [first, 0]
                };
                // A zero behind one unit is a character of its own.
                char::decode_utf16(units).next()?.ok()?
            }
            _ => return None,
        })
    }

    fn code_unit(&mut self) -> Option<u16> {
        let digits = self.take(4)?;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        u16::from_str_radix(digits, 16).ok()
    }
}

/// How many bytes a number at the beginning has; `None` where there is none.
fn number_length(bytes: &[u8]) -> Option<usize> {
    let digits = |from: usize| {
        let rest = bytes.get(from..).unwrap_or_default();
        rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
    };
    let at = |place: usize| bytes.get(place).copied();
    let mut end = usize::from(at(0) == Some(b'-'));
    match (at(end)?, digits(end)) {
        (b'0', _) => end += 1,
        (_, 0) => return None,
        (_, count) => end += count,
    }
    if at(end) == Some(b'.') {
        match digits(end + 1) {
            0 => return None,
            count => end += 1 + count,
        }
    }
    if matches!(at(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(at(end + 1), Some(b'+' | b'-')));
        match digits(end + 1 + sign) {
            0 => return None,
            count => end += 1 + sign + count,
        }
    }
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::{MAX_DEPTH, read};

    #[test]
    fn documents_are_written_by_their_meaning() {
        for (text, expected) in [
            (" [ 1 , 2 ] ", "[1, 2]"),
            (r#"{"bb":1,"a":2,"a":3}"#, r#"{"a": 3, "bb": 1}"#),
            (r#"{"é":1,"zz":2,"b":3}"#, r#"{"b": 3, "zz": 2, "é": 1}"#),
            ("1e2", "100"),
            ("1.50E1", "15.0"),
            ("-0", "0"),
            ("-0.0", "0.0"),
            ("0.12345678901234567890123", "0.12345678901234567890123"),
            (
                r#""\u00e9\ud83e\udd80\/\u0001\u001f\u007f""#,
                "\"é🦀/\\u0001\\u001f\u{7f}\"",
            ),
            (r#""\u0041\u0000""#, r#""A\u0000""#),
            (r#""\b\f\n\r\t\"\\""#, r#""\b\f\n\r\t\"\\""#),
            ("{}", "{}"),
            ("[]", "[]"),
        ] {
            assert_eq!(read(text).unwrap().to_string(), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_document_is_refused() {
        for text in [
            "",
            " ",
            "nul",
            "nulls",
            "True",
            "[1,]",
            "[,1]",
            "{\"a\":1,}",
            "{a:1}",
            "{'a':1}",
            "{\"a\"}",
            "01",
            "-",
            "+1",
            ".5",
            "1.",
            "1e",
            "1e+",
            "NaN",
            "Infinity",
            "\"a",
            "\"\n\"",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\ud83d\"",
            "\"\\ud83d\\u0041\"",
            "\"\\udd80\"",
            "[1 2]",
            "1 2",
            "\"\\u+123\"",
            "0x1F",
            "[1]]",
            "\u{feff}1",
            "/**/1",
        ] {
            assert!(read(text).is_none(), "{text}");
        }
    }

    #[test]
    fn depth_has_an_end() {
        let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(read(&deep(MAX_DEPTH)).unwrap().to_string(), deep(MAX_DEPTH));
        assert!(read(&deep(MAX_DEPTH + 2)).is_none());
        assert!(read(&"[".repeat(1_000_000)).is_none());
    }
}
