//! Whether a type is the server's own: it then compares by meaning and refuses what is no value of it, as no text does.

use backend_core::error::ErrorKind;
use backend_core::model::{ColumnType, Identifier, Table};
use backend_core::sql::Statement;
use backend_core::value::{Decimal, Interval, IntoValue as _, Json, TypedValue, Uuid};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq};
use crate::fixtures::table;

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "values.server_type.decimals_in_order",
        decimals_in_order,
        "Decimals sort as numbers where they are the server's own, otherwise as the texts that they are."
    )
    .probe(),
    case!(
        "values.server_type.intervals_in_order",
        intervals_in_order,
        "Intervals sort by length where they are the server's own, otherwise as the texts that they are."
    )
    .probe(),
    case!(
        "values.server_type.uuids_of_any_spelling",
        uuids_of_any_spelling,
        "A UUID is found by any spelling where it is the server's own, otherwise by its text alone."
    )
    .probe(),
    case!(
        "values.server_type.sum_of_booleans",
        sum_of_booleans,
        "Booleans have no sum where they are the server's own, otherwise that of the ones that they are."
    )
    .probe(),
    case!(
        "values.server_type.json_is_checked",
        json_is_checked,
        "A text that is no JSON is refused by a server that knows JSON, otherwise kept as the text that it is."
    )
    .probe(),
    case!(
        "values.server_type.days_are_checked",
        days_are_checked,
        "A day that is in no calendar is refused by a server that knows days, otherwise kept as the text that it is."
    )
    .probe(),
];

/// A table with these values, from the key 1 on.
async fn stored(
    context: &mut Context,
    column_type: ColumnType,
    values: impl IntoIterator<Item = TypedValue>,
) -> Result<Table, Failure> {
    let table = table("stored", &[("value", column_type)])?;
    context.create(&table).await?;
    for (id, value) in (1_i64..).zip(values) {
        context
            .insert(&table, &[vec![id.into_value(), value]])
            .await?;
    }
    Ok(table)
}

async fn keys_by_value(context: &mut Context, table: &Table) -> Result<Vec<i64>, Failure> {
    let mut out = context.dialect().writer();
    out.push("SELECT ")
        .identifier(&Identifier::new("id")?)
        .push(" FROM ")
        .name(&table.name);
    out.push(" ORDER BY ")
        .identifier(&Identifier::new("value")?);
    let keys: Vec<(i64,)> = context.fetch(&out.finish()).await?;
    Ok(keys.into_iter().map(|(id,)| id).collect())
}

async fn decimals_in_order(context: &mut Context) -> Outcome {
    let column = ColumnType::Decimal {
        precision: Some(10),
        scale: Some(0),
    };
    let values = [Decimal::parse("9")?, Decimal::parse("10")?];
    let table = stored(context, column, values.map(Decimal::into_value)).await?;
    let own = context.features().has_native_decimal;
    expect_eq(
        "keys",
        keys_by_value(context, &table).await?,
        if own { [1, 2] } else { [2, 1] },
    )
}

async fn intervals_in_order(context: &mut Context) -> Outcome {
    let values = [2, 10].map(|days| {
        Interval {
            months: 0,
            days,
            nanoseconds: 0,
        }
        .into_value()
    });
    let table = stored(context, ColumnType::Interval, values).await?;
    let own = context.features().has_native_interval;
    expect_eq(
        "keys",
        keys_by_value(context, &table).await?,
        if own { [1, 2] } else { [2, 1] },
    )
}

async fn uuids_of_any_spelling(context: &mut Context) -> Outcome {
    let uuid = Uuid::from_u128(0x0011_2233_4455_6677_8899_AABB_CCDD_EEFF);
    let table = stored(context, ColumnType::Uuid, [uuid.into_value()]).await?;
    let lower = uuid.to_string();
    let own = context.features().has_native_uuid;
    for (spelling, count) in [(lower.to_uppercase(), usize::from(own)), (lower, 1)] {
        let mut out = context.dialect().writer();
        out.push("SELECT ")
            .identifier(&Identifier::new("id")?)
            .push(" FROM ")
            .name(&table.name);
        out.push(" WHERE ")
            .identifier(&Identifier::new("value")?)
            .push(" = ")
            .string(&spelling);
        let found = context.fetch_values(&out.finish()).await?;
        expect_eq(&spelling, found.len(), count)?;
    }
    Ok(())
}

async fn sum_of_booleans(context: &mut Context) -> Outcome {
    let values = [true, false, true].map(bool::into_value);
    let table = stored(context, ColumnType::Boolean, values).await?;
    let mut out = context.dialect().writer();
    out.push("SELECT SUM(")
        .identifier(&Identifier::new("value")?)
        .push(") FROM ");
    out.name(&table.name);
    let statement = out.finish();
    if context.features().has_native_boolean {
        let result = context.execute(&statement).await;
        return expect(result.is_err(), || {
            "booleans have a sum, so they are numbers".to_owned()
        });
    }
    expect_eq(
        "the sum",
        context.fetch::<(i64,)>(&statement).await?,
        [(2,)],
    )
}

/// Demands that the server refuses a literal text in a column of that type.
async fn refuses_text(context: &mut Context, column_type: ColumnType, text: &str) -> Outcome {
    let table = stored(context, column_type, []).await?;
    let insert = insert_text(context, &table, text);
    let result = context.execute(&insert).await;
    let kind = result.as_ref().err().map(backend_core::error::Error::kind);
    let refused = matches!(kind, Some(ErrorKind::Data | ErrorKind::Programming));
    expect(refused, || format!("{text}: {result:?}"))?;
    expect_eq("rows", context.count(&table.name).await?, 0)
}

fn insert_text(context: &Context, table: &Table, text: &str) -> Statement {
    let mut out = context.dialect().writer();
    out.push("INSERT INTO ").name(&table.name).push(" (");
    out.identifiers(table.columns.iter().map(|column| &column.name));
    out.push(") VALUES (1, ").string(text).push(")");
    out.finish()
}

/// Demands that the server keeps a literal text in a column of that type.
async fn keeps_text(context: &mut Context, column_type: ColumnType, text: &str) -> Outcome {
    let table = stored(context, column_type, []).await?;
    let insert = insert_text(context, &table, text);
    context.execute(&insert).await?;
    expect_eq("rows", context.count(&table.name).await?, 1)
}

async fn json_is_checked(context: &mut Context) -> Outcome {
    let (column_type, text) = (ColumnType::Json, "{\"a\":");
    if !context.features().has_native_json {
        return keeps_text(context, column_type, text).await;
    }
    refuses_text(context, column_type, text).await?;
    let good = Json("{}".to_owned());
    let table = table("stored", &[("value", ColumnType::Json)])?;
    context
        .insert(&table, &[vec![2_i64.into_value(), good.into_value()]])
        .await?;
    Ok(())
}

async fn days_are_checked(context: &mut Context) -> Outcome {
    let (column_type, text) = (ColumnType::Date, "2023-02-30");
    if context.features().has_native_temporal_types {
        return refuses_text(context, column_type, text).await;
    }
    keeps_text(context, column_type, text).await
}
