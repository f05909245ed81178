//! A cursor over the tokens of one statement.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use backend_core::sql::tokenizer::{Token, Tokenizer};

use crate::sql::LEXICON;

/// Something in a statement that could not be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    /// Where in the text, in bytes.
    pub(crate) offset: usize,
    /// What was expected there and what was found.
    pub(crate) message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.message, self.offset)
    }
}

/// A part of a statement, or why it could not be read.
pub(super) type Read<T> = Result<T, Problem>;

/// A cursor over the tokens of one statement; it stands on a token that is no trivia, or at the end.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    sql: &'a str,
    tokens: Vec<Token<'a>>,
    position: usize,
    consumed: usize,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(sql: &'a str) -> Self {
        let tokens = Tokenizer::new(sql, LEXICON).collect();
        let mut reader = Self {
            sql,
            tokens,
            position: 0,
            consumed: 0,
            problems: Vec::new(),
        };
        reader.position = reader.significant_from(0);
        reader
    }

    /// The text that is read.
    pub(super) fn sql(&self) -> &'a str {
        self.sql
    }

    /// All tokens, comments and whitespace too.
    pub(super) fn tokens(&self) -> &[Token<'a>] {
        &self.tokens
    }

    /// The index among [`Self::tokens`] of the next token.
    pub(super) fn position(&self) -> usize {
        self.position
    }

    /// The index after the last token that was taken; up to [`Self::position`] there is only trivia.
    pub(super) fn consumed(&self) -> usize {
        self.consumed
    }

    /// Where the token of that index begins in the text, in bytes.
    pub(super) fn offset(&self, index: usize) -> usize {
        self.tokens
            .get(index)
            .map_or(self.sql.len(), |token| token.offset)
    }

    /// Notes a problem and goes on.
    pub(super) fn report(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.problems
    }

    /// The problem that the next token is not what has to stand there.
    pub(super) fn unexpected(&self, expected: &str) -> Problem {
        match self.peek() {
            Some(token) => {
                let found: String = token.text.chars().take(40).collect();
                let message = format!("expected {expected}, found {found:?}");
                Problem {
                    offset: token.offset,
                    message,
                }
            }
            None => {
                let message = format!("expected {expected}, found the end of the text");
                Problem {
                    offset: self.sql.len(),
                    message,
                }
            }
        }
    }

    /// The next token.
    pub(super) fn peek(&self) -> Option<Token<'a>> {
        self.tokens.get(self.position).copied()
    }

    /// Takes the next token.
    pub(super) fn advance(&mut self) -> Option<Token<'a>> {
        let token = self.peek()?;
        self.consumed = self.position + 1;
        self.position = self.significant_from(self.consumed);
        Some(token)
    }

    pub(super) fn at_keyword(&self, word: &str) -> bool {
        self.peek().is_some_and(|token| token.is_keyword(word))
    }

    pub(super) fn at_symbol(&self, symbol: &str) -> bool {
        self.peek().is_some_and(|token| token.is_symbol(symbol))
    }

    pub(super) fn take_keyword(&mut self, word: &str) -> bool {
        self.take_keywords(&[word])
    }

    /// Whether these words come next, one after the other.
    pub(super) fn at_keywords(&self, words: &[&str]) -> bool {
        let upcoming = self
            .tokens
            .iter()
            .skip(self.position)
            .filter(|token| !token.is_trivia());
        words.len()
            == upcoming
                .zip(words)
                .take_while(|(t, word)| t.is_keyword(word))
                .count()
    }

    /// Takes these words if all of them come next, otherwise nothing.
    pub(super) fn take_keywords(&mut self, words: &[&str]) -> bool {
        let found = self.at_keywords(words);
        if found {
            for _ in words {
                self.advance();
            }
        }
        found
    }

    pub(super) fn expect_keyword(&mut self, word: &str) -> Read<()> {
        if self.take_keyword(word) {
            Ok(())
        } else {
            Err(self.unexpected(word))
        }
    }

    pub(super) fn take_symbol(&mut self, symbol: &str) -> bool {
        let found = self.at_symbol(symbol);
        if found {
            self.advance();
        }
        found
    }

    pub(super) fn expect_symbol(&mut self, symbol: &str) -> Read<()> {
        if self.take_symbol(symbol) {
            Ok(())
        } else {
            Err(self.unexpected(&format!("\"{symbol}\"")))
        }
    }

    /// Takes a name: a word, a quoted name, or a string, which SQLite accepts as one. `what` is for the problem.
    pub(super) fn name(&mut self, what: &str) -> Read<String> {
        let name = self.peek().and_then(|token| token.identifier_or_string());
        let Some(name) = name else {
            return Err(self.unexpected(what));
        };
        self.advance();
        Ok(name.into_owned())
    }

    /// Takes `[IF NOT EXISTS] [schema.]name`.
    pub(super) fn object_name(&mut self, what: &str) -> Read<String> {
        self.take_keywords(&["IF", "NOT", "EXISTS"]);
        self.qualified_name(what)
    }

    /// Takes `[schema.]name` and returns the name.
    pub(super) fn qualified_name(&mut self, what: &str) -> Read<String> {
        let name = self.name(what)?;
        if self.take_symbol(".") {
            self.name(what)
        } else {
            Ok(name)
        }
    }

    /// Takes `( … )` and returns the range of the tokens inside.
    pub(super) fn group(&mut self) -> Read<Range<usize>> {
        let open = self.position;
        self.expect_symbol("(")?;
        let start = self.consumed;
        let mut depth = 0_usize;
        loop {
            let end = self.position;
            let Some(token) = self.advance() else {
                let message = "expected a closing parenthesis for this one".to_owned();
                return Err(Problem {
                    offset: self.offset(open),
                    message,
                });
            };
            if token.is_symbol("(") {
                depth += 1;
            } else if token.is_symbol(")") {
                let Some(less) = depth.checked_sub(1) else {
                    return Ok(start..end);
                };
                depth = less;
            }
        }
    }

    /// Takes `( … )` and returns the text inside, without the trivia around it.
    pub(super) fn group_text(&mut self) -> Read<String> {
        let inside = self.group()?;
        Ok(self.text(inside).to_owned())
    }

    /// Takes `( a, b )` as names. What follows a name up to the comma is passed over: old schemas hold such text.
    pub(super) fn group_names(&mut self, what: &str) -> Read<Vec<String>> {
        let inside = self.group()?;
        let offset = self.offset(inside.start);
        let names = self.list(inside).into_iter().map(|item| {
            let first = self.significant(item).next();
            first
                .and_then(|token| token.identifier_or_string())
                .map(Cow::into_owned)
        });
        let names: Option<Vec<String>> = names.collect();
        let message = || format!("expected {what} at each place of the list");
        names.ok_or_else(|| Problem {
            offset,
            message: message(),
        })
    }

    /// Splits a range of tokens at the commas that stand in no parentheses. An empty range has no items.
    pub(super) fn list(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let mut items = Vec::new();
        let mut start = range.start;
        let mut depth = 0_usize;
        for index in range.clone() {
            let Some(token) = self.tokens.get(index) else {
                break;
            };
            if token.is_symbol("(") {
                depth += 1;
            } else if token.is_symbol(")") {
                depth = depth.saturating_sub(1);
            } else if token.is_symbol(",") && depth == 0 {
                items.push(start..index);
                start = index + 1;
            }
        }
        if !items.is_empty() || self.significant(range.clone()).next().is_some() {
            items.push(start..range.end);
        }
        items
    }

    /// The tokens of a range that are no trivia.
    pub(super) fn significant(&self, range: Range<usize>) -> impl Iterator<Item = Token<'a>> {
        let tokens = self.tokens.get(range).unwrap_or_default();
        tokens.iter().copied().filter(|token| !token.is_trivia())
    }

    /// The text of a range of tokens, without the trivia around it: a line comment at its end would swallow what is
    /// written after it.
    pub(super) fn text(&self, range: Range<usize>) -> &'a str {
        let mut significant = self.significant(range);
        let Some(first) = significant.next() else {
            return "";
        };
        let last = significant.last().unwrap_or(first);
        self.sql.get(first.offset..last.end()).unwrap_or_default()
    }

    /// Takes all that is left and returns its text, without semicolons at its end.
    pub(super) fn rest(&mut self) -> &'a str {
        let start = self.position;
        let mut end = start;
        while let Some(token) = self.advance() {
            if !token.is_symbol(";") {
                end = self.consumed;
            }
        }
        self.text(start..end)
    }

    /// Passes over everything up to the next comma or closing parenthesis that stands in no further parentheses.
    pub(super) fn skip_item(&mut self) {
        while self.peek().is_some() && !self.at_symbol(",") && !self.at_symbol(")") {
            if self.at_symbol("(") {
                // If it is never closed, the end is reached, and whoever called says so.
                let _ = self.group();
            } else {
                self.advance();
            }
        }
    }

    fn significant_from(&self, index: usize) -> usize {
        let trivia = self
            .tokens
            .iter()
            .skip(index)
            .take_while(|token| token.is_trivia())
            .count();
        index + trivia
    }
}
