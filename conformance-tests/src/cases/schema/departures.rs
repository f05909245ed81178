//! Columns that go, and what stays of their tables: more than `added_columns.rs` has.

use backend_core::error::{ErrorKind, Integrity};
use backend_core::flag::Flag;
use backend_core::model::{Change, ColumnType, Table};
use backend_core::value::Value;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq, expect_error};
use crate::fixtures::{
    add_column, alter_column, carry_out, column, column_names, column_now, doubled, drop_column,
    drop_constraint, expect_numbers, foreign_key, four_artists, identifier, name, now, of_number,
    of_text, rename_column, row, table, unique, untouched, values_of,
};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.departure.middle_column",
        middle_column,
        "A column between others goes, and the others keep their order and values."
    )
    .requires(&[Flag::can_alter_tables])
    .django("schema/tests.py"),
    case!(
        "schema.departure.not_null_with_default",
        not_null_with_default,
        "A column that cannot be NULL and has a default goes with both, and rows are inserted without it."
    )
    .requires(&[Flag::can_alter_tables]),
    case!(
        "schema.departure.foreign_key_column",
        foreign_key_column,
        "A column of a foreign key goes once the key is dropped, and what it referred to can go then."
    )
    .requires(&[
        Flag::can_alter_tables,
        Flag::can_add_constraints,
        Flag::supports_foreign_keys,
    ])
    .django("schema/tests.py"),
    case!(
        "schema.departure.sibling_reference",
        sibling_reference,
        "A foreign key is found as it was, and holds, when a column beside its own was dropped."
    )
    .requires(&[Flag::can_alter_tables, Flag::supports_foreign_keys])
    .django("introspection/tests.py"),
    case!(
        "schema.departure.unique_column",
        unique_column,
        "A column of a unique constraint goes once the constraint is dropped."
    )
    .requires(&[Flag::can_alter_tables, Flag::can_add_constraints]),
    case!(
        "schema.departure.and_another_of_its_name",
        another_of_its_name,
        "After a column was dropped one of its name and of another type is added, and has none of its values."
    )
    .requires(&[Flag::can_alter_tables]),
    case!(
        "schema.departure.only_column",
        only_column,
        "The only column of a table is not dropped, and nothing is sent."
    )
    .requires(&[Flag::can_alter_tables]),
    case!(
        "schema.departure.generated_column",
        generated_column,
        "A generated column goes, and the one that it was computed from stays."
    )
    .requires(&[
        Flag::can_alter_tables,
        Flag::supports_stored_generated_columns,
    ]),
    case!(
        "schema.departure.column_of_nowhere",
        column_of_nowhere,
        "A column that is not there is neither dropped, renamed nor altered, and nothing is sent."
    ),
];

const FOREIGN_KEY: ErrorKind = ErrorKind::Integrity(Integrity::ForeignKey);

async fn middle_column(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    carry_out(context, [drop_column(&artist, "name")?]).await?;
    let found = now(context, "artist")?;
    expect_eq("columns", column_names(&found), ["id", "born"])?;
    let expected = [Some(1685), Some(1819), Some(1810), None];
    expect_numbers(context, (&artist, "born"), &expected).await
}

async fn not_null_with_default(context: &mut Context) -> Outcome {
    let n = column("n", ColumnType::Integer)?.not_null();
    let label = column("label", ColumnType::Text)?.with_default(of_text("x"));
    let declared = table("thing", &[])?
        .with_column(n.with_default(of_number(3)))
        .with_column(label);
    context.create(&declared).await?;
    context.insert(&declared, [&row![1_i64]]).await?;
    carry_out(context, [drop_column(&declared, "n")?]).await?;
    context.insert(&declared, [&row![2_i64]]).await?;
    let found = values_of(context, &declared, "label").await?;
    expect_eq("labels", found, vec![Value::Text("x".into()); 2])
}

async fn foreign_key_column(context: &mut Context) -> Outcome {
    let parent = table("parent", &[])?;
    context.create(&parent).await?;
    let key = foreign_key(&["parent_id"], &parent, &["id"])?.with_name(identifier("of_parent")?);
    let child = table("child", &[("parent_id", ColumnType::BigInteger)])?.with_foreign_key(key);
    context.create(&child).await?;
    let changes = [
        drop_constraint(&child, "of_parent")?,
        drop_column(&child, "parent_id")?,
        Change::DropTable(parent.name),
    ];
    carry_out(context, changes).await
}

async fn sibling_reference(context: &mut Context) -> Outcome {
    let parent = table("parent", &[])?;
    context.create(&parent).await?;
    context.insert(&parent, [&row![1_i64]]).await?;
    let columns = [
        ("first", ColumnType::Integer),
        ("parent_id", ColumnType::BigInteger),
        ("last", ColumnType::Integer),
    ];
    let child = table("child", &columns)?;
    let child = child.with_foreign_key(foreign_key(&["parent_id"], &parent, &["id"])?);
    context.create(&child).await?;
    context.insert(&child, [&row![1_i64, 1, 1_i64, 2]]).await?;
    carry_out(context, [drop_column(&child, "first")?]).await?;
    let after = now(context, "child")?;
    let orphan = context.insert(&after, [&row![2_i64, 9_i64, 1]]).await;
    expect_error("an orphan", orphan, FOREIGN_KEY)?;
    expect_numbers(context, (&after, "parent_id"), &[Some(1)]).await
}

async fn unique_column(context: &mut Context) -> Outcome {
    let only = unique(&["code"])?.with_name(identifier("one_code")?);
    let declared = table("thing", &[("code", ColumnType::Integer)])?.with_unique(only);
    context.create(&declared).await?;
    let changes = [
        drop_constraint(&declared, "one_code")?,
        drop_column(&declared, "code")?,
    ];
    carry_out(context, changes).await
}

async fn another_of_its_name(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let again = column("name", ColumnType::Integer)?;
    let changes = [drop_column(&artist, "name")?, add_column(&artist, again)];
    carry_out(context, changes).await?;
    expect_numbers(context, (&artist, "name"), &[None; 4]).await
}

async fn only_column(context: &mut Context) -> Outcome {
    let lonely = Table::new(name("lonely")?).with_column(column("c", ColumnType::Integer)?);
    context.create(&lonely).await?;
    untouched(
        context,
        &drop_column(&lonely, "c")?,
        &[ErrorKind::Interface],
    )
    .await?;
    Ok(())
}

async fn generated_column(context: &mut Context) -> Outcome {
    let doubled = doubled(context).await?;
    carry_out(context, [drop_column(&doubled, "twice")?]).await?;
    expect_numbers(context, (&doubled, "n"), &[Some(4), Some(5)]).await
}

async fn column_of_nowhere(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let changes = [
        drop_column(&artist, "nowhere")?,
        rename_column(&artist, "nowhere", "somewhere")?,
        alter_column(&artist, column("nowhere", ColumnType::Integer)?),
    ];
    for change in changes {
        untouched(context, &change, &[ErrorKind::DoesNotExist]).await?;
    }
    let gone = column_now(context, &artist, "nowhere");
    expect(gone.is_err(), || "the model has it".to_owned())
}
