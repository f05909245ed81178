//! Columns that get a smaller type or another collation.

use backend_core::error::ErrorKind;
use backend_core::flag::Flag;
use backend_core::model::{Change, ColumnType};

use super::alterations::{alter, refuses};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::expect_eq;
use crate::fixtures::{column_now, four_artists, known_collation, row, table};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.alter.bounds",
        bounds,
        "A number that just fits a smaller type becomes one; one that is too large or too small by one keeps its column from it."
    )
    .requires(&[Flag::can_alter_tables])
    .django("schema/tests.py"),
    case!(
        "schema.alter.collation",
        collation,
        "A column gets another collation, is found with it, and loses it again."
    )
    .requires(&[Flag::can_alter_tables, Flag::supports_column_collations])
    .django("schema/tests.py"),
];

async fn bounds(context: &mut Context) -> Outcome {
    let small = (i64::from(i16::MIN), i64::from(i16::MAX));
    let middle = (i64::from(i32::MIN), i64::from(i32::MAX));
    for (smaller, (lowest, highest)) in [
        (ColumnType::SmallInteger, small),
        (ColumnType::Integer, middle),
    ] {
        for (n, fits) in [
            (lowest, true),
            (highest, true),
            (lowest - 1, false),
            (highest + 1, false),
        ] {
            let thing = table("thing", &[("n", ColumnType::BigInteger)])?;
            context.create(&thing).await?;
            context.insert(&thing, [&row![1_i64, n]]).await?;
            let mut column = column_now(context, &thing, "n")?;
            column.column_type = smaller.clone();
            if fits {
                alter(context, &thing, &column).await?;
                let read = context.select_columns(&thing, &["n"]);
                let found: Vec<(i64,)> = context.fetch(&read).await?;
                expect_eq("the number", found, [(n,)])?;
            } else {
                refuses(context, (&thing, &column), ErrorKind::Data).await?;
            }
            context.change(&Change::DropTable(thing.name)).await?;
        }
    }
    Ok(())
}

async fn collation(context: &mut Context) -> Outcome {
    let collation = known_collation(context).await?;
    let artist = four_artists(context).await?;
    let rows = context.select(&artist).await?;
    let plain = column_now(context, &artist, "name")?;
    let collated = plain.clone().with_collation(collation);
    for column in [&collated, &plain] {
        alter(context, &artist, column).await?;
        expect_eq("rows", context.select(&artist).await?, rows.clone())?;
    }
    Ok(())
}
