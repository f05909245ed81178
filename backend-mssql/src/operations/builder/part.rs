//! Writers beside the statement's own: [`Part`] keeps what is written to put it elsewhere, [`Silent`] keeps nothing.

use std::fmt::{self, Write};

use backend_core::query::write_text;
use sea_query::{QueryBuilder, SqlWriter, Value};

/// Text with the places of its parameters, which can be put into a statement later, and more than once.
#[derive(Debug, Default)]
pub(super) struct Part {
    text: String,
    /// Where in the text each stands, in bytes.
    values: Vec<(usize, Value)>,
}

impl Part {
    /// What `write` writes.
    pub(super) fn of(write: impl FnOnce(&mut Self)) -> Self {
        let mut part = Self::default();
        write(&mut part);
        part
    }

    /// Whether nothing was written.
    pub(super) const fn is_empty(&self) -> bool {
        self.text.is_empty() && self.values.is_empty()
    }

    /// Whether its text has another in it.
    pub(super) fn holds(&self, text: &str) -> bool {
        self.text.contains(text)
    }

    /// How many parameters it has.
    pub(super) const fn count(&self) -> usize {
        self.values.len()
    }

    /// Takes a text away that it ends with.
    pub(super) fn take_end(&mut self, text: &str) {
        if self.text.ends_with(text) {
            self.text.truncate(self.text.len() - text.len());
        }
    }

    /// Puts it into a statement.
    pub(super) fn write<B: QueryBuilder>(&self, builder: &B, sql: &mut impl SqlWriter) {
        self.write_with(sql, |_, value, sql| sql.push_param(value.clone(), builder));
    }

    /// Puts it into a statement that has it already: its parameters are those from number `first` on.
    pub(super) fn write_again(&self, first: usize, prefix: &str, sql: &mut impl SqlWriter) {
        self.write_with(sql, |n, _, sql| {
            write_text(prefix, sql);
            write_text(&(first + n).to_string(), sql);
        });
    }

    fn write_with<W: SqlWriter>(&self, sql: &mut W, mut value: impl FnMut(usize, &Value, &mut W)) {
        let mut start = 0;
        for (n, (place, each)) in self.values.iter().enumerate() {
            write_text(self.text.get(start..*place).unwrap_or_default(), sql);
            value(n, each, sql);
            start = *place;
        }
        write_text(self.text.get(start..).unwrap_or_default(), sql);
    }
}

impl Write for Part {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.text.push_str(text);
        Ok(())
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl SqlWriter for Part {
    fn push_param<T: QueryBuilder>(&mut self, value: Value, _builder: &T) {
        self.values.push((self.text.len(), value));
    }

    fn as_writer(&mut self) -> &mut dyn Write {
        self
    }
}

/// Keeps nothing but the last words: for a look at what a statement holds.
#[derive(Debug, Default)]
pub(super) struct Silent {
    /// The last words that were written.
    pub(super) last: Words,
    /// Those before them.
    pub(super) before: Words,
    /// Whether a frame of values was written.
    pub(super) has_range: bool,
    /// Values that were given, each with the words before it.
    pub(super) values: Vec<(Words, Value)>,
}

/// Words that tell what a statement holds, where it hides that otherwise.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Words {
    /// None of the others.
    #[default]
    Other,
    Limit,
    Offset,
    Nowait,
    SkipLocked,
    Descending,
    NullsFirst,
    NullsLast,
}

impl Words {
    fn of(text: &str) -> Self {
        match text {
            " LIMIT " => Self::Limit,
            " OFFSET " => Self::Offset,
            " NOWAIT" => Self::Nowait,
            " SKIP LOCKED" => Self::SkipLocked,
            " DESC" => Self::Descending,
            " NULLS FIRST" => Self::NullsFirst,
            " NULLS LAST" => Self::NullsLast,
            _ => Self::Other,
        }
    }
}

impl Write for Silent {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.before = self.last;
        self.last = Words::of(text);
        self.has_range |= text == " RANGE ";
        Ok(())
    }

    fn write_char(&mut self, _: char) -> fmt::Result {
        self.last = Words::Other;
        Ok(())
    }
}

impl fmt::Display for Silent {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl SqlWriter for Silent {
    fn push_param<T: QueryBuilder>(&mut self, value: Value, _builder: &T) {
        self.values.push((self.last, value));
        self.last = Words::Other;
    }

    fn as_writer(&mut self) -> &mut dyn Write {
        self
    }
}
