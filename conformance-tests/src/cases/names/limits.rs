//! The longest name, the shortest, and names that differ in case only.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::features::IdentifierCase;
use backend_core::flag::Flag;
use backend_core::model::{Change, Check, ColumnType, Identifier, QualifiedName, Table, View};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_empty, expect_eq, expect_error};
use crate::fixtures::{
    create_index, expect_table, identifier, index, introspected, row, selection, table, unique,
};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "names.limit.longest",
        longest,
        "Names as long as the limit says, or of 10,000 characters, are kept whole: two that differ at their end differ."
    )
    .django("schema/tests.py"),
    case!(
        "names.limit.too_long",
        too_long,
        "A name one byte over the limit is refused wherever it stands, before anything is sent."
    )
    .django("schema/tests.py"),
    case!(
        "names.limit.kept_by_the_server",
        kept_by_the_server,
        "The limit is the server's own: a table by a name one byte longer is refused by it, or its name is cut short."
    )
    .django("schema/tests.py"),
    case!(
        "names.empty.kept",
        empty_kept,
        "The empty text can name a table and a column."
    )
    .requires(&[Flag::supports_empty_identifiers]),
    case!(
        "names.empty.refused",
        empty_refused,
        "The empty text is refused as a name by its flag where it cannot be one."
    )
    .refuses(Flag::supports_empty_identifiers),
    case!(
        "names.nul.refused",
        nul_refused,
        "No name contains the character U+0000: it is refused before there is a name."
    ),
    case!(
        "names.twins.tables",
        twin_tables,
        "Two tables whose names differ in case only are two, or the second exists already, as the features say."
    )
    .django("schema/tests.py"),
    case!(
        "names.twins.columns",
        twin_columns,
        "Two columns whose names differ in case only are two, or are refused, as the features say."
    ),
];

/// A name of so many bytes: letters of two bytes, ended by `end`.
fn long(bytes: usize, end: &str) -> Result<Identifier> {
    let room = bytes.saturating_sub(end.len());
    let filler = if room.is_multiple_of(2) { "" } else { "x" };
    Identifier::new(format!("{filler}{}{end}", "é".repeat(room / 2)))
}

fn limit(context: &Context) -> Option<usize> {
    let most = context.features().max_identifier_bytes;
    most.and_then(|most| usize::try_from(most).ok())
}

/// A table that bears this name in every place, as far as the server has such places.
fn called(context: &Context, name: &Identifier) -> Result<Table> {
    let text = name.as_str();
    let mut table = table("called", &[(text, ColumnType::Integer)])?;
    table.name = QualifiedName::from(name.clone());
    Ok(table.with_unique(unique(&[text])?.with_name(name.clone()))).map(|table| {
        if context.features().supports_check_constraints {
            let condition = context.expression(|out| {
                out.identifier(name).push(" > ").number(0);
            });
            table.with_check(Check::new(condition))
        } else {
            table
        }
    })
}

async fn longest(context: &mut Context) -> Outcome {
    let bytes = limit(context).unwrap_or(20_000);
    let mut tables = Vec::new();
    for end in ["a", "b"] {
        let mut table = called(context, &long(bytes, end)?)?;
        for unique in &mut table.uniques {
            // Some servers have one space of names for tables and constraints.
            unique.name = Some(long(bytes, &format!("u{end}"))?);
        }
        context.create(&table).await?;
        context.insert(&table, [&row![1_i64, 5]]).await?;
        let twice = context.insert(&table, [&row![2_i64, 5]]).await;
        expect(twice.is_err(), || "the constraint holds nothing".to_owned())?;
        let made = index(long(bytes, &format!("i{end}"))?.as_str(), &["id"])?;
        context.change(&create_index(&table, made)).await?;
        tables.push(table.name);
    }
    for name in &tables {
        let found = introspected(context, &name.name).await?;
        let declared = context.schema().table(name).cloned();
        let declared = declared.ok_or_else(|| Failure::new("the case lost its table"))?;
        expect_table(&declared, &found, context.features())?;
        context.change(&Change::DropTable(name.clone())).await?;
    }
    let left = context.introspect().await?.schema;
    expect_empty("what is left", &left)
}

async fn too_long(context: &mut Context) -> Outcome {
    let Some(bytes) = limit(context) else {
        // There is no such name: the longest that a case tries is kept.
        return longest(context).await;
    };
    let name = long(bytes + 1, "z")?;
    let text = name.as_str();
    let plain = table("plain", &[("n", ColumnType::Integer)])?;
    context.create(&plain).await?;
    let mut renamed = table("x", &[])?;
    renamed.name = QualifiedName::from(name.clone());
    let mut changes = vec![
        Change::CreateTable(renamed),
        Change::CreateTable(table("x", &[(text, ColumnType::Integer)])?),
        Change::CreateTable(table("x", &[])?.with_unique(unique(&["id"])?.with_name(name.clone()))),
        create_index(&plain, index(text, &["n"])?),
    ];
    if context.features().supports_views {
        let definition = selection(context, &plain.name, &["id"])?;
        let view = View::new(QualifiedName::from(name.clone()), definition);
        changes.push(Change::CreateView(view));
    }
    for change in &changes {
        let refused = context.change(change).await;
        expect_error("a name over the limit", refused, ErrorKind::Data)?;
    }
    let found = context.introspect().await?.schema;
    expect_eq("tables", found.tables.len(), 1)?;
    let indexes: usize = found.tables.iter().map(|table| table.indexes.len()).sum();
    expect_eq("indexes and views", (indexes, found.views.len()), (0, 0))
}

async fn kept_by_the_server(context: &mut Context) -> Outcome {
    let Some(bytes) = limit(context) else {
        // There is no such name: the longest that a case tries is kept.
        return longest(context).await;
    };
    let name = "x".repeat(bytes + 1);
    let mut create = context.dialect().writer();
    create.push("CREATE TABLE ").identifier(&identifier(&name)?);
    create.push(" (id integer)");
    // Core would refuse the name in a change; a statement's text it does not look into.
    if context.execute(&create.finish()).await.is_ok() {
        let found = context.introspect().await?.schema;
        let whole = |table: &Table| table.name.name.as_str() == name;
        expect(!found.tables.iter().any(whole), || {
            format!(
                "a name of {} bytes is kept, where the limit says {bytes}",
                bytes + 1
            )
        })?;
    }
    Ok(())
}

async fn empty_kept(context: &mut Context) -> Outcome {
    let mut declared = table("x", &[("", ColumnType::Integer)])?;
    declared.name = QualifiedName::new("")?;
    context.create(&declared).await?;
    let found = introspected(context, &declared.name.name).await?;
    expect_table(&declared, &found, context.features())?;
    context.insert(&declared, [&row![1_i64, 5]]).await?;
    let rows: Vec<(i64, i32)> = context.fetch(&context.select_statement(&declared)).await?;
    expect_eq("rows", rows, [(1, 5)])?;
    context.change(&Change::DropTable(declared.name)).await?;
    let left = context.introspect().await?.schema;
    expect_empty("what is left", &left)
}

async fn empty_refused(context: &mut Context) -> Outcome {
    let mut nameless = table("x", &[])?;
    nameless.name = QualifiedName::new("")?;
    let nameless_column = table("x", &[("", ColumnType::Integer)])?;
    let nameless_index = table("x", &[])?.with_index(index("", &["id"])?);
    for table in [nameless, nameless_column, nameless_index] {
        context
            .refused(Flag::supports_empty_identifiers, async |context| {
                context.create(&table).await
            })
            .await?;
    }
    Ok(())
}

async fn nul_refused(context: &mut Context) -> Outcome {
    for text in ["\0", "a\0b", "ends\0"] {
        expect_error("a name", Identifier::new(text), ErrorKind::Data)?;
        expect_error(
            "a qualified name",
            QualifiedName::new(text),
            ErrorKind::Data,
        )?;
        let column = backend_core::model::Column::new(text, ColumnType::Integer);
        expect_error("a column", column, ErrorKind::Data)?;
    }
    let left = context.introspect().await?.schema;
    expect_empty("what is there", &left)
}

async fn twin_tables(context: &mut Context) -> Outcome {
    let lower = table("thing", &[("a", ColumnType::Integer)])?;
    let upper = table("Thing", &[("b", ColumnType::Integer)])?;
    context.create(&lower).await?;
    context.insert(&lower, [&row![1_i64, 5]]).await?;
    let second = context.create(&upper).await;
    match context.features().identifier_case {
        IdentifierCase::Sensitive => {
            second?;
            expect_eq("rows of the second", context.count(&upper.name).await?, 0)?;
            let found = introspected(context, &identifier("Thing")?).await?;
            expect_table(&upper, &found, context.features())?;
        }
        _ => {
            expect_error("the second", second, ErrorKind::AlreadyExists)?;
            // The other spelling finds the same table, which keeps that of its creation.
            expect_eq("rows by the other", context.count(&upper.name).await?, 1)?;
        }
    }
    expect_eq("rows of the first", context.count(&lower.name).await?, 1)?;
    let found = introspected(context, &identifier("thing")?).await?;
    expect_table(&lower, &found, context.features())
}

async fn twin_columns(context: &mut Context) -> Outcome {
    let integer = ColumnType::Integer;
    let twins = table("thing", &[("n", integer.clone()), ("N", integer)])?;
    let made: Result<(), Error> = context.create(&twins).await;
    if context.features().identifier_case == IdentifierCase::Sensitive {
        made?;
        context.insert(&twins, [&row![1_i64, 5, 6]]).await?;
        let rows: Vec<(i64, i32, i32)> = context.fetch(&context.select_statement(&twins)).await?;
        expect_eq("rows", rows, [(1, 5, 6)])?;
        let found = introspected(context, &twins.name.name).await?;
        return expect_table(&twins, &found, context.features());
    }
    let kind = made.err().map(|error| error.kind());
    let says = matches!(
        kind,
        Some(ErrorKind::AlreadyExists | ErrorKind::Programming)
    );
    expect(says, || format!("twins are refused by {kind:?}"))?;
    let left = context.introspect().await?.schema;
    expect_empty("what is there", &left)
}
