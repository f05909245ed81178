//! The rows of a table that is made anew: what is asked of them before, how they are copied, and what is asked of the copy.

use super::{Making, RowNumber};
use crate::error::{ErrorKind, Integrity, Result};
use crate::model::{Column, Default, Identifier, Table};
use crate::schema_editor::{Effect, Expected, Step, alter_column, table};
use crate::sql::Writer;

/// The most rows that are copied by one statement: few enough to tell somebody who waits, too many for a statement to cost
/// anything beside them.
const ROWS: u32 = 50_000;

/// Where a column has its values from.
pub(super) struct Source {
    /// The column after.
    pub(super) column: Identifier,
    /// The column before; `None` for a new one, which has its default.
    from: Option<Identifier>,
    /// What makes the new value of the old row, where it is not the vendor's own conversion.
    pub(super) using: Option<String>,
}

/// A column whose values are copied.
struct Copied<'a> {
    from: &'a Column,
    to: &'a Column,
    using: Option<&'a str>,
}

impl Source {
    /// Each column from itself.
    pub(super) fn of(table: &Table) -> Vec<Self> {
        let columns = table.columns.iter();
        columns
            .map(|column| Self {
                column: column.name.clone(),
                from: Some(column.name.clone()),
                using: None,
            })
            .collect()
    }

    /// Of a new column.
    pub(super) const fn new(column: Identifier) -> Self {
        Self {
            column,
            from: None,
            using: None,
        }
    }
}

/// What stands for NULL in a column that becomes NOT NULL.
fn filled_by<'c>(from: &Column, to: &'c Column) -> Option<&'c Default> {
    let is_filled = from.nullable && !to.nullable;
    to.default.as_ref().filter(|_| is_filled)
}

impl Making<'_> {
    /// The columns that are copied.
    fn pairs(&self) -> impl Iterator<Item = Copied<'_>> {
        self.after.columns.iter().filter_map(|to| {
            let source = self.sources.iter().find(|it| it.column == to.name)?;
            let from = self.old.column(source.from.as_ref()?.as_str())?;
            let using = source.using.as_deref();
            let is_copied = to.generated.is_none() && self.remake.is_copied(to);
            is_copied.then_some(Copied { from, to, using })
        })
    }

    /// The questions about rows that cannot be copied, whatever they hold.
    pub(super) fn unfit_rows(&self) -> Result<Vec<Step>> {
        let mut steps = Vec::new();
        for column in &self.after.columns {
            let is_new = |it: &&Source| it.column == column.name && it.from.is_none();
            let is_filled = column.nullable
                || column.default.is_some()
                || column.generated.is_some()
                || column.identity.is_some();
            if self.sources.iter().any(|it| is_new(&it)) && !is_filled {
                let why = format!(
                    "the rows that are there have no value for {}, which cannot be NULL",
                    column.name.shortened()
                );
                steps.push(self.ask_old(why, |_| {}));
            }
        }
        for Copied { from, to, using } in self.pairs() {
            // A number would be made up for it.
            let becomes_identity = from.identity.is_none() && to.identity.is_some();
            if becomes_identity && (from.nullable || using.is_some()) {
                let why = format!("{} is NULL in some rows", from.name.shortened());
                steps.push(self.ask_old(why, |out| {
                    out.push(" WHERE ");
                    match using {
                        Some(expression) => out.push("(").fragment(expression).push(")"),
                        None => out.identifier(&from.name),
                    };
                    out.push(" IS NULL");
                }));
            }
        }
        Ok(steps)
    }

    /// Asks that the table before has no row of some sort.
    fn ask_old(&self, why: String, condition: impl FnOnce(&mut Writer<'_>)) -> Step {
        let mut out = self.dialect.writer();
        out.push("SELECT 1 FROM ").name(&self.old.name);
        condition(&mut out);
        Step::expect(out.finish(), Expected::None, why)
            .or_else(ErrorKind::Integrity(Integrity::NotNull))
    }

    /// The step that copies the rows.
    pub(super) fn copy(&self, made: &Table) -> Result<Step> {
        let number = self.remake.row_number(self.old, &self.after);
        let written = number.as_ref().and_then(|number| number.written.as_ref());
        let why = format!("rows of {}", self.old.name.name.shortened());
        let effect = Effect {
            rewrites_table: true,
            loses_data: self.loses_data,
            ..Effect::default()
        };
        let mut out = self.dialect.writer();
        self.remake.insert_into(&mut out);
        out.name(&made.name);
        if written.is_none() && self.remake.copies_whole_rows() && self.are_rows_equal() {
            // In this form a database can see that whole pages are the same.
            out.push(" SELECT * FROM ").name(&self.old.name);
            return Ok(Step::execute(out.finish(), why).with_effect(effect));
        }
        self.columns(number.as_ref(), &mut out)?;
        out.push(" FROM ").name(&self.old.name);
        let Some((read, reached)) = number.and_then(|it| Some((it.read, it.reached?))) else {
            return Ok(Step::execute(out.finish(), why).with_effect(effect));
        };
        self.remake.piece(&read, i64::MIN, ROWS, &mut out);
        let mut last = self.dialect.writer();
        last.push("SELECT MAX(").identifier(&reached);
        last.push(") FROM ").name(&made.name);
        Ok(Step::Copy {
            statement: out.finish(),
            last: last.finish(),
            rows: ROWS,
            effect,
            why,
        })
    }

    /// Writes what is copied into what, and the number of each row where no column has it.
    fn columns(&self, number: Option<&RowNumber>, out: &mut Writer<'_>) -> Result<()> {
        let number = number.and_then(|it| Some((&it.read, it.written.as_ref()?)));
        let pairs: Vec<_> = self.pairs().collect();
        let written = number.map(|(_, written)| written);
        let targets = written
            .into_iter()
            .chain(pairs.iter().map(|each| &each.to.name));
        out.push(" (").identifiers(targets).push(") SELECT ");
        if let Some((read, _)) = number {
            out.identifier(read);
        }
        for (n, Copied { from, to, using }) in pairs.into_iter().enumerate() {
            if n > 0 || number.is_some() {
                out.push(", ");
            }
            let default = filled_by(from, to);
            if default.is_some() {
                out.push("COALESCE(");
            }
            if let Some(expression) = using {
                out.push("(").fragment(expression).push(")");
            } else if self.is_retyped(from, to)? {
                self.remake.converted(from, to, out);
            } else {
                out.identifier(&from.name);
            }
            if let Some(default) = default {
                out.push(", ");
                table::write_default_value(self.dialect, default, out)?;
                out.push(")");
            }
        }
        Ok(())
    }

    /// Whether the table after stores the same rows as the one before.
    fn are_rows_equal(&self) -> bool {
        let plain = |table: &Table| {
            let mut plain = table.clone();
            plain.indexes.clear();
            plain.triggers.clear();
            plain.foreign_keys.clear();
            plain.comment = None;
            for column in &mut plain.columns {
                column.comment = None;
            }
            plain
        };
        let is_generated = |column: &Column| column.generated.is_some() || column.hidden;
        self.pairs().count() == self.old.columns.len()
            && !self.old.columns.iter().any(is_generated)
            && self.pairs().all(|each| each.using.is_none())
            && plain(self.old) == plain(&self.after)
    }

    /// The questions whether the copy holds all rows, and values of its columns' types.
    pub(super) fn copied_rows(&self, made: &Table) -> Result<Vec<Step>> {
        let mut out = self.dialect.writer();
        out.push("SELECT 1 WHERE (SELECT COUNT(*) FROM ")
            .name(&made.name);
        out.push(") <> (SELECT COUNT(*) FROM ").name(&self.old.name);
        out.push(")");
        let why = format!(
            "not all rows of {} were copied",
            self.old.name.name.shortened()
        );
        let mut steps = vec![Step::expect(out.finish(), Expected::None, why)];
        for Copied { from, to, using } in self.pairs() {
            if using.is_none() && !self.is_retyped(from, to)? {
                continue;
            }
            let mut out = self.dialect.writer();
            out.push("SELECT 1 FROM ").name(&made.name).push(" WHERE ");
            if self.remake.unconverted(from, to, &mut out) {
                let why = format!(
                    "a value of the column {} is none of its new type",
                    to.name.shortened()
                );
                steps.push(Step::expect(out.finish(), Expected::None, why));
            }
        }
        Ok(steps)
    }

    /// Whether the vendor has another type for the column after.
    fn is_retyped(&self, from: &Column, to: &Column) -> Result<bool> {
        if from.column_type == to.column_type && from.declared_type == to.declared_type {
            return Ok(false);
        }
        let spelled =
            |table, column| alter_column::spelled(self.editor, self.dialect, table, column);
        Ok(spelled(self.old, from)? != spelled(&self.after, to)?)
    }
}
