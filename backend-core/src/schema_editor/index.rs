//! Making indexes.

use super::{Effect, Plan, Relation, SchemaEditor, Step, clause, table};
use crate::error::{Error, ErrorKind, Result};
use crate::flag::Flag;
use crate::model::{
    Identifier, Index, IndexKey, IndexPart, NullsPlace, Options, QualifiedName, SortOrder, Table,
};
use crate::operations::Dialect;
use crate::sql::{Statement, Writer};

/// What a failure of making an index beside its users leaves.
const LEFTOVER: &str =
    "and an index that cannot be used may be left under its name: drop it before trying again";

/// What making or dropping an index beside its users does.
pub(super) fn effect(editor: &dyn SchemaEditor) -> Effect {
    Effect {
        lock: editor.concurrent_lock(),
        leaves: editor.leaves_broken_indexes().then_some(LEFTOVER),
        ..Effect::default()
    }
}

/// The steps that make an index while others write the table: outside a transaction.
pub(super) fn create_concurrently(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    table: &Table,
    index: &Index,
) -> Result<Vec<Step>> {
    dialect.features.require(Flag::can_index_concurrently)?;
    let mut words = dialect.writer();
    editor.concurrently(table, &mut words)?;
    let words = words.finish().sql;
    clause::refuse_invalid(index)?;
    let index = editor.concurrent_index(index);
    let steps = write_create(editor, dialect, table.into(), (&index, &words))?;
    let effect = effect(editor);
    let outside = |(n, step): (usize, Step)| match n {
        0 => step.with_effect(effect).outside(),
        _ => step,
    };
    Ok(steps.into_iter().enumerate().map(outside).collect())
}

/// The step that drops an index.
pub(super) fn drop(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    table: &Table,
    name: &Identifier,
) -> Plan {
    let mut out = dialect.writer();
    editor.drop_index(table, name, &mut out);
    let why = format!("index {} goes", name.shortened());
    Plan::of(vec![Step::execute(out.finish(), why)])
}

/// The step that drops an index while others use the table: outside a transaction.
pub(super) fn drop_concurrently(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    table: &Table,
    name: &Identifier,
) -> Result<Plan> {
    dialect.features.require(Flag::can_index_concurrently)?;
    let mut out = dialect.writer();
    editor.drop_index_concurrently(table, name, &mut out)?;
    let why = format!("index {} goes", name.shortened());
    let step = Step::execute(out.finish(), why).with_effect(effect(editor));
    Ok(Plan::of(vec![step.outside()]))
}

/// The steps that make an index of a table that is there.
pub(super) fn create_on(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    table: &Table,
    index: &Index,
) -> Result<Vec<Step>> {
    // One that its partitions do not have yet cannot be used, and is made so.
    if index.valid || table.partitioning.is_none() {
        return create(editor, dialect, table.into(), index);
    }
    clause::check_index(editor, index)?;
    write_create(editor, dialect, table.into(), (index, ""))
}

/// The steps that make an index: the index, its comment.
pub(super) fn create(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    relation: Relation<'_>,
    index: &Index,
) -> Result<Vec<Step>> {
    clause::refuse_invalid(index)?;
    write_create(editor, dialect, relation, (index, ""))
}

/// The steps that make an index, with words before its name.
fn write_create(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    relation: Relation<'_>,
    (index, words): (&Index, &str),
) -> Result<Vec<Step>> {
    let features = &dialect.features;
    let table = relation.name;
    table::check_name(dialect, table)?;
    if index.method.is_none() {
        check_parts(dialect, relation, &index.parts)?;
    }
    features.check_identifier(&index.name)?;
    let what = format!(
        "index {} of {}",
        index.name.shortened(),
        table.name.shortened()
    );
    let spelled = editor
        .spelling()
        .create_index(editor, dialect, relation, index)?;
    let statement = match spelled {
        Some(statement) => statement,
        None => standard(editor, dialect, table, (index, words))?,
    };
    let mut steps = vec![Step::execute(statement, what.clone())];
    if let Some(comment) = &index.comment {
        features.require(Flag::supports_index_comments)?;
        let statement = editor.index_comment(dialect, table, index, comment)?;
        steps.extend(statement.map(|it| Step::execute(it, format!("comment of {what}"))));
    }
    for statement in editor.complete_index(dialect, table, index)? {
        steps.push(Step::execute(statement, format!("more of {what}")));
    }
    Ok(steps)
}

/// Refuses parts of a key that can be of any length, where none can.
fn check_parts(dialect: &Dialect, relation: Relation<'_>, parts: &[IndexPart]) -> Result<()> {
    let of = |part: &IndexPart| match &part.key {
        IndexKey::Column(name) => relation.columns.iter().find(|it| it.name == *name),
        IndexKey::Expression(_) => None,
    };
    parts
        .iter()
        .filter_map(of)
        .try_for_each(|column| table::check_keyed(&dialect.features, column))
}

/// The statement that makes an index, as the standard would have it.
fn standard(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    table: &QualifiedName,
    (index, words): (&Index, &str),
) -> Result<Statement> {
    let features = &dialect.features;
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
        "CREATE UNIQUE INDEX"
    } else {
        "CREATE INDEX"
    });
    out.fragment(words).push(" ").identifier(&index.name);
    if let Some(comment) = &index.comment {
        editor.inline_comment(comment, &mut out)?;
    }
    editor.index_table(table, index, &mut out);
    editor.index_method(index, &mut out)?;
    out.push(" (");
    write_parts(editor, dialect, &index.parts, &mut out)?;
    out.push(")");
    if !index.include.is_empty() {
        features.require(Flag::supports_covering_indexes)?;
        out.push(" INCLUDE (").identifiers(&index.include).push(")");
    }
    if !index.nulls_distinct {
        features.require(Flag::supports_nulls_not_distinct)?;
        out.push(" NULLS NOT DISTINCT");
    }
    editor.index_options(index, &mut out)?;
    if let Some(predicate) = &index.predicate {
        features.require(Flag::supports_partial_indexes)?;
        out.push(" WHERE ").fragment(predicate);
    }
    Ok(out.finish())
}

/// Writes the parts of a key, with `, ` between two.
///
/// # Errors
/// [`NotSupported`](ErrorKind::NotSupported) for what the server or the vendor's statements lack.
pub fn write_parts(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    parts: &[IndexPart],
    out: &mut Writer<'_>,
) -> Result<()> {
    for (n, part) in parts.iter().enumerate() {
        if n > 0 {
            out.push(", ");
        }
        write_part(editor, dialect, part, out)?;
    }
    Ok(())
}

fn write_part(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    part: &IndexPart,
    out: &mut Writer<'_>,
) -> Result<()> {
    let features = &dialect.features;
    clause::check_part(editor, part)?;
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
    if let Some(class) = &part.operator_class {
        out.push(" ").name(&class.name);
        write_parameters(&class.parameters, out)?;
    }
    if part.order == SortOrder::Descending {
        features.require(Flag::supports_index_column_ordering)?;
        out.push(" DESC");
    }
    match part.nulls {
        None => {}
        Some(NullsPlace::First) => {
            out.push(" NULLS FIRST");
        }
        Some(NullsPlace::Last) => {
            out.push(" NULLS LAST");
        }
    }
    Ok(())
}

/// Writes a blank and `("name" = 'value', …)`; nothing where there is none.
fn write_parameters(parameters: &Options, out: &mut Writer<'_>) -> Result<()> {
    for (n, (name, value)) in parameters.iter().enumerate() {
        out.push(if n > 0 { ", " } else { " (" });
        out.identifier(&Identifier::new(name)?);
        if let Some(value) = value {
            out.push(" = ").string(value);
        }
    }
    if !parameters.is_empty() {
        out.push(")");
    }
    Ok(())
}
