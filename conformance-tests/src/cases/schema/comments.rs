//! Comments: kept by the server, and given back as they were.

use backend_core::error::{ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::model::{Change, Column, ColumnType, Table, View};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::expect_eq;
use crate::fixtures::{expect_table, introspected, name, row, selection, table};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.comment.table_and_columns",
        table_and_columns,
        "Comments of a table and its columns are found as they were given, and where there is none, none is."
    )
    .requires(&[Flag::supports_comments])
    .django("introspection/tests.py"),
    case!(
        "schema.comment.any_text",
        any_text,
        "A comment can hold quotes, breaks and what begins or ends comments in SQL, and does nothing but be kept."
    )
    .requires(&[Flag::supports_comments])
    .django("schema/tests.py"),
    case!(
        "schema.comment.view",
        view,
        "The comment of a view is found as it was given."
    )
    .requires(&[Flag::supports_comments, Flag::supports_views]),
    case!(
        "schema.comment.table_refused",
        table_refused,
        "The comment of a table is refused by its flag where comments are not kept."
    )
    .refuses(Flag::supports_comments)
    .django("introspection/tests.py"),
    case!(
        "schema.comment.column_refused",
        column_refused,
        "The comment of a column is refused by its flag where comments are not kept."
    )
    .refuses(Flag::supports_comments),
];

fn commented(name: &str, of_table: &str, of_column: &str) -> Result<Table> {
    let column = Column::new("label", ColumnType::Integer)?.with_comment(of_column);
    Ok(table(name, &[("bare", ColumnType::Integer)])?
        .with_column(column)
        .with_column(Column::new("last", ColumnType::Integer)?)
        .with_comment(of_table))
}

async fn table_and_columns(context: &mut Context) -> Outcome {
    let declared = commented("thing", "What there is.", "What it is called.")?;
    context.create(&declared).await?;
    let found = introspected(context, &declared.name.name).await?;
    expect_table(&declared, &found, context.features())?;
    context.insert(&declared, [&row![1_i64, 2, 3, 4]]).await?;
    expect_eq("rows", context.count(&declared.name).await?, 1)
}

/// What a comment of any server can hold.
const KEPT: &[&str] = &[
    "it's \"quoted\" `twice` [x]",
    "two\nlines\nand a third",
    "-- like a comment",
    "/* like a comment */ and after it",
    "ends with */",
    "*/; DROP TABLE \"canary\"; --",
    "'; DROP TABLE \"canary\"; --",
    "x\n); DROP TABLE \"canary\"; --",
    "back\\slash 100% ? $1",
    "čšž Ω 漢字",
    "a, b, (c)",
];

/// What a server may refuse, where its comments are texts between others.
const KEPT_OR_REFUSED: &[&str] = &[
    "",
    " ",
    " blanks ",
    "an empty\n\nline",
    "ends with a break\n",
    "🦀",
    "--",
    "*/",
    ");\nDROP TABLE canary;\n--",
    "a carriage\rreturn",
];

async fn any_text(context: &mut Context) -> Outcome {
    let canary = table("canary", &[])?;
    context.create(&canary).await?;
    for (n, text) in KEPT.iter().enumerate() {
        let declared = commented(&format!("t{n}"), text, text)?;
        context.create(&declared).await?;
        let found = introspected(context, &declared.name.name).await?;
        expect_table(&declared, &found, context.features())?;
    }
    for (n, text) in KEPT_OR_REFUSED.iter().enumerate() {
        let declared = commented(&format!("u{n}"), text, text)?;
        match context.create(&declared).await {
            Ok(()) => {
                let found = introspected(context, &declared.name.name).await?;
                expect_table(&declared, &found, context.features())?;
            }
            Err(error) => {
                expect_eq(
                    &format!("the refusal of {text:?}"),
                    error.kind(),
                    ErrorKind::Data,
                )?;
            }
        }
    }
    let made = context.schema().tables.len();
    let found = context.introspect().await?.schema.tables.len();
    expect_eq("tables", found, made)?;
    expect_eq("rows of the canary", context.count(&canary.name).await?, 0)
}

async fn view(context: &mut Context) -> Outcome {
    let source = table("source", &[("label", ColumnType::Integer)])?;
    context.create(&source).await?;
    let definition = selection(context, &source.name, &["id"])?;
    let mut declared = View::new(name("seen")?, definition);
    declared.comment = Some("What is seen of it.".to_owned());
    context.change(&Change::CreateView(declared)).await?;
    let views = context.introspect().await?.schema.views;
    let comments: Vec<_> = views.iter().map(|view| view.comment.as_deref()).collect();
    expect_eq("comments", comments, [Some("What is seen of it.")])
}

async fn table_refused(context: &mut Context) -> Outcome {
    let declared = table("thing", &[])?.with_comment("What there is.");
    context
        .refused(Flag::supports_comments, async |context| {
            context.create(&declared).await
        })
        .await
}

async fn column_refused(context: &mut Context) -> Outcome {
    let column = Column::new("label", ColumnType::Integer)?.with_comment("What it is called.");
    let declared = table("thing", &[])?.with_column(column);
    context
        .refused(Flag::supports_comments, async |context| {
            context.create(&declared).await
        })
        .await
}
