//! Making a table anew: which changes of it no statement of SQLite makes, and how its rows come into the new table.
//!
//! After SQLite's own procedure (<https://www.sqlite.org/lang_altertable.html#otheralter>).

use backend_core::error::Result;
use backend_core::model::{
    Change, Column, Constraint, Default, GeneratedStorage, Identifier, QualifiedName, Table,
    TriggerEvent,
};
use backend_core::operations::Dialect;
use backend_core::schema_editor::{Remake, RowNumber, Setting};
use backend_core::sql::tokenizer::Tokenizer;
use backend_core::sql::{Statement, Writer};

use super::{SqliteSchemaEditor, WITHOUT_ROWID, columns, conversion, keys};
use crate::sql::LEXICON;

/// The names of the row id. A column of the same name hides one.
const ROW_ID_NAMES: [&str; 3] = ["rowid", "_rowid_", "oid"];

impl Remake for SqliteSchemaEditor {
    fn remakes(&self, dialect: &Dialect, table: &Table, change: &Change) -> bool {
        let alters_columns = dialect.features.can_alter_nullability_in_place;
        match change {
            Change::SetTableComment { comment, .. } => *comment != table.comment,
            Change::AddColumn { column, .. } => remakes_to_add(table, column),
            Change::DropColumn { name, .. } => remakes_to_drop(table, name),
            Change::AlterColumn { column, using, .. } => {
                using.is_some() || remakes_to_alter(table, column, alters_columns)
            }
            Change::AddConstraint { constraint, .. } => {
                let is_check = matches!(constraint, Constraint::Check(_));
                !(is_check && alters_columns && !ends_with_comment(table))
            }
            Change::DropConstraint { name, .. } => {
                let is_it = |named: &Option<Identifier>| named.as_ref() == Some(name);
                let is_check = table.checks.iter().any(|check| is_it(&check.name));
                !(is_check && alters_columns && !has_comments(table))
            }
            Change::DropUnnamedConstraint { .. } | Change::RenameConstraint { .. } => true,
            _ => false,
        }
    }

    /// Otherwise views and triggers that name the table keep the new one from taking its name, or are rewritten.
    fn settings(&self) -> Vec<Setting> {
        let name = "legacy_alter_table";
        vec![Setting {
            is_set: Statement::new(format!("SELECT 1 FROM temp.pragma_{name} WHERE {name} = 1")),
            set: Statement::new(format!("PRAGMA {name} = 1")),
            unset: Statement::new(format!("PRAGMA {name} = 0")),
        }]
    }

    fn under_another_name(&self, mut table: Table, name: QualifiedName) -> Table {
        for check in &mut table.checks {
            check.expression = unqualified(&check.expression, &table.name.name);
        }
        table.name = name;
        table
    }

    fn row_number(&self, before: &Table, after: &Table) -> Option<RowNumber> {
        if before.options.contains(WITHOUT_ROWID) || after.options.contains(WITHOUT_ROWID) {
            return None;
        }
        let (own_before, own_after) = (row_id_column(before), row_id_column(after));
        let read = row_id_name(before).or_else(|| own_before.cloned())?;
        Some(match own_after {
            Some(column) => RowNumber {
                read,
                written: None,
                reached: (own_before == Some(column)).then(|| column.clone()),
            },
            None => {
                let hidden = row_id_name(after);
                RowNumber {
                    read,
                    written: hidden.clone(),
                    reached: hidden,
                }
            }
        })
    }

    /// A constraint's own answer to what breaks it would be followed silently.
    fn insert_into(&self, out: &mut Writer<'_>) {
        out.push("INSERT OR ABORT INTO ");
    }

    fn piece(&self, number: &Identifier, first: i64, rows: u32, out: &mut Writer<'_>) {
        out.push(" WHERE ")
            .identifier(number)
            .push(" >= ")
            .bind(first);
        out.push(" ORDER BY ").identifier(number);
        out.push(" LIMIT ").bind(i64::from(rows));
    }

    fn converted(&self, from: &Column, to: &Column, out: &mut Writer<'_>) {
        conversion::write(from, to, out);
    }

    fn unconverted(&self, _from: &Column, to: &Column, out: &mut Writer<'_>) -> bool {
        conversion::write_unconverted(to, out)
    }

    fn keep_numbering(
        &self,
        dialect: &Dialect,
        before: &Table,
        made: &Table,
    ) -> Result<Vec<Statement>> {
        let counts = |table: &Table| {
            let mut columns = table.columns.iter();
            columns.any(|column| {
                keys::is_row_id(table, column)
                    && column
                        .identity
                        .as_ref()
                        .is_some_and(|it| !it.reuses_numbers)
            })
        };
        if !counts(before) || !counts(made) {
            return Ok(Vec::new());
        }
        let mut delete = dialect.writer();
        delete.push("DELETE FROM sqlite_sequence WHERE name = ");
        delete.string(made.name.name.as_str());
        let mut insert = dialect.writer();
        insert.push("INSERT INTO sqlite_sequence (name, seq) SELECT ");
        insert.string(made.name.name.as_str());
        insert.push(", seq FROM sqlite_sequence WHERE name = ");
        insert.string(before.name.name.as_str());
        Ok(vec![delete.finish(), insert.finish()])
    }

    fn broken_foreign_keys(&self, dialect: &Dialect, table: &QualifiedName) -> Option<Statement> {
        let mut out = dialect.writer();
        out.push("SELECT 1 FROM temp.pragma_foreign_key_check(");
        out.string(table.name.as_str()).push(")");
        Some(out.finish())
    }

    fn compiles_triggers(
        &self,
        dialect: &Dialect,
        name: &QualifiedName,
        columns: &[Column],
        event: &TriggerEvent,
    ) -> Option<Statement> {
        let mut out = dialect.writer();
        match event {
            TriggerEvent::Insert => {
                out.push("EXPLAIN INSERT INTO ")
                    .name(name)
                    .push(" DEFAULT VALUES");
            }
            TriggerEvent::Delete => {
                out.push("EXPLAIN DELETE FROM ").name(name);
            }
            TriggerEvent::Update { columns: of } => {
                let is_plain = |column: &&Column| column.generated.is_none();
                let any = columns.iter().find(is_plain).map(|column| &column.name);
                let set = if of.is_empty() {
                    any.into_iter().collect()
                } else {
                    of.iter().collect::<Vec<_>>()
                };
                if set.is_empty() {
                    return None;
                }
                out.push("EXPLAIN UPDATE ").name(name).push(" SET ");
                out.list(set, |out, column| {
                    out.identifier(column).push(" = ").identifier(column);
                });
            }
            TriggerEvent::Truncate => return None,
            _ => return None,
        }
        Some(out.finish())
    }
}

/// Whether a column is one that `ADD COLUMN` does not take, or takes only while there are no rows.
fn remakes_to_add(table: &Table, column: &Column) -> bool {
    let generated = column.generated.as_ref();
    column.identity.is_some()
        || generated.is_some_and(|it| it.storage == GeneratedStorage::Stored)
        || (!column.nullable && column.default.is_none() && generated.is_none())
        || matches!(column.default, Some(Default::Expression(_)))
        // The statement's text is put into the table's, where a comment would end up with another column, or swallow what
        // follows.
        || column.comment.is_some()
        || ends_with_comment(table)
}

/// Whether `DROP COLUMN` takes a column together with a part of what is said of another.
fn remakes_to_drop(table: &Table, name: &Identifier) -> bool {
    let is_last = table.columns.last().is_some_and(|it| it.name == *name);
    let mut last_two = table.columns.iter().rev().take(2);
    is_last && last_two.any(|column| column.comment.is_some())
}

/// Whether of a column more is altered than whether it can be NULL, or the version does not alter that.
fn remakes_to_alter(table: &Table, to: &Column, alters_nullability: bool) -> bool {
    let Some(from) = table.column(to.name.as_str()) else {
        return false;
    };
    let retyped = || {
        let mut after = table.clone();
        for column in &mut after.columns {
            if column.name == to.name {
                column.clone_from(to);
            }
        }
        // What cannot be spelled is refused where it is written.
        let before = columns::spelling(table, from);
        columns::spelling(&after, to).map_or(true, |after| !before.is_ok_and(|it| it == after))
    };
    from.collation != to.collation
        || from.default != to.default
        || from.identity != to.identity
        || from.generated != to.generated
        || from.comment != to.comment
        || from.options != to.options
        || (from.nullable != to.nullable && !alters_nullability)
        || retyped()
}

fn has_comments(table: &Table) -> bool {
    table.comment.is_some() || table.columns.iter().any(|column| column.comment.is_some())
}

fn ends_with_comment(table: &Table) -> bool {
    table
        .columns
        .last()
        .is_some_and(|column| column.comment.is_some())
}

/// The column that stands for the row id.
fn row_id_column(table: &Table) -> Option<&Identifier> {
    let mut columns = table.columns.iter();
    columns
        .find(|column| keys::is_row_id(table, column))
        .map(|column| &column.name)
}

/// The row id's name that no column hides.
fn row_id_name(table: &Table) -> Option<Identifier> {
    let is_free = |name: &&str| {
        let mut columns = table.columns.iter();
        !columns.any(|column| column.name.as_str().eq_ignore_ascii_case(name))
    };
    let name = ROW_ID_NAMES.into_iter().find(is_free)?;
    Identifier::new(name).ok()
}

/// An expression whose columns do not say the table's name: there is no other that they could be of.
fn unqualified(expression: &str, table: &Identifier) -> String {
    let mut text = String::with_capacity(expression.len());
    let mut tokens = Tokenizer::new(expression, LEXICON).peekable();
    while let Some(token) = tokens.next() {
        let names_it = token
            .identifier()
            .is_some_and(|name| table.as_str().eq_ignore_ascii_case(&name));
        if names_it && tokens.next_if(|next| next.is_symbol(".")).is_some() {
            continue;
        }
        text.push_str(token.text);
    }
    text
}
