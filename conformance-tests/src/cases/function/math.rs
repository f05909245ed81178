//! Functions of numbers.

use backend_core::flag::Flag;
use backend_core::function;
use backend_core::query::bind;

use super::computed;
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::expect_eq;

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "function.math.absolute",
        absolute,
        "The absolute value of a number has no sign."
    )
    .requires(&[Flag::supports_math_functions])
    .django("db_functions/math/test_abs.py"),
    case!(
        "function.math.power",
        power,
        "A power is a double, also of integers."
    )
    .requires(&[Flag::supports_math_functions])
    .django("db_functions/math/test_power.py"),
    case!(
        "function.math.is_refused",
        is_refused,
        "Where numbers cannot be computed with, a function of numbers is refused with the flag."
    )
    .refuses(Flag::supports_math_functions),
];

async fn absolute(context: &mut Context) -> Outcome {
    let (found,): (i64,) = computed(context, function::absolute(bind(-7_i64))).await?;
    expect_eq("|-7|", found, 7)
}

async fn power(context: &mut Context) -> Outcome {
    let (found,): (f64,) = computed(context, function::power(bind(2_i64), bind(-1_i64))).await?;
    expect_eq("2 to the -1", found, 0.5)
}

async fn is_refused(context: &mut Context) -> Outcome {
    context
        .refused(Flag::supports_math_functions, async |context| {
            let mut select = backend_core::query::Query::select();
            select.expr(function::absolute(bind(-7_i64)));
            context.fetch_query::<(i64,)>(&select.into()).await
        })
        .await
}
