//! Functions in queries: every family against what it must answer, by the server's word.

mod aggregate;
mod cast;
mod cast_text;
mod cast_time;
mod comparison;
mod date;
mod grouping;
mod hash;
mod json;
mod json_change;
mod json_column;
mod json_compare;
mod json_path;
mod lookup;
mod math;
mod patterns;
mod rounding;
mod text;
mod text_edges;
mod uuid;
mod window;

use std::fmt::Debug;

use backend_core::error::ErrorKind;
use backend_core::flag::Flag;
use backend_core::function;
use backend_core::query::{Query, bind};
use backend_core::row::FromRow;
use backend_core::sea_query::Expr;
use backend_core::value::{FromValue, Value};

use crate::case::{CaseDef, Outcome};
use crate::context::Context;
use crate::failure::{Failure, expect_eq, expect_error};

/// The part's tables.
pub(super) const TABLES: &[&[CaseDef]] = &[
    math::CASES,
    rounding::CASES,
    text::CASES,
    text_edges::CASES,
    lookup::CASES,
    patterns::CASES,
    hash::CASES,
    comparison::CASES,
    uuid::CASES,
    aggregate::bits::CASES,
    aggregate::clauses::CASES,
    aggregate::documents::CASES,
    aggregate::numbers::CASES,
    aggregate::statistics::CASES,
    aggregate::texts::CASES,
    grouping::CASES,
    window::frames::CASES,
    window::functions::CASES,
    window::sums::CASES,
    json::CASES,
    json_compare::CASES,
    json_change::CASES,
    json_path::CASES,
    json_column::CASES,
    cast::CASES,
    cast_text::CASES,
    cast_time::CASES,
];

/// The tables of dates.
pub(super) const DATE_TABLES: &[&[CaseDef]] = date::TABLES;

/// What an expression is, computed by the server.
async fn computed<T: FromRow>(
    context: &mut Context,
    expression: impl Into<Expr>,
) -> Result<T, Failure> {
    let mut select = Query::select();
    select.expr_as(expression.into(), "value");
    let mut rows = context.fetch_query(&select.into()).await?;
    match (rows.pop(), rows.is_empty()) {
        (Some(row), true) => Ok(row),
        _ => Err(Failure::new(
            "a select without a table gave no row, or several",
        )),
    }
}

/// Demands what an expression is, computed by the server.
async fn expect_computed<T: PartialEq + Debug>(
    context: &mut Context,
    what: &str,
    expression: impl Into<Expr>,
    expected: T,
) -> Outcome
where
    (T,): FromRow,
{
    let (found,): (T,) = computed(context, expression)
        .await
        .map_err(|failure| failure.within(what))?;
    expect_eq(what, found, expected)
}

/// Demands that the server refuses an expression for a value in it.
async fn expect_refused_value(
    context: &mut Context,
    what: &str,
    expression: impl Into<Expr>,
) -> Outcome {
    let mut select = Query::select();
    select.expr_as(expression.into(), "value");
    let result = context.fetch_query::<(Value,)>(&select.into()).await;
    expect_error(what, result, ErrorKind::Data).map(drop)
}

/// Demands what the server computes of an expression.
async fn expect_value<T>(
    context: &mut Context,
    what: &str,
    expression: impl Into<Expr>,
    expected: T,
) -> Outcome
where
    T: for<'r> FromValue<'r> + Send + PartialEq + Debug,
{
    let found: Result<(T,), Failure> = computed(context, expression).await;
    let (found,) = found.map_err(|failure| failure.within(what))?;
    expect_eq(what, found, expected)
}

/// Demands that the server refuses the values of an expression.
async fn expect_data_error(
    context: &mut Context,
    what: &str,
    expression: impl Into<Expr>,
) -> Outcome {
    let mut select = Query::select();
    select.expr_as(expression.into(), "value");
    let found = context.fetch_query::<Vec<Value>>(&select.into()).await;
    expect_error(what, found, ErrorKind::Data)?;
    Ok(())
}

/// Demands that an expression is refused with the flag, which is off.
async fn expect_refused(context: &mut Context, flag: Flag, expression: impl Into<Expr>) -> Outcome {
    let mut select = Query::select();
    select.expr_as(expression.into(), "value");
    let query = select.into();
    context
        .refused(flag, async |context| {
            context.fetch_query::<Vec<Value>>(&query).await
        })
        .await
}

/// Whether the database knows letters beyond ASCII by their case: a server may leave that to the locale a database was made
/// with, and promises no more than the locale.
async fn knows_letters(context: &mut Context) -> Result<bool, Failure> {
    let mut select = Query::select();
    select.expr_as(function::equals_any_case(bind("ä"), bind("Ä")), "value");
    let found: Vec<(bool,)> = context.fetch_query(&select.into()).await?;
    Ok(found == [(true,)])
}
