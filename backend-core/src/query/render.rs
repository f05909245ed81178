//! [`render`]: runs a vendor's [`Builder`] over a query, and answers with a statement or with why there is none.

use std::cell::{Cell, RefCell};
use std::fmt::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use sea_query::{
    DynIden, Expr, NullOrdering, QueryBuilder, SelectStatement, SqlWriter, SubQueryStatement,
    UnionType, Value as Ast,
};

use super::compound::{Arm, Compound, write_compound};
use super::hooks::write_order_by;
use super::modification::{Modification, write_modification};
use super::selection::{self, Selection, TableSample};
use super::upsert::{Upsert, write_upsert};
use super::{Query, parameter};
use crate::error::{Error, ErrorKind, Result};
use crate::features::Features;
use crate::flag::Flag;
use crate::sql::{PlaceholderStyle, Statement, Syntax, Writer};
use crate::value::{TypedValue, ValueRef};

/// A vendor's writer of queries: the hooks of [`QueryBuilder`], and what they need to refuse a clause.
///
/// # Contract
/// A hook whose clause the server lacks MUST note a [`Refusal`]; what it writes then does not matter. A builder is made for
/// one query and dropped.
pub trait Builder: QueryBuilder {
    /// What the server can do.
    fn features(&self) -> &Features;

    /// How the vendor's SQL is spelled.
    fn syntax(&self) -> &Syntax;

    /// Where hooks note what cannot be written.
    fn refusal(&self) -> &Refusal;

    /// Writes an upsert. Its flags are required by the default, which writes `ON CONFLICT`.
    fn prepare_upsert(&self, upsert: &Upsert, sql: &mut impl SqlWriter) {
        write_upsert(self, upsert, sql, |select, sql| {
            self.prepare_select_statement(select, sql);
        });
    }

    /// Writes a modification. Its flags are required by the default, which writes the statement alone.
    fn prepare_modification(&self, modification: &Modification, sql: &mut impl SqlWriter) {
        write_modification(self, modification, sql);
    }

    /// Writes a compound. Its flags are required by the default.
    fn prepare_compound(&self, compound: &Compound, sql: &mut impl SqlWriter) {
        write_compound(self, compound, sql);
    }

    /// Writes an arm of a compound that stands in parentheses, as a table.
    fn prepare_inner_arm(&self, arm: &Arm, sql: &mut impl SqlWriter) {
        match arm {
            Arm::Select(select) => self.prepare_select_statement(select, sql),
            Arm::Compound(compound) => self.prepare_compound(compound, sql),
        }
    }

    /// Writes a member of an order of a function or a window: an operand, the direction, and where NULLs stand if that is
    /// said, whose flag was required.
    fn prepare_order_by(
        &self,
        expression: &Expr,
        direction: &str,
        nulls: Option<NullOrdering>,
        sql: &mut impl SqlWriter,
    ) {
        write_order_by(self, expression, direction, nulls, sql);
    }

    /// Writes the name of a window of the select behind `OVER`.
    fn prepare_window(&self, name: &DynIden, sql: &mut impl SqlWriter) {
        self.prepare_iden(name, sql);
    }

    /// Writes the name of a window of the select as the beginning of another, inside its parentheses.
    fn prepare_window_start(&self, name: &DynIden, sql: &mut impl SqlWriter) {
        self.prepare_iden(name, sql);
    }

    /// Writes what stands right behind the word `SELECT` of a selection, and a blank behind it.
    fn prepare_selection_start(&self, selection: &Selection, sql: &mut impl SqlWriter) {
        selection::write_distinct_on(self, selection, sql);
    }

    /// Says in the select of a selection which part of its table is read. The default refuses it.
    fn prepare_sample(&self, _sample: &TableSample, _select: &mut SelectStatement) {
        self.refusal().note_flag(Flag::supports_table_samples);
    }

    /// Says in the select of a selection by which index its table is read. The default refuses it.
    fn prepare_index(&self, _index: &DynIden, _select: &mut SelectStatement) {
        self.refusal().note_flag(Flag::supports_index_hints);
    }

    /// Writes what stands at the end of a selection: limit, offset and locks.
    fn prepare_selection_end(&self, selection: &Selection, sql: &mut impl SqlWriter) {
        selection::write_limit(self, selection, "", sql);
        selection::write_locks(self, selection, sql);
    }
}

/// Why a query cannot be written: the first reason that a hook noted.
///
/// Hooks of [`QueryBuilder`] return nothing, so a reason has to be left behind.
#[derive(Debug, Default)]
pub struct Refusal {
    error: RefCell<Option<Error>>,
    /// Whether a `UNION` or `EXCEPT` was written.
    has_loose_union: Cell<bool>,
}

impl Refusal {
    /// None yet.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            error: RefCell::new(None),
            has_loose_union: Cell::new(false),
        }
    }

    /// Notes an error, unless one is noted.
    pub fn note(&self, error: Error) {
        self.error.borrow_mut().get_or_insert(error);
    }

    /// Notes that the server lacks something.
    pub fn note_flag(&self, flag: Flag) {
        self.note(Error::not_supported(flag));
    }

    /// Notes what the server lacks, if it does.
    pub fn require(&self, features: &Features, flag: Flag) {
        if let Err(error) = features.require(flag) {
            self.note(error);
        }
    }

    /// Notes a union of `sea_query`'s: where `INTERSECT` follows another, databases differ in what comes first.
    ///
    /// Statements hide which of them hold which unions, so that it is refused wherever in the query the other one stands.
    pub fn note_union(&self, union: UnionType) {
        if union != UnionType::Intersect {
            self.has_loose_union.set(true);
        } else if self.has_loose_union.get() {
            self.note(Error::new(
                ErrorKind::NotSupported(None),
                "INTERSECT behind UNION or EXCEPT means another thing with every database; use `Query::compound`",
            ));
        }
    }

    /// Whether something is noted.
    #[must_use]
    pub fn is_noted(&self) -> bool {
        self.error.borrow().is_some()
    }

    /// The error that was noted, as the result.
    fn take(&self) -> Result<()> {
        self.error.borrow_mut().take().map_or(Ok(()), Err)
    }
}

/// Writes a query with a vendor's builder.
///
/// # Errors
/// What a hook noted, most often [`NotSupported`](ErrorKind::NotSupported) with the flag;
/// [`Data`](ErrorKind::Data) for a parameter that cannot be one; [`Programming`](ErrorKind::Programming) for a query that was
/// never finished, such as a `WITH` without a name.
pub fn render(query: &Query, builder: &impl Builder) -> Result<Statement> {
    let mut collector = Collector::new(builder.syntax());
    // `sea_query` panics on statements that were never finished, and hides from hooks whether they were.
    let written = catch_unwind(AssertUnwindSafe(|| {
        write_top(query, builder, &mut collector);
    }));
    builder.refusal().take()?;
    if let Err(panic) = written {
        let reason = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
        let reason = reason.or_else(|| panic.downcast_ref::<String>().cloned());
        return Err(Error::new(
            ErrorKind::Programming,
            format!(
                "the query cannot be written: {}",
                reason.unwrap_or_default()
            ),
        ));
    }
    collector.finish()
}

fn write_top(query: &Query, builder: &impl Builder, sql: &mut Collector<'_>) {
    match query {
        Query::Select(statement) => builder.prepare_select_statement(statement, sql),
        Query::Insert(statement) => builder.prepare_insert_statement(statement, sql),
        Query::Update(statement) => builder.prepare_update_statement(statement, sql),
        Query::Delete(statement) => builder.prepare_delete_statement(statement, sql),
        Query::With(statement) => builder.prepare_with_query(statement, sql),
        Query::Compound(compound) => builder.prepare_compound(compound, sql),
        Query::Upsert(upsert) => builder.prepare_upsert(upsert, sql),
        Query::Modification(modification) => builder.prepare_modification(modification, sql),
        Query::Selection(selection) => selection::write_selection(builder, selection, sql),
    }
}

/// The hook [`prepare_query_statement`](QueryBuilder::prepare_query_statement) of every vendor: writes a query inside another.
pub fn write_query(
    builder: &impl QueryBuilder,
    query: &SubQueryStatement,
    sql: &mut impl SqlWriter,
) {
    match query {
        SubQueryStatement::SelectStatement(statement) => {
            builder.prepare_select_statement(statement, sql);
        }
        SubQueryStatement::InsertStatement(statement) => {
            builder.prepare_insert_statement(statement, sql);
        }
        SubQueryStatement::UpdateStatement(statement) => {
            builder.prepare_update_statement(statement, sql);
        }
        SubQueryStatement::DeleteStatement(statement) => {
            builder.prepare_delete_statement(statement, sql);
        }
        SubQueryStatement::WithStatement(statement) => builder.prepare_with_query(statement, sql),
    }
}

/// The hook [`write_value`](QueryBuilder::write_value) of every vendor: writes a value as a literal, which `literal` spells.
///
/// # Errors
/// Where `out` fails; a value that has no literal is noted.
pub fn write_literal(
    builder: &impl Builder,
    value: &Ast,
    out: &mut impl Write,
    literal: impl FnOnce(ValueRef<'_>, &mut Writer<'_>) -> Result<()>,
) -> fmt::Result {
    let mut writer = Writer::new(builder.syntax());
    let written =
        parameter(value.clone()).and_then(|value| literal(value.value.as_ref(), &mut writer));
    if let Err(error) = written {
        builder.refusal().note(error);
    }
    // What stands before it may be a minus, and two of them begin a comment.
    if writer.as_str().starts_with('-') {
        return write!(out, "({})", writer.as_str());
    }
    out.write_str(writer.as_str())
}

/// The room for a text at first; most are shorter, and to grow takes longer than to have room.
const TEXT_BYTES: usize = 512;
/// The room for parameters at first.
const PARAMETERS: usize = 8;

/// Collects the text and the parameters of one statement.
pub(super) struct Collector<'s> {
    syntax: &'s Syntax,
    statement: Statement,
    error: Option<Error>,
}

impl<'s> Collector<'s> {
    fn new(syntax: &'s Syntax) -> Self {
        Self {
            syntax,
            statement: Statement {
                sql: String::with_capacity(TEXT_BYTES),
                params: Vec::with_capacity(PARAMETERS),
            },
            error: None,
        }
    }

    /// How many bytes are written.
    pub(super) fn written(&self) -> usize {
        self.statement.sql.len()
    }

    /// Takes a text away that was written at a place.
    pub(super) fn take_away(&mut self, start: usize, text: &str) {
        let end = start + text.len();
        if self.statement.sql.get(start..end) == Some(text) {
            self.statement.sql.replace_range(start..end, "");
        } else {
            self.error.get_or_insert_with(|| {
                Error::new(ErrorKind::Internal, "a select does not begin as one")
            });
        }
    }

    fn push(&mut self, parameter: TypedValue) {
        let Statement { sql, params } = &mut self.statement;
        params.push(parameter);
        match self.syntax.placeholder {
            PlaceholderStyle::Question => sql.push('?'),
            PlaceholderStyle::Numbered(prefix) => {
                sql.push_str(prefix);
                push_number(params.len(), sql);
            }
        }
    }

    fn finish(self) -> Result<Statement> {
        self.error.map_or(Ok(self.statement), Err)
    }
}

/// Writes a number's digits; formatting takes several times as long.
fn push_number(number: usize, out: &mut String) {
    if number >= 10 {
        push_number(number / 10, out);
    }
    let digit = u32::try_from(number % 10).ok();
    out.extend(digit.and_then(|digit| char::from_digit(digit, 10)));
}

impl Write for Collector<'_> {
    #[inline]
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.statement.sql.push_str(text);
        Ok(())
    }

    #[inline]
    fn write_char(&mut self, character: char) -> fmt::Result {
        self.statement.sql.push(character);
        Ok(())
    }
}

impl fmt::Display for Collector<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.statement.sql)
    }
}

impl SqlWriter for Collector<'_> {
    fn push_param<T: QueryBuilder>(&mut self, value: Ast, _builder: &T) {
        match parameter(value) {
            Ok(parameter) => self.push(parameter),
            Err(error) => {
                self.error.get_or_insert(error);
            }
        }
    }

    fn as_writer(&mut self) -> &mut dyn Write {
        self
    }
}
