//! Literals: in statements, in queries, in what is shown to people and in the message of a channel.

use backend_core::backend::Backend;
use backend_core::model::Identifier;
use backend_core::operations::Dialect;
use backend_core::query::Query;
use backend_core::sea_query::{Expr, Value as Ast};
use backend_core::sql::tokenizer::{Lexicon, Token, TokenKind};
use backend_core::value::{Array, ColumnKind, Value, ValueRef};

use super::{closed, dialect, input, spoken};

pub(super) fn check(backend: &'static Backend, data: &[u8]) -> Result<(), String> {
    let text = input::text(data);
    let dialect = dialect(backend);
    let lexicon = dialect.operations.syntax().lexicon;
    for value in [ValueRef::Text(&text), ValueRef::Json(&text)] {
        if let Some(sql) = literal(&dialect, value, text.contains('\0'))? {
            one_text(&sql, lexicon, &text)?;
        }
    }
    let array = Array::new(
        ColumnKind::Text,
        vec![Value::Text(text.clone()), Value::Null],
    );
    for value in [ValueRef::Bytes(data), ValueRef::Array(&array)] {
        if let Some(sql) = literal(&dialect, value, true)? {
            closed(&sql, lexicon)?;
        }
    }
    constant(&dialect, &text)?;
    channel(&dialect, &text)?;
    shown(&dialect, &text, data)
}

/// The literal of a value; `None` where it is refused, which not every value may be.
fn literal(
    dialect: &Dialect,
    value: ValueRef<'_>,
    may_fail: bool,
) -> Result<Option<String>, String> {
    let mut out = dialect.writer();
    match dialect.operations.literal(value, &mut out) {
        Ok(()) => Ok(Some(out.finish().sql)),
        Err(_) if may_fail => Ok(None),
        Err(error) => Err(format!("a text is refused: {error}")),
    }
}

/// Demands one string that means the text, or several that are put together to it. A type may be named behind a string.
fn one_text(sql: &str, lexicon: Lexicon, text: &str) -> Result<(), String> {
    if text.contains('\0') {
        return Err(format!("U+0000 is in a literal: {sql:?}"));
    }
    closed(sql, lexicon)?;
    let tokens = spoken(sql, lexicon);
    let is_text = |token: &Token<'_>| token.string_value().is_some();
    let parts: Vec<_> = tokens.iter().filter_map(Token::string_value).collect();
    let is_alone = match parts.len() {
        1 => tokens.first().is_some_and(is_text),
        _ => tokens.iter().all(|token| is_text(token) || joins(token)),
    };
    let joined = tokens.iter().filter(|token| token.is_symbol("+")).count() + 1;
    if parts.concat() == text && is_alone && (parts.len() == 1 || parts.len() == joined) {
        Ok(())
    } else {
        Err(format!(
            "the literal {sql} means {parts:?} and not {text:?}"
        ))
    }
}

/// Whether a token may stand beside texts that are put together: `(CAST('a' AS type(max)) + 'b')`.
fn joins(token: &Token<'_>) -> bool {
    match token.kind {
        TokenKind::Word => true,
        _ => ["(", ")", "+"].iter().any(|symbol| token.is_symbol(symbol)),
    }
}

/// A value that a query holds as a literal.
fn constant(dialect: &Dialect, text: &str) -> Result<(), String> {
    let value = Expr::Constant(Ast::String(Some(text.to_owned())));
    let query: Query = Query::select().expr(value).into();
    let Ok(statements) = dialect.build(&query) else {
        return Ok(());
    };
    let sql = statements.first().map_or("", |statement| &statement.sql);
    let lexicon = dialect.operations.syntax().lexicon;
    let literal = sql.strip_prefix("SELECT ").unwrap_or(sql);
    one_text(literal, lexicon, text)
}

fn channel(dialect: &Dialect, text: &str) -> Result<(), String> {
    let Ok(channel) = Identifier::new(text) else {
        return Ok(());
    };
    let mut out = dialect.writer();
    dialect.operations.notify(&channel, text, &mut out);
    closed(out.as_str(), dialect.operations.syntax().lexicon)
}

/// What is shown to people has each value in its place, and ends as the statement does.
fn shown(dialect: &Dialect, text: &str, data: &[u8]) -> Result<(), String> {
    let mut out = dialect.writer();
    out.push("SELECT ")
        .bind(text.to_owned())
        .push(", ")
        .bind(data.to_vec());
    out.push(" AS done");
    let shown = dialect.operations.last_executed_query(&out.finish());
    let lexicon = dialect.operations.syntax().lexicon;
    closed(&shown, lexicon)?;
    let tokens = spoken(&shown, lexicon);
    let ends = tokens.last().is_some_and(|token| token.is_keyword("done"));
    let texts: Vec<_> = tokens.iter().filter_map(Token::string_value).collect();
    // A text may be several that are put together, and bytes one more behind them.
    let is_put_together = || {
        texts.concat() == text
            || texts
                .split_last()
                .is_some_and(|(_, parts)| parts.concat() == text)
    };
    if ends && (texts.len() <= 2 || is_put_together()) {
        Ok(())
    } else {
        Err(format!("what is shown is another statement: {shown:?}"))
    }
}

#[cfg(test)]
mod tests {
    use backend_core::sql::tokenizer::Lexicon;

    use super::one_text;

    #[test]
    fn strings_that_are_put_together_mean_the_text_and_nothing_else() {
        for (sql, holds) in [
            ("'ab'", true),
            ("'ab'::text", true),
            ("(CAST('a' AS text) + 'b')", true),
            ("('b' + 'a')", false),
            ("('a' 'b')", false),
            ("('a' - 'b')", false),
            ("f('ab')", false),
            ("('a' + 'b', 1)", false),
        ] {
            assert_eq!(
                one_text(sql, Lexicon::STANDARD, "ab").is_ok(),
                holds,
                "{sql}"
            );
        }
    }
}
