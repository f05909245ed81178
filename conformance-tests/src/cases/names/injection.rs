//! Names that would be statements, were they not quoted.

use backend_core::error::Result;
use backend_core::flag::Flag;
use backend_core::model::{
    Change, Check, Column, ColumnType, Identifier, QualifiedName, Table, View,
};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq};
use crate::fixtures::{
    create_index, expect_table, foreign_key, identifier, index, introspected, row, selection,
    table, unique,
};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "names.injection.table",
        in_table,
        "A statement in a table's name is a name, in making, reading, writing and dropping it."
    ),
    case!(
        "names.injection.column",
        in_column,
        "A statement in a column's name is a name, in definitions, queries and changes."
    ),
    case!(
        "names.injection.constraint",
        in_constraint,
        "A statement in a constraint's name is a name, for each sort of constraint."
    ),
    case!(
        "names.injection.index",
        in_index,
        "A statement in an index's name is a name, in making and dropping it."
    ),
    case!(
        "names.injection.view",
        in_view,
        "A statement in a view's name and in its columns' names is a name."
    )
    .requires(&[Flag::supports_views]),
];

/// Statements that end what is before them in each way that any language has, and drop the canary.
const ATTACKS: &[&str] = &[
    "x\"; DROP TABLE canary; --",
    "x\"\"; DROP TABLE canary; --",
    "x\"); DROP TABLE canary; --",
    "x\" integer); DROP TABLE \"canary\"; /*",
    "x]; DROP TABLE canary; --",
    "x]]); DROP TABLE [canary]; --",
    "x`; DROP TABLE canary; --",
    "x`); DROP TABLE `canary`; --",
    "x'; DROP TABLE canary; --",
    "x'); DROP TABLE canary; --",
    "x\\\"; DROP TABLE canary; --",
    "x\\'; DROP TABLE canary; --",
    "x; DROP TABLE canary",
    "*/; DROP TABLE canary; --",
    "x\n; DROP TABLE canary\n;",
    "\"canary\"",
    "canary; --",
];

/// Makes the table that every attack would drop.
async fn release_canary(context: &mut Context) -> Result<Table> {
    let canary = table("canary", &[("song", ColumnType::Integer)])?;
    context.create(&canary).await?;
    context.insert(&canary, [&row![1_i64, 7]]).await?;
    Ok(canary)
}

/// Demands that the canary is as it was.
async fn expect_alive(context: &mut Context, canary: &Table) -> Outcome {
    let rows: Vec<(i64, i32)> = context.fetch(&context.select_statement(canary)).await?;
    expect_eq("the canary's rows", rows, [(1, 7)])?;
    let found = introspected(context, &canary.name.name).await?;
    expect_table(canary, &found, context.features())
}

async fn in_table(context: &mut Context) -> Outcome {
    let canary = release_canary(context).await?;
    for attack in ATTACKS {
        let mut declared = table("x", &[("n", ColumnType::Integer)])?;
        declared.name = QualifiedName::new(*attack)?;
        context.create(&declared).await?;
        context.insert(&declared, [&row![1_i64, 5]]).await?;
        let change = context.update_statement(&declared, ("n", 6), ("id", 1_i64))?;
        context.execute(&change).await?;
        let rows: Vec<(i64, i32)> = context.fetch(&context.select_statement(&declared)).await?;
        expect_eq("rows", rows, [(1, 6)])?;
        let found = introspected(context, &declared.name.name).await?;
        expect_table(&declared, &found, context.features())?;
        let delete = context.delete_statement(&declared, "id", 1_i64)?;
        context.execute(&delete).await?;
        context.change(&Change::DropTable(declared.name)).await?;
        expect_alive(context, &canary).await?;
    }
    Ok(())
}

async fn in_column(context: &mut Context) -> Outcome {
    let canary = release_canary(context).await?;
    let integers: Vec<_> = ATTACKS
        .iter()
        .map(|attack| (*attack, ColumnType::Integer))
        .collect();
    let declared =
        table("x", &integers)?.with_unique(unique(ATTACKS.get(..2).unwrap_or_default())?);
    context.create(&declared).await?;
    let found = introspected(context, &declared.name.name).await?;
    expect_table(&declared, &found, context.features())?;
    context.insert(&declared, [&row![1_i64, 1, 2, 3]]).await?;
    for attack in ATTACKS {
        let change = context.update_statement(&declared, (attack, 5), ("id", 1_i64))?;
        context.execute(&change).await?;
        let read = context.select_columns(&declared, &[*attack]);
        let rows: Vec<(i32,)> = context.fetch(&read).await?;
        expect_eq("the value", rows, [(5,)])?;
    }
    expect_alive(context, &canary).await
}

async fn in_constraint(context: &mut Context) -> Outcome {
    let canary = release_canary(context).await?;
    let called = |attack: &str, sort: &str| Identifier::new(format!("{attack}{sort}"));
    for (n, attack) in ATTACKS.iter().enumerate() {
        let number = Column::new("n", ColumnType::BigInteger)?;
        let mut declared = table(&format!("t{n}"), &[])?.with_column(number.clone());
        if let Some(key) = &mut declared.primary_key {
            key.name = Some(called(attack, "p")?);
        }
        declared = declared.with_unique(unique(&["n"])?.with_name(called(attack, "u")?));
        if context.features().supports_check_constraints {
            let condition = context.expression(|out| {
                out.identifier(&number.name).push(" > ").number(0);
            });
            let check = Check::new(condition).with_name(called(attack, "c")?);
            declared = declared.with_check(check);
        }
        if context.features().supports_foreign_keys {
            let key = foreign_key(&["n"], &canary, &["id"])?;
            declared = declared.with_foreign_key(key.with_name(called(attack, "f")?));
        }
        context.create(&declared).await?;
        let found = introspected(context, &declared.name.name).await?;
        expect_table(&declared, &found, context.features())?;
        context.insert(&declared, [&row![1_i64, 1_i64]]).await?;
        // Errors are read for the names of constraints: that must not mislead, either.
        let twice = context.insert(&declared, [&row![2_i64, 1_i64]]).await;
        expect(twice.is_err(), || "the constraint holds nothing".to_owned())?;
    }
    expect_alive(context, &canary).await
}

async fn in_index(context: &mut Context) -> Outcome {
    let canary = release_canary(context).await?;
    for attack in ATTACKS {
        let made = index(attack, &["song"])?;
        context.change(&create_index(&canary, made)).await?;
    }
    let found = introspected(context, &canary.name.name).await?;
    let mut names: Vec<_> = found.indexes.iter().map(|it| it.name.as_str()).collect();
    let mut expected = ATTACKS.to_vec();
    names.sort_unstable();
    expected.sort_unstable();
    expect_eq("indexes", names, expected)?;
    for attack in ATTACKS {
        let drop = Change::DropIndex {
            table: canary.name.clone(),
            name: identifier(attack)?,
        };
        context.change(&drop).await?;
    }
    expect_alive(context, &canary).await
}

async fn in_view(context: &mut Context) -> Outcome {
    let canary = release_canary(context).await?;
    for attack in ATTACKS {
        let definition = selection(context, &canary.name, &["song"])?;
        let mut view = View::new(QualifiedName::new(*attack)?, definition);
        view.column_names = vec![identifier(attack)?];
        context.change(&Change::CreateView(view.clone())).await?;
        let column = identifier(attack)?;
        let read = context.statement(|out| {
            out.push("SELECT ").identifier(&column);
            out.push(" FROM ").name(&view.name);
        });
        let rows: Vec<(i32,)> = context.fetch(&read).await?;
        expect_eq("rows", rows, [(7,)])?;
        let views = context.introspect().await?.schema.views;
        let names: Vec<_> = views
            .iter()
            .map(|view| {
                let columns = view.columns.iter().map(|it| it.name.as_str());
                (view.name.name.as_str(), columns.collect::<Vec<_>>())
            })
            .collect();
        expect_eq("views", names, [(*attack, vec![*attack])])?;
        context.change(&Change::DropView(view.name)).await?;
    }
    expect_alive(context, &canary).await
}
