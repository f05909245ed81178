//! Functions of dates, times, timestamps and intervals.

mod arithmetic;
mod clock;
mod extract;
mod intervals;
mod made;
mod property;
mod refused;
mod stored;
mod truncate;
mod year;
mod zone_arithmetic;
mod zone_table;
mod zone_truncate;
mod zones;

use std::fmt::Debug;
use std::str::FromStr;

use backend_core::error::{Error, ErrorKind};
use backend_core::sea_query::Expr;
use backend_core::value::{FromValue, Interval};

use super::computed;
use crate::case::{CaseDef, Outcome};
use crate::context::Context;
use crate::failure::{Failure, expect_eq, expect_error};

/// The family's tables.
pub(super) const TABLES: &[&[CaseDef]] = &[
    extract::CASES,
    truncate::CASES,
    zones::CASES,
    zone_arithmetic::CASES,
    zone_table::CASES,
    zone_truncate::CASES,
    arithmetic::CASES,
    made::CASES,
    intervals::CASES,
    clock::CASES,
    year::CASES,
    stored::CASES,
    property::CASES,
    refused::CASES,
];

/// The value of a text that the suite wrote.
fn of<T: FromStr<Err = Error>>(text: &str) -> Result<T, Failure> {
    text.parse()
        .map_err(|error| Failure::from(error).within(format!("a fault of the suite: `{text}`")))
}

/// Demands what the server makes of an expression.
async fn expect_value<T>(
    context: &mut Context,
    what: &str,
    expression: impl Into<Expr>,
    expected: T,
) -> Outcome
where
    T: for<'r> FromValue<'r> + PartialEq + Debug + Send + 'static,
{
    let (found,): (T,) = computed(context, expression)
        .await
        .map_err(|failure| failure.within(what))?;
    expect_eq(what, found, expected)
}

/// Demands that the server refuses a value.
async fn expect_data_error(
    context: &mut Context,
    what: &str,
    expression: impl Into<Expr>,
) -> Outcome {
    let mut select = backend_core::query::Query::select();
    select.expr_as(expression.into(), "value");
    let found = context
        .fetch_values(&context.build(&select.into())?.remove(0))
        .await;
    expect_error(what, found, ErrorKind::Data)?;
    Ok(())
}

/// An interval in its text.
fn interval(text: &str) -> Result<Interval, Failure> {
    of(text)
}
