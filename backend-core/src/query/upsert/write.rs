//! Writes an [`Upsert`] with `ON CONFLICT`.

use sea_query::{Condition, DynIden, Expr, Keyword, SelectStatement, SqlWriter};

use super::super::Builder;
use super::super::hooks::{refuse, write_list, write_returning, write_text};
use super::{Assignment, ConflictAction, ConflictTarget, Upsert, UpsertSource};
use crate::flag::Flag;

/// Writes an upsert as `INSERT … ON CONFLICT …`, the method [`prepare_upsert`](Builder::prepare_upsert) of vendors that have
/// this. `select` writes the select that rows come from, where there is one.
pub fn write_upsert<B: Builder, W: SqlWriter>(
    builder: &B,
    upsert: &Upsert,
    sql: &mut W,
    select: impl FnOnce(&SelectStatement, &mut W),
) {
    if !require_upsert(builder, upsert) {
        return;
    }
    if upsert.uses_merge {
        return refuse(
            builder,
            "an upsert by MERGE is not written with ON CONFLICT",
        );
    }
    write_text("INSERT INTO ", sql);
    builder.prepare_table_ref(&upsert.table, sql);
    write_text(" (", sql);
    write_names(builder, &upsert.columns, sql);
    write_text(")", sql);
    builder.prepare_output(&upsert.returning, sql);
    write_text(" ", sql);
    match &upsert.source {
        UpsertSource::Rows(rows) => {
            write_text("VALUES ", sql);
            write_list(rows, sql, |row, sql| builder.prepare_tuple(row, sql));
        }
        UpsertSource::Select(statement) => select(statement, sql),
    }
    write_text(" ON CONFLICT", sql);
    write_target(builder, &upsert.target, sql);
    write_action(builder, &upsert.action, sql);
    let returning = Flag::can_return_columns_from_insert;
    write_returning(builder, Some(returning), &upsert.returning, sql);
}

/// Notes what an upsert misses, or what the server lacks for it; answers whether it can be written.
pub fn require_upsert(builder: &impl Builder, upsert: &Upsert) -> bool {
    if let Err(error) = upsert.check() {
        builder.refusal().note(error);
        return false;
    }
    for flag in flags(upsert) {
        builder.refusal().require(builder.features(), flag);
    }
    !builder.refusal().is_noted()
}

/// Refuses `DEFAULT` in the place of a value, where the rows of an upsert are a table of values first.
pub fn refuse_defaults(builder: &impl Builder, rows: &[Vec<Expr>]) {
    let is_default = |value: &Expr| matches!(value, Expr::Keyword(Keyword::Default));
    if rows.iter().flatten().any(is_default) {
        refuse(
            builder,
            "DEFAULT stands in no row of an upsert here; leave the column out",
        );
    }
}

/// What an upsert takes.
fn flags(upsert: &Upsert) -> Vec<Flag> {
    let mut flags = Vec::new();
    if upsert.uses_merge {
        flags.push(Flag::supports_merge_upserts);
        if upsert.returning.is_some() {
            flags.push(Flag::can_return_columns_from_merge);
        }
    }
    flags.push(match upsert.action {
        ConflictAction::Nothing => Flag::supports_ignore_conflicts,
        ConflictAction::Update { .. } => Flag::supports_update_conflicts,
    });
    match (&upsert.target, &upsert.action) {
        (ConflictTarget::Any, ConflictAction::Nothing) => {}
        (ConflictTarget::Any, ConflictAction::Update { .. }) => {
            flags.push(Flag::supports_update_conflicts_without_target);
        }
        (ConflictTarget::Constraint(_), _) => flags.push(Flag::supports_conflict_constraint_names),
        _ => flags.push(Flag::supports_update_conflicts_with_target),
    }
    if matches!(&upsert.source, UpsertSource::Rows(rows) if rows.len() > 1) {
        flags.push(Flag::has_bulk_insert);
    }
    flags
}

fn write_target(builder: &impl Builder, target: &ConflictTarget, sql: &mut impl SqlWriter) {
    let condition = match target {
        ConflictTarget::Any => return,
        ConflictTarget::Constraint(name) => {
            write_text(" ON CONSTRAINT ", sql);
            builder.prepare_iden(name, sql);
            return;
        }
        ConflictTarget::Columns { columns, condition } => {
            write_text(" (", sql);
            write_names(builder, columns, sql);
            condition
        }
        ConflictTarget::Expressions {
            expressions,
            condition,
        } => {
            write_text(" (", sql);
            write_list(expressions, sql, |expression, sql| match expression {
                Expr::Column(_) => builder.prepare_expr(expression, sql),
                // Around an expression parentheses are demanded, around a column not everybody takes them.
                _ => builder.prepare_tuple(std::slice::from_ref(expression), sql),
            });
            condition
        }
    };
    write_text(")", sql);
    write_condition(builder, condition.as_ref(), sql);
}

fn write_action(builder: &impl Builder, action: &ConflictAction, sql: &mut impl SqlWriter) {
    let ConflictAction::Update {
        assignments,
        condition,
    } = action
    else {
        return write_text(" DO NOTHING", sql);
    };
    write_text(" DO UPDATE SET ", sql);
    write_assignments(builder, assignments, sql);
    write_condition(builder, condition.as_ref(), sql);
}

/// Writes what columns become, as it stands behind `SET`.
pub fn write_assignments(
    builder: &impl Builder,
    assignments: &[Assignment],
    sql: &mut impl SqlWriter,
) {
    write_list(assignments, sql, |assignment, sql| {
        builder.prepare_iden(&assignment.column, sql);
        write_text(" = ", sql);
        builder.prepare_expr(&assignment.value, sql);
    });
}

/// Writes what becomes of the row that is there in a `MERGE`: nothing where it stays.
pub fn write_when_matched(
    builder: &impl Builder,
    action: &ConflictAction,
    sql: &mut impl SqlWriter,
) {
    let ConflictAction::Update {
        assignments,
        condition,
    } = action
    else {
        return;
    };
    write_text(" WHEN MATCHED", sql);
    if let Some(condition) = condition {
        write_text(" AND (", sql);
        builder.prepare_condition_where(condition, sql);
        write_text(")", sql);
    }
    write_text(" THEN UPDATE SET ", sql);
    write_assignments(builder, assignments, sql);
}

fn write_names(builder: &impl Builder, names: &[DynIden], sql: &mut impl SqlWriter) {
    write_list(names, sql, |name, sql| builder.prepare_iden(name, sql));
}

fn write_condition(
    builder: &impl Builder,
    condition: Option<&Condition>,
    sql: &mut impl SqlWriter,
) {
    if let Some(condition) = condition {
        write_text(" WHERE ", sql);
        builder.prepare_condition_where(condition, sql);
    }
}
