//! What is no part, unit or zone, and servers that lack the functions.

use backend_core::flag::Flag;
use backend_core::function::{
    DatePart, DateUnit, TimeZone, add_interval, extract, local_timestamp,
};
use backend_core::query::{Query, bind};
use backend_core::sea_query::Expr;
use backend_core::value::{Interval, Timestamp, TimestampTz};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::expect;

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "function.date.words.nothing_else",
        nothing_else,
        "A part, a unit or a zone that comes from outside is one of those there are, or an error; SQL is none."
    )
    .django("db_functions/datetime/test_extract_trunc.py"),
    case!(
        "function.date.is_refused",
        functions,
        "Where dates cannot be computed with, a function of dates is refused with the flag."
    )
    .refuses(Flag::supports_date_functions),
    case!(
        "function.date.zone.is_refused",
        zones,
        "Where time zones have no names, a function of a zone is refused with the flag."
    )
    .refuses(Flag::supports_time_zones),
    case!(
        "function.date.interval.is_refused",
        intervals,
        "Where intervals cannot be computed with, a function of them is refused with the flag."
    )
    .refuses(Flag::supports_interval_arithmetic),
];

async fn nothing_else(context: &mut Context) -> Outcome {
    // CVE-2022-34265 of Django: the kind of a truncation and the part of an extraction reached SQL as they came.
    let texts = [
        "",
        " year",
        "YEAR",
        "year FROM now())) --",
        "year' FROM \"a\")",
        "year\0",
        "yеar",
        "UTC'; DROP TABLE artist; --",
        "Europe/Berlin' || (SELECT 1) || '",
        "Europe/Berlin\\",
        "+01:00'",
        "<a>1",
        "../../etc/passwd",
    ];
    for text in texts {
        context.note(format!("-- {text:?} is read"));
        expect(text.parse::<DatePart>().is_err(), || {
            format!("{text:?} is a part")
        })?;
        expect(text.parse::<DateUnit>().is_err(), || {
            format!("{text:?} is a unit")
        })?;
        expect(text.parse::<TimeZone>().is_err(), || {
            format!("{text:?} is a zone")
        })?;
    }
    Ok(())
}

async fn demand(context: &mut Context, flag: Flag, expression: Expr) -> Outcome {
    context
        .refused(flag, async |context| {
            let mut select = Query::select();
            select.expr(expression.clone());
            context.fetch_query::<(i64,)>(&select.into()).await
        })
        .await
}

async fn functions(context: &mut Context) -> Outcome {
    let year = extract(DatePart::Year, bind(Timestamp::UNIX_EPOCH));
    demand(context, Flag::supports_date_functions, year.into()).await
}

async fn zones(context: &mut Context) -> Outcome {
    let local = local_timestamp(&TimeZone::UTC, bind(TimestampTz::UNIX_EPOCH));
    demand(context, Flag::supports_time_zones, local.into()).await
}

async fn intervals(context: &mut Context) -> Outcome {
    let sum = add_interval(bind(Timestamp::UNIX_EPOCH), bind(Interval::default()));
    demand(context, Flag::supports_interval_arithmetic, sum.into()).await
}
