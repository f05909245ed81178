//! Facts, one group a test.

use backend_core::model::{
    ColumnType, Default, Deferrability, GeneratedStorage, Identifier, IndexKey, ReferentialAction,
    SortOrder, Table, TableKind, TriggerEvent, TriggerTiming,
};
use backend_core::value::Value;

use crate::{HARD, snapshot, table, view};

fn names<'n>(names: impl IntoIterator<Item = &'n Identifier>) -> Vec<&'n str> {
    names.into_iter().map(Identifier::as_str).collect()
}

fn default_of<'t>(table: &'t Table, column: &str) -> &'t Default {
    table.column(column).unwrap().default.as_ref().unwrap()
}

#[test]
fn primary_keys_and_row_ids() {
    let snapshot = snapshot(HARD);
    let identity = |name: &str, column: &str| {
        let column = table(&snapshot, name).column(column).unwrap();
        (
            column.identity.as_ref().map(|it| it.reuses_numbers),
            column.nullable,
        )
    };
    assert_eq!(
        identity("plain", "id"),
        (Some(true), false),
        "a row id's alias is never NULL"
    );
    assert_eq!(
        identity("counted", "id"),
        (Some(false), false),
        "AUTOINCREMENT"
    );
    assert_eq!(
        identity("not_an_alias", "id"),
        (None, true),
        "INTEGER PRIMARY KEY DESC"
    );
    assert_eq!(
        identity("text_key", "code"),
        (None, true),
        "a key that can be NULL"
    );
    assert_eq!(
        identity("int_key", "id"),
        (None, true),
        "INT is not INTEGER"
    );
    assert_eq!(
        identity("both_options", "id"),
        (None, false),
        "no row id, no alias"
    );

    assert_eq!(
        names(table(&snapshot, "swapped").primary_key_columns()),
        ["y", "x"]
    );
    assert!(table(&snapshot, "keyless").primary_key.is_none());
    let key = table(&snapshot, "order").primary_key.as_ref().unwrap();
    assert_eq!(key.name.as_ref().unwrap(), "pk of order");
    assert_eq!(key.parts[1].order, SortOrder::Descending);
    let key = table(&snapshot, "no_rowid").primary_key.as_ref().unwrap();
    assert_eq!(
        key.parts[0]
            .collation
            .as_ref()
            .unwrap()
            .as_str()
            .to_lowercase(),
        "nocase"
    );
}

#[test]
fn options_of_tables() {
    let snapshot = snapshot(HARD);
    let options = |name: &str| {
        let options = &table(&snapshot, name).options;
        (
            options.contains("STRICT"),
            options.contains("WITHOUT ROWID"),
        )
    };
    assert_eq!(options("plain"), (false, false));
    assert_eq!(options("no_rowid"), (false, true));
    assert_eq!(options("strict_one"), (true, false));
    assert_eq!(options("both_options"), (true, true));
}

#[test]
fn types_by_their_meaning() {
    let snapshot = snapshot(HARD);
    let types = table(&snapshot, "types");
    let decimal = |precision, scale| ColumnType::Decimal {
        precision: Some(precision),
        scale: Some(scale),
    };
    for (column, expected) in [
        ("a", ColumnType::Integer),
        ("b", ColumnType::BigInteger),
        ("d", ColumnType::BigInteger),
        ("g", ColumnType::Boolean),
        ("h", ColumnType::VarChar { length: Some(10) }),
        ("i", ColumnType::VarChar { length: Some(160) }),
        ("j", ColumnType::Char { length: Some(20) }),
        ("k", ColumnType::Text),
        ("l", decimal(10, 2)),
        ("m", decimal(10, 2)),
        ("n", decimal(5, 1)),
        ("p", ColumnType::Double),
        ("q", ColumnType::Date),
        ("r", ColumnType::Timestamp { precision: None }),
        ("u", ColumnType::Uuid),
        ("v", ColumnType::Json),
        ("w", ColumnType::Bytes),
        ("x", ColumnType::Any),
        ("y", ColumnType::Native("log".into())),
        ("z", ColumnType::Any),
        ("ab", ColumnType::VarBinary { length: Some(16) }),
        ("ac", ColumnType::TimestampTz { precision: None }),
    ] {
        assert_eq!(
            types.column(column).unwrap().column_type,
            expected,
            "{column}"
        );
    }
    assert_eq!(
        types.column("m").unwrap().declared_type.as_deref(),
        Some("decimal(10, 2)")
    );
    assert_eq!(types.column("z").unwrap().declared_type, None);
}

#[test]
fn defaults_by_the_type_of_their_column() {
    let snapshot = snapshot(HARD);
    let defaults = table(&snapshot, "defaults");
    let literal = |value| Default::Literal(value);
    let expression = |text: &str| Default::Expression(text.to_owned());
    for (column, expected) in [
        ("a", literal(Value::I64(5))),
        ("b", literal(Value::I64(-5))),
        ("c", literal(Value::Text("it's".into()))),
        ("d", literal(Value::Text("quoted".into()))),
        ("e", literal(Value::F64(1.5))),
        ("f", literal(Value::Bytes(vec![0, 255]))),
        ("g", expression("CURRENT_TIMESTAMP")),
        ("h", expression("1 + 2")),
        ("i", literal(Value::Bool(true))),
        ("j", literal(Value::Null)),
        ("k", literal(Value::Decimal("9.90".parse().unwrap()))),
        ("l", expression("lower('A)B')")),
        ("m", literal(Value::Text("bare".into()))),
        ("n", literal(Value::I64(16))),
        ("o", literal(Value::Date("2020-02-29".parse().unwrap()))),
    ] {
        assert_eq!(*default_of(defaults, column), expected, "{column}");
    }
    assert_eq!(
        *default_of(table(&snapshot, "fully grown"), "even later"),
        literal(Value::Text("x".into()))
    );
}

#[test]
fn generated_columns_collations_and_conflict_clauses() {
    let snapshot = snapshot(HARD);
    let computed = table(&snapshot, "computed");
    let generated = |column: &str| {
        let generated = computed.column(column).unwrap().generated.as_ref().unwrap();
        (generated.expression.as_str(), generated.storage)
    };
    assert_eq!(generated("b"), ("a * 2", GeneratedStorage::Virtual));
    assert_eq!(
        generated("c"),
        ("upper('x, y)') || a", GeneratedStorage::Stored)
    );
    assert_eq!(generated("d"), ("a", GeneratedStorage::Virtual));
    assert!(
        computed
            .columns
            .iter()
            .all(|column| column.default.is_none())
    );

    let collated = table(&snapshot, "collated");
    assert_eq!(
        collated.column("a").unwrap().collation.as_ref().unwrap(),
        "nocase"
    );
    assert_eq!(
        collated.column("b").unwrap().collation.as_ref().unwrap(),
        "rtrim"
    );
    assert_eq!(
        collated.uniques[0].parts[0].collation.as_ref().unwrap(),
        "BINARY"
    );
    assert!(
        collated.uniques[1].parts.is_empty(),
        "the columns' own collations"
    );

    let conflicts = table(&snapshot, "conflicts");
    let key = conflicts.primary_key.as_ref().unwrap();
    assert_eq!(key.name.as_ref().unwrap(), "the_key");
    assert_eq!(key.options.value("ON CONFLICT"), Some("REPLACE"));
    let column = conflicts.column("a").unwrap();
    assert_eq!(column.not_null_name.as_ref().unwrap(), "must be");
    assert_eq!(column.options.value("NOT NULL ON CONFLICT"), Some("IGNORE"));
    let uniques: Vec<_> = conflicts
        .uniques
        .iter()
        .map(|it| {
            (
                it.name.as_ref().unwrap().as_str(),
                it.options.value("ON CONFLICT").unwrap(),
            )
        })
        .collect();
    assert_eq!(uniques, [("b_once", "FAIL"), ("a & b", "ROLLBACK")]);
}

#[test]
fn checks_are_read_from_tokens() {
    let snapshot = snapshot(HARD);
    let checked = table(&snapshot, "checked");
    let checks: Vec<_> = checked
        .checks
        .iter()
        .map(|check| {
            (
                check.name.as_ref().map(Identifier::as_str),
                check.expression.as_str(),
            )
        })
        .collect();
    assert_eq!(
        checks,
        [
            (None, "a>0"),
            (None, "b <> ')' AND b NOT LIKE 'CHECK (%'"),
            (None, "length(b)<9"),
            (Some("positive"), "c > 0"),
            (Some("a < c"), "a < c"),
            (None, "b IN ('unique(a)', 'x')"),
        ]
    );
    assert_eq!(checked.uniques.len(), 1);
    assert_eq!(names(&checked.uniques[0].columns), ["a"]);
}

#[test]
fn foreign_keys_with_all_their_facts() {
    let snapshot = snapshot(HARD);
    let keys = &table(&snapshot, "child").foreign_keys;
    let targets: Vec<_> = keys
        .iter()
        .map(|key| {
            let columns = (names(&key.columns), names(&key.referenced_columns));
            (columns.0, key.references.name.as_str(), columns.1)
        })
        .collect();
    assert_eq!(
        targets,
        [
            (vec!["implicit_id"], "parent", vec!["id"]),
            (vec!["other_case"], "parent", vec!["id"]),
            (vec!["code"], "parent", vec!["code"]),
            (vec!["boss_id"], "child", vec!["id"]),
            (vec!["a", "b"], "parent", vec!["a", "b"]),
            (vec!["x", "y"], "swapped", vec!["y", "x"]),
        ]
    );
    assert_eq!(keys[2].name.as_ref().unwrap(), "by_code");
    assert_eq!(keys[2].on_delete, ReferentialAction::SetNull);
    assert_eq!(keys[2].on_update, ReferentialAction::Cascade);
    assert_eq!(keys[3].deferrability, Deferrability::InitiallyDeferred);
    assert_eq!(keys[4].name.as_ref().unwrap(), "pair");
    assert_eq!(keys[4].on_delete, ReferentialAction::SetDefault);
    assert_eq!(keys[4].on_update, ReferentialAction::Restrict);
    assert_eq!(keys[5].deferrability, Deferrability::NotDeferrable);

    let orphan = &table(&snapshot, "orphan").foreign_keys;
    assert_eq!(orphan[0].references.name, "gone");
    assert_eq!(names(&orphan[0].referenced_columns), ["id"]);
    assert!(
        orphan[1].referenced_columns.is_empty(),
        "nobody can say what it refers to"
    );
}

#[test]
fn indexes_with_all_their_facts() {
    let snapshot = snapshot(HARD);
    let parent = table(&snapshot, "parent");
    let index_names: Vec<_> = parent
        .indexes
        .iter()
        .map(|index| index.name.as_str())
        .collect();
    assert_eq!(index_names, ["one_active", "parent_order", "plain_unique"]);
    assert_eq!(parent.uniques.len(), 2, "constraints apart from indexes");

    let order = &parent.indexes[1];
    assert_eq!(order.parts[0].order, SortOrder::Descending);
    assert_eq!(order.parts[1].collation.as_ref().unwrap(), "NOCASE");
    assert_eq!(
        order.parts[2].key,
        IndexKey::Expression("lower(code)".into())
    );
    assert_eq!(
        order.parts[3].key,
        IndexKey::Expression("code || 'x, y)' COLLATE NOCASE".into())
    );
    assert_eq!(order.parts[3].order, SortOrder::Descending);

    let partial = &parent.indexes[0];
    assert!(partial.unique);
    assert_eq!(
        partial.predicate.as_deref(),
        Some("b IS NOT NULL AND code <> 'a, (b'")
    );
    let odd = &table(&snapshot, "plain").indexes;
    assert_eq!(odd[0].name, "bracket index");
    assert_eq!(odd[1].name, "it's an \"index\"");
    assert_eq!(odd[1].parts[0].collation.as_ref().unwrap(), "nocase");
}

#[test]
fn comments_and_names() {
    let snapshot = snapshot(HARD);
    let commented = table(&snapshot, "commented");
    assert_eq!(
        commented.comment.as_deref(),
        Some("Things that are said of.")
    );
    let comments: Vec<_> = commented
        .columns
        .iter()
        .map(|column| column.comment.as_deref())
        .collect();
    assert_eq!(
        comments,
        [
            Some("The number."),
            Some("The name, as people write it."),
            Some("How many")
        ]
    );
    assert_eq!(
        names(table(&snapshot, "2nd").columns.iter().map(|it| &it.name)),
        ["3", "4th", "", "_", "   "]
    );
    assert_eq!(
        names(table(&snapshot, "select").columns.iter().map(|it| &it.name)),
        ["from", "where", "group", "order"]
    );
}

#[test]
fn views_triggers_and_virtual_tables() {
    let snapshot = snapshot(HARD);
    assert_eq!(
        view(&snapshot, "names").definition,
        "SELECT id, name FROM plain WHERE name <> 'CREATE VIEW'"
    );
    assert_eq!(
        names(&view(&snapshot, "renamed").column_names),
        ["number", "the name"]
    );
    assert_eq!(
        names(view(&snapshot, "of_view").columns.iter().map(|it| &it.name)),
        ["next", "the name"]
    );
    let instead = &view(&snapshot, "names").triggers[0];
    assert_eq!(instead.timing, TriggerTiming::InsteadOf);
    assert_eq!(instead.events, [TriggerEvent::Delete]);

    let triggers = &table(&snapshot, "plain").triggers;
    assert_eq!(triggers[0].name, "odd \"trigger\"");
    assert!(
        matches!(&triggers[0].events[..], [TriggerEvent::Update { columns }] if names(columns) == ["name", "id"])
    );
    assert_eq!(triggers[1].condition.as_deref(), Some("new.name = 'BEGIN'"));
    assert!(
        triggers[1].definition.ends_with("END"),
        "{}",
        triggers[1].definition
    );

    let words = table(&snapshot, "words");
    assert!(
        matches!(&words.kind, TableKind::Virtual { module, arguments }
        if module == "fts5" && arguments == &["title", "body", "tokenize = 'porter ascii'"])
    );
    assert_eq!(
        words.columns.iter().filter(|column| column.hidden).count(),
        2
    );
    let shadows = snapshot
        .schema
        .tables
        .iter()
        .filter(|it| it.name.name.as_str().starts_with("words"));
    assert_eq!(shadows.count(), 1, "shadow tables are hidden");
}
