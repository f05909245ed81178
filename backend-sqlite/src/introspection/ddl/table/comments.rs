//! Which comment belongs to which column, and which to the table.
//!
//! SQLite has no comments of its own, but it keeps the ones in the text. The rule is about lines:
//!
//! 1. A comment inside a definition, outside its parentheses, belongs to the column. So does one after the definition on the
//!    same line, also after the comma if nothing else follows on that line. A `--` comment that begins right under such a
//!    `--` comment, in the same text column, continues it.
//! 2. Comments on lines of their own directly before a definition belong to that column, and so does one that stands between
//!    a comma and the definition on one line. A blank line, or a comma, between comment and definition parts them.
//! 3. Comments outside the parentheses and after the table's name belong to the table. So do those at the end of the line of
//!    the opening parenthesis, and those that a blank line parts from the first column.
//! 4. What is nothing but punctuation, and what stands at a constraint or in an expression, belongs to nobody: a comment that
//!    may be about something else is better left out than attached to a column.

use std::ops::Range;

use backend_core::sql::tokenizer::{Token, TokenKind};

use crate::introspection::ddl::reader::Reader;

use super::CreateTable;

/// Where the parts of a `CREATE TABLE` stand, as indexes of tokens.
#[derive(Debug)]
pub(super) struct Layout {
    /// After the table's name.
    pub(super) head: usize,
    /// The opening parenthesis.
    pub(super) open: usize,
    /// Columns and constraints, in order.
    pub(super) items: Vec<Item>,
    /// The closing parenthesis.
    pub(super) close: usize,
}

/// A definition between the parentheses.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) tokens: Range<usize>,
    /// The position of the column that it defines; `None` for a constraint.
    pub(super) column: Option<usize>,
}

/// Gives the comments of a statement to the table and its columns.
pub(super) fn attach(reader: &Reader<'_>, layout: &Layout, table: &mut CreateTable) {
    let mut comments = Comments {
        sql: reader.sql(),
        tokens: reader.tokens(),
        table,
    };
    let first = layout.open + 1;
    comments.give_all(layout.head..layout.open, Owner::Table);
    let mut gap = Gap {
        start: first,
        previous: Owner::Table,
        is_separated: true,
    };
    for item in &layout.items {
        let owner = item.column.map_or(Owner::Nobody, Owner::Column);
        comments.gap(&gap, item.tokens.start, owner);
        comments.inside(item.tokens.clone(), owner);
        gap = Gap {
            start: item.tokens.end,
            previous: owner,
            is_separated: false,
        };
    }
    comments.gap(&gap, layout.close, Owner::Nobody);
    comments.give_all(layout.close..comments.tokens.len(), Owner::Table);
}

/// Whom a comment belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    Table,
    Column(usize),
    Nobody,
}

/// The place between two definitions, or between one and a parenthesis.
struct Gap {
    start: usize,
    /// What stands before the gap.
    previous: Owner,
    /// Whether the comma, or the opening parenthesis, is already behind.
    is_separated: bool,
}

struct Comments<'a, 't> {
    sql: &'a str,
    tokens: &'t [Token<'a>],
    table: &'t mut CreateTable,
}

impl<'a, 't> Comments<'a, 't> {
    fn tokens(&self, range: Range<usize>) -> &'t [Token<'a>] {
        self.tokens.get(range).unwrap_or_default()
    }

    fn give_all(&mut self, range: Range<usize>, owner: Owner) {
        for token in self.tokens(range) {
            self.give(token, owner);
        }
    }

    /// Comments within a definition.
    fn inside(&mut self, range: Range<usize>, owner: Owner) {
        let mut depth = 0_usize;
        for token in self.tokens(range) {
            if token.is_symbol("(") {
                depth += 1;
            } else if token.is_symbol(")") {
                depth = depth.saturating_sub(1);
            } else if depth == 0 {
                self.give(token, owner);
            }
        }
    }

    /// Comments around definitions: `next` is what stands after the gap, which ends before `end`.
    fn gap(&mut self, gap: &Gap, end: usize, next: Owner) {
        let tokens = self.tokens(gap.start..end);
        let last_comma = tokens.iter().rposition(|token| token.is_symbol(","));
        let last_blank_line = tokens.iter().rposition(is_blank_line);
        let mut is_separated = gap.is_separated;
        let mut is_own_line = false;
        let mut trailing = None;
        for (index, token) in tokens.iter().enumerate() {
            if token.is_symbol(",") {
                is_separated = true;
                is_own_line = false;
            } else if token.is_comment() {
                let is_trailing = if is_own_line {
                    trailing.is_some_and(|before| self.continues(before, token))
                } else {
                    !is_separated || ends_line(tokens, index)
                };
                trailing = is_trailing.then_some(token);
                let owner = if is_trailing {
                    gap.previous
                } else if last_comma > Some(index) {
                    Owner::Nobody
                } else if last_blank_line > Some(index) {
                    // Above the first column, a comment may be about the whole table.
                    if gap.previous == Owner::Table {
                        Owner::Table
                    } else {
                        Owner::Nobody
                    }
                } else {
                    next
                };
                self.give(token, owner);
            }
            is_own_line |= token.text.contains('\n');
        }
    }

    /// Whether a comment begins right under another one.
    fn continues(&self, before: &Token<'_>, token: &Token<'_>) -> bool {
        let between = self.sql.get(before.end()..token.offset).unwrap_or_default();
        [before, token]
            .iter()
            .all(|token| token.kind == TokenKind::LineComment)
            && between.matches('\n').count() == 1
            && between.trim().is_empty()
            && self.text_column(before.offset) == self.text_column(token.offset)
    }

    fn text_column(&self, offset: usize) -> usize {
        let line = self
            .sql
            .get(..offset)
            .and_then(|before| before.rsplit('\n').next());
        line.map_or(0, |line| line.chars().count())
    }

    fn give(&mut self, token: &Token<'_>, owner: Owner) {
        let comment = match owner {
            Owner::Table => &mut self.table.comment,
            Owner::Column(position) => match self.table.columns.get_mut(position) {
                Some(column) => &mut column.comment,
                None => return,
            },
            Owner::Nobody => return,
        };
        let Some(text) = comment_text(token) else {
            return;
        };
        match comment {
            Some(lines) => {
                lines.push('\n');
                lines.push_str(&text);
            }
            None => *comment = Some(text),
        }
    }
}

fn is_blank_line(token: &Token<'_>) -> bool {
    token.kind == TokenKind::Whitespace && token.text.matches('\n').count() > 1
}

/// Whether nothing but trivia follows on the line of the token at `index`.
fn ends_line(tokens: &[Token<'_>], index: usize) -> bool {
    let mut after = tokens
        .iter()
        .skip(index + 1)
        .take_while(|token| token.is_trivia());
    after.any(|token| token.text.contains('\n'))
}

/// What the comments say that stand between a token and the next one to be taken; `None` where there is none.
pub(crate) fn comment_since(reader: &Reader<'_>, position: usize) -> Option<String> {
    let tokens = reader.tokens().get(position..reader.position());
    let lines: Vec<String> = tokens
        .into_iter()
        .flatten()
        .filter_map(comment_text)
        .collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// What a comment says; `None` for other tokens and for comments of nothing but punctuation.
pub(crate) fn comment_text(token: &Token<'_>) -> Option<String> {
    let text = match token.kind {
        TokenKind::LineComment => token.text.trim_start_matches('-').trim().to_owned(),
        TokenKind::BlockComment => {
            let inner = token
                .text
                .strip_prefix("/*")?
                .strip_suffix("*/")?
                .trim_matches('*');
            // Many draw a line of asterisks on the left.
            let lines = inner
                .lines()
                .map(|line| line.trim().trim_start_matches('*').trim());
            lines.collect::<Vec<_>>().join("\n").trim().to_owned()
        }
        _ => return None,
    };
    let is_decoration = |c: char| c.is_ascii_punctuation() || c.is_whitespace();
    (!text.chars().all(is_decoration)).then_some(text)
}
