//! An insert of `sea_query` that names a conflict, as an [`Upsert`]: for vendors that have no `ON CONFLICT` to write.

use std::cell::RefCell;

use sea_query::{
    BinOper, Condition, ConditionHolder, ConditionHolderContents, EscapeBuilder, ExplainStatement,
    Expr, InsertStatement, IntoIden as _, LogicalChainOper, OnConflict, OnConflictAction,
    OnConflictIdentifier, OnConflictTarget, OnConflictUpdate, Oper, OperLeftAssocDecider,
    PrecedenceDecider, QueryBuilder, Quote, QuotedBuilder, SelectInto, SqlWriter,
    SubQueryStatement, TableRefBuilder, Value,
};

use super::super::Probe;
use super::super::split::Taken;
use super::{Assignment, ConflictAction, ConflictTarget, Upsert, UpsertSource, excluded};
use crate::error::{Error, ErrorKind, Result};

impl Upsert {
    /// The upsert that an insert of `sea_query` is.
    ///
    /// # Errors
    /// [`Interface`](ErrorKind::Interface) where it does not say what becomes of the row that is there;
    /// [`NotSupported`](ErrorKind::NotSupported) beside named queries or `REPLACE`.
    pub fn of(insert: &InsertStatement) -> Result<Self> {
        let taken = Taken::of(insert);
        let refused = |message| Err(Error::new(ErrorKind::NotSupported(None), message));
        let conflict = taken.conflict.into_inner();
        let (Some(table), Some(conflict)) = (taken.table.into_inner(), conflict) else {
            return refused("an insert without a table or a conflict is no upsert");
        };
        if taken.is_other.get() || taken.replaces.get() {
            return refused(
                "an insert that names a conflict stands here without named queries and REPLACE; use `Upsert`",
            );
        }
        let columns = taken.columns.into_inner();
        let values = taken.values.into_inner();
        let source = match taken.select.into_inner() {
            Some(select) => UpsertSource::Select(Box::new(select)),
            None => {
                let width = columns.len().max(1);
                UpsertSource::Rows(values.chunks(width).map(<[Expr]>::to_vec).collect())
            }
        };
        let conflict = Conflict::of(&conflict);
        let action = action(
            conflict.action.into_inner(),
            conflict.action_where.into_inner(),
        )?;
        let target = target(
            conflict.target.into_inner(),
            conflict.target_where.into_inner(),
        )?;
        Ok(Self {
            table,
            columns,
            source,
            target,
            action,
            returning: taken.returning.into_inner(),
            uses_merge: false,
        })
    }
}

fn target(target: Option<OnConflictTarget>, rows: ConditionHolder) -> Result<ConflictTarget> {
    let condition = condition(rows)?;
    Ok(match target {
        None => ConflictTarget::Any,
        Some(OnConflictTarget::Identifiers(keys)) if keys.is_empty() => ConflictTarget::Any,
        Some(OnConflictTarget::Constraint(name)) => ConflictTarget::Constraint(name.into_iden()),
        Some(OnConflictTarget::Identifiers(keys)) => {
            let name = |key: &OnConflictIdentifier| match key {
                OnConflictIdentifier::Column(name) => Some(name.clone()),
                OnConflictIdentifier::Expr(_) => None,
            };
            match keys.iter().map(name).collect::<Option<Vec<_>>>() {
                Some(columns) => ConflictTarget::Columns { columns, condition },
                None => ConflictTarget::Expressions {
                    expressions: keys.into_iter().map(expression).collect(),
                    condition,
                },
            }
        }
    })
}

fn expression(key: OnConflictIdentifier) -> Expr {
    match key {
        OnConflictIdentifier::Column(name) => Expr::col(name),
        OnConflictIdentifier::Expr(expression) => expression,
    }
}

fn action(action: Option<OnConflictAction>, rows: ConditionHolder) -> Result<ConflictAction> {
    match action {
        Some(OnConflictAction::DoNothing(_)) => Ok(ConflictAction::Nothing),
        Some(OnConflictAction::Update(columns)) if !columns.is_empty() => {
            let assignment = |update| match update {
                OnConflictUpdate::Column(column) => Assignment {
                    value: excluded(column.clone()),
                    column,
                },
                OnConflictUpdate::Expr(column, value) => Assignment { column, value },
            };
            Ok(ConflictAction::Update {
                assignments: columns.into_iter().map(assignment).collect(),
                condition: condition(rows)?,
            })
        }
        _ => Err(Error::new(
            ErrorKind::Interface,
            "an insert that names a conflict says what becomes of the row that is there",
        )),
    }
}

fn condition(holder: ConditionHolder) -> Result<Option<Condition>> {
    Ok(match holder.contents {
        ConditionHolderContents::Empty => None,
        ConditionHolderContents::Condition(condition) => Some(condition),
        ConditionHolderContents::Chain(members) => {
            let mut all = Condition::all();
            for member in members {
                let LogicalChainOper::And(member) = member else {
                    return Err(Error::new(
                        ErrorKind::NotSupported(None),
                        "a chain of OR stands here as a condition of its own",
                    ));
                };
                all = all.add(member);
            }
            Some(all)
        }
    })
}

/// Takes the parts of a conflict, which `sea_query` hides but shows to who writes them.
#[derive(Default)]
struct Conflict {
    target: RefCell<Option<OnConflictTarget>>,
    target_where: RefCell<ConditionHolder>,
    action: RefCell<Option<OnConflictAction>>,
    action_where: RefCell<ConditionHolder>,
    has_action: std::cell::Cell<bool>,
}

impl Conflict {
    fn of(conflict: &OnConflict) -> Self {
        let taken = Self::default();
        taken.prepare_on_conflict(&Some(conflict.clone()), &mut Probe::default());
        taken
    }
}

impl QuotedBuilder for Conflict {
    fn quote(&self) -> Quote {
        Quote::new(b'"')
    }
}

impl EscapeBuilder for Conflict {}

impl TableRefBuilder for Conflict {}

impl PrecedenceDecider for Conflict {
    fn inner_expr_well_known_greater_precedence(&self, _: &Expr, _: &Oper) -> bool {
        true
    }
}

impl OperLeftAssocDecider for Conflict {
    fn well_known_left_associative(&self, _: &BinOper) -> bool {
        true
    }
}

impl QueryBuilder for Conflict {
    fn prepare_on_conflict_target(&self, target: &OnConflictTarget, _: &mut impl SqlWriter) {
        self.target.replace(Some(target.clone()));
    }

    fn prepare_on_conflict_action(
        &self,
        action: &Option<OnConflictAction>,
        _: &mut impl SqlWriter,
    ) {
        self.has_action.set(true);
        self.action.replace(action.clone());
    }

    /// Comes twice: before the action and behind it.
    fn prepare_on_conflict_condition(&self, rows: &ConditionHolder, _: &mut impl SqlWriter) {
        let place = if self.has_action.get() {
            &self.action_where
        } else {
            &self.target_where
        };
        place.replace(rows.clone());
    }

    fn prepare_query_statement(&self, _: &SubQueryStatement, _: &mut impl SqlWriter) {}

    fn prepare_select_into(&self, _: &SelectInto, _: &mut impl SqlWriter) {}

    fn prepare_explain_statement(&self, _: &ExplainStatement, _: &mut impl SqlWriter) {}

    fn prepare_value(&self, _: Value, _: &mut impl SqlWriter) {}
}
