//! Primary keys that come to tables that are there, go, and become others; and constraints that get another name.

use backend_core::error::{Error, ErrorKind, Integrity, Result};
use backend_core::flag::Flag;
use backend_core::model::{
    Change, Check, Column, ColumnType, Constraint, PrimaryKey, Schema, Table, diff,
};
use backend_core::schema_editor::{NoProgress, plan, run};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect_eq, expect_error};
use crate::fixtures::{
    expect_schema, foreign_key, identifier, identifiers, introspected, name, row, table, unique,
};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.key.added",
        added,
        "A primary key that is added keeps the rows, takes no second of a number and no NULL, and is found."
    )
    .requires(&[Flag::can_alter_primary_keys])
    .django("schema/tests.py"),
    case!(
        "schema.key.broken_by_rows",
        broken_by_rows,
        "A primary key that rows break, by a number that is there twice or by NULL, is not added, and nothing changes."
    )
    .requires(&[Flag::can_alter_primary_keys]),
    case!(
        "schema.key.second",
        second,
        "A table that has a primary key gets no second one, and nothing is sent."
    )
    .requires(&[Flag::can_alter_primary_keys]),
    case!(
        "schema.key.dropped",
        dropped,
        "A primary key that is dropped lets a number in twice; its columns stay NOT NULL and keep their values."
    )
    .requires(&[Flag::can_alter_primary_keys])
    .django("schema/tests.py"),
    case!(
        "schema.key.replaced",
        replaced,
        "A key of one column becomes one of two by what lies between two schemas, and nothing is left to change."
    )
    .requires(&[Flag::can_alter_primary_keys])
    .django("schema/tests.py"),
    case!(
        "schema.key.moved_under_foreign_key",
        moved_under_foreign_key,
        "A foreign key makes way when the key it refers to becomes another constraint, and holds again afterwards."
    )
    .requires(&[
        Flag::can_alter_primary_keys,
        Flag::can_add_constraints,
        Flag::supports_foreign_keys,
    ]),
    case!(
        "schema.key.in_use",
        in_use,
        "A key that a foreign key refers to is not dropped, and nothing changes."
    )
    .requires(&[
        Flag::can_alter_primary_keys,
        Flag::can_add_constraints,
        Flag::supports_foreign_keys,
    ]),
    case!(
        "schema.key.refused",
        refused,
        "Where a primary key is there for good, adding and dropping one is refused with the flag."
    )
    .refuses(Flag::can_alter_primary_keys),
    case!(
        "schema.constraint.renamed",
        renamed,
        "Constraints of all sorts are found under their new names, hold on, and are dropped by these."
    )
    .requires(&[
        Flag::can_rename_constraints,
        Flag::supports_foreign_keys,
        Flag::supports_check_constraints,
    ]),
    case!(
        "schema.constraint.renamed_alone",
        renamed_alone,
        "A unique constraint is found under its new name, and a row that breaks it is refused."
    )
    .requires(&[Flag::can_rename_constraints]),
    case!(
        "schema.constraint.rename_refused",
        rename_refused,
        "Where a constraint keeps its name, giving it another is refused with the flag."
    )
    .refuses(Flag::can_rename_constraints),
    case!(
        "schema.constraint.unnamed_dropped",
        unnamed_dropped,
        "A constraint that was declared without a name is dropped as it was found: by the server's name or by what it says."
    )
    .requires(&[Flag::can_add_constraints, Flag::supports_check_constraints]),
];

const UNIQUE: ErrorKind = ErrorKind::Integrity(Integrity::Unique);

/// A table with two numbers and no key, with two rows.
async fn keyless(context: &mut Context) -> Result<Table> {
    let declared = Table::new(name("thing")?)
        .with_column(Column::new("a", ColumnType::BigInteger)?)
        .with_column(Column::new("b", ColumnType::BigInteger)?);
    context.create(&declared).await?;
    let rows = [row![1_i64, 7_i64], row![2_i64, None::<i64>]];
    context.insert(&declared, &rows).await?;
    Ok(declared)
}

fn key(columns: &[&str]) -> Result<PrimaryKey> {
    Ok(PrimaryKey::new(identifiers(columns)?).with_name(identifier("thing_key")?))
}

fn adding(table: &Table, key: PrimaryKey) -> Change {
    Change::AddConstraint {
        table: table.name.clone(),
        constraint: Constraint::PrimaryKey(key),
    }
}

fn dropping(table: &Table, named: &str) -> Result<Change> {
    Ok(Change::DropConstraint {
        table: table.name.clone(),
        name: identifier(named)?,
    })
}

fn schema_of(tables: impl IntoIterator<Item = Table>) -> Result<Schema> {
    let mut schema = Schema::new();
    for table in tables {
        schema.apply(&Change::CreateTable(table))?;
    }
    Ok(schema)
}

/// Carries out what lies between what is found, with the names that the server gave, and `new`; and demands that nothing is
/// left then.
async fn become_of(context: &mut Context, new: &Schema) -> Outcome {
    let mut found = context.introspect().await?.schema;
    let editor = context.backend().schema_editor;
    for change in diff(&found, new, &[])? {
        let plan = plan(editor, &context.dialect(), &found, &change)?;
        run(context.connection(), &plan, &mut NoProgress)
            .await
            .map_err(Error::from)?;
        found.apply(&change)?;
    }
    let found = context.introspect().await?.schema;
    expect_eq("changes that are left", diff(&found, new, &[])?, Vec::new())
}

async fn added(context: &mut Context) -> Outcome {
    let thing = keyless(context).await?;
    context.change(&adding(&thing, key(&["a"])?)).await?;
    expect_schema(context).await?;
    let double = context.insert(&thing, [&row![1_i64, 8_i64]]).await;
    expect_error("a second of its number", double, UNIQUE)?;
    let kind = ErrorKind::Integrity(Integrity::NotNull);
    let nothing = context.insert(&thing, [&row![None::<i64>, 8_i64]]).await;
    expect_error("NULL in the key", nothing, kind)?;
    context.insert(&thing, [&row![3_i64, 7_i64]]).await?;
    expect_eq("rows", context.count(&thing.name).await?, 3)
}

async fn broken_by_rows(context: &mut Context) -> Outcome {
    let thing = keyless(context).await?;
    context.insert(&thing, [&row![1_i64, 9_i64]]).await?;
    let before = context.contents().await?;
    let double = context.change(&adding(&thing, key(&["a"])?)).await;
    expect_error("a number that is there twice", double, UNIQUE)?;
    expect_eq("what is there", context.contents().await?, before.clone())?;
    let nothing = context.change(&adding(&thing, key(&["b"])?)).await;
    let kind = nothing.err().map(|error| error.kind());
    let is_refused = matches!(kind, Some(ErrorKind::Integrity(_)));
    expect_eq("whether NULL is refused", is_refused, true)?;
    expect_eq("what is there", context.contents().await?, before)
}

async fn second(context: &mut Context) -> Outcome {
    let thing = keyless(context).await?;
    context.change(&adding(&thing, key(&["a"])?)).await?;
    let before = context.contents().await?;
    let other = key(&["b"])?.with_name(identifier("other_key")?);
    let again = context.change(&adding(&thing, other)).await;
    expect_error("a second key", again, ErrorKind::AlreadyExists)?;
    expect_eq("what is there", context.contents().await?, before)
}

async fn dropped(context: &mut Context) -> Outcome {
    let thing = keyless(context).await?;
    context.change(&adding(&thing, key(&["a"])?)).await?;
    context.change(&dropping(&thing, "thing_key")?).await?;
    expect_schema(context).await?;
    context.insert(&thing, [&row![1_i64, 8_i64]]).await?;
    let nothing = context.insert(&thing, [&row![None::<i64>, 8_i64]]).await;
    let kind = ErrorKind::Integrity(Integrity::NotNull);
    expect_error("NULL in the column", nothing, kind)?;
    expect_eq("rows", context.count(&thing.name).await?, 3)
}

async fn replaced(context: &mut Context) -> Outcome {
    let mut thing = table("thing", &[])?;
    thing = thing.with_column(Column::new("b", ColumnType::BigInteger)?.not_null());
    context.create(&thing).await?;
    context.insert(&thing, [&row![1_i64, 7_i64]]).await?;
    thing.primary_key = Some(PrimaryKey::new(identifiers(&["b", "id"])?));
    become_of(context, &schema_of([thing.clone()])?).await?;
    let found = introspected(context, &thing.name.name).await?;
    let columns = identifiers(&["b", "id"])?;
    expect_eq("the key", found.primary_key_columns(), columns.as_slice())?;
    context.insert(&thing, [&row![1_i64, 8_i64]]).await?;
    let double = context.insert(&thing, [&row![1_i64, 8_i64]]).await;
    expect_error("the same pair again", double, UNIQUE)?;
    expect_eq("rows", context.count(&thing.name).await?, 2)
}

/// A parent and a child that refers to it, each with a row.
async fn family(context: &mut Context) -> Result<[Table; 2]> {
    let mut parent =
        table("parent", &[])?.with_column(Column::new("code", ColumnType::BigInteger)?.not_null());
    if let Some(key) = &mut parent.primary_key {
        key.name = Some(identifier("parent_key")?);
    }
    let to_parent = foreign_key(&["parent_id"], &parent, &["id"])?;
    let child = table("child", &[("parent_id", ColumnType::BigInteger)])?
        .with_foreign_key(to_parent.with_name(identifier("of_parent")?));
    context.create(&parent).await?;
    context.create(&child).await?;
    context.insert(&parent, [&row![1_i64, 7_i64]]).await?;
    context.insert(&child, [&row![1_i64, 1_i64]]).await?;
    Ok([parent, child])
}

async fn moved_under_foreign_key(context: &mut Context) -> Outcome {
    let [mut parent, child] = family(context).await?;
    parent.primary_key = Some(PrimaryKey::new(identifiers(&["code"])?));
    parent
        .uniques
        .push(unique(&["id"])?.with_name(identifier("one_id")?));
    become_of(context, &schema_of([parent.clone(), child.clone()])?).await?;
    let orphan = context.insert(&child, [&row![2_i64, 7_i64]]).await;
    let kind = ErrorKind::Integrity(Integrity::ForeignKey);
    expect_error("an orphan", orphan, kind)?;
    let double = context.insert(&parent, [&row![2_i64, 7_i64]]).await;
    expect_error("a second of its code", double, UNIQUE)?;
    expect_eq("rows", context.count(&child.name).await?, 1)
}

async fn in_use(context: &mut Context) -> Outcome {
    let [parent, child] = family(context).await?;
    let before = context.contents().await?;
    let refused = context.change(&dropping(&parent, "parent_key")?).await;
    expect_error("dropping it", refused, ErrorKind::Interface)?;
    expect_eq("what is there", context.contents().await?, before)?;
    context.change(&dropping(&child, "of_parent")?).await?;
    context.change(&dropping(&parent, "parent_key")?).await?;
    expect_schema(context).await
}

async fn refused(context: &mut Context) -> Outcome {
    let flag = Flag::can_alter_primary_keys;
    let thing = keyless(context).await?;
    context
        .refused(flag, async |context| {
            context.change(&adding(&thing, key(&["a"])?)).await
        })
        .await?;
    let mut keyed = thing.clone().with_primary_key(key(&["a"])?);
    keyed.name = name("keyed")?;
    context.create(&keyed).await?;
    context
        .refused(flag, async |context| {
            context.change(&dropping(&keyed, "thing_key")?).await
        })
        .await
}

/// A check that a column is more than nothing.
fn positive(context: &Context, column: &str) -> Result<Check> {
    let column = identifier(column)?;
    Ok(Check::new(context.expression(|out| {
        out.identifier(&column).push(" > 0");
    })))
}

async fn renamed(context: &mut Context) -> Outcome {
    let [parent, child] = family(context).await?;
    let positive = positive(context, "code")?.with_name(identifier("positive")?);
    let add = |constraint| Change::AddConstraint {
        table: parent.name.clone(),
        constraint,
    };
    context.change(&add(Constraint::Check(positive))).await?;
    let one_code = unique(&["code"])?.with_name(identifier("one_code")?);
    context.change(&add(Constraint::Unique(one_code))).await?;
    let names = [
        (&parent, "parent_key", "k2"),
        (&parent, "positive", "p2"),
        (&parent, "one_code", "u2"),
        (&child, "of_parent", "f2"),
    ];
    for (table, from, to) in names {
        let change = Change::RenameConstraint {
            table: table.name.clone(),
            from: identifier(from)?,
            to: identifier(to)?,
        };
        context.change(&change).await?;
        expect_schema(context).await?;
    }
    let double = context.insert(&parent, [&row![2_i64, 7_i64]]).await;
    expect_error("a second of its code", double, UNIQUE)?;
    for (table, _, to) in names.into_iter().rev() {
        context.change(&dropping(table, to)?).await?;
    }
    expect_schema(context).await
}

/// A table with a unique constraint, and the change that renames that.
async fn with_one_n(context: &mut Context) -> Result<(Table, Change)> {
    let declared = table("thing", &[("n", ColumnType::BigInteger)])?
        .with_unique(unique(&["n"])?.with_name(identifier("one_n")?));
    context.create(&declared).await?;
    let change = Change::RenameConstraint {
        table: declared.name.clone(),
        from: identifier("one_n")?,
        to: identifier("n2")?,
    };
    Ok((declared, change))
}

async fn renamed_alone(context: &mut Context) -> Outcome {
    let (thing, change) = with_one_n(context).await?;
    context.insert(&thing, [&row![1_i64, 7_i64]]).await?;
    context.change(&change).await?;
    expect_schema(context).await?;
    let double = context.insert(&thing, [&row![2_i64, 7_i64]]).await;
    expect_error("a second of its number", double, UNIQUE)?;
    Ok(())
}

async fn rename_refused(context: &mut Context) -> Outcome {
    let (_, change) = with_one_n(context).await?;
    context
        .refused(Flag::can_rename_constraints, async |context| {
            context.change(&change).await
        })
        .await
}

async fn unnamed_dropped(context: &mut Context) -> Outcome {
    let bare = table("thing", &[("n", ColumnType::BigInteger)])?;
    let declared = bare.clone().with_check(positive(context, "n")?);
    context.create(&declared).await?;
    let refused = context.insert(&declared, [&row![1_i64, -1_i64]]).await;
    let kind = ErrorKind::Integrity(Integrity::Check);
    expect_error("less than nothing", refused, kind)?;
    become_of(context, &schema_of([bare.clone()])?).await?;
    context.insert(&bare, [&row![1_i64, -1_i64]]).await?;
    expect_eq("rows", context.count(&bare.name).await?, 1)
}
