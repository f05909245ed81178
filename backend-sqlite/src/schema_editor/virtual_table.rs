//! `CREATE VIRTUAL TABLE`.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::{Identifier, Table};
use backend_core::sql::Writer;
use backend_core::sql::tokenizer::{TokenKind, Tokenizer};

use super::not_supported;
use crate::sql::LEXICON;

/// Writes the whole statement. The columns are the module's affair.
pub(super) fn write(
    table: &Table,
    module: &str,
    arguments: &[String],
    out: &mut Writer<'_>,
) -> Result<()> {
    let is_bare = table.primary_key.is_none()
        && table.uniques.is_empty()
        && table.foreign_keys.is_empty()
        && table.checks.is_empty()
        && table.options.is_empty()
        && table.comment.is_none()
        && table.columns.iter().all(|column| column.comment.is_none());
    if !is_bare {
        return Err(not_supported(
            "a virtual table has no constraints, options and comments",
        ));
    }
    if let Some(argument) = arguments.iter().find(|argument| !is_whole(argument)) {
        let argument: String = argument.chars().take(40).collect();
        return Err(Error::new(
            ErrorKind::Data,
            format!("{argument:?} is not one argument of a module"),
        ));
    }
    out.push("CREATE VIRTUAL TABLE ")
        .name(&table.name)
        .push(" USING ");
    let mut tokens = Tokenizer::new(module, LEXICON);
    let is_word = tokens
        .next()
        .is_some_and(|token| token.kind == TokenKind::Word);
    if is_word && tokens.next().is_none() {
        out.fragment(module);
    } else {
        out.identifier(&Identifier::new(module)?);
    }
    out.push("(").list(arguments, |out, argument| {
        out.fragment(argument);
    });
    out.push(")");
    Ok(())
}

/// Whether a text stays within its place between two commas.
fn is_whole(argument: &str) -> bool {
    let mut depth = 0_i32;
    let is_inside = Tokenizer::new(argument, LEXICON).all(|token| {
        match (token.kind, token.text) {
            (TokenKind::Unterminated | TokenKind::LineComment, _) | (TokenKind::Symbol, "\0") => {
                return false;
            }
            (TokenKind::Symbol, "(") => depth += 1,
            (TokenKind::Symbol, ")") => depth -= 1,
            (TokenKind::Symbol, ",") if depth == 0 => return false,
            _ => {}
        }
        depth >= 0
    });
    is_inside && depth == 0
}
