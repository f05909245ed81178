//! Features: flags that say what they mean, agree with one another, and depend on the server alone.

use backend_core::error::ErrorKind;
use backend_core::flag::Flag;
use backend_core::model::Identifier;

use crate::case::{CaseDef, Outcome, Unit, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq, expect_error};

/// The part's tables.
pub(super) const TABLES: &[&[CaseDef]] = &[CASES];

const CASES: &[CaseDef] = &[
    case!(
        "features.flags.no_contradiction",
        no_contradiction,
        "No flag is on while one that it requires is off."
    )
    .smoke()
    .unit(Unit::Session),
    case!(
        "features.flags.refuse_what_is_off",
        refuse_what_is_off,
        "Each flag lets pass or refuses by its own value, and the refusal names it."
    )
    .smoke()
    .unit(Unit::Session),
    case!(
        "features.flags.of_the_server_alone",
        of_the_server_alone,
        "Features are a function of what the server says of itself: the same answer gives the same features."
    )
    .smoke()
    .unit(Unit::Session),
    case!(
        "features.limits.plausible",
        plausible,
        "Limits are no zeros, and no more digits of a second are promised than there are."
    )
    .unit(Unit::Session),
    case!(
        "features.limits.names_are_checked",
        names_are_checked,
        "A name as long as the limit passes, and one byte more is refused with both numbers."
    )
    .unit(Unit::Session)
    .django("backends/base/test_operations.py"),
];

async fn no_contradiction(context: &mut Context) -> Outcome {
    expect_eq("contradictions", context.features().contradictions(), [])
}

async fn refuse_what_is_off(context: &mut Context) -> Outcome {
    let features = context.features();
    for info in Flag::ALL {
        expect(!info.doc.trim().is_empty(), || {
            format!("{} is not documented", info.flag)
        })?;
        let answer = features.require(info.flag);
        if features.get(info.flag) {
            answer?;
            continue;
        }
        let kind = ErrorKind::NotSupported(Some(info.flag));
        let error = expect_error(info.name, answer, kind)?;
        expect(error.to_string().contains(info.name), || format!("{error}"))?;
    }
    Ok(())
}

async fn of_the_server_alone(context: &mut Context) -> Outcome {
    let server = context.connection().server().clone();
    let backend = context.backend();
    let features = |server| backend.features_of(server);
    expect_eq("asked twice", features(&server), features(&server))?;
    expect_eq("the session's", context.features(), &features(&server))?;
    let dialect = context.backend().dialect(&server);
    expect_eq(
        "the dialect's",
        dialect.features.as_ref(),
        context.features(),
    )
}

async fn plausible(context: &mut Context) -> Outcome {
    let features = context.features();
    let limits = [
        ("max_identifier_bytes", features.max_identifier_bytes),
        ("max_query_parameters", features.max_query_parameters),
        ("max_columns_per_table", features.max_columns_per_table),
        ("max_columns_per_index", features.max_columns_per_index),
        ("max_decimal_digits", features.max_decimal_digits),
        ("max_json_path_steps", features.max_json_path_steps),
        ("max_json_key_length", features.max_json_key_length),
    ];
    for (name, limit) in limits {
        expect(limit != Some(0), || format!("{name} is 0"))?;
    }
    let digits = features.fractional_second_digits;
    expect(digits <= 9, || format!("{digits} digits of a second"))
}

async fn names_are_checked(context: &mut Context) -> Outcome {
    let features = context.features();
    let Some(most) = features.max_identifier_bytes else {
        let long = Identifier::new("n".repeat(10_000))?;
        return Ok(features.check_identifier(&long)?);
    };
    let bytes = usize::try_from(most).unwrap_or(usize::MAX);
    features.check_identifier(&Identifier::new("n".repeat(bytes))?)?;
    let over = features.check_identifier(&Identifier::new("n".repeat(bytes + 1))?);
    let error = expect_error("one byte over", over, ErrorKind::Data)?;
    let text = error.to_string();
    let both = text.contains(&most.to_string()) && text.contains(&(bytes + 1).to_string());
    expect(both, || {
        format!("the message does not say both numbers: {text}")
    })
}
