//! Names, comments, partitions, inheritance, views, triggers.

use backend_core::model::{
    CheckOption, Deferrability, IndexKey, PartitionStrategy, RowSecurity, TriggerActivity,
    TriggerEvent, TriggerTiming, ViewKind,
};

use crate::{column, hard, names, qualified, table, view};

#[tokio::test]
async fn odd_names_are_kept_as_they_are() {
    let Some((_, snapshot)) = hard().await else {
        return;
    };
    for name in [
        "no_columns",
        "super",
        "2nd",
        "🦀",
        "   ",
        "select",
        "person's",
        "quo\"ted",
        "with.dot",
        "Cased",
        "cased",
        "Odd \"Schema\"./thing",
        "other/item",
        "item",
    ] {
        table(snapshot, name);
    }
    let columns = |name| names(table(snapshot, name).columns.iter().map(|it| &it.name));
    assert_eq!(columns("no_columns"), <[&str; 0]>::default());
    assert_eq!(columns("2nd"), ["3", "4th", "_", "   ", "1"]);
    assert_eq!(columns("quo\"ted"), ["a \"b\" c", "a.b"]);
    assert_eq!(columns("holes"), ["a", "b", "c"]);
    let all: Vec<_> = snapshot.schema.tables.iter().map(|it| &it.name).collect();
    assert!(all.is_sorted());
    assert!(
        !all.iter().any(|name| name.name == *"temporary"),
        "temporary tables"
    );
    assert_eq!(snapshot.schema.default_schema.as_ref().unwrap(), "public");
    assert_eq!(
        snapshot.schema.extensions,
        [],
        "those that come with the database"
    );
}

#[tokio::test]
async fn comments_are_read_whole() {
    let Some((_, snapshot)) = hard().await else {
        return;
    };
    let item = table(snapshot, "item");
    let comment = "Things.\nTwo lines, and it's \"quoted\" */ --.";
    assert_eq!(item.comment.as_deref(), Some(comment));
    assert_eq!(
        column(item, "shade").comment.as_deref(),
        Some("Its colour.")
    );
    assert_eq!(column(item, "id").comment, None);
    assert_eq!(
        view(snapshot, "z_first").comment.as_deref(),
        Some("The first.")
    );
}

#[tokio::test]
async fn partitions_say_of_what_and_which() {
    let Some((_, snapshot)) = hard().await else {
        return;
    };
    let measured = table(snapshot, "measured");
    let partitioning = measured.partitioning.as_ref().unwrap();
    assert_eq!(partitioning.strategy, PartitionStrategy::Range);
    assert!(matches!(&partitioning.parts[0].key, IndexKey::Column(name) if name == "day"));
    let hashed = table(snapshot, "hashed").partitioning.as_ref().unwrap();
    assert_eq!(hashed.strategy, PartitionStrategy::Hash);
    assert_eq!(
        hashed.parts[1].key,
        IndexKey::Expression("lower(label)".to_owned())
    );
    assert_eq!(hashed.parts[1].collation.as_ref().unwrap(), "C");
    let of = |name| {
        let of = table(snapshot, name).partition_of.as_ref().unwrap();
        (of.parent.to_string(), of.bound.as_str())
    };
    let measured_of = |bound| ("measured".to_owned(), bound);
    assert_eq!(
        of("measured_2024"),
        measured_of("FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')")
    );
    assert_eq!(of("measured_rest"), measured_of("DEFAULT"));
    assert_eq!(of("measured_rest_a").0, "measured_rest");
    assert_eq!(of("hashed_0").1, "FOR VALUES WITH (modulus 2, remainder 0)");
    assert!(table(snapshot, "measured_rest").partitioning.is_some());
}

#[tokio::test]
async fn what_partitions_have_of_their_table_is_not_theirs() {
    let Some((_, snapshot)) = hard().await else {
        return;
    };
    let measured = table(snapshot, "measured");
    let index_names = |name| names(table(snapshot, name).indexes.iter().map(|it| &it.name));
    assert_eq!(
        index_names("measured"),
        ["measured_invalid", "measured_kind"]
    );
    assert_eq!(measured.foreign_keys.len(), 1);
    assert!(!measured.primary_key.as_ref().unwrap().inherited);
    assert_eq!(index_names("measured_2024"), ["measured_2024_own"]);
    for name in [
        "measured_2024",
        "measured_rest",
        "measured_rest_a",
        "attached",
    ] {
        let part = table(snapshot, name);
        assert_eq!(part.foreign_keys, [], "{name}");
        assert_eq!(part.triggers, [], "{name}");
        assert!(part.primary_key.as_ref().unwrap().inherited, "{name}");
        assert!(part.checks.iter().all(|it| it.inherited), "{name}");
        assert!(part.columns.iter().all(|it| it.inherited), "{name}");
    }
    assert_eq!(
        names(
            table(snapshot, "attached")
                .columns
                .iter()
                .map(|it| &it.name)
        ),
        ["kind", "id", "day", "value"]
    );
    let referring = &table(snapshot, "referring").foreign_keys;
    assert_eq!(referring.len(), 1, "not one a partition: {referring:#?}");
}

#[tokio::test]
async fn tables_that_inherit_say_what() {
    let Some((_, snapshot)) = hard().await else {
        return;
    };
    let cat = table(snapshot, "cat");
    assert_eq!(cat.inherits, [qualified("animal"), qualified("tame")]);
    let inherited: Vec<_> = cat
        .columns
        .iter()
        .map(|it| (it.name.as_str(), it.inherited))
        .collect();
    assert_eq!(
        inherited,
        [
            ("id", true),
            ("name", false),
            ("owner", true),
            ("lives", false)
        ]
    );
    let checks: Vec<_> = cat
        .checks
        .iter()
        .map(|it| (it.expression.as_str(), it.inherited))
        .collect();
    assert_eq!(
        checks,
        [("name <> ''::text", true)],
        "NO INHERIT stays with the parent"
    );
    assert!(cat.partition_of.is_none());
    assert_eq!(
        table(snapshot, "of_type").options.value("OF"),
        Some("point_3d")
    );
}

#[tokio::test]
async fn views_come_in_an_order_in_which_they_can_be_made() {
    let Some((version, snapshot)) = hard().await else {
        return;
    };
    let views = &snapshot.schema.views;
    let place = |name| {
        views
            .iter()
            .position(|it| it.name == qualified(name))
            .unwrap()
    };
    assert!(place("z_first") < place("y_second") && place("y_second") < place("a_third"));
    assert!(place("a_third") < place("unfilled"));
    let second = view(snapshot, "y_second");
    assert_eq!(
        names(second.columns.iter().map(|it| &it.name)),
        ["number", "the colour"]
    );
    assert!(second.definition.starts_with("SELECT ") && !second.definition.ends_with(';'));
    let third = view(snapshot, "a_third");
    assert_eq!(third.check_option, Some(CheckOption::Local));
    assert_eq!(third.options.value("security_barrier"), Some("true"));
    assert_eq!(
        view(snapshot, "c_cascaded").check_option,
        Some(CheckOption::Cascaded)
    );
    assert_eq!(view(snapshot, "no_columns_view").columns, []);
    let stored = view(snapshot, "b_stored");
    assert_eq!(
        (stored.kind, stored.populated),
        (ViewKind::Materialized, true)
    );
    let unfilled = view(snapshot, "unfilled");
    assert!(!unfilled.populated && unfilled.columns.len() == 1);
    assert!(
        view(snapshot, "counting")
            .definition
            .starts_with("WITH RECURSIVE")
    );
    assert_eq!(view(snapshot, "other/item_view").columns.len(), 2);
    if *version >= 15 {
        let invoker = view(snapshot, "invoker");
        assert_eq!(invoker.options.value("security_invoker"), Some("true"));
    }
}

#[tokio::test]
async fn triggers_rules_and_policies() {
    let Some((_, snapshot)) = hard().await else {
        return;
    };
    let watched = table(snapshot, "watched");
    let triggers = &watched.triggers;
    assert_eq!(
        names(triggers.iter().map(|it| &it.name)),
        ["checked", "first_one", "odd \"trigger\"", "silent"]
    );
    assert_eq!(
        triggers[0].constraint,
        Some(Deferrability::InitiallyDeferred)
    );
    let first = &triggers[1];
    assert_eq!(first.timing, TriggerTiming::Before);
    assert!(first.for_each_row && first.constraint.is_none());
    assert_eq!(first.condition.as_deref(), Some("new.a <> 'BEGIN ('::text"));
    assert!(
        matches!(&first.events[..], [TriggerEvent::Insert, TriggerEvent::Update { columns }] if names(columns) == ["a", "b"])
    );
    assert_eq!(first.comment.as_deref(), Some("The first of them."));
    assert_eq!(first.function, Some(qualified("noted")));
    let odd = &triggers[2];
    assert_eq!(odd.events, [TriggerEvent::Delete, TriggerEvent::Truncate]);
    assert!(!odd.for_each_row);
    assert_eq!(odd.function, Some(qualified("other/noted")));
    assert_eq!(triggers[3].activity, TriggerActivity::Disabled);
    assert_eq!(
        view(snapshot, "z_first").triggers[0].timing,
        TriggerTiming::InsteadOf
    );
    assert_eq!(table(snapshot, "measured").triggers.len(), 1);
    assert_eq!(
        table(snapshot, "child").triggers,
        [],
        "those of foreign keys"
    );

    assert_eq!(watched.row_security, RowSecurity::Enabled);
    assert_eq!(table(snapshot, "serials").row_security, RowSecurity::Forced);
    let policy = watched.options.value("POLICY mine").unwrap();
    assert!(
        policy.starts_with("AS PERMISSIVE FOR SELECT TO PUBLIC USING ("),
        "{policy}"
    );
    let rule = watched.options.value("RULE never").unwrap();
    assert!(rule.contains("DO INSTEAD NOTHING"), "{rule}");
}
