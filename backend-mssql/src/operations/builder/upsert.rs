//! Upserts without `MERGE`, but for those that ask for it (`merge`): each row is looked for, changed or inserted, under locks that keep others from doing the same, in one
//! request that takes effect as a whole. What stands around it is in `batch`.
//!
//! Rows are taken one after the other, so that one key may be met twice, and what is given back is in their order.

use backend_core::flag::Flag;
use backend_core::query::{
    Builder as _, ConflictAction, ConflictTarget, Upsert, UpsertSource, refuse, refuse_defaults,
    require_upsert, write_assignments, write_list, write_text,
};
use sea_query::{
    Condition, DynIden, InsertStatement, QueryBuilder as _, QuotedBuilder as _, SqlWriter,
    TableName, TableRef, TableRefBuilder as _,
};

use super::change::{Image, write_output};
use super::outline::exposed_name;
use super::part::Part;
use super::{MssqlBuilder, Owner};
use super::{batch, merge, modification};

/// The name of the rows that are to be inserted: that by which expressions call them.
pub(super) const NEW: &str = "[excluded]";
/// Keeps others from inserting a row of the key, and from changing or locking the one that is there.
///
/// Source: <https://learn.microsoft.com/sql/t-sql/queries/hints-transact-sql-table>.
const LOCKED: &str = " WITH (UPDLOCK, SERIALIZABLE)";

/// Writes the upsert that an insert of `sea_query` is.
pub(super) fn write_insert(
    builder: &MssqlBuilder<'_>,
    insert: &InsertStatement,
    sql: &mut impl SqlWriter,
) {
    if builder.has_with.get() || builder.place.get() != super::Place::Statement {
        return refuse(builder, "an insert that names a conflict stands alone here");
    }
    match Upsert::of(insert) {
        Ok(upsert) => write(builder, &upsert, sql),
        Err(error) => builder.refusal().note(error),
    }
}

pub(super) fn write(builder: &MssqlBuilder<'_>, upsert: &Upsert, sql: &mut impl SqlWriter) {
    if !require_upsert(builder, upsert) {
        return;
    }
    let TableRef::Table(table, _) = &upsert.table else {
        return refuse(builder, "rows are inserted into a table");
    };
    let Some(alias) = exposed_name(&upsert.table) else {
        return;
    };
    let key = match &upsert.target {
        ConflictTarget::Any => None,
        ConflictTarget::Columns { columns, condition } => Some(Key {
            columns,
            rows: condition.as_ref(),
        }),
        ConflictTarget::Expressions { .. } => {
            return builder
                .refusal()
                .note_flag(Flag::supports_expression_indexes);
        }
        _ => return builder.require(Flag::supports_conflict_constraint_names),
    };
    if let Some(key) = key.as_ref().filter(|_| upsert.uses_merge) {
        return merge::write(builder, upsert, (table, alias, key), sql);
    }
    let Some(source) = Source::of(builder, upsert) else {
        return refuse(builder, "the new rows of an upsert are rows or a select");
    };
    let work = Work {
        builder,
        upsert,
        table,
        alias,
        key,
        source,
    };
    work.write(sql);
}

/// The columns of a unique key or index, and the rows that it covers.
pub(super) struct Key<'u> {
    pub(super) columns: &'u [DynIden],
    pub(super) rows: Option<&'u Condition>,
}

/// Where the new rows are.
struct Source {
    /// They, as a table.
    rows: Part,
    /// How many there are, where that is known.
    count: Option<usize>,
    /// The select whose rows were put aside before.
    select: Option<Part>,
}

impl Source {
    fn of(builder: &MssqlBuilder<'_>, upsert: &Upsert) -> Option<Self> {
        let columns = |first: bool, part: &mut Part| {
            write_text(" (", part);
            write_text(if first { "[backend_row], " } else { "" }, part);
            write_names(builder, &upsert.columns, part);
            write_text(")", part);
        };
        Some(match &upsert.source {
            UpsertSource::Rows(rows) => {
                refuse_defaults(builder, rows);
                let is_numbered = rows.len() > 1;
                let part = Part::of(|part| {
                    write_text("(VALUES ", part);
                    for (n, row) in rows.iter().enumerate() {
                        write_text(if n > 0 { ", (" } else { "(" }, part);
                        if is_numbered {
                            write_text(&(n + 1).to_string(), part);
                            write_text(", ", part);
                        }
                        write_list(row, part, |value, part| builder.prepare_expr(value, part));
                        write_text(")", part);
                    }
                    write_text(") AS ", part);
                    write_text(NEW, part);
                    columns(is_numbered, part);
                });
                Self {
                    rows: part,
                    count: Some(rows.len()),
                    select: None,
                }
            }
            UpsertSource::Select(select) => Self {
                rows: Part::of(|part| {
                    write_text("[#backend_excluded] AS ", part);
                    write_text(NEW, part);
                }),
                count: None,
                select: Some(Part::of(|part| {
                    write_text("(", part);
                    builder.at(super::Place::Inner, || {
                        builder.prepare_select_statement(select, part);
                    });
                    write_text(") AS ", part);
                    write_text(NEW, part);
                    columns(false, part);
                })),
            },
            _ => return None,
        })
    }

    /// Whether rows are taken by their number.
    fn is_numbered(&self) -> bool {
        self.count != Some(1)
    }
}

/// What an upsert has to do.
struct Work<'w, 'd> {
    builder: &'w MssqlBuilder<'d>,
    upsert: &'w Upsert,
    table: &'w TableName,
    /// The name by which the upsert calls the table.
    alias: &'w DynIden,
    key: Option<Key<'w>>,
    source: Source,
}

impl Work<'_, '_> {
    fn write(&self, sql: &mut impl SqlWriter) {
        let ends_at_errors = self.key.is_some();
        let name = self.table;
        let start = modification::start_of_upsert(
            self.builder,
            (&self.upsert.table, name),
            self.upsert.returning.as_ref(),
        );
        batch::write_start(ends_at_errors, sql);
        start.write(self.builder, sql);
        if let Some(key) = &self.key {
            let name = Part::of(|part| self.builder.prepare_table_name(self.table, part));
            let columns = key.columns.iter().map(DynIden::inner);
            batch::write_key_check(self.builder, &name.to_string(), columns, sql);
        }
        if let Some(select) = &self.source.select {
            batch::write_aside(|sql| select.write(self.builder, sql), sql);
        }
        let has_loop = self.source.is_numbered();
        if has_loop {
            batch::write_loop_start(self.source.count, sql);
        }
        match (&self.key, &self.upsert.action) {
            (
                Some(key),
                ConflictAction::Update {
                    assignments,
                    condition,
                },
            ) => {
                let change = Part::of(|part| {
                    write_text(" SET ", part);
                    self.of_old_rows(key, || {
                        write_assignments(self.builder, assignments, part);
                    });
                });
                let first =
                    self.write_update(key, &change, condition.as_ref(), sql) + start.count();
                write_text("IF @@ROWCOUNT = 0 ", sql);
                self.write_insert(Some(key), Some(first), sql);
            }
            (Some(key), _) => self.write_insert(Some(key), None, sql),
            (None, _) => {
                batch::write_attempt_start(sql);
                self.write_insert(None, None, sql);
                batch::write_attempt_end(sql);
            }
        }
        if has_loop {
            batch::write_loop_end(sql);
        }
        modification::write_end_of_upsert(self.builder, name, sql);
        batch::write_end(ends_at_errors, self.source.select.is_some(), sql);
        modification::write_rows_of_upsert(self.builder, sql);
    }

    /// Writes the update of the row that is there; answers the number of the first parameter of the rows, but for those that the
    /// program begins with.
    fn write_update(
        &self,
        key: &Key<'_>,
        change: &Part,
        condition: Option<&Condition>,
        sql: &mut impl SqlWriter,
    ) -> usize {
        let builder = self.builder;
        let before = Part::of(|part| {
            write_text("UPDATE ", part);
            self.write_name(key, part);
            change.write(builder, part);
            self.write_output(Image::Updated, part);
            write_text(" FROM ", part);
            self.write_old(key, part);
            write_text(", ", part);
            write_text(
                if key.rows.is_some() {
                    "(SELECT * FROM "
                } else {
                    ""
                },
                part,
            );
        });
        before.write(builder, sql);
        self.source.rows.write(builder, sql);
        if let Some(rows) = key.rows {
            write_where(builder, rows, sql);
            write_text(") AS ", sql);
            write_text(NEW, sql);
        }
        write_text(" WHERE ", sql);
        self.write_equal(key, sql);
        if self.source.is_numbered() {
            write_text(" AND ", sql);
            write_text(batch::THIS_ROW, sql);
        }
        if let Some(condition) = condition {
            write_text(" AND (", sql);
            self.of_old_rows(key, || builder.prepare_condition_where(condition, sql));
            write_text(")", sql);
        }
        write_text("; ", sql);
        // Only a select's rows have parameters before these, and they have none themselves.
        before.count() + 1
    }

    /// Writes the insert of a row whose key is not there. The rows' parameters are those from number `first` on, if they were
    /// written before.
    fn write_insert(&self, key: Option<&Key<'_>>, first: Option<usize>, sql: &mut impl SqlWriter) {
        let builder = self.builder;
        write_text("INSERT INTO ", sql);
        builder.prepare_table_name(self.table, sql);
        write_text(" (", sql);
        write_names(builder, &self.upsert.columns, sql);
        write_text(")", sql);
        self.write_output(Image::Inserted, sql);
        write_text(" SELECT ", sql);
        write_new_columns(self.builder, self.upsert, sql);
        write_text(" FROM ", sql);
        match first {
            Some(first) => self.source.rows.write_again(first, batch::PARAMETER, sql),
            None => self.source.rows.write(builder, sql),
        }
        let mut word = " WHERE ";
        if self.source.is_numbered() {
            write_text(word, sql);
            write_text(batch::THIS_ROW, sql);
            word = " AND ";
        }
        if let Some(key) = key {
            write_text(word, sql);
            write_text("NOT EXISTS (SELECT 1 FROM ", sql);
            self.write_old(key, sql);
            write_text(" WHERE ", sql);
            self.write_equal(key, sql);
            if let Some(rows) = key.rows {
                write_text(" AND EXISTS (SELECT 1 FROM (SELECT ", sql);
                write_new_columns(self.builder, self.upsert, sql);
                write_text(") AS [backend_rows]", sql);
                write_where(builder, rows, sql);
                write_text(")", sql);
            }
            write_text(")", sql);
        }
        write_text("; ", sql);
    }

    fn write_output(&self, image: Image, sql: &mut impl SqlWriter) {
        let returning = self.upsert.returning.as_ref();
        if returning.is_some() {
            self.builder.require(Flag::can_return_columns_from_insert);
        }
        write_output(self.builder, image, Some(self.alias), returning, sql);
    }

    /// Writes expressions that call the rows that are there by the table's name.
    fn of_old_rows(&self, key: &Key<'_>, write: impl FnOnce()) {
        let owner = key.rows.map(|_| Owner {
            table: self.alias.clone(),
            prefix: "[backend_old].",
            has_all: false,
        });
        self.builder.with_owner(owner, write);
    }

    /// Writes the name of the rows that are there. Some of the rows have a name of their own, which cannot be taken for the
    /// table's.
    fn write_name(&self, key: &Key<'_>, sql: &mut impl SqlWriter) {
        match &self.upsert.table {
            _ if key.rows.is_some() => write_text("[backend_old]", sql),
            TableRef::Table(_, Some(alias)) => self.builder.prepare_iden(alias, sql),
            _ => self.builder.prepare_table_name(self.table, sql),
        }
    }

    /// Writes the rows that are there, those that the key covers.
    fn write_old(&self, key: &Key<'_>, sql: &mut impl SqlWriter) {
        let builder = self.builder;
        if let Some(rows) = key.rows {
            write_text("(SELECT * FROM ", sql);
            builder.prepare_table_name(self.table, sql);
            write_text(LOCKED, sql);
            write_where(builder, rows, sql);
            return write_text(") AS [backend_old]", sql);
        }
        builder.prepare_table_ref(&self.upsert.table, sql);
        write_text(LOCKED, sql);
    }

    fn write_equal(&self, key: &Key<'_>, sql: &mut impl SqlWriter) {
        for (n, column) in key.columns.iter().enumerate() {
            write_text(if n > 0 { " AND " } else { "" }, sql);
            if key.rows.is_some() {
                write_text("[backend_old]", sql);
            } else {
                self.builder.prepare_iden(self.alias, sql);
            }
            write_text(".", sql);
            self.builder.prepare_iden(column, sql);
            write_text(" = ", sql);
            write_text(NEW, sql);
            write_text(".", sql);
            self.builder.prepare_iden(column, sql);
        }
    }
}

/// Writes the columns of the new rows, with `, ` between two.
pub(super) fn write_new_columns(
    builder: &MssqlBuilder<'_>,
    upsert: &Upsert,
    sql: &mut impl SqlWriter,
) {
    write_list(&upsert.columns, sql, |column, sql| {
        write_text(NEW, sql);
        write_text(".", sql);
        builder.prepare_iden(column, sql);
    });
}

pub(super) fn write_where(builder: &MssqlBuilder<'_>, rows: &Condition, sql: &mut impl SqlWriter) {
    write_text(" WHERE ", sql);
    builder.prepare_condition_where(rows, sql);
}

pub(super) fn write_names(builder: &MssqlBuilder<'_>, names: &[DynIden], sql: &mut impl SqlWriter) {
    write_list(names, sql, |name, sql| builder.prepare_iden(name, sql));
}
