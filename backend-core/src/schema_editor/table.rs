//! Making and dropping tables.

use super::{
    Effect, Place, PlacedColumn, Plan, SchemaEditor, Scope, Step, check_comment, clause,
    constraint, index, objects,
};
use crate::error::{Error, ErrorKind, Result};
use crate::features::Features;
use crate::flag::Flag;
use crate::model::{
    Column, ColumnType, Default, GeneratedStorage, Identity, IdentityGeneration, QualifiedName,
    Schema, Table, TableKind,
};
use crate::operations::Dialect;
use crate::sql::Writer;

/// The steps that make a table: the table, its comments, its indexes, its triggers.
pub(super) fn create(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    before: &Schema,
    table: &Table,
) -> Result<Plan> {
    check_name(dialect, &table.name)?;
    check_comment(dialect, table.comment.as_deref())?;
    clause::check_table(editor, &dialect.features, table)?;
    let mut out = dialect.writer();
    let complete = editor.create_table(table, &mut out)?;
    if !complete {
        body(editor, dialect, before, table, &mut out)?;
        if !table.inherits.is_empty() {
            out.push(" INHERITS (")
                .list(&table.inherits, |out, parent| {
                    out.name(parent);
                });
            out.push(")");
        }
        if let Some(partitioning) = &table.partitioning {
            editor.partitioning(dialect, partitioning, &mut out)?;
        }
        editor.table_options(table, &mut out)?;
    }
    let name = table.name.name.shortened();
    let mut steps = vec![Step::execute(out.finish(), format!("table {name}"))];
    if !table.inherits.is_empty() {
        steps.extend(own_defaults(editor, dialect, before, table)?);
    }
    for statement in editor.comments(dialect, table)? {
        steps.push(Step::execute(statement, format!("comment in {name}")));
    }
    steps.extend(constraint::add_unvalidated(editor, dialect, before, table)?);
    steps.extend(constraint::let_all_go(editor, dialect, table)?);
    for index in &constraint::unique_indexes(editor, table)? {
        steps.extend(index::create(editor, dialect, table.into(), index)?);
    }
    for index in &table.indexes {
        steps.extend(index::create(editor, dialect, table.into(), index)?);
    }
    for trigger in &table.triggers {
        steps.extend(objects::create_trigger(
            editor,
            dialect,
            &table.name,
            trigger,
        )?);
    }
    for statement in editor.complete_table(dialect, table)? {
        steps.push(Step::execute(statement, format!("more of table {name}")));
    }
    Ok(Plan::of(steps))
}

/// The steps that drop a table.
pub(super) fn drop(dialect: &Dialect, before: &Schema, name: &QualifiedName) -> Result<Plan> {
    let referring = before.tables.iter().find(|table| {
        table.name != *name && table.foreign_keys.iter().any(|key| key.references == *name)
    });
    if let Some(table) = referring
        && !dialect.features.supports_forward_references
    {
        return Err(Error::new(
            ErrorKind::Integrity(crate::error::Integrity::ForeignKey),
            format!(
                "{} cannot be dropped while {} refers to it",
                name.name.shortened(),
                table.name.name.shortened()
            ),
        )
        .with_table(name.name.as_str()));
    }
    let mut out = dialect.writer();
    let kind = before.table(name).map(|table| &table.kind);
    out.push(match kind {
        Some(TableKind::Foreign { .. }) => "DROP FOREIGN TABLE ",
        _ => "DROP TABLE ",
    });
    out.name(name);
    Ok(Plan::of(vec![Step::Execute {
        statement: out.finish(),
        scope: Scope::InTransaction,
        effect: Effect::losing_data(),
        why: format!("table {} goes with its rows", name.name.shortened()),
    }]))
}

/// Refuses a name that the server would refuse or cut short.
pub(super) fn check_name(dialect: &Dialect, name: &QualifiedName) -> Result<()> {
    if let Some(schema) = &name.schema {
        dialect.features.require(Flag::supports_schemas)?;
        dialect.features.check_identifier(schema)?;
    }
    dialect.features.check_identifier(&name.name)
}

/// Writes the parentheses: columns, then constraints.
fn body(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    before: &Schema,
    table: &Table,
    out: &mut Writer<'_>,
) -> Result<()> {
    check_count(
        dialect.features.max_columns_per_table,
        table.columns.len(),
        "table",
    )?;
    out.push(" (");
    if let Some(comment) = &table.comment {
        editor.inline_comment(comment, out)?;
    }
    let mut items = Vec::new();
    for each in own_columns(before, table) {
        let mut item = dialect.writer();
        column(editor, dialect, (table, each, Place::New), &mut item)
            .map_err(|error| error.with_column(each.name.as_str()))?;
        items.push((item.finish().sql, each.comment.as_deref()));
    }
    let constraints = constraint::all(editor, dialect, before, table)?;
    items.extend(constraints.into_iter().map(|sql| (sql, None)));
    let last = items.len().saturating_sub(1);
    for (n, (sql, comment)) in items.iter().enumerate() {
        out.fragment(sql);
        if n < last {
            out.push(",");
        }
        let end = out.as_str().len();
        if let Some(comment) = comment {
            editor.inline_comment(comment, out)?;
        }
        // A comment that was written ends its line.
        if n < last && out.as_str().len() == end {
            out.push(" ");
        }
    }
    out.push(")");
    Ok(())
}

/// The columns that a table does not simply have from a table that it inherits from.
fn own_columns<'t>(before: &'t Schema, table: &'t Table) -> impl Iterator<Item = &'t Column> {
    let is_parents = |column: &Column| {
        let parents = table.inherits.iter().filter_map(|name| before.table(name));
        let mut columns = parents.flat_map(|parent| &parent.columns);
        columns.any(|theirs| {
            // Numbers are not inherited, and a default of its own is set afterwards.
            let theirs = Column {
                inherited: true,
                comment: column.comment.clone(),
                default: column.default.clone(),
                identity: None,
                sequence: None,
                ..theirs.clone()
            };
            theirs == *column
        })
    };
    table
        .columns
        .iter()
        .filter(move |column| !column.inherited || !is_parents(column))
}

/// The steps that give columns of parents the defaults which they have in this table.
fn own_defaults(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    before: &Schema,
    table: &Table,
) -> Result<Vec<Step>> {
    let own: Vec<_> = own_columns(before, table).map(|it| &it.name).collect();
    let mut steps = Vec::new();
    for column in &table.columns {
        let parents = table.inherits.iter().filter_map(|name| before.table(name));
        let mut theirs = parents.filter_map(|parent| parent.column(column.name.as_str()));
        if own.contains(&&column.name) || theirs.any(|it| it.default == column.default) {
            continue;
        }
        let mut out = super::alter::alter_table(dialect, &table.name);
        out.push(" ALTER COLUMN ").identifier(&column.name);
        match &column.default {
            None => {
                out.push(" DROP DEFAULT");
            }
            Some(default) => {
                out.push(" SET");
                write_default(editor, dialect, default, &mut out)?;
            }
        }
        let why = format!("default of {}", column.name.shortened());
        steps.push(Step::execute(out.finish(), why));
    }
    Ok(steps)
}

pub(super) fn column(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    (table, column, place): (&Table, &Column, Place),
    out: &mut Writer<'_>,
) -> Result<()> {
    let features = &dialect.features;
    features.check_identifier(&column.name)?;
    check_type(dialect, &column.column_type)?;
    check_comment(dialect, column.comment.as_deref())?;
    out.identifier(&column.name);
    editor.column_type(dialect, table, column, out)?;
    if let Some(collation) = &column.collation {
        features.require(Flag::supports_column_collations)?;
        editor.collation(collation, &column.options, out)?;
    }
    match (&column.generated, &column.default) {
        (Some(_), Some(_)) => {
            return Err(Error::new(
                ErrorKind::Interface,
                format!(
                    "the column {} has a default and is generated",
                    column.name.shortened()
                ),
            ));
        }
        (Some(generated), None) => {
            features.require(match generated.storage {
                GeneratedStorage::Stored => Flag::supports_stored_generated_columns,
                GeneratedStorage::Virtual => Flag::supports_virtual_generated_columns,
            })?;
            editor.generated(column, generated, out)?;
        }
        (None, Some(default)) => {
            let placed = PlacedColumn {
                table,
                column,
                place,
            };
            let spelling = editor.spelling();
            spelling.column_default(editor, dialect, &placed, default, out)?;
        }
        (None, None) => {}
    }
    if !column.nullable && !editor.implies_not_null(table, column) {
        out.push(" ");
        constraint::name(dialect, column.not_null_name.as_ref(), out)?;
        out.push("NOT NULL");
    }
    editor.column_options(table, column, out)?;
    if let Some(identity) = &column.identity {
        check_identity(dialect, identity)?;
        editor.identity(dialect, table, column, identity, out)?;
    }
    Ok(())
}

/// Writes a blank, `DEFAULT` and what it is.
///
/// # Errors
/// As [`SchemaEditor::default_literal`]; [`NotSupported`](ErrorKind::NotSupported) for an expression where there is none.
pub fn write_default<E: SchemaEditor + ?Sized>(
    editor: &E,
    dialect: &Dialect,
    default: &Default,
    out: &mut Writer<'_>,
) -> Result<()> {
    out.push(" DEFAULT ");
    match default {
        Default::Literal(value) => editor.default_literal(dialect, value.as_ref(), out),
        Default::Expression(_) => write_default_value(dialect, default, out),
    }
}

/// Writes what a default is.
pub(super) fn write_default_value(
    dialect: &Dialect,
    default: &Default,
    out: &mut Writer<'_>,
) -> Result<()> {
    match default {
        Default::Literal(value) => dialect.operations.literal(value.as_ref(), out)?,
        Default::Expression(expression) => {
            dialect
                .features
                .require(Flag::supports_expression_defaults)?;
            out.push("(").fragment(expression).push(")");
        }
    }
    Ok(())
}

/// Writes the numbers of an identity in parentheses, where they are not those from 1 in steps of 1.
pub(super) fn write_numbering(identity: &Identity, out: &mut Writer<'_>) {
    if !identity.has_numbering() && identity.sequence.is_none() {
        return;
    }
    out.push(" (");
    if let Some(name) = &identity.sequence {
        out.push("SEQUENCE NAME ").name(name).push(" ");
    }
    out.push("START WITH ").number(identity.start);
    out.push(" INCREMENT BY ").number(identity.increment);
    if let Some(minimum) = identity.minimum {
        out.push(" MINVALUE ").number(minimum);
    }
    if let Some(maximum) = identity.maximum {
        out.push(" MAXVALUE ").number(maximum);
    }
    if identity.cycles {
        out.push(" CYCLE");
    }
    if identity.cache != 1 {
        out.push(" CACHE ").number(identity.cache);
    }
    out.push(")");
}

/// Refuses an identity that the server cannot give.
fn check_identity(dialect: &Dialect, identity: &Identity) -> Result<()> {
    let features = &dialect.features;
    features.require(Flag::supports_identity_columns)?;
    if identity.generation == IdentityGeneration::Always {
        features.require(Flag::supports_always_generated_identities)?;
    }
    if identity.has_numbering() || identity.sequence.is_some() {
        features.require(Flag::supports_identity_start_and_increment)?;
    }
    Ok(())
}

/// Refuses more columns than the server takes.
pub(super) fn check_count(most: Option<u32>, count: usize, whose: &str) -> Result<()> {
    match most.map(usize::try_from) {
        Some(Ok(most)) if count > most => Err(Error::new(
            ErrorKind::Data,
            format!("the {whose} has {count} columns, the limit is {most}"),
        )),
        _ => Ok(()),
    }
}

/// Refuses a column of any length in a key, where there are no such keys.
pub(super) fn check_keyed(features: &Features, column: &Column) -> Result<()> {
    let is_unlimited = match &column.column_type {
        ColumnType::Text
        | ColumnType::VarChar { length: None }
        | ColumnType::Bytes
        | ColumnType::VarBinary { length: None } => true,
        // It is stored as such a text.
        ColumnType::Json => !features.has_native_json,
        _ => false,
    };
    if !is_unlimited {
        return Ok(());
    }
    let flag = Flag::supports_unlimited_keys;
    features
        .require(flag)
        .map_err(|error| error.with_column(column.name.as_str()))
}

/// Refuses a type that the server would change: one with more digits than it keeps, or an array.
pub(super) fn check_type(dialect: &Dialect, column_type: &ColumnType) -> Result<()> {
    let features = &dialect.features;
    let (digits, most) = match column_type {
        ColumnType::Array(element) => {
            features.require(Flag::supports_arrays)?;
            return check_type(dialect, element);
        }
        ColumnType::Decimal { precision, .. } => (*precision, features.max_decimal_digits),
        ColumnType::Time { precision }
        | ColumnType::Timestamp { precision }
        | ColumnType::TimestampTz { precision } => (
            precision.map(u32::from),
            Some(features.fractional_second_digits.into()),
        ),
        _ => return Ok(()),
    };
    match (digits, most) {
        (Some(digits), Some(most)) if digits > most => Err(Error::new(
            ErrorKind::Data,
            format!("a type of {digits} digits was asked for, the limit is {most}"),
        )),
        _ => Ok(()),
    }
}
