//! Columns that become others: what stands in them stays, or nothing is changed.

use backend_core::error::{ErrorKind, Integrity, Result};
use backend_core::flag::Flag;
use backend_core::model::{
    Change, Column, ColumnType, Default, Identity, IdentityGeneration, Table,
};
use backend_core::value::Value;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq, expect_error};
use crate::fixtures::{
    alter_column, column_now, doubled, expect_schema, four_artists, name, planned, primary_key,
    row, table,
};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.alter.not_null",
        not_null,
        "A column that becomes NOT NULL keeps its values and refuses NULL; it takes NULL once it is nullable again."
    )
    .requires(&[Flag::can_alter_nullability_in_place])
    .django("schema/tests.py"),
    case!(
        "schema.alter.not_null_over_nulls",
        not_null_over_nulls,
        "A column with NULLs in it does not become NOT NULL, and nothing changes."
    )
    .requires(&[Flag::can_alter_nullability_in_place]),
    case!(
        "schema.alter.not_null_with_default",
        not_null_with_default,
        "A column with a default that becomes NOT NULL has the default where it had NULL, and the other values as before."
    )
    .requires(&[Flag::can_alter_nullability_in_place])
    .django("schema/tests.py"),
    case!(
        "schema.alter.using",
        using,
        "An expression makes the values of a column that gets another type, and its plan says what could be lost."
    )
    .requires(&[Flag::can_alter_tables]),
    case!(
        "schema.alter.using_same_type",
        using_same_type,
        "An expression makes other values of the same type, as where a column is to be NOT NULL."
    )
    .requires(&[Flag::can_alter_tables, Flag::can_alter_nullability_in_place]),
    case!(
        "schema.alter.not_null_refused",
        not_null_refused,
        "Where a column is not made NOT NULL in place, the table is made anew for it, or it is refused with the flag."
    )
    .refuses(Flag::can_alter_nullability_in_place),
    case!(
        "schema.alter.wider_type",
        wider_type,
        "A column of a wider type keeps its values, holds larger ones, and loses nothing by its plan."
    )
    .requires(&[Flag::can_alter_tables])
    .django("schema/tests.py"),
    case!(
        "schema.alter.type",
        another_type,
        "A column of another type holds what its values mean there: numbers, texts, booleans and days."
    )
    .requires(&[Flag::can_alter_tables])
    .django("schema/tests.py"),
    case!(
        "schema.alter.type_of_other_values",
        type_of_other_values,
        "A text that is no number keeps its column from becoming one, and nothing changes."
    )
    .requires(&[Flag::can_alter_tables])
    .django("schema/tests.py"),
    case!(
        "schema.alter.shorter_text",
        shorter_text,
        "A text that is too long for a shorter type is not cut: nothing changes, and the plan says what could be lost."
    )
    .requires(&[Flag::can_alter_tables, Flag::enforces_text_length])
    .django("schema/tests.py"),
    case!(
        "schema.alter.type_with_default",
        type_with_default,
        "A column keeps NOT NULL and its default when its type changes."
    )
    .requires(&[Flag::can_alter_tables])
    .django("schema/tests.py"),
    case!(
        "schema.alter.default",
        default,
        "A default that is set, changed or taken away concerns new rows only."
    )
    .requires(&[Flag::can_alter_tables])
    .django("schema/tests.py"),
    case!(
        "schema.alter.comments",
        comments,
        "The comments of a table and a column are set, changed and taken away, each by itself."
    )
    .requires(&[Flag::can_alter_tables, Flag::supports_comments])
    .django("schema/tests.py"),
    case!(
        "schema.alter.identity",
        identity,
        "A key that becomes an identity goes on after the rows that are there, and can be a plain column again."
    )
    .requires(&[Flag::can_alter_tables, Flag::supports_identity_columns])
    .django("schema/tests.py"),
    case!(
        "schema.alter.identity_generation",
        identity_generation,
        "An identity that takes numbers from inserts can be made one that refuses them, and go in other steps."
    )
    .requires(&[
        Flag::can_alter_tables,
        Flag::supports_always_generated_identities,
        Flag::supports_identity_start_and_increment,
    ]),
    case!(
        "schema.alter.expression_dropped",
        expression_dropped,
        "A stored generated column that becomes an ordinary one keeps its values, and takes others."
    )
    .requires(&[Flag::can_drop_expression]),
    case!(
        "schema.alter.expression_drop_refused",
        expression_drop_refused,
        "Where a generated column stays one, making it an ordinary one is refused with the flag."
    )
    .requires(&[Flag::supports_stored_generated_columns])
    .refuses(Flag::can_drop_expression),
    case!(
        "schema.alter.expression_changed",
        expression_changed,
        "What a column is computed from is not altered: dropping and adding it says what happens to its values."
    )
    .requires(&[
        Flag::can_alter_tables,
        Flag::supports_stored_generated_columns,
    ])
    .django("schema/tests.py"),
    case!(
        "schema.alter.nothing",
        nothing,
        "A column that is altered to what it is already is a plan without steps."
    )
    .requires(&[Flag::can_alter_tables])
    .django("schema/tests.py"),
    case!(
        "schema.alter.and_back",
        and_back,
        "A column that is altered in all respects and altered back is found exactly as before, with its values."
    )
    .requires(&[Flag::can_alter_tables, Flag::can_alter_nullability_in_place]),
];

/// Alters a column and demands that it is found so.
pub(super) async fn alter(context: &mut Context, table: &Table, column: &Column) -> Outcome {
    context.change(&alter_column(table, column.clone())).await?;
    expect_schema(context).await
}

/// Demands that altering a column fails with that kind and changes nothing.
pub(super) async fn refuses(
    context: &mut Context,
    (table, column): (&Table, &Column),
    kind: ErrorKind,
) -> Outcome {
    let before = context.contents().await?;
    let refused = context.change(&alter_column(table, column.clone())).await;
    expect_error("altering it", refused, kind)?;
    expect_eq("what is there", context.contents().await?, before)
}

async fn not_null(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let rows = context.select(&artist).await?;
    let mut name = column_now(context, &artist, "name")?;
    name.nullable = false;
    let plan = planned(context, &alter_column(&artist, name.clone()))?;
    expect(!plan.rewrites_table(), || format!("not in place: {plan}"))?;
    alter(context, &artist, &name).await?;
    let nameless = row![9_i64, None::<&str>, 1];
    let refused = context.insert(&artist, [&nameless]).await;
    let kind = ErrorKind::Integrity(Integrity::NotNull);
    expect_error("NULL in it", refused, kind)?;
    expect_eq("rows", context.select(&artist).await?, rows)?;
    name.nullable = true;
    alter(context, &artist, &name).await?;
    context.insert(&artist, [&nameless]).await?;
    expect_eq("rows", context.count(&artist.name).await?, 5)
}

async fn not_null_over_nulls(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let born = column_now(context, &artist, "born")?.not_null();
    let before = context.contents().await?;
    let refused = context.change(&alter_column(&artist, born.clone())).await;
    // No row is written, so a server need not say which constraint it is.
    let kind = refused.err().map(|error| error.kind());
    expect(matches!(kind, Some(ErrorKind::Integrity(_))), || {
        format!("NULL in a NOT NULL column gives {kind:?}")
    })?;
    expect_eq("what is there", context.contents().await?, before)
}

async fn not_null_with_default(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let mut born = column_now(context, &artist, "born")?.not_null();
    born.default = Some(Default::Literal(Value::I64(1900)));
    alter(context, &artist, &born).await?;
    context.insert(&artist, [&row![9_i64, "new"]]).await?;
    let read = context.select_columns(&artist, &["born"]);
    let found: Vec<(i32,)> = context.fetch(&read).await?;
    let expected = [1685, 1819, 1810, 1900, 1900].map(|year| (year,));
    expect_eq("years", found, expected)
}

/// Alters a column by way of an expression.
async fn alter_using(
    context: &mut Context,
    (table, column): (&Table, &Column),
    expression: String,
) -> Outcome {
    let change = Change::AlterColumn {
        table: table.name.clone(),
        column: column.clone(),
        using: Some(expression),
    };
    let plan = planned(context, &change)?;
    expect(plan.loses_data(), || {
        format!("the plan does not say that it may lose data: {plan}")
    })?;
    context.change(&change).await?;
    expect_schema(context).await
}

async fn using(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let mut name = column_now(context, &artist, "name")?;
    let expression = context.expression(|out| {
        out.push("CASE ").identifier(&name.name);
        out.push(" WHEN 'Bach' THEN 1 ELSE 2 END");
    });
    name.column_type = ColumnType::Integer;
    alter_using(context, (&artist, &name), expression).await?;
    let read = context.select_columns(&artist, &["name"]);
    let found: Vec<(i32,)> = context.fetch(&read).await?;
    expect_eq("values", found, [1, 2, 2, 2].map(|n| (n,)))
}

async fn using_same_type(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let born = column_now(context, &artist, "born")?.not_null();
    let expression = context.expression(|out| {
        out.push("COALESCE(").identifier(&born.name);
        out.push(", 0) + 1");
    });
    alter_using(context, (&artist, &born), expression).await?;
    let read = context.select_columns(&artist, &["born"]);
    let found: Vec<(i32,)> = context.fetch(&read).await?;
    expect_eq("values", found, [1686, 1820, 1811, 1].map(|n| (n,)))
}

async fn not_null_refused(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let name = column_now(context, &artist, "name")?.not_null();
    let change = alter_column(&artist, name.clone());
    if planned(context, &change).is_ok_and(|plan| plan.rewrites_table()) {
        context.change(&change).await?;
        context.absent(Flag::can_alter_nullability_in_place);
        return expect_schema(context).await;
    }
    context
        .refused(Flag::can_alter_nullability_in_place, async |context| {
            context.change(&alter_column(&artist, name.clone())).await
        })
        .await
}

async fn wider_type(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let rows = context.select(&artist).await?;
    let mut born = column_now(context, &artist, "born")?;
    born.column_type = ColumnType::BigInteger;
    let plan = planned(context, &alter_column(&artist, born.clone()))?;
    expect(!plan.loses_data(), || {
        format!("the plan says that it loses data: {plan}")
    })?;
    alter(context, &artist, &born).await?;
    let mut name = column_now(context, &artist, "name")?;
    name.column_type = ColumnType::VarChar { length: Some(200) };
    alter(context, &artist, &name).await?;
    let names = context.select_columns(&artist, &["id", "name"]);
    let found = context.fetch_values(&names).await?;
    let two_columns = rows.into_iter().map(|mut row| {
        row.truncate(2);
        row
    });
    let expected: Vec<_> = two_columns.collect();
    expect_eq("names", found, expected)?;
    let long = "x".repeat(150);
    let late = 1_i64 << 40;
    context
        .insert(&artist, [&row![9_i64, long.as_str(), late]])
        .await?;
    let read = context.select_columns(&artist, &["name", "born"]);
    let found: Vec<(String, Option<i64>)> = context.fetch(&read).await?;
    expect_eq(
        "the first",
        found.first(),
        Some(&("Bach".into(), Some(1685))),
    )?;
    expect_eq("the last", found.last(), Some(&(long, Some(late))))
}

/// Alters the column `c` of that type and value, and reads it as a text.
async fn converted(
    context: &mut Context,
    (name, from, value): (&str, ColumnType, Value),
    to: ColumnType,
) -> Result<Value, Failure> {
    let declared = table(name, &[("c", from)])?;
    context.create(&declared).await?;
    let rows = [row![1_i64, value], row![2_i64, Value::Null]];
    context.insert(&declared, &rows).await?;
    let mut column = column_now(context, &declared, "c")?;
    column.column_type = to;
    alter(context, &declared, &column).await?;
    let read = context.select_columns(&declared, &["c"]);
    let mut found = context.fetch_values(&read).await?;
    expect_eq("NULL", found.pop(), Some(vec![Value::Null]))?;
    let first = found.pop().and_then(|mut row| row.pop());
    first.ok_or_else(|| Failure::new(format!("the row of {name} is gone")))
}

async fn another_type(context: &mut Context) -> Outcome {
    let text = |text: &str| (ColumnType::Text, Value::Text(text.into()));
    let integer = |n| (ColumnType::Integer, Value::I64(n));
    let small = |n| (ColumnType::SmallInteger, Value::I64(n));
    let big = |n| (ColumnType::BigInteger, Value::I64(n));
    let boolean = |value| (ColumnType::Boolean, Value::Bool(value));
    let day = "2024-02-29".parse().map(Value::Date)?;
    let day = || (ColumnType::Date, day.clone());
    let midnight = "2024-02-29T00:00:00".parse().map(Value::Timestamp)?;
    let at_midnight = (ColumnType::Timestamp { precision: None }, midnight);
    let cases = [
        (integer(-42), text("-42")),
        (text("-42"), integer(-42)),
        (boolean(true), integer(1)),
        (boolean(false), big(0)),
        (integer(0), boolean(false)),
        (small(1), boolean(true)),
        (big(1 << 40), boolean(true)),
        (big(7), integer(7)),
        (day(), at_midnight),
        (text("2024-02-29"), day()),
        (integer(3), (ColumnType::Double, Value::F64(3.0))),
    ];
    for (n, ((from, value), (to, expected))) in cases.into_iter().enumerate() {
        let what = format!("{value:?} as {to:?}");
        let found = converted(context, (&format!("t{n}"), from, value), to).await?;
        expect_eq(&what, found, expected)?;
    }
    Ok(())
}

async fn type_of_other_values(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let mut name = column_now(context, &artist, "name")?;
    name.column_type = ColumnType::Integer;
    refuses(context, (&artist, &name), ErrorKind::Data).await
}

async fn shorter_text(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let mut name = column_now(context, &artist, "name")?;
    name.column_type = ColumnType::VarChar { length: Some(5) };
    let plan = planned(context, &alter_column(&artist, name.clone()))?;
    expect(plan.loses_data(), || {
        format!("the plan does not say that it may lose data: {plan}")
    })?;
    refuses(context, (&artist, &name), ErrorKind::Data).await?;
    name.column_type = ColumnType::VarChar { length: Some(9) };
    alter(context, &artist, &name).await?;
    // One character too many is too many.
    let nine = "ninechars";
    context.insert(&artist, [&row![9_i64, nine, 1]]).await?;
    name.column_type = ColumnType::VarChar { length: Some(8) };
    refuses(context, (&artist, &name), ErrorKind::Data).await
}

async fn type_with_default(context: &mut Context) -> Outcome {
    let size = Column::new("size", ColumnType::Integer)?
        .not_null()
        .with_default(Default::Literal(Value::I64(7)));
    let thing = table("thing", &[])?.with_column(size);
    context.create(&thing).await?;
    context
        .insert(&thing, &[row![1_i64, 3], row![2_i64]])
        .await?;
    let mut size = column_now(context, &thing, "size")?;
    size.column_type = ColumnType::Text;
    size.default = Some(Default::Literal(Value::Text("seven".into())));
    alter(context, &thing, &size).await?;
    context.insert(&thing, [&row![3_i64]]).await?;
    let read = context.select_columns(&thing, &["size"]);
    let found: Vec<(String,)> = context.fetch(&read).await?;
    let expected = ["3", "7", "seven"].map(|size| (size.to_owned(),));
    expect_eq("sizes", found, expected)?;
    let refused = context.insert(&thing, [&row![4_i64, None::<&str>]]).await;
    let kind = ErrorKind::Integrity(Integrity::NotNull);
    expect_error("NULL in it", refused, kind)?;
    Ok(())
}

async fn default(context: &mut Context) -> Outcome {
    let thing = table("thing", &[("size", ColumnType::Integer)])?;
    context.create(&thing).await?;
    let mut size = column_now(context, &thing, "size")?;
    for (id, default) in [(1_i64, None), (2, Some(7)), (3, Some(8)), (4, None)] {
        size.default = default.map(|n| Default::Literal(Value::I64(n)));
        alter(context, &thing, &size).await?;
        context.insert(&thing, [&row![id]]).await?;
    }
    let read = context.select_columns(&thing, &["size"]);
    let found: Vec<(Option<i32>,)> = context.fetch(&read).await?;
    expect_eq("sizes", found, [None, Some(7), Some(8), None].map(|n| (n,)))
}

async fn comments(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let before = context.contents().await?;
    let mut name = column_now(context, &artist, "name")?;
    for comment in [Some("it's \\ \"x\""), Some("another"), None] {
        let comment = comment.map(str::to_owned);
        name.comment.clone_from(&comment);
        alter(context, &artist, &name).await?;
        let change = Change::SetTableComment {
            table: artist.name.clone(),
            comment,
        };
        context.change(&change).await?;
        expect_schema(context).await?;
    }
    expect_eq("what is there", context.contents().await?, before)
}

async fn identity(context: &mut Context) -> Outcome {
    let plain = Table::new(name("numbered")?)
        .with_column(Column::new("label", ColumnType::Text)?)
        .with_column(Column::new("id", ColumnType::BigInteger)?.not_null())
        .with_primary_key(primary_key(&["id"])?);
    context.create(&plain).await?;
    let rows = [row!["a", 5_i64], row!["b", 7_i64]];
    context.insert(&plain, &rows).await?;
    let id = column_now(context, &plain, "id")?;
    let numbered = id.clone().with_identity(Identity::new());
    alter(context, &plain, &numbered).await?;
    context.insert(&plain, [&row!["c"]]).await?;
    let read = context.select_columns(&plain, &["label", "id"]);
    let found: Vec<(String, i64)> = context.fetch(&read).await?;
    let expected = [("a", 5), ("b", 7), ("c", 8)].map(|(label, n)| (label.to_owned(), n));
    expect_eq("numbers", found, expected)?;
    alter(context, &plain, &id).await?;
    let refused = context.insert(&plain, [&row!["d"]]).await;
    let kind = ErrorKind::Integrity(Integrity::NotNull);
    expect_error("a row without a key", refused, kind)?;
    expect_eq("rows", context.count(&plain.name).await?, 3)
}

async fn identity_generation(context: &mut Context) -> Outcome {
    let id = Column::new("id", ColumnType::BigInteger)?.with_identity(Identity::new());
    let declared = Table::new(name("numbered")?)
        .with_column(Column::new("label", ColumnType::Text)?)
        .with_column(id.clone())
        .with_primary_key(primary_key(&["id"])?);
    context.create(&declared).await?;
    context.insert(&declared, [&row!["a"]]).await?;
    let mut to = Identity::new().generated(IdentityGeneration::Always);
    to.increment = 10;
    alter(context, &declared, &id.clone().with_identity(to)).await?;
    context.insert(&declared, [&row!["b"]]).await?;
    let refused = context.insert(&declared, [&row!["c", 5_i64]]).await;
    expect(refused.is_err(), || "a number was taken".to_owned())?;
    let read = context.select_columns(&declared, &["label", "id"]);
    let found: Vec<(String, i64)> = context.fetch(&read).await?;
    expect_eq(
        "numbers",
        found,
        [("a".to_owned(), 1), ("b".to_owned(), 11)],
    )?;
    alter(context, &declared, &id).await
}

async fn expression_dropped(context: &mut Context) -> Outcome {
    let declared = doubled(context).await?;
    let mut twice = column_now(context, &declared, "twice")?;
    twice.generated = None;
    alter(context, &declared, &twice).await?;
    context.insert(&declared, [&row![3_i64, 6, 7]]).await?;
    let read = context.select_columns(&declared, &["twice"]);
    let found: Vec<(i32,)> = context.fetch(&read).await?;
    expect_eq("values", found, [(8,), (10,), (7,)])
}

async fn expression_drop_refused(context: &mut Context) -> Outcome {
    let declared = doubled(context).await?;
    let mut twice = column_now(context, &declared, "twice")?;
    twice.generated = None;
    context
        .refused(Flag::can_drop_expression, async |context| {
            context
                .change(&alter_column(&declared, twice.clone()))
                .await
        })
        .await
}

async fn expression_changed(context: &mut Context) -> Outcome {
    let declared = doubled(context).await?;
    let mut twice = column_now(context, &declared, "twice")?;
    if let Some(generated) = &mut twice.generated {
        generated.expression.push_str(" + 1");
    }
    let kind = ErrorKind::NotSupported(None);
    refuses(context, (&declared, &twice), kind).await?;
    let mut born = column_now(context, &declared, "n")?;
    born.generated = twice.generated;
    refuses(context, (&declared, &born), kind).await
}

async fn nothing(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    for name in ["id", "name", "born"] {
        let plan = planned(
            context,
            &alter_column(&artist, column_now(context, &artist, name)?),
        )?;
        expect_eq("statements", plan.statements().count(), 0)?;
        context
            .change(&alter_column(&artist, column_now(context, &artist, name)?))
            .await?;
    }
    expect_schema(context).await
}

async fn and_back(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let before = context.contents().await?;
    let name = column_now(context, &artist, "name")?;
    let mut other = name.clone().not_null();
    other.column_type = ColumnType::Text;
    other.default = Some(Default::Literal(Value::Text("x".into())));
    alter(context, &artist, &other).await?;
    alter(context, &artist, &name).await?;
    expect_eq("what is there", context.contents().await?, before)
}
