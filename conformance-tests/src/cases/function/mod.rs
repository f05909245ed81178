//! Functions in queries: every family against what it must answer, by the server's word.

mod aggregate;
mod date;
mod grouping;
mod math;
mod window;

use backend_core::query::Query;
use backend_core::row::FromRow;
use backend_core::sea_query::Expr;

use crate::case::CaseDef;
use crate::context::Context;
use crate::failure::Failure;

/// The part's tables.
pub(super) const TABLES: &[&[CaseDef]] = &[
    math::CASES,
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
