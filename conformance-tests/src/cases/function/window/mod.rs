//! Functions over windows, over the same sales.

pub(super) mod frames;
pub(super) mod functions;
pub(super) mod sums;

use backend_core::error::Result;
use backend_core::query::Query;
use backend_core::row::FromRow;
use backend_core::sea_query::{Expr, FunctionCall, Order};

use super::aggregate::{column, select};
use crate::context::Context;

/// What a function is for each sale, in the order of their keys.
async fn for_each<T>(context: &mut Context, function: FunctionCall) -> Result<Vec<T>>
where
    (T,): FromRow,
{
    let mut select = select([Expr::from(function)]);
    select.order_by("id", Order::Asc);
    let rows: Vec<(T,)> = context.fetch_query(&Query::from(&mut select)).await?;
    Ok(rows.into_iter().map(|(value,)| value).collect())
}

/// The column whose order is a key's.
fn key() -> Expr {
    column("id")
}
