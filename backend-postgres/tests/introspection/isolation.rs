//! One object that cannot be read never costs the rest, schemas are told apart, and the number of queries does not grow.

use std::fmt::Write as _;

use backend_core::introspection::{RelationKind, Scope};
use backend_core::model::{Identifier, TableKind};
use backend_core::sql::Statement;
use backend_core::transaction::AtomicOptions;
use backend_postgres::BACKEND;

use crate::{Database, hard, qualified, table, view};

#[tokio::test]
async fn the_whole_schema_is_read_without_a_warning() {
    let Some((_, snapshot)) = hard().await else {
        return;
    };
    assert_eq!(snapshot.warnings, []);
    let objects = snapshot.schema.tables.len()
        + snapshot.schema.views.len()
        + snapshot.schema.types.len()
        + snapshot.schema.sequences.len();
    assert!(objects >= 60, "{objects}");
    assert!(snapshot.queries <= 12, "{}", snapshot.queries);
}

#[tokio::test]
async fn what_the_server_cannot_spell_is_a_warning() {
    let Some(mut database) = Database::new().await else {
        return;
    };
    database
        .run(
            "CREATE TABLE fine (a integer DEFAULT 1 CHECK (a > 0));
             CREATE TABLE damaged (a integer DEFAULT 1, b integer);
             CREATE VIEW sound AS SELECT a FROM fine;
             CREATE TABLE gone (b integer);
             CREATE VIEW broken AS SELECT b FROM gone;
             UPDATE pg_attrdef SET adbin = (SELECT ev_action FROM pg_rewrite LIMIT 1) WHERE adrelid = 'damaged'::regclass;
             DELETE FROM pg_class WHERE oid = 'gone'::regclass;",
        )
        .await;
    let snapshot = database.snapshot().await;
    let objects: Vec<_> = snapshot
        .warnings
        .iter()
        .map(|it| it.object.to_string())
        .collect();
    assert_eq!(objects, ["broken", "damaged"], "{:?}", snapshot.warnings);
    assert_eq!(table(&snapshot, "damaged").columns.len(), 2);
    assert_eq!(table(&snapshot, "fine").checks[0].expression, "a > 0");
    assert_eq!(view(&snapshot, "broken").columns.len(), 1);
    assert_eq!(view(&snapshot, "broken").definition, "");
    assert!(view(&snapshot, "sound").definition.contains("fine"));
    // Inside a block the same, which goes on.
    let mut block = database
        .connection
        .begin_atomic(AtomicOptions::new())
        .await
        .unwrap();
    let again = BACKEND.introspect(&mut block, &Scope::all()).await.unwrap();
    assert_eq!(again.schema, snapshot.schema);
    block
        .execute(&Statement::new("CREATE TABLE more ()"))
        .await
        .unwrap();
    block.commit().await.unwrap();
    database.remove().await;
}

#[tokio::test]
async fn names_without_a_schema_are_of_the_sessions() {
    let Some(mut database) = Database::new().await else {
        return;
    };
    database.load().await;
    let only = Scope::schemas(vec![Identifier::new("other").unwrap()]);
    let snapshot = database.snapshot_of(&only).await;
    let tables: Vec<_> = snapshot
        .schema
        .tables
        .iter()
        .map(|it| it.name.to_string())
        .collect();
    assert_eq!(tables, ["other.item"]);
    assert_eq!(snapshot.schema.views[0].name, qualified("other/item_view"));
    let scope = Scope::schemas(vec![Identifier::new("public").unwrap()]);
    let public = database.snapshot_of(&scope).await;
    let key = table(&public, "child")
        .foreign_keys
        .iter()
        .find(|it| it.references.schema.is_some());
    let key = key.unwrap();
    assert_eq!(key.references, qualified("other/item"));
    assert_eq!(
        key.referenced_columns[0], "id",
        "of a table that is not read"
    );

    database
        .run("SET search_path = nowhere, other, public")
        .await;
    let moved = database.snapshot().await;
    assert_eq!(moved.schema.default_schema.as_ref().unwrap(), "other");
    assert_eq!(table(&moved, "item").column("code").unwrap().name, "code");
    assert!(table(&moved, "public/item").column("code").is_none());
    let names = BACKEND
        .introspection
        .relation_names(&mut database.connection, &Scope::all())
        .await
        .unwrap();
    assert_eq!(names[0], (qualified("item"), RelationKind::Table));
    assert!(names.contains(&(qualified("public/b_stored"), RelationKind::MaterializedView)));
    assert!(names.is_sorted_by_key(|(name, _)| name));
    database.remove().await;
}

#[tokio::test]
async fn a_thousand_tables_take_as_many_queries_as_ten() {
    let Some(mut database) = Database::new().await else {
        return;
    };
    let mut counts = Vec::new();
    for (from, to) in [(0, 10), (10, 1_000)] {
        let mut script = "BEGIN;".to_owned();
        for n in from..to {
            write!(
                script,
                "CREATE TABLE t{n} (id integer PRIMARY KEY, o integer REFERENCES t0);"
            )
            .unwrap();
        }
        script.push_str("COMMIT;");
        database.run(&script).await;
        let snapshot = database.snapshot().await;
        assert_eq!(snapshot.schema.tables.len(), to);
        counts.push(snapshot.queries);
    }
    assert_eq!(counts[0], counts[1]);
    database.remove().await;
}

#[tokio::test]
async fn what_extensions_brought_along_is_not_told_of() {
    let Some(mut database) = Database::new().await else {
        return;
    };
    // Not every installation has them.
    let create = Statement::new("CREATE EXTENSION postgres_fdw");
    if database.connection.execute(&create).await.is_err() {
        return database.remove().await;
    }
    database
        .run(
            "CREATE SERVER \"far away\" FOREIGN DATA WRAPPER postgres_fdw;
             CREATE FOREIGN TABLE distant (id integer OPTIONS (column_name 'number'), note text)
             SERVER \"far away\" OPTIONS (schema_name 's', table_name 'a=b');
             COMMENT ON EXTENSION postgres_fdw IS 'Tables elsewhere.'",
        )
        .await;
    let snapshot = database.snapshot().await;
    let extension = &snapshot.schema.extensions[0];
    assert_eq!(
        (extension.name.as_str(), &extension.schema),
        ("postgres_fdw", &None)
    );
    assert!(extension.version.is_some());
    assert_eq!(extension.comment.as_deref(), Some("Tables elsewhere."));
    assert_eq!(snapshot.schema.tables.len(), 1);
    assert_eq!(snapshot.schema.views, [], "views of extensions");
    let distant = table(&snapshot, "distant");
    let TableKind::Foreign { server, options } = &distant.kind else {
        panic!("{:?}", distant.kind);
    };
    assert_eq!(
        (server.as_str(), options.value("table_name")),
        ("far away", Some("a=b"))
    );
    assert_eq!(
        distant.columns[0].options.value("OPTIONS column_name"),
        Some("number")
    );
    database.remove().await;
}
