//! Transactions: beginning, committing, rolling back.

use backend_core::error::{ErrorKind, Integrity};
use backend_core::flag::Flag;
use backend_core::wrapper::TransactionOptions;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq, expect_error};
use crate::fixtures::{artist, artists, four_artists};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "connection.transaction.commit_keeps",
        commit_keeps,
        "What a committed transaction did is seen by others."
    )
    .smoke()
    .requires(&[Flag::supports_transactions])
    .django("transactions/tests.py"),
    case!(
        "connection.transaction.rollback_undoes",
        rollback_undoes,
        "What a transaction did is undone by its rollback."
    )
    .smoke()
    .requires(&[Flag::supports_transactions])
    .django("transactions/tests.py"),
    case!(
        "connection.transaction.unseen_before_its_end",
        unseen_before_its_end,
        "Another session does not see the rows of a transaction before it is committed."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "connection.transaction.sees_its_own_rows",
        sees_its_own_rows,
        "A transaction sees what it did itself."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "connection.transaction.begun_twice",
        begun_twice,
        "A second beginning is refused, and leaves the first transaction as it is."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "connection.transaction.committed_without_beginning",
        committed_without_beginning,
        "A commit without a transaction is refused, and a rollback without one does nothing."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "connection.transaction.rollback_after_an_error",
        rollback_after_an_error,
        "A transaction in which a statement failed can be rolled back, and the next one works."
    )
    .requires(&[Flag::supports_transactions])
    .django("transactions/tests.py"),
    case!(
        "connection.transaction.undone_by_closing",
        undone_by_closing,
        "A session that closes inside a transaction leaves nothing of it."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "connection.transaction.one_after_the_other",
        one_after_the_other,
        "Transactions follow one another in a session, and each keeps or undoes its own."
    )
    .requires(&[Flag::supports_transactions]),
    case!(
        "connection.transaction.schema_rolls_back",
        schema_rolls_back,
        "A table that was made in a transaction is gone after its rollback."
    )
    .requires(&[Flag::can_rollback_ddl])
    .django("schema/tests.py"),
    case!(
        "connection.transaction.schema_stays",
        schema_stays,
        "Where schema changes do not roll back, a table that was made in a transaction is there after its rollback."
    )
    .requires(&[Flag::supports_transactions])
    .refuses(Flag::can_rollback_ddl),
    case!(
        "connection.transaction.read_only",
        read_only,
        "A transaction that may only read reads, and a write in it is refused as such."
    )
    .requires(&[Flag::supports_read_only_transactions]),
    case!(
        "connection.transaction.is_refused",
        is_refused,
        "Where there are no transactions, beginning one is refused with the flag."
    )
    .refuses(Flag::supports_transactions),
];

async fn begin(context: &mut Context) -> Result<(), Failure> {
    context.note("-- begin");
    Ok(context
        .connection()
        .begin(&TransactionOptions::default())
        .await?)
}

async fn commit(context: &mut Context) -> Result<(), Failure> {
    context.note("-- commit");
    Ok(context.connection().commit().await?)
}

async fn rollback(context: &mut Context) -> Result<(), Failure> {
    context.note("-- rollback");
    Ok(context.connection().rollback().await?)
}

async fn commit_keeps(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    begin(context).await?;
    expect(context.connection().in_transaction(), || {
        "it is not open".to_owned()
    })?;
    context
        .insert(
            &artists,
            &[artist(1, "Bach", None), artist(2, "Clara", None)],
        )
        .await?;
    commit(context).await?;
    expect(!context.connection().in_transaction(), || {
        "it is still open".to_owned()
    })?;
    let mut other = context.connect().await?;
    let select = context.select_columns(&artists, &["id"]);
    expect_eq(
        "rows",
        other.fetch_as::<(i64,)>(&select).await?,
        [(1,), (2,)],
    )
}

async fn rollback_undoes(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    begin(context).await?;
    context
        .insert(&artists, &[artist(5, "Fanny", None)])
        .await?;
    let mut out = context.dialect().writer();
    out.push("DELETE FROM ").name(&artists.name);
    context.execute(&out.finish()).await?;
    rollback(context).await?;
    expect(!context.connection().in_transaction(), || {
        "it is still open".to_owned()
    })?;
    let found: Vec<(i64,)> = context
        .fetch(&context.select_columns(&artists, &["id"]))
        .await?;
    expect_eq("keys", found, [(1,), (2,), (3,), (4,)])
}

async fn unseen_before_its_end(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    let mut other = context.connect().await?;
    let select = context.select_columns(&artists, &["id"]);
    begin(context).await?;
    context.insert(&artists, &[artist(1, "Bach", None)]).await?;
    match other.fetch_as::<(i64,)>(&select).await {
        Ok(rows) => expect_eq("rows before the commit", rows, [])?,
        // A server may lock readers out instead.
        Err(error) if matches!(error.kind(), ErrorKind::Locked | ErrorKind::Timeout) => {}
        Err(error) => return Err(error.into()),
    }
    commit(context).await?;
    expect_eq(
        "rows after it",
        other.fetch_as::<(i64,)>(&select).await?,
        [(1,)],
    )
}

async fn sees_its_own_rows(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    begin(context).await?;
    context
        .insert(&artists, &[artist(5, "Fanny", None)])
        .await?;
    let inside = context.count(&artists.name).await;
    rollback(context).await?;
    expect_eq("rows inside", inside?, 5)?;
    expect_eq("rows afterwards", context.count(&artists.name).await?, 4)
}

async fn begun_twice(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    begin(context).await?;
    context
        .insert(&artists, &[artist(5, "Fanny", None)])
        .await?;
    let again = context
        .connection()
        .begin(&TransactionOptions::default())
        .await;
    expect_error("the second beginning", again, ErrorKind::Interface)?;
    commit(context).await?;
    expect_eq("rows", context.count(&artists.name).await?, 5)
}

async fn committed_without_beginning(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let result = context.connection().commit().await;
    expect_error("the commit", result, ErrorKind::Interface)?;
    rollback(context).await?;
    expect_eq("rows", context.count(&artists.name).await?, 4)
}

async fn rollback_after_an_error(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    begin(context).await?;
    context
        .insert(&artists, &[artist(5, "Fanny", None)])
        .await?;
    let again = context.insert_statement(&artists, &artist(5, "again", None));
    let result = context.execute(&again).await;
    expect_error(
        "a key twice",
        result,
        ErrorKind::Integrity(Integrity::Unique),
    )?;
    rollback(context).await?;
    expect_eq("rows", context.count(&artists.name).await?, 4)?;
    begin(context).await?;
    context
        .insert(&artists, &[artist(5, "Fanny", None)])
        .await?;
    commit(context).await?;
    expect_eq("rows of the next", context.count(&artists.name).await?, 5)
}

async fn undone_by_closing(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let mut other = context.connect().await?;
    other.begin(&TransactionOptions::default()).await?;
    other
        .execute(&context.insert_statement(&artists, &artist(5, "Fanny", None)))
        .await?;
    other.close().await?;
    expect_eq("rows", context.count(&artists.name).await?, 4)?;
    context
        .insert(&artists, &[artist(5, "Fanny", None)])
        .await?;
    Ok(())
}

async fn one_after_the_other(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    for id in 1..=6 {
        begin(context).await?;
        context.insert(&artists, &[artist(id, "x", None)]).await?;
        if id % 2 == 0 {
            commit(context).await?;
        } else {
            rollback(context).await?;
        }
    }
    let found: Vec<(i64,)> = context
        .fetch(&context.select_columns(&artists, &["id"]))
        .await?;
    expect_eq("keys", found, [(2,), (4,), (6,)])
}

async fn schema_rolls_back(context: &mut Context) -> Outcome {
    begin(context).await?;
    context.create(&artists()?).await?;
    context
        .insert(&artists()?, &[artist(1, "Bach", None)])
        .await?;
    rollback(context).await?;
    let tables = context.introspect().await?.schema.tables;
    expect_eq("tables", tables, [])
}

async fn schema_stays(context: &mut Context) -> Outcome {
    begin(context).await?;
    context.create(&artists()?).await?;
    rollback(context).await?;
    let tables = context.introspect().await?.schema.tables.len();
    expect_eq(
        "tables: with none, the flag can_rollback_ddl is true",
        tables,
        1,
    )?;
    context.absent(Flag::can_rollback_ddl);
    Ok(())
}

async fn read_only(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let mut options = TransactionOptions::default();
    options.read_only = true;
    context.connection().begin(&options).await?;
    let rows = context.count(&artists.name).await;
    let insert = context.insert_statement(&artists, &artist(5, "Fanny", None));
    let result = context.execute(&insert).await;
    rollback(context).await?;
    expect_eq("rows inside", rows?, 4)?;
    expect_error("a write", result, ErrorKind::ReadOnly)?;
    // The next transaction may write again.
    begin(context).await?;
    context
        .insert(&artists, &[artist(5, "Fanny", None)])
        .await?;
    commit(context).await?;
    expect_eq("rows afterwards", context.count(&artists.name).await?, 5)?;
    // So it may where the other one was committed, and without one, too.
    context.connection().begin(&options).await?;
    commit(context).await?;
    context
        .insert(&artists, &[artist(6, "Clara", None)])
        .await?;
    begin(context).await?;
    context
        .insert(&artists, &[artist(7, "Robert", None)])
        .await?;
    commit(context).await?;
    expect_eq("rows in the end", context.count(&artists.name).await?, 7)
}

async fn is_refused(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    context
        .refused(Flag::supports_transactions, async |context| {
            context
                .connection()
                .begin(&TransactionOptions::default())
                .await
        })
        .await
}
