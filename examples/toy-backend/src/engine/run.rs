//! Carries a statement out on a database. What is written is computed and checked first, so that a refused statement has
//! changed nothing.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use backend_core::model::ColumnType;
use backend_core::row::ResultColumn;
use backend_core::value::{ColumnKind, FromValue as _, Value};

use super::Fault;
use super::compare::compare;
use super::database::{Database, Row, Table};
use super::expression::{Expression, meets};
use super::statement::{Items, Select, Statement, Which};
use super::types::{fit, no_fit, spell_type};

/// What a statement gave and did.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) columns: Vec<ResultColumn>,
    pub(crate) rows: Vec<Row>,
    /// Rows written; `None` of a statement that writes no rows.
    pub(crate) affected: Option<u64>,
}

impl Outcome {
    fn affected(rows: usize) -> Self {
        Self {
            affected: u64::try_from(rows).ok(),
            ..Self::default()
        }
    }
}

/// Runs a statement. It is resolved against the tables as they are now, which may differ from the last time.
pub(super) fn run(
    database: &mut Database,
    statement: &mut Statement,
    parameters: &[Value],
) -> Result<Outcome, Fault> {
    match statement {
        Statement::CreateTable {
            name,
            columns,
            keys,
        } => {
            database.create_table(name, columns.clone(), keys)?;
        }
        Statement::DropTable(name) => database.drop_table(name)?,
        Statement::CreateIndex { table, key } => database.create_index(table, key)?,
        Statement::DropIndex(name) => database.drop_index(name)?,
        Statement::Insert {
            table,
            columns,
            rows,
        } => {
            return insert(database.table_mut(table)?, table, columns, rows, parameters);
        }
        Statement::Update {
            table,
            assignments,
            which,
        } => {
            let target = database.table_mut(table)?;
            return update(target, table, assignments, which, parameters);
        }
        Statement::Delete { table, which } => {
            return delete(database.table_mut(table)?, table, which, parameters);
        }
        Statement::Select(query) => return select(database, query, parameters),
    }
    Ok(Outcome::default())
}

fn insert(
    table: &mut Table,
    name: &str,
    columns: &[String],
    rows: &mut [Vec<Expression>],
    parameters: &[Value],
) -> Result<Outcome, Fault> {
    let targets = targets(table, name, columns.iter())?;
    let defaults = table.columns.iter().map(|column| column.default.clone());
    let defaults: Row = defaults
        .map(|default| default.unwrap_or(Value::Null))
        .collect();
    let mut new = Vec::with_capacity(rows.len());
    for expressions in rows {
        if expressions.len() != targets.len() {
            let (given, wanted) = (expressions.len(), targets.len());
            return Err(Fault::Meaning(format!(
                "{given} values for {wanted} columns"
            )));
        }
        let mut row = defaults.clone();
        for (expression, index) in expressions.iter_mut().zip(&targets) {
            expression.resolve(name, None)?;
            let value = expression.evaluate(&[], parameters)?;
            assign(table, name, &mut row, *index, value)?;
        }
        new.push(row);
    }
    table.check(name, &table.rows.iter(), &new)?;
    let count = new.len();
    table.rows.append(&mut new);
    Ok(Outcome::affected(count))
}

fn update(
    table: &mut Table,
    name: &str,
    assignments: &mut [(String, Expression)],
    which: &mut Which,
    parameters: &[Value],
) -> Result<Outcome, Fault> {
    let targets = targets(table, name, assignments.iter().map(|(column, _)| column))?;
    for (_, expression) in assignments.iter_mut() {
        expression.resolve(name, Some(table))?;
    }
    let positions = chosen(table, name, which, parameters)?;
    let (mut kept, mut new) = (Vec::new(), Vec::new());
    for (position, row) in table.rows.iter().enumerate() {
        if !positions.contains(&position) {
            kept.push(row);
            continue;
        }
        let mut changed = row.clone();
        for ((_, expression), index) in assignments.iter().zip(&targets) {
            let value = expression.evaluate(row, parameters)?;
            assign(table, name, &mut changed, *index, value)?;
        }
        new.push(changed);
    }
    table.check(name, &kept.iter().copied(), &new)?;
    for (position, changed) in positions.iter().zip(new) {
        if let Some(row) = table.rows.get_mut(*position) {
            *row = changed;
        }
    }
    Ok(Outcome::affected(positions.len()))
}

fn delete(
    table: &mut Table,
    name: &str,
    which: &mut Which,
    parameters: &[Value],
) -> Result<Outcome, Fault> {
    let positions = chosen(table, name, which, parameters)?;
    let mut position = 0;
    table.rows.retain(|_| {
        position += 1;
        !positions.contains(&(position - 1))
    });
    Ok(Outcome::affected(positions.len()))
}

/// The places of the rows that are to be changed.
fn chosen(
    table: &Table,
    name: &str,
    which: &mut Which,
    parameters: &[Value],
) -> Result<BTreeSet<usize>, Fault> {
    let keys = which.order.iter_mut().map(|(key, _)| key);
    for expression in keys.chain(&mut which.condition) {
        expression.resolve(name, Some(table))?;
    }
    let mut rows = Vec::new();
    for (position, row) in table.rows.iter().enumerate() {
        if meets(which.condition.as_ref(), row, parameters)? {
            rows.push((position, row));
        }
    }
    let limit = count(which.limit.as_mut(), "LIMIT", parameters)?.unwrap_or(usize::MAX);
    let rows = sorted(rows, |(_, row)| row, &which.order, parameters)?;
    let positions = rows.into_iter().map(|(position, _)| position);
    Ok(positions.take(limit).collect())
}

fn select(database: &Database, query: &mut Select, parameters: &[Value]) -> Result<Outcome, Fault> {
    let table = match &query.from {
        Some(from) => Some(database.table(&from.table)?),
        None => None,
    };
    let table = table.as_deref();
    let alias = query.from.as_ref().map_or("", |from| from.alias.as_str());
    let keys = query.order.iter_mut().map(|(key, _)| key);
    for expression in keys.chain(&mut query.condition) {
        expression.resolve(alias, table)?;
    }
    let mut items = match (&query.items, table) {
        (Items::Count(_), _) => Vec::new(),
        (Items::List(items), _) => items.clone(),
        (Items::All, Some(table)) => table.columns.iter().map(Expression::column).collect(),
        (Items::All, None) => return Err(Fault::Meaning("`*` needs a table".to_owned())),
    };
    for (item, _) in &mut items {
        item.resolve(alias, table)?;
    }
    // Without a table there is one row, of no columns.
    let no_table = [Row::new()];
    let mut rows: Vec<&Row> = Vec::new();
    for row in table.map_or(no_table.as_slice(), |table| &table.rows) {
        if meets(query.condition.as_ref(), row, parameters)? {
            rows.push(row);
        }
    }
    let (columns, rows) = if let Items::Count(name) = &query.items {
        let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let column = ResultColumn::new(name.as_str(), ColumnKind::I64);
        (vec![column], vec![vec![Value::I64(count)]])
    } else {
        let project = |row: &Row| {
            let cells = items.iter().map(|(item, _)| item.evaluate(row, parameters));
            cells.collect::<Result<Row, _>>()
        };
        let rows = sorted(rows, |row| row, &query.order, parameters)?
            .into_iter()
            .map(project);
        let columns = items
            .iter()
            .map(|(item, name)| result_column(item, name, table));
        (columns.collect(), rows.collect::<Result<_, _>>()?)
    };
    let offset = count(query.offset.as_mut(), "OFFSET", parameters)?.unwrap_or(0);
    let limit = count(query.limit.as_mut(), "LIMIT", parameters)?.unwrap_or(usize::MAX);
    let rows = rows.into_iter().skip(offset).take(limit).collect();
    Ok(Outcome {
        columns,
        rows,
        affected: None,
    })
}

fn result_column(item: &Expression, name: &str, table: Option<&Table>) -> ResultColumn {
    let column = match (item, table) {
        (Expression::Column { index, .. }, Some(table)) => table.columns.get(*index),
        _ => None,
    };
    let column_type = column.map_or(&ColumnType::Any, |column| &column.column_type);
    let result = ResultColumn::new(name, column_type.standard_kind());
    match spell_type(column_type) {
        Some(type_name) => result.with_type_name(type_name),
        None => result,
    }
}

/// Sorts rows, or what goes with them.
fn sorted<T>(
    items: Vec<T>,
    row: impl Fn(&T) -> &Row,
    order: &[(Expression, bool)],
    parameters: &[Value],
) -> Result<Vec<T>, Fault> {
    let mut keyed: Vec<(Row, T)> = Vec::with_capacity(items.len());
    for item in items {
        let keys = order
            .iter()
            .map(|(key, _)| key.evaluate(row(&item), parameters));
        keyed.push((keys.collect::<Result<_, _>>()?, item));
    }
    keyed.sort_by(|(left, _), (right, _)| {
        let orders = left
            .iter()
            .zip(right)
            .zip(order)
            .map(|((left, right), (_, descending))| {
                let order = compare(left, right);
                if *descending { order.reverse() } else { order }
            });
        orders.fold(Ordering::Equal, Ordering::then)
    });
    Ok(keyed.into_iter().map(|(_, item)| item).collect())
}

/// The number of rows that a `LIMIT` or `OFFSET` says.
fn count(
    expression: Option<&mut Expression>,
    word: &str,
    parameters: &[Value],
) -> Result<Option<usize>, Fault> {
    let Some(expression) = expression else {
        return Ok(None);
    };
    expression.resolve("", None)?;
    let value = expression.evaluate(&[], parameters)?;
    let number = u64::from_value(value.as_ref())
        .ok()
        .and_then(|n| usize::try_from(n).ok());
    let number = number.ok_or_else(|| Fault::Meaning(format!("{word} takes a number of rows")));
    number.map(Some)
}

/// Where the columns to write stand.
fn targets<'c>(
    table: &Table,
    name: &str,
    columns: impl Iterator<Item = &'c String>,
) -> Result<Vec<usize>, Fault> {
    let mut targets = Vec::new();
    for column in columns {
        let target = table.index_of(column).ok_or_else(|| Fault::NoColumn {
            table: name.to_owned(),
            column: column.clone(),
        })?;
        if targets.contains(&target) {
            return Err(Fault::Meaning(format!("`{column}` is given twice")));
        }
        targets.push(target);
    }
    Ok(targets)
}

/// Puts a value into a row, as its column holds it.
fn assign(
    table: &Table,
    name: &str,
    row: &mut Row,
    index: usize,
    value: Value,
) -> Result<(), Fault> {
    let (Some(cell), Some(column)) = (row.get_mut(index), table.columns.get(index)) else {
        return Ok(());
    };
    *cell = fit(value, &column.column_type)
        .ok_or_else(|| no_fit(name, &column.name, &column.column_type))?;
    Ok(())
}
