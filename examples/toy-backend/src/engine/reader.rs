//! Reads tokens from left to right, and says where something else was expected.

use backend_core::sql::tokenizer::{Token, TokenKind, Tokenizer};

use super::{Fault, LEXICON, MAX_NAME_BYTES, MAX_PARAMETERS};

/// Words that are names in quotes only.
const RESERVED: [&str; 27] = [
    "AND",
    "AS",
    "ASC",
    "BY",
    "CONSTRAINT",
    "DEFAULT",
    "DESC",
    "FALSE",
    "FROM",
    "IN",
    "INTO",
    "IS",
    "KEY",
    "LIMIT",
    "NOT",
    "NULL",
    "OFFSET",
    "ON",
    "OR",
    "ORDER",
    "PRIMARY",
    "SELECT",
    "SET",
    "TRUE",
    "UNIQUE",
    "VALUES",
    "WHERE",
];

/// Parentheses and `NOT`s inside one another: a text must not overflow the stack.
const MAX_DEPTH: usize = 64;

/// The tokens of one statement, without blanks and comments.
#[derive(Debug)]
pub(super) struct Reader<'s> {
    sql: &'s str,
    tokens: Vec<Token<'s>>,
    next: usize,
    depth: usize,
    /// How many parameters were read.
    pub(super) parameters: usize,
}

impl<'s> Reader<'s> {
    pub(super) fn new(sql: &'s str) -> Self {
        let tokens = Tokenizer::new(sql, LEXICON).filter(|token| !token.is_trivia());
        Self {
            sql,
            tokens: tokens.collect(),
            next: 0,
            depth: 0,
            parameters: 0,
        }
    }

    pub(super) fn peek(&self) -> Option<Token<'s>> {
        self.tokens.get(self.next).copied()
    }

    /// Where the next token begins.
    pub(super) fn position(&self) -> usize {
        self.peek().map_or(self.sql.len(), |token| token.offset)
    }

    /// The text from `start` to the end of the last token that was read.
    pub(super) fn text_since(&self, start: usize) -> &'s str {
        let last = self.next.checked_sub(1).and_then(|n| self.tokens.get(n));
        let end = last.map_or(start, Token::end);
        self.sql.get(start..end).unwrap_or_default()
    }

    /// Reads these words and symbols, where exactly they come next.
    pub(super) fn eat(&mut self, texts: &[&str]) -> bool {
        let comes = texts.iter().enumerate().all(|(n, text)| {
            let token = self.tokens.get(self.next + n);
            token.is_some_and(|token| token.is_keyword(text) || token.is_symbol(text))
        });
        if comes {
            self.next += texts.len();
        }
        comes
    }

    /// Reads this word or symbol.
    pub(super) fn expect(&mut self, text: &str) -> Result<(), Fault> {
        if self.eat(&[text]) {
            Ok(())
        } else {
            Err(self.unexpected(text))
        }
    }

    /// Reads the end of the statement.
    pub(super) fn end(&mut self) -> Result<(), Fault> {
        self.eat(&[";"]);
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.unexpected("the end of the statement")),
        }
    }

    /// Whether a name comes next.
    pub(super) fn is_at_name(&self) -> bool {
        self.peek().is_some_and(|token| {
            let reserved = RESERVED.iter().any(|word| token.is_keyword(word));
            token.identifier().is_some() && !reserved
        })
    }

    /// Reads a name, in quotes or plain.
    pub(super) fn name(&mut self) -> Result<String, Fault> {
        let position = self.position();
        let token = self.peek().filter(|_| self.is_at_name());
        let name = token.and_then(|token| token.identifier());
        let name = name.ok_or_else(|| self.unexpected("a name"))?;
        if u32::try_from(name.len()).map_or(true, |bytes| bytes > MAX_NAME_BYTES) {
            let bytes = name.len();
            return Err(Fault::LongName { bytes, position });
        }
        self.next += 1;
        Ok(name.into_owned())
    }

    /// Reads a token of that kind.
    pub(super) fn token(&mut self, kind: TokenKind) -> Option<Token<'s>> {
        let token = self.peek().filter(|token| token.kind == kind)?;
        self.next += 1;
        Some(token)
    }

    /// Reads a parameter's mark, and gives the parameter's position from 0.
    pub(super) fn parameter(&mut self) -> Result<Option<usize>, Fault> {
        if self
            .peek()
            .is_none_or(|token| token.kind != TokenKind::Placeholder)
        {
            return Ok(None);
        }
        let full = u32::try_from(self.parameters).map_or(true, |n| n >= MAX_PARAMETERS);
        if full || self.peek().is_some_and(|token| token.text != "?") {
            return Err(
                self.unexpected(&format!("at most {MAX_PARAMETERS} parameters, each a `?`"))
            );
        }
        self.next += 1;
        self.parameters += 1;
        Ok(Some(self.parameters - 1))
    }

    /// Reads one item or more with commas between.
    pub(super) fn list<T>(
        &mut self,
        mut item: impl FnMut(&mut Self) -> Result<T, Fault>,
    ) -> Result<Vec<T>, Fault> {
        let mut items = vec![item(self)?];
        while self.eat(&[","]) {
            items.push(item(self)?);
        }
        Ok(items)
    }

    /// Reads one item or more between parentheses.
    pub(super) fn in_parentheses<T>(
        &mut self,
        item: impl FnMut(&mut Self) -> Result<T, Fault>,
    ) -> Result<Vec<T>, Fault> {
        self.expect("(")?;
        let items = self.list(item)?;
        self.expect(")")?;
        Ok(items)
    }

    /// Reads something that may hold itself.
    pub(super) fn nested<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        if self.depth == MAX_DEPTH {
            return Err(self.unexpected("less nesting"));
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    /// The refusal of the next token.
    pub(super) fn unexpected(&self, wanted: &str) -> Fault {
        let position = self.position();
        let found = match self.peek() {
            None => "the end".to_owned(),
            // What a literal holds may be secret.
            Some(token) if token.string_value().is_some() => "a string".to_owned(),
            Some(token) if token.kind == TokenKind::Unterminated => {
                "a quote without end".to_owned()
            }
            Some(token) => format!("`{}`", token.text),
        };
        Fault::Syntax {
            message: format!("expected {wanted}, found {found} at byte {position}"),
            position,
        }
    }
}
