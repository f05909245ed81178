//! Any name for any object: made, found, used and dropped by it.

use std::collections::BTreeSet;

use backend_core::error::Result;
use backend_core::flag::Flag;
use backend_core::model::{
    Change, Check, Column, ColumnType, Identifier, QualifiedName, Schema, Table, View,
};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq};
use crate::fixtures::{
    create_index, expect_table, foreign_key, identifier, index, introspected, primary_key, row,
    selection, table, unique,
};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "names.table.any",
        tables,
        "Tables of any names stand side by side, each with its own rows, and each is dropped alone."
    )
    .smoke()
    .django("schema/tests.py"),
    case!(
        "names.table.reserved",
        reserved_tables,
        "A table can be called by a word of the language, and so can its columns."
    )
    .django("schema/tests.py"),
    case!(
        "names.column.any",
        columns,
        "Columns of any names stand side by side in one table, in order, each with its own value."
    )
    .django("inspectdb/tests.py"),
    case!(
        "names.index.any",
        indexes,
        "Indexes of any names, on columns of any names, are found and dropped by their names."
    ),
    case!(
        "names.constraint.any",
        constraints,
        "Primary keys and unique constraints keep any name that they are given."
    ),
    case!(
        "names.constraint.any_check",
        checks,
        "Checks keep any name that they are given."
    )
    .requires(&[Flag::supports_check_constraints]),
    case!(
        "names.constraint.any_reference",
        references,
        "A foreign key can have any name, and refer to any table by any column."
    )
    .requires(&[Flag::supports_foreign_keys])
    .django("backends/tests.py"),
    case!(
        "names.view.any",
        views,
        "Views of any names are read, found and dropped by them."
    )
    .requires(&[Flag::supports_views]),
];

/// Names with everything that means something to a language, a placeholder, a path or a terminal.
const ODD: &[&str] = &[
    "a\"b",
    "\"",
    "\"\"quoted\"\"",
    "a'b",
    "a`b",
    "[a]",
    "a]b",
    "a.b",
    "a b",
    " blanks ",
    "a\nb",
    "a\tb",
    "a%b",
    "%s",
    "a\\b",
    "a\\",
    "1st",
    "42",
    "1.5",
    "-",
    "--",
    "/*",
    "*/",
    ";",
    "a;b",
    "?",
    "$1",
    "@P1",
    ":name",
    "{x}",
    "a,b",
    "(a)",
    "#a",
    "é",
    "e\u{301}",
    "漢字",
    "🦀",
    "\u{202e}right",
    "Mixed Case",
    "COUNT(*)",
];

/// Words of the standard's language.
const RESERVED: &[&str] = &[
    "select",
    "table",
    "order",
    "group",
    "user",
    "index",
    "primary",
    "from",
    "where",
    "check",
    "default",
    "values",
    "null",
    "true",
    "key",
    "references",
    "column",
    "constraint",
    "union",
    "case",
    "end",
    "between",
    "current_timestamp",
    "exists",
    "not",
    "as",
    "all",
];

fn odd_names() -> Result<Vec<Identifier>> {
    ODD.iter().map(|text| Identifier::new(*text)).collect()
}

/// The names of all tables, as introspection finds them.
async fn found_tables(context: &mut Context) -> Result<BTreeSet<Identifier>> {
    let tables = context.introspect().await?.schema.tables;
    Ok(tables.into_iter().map(|table| table.name.name).collect())
}

/// Tables of these names, each with its number in it; then each of them dropped alone.
async fn side_by_side(context: &mut Context, names: &[Identifier]) -> Outcome {
    let numbered = |name: &Identifier| {
        let mut table = table("numbered", &[])?;
        table.name = QualifiedName::from(name.clone());
        Ok::<Table, backend_core::error::Error>(table)
    };
    for (number, name) in (0_i64..).zip(names) {
        let table = numbered(name)?;
        context.create(&table).await?;
        context.insert(&table, [&row![number]]).await?;
    }
    let mut left: BTreeSet<_> = names.iter().cloned().collect();
    expect_eq("tables", found_tables(context).await?, left.clone())?;
    for (number, name) in (0_i64..).zip(names) {
        let table = numbered(name)?;
        let rows: Vec<(i64,)> = context.fetch(&context.select_statement(&table)).await?;
        expect_eq(&format!("rows of {}", name.shortened()), rows, [(number,)])?;
        if number % 2 == 0 {
            context.change(&Change::DropTable(table.name)).await?;
            left.remove(name);
        }
    }
    expect_eq("tables that are left", found_tables(context).await?, left)
}

async fn tables(context: &mut Context) -> Outcome {
    side_by_side(context, &odd_names()?).await
}

/// A table of integers with these columns, and a row of their numbers.
async fn numbered_columns(context: &mut Context, name: &str, columns: &[&str]) -> Outcome {
    let integers: Vec<_> = columns
        .iter()
        .map(|column| (*column, ColumnType::Integer))
        .collect();
    let table = table(name, &integers)?;
    context.create(&table).await?;
    let found = introspected(context, &table.name.name).await?;
    expect_table(&table, &found, context.features())?;
    let mut numbers = row![1_i64];
    for number in (0_i32..).take(columns.len()) {
        numbers.extend(row![number]);
    }
    context.insert(&table, [&numbers]).await?;
    for (number, column) in (0_i32..).zip(columns) {
        let read = context.select_columns(&table, &[*column]);
        let rows: Vec<(i32,)> = context.fetch(&read).await?;
        expect_eq(&format!("the column {column:?}"), rows, [(number,)])?;
        let change = context.update_statement(&table, (column, number + 100), (column, number))?;
        context.execute(&change).await?;
    }
    let rows = context.select(&table).await?;
    let last = i64::try_from(columns.len()).unwrap_or_default() + 99;
    let values = rows.iter().flatten().skip(1).cloned();
    let expected = (100..=last).map(backend_core::value::Value::I64);
    expect_eq(
        "the row",
        values.collect::<Vec<_>>(),
        expected.collect::<Vec<_>>(),
    )
}

async fn columns(context: &mut Context) -> Outcome {
    numbered_columns(context, "thing", ODD).await
}

async fn reserved_tables(context: &mut Context) -> Outcome {
    let names: Result<Vec<_>> = RESERVED.iter().map(|word| identifier(word)).collect();
    side_by_side(context, &names?).await?;
    numbered_columns(context, "order by", RESERVED).await
}

async fn indexes(context: &mut Context) -> Outcome {
    let integers: Vec<_> = ODD
        .iter()
        .map(|name| (*name, ColumnType::Integer))
        .collect();
    let table = table("thing", &integers)?;
    context.create(&table).await?;
    for name in ODD {
        // Its own name for the index, but not that of a table or a column: some servers have one space for all.
        let made = create_index(&table, index(&format!("{name} i"), &[*name])?);
        context.change(&made).await?;
    }
    let declared = context.schema().table(&table.name).cloned();
    let declared = declared.ok_or_else(|| Failure::new("the case lost its table"))?;
    let found = introspected(context, &table.name.name).await?;
    expect_table(&declared, &found, context.features())?;
    for name in ODD {
        let drop = Change::DropIndex {
            table: table.name.clone(),
            name: identifier(&format!("{name} i"))?,
        };
        context.change(&drop).await?;
    }
    let found = introspected(context, &table.name.name).await?;
    expect_table(&table, &found, context.features())
}

async fn constraints(context: &mut Context) -> Outcome {
    for (n, name) in ODD.iter().enumerate() {
        let key = primary_key(&["id"])?.with_name(identifier(&format!("{name} p"))?);
        let unique = unique(&["n"])?.with_name(identifier(&format!("{name} u"))?);
        let table = table(&format!("t{n}"), &[("n", ColumnType::Integer)])?
            .with_primary_key(key)
            .with_unique(unique);
        context.create(&table).await?;
    }
    let declared = context.schema().clone();
    expect_all(context, &declared).await
}

/// Demands that all tables are found as declared.
async fn expect_all(context: &mut Context, declared: &Schema) -> Outcome {
    let found = context.introspect().await?.schema;
    expect_eq("tables", found.tables.len(), declared.tables.len())?;
    for (declared, found) in declared.tables.iter().zip(&found.tables) {
        expect_table(declared, found, context.features())?;
    }
    Ok(())
}

async fn checks(context: &mut Context) -> Outcome {
    let mut declared = table("thing", &[])?;
    for name in ODD {
        let column = Column::new(*name, ColumnType::Integer)?;
        let condition = context.expression(|out| {
            out.identifier(&column.name).push(" > ").number(0);
        });
        let check = Check::new(condition).with_name(identifier(&format!("{name} c"))?);
        declared = declared.with_column(column).with_check(check);
    }
    context.create(&declared).await?;
    let found = introspected(context, &declared.name.name).await?;
    expect_table(&declared, &found, context.features())?;
    for (n, name) in ODD.iter().enumerate() {
        let mut values = row![1_i64];
        values.extend(
            ODD.iter()
                .enumerate()
                .flat_map(|(at, _)| row![i32::from(at != n)]),
        );
        let Err(error) = context.insert(&declared, [&values]).await else {
            return Err(Failure::new(format!("the check {name} c holds nothing")));
        };
        let constraint = error.detail().constraint.clone();
        expect_eq(
            "the check that refuses",
            constraint,
            Some(format!("{name} c")),
        )?;
    }
    Ok(())
}

async fn references(context: &mut Context) -> Outcome {
    for (n, name) in ODD.iter().enumerate() {
        let mut parent = table("parent", &[])?;
        parent.name = QualifiedName::new(*name)?;
        let parent = parent
            .with_column(Column::new(*name, ColumnType::Integer)?.not_null())
            .with_unique(unique(&[*name])?);
        let child = table(&format!("child{n}"), &[(name, ColumnType::Integer)])?;
        let key = foreign_key(&[*name], &parent, &[*name])?;
        let child = child.with_foreign_key(key.with_name(identifier(&format!("{name} f"))?));
        context.create(&parent).await?;
        context.create(&child).await?;
        context.insert(&parent, [&row![1_i64, 5]]).await?;
        context.insert(&child, [&row![1_i64, 5]]).await?;
        let dangling = context.insert(&child, [&row![2_i64, 6]]).await;
        expect(dangling.is_err(), || {
            format!("the key {name} f holds nothing")
        })?;
    }
    let declared = context.schema().clone();
    expect_all(context, &declared).await
}

async fn views(context: &mut Context) -> Outcome {
    let integers: Vec<_> = ODD
        .iter()
        .map(|name| (*name, ColumnType::Integer))
        .collect();
    let table = table("thing", &integers)?;
    context.create(&table).await?;
    for name in ODD {
        let definition = selection(context, &table.name, &[*name])?;
        let view = View::new(QualifiedName::new(*name)?, definition);
        context.change(&Change::CreateView(view)).await?;
    }
    let views = context.introspect().await?.schema.views;
    let found: BTreeSet<_> = views.iter().map(|view| view.name.name.as_str()).collect();
    expect_eq("views", found, ODD.iter().copied().collect::<BTreeSet<_>>())?;
    for view in &views {
        let columns: Vec<_> = view.columns.iter().map(|it| it.name.as_str()).collect();
        expect_eq("columns", columns, [view.name.name.as_str()])?;
        expect_eq("rows", context.count(&view.name).await?, 0)?;
        let drop = Change::DropView(QualifiedName::from(view.name.name.clone()));
        context.change(&drop).await?;
    }
    let left = context.introspect().await?.schema.views.len();
    expect_eq("views that are left", left, 0)
}
