//! Frames: which rows around each a function sees.

use backend_core::flag::Flag;
use backend_core::function::{
    Bound, Exclusion, Frame, Window, ascending, count_rows, descending, first_value, over,
    row_number, sum,
};
use backend_core::query::Query;
use backend_core::sea_query::{Expr, ExprTrait as _, Order};

use super::super::aggregate::{column, sales, select};
use super::{for_each, key};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::expect_eq;

pub(in super::super) const CASES: &[CaseDef] = &[
    case!(
        "function.window.frame_of_rows",
        rows,
        "A frame of rows reaches so many rows before and behind, and may be empty."
    )
    .requires(&[Flag::supports_over_clause, Flag::supports_aggregates])
    .django("expressions_window/tests.py"),
    case!(
        "function.window.frame_of_peers",
        peers,
        "A range that begins or ends with the row takes its peers in."
    )
    .requires(&[
        Flag::supports_over_clause,
        Flag::supports_aggregates,
        Flag::supports_order_by_nulls_modifier,
    ])
    .django("expressions_window/tests.py"),
    case!(
        "function.window.frame_of_a_distance",
        distance,
        "A range reaches as far as values differ, up and down the order; NULLs are peers of each other alone."
    )
    .requires(&[
        Flag::supports_frame_range_fixed_distance,
        Flag::supports_aggregates,
        Flag::supports_order_by_nulls_modifier,
    ])
    .django("expressions_window/tests.py"),
    case!(
        "function.window.frame_begins_at_a_distance",
        begins_at_a_distance,
        "A range begins with the first row whose value is that near."
    )
    .requires(&[Flag::supports_frame_range_fixed_distance]),
    case!(
        "function.window.frame_of_a_distance_is_refused",
        distance_is_refused,
        "Where a range reaches peers only, a distance is refused with the flag."
    )
    .refuses(Flag::supports_frame_range_fixed_distance)
    .django("expressions_window/tests.py"),
    case!(
        "function.window.frame_of_groups",
        groups,
        "A frame of groups reaches so many groups of peers."
    )
    .requires(&[
        Flag::supports_frame_groups,
        Flag::supports_aggregates,
        Flag::supports_order_by_nulls_modifier,
    ]),
    case!(
        "function.window.frame_begins_at_a_group",
        begins_at_a_group,
        "A frame of groups begins with the first row of a group."
    )
    .requires(&[Flag::supports_frame_groups]),
    case!(
        "function.window.frame_of_groups_is_refused",
        groups_are_refused,
        "Where frames are not counted in groups, one is refused with the flag."
    )
    .refuses(Flag::supports_frame_groups),
    case!(
        "function.window.frame_exclusion",
        exclusion,
        "A frame leaves out the row, its peers, or both."
    )
    .requires(&[
        Flag::supports_frame_exclusion,
        Flag::supports_aggregates,
        Flag::supports_order_by_nulls_modifier,
    ])
    .django("expressions_window/tests.py"),
    case!(
        "function.window.frame_begins_behind_the_row",
        begins_behind_the_row,
        "A frame that leaves out its own row begins with the next one where it would begin with that."
    )
    .requires(&[Flag::supports_frame_exclusion]),
    case!(
        "function.window.frame_exclusion_is_refused",
        exclusion_is_refused,
        "Where frames leave nothing out, one that does is refused with the flag."
    )
    .refuses(Flag::supports_frame_exclusion)
    .django("expressions_window/tests.py"),
];

fn by_key(frame: Frame) -> Window {
    Window::new().order_by(ascending(key())).frame(frame)
}

/// In order: -5, 7, 10, 20, 20, NULL.
fn by_amount(frame: Frame) -> Window {
    Window::new()
        .order_by(ascending(column("amount")).nulls_last())
        .frame(frame)
}

async fn sums(
    context: &mut Context,
    window: Window,
) -> Result<Vec<Option<i64>>, crate::failure::Failure> {
    Ok(for_each(context, over(sum(column("id")), window)).await?)
}

async fn rows(context: &mut Context) -> Outcome {
    sales(context).await?;
    let all = [
        (
            Bound::Preceding(1),
            Bound::Following(1),
            [3, 6, 9, 12, 15, 11].map(Some),
        ),
        (
            Bound::CurrentRow,
            Bound::UnboundedFollowing,
            [21, 20, 18, 15, 11, 6].map(Some),
        ),
        (
            Bound::Preceding(0),
            Bound::Following(0),
            [1, 2, 3, 4, 5, 6].map(Some),
        ),
        (
            Bound::Preceding(3),
            Bound::Preceding(2),
            [None, None, Some(1), Some(3), Some(5), Some(7)],
        ),
        (
            Bound::Following(2),
            Bound::Following(9),
            [Some(18), Some(15), Some(11), Some(6), None, None],
        ),
        (
            Bound::UnboundedPreceding,
            Bound::Preceding(1),
            [None, Some(1), Some(3), Some(6), Some(10), Some(15)],
        ),
    ];
    for (start, end, expected) in all {
        let frame = Frame::rows(start, end);
        let found = sums(context, by_key(frame)).await?;
        expect_eq(&frame.to_string(), found, expected)?;
    }
    let frame = Frame::rows(Bound::Following(1), Bound::Following(2));
    let found: Vec<Option<i64>> =
        for_each(context, over(first_value(key()), by_key(frame))).await?;
    expect_eq(
        "the next",
        found,
        [Some(2), Some(3), Some(4), Some(5), Some(6), None],
    )
}

async fn peers(context: &mut Context) -> Outcome {
    sales(context).await?;
    // Keys in the order of amounts: 5, 6, 1, then 2 and 3, which are peers, then 4.
    let up_to = Frame::range(Bound::UnboundedPreceding, Bound::CurrentRow);
    let found = sums(context, by_amount(up_to)).await?;
    expect_eq("up to the peers", found, [12, 17, 17, 21, 5, 11].map(Some))?;
    let only = Frame::range(Bound::CurrentRow, Bound::CurrentRow);
    let found = sums(context, by_amount(only)).await?;
    expect_eq("the peers", found, [1, 5, 5, 4, 5, 6].map(Some))
}

async fn distance(context: &mut Context) -> Outcome {
    sales(context).await?;
    let near = Frame::range(Bound::Preceding(10), Bound::Following(3));
    let found = sums(context, by_amount(near)).await?;
    // 10: 7 and 10; 20: 10, 20, 20; NULL: itself; -5: itself; 7: 7 and 10.
    expect_eq("up", found, [7, 6, 6, 4, 5, 7].map(Some))?;
    let down = Window::new()
        .order_by(descending(column("amount")).nulls_last())
        .frame(near);
    let found = sums(context, down).await?;
    // Before the row stand greater values: 10: 20, 20, 10, 7.
    expect_eq("down", found, [12, 5, 5, 4, 5, 7].map(Some))
}

async fn groups(context: &mut Context) -> Outcome {
    sales(context).await?;
    let near = Frame::groups(Bound::Preceding(1), Bound::CurrentRow);
    let found = sums(context, by_amount(near)).await?;
    expect_eq(
        "this group and the one before",
        found,
        [7, 6, 6, 9, 5, 11].map(Some),
    )?;
    let behind = Frame::groups(Bound::Following(1), Bound::Following(1));
    let found: Vec<i64> = for_each(context, over(count_rows(), by_amount(behind))).await?;
    expect_eq("rows of the group behind", found, [2, 1, 1, 0, 1, 1])
}

async fn exclusion(context: &mut Context) -> Outcome {
    sales(context).await?;
    let whole = Frame::rows(Bound::UnboundedPreceding, Bound::UnboundedFollowing);
    let rows = [
        (Exclusion::CurrentRow, [20, 19, 18, 17, 16, 15]),
        (Exclusion::Group, [20, 16, 16, 17, 16, 15]),
        (Exclusion::Ties, [21, 18, 19, 21, 21, 21]),
    ];
    for (exclusion, expected) in rows {
        let found = sums(context, by_amount(whole.excluding(exclusion))).await?;
        expect_eq(&format!("without {exclusion:?}"), found, expected.map(Some))?;
    }
    Ok(())
}

/// The first value of each frame, in the order of keys, of the sales that have an amount.
async fn first_amounts(
    context: &mut Context,
    frame: Frame,
) -> Result<Vec<i64>, crate::failure::Failure> {
    let window = Window::new()
        .order_by(ascending(column("amount")))
        .frame(frame);
    let mut select = select([Expr::from(over(first_value(column("amount")), window))]);
    select
        .and_where(column("amount").is_not_null())
        .order_by("id", Order::Asc);
    let rows: Vec<(i64,)> = context.fetch_query(&Query::from(&mut select)).await?;
    Ok(rows.into_iter().map(|(value,)| value).collect())
}

async fn begins_at_a_distance(context: &mut Context) -> Outcome {
    sales(context).await?;
    let near = Frame::range(Bound::Preceding(11), Bound::CurrentRow);
    // Of 10, 20, 20, -5, 7.
    let found = first_amounts(context, near).await?;
    expect_eq("the nearest", found, [7, 10, 10, -5, 7])
}

async fn begins_at_a_group(context: &mut Context) -> Outcome {
    sales(context).await?;
    let near = Frame::groups(Bound::Preceding(1), Bound::CurrentRow);
    let found = first_amounts(context, near).await?;
    expect_eq("of the group before", found, [7, 10, 10, -5, -5])
}

async fn begins_behind_the_row(context: &mut Context) -> Outcome {
    sales(context).await?;
    let whole = Frame::rows(Bound::UnboundedPreceding, Bound::UnboundedFollowing);
    let first = over(
        first_value(key()),
        by_key(whole.excluding(Exclusion::CurrentRow)),
    );
    let found: Vec<i64> = for_each(context, first).await?;
    expect_eq("the first other", found, [2, 1, 1, 1, 1, 1])
}

async fn refused(context: &mut Context, flag: Flag, frame: Frame) -> Outcome {
    sales(context).await?;
    context
        .refused(flag, async |context| {
            let select = select([Expr::from(over(row_number(), by_key(frame)))]);
            context.fetch_query::<(i64,)>(&Query::from(select)).await
        })
        .await
}

async fn distance_is_refused(context: &mut Context) -> Outcome {
    let frame = Frame::range(Bound::Preceding(1), Bound::CurrentRow);
    refused(context, Flag::supports_frame_range_fixed_distance, frame).await
}

async fn groups_are_refused(context: &mut Context) -> Outcome {
    let frame = Frame::groups(Bound::Preceding(1), Bound::CurrentRow);
    refused(context, Flag::supports_frame_groups, frame).await
}

async fn exclusion_is_refused(context: &mut Context) -> Outcome {
    let frame = Frame::rows(Bound::UnboundedPreceding, Bound::CurrentRow);
    let frame = frame.excluding(Exclusion::CurrentRow);
    refused(context, Flag::supports_frame_exclusion, frame).await
}
