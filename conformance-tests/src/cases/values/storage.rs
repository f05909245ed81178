//! What values are stored as: the server's own type where the flag says so, otherwise the form that the flag documents.

use backend_core::error::ErrorKind;
use backend_core::flag::Flag;
use backend_core::model::{ColumnType, Identifier};
use backend_core::value::{
    Date, Decimal, Interval, IntoValue as _, Json, Time, Timestamp, TypedValue, Uuid, Value,
};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq};
use crate::fixtures::table;

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "values.storage.boolean",
        boolean,
        "Without a boolean type, true and false are stored as the integers 1 and 0."
    )
    .probe(),
    case!(
        "values.storage.text_forms",
        text_forms,
        "A value whose type the server lacks is stored in the text form that the flag documents."
    )
    .probe(),
    case!(
        "values.storage.kinds_of_cells",
        kinds_of_cells,
        "A cell's kind is its column's kind."
    )
    .smoke(),
    case!(
        "values.storage.column_types_enforced",
        column_types_enforced,
        "Text in a number column is refused where types are enforced, otherwise kept as it is."
    )
    .probe(),
];

/// Stores `value`, and counts the rows whose column equals `stored`.
async fn rows_stored_as(
    context: &mut Context,
    column_type: ColumnType,
    name: &str,
    value: TypedValue,
    stored: TypedValue,
) -> Result<usize, Failure> {
    let table = table(name, &[("value", column_type)])?;
    context.create(&table).await?;
    context
        .insert(&table, &[vec![1_i64.into_value(), value]])
        .await?;
    let mut out = context.dialect().writer();
    out.push("SELECT ")
        .identifier(&Identifier::new("id")?)
        .push(" FROM ")
        .name(&table.name);
    out.push(" WHERE ")
        .identifier(&Identifier::new("value")?)
        .push(" = ")
        .bind(stored);
    Ok(context.fetch_values(&out.finish()).await?.len())
}

async fn boolean(context: &mut Context) -> Outcome {
    let kind = context
        .dialect()
        .operations
        .column_kind(&ColumnType::Boolean);
    if context.features().has_native_boolean {
        return expect_eq("the kind", kind, ColumnType::Boolean.standard_kind());
    }
    for (value, stored) in [(true, 1_i64), (false, 0)] {
        let name = format!("stored_{value}");
        let (value, stored) = (value.into_value(), stored.into_value());
        let found = rows_stored_as(context, ColumnType::Boolean, &name, value, stored).await?;
        expect_eq("rows found by the integer", found, 1)?;
    }
    Ok(())
}

/// Each type that a server may lack: its flag, its type, a value, and the value's text.
fn forms() -> Result<Vec<(Flag, ColumnType, TypedValue, String)>, backend_core::error::Error> {
    let decimal: Decimal = Decimal::parse("12.50")?;
    let uuid = Uuid::from_u128(0x0011_2233_4455_6677_8899_AABB_CCDD_EEFF);
    let interval = Interval {
        months: 1,
        days: 2,
        nanoseconds: 3_000_000_000,
    };
    let json = Json("[1]".to_owned());
    let (date, time): (Date, Time) = ("2024-02-29".parse()?, "12:30:15".parse()?);
    let timestamp = Timestamp::new(date, time);
    let precise = |precision, scale| ColumnType::Decimal {
        precision: Some(precision),
        scale: Some(scale),
    };
    Ok(vec![
        (
            Flag::has_native_decimal,
            precise(10, 2),
            decimal.clone().into_value(),
            decimal.to_string(),
        ),
        (
            Flag::has_native_uuid,
            ColumnType::Uuid,
            uuid.into_value(),
            uuid.to_string(),
        ),
        (
            Flag::has_native_interval,
            ColumnType::Interval,
            interval.into_value(),
            interval.to_string(),
        ),
        (
            Flag::has_native_json,
            ColumnType::Json,
            json.clone().into_value(),
            json.0,
        ),
        (
            Flag::has_native_temporal_types,
            ColumnType::Date,
            date.into_value(),
            date.to_string(),
        ),
        (
            Flag::has_native_temporal_types,
            ColumnType::Timestamp { precision: None },
            timestamp.into_value(),
            timestamp.to_string(),
        ),
    ])
}

async fn text_forms(context: &mut Context) -> Outcome {
    for (n, (flag, column_type, value, text)) in forms()?.into_iter().enumerate() {
        if context.features().get(flag) {
            let kind = context.dialect().operations.column_kind(&column_type);
            expect_eq(flag.name(), kind, column_type.standard_kind())?;
            continue;
        }
        let stored = text.as_str().into_value();
        let found = rows_stored_as(context, column_type, &format!("t{n}"), value, stored).await?;
        expect_eq(
            &format!("{flag} is off: rows found by the text {text}"),
            found,
            1,
        )?;
    }
    Ok(())
}

async fn kinds_of_cells(context: &mut Context) -> Outcome {
    let operations = context.dialect().operations;
    for (n, (_, column_type, value, _)) in forms()?.into_iter().enumerate() {
        let expected = operations.column_kind(&column_type);
        let table = table(&format!("t{n}"), &[("value", column_type.clone())])?;
        context.create(&table).await?;
        context
            .insert(&table, &[vec![1_i64.into_value(), value]])
            .await?;
        for row in context.select(&table).await? {
            let kind = row.get(1).map(|cell| cell.as_ref().kind());
            expect_eq(
                &format!("the kind of a cell of {column_type:?}"),
                kind,
                Some(expected),
            )?;
        }
    }
    Ok(())
}

async fn column_types_enforced(context: &mut Context) -> Outcome {
    let table = table("stored", &[("value", ColumnType::Integer)])?;
    context.create(&table).await?;
    let insert = context.insert_statement(&table, &[1_i64.into_value(), "no number".into_value()]);
    let result = context.execute(&insert).await;
    if context.features().enforces_column_types {
        let kind = result.as_ref().err().map(backend_core::error::Error::kind);
        let refused = matches!(
            kind,
            Some(ErrorKind::Data | ErrorKind::Programming | ErrorKind::Interface)
        );
        expect(refused, || format!("text in an integer column: {result:?}"))?;
        return expect_eq("rows", context.count(&table.name).await?, 0);
    }
    result?;
    let found = context.select(&table).await?;
    expect_eq(
        "rows",
        found,
        [vec![Value::I64(1), Value::Text("no number".to_owned())]],
    )
}
