//! [`Alteration`]: what makes a column another one, in the order in which a server takes it.

use super::alter::alter_table;
use super::{Altering, Effect, Expected, Place, Plan, SchemaEditor, Step, check_comment, table};
use crate::error::{Error, ErrorKind, Result};
use crate::flag::Flag;
use crate::model::{Change, Column, Deferrability, Identity, IdentityGeneration, Table};
use crate::operations::Dialect;
use crate::sql::{Statement, Writer};

/// One part of what makes a column another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Alteration {
    /// It is generated no more, and keeps its values.
    DropExpression,
    /// It is an identity no more.
    DropIdentity,
    /// It has no default.
    DropDefault,
    /// It can be NULL.
    DropNotNull,
    /// It has another type, collation, or both.
    SetType,
    /// It has another default.
    SetDefault,
    /// It cannot be NULL.
    SetNotNull,
    /// It becomes an identity.
    AddIdentity,
    /// Its identity numbers otherwise.
    SetIdentity,
}

impl Alteration {
    /// What it does, for people.
    const fn why(self) -> &'static str {
        match self {
            Self::DropExpression => "keeps its values and is not generated",
            Self::DropIdentity => "is no identity",
            Self::DropDefault => "has no default",
            Self::DropNotNull => "can be NULL",
            Self::SetType => "has another type",
            Self::SetDefault => "has another default",
            Self::SetNotNull => "cannot be NULL",
            Self::AddIdentity => "is an identity",
            Self::SetIdentity => "is numbered otherwise",
        }
    }
}

/// The steps that make a column what is said; none where it is that already.
pub(super) fn alter(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    table: &Table,
    (to, using): (&Column, Option<&str>),
) -> Result<Plan> {
    dialect.features.require(Flag::can_alter_tables)?;
    let from = table.column(to.name.as_str()).ok_or_else(|| {
        Error::new(
            ErrorKind::DoesNotExist,
            format!("no such column: {}", to.name.shortened()),
        )
    })?;
    let named = |error: Error| error.with_column(to.name.as_str());
    check(dialect, from, to).map_err(named)?;
    check_statements(dialect, from, to).map_err(named)?;
    // Refuses what no new column could be, by the same rules.
    let mut after = table.clone();
    for column in &mut after.columns {
        if column.name == to.name {
            column.clone_from(to);
        }
    }
    let placed = (&after, to, Place::New);
    table::column(editor, dialect, placed, &mut dialect.writer()).map_err(named)?;

    let retyped = from.collation != to.collation
        || spelled(editor, dialect, table, from)? != spelled(editor, dialect, &after, to)?;
    check_sequence(editor, from, to).map_err(named)?;
    let alterations = alterations(from, to, retyped || using.is_some());
    let mut steps = Vec::new();
    for statement in editor.prepare_altered_column(dialect, table, from, to)? {
        let why = format!("before column {} is altered", to.name.shortened());
        steps.push(Step::execute(statement, why));
    }
    let misread = editor.spelling().misread(dialect, table, from, to);
    if let Some(question) = misread {
        let why = format!(
            "a value of the column {} is none of its new type",
            to.name.shortened()
        );
        steps.push(Step::expect(question, Expected::None, why));
    }
    let fill = fill_nulls(editor, dialect, table, (from, to))?;
    // The values of one type are all there before they are filled, and before numbers of that type are made.
    let place = |wanted| alterations.iter().position(|each| *each == wanted);
    let pause = match fill {
        Some(_) => place(Alteration::SetNotNull),
        None => place(Alteration::SetType).and_then(|_| place(Alteration::AddIdentity)),
    };
    let (first, last) = alterations.split_at(pause.unwrap_or(alterations.len()));
    let columns = (table, from, to);
    steps.extend(statements(editor, dialect, columns, (first, using))?);
    if let Some(step) = fill {
        steps.push(step);
        if let Some(statement) = editor.check_deferred(dialect).filter(|_| defers(table)) {
            steps.push(Step::execute(statement, "what waits is checked at once"));
        }
    }
    steps.extend(statements(editor, dialect, columns, (last, using))?);
    for statement in editor.complete_altered_column(dialect, &after, from, to)? {
        let why = format!("more of column {}", to.name.shortened());
        steps.push(Step::execute(statement, why));
    }
    steps.extend(comment(editor, table, (from, to))?);
    Ok(Plan::of(steps))
}

/// The step that sets the comment, where it is another.
fn comment(
    editor: &dyn SchemaEditor,
    table: &Table,
    (from, to): (&Column, &Column),
) -> Result<Option<Step>> {
    if from.comment == to.comment {
        return Ok(None);
    }
    let statement = editor.column_comment(&table.name, &to.name, to.comment.as_deref())?;
    let effect = Effect {
        lock: editor.lock(&Change::SetTableComment {
            table: table.name.clone(),
            comment: None,
        }),
        ..Effect::default()
    };
    let why = format!("comment of column {}", to.name.shortened());
    Ok(Some(Step::execute(statement, why).with_effect(effect)))
}

/// Refuses a sequence of the column's own that the vendor does not make, and one that it would have for nothing.
fn check_sequence(editor: &dyn SchemaEditor, from: &Column, to: &Column) -> Result<()> {
    let comes = from.sequence.is_none() && to.sequence.is_some();
    let goes = from.sequence.is_some() && to.identity.is_some();
    if (comes || goes) && !editor.alters_sequences() {
        return Err(Error::new(
            ErrorKind::NotSupported(None),
            "this database has no sequences that go with a column",
        ));
    }
    if comes && (to.default.is_none() || to.identity.is_some()) {
        return Err(Error::new(
            ErrorKind::Interface,
            format!(
                "the column {} gets a sequence of its own, so its default has to take numbers from it",
                to.name.shortened()
            ),
        ));
    }
    Ok(())
}

/// Whether a change of a column gives it another type, or other values.
pub(super) fn retypes(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    table: &Table,
    change: &Change,
) -> Result<bool> {
    let Change::AlterColumn {
        column: to, using, ..
    } = change
    else {
        return Ok(false);
    };
    let Some(from) = table.column(to.name.as_str()) else {
        return Ok(false);
    };
    Ok(using.is_some()
        || from.collation != to.collation
        || spelled(editor, dialect, table, from)? != spelled(editor, dialect, table, to)?)
}

/// The step that puts the default in the place of NULL, where a column becomes NOT NULL and has one.
pub(super) fn fill_nulls(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    table: &Table,
    (from, to): (&Column, &Column),
) -> Result<Option<Step>> {
    let Some(default) = to
        .default
        .as_ref()
        .filter(|_| from.nullable && !to.nullable)
    else {
        return Ok(None);
    };
    let mut out = dialect.writer();
    out.push("UPDATE ").name(&table.name);
    out.push(" SET ").identifier(&to.name).push(" = ");
    table::write_default_value(dialect, default, &mut out)?;
    out.push(" WHERE ").identifier(&to.name).push(" IS NULL");
    let why = format!("the default stands for NULL in {}", to.name.shortened());
    let effect = Effect {
        lock: editor.lock_of_writing(),
        ..Effect::default()
    };
    Ok(Some(Step::execute(out.finish(), why).with_effect(effect)))
}

/// Whether what is written to a table can be checked at the end of the transaction.
fn defers(table: &Table) -> bool {
    let keys = table.foreign_keys.iter().map(|key| key.deferrability);
    let uniques = table.uniques.iter().map(|unique| unique.deferrability);
    let primary = table.primary_key.iter().map(|key| key.deferrability);
    let exclusions = table.exclusions.iter().map(|it| it.deferrability);
    keys.chain(uniques)
        .chain(primary)
        .chain(exclusions)
        .any(|when| when != Deferrability::NotDeferrable)
}

/// Refuses what no alteration does, be the table made anew for it.
pub(super) fn check(dialect: &Dialect, from: &Column, to: &Column) -> Result<()> {
    let features = &dialect.features;
    check_comment(dialect, to.comment.as_deref())?;
    let same_identity = match (&from.identity, &to.identity) {
        (Some(from), Some(to)) => from.sequence == to.sequence,
        _ => true,
    };
    refuse_altered(
        to,
        [
            (from.hidden == to.hidden, "whether it is hidden"),
            (
                from.sequence.is_none() || to.sequence.is_none() || from.sequence == to.sequence,
                "a sequence of its own",
            ),
            (same_identity, "the sequence of its identity"),
            (
                to.not_null_name.is_none() || from.not_null_name == to.not_null_name,
                "the name of its NOT NULL",
            ),
            (
                to.generated.is_none() || from.generated == to.generated,
                "what it is computed from (drop it and add it again)",
            ),
        ],
    )?;
    if from.generated.is_some() && to.generated.is_none() {
        features.require(Flag::can_drop_expression)?;
    }
    Ok(())
}

/// Refuses what no statement alters.
fn check_statements(dialect: &Dialect, from: &Column, to: &Column) -> Result<()> {
    let reuses = |column: &Column| column.identity.as_ref().map(|it| it.reuses_numbers);
    let is_identity = from.identity.is_some() && to.identity.is_some();
    refuse_altered(
        to,
        [
            (from.options == to.options, "options of the vendor"),
            (
                !is_identity || reuses(from) == reuses(to),
                "whether its identity gives numbers out again",
            ),
        ],
    )?;
    if from.nullable != to.nullable {
        let flag = Flag::can_alter_nullability_in_place;
        dialect.features.require(flag)?;
    }
    Ok(())
}

fn refuse_altered<const N: usize>(to: &Column, unaltered: [(bool, &str); N]) -> Result<()> {
    match unaltered.into_iter().find(|(is_same, _)| !is_same) {
        None => Ok(()),
        Some((_, what)) => Err(Error::new(
            ErrorKind::NotSupported(None),
            format!(
                "of column {}, {what} cannot be altered",
                to.name.shortened()
            ),
        )),
    }
}

/// What lies between two columns. What goes, goes before the type is another one, and what comes, comes after that: an old
/// default need not be a value of the new type.
fn alterations(from: &Column, to: &Column, retyped: bool) -> Vec<Alteration> {
    let same_default = (&from.default, &from.default_name) == (&to.default, &to.default_name);
    let new_default = to.default.is_some() && (retyped || !same_default);
    // A default that has a name goes before another one comes.
    let is_named = from.default_name.is_some() || to.default_name.is_some();
    let asked = [
        (
            from.generated.is_some() && to.generated.is_none(),
            Alteration::DropExpression,
        ),
        (
            from.identity.is_some() && to.identity.is_none(),
            Alteration::DropIdentity,
        ),
        (
            from.default.is_some()
                && (retyped || to.default.is_none() || (is_named && !same_default)),
            Alteration::DropDefault,
        ),
        (!from.nullable && to.nullable, Alteration::DropNotNull),
        (retyped, Alteration::SetType),
        (new_default, Alteration::SetDefault),
        (from.nullable && !to.nullable, Alteration::SetNotNull),
        (
            from.identity.is_none() && to.identity.is_some(),
            Alteration::AddIdentity,
        ),
        (
            matches!((&from.identity, &to.identity), (Some(from), Some(to)) if from != to),
            Alteration::SetIdentity,
        ),
    ];
    asked
        .into_iter()
        .filter_map(|(is_asked, alteration)| is_asked.then_some(alteration))
        .collect()
}

/// One statement for all alterations where the vendor takes that, one for each otherwise.
fn statements(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    (table, from, to): (&Table, &Column, &Column),
    (alterations, using): (&[Alteration], Option<&str>),
) -> Result<Vec<Step>> {
    let at_once = if editor.combines_alterations() {
        alterations.len().max(1)
    } else {
        1
    };
    let spelled = editor
        .spelling()
        .alterations(editor, dialect, (table, from, to), alterations)?;
    if let Some(spelled) = spelled {
        let step = |each: Altering| {
            let altered = (from, to, using.is_some());
            step(editor, altered, &each.alterations, each.statement)
        };
        return Ok(spelled.into_iter().map(step).collect());
    }
    let mut steps = Vec::new();
    for group in alterations.chunks(at_once) {
        let mut out = alter_table(dialect, &table.name);
        for (n, alteration) in group.iter().enumerate() {
            if n > 0 {
                out.push(",");
            }
            match using.filter(|_| *alteration == Alteration::SetType) {
                None => editor.alter_column(dialect, table, (from, to), *alteration, &mut out)?,
                Some(expression) => {
                    write_alteration(editor, dialect, table, (from, to), *alteration, &mut out)?;
                    editor.using(expression, &mut out)?;
                }
            }
        }
        let altered = (from, to, using.is_some());
        steps.push(step(editor, altered, group, out.finish()));
    }
    Ok(steps)
}

/// The step of some alterations.
fn step(
    editor: &dyn SchemaEditor,
    (from, to, by_expression): (&Column, &Column, bool),
    alterations: &[Alteration],
    statement: Statement,
) -> Step {
    let mut effect = Effect::default();
    if alterations.contains(&Alteration::SetType) {
        effect.rewrites_table = by_expression || editor.type_change_rewrites(from, to);
        effect.loses_data = by_expression || !to.column_type.holds(&from.column_type);
    }
    let whys: Vec<_> = alterations.iter().map(|each| each.why()).collect();
    let why = format!("column {} {}", to.name.shortened(), whys.join(", "));
    Step::execute(statement, why).with_effect(effect)
}

/// The type as the vendor writes it: what it means twice under one spelling is no other type to it.
pub(super) fn spelled(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    table: &Table,
    column: &Column,
) -> Result<String> {
    let mut out = dialect.writer();
    editor.column_type(dialect, table, column, &mut out)?;
    Ok(out.finish().sql)
}

/// Writes a blank and one alteration of a column as the standard has it.
///
/// # Errors
/// As the editor's own methods for types and identities.
pub fn write_alteration<E: SchemaEditor + ?Sized>(
    editor: &E,
    dialect: &Dialect,
    table: &Table,
    (from, to): (&Column, &Column),
    alteration: Alteration,
    out: &mut Writer<'_>,
) -> Result<()> {
    out.push(" ALTER COLUMN ").identifier(&to.name);
    match alteration {
        Alteration::DropExpression => {
            out.push(" DROP EXPRESSION");
        }
        Alteration::DropIdentity => {
            out.push(" DROP IDENTITY");
        }
        Alteration::DropDefault => {
            out.push(" DROP DEFAULT");
        }
        Alteration::DropNotNull => {
            out.push(" DROP NOT NULL");
        }
        Alteration::SetNotNull => {
            out.push(" SET NOT NULL");
        }
        Alteration::SetType => {
            out.push(" SET DATA TYPE");
            editor.column_type(dialect, table, to, out)?;
            if let Some(collation) = &to.collation {
                editor.collation(collation, &to.options, out)?;
            }
        }
        Alteration::SetDefault => {
            if let Some(default) = &to.default {
                out.push(" SET");
                table::write_default(editor, dialect, default, out)?;
            }
        }
        Alteration::AddIdentity => {
            if let Some(identity) = &to.identity {
                out.push(" ADD");
                editor.identity(dialect, table, to, identity, out)?;
            }
        }
        Alteration::SetIdentity => {
            if let (Some(from), Some(to)) = (&from.identity, &to.identity) {
                write_numbering(from, to, out);
            }
        }
    }
    Ok(())
}

/// Writes what makes one identity another: only what differs.
fn write_numbering(from: &Identity, to: &Identity, out: &mut Writer<'_>) {
    if from.generation != to.generation {
        out.push(match to.generation {
            IdentityGeneration::Always => " SET GENERATED ALWAYS",
            IdentityGeneration::ByDefault => " SET GENERATED BY DEFAULT",
        });
    }
    if from.start != to.start {
        out.push(" SET START WITH ").number(to.start);
    }
    if from.increment != to.increment {
        out.push(" SET INCREMENT BY ").number(to.increment);
    }
    if from.minimum != to.minimum {
        match to.minimum {
            None => out.push(" SET NO MINVALUE"),
            Some(minimum) => out.push(" SET MINVALUE ").number(minimum),
        };
    }
    if from.maximum != to.maximum {
        match to.maximum {
            None => out.push(" SET NO MAXVALUE"),
            Some(maximum) => out.push(" SET MAXVALUE ").number(maximum),
        };
    }
    if from.cycles != to.cycles {
        out.push(if to.cycles {
            " SET CYCLE"
        } else {
            " SET NO CYCLE"
        });
    }
    if from.cache != to.cache {
        out.push(" SET CACHE ").number(to.cache);
    }
}
