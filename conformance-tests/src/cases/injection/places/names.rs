//! Names of tables and of what belongs to them.

use backend_core::error::{ErrorKind, Result};
use backend_core::model::{
    Change, Check, Column, ColumnType, Identifier, QualifiedName, Table, View,
};

use super::can_be_name;
use crate::case::Outcome;
use crate::cases::injection::entry::Place;
use crate::context::Context;
use crate::failure::{expect, expect_eq, expect_error};
use crate::fixtures::{
    create_index, expect_table, foreign_key, index, introspected, rename_column, rename_table, row,
    selection, table, unique,
};

pub(super) async fn attempt(
    context: &mut Context,
    canary: &Table,
    place: Place,
    payload: &str,
) -> Outcome {
    let Ok(name) = Identifier::new(payload) else {
        return expect(payload.contains('\0'), || "a name is refused".to_owned());
    };
    if !can_be_name(context, payload) {
        let mut long = table("x", &[])?;
        long.name = QualifiedName::from(name);
        let refused = context.create(&long).await;
        expect_error("a name over the limit", refused, ErrorKind::Data)?;
        return Ok(());
    }
    match place {
        Place::Index => return of_index(context, canary, &name).await,
        Place::View => return of_view(context, canary, &name).await,
        _ => {}
    }
    let declared = declared(context, canary, place, &name)?;
    context.create(&declared).await?;
    let declared = renamed(context, declared, place, &name).await?;
    context.insert(&declared, [&row![1_i64, 5_i64]]).await?;
    let twice = context.insert(&declared, [&row![2_i64, 5_i64]]).await;
    if matches!(place, Place::Unique | Place::CheckName | Place::ForeignKey) {
        // Errors are read for the names of constraints: that must not mislead, either.
        expect(twice.is_err(), || "the constraint holds nothing".to_owned())?;
    }
    let delete = context.delete_statement(&declared, "id", 2_i64)?;
    context.execute(&delete).await?;
    let rows: Vec<(i64, i64)> = context.fetch(&context.select_statement(&declared)).await?;
    expect_eq("rows", rows, [(1, 5)])?;
    let found = introspected(context, &declared.name.name).await?;
    expect_table(&declared, &found, context.features())?;
    context.change(&Change::DropTable(declared.name)).await?;
    Ok(())
}

/// A table of two numbers that bears the name in its place.
fn declared(context: &Context, canary: &Table, place: Place, name: &Identifier) -> Result<Table> {
    let number = match place {
        Place::Column => Column::named(name.clone(), ColumnType::BigInteger),
        _ => Column::new("n", ColumnType::BigInteger)?,
    };
    let mut declared = table("thing", &[])?.with_column(number);
    match place {
        Place::Table => declared.name = QualifiedName::from(name.clone()),
        Place::Unique => {
            declared = declared.with_unique(unique(&["n"])?.with_name(name.clone()));
        }
        Place::CheckName => {
            let id = Identifier::new("id")?;
            let condition = context.expression(|out| {
                out.identifier(&id).push(" < ").number(2);
            });
            declared = declared.with_check(Check::new(condition).with_name(name.clone()));
        }
        Place::ForeignKey => {
            let key = foreign_key(&["id"], canary, &["id"])?;
            declared = declared.with_foreign_key(key.with_name(name.clone()));
        }
        _ => {}
    }
    Ok(declared)
}

/// The table with its new name, or its column's.
async fn renamed(
    context: &mut Context,
    mut declared: Table,
    place: Place,
    name: &Identifier,
) -> Result<Table> {
    match place {
        Place::RenamedTable => {
            let rename = rename_table(&declared, name.as_str())?;
            context.change(&rename).await?;
            declared.name = QualifiedName::from(name.clone());
        }
        Place::RenamedColumn => {
            let rename = rename_column(&declared, "n", name.as_str())?;
            context.change(&rename).await?;
            if let Some(column) = declared.columns.last_mut() {
                column.name = name.clone();
            }
        }
        _ => {}
    }
    Ok(declared)
}

async fn of_index(context: &mut Context, canary: &Table, name: &Identifier) -> Outcome {
    let made = index(name.as_str(), &["notes"])?;
    context.change(&create_index(canary, made)).await?;
    let found = introspected(context, &canary.name.name).await?;
    let names: Vec<_> = found.indexes.iter().map(|it| it.name.clone()).collect();
    expect_eq("indexes", names, [name.clone()])?;
    let drop = Change::DropIndex {
        table: canary.name.clone(),
        name: name.clone(),
    };
    context.change(&drop).await?;
    Ok(())
}

async fn of_view(context: &mut Context, canary: &Table, name: &Identifier) -> Outcome {
    let definition = selection(context, &canary.name, &["notes"])?;
    let mut view = View::new(QualifiedName::from(name.clone()), definition);
    view.column_names = vec![name.clone()];
    context.change(&Change::CreateView(view.clone())).await?;
    let read = context.statement(|out| {
        out.push("SELECT ").identifier(name);
        out.push(" FROM ").name(&view.name);
    });
    let rows: Vec<(i32,)> = context.fetch(&read).await?;
    expect_eq("rows", rows, [(7,)])?;
    let views = context.introspect().await?.schema.views;
    let names: Vec<_> = views.iter().map(|view| view.name.name.clone()).collect();
    expect_eq("views", names, [name.clone()])?;
    context.change(&Change::DropView(view.name)).await?;
    Ok(())
}
