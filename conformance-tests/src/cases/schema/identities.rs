//! Identity columns: numbers that the server fills in.

use backend_core::error::{ErrorKind, Integrity, Result};
use backend_core::flag::Flag;
use backend_core::model::{Column, ColumnType, Identity, IdentityGeneration, Table};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, describe, expect, expect_eq, expect_error};
use crate::fixtures::{expect_table, introspected, name, primary_key, row};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.identity.ascending",
        ascending,
        "An identity column is filled with ascending numbers from 1, and found as an identity."
    )
    .requires(&[Flag::supports_identity_columns])
    .django("introspection/tests.py"),
    case!(
        "schema.identity.never_reused",
        never_reused,
        "A number is not given out again after its row was deleted, even the highest, even all."
    )
    .requires(&[Flag::supports_identity_columns]),
    case!(
        "schema.identity.number_given",
        number_given,
        "An insert may give its own number, which the server does not give out a second time; or it is refused without saying so."
    )
    .probe()
    .requires(&[Flag::supports_identity_columns])
    .django("backends/tests.py"),
    case!(
        "schema.identity.start_and_increment",
        start_and_increment,
        "The first number and the step are as asked for, and found so."
    )
    .requires(&[Flag::supports_identity_start_and_increment]),
    case!(
        "schema.identity.start_and_increment_refused",
        start_and_increment_refused,
        "Another first number than 1, or another step, is refused by its flag where there is only that."
    )
    .refuses(Flag::supports_identity_start_and_increment),
    case!(
        "schema.identity.always",
        always,
        "A column that only the server may number refuses a number that an insert gives, and is found so."
    )
    .requires(&[Flag::supports_always_generated_identities]),
    case!(
        "schema.identity.always_refused",
        always_refused,
        "A column that only the server may number is refused by its flag where inserts may always give numbers."
    )
    .refuses(Flag::supports_always_generated_identities),
    case!(
        "schema.identity.refused",
        refused,
        "An identity column is refused by its flag where the server has none."
    )
    .refuses(Flag::supports_identity_columns),
];

/// A table of labels with a numbered key. The label comes first, so that an insert can leave the number out.
fn numbered(identity: Identity) -> Result<Table> {
    let label = ColumnType::VarChar { length: Some(20) };
    Ok(Table::new(name("numbered")?)
        .with_column(Column::new("label", label)?.not_null())
        .with_column(Column::new("id", ColumnType::BigInteger)?.with_identity(identity))
        .with_primary_key(primary_key(&["id"])?))
}

/// The rows in the order of their labels.
async fn numbers(context: &mut Context, table: &Table) -> Result<Vec<(String, i64)>> {
    let read = context.select_statement(table);
    context.fetch(&read).await
}

fn pairs(rows: &[(&str, i64)]) -> Vec<(String, i64)> {
    rows.iter()
        .map(|(label, id)| ((*label).to_owned(), *id))
        .collect()
}

async fn ascending(context: &mut Context) -> Outcome {
    let table = numbered(Identity::new())?;
    context.create(&table).await?;
    let found = introspected(context, &table.name.name).await?;
    expect_table(&table, &found, context.features())?;
    let rows = [row!["a"], row!["b"], row!["c"]];
    context.insert(&table, &rows).await?;
    let found = numbers(context, &table).await?;
    expect_eq("numbers", found, pairs(&[("a", 1), ("b", 2), ("c", 3)]))
}

async fn never_reused(context: &mut Context) -> Outcome {
    let table = numbered(Identity::new())?;
    context.create(&table).await?;
    let rows = [row!["a"], row!["b"], row!["c"]];
    context.insert(&table, &rows).await?;
    let delete = context.delete_statement(&table, "label", "c")?;
    context.execute(&delete).await?;
    context.insert(&table, [&row!["d"]]).await?;
    let found = numbers(context, &table).await?;
    expect_eq(
        "after the highest",
        found,
        pairs(&[("a", 1), ("b", 2), ("d", 4)]),
    )?;
    let clear = context.statement(|out| {
        out.push("DELETE FROM ").name(&table.name);
    });
    context.execute(&clear).await?;
    context.insert(&table, [&row!["e"]]).await?;
    let found = numbers(context, &table).await?;
    expect_eq("after all", found, pairs(&[("e", 5)]))
}

async fn number_given(context: &mut Context) -> Outcome {
    let table = numbered(Identity::new())?;
    context.create(&table).await?;
    context.insert(&table, [&row!["a"]]).await?;
    if !context.features().takes_given_identity_numbers {
        let given = context.insert(&table, [&row!["b", 100_i64]]).await;
        expect_error("a number", given, ErrorKind::Data)?;
        return expect_eq("rows", context.count(&table.name).await?, 1);
    }
    context.insert(&table, [&row!["b", 100_i64]]).await?;
    let twice = context.insert(&table, [&row!["c", 100_i64]]).await;
    let kind = ErrorKind::Integrity(Integrity::Unique);
    expect_error("the same number again", twice, kind)?;
    context.insert(&table, [&row!["d"]]).await?;
    let found = numbers(context, &table).await?;
    let given: Vec<_> = found.iter().filter(|(_, id)| *id == 100).collect();
    expect_eq("rows with the number", given.len(), 1)?;
    expect_eq("rows", found.len(), 3)
}

/// Numbers from 1,000 in steps of 5.
fn thousands() -> Identity {
    let mut identity = Identity::new();
    identity.start = 1_000;
    identity.increment = 5;
    identity
}

async fn start_and_increment(context: &mut Context) -> Outcome {
    let table = numbered(thousands())?;
    context.create(&table).await?;
    let found = introspected(context, &table.name.name).await?;
    expect_table(&table, &found, context.features())?;
    context.insert(&table, &[row!["a"], row!["b"]]).await?;
    let found = numbers(context, &table).await?;
    expect_eq("numbers", found, pairs(&[("a", 1_000), ("b", 1_005)]))
}

async fn start_and_increment_refused(context: &mut Context) -> Outcome {
    let mut later = Identity::new();
    later.start = 1_000;
    let mut steps = Identity::new();
    steps.increment = 5;
    for identity in [thousands(), later, steps] {
        let table = numbered(identity)?;
        context
            .refused(
                Flag::supports_identity_start_and_increment,
                async |context| context.create(&table).await,
            )
            .await?;
    }
    Ok(())
}

fn numbered_always() -> Result<Table> {
    let mut identity = Identity::new();
    identity.generation = IdentityGeneration::Always;
    numbered(identity)
}

async fn always(context: &mut Context) -> Outcome {
    let table = numbered_always()?;
    context.create(&table).await?;
    let found = introspected(context, &table.name.name).await?;
    expect_table(&table, &found, context.features())?;
    context.insert(&table, [&row!["a"]]).await?;
    let Err(error) = context.insert(&table, [&row!["b", 100_i64]]).await else {
        return Err(Failure::new("a number is taken"));
    };
    let lost = matches!(
        error.kind(),
        ErrorKind::ConnectionLost | ErrorKind::Internal
    );
    expect(!lost, || format!("it is refused by {}", describe(&error)))?;
    let found = numbers(context, &table).await?;
    expect_eq("numbers", found, pairs(&[("a", 1)]))
}

async fn always_refused(context: &mut Context) -> Outcome {
    let table = numbered_always()?;
    context
        .refused(
            Flag::supports_always_generated_identities,
            async |context| context.create(&table).await,
        )
        .await
}

async fn refused(context: &mut Context) -> Outcome {
    let table = numbered(Identity::new())?;
    context
        .refused(Flag::supports_identity_columns, async |context| {
            context.create(&table).await
        })
        .await
}
