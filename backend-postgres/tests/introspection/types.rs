//! Types of columns, types that users have made, sequences, defaults.

use backend_core::model::{
    ColumnType, Default, Domain, GeneratedStorage, IdentityGeneration, QualifiedName, UserTypeKind,
};
use backend_core::value::Value;

use crate::{column, hard, names, qualified, table};

fn named(name: &str) -> ColumnType {
    ColumnType::Named(qualified(name))
}

fn native(text: &str) -> ColumnType {
    ColumnType::Native(text.to_owned())
}

fn array(element: ColumnType) -> ColumnType {
    ColumnType::Array(Box::new(element))
}

#[tokio::test]
async fn columns_have_the_types_that_they_were_declared_with() {
    let Some((_, snapshot)) = hard().await else {
        return;
    };
    let types = table(snapshot, "types");
    let decimal = |precision, scale| ColumnType::Decimal { precision, scale };
    let varchar = |length| ColumnType::VarChar { length };
    for (name, expected) in [
        ("a", ColumnType::Boolean),
        ("b", ColumnType::SmallInteger),
        ("c", ColumnType::Integer),
        ("d", ColumnType::BigInteger),
        ("e", ColumnType::Real),
        ("f", ColumnType::Double),
        ("g", decimal(None, None)),
        ("h", decimal(Some(10), Some(0))),
        ("i", decimal(Some(12), Some(3))),
        ("j", native("\"char\"")),
        ("k", ColumnType::Char { length: Some(3) }),
        ("l", varchar(Some(40))),
        ("m", varchar(None)),
        ("n", ColumnType::Text),
        ("o", native("name")),
        ("p", ColumnType::Bytes),
        ("q", ColumnType::Date),
        ("r", ColumnType::Time { precision: None }),
        ("s", ColumnType::Time { precision: Some(3) }),
        ("t", native("time with time zone")),
        ("u", ColumnType::Timestamp { precision: None }),
        ("v", ColumnType::Timestamp { precision: Some(0) }),
        ("w", ColumnType::TimestampTz { precision: None }),
        ("x", ColumnType::TimestampTz { precision: Some(3) }),
        ("y", ColumnType::Interval),
        ("z", native("interval day to second(2)")),
        ("aa", ColumnType::Uuid),
        ("ab", ColumnType::Json),
        ("ac", ColumnType::Json),
        ("ad", native("xml")),
        ("ae", native("inet")),
        ("ai", native("bit(3)")),
        ("aj", native("bit varying(9)")),
        ("ap", native("int4range")),
        ("au", array(ColumnType::Integer)),
        ("av", array(varchar(Some(9)))),
        ("aw", named("mood")),
        ("ax", array(named("mood"))),
        ("ay", named("positive")),
        ("az", named("small")),
        ("ba", named("other/label")),
        ("bb", named("point_3d")),
        ("bc", array(named("other/Box"))),
        ("bd", named("moods")),
        ("be", named("float_range")),
        ("bf", named("item")),
        ("bg", ColumnType::Char { length: None }),
        ("bh", array(ColumnType::Timestamp { precision: None })),
    ] {
        assert_eq!(column(types, name).column_type, expected, "{name}");
    }
    let declared = |name| column(types, name).declared_type.as_deref();
    assert_eq!(declared("i"), Some("numeric(12,3)"));
    assert_eq!(declared("ab"), Some("json"));
    assert_eq!(declared("bc"), Some("other.\"Box\"[]"));
}

#[tokio::test]
async fn types_of_users_come_in_an_order_in_which_they_can_be_made() {
    let Some((_, snapshot)) = hard().await else {
        return;
    };
    let types = &snapshot.schema.types;
    let place = |name| {
        types
            .iter()
            .position(|it| it.name == qualified(name))
            .unwrap()
    };
    assert_eq!(types.len(), 9, "{types:#?}");
    assert!(place("positive") < place("small"));
    assert!(place("mood") < place("moods") && place("moods") < place("other/Box"));
    assert!(place("point_3d") < place("other/Box"));

    let mood = &types[place("mood")];
    assert_eq!(mood.comment.as_deref(), Some("How one feels."));
    let labels = ["sad", "calm", "ok", "happy", "it's \"odd\", {really}", ""];
    let labels = labels.map(str::to_owned).to_vec();
    assert_eq!(mood.kind, UserTypeKind::Enumeration { labels });
    let UserTypeKind::Composite { fields } = &types[place("other/Box")].kind else {
        panic!("{:?}", types[place("other/Box")]);
    };
    assert_eq!(
        names(fields.iter().map(|it| &it.name)),
        ["name", "corner", "size", "moods"]
    );
    assert_eq!(fields[1].column_type, named("point_3d"));
    assert_eq!(fields[0].collation.as_ref().unwrap(), "C");
    assert_eq!(fields[0].comment.as_deref(), Some("Its name."));
    let element = ColumnType::Double;
    assert_eq!(
        types[place("float_range")].kind,
        UserTypeKind::Range { element }
    );
}

#[tokio::test]
async fn domains_have_their_rules() {
    let Some((_, snapshot)) = hard().await else {
        return;
    };
    let domain = |name: &str| -> &Domain {
        match &snapshot.schema.user_type(&qualified(name)).unwrap().kind {
            UserTypeKind::Domain(domain) => domain,
            other => panic!("{other:?}"),
        }
    };
    let positive = domain("positive");
    assert_eq!(positive.base, ColumnType::Integer);
    assert_eq!(positive.checks[0].name.as_ref().unwrap(), "above_zero");
    assert_eq!(positive.checks[0].expression, "VALUE > 0");
    let small = domain("small");
    assert_eq!(small.base, named("positive"));
    assert_eq!(small.default, Some(Default::Literal(Value::I64(7))));
    assert!(!small.nullable && small.not_null_name.is_none());
    assert_eq!(small.checks[0].expression, "(VALUE)::integer < 100");
    let label = domain("other/label");
    assert_eq!(label.base, ColumnType::VarChar { length: Some(20) });
    assert_eq!(label.collation.as_ref().unwrap(), "C");
    assert_eq!(
        label.default,
        Some(Default::Literal(Value::Text("none".into())))
    );
    assert_eq!(domain("moods").base, array(named("mood")));
}

#[tokio::test]
async fn sequences_identities_and_serials_are_told_apart() {
    let Some((_, snapshot)) = hard().await else {
        return;
    };
    let sequences: Vec<_> = snapshot
        .schema
        .sequences
        .iter()
        .map(|it| it.name.to_string())
        .collect();
    assert_eq!(
        sequences,
        [
            "loose",
            "owned_elsewhere",
            "serials_big_seq",
            "serials_id_seq",
            "other.small_one"
        ]
    );
    let loose = snapshot.schema.sequence(&qualified("loose")).unwrap();
    assert_eq!(
        (loose.start, loose.increment, loose.cache, loose.cycles),
        (5, 5, 10, true)
    );
    assert_eq!((loose.minimum, loose.maximum), (Some(0), Some(1000)));
    assert_eq!(loose.comment.as_deref(), Some("For nobody."));
    let small = snapshot
        .schema
        .sequence(&qualified("other/small_one"))
        .unwrap();
    assert_eq!(small.number_type, ColumnType::SmallInteger);
    assert_eq!(
        (small.start, small.increment, small.minimum, small.maximum),
        (-1, -1, None, None)
    );
    let elsewhere = snapshot
        .schema
        .sequence(&qualified("owned_elsewhere"))
        .unwrap();
    let owner = elsewhere.owned_by.as_ref().unwrap();
    assert_eq!(
        (owner.table.to_string(), owner.column.as_str()),
        ("no_key".into(), "a")
    );

    let numbered = table(snapshot, "numbered");
    let plain = column(numbered, "id").identity.as_deref().unwrap();
    assert_eq!(*plain, backend_core::model::Identity::new());
    let always = column(numbered, "always").identity.as_ref().unwrap();
    assert_eq!(always.generation, IdentityGeneration::Always);
    assert_eq!(
        (always.start, always.increment, always.cache, always.cycles),
        (10, 5, 3, true)
    );
    assert_eq!((always.minimum, always.maximum), (Some(10), Some(99)));
    let own = column(numbered, "named").identity.as_ref().unwrap();
    assert_eq!(
        own.sequence,
        Some(QualifiedName::new("own_sequence").unwrap())
    );

    let serials = table(snapshot, "serials");
    let id = column(serials, "id");
    assert_eq!(id.sequence.as_deref(), Some(&qualified("serials_id_seq")));
    let next = Default::Expression("nextval('serials_id_seq'::regclass)".to_owned());
    assert_eq!(id.default, Some(next));
    assert!(id.identity.is_none() && !id.nullable);
    assert_eq!(
        column(serials, "big").sequence.as_deref(),
        Some(&qualified("serials_big_seq"))
    );
    assert_eq!(column(serials, "shared").sequence, None);
}

#[tokio::test]
async fn defaults_by_the_type_of_their_column() {
    let Some((_, snapshot)) = hard().await else {
        return;
    };
    let defaults = table(snapshot, "defaults");
    let text = |text: &str| Some(Default::Literal(Value::Text(text.to_owned())));
    let integer = |number| Some(Default::Literal(Value::I64(number)));
    let literal = |value| Some(Default::Literal(value));
    let expression = |text: &str| Some(Default::Expression(text.to_owned()));
    for (name, expected) in [
        ("a", integer(5)),
        ("b", integer(-5)),
        ("c", text("it's")),
        ("d", text("a\\b")),
        ("e", literal(Value::F64(1.5))),
        ("f", literal(Value::Bytes(vec![0, 255]))),
        ("g", expression("now()")),
        ("h", expression("1 + 2")),
        ("i", literal(Value::Bool(true))),
        ("j", literal(Value::Decimal("9.90".parse().unwrap()))),
        ("k", expression("lower('A)B'::text)")),
        ("l", literal(Value::Date("2020-02-29".parse().unwrap()))),
        ("m", expression("nextval('loose'::regclass)")),
        ("n", expression("CURRENT_TIMESTAMP")),
        ("o", literal(Value::Interval("P1M2DT3S".parse().unwrap()))),
        (
            "p",
            literal(Value::Uuid(
                "01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap(),
            )),
        ),
        ("q", literal(Value::Json("{\"a\": [1, null]}".to_owned()))),
        ("r", expression("'{1,2}'::integer[]")),
        ("s", expression("'a'::text || 'b'::text")),
        ("u", text("happy")),
        ("v", integer(i64::MIN)),
        ("w", literal(Value::Decimal("-1.50".parse().unwrap()))),
        ("x", None),
        ("z", text("127.0.0.1")),
        ("aa", expression("NOT false")),
        ("ab", integer(9)),
        ("ac", expression("CURRENT_USER")),
    ] {
        assert_eq!(column(defaults, name).default, expected, "{name}");
    }
    assert!(matches!(
        column(defaults, "t").default,
        Some(Default::Literal(Value::F32(number))) if number.is_nan()
    ));
    assert_eq!(column(defaults, "y").default, literal(Value::Null));
    let item = table(snapshot, "item");
    assert_eq!(column(item, "shade").default, text("red"));
    assert_eq!(
        column(item, "feeling").default,
        text("it's \"odd\", {really}")
    );
}

#[tokio::test]
async fn generated_columns_collations_and_storage() {
    let Some((version, snapshot)) = hard().await else {
        return;
    };
    let computed = table(snapshot, "computed");
    let generated = |name| column(computed, name).generated.as_ref().unwrap();
    assert_eq!(generated("b").expression, "a * 2");
    assert_eq!(generated("b").storage, GeneratedStorage::Stored);
    assert_eq!(generated("c").expression, "'x, y)'::text || (a)::text");
    assert!(computed.columns.iter().all(|it| it.default.is_none()));
    let collated = table(snapshot, "collated");
    let collation = |name| {
        column(collated, name)
            .collation
            .as_ref()
            .map(backend_core::model::Identifier::as_str)
    };
    assert_eq!(
        ["a", "b", "c", "d"].map(collation),
        [Some("C"), Some("POSIX"), None, Some("mine")]
    );
    assert_eq!(
        column(collated, "d").options.value("COLLATION SCHEMA"),
        Some("other")
    );
    assert!(
        collated.uniques.iter().all(|it| it.parts.is_empty()),
        "{:?}",
        collated.uniques
    );
    let stored = table(snapshot, "stored");
    let options: Vec<_> = stored.options.iter().collect();
    assert_eq!(
        options,
        [
            ("REPLICA IDENTITY", Some("FULL")),
            ("autovacuum_enabled", Some("off")),
            ("fillfactor", Some("70"))
        ]
    );
    assert_eq!(
        column(stored, "a").options.value("STORAGE"),
        Some("EXTERNAL")
    );
    assert_eq!(column(stored, "b").options.value("n_distinct"), Some("5"));
    assert!(table(snapshot, "unlogged").options.contains("UNLOGGED"));
    if *version >= 15 {
        let c = column(table(snapshot, "since_15"), "c");
        assert_eq!(c.options.value("COMPRESSION"), Some("pglz"));
    }
    if *version >= 18 {
        let since = table(snapshot, "since_18");
        let b = column(since, "b").generated.as_ref().unwrap();
        assert_eq!(
            (b.expression.as_str(), b.storage),
            ("a + 1", GeneratedStorage::Virtual)
        );
        assert_eq!(
            column(since, "c").not_null_name.as_ref().unwrap(),
            "must be"
        );
        assert_eq!(
            column(since, "id").not_null_name,
            None,
            "a name that the server made up"
        );
        let d = column(since, "d");
        assert!(d.nullable, "rows can hold NULL");
        assert_eq!(d.options.value("NOT NULL"), Some("NOT VALID"));
        assert!(column(since, "e").options.contains("NOT NULL NO INHERIT"));
    }
}
