//! What concerns rows among themselves: exclusion constraints, and how rows are distributed over partitions.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::{
    Exclusion, PartitionOf, PartitionStrategy, Partitioning, QualifiedName, Table,
};
use backend_core::operations::Dialect;
use backend_core::schema_editor::{SchemaEditor, write_parts};
use backend_core::sql::tokenizer::{Token, TokenKind, Tokenizer};
use backend_core::sql::{Statement, Writer};

use super::{alter, not_supported, write_method};
use crate::sql::LEXICON;

/// What operators are made of.
const OPERATOR_CHARACTERS: &str = "+-*/<>=~!@#%^&|`?";

/// Writes an exclusion constraint, after its name.
pub(super) fn write_exclusion(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    exclusion: &Exclusion,
    out: &mut Writer<'_>,
) -> Result<()> {
    out.push("EXCLUDE");
    write_method(exclusion.method.as_deref(), out)?;
    for (n, part) in exclusion.parts.iter().enumerate() {
        out.push(if n > 0 { ", " } else { " (" });
        write_parts(editor, dialect, std::slice::from_ref(&part.part), out)?;
        out.push(" WITH ");
        write_operator(&part.operator, out)?;
    }
    out.push(")");
    if !exclusion.include.is_empty() {
        out.push(" INCLUDE (")
            .identifiers(&exclusion.include)
            .push(")");
    }
    editor.constraint_options(&exclusion.options, out)?;
    if let Some(predicate) = &exclusion.predicate {
        out.push(" WHERE (").fragment(predicate).push(")");
    }
    Ok(())
}

fn write_operator(operator: &QualifiedName, out: &mut Writer<'_>) -> Result<()> {
    let symbol = operator.name.as_str();
    let is_operator = !symbol.is_empty()
        && symbol.chars().all(|c| OPERATOR_CHARACTERS.contains(c))
        && !symbol.contains("--")
        && !symbol.contains("/*");
    if !is_operator {
        return Err(not_supported(format!(
            "{} is no operator to PostgreSQL",
            operator.name.shortened()
        )));
    }
    match &operator.schema {
        None => out.fragment(symbol),
        Some(schema) => out
            .push("OPERATOR(")
            .identifier(schema)
            .push(".")
            .fragment(symbol)
            .push(")"),
    };
    Ok(())
}

/// Writes the rule by which a row finds its partition.
pub(super) fn write_partitioning(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    partitioning: &Partitioning,
    out: &mut Writer<'_>,
) -> Result<()> {
    out.push(match partitioning.strategy {
        PartitionStrategy::List => " PARTITION BY LIST (",
        PartitionStrategy::Range => " PARTITION BY RANGE (",
        PartitionStrategy::Hash => " PARTITION BY HASH (",
        _ => return Err(not_supported("PostgreSQL does not partition by this rule")),
    });
    write_parts(editor, dialect, &partitioning.parts, out)?;
    out.push(")");
    Ok(())
}

/// The statement that makes a table a partition.
pub(super) fn attach(
    dialect: &Dialect,
    table: &Table,
    partition: &PartitionOf,
) -> Result<Statement> {
    if !is_bound(&partition.bound) {
        let bound: String = partition.bound.chars().take(40).collect();
        return Err(Error::new(
            ErrorKind::Data,
            format!("{bound:?} is not the bound of a partition"),
        ));
    }
    let mut out = alter(dialect, &partition.parent);
    out.push(" ATTACH PARTITION ").name(&table.name);
    out.push(" ").fragment(&partition.bound);
    Ok(out.finish())
}

/// Whether a text is a bound and nothing beside it: `DEFAULT`, or `FOR VALUES …` with all its parentheses closed.
fn is_bound(text: &str) -> bool {
    let tokens: Vec<Token<'_>> = Tokenizer::new(text, LEXICON)
        .filter(|token| token.kind != TokenKind::Whitespace)
        .collect();
    match tokens.as_slice() {
        [word] => word.is_keyword("DEFAULT"),
        [first, second, rest @ ..] => {
            let mut depth = 0_i32;
            let is_whole = rest.iter().all(|token| {
                match token.text {
                    "(" => depth += 1,
                    ")" => depth -= 1,
                    _ => {}
                }
                let is_outside = depth == 0 && token.text != ")";
                let is_word = token.kind == TokenKind::Word;
                depth >= 0
                    && !token.is_comment()
                    && token.kind != TokenKind::Unterminated
                    && !token.is_symbol(";")
                    && (!is_outside || is_word)
            });
            first.is_keyword("FOR") && second.is_keyword("VALUES") && is_whole && depth == 0
        }
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_bound;

    #[test]
    fn a_bound_is_whole_and_nothing_more() {
        for text in [
            "DEFAULT",
            "FOR VALUES IN ('a)', NULL)",
            "FOR VALUES FROM (1, MINVALUE) TO (2, MAXVALUE)",
            "FOR VALUES WITH (modulus 4, remainder 0)",
        ] {
            assert!(is_bound(text), "{text}");
        }
        for text in [
            "",
            "DEFAULT; DROP TABLE t",
            "FOR VALUES IN (1); DROP TABLE t",
            "FOR VALUES IN (1), b",
            "FOR VALUES IN (1)) (",
            "FOR VALUES IN ('a",
            "FOR VALUES IN (1) -- x",
            "IN (1)",
        ] {
            assert!(!is_bound(text), "{text}");
        }
    }
}
