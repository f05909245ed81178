//! Tokens, and the values that names and strings stand for.

use std::borrow::Cow;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenKind {
    /// A keyword or an unquoted name: the tokenizer does not know which.
    Word,
    /// A quoted name, with its quotes.
    QuotedIdentifier,
    /// A string in which only its own quote is escaped, by doubling: `'…'`, `N'…'`, `$tag$…$tag$`.
    String,
    /// A string with backslash escapes: `E'…'`, or `'…'` and `N'…'` where the dialect says so.
    EscapeString,
    /// A string of hexadecimal digits: `x'…'`.
    Blob,
    /// A number, with its fraction and exponent, without a sign.
    Number,
    /// A parameter's place: `?`, `?1`, `$1`, `:name`, `@name`.
    Placeholder,
    /// An operator or a single character of punctuation.
    Symbol,
    /// Spaces and line breaks.
    Whitespace,
    /// `-- …`, without the line break that ends it.
    LineComment,
    /// `/* … */`.
    BlockComment,
    /// A string, quoted name or block comment whose end is missing: it reaches the end of the text.
    Unterminated,
}

/// A piece of SQL text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    /// What it is.
    pub kind: TokenKind,
    /// The piece as it stands in the SQL.
    pub text: &'a str,
    /// Where it begins in the SQL, in bytes.
    pub offset: usize,
}

impl<'a> Token<'a> {
    /// Where the token ends in the SQL, in bytes; the next one begins there.
    pub fn end(&self) -> usize {
        self.offset.saturating_add(self.text.len())
    }

    /// Whether the token says nothing to the server: whitespace or a comment.
    pub fn is_trivia(&self) -> bool {
        matches!(self.kind, TokenKind::Whitespace) || self.is_comment()
    }

    /// Whether the token is a comment that has an end.
    pub fn is_comment(&self) -> bool {
        matches!(self.kind, TokenKind::LineComment | TokenKind::BlockComment)
    }

    /// Whether the token is this word, unquoted, in any ASCII case.
    pub fn is_keyword(&self, word: &str) -> bool {
        self.kind == TokenKind::Word && self.text.eq_ignore_ascii_case(word)
    }

    /// Whether the token is exactly this operator or punctuation.
    pub fn is_symbol(&self, symbol: &str) -> bool {
        self.kind == TokenKind::Symbol && self.text == symbol
    }

    /// The name that a word or a quoted identifier stands for, without quotes and in the case it is written in.
    pub fn identifier(&self) -> Option<Cow<'a, str>> {
        match self.kind {
            TokenKind::Word => Some(Cow::Borrowed(self.text)),
            TokenKind::QuotedIdentifier => undouble(self.text),
            _ => None,
        }
    }

    /// As [`Self::identifier`], for the dialects that also accept a `'string'` as a name.
    pub fn identifier_or_string(&self) -> Option<Cow<'a, str>> {
        self.identifier().or_else(|| self.string_value())
    }

    /// The value of a string, without quotes and escapes.
    ///
    /// `None` for every other token, and for escapes that do not make up characters.
    pub fn string_value(&self) -> Option<Cow<'a, str>> {
        match self.kind {
            TokenKind::String if self.text.starts_with('$') => {
                let (_, inner) = self.text.strip_prefix('$')?.split_once('$')?;
                let (value, _) = inner.strip_suffix('$')?.rsplit_once('$')?;
                Some(Cow::Borrowed(value))
            }
            TokenKind::String => undouble(self.text.trim_start_matches(['n', 'N'])),
            TokenKind::EscapeString => unescape(self.text.trim_start_matches(['e', 'E', 'n', 'N'])),
            _ => None,
        }
    }
}

/// Removes the quotes around `text`, and one of every two closing quotes inside.
fn undouble(text: &str) -> Option<Cow<'_, str>> {
    let open = text.chars().next()?;
    let close = if open == '[' { ']' } else { open };
    let inner = text.strip_prefix(open)?.strip_suffix(close)?;
    if inner.contains(close) {
        let single = String::from(close);
        Some(Cow::Owned(inner.replace(&single.repeat(2), &single)))
    } else {
        Some(Cow::Borrowed(inner))
    }
}

/// As [`undouble`], and resolves backslash escapes; they name bytes, which have to make up characters in the end.
fn unescape(text: &str) -> Option<Cow<'_, str>> {
    let inner = text.strip_prefix('\'')?.strip_suffix('\'')?;
    if !inner.contains(['\\', '\'']) {
        return Some(Cow::Borrowed(inner));
    }
    let mut bytes = Vec::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(character) = take_char(&mut rest) {
        match character {
            '\'' => match rest.strip_prefix('\'') {
                Some(after) => {
                    rest = after;
                    bytes.push(b'\'');
                }
                None => rest = next_segment(rest)?,
            },
            '\\' => escape(&mut rest, &mut bytes)?,
            other => push_char(&mut bytes, other),
        }
    }
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

/// What stands in the string that goes on with one, of which `rest` is what comes behind it.
fn next_segment(rest: &str) -> Option<&str> {
    let mut rest = rest.trim_start();
    while rest.starts_with("--") {
        let (_, after) = rest.split_once(['\n', '\r'])?;
        rest = after.trim_start();
    }
    rest.strip_prefix('\'')
}

/// Resolves the escape at the start of `rest`, after its backslash.
fn escape(rest: &mut &str, bytes: &mut Vec<u8>) -> Option<()> {
    let before = *rest;
    match take_char(rest)? {
        'b' => bytes.push(0x08),
        'f' => bytes.push(0x0c),
        'n' => bytes.push(b'\n'),
        'r' => bytes.push(b'\r'),
        't' => bytes.push(b'\t'),
        'x' if rest.starts_with(|c: char| c.is_ascii_hexdigit()) => {
            bytes.push(u8::try_from(take_digits(rest, 16, 2)?).ok()?);
        }
        'u' => push_char(bytes, char::from_u32(take_digits(rest, 16, 4)?)?),
        'U' => push_char(bytes, char::from_u32(take_digits(rest, 16, 8)?)?),
        '0'..='7' => {
            *rest = before;
            bytes.push(u8::try_from(take_digits(rest, 8, 3)?).ok()?);
        }
        other => push_char(bytes, other),
    }
    Some(())
}

fn take_char(rest: &mut &str) -> Option<char> {
    let mut chars = rest.chars();
    let character = chars.next()?;
    *rest = chars.as_str();
    Some(character)
}

fn take_digits(rest: &mut &str, radix: u32, at_most: usize) -> Option<u32> {
    let length = rest
        .chars()
        .take(at_most)
        .take_while(|c| c.is_digit(radix))
        .count();
    let (digits, after) = rest.split_at_checked(length)?;
    *rest = after;
    u32::from_str_radix(digits, radix).ok()
}

fn push_char(bytes: &mut Vec<u8>, character: char) {
    bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
}
