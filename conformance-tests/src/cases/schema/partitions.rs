//! Tables that become partitions of others, and tables by themselves again.

use backend_core::error::Result;
use backend_core::flag::Flag;
use backend_core::model::{
    Change, Column, ColumnType, IndexPart, PartitionOf, PartitionStrategy, Partitioning, Table,
};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq};
use crate::fixtures::{identifier, introspected, name, row};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.partition.attached_and_detached",
        attached_and_detached,
        "A table that becomes a partition gives its rows to the whole; one that ceases to be one takes them along."
    )
    .requires(&[Flag::can_attach_partitions]),
    case!(
        "schema.partition.keys",
        keys,
        "A partition has the key of the table that it becomes a part of, and keeps it when it parts."
    )
    .requires(&[Flag::can_attach_partitions, Flag::can_alter_primary_keys]),
    case!(
        "schema.partition.refused",
        refused,
        "Where a table cannot become a partition, making it one is refused with the flag."
    )
    .refuses(Flag::can_attach_partitions),
];

fn columns(text: &str) -> Result<Table> {
    Ok(Table::new(name(text)?)
        .with_column(Column::new("a", ColumnType::BigInteger)?.not_null())
        .with_column(Column::new("b", ColumnType::Text)?))
}

/// A table that is distributed over partitions, and one that could be a partition.
fn pair() -> Result<[Table; 2]> {
    let mut whole = columns("whole")?;
    whole.partitioning = Some(Partitioning {
        strategy: PartitionStrategy::List,
        parts: vec![IndexPart::column(identifier("a")?)],
    });
    Ok([whole, columns("part")?])
}

/// The change by which the second takes all rows that no other partition takes.
fn attaching([whole, part]: &[Table; 2]) -> Change {
    Change::AttachPartition {
        table: part.name.clone(),
        of: PartitionOf {
            parent: whole.name.clone(),
            bound: "DEFAULT".to_owned(),
        },
    }
}

async fn attached_and_detached(context: &mut Context) -> Outcome {
    let tables = pair()?;
    for table in &tables {
        context.create(table).await?;
    }
    let [whole, part] = &tables;
    context.insert(part, [&row![1_i64, "x"]]).await?;
    context.change(&attaching(&tables)).await?;
    context.insert(whole, [&row![2_i64, "y"]]).await?;
    expect_eq("rows of all", context.count(&whole.name).await?, 2)?;
    let found = introspected(context, &part.name.name).await?;
    let of = found.partition_of.as_ref().map(|of| of.parent.name.clone());
    expect_eq("its parent", of, Some(whole.name.name.clone()))?;
    let detach = Change::DetachPartition {
        table: part.name.clone(),
    };
    context.change(&detach).await?;
    expect_eq("rows of all", context.count(&whole.name).await?, 0)?;
    expect_eq("rows of the part", context.count(&part.name).await?, 2)?;
    let found = introspected(context, &part.name.name).await?;
    let own = context.schema().table(&part.name).cloned();
    let inherited = |table: &Table| -> Vec<bool> {
        table
            .columns
            .iter()
            .map(|column| column.inherited)
            .collect()
    };
    expect_eq("whose columns", inherited(&found), vec![false, false])?;
    expect_eq(
        "the model",
        own.as_ref().map(inherited),
        Some(inherited(&found)),
    )
}

async fn keys(context: &mut Context) -> Outcome {
    let mut tables = pair()?;
    for table in &mut tables {
        let key = crate::fixtures::primary_key(&["a"])?;
        table.primary_key =
            Some(key.with_name(identifier(&format!("{}_key", table.name.name.as_str()))?));
        context.create(table).await?;
    }
    let [_, part] = &tables;
    context.change(&attaching(&tables)).await?;
    let is_inherited = |table: &Table| {
        let key = table.primary_key.as_ref();
        key.map(|key| key.inherited)
    };
    let found = introspected(context, &part.name.name).await?;
    expect_eq("whose key", is_inherited(&found), Some(true))?;
    let model = context.schema().table(&part.name);
    let in_model = model.and_then(is_inherited);
    expect_eq("whose key in the model", in_model, Some(true))?;
    let detach = Change::DetachPartition {
        table: part.name.clone(),
    };
    context.change(&detach).await?;
    let found = introspected(context, &part.name.name).await?;
    expect(is_inherited(&found) == Some(false), || {
        format!("the key went with the parent: {:?}", found.primary_key)
    })
}

async fn refused(context: &mut Context) -> Outcome {
    let [mut whole, part] = pair()?;
    let partitioning = whole.partitioning.take();
    context.create(&whole).await?;
    context.create(&part).await?;
    // A table that has partitions cannot be made here, so the plan starts from one that only the model has.
    let mut before = context.schema().clone();
    for table in &mut before.tables {
        if table.name == whole.name {
            table.partitioning.clone_from(&partitioning);
        }
    }
    context
        .refused(Flag::can_attach_partitions, async |context| {
            backend_core::schema_editor::plan(
                context.backend().schema_editor,
                &context.dialect(),
                &before,
                &attaching(&[whole, part]),
            )
        })
        .await
}
