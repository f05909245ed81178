//! [`Writer`]: makes a statement out of pieces that cannot be mistaken for one another.

use std::fmt::Write as _;

use super::{PlaceholderStyle, Statement, Syntax};
use crate::model::{Identifier, QualifiedName};
use crate::value::{IntoValue, TypedValue};

/// Writes a statement: our own SQL, names, texts and parameters, each by its own method.
///
/// [`push`](Self::push) takes only text that stands in the program, so that nothing from outside becomes SQL by accident;
/// [`fragment`](Self::fragment) is the one door for expressions in the vendor's language, which the model holds.
///
/// # Example
/// ```
/// use backend_core::model::Identifier;
/// use backend_core::sql::{Syntax, Writer};
///
/// let mut sql = Writer::new(&Syntax::STANDARD);
/// sql.push("DELETE FROM ").identifier(&Identifier::new("order")?).push(" WHERE id = ").bind(7);
/// let statement = sql.finish();
/// assert_eq!(statement.sql, r#"DELETE FROM "order" WHERE id = ?"#);
/// assert_eq!(statement.params.len(), 1);
/// # Ok::<(), backend_core::error::Error>(())
/// ```
#[derive(Debug)]
pub struct Writer<'s> {
    syntax: &'s Syntax,
    sql: String,
    params: Vec<TypedValue>,
}

impl<'s> Writer<'s> {
    /// Nothing yet, in that syntax.
    #[must_use]
    pub const fn new(syntax: &'s Syntax) -> Self {
        Self {
            syntax,
            sql: String::new(),
            params: Vec::new(),
        }
    }

    /// Writes SQL of the program.
    pub fn push(&mut self, sql: &'static str) -> &mut Self {
        self.sql.push_str(sql);
        self
    }

    /// Writes an expression in the vendor's language, as the model holds it.
    pub fn fragment(&mut self, sql: &str) -> &mut Self {
        self.sql.push_str(sql);
        self
    }

    /// Writes a number.
    pub fn number(&mut self, number: impl Into<i128>) -> &mut Self {
        let number: i128 = number.into();
        // Writing to a String cannot fail.
        let _ = write!(self.sql, "{number}");
        self
    }

    /// Writes a name in quotes, with what closes them doubled inside.
    pub fn identifier(&mut self, name: &Identifier) -> &mut Self {
        let close = self.syntax.identifier_close;
        self.sql.push(self.syntax.identifier_open);
        for character in name.as_str().chars() {
            if character == close {
                self.sql.push(close);
            }
            self.sql.push(character);
        }
        self.sql.push(close);
        self
    }

    /// Writes a name with its schema, each in quotes.
    pub fn name(&mut self, name: &QualifiedName) -> &mut Self {
        if let Some(schema) = &name.schema {
            self.identifier(schema).push(".");
        }
        self.identifier(&name.name)
    }

    /// Writes a text literal: quotes are doubled, backslashes too where they escape.
    ///
    /// Where `E'…'` is a literal, a text with a backslash is written as one: what it means then hangs on no setting of the
    /// session.
    pub fn string(&mut self, text: &str) -> &mut Self {
        let lexicon = self.syntax.lexicon;
        let marked = lexicon.escape_strings && text.contains('\\');
        self.push(if marked {
            "E"
        } else {
            self.syntax.string_prefix
        });
        self.sql.push('\'');
        for character in text.chars() {
            if character == '\'' || (character == '\\' && (marked || lexicon.backslash_escapes)) {
                self.sql.push(character);
            }
            self.sql.push(character);
        }
        self.sql.push('\'');
        self
    }

    /// Writes a placeholder and keeps its parameter.
    pub fn bind(&mut self, value: impl IntoValue) -> &mut Self {
        self.params.push(value.into_value());
        match self.syntax.placeholder {
            PlaceholderStyle::Question => self.sql.push('?'),
            PlaceholderStyle::Numbered(prefix) => {
                let _ = write!(self.sql, "{prefix}{}", self.params.len());
            }
        }
        self
    }

    /// Writes each item, with `, ` between two.
    pub fn list<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        mut item: impl FnMut(&mut Self, T),
    ) -> &mut Self {
        for (n, each) in items.into_iter().enumerate() {
            if n > 0 {
                self.push(", ");
            }
            item(self, each);
        }
        self
    }

    /// Writes names with `, ` between two.
    pub fn identifiers<'i>(
        &mut self,
        names: impl IntoIterator<Item = &'i Identifier>,
    ) -> &mut Self {
        self.list(names, |out, name| {
            out.identifier(name);
        })
    }

    /// The syntax it writes in.
    #[must_use]
    pub const fn syntax(&self) -> &'s Syntax {
        self.syntax
    }

    /// The text so far.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.sql
    }

    /// The statement.
    #[must_use]
    pub fn finish(self) -> Statement {
        Statement {
            sql: self.sql,
            params: self.params,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{PlaceholderStyle, Syntax, Writer};
    use crate::model::{Identifier, QualifiedName};
    use crate::sql::tokenizer::Lexicon;

    const BRACKETS: Syntax = Syntax {
        identifier_open: '[',
        identifier_close: ']',
        string_prefix: "N",
        placeholder: PlaceholderStyle::Numbered("@P"),
        lexicon: Lexicon {
            backslash_escapes: true,
            ..Lexicon::STANDARD
        },
    };

    #[test]
    fn only_the_closing_quote_is_doubled() {
        let mut sql = Writer::new(&BRACKETS);
        sql.name(&QualifiedName::with_schema("a[b]", "c\"d").unwrap());
        assert_eq!(sql.as_str(), r#"[a[b]]].[c"d]"#);
    }

    #[test]
    fn texts_are_escaped_by_the_syntax() {
        let mut sql = Writer::new(&BRACKETS);
        sql.string(r"it's a \ ");
        assert_eq!(sql.as_str(), r"N'it''s a \\ '");
        let mut sql = Writer::new(&Syntax::STANDARD);
        sql.string(r"it's a \ ");
        assert_eq!(sql.as_str(), r"'it''s a \ '");
        let marked = Syntax {
            lexicon: Lexicon {
                escape_strings: true,
                ..Lexicon::STANDARD
            },
            ..Syntax::STANDARD
        };
        let mut sql = Writer::new(&marked);
        sql.string(r"it's a \ ").string("it's");
        assert_eq!(sql.as_str(), r"E'it''s a \\ ''it''s'");
    }

    #[test]
    fn numbered_placeholders_count_from_one() {
        let mut sql = Writer::new(&BRACKETS);
        sql.list([1, 2], |sql, n| {
            sql.bind(n);
        });
        sql.push(" ")
            .identifiers(&[Identifier::new("x").unwrap()])
            .push(" ")
            .number(-3);
        let statement = sql.finish();
        assert_eq!(statement.sql, "@P1, @P2 [x] -3");
        assert_eq!(statement.params.len(), 2);
    }
}
