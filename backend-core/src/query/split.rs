//! [`Rows`]: an insert or upsert of many rows, taken apart so that it can be made again of some of them.

use std::cell::{Cell, RefCell};

use sea_query::{
    BinOper, DynIden, EscapeBuilder, ExplainStatement, Expr, InsertStatement, OnConflict, Oper,
    OperLeftAssocDecider, PrecedenceDecider, QueryBuilder, Quote, QuotedBuilder, ReturningClause,
    SelectInto, SelectStatement, SqlWriter, SubQueryStatement, TableRef, TableRefBuilder, Value,
    WithClause,
};

use super::upsert::{Upsert, UpsertSource};
use super::{Modification, Probe, Query, RowChange};

/// The rows of a query, and what stands around them.
pub(super) struct Rows {
    rows: Vec<Vec<Expr>>,
    around: Around,
    /// What is said of it, where something is.
    said: Option<Box<Modification>>,
}

enum Around {
    Insert(Box<InsertStatement>),
    Upsert(Box<Upsert>),
}

impl Rows {
    /// Takes a query apart; `None` where it is none of rows, or where several statements could mean another thing.
    pub(super) fn of(query: &Query) -> Option<Self> {
        let rows = match query {
            Query::Insert(insert) => Self::of_insert(insert)?,
            Query::Upsert(upsert) => Self::of_upsert(upsert)?,
            Query::Modification(modification) => Self::of_modification(modification)?,
            _ => return None,
        };
        let plain = Plain(Cell::new(true));
        let mut ignored = Probe::default();
        for value in rows.rows.iter().flatten() {
            plain.prepare_expr(value, &mut ignored);
        }
        plain.0.get().then_some(rows)
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The query of some of the rows.
    pub(super) fn query(&self, start: usize, count: usize) -> Query {
        let rows = self.rows.iter().skip(start).take(count).cloned();
        match (&self.around, &self.said) {
            (Around::Insert(insert), None) => with_rows(insert, rows).into(),
            (Around::Upsert(upsert), None) => with_source(upsert, rows).into(),
            (around, Some(said)) => {
                let mut part = said.as_ref().clone();
                part.change = match around {
                    Around::Insert(insert) => with_rows(insert, rows).into(),
                    Around::Upsert(upsert) => with_source(upsert, rows).into(),
                };
                part.into()
            }
        }
    }

    fn of_modification(modification: &Modification) -> Option<Self> {
        let rows = match &modification.change {
            RowChange::Insert(insert) => Self::of_insert(insert)?,
            RowChange::Upsert(upsert) => Self::of_upsert(upsert)?,
            RowChange::Update(_) | RowChange::Delete(_) => return None,
        };
        Some(Self {
            said: Some(Box::new(modification.clone())),
            ..rows
        })
    }

    fn of_upsert(upsert: &Upsert) -> Option<Self> {
        let UpsertSource::Rows(rows) = &upsert.source else {
            return None;
        };
        let mut around = upsert.clone();
        around.source = UpsertSource::Rows(Vec::new());
        Some(Self {
            rows: rows.clone(),
            around: Around::Upsert(Box::new(around)),
            said: None,
        })
    }

    fn of_insert(insert: &InsertStatement) -> Option<Self> {
        let taken = Taken::of(insert);
        if taken.is_other.get() || taken.select.borrow().is_some() {
            return None;
        }
        let columns = taken.columns.into_inner();
        let values = taken.values.into_inner();
        let width = columns.len();
        if width == 0 || !values.len().is_multiple_of(width) {
            return None;
        }
        let mut around = InsertStatement::new();
        around
            .into_table(taken.table.into_inner()?)
            .columns(columns);
        if taken.replaces.get() {
            around.replace();
        }
        if let Some(conflict) = taken.conflict.into_inner() {
            around.on_conflict(conflict);
        }
        if let Some(returning) = taken.returning.into_inner() {
            around.returning(returning);
        }
        Some(Self {
            rows: values.chunks(width).map(<[Expr]>::to_vec).collect(),
            around: Around::Insert(Box::new(around)),
            said: None,
        })
    }
}

/// An upsert of these rows.
fn with_source(upsert: &Upsert, rows: impl Iterator<Item = Vec<Expr>>) -> Upsert {
    let mut part = upsert.clone();
    part.source = UpsertSource::Rows(rows.collect());
    part
}

/// An insert of these rows.
fn with_rows(insert: &InsertStatement, rows: impl Iterator<Item = Vec<Expr>>) -> InsertStatement {
    let mut part = insert.clone();
    for row in rows {
        // Rows are as long as the columns are many: that they are was looked at when they were taken.
        let _ = part.values(row);
    }
    part
}

/// Takes the parts of an insert, which `sea_query` hides but shows to who writes them.
#[derive(Default)]
pub(super) struct Taken {
    pub(super) replaces: Cell<bool>,
    pub(super) table: RefCell<Option<TableRef>>,
    pub(super) columns: RefCell<Vec<DynIden>>,
    pub(super) values: RefCell<Vec<Expr>>,
    pub(super) select: RefCell<Option<SelectStatement>>,
    pub(super) conflict: RefCell<Option<OnConflict>>,
    pub(super) returning: RefCell<Option<ReturningClause>>,
    /// Whether there is what cannot be taken apart: named queries, defaults alone.
    pub(super) is_other: Cell<bool>,
}

/// Notes what could see the rows that were stored just before.
struct Plain(Cell<bool>);

macro_rules! silent {
    ($builder:ty) => {
        impl QuotedBuilder for $builder {
            fn quote(&self) -> Quote {
                Quote::new(b'"')
            }

            fn prepare_iden(&self, name: &DynIden, _: &mut impl SqlWriter) {
                self.name(name);
            }
        }

        impl EscapeBuilder for $builder {}

        impl TableRefBuilder for $builder {}

        impl PrecedenceDecider for $builder {
            fn inner_expr_well_known_greater_precedence(&self, _: &Expr, _: &Oper) -> bool {
                true
            }
        }

        impl OperLeftAssocDecider for $builder {
            fn well_known_left_associative(&self, _: &BinOper) -> bool {
                true
            }
        }
    };
}
silent!(Taken);
silent!(Plain);

impl Taken {
    pub(super) fn of(insert: &InsertStatement) -> Self {
        let taken = Self::default();
        taken.prepare_insert_statement(insert, &mut Probe::default());
        taken
    }

    fn name(&self, name: &DynIden) {
        self.columns.borrow_mut().push(name.clone());
    }

    fn other(&self) {
        self.is_other.set(true);
    }
}

impl Plain {
    fn name(&self, _: &DynIden) {}
}

impl QueryBuilder for Taken {
    fn prepare_with_clause(&self, _: &WithClause, _: &mut impl SqlWriter) {
        self.other();
    }

    fn prepare_insert(&self, replace: bool, _: &mut impl SqlWriter) {
        self.replaces.set(replace);
    }

    fn prepare_table_ref(&self, table: &TableRef, _: &mut impl SqlWriter) {
        self.table.replace(Some(table.clone()));
    }

    /// Of all expressions only the values of rows are written here.
    fn prepare_expr(&self, value: &Expr, _: &mut impl SqlWriter) {
        self.values.borrow_mut().push(value.clone());
    }

    fn prepare_select_statement(&self, select: &SelectStatement, _: &mut impl SqlWriter) {
        self.select.replace(Some(select.clone()));
    }

    fn insert_default_values(&self, _: u32, _: &mut impl SqlWriter) {
        self.other();
    }

    fn prepare_on_conflict(&self, conflict: &Option<OnConflict>, _: &mut impl SqlWriter) {
        self.conflict.replace(conflict.clone());
    }

    fn prepare_returning(&self, returning: &Option<ReturningClause>, _: &mut impl SqlWriter) {
        self.returning.replace(returning.clone());
    }

    fn prepare_query_statement(&self, _: &SubQueryStatement, _: &mut impl SqlWriter) {
        self.other();
    }

    fn prepare_select_into(&self, _: &SelectInto, _: &mut impl SqlWriter) {}

    fn prepare_explain_statement(&self, _: &ExplainStatement, _: &mut impl SqlWriter) {}

    fn prepare_value(&self, _: Value, _: &mut impl SqlWriter) {}
}

impl QueryBuilder for Plain {
    fn prepare_expr(&self, expression: &Expr, sql: &mut impl SqlWriter) {
        match expression {
            Expr::Value(_) | Expr::Values(_) | Expr::Constant(_) => {}
            Expr::SubQuery(..) | Expr::Custom(_) | Expr::CustomWithExpr(..) => self.0.set(false),
            other => self.prepare_expr_common(other, sql),
        }
    }

    fn prepare_query_statement(&self, _: &SubQueryStatement, _: &mut impl SqlWriter) {
        self.0.set(false);
    }

    fn prepare_select_into(&self, _: &SelectInto, _: &mut impl SqlWriter) {}

    fn prepare_explain_statement(&self, _: &ExplainStatement, _: &mut impl SqlWriter) {}

    fn prepare_value(&self, _: Value, _: &mut impl SqlWriter) {}

    /// The vendors' own functions have names that `sea_query` writes for their vendors only.
    fn prepare_function_name(&self, _: &sea_query::Func, _: &mut impl SqlWriter) {}

    fn prepare_bin_oper(&self, _: &BinOper, _: &mut impl SqlWriter) {}

    fn prepare_constant(&self, _: &Value, _: &mut impl SqlWriter) {}
}
