//! Changing what is there: names, comments, columns that come and go, constraints that are validated. What a column is
//! changed to is in `alter_column.rs`.

use super::{Effect, Place, Plan, SchemaEditor, Step, check_comment, clause, index, table};
use crate::error::{Error, ErrorKind, Result};
use crate::flag::Flag;
use crate::model::{Column, Identifier, Index, PartitionOf, QualifiedName, Table};
use crate::operations::Dialect;
use crate::sql::Writer;

/// Begins a statement that changes a table.
pub(super) fn alter_table(dialect: &Dialect, name: &QualifiedName) -> Writer<'static> {
    let mut out = dialect.writer();
    out.push("ALTER TABLE ").name(name);
    out
}

/// The steps that rename a table, and what the vendor named after it.
pub(super) fn rename_table(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    table: &Table,
    to: &Identifier,
) -> Result<Plan> {
    dialect.features.require(Flag::can_alter_tables)?;
    dialect.features.check_identifier(to)?;
    let statement = editor.spelling().rename_table(dialect, &table.name, to);
    let why = format!(
        "table {} becomes {}",
        table.name.name.shortened(),
        to.shortened()
    );
    let mut after = table.clone();
    after.name = table.name.renamed(to);
    renaming(
        editor,
        dialect,
        (table, &after),
        Step::execute(statement, why),
    )
}

/// The steps that rename a column, and what the vendor named after it.
pub(super) fn rename_column(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    table: &Table,
    (from, to): (&Identifier, &Identifier),
) -> Result<Plan> {
    dialect.features.require(Flag::can_alter_tables)?;
    dialect.features.check_identifier(to)?;
    let spelling = editor.spelling();
    let statement = spelling.rename_column(dialect, &table.name, from, to);
    let why = format!("column {} becomes {}", from.shortened(), to.shortened());
    let mut after = table.clone();
    for column in &mut after.columns {
        if column.name == *from {
            column.name.clone_from(to);
        }
    }
    renaming(
        editor,
        dialect,
        (table, &after),
        Step::execute(statement, why),
    )
}

fn renaming(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    (before, after): (&Table, &Table),
    step: Step,
) -> Result<Plan> {
    let mut steps = vec![step];
    for statement in editor.complete_rename(dialect, before, after)? {
        let why = format!(
            "what the database named after it in {}",
            after.name.name.shortened()
        );
        steps.push(Step::execute(statement, why));
    }
    Ok(Plan::of(steps))
}

/// The steps that rename an index: a statement, or dropping it and making it again.
pub(super) fn rename_index(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    table: &Table,
    (from, to): (&Identifier, &Identifier),
) -> Result<Plan> {
    dialect.features.check_identifier(to)?;
    if let Some(statement) = editor.rename_index(dialect, table, from, to) {
        let why = format!("index {} becomes {}", from.shortened(), to.shortened());
        return Ok(Plan::of(vec![Step::execute(statement, why)]));
    }
    let mut out = dialect.writer();
    editor.drop_index(table, from, &mut out);
    let why = format!(
        "index {} goes, to be made again under another name",
        from.shortened()
    );
    let mut steps = vec![Step::execute(out.finish(), why)];
    for index in table.indexes.iter().filter(|index| index.name == *from) {
        let renamed = Index {
            name: to.clone(),
            ..index.clone()
        };
        steps.extend(index::create(editor, dialect, table.into(), &renamed)?);
    }
    Ok(Plan::of(steps))
}

/// The step that sets a table's comment; none where it is that already.
pub(super) fn table_comment(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    table: &Table,
    comment: Option<&str>,
) -> Result<Plan> {
    dialect.features.require(Flag::supports_comments)?;
    if table.comment.as_deref() == comment {
        return Ok(Plan::default());
    }
    let why = format!("comment of {}", table.name.name.shortened());
    Ok(Plan::of(vec![Step::execute(
        editor.table_comment(&table.name, comment)?,
        why,
    )]))
}

/// The steps that add a column: the column, its comment, what else the vendor says of it.
pub(super) fn add_column(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    table: &Table,
    column: &Column,
) -> Result<Plan> {
    let features = &dialect.features;
    features.require(Flag::can_alter_tables)?;
    check_comment(dialect, column.comment.as_deref())?;
    let alone = Table::new(table.name.clone()).with_column(column.clone());
    clause::check_table(editor, features, &alone)?;
    let after = table.clone().with_column(column.clone());
    table::check_count(features.max_columns_per_table, after.columns.len(), "table")?;
    let mut out = alter_table(dialect, &table.name);
    out.push(editor.spelling().add_column());
    table::column(editor, dialect, (&after, column, Place::Added), &mut out)
        .map_err(|error| error.with_column(column.name.as_str()))?;
    let what = format!(
        "column {} of {}",
        column.name.shortened(),
        table.name.name.shortened()
    );
    let effect = Effect {
        rewrites_table: editor.added_column_rewrites(column),
        ..Effect::default()
    };
    let mut steps = vec![Step::execute(out.finish(), what.clone()).with_effect(effect)];
    if let Some(comment) = &column.comment {
        let statement = editor.column_comment(&table.name, &column.name, Some(comment))?;
        steps.push(Step::execute(statement, format!("comment of {what}")));
    }
    for statement in editor.complete_added_column(dialect, &alone)? {
        steps.push(Step::execute(statement, format!("more of {what}")));
    }
    Ok(Plan::of(steps))
}

/// Refuses to drop the only column.
pub(super) fn check_not_last(table: &Table, name: &Identifier) -> Result<()> {
    if table.columns.len() > 1 {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Interface,
        format!(
            "{} is the only column of {}: drop the table",
            name.shortened(),
            table.name.name.shortened()
        ),
    ))
}

/// The step that drops a column.
pub(super) fn drop_column(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    table: &Table,
    name: &Identifier,
) -> Result<Plan> {
    dialect.features.require(Flag::can_alter_tables)?;
    check_not_last(table, name)?;
    let statement = editor.spelling().drop_column(dialect, table, name)?;
    let why = format!("column {} goes with its values", name.shortened());
    let step = Step::execute(statement, why).with_effect(Effect::losing_data());
    Ok(Plan::of(vec![step]))
}

/// The step that looks at the rows which a constraint was not asked of.
pub(super) fn validate(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    table: &QualifiedName,
    name: &Identifier,
) -> Result<Plan> {
    dialect
        .features
        .require(Flag::supports_unvalidated_constraints)?;
    let statement = editor.spelling().validate(dialect, table, name);
    let why = format!("rows that are there meet {} too", name.shortened());
    Ok(Plan::of(vec![Step::execute(statement, why)]))
}

/// The step that makes a table a partition.
pub(super) fn attach(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    table: &Table,
    of: &PartitionOf,
) -> Result<Plan> {
    dialect.features.require(Flag::can_attach_partitions)?;
    let statement = editor.attach_partition(dialect, table, of)?;
    let why = format!(
        "{} becomes a partition of {}",
        table.name.name.shortened(),
        of.parent.name.shortened()
    );
    Ok(Plan::of(vec![Step::execute(statement, why)]))
}

/// The step that makes a partition a table by itself.
pub(super) fn detach(editor: &dyn SchemaEditor, dialect: &Dialect, table: &Table) -> Result<Plan> {
    dialect.features.require(Flag::can_attach_partitions)?;
    let name = table.name.name.shortened();
    let Some(of) = &table.partition_of else {
        return Err(Error::new(
            ErrorKind::Interface,
            format!("{name} is no partition"),
        ));
    };
    let statement = editor.detach_partition(dialect, table, of)?;
    let why = format!("{name} becomes a table by itself");
    Ok(Plan::of(vec![Step::execute(statement, why)]))
}
