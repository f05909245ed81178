//! Texts whose characters mean something to drivers: percent signs, marks, quotes, backslashes.

use backend_core::error::{ErrorKind, Result};
use backend_core::model::{ColumnType, Identifier, Table};
use backend_core::sql::Writer;
use backend_core::value::{IntoValue as _, ValueRef};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect_eq};
use crate::fixtures::table;

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "cursor.text.literals_without_parameters",
        literals_without_parameters,
        "A literal keeps every character in a statement without parameters."
    )
    .django("backends/tests.py"),
    case!(
        "cursor.text.literals_beside_parameters",
        literals_beside_parameters,
        "A literal keeps every character in a statement with parameters: nothing in it is a mark."
    )
    .django("backends/tests.py"),
    case!(
        "cursor.text.parameters_as_they_are",
        parameters_as_they_are,
        "A text sent as a parameter comes back with every character."
    )
    .smoke()
    .django("backends/tests.py"),
    case!(
        "cursor.text.names_with_marks",
        names_with_marks,
        "Names of tables and columns keep every character, also beside parameters."
    )
    .django("backends/tests.py"),
    case!(
        "cursor.text.comments_with_marks",
        comments_with_marks,
        "What looks like a mark or a quote inside a comment is neither."
    ),
    case!(
        "cursor.text.statement_with_nul",
        statement_with_nul,
        "A statement with U+0000 in it is refused: nothing is done of what stands before."
    ),
];

/// Texts in which something looks like syntax.
const TEXTS: &[&str] = &[
    "100%",
    "%s",
    "%%",
    "%(name)s",
    "?",
    "??",
    "a ? b",
    ":name",
    "::text",
    "$1",
    "@P1",
    "@name",
    "'",
    "''",
    "it's",
    "\"",
    "a\"b",
    "`",
    "[x]",
    "\\",
    "\\'",
    "\\n",
    "C:\\dir\\",
    "--",
    "/* */",
    ";",
    "a;b",
    "{}",
    "{0}",
    "#",
    "~",
    "&",
    "a\tb",
    "a\nb",
    "a\r\nb",
    " a ",
    "né",
    "日本語",
    "🦀",
];

fn texts() -> Result<Table> {
    table("texts", &[("value", ColumnType::Text)])
}

fn write_literal(context: &Context, text: &str, out: &mut Writer<'_>) -> Result<()> {
    context
        .dialect()
        .operations
        .literal(ValueRef::Text(text), out)
}

async fn literals_without_parameters(context: &mut Context) -> Outcome {
    let texts = texts()?;
    context.create(&texts).await?;
    for (id, text) in (1_i64..).zip(TEXTS) {
        let mut out = context.dialect().writer();
        out.push("INSERT INTO ").name(&texts.name).push(" (");
        out.identifiers(texts.columns.iter().map(|column| &column.name));
        out.push(") VALUES (").number(id).push(", ");
        write_literal(context, text, &mut out)?;
        out.push(")");
        context.execute(&out.finish()).await?;
    }
    expect_texts(context, &texts).await
}

async fn literals_beside_parameters(context: &mut Context) -> Outcome {
    let texts = texts()?;
    context.create(&texts).await?;
    for (id, text) in (1_i64..).zip(TEXTS) {
        let mut out = context.dialect().writer();
        out.push("INSERT INTO ").name(&texts.name).push(" (");
        out.identifiers(texts.columns.iter().rev().map(|column| &column.name));
        out.push(") VALUES (");
        write_literal(context, text, &mut out)?;
        out.push(", ").bind(id).push(")");
        context.execute(&out.finish()).await?;
    }
    expect_texts(context, &texts).await
}

async fn parameters_as_they_are(context: &mut Context) -> Outcome {
    let texts = texts()?;
    context.create(&texts).await?;
    for (id, text) in (1_i64..).zip(TEXTS) {
        context
            .insert(&texts, &[vec![id.into_value(), text.into_value()]])
            .await?;
    }
    expect_texts(context, &texts).await
}

async fn expect_texts(context: &mut Context, texts: &Table) -> Outcome {
    let found: Vec<(i64, String)> = context.fetch(&context.select_statement(texts)).await?;
    let expected: Vec<_> = (1_i64..)
        .zip(TEXTS.iter().map(ToString::to_string))
        .collect();
    for (found, expected) in found.iter().zip(&expected) {
        expect_eq("the text", found, expected)?;
    }
    expect_eq("rows", found.len(), expected.len())
}

async fn names_with_marks(context: &mut Context) -> Outcome {
    let names = [
        "100%", "%s", "a?b", "x:y", "$1", "@P1", "it's", "a\"b", "a`b", "[a]", "a b", "né", "a--b",
    ];
    for name in names {
        let table = table(&format!("t {name}"), &[(name, ColumnType::Integer)])?;
        context.create(&table).await?;
        context
            .insert(&table, &[vec![1_i64.into_value(), 7_i32.into_value()]])
            .await?;
        let column = Identifier::new(name)?;
        let mut out = context.dialect().writer();
        out.push("SELECT ")
            .identifier(&column)
            .push(" FROM ")
            .name(&table.name);
        out.push(" WHERE ")
            .identifier(&column)
            .push(" = ")
            .bind(7_i32);
        let found: Vec<(i32,)> = context.fetch(&out.finish()).await?;
        expect_eq(name, found, [(7,)])?;
    }
    Ok(())
}

/// Makes the table with one row.
async fn one_text(context: &mut Context) -> Result<Table> {
    let texts = texts()?;
    context.create(&texts).await?;
    context
        .insert(&texts, &[vec![1_i64.into_value(), "a".into_value()]])
        .await?;
    Ok(texts)
}

async fn statement_with_nul(context: &mut Context) -> Outcome {
    let texts = one_text(context).await?;
    let mut out = context.dialect().writer();
    out.push("DELETE FROM ").name(&texts.name);
    let all = out.finish().sql;
    for sql in [format!("{all}\0 WHERE 1 = 0"), format!("{all}\0")] {
        let alone = context.execute_with(&sql, &[]).await;
        refused(alone)?;
        refused(context.batch(&sql).await)?;
    }
    expect_eq("rows", context.count(&texts.name).await?, 1)
}

/// Demands that a statement was refused as one, by whoever looked first.
fn refused<T>(result: Result<T>) -> Outcome {
    match result.map_err(|error| error.kind()) {
        Err(ErrorKind::Interface | ErrorKind::Programming) => Ok(()),
        Err(other) => Err(Failure::new(format!("it is refused as {other:?}"))),
        Ok(_) => Err(Failure::new("nothing refuses it")),
    }
}

async fn comments_with_marks(context: &mut Context) -> Outcome {
    let texts = one_text(context).await?;
    let mut out = context.dialect().writer();
    out.push("SELECT ").identifier(&Identifier::new("id")?);
    out.push(" /* ? it's 100% :x $1 \" */ FROM ")
        .name(&texts.name)
        .push(" -- ? it's %s\n WHERE ");
    out.identifier(&Identifier::new("id")?)
        .push(" = ")
        .bind(1_i64);
    let found: Vec<(i64,)> = context.fetch(&out.finish()).await?;
    expect_eq("keys", found, [(1,)])
}
