//! Splits a script into its statements.

use super::scan::is_space;
use super::{Lexicon, Token, TokenKind, Tokenizer};

/// Returns the statements of a script, in order, without the semicolons between them.
///
/// A semicolon inside a string, comment, quoted name or parentheses does not end a statement, nor does one between the
/// `BEGIN` and `END` of a trigger, function or procedure that is being created or altered. The commands of a vendor's shell, as
/// `.read` or `\i`, are no SQL and are taken for the beginning of a statement.
///
/// # Shape
/// Slices of `sql` without the spaces around them. Comments stay with the statement that follows them; a piece of
/// nothing but comments is left out.
pub fn split_statements(sql: &str, lexicon: Lexicon) -> Vec<&str> {
    let tokens: Vec<Token<'_>> = Tokenizer::new(sql, lexicon)
        .filter(|token| !token.is_trivia())
        .collect();
    let mut statements = Vec::new();
    let mut nesting = Nesting::of(lexicon);
    let mut start = 0;
    let mut previous: Option<&Token<'_>> = None;
    for (index, token) in tokens.iter().enumerate() {
        if token.is_symbol(";") && nesting.is_top_level() {
            if previous.is_some() {
                statements.extend(sql.get(start..token.offset));
            }
            start = token.end();
            previous = None;
            nesting = Nesting::of(lexicon);
        } else {
            nesting.observe(previous, token, tokens.get(index + 1));
            previous = Some(token);
        }
    }
    if previous.is_some() {
        statements.extend(sql.get(start..));
    }
    statements
        .iter_mut()
        .for_each(|statement| *statement = statement.trim_matches(is_space));
    statements
}

/// What the statement is, as far as its first words tell.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Head {
    #[default]
    Start,
    Create,
    /// Something with a body of statements.
    Routine,
    Other,
}

/// What an `END` will close.
#[derive(PartialEq, Eq)]
enum Block {
    Begin,
    Case,
}

/// What is open at a place in a statement.
struct Nesting {
    head: Head,
    parentheses: usize,
    blocks: Vec<Block>,
    /// Whether blocks stand in blocks.
    nested: bool,
}

impl Nesting {
    const fn of(lexicon: Lexicon) -> Self {
        Self {
            head: Head::Start,
            parentheses: 0,
            blocks: Vec::new(),
            nested: lexicon.nested_blocks,
        }
    }

    fn is_top_level(&self) -> bool {
        self.parentheses == 0 && self.blocks.is_empty()
    }

    fn observe(
        &mut self,
        previous: Option<&Token<'_>>,
        token: &Token<'_>,
        next: Option<&Token<'_>>,
    ) {
        if token.is_symbol("(") {
            self.parentheses += 1;
        } else if token.is_symbol(")") {
            self.parentheses = self.parentheses.saturating_sub(1);
        }
        let is_any = |words: &[&str]| words.iter().any(|word| token.is_keyword(word));
        match self.head {
            Head::Start if is_any(&["EXPLAIN", "QUERY", "PLAN"]) => {}
            Head::Start if is_any(&["CREATE", "ALTER"]) => self.head = Head::Create,
            Head::Create
                if is_any(&["OR", "REPLACE", "ALTER", "TEMP", "TEMPORARY", "CONSTRAINT"]) => {}
            Head::Create if is_any(&["TRIGGER", "FUNCTION", "PROCEDURE", "PROC"]) => {
                self.head = Head::Routine;
            }
            Head::Start | Head::Create => self.head = Head::Other,
            Head::Routine if self.nested => self.observe_body(previous, token, next),
            Head::Routine => self.observe_one_body(previous, token, next),
            Head::Other => {}
        }
    }

    /// As [`Self::observe_body`], where no block stands in a body: `END` and `BEGIN` are names in it, too.
    fn observe_one_body(
        &mut self,
        previous: Option<&Token<'_>>,
        token: &Token<'_>,
        next: Option<&Token<'_>>,
    ) {
        if self.parentheses > 0 {
            return;
        }
        if self.blocks.is_empty() {
            let is_name = previous.is_some_and(|previous| previous.is_symbol("."));
            if token.is_keyword("BEGIN") && !is_name && next.is_some_and(begins_statement) {
                self.blocks.push(Block::Begin);
            }
        } else if token.is_keyword("END")
            && previous.is_some_and(|token| token.is_symbol(";") || token.is_keyword("ATOMIC"))
        {
            self.blocks.clear();
            self.head = Head::Other;
        }
    }

    fn observe_body(
        &mut self,
        previous: Option<&Token<'_>>,
        token: &Token<'_>,
        next: Option<&Token<'_>>,
    ) {
        if previous.is_some_and(|previous| previous.is_symbol(".")) {
            return;
        }
        if token.is_keyword("CASE") {
            // The second word of `END CASE` opens nothing.
            if !previous.is_some_and(|previous| previous.is_keyword("END")) {
                self.blocks.push(Block::Case);
            }
        } else if token.is_keyword("BEGIN") {
            if stands_alone(previous, next) && !next.is_some_and(begins_transaction) {
                self.blocks.push(Block::Begin);
            }
        } else if token.is_keyword("END")
            && (self.blocks.last() == Some(&Block::Case) || stands_alone(previous, next))
        {
            self.blocks.pop();
        }
    }
}

/// Whether a `BEGIN` or `END` between these two is the keyword rather than a column of that name.
fn stands_alone(previous: Option<&Token<'_>>, next: Option<&Token<'_>>) -> bool {
    let is_operator = |token: &Token<'_>| token.kind == TokenKind::Symbol && token.text != ";";
    !previous.is_some_and(|token| is_operator(token) && token.text != ")")
        && !next.is_some_and(is_operator)
}

/// Whether a token after `BEGIN` is what a body begins with.
fn begins_statement(token: &Token<'_>) -> bool {
    [
        "ATOMIC", "SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "WITH", "VALUES",
    ]
    .iter()
    .any(|word| token.is_keyword(word))
}

fn begins_transaction(token: &Token<'_>) -> bool {
    ["TRAN", "TRANSACTION", "DISTRIBUTED"]
        .iter()
        .any(|word| token.is_keyword(word))
}
