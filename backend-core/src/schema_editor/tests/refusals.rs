//! What is refused, with which flag, and where limits are.

use super::{EDITOR, Standard, column, create, everything, id, name, plan_with, table};
use crate::error::{ErrorKind, Integrity};
use crate::features::Features;
use crate::flag::Flag;
use crate::model::{
    Change, Check, Column, ColumnType, Default, Deferrability, ForeignKey, Generated,
    GeneratedStorage, Identity, IdentityGeneration, Index, IndexPart, MatchType, Options,
    PrimaryKey, QualifiedName, ReferentialAction, Schema, Table, TableKind, Unique, View, ViewKind,
};

fn one(column: Column) -> Change {
    Change::CreateTable(Table::new(name("t")).with_column(column))
}

/// New tables that need a flag each for their column.
fn columns() -> Vec<(Flag, Change)> {
    let generated = |storage| {
        one(column("a").with_generated(Generated {
            expression: "1".into(),
            storage,
        }))
    };
    let mut always = Identity::new();
    always.generation = IdentityGeneration::Always;
    let mut from_five = Identity::new();
    from_five.start = 5;
    let array = ColumnType::Array(Box::new(ColumnType::Text));
    let expression = Default::Expression("1".into());
    vec![
        (Flag::supports_comments, one(column("a").with_comment("c"))),
        (
            Flag::supports_column_collations,
            one(column("a").with_collation(id("c"))),
        ),
        (
            Flag::supports_expression_defaults,
            one(column("a").with_default(expression)),
        ),
        (
            Flag::supports_stored_generated_columns,
            generated(GeneratedStorage::Stored),
        ),
        (
            Flag::supports_virtual_generated_columns,
            generated(GeneratedStorage::Virtual),
        ),
        (
            Flag::supports_identity_columns,
            one(column("a").with_identity(Identity::new())),
        ),
        (
            Flag::supports_always_generated_identities,
            one(column("a").with_identity(always)),
        ),
        (
            Flag::supports_identity_start_and_increment,
            one(column("a").with_identity(from_five)),
        ),
        (Flag::supports_arrays, one(Column::new("a", array).unwrap())),
        (Flag::supports_empty_identifiers, one(column(""))),
    ]
}

/// New tables that need a flag each for what is not their column; they may refer to the table `t`.
fn tables() -> Vec<(Flag, Change)> {
    let new = || {
        let mut table = table(&["a"]);
        table.name = name("new");
        table
    };
    let mut nulls_equal = Unique::new(vec![id("a")]);
    nulls_equal.nulls_distinct = false;
    let mut deferred = Unique::new(vec![id("a")]);
    deferred.deferrability = Deferrability::InitiallyDeferred;
    let key = || ForeignKey::new(vec![id("a")], name("t"), vec![id("a")]);
    let matching = |match_type| {
        let mut key = key();
        key.match_type = match_type;
        new().with_foreign_key(key)
    };
    let late = key().deferrability(Deferrability::InitiallyDeferred);
    let elsewhere = QualifiedName::with_schema("s", "new").unwrap();
    [
        (Flag::supports_schemas, Table::new(elsewhere)),
        (Flag::supports_comments, new().with_comment("c")),
        (
            Flag::supports_nulls_not_distinct,
            new().with_unique(nulls_equal),
        ),
        (
            Flag::supports_deferrable_unique_constraints,
            new().with_unique(deferred),
        ),
        (Flag::supports_foreign_keys, new().with_foreign_key(key())),
        (
            Flag::can_defer_constraint_checks,
            new().with_foreign_key(late),
        ),
        (
            Flag::supports_multiple_cascade_paths,
            new()
                .with_foreign_key(key().on_delete(ReferentialAction::Cascade))
                .with_foreign_key(key().on_update(ReferentialAction::Cascade)),
        ),
        (Flag::supports_match_full, matching(MatchType::Full)),
        (
            Flag::supports_check_constraints,
            new().with_check(Check::new("1")),
        ),
    ]
    .map(|(flag, table)| (flag, Change::CreateTable(table)))
    .into()
}

fn indexes_and_views() -> Vec<(Flag, Change)> {
    let on_t = |index| Change::CreateIndex {
        table: name("t"),
        index,
    };
    let part = || IndexPart::column(id("a"));
    let index = |part| Index::new(id("i"), vec![part]);
    let mut covering = index(part());
    covering.include = vec![id("b")];
    let mut commented = index(part());
    commented.comment = Some("c".into());
    let mut materialized = View::new(name("v"), "SELECT 1");
    materialized.kind = ViewKind::Materialized;
    let mut with_comment = View::new(name("v"), "SELECT 1");
    with_comment.comment = Some("c".into());
    vec![
        (
            Flag::supports_partial_indexes,
            on_t(index(part()).with_predicate("1")),
        ),
        (
            Flag::supports_expression_indexes,
            on_t(index(IndexPart::expression("1"))),
        ),
        (
            Flag::supports_index_column_ordering,
            on_t(index(part().descending())),
        ),
        (
            Flag::supports_index_collations,
            on_t(index(part().with_collation(id("c")))),
        ),
        (Flag::supports_covering_indexes, on_t(covering)),
        (Flag::supports_index_comments, on_t(commented)),
        (
            Flag::supports_views,
            Change::CreateView(View::new(name("v"), "SELECT 1")),
        ),
        (
            Flag::supports_materialized_views,
            Change::CreateView(materialized),
        ),
        (Flag::supports_comments, Change::CreateView(with_comment)),
    ]
}

#[test]
fn what_a_flag_forbids_is_refused_with_it() {
    let with_t = Schema {
        tables: vec![table(&["a"])],
        ..Schema::new()
    };
    let refused = |change: &Change, before: &Schema, flag| {
        let mut features = everything();
        // The standard has no statement for the comment of an index, so that one is refused with every flag on.
        if flag != Flag::supports_index_comments {
            assert!(
                plan_with(&EDITOR, features.clone(), before, change).is_ok(),
                "{flag}"
            );
        }
        features.set(flag, false);
        let error = plan_with(&EDITOR, features, before, change).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotSupported(Some(flag)));
    };
    for (flag, change) in columns() {
        refused(&change, &Schema::new(), flag);
    }
    for (flag, change) in tables().into_iter().chain(indexes_and_views()) {
        refused(&change, &with_t, flag);
    }
}

#[test]
fn options_methods_and_kinds_that_a_vendor_does_not_know_are_refused() {
    let mut options = Options::new();
    options.set("X", None);
    let mut with_option = column("a");
    with_option.options = options.clone();
    let mut key = PrimaryKey::new(vec![id("a")]);
    key.options = options.clone();
    let mut table_options = table(&["a"]);
    table_options.options = options.clone();
    let mut index = Index::new(id("i"), vec![IndexPart::column(id("a"))]);
    index.options = options;
    let mut method = Index::new(id("i"), vec![IndexPart::column(id("a"))]);
    method.method = Some("hash".into());
    let mut made_up = table(&[]);
    made_up.kind = TableKind::Virtual {
        module: "m".into(),
        arguments: vec![],
    };
    for table in [
        Table::new(name("t")).with_column(with_option),
        table(&["a"]).with_primary_key(key),
        table(&["a"]).with_index(index),
        table(&["a"]).with_index(method),
        table_options,
        made_up,
    ] {
        let change = Change::CreateTable(table);
        let error = plan_with(&Standard, everything(), &Schema::new(), &change).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotSupported(None));
    }
}

#[test]
fn limits_hold_at_n_and_refuse_n_plus_one() {
    let limited = Features {
        max_identifier_bytes: Some(2),
        max_columns_per_table: Some(3),
        max_columns_per_index: Some(2),
        max_decimal_digits: Some(5),
        fractional_second_digits: 3,
        ..everything()
    };
    let typed =
        |column_type| Table::new(name("t")).with_column(Column::new("a", column_type).unwrap());
    let decimal = |digits| {
        typed(ColumnType::Decimal {
            precision: Some(digits),
            scale: None,
        })
    };
    let timestamp = |digits| {
        typed(ColumnType::Timestamp {
            precision: Some(digits),
        })
    };
    let key = |columns: &[&str]| {
        let columns = columns.iter().map(|column| id(column)).collect();
        table(&["a", "b", "c"]).with_primary_key(PrimaryKey::new(columns))
    };
    let index = |columns: &[&str]| {
        let parts = columns
            .iter()
            .map(|column| IndexPart::column(id(column)))
            .collect();
        table(&["a", "b", "c"]).with_index(Index::new(id("i"), parts))
    };
    for (fits, too_much) in [
        (table(&["ab"]), table(&["abc"])),
        (table(&["a", "b", "c"]), table(&["a", "b", "c", "d"])),
        (key(&["a", "b"]), key(&["a", "b", "c"])),
        (index(&["a", "b"]), index(&["a", "b", "c"])),
        (decimal(5), decimal(6)),
        (timestamp(3), timestamp(4)),
    ] {
        let schema = Schema::new();
        let fitting = plan_with(
            &EDITOR,
            limited.clone(),
            &schema,
            &Change::CreateTable(fits),
        );
        assert!(fitting.is_ok(), "{fitting:?}");
        let change = Change::CreateTable(too_much);
        let error = plan_with(&EDITOR, limited.clone(), &schema, &change).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Data, "{error}");
    }
}

#[test]
fn what_contradicts_itself_is_refused() {
    let both = column("a")
        .with_default(Default::Expression("1".into()))
        .with_generated(Generated {
            expression: "1".into(),
            storage: GeneratedStorage::Stored,
        });
    let mut other_parts = PrimaryKey::new(vec![id("a")]);
    other_parts.parts = vec![IndexPart::column(id("b"))];
    let uneven = ForeignKey::new(vec![id("a")], name("t"), vec![id("a"), id("b")]);
    for table in [
        Table::new(name("t")).with_column(both),
        table(&["a", "b"]).with_primary_key(other_parts),
        table(&["a"]).with_foreign_key(uneven),
        table(&["a"]).with_index(Index::new(id("i"), vec![])),
    ] {
        assert_eq!(create(table).unwrap_err().kind(), ErrorKind::Interface);
    }
    let missing = create(table(&["a"]).with_unique(Unique::new(vec![id("b")]))).unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::DoesNotExist);
    assert_eq!(missing.detail().column.as_deref(), Some("b"));
}

#[test]
fn what_refers_to_another_table_needs_it() {
    let key = ForeignKey::new(vec![id("a")], name("parent"), vec![id("a")]);
    let child = table(&["a"]).with_foreign_key(key);
    let features = Features {
        supports_forward_references: false,
        ..everything()
    };
    let change = Change::CreateTable(child.clone());
    let error = plan_with(&EDITOR, features.clone(), &Schema::new(), &change).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::DoesNotExist);
    let mut parent = table(&["a"]);
    parent.name = name("parent");
    let before = Schema {
        tables: vec![parent],
        ..Schema::new()
    };
    assert!(plan_with(&EDITOR, features.clone(), &before, &change).is_ok());
    let mut both = before;
    both.apply(&change).unwrap();
    let drop = Change::DropTable(name("parent"));
    let error = plan_with(&EDITOR, features, &both, &drop).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Integrity(Integrity::ForeignKey));
    assert!(plan_with(&EDITOR, everything(), &both, &drop).is_ok());
    assert!(create(child).is_ok());
}
