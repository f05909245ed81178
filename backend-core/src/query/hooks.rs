//! Hooks that builders of several vendors share: where `sea_query`'s own leave something out, or write what no server reads.

use std::fmt::{self, Write};

use sea_query::{
    Expr, Frame, JoinOn, NullOrdering, OnConflict, OnConflictAction, OnConflictIdentifier,
    OnConflictTarget, OrderExpr, QueryBuilder, ReturningClause, SelectStatement, SqlWriter,
    SubQueryStatement, TableRef, Value, WithClause,
};

use super::{Builder, Defaults, Probe};
use crate::error::{Error, ErrorKind};
use crate::flag::Flag;

/// Writes text. The hooks have no way to say that it failed, and a collector of this crate does not.
pub fn write_text(text: &str, sql: &mut impl SqlWriter) {
    let _ = sql.write_str(text);
}

/// Writes items with commas between them.
pub fn write_list<'i, T: 'i, W: SqlWriter>(
    items: impl IntoIterator<Item = &'i T>,
    sql: &mut W,
    mut write: impl FnMut(&'i T, &mut W),
) {
    for (n, item) in items.into_iter().enumerate() {
        if n > 0 {
            write_text(", ", sql);
        }
        write(item, sql);
    }
}

/// Notes what no flag stands for.
pub fn refuse(builder: &impl Builder, message: impl Into<String>) {
    builder
        .refusal()
        .note(Error::new(ErrorKind::NotSupported(None), message));
}

/// Requires a flag where a hook writes anything: statements hide whether they hold a clause.
#[inline]
pub fn require_unless_empty(builder: &impl Builder, flag: Flag, write: impl FnOnce(&mut Trace)) {
    let mut trace = Trace::default();
    write(&mut trace);
    if trace.is_written {
        builder.refusal().require(builder.features(), flag);
    }
}

/// The index by which a select reads a table, where it names one; its flag is then required. `write` writes the clause with `USE INDEX`:
/// statements hide the name, but put words around it.
pub fn named_index(builder: &impl Builder, write: impl FnOnce(&mut Probe)) -> Option<String> {
    let mut written = Probe::default();
    write(&mut written);
    if written.is_empty() {
        return None;
    }
    let flag = Flag::supports_index_hints;
    builder.refusal().require(builder.features(), flag);
    let hint = written.text.trim_start();
    let name = ["USE INDEX (`", "FORCE INDEX (`"]
        .iter()
        .find_map(|words| hint.strip_prefix(words))
        .and_then(|rest| rest.strip_suffix("`)"))
        .filter(|name| !name.contains("`) "));
    if name.is_none() {
        refuse(
            builder,
            "one index of a table can be named to be used, and none to be ignored, nor what it is for",
        );
    }
    name.map(|name| name.replace("``", "`"))
}

/// Takes what a hook writes and keeps nothing but that it was something.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Trace {
    /// Whether anything was written.
    pub is_written: bool,
}

impl Write for Trace {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.is_written |= !text.is_empty();
        Ok(())
    }
}

impl fmt::Display for Trace {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl SqlWriter for Trace {
    fn push_param<T: QueryBuilder>(&mut self, _: Value, _: &T) {
        self.is_written = true;
    }

    fn as_writer(&mut self) -> &mut dyn Write {
        self
    }
}

/// The hook [`prepare_table_ref`](QueryBuilder::prepare_table_ref): `sea_query`'s own does not ask for functions of this crate.
pub fn write_table_ref(builder: &impl Builder, table: &TableRef, sql: &mut impl SqlWriter) {
    let alias = match table {
        TableRef::SubQuery(select, alias) => {
            write_text("(", sql);
            builder.prepare_select_statement(select, sql);
            write_text(") AS ", sql);
            alias
        }
        TableRef::ValuesList(rows, alias) => {
            write_text("(", sql);
            builder.prepare_values_list(rows, sql);
            write_text(") AS ", sql);
            alias
        }
        TableRef::FunctionCall(call, alias) => {
            builder.prepare_expr(&Expr::FunctionCall(call.clone()), sql);
            write_text(" AS ", sql);
            alias
        }
        _ => return builder.prepare_table_ref_iden(table, sql),
    };
    builder.prepare_iden(alias, sql);
}

/// The hook [`prepare_join_on`](QueryBuilder::prepare_join_on): `sea_query`'s own ends the program at a join by names.
pub fn write_join_on(builder: &impl Builder, on: &JoinOn, sql: &mut impl SqlWriter) {
    match on {
        JoinOn::Condition(condition) => builder.prepare_condition(condition, "ON", sql),
        _ => refuse(
            builder,
            "a join by the names of columns cannot be written; join by a condition",
        ),
    }
}

/// The hook [`prepare_order_expr`](QueryBuilder::prepare_order_expr) where `NULLS FIRST` and `NULLS LAST` can be written, if
/// the server has them. Where NULLs go is hidden, but `own`, a builder of `sea_query`, writes it last.
pub fn write_order(
    builder: &impl Builder,
    order: &OrderExpr,
    own: &impl QueryBuilder,
    sql: &mut impl SqlWriter,
) {
    Defaults(builder).prepare_order_expr(order, sql);
    if builder.refusal().is_noted() {
        return;
    }
    let mut last = LastWords::default();
    own.prepare_order_expr(order, &mut last);
    if let Some(nulls) = last.0 {
        builder
            .refusal()
            .require(builder.features(), Flag::supports_order_by_nulls_modifier);
        write_text(nulls, sql);
    }
}

/// Writes a member of an order of a function or a window, the method [`prepare_order_by`](Builder::prepare_order_by) of vendors
/// that have `NULLS FIRST` and `NULLS LAST`, or refuse them.
pub fn write_order_by(
    builder: &impl Builder,
    expression: &Expr,
    direction: &str,
    nulls: Option<NullOrdering>,
    sql: &mut impl SqlWriter,
) {
    let is_one_word = matches!(
        expression,
        Expr::Column(_) | Expr::Value(_) | Expr::Constant(_)
    );
    write_text(if is_one_word { "" } else { "(" }, sql);
    builder.prepare_expr(expression, sql);
    write_text(if is_one_word { "" } else { ")" }, sql);
    write_text(direction, sql);
    write_text(
        match nulls {
            Some(NullOrdering::First) => NULLS_FIRST,
            Some(NullOrdering::Last) => NULLS_LAST,
            None => "",
        },
        sql,
    );
}

const NULLS_FIRST: &str = " NULLS FIRST";
const NULLS_LAST: &str = " NULLS LAST";

/// Keeps what says where NULLs stand, if nothing came behind it.
#[derive(Default)]
struct LastWords(Option<&'static str>);

impl Write for LastWords {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 = match text {
            NULLS_FIRST => Some(NULLS_FIRST),
            NULLS_LAST => Some(NULLS_LAST),
            _ => None,
        };
        Ok(())
    }

    fn write_char(&mut self, _: char) -> fmt::Result {
        self.0 = None;
        Ok(())
    }
}

impl fmt::Display for LastWords {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl SqlWriter for LastWords {
    fn push_param<T: QueryBuilder>(&mut self, _: Value, _: &T) {
        self.0 = None;
    }

    fn as_writer(&mut self) -> &mut dyn Write {
        self
    }
}

/// The hook [`prepare_select_limit_offset`](QueryBuilder::prepare_select_limit_offset) where an offset has to follow a limit:
/// `no_limit` stands before one that is alone.
pub fn write_limit_before_offset(
    builder: &impl Builder,
    select: &SelectStatement,
    no_limit: &'static str,
    sql: &mut impl SqlWriter,
) {
    let mut offset = OffsetAlone {
        sql,
        no_limit: Some(no_limit),
    };
    Defaults(builder).prepare_select_limit_offset(select, &mut offset);
}

/// Passes a limit and an offset on, with what has to stand before an offset that nothing comes before.
struct OffsetAlone<'s, W> {
    sql: &'s mut W,
    no_limit: Option<&'static str>,
}

impl<W: SqlWriter> Write for OffsetAlone<'_, W> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if let Some(no_limit) = self.no_limit.take()
            && text == " OFFSET "
        {
            self.sql.write_str(no_limit)?;
        }
        self.sql.write_str(text)
    }
}

impl<W: SqlWriter> fmt::Display for OffsetAlone<'_, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sql.to_string())
    }
}

impl<W: SqlWriter> SqlWriter for OffsetAlone<'_, W> {
    fn push_param<T: QueryBuilder>(&mut self, value: Value, builder: &T) {
        self.sql.push_param(value, builder);
    }

    fn as_writer(&mut self) -> &mut dyn Write {
        self
    }
}

/// The hook [`prepare_with_clause_start`](QueryBuilder::prepare_with_clause_start): `sea_query`'s own leaves out what a query
/// says about recursion where it is not said to be recursive.
pub fn write_with_start(builder: &impl Builder, with: &WithClause, sql: &mut impl SqlWriter) {
    builder
        .refusal()
        .require(builder.features(), Flag::supports_common_table_expressions);
    let mut start = Probe::default();
    Defaults(builder).prepare_with_clause_start(with, &mut start);
    if !start.text.contains("RECURSIVE") {
        let mut options = Probe::default();
        let recursive = with.clone().recursive(true).to_owned();
        Defaults(builder).prepare_with_clause_recursive_options(&recursive, &mut options);
        if !options.is_empty() {
            builder.refusal().note(Error::new(
                ErrorKind::Interface,
                "SEARCH and CYCLE are of recursive queries; say that it is recursive",
            ));
        }
    }
    write_text(&start.text, sql);
}

/// Whether a query changes rows.
#[must_use]
pub const fn modifies(query: &SubQueryStatement) -> bool {
    matches!(
        query,
        SubQueryStatement::InsertStatement(_)
            | SubQueryStatement::UpdateStatement(_)
            | SubQueryStatement::DeleteStatement(_)
    )
}

/// The hook [`prepare_frame`](QueryBuilder::prepare_frame): `sea_query`'s own leaves no blank behind the number.
pub fn write_frame(builder: &impl Builder, frame: &Frame, sql: &mut impl SqlWriter) {
    let (rows, word) = match *frame {
        Frame::Preceding(rows) => (rows, " PRECEDING"),
        Frame::Following(rows) => (rows, " FOLLOWING"),
        _ => return Defaults(builder).prepare_frame(frame, sql),
    };
    builder.prepare_value(rows.into(), sql);
    write_text(word, sql);
}

/// The hook [`prepare_returning`](QueryBuilder::prepare_returning) of a query that needs `flag` for it.
pub fn write_returning(
    builder: &impl Builder,
    flag: Option<Flag>,
    returning: &Option<ReturningClause>,
    sql: &mut impl SqlWriter,
) {
    if let (Some(_), Some(flag)) = (returning, flag) {
        builder.refusal().require(builder.features(), flag);
    }
    Defaults(builder).prepare_returning(returning, sql);
}

/// The hook [`prepare_on_conflict`](QueryBuilder::prepare_on_conflict) of an insert of `sea_query`, which takes the flags that
/// an [`Upsert`](super::Upsert) takes.
pub fn write_on_conflict(
    builder: &impl Builder,
    conflict: &Option<OnConflict>,
    sql: &mut impl SqlWriter,
) {
    if conflict.is_none() {
        return;
    }
    let mut whole = Probe::default();
    Defaults(builder).prepare_on_conflict(conflict, &mut whole);
    if whole.text.starts_with(" ON CONFLICT  DO UPDATE") {
        let flag = Flag::supports_update_conflicts_without_target;
        builder.refusal().require(builder.features(), flag);
    }
    Defaults(builder).prepare_on_conflict(conflict, sql);
}

/// The hook [`prepare_on_conflict_target`](QueryBuilder::prepare_on_conflict_target).
pub fn write_conflict_target(
    builder: &impl Builder,
    target: &OnConflictTarget,
    sql: &mut impl SqlWriter,
) {
    let flag = match target {
        OnConflictTarget::Constraint(_) => Flag::supports_conflict_constraint_names,
        OnConflictTarget::Identifiers(keys) if keys.is_empty() => return,
        OnConflictTarget::Identifiers(_) => Flag::supports_update_conflicts_with_target,
    };
    builder.refusal().require(builder.features(), flag);
    match target {
        OnConflictTarget::Constraint(name) => {
            write_text("ON CONSTRAINT ", sql);
            builder.prepare_iden(&name.clone().into(), sql);
        }
        OnConflictTarget::Identifiers(keys) => {
            write_text("(", sql);
            write_list(keys, sql, |key, sql| match key {
                OnConflictIdentifier::Column(name) => builder.prepare_iden(name, sql),
                OnConflictIdentifier::Expr(column @ Expr::Column(_)) => {
                    builder.prepare_expr(column, sql);
                }
                OnConflictIdentifier::Expr(key) => {
                    builder.prepare_tuple(std::slice::from_ref(key), sql);
                }
            });
            write_text(")", sql);
        }
    }
}

/// The hook [`prepare_on_conflict_action`](QueryBuilder::prepare_on_conflict_action): `sea_query`'s own leaves a statement
/// unfinished that does not say what to do.
pub fn write_conflict_action(
    builder: &impl Builder,
    action: &Option<OnConflictAction>,
    sql: &mut impl SqlWriter,
) {
    match action {
        Some(OnConflictAction::DoNothing(_)) => builder
            .refusal()
            .require(builder.features(), Flag::supports_ignore_conflicts),
        Some(OnConflictAction::Update(columns)) if !columns.is_empty() => builder
            .refusal()
            .require(builder.features(), Flag::supports_update_conflicts),
        _ => builder.refusal().note(Error::new(
            ErrorKind::Interface,
            "an insert that names a conflict says what becomes of the row that is there",
        )),
    }
    builder.prepare_on_conflict_action_common(action, sql);
}
