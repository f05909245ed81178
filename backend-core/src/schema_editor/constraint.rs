//! Constraints: of a new table, and one added to a table that is there.

use super::alter::alter_table;
use super::{Plan, SchemaEditor, Step, clause, foreign_key, found, index, table};
use crate::error::{Error, ErrorKind, Result};
use crate::flag::Flag;
use crate::model::{
    Change, Check, Constraint, Deferrability, Enforcement, Exclusion, Identifier, Index, IndexKey,
    IndexPart, PrimaryKey, QualifiedName, Schema, Table, Unique,
};
use crate::operations::Dialect;
use crate::sql::Writer;

/// The table's constraints, each as text.
pub(super) fn all(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    before: &Schema,
    table: &Table,
) -> Result<Vec<String>> {
    let mut parts = Vec::new();
    let mut part = |write: &mut dyn FnMut(&mut Writer<'_>) -> Result<()>| -> Result<()> {
        let mut out = dialect.writer();
        write(&mut out)?;
        parts.push(out.finish().sql);
        Ok(())
    };
    if let Some(key) = &table.primary_key {
        if editor.writes_primary_key_with_column(table, key) {
            key.name
                .iter()
                .try_for_each(|name| dialect.features.check_identifier(name))?;
            check_key(dialect, table, &key.columns, &key.parts)?;
        } else {
            let key = Constraint::PrimaryKey(key.clone());
            part(&mut |out| write(editor, dialect, (before, table), &key, out))?;
        }
    }
    for (n, each) in table.uniques.iter().enumerate() {
        let is_index = editor.spelling().unique_index(table, each)?.is_some();
        if !is_index && !is_added_later(editor, dialect, table, n) {
            let unique = Constraint::Unique(each.clone());
            part(&mut |out| write(editor, dialect, (before, table), &unique, out))?;
        }
    }
    for key in &table.foreign_keys {
        if key.enforcement != Enforcement::NotValidated {
            let key = Constraint::ForeignKey(key.clone());
            part(&mut |out| write(editor, dialect, (before, table), &key, out))?;
        }
    }
    for each in &table.checks {
        let is_parents = each.inherited && !table.inherits.is_empty();
        if each.enforcement != Enforcement::NotValidated && !is_parents {
            let check = Constraint::Check(each.clone());
            part(&mut |out| write(editor, dialect, (before, table), &check, out))?;
        }
    }
    for each in &table.exclusions {
        let exclusion = Constraint::Exclusion(each.clone());
        part(&mut |out| write(editor, dialect, (before, table), &exclusion, out))?;
    }
    Ok(parts)
}

/// Whether a unique constraint says what the primary key or one before it says: some servers make one of two that stand in one
/// statement, so where a statement adds constraints this one is added.
fn is_added_later(editor: &dyn SchemaEditor, dialect: &Dialect, table: &Table, at: usize) -> bool {
    let Some(unique) = table.uniques.get(at) else {
        return false;
    };
    let repeats_key = table.primary_key.as_ref().is_some_and(|key| {
        (&key.columns, &key.parts, &key.include)
            == (&unique.columns, &unique.parts, &unique.include)
    });
    let repeats_other = table.uniques.iter().take(at).any(|other| {
        (&other.columns, &other.parts, &other.include)
            == (&unique.columns, &unique.parts, &unique.include)
    });
    let is_added = dialect.features.can_add_constraints && editor.remake().is_none();
    is_added && (repeats_key || repeats_other)
}

/// The steps that add what a new table's statement would validate, or leave out since it is there twice.
pub(super) fn add_unvalidated(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    before: &Schema,
    table: &Table,
) -> Result<Vec<Step>> {
    let is_unvalidated = |enforcement| enforcement == Enforcement::NotValidated;
    let keys = table
        .foreign_keys
        .iter()
        .filter(|key| is_unvalidated(key.enforcement))
        .cloned()
        .map(Constraint::ForeignKey);
    let checks = table
        .checks
        .iter()
        .filter(|check| is_unvalidated(check.enforcement))
        .cloned()
        .map(Constraint::Check);
    let mut added = Vec::new();
    for (n, unique) in table.uniques.iter().enumerate() {
        let is_index = editor.spelling().unique_index(table, unique)?.is_some();
        if !is_index && is_added_later(editor, dialect, table, n) {
            added.push(Constraint::Unique(unique.clone()));
        }
    }
    added.extend(keys.chain(checks));
    added
        .iter()
        .map(|constraint| add_to(editor, dialect, before, table, constraint))
        .collect()
}

/// The step that lets a constraint hold for nothing which is declared only, where it was made like any other.
fn let_go(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    table: &Table,
    constraint: &Constraint,
) -> Result<Option<Step>> {
    let is_declared_only = match constraint {
        Constraint::ForeignKey(key) => key.enforcement == Enforcement::NotEnforced,
        Constraint::Check(check) => check.enforcement == Enforcement::NotEnforced,
        _ => false,
    };
    if !is_declared_only {
        return Ok(None);
    }
    let constraint = named(editor, table, constraint.clone())?;
    let spelling = editor.spelling();
    let statement = constraint
        .name()
        .and_then(|name| spelling.not_enforced(dialect, &table.name, name));
    let why = format!(
        "a constraint of {} holds for nothing",
        table.name.name.shortened()
    );
    Ok(statement.map(|statement| Step::execute(statement, why)))
}

/// The steps that let constraints of a new table hold for nothing.
pub(super) fn let_all_go(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    table: &Table,
) -> Result<Vec<Step>> {
    let mut steps = Vec::new();
    for constraint in table.constraints() {
        steps.extend(let_go(editor, dialect, table, &constraint)?);
    }
    Ok(steps)
}

/// The indexes that stand for unique constraints of a table.
pub(super) fn unique_indexes(editor: &dyn SchemaEditor, table: &Table) -> Result<Vec<Index>> {
    let mut indexes = Vec::new();
    for unique in &table.uniques {
        indexes.extend(editor.spelling().unique_index(table, unique)?);
    }
    Ok(indexes)
}

/// The index that stands for a constraint.
fn standing_index(
    editor: &dyn SchemaEditor,
    table: &Table,
    constraint: &Constraint,
) -> Result<Option<Index>> {
    match constraint {
        Constraint::Unique(unique) => editor.spelling().unique_index(table, unique),
        _ => Ok(None),
    }
}

/// The constraint with the name that it is made with.
pub(super) fn named(
    editor: &dyn SchemaEditor,
    table: &Table,
    constraint: Constraint,
) -> Result<Constraint> {
    if constraint.name().is_some() {
        return Ok(constraint);
    }
    let made_up = editor.spelling().constraint_name(table, &constraint)?;
    Ok(constraint.renamed(made_up))
}

/// The step that adds a constraint to a table.
pub(super) fn add(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    before: &Schema,
    table: &QualifiedName,
    constraint: &Constraint,
) -> Result<Plan> {
    let table = found(before, table)?;
    check_added(editor, dialect, constraint)?;
    add_checked(editor, dialect, (before, table), constraint)
}

/// The steps that add a constraint which was looked at.
pub(super) fn add_checked(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    (before, table): (&Schema, &Table),
    constraint: &Constraint,
) -> Result<Plan> {
    if let Some(index) = standing_index(editor, table, constraint)? {
        let steps = index::create(editor, dialect, table.into(), &index)?;
        return Ok(Plan::of(steps));
    }
    let mut steps = Vec::new();
    if let Constraint::PrimaryKey(key) = constraint {
        let spelling = editor.spelling();
        for statement in spelling.before_primary_key(editor, dialect, table, key)? {
            steps.push(Step::execute(
                statement,
                "a column of the key cannot be NULL",
            ));
        }
    }
    steps.push(add_to(editor, dialect, before, table, constraint)?);
    steps.extend(let_go(editor, dialect, table, constraint)?);
    Ok(Plan::of(steps))
}

/// Refuses a constraint that the vendor does not add.
fn check_added(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    constraint: &Constraint,
) -> Result<()> {
    let bare = Table::new(Identifier::new("t")?.into());
    let alone = match constraint.clone() {
        Constraint::PrimaryKey(key) => bare.with_primary_key(key),
        Constraint::Unique(unique) => bare.with_unique(unique),
        Constraint::ForeignKey(key) => bare.with_foreign_key(key),
        Constraint::Check(check) => bare.with_check(check),
        Constraint::Exclusion(exclusion) => bare.with_exclusion(exclusion),
    };
    clause::check_table(editor, &dialect.features, &alone)?;
    require_added(dialect, constraint)
}

/// Refuses to add, or drop, a constraint of a sort that the server does not add.
fn require_added(dialect: &Dialect, constraint: &Constraint) -> Result<()> {
    dialect.features.require(match constraint {
        Constraint::PrimaryKey(_) => Flag::can_alter_primary_keys,
        _ => Flag::can_add_constraints,
    })
}

/// Refuses a change of a constraint that the server does not make, however the vendor makes it.
pub(super) fn check_change(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    table: &Table,
    change: &Change,
) -> Result<()> {
    match change {
        Change::AddConstraint { constraint, .. } => check_added(editor, dialect, constraint),
        Change::DropUnnamedConstraint { constraint, .. } => require_added(dialect, constraint),
        Change::DropConstraint { name, .. } => match table.constraint(name) {
            Some(constraint) => require_added(dialect, &constraint),
            None => Ok(()),
        },
        Change::RenameConstraint { to, .. } => {
            dialect.features.require(Flag::can_rename_constraints)?;
            dialect.features.check_identifier(to)
        }
        _ => Ok(()),
    }
}

/// The step that drops a constraint.
pub(super) fn drop(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    table: &Table,
    name: &Identifier,
) -> Result<Plan> {
    match table.constraint(name) {
        Some(constraint) => drop_it(editor, dialect, table, (&constraint, name)),
        None => Ok(drop_by_name(dialect, table, name)),
    }
}

fn drop_it(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    table: &Table,
    (constraint, name): (&Constraint, &Identifier),
) -> Result<Plan> {
    require_added(dialect, constraint)?;
    Ok(match standing_index(editor, table, constraint)? {
        Some(index) => index::drop(editor, dialect, table, &index.name),
        None => drop_by_name(dialect, table, name),
    })
}

fn drop_by_name(dialect: &Dialect, table: &Table, name: &Identifier) -> Plan {
    let mut out = alter_table(dialect, &table.name);
    out.push(" DROP CONSTRAINT ").identifier(name);
    let why = format!("constraint {} goes", name.shortened());
    Plan::of(vec![Step::execute(out.finish(), why)])
}

/// The step that drops what has no name but one that the vendor made up; refuses what the server named.
pub(super) fn drop_unnamed(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    table: &Table,
    constraint: &Constraint,
) -> Result<Plan> {
    if let Some(name) = editor.spelling().constraint_name(table, constraint)? {
        return drop_it(editor, dialect, table, (constraint, &name));
    }
    Err(Error::new(
        ErrorKind::NotSupported(None),
        format!(
            "a constraint of {} has no name to drop it by: the server may have given it one, which is found by reading the \
             schema",
            table.name.name.shortened()
        ),
    ))
}

/// The step that gives a constraint another name.
pub(super) fn rename(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    table: &Table,
    (from, to): (&Identifier, &Identifier),
) -> Result<Plan> {
    dialect.features.require(Flag::can_rename_constraints)?;
    dialect.features.check_identifier(to)?;
    let spelling = editor.spelling();
    let is_index = match table.constraint(from) {
        Some(constraint) => standing_index(editor, table, &constraint)?.is_some(),
        None => false,
    };
    let of_index = is_index.then(|| editor.rename_index(dialect, table, from, to));
    let statement = match of_index.flatten() {
        Some(statement) => statement,
        None => spelling.rename_constraint(dialect, &table.name, from, to),
    };
    Ok(Plan::of(vec![Step::execute(
        statement,
        format!("constraint {} becomes {}", from.shortened(), to.shortened()),
    )]))
}

fn add_to(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    before: &Schema,
    table: &Table,
    constraint: &Constraint,
) -> Result<Step> {
    require_added(dialect, constraint)?;
    let mut out = alter_table(dialect, &table.name);
    let (before_it, after_it) = editor.spelling().add_constraint(match constraint {
        Constraint::ForeignKey(key) => key.enforcement,
        Constraint::Check(each) => each.enforcement,
        _ => Enforcement::Enforced,
    });
    out.push(before_it);
    write(editor, dialect, (before, table), constraint, &mut out)?;
    out.push(after_it);
    Ok(Step::execute(
        out.finish(),
        format!("constraint of table {}", table.name.name.shortened()),
    ))
}

/// Writes a constraint as it stands in a table's statement.
fn write(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    (before, table): (&Schema, &Table),
    constraint: &Constraint,
    out: &mut Writer<'_>,
) -> Result<()> {
    match named(editor, table, constraint.clone())? {
        Constraint::PrimaryKey(key) => primary_key(editor, dialect, table, &key, out),
        Constraint::Unique(each) => unique(editor, dialect, table, &each, out),
        Constraint::ForeignKey(key) => {
            foreign_key::write(editor, dialect, (before, table, &key), out)
        }
        Constraint::Check(each) => check(editor, dialect, &each, out),
        Constraint::Exclusion(each) => exclusion(editor, dialect, &each, out),
    }
}

fn primary_key(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    table: &Table,
    key: &PrimaryKey,
    out: &mut Writer<'_>,
) -> Result<()> {
    name(dialect, key.name.as_ref(), out)?;
    out.push("PRIMARY KEY ");
    editor.spelling().key_words(&key.options, out);
    key_columns(
        editor,
        dialect,
        table,
        (&key.columns, &key.parts, key.without_overlaps),
        out,
    )?;
    include(dialect, &key.include, out)?;
    editor.constraint_options(&key.options, out)?;
    unique_deferrability(dialect, key.deferrability, out)
}

fn unique(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    table: &Table,
    unique: &Unique,
    out: &mut Writer<'_>,
) -> Result<()> {
    name(dialect, unique.name.as_ref(), out)?;
    out.push("UNIQUE ");
    editor.spelling().key_words(&unique.options, out);
    if !unique.nulls_distinct {
        dialect
            .features
            .require(Flag::supports_nulls_not_distinct)?;
        out.push(editor.spelling().nulls_not_distinct());
    }
    key_columns(
        editor,
        dialect,
        table,
        (&unique.columns, &unique.parts, unique.without_overlaps),
        out,
    )?;
    include(dialect, &unique.include, out)?;
    editor.constraint_options(&unique.options, out)?;
    unique_deferrability(dialect, unique.deferrability, out)
}

/// Writes the columns that a key's index carries beside the key.
fn include(dialect: &Dialect, include: &[Identifier], out: &mut Writer<'_>) -> Result<()> {
    if !include.is_empty() {
        dialect.features.require(Flag::supports_covering_indexes)?;
        out.push(" INCLUDE (").identifiers(include).push(")");
    }
    Ok(())
}

pub(super) fn unique_deferrability(
    dialect: &Dialect,
    when: Deferrability,
    out: &mut Writer<'_>,
) -> Result<()> {
    if when != Deferrability::NotDeferrable {
        dialect
            .features
            .require(Flag::supports_deferrable_unique_constraints)?;
        deferrability(when, out);
    }
    Ok(())
}

/// Writes a key's columns, with order and collation where these differ from the columns' own.
fn key_columns(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    table: &Table,
    (columns, parts, without_overlaps): (&[Identifier], &[IndexPart], bool),
    out: &mut Writer<'_>,
) -> Result<()> {
    check_key(dialect, table, columns, parts)?;
    out.push("(");
    if parts.is_empty() {
        out.identifiers(columns);
    } else {
        index::write_parts(editor, dialect, parts, out)?;
    }
    out.push(if without_overlaps {
        " WITHOUT OVERLAPS)"
    } else {
        ")"
    });
    Ok(())
}

/// Refuses a key whose columns are not there, are too many, or are not those of its parts.
fn check_key(
    dialect: &Dialect,
    table: &Table,
    columns: &[Identifier],
    parts: &[IndexPart],
) -> Result<()> {
    foreign_key::check_columns(table, columns)?;
    table::check_count(dialect.features.max_columns_per_index, columns.len(), "key")?;
    for column in columns
        .iter()
        .filter_map(|name| table.column(name.as_str()))
    {
        table::check_keyed(&dialect.features, column)?;
    }
    let of_parts = parts.iter().map(|part| match &part.key {
        IndexKey::Column(column) => Some(column),
        IndexKey::Expression(_) => None,
    });
    if !parts.is_empty() && !of_parts.eq(columns.iter().map(Some)) {
        return Err(Error::new(
            ErrorKind::Interface,
            format!(
                "the parts of a key of {} are not its columns",
                table.name.name.shortened()
            ),
        ));
    }
    Ok(())
}

pub(super) fn not_enforced(
    editor: &dyn SchemaEditor,
    enforcement: Enforcement,
    out: &mut Writer<'_>,
) {
    if enforcement == Enforcement::NotEnforced {
        out.push(editor.spelling().not_enforced_words());
    }
}

fn exclusion(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    exclusion: &Exclusion,
    out: &mut Writer<'_>,
) -> Result<()> {
    if exclusion.parts.is_empty() {
        return Err(Error::new(
            ErrorKind::Interface,
            "an exclusion constraint has no columns",
        ));
    }
    name(dialect, exclusion.name.as_ref(), out)?;
    editor.exclusion(dialect, exclusion, out)?;
    deferrability(exclusion.deferrability, out);
    Ok(())
}

pub(super) fn check(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    check: &Check,
    out: &mut Writer<'_>,
) -> Result<()> {
    dialect.features.require(Flag::supports_check_constraints)?;
    name(dialect, check.name.as_ref(), out)?;
    out.push("CHECK (").fragment(&check.expression).push(")");
    editor.constraint_options(&check.options, out)?;
    if !check.inheritable {
        out.push(" NO INHERIT");
    }
    not_enforced(editor, check.enforcement, out);
    Ok(())
}

/// Writes what names the constraint that follows.
pub(super) fn name(
    dialect: &Dialect,
    name: Option<&Identifier>,
    out: &mut Writer<'_>,
) -> Result<()> {
    if let Some(name) = name {
        dialect.features.check_identifier(name)?;
        out.push("CONSTRAINT ").identifier(name).push(" ");
    }
    Ok(())
}

pub(super) fn deferrability(deferrability: Deferrability, out: &mut Writer<'_>) {
    out.push(match deferrability {
        Deferrability::NotDeferrable => "",
        Deferrability::InitiallyImmediate => " DEFERRABLE INITIALLY IMMEDIATE",
        Deferrability::InitiallyDeferred => " DEFERRABLE INITIALLY DEFERRED",
    });
}
