//! Types of columns: what is created is what is found, by its meaning.

use backend_core::error::ErrorKind;
use backend_core::flag::Flag;
use backend_core::model::ColumnType;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, describe, expect, expect_eq};
use crate::fixtures::{expect_table, introspected, means, table};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.type.integers",
        integers,
        "Integers of 8 to 64 bits are created as themselves or wider, and found so."
    )
    .django("introspection/tests.py"),
    case!(
        "schema.type.floats",
        floats,
        "Floating-point numbers of 32 and 64 bits are created as themselves or wider, and found so."
    ),
    case!(
        "schema.type.decimals",
        decimals,
        "Precision and scale of a decimal column are kept."
    )
    .django("inspectdb/tests.py"),
    case!(
        "schema.type.texts",
        texts,
        "Fixed, limited and unlimited text are told apart, with their lengths in characters."
    )
    .django("introspection/tests.py"),
    case!(
        "schema.type.bytes",
        bytes,
        "Limited and unlimited byte strings are created and found, with their lengths."
    )
    .django("introspection/tests.py"),
    case!(
        "schema.type.times",
        times,
        "Dates, times, timestamps and instants are told apart, with the digits of their fractions."
    ),
    case!(
        "schema.type.interval",
        interval,
        "An interval column is found as one, or as text where the server has no intervals."
    ),
    case!(
        "schema.type.boolean",
        boolean,
        "A boolean column is found as one, or as an integer where the server has no booleans."
    )
    .django("introspection/tests.py"),
    case!(
        "schema.type.uuid",
        uuid,
        "A UUID column is found as one, or as text where the server has no UUIDs."
    ),
    case!(
        "schema.type.json",
        json,
        "A JSON column is found as one, or as text where the server has no JSON."
    )
    .django("inspectdb/tests.py"),
    case!(
        "schema.type.array",
        array,
        "A column of arrays is found with the type of its elements."
    )
    .requires(&[Flag::supports_arrays]),
    case!(
        "schema.type.array_refused",
        array_refused,
        "A column of arrays is refused by its flag where the server has none."
    )
    .refuses(Flag::supports_arrays),
    case!(
        "schema.type.most_digits",
        most_digits,
        "Decimals and fractions of a second take as many digits as the limits say, and one more is refused."
    ),
    case!(
        "schema.type.native",
        native,
        "A type in the vendor's own words is found in these words, or refused, but never replaced."
    ),
    case!(
        "schema.type.any",
        any,
        "A column without type is found without type, or is refused, but is never given one."
    ),
];

async fn integers(context: &mut Context) -> Outcome {
    let types = [
        ColumnType::TinyInteger,
        ColumnType::SmallInteger,
        ColumnType::Integer,
        ColumnType::BigInteger,
    ];
    round_trip(context, &types, &[]).await
}

async fn floats(context: &mut Context) -> Outcome {
    round_trip(context, &[ColumnType::Real, ColumnType::Double], &[]).await
}

async fn decimals(context: &mut Context) -> Outcome {
    let decimal = |precision, scale| ColumnType::Decimal { precision, scale };
    let types = [
        decimal(Some(10), Some(2)),
        decimal(Some(5), Some(5)),
        decimal(Some(18), Some(0)),
    ];
    let mut free = vec![decimal(Some(9), None)];
    if context.features().max_decimal_digits.is_none() {
        free.push(decimal(None, None));
    }
    round_trip(context, &types, &free).await
}

async fn texts(context: &mut Context) -> Outcome {
    let limited = |length| ColumnType::VarChar { length };
    let fixed = |length| ColumnType::Char { length };
    let types = [limited(Some(1)), limited(Some(255)), ColumnType::Text];
    let free = [fixed(Some(8)), limited(None)];
    round_trip(context, &types, &free).await
}

async fn bytes(context: &mut Context) -> Outcome {
    let limited = |length| ColumnType::VarBinary { length };
    let free = [
        ColumnType::Binary { length: Some(16) },
        limited(Some(20)),
        limited(None),
    ];
    round_trip(context, &[ColumnType::Bytes], &free).await
}

async fn times(context: &mut Context) -> Outcome {
    let of = |precision| {
        [
            ColumnType::Time { precision },
            ColumnType::Timestamp { precision },
            ColumnType::TimestampTz { precision },
        ]
    };
    let mut types = vec![ColumnType::Date];
    types.extend(of(None));
    let free: Vec<_> = [0, 3].map(|digits| of(Some(digits))).concat();
    round_trip(context, &types, &free).await
}

async fn interval(context: &mut Context) -> Outcome {
    round_trip(context, &[ColumnType::Interval], &[]).await
}

async fn boolean(context: &mut Context) -> Outcome {
    round_trip(context, &[ColumnType::Boolean], &[]).await
}

async fn uuid(context: &mut Context) -> Outcome {
    round_trip(context, &[ColumnType::Uuid], &[]).await
}

async fn json(context: &mut Context) -> Outcome {
    round_trip(context, &[ColumnType::Json], &[]).await
}

async fn array(context: &mut Context) -> Outcome {
    let of = |element| ColumnType::Array(Box::new(element));
    round_trip(
        context,
        &[of(ColumnType::BigInteger), of(ColumnType::Text)],
        &[],
    )
    .await
}

async fn array_refused(context: &mut Context) -> Outcome {
    let arrays = ColumnType::Array(Box::new(ColumnType::BigInteger));
    let table = table("refused", &[("list", arrays)])?;
    context
        .refused(Flag::supports_arrays, async |context| {
            context.create(&table).await
        })
        .await
}

async fn most_digits(context: &mut Context) -> Outcome {
    let features = context.features().clone();
    let decimal = |precision| ColumnType::Decimal {
        precision: Some(precision),
        scale: Some(2),
    };
    let most = features.max_decimal_digits;
    let timestamp = |digits| ColumnType::Timestamp {
        precision: Some(digits),
    };
    let kept = [decimal(most.unwrap_or(200))];
    let mut refused: Vec<_> = most.map(|most| decimal(most + 1)).into_iter().collect();
    let digits = features.fractional_second_digits;
    refused.push(timestamp(digits + 1));
    round_trip(context, &kept, &[timestamp(digits)]).await?;
    for column_type in refused {
        let declared = table("refused", &[("c", column_type.clone())])?;
        let Err(error) = context.create(&declared).await else {
            return Err(Failure::new(format!("{column_type:?} is taken")));
        };
        let says = matches!(error.kind(), ErrorKind::Data | ErrorKind::NotSupported(_));
        expect(says, || unexpected(&column_type, &error).to_string())?;
    }
    let tables = context.introspect().await?.schema.tables;
    let made = context.schema().tables.len();
    expect_eq("tables", tables.len(), made)
}

async fn native(context: &mut Context) -> Outcome {
    let declared = ColumnType::Native("FOO_BAR(3)".to_owned());
    kept_or_refused(context, &declared).await
}

async fn any(context: &mut Context) -> Outcome {
    kept_or_refused(context, &ColumnType::Any).await
}

/// Makes one table of the types that every vendor has in some form, and a table for each of the others, which a vendor may
/// refuse instead.
async fn round_trip(context: &mut Context, types: &[ColumnType], free: &[ColumnType]) -> Outcome {
    let names: Vec<_> = (0..types.len()).map(|n| format!("c{n}")).collect();
    let columns: Vec<_> = names
        .iter()
        .map(String::as_str)
        .zip(types.iter().cloned())
        .collect();
    let declared = table("typed", &columns)?;
    context.create(&declared).await?;
    let found = introspected(context, &declared.name.name).await?;
    expect_table(&declared, &found, context.features())?;
    for (n, column_type) in free.iter().enumerate() {
        let declared = table(&format!("free{n}"), &[("c", column_type.clone())])?;
        match context.create(&declared).await {
            Ok(()) => {
                let found = introspected(context, &declared.name.name).await?;
                expect_table(&declared, &found, context.features())?;
            }
            Err(error) if matches!(error.kind(), ErrorKind::NotSupported(_)) => {}
            Err(error) => return Err(unexpected(column_type, &error)),
        }
    }
    Ok(())
}

/// The type is found as it was given, or creating it fails and leaves nothing behind.
async fn kept_or_refused(context: &mut Context, column_type: &ColumnType) -> Outcome {
    let declared = table("typed", &[("c", column_type.clone())])?;
    let features = context.features().clone();
    match context.create(&declared).await {
        Ok(()) => {
            let found = introspected(context, &declared.name.name).await?;
            let found_type = found.column("c").map(|column| &column.column_type);
            let kept = found_type.is_some_and(|found| means(found, column_type, &features));
            expect(kept, || {
                format!("{column_type:?} is found as {found_type:?}")
            })
        }
        Err(error) => {
            let kind = error.kind();
            let says = matches!(
                kind,
                ErrorKind::NotSupported(_) | ErrorKind::Programming | ErrorKind::DoesNotExist
            );
            expect(says, || unexpected(column_type, &error).to_string())?;
            let left = context.introspect().await?.schema.tables.len();
            expect_eq("tables after the refusal", left, 0)
        }
    }
}

fn unexpected(column_type: &ColumnType, error: &backend_core::error::Error) -> Failure {
    Failure::new(format!(
        "{column_type:?} is neither made nor refused as unsupported; found {}",
        describe(error)
    ))
}
