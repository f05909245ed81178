//! Statements with their parameters in place: what is shown means what was sent, as far as it is whole.

use backend_core::error::Error;
use backend_core::flag::Flag;
use backend_core::model::ColumnType;
use backend_core::sql::Statement;
use backend_core::value::{
    Array, ColumnKind, Date, Decimal, Interval, IntoValue, Json, Time, Timestamp, TimestampTz,
    TypedValue, Uuid, Value,
};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq};
use crate::fixtures::table;

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "operations.executed.every_kind",
        every_kind,
        "A value of each kind that is shown in its place stores the same as the parameter: numbers, bytes, days, spans, UUIDs."
    )
    .django("backends/tests.py"),
    case!(
        "operations.executed.texts",
        texts,
        "Texts that are shown in their place store the same: quotes, backslashes, line ends, dollars, marks, comments, any script."
    )
    .smoke()
    .django("backends/tests.py"),
    case!(
        "operations.executed.nulls",
        nulls,
        "NULL of any kind is shown as NULL and stored as such."
    ),
    case!(
        "operations.executed.arrays",
        arrays,
        "Arrays that are shown in their place store the same: empty ones, NULLs, quotes, several dimensions."
    )
    .requires(&[Flag::supports_arrays]),
    case!(
        "operations.executed.long_values",
        long_values,
        "A long value is cut with a mark, so that nobody takes it for the whole, and what comes after it is shown."
    )
    .django("backends/tests.py"),
    case!(
        "operations.executed.repeated_and_missing",
        repeated_and_missing,
        "More parameters than marks, and fewer, are shown without an error."
    )
    .django("backends/tests.py"),
];

/// Demands that each value is stored the same by a parameter and by what is shown for it.
async fn expect_same(context: &mut Context, values: Vec<(ColumnType, Vec<TypedValue>)>) -> Outcome {
    for (n, (column_type, values)) in values.into_iter().enumerate() {
        let shown = table(&format!("shown_{n}"), &[("v", column_type.clone())])?;
        context.create(&shown).await?;
        for (id, value) in (1_i64..).step_by(2).zip(values) {
            let by_parameter = context.insert_statement(&shown, &[id.into_value(), value.clone()]);
            context.execute(&by_parameter).await?;
            let other = context.insert_statement(&shown, &[(id + 1).into_value(), value]);
            let text = context.dialect().operations.last_executed_query(&other);
            context.execute(&Statement::new(text.clone())).await?;
            let read = context.select_columns(&shown, &["v"]);
            let rows = context.fetch_values(&read).await?;
            let [.., one, two] = rows.as_slice() else {
                return expect_eq("rows", rows.len(), 2);
            };
            // As text, because NaN is not equal to itself.
            let (one, two) = (format!("{one:?}"), format!("{two:?}"));
            expect_eq(&format!("{column_type:?} by {text}"), two, one)?;
        }
    }
    Ok(())
}

fn numbers() -> Result<Vec<(ColumnType, Vec<TypedValue>)>, Error> {
    let decimal = |text: &str| Decimal::parse(text).map(IntoValue::into_value);
    let any = ColumnType::Decimal {
        precision: None,
        scale: None,
    };
    Ok(vec![
        (
            ColumnType::Boolean,
            vec![true.into_value(), false.into_value()],
        ),
        (
            ColumnType::BigInteger,
            vec![
                i64::MIN.into_value(),
                0_i64.into_value(),
                i64::MAX.into_value(),
            ],
        ),
        (
            ColumnType::Double,
            [0.1, -0.0, 1e300, f64::MIN_POSITIVE, 5e-324]
                .map(|number: f64| number.into_value())
                .to_vec(),
        ),
        (
            any,
            vec![decimal("-1.50")?, decimal("12345678901234567890.0001")?],
        ),
    ])
}

async fn every_kind(context: &mut Context) -> Outcome {
    let mut values = numbers()?;
    let at = ColumnType::Timestamp { precision: None };
    let instant = ColumnType::TimestampTz { precision: None };
    values.extend([
        (
            ColumnType::Bytes,
            vec![
                vec![0_u8, 39, 92, 255].into_value(),
                Vec::<u8>::new().into_value(),
            ],
        ),
        (
            ColumnType::Date,
            vec![
                "2024-02-29".parse::<Date>()?.into_value(),
                "0001-01-01".parse::<Date>()?.into_value(),
            ],
        ),
        (
            ColumnType::Time { precision: None },
            vec!["23:59:59.999999".parse::<Time>()?.into_value()],
        ),
        (
            at,
            vec!["2024-02-29 12:30:00.5".parse::<Timestamp>()?.into_value()],
        ),
        (
            instant,
            vec![
                "2024-02-29 12:30:00+02:00"
                    .parse::<TimestampTz>()?
                    .into_value(),
            ],
        ),
        (
            ColumnType::Interval,
            vec![
                "P1Y-3DT0.5S".parse::<Interval>()?.into_value(),
                "PT0S".parse::<Interval>()?.into_value(),
            ],
        ),
        (
            ColumnType::Uuid,
            vec![
                "67e55044-10b1-426f-9247-bb680e5fe0c8"
                    .parse::<Uuid>()?
                    .into_value(),
            ],
        ),
        (
            ColumnType::Json,
            vec![Json(r#"{"it's": [null]}"#.to_owned()).into_value()],
        ),
    ]);
    expect_same(context, values).await
}

async fn texts(context: &mut Context) -> Outcome {
    let values = [
        "",
        "it's",
        "''",
        r"back\slash\'",
        "line\nend\r\n\ttab",
        "$1 $$ $tag$ ? :name @P1 %s",
        "-- no comment",
        "/* nor */ this",
        "né ß 漢字 🦀 \u{200b}",
        "'; DELETE FROM shown_0; --",
        "NULL",
    ];
    let values = values.map(IntoValue::into_value).to_vec();
    expect_same(context, vec![(ColumnType::Text, values)]).await
}

async fn nulls(context: &mut Context) -> Outcome {
    let nulls = vec![
        (ColumnType::Integer, vec![None::<i32>.into_value()]),
        (ColumnType::Text, vec![None::<String>.into_value()]),
        (ColumnType::Boolean, vec![None::<bool>.into_value()]),
        (ColumnType::Date, vec![None::<Date>.into_value()]),
        (ColumnType::Uuid, vec![None::<Uuid>.into_value()]),
        (ColumnType::Bytes, vec![None::<Vec<u8>>.into_value()]),
        (ColumnType::Interval, vec![None::<Interval>.into_value()]),
    ];
    expect_same(context, nulls).await
}

async fn arrays(context: &mut Context) -> Outcome {
    let of = |column_type| ColumnType::Array(Box::new(column_type));
    let array = |kind, values| TypedValue {
        value: Value::Array(Box::new(Array::new(kind, values))),
        kind: Some(kind.array()),
    };
    let texts = ["it's", "a,b", "{}", r#"q"\"#, "NULL", ""];
    let mut texts: Vec<_> = texts.iter().map(|it| Value::Text((*it).into())).collect();
    texts.push(Value::Null);
    let six = (1..=6).map(Value::I64).collect();
    let deep = Array::with_dimensions(ColumnKind::I64, vec![2, 3], six)?;
    let deep = TypedValue {
        value: Value::Array(Box::new(deep)),
        kind: Some(ColumnKind::I64.array()),
    };
    let days = vec![Value::Date("2024-02-29".parse()?)];
    let values = vec![
        (
            of(ColumnType::BigInteger),
            vec![
                array(ColumnKind::I64, vec![]),
                array(ColumnKind::I64, vec![Value::I64(-1), Value::Null]),
                deep,
            ],
        ),
        (of(ColumnType::Text), vec![array(ColumnKind::Text, texts)]),
        (of(ColumnType::Date), vec![array(ColumnKind::Date, days)]),
    ];
    expect_same(context, values).await
}

async fn long_values(context: &mut Context) -> Outcome {
    let operations = context.dialect().operations;
    let statement = context.statement(|out| {
        out.push("SELECT ").bind("é".repeat(5_000)).push(", ");
        out.bind(vec![7_u8; 5_000]).push(", ").bind(42_i64);
    });
    let text = operations.last_executed_query(&statement);
    expect(text.len() < 2_000, || format!("{} bytes", text.len()))?;
    expect(text.contains('…') && text.ends_with("42"), || {
        text.clone()
    })
}

async fn repeated_and_missing(context: &mut Context) -> Outcome {
    let operations = context.dialect().operations;
    let statement = context.statement(|out| {
        out.push("SELECT ").bind(1_i64).push(", ").bind("two");
    });
    let mut fewer = statement.clone();
    fewer.params.truncate(1);
    let mut more = statement.clone();
    more.params.push(3_i64.into_value());
    let whole = operations.last_executed_query(&statement);
    expect_eq("with more", operations.last_executed_query(&more), whole)?;
    let text = operations.last_executed_query(&fewer);
    expect(
        text.starts_with("SELECT 1, ") && !text.contains("two"),
        || text.clone(),
    )
}
