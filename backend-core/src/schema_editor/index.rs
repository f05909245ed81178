//! Making indexes.

use super::{SchemaEditor, Step, table, unwritten};
use crate::error::{Error, ErrorKind, Result};
use crate::flag::Flag;
use crate::model::{Index, IndexKey, IndexPart, QualifiedName, SortOrder};
use crate::operations::Dialect;
use crate::sql::Writer;

/// The steps that make an index: the index, its comment.
pub(super) fn create(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    table: &QualifiedName,
    index: &Index,
) -> Result<Vec<Step>> {
    let features = &dialect.features;
    table::check_name(dialect, table)?;
    features.check_identifier(&index.name)?;
    unwritten::check_index(index)?;
    if index.parts.is_empty() {
        return Err(Error::new(
            ErrorKind::Interface,
            format!("the index {} has no columns", index.name.shortened()),
        ));
    }
    let columns = index.parts.len() + index.include.len();
    table::check_count(features.max_columns_per_index, columns, "index")?;
    let mut out = dialect.writer();
    out.push(if index.unique {
        "CREATE UNIQUE INDEX "
    } else {
        "CREATE INDEX "
    });
    out.identifier(&index.name).push(" ON ").name(table);
    editor.index_method(index, &mut out)?;
    out.push(" (");
    parts(dialect, &index.parts, &mut out)?;
    out.push(")");
    if !index.include.is_empty() {
        features.require(Flag::supports_covering_indexes)?;
        out.push(" INCLUDE (").identifiers(&index.include).push(")");
    }
    editor.index_options(index, &mut out)?;
    if let Some(predicate) = &index.predicate {
        features.require(Flag::supports_partial_indexes)?;
        out.push(" WHERE ").fragment(predicate);
    }
    let what = format!(
        "index {} of {}",
        index.name.shortened(),
        table.name.shortened()
    );
    let mut steps = vec![Step::execute(out.finish(), what.clone())];
    if let Some(comment) = &index.comment {
        features.require(Flag::supports_index_comments)?;
        let statement = editor.index_comment(dialect, table, index, comment)?;
        steps.push(Step::execute(statement, format!("comment of {what}")));
    }
    Ok(steps)
}

/// Writes the parts of a key, with `, ` between two.
pub(super) fn parts(dialect: &Dialect, parts: &[IndexPart], out: &mut Writer<'_>) -> Result<()> {
    let features = &dialect.features;
    for (n, part) in parts.iter().enumerate() {
        if n > 0 {
            out.push(", ");
        }
        unwritten::check_part(part)?;
        match &part.key {
            IndexKey::Column(column) => out.identifier(column),
            IndexKey::Expression(expression) => {
                features.require(Flag::supports_expression_indexes)?;
                out.push("(").fragment(expression).push(")")
            }
        };
        if let Some(collation) = &part.collation {
            features.require(Flag::supports_index_collations)?;
            out.push(" COLLATE ").identifier(collation);
        }
        if part.order == SortOrder::Descending {
            features.require(Flag::supports_index_column_ordering)?;
            out.push(" DESC");
        }
    }
    Ok(())
}
