//! The scanner: finds where the next token ends.

use super::{Lexicon, Token, TokenKind};

/// Operators of more than one character, the longer before the ones they begin with.
const OPERATORS: [&str; 14] = [
    "->>", "->", "||", "<=", ">=", "<>", "!=", "==", "=>", "::", ":=", "<<", ">>", "&&",
];

/// Yields the tokens of a text, in order and without gaps.
#[derive(Debug, Clone)]
pub struct Tokenizer<'a> {
    rest: &'a str,
    offset: usize,
    lexicon: Lexicon,
}

impl<'a> Tokenizer<'a> {
    /// Starts at the beginning of `sql`.
    pub fn new(sql: &'a str, lexicon: Lexicon) -> Self {
        Self {
            rest: sql,
            offset: 0,
            lexicon,
        }
    }
}

impl<'a> Iterator for Tokenizer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        let (kind, length) =
            scan(self.rest, self.lexicon).unwrap_or((TokenKind::Unterminated, self.rest.len()));
        // A length inside a character would be a bug of the scanner; the text is then given out whole, never lost.
        let (text, rest) = self
            .rest
            .split_at_checked(length)
            .unwrap_or((self.rest, ""));
        let token = Token {
            kind,
            text,
            offset: self.offset,
        };
        self.rest = rest;
        self.offset = token.end();
        Some(token)
    }
}

/// The kind and length of the first token of `text`; `None` if it begins something that never ends.
fn scan(text: &str, lexicon: Lexicon) -> Option<(TokenKind, usize)> {
    let mut chars = text.chars();
    let first = chars.next()?;
    let second = chars.next();
    let before_quote = second == Some('\'');
    let found = match first {
        c if is_space(c) => (TokenKind::Whitespace, length_while(text, 0, is_space)),
        '-' if second == Some('-') => (
            TokenKind::LineComment,
            text.find(lexicon.line_ends).unwrap_or(text.len()),
        ),
        '/' if second == Some('*') => (
            TokenKind::BlockComment,
            block_comment(text, lexicon.nested_comments)?,
        ),
        '\'' => string(text, 1, lexicon.backslash_escapes)?,
        'x' | 'X' if before_quote => (TokenKind::Blob, quoted(text, 2, Quote::Doubled('\''))?),
        'e' | 'E' if before_quote && lexicon.escape_strings => {
            (TokenKind::EscapeString, continued(text, lexicon)?)
        }
        'n' | 'N' if before_quote && lexicon.national_strings => {
            string(text, 2, lexicon.backslash_escapes)?
        }
        '"' => (
            TokenKind::QuotedIdentifier,
            quoted(text, 1, Quote::Doubled('"'))?,
        ),
        '`' if lexicon.backtick_identifiers => (
            TokenKind::QuotedIdentifier,
            quoted(text, 1, Quote::Doubled('`'))?,
        ),
        '[' if lexicon.bracket_identifiers && lexicon.doubled_brackets => (
            TokenKind::QuotedIdentifier,
            quoted(text, 1, Quote::Doubled(']'))?,
        ),
        '[' if lexicon.bracket_identifiers => (
            TokenKind::QuotedIdentifier,
            quoted(text, 1, Quote::Single(']'))?,
        ),
        c if lexicon.starts_word(c) => (
            TokenKind::Word,
            length_while(text, 0, |c| lexicon.continues_word(c)),
        ),
        c if c.is_ascii_digit() || c == '.' && second.is_some_and(|c| c.is_ascii_digit()) => {
            (TokenKind::Number, number(text, lexicon))
        }
        '$' if lexicon.dollar_quotes => match dollar_tag(text, lexicon) {
            Some(tag) => (TokenKind::String, dollar_string(text, tag)?),
            None => placeholder_or_symbol(text, first, lexicon),
        },
        _ => placeholder_or_symbol(text, first, lexicon),
    };
    Some(found)
}

/// What separates words; a byte order mark counts, as scripts are put together from files that have one.
pub(super) fn is_space(character: char) -> bool {
    matches!(
        character,
        ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{feff}'
    )
}

/// The length of the start of `text` up to the first character after byte `from` for which `holds` is false.
fn length_while(text: &str, from: usize, holds: impl Fn(char) -> bool) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    from.saturating_add(rest.find(|c| !holds(c)).unwrap_or(rest.len()))
}

/// How a quoted text ends.
#[derive(Clone, Copy)]
enum Quote {
    /// At the first such character.
    Single(char),
    /// At the first such character that is not doubled.
    Doubled(char),
    /// At the first `'` that is neither doubled nor after a backslash.
    Escaped,
}

/// The length of a quoted text whose opening takes `from` bytes; `None` if it does not end.
fn quoted(text: &str, from: usize, quote: Quote) -> Option<usize> {
    let (close, doubles, escapes) = match quote {
        Quote::Single(close) => (close, false, false),
        Quote::Doubled(close) => (close, true, false),
        Quote::Escaped => ('\'', true, true),
    };
    let mut chars = text.get(from..)?.char_indices().peekable();
    while let Some((at, character)) = chars.next() {
        if escapes && character == '\\' {
            chars.next();
        } else if character == close
            && !(doubles && chars.next_if(|&(_, next)| next == close).is_some())
        {
            return Some(from + at + character.len_utf8());
        }
    }
    None
}

fn string(text: &str, from: usize, escapes: bool) -> Option<(TokenKind, usize)> {
    if escapes {
        Some((TokenKind::EscapeString, quoted(text, from, Quote::Escaped)?))
    } else {
        Some((TokenKind::String, quoted(text, from, Quote::Doubled('\''))?))
    }
}

/// The length of an `E'…'` with the strings that go on with it: after a line break, another one begins without a mark.
fn continued(text: &str, lexicon: Lexicon) -> Option<usize> {
    let mut end = quoted(text, 2, Quote::Escaped)?;
    while let Some(next) = next_segment(text, end, lexicon) {
        end = quoted(text, next + 1, Quote::Escaped)?;
    }
    Some(end)
}

/// Where the `'` stands that goes on with a string that ended at `from`.
fn next_segment(text: &str, from: usize, lexicon: Lexicon) -> Option<usize> {
    let mut at = from;
    let mut has_line_break = false;
    loop {
        let rest = text.get(at..)?;
        match rest.chars().next()? {
            '\'' => return has_line_break.then_some(at),
            character if character != '\u{feff}' && is_space(character) => {
                has_line_break |= lexicon.line_ends.contains(&character);
                at += character.len_utf8();
            }
            '-' if rest.starts_with("--") => at += rest.find(lexicon.line_ends)?,
            _ => return None,
        }
    }
}

fn block_comment(text: &str, nested: bool) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(pair) = text.as_bytes().get(at..at + 2) {
        match pair {
            b"/*" if nested || depth == 0 => {
                depth += 1;
                at += 2;
            }
            b"*/" if depth == 1 => return Some(at + 2),
            b"*/" => {
                depth -= 1;
                at += 2;
            }
            _ => at += 1,
        }
    }
    None
}

/// The `$tag$` that `text` begins with.
fn dollar_tag(text: &str, lexicon: Lexicon) -> Option<&str> {
    let name_end = length_while(text, 1, |c| c != '$' && lexicon.continues_word(c));
    let tag = text.get(..=name_end)?;
    let name = tag.strip_prefix('$')?.strip_suffix('$')?;
    let may_be_tag = name.chars().next().is_none_or(|c| lexicon.starts_word(c));
    may_be_tag.then_some(tag)
}

fn dollar_string(text: &str, tag: &str) -> Option<usize> {
    let body = text.get(tag.len()..)?.find(tag)?;
    Some(tag.len() + body + tag.len())
}

/// The length of a number. Letters and digits directly after it belong to it: `0x1F`, and what no server accepts.
fn number(text: &str, lexicon: Lexicon) -> usize {
    let is_digit = |c: char| c.is_ascii_digit() || c == '_';
    let byte = |at: usize| text.as_bytes().get(at).copied().unwrap_or_default();
    let mut end = length_while(text, 0, is_digit);
    if byte(end) == b'.' && byte(end + 1) != b'.' {
        end = length_while(text, end + 1, is_digit);
    }
    if matches!(byte(end), b'e' | b'E') {
        let sign = usize::from(matches!(byte(end + 1), b'+' | b'-'));
        if byte(end + 1 + sign).is_ascii_digit() {
            end = length_while(text, end + 1 + sign, is_digit);
        }
    }
    // A `$` after it begins a string there.
    length_while(text, end, |c| {
        lexicon.continues_word(c) && !(c == '$' && lexicon.dollar_quotes)
    })
}

fn placeholder_or_symbol(text: &str, first: char, lexicon: Lexicon) -> (TokenKind, usize) {
    let operator = OPERATORS
        .iter()
        .find(|operator| text.starts_with(**operator));
    if let Some(operator) = operator {
        return (TokenKind::Symbol, operator.len());
    }
    let mark = first.len_utf8();
    if lexicon.placeholder_marks.contains(&first) {
        if first == '?' {
            return (
                TokenKind::Placeholder,
                length_while(text, mark, |c| c.is_ascii_digit()),
            );
        }
        let is_number = lexicon.dollar_quotes && first == '$';
        let end = length_while(text, mark, |c| {
            if is_number {
                c.is_ascii_digit()
            } else {
                lexicon.continues_word(c)
            }
        });
        if end > mark {
            return (TokenKind::Placeholder, end);
        }
    }
    (TokenKind::Symbol, mark)
}
