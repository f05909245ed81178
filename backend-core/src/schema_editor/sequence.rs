//! Making, altering and dropping sequences.

use super::objects::{Commented, comment, first_comment};
use super::{Effect, Plan, SchemaEditor, Step, table};
use crate::error::{Error, ErrorKind, Result};
use crate::flag::Flag;
use crate::model::{Column, Identifier, QualifiedName, Schema, Sequence, Table};
use crate::operations::Dialect;
use crate::sql::Writer;

/// The steps that make a sequence.
pub(super) fn create(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    sequence: &Sequence,
) -> Result<Plan> {
    dialect.features.require(Flag::supports_sequences)?;
    table::check_name(dialect, &sequence.name)?;
    let mut out = dialect.writer();
    editor.objects().create_sequence(sequence, &mut out)?;
    out.name(&sequence.name).push(" AS");
    write_type(editor, dialect, sequence, &mut out)?;
    out.push(" START WITH ").number(sequence.start);
    out.push(" INCREMENT BY ").number(sequence.increment);
    if let Some(minimum) = sequence.minimum {
        out.push(" MINVALUE ").number(minimum);
    }
    if let Some(maximum) = sequence.maximum {
        out.push(" MAXVALUE ").number(maximum);
    }
    if sequence.cycles {
        out.push(" CYCLE");
    }
    editor.objects().sequence_cache(sequence, None, &mut out);
    if let Some(owner) = &sequence.owned_by {
        editor.objects().sequence_owner(Some(owner), &mut out)?;
    }
    let why = format!("sequence {}", sequence.name.name.shortened());
    let mut steps = vec![Step::execute(out.finish(), why)];
    let object = Commented::Sequence(&sequence.name);
    let text = sequence.comment.as_deref();
    steps.extend(first_comment(editor, dialect, &object, text)?);
    Ok(Plan::of(steps))
}

/// The steps that make a sequence another: what differs of it.
pub(super) fn alter(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    before: &Schema,
    to: &Sequence,
) -> Result<Plan> {
    dialect.features.require(Flag::supports_sequences)?;
    let Some(from) = before.sequence(&to.name) else {
        return create(editor, dialect, to);
    };
    if from.options != to.options {
        return Err(Error::new(
            ErrorKind::NotSupported(None),
            "the options of a sequence that is there cannot be changed",
        ));
    }
    editor.objects().check_altered_sequence(from, to)?;
    let mut out = dialect.writer();
    out.push("ALTER SEQUENCE ").name(&to.name);
    let bare = out.as_str().len();
    write_differences(editor, dialect, (from, to), &mut out)?;
    let mut steps = Vec::new();
    if out.as_str().len() > bare {
        let why = format!("sequence {} becomes another", to.name.name.shortened());
        steps.push(Step::execute(out.finish(), why));
    }
    if from.comment != to.comment {
        let object = Commented::Sequence(&to.name);
        steps.push(comment(editor, dialect, &object, to.comment.as_deref())?);
    }
    Ok(Plan::of(steps))
}

fn write_differences(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    (from, to): (&Sequence, &Sequence),
    out: &mut Writer<'_>,
) -> Result<()> {
    let retyped = from.number_type != to.number_type;
    if retyped {
        out.push(" AS");
        write_type(editor, dialect, to, out)?;
    }
    if from.start != to.start {
        out.push(" START WITH ").number(to.start);
    }
    if from.increment != to.increment {
        out.push(" INCREMENT BY ").number(to.increment);
    }
    // What the vendor takes for a limit that is not said depends on the type and on the direction.
    let turned = retyped || (from.increment < 0) != (to.increment < 0);
    for (differs, limit, with, without) in [
        (
            from.minimum != to.minimum,
            to.minimum,
            " MINVALUE ",
            " NO MINVALUE",
        ),
        (
            from.maximum != to.maximum,
            to.maximum,
            " MAXVALUE ",
            " NO MAXVALUE",
        ),
    ] {
        match limit {
            Some(number) if differs => out.push(with).number(number),
            None if differs || turned => out.push(without),
            _ => continue,
        };
    }
    if from.cycles != to.cycles {
        out.push(if to.cycles { " CYCLE" } else { " NO CYCLE" });
    }
    editor.objects().sequence_cache(to, Some(from), out);
    if from.owned_by != to.owned_by {
        editor.objects().sequence_owner(to.owned_by.as_ref(), out)?;
    }
    Ok(())
}

/// The step that drops a sequence.
pub(super) fn drop(dialect: &Dialect, name: &QualifiedName) -> Result<Plan> {
    dialect.features.require(Flag::supports_sequences)?;
    let mut out = dialect.writer();
    out.push("DROP SEQUENCE ").name(name);
    let why = format!(
        "sequence {} goes with where it stands",
        name.name.shortened()
    );
    let step = Step::execute(out.finish(), why).with_effect(Effect::losing_data());
    Ok(Plan::of(vec![step]))
}

/// Writes a blank and the type of the numbers, as that of a column.
fn write_type(
    editor: &dyn SchemaEditor,
    dialect: &Dialect,
    sequence: &Sequence,
    out: &mut Writer<'_>,
) -> Result<()> {
    let column = Column::named(Identifier::new("number")?, sequence.number_type.clone());
    let nowhere = Table::new(sequence.name.clone());
    editor.column_type(dialect, &nowhere, &column, out)
}
