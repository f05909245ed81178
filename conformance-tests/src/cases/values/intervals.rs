//! Intervals: months, days and time are three things.

use backend_core::features::Features;
use backend_core::model::ColumnType;
use backend_core::value::Interval;

use super::paths::{equality, literal, round_trip};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "values.interval.round_trip",
        interval_round_trip,
        "Months, days and time of an interval come back apart, each with its own sign."
    )
    .django("model_fields/test_durationfield.py"),
    case!(
        "values.interval.equality",
        interval_equality,
        "Intervals are found by a parameter."
    )
    .django("model_fields/test_durationfield.py"),
    case!(
        "values.interval.literal",
        interval_literal,
        "Intervals can be literals and defaults."
    ),
];

const HOUR: i64 = 3_600_000_000_000;

/// Intervals of which no two are as long, even where a month counts as thirty days.
pub(super) fn intervals(features: &Features) -> Vec<Interval> {
    let digits = u32::from(features.fractional_second_digits.min(9));
    let unit = 10_i64.pow(9 - digits);
    let of = |months, days, nanoseconds| Interval {
        months,
        days,
        nanoseconds,
    };
    vec![
        of(0, 0, 0),
        of(1, 0, 0),
        of(0, 31, 0),
        of(0, 0, HOUR),
        of(14, 3, 4 * HOUR + 5_000_000_000),
        of(-14, -3, -4 * HOUR),
        of(2, -5, 30 * HOUR),
        of(-1, 40, -HOUR),
        of(0, 0, unit),
        of(0, 0, -unit),
        of(0, 0, 123_456_789 / unit * unit),
    ]
}

async fn interval_round_trip(context: &mut Context) -> Outcome {
    let intervals = intervals(context.features());
    round_trip(context, ColumnType::Interval, &intervals).await
}

async fn interval_equality(context: &mut Context) -> Outcome {
    let mut intervals = intervals(context.features());
    intervals.dedup();
    equality(context, ColumnType::Interval, &intervals).await
}

async fn interval_literal(context: &mut Context) -> Outcome {
    let intervals = intervals(context.features());
    literal(context, ColumnType::Interval, &intervals).await
}
