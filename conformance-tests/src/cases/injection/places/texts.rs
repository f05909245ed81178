//! Values that are stored: as texts, as bytes, in arrays, one by one and many at once.

use backend_core::model::{Change, ColumnType, Table};
use backend_core::value::{
    Array, ColumnKind, Date, Decimal, Interval, Time, Timestamp, TimestampTz, Uuid, Value,
};

use super::can_be_text;
use crate::case::Outcome;
use crate::cases::injection::entry::Place;
use crate::context::Context;
use crate::failure::{expect, expect_eq};
use crate::fixtures::{Rows, row, table};

pub(super) async fn attempt(
    context: &mut Context,
    canary: &Table,
    place: Place,
    payload: &str,
) -> Outcome {
    if place == Place::Numeric {
        return numeric(context, canary, payload).await;
    }
    let column_type = match place {
        Place::StoredBytes => ColumnType::Bytes,
        Place::Element => ColumnType::Array(Box::new(ColumnType::Text)),
        _ => ColumnType::Text,
    };
    let kept = table("kept", &[("c", column_type)])?;
    context.create(&kept).await?;
    match place {
        Place::StoredMany => many(context, &kept, payload).await?,
        _ => one(context, &kept, value(place, payload)).await?,
    }
    context.change(&Change::DropTable(kept.name)).await?;
    Ok(())
}

fn value(place: Place, payload: &str) -> Value {
    match place {
        Place::StoredBytes => Value::Bytes(payload.as_bytes().to_vec()),
        Place::Element => {
            let elements = vec![
                Value::Text(payload.to_owned()),
                Value::Null,
                Value::Text("NULL".to_owned()),
            ];
            Value::Array(Box::new(Array::new(ColumnKind::Text, elements)))
        }
        _ => Value::Text(payload.to_owned()),
    }
}

async fn one(context: &mut Context, kept: &Table, value: Value) -> Outcome {
    let has_nul = match &value {
        Value::Text(text) => !can_be_text(context, text),
        Value::Array(array) => array
            .values()
            .iter()
            .any(|value| matches!(value, Value::Text(text) if !can_be_text(context, text))),
        _ => false,
    };
    let stored = context.insert(kept, [&row![1_i64, value.clone()]]).await;
    if has_nul {
        return expect(stored.is_err(), || "U+0000 is in a text".to_owned());
    }
    stored?;
    let rows = context.select(kept).await?;
    expect_eq("rows", rows, [vec![Value::I64(1), value]])
}

async fn many(context: &mut Context, kept: &Table, payload: &str) -> Outcome {
    let rows: Vec<_> = (0..40_i64)
        .map(|n| row![n, format!("{payload}{n}")])
        .collect();
    let first = rows.first().cloned().unwrap_or_default();
    let insert = context.insert_statement(kept, &first);
    let stored = context
        .execute_many(&insert.sql, &mut Rows::new(&rows))
        .await;
    if !can_be_text(context, payload) {
        return expect(stored.is_err(), || "U+0000 is in a text".to_owned());
    }
    stored?;
    let found = context.select(kept).await?;
    let expected: Vec<Vec<Value>> = rows
        .into_iter()
        .map(|row| row.into_iter().map(|cell| cell.value).collect())
        .collect();
    expect_eq("rows", found, expected)
}

/// No value with a form is read from it, and as a text it is none of a column of numbers.
async fn numeric(context: &mut Context, canary: &Table, payload: &str) -> Outcome {
    let read = [
        ("an integer", payload.parse::<i64>().is_ok()),
        ("a limit", payload.parse::<u64>().is_ok()),
        ("a float", payload.parse::<f64>().is_ok()),
        ("a decimal", payload.parse::<Decimal>().is_ok()),
        ("a day", payload.parse::<Date>().is_ok()),
        ("a time", payload.parse::<Time>().is_ok()),
        ("a timestamp", payload.parse::<Timestamp>().is_ok()),
        ("an instant", payload.parse::<TimestampTz>().is_ok()),
        ("an interval", payload.parse::<Interval>().is_ok()),
        ("a UUID", payload.parse::<Uuid>().is_ok()),
    ];
    for (what, is_read) in read {
        expect(!is_read, || format!("{payload:?} is read as {what}"))?;
    }
    let compare = context.statement(|out| {
        out.push("SELECT ")
            .identifiers(canary.columns.iter().take(1).map(|it| &it.name));
        out.push(" FROM ").name(&canary.name).push(" WHERE ");
        out.identifiers(canary.columns.iter().skip(2).map(|it| &it.name));
        out.push(" = ").bind(payload.to_owned());
    });
    // A server refuses to compare it, or finds nothing.
    match context.fetch::<(i64,)>(&compare).await {
        Ok(rows) => expect_eq("rows", rows, Vec::<(i64,)>::new()),
        Err(_) => Ok(()),
    }
}
