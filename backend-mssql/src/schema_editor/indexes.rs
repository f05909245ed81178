//! Indexes: of rows, of columns, of XML, shapes and JSON, those that stand for unique constraints, and statistics.
//!
//! Sources: <https://learn.microsoft.com/sql/t-sql/statements/create-index-transact-sql>,
//! <https://learn.microsoft.com/sql/t-sql/statements/create-columnstore-index-transact-sql>,
//! <https://learn.microsoft.com/sql/t-sql/statements/create-xml-index-transact-sql>,
//! <https://learn.microsoft.com/sql/t-sql/statements/create-spatial-index-transact-sql>.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::model::{
    Column, Constraint, Deferrability, Identifier, Index, IndexKey, IndexPart, Options,
    QualifiedName, Table, Unique,
};
use backend_core::operations::Dialect;
use backend_core::schema_editor::{Relation, SchemaEditor, write_parts};
use backend_core::sql::{Statement, Writer};

use super::{comments, names, not_supported, options, texts};
use crate::introspection::words;

/// The index that stands for a unique constraint which tells NULLs apart: to SQL Server's own two NULLs are equal, so that it is
/// the right one only where no column of it can be NULL.
pub(super) fn of_unique(table: &Table, unique: &Unique) -> Result<Option<Index>> {
    let columns = unique.columns.iter();
    let mut found = columns.filter_map(|name| table.column(name.as_str()));
    if !unique.nulls_distinct || !found.any(|column| column.nullable) {
        return Ok(None);
    }
    if unique.deferrability != Deferrability::NotDeferrable || unique.without_overlaps {
        // Refused as the constraint that it is.
        return Ok(None);
    }
    let name = match &unique.name {
        Some(name) => name.clone(),
        None => names::constraint_name(table, &Constraint::Unique(unique.clone()))?,
    };
    let parts = if unique.parts.is_empty() {
        let columns = unique.columns.iter().cloned();
        columns.map(IndexPart::column).collect()
    } else {
        unique.parts.clone()
    };
    let mut index = Index::new(name, parts).unique();
    index.include.clone_from(&unique.include);
    index.options.clone_from(&unique.options);
    index.options.set(words::UNIQUE_CONSTRAINT, None);
    Ok(Some(index))
}

/// The note in the catalog that an index stands for a constraint.
pub(super) fn complete(
    dialect: &Dialect,
    table: &QualifiedName,
    index: &Index,
) -> Result<Vec<Statement>> {
    let is_constraint = index.options.contains(words::UNIQUE_CONSTRAINT);
    if !is_constraint || !dialect.features.supports_index_comments {
        return Ok(Vec::new());
    }
    let place = comments::Place::part(comments::TABLE, table, "INDEX", &index.name);
    Ok(vec![place.add(dialect, words::UNIQUE_CONSTRAINT, "")?])
}

/// The columns of a key that can be NULL, of an index that tells NULLs apart: it leaves rows out where one is.
pub(super) fn nulls_left_out<'r>(columns: &'r [Column], index: &Index) -> Vec<&'r Identifier> {
    if !index.unique || !index.nulls_distinct || index.method.is_some() {
        return Vec::new();
    }
    let keyed = index.parts.iter().filter_map(|part| match &part.key {
        IndexKey::Column(name) => columns.iter().find(|column| column.name == *name),
        IndexKey::Expression(_) => None,
    });
    keyed
        .filter(|column| column.nullable)
        .map(|column| &column.name)
        .collect()
}

/// The statement that makes an index.
pub(super) fn create(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    relation: Relation<'_>,
    index: &Index,
) -> Result<Statement> {
    let mut out = dialect.writer();
    if index.method.as_deref() == Some(words::STATISTICS) {
        statistics(dialect, relation.name, index, &mut out)?;
        return Ok(out.finish());
    }
    options::check_index(&index.options)?;
    match index.method.as_deref() {
        None => rows(editor, dialect, relation, index, &mut out)?,
        Some(words::COLUMNSTORE) => columnstore(dialect, relation.name, index, &mut out)?,
        Some(words::XML) => xml(relation.name, index, &mut out)?,
        Some(words::SPATIAL) => spatial(relation.name, index, &mut out)?,
        Some(words::JSON) => json(relation.name, index, &mut out)?,
        Some(method) => {
            let method: String = method.chars().take(40).collect();
            return Err(not_supported(format!(
                "the schema editor makes no index of the method {method:?} in SQL Server"
            )));
        }
    }
    Ok(out.finish())
}

/// Writes the name of an index and of what it is of.
fn named(index: &Index, relation: &QualifiedName, out: &mut Writer<'_>) {
    out.push("INDEX ").identifier(&index.name);
    out.push(" ON ").name(relation);
}

/// Writes an index of rows.
fn rows(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    relation: Relation<'_>,
    index: &Index,
    out: &mut Writer<'_>,
) -> Result<()> {
    let features = &dialect.features;
    if index.parts.is_empty() {
        return Err(Error::new(
            ErrorKind::Interface,
            format!("the index {} has no columns", index.name.shortened()),
        ));
    }
    check_count(features.max_columns_per_index, index)?;
    out.push("CREATE ");
    if index.unique {
        out.push("UNIQUE ");
    }
    if index.options.contains(words::CLUSTERED) {
        out.push("CLUSTERED ");
    }
    named(index, relation.name, out);
    out.push(" (");
    write_parts(editor, dialect, &index.parts, out)?;
    out.push(")");
    if !index.include.is_empty() {
        features.require(Flag::supports_covering_indexes)?;
        out.push(" INCLUDE (").identifiers(&index.include).push(")");
    }
    condition(dialect, relation.columns, index, out)?;
    options::write_index(&index.options, out)
}

/// Refuses more columns of a key than there can be; those that are carried do not count.
fn check_count(most: Option<u32>, index: &Index) -> Result<()> {
    let count = index.parts.len();
    match most.map(usize::try_from) {
        Some(Ok(most)) if count > most => Err(Error::new(
            ErrorKind::Data,
            format!("the index has {count} columns, the limit is {most}"),
        )),
        _ => Ok(()),
    }
}

/// Writes which rows an index covers.
fn condition(
    dialect: &Dialect,
    columns: &[Column],
    index: &Index,
    out: &mut Writer<'_>,
) -> Result<()> {
    let left_out = nulls_left_out(columns, index);
    if left_out.is_empty() && index.predicate.is_none() {
        return Ok(());
    }
    dialect.features.require(Flag::supports_partial_indexes)?;
    out.push(" WHERE ");
    if let Some(predicate) = &index.predicate {
        out.fragment(predicate);
    }
    let case = dialect.features.identifier_case;
    let said = |name: &&Identifier| {
        let is_said = |predicate: &String| texts::means(predicate, name, case);
        !index.predicate.as_ref().is_some_and(is_said)
    };
    for (n, name) in left_out.into_iter().filter(said).enumerate() {
        if n > 0 || index.predicate.is_some() {
            out.push(" AND ");
        }
        out.identifier(name).push(" IS NOT NULL");
    }
    Ok(())
}

/// Writes an index of columns: the whole table, or some of its columns beside the rows.
fn columnstore(
    dialect: &Dialect,
    relation: &QualifiedName,
    index: &Index,
    out: &mut Writer<'_>,
) -> Result<()> {
    refuse_rows(index)?;
    let is_whole = index.options.contains(words::CLUSTERED);
    out.push(if is_whole {
        "CREATE CLUSTERED COLUMNSTORE "
    } else {
        "CREATE NONCLUSTERED COLUMNSTORE "
    });
    named(index, relation, out);
    if !is_whole {
        out.push(" (");
        plain_columns(index, out)?;
        out.push(")");
    }
    options::write_order(&index.options, out)?;
    if let Some(predicate) = &index.predicate {
        dialect.features.require(Flag::supports_partial_indexes)?;
        out.push(" WHERE ").fragment(predicate);
    }
    options::write_index(&index.options, out)
}

fn xml(relation: &QualifiedName, index: &Index, out: &mut Writer<'_>) -> Result<()> {
    refuse_rows(index)?;
    let options = &index.options;
    out.push(if options.contains(words::PRIMARY) {
        "CREATE PRIMARY XML "
    } else {
        "CREATE XML "
    });
    one_column(index, relation, out)?;
    if let Some(of) = options.value(words::USING_XML_INDEX) {
        out.push(" USING XML INDEX ")
            .fragment(options::checked_names(words::USING_XML_INDEX, of)?);
        let wanted = options.value(words::FOR).unwrap_or_default();
        let known = ["VALUE", "PATH", "PROPERTY"];
        let Some(known) = known.into_iter().find(|known| *known == wanted) else {
            return Err(unknown(options));
        };
        out.push(" FOR ").push(known);
    }
    options::write_index(options, out)
}

fn spatial(relation: &QualifiedName, index: &Index, out: &mut Writer<'_>) -> Result<()> {
    refuse_rows(index)?;
    out.push("CREATE SPATIAL ");
    one_column(index, relation, out)?;
    let known = [
        "GEOMETRY_AUTO_GRID",
        "GEOMETRY_GRID",
        "GEOGRAPHY_AUTO_GRID",
        "GEOGRAPHY_GRID",
    ];
    if let Some(wanted) = index.options.value(words::USING) {
        let Some(known) = known.into_iter().find(|known| *known == wanted) else {
            return Err(unknown(&index.options));
        };
        out.push(" USING ").push(known);
    }
    options::write_index(&index.options, out)
}

fn json(relation: &QualifiedName, index: &Index, out: &mut Writer<'_>) -> Result<()> {
    refuse_rows(index)?;
    out.push("CREATE JSON ");
    one_column(index, relation, out)?;
    if let Some(paths) = index.options.value(words::FOR) {
        out.push(" FOR (")
            .fragment(options::checked_group(words::FOR, paths)?)
            .push(")");
    }
    options::write_index(&index.options, out)
}

/// Writes what an index is that holds no rows.
///
/// Source: <https://learn.microsoft.com/sql/t-sql/statements/create-statistics-transact-sql>.
fn statistics(
    dialect: &Dialect,
    relation: &QualifiedName,
    index: &Index,
    out: &mut Writer<'_>,
) -> Result<()> {
    refuse_rows(index)?;
    out.push("CREATE STATISTICS ").identifier(&index.name);
    out.push(" ON ").name(relation).push(" (");
    plain_columns(index, out)?;
    out.push(")");
    if let Some(predicate) = &index.predicate {
        dialect.features.require(Flag::supports_partial_indexes)?;
        out.push(" WHERE ").fragment(predicate);
    }
    options::write_statistics(&index.options, out)
}

/// Whether the index of that name is none, but statistics.
pub(super) fn are_statistics(table: &Table, name: &Identifier) -> bool {
    let mut indexes = table.indexes.iter();
    let found = indexes.find(|index| index.name == *name);
    found.is_some_and(|index| index.method.as_deref() == Some(words::STATISTICS))
}

fn one_column(index: &Index, relation: &QualifiedName, out: &mut Writer<'_>) -> Result<()> {
    named(index, relation, out);
    out.push(" (");
    plain_columns(index, out)?;
    out.push(")");
    Ok(())
}

/// Writes columns without an order.
fn plain_columns(index: &Index, out: &mut Writer<'_>) -> Result<()> {
    let mut columns = Vec::new();
    for part in &index.parts {
        match &part.key {
            IndexKey::Column(name) if *part == IndexPart::column(name.clone()) => {
                columns.push(name);
            }
            _ => {
                return Err(not_supported(format!(
                    "the index {} is of columns without an order",
                    index.name.shortened()
                )));
            }
        }
    }
    out.identifiers(columns);
    Ok(())
}

/// Refuses what only an index of rows has.
fn refuse_rows(index: &Index) -> Result<()> {
    if index.unique || !index.include.is_empty() {
        return Err(not_supported(format!(
            "the index {} is none of rows: it is not unique and carries no columns",
            index.name.shortened()
        )));
    }
    Ok(())
}

fn unknown(options: &Options) -> Error {
    let names: Vec<_> = options.iter().map(|(name, _)| name).collect();
    not_supported(format!(
        "SQL Server has no index with these options and their values: {}",
        names.join(", ")
    ))
}
