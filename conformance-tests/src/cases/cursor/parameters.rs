//! Parameters: their number, their limit, and NULLs among them.

use backend_core::error::ErrorKind;
use backend_core::model::Identifier;
use backend_core::sql::Statement;
use backend_core::value::{ColumnKind, IntoValue as _, TypedValue, Value};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect_eq, expect_error};
use crate::fixtures::{Columns, artist, artists, items, many_items};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "cursor.parameters.too_few",
        too_few,
        "A statement with more marks than parameters is refused, and no NULL is sent in their place."
    )
    .django("backends/tests.py"),
    case!(
        "cursor.parameters.too_many",
        too_many,
        "A statement with fewer marks than parameters is refused, and changes nothing."
    )
    .django("backends/tests.py"),
    case!(
        "cursor.parameters.at_the_limit",
        at_the_limit,
        "A statement takes as many parameters as the limit says; without a limit it takes forty thousand."
    )
    .django("backends/base/test_features.py"),
    case!(
        "cursor.parameters.over_the_limit",
        over_the_limit,
        "One parameter more than the limit is refused before anything is sent, with the limit."
    ),
    case!(
        "cursor.parameters.null_then_value",
        null_then_value,
        "One statement takes a NULL, a value and a NULL again in the same place."
    ),
    case!(
        "cursor.parameters.untyped_null",
        untyped_null,
        "A NULL of no known kind is stored in a column of any type."
    ),
    case!(
        "cursor.parameters.one_value_in_many_places",
        one_value_in_many_places,
        "Parameters stand in the order of their marks, also where they are of different kinds."
    )
    .smoke(),
];

async fn too_few(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    let whole = context.insert_statement(&artists, &artist(1, "Bach", Some(1685)));
    for count in 0..whole.params.len() {
        let params = whole.params.iter().take(count).cloned().collect();
        refuse_count(
            context,
            Statement {
                sql: whole.sql.clone(),
                params,
            },
        )
        .await?;
    }
    expect_eq("rows", context.count(&artists.name).await?, 0)?;
    context.insert(&artists, &[artist(1, "Bach", None)]).await?;
    Ok(())
}

async fn too_many(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    let mut statement = context.insert_statement(&artists, &artist(1, "Bach", Some(1685)));
    statement.params.push(1_i64.into_value());
    refuse_count(context, statement).await?;
    let select = Statement {
        params: artist(1, "x", None),
        ..context.select_statement(&artists)
    };
    refuse_count(context, select).await?;
    expect_eq("rows", context.count(&artists.name).await?, 0)
}

async fn refuse_count(context: &mut Context, statement: Statement) -> Outcome {
    let what = format!("{} parameters", statement.params.len());
    let result = context.execute(&statement).await;
    expect_error(&what, result, ErrorKind::Interface).map(|_| ())
}

/// `SELECT id FROM item WHERE id IN (…)` with the keys from 1 to `count`.
fn keys_in(context: &Context, count: usize) -> Result<Statement, backend_core::error::Error> {
    let table = items()?;
    let id = Identifier::new("id")?;
    let mut out = context.dialect().writer();
    out.push("SELECT ")
        .identifier(&id)
        .push(" FROM ")
        .name(&table.name);
    out.push(" WHERE ").identifier(&id).push(" IN (");
    let keys = (1_i64..).take(count);
    out.list(keys, |out, key| {
        out.bind(key);
    });
    out.push(")");
    Ok(out.finish())
}

fn limit(context: &Context) -> Option<usize> {
    context
        .features()
        .max_query_parameters
        .and_then(|most| usize::try_from(most).ok())
}

async fn at_the_limit(context: &mut Context) -> Outcome {
    many_items(context, 20).await?;
    let statement = keys_in(context, limit(context).unwrap_or(40_000))?;
    let mut columns = Columns::default();
    context.query(&statement, &mut columns).await?;
    expect_eq("rows", columns.rows, 20)
}

async fn over_the_limit(context: &mut Context) -> Outcome {
    many_items(context, 20).await?;
    let Some(most) = limit(context) else {
        // The case before has shown that many are taken.
        return Err(Failure::not_shown("parameters have no limit"));
    };
    let statement = keys_in(context, most + 1)?;
    let result = context.execute(&statement).await;
    let error = expect_error("one parameter too many", result, ErrorKind::Interface)?;
    let text = error.to_string();
    let named = text.contains(&most.to_string());
    crate::failure::expect(named, || {
        format!("the message does not say the limit {most}: {text}")
    })?;
    expect_eq("rows", context.count(&items()?.name).await?, 20)
}

async fn null_then_value(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    let rows = [
        artist(1, "a", None),
        artist(2, "b", Some(1700)),
        artist(3, "c", None),
    ];
    context.insert(&artists, &rows).await?;
    let select = context.select_columns(&artists, &["id", "born"]);
    let found: Vec<(i64, Option<i32>)> = context.fetch(&select).await?;
    expect_eq("rows", found, [(1, None), (2, Some(1700)), (3, None)])
}

async fn untyped_null(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    let null = || TypedValue {
        value: Value::Null,
        kind: None,
    };
    context
        .insert(&artists, &[vec![1_i64.into_value(), null(), null()]])
        .await?;
    let found = context.select(&artists).await?;
    expect_eq(
        "the row",
        found,
        [vec![Value::I64(1), Value::Null, Value::Null]],
    )?;
    let typed = vec![
        2_i64.into_value(),
        TypedValue::null(ColumnKind::Text),
        TypedValue::null(ColumnKind::I32),
    ];
    context.insert(&artists, &[typed]).await?;
    expect_eq("rows", context.count(&artists.name).await?, 2)
}

async fn one_value_in_many_places(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    let rows = [
        artist(1, "Bach", Some(1)),
        artist(2, "2", Some(2)),
        artist(3, "Clara", Some(2)),
    ];
    context.insert(&artists, &rows).await?;
    let name = Identifier::new("name")?;
    let mut out = context.dialect().writer();
    out.push("SELECT ")
        .identifier(&Identifier::new("id")?)
        .push(" FROM ")
        .name(&artists.name);
    out.push(" WHERE ")
        .identifier(&Identifier::new("born")?)
        .push(" = ")
        .bind(2_i32);
    out.push(" AND ").identifier(&name).push(" <> ").bind("2");
    out.push(" AND ")
        .identifier(&name)
        .push(" <> ")
        .bind("Bach");
    out.push(" AND ")
        .identifier(&Identifier::new("id")?)
        .push(" > ")
        .bind(1_i64);
    let found: Vec<(i64,)> = context.fetch(&out.finish()).await?;
    expect_eq("keys", found, [(3,)])
}
