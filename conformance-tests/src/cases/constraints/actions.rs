//! What happens to rows that refer to a row which is deleted or changes its key.

use backend_core::error::{ErrorKind, Integrity, Result};
use backend_core::flag::Flag;
use backend_core::model::{Column, ColumnType, Default, ForeignKey, ReferentialAction, Table};
use backend_core::value::Value;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect_eq, expect_error};
use crate::fixtures::{expect_table, foreign_key, introspected, row, table};

const KEYS: &[Flag] = &[Flag::supports_foreign_keys];

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "constraints.action.delete_cascades",
        delete_cascades,
        "ON DELETE CASCADE deletes the rows that refer to a deleted row, and those that refer to these."
    )
    .requires(KEYS)
    .django("delete/tests.py"),
    case!(
        "constraints.action.delete_sets_null",
        delete_sets_null,
        "ON DELETE SET NULL keeps the rows that refer to a deleted row, with NULL in their columns."
    )
    .requires(KEYS)
    .django("delete/tests.py"),
    case!(
        "constraints.action.delete_sets_default",
        delete_sets_default,
        "ON DELETE SET DEFAULT keeps the rows that refer to a deleted row, with their columns' default."
    )
    .requires(KEYS)
    .django("delete/tests.py"),
    case!(
        "constraints.action.default_must_exist",
        default_must_exist,
        "ON DELETE SET DEFAULT is refused where the default refers to nothing."
    )
    .requires(KEYS),
    case!(
        "constraints.action.delete_refused",
        delete_refused,
        "ON DELETE NO ACTION and RESTRICT refuse to delete a row that another refers to."
    )
    .requires(KEYS)
    .django("delete/tests.py"),
    case!(
        "constraints.action.update_cascades",
        update_cascades,
        "ON UPDATE CASCADE gives the rows that refer to a row its new key."
    )
    .requires(KEYS),
    case!(
        "constraints.action.update_sets_null",
        update_sets_null,
        "ON UPDATE SET NULL lets go of the rows that refer to a row whose key changes."
    )
    .requires(KEYS),
    case!(
        "constraints.action.cascade_stops",
        cascade_stops,
        "A cascade that meets a row which may not be deleted is refused as a whole."
    )
    .requires(KEYS),
];

const FOREIGN_KEY: ErrorKind = ErrorKind::Integrity(Integrity::ForeignKey);

/// A parent with the keys 1, 2 and 7, and a child that refers to it by `key`, whose column has the default 7.
struct Family {
    parent: Table,
    child: Table,
}

impl Family {
    async fn make(
        context: &mut Context,
        set: impl FnOnce(ForeignKey) -> ForeignKey,
    ) -> Result<Self, crate::failure::Failure> {
        let parent = table("parent", &[])?;
        let seven = Default::Literal(Value::I64(7));
        let column = Column::new("parent_id", ColumnType::BigInteger)?.with_default(seven);
        let key = set(foreign_key(&["parent_id"], &parent, &["id"])?);
        let child = table("child", &[])?.with_column(column);
        let child = child.with_foreign_key(key);
        context.create(&parent).await?;
        context.create(&child).await?;
        let found = introspected(context, &child.name.name).await?;
        expect_table(&child, &found, context.features())?;
        let parents = [row![1_i64], row![2_i64], row![7_i64]];
        context.insert(&parent, &parents).await?;
        let children = [
            row![10_i64, 1_i64],
            row![11_i64, 1_i64],
            row![20_i64, 2_i64],
        ];
        context.insert(&child, &children).await?;
        Ok(Self { parent, child })
    }

    async fn children(&self, context: &mut Context) -> Result<Vec<(i64, Option<i64>)>> {
        let read = context.select_statement(&self.child);
        context.fetch(&read).await
    }

    async fn delete(&self, context: &mut Context, id: i64) -> Result<()> {
        let delete = context.delete_statement(&self.parent, "id", id)?;
        context.execute(&delete).await.map(|_| ())
    }

    async fn change(&self, context: &mut Context, from: i64, to: i64) -> Result<()> {
        let change = context.update_statement(&self.parent, ("id", to), ("id", from))?;
        context.execute(&change).await.map(|_| ())
    }
}

/// A table whose rows refer to children.
fn grandchildren(child: &Table, action: ReferentialAction) -> Result<Table> {
    let key = foreign_key(&["child_id"], child, &["id"])?.on_delete(action);
    Ok(table("grandchild", &[("child_id", ColumnType::BigInteger)])?.with_foreign_key(key))
}

async fn delete_cascades(context: &mut Context) -> Outcome {
    let cascade = ReferentialAction::Cascade;
    let family = Family::make(context, |key| key.on_delete(cascade)).await?;
    let grandchildren = grandchildren(&family.child, cascade)?;
    context.create(&grandchildren).await?;
    context
        .insert(
            &grandchildren,
            [&row![100_i64, 10_i64], &row![200_i64, 20_i64]],
        )
        .await?;
    family.delete(context, 1).await?;
    let children = family.children(context).await?;
    expect_eq("children", children, [(20, Some(2))])?;
    let read = context.select_columns(&grandchildren, &["id"]);
    let left: Vec<(i64,)> = context.fetch(&read).await?;
    expect_eq("grandchildren", left, [(200,)])
}

async fn delete_sets_null(context: &mut Context) -> Outcome {
    let set_null = ReferentialAction::SetNull;
    let family = Family::make(context, |key| key.on_delete(set_null)).await?;
    family.delete(context, 1).await?;
    let children = family.children(context).await?;
    expect_eq(
        "children",
        children,
        [(10, None), (11, None), (20, Some(2))],
    )
}

async fn delete_sets_default(context: &mut Context) -> Outcome {
    let set_default = ReferentialAction::SetDefault;
    let family = Family::make(context, |key| key.on_delete(set_default)).await?;
    family.delete(context, 1).await?;
    let children = family.children(context).await?;
    expect_eq(
        "children",
        children,
        [(10, Some(7)), (11, Some(7)), (20, Some(2))],
    )
}

async fn default_must_exist(context: &mut Context) -> Outcome {
    let set_default = ReferentialAction::SetDefault;
    let family = Family::make(context, |key| key.on_delete(set_default)).await?;
    family.delete(context, 7).await?;
    let refused = family.delete(context, 1).await;
    expect_error("deleting a parent", refused, FOREIGN_KEY)?;
    let children = family.children(context).await?;
    expect_eq(
        "children",
        children,
        [(10, Some(1)), (11, Some(1)), (20, Some(2))],
    )
}

async fn delete_refused(context: &mut Context) -> Outcome {
    for action in [ReferentialAction::NoAction, ReferentialAction::Restrict] {
        let family = Family::make(context, |key| key.on_delete(action)).await?;
        let refused = family.delete(context, 1).await;
        expect_error(&format!("{action:?}"), refused, FOREIGN_KEY)?;
        family.delete(context, 7).await?;
        expect_eq("parents", context.count(&family.parent.name).await?, 2)?;
        for table in [&family.child, &family.parent] {
            let drop = backend_core::model::Change::DropTable(table.name.clone());
            context.change(&drop).await?;
        }
    }
    Ok(())
}

async fn update_cascades(context: &mut Context) -> Outcome {
    let cascade = ReferentialAction::Cascade;
    let family = Family::make(context, |key| key.on_update(cascade)).await?;
    family.change(context, 1, 3).await?;
    let children = family.children(context).await?;
    expect_eq(
        "children",
        children,
        [(10, Some(3)), (11, Some(3)), (20, Some(2))],
    )?;
    let refused = family.delete(context, 3).await;
    expect_error("deleting it all the same", refused, FOREIGN_KEY)?;
    Ok(())
}

async fn update_sets_null(context: &mut Context) -> Outcome {
    let set_null = ReferentialAction::SetNull;
    let family = Family::make(context, |key| key.on_update(set_null)).await?;
    family.change(context, 1, 3).await?;
    let children = family.children(context).await?;
    expect_eq(
        "children",
        children,
        [(10, None), (11, None), (20, Some(2))],
    )
}

async fn cascade_stops(context: &mut Context) -> Outcome {
    let cascade = ReferentialAction::Cascade;
    let family = Family::make(context, |key| key.on_delete(cascade)).await?;
    let grandchildren = grandchildren(&family.child, ReferentialAction::NoAction)?;
    context.create(&grandchildren).await?;
    context
        .insert(&grandchildren, [&row![100_i64, 11_i64]])
        .await?;
    let refused = family.delete(context, 1).await;
    expect_error("deleting a grandparent", refused, FOREIGN_KEY)?;
    let children = family.children(context).await?;
    expect_eq(
        "children",
        children,
        [(10, Some(1)), (11, Some(1)), (20, Some(2))],
    )?;
    expect_eq("parents", context.count(&family.parent.name).await?, 3)
}
