//! Rows: many of them, large ones, and NULLs in each.

use backend_core::error::ErrorKind;
use backend_core::from_row;
use backend_core::model::{Change, ColumnType};
use backend_core::value::{IntoValue as _, Value};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq, expect_error};
use crate::fixtures::{artist, artists, count_rows, four_artists, many_items, table};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "cursor.rows.thousands_in_order",
        thousands_in_order,
        "Thousands of rows come whole and in order."
    )
    .smoke(),
    case!(
        "cursor.rows.one_mebibyte_of_text",
        one_mebibyte_of_text,
        "A text of a mebibyte comes back unchanged, beside small cells."
    ),
    case!(
        "cursor.rows.one_mebibyte_of_bytes",
        one_mebibyte_of_bytes,
        "A mebibyte of bytes comes back unchanged."
    ),
    case!(
        "cursor.rows.non_ascii_text",
        non_ascii_text,
        "Texts of other scripts, combining characters and emoji come back unchanged."
    )
    .django("backends/tests.py"),
    case!(
        "cursor.rows.into_a_struct",
        into_a_struct,
        "Rows become structs by the columns' names, whatever their order."
    )
    .smoke(),
    case!(
        "cursor.rows.into_a_struct_without_its_column",
        into_a_struct_without_its_column,
        "A struct whose column is missing from the result is refused with the column's name."
    ),
    case!(
        "cursor.rows.into_a_tuple_of_another_length",
        into_a_tuple_of_another_length,
        "A tuple of another length than the row is refused, also where there is no row."
    ),
    case!(
        "cursor.rows.null_into_a_plain_type",
        null_into_a_plain_type,
        "A NULL read as a type without NULL is an error with the column, and the session works on."
    ),
    case!(
        "cursor.rows.again_after_a_schema_change",
        again_after_a_schema_change,
        "The same text, sent again after its table was made anew, gives the new table's columns."
    ),
];

from_row! {
    /// An artist, by the columns' names.
    #[derive(Debug, PartialEq)]
    struct Artist {
        name: String,
        id: i64,
        born: Option<i32>,
    }
}

async fn thousands_in_order(context: &mut Context) -> Outcome {
    let items = many_items(context, 5_000).await?;
    let statement = context.select_statement(&items);
    let found: Vec<(i64, i64)> = context.fetch(&statement).await?;
    let expected: Vec<_> = (1..=5_000).map(|n| (n, n * 2)).collect();
    expect(found == expected, || {
        format!("{} rows, not as they were stored", found.len())
    })?;
    let mut count = 0;
    context
        .query(&statement, &mut count_rows(&mut count))
        .await?;
    expect_eq("rows of the second run", count, 5_000)
}

async fn one_mebibyte_of_text(context: &mut Context) -> Outcome {
    let table = table("large", &[("value", ColumnType::Text)])?;
    context.create(&table).await?;
    // Two, three and four bytes a character, so that a buffer's end falls inside one.
    let text: String = "aé日🦀".chars().cycle().take(420_000).collect();
    let rows = [
        vec![1_i64.into_value(), "small".into_value()],
        vec![2_i64.into_value(), text.as_str().into_value()],
        vec![3_i64.into_value(), "".into_value()],
    ];
    context.insert(&table, &rows).await?;
    let found: Vec<(i64, String)> = context.fetch(&context.select_statement(&table)).await?;
    let expected = [(1, "small".to_owned()), (2, text), (3, String::new())];
    expect(found == expected, || {
        "the texts are not as they were stored".to_owned()
    })
}

async fn one_mebibyte_of_bytes(context: &mut Context) -> Outcome {
    let table = table("large", &[("value", ColumnType::Bytes)])?;
    context.create(&table).await?;
    let bytes: Vec<u8> = (0..=250).cycle().take(1 << 20).collect();
    context
        .insert(
            &table,
            &[vec![1_i64.into_value(), bytes.clone().into_value()]],
        )
        .await?;
    let found: Vec<(i64, Vec<u8>)> = context.fetch(&context.select_statement(&table)).await?;
    expect(found == [(1, bytes)], || {
        "the bytes are not as they were stored".to_owned()
    })
}

async fn non_ascii_text(context: &mut Context) -> Outcome {
    let texts = [
        "Ænglisc",
        "Ελληνικά",
        "עברית",
        "العربية",
        "हिन्दी",
        "日本語",
        "e\u{301}",
        "👩‍👩‍👧",
        "\u{10FFFF}",
    ];
    let artists = artists()?;
    context.create(&artists).await?;
    for (id, text) in (1_i64..).zip(texts) {
        context.insert(&artists, &[artist(id, text, None)]).await?;
    }
    let found: Vec<(String,)> = context
        .fetch(&context.select_columns(&artists, &["name"]))
        .await?;
    expect_eq("texts", found, texts.map(|text| (text.to_owned(),)))
}

async fn into_a_struct(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    for columns in [["id", "name", "born"], ["born", "id", "name"]] {
        let found: Vec<Artist> = context
            .fetch(&context.select_columns(&artists, &columns))
            .await?;
        let first = Artist {
            id: 1,
            name: "Bach".to_owned(),
            born: Some(1685),
        };
        expect_eq("the first", found.first(), Some(&first))?;
        expect_eq(
            "the years",
            found.iter().filter(|artist| artist.born.is_none()).count(),
            1,
        )?;
    }
    Ok(())
}

async fn into_a_struct_without_its_column(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let statement = context.select_columns(&artists, &["id", "name"]);
    let result = context.fetch::<Artist>(&statement).await;
    let error = expect_error("a missing column", result, ErrorKind::DoesNotExist)?;
    expect_eq("the column", error.detail().column.as_deref(), Some("born"))
}

async fn into_a_tuple_of_another_length(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    let statement = context.select_columns(&artists, &["id", "name"]);
    for rows in 0..2 {
        let shorter = context.fetch::<(i64,)>(&statement).await;
        expect_error("one of two columns", shorter, ErrorKind::Interface)?;
        let longer = context.fetch::<(i64, String, String)>(&statement).await;
        expect_error("three of two columns", longer, ErrorKind::Interface)?;
        context.insert(&artists, &[artist(rows, "x", None)]).await?;
    }
    Ok(())
}

async fn null_into_a_plain_type(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let statement = context.select_columns(&artists, &["id", "born"]);
    let error = expect_error(
        "a NULL",
        context.fetch::<(i64, i32)>(&statement).await,
        ErrorKind::Data,
    )?;
    expect(error.to_string().contains("NULL"), || {
        format!("the message says no NULL: {error}")
    })?;
    let found: Vec<(i64, Option<i32>)> = context.fetch(&statement).await?;
    expect_eq("rows", found.len(), 4)
}

async fn again_after_a_schema_change(context: &mut Context) -> Outcome {
    let first = table("changing", &[("value", ColumnType::Integer)])?;
    let mut out = context.dialect().writer();
    out.push("SELECT * FROM ").name(&first.name);
    let statement = out.finish();
    context.create(&first).await?;
    context
        .insert(&first, &[vec![1_i64.into_value(), 7_i32.into_value()]])
        .await?;
    for _ in 0..3 {
        let found = context.fetch_values(&statement).await?;
        expect_eq("before", found, [vec![Value::I64(1), Value::I64(7)]])?;
    }
    context
        .change(&Change::DropTable(first.name.clone()))
        .await?;
    let second = table(
        "changing",
        &[("value", ColumnType::Text), ("other", ColumnType::Integer)],
    )?;
    context.create(&second).await?;
    let row = vec![1_i64.into_value(), "seven".into_value(), 8_i32.into_value()];
    context.insert(&second, &[row]).await?;
    let found: Vec<(i64, String, i32)> = context.fetch(&statement).await?;
    expect_eq("after", found, [(1, "seven".to_owned(), 8)])
}
