//! Foreign keys: what they refuse.

use backend_core::error::{ErrorKind, Integrity, Result};
use backend_core::flag::Flag;
use backend_core::model::{Column, ColumnType, Identifier, MatchType, Table};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect_eq, expect_error};
use crate::fixtures::{
    expect_table, foreign_key, identifier, introspected, name, primary_key, row, table, unique,
};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "constraints.foreign_key.insert",
        insert,
        "A row that refers to nothing is refused when it is inserted; one that refers to a row is taken."
    )
    .smoke()
    .requires(&[Flag::supports_foreign_keys])
    .django("backends/tests.py"),
    case!(
        "constraints.foreign_key.update",
        update,
        "A row cannot be changed so that it refers to nothing."
    )
    .requires(&[Flag::supports_foreign_keys])
    .django("backends/tests.py"),
    case!(
        "constraints.foreign_key.referenced_row",
        referenced_row,
        "A row that others refer to can neither be deleted nor lose its key; one that none refers to can."
    )
    .requires(&[Flag::supports_foreign_keys]),
    case!(
        "constraints.foreign_key.null",
        null,
        "NULL refers to nothing and is taken."
    )
    .requires(&[Flag::supports_foreign_keys]),
    case!(
        "constraints.foreign_key.several_columns",
        several_columns,
        "A key of several columns matches pair by pair; one NULL among them is enough to refer to nothing."
    )
    .requires(&[Flag::supports_foreign_keys])
    .django("composite_pk/tests.py"),
    case!(
        "constraints.foreign_key.own_table",
        own_table,
        "A table can refer to itself, a row even to itself."
    )
    .requires(&[Flag::supports_foreign_keys])
    .django("inspectdb/tests.py"),
    case!(
        "constraints.foreign_key.unique_column",
        unique_column,
        "A key can refer to a unique column that is not the primary key, text included."
    )
    .requires(&[Flag::supports_foreign_keys])
    .django("introspection/tests.py"),
    case!(
        "constraints.foreign_key.two_to_one_table",
        two_to_one_table,
        "Two keys to the same table, one of them named, are told apart, and each holds."
    )
    .requires(&[Flag::supports_foreign_keys])
    .django("inspectdb/tests.py"),
    case!(
        "constraints.foreign_key.match_full",
        match_full,
        "A key that matches in full refuses to be NULL in part, and is found so."
    )
    .requires(&[Flag::supports_match_full]),
    case!(
        "constraints.foreign_key.match_full_refused",
        match_full_refused,
        "A key that matches in full is refused by its flag where one NULL always lets go."
    )
    .refuses(Flag::supports_match_full),
    case!(
        "constraints.foreign_key.refused",
        refused,
        "A foreign key is refused by its flag where the server enforces none."
    )
    .refuses(Flag::supports_foreign_keys)
    .django("introspection/tests.py"),
];

const FOREIGN_KEY: ErrorKind = ErrorKind::Integrity(Integrity::ForeignKey);

/// Artists, and albums that refer to them.
fn artists_and_albums() -> Result<(Table, Table)> {
    let artists = table("artist", &[("born", ColumnType::Integer)])?;
    let albums = table("album", &[("artist_id", ColumnType::BigInteger)])?;
    let key = foreign_key(&["artist_id"], &artists, &["id"])?;
    let key = key.with_name(identifier("album_artist")?);
    Ok((artists, albums.with_foreign_key(key)))
}

/// Makes both tables, with two artists and an album of the first.
async fn one_album(context: &mut Context) -> Result<(Table, Table)> {
    let (artists, albums) = artists_and_albums()?;
    context.create(&artists).await?;
    context.create(&albums).await?;
    context
        .insert(&artists, [&row![1_i64], &row![2_i64]])
        .await?;
    context.insert(&albums, [&row![1_i64, 1_i64]]).await?;
    Ok((artists, albums))
}

async fn insert(context: &mut Context) -> Outcome {
    let (_, albums) = one_album(context).await?;
    let found = introspected(context, &albums.name.name).await?;
    expect_table(&albums, &found, context.features())?;
    let dangling = context.insert(&albums, [&row![2_i64, 3_i64]]).await;
    expect_error("a row that refers to nothing", dangling, FOREIGN_KEY)?;
    expect_eq("rows", context.count(&albums.name).await?, 1)
}

async fn update(context: &mut Context) -> Outcome {
    let (_, albums) = one_album(context).await?;
    let wrong = context.update_statement(&albums, ("artist_id", 3_i64), ("id", 1_i64))?;
    let dangling = context.execute(&wrong).await;
    expect_error("a change to nothing", dangling, FOREIGN_KEY)?;
    let right = context.update_statement(&albums, ("artist_id", 2_i64), ("id", 1_i64))?;
    context.execute(&right).await?;
    let rows: Vec<(i64, i64)> = context.fetch(&context.select_statement(&albums)).await?;
    expect_eq("rows", rows, [(1, 2)])
}

async fn referenced_row(context: &mut Context) -> Outcome {
    let (artists, _) = one_album(context).await?;
    let delete = context.delete_statement(&artists, "id", 1_i64)?;
    let refused = context.execute(&delete).await;
    expect_error("deleting it", refused, FOREIGN_KEY)?;
    let change = context.update_statement(&artists, ("id", 9_i64), ("id", 1_i64))?;
    let refused = context.execute(&change).await;
    expect_error("changing its key", refused, FOREIGN_KEY)?;
    let harmless = context.update_statement(&artists, ("born", 1685), ("id", 1_i64))?;
    context.execute(&harmless).await?;
    let delete = context.delete_statement(&artists, "id", 2_i64)?;
    context.execute(&delete).await?;
    expect_eq("rows", context.count(&artists.name).await?, 1)
}

async fn null(context: &mut Context) -> Outcome {
    let (_, albums) = one_album(context).await?;
    context.insert(&albums, [&row![2_i64, None::<i64>]]).await?;
    let change = context.update_statement(&albums, ("artist_id", None::<i64>), ("id", 1_i64))?;
    context.execute(&change).await?;
    expect_eq("rows", context.count(&albums.name).await?, 2)
}

/// Seats with a key of two columns, and tickets that refer to both.
fn seats_and_tickets(match_type: MatchType) -> Result<(Table, Table)> {
    let part = |name| Column::new(name, ColumnType::Integer).map(Column::not_null);
    let seats = Table::new(name("seat")?)
        .with_column(part("number")?)
        .with_column(part("line")?)
        .with_primary_key(primary_key(&["line", "number"])?);
    let columns = [("n", ColumnType::Integer), ("l", ColumnType::Integer)];
    let mut key = foreign_key(&["l", "n"], &seats, &["line", "number"])?;
    key.match_type = match_type;
    Ok((seats, table("ticket", &columns)?.with_foreign_key(key)))
}

/// Makes both tables, with the seats 5 in the first line and 6 in the second.
async fn two_seats(context: &mut Context, match_type: MatchType) -> Result<Table, Failure> {
    let (seats, tickets) = seats_and_tickets(match_type)?;
    context.create(&seats).await?;
    context.create(&tickets).await?;
    let found = introspected(context, &tickets.name.name).await?;
    expect_table(&tickets, &found, context.features())?;
    context.insert(&seats, [&row![5, 1], &row![6, 2]]).await?;
    Ok(tickets)
}

async fn several_columns(context: &mut Context) -> Outcome {
    let tickets = two_seats(context, MatchType::Simple).await?;
    let rows = [
        row![1_i64, 5, 1],
        row![2_i64, 6, 2],
        row![3_i64, None::<i32>, 9],
        row![4_i64, 9, None::<i32>],
    ];
    context.insert(&tickets, &rows).await?;
    for row in [row![5_i64, 5, 2], row![5_i64, 1, 5]] {
        let dangling = context.insert(&tickets, [&row]).await;
        expect_error("halves of two seats", dangling, FOREIGN_KEY)?;
    }
    expect_eq("rows", context.count(&tickets.name).await?, 4)
}

async fn match_full(context: &mut Context) -> Outcome {
    let tickets = two_seats(context, MatchType::Full).await?;
    context
        .insert(&tickets, [&row![1_i64, 5, 1], &row![2_i64]])
        .await?;
    for row in [row![3_i64, 5, None::<i32>], row![3_i64, None::<i32>, 1]] {
        let partly = context.insert(&tickets, [&row]).await;
        expect_error("NULL in part", partly, FOREIGN_KEY)?;
    }
    expect_eq("rows", context.count(&tickets.name).await?, 2)
}

async fn match_full_refused(context: &mut Context) -> Outcome {
    let (seats, tickets) = seats_and_tickets(MatchType::Full)?;
    context.create(&seats).await?;
    context
        .refused(Flag::supports_match_full, async |context| {
            context.create(&tickets).await
        })
        .await
}

async fn own_table(context: &mut Context) -> Outcome {
    let people = table("person", &[("boss_id", ColumnType::BigInteger)])?;
    let key = foreign_key(&["boss_id"], &people, &["id"])?;
    let people = people.with_foreign_key(key);
    context.create(&people).await?;
    let found = introspected(context, &people.name.name).await?;
    expect_table(&people, &found, context.features())?;
    let rows = [
        row![1_i64, 1_i64],
        row![2_i64, 1_i64],
        row![3_i64, None::<i64>],
    ];
    context.insert(&people, &rows).await?;
    let dangling = context.insert(&people, [&row![4_i64, 5_i64]]).await;
    expect_error("a boss who is not there", dangling, FOREIGN_KEY)?;
    let delete = context.delete_statement(&people, "id", 2_i64)?;
    context.execute(&delete).await?;
    let delete = context.delete_statement(&people, "id", 1_i64)?;
    context.execute(&delete).await?;
    expect_eq("rows", context.count(&people.name).await?, 1)
}

async fn unique_column(context: &mut Context) -> Outcome {
    let code = || ColumnType::VarChar { length: Some(10) };
    let countries = table("country", &[])?
        .with_column(Column::new("code", code())?.not_null())
        .with_unique(unique(&["code"])?);
    let cities = table("city", &[("country", code())])?;
    let cities = cities.with_foreign_key(foreign_key(&["country"], &countries, &["code"])?);
    context.create(&countries).await?;
    context.create(&cities).await?;
    let found = introspected(context, &cities.name.name).await?;
    expect_table(&cities, &found, context.features())?;
    context.insert(&countries, [&row![1_i64, "čz"]]).await?;
    context.insert(&cities, [&row![1_i64, "čz"]]).await?;
    let dangling = context.insert(&cities, [&row![2_i64, "cz"]]).await;
    expect_error("a country that is not there", dangling, FOREIGN_KEY)?;
    expect_eq("rows", context.count(&cities.name).await?, 1)
}

async fn two_to_one_table(context: &mut Context) -> Outcome {
    let people = table("person", &[])?;
    let number = || ColumnType::BigInteger;
    let letters = table(
        "letter",
        &[("writer_id", number()), ("reader_id", number())],
    )?;
    let reader = foreign_key(&["reader_id"], &people, &["id"])?;
    let writer = foreign_key(&["writer_id"], &people, &["id"])?;
    let letters = letters
        .with_foreign_key(writer)
        .with_foreign_key(reader.with_name(identifier("letter's reader")?));
    context.create(&people).await?;
    context.create(&letters).await?;
    let found = introspected(context, &letters.name.name).await?;
    expect_table(&letters, &found, context.features())?;
    let named: Vec<_> = found
        .foreign_keys
        .iter()
        .filter(|key| key.columns.iter().any(|column| *column == "reader_id"))
        .filter_map(|key| key.name.as_ref().map(Identifier::as_str))
        .collect();
    expect_eq("the reader's key", named, ["letter's reader"])?;
    context.insert(&people, [&row![1_i64]]).await?;
    for row in [row![1_i64, 1_i64, 2_i64], row![1_i64, 2_i64, 1_i64]] {
        let dangling = context.insert(&letters, [&row]).await;
        expect_error("one of two is not there", dangling, FOREIGN_KEY)?;
    }
    context
        .insert(&letters, [&row![1_i64, 1_i64, 1_i64]])
        .await?;
    expect_eq("rows", context.count(&letters.name).await?, 1)
}

async fn refused(context: &mut Context) -> Outcome {
    let (artists, albums) = artists_and_albums()?;
    context.create(&artists).await?;
    context
        .refused(Flag::supports_foreign_keys, async |context| {
            context.create(&albums).await
        })
        .await
}
