//! Statements with their parameters in place, for people to read.

use backend_core::sql::Statement;
use backend_core::value::IntoValue as _;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq};
use crate::fixtures::{artist, artists, four_artists};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "statements.executed.means_the_same",
        means_the_same,
        "A statement with its parameters in place inserts the same row as the statement itself."
    )
    .smoke()
    .django("backends/tests.py"),
    case!(
        "statements.executed.marks_in_texts",
        marks_in_texts,
        "A parameter's mark inside a text, a name or a comment is left alone."
    )
    .django("backends/tests.py"),
    case!(
        "statements.executed.missing_parameters",
        missing_parameters,
        "Without parameters the text is as it stands."
    )
    .django("backends/tests.py"),
];

async fn means_the_same(context: &mut Context) -> Outcome {
    let artists = artists()?;
    context.create(&artists).await?;
    for (id, name) in [(1, "O'Hara"), (3, "né ? $1 @P1 -- /*")] {
        let row = |id| artist(id, name, Some(-7));
        context.insert(&artists, &[row(id)]).await?;
        let other = context.insert_statement(&artists, &row(id + 1));
        let text = context.dialect().operations.last_executed_query(&other);
        context.execute(&Statement::new(text)).await?;
    }
    let found: Vec<(String, i32)> = context
        .fetch(&context.select_columns(&artists, &["name", "born"]))
        .await?;
    let expected = ["O'Hara", "O'Hara", "né ? $1 @P1 -- /*", "né ? $1 @P1 -- /*"];
    expect_eq("rows", found, expected.map(|name| (name.to_owned(), -7)))
}

async fn marks_in_texts(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let (id, name) = ("id".parse()?, "name".parse()?);
    let statement = context.statement(|out| {
        out.push("SELECT ")
            .identifier(&name)
            .push(", '? $1 @P1' FROM ");
        out.name(&artists.name)
            .push(" WHERE ")
            .identifier(&id)
            .push(" = ");
        out.bind(2_i64);
    });
    let text = context.dialect().operations.last_executed_query(&statement);
    expect(text.contains("'? $1 @P1'"), || text.clone())?;
    let rows: Vec<(String, String)> = context.fetch(&Statement::new(text)).await?;
    expect_eq("rows", rows, [("Clara".to_owned(), "? $1 @P1".to_owned())])
}

async fn missing_parameters(context: &mut Context) -> Outcome {
    let artists = artists()?;
    let mut statement = context.insert_statement(&artists, &artist(1, "x", None));
    statement.params.clear();
    let operations = context.dialect().operations;
    let text = operations.last_executed_query(&statement);
    expect_eq("the text", text, statement.sql.as_str())?;
    statement.params.push(7_i64.into_value());
    let text = operations.last_executed_query(&statement);
    expect(text.contains('7') && text != statement.sql, || text.clone())
}
