//! Errors: their kinds, their statements, and what they never show.

use backend_core::error::{Error, ErrorKind, Integrity};
use backend_core::model::{Identifier, QualifiedName};
use backend_core::schema_editor::plan;
use backend_core::sql::Statement;

use crate::case::{CaseDef, Outcome, Unit, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq, expect_error};
use crate::fixtures::{artist, artists, four_artists};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "connection.error.syntax",
        syntax,
        "A statement that is no SQL is a programming error."
    )
    .smoke()
    .unit(Unit::Session)
    .django("backends/tests.py"),
    case!(
        "connection.error.missing_table",
        missing_table,
        "A table that is not there is an error that says so."
    )
    .unit(Unit::Session),
    case!(
        "connection.error.missing_column",
        missing_column,
        "A column that is not there is an error that says so."
    ),
    case!(
        "connection.error.table_exists",
        table_exists,
        "A table that is made twice is an error that says so, and stays as it was."
    ),
    case!(
        "connection.error.unique",
        unique,
        "A key that is there already is an integrity error, with the constraint or its columns."
    ),
    case!(
        "connection.error.not_null",
        not_null,
        "A NULL where there can be none is an integrity error, with the column."
    ),
    case!(
        "connection.error.carries_its_statement",
        carries_its_statement,
        "An error of the server carries the statement that failed, as it was sent."
    ),
    case!(
        "connection.error.never_shows_parameters",
        never_shows_parameters,
        "An error shows no value that was sent as a parameter, in no form of it."
    ),
    case!(
        "connection.error.session_works_on",
        session_works_on,
        "A statement that fails leaves the session as usable as before."
    )
    .smoke(),
    case!(
        "connection.error.names_of_any_text",
        names_of_any_text,
        "A missing table whose name is full of quotes and marks is an error of the same kind."
    )
    .unit(Unit::Session),
];

async fn syntax(context: &mut Context) -> Outcome {
    for sql in [
        "SELEC 1",
        "SELECT FROM WHERE",
        "INSERT INTO",
        "SELECT (1",
        ")",
    ] {
        let result = context.execute(&Statement::new(sql)).await;
        expect_error(sql, result, ErrorKind::Programming)?;
    }
    Ok(())
}

fn select_from(context: &Context, table: &QualifiedName, column: &str) -> Result<Statement, Error> {
    let mut out = context.dialect().writer();
    out.push("SELECT ")
        .identifier(&Identifier::new(column)?)
        .push(" FROM ")
        .name(table);
    Ok(out.finish())
}

async fn missing_table(context: &mut Context) -> Outcome {
    let statement = select_from(context, &QualifiedName::new("nowhere")?, "id")?;
    let result = context.execute(&statement).await;
    let error = expect_error("a missing table", result, ErrorKind::DoesNotExist)?;
    let named = error.to_string().contains("nowhere") || error.detail().table.is_some();
    expect(named, || {
        format!("the error does not name the table: {error}")
    })
}

async fn missing_column(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let nothing = Identifier::new("nothing")?;
    let mut update = context.dialect().writer();
    update
        .push("UPDATE ")
        .name(&artists.name)
        .push(" SET ")
        .identifier(&nothing);
    update.push(" = ").bind(1_i64);
    let mut condition = context.dialect().writer();
    condition
        .push("DELETE FROM ")
        .name(&artists.name)
        .push(" WHERE ")
        .identifier(&nothing);
    condition.push(" <> ").bind("x");
    // A name in quotes must never be taken for a text.
    let select = select_from(context, &artists.name, "nothing")?;
    for statement in [update.finish(), condition.finish(), select] {
        let result = context.execute(&statement).await;
        let error = expect_error(&statement.sql, result, ErrorKind::DoesNotExist)?;
        let named = error.to_string().contains("nothing") || error.detail().column.is_some();
        expect(named, || {
            format!("the error does not name the column: {error}")
        })?;
    }
    expect_eq("rows", context.count(&artists.name).await?, 4)
}

async fn table_exists(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let change = backend_core::model::Change::CreateTable(artists.clone());
    // Planned as if nothing were there, so that the server has to say it.
    let nothing = backend_core::model::Schema::new();
    let steps = plan(
        context.backend().schema_editor,
        &context.dialect(),
        &nothing,
        &change,
    )?;
    for statement in steps.statements().take(1) {
        let result = context.execute(statement).await;
        expect_error("the second table", result, ErrorKind::AlreadyExists)?;
    }
    expect_eq("rows", context.count(&artists.name).await?, 4)
}

async fn unique(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let insert = context.insert_statement(&artists, &artist(1, "again", None));
    let result = context.execute(&insert).await;
    let error = expect_error(
        "a key twice",
        result,
        ErrorKind::Integrity(Integrity::Unique),
    )?;
    let detail = error.detail();
    let named = detail.constraint.is_some() || detail.column.as_deref() == Some("id");
    expect(named, || {
        format!("the error names neither constraint nor column: {error:?}")
    })?;
    expect(!error.is_retryable(), || {
        "the error says to try again".to_owned()
    })?;
    expect_eq("rows", context.count(&artists.name).await?, 4)
}

async fn not_null(context: &mut Context) -> Outcome {
    let mut artists = artists()?;
    for column in &mut artists.columns {
        column.nullable = false;
    }
    context.create(&artists).await?;
    let insert = context.insert_statement(&artists, &artist(1, "Bach", None));
    let result = context.execute(&insert).await;
    let error = expect_error("a NULL", result, ErrorKind::Integrity(Integrity::NotNull))?;
    expect_eq("the column", error.detail().column.as_deref(), Some("born"))?;
    expect_eq("rows", context.count(&artists.name).await?, 0)
}

async fn carries_its_statement(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let insert = context.insert_statement(&artists, &artist(1, "again", None));
    let result = context.execute(&insert).await;
    let error = expect_error("a query", result, ErrorKind::Integrity(Integrity::Unique))?;
    expect_eq(
        "the statement of a query",
        error.sql(),
        Some(insert.sql.as_str()),
    )?;
    let rows = [artist(1, "again", None)];
    let mut rows = crate::fixtures::Rows::new(&rows);
    let result = context.execute_many(&insert.sql, &mut rows).await;
    let error = expect_error("many", result, ErrorKind::Integrity(Integrity::Unique))?;
    expect_eq(
        "the statement of many",
        error.sql(),
        Some(insert.sql.as_str()),
    )
}

async fn never_shows_parameters(context: &mut Context) -> Outcome {
    const SECRET: &str = "correct-horse-battery";
    let artists = four_artists(context).await?;
    let duplicate = context.insert_statement(&artists, &artist(1, SECRET, Some(1)));
    let broken = {
        let mut out = context.dialect().writer();
        out.push("SELECT ")
            .identifier(&Identifier::new("nothing")?)
            .push(" FROM ");
        out.name(&artists.name)
            .push(" WHERE ")
            .identifier(&Identifier::new("name")?);
        out.push(" = ").bind(SECRET);
        out.finish()
    };
    for statement in [duplicate, broken] {
        expect(
            !format!("{statement:?} {statement}").contains(SECRET),
            || format!("the statement's own form shows it: {statement:?}"),
        )?;
        let error = match context.execute(&statement).await {
            Err(error) => error,
            Ok(done) => {
                return Err(crate::failure::Failure::new(format!(
                    "it succeeded: {done:?}"
                )));
            }
        };
        let shown = format!("{error} {error:?} {error:#?} {:?}", error.detail());
        expect(!shown.contains(SECRET), || {
            "the error shows the parameter".to_owned()
        })?;
    }
    Ok(())
}

async fn session_works_on(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let failing = [
        Statement::new("SELEC 1"),
        select_from(context, &QualifiedName::new("nowhere")?, "id")?,
        context.insert_statement(&artists, &artist(1, "again", None)),
    ];
    for (id, statement) in (5..).zip(failing) {
        let result = context.execute(&statement).await;
        expect(result.is_err(), || {
            format!("it succeeded: {}", statement.sql)
        })?;
        context
            .insert(&artists, &[artist(id, "next", None)])
            .await?;
    }
    expect_eq("rows", context.count(&artists.name).await?, 7)
}

async fn names_of_any_text(context: &mut Context) -> Outcome {
    for name in ["no \"where\"", "it's ?", "100% :x", "a`b]c[", "né \\ 🦀"] {
        let statement = select_from(context, &QualifiedName::new(name)?, "id")?;
        let result = context.execute(&statement).await;
        expect_error(name, result, ErrorKind::DoesNotExist)?;
    }
    Ok(())
}
