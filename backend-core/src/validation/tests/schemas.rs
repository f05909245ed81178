//! Rules of schemas, one by one.

use super::super::Severity;
use super::{column, found, found_without, id, ids, key, name, schema, short, table};
use crate::flag::Flag;
use crate::model::{
    Check, ColumnType, Default, Deferrability, ForeignKey, Generated, GeneratedStorage, Identity,
    Index, IndexPart, PrimaryKey, ReferentialAction, Schema, Table, Unique, View,
};
use crate::value::{Decimal, Value};

fn index(name: &str, columns: &[&str]) -> Index {
    let parts = ids(columns).into_iter().map(IndexPart::column).collect();
    Index::new(id(name), parts)
}

#[test]
fn names_are_too_long_clash_or_are_empty() {
    let long = table("elevenbytes", &["a"]);
    assert_eq!(found([long]), ["name.too_long elevenbytes"]);
    let twice = table("t", &["a", "a"])
        .with_unique(Unique::new(ids(&["id", "a"])).with_name(id("u")))
        .with_check(Check::new("1 = 1").with_name(id("u")));
    assert_eq!(found([twice]), ["name.clash t.a", "name.clash t.u"]);
    let mut both = schema([table("t", &["a"])]);
    both.views = vec![View::new(name("t"), "SELECT 1")];
    assert_eq!(short(&found_without(&[], &both)), ["name.clash t"]);
    let empty = schema([table("", &["a"])]);
    let findings = found_without(&[Flag::supports_empty_identifiers], &empty);
    assert_eq!(short(&findings), ["unsupported "]);
    assert_eq!(findings[0].flag, Some(Flag::supports_empty_identifiers));
}

#[test]
fn names_that_differ_in_case_clash_where_the_server_folds_them() {
    let both = schema([table("t", &["a", "A"]), table("T", &[])]);
    assert_eq!(short(&found_without(&[], &both)), Vec::<String>::new());
    let mut dialect = super::dialect(&[]);
    let features = std::sync::Arc::make_mut(&mut dialect.features);
    features.identifier_case = crate::features::IdentifierCase::Insensitive;
    let findings = super::validate(&super::Standard, &super::Standard, &dialect, &both);
    assert_eq!(short(&findings), ["name.clash t", "name.clash t.A"]);
    assert_eq!(
        findings[1].message,
        "there is the column `a`, which is the same name to this database"
    );
}

#[test]
fn tables_and_keys_need_columns_that_are_there() {
    let mut keyless = table("keyless", &[]);
    keyless.primary_key = None;
    assert_eq!(found([keyless]), ["table.no_primary_key keyless"]);
    assert_eq!(found([Table::new(name("t"))]), ["table.no_columns t"]);
    let mut bad = table("t", &["a"])
        .with_unique(Unique::new(ids(&["b"])))
        .with_unique(Unique::new(ids(&["a", "a"])))
        .with_unique(Unique::new(Vec::new()));
    bad.primary_key = Some(PrimaryKey::new(ids(&["a"])));
    assert_eq!(
        found([bad]),
        [
            "key.no_columns t.()",
            "key.repeated_column t.(a, a)",
            "key.no_such_column t.(b)",
            "primary_key.nullable t.a",
        ]
    );
    let same = table("t", &["a"])
        .with_unique(Unique::new(ids(&["a"])))
        .with_unique(Unique::new(ids(&["a"])).with_name(id("u")))
        .with_check(Check::new("a > 0"))
        .with_check(Check::new("a > 0").with_name(id("c")));
    assert_eq!(
        found([same]),
        ["constraint.duplicate t.c", "constraint.duplicate t.u"]
    );
}

#[test]
fn foreign_keys_refer_to_keys_of_their_type() {
    let artist = || table("artist", &["born"]);
    let track = |key: ForeignKey| {
        let columns = key.columns.clone();
        let parts = columns.into_iter().map(IndexPart::column).collect();
        table("track", &["artist", "born"])
            .with_foreign_key(key)
            .with_index(Index::new(id("by_key"), parts))
    };
    for (key, expected) in [
        (
            key(&["artist"], "nobody", &["id"]),
            "foreign_key.no_such_table track.(artist)",
        ),
        (
            key(&["artist"], "artist", &["no"]),
            "foreign_key.no_such_column track.(artist)",
        ),
        (
            key(&["artist", "born"], "artist", &["id"]),
            "foreign_key.counts_differ track.(artist, born)",
        ),
        (
            key(&["born"], "artist", &["born"]),
            "foreign_key.no_target_key track.(born)",
        ),
        (
            key(&["artist"], "artist", &["id"]),
            "foreign_key.types_differ track.(artist)",
        ),
        (
            key(&["artist"], "artist", &[]),
            "foreign_key.types_differ track.(artist)",
        ),
    ] {
        assert_eq!(found([artist(), track(key)]), [expected]);
    }
    let deferrable = Unique::new(ids(&["born"])).deferrability(Deferrability::InitiallyDeferred);
    let findings = found_without(
        &[],
        &schema([
            artist().with_unique(deferrable),
            track(key(&["born"], "artist", &["born"])),
        ]),
    );
    assert_eq!(
        findings[0].to_string(),
        "error[foreign_key.no_target_key] track.(born): the key (born) of `artist` is checked at the end of a transaction \
         (refer to a key that is checked at once)"
    );
}

#[test]
fn foreign_keys_set_what_can_be_set_and_have_an_index() {
    let of = |action, column: crate::model::Column| {
        let key = ForeignKey::new(ids(&["up"]), name("t"), ids(&["id"])).on_delete(action);
        found([table("t", &[]).with_column(column).with_foreign_key(key)])
    };
    let up = || column("up", ColumnType::BigInteger);
    assert_eq!(
        of(ReferentialAction::Cascade, up()),
        ["foreign_key.not_indexed t.(up)"]
    );
    assert_eq!(
        of(ReferentialAction::SetNull, up().not_null()),
        [
            "foreign_key.sets_not_null t.(up)",
            "foreign_key.not_indexed t.(up)",
        ]
    );
    assert_eq!(
        of(ReferentialAction::SetDefault, up().not_null()),
        [
            "foreign_key.sets_no_default t.(up)",
            "foreign_key.not_indexed t.(up)",
        ]
    );
    let generated = up().with_generated(Generated {
        expression: "id".into(),
        storage: GeneratedStorage::Stored,
    });
    assert_eq!(
        of(ReferentialAction::SetNull, generated),
        [
            "foreign_key.sets_generated t.(up)",
            "foreign_key.not_indexed t.(up)",
        ]
    );
}

#[test]
fn columns_are_what_they_can_be() {
    let of = |column| found([table("t", &[]).with_column(column)]);
    let text = column("c", ColumnType::Text).with_identity(Identity::new());
    assert_eq!(of(text), ["identity.not_an_integer t.c"]);
    let one = || Default::Literal(Value::I64(1));
    let numbered = column("c", ColumnType::Integer).with_identity(Identity::new());
    assert_eq!(
        of(numbered.with_default(one())),
        ["identity.with_default t.c"]
    );
    let generated = column("c", ColumnType::Integer).with_generated(Generated {
        expression: "1".into(),
        storage: GeneratedStorage::Stored,
    });
    assert_eq!(
        of(generated.with_default(one())),
        ["generated.with_default t.c"]
    );
    let named = column("c", ColumnType::Named(name("mood")));
    assert_eq!(of(named), ["type.no_such_type t.c"]);
}

#[test]
fn defaults_fit_their_columns() {
    let of = |column_type, value| {
        let column = column("c", column_type).with_default(Default::Literal(value));
        found([table("t", &[]).with_column(column)])
    };
    let text = |text: &str| Value::Text(text.into());
    let number = |text: &str| Value::Decimal(Decimal::parse(text).unwrap());
    let decimal = || ColumnType::Decimal {
        precision: Some(4),
        scale: Some(2),
    };
    for (column_type, value, expected) in [
        (ColumnType::Integer, text("x"), "default.wrong_type"),
        (ColumnType::Boolean, Value::I64(1), "default.wrong_type"),
        (ColumnType::Date, text("2024-02-30"), "default.wrong_type"),
        (
            ColumnType::SmallInteger,
            Value::I64(32_768),
            "default.out_of_range",
        ),
        (
            ColumnType::BigInteger,
            Value::U64(u64::MAX),
            "default.out_of_range",
        ),
        (decimal(), number("100"), "default.out_of_range"),
        (decimal(), number("1.234"), "default.rounded"),
        (
            ColumnType::VarChar { length: Some(2) },
            text("été"),
            "default.too_long",
        ),
    ] {
        assert_eq!(of(column_type, value), [format!("{expected} t.c")]);
    }
    for (column_type, value) in [
        (ColumnType::SmallInteger, Value::I64(-32_768)),
        (ColumnType::Integer, number("2.00")),
        (decimal(), number("-99.99")),
        (decimal(), Value::I64(99)),
        (ColumnType::VarChar { length: Some(3) }, text("été")),
        (ColumnType::VarChar { length: Some(2) }, text("ab   ")),
        (ColumnType::Date, text("2024-02-29")),
        (ColumnType::Text, Value::Null),
        (ColumnType::Any, Value::Bytes(Vec::new())),
    ] {
        assert_eq!(of(column_type, value), Vec::<String>::new());
    }
    let null = column("c", ColumnType::Text)
        .not_null()
        .with_default(Default::Literal(Value::Null));
    assert_eq!(
        found([table("t", &[]).with_column(null)]),
        ["default.null t.c"]
    );
}

#[test]
fn a_default_that_no_server_refuses_is_a_warning() {
    let column = column("c", ColumnType::Integer).with_default(Default::Literal(Value::Bool(true)));
    let lax = [Flag::enforces_column_types];
    let findings = found_without(&lax, &schema([table("t", &[]).with_column(column)]));
    assert_eq!(findings[0].severity, Severity::Warning);
}

#[test]
fn indexes_say_something_that_no_other_says() {
    let indexed = table("t", &["a", "b"])
        .with_unique(Unique::new(ids(&["b"])))
        .with_index(index("a", &["a"]))
        .with_index(index("a_again", &["a"]))
        .with_index(index("a_b", &["a", "b"]))
        .with_index(index("b", &["b"]))
        .with_index(index("none", &[]))
        .with_index(index("x", &["x"]));
    assert_eq!(
        found([indexed]),
        [
            "index.redundant t.a",
            "index.duplicate t.a_again",
            "index.duplicate t.b",
            "index.no_columns t.none",
            "index.no_such_column t.x",
        ]
    );
}

#[test]
fn what_a_plan_refuses_is_found_at_every_piece() {
    let mut bad = table("t", &["a", "b", "c"])
        .with_column(column("native", ColumnType::Native("money".into())))
        .with_index(index("all", &["a", "b", "c"]))
        .with_index(index("some", &["a"]).with_predicate("a > 1"))
        .with_check(Check::new("a > 1"));
    bad.comment = Some("said".into());
    let without = [
        Flag::supports_comments,
        Flag::supports_partial_indexes,
        Flag::supports_check_constraints,
    ];
    let findings = found_without(&without, &schema([bad]));
    assert_eq!(
        short(&findings),
        [
            "unsupported t",
            "unsupported t.()",
            "limit.exceeded t.all",
            "unsupported t.native",
            "unsupported t.some",
        ]
    );
    let flags: Vec<_> = findings.iter().filter_map(|finding| finding.flag).collect();
    assert_eq!(
        flags,
        [
            Flag::supports_comments,
            Flag::supports_check_constraints,
            Flag::supports_partial_indexes,
        ]
    );
}

#[test]
fn a_table_that_is_refused_does_not_fault_what_refers_to_it() {
    let mut bad = table("bad", &[]);
    bad.comment = Some("said".into());
    let good = table("good", &[])
        .with_column(column("bad", ColumnType::BigInteger))
        .with_foreign_key(key(&["bad"], "bad", &["id"]))
        .with_index(index("by_bad", &["bad"]));
    let findings = found_without(&[Flag::supports_comments], &schema([bad, good]));
    assert_eq!(short(&findings), ["unsupported bad"]);
}

#[test]
fn a_thousand_tables_are_looked_at_in_no_time() {
    let mut large = Schema::new();
    large.tables = (0..1_000)
        .map(|n| {
            let to = format!("t{:04}", (n + 1) % 1_000);
            table(&format!("t{n:04}"), &["a", "b"])
                .with_column(column("to", ColumnType::BigInteger))
                .with_foreign_key(key(&["to"], &to, &["id"]))
                .with_index(index(&format!("i{n:04}"), &["to"]))
        })
        .collect();
    assert_eq!(found_without(&[], &large), Vec::new());
}
