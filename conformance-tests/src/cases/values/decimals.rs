//! Decimal numbers: exact, of any length that the server keeps.

use backend_core::error::{Error, ErrorKind};
use backend_core::flag::Flag;
use backend_core::model::ColumnType;
use backend_core::value::{Decimal, IntoValue as _};

use super::paths::{equality, literal, round_trip};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq};
use crate::fixtures::table;

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "values.decimal.round_trip",
        decimal_round_trip,
        "Decimal numbers come back exact, with their sign, where a float would round."
    )
    .smoke(),
    case!(
        "values.decimal.equality",
        decimal_equality,
        "Decimal numbers are found by a parameter, apart from their neighbours in the last digit."
    ),
    case!(
        "values.decimal.literal",
        decimal_literal,
        "Decimal numbers can be literals and defaults, exact."
    ),
    case!(
        "values.decimal.thirty_eight_digits",
        thirty_eight_digits,
        "Thirty-eight digits come back exact, before the point and after it."
    ),
    case!(
        "values.decimal.most_digits",
        most_digits,
        "As many digits as the limit says come back exact; without a limit, a thousand do."
    ),
    case!(
        "values.decimal.one_digit_too_many",
        one_digit_too_many,
        "A number of more digits than the limit is refused, never rounded."
    ),
    case!(
        "values.decimal.without_precision",
        without_precision,
        "A column of decimals without declared precision keeps integers and fractions alike."
    ),
    case!(
        "values.decimal.nan",
        decimal_nan,
        "A decimal column keeps NaN."
    )
    .requires(&[Flag::supports_decimal_nan]),
    case!(
        "values.decimal.nan_is_refused",
        decimal_nan_is_refused,
        "Where a decimal column keeps no NaN, one is refused with the flag, never stored as NULL."
    )
    .refuses(Flag::supports_decimal_nan),
];

const fn decimal(precision: u32, scale: i32) -> ColumnType {
    ColumnType::Decimal {
        precision: Some(precision),
        scale: Some(scale),
    }
}

fn numbers(texts: &[&str]) -> Result<Vec<Decimal>, Error> {
    texts.iter().map(|text| Decimal::parse(text)).collect()
}

const TEXTS: [&str; 9] = [
    "0.0000",
    "0.1000",
    "-0.1000",
    "1.5000",
    "-1.5000",
    "0.0001",
    "123456789012.3456",
    "-123456789012.3456",
    "999999999999999.9999",
];

async fn decimal_round_trip(context: &mut Context) -> Outcome {
    round_trip(context, decimal(19, 4), &numbers(&TEXTS)?).await
}

async fn decimal_equality(context: &mut Context) -> Outcome {
    equality(context, decimal(19, 4), &numbers(&TEXTS)?).await
}

async fn decimal_literal(context: &mut Context) -> Outcome {
    literal(context, decimal(19, 4), &numbers(&TEXTS)?).await
}

async fn thirty_eight_digits(context: &mut Context) -> Outcome {
    let digits = "12345678901234567890123456789012345678";
    let whole = numbers(&[digits, &format!("-{digits}"), &"9".repeat(38)])?;
    let fraction = Decimal::parse(&format!("0.{digits}"))?;
    let table = table(
        "stored",
        &[("whole", decimal(38, 0)), ("fraction", decimal(38, 38))],
    )?;
    context.create(&table).await?;
    for (id, number) in (1_i64..).zip(&whole) {
        let row = vec![
            id.into_value(),
            number.into_value(),
            fraction.clone().into_value(),
        ];
        context.insert(&table, &[row]).await?;
    }
    let found: Vec<(i64, Decimal, Decimal)> =
        context.fetch(&context.select_statement(&table)).await?;
    let expected: Vec<_> = (1_i64..)
        .zip(whole)
        .map(|(id, number)| (id, number, fraction.clone()))
        .collect();
    expect_eq("rows", found, expected)
}

/// Digits that differ from their neighbours, so that a cut or a shift shows.
fn digits(count: usize) -> String {
    "1234567890".chars().cycle().take(count).collect()
}

fn limit(context: &Context) -> Option<u32> {
    context.features().max_decimal_digits
}

async fn most_digits(context: &mut Context) -> Outcome {
    let (column, count) = match limit(context) {
        Some(most) => (decimal(most, 0), most),
        None => (
            ColumnType::Decimal {
                precision: None,
                scale: None,
            },
            1_000,
        ),
    };
    let text = digits(usize::try_from(count).unwrap_or(usize::MAX));
    let values = numbers(&[&text, &format!("-{text}")])?;
    round_trip(context, column, &values).await
}

async fn one_digit_too_many(context: &mut Context) -> Outcome {
    let Some(most) = limit(context) else {
        // The case before has shown that a thousand digits are kept.
        return Err(Failure::not_shown("decimals have no limit"));
    };
    let table = table("stored", &[("value", decimal(most, 0))])?;
    context.create(&table).await?;
    let text = digits(usize::try_from(most).unwrap_or(usize::MAX) + 1);
    let row = [1_i64.into_value(), Decimal::parse(&text)?.into_value()];
    let result = context
        .execute(&context.insert_statement(&table, &row))
        .await;
    let kind = result.as_ref().err().map(Error::kind);
    let refused = matches!(kind, Some(ErrorKind::Data | ErrorKind::NotSupported(_)));
    expect(refused, || format!("{} digits: {result:?}", most + 1))?;
    expect_eq("rows", context.count(&table.name).await?, 0)
}

async fn without_precision(context: &mut Context) -> Outcome {
    let column = ColumnType::Decimal {
        precision: None,
        scale: None,
    };
    round_trip(
        context,
        column,
        &numbers(&["0", "42", "-7", "1000000000000"])?,
    )
    .await
}

async fn decimal_nan(context: &mut Context) -> Outcome {
    let column = ColumnType::Decimal {
        precision: None,
        scale: None,
    };
    round_trip(context, column, &numbers(&["NaN", "1"])?).await
}

async fn decimal_nan_is_refused(context: &mut Context) -> Outcome {
    let table = table("stored", &[("value", decimal(10, 2))])?;
    context.create(&table).await?;
    let row = [1_i64.into_value(), Decimal::parse("NaN")?.into_value()];
    let insert = context.insert_statement(&table, &row);
    context
        .refused(Flag::supports_decimal_nan, async |context| {
            context.execute(&insert).await
        })
        .await
}
