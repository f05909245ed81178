//! Keys, checks, exclusion, indexes.

use backend_core::model::{
    Deferrability, Enforcement, ForeignKey, Identifier, Index, IndexKey, MatchType, NullsPlace,
    ReferentialAction, SortOrder, Table,
};

use crate::{hard, names, qualified, table, view};

fn foreign_key<'t>(table: &'t Table, name: &str) -> &'t ForeignKey {
    let of_name = |key: &&ForeignKey| key.name.as_ref().is_some_and(|it| *it == *name);
    table
        .foreign_keys
        .iter()
        .find(of_name)
        .unwrap_or_else(|| panic!("no key {name}"))
}

fn index<'t>(table: &'t Table, name: &str) -> &'t Index {
    let found = table.indexes.iter().find(|it| it.name == *name);
    found.unwrap_or_else(|| panic!("no index {name}"))
}

#[tokio::test]
async fn primary_and_unique_keys_with_all_their_facts() {
    let Some((version, snapshot)) = hard().await else {
        return;
    };
    let parent = table(snapshot, "parent");
    let key = parent.primary_key.as_ref().unwrap();
    assert_eq!(key.name.as_ref().unwrap(), "the_key");
    assert_eq!(
        (names(&key.columns), names(&key.include)),
        (vec!["id"], vec!["code"])
    );
    assert_eq!(key.options.value("fillfactor"), Some("80"));
    let uniques: Vec<_> = parent
        .uniques
        .iter()
        .map(|it| {
            let name = it.name.as_ref().unwrap().as_str();
            (
                name,
                names(&it.columns),
                names(&it.include),
                it.deferrability,
            )
        })
        .collect();
    let plain = Deferrability::NotDeferrable;
    assert_eq!(
        uniques,
        [
            ("a & b", vec!["b", "a"], vec![], plain),
            ("code_once", vec!["code"], vec!["a", "b"], plain),
            (
                "parent_a_c_key",
                vec!["a", "c"],
                vec![],
                Deferrability::InitiallyImmediate
            ),
            (
                "parent_c_key",
                vec!["c"],
                vec![],
                Deferrability::InitiallyDeferred
            ),
        ]
    );
    assert!(parent.indexes.is_empty(), "constraints apart from indexes");
    let deferred = table(snapshot, "deferred_key")
        .primary_key
        .as_ref()
        .unwrap();
    assert_eq!(deferred.deferrability, Deferrability::InitiallyImmediate);
    let holes = table(snapshot, "holes");
    assert_eq!(
        names(&holes.uniques[0].columns),
        ["c", "a"],
        "columns before were dropped"
    );
    assert!(table(snapshot, "no_key").primary_key.is_none());
    if *version >= 15 {
        let since = table(snapshot, "since_15");
        assert!(!since.uniques[0].nulls_distinct);
        assert!(!index(since, "i_nulls").nulls_distinct);
    }
    if *version >= 18 {
        let key = table(snapshot, "since_18").primary_key.as_ref().unwrap();
        assert!(key.without_overlaps && key.parts.is_empty());
    }
}

#[tokio::test]
async fn checks_with_all_their_facts() {
    let Some((version, snapshot)) = hard().await else {
        return;
    };
    let checks: Vec<_> = table(snapshot, "parent")
        .checks
        .iter()
        .map(|it| {
            let name = it.name.as_ref().unwrap().as_str();
            (name, it.expression.as_str(), it.enforcement, it.inheritable)
        })
        .collect();
    let enforced = Enforcement::Enforced;
    assert_eq!(
        checks,
        [
            ("later", "a < 1000", Enforcement::NotValidated, true),
            ("own", "c < 9", enforced, false),
            (
                "parent_check",
                "(b <> 5) OR (code <> ') CHECK ('::text)",
                enforced,
                true
            ),
            ("positive", "a > 0", enforced, true),
        ]
    );
    if *version >= 18 {
        let told = &table(snapshot, "since_18").checks[0];
        assert_eq!(told.enforcement, Enforcement::NotEnforced);
    }
}

#[tokio::test]
async fn foreign_keys_with_all_their_facts() {
    let Some((version, snapshot)) = hard().await else {
        return;
    };
    let child = table(snapshot, "child");
    let targets: Vec<_> = child
        .foreign_keys
        .iter()
        .map(|key| {
            let target = key.references.to_string();
            (names(&key.columns), target, names(&key.referenced_columns))
        })
        .collect();
    let of = |columns: &[&'static str], target: &str, referenced: &[&'static str]| {
        (columns.to_vec(), target.to_owned(), referenced.to_vec())
    };
    assert_eq!(
        targets,
        [
            of(&["boss_id"], "child", &["id"]),
            of(&["parent_id"], "parent", &["id"]),
            of(&["code"], "parent", &["code"]),
            of(&["item_id"], "other.item", &["id"]),
            of(&["thing_id"], "Odd \"Schema\"..thing", &["id"]),
            of(&["x"], "item", &["id"]),
            of(&["y", "x"], "parent", &["b", "a"]),
        ]
    );
    let boss = &child.foreign_keys[0];
    assert_eq!(boss.on_delete, ReferentialAction::SetNull);
    assert_eq!(boss.deferrability, Deferrability::InitiallyDeferred);
    let parent = &child.foreign_keys[1];
    assert_eq!(
        (parent.on_delete, parent.on_update),
        (ReferentialAction::Cascade, ReferentialAction::Restrict)
    );
    let code = foreign_key(child, "by_code");
    assert_eq!(
        (code.on_delete, code.on_update),
        (ReferentialAction::SetDefault, ReferentialAction::Cascade)
    );
    assert_eq!(code.deferrability, Deferrability::InitiallyImmediate);
    let pair = foreign_key(child, "pair");
    assert_eq!(
        (pair.match_type, pair.on_delete),
        (MatchType::Full, ReferentialAction::Restrict)
    );
    assert_eq!(pair.enforcement, Enforcement::Enforced);
    assert_eq!(
        foreign_key(child, "unchecked").enforcement,
        Enforcement::NotValidated
    );
    assert_eq!(
        table(snapshot, "circle_a").foreign_keys[0].references,
        qualified("circle_b")
    );
    if *version >= 15 {
        let part = foreign_key(table(snapshot, "since_15"), "part");
        assert_eq!(names(&part.on_delete_columns), ["b"]);
    }
    if *version >= 18 {
        let child = table(snapshot, "since_18_child");
        assert!(foreign_key(child, "covered").period);
        assert_eq!(
            foreign_key(child, "told").enforcement,
            Enforcement::NotEnforced
        );
    }
}

#[tokio::test]
async fn exclusion_constraints_have_their_operators() {
    let Some((_, snapshot)) = hard().await else {
        return;
    };
    let booking = table(snapshot, "booking");
    let exclusion = |name: &str| {
        let of_name = |it: &&backend_core::model::Exclusion| it.name.as_ref().unwrap() == name;
        booking.exclusions.iter().find(of_name).unwrap()
    };
    let overlap = exclusion("no_overlap");
    assert_eq!(overlap.method.as_deref(), Some("gist"));
    assert_eq!(overlap.predicate.as_deref(), Some("NOT cancelled"));
    let parts: Vec<_> = overlap
        .parts
        .iter()
        .map(|part| (part.part.key.clone(), part.operator.to_string()))
        .collect();
    let key = |name: &str| IndexKey::Column(Identifier::new(name).unwrap());
    assert_eq!(
        parts,
        [
            (key("room"), "&&".to_owned()),
            (key("during"), "&&".to_owned())
        ]
    );
    let once = exclusion("once");
    assert_eq!(
        once.parts[1].part.key,
        IndexKey::Expression("abs(id)".to_owned())
    );
    assert_eq!(once.parts[1].operator, qualified("="));
    assert_eq!(once.deferrability, Deferrability::InitiallyDeferred);
    assert_eq!(once.method, None);
    assert!(booking.uniques.is_empty() && booking.indexes.is_empty());
}

#[tokio::test]
async fn indexes_with_all_their_facts() {
    let Some((version, snapshot)) = hard().await else {
        return;
    };
    let indexed = table(snapshot, "indexed");
    assert_eq!(indexed.indexes.len(), 11);
    let order: Vec<_> = index(indexed, "i_order")
        .parts
        .iter()
        .map(|it| (it.order, it.nulls))
        .collect();
    assert_eq!(
        order,
        [
            (SortOrder::Descending, None),
            (SortOrder::Ascending, Some(NullsPlace::First)),
            (SortOrder::Descending, Some(NullsPlace::Last)),
        ]
    );
    assert!(index(indexed, "i_order").options.contains("CLUSTER"));
    let class = &index(indexed, "i_class").parts;
    assert_eq!(
        class[0].operator_class.as_ref().unwrap().name,
        qualified("text_pattern_ops")
    );
    assert_eq!(class[1].collation.as_ref().unwrap(), "C");
    let expressions = &index(indexed, "i_expression").parts;
    let expression = |text: &str| IndexKey::Expression(text.to_owned());
    assert_eq!(expressions[0].key, expression("lower(b)"));
    assert_eq!(
        (&expressions[1].key, expressions[1].order),
        (&expression("a + 1"), SortOrder::Descending)
    );
    assert_eq!(expressions[2].key, expression("b || ', x)'::text"));
    assert_eq!(expressions[2].collation.as_ref().unwrap(), "POSIX");
    assert!(expressions[2].operator_class.is_some());
    let partial = index(indexed, "i_partial");
    assert!(partial.unique);
    assert_eq!(
        partial.predicate.as_deref(),
        Some("(b IS NOT NULL) AND (c <> 'a, (b'::text)")
    );
    let covering = index(indexed, "i_include");
    assert_eq!(
        (names(covering.columns().unwrap()), names(&covering.include)),
        (vec!["a"], vec!["b", "c"])
    );
    let method = |name| index(indexed, name).method.as_deref();
    assert_eq!(
        ["i_order", "i_array", "i_hash", "i_point", "i_brin"].map(method),
        [None, Some("gin"), Some("hash"), Some("gist"), Some("brin")]
    );
    assert_eq!(
        index(indexed, "i_array").options.value("fastupdate"),
        Some("off")
    );
    assert_eq!(
        index(indexed, "i_hash").comment.as_deref(),
        Some("Found by equality.")
    );
    assert!(
        index(indexed, "it's an \"index\"").parts[0]
            .collation
            .is_none()
    );
    let default = &index(indexed, "i_default_collation").parts[0];
    assert_eq!(default.collation.as_ref().unwrap(), "default");
    let invalid = index(table(snapshot, "measured"), "measured_invalid");
    assert!(!invalid.valid);
    assert_eq!(view(snapshot, "b_stored").indexes[0].name, "b_stored_id");
    if *version >= 15 {
        let part = &index(table(snapshot, "since_15"), "i_parameters").parts[0];
        let class = part.operator_class.as_ref().unwrap();
        assert_eq!(class.parameters.value("siglen"), Some("64"));
    }
}
