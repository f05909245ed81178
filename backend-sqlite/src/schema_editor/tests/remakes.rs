//! The plan of a table that is made anew, as a whole.

use backend_core::model::{
    Change, ColumnType, ForeignKey, Identity, Index, IndexPart, PrimaryKey, Schema, Table, Trigger,
    TriggerEvent, TriggerTiming, View,
};
use backend_core::schema_editor::{ConstraintChecks, plan};
use backend_core::wrapper::{ServerInfo, Version};

use super::{column, id, name};
use crate::BACKEND;

/// A table with a key, an index, a trigger and a view, to which itself and another table refer.
fn before() -> Schema {
    let number = column("id", ColumnType::BigInteger).with_identity(Identity::new());
    let key_to_t = |of: &str| ForeignKey::new(vec![id(of)], name("t"), vec![id("id")]);
    let mut table = Table::new(name("t"))
        .with_column(number)
        .with_column(column("a", ColumnType::Text))
        .with_column(column("boss", ColumnType::BigInteger))
        .with_primary_key(PrimaryKey::new(vec![id("id")]))
        .with_foreign_key(key_to_t("boss"))
        .with_index(Index::new(id("i"), vec![IndexPart::column(id("a"))]));
    let columns = vec![id("a")];
    let events = vec![TriggerEvent::Update { columns }];
    let definition = "CREATE TRIGGER g AFTER UPDATE OF a ON t BEGIN SELECT 1; END";
    let trigger = Trigger::new(id("g"), TriggerTiming::After, events, definition);
    table.triggers = vec![trigger];
    let other = Table::new(name("u"))
        .with_column(column("t", ColumnType::BigInteger))
        .with_foreign_key(key_to_t("t"));
    let mut view = View::new(name("v"), "SELECT a FROM \"T\"");
    view.columns = vec![column("a", ColumnType::Text)];
    let mut schema = Schema::new();
    for table in [table, other] {
        schema.apply(&Change::CreateTable(table)).unwrap();
    }
    schema.apply(&Change::CreateView(view)).unwrap();
    schema
}

const STEPS: [&str; 18] = [
    "SELECT 1 FROM temp.pragma_legacy_alter_table WHERE legacy_alter_table = 1",
    "PRAGMA legacy_alter_table = 1",
    r#"CREATE TABLE "new__t" ("id" integer PRIMARY KEY AUTOINCREMENT, "a" int, "boss" bigint, FOREIGN KEY ("boss") REFERENCES "t" ("id"))"#,
    r#"INSERT OR ABORT INTO "new__t" ("id", "a", "boss") SELECT "id", "a", "boss" FROM "t" WHERE "rowid" >= ? ORDER BY "rowid" LIMIT ?"#,
    r#"SELECT MAX("id") FROM "new__t""#,
    r#"SELECT 1 WHERE (SELECT COUNT(*) FROM "new__t") <> (SELECT COUNT(*) FROM "t")"#,
    r#"SELECT 1 FROM "new__t" WHERE "a" IS NOT NULL AND (typeof("a") <> 'integer' OR "a" NOT BETWEEN -2147483648 AND 2147483647)"#,
    "DELETE FROM sqlite_sequence WHERE name = 'new__t'",
    "INSERT INTO sqlite_sequence (name, seq) SELECT 'new__t', seq FROM sqlite_sequence WHERE name = 't'",
    r#"DROP TABLE "t""#,
    r#"ALTER TABLE "new__t" RENAME TO "t""#,
    r#"CREATE INDEX "i" ON "t" ("a")"#,
    "CREATE TRIGGER g AFTER UPDATE OF a ON t BEGIN SELECT 1; END",
    "SELECT 1 FROM temp.pragma_foreign_key_check('t')",
    "SELECT 1 FROM temp.pragma_foreign_key_check('u')",
    r#"SELECT 1 FROM "v" WHERE 1 = 0"#,
    r#"EXPLAIN UPDATE "t" SET "a" = "a""#,
    "PRAGMA legacy_alter_table = 0",
];

#[test]
fn every_step_in_its_order() {
    let change = Change::AlterColumn {
        table: name("t"),
        column: column("a", ColumnType::Integer),
        using: None,
    };
    let dialect = BACKEND.dialect(&ServerInfo::new("SQLite", Version::new(3, 54, 1)));
    let plan = plan(BACKEND.schema_editor, &dialect, &before(), &change).unwrap();
    assert_eq!(plan.constraint_checks, ConstraintChecks::Off);
    assert!(plan.rewrites_table() && plan.loses_data());
    let statements: Vec<_> = plan.statements().map(|statement| &*statement.sql).collect();
    assert_eq!(statements, STEPS);
}

#[test]
fn rows_that_stay_the_same_are_copied_as_pages() {
    let change = Change::SetTableComment {
        table: name("t"),
        comment: Some("of people".into()),
    };
    let dialect = BACKEND.dialect(&ServerInfo::new("SQLite", Version::new(3, 54, 1)));
    let plan = plan(BACKEND.schema_editor, &dialect, &before(), &change).unwrap();
    let copy = r#"INSERT OR ABORT INTO "new__t" SELECT * FROM "t""#;
    assert!(plan.statements().any(|statement| statement.sql == copy));
    assert!(!plan.loses_data());
}
