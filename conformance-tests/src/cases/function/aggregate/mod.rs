//! Functions of many rows, over a table of sales in which every column has NULLs.

pub(super) mod bits;
pub(super) mod clauses;
pub(super) mod documents;
pub(super) mod numbers;
pub(super) mod statistics;
pub(super) mod texts;

use backend_core::error::Result;
use backend_core::model::ColumnType;
use backend_core::query::{Query, bind};
use backend_core::row::FromRow;
use backend_core::sea_query::{Expr, ExprTrait as _, SelectStatement};
use backend_core::value::{Decimal, IntoValue as _, TypedValue};

use crate::context::Context;
use crate::failure::Failure;
use crate::fixtures::table;

/// One sale: region, amount, price, weight, whether it is paid.
type Sale = (
    Option<&'static str>,
    Option<i64>,
    Option<&'static str>,
    Option<f64>,
    Option<bool>,
);

/// The sales, with keys from 1.
const SALES: [Sale; 6] = [
    (Some("north"), Some(10), Some("1.50"), Some(0.5), Some(true)),
    (Some("north"), Some(20), Some("2.25"), Some(1.5), Some(true)),
    (
        Some("south"),
        Some(20),
        Some("0.10"),
        Some(2.0),
        Some(false),
    ),
    (Some("south"), None, Some("0.20"), None, None),
    (Some("west"), Some(-5), None, Some(4.0), Some(true)),
    (None, Some(7), Some("10.00"), Some(-1.0), Some(false)),
];

/// Makes the table `sale` with its rows.
pub(super) async fn sales(context: &mut Context) -> Result<()> {
    let price = ColumnType::Decimal {
        precision: Some(10),
        scale: Some(2),
    };
    let sale = table(
        "sale",
        &[
            ("region", ColumnType::VarChar { length: Some(20) }),
            ("amount", ColumnType::BigInteger),
            ("price", price),
            ("weight", ColumnType::Double),
            ("paid", ColumnType::Boolean),
        ],
    )?;
    context.create(&sale).await?;
    let mut rows: Vec<Vec<TypedValue>> = Vec::new();
    for (id, (region, amount, price, weight, paid)) in (1_i64..).zip(SALES) {
        let price: Option<Decimal> = price.map(str::parse).transpose()?;
        rows.push(vec![
            id.into_value(),
            region.into_value(),
            amount.into_value(),
            price.into_value(),
            weight.into_value(),
            paid.into_value(),
        ]);
    }
    context.insert(&sale, &rows).await
}

/// A column of the table.
pub(super) fn column(name: &'static str) -> Expr {
    Expr::col(name)
}

/// Selects expressions of all sales.
pub(super) fn select(expressions: impl IntoIterator<Item = Expr>) -> SelectStatement {
    let mut select = Query::select();
    for expression in expressions {
        select.expr(expression);
    }
    select.from("sale");
    select
}

/// What an expression of all sales is.
pub(super) async fn of_all<T: FromRow>(
    context: &mut Context,
    expression: impl Into<Expr>,
) -> Result<T, Failure> {
    one(context, select([expression.into()])).await
}

/// What an expression of no sale is.
pub(super) async fn of_none<T: FromRow>(
    context: &mut Context,
    expression: impl Into<Expr>,
) -> Result<T, Failure> {
    let mut none = select([expression.into()]);
    none.and_where(column("id").gt(bind(100_i64)));
    one(context, none).await
}

/// The only row of a select.
pub(super) async fn one<T: FromRow>(
    context: &mut Context,
    mut select: SelectStatement,
) -> Result<T, Failure> {
    let mut rows = context.fetch_query(&Query::from(&mut select)).await?;
    match (rows.pop(), rows.is_empty()) {
        (Some(row), true) => Ok(row),
        _ => Err(Failure::new("the select gave no row, or several")),
    }
}

/// Demands a double up to what rounding does.
pub(super) fn expect_near(what: &str, found: Option<f64>, expected: f64) -> crate::case::Outcome {
    match found {
        Some(found) if (found - expected).abs() <= 1e-12 * expected.abs().max(1.0) => Ok(()),
        _ => Err(Failure::new(format!(
            "{what}\n  expected {expected}\n  found    {found:?}"
        ))),
    }
}
