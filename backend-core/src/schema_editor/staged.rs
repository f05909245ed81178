//! Constraints that come in stages, so that nobody waits while rows are looked at.

use super::alter::alter_table;
use super::{
    Alteration, Effect, Plan, PlanOptions, SchemaEditor, Step, alter, alter_column, constraint,
    index, plan, plan_with,
};
use crate::error::{Error, ErrorKind, Result};
use crate::flag::Flag;
use crate::model::{
    Change, Check, Column, Constraint, Deferrability, Enforcement, Identifier, Index, IndexPart,
    Schema, Table,
};
use crate::operations::Dialect;

/// What a failure of looking at the rows leaves.
const UNVALIDATED: &str =
    "and the constraint stays, for rows that are written only: drop it or validate it";
/// What a failure leaves of the check that stands for NOT NULL.
const STANDING_IN: &str =
    "and the check that stands for NOT NULL stays: drop it before trying again";

/// The steps that add a foreign key or check for rows that are written, and look at the others then.
pub(super) fn add(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    (before, table): (&Schema, &Table),
    constraint: &Constraint,
) -> Result<Plan> {
    dialect
        .features
        .require(Flag::supports_unvalidated_constraints)?;
    let Some(name) = constraint.name() else {
        return Err(unnamed(table));
    };
    let change = Change::AddConstraint {
        table: table.name.clone(),
        constraint: unvalidated(constraint),
    };
    let mut steps = plan(editor, dialect, before, &change)?.steps;
    steps.extend(validate(editor, dialect, table, (name, UNVALIDATED))?);
    Ok(Plan::of(steps))
}

fn unvalidated(constraint: &Constraint) -> Constraint {
    let mut constraint = constraint.clone();
    match &mut constraint {
        Constraint::ForeignKey(key) => key.enforcement = Enforcement::NotValidated,
        Constraint::Check(check) => check.enforcement = Enforcement::NotValidated,
        Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Exclusion(_) => {}
    }
    constraint
}

fn unnamed(table: &Table) -> Error {
    Error::new(
        ErrorKind::Interface,
        format!(
            "a constraint that is added to {} in stages needs a name",
            table.name.name.shortened()
        ),
    )
}

/// The step that looks at the rows, outside a transaction: it would keep the locks of the steps before it.
fn validate(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    table: &Table,
    (name, leaves): (&Identifier, &'static str),
) -> Result<Vec<Step>> {
    let change = Change::ValidateConstraint {
        table: table.name.clone(),
        name: name.clone(),
    };
    let effect = Effect {
        lock: editor.lock(&change),
        leaves: Some(leaves),
        ..Effect::default()
    };
    let steps = alter::validate(editor, dialect, &table.name, name)?.steps;
    Ok(steps
        .into_iter()
        .map(|step| step.with_effect(effect).outside())
        .collect())
}

/// The steps that make a column NOT NULL by way of a check: the server need not look at the rows again.
pub(super) fn not_null(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    (before, table): (&Schema, &Table),
    (change, options): (&Change, &PlanOptions),
) -> Result<Plan> {
    let Change::AlterColumn { column, using, .. } = change else {
        return plan(editor, dialect, before, change);
    };
    dialect
        .features
        .require(Flag::can_alter_nullability_in_place)?;
    // What a new column could not be is refused by the same rules.
    plan(editor, dialect, before, change)?;
    let mut nullable = column.clone();
    nullable.nullable = true;
    nullable.not_null_name = None;
    let rest = Change::AlterColumn {
        table: table.name.clone(),
        column: nullable.clone(),
        using: using.clone(),
    };
    let mut steps = plan_with(editor, dialect, before, &rest, options)?.steps;
    let name = free_name(dialect, table, column)?;
    let mut out = dialect.writer();
    out.identifier(&column.name).push(" IS NOT NULL");
    let mut check = Check::new(out.finish().sql).with_name(name.clone());
    check.enforcement = Enforcement::NotValidated;
    let adding = Change::AddConstraint {
        table: table.name.clone(),
        constraint: Constraint::Check(check),
    };
    steps.extend(plan(editor, dialect, before, &adding)?.steps);
    if let Some(step) = alter_column::fill_nulls(editor, dialect, table, (&nullable, column))? {
        let effect = Effect {
            lock: editor.lock_of_writing(),
            leaves: Some(STANDING_IN),
            ..Effect::default()
        };
        steps.push(step.with_effect(effect).outside());
    }
    steps.extend(validate(editor, dialect, table, (&name, STANDING_IN))?);
    let last = last_steps(editor, dialect, table, (&nullable, column), &name)?;
    let locked = Plan::of(last).locked(editor.lock(change));
    steps.extend(locked.steps);
    Ok(Plan::of(steps))
}

/// The steps that put NOT NULL in the place of the check.
fn last_steps(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    table: &Table,
    columns: (&Column, &Column),
    name: &Identifier,
) -> Result<Vec<Step>> {
    let mut out = alter_table(dialect, &table.name);
    editor.alter_column(dialect, table, columns, Alteration::SetNotNull, &mut out)?;
    let why = format!("column {} cannot be NULL", columns.1.name.shortened());
    let mut steps = vec![Step::execute(out.finish(), why)];
    let mut out = alter_table(dialect, &table.name);
    out.push(" DROP CONSTRAINT ").identifier(name);
    steps.push(Step::execute(
        out.finish(),
        format!("constraint {} has done its service", name.shortened()),
    ));
    Ok(steps)
}

/// A name that no constraint of the table has.
fn free_name(dialect: &Dialect, table: &Table, column: &Column) -> Result<Identifier> {
    let most = dialect.features.max_identifier_bytes;
    let most = most.and_then(|most| usize::try_from(most).ok());
    let mut number = 0_u64;
    loop {
        let label = match number {
            0 => "_is_not_null".to_owned(),
            n => format!("_is_not_null_{n}"),
        };
        let mut start = column.name.as_str().to_owned();
        while most.is_some_and(|most| start.len() + label.len() > most) && start.pop().is_some() {}
        let name = Identifier::new(start + &label)?;
        if !table.has_constraint(&name) {
            return Ok(name);
        }
        number += 1;
    }
}

/// The steps that make a key on an index which is made while others write the table.
pub(super) fn add_key(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    (before, table): (&Schema, &Table),
    (change, key): (&Change, &Constraint),
) -> Result<Plan> {
    dialect.features.require(Flag::can_index_concurrently)?;
    // What no new key could be is refused by the same rules.
    plan(editor, dialect, before, change)?;
    if !editor.adopts_indexes() {
        return add_key_itself(editor, dialect, (before, table), key);
    }
    let Some(name) = key.name() else {
        return Err(unnamed(table));
    };
    let Some(index) = index_of(name, key) else {
        return Err(Error::new(
            ErrorKind::NotSupported(None),
            format!(
                "the key {} is not made of an index alone: make it by itself",
                name.shortened()
            ),
        ));
    };
    let mut steps = index::create_concurrently(editor, dialect, table, &index)?;
    let mut out = alter_table(dialect, &table.name);
    out.push(" ADD ");
    constraint::name(dialect, Some(name), &mut out)?;
    let when = match key {
        Constraint::PrimaryKey(key) => {
            out.push("PRIMARY KEY");
            key.deferrability
        }
        Constraint::Unique(unique) => {
            out.push("UNIQUE");
            unique.deferrability
        }
        _ => Deferrability::NotDeferrable,
    };
    out.push(" USING INDEX ").identifier(name);
    constraint::unique_deferrability(dialect, when, &mut out)?;
    let why = format!("index {} is a key", name.shortened());
    let adopted = Plan::of(vec![Step::execute(out.finish(), why)]).locked(editor.lock(change));
    steps.extend(adopted.steps);
    Ok(Plan::of(steps))
}

/// The steps that make a key while others write the table, by its own statement.
fn add_key_itself(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    (before, table): (&Schema, &Table),
    key: &Constraint,
) -> Result<Plan> {
    let index = key.name().and_then(|name| index_of(name, key));
    let options = index.map(|index| editor.concurrent_index(&index).options);
    let mut constraint = key.clone();
    match (&mut constraint, options) {
        (Constraint::PrimaryKey(key), Some(options)) => key.options = options,
        (Constraint::Unique(unique), Some(options)) => unique.options = options,
        _ => return Err(unnamed(table)),
    }
    let change = Change::AddConstraint {
        table: table.name.clone(),
        constraint,
    };
    let mut made = plan(editor, dialect, before, &change)?;
    let effect = index::effect(editor);
    made.steps = made
        .steps
        .into_iter()
        .map(|step| step.with_effect(effect).outside())
        .collect();
    Ok(made)
}

/// The index that a key stands on, where it is no more than one on its columns.
fn index_of(name: &Identifier, key: &Constraint) -> Option<Index> {
    let (columns, parts, include, options) = match key {
        Constraint::PrimaryKey(key) if !key.without_overlaps => {
            (&key.columns, &key.parts, &key.include, &key.options)
        }
        Constraint::Unique(unique) if !unique.without_overlaps => (
            &unique.columns,
            &unique.parts,
            &unique.include,
            &unique.options,
        ),
        _ => return None,
    };
    if !parts.is_empty() {
        return None;
    }
    let parts = columns.iter().cloned().map(IndexPart::column).collect();
    let mut index = Index::new(name.clone(), parts).unique();
    index.include.clone_from(include);
    index.options.clone_from(options);
    if let Constraint::Unique(unique) = key {
        index.nulls_distinct = unique.nulls_distinct;
    }
    Some(index)
}
