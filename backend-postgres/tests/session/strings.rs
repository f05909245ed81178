//! Settings of PostgreSQL by which text becomes SQL: `standard_conforming_strings`, and what a session makes of it.

use backend_core::model::{ColumnType, Default, Identifier};
use backend_core::query::Query;
use backend_core::sea_query::{Expr, Value as Ast};
use backend_core::sql::Statement;
use backend_core::value::{Value, ValueRef};
use backend_postgres::BACKEND;

use crate::server::{Server, connect};

/// Texts that end otherwise where a backslash escapes.
const TEXTS: &[&str] = &[
    "\\",
    "\\'; DROP TABLE canary; --",
    "x\\' OR 1=1 --",
    "\\\\'; DROP TABLE canary; --",
    "'\\''; DROP TABLE canary; --",
    "E'\\'",
    "U&'\\0027'",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_session_begins_with_backslashes_that_are_backslashes() {
    let Some(server) = Server::start().await else {
        return;
    };
    let url = server.running.url().to_owned();
    let mut session = connect(&url).await.unwrap();
    session
        .batch(
            "CREATE DATABASE escaping; \
             ALTER DATABASE escaping SET standard_conforming_strings = off",
        )
        .await
        .unwrap();
    let settings = BACKEND.settings(&url).unwrap();
    let options = settings
        .clone()
        .with_option("options", "-c standard_conforming_strings=off")
        .unwrap();
    for settings in [options, settings.with_database("escaping").unwrap()] {
        let mut session = BACKEND.connect(&settings).await.unwrap();
        let shown: Vec<(String, i32)> = session
            .fetch_as(&Statement::new(
                "SELECT current_setting('standard_conforming_strings'), length('\\')",
            ))
            .await
            .unwrap();
        assert_eq!(shown, [("on".to_owned(), 1)]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn literals_hold_whatever_a_session_says_of_backslashes() {
    let Some(server) = Server::start().await else {
        return;
    };
    let mut session = connect(server.running.url()).await.unwrap();
    session
        .batch(
            "CREATE TABLE canary (id integer); INSERT INTO canary VALUES (1); \
             SET standard_conforming_strings = off; SET backslash_quote = on",
        )
        .await
        .unwrap();
    let dialect = session.dialect().clone();
    for text in TEXTS {
        let mut literal = dialect.writer();
        literal.push("SELECT ");
        dialect
            .operations
            .literal(ValueRef::Text(text), &mut literal)
            .unwrap();
        let constant: Query = Query::select()
            .expr(Expr::Constant(Ast::String(Some((*text).to_owned()))))
            .into();
        let built = dialect.build(&constant).unwrap().remove(0);
        for statement in [literal.finish(), built] {
            let values: Vec<(String,)> = session.fetch_as(&statement).await.unwrap();
            assert_eq!(values, [((*text).to_owned(),)], "{}", statement.sql);
        }
        let channel = Identifier::new(*text).unwrap();
        session.listen(&channel).await.unwrap();
        session.notify(&channel, text).await.unwrap();
        assert_eq!(session.notification().await.unwrap().payload, *text);
        defaults_and_comments(&mut session, text).await;
    }
    let rows: Vec<(i32,)> = session
        .fetch_as(&Statement::new("SELECT id FROM canary"))
        .await
        .unwrap();
    assert_eq!(rows, [(1,)]);
}

/// Makes a table with the text as a default and as comments, and looks at what came of it.
async fn defaults_and_comments(session: &mut backend_core::connection::Connection, text: &str) {
    use backend_core::model::{Change, Column, QualifiedName, Schema, Table};
    use backend_core::schema_editor::{NoProgress, plan, run};

    let column = Column::new("c", ColumnType::Text)
        .unwrap()
        .with_default(Default::Literal(Value::Text(text.to_owned())))
        .with_comment(text);
    let name = QualifiedName::new("noted").unwrap();
    let table = Table::new(name.clone()).with_column(column);
    let create = Change::CreateTable(table);
    let mut schema = Schema::new();
    let dialect = session.dialect().clone();
    let steps = plan(BACKEND.schema_editor, &dialect, &schema, &create).unwrap();
    run(session, &steps, &mut NoProgress).await.unwrap();
    schema.apply(&create).unwrap();
    session
        .execute(&Statement::new("INSERT INTO noted DEFAULT VALUES"))
        .await
        .unwrap();
    let found: Vec<(String, String)> = session
        .fetch_as(&Statement::new(
            "SELECT c, col_description('noted'::regclass, 1) FROM noted",
        ))
        .await
        .unwrap();
    assert_eq!(found, [(text.to_owned(), text.to_owned())]);
    let drop = Change::DropTable(name);
    let steps = plan(BACKEND.schema_editor, &dialect, &schema, &drop).unwrap();
    run(session, &steps, &mut NoProgress).await.unwrap();
}
