//! Numbers of the server after rows were loaded with numbers of their own.

use backend_core::error::Error;
use backend_core::flag::Flag;
use backend_core::model::{Change, Identity, Namespace, QualifiedName, Table};

use super::flush::{next_number, numbered};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::expect_eq;
use crate::fixtures::{four_artists, identifier, row};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "operations.sequences.follow_loaded_rows",
        follow_loaded_rows,
        "After rows were loaded with their numbers, the next number follows the greatest."
    )
    .requires(&[Flag::supports_sequence_reset])
    .django("backends/tests.py"),
    case!(
        "operations.sequences.empty_table",
        empty_table,
        "In a table without rows the next number is the first, whatever was given before."
    )
    .requires(&[Flag::supports_sequence_reset])
    .django("backends/tests.py"),
    case!(
        "operations.sequences.greatest_is_gone",
        greatest_is_gone,
        "Where the last rows were deleted, the next number follows the greatest of those that are there."
    )
    .requires(&[Flag::supports_sequence_reset]),
    case!(
        "operations.sequences.before_the_first",
        before_the_first,
        "Numbers below the first do not count: the next one is the first."
    )
    .requires(&[Flag::supports_sequence_reset]),
    case!(
        "operations.sequences.steps",
        steps,
        "Numbers in steps of five go on five after the greatest."
    )
    .requires(&[
        Flag::supports_sequence_reset,
        Flag::supports_identity_start_and_increment,
    ]),
    case!(
        "operations.sequences.descending",
        descending,
        "Numbers that count down go on below the least, and begin with the first in an empty table."
    )
    .requires(&[
        Flag::supports_sequence_reset,
        Flag::supports_identity_start_and_increment,
    ]),
    case!(
        "operations.sequences.strange_names",
        strange_names,
        "Names with quotes, blanks and SQL are names to this, too."
    )
    .requires(&[Flag::supports_sequence_reset]),
    case!(
        "operations.sequences.schemas",
        schemas,
        "Of two tables of one name in two schemas each follows its own rows."
    )
    .requires(&[Flag::supports_sequence_reset, Flag::supports_schemas]),
    case!(
        "operations.sequences.without_numbers",
        without_numbers,
        "A table without such a column takes no statement, whatever the flag says."
    ),
    case!(
        "operations.sequences.refused",
        refused,
        "It is refused by its flag where numbers cannot be set."
    )
    .requires(&[Flag::supports_identity_columns])
    .refuses(Flag::supports_sequence_reset),
];

async fn reset(context: &mut Context, tables: &[&Table]) -> Result<(), Error> {
    context.note("-- reset sequences");
    context.connection().reset_sequences(tables).await
}

async fn made(context: &mut Context, identity: Identity) -> Result<Table, Error> {
    let table = numbered("numbered", identity)?;
    context.create(&table).await?;
    Ok(table)
}

async fn load(context: &mut Context, table: &Table, numbers: &[i64]) -> Result<(), Error> {
    let rows: Vec<_> = numbers.iter().map(|n| row!["loaded", *n]).collect();
    context.insert(table, &rows).await
}

async fn expect_next(context: &mut Context, table: &Table, expected: &[i64]) -> Outcome {
    reset(context, &[table]).await?;
    for number in expected {
        let found = next_number(context, table).await?;
        expect_eq("the next number", found, *number)?;
    }
    Ok(())
}

async fn follow_loaded_rows(context: &mut Context) -> Outcome {
    let table = made(context, Identity::new()).await?;
    load(context, &table, &[1, 2, 10, 7]).await?;
    expect_next(context, &table, &[11, 12]).await?;
    load(context, &table, &[100]).await?;
    expect_next(context, &table, &[101]).await
}

async fn empty_table(context: &mut Context) -> Outcome {
    let table = made(context, Identity::new()).await?;
    expect_next(context, &table, &[1, 2]).await?;
    let clear = context.statement(|out| {
        out.push("DELETE FROM ").name(&table.name);
    });
    context.execute(&clear).await?;
    expect_next(context, &table, &[1, 2]).await
}

async fn greatest_is_gone(context: &mut Context) -> Outcome {
    let table = made(context, Identity::new()).await?;
    expect_next(context, &table, &[1, 2, 3, 4]).await?;
    for number in [3_i64, 4] {
        let delete = context.delete_statement(&table, "id", number)?;
        context.execute(&delete).await?;
    }
    expect_next(context, &table, &[3]).await
}

async fn before_the_first(context: &mut Context) -> Outcome {
    let table = made(context, Identity::new()).await?;
    load(context, &table, &[-7, 0]).await?;
    expect_next(context, &table, &[1, 2]).await
}

async fn steps(context: &mut Context) -> Outcome {
    let table = made(context, Identity::new().counting(1_000, 5)).await?;
    load(context, &table, &[3]).await?;
    expect_next(context, &table, &[1_000, 1_005]).await?;
    load(context, &table, &[1_020, 1_010]).await?;
    expect_next(context, &table, &[1_025, 1_030]).await
}

async fn descending(context: &mut Context) -> Outcome {
    let table = made(context, Identity::new().counting(-1, -1)).await?;
    expect_next(context, &table, &[-1, -2]).await?;
    load(context, &table, &[-7, 5]).await?;
    expect_next(context, &table, &[-8]).await
}

async fn strange_names(context: &mut Context) -> Outcome {
    let canary = four_artists(context).await?;
    for text in [
        "a\"b",
        "it's",
        "x'); DELETE FROM artist; --",
        "Né 🦀",
        "backend_s",
    ] {
        let table = numbered(text, Identity::new())?;
        context.create(&table).await?;
        load(context, &table, &[5]).await?;
        expect_next(context, &table, &[6]).await?;
    }
    expect_eq("artists", context.count(&canary.name).await?, 4)
}

async fn schemas(context: &mut Context) -> Outcome {
    let make = Change::CreateSchema(Namespace::new(identifier("else where")?));
    context.change(&make).await?;
    let here = made(context, Identity::new()).await?;
    let mut there = here.clone();
    there.name = QualifiedName::with_schema("else where", "numbered")?;
    context.create(&there).await?;
    load(context, &here, &[10]).await?;
    load(context, &there, &[20]).await?;
    reset(context, &[&here, &there]).await?;
    expect_eq("here", next_number(context, &here).await?, 11)?;
    expect_eq("there", next_number(context, &there).await?, 21)
}

async fn without_numbers(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    reset(context, &[&artists]).await?;
    let statements = context.dialect().reset_sequences(&artists)?;
    expect_eq("statements", statements.len(), 0)
}

async fn refused(context: &mut Context) -> Outcome {
    let table = made(context, Identity::new()).await?;
    context
        .refused(Flag::supports_sequence_reset, async |context| {
            reset(context, &[&table]).await
        })
        .await
}
