//! Constraints: of a new table, and one added to a table that is there.

use super::alter::alter_table;
use super::{Plan, SchemaEditor, Step, clause, found, index, table};
use crate::error::{Error, ErrorKind, Result};
use crate::flag::Flag;
use crate::model::{
    Change, Check, Constraint, Deferrability, Enforcement, Exclusion, ForeignKey, Identifier,
    IndexKey, IndexPart, MatchType, PrimaryKey, QualifiedName, ReferentialAction, Schema, Table,
    Unique,
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
            part(&mut |out| primary_key(editor, dialect, table, key, out))?;
        }
    }
    for (n, each) in table.uniques.iter().enumerate() {
        if !is_added_later(editor, dialect, table, n) {
            part(&mut |out| unique(editor, dialect, table, each, out))?;
        }
    }
    for key in &table.foreign_keys {
        if key.enforcement != Enforcement::NotValidated {
            part(&mut |out| foreign_key(dialect, before, table, key, out))?;
        }
    }
    for each in &table.checks {
        let is_parents = each.inherited && !table.inherits.is_empty();
        if each.enforcement != Enforcement::NotValidated && !is_parents {
            part(&mut |out| check(editor, dialect, each, out))?;
        }
    }
    for each in &table.exclusions {
        part(&mut |out| exclusion(editor, dialect, each, out))?;
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
    let uniques = table.uniques.iter().enumerate();
    let repeated = uniques
        .filter(|(n, _)| is_added_later(editor, dialect, table, *n))
        .map(|(_, unique)| Constraint::Unique(unique.clone()));
    repeated
        .chain(keys)
        .chain(checks)
        .map(|constraint| add_to(editor, dialect, before, table, &constraint))
        .collect()
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
    Ok(Plan::of(vec![add_to(
        editor, dialect, before, table, constraint,
    )?]))
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
pub(super) fn drop(dialect: &Dialect, table: &Table, name: &Identifier) -> Result<Plan> {
    if let Some(constraint) = table.constraint(name) {
        require_added(dialect, &constraint)?;
    }
    let mut out = alter_table(dialect, &table.name);
    out.push(" DROP CONSTRAINT ").identifier(name);
    Ok(Plan::of(vec![Step::execute(
        out.finish(),
        format!("constraint {} goes", name.shortened()),
    )]))
}

/// Refuses to drop what has no name.
pub(super) fn drop_unnamed(table: &QualifiedName) -> Result<Plan> {
    Err(Error::new(
        ErrorKind::NotSupported(None),
        format!(
            "a constraint of {} has no name to drop it by: the server may have given it one, which is found by reading the \
             schema",
            table.name.shortened()
        ),
    ))
}

/// The step that gives a constraint another name.
pub(super) fn rename(
    dialect: &Dialect,
    table: &QualifiedName,
    (from, to): (&Identifier, &Identifier),
) -> Result<Plan> {
    dialect.features.require(Flag::can_rename_constraints)?;
    dialect.features.check_identifier(to)?;
    let mut out = alter_table(dialect, table);
    out.push(" RENAME CONSTRAINT ").identifier(from);
    out.push(" TO ").identifier(to);
    Ok(Plan::of(vec![Step::execute(
        out.finish(),
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
    out.push(" ADD ");
    let enforcement = match constraint {
        Constraint::PrimaryKey(key) => {
            primary_key(editor, dialect, table, key, &mut out)?;
            Enforcement::Enforced
        }
        Constraint::Unique(each) => {
            unique(editor, dialect, table, each, &mut out)?;
            Enforcement::Enforced
        }
        Constraint::ForeignKey(key) => {
            foreign_key(dialect, before, table, key, &mut out)?;
            key.enforcement
        }
        Constraint::Check(each) => {
            check(editor, dialect, each, &mut out)?;
            each.enforcement
        }
        Constraint::Exclusion(each) => {
            exclusion(editor, dialect, each, &mut out)?;
            Enforcement::Enforced
        }
    };
    if enforcement == Enforcement::NotValidated {
        out.push(" NOT VALID");
    }
    Ok(Step::execute(
        out.finish(),
        format!("constraint of table {}", table.name.name.shortened()),
    ))
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
    if !unique.nulls_distinct {
        dialect
            .features
            .require(Flag::supports_nulls_not_distinct)?;
        out.push("NULLS NOT DISTINCT ");
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
    check_columns(table, columns)?;
    table::check_count(dialect.features.max_columns_per_index, columns.len(), "key")?;
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

fn foreign_key(
    dialect: &Dialect,
    before: &Schema,
    table: &Table,
    key: &ForeignKey,
    out: &mut Writer<'_>,
) -> Result<()> {
    let features = &dialect.features;
    features.require(Flag::supports_foreign_keys)?;
    check_columns(table, &key.columns)?;
    table::check_name(dialect, &key.references)?;
    let known = key.references == table.name || before.table(&key.references).is_some();
    if !known && !features.supports_forward_references {
        return Err(Error::new(
            ErrorKind::DoesNotExist,
            format!(
                "{} refers to {}, which does not exist yet",
                table.name.name.shortened(),
                key.references.name.shortened()
            ),
        ));
    }
    name(dialect, key.name.as_ref(), out)?;
    out.push("FOREIGN KEY (");
    columns_and_period(&key.columns, key.period, out);
    out.push(") REFERENCES ");
    out.name(&key.references);
    if !key.referenced_columns.is_empty() {
        if key.columns.len() != key.referenced_columns.len() {
            return Err(Error::new(
                ErrorKind::Interface,
                format!(
                    "a foreign key of {} columns cannot refer to {}",
                    key.columns.len(),
                    key.referenced_columns.len()
                ),
            ));
        }
        out.push(" (");
        columns_and_period(&key.referenced_columns, key.period, out);
        out.push(")");
    }
    actions(dialect, key, out)
}

/// Writes the columns of a foreign key, of which the last can be a period.
fn columns_and_period(columns: &[Identifier], period: bool, out: &mut Writer<'_>) {
    match columns.split_last() {
        Some((last, others)) if period => {
            for column in others {
                out.identifier(column).push(", ");
            }
            out.push("PERIOD ").identifier(last);
        }
        _ => {
            out.identifiers(columns);
        }
    }
}

/// Writes how a foreign key matches, what it does, and when it is checked.
fn actions(dialect: &Dialect, key: &ForeignKey, out: &mut Writer<'_>) -> Result<()> {
    let features = &dialect.features;
    match key.match_type {
        MatchType::Simple => {}
        MatchType::Full => {
            features.require(Flag::supports_match_full)?;
            out.push(" MATCH FULL");
        }
        MatchType::Partial => {
            features.require(Flag::supports_match_partial)?;
            out.push(" MATCH PARTIAL");
        }
    }
    if let Some(action) = action(key.on_delete) {
        out.push(" ON DELETE ").push(action);
        if !key.on_delete_columns.is_empty() {
            out.push(" (").identifiers(&key.on_delete_columns).push(")");
        }
    }
    if let Some(action) = action(key.on_update) {
        out.push(" ON UPDATE ").push(action);
    }
    if key.deferrability != Deferrability::NotDeferrable {
        features.require(Flag::can_defer_constraint_checks)?;
        deferrability(key.deferrability, out);
    }
    not_enforced(key.enforcement, out);
    Ok(())
}

fn not_enforced(enforcement: Enforcement, out: &mut Writer<'_>) {
    if enforcement == Enforcement::NotEnforced {
        out.push(" NOT ENFORCED");
    }
}

fn exclusion(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    exclusion: &Exclusion,
    out: &mut Writer<'_>,
) -> Result<()> {
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
    not_enforced(check.enforcement, out);
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

const fn action(action: ReferentialAction) -> Option<&'static str> {
    match action {
        ReferentialAction::NoAction => None,
        ReferentialAction::Restrict => Some("RESTRICT"),
        ReferentialAction::Cascade => Some("CASCADE"),
        ReferentialAction::SetNull => Some("SET NULL"),
        ReferentialAction::SetDefault => Some("SET DEFAULT"),
    }
}

fn deferrability(deferrability: Deferrability, out: &mut Writer<'_>) {
    out.push(match deferrability {
        Deferrability::NotDeferrable => "",
        Deferrability::InitiallyImmediate => " DEFERRABLE INITIALLY IMMEDIATE",
        Deferrability::InitiallyDeferred => " DEFERRABLE INITIALLY DEFERRED",
    });
}

fn check_columns(table: &Table, columns: &[Identifier]) -> Result<()> {
    match columns
        .iter()
        .find(|name| !table.columns.iter().any(|column| column.name == **name))
    {
        None => Ok(()),
        Some(missing) => Err(Error::new(
            ErrorKind::DoesNotExist,
            format!(
                "{} has no column {} for its key",
                table.name.name.shortened(),
                missing.shortened()
            ),
        )
        .with_column(missing.as_str())),
    }
}
