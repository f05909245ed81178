//! Constraints that are added to tables that are there, and dropped again. Those of new tables are in the part `constraints`.

use backend_core::error::{Error, ErrorKind, Integrity, Result};
use backend_core::flag::Flag;
use backend_core::model::{
    Change, Column, ColumnType, Constraint, Enforcement, ForeignKey, PrimaryKey, Schema, Table,
    Unique,
};
use backend_core::schema_editor::{creation, destruction};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect_eq, expect_error};
use crate::fixtures::{
    expect_schema, expect_table, foreign_key, identifier, introspected, row, table, unique,
};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.constraint.added_and_dropped",
        added_and_dropped,
        "A foreign key that is added to a table holds from then on, is found, and holds no longer once it is dropped."
    )
    .requires(&[Flag::can_add_constraints, Flag::supports_foreign_keys])
    .django("schema/tests.py"),
    case!(
        "schema.constraint.unique_added_and_dropped",
        unique_added_and_dropped,
        "A unique constraint that is added to a table holds from then on, and no longer once it is dropped."
    )
    .requires(&[Flag::can_add_constraints])
    .django("schema/tests.py"),
    case!(
        "schema.constraint.twice",
        twice,
        "A unique constraint on the columns of the primary key or of another one is there under its own name."
    ),
    case!(
        "schema.constraint.no_columns",
        no_columns,
        "A key without columns is refused by the plan: the primary one, a unique constraint, a foreign key."
    ),
    case!(
        "schema.constraint.broken_by_rows",
        broken_by_rows,
        "A foreign key that the rows of the table break is not added."
    )
    .requires(&[Flag::can_add_constraints, Flag::supports_foreign_keys]),
    case!(
        "schema.constraint.added_for_a_circle",
        added_for_a_circle,
        "Tables that refer to each other in a circle are made, found as declared, and dropped again."
    )
    .requires(&[Flag::can_add_constraints, Flag::supports_foreign_keys]),
    case!(
        "schema.constraint.validated_later",
        validated_later,
        "A foreign key that old rows break is added unvalidated and holds for new ones; it is validated once they meet it."
    )
    .requires(&[
        Flag::supports_unvalidated_constraints,
        Flag::supports_foreign_keys,
    ])
    .django("schema/tests.py"),
    case!(
        "schema.constraint.unvalidated_refused",
        unvalidated_refused,
        "Where constraints hold for all rows or are not there, one that need not hold for old rows is refused with the flag."
    )
    .refuses(Flag::supports_unvalidated_constraints),
    case!(
        "schema.constraint.refused",
        refused,
        "Where no constraint can be added to a table that is there, adding one is refused with the flag."
    )
    .refuses(Flag::can_add_constraints),
];

const FOREIGN_KEY: ErrorKind = ErrorKind::Integrity(Integrity::ForeignKey);

/// A parent and a child that does not refer to it yet, with the key that would.
fn family() -> Result<(Table, Table, ForeignKey)> {
    let parent = table("parent", &[])?;
    let child = table("child", &[("parent_id", ColumnType::BigInteger)])?;
    let key = foreign_key(&["parent_id"], &parent, &["id"])?.with_name(identifier("child_of")?);
    Ok((parent, child, key))
}

fn adding(table: &Table, key: &ForeignKey) -> Change {
    Change::AddConstraint {
        table: table.name.clone(),
        constraint: Constraint::ForeignKey(key.clone()),
    }
}

async fn added_and_dropped(context: &mut Context) -> Outcome {
    let (parent, child, key) = family()?;
    context.create(&parent).await?;
    context.create(&child).await?;
    context.change(&adding(&child, &key)).await?;
    let found = introspected(context, &child.name.name).await?;
    let declared = child.clone().with_foreign_key(key);
    expect_table(&declared, &found, context.features())?;
    let orphan = context.insert(&child, [&row![1_i64, 7_i64]]).await;
    expect_error("an orphan", orphan, FOREIGN_KEY)?;
    let drop = Change::DropConstraint {
        table: child.name.clone(),
        name: identifier("child_of")?,
    };
    context.change(&drop).await?;
    let found = introspected(context, &child.name.name).await?;
    expect_table(&child, &found, context.features())?;
    context.insert(&child, [&row![1_i64, 7_i64]]).await?;
    expect_eq("rows", context.count(&child.name).await?, 1)
}

async fn twice(context: &mut Context) -> Outcome {
    let mut declared = table("artist", &[("number", ColumnType::BigInteger)])?;
    for (column, named) in [("id", "one_id"), ("number", "one"), ("number", "once")] {
        declared = declared.with_unique(unique(&[column])?.with_name(identifier(named)?));
    }
    context.create(&declared).await?;
    expect_schema(context).await
}

async fn no_columns(context: &mut Context) -> Outcome {
    let parent = table("label", &[])?;
    context.create(&parent).await?;
    let bare = || {
        let column = Column::new("id", ColumnType::BigInteger)?;
        Ok::<_, Error>(Table::new(table("artist", &[])?.name).with_column(column))
    };
    let mut keys: Vec<Constraint> = vec![
        Constraint::PrimaryKey(PrimaryKey::new(Vec::new())),
        Constraint::Unique(Unique::new(Vec::new())),
    ];
    if context.features().supports_foreign_keys {
        let key = ForeignKey::new(Vec::new(), parent.name.clone(), vec![identifier("id")?]);
        keys.push(Constraint::ForeignKey(key));
    }
    for key in keys {
        let what = format!("{key:?}");
        let declared = match key {
            Constraint::PrimaryKey(key) => bare()?.with_primary_key(key),
            Constraint::Unique(key) => bare()?.with_unique(key),
            Constraint::ForeignKey(key) => bare()?.with_foreign_key(key),
            _ => bare()?,
        };
        let refused = context.create(&declared).await;
        expect_error(&what, refused, ErrorKind::Interface)?;
        expect_schema(context).await?;
    }
    Ok(())
}

async fn unique_added_and_dropped(context: &mut Context) -> Outcome {
    let table = table("artist", &[("number", ColumnType::BigInteger)])?;
    context.create(&table).await?;
    let columns = vec![identifier("number")?];
    let unique = Unique::new(columns).with_name(identifier("one_number")?);
    let add = Change::AddConstraint {
        table: table.name.clone(),
        constraint: Constraint::Unique(unique.clone()),
    };
    context.change(&add).await?;
    let found = introspected(context, &table.name.name).await?;
    let declared = table.clone().with_unique(unique);
    expect_table(&declared, &found, context.features())?;
    context.insert(&table, [&row![1_i64, 7_i64]]).await?;
    let double = context.insert(&table, [&row![2_i64, 7_i64]]).await;
    let kind = ErrorKind::Integrity(Integrity::Unique);
    expect_error("a second of its number", double, kind)?;
    let drop = Change::DropConstraint {
        table: table.name.clone(),
        name: identifier("one_number")?,
    };
    context.change(&drop).await?;
    context.insert(&table, [&row![2_i64, 7_i64]]).await?;
    expect_eq("rows", context.count(&table.name).await?, 2)
}

async fn broken_by_rows(context: &mut Context) -> Outcome {
    let (parent, child, key) = family()?;
    context.create(&parent).await?;
    context.create(&child).await?;
    context.insert(&child, [&row![1_i64, 7_i64]]).await?;
    let added = context.change(&adding(&child, &key)).await;
    expect_error("adding it", added, FOREIGN_KEY)?;
    let found = introspected(context, &child.name.name).await?;
    expect_table(&child, &found, context.features())
}

async fn added_for_a_circle(context: &mut Context) -> Outcome {
    let hen = table("hen", &[("egg_id", ColumnType::BigInteger)])?;
    let egg = table("egg", &[("hen_id", ColumnType::BigInteger)])?;
    let of_egg = foreign_key(&["hen_id"], &hen, &["id"])?.with_name(identifier("egg_of")?);
    let of_hen = foreign_key(&["egg_id"], &egg, &["id"])?.with_name(identifier("hen_of")?);
    let mut schema = Schema::new();
    for table in [egg.with_foreign_key(of_egg), hen.with_foreign_key(of_hen)] {
        schema.apply(&Change::CreateTable(table))?;
    }
    for change in creation(&schema, context.features()) {
        context.change(&change).await?;
    }
    for declared in &schema.tables {
        let found = introspected(context, &declared.name.name).await?;
        expect_table(declared, &found, context.features())?;
    }
    for change in destruction(&schema, context.features()) {
        context.change(&change).await?;
    }
    let left = context.introspect().await?.schema.tables;
    expect_eq("tables that are left", left, Vec::new())
}

async fn validated_later(context: &mut Context) -> Outcome {
    let (parent, child, mut key) = family()?;
    key.enforcement = Enforcement::NotValidated;
    context.create(&parent).await?;
    context.create(&child).await?;
    context.insert(&child, [&row![1_i64, 7_i64]]).await?;
    context.change(&adding(&child, &key)).await?;
    expect_schema(context).await?;
    let orphan = context.insert(&child, [&row![2_i64, 8_i64]]).await;
    expect_error("an orphan", orphan, FOREIGN_KEY)?;
    let validate = Change::ValidateConstraint {
        table: child.name.clone(),
        name: identifier("child_of")?,
    };
    let too_early = context.change(&validate).await;
    expect_error("validating it", too_early, FOREIGN_KEY)?;
    expect_schema(context).await?;
    context.insert(&parent, [&row![7_i64]]).await?;
    context.change(&validate).await?;
    expect_schema(context).await?;
    expect_eq("rows", context.count(&child.name).await?, 1)
}

async fn unvalidated_refused(context: &mut Context) -> Outcome {
    let (parent, child, mut key) = family()?;
    key.enforcement = Enforcement::NotValidated;
    context.create(&parent).await?;
    let child = child.with_foreign_key(key);
    context
        .refused(Flag::supports_unvalidated_constraints, async |context| {
            context.create(&child).await
        })
        .await
}

async fn refused(context: &mut Context) -> Outcome {
    let (parent, child, key) = family()?;
    context.create(&parent).await?;
    context.create(&child).await?;
    context
        .refused(Flag::can_add_constraints, async |context| {
            context.change(&adding(&child, &key)).await
        })
        .await
}
