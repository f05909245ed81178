//! What follows a column or table that is renamed: more than `renames.rs` has.

use backend_core::error::{ErrorKind, Integrity};
use backend_core::features::IdentifierCase;
use backend_core::flag::Flag;
use backend_core::model::{Check, ColumnType};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, describe, expect, expect_error};
use crate::fixtures::{
    add_column, carry_out, column, expect_numbers, foreign_key, identifier, now, number, of_number,
    rename_column, rename_table, row, table, thing, unique, untouched,
};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.renamed.null_and_default",
        null_and_default,
        "A renamed column can be NULL and has its default as before."
    )
    .requires(&[Flag::can_alter_tables])
    .django("schema/tests.py"),
    case!(
        "schema.renamed.check",
        check,
        "A check goes on holding for a column that is renamed."
    )
    .requires(&[Flag::can_alter_tables, Flag::supports_check_constraints])
    .django("schema/tests.py"),
    case!(
        "schema.renamed.composite_unique",
        composite_unique,
        "A unique constraint of two columns follows when each of them is renamed."
    )
    .requires(&[Flag::can_alter_tables])
    .django("schema/tests.py"),
    case!(
        "schema.renamed.composite_reference",
        composite_reference,
        "A foreign key of two columns follows when columns on both of its sides are renamed."
    )
    .requires(&[
        Flag::can_alter_tables,
        Flag::supports_foreign_keys,
        Flag::supports_references_to_nullable_keys,
    ])
    .django("schema/tests.py"),
    case!(
        "schema.renamed.exchanged",
        exchanged,
        "Two columns exchange their names by way of a third, and their values go with them."
    )
    .requires(&[Flag::can_alter_tables]),
    case!(
        "schema.renamed.other_case",
        other_case,
        "A column gets its own name in capitals where that is another name, and keeps its values."
    )
    .requires(&[Flag::can_alter_tables]),
    case!(
        "schema.renamed.name_free_again",
        name_free_again,
        "The name that a column had is free: another column is added under it."
    )
    .requires(&[Flag::can_alter_tables]),
    case!(
        "schema.renamed.strange_names",
        strange_names,
        "Tables and columns get names with quotes, dots and blanks, and lose them again."
    )
    .requires(&[Flag::can_alter_tables]),
    case!(
        "schema.renamed.too_long",
        too_long,
        "A name that is longer than the limit is refused before anything is sent."
    )
    .requires(&[Flag::can_alter_tables]),
];

const UNIQUE: ErrorKind = ErrorKind::Integrity(Integrity::Unique);
const CHECK: ErrorKind = ErrorKind::Integrity(Integrity::Check);
const FOREIGN_KEY: ErrorKind = ErrorKind::Integrity(Integrity::ForeignKey);

async fn null_and_default(context: &mut Context) -> Outcome {
    let thing = thing(context, number()?.with_default(of_number(9))).await?;
    carry_out(context, [rename_column(&thing, "n", "m")?]).await?;
    let thing = now(context, "thing")?;
    let rows = [row![3_i64], row![4_i64]];
    context.insert(&thing, &rows).await?;
    let none = context.update_statement(&thing, ("m", None::<i32>), ("id", 4_i64))?;
    context.execute(&none).await?;
    expect_numbers(context, (&thing, "m"), &[Some(5), Some(7), Some(9), None]).await
}

async fn check(context: &mut Context) -> Outcome {
    let n = identifier("n")?;
    let positive = context.expression(|out| {
        out.identifier(&n).push(" > ").number(0);
    });
    let check = Check::new(positive).with_name(identifier("positive")?);
    let declared = table("thing", &[("n", ColumnType::Integer)])?.with_check(check);
    context.create(&declared).await?;
    carry_out(context, [rename_column(&declared, "n", "m")?]).await?;
    let renamed = now(context, "thing")?;
    let negative = context.insert(&renamed, [&row![1_i64, -1]]).await;
    expect_error("a number below 0", negative, CHECK).map(drop)
}

async fn composite_unique(context: &mut Context) -> Outcome {
    let pair = unique(&["x", "y"])?.with_name(identifier("one_pair")?);
    let columns = ["x", "y"].map(|name| (name, ColumnType::Integer));
    let declared = table("point", &columns)?.with_unique(pair);
    context.create(&declared).await?;
    context.insert(&declared, [&row![1_i64, 1, 2]]).await?;
    let changes = [
        rename_column(&declared, "x", "a")?,
        rename_column(&declared, "y", "b")?,
    ];
    carry_out(context, changes).await?;
    let renamed = now(context, "point")?;
    let again = context.insert(&renamed, [&row![2_i64, 1, 2]]).await;
    expect_error("the same pair", again, UNIQUE).map(drop)
}

async fn composite_reference(context: &mut Context) -> Outcome {
    let columns = ["x", "y"].map(|name| (name, ColumnType::Integer));
    let parent = table("parent", &columns)?.with_unique(unique(&["x", "y"])?);
    context.create(&parent).await?;
    context.insert(&parent, [&row![1_i64, 1, 2]]).await?;
    let key = foreign_key(&["x", "y"], &parent, &["x", "y"])?;
    let child = table("child", &columns)?.with_foreign_key(key);
    context.create(&child).await?;
    let changes = [
        rename_column(&parent, "x", "a")?,
        rename_column(&child, "y", "b")?,
    ];
    carry_out(context, changes).await?;
    let child = now(context, "child")?;
    context.insert(&child, [&row![1_i64, 1, 2]]).await?;
    let other = context.insert(&child, [&row![2_i64, 2, 1]]).await;
    expect_error("a pair that is not there", other, FOREIGN_KEY).map(drop)
}

async fn exchanged(context: &mut Context) -> Outcome {
    let columns = ["x", "y"].map(|name| (name, ColumnType::Integer));
    let point = table("point", &columns)?;
    context.create(&point).await?;
    context.insert(&point, [&row![1_i64, 1, 2]]).await?;
    let changes = [
        rename_column(&point, "x", "z")?,
        rename_column(&point, "y", "x")?,
        rename_column(&point, "z", "y")?,
    ];
    carry_out(context, changes).await?;
    expect_numbers(context, (&point, "x"), &[Some(2)]).await?;
    expect_numbers(context, (&point, "y"), &[Some(1)]).await
}

async fn other_case(context: &mut Context) -> Outcome {
    let thing = thing(context, number()?).await?;
    let sensitive = context.features().identifier_case == IdentifierCase::Sensitive;
    let change = rename_column(&thing, "n", "N")?;
    match context.change(&change).await {
        Ok(()) => {
            carry_out(context, []).await?;
            expect_numbers(context, (&thing, "N"), &[Some(5), Some(7)]).await
        }
        // To some servers it is the name that is taken.
        Err(error) => expect(!sensitive, || describe(&error)),
    }
}

async fn name_free_again(context: &mut Context) -> Outcome {
    let thing = thing(context, number()?).await?;
    let changes = [
        rename_column(&thing, "n", "m")?,
        add_column(&thing, number()?.with_default(of_number(1))),
    ];
    carry_out(context, changes).await?;
    expect_numbers(context, (&thing, "m"), &[Some(5), Some(7)]).await?;
    expect_numbers(context, (&thing, "n"), &[Some(1), Some(1)]).await
}

async fn strange_names(context: &mut Context) -> Outcome {
    let mut thing = thing(context, number()?).await?;
    let mut column = "n";
    for strange in ["a \"b\"", "c.d", "it's", "[x]", "order", "é漢"] {
        let changes = [
            rename_column(&thing, column, strange)?,
            rename_table(&thing, strange)?,
        ];
        carry_out(context, changes).await?;
        thing = now(context, strange)?;
        column = strange;
        expect_numbers(context, (&thing, column), &[Some(5), Some(7)]).await?;
    }
    Ok(())
}

async fn too_long(context: &mut Context) -> Outcome {
    let thing = thing(context, number()?).await?;
    let Some(most) = context.features().max_identifier_bytes else {
        return Err(Failure::not_shown("names have no limit"));
    };
    let long = "x".repeat(usize::try_from(most).unwrap_or_default() + 1);
    let changes = [
        rename_column(&thing, "n", &long)?,
        rename_table(&thing, &long)?,
        add_column(&thing, column(&long, ColumnType::Integer)?),
    ];
    for change in changes {
        untouched(context, &change, &[ErrorKind::Data]).await?;
    }
    Ok(())
}
