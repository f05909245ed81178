//! What stays of keys, indexes, checks and references when their column becomes another one.

use backend_core::error::{ErrorKind, Integrity, Result};
use backend_core::flag::Flag;
use backend_core::model::{Check, ColumnType, IndexPart, Table};
use backend_core::value::Value;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect_eq, expect_error};
use crate::fixtures::{
    alter_column, carry_out, column, column_now, create_index, expect_numbers, foreign_key,
    four_artists, identifier, identifiers, index, index_on, name, number, of_number, primary_key,
    retype, row, table, thing, unique, values_of,
};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.kept.index_by_type",
        index_by_type,
        "Indexes of one column, of several and a unique one are there and hold when the column's type changes."
    )
    .requires(&[Flag::can_alter_tables])
    .django("schema/tests.py"),
    case!(
        "schema.kept.descending_index_by_type",
        descending_index_by_type,
        "The order of an index's columns outlives that one of them becomes of another type."
    )
    .requires(&[
        Flag::can_alter_tables,
        Flag::supports_index_column_ordering,
    ]),
    case!(
        "schema.kept.partial_index_by_type",
        partial_index_by_type,
        "An index that covers some rows outlives that its column becomes of another type, and refuses as before."
    )
    .requires(&[Flag::can_alter_tables, Flag::supports_partial_indexes]),
    case!(
        "schema.kept.covering_index_by_type",
        covering_index_by_type,
        "An index that carries a column outlives that the column becomes of another type."
    )
    .requires(&[Flag::can_alter_tables, Flag::supports_covering_indexes]),
    case!(
        "schema.kept.expression_index_by_type",
        expression_index_by_type,
        "An index on an expression outlives that its column becomes of a wider type."
    )
    .requires(&[Flag::can_alter_tables, Flag::supports_expression_indexes]),
    case!(
        "schema.kept.check_by_type",
        check_by_type,
        "A check of a column holds on when the column's type becomes wider."
    )
    .requires(&[Flag::can_alter_tables, Flag::supports_check_constraints])
    .django("schema/tests.py"),
    case!(
        "schema.kept.check_of_two_columns",
        check_of_two_columns,
        "A check of two columns holds on when one of them becomes of another type."
    )
    .requires(&[Flag::can_alter_tables, Flag::supports_check_constraints]),
    case!(
        "schema.kept.unique_by_nullability",
        unique_by_nullability,
        "A unique constraint holds on when its column becomes NOT NULL and nullable again."
    )
    .requires(&[Flag::can_alter_nullability_in_place]),
    case!(
        "schema.kept.primary_key_by_type",
        primary_key_by_type,
        "A primary key holds on when its column becomes of a wider type."
    )
    .requires(&[Flag::can_alter_tables])
    .django("schema/tests.py"),
    case!(
        "schema.kept.composite_key_by_type",
        composite_key_by_type,
        "A primary key of two columns keeps their order when one becomes of another type."
    )
    .requires(&[Flag::can_alter_tables])
    .django("schema/tests.py"),
    case!(
        "schema.kept.own_reference_by_type",
        own_reference_by_type,
        "A key to which its own table refers becomes wider with the column that refers to it, and both hold."
    )
    .requires(&[
        Flag::can_alter_tables,
        Flag::supports_foreign_keys,
        Flag::supports_references_across_types,
    ])
    .django("schema/tests.py"),
    case!(
        "schema.kept.foreign_key_by_default",
        foreign_key_by_default,
        "A foreign key holds on when its column gets a default and becomes NOT NULL."
    )
    .requires(&[
        Flag::can_alter_nullability_in_place,
        Flag::supports_foreign_keys,
    ])
    .django("schema/tests.py"),
    case!(
        "schema.kept.other_table",
        other_table,
        "An alteration leaves other tables, and a table that refers to this one, with their rows."
    )
    .requires(&[Flag::can_alter_tables, Flag::supports_foreign_keys]),
];

const NOT_NULL: ErrorKind = ErrorKind::Integrity(Integrity::NotNull);
const UNIQUE: ErrorKind = ErrorKind::Integrity(Integrity::Unique);
const CHECK: ErrorKind = ErrorKind::Integrity(Integrity::Check);
const FOREIGN_KEY: ErrorKind = ErrorKind::Integrity(Integrity::ForeignKey);

async fn index_by_type(context: &mut Context) -> Outcome {
    let thing = thing(context, number()?).await?;
    let made = [
        index("thing_n", &["n"])?,
        index("thing_n_id", &["n", "id"])?,
        index("thing_only_n", &["n"])?.unique(),
    ];
    carry_out(context, made.map(|index| create_index(&thing, index))).await?;
    retype(context, &thing, ColumnType::BigInteger).await?;
    let again = context.insert(&thing, [&row![3_i64, 7_i64]]).await;
    expect_error("7 once more", again, UNIQUE)?;
    Ok(())
}

async fn descending_index_by_type(context: &mut Context) -> Outcome {
    let thing = thing(context, number()?).await?;
    let parts = vec![
        IndexPart::column(identifier("n")?).descending(),
        IndexPart::column(identifier("id")?),
    ];
    let made = create_index(&thing, index_on("thing_down", parts)?);
    carry_out(context, [made]).await?;
    retype(context, &thing, ColumnType::BigInteger).await
}

async fn partial_index_by_type(context: &mut Context) -> Outcome {
    let thing = thing(context, number()?).await?;
    let n = identifier("n")?;
    let condition = context.expression(|out| {
        out.identifier(&n).push(" > ").number(6);
    });
    let large = index("thing_large", &["n"])?.unique();
    let made = create_index(&thing, large.with_predicate(condition));
    carry_out(context, [made]).await?;
    retype(context, &thing, ColumnType::BigInteger).await?;
    context.insert(&thing, [&row![3_i64, 5_i64]]).await?;
    let again = context.insert(&thing, [&row![4_i64, 7_i64]]).await;
    expect_error("7 once more", again, UNIQUE)?;
    Ok(())
}

async fn covering_index_by_type(context: &mut Context) -> Outcome {
    let thing = thing(context, number()?).await?;
    let carrying = index("thing_id", &["id"])?.with_include(identifiers(&["n"])?);
    carry_out(context, [create_index(&thing, carrying)]).await?;
    retype(context, &thing, ColumnType::BigInteger).await
}

async fn expression_index_by_type(context: &mut Context) -> Outcome {
    let thing = thing(context, number()?).await?;
    let n = identifier("n")?;
    let twice = context.expression(|out| {
        out.identifier(&n).push(" * ").number(2);
    });
    let parts = vec![IndexPart::expression(twice)];
    let made = create_index(&thing, index_on("thing_twice", parts)?.unique());
    carry_out(context, [made]).await?;
    retype(context, &thing, ColumnType::BigInteger).await?;
    let again = context.insert(&thing, [&row![3_i64, 7_i64]]).await;
    expect_error("7 once more", again, UNIQUE)?;
    Ok(())
}

async fn check_by_type(context: &mut Context) -> Outcome {
    let n = identifier("n")?;
    let positive = context.expression(|out| {
        out.identifier(&n).push(" > ").number(0);
    });
    let check = Check::new(positive).with_name(identifier("positive")?);
    let declared = table("thing", &[("n", ColumnType::Integer)])?.with_check(check);
    context.create(&declared).await?;
    context.insert(&declared, [&row![1_i64, 5]]).await?;
    retype(context, &declared, ColumnType::BigInteger).await?;
    let negative = context.insert(&declared, [&row![2_i64, -5_i64]]).await;
    expect_error("a number below 0", negative, CHECK)?;
    expect_numbers(context, (&declared, "n"), &[Some(5)]).await
}

async fn check_of_two_columns(context: &mut Context) -> Outcome {
    let (id, n) = (identifier("id")?, identifier("n")?);
    let ordered = context.expression(|out| {
        out.identifier(&id).push(" <= ").identifier(&n);
    });
    let check = Check::new(ordered).with_name(identifier("ordered")?);
    let declared = table("thing", &[("n", ColumnType::Integer)])?.with_check(check);
    context.create(&declared).await?;
    context.insert(&declared, [&row![1_i64, 5]]).await?;
    retype(context, &declared, ColumnType::Double).await?;
    let smaller = context.insert(&declared, [&row![2_i64, 1.5]]).await;
    expect_error("a number below the key", smaller, CHECK)?;
    context.insert(&declared, [&row![2_i64, 2.5]]).await?;
    let found = values_of(context, &declared, "n").await?;
    expect_eq("n", found, [Value::F64(5.0), Value::F64(2.5)])
}

async fn unique_by_nullability(context: &mut Context) -> Outcome {
    let only = unique(&["n"])?.with_name(identifier("only")?);
    let declared = table("thing", &[("n", ColumnType::Integer)])?.with_unique(only);
    context.create(&declared).await?;
    context.insert(&declared, [&row![1_i64, 5]]).await?;
    for nullable in [false, true] {
        let mut n = column_now(context, &declared, "n")?;
        n.nullable = nullable;
        carry_out(context, [alter_column(&declared, n)]).await?;
        let again = context.insert(&declared, [&row![2_i64, 5]]).await;
        expect_error("5 once more", again, UNIQUE)?;
    }
    Ok(())
}

/// A table `thing` with a primary key of a number `n` and a text.
async fn keyed(context: &mut Context, key: &[&str]) -> Result<Table> {
    let declared = Table::new(name("thing")?)
        .with_column(number()?.not_null())
        .with_column(column("label", ColumnType::VarChar { length: Some(20) })?.not_null())
        .with_primary_key(primary_key(key)?);
    context.create(&declared).await?;
    let rows = [row![5, "a"], row![7, "b"]];
    context.insert(&declared, &rows).await?;
    Ok(declared)
}

async fn primary_key_by_type(context: &mut Context) -> Outcome {
    let thing = keyed(context, &["n"]).await?;
    retype(context, &thing, ColumnType::BigInteger).await?;
    let again = context.insert(&thing, [&row![7_i64, "c"]]).await;
    expect_error("7 once more", again, UNIQUE)?;
    let none = context.insert(&thing, [&row![None::<i64>, "c"]]).await;
    expect_error("NULL in a key", none, NOT_NULL)?;
    expect_numbers(context, (&thing, "n"), &[Some(5), Some(7)]).await
}

async fn composite_key_by_type(context: &mut Context) -> Outcome {
    let thing = keyed(context, &["label", "n"]).await?;
    retype(context, &thing, ColumnType::BigInteger).await?;
    context.insert(&thing, [&row![7_i64, "c"]]).await?;
    let again = context.insert(&thing, [&row![7_i64, "c"]]).await;
    expect_error("the same pair", again, UNIQUE)?;
    Ok(())
}

async fn own_reference_by_type(context: &mut Context) -> Outcome {
    let person = Table::new(name("person")?)
        .with_column(column("id", ColumnType::Integer)?.not_null())
        .with_column(column("boss_id", ColumnType::Integer)?)
        .with_primary_key(primary_key(&["id"])?);
    let key = foreign_key(&["boss_id"], &person, &["id"])?;
    let person = person.with_foreign_key(key);
    context.create(&person).await?;
    let rows = [row![1, None::<i32>], row![2, 1]];
    context.insert(&person, &rows).await?;
    for name in ["id", "boss_id"] {
        let mut column = column_now(context, &person, name)?;
        column.column_type = ColumnType::BigInteger;
        carry_out(context, [alter_column(&person, column)]).await?;
    }
    let nobody = context.insert(&person, [&row![3_i64, 9_i64]]).await;
    expect_error("a boss who is nobody", nobody, FOREIGN_KEY)?;
    expect_numbers(context, (&person, "boss_id"), &[None, Some(1)]).await
}

async fn foreign_key_by_default(context: &mut Context) -> Outcome {
    let parent = table("parent", &[])?;
    context.create(&parent).await?;
    context.insert(&parent, [&row![1_i64]]).await?;
    let child = table("child", &[("parent_id", ColumnType::BigInteger)])?;
    let child = child.with_foreign_key(foreign_key(&["parent_id"], &parent, &["id"])?);
    context.create(&child).await?;
    context.insert(&child, [&row![1_i64, 1_i64]]).await?;
    let mut column = column_now(context, &child, "parent_id")?.not_null();
    column.default = Some(of_number(1));
    carry_out(context, [alter_column(&child, column)]).await?;
    context.insert(&child, [&row![2_i64]]).await?;
    let orphan = context.insert(&child, [&row![3_i64, 9_i64]]).await;
    expect_error("an orphan", orphan, FOREIGN_KEY)?;
    expect_numbers(context, (&child, "parent_id"), &[Some(1), Some(1)]).await
}

async fn other_table(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let work = table("work", &[("artist_id", ColumnType::BigInteger)])?;
    let work = work.with_foreign_key(foreign_key(&["artist_id"], &artist, &["id"])?);
    context.create(&work).await?;
    let rows = [row![1_i64, 1_i64], row![2_i64, 4_i64]];
    context.insert(&work, &rows).await?;
    let mut born = column_now(context, &artist, "born")?;
    born.column_type = ColumnType::BigInteger;
    carry_out(context, [alter_column(&artist, born)]).await?;
    let orphan = context.insert(&work, [&row![3_i64, 9_i64]]).await;
    expect_error("an orphan", orphan, FOREIGN_KEY)?;
    expect_numbers(context, (&work, "artist_id"), &[Some(1), Some(4)]).await
}
