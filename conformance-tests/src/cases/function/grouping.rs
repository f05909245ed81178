//! Several ways to group rows in one select.

use backend_core::flag::Flag;
use backend_core::function::{count_rows, cube, grouping, grouping_sets, rollup, sum};
use backend_core::query::Query;
use backend_core::sea_query::{Expr, FunctionCall, Order};

use super::aggregate::{column, sales, select};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::expect_eq;

const SETS: &[Flag] = &[Flag::supports_grouping_sets];

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "function.grouping.rollup",
        rolled_up,
        "Totals of parts, of their parts, and of all come from one select."
    )
    .requires(SETS),
    case!(
        "function.grouping.cube",
        cubed,
        "Groups by each choice of two columns come from one select."
    )
    .requires(SETS),
    case!(
        "function.grouping.sets",
        sets,
        "Groups by each of some lists of columns come from one select, an empty list being all rows."
    )
    .requires(SETS),
    case!(
        "function.grouping.which",
        which,
        "Which columns a row is grouped by tells its NULLs from those of the rows."
    )
    .requires(SETS),
    case!(
        "function.grouping.is_refused",
        is_refused,
        "Where a select groups in one way only, several ways are refused with the flag."
    )
    .refuses(Flag::supports_grouping_sets),
];

fn grouped(by: FunctionCall) -> Query {
    let mut grouped = select([
        grouping([column("region"), column("paid")]).into(),
        count_rows().into(),
        sum(column("amount")).into(),
    ]);
    grouped.add_group_by([Expr::from(by)]);
    grouped.into()
}

/// By how many columns rows are grouped, as bits, with how many rows there are in each.
async fn shape(
    context: &mut Context,
    by: FunctionCall,
) -> Result<Vec<(i64, i64)>, crate::failure::Failure> {
    sales(context).await?;
    let rows: Vec<(i64, i64, Option<i64>)> = context.fetch_query(&grouped(by)).await?;
    let mut shape: Vec<_> = rows
        .iter()
        .map(|(bits, count, _)| (*bits, *count))
        .collect();
    shape.sort_unstable();
    Ok(shape)
}

async fn rolled_up(context: &mut Context) -> Outcome {
    let found = shape(context, rollup([column("region"), column("paid")])).await?;
    let pairs = [(0, 1), (0, 1), (0, 1), (0, 1), (0, 2)];
    let regions = [(1, 1), (1, 1), (1, 2), (1, 2)];
    expect_eq("groups", found, [&pairs[..], &regions, &[(3, 6)]].concat())
}

async fn cubed(context: &mut Context) -> Outcome {
    let found = shape(context, cube([column("region"), column("paid")])).await?;
    let pairs = [(0, 1), (0, 1), (0, 1), (0, 1), (0, 2)];
    let regions = [(1, 1), (1, 1), (1, 2), (1, 2)];
    let paid = [(2, 1), (2, 2), (2, 3)];
    expect_eq(
        "groups",
        found,
        [&pairs[..], &regions, &paid, &[(3, 6)]].concat(),
    )
}

async fn sets(context: &mut Context) -> Outcome {
    let lists = [vec![column("region")], vec![column("paid")], vec![]];
    let found = shape(context, grouping_sets(lists)).await?;
    let regions = [(1, 1), (1, 1), (1, 2), (1, 2)];
    let paid = [(2, 1), (2, 2), (2, 3)];
    expect_eq("groups", found, [&regions[..], &paid, &[(3, 6)]].concat())
}

async fn which(context: &mut Context) -> Outcome {
    sales(context).await?;
    let mut totals = select([
        column("region"),
        grouping([column("region")]).into(),
        sum(column("amount")).into(),
    ]);
    totals
        .add_group_by([Expr::from(rollup([column("region")]))])
        .order_by_expr(grouping([column("region")]).into(), Order::Asc)
        .order_by_expr(sum(column("amount")).into(), Order::Asc);
    let found: Vec<(Option<String>, i64, i64)> = context.fetch_query(&totals.into()).await?;
    let expected = [
        (Some("west"), 0, -5),
        (None, 0, 7),
        (Some("south"), 0, 20),
        (Some("north"), 0, 30),
        (None, 1, 52),
    ];
    expect_eq(
        "totals",
        found,
        expected.map(|(name, bits, sum)| (name.map(str::to_owned), bits, sum)),
    )
}

async fn is_refused(context: &mut Context) -> Outcome {
    sales(context).await?;
    let all = || [column("region"), column("paid")];
    for by in [
        rollup(all()),
        cube(all()),
        grouping_sets([all().to_vec(), vec![]]),
    ] {
        context
            .refused(Flag::supports_grouping_sets, async |context| {
                let mut counts = select([count_rows().into()]);
                counts.add_group_by([Expr::from(by)]);
                context.fetch_query::<(i64,)>(&counts.into()).await
            })
            .await?;
    }
    Ok(())
}
