//! Models of what not every vendor has: schemas, arrays, types of users and of vendors, partitions, materialized views.

use std::collections::BTreeSet;
use std::process::Command;

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::{
    Check, Column, ColumnType, Domain, Enforcement, ForeignKey, Identifier, IndexPart, Options,
    PartitionOf, PartitionStrategy, Partitioning, PrimaryKey, QualifiedName, RowSecurity, Schema,
    Table, TableKind, UserType, UserTypeKind, View, ViewKind,
};
use backend_core::operations::{Dialect, Operations};
use backend_core::query::Query;
use backend_core::sql::{Statement, Syntax};

use super::{Style, render};
use crate::args::{Case, TypeSource};
use crate::field_types::TypeChoice;
use crate::render::Rendering;
use crate::select::Selection;

/// SQL as the standard spells it, of which only types and literals are needed.
struct Standard;

impl Operations for Standard {
    fn syntax(&self) -> &'static Syntax {
        &Syntax::STANDARD
    }

    fn build(&self, _: &Dialect, _: &Query) -> Result<Vec<Statement>> {
        Err(Error::new(
            ErrorKind::NotSupported(None),
            "no query is built",
        ))
    }
}

fn name(schema: &str, name: &str) -> QualifiedName {
    QualifiedName::with_schema(schema, name).unwrap()
}

fn identifier(text: &str) -> Identifier {
    Identifier::new(text).unwrap()
}

/// Two tables of one name in two schemas, one of which refers to the other, and a view.
fn rendered(style: &Style) -> Rendering {
    let id = || Column::new("id", ColumnType::Integer).unwrap().not_null();
    let key = || PrimaryKey::new(vec![identifier("id")]);
    let item = Table::new(name("main", "item"))
        .with_column(id())
        .with_column(Column::new("tags", ColumnType::Array(Box::new(ColumnType::Text))).unwrap())
        .with_column(Column::new("place", ColumnType::Native("geometry".into())).unwrap())
        .with_primary_key(key());
    let reference = ForeignKey::new(
        vec![identifier("item_id")],
        name("main", "item"),
        vec![identifier("id")],
    );
    let audit = Table::new(name("audit", "item"))
        .with_column(id())
        .with_column(Column::new("item_id", ColumnType::Integer).unwrap())
        .with_foreign_key(reference);
    let mut view = View::new(name("main", "item_count"), "SELECT count(*) FROM item");
    view.kind = ViewKind::Materialized;
    let mut schema = Schema::new();
    schema.tables = vec![audit, item];
    schema.views = vec![view];
    render(&selected(schema), &Standard, style)
}

fn selected(schema: Schema) -> Selection {
    Selection {
        schema,
        left_out: BTreeSet::new(),
        warnings: Vec::new(),
        schemas: Vec::new(),
    }
}

fn style() -> Style {
    Style {
        case: Case::Snake,
        singular: false,
        types: TypeChoice::new(&[TypeSource::Std]),
        derive: Vec::new(),
        comments: true,
        relations: true,
    }
}

#[track_caller]
fn assert_parts(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part}\nis not in\n{text}");
    }
}

/// That the text compiles on its own, without a warning.
#[track_caller]
fn assert_compiles(text: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("models.rs");
    std::fs::write(&path, text).unwrap();
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc)
        .args([
            "--edition",
            "2024",
            "--crate-type",
            "lib",
            "--emit",
            "metadata",
            "-Dwarnings",
        ])
        .args(["--out-dir".as_ref(), folder.path(), &path])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn every_schema_is_a_module_and_the_whole_compiles() {
    let text = rendered(&style()).text;
    let parts = [
        "/// What is in the schema `audit`.\npub mod audit {\n    use super::model;\n\n",
        "    /// Table `audit.item`.\n",
        "        /// Refers to `id` of [`super::main::Item`].\n",
        "        const SCHEMA: Option<&'static str> = Some(\"audit\");\n",
        "            target_schema: Some(\"main\"),\n            target: \"item\",\n",
        "        pub tags: Option<Vec<Option<String>>>,\n",
        "    /// Materialized view `main.item_count`: it is read only, and as old as its last refresh.\n",
        "        const SCHEMA: Option<&'static str> = None;\n",
    ];
    assert_parts(&text, &parts);
    assert_compiles(&text);
}

/// A table of types that users have made, in a schema that is not theirs.
fn user_types() -> Schema {
    let mut schema = Schema::new();
    let own = |text: &str| QualifiedName::new(text).unwrap();
    let labels = ["sad", "Sad", "", "it's"].map(str::to_owned).to_vec();
    let mut mood = UserType::enumeration(own("mood"), labels);
    mood.comment = Some("How it *feels*".to_owned());
    let none = UserType::enumeration(own("none"), Vec::new());
    let mut domain = Domain::new(ColumnType::Named(own("mood")));
    domain.declared_type = Some("mood".to_owned());
    domain.nullable = false;
    domain.checks = vec![Check::new("VALUE <> ''").with_name(identifier("filled"))];
    let domain = UserType::new(name("app", "good"), UserTypeKind::Domain(Box::new(domain)));
    let fields = vec![Column::new("zip", ColumnType::Integer).unwrap()];
    let address = UserType::new(own("address"), UserTypeKind::Composite { fields });
    schema.types = vec![address, mood, none, domain];
    let column = |text: &str, of: ColumnType| Column::new(text, of).unwrap();
    let named = |name| ColumnType::Named(name);
    let array = |of: ColumnType| ColumnType::Array(Box::new(of));
    schema.tables = vec![
        Table::new(name("app", "person"))
            .with_column(column("mood", named(own("mood"))))
            .with_column(column("moods", array(named(own("mood")))))
            .with_column(column("good", named(name("app", "good"))))
            .with_column(column("goods", array(named(name("app", "good")))))
            .with_column(column("none", named(own("none"))))
            .with_column(column("grid", array(array(ColumnType::Integer))))
            .with_column(column("lives_at", named(own("address")))),
    ];
    schema
}

#[test]
fn an_enumeration_is_text_with_its_words_and_a_domain_is_its_base() {
    let rendering = render(&selected(user_types()), &Standard, &style());
    let parts = [
        "        /// One of `sad`, `Sad`, `\"\"`, `it's`.\n",
        "        pub mood: Option<String>,\n",
        "        pub moods: Option<Vec<Option<String>>>,\n",
        "        /// Domain `app.good` over `mood`, `NOT NULL`, check `filled`: `VALUE <> ''`.\n",
        "        pub good: String,\n",
        "        pub goods: Option<Vec<Option<String>>>,\n",
        "        /// One of no words at all.\n",
        "        pub grid: Option<Vec<Option<Vec<Option<i32>>>>>,\n",
        "        /// Composite of `zip` `integer`.\n",
        "        pub lives_at: Option<String>,\n",
    ];
    assert_parts(&rendering.text, &parts);
    assert!(!rendering.text.contains("enum Mood"));
    assert_compiles(&rendering.text);
    let [warning] = rendering.warnings.as_slice() else {
        panic!("{:?}", rendering.warnings)
    };
    assert!(warning.message.contains("`lives_at`"), "{warning}");
}

#[test]
fn an_enumeration_is_an_enum_where_rows_are_read() {
    let style = Style {
        types: TypeChoice::new(&[TypeSource::Backend]),
        derive: vec![
            "Default".to_owned(),
            "Eq".to_owned(),
            "std::hash::Hash".to_owned(),
        ],
        ..style()
    };
    let text = render(&selected(user_types()), &Standard, &style).text;
    let parts = [
        "        pub mood: Option<super::Mood>,\n",
        "        pub moods: Option<Vec<Option<super::Mood>>>,\n",
        "        pub good: super::Mood,\n",
        "        pub none: Option<String>,\n",
        "        pub grid: Option<backend_core::value::Array>,\n",
        "/// Type `mood`.\n///\n/// How it *feels*\n#[derive(",
        "pub enum Mood {\n    /// `sad`.\n    Sad2,\n    /// `Sad`.\n    Sad,\n",
        "    impl Mood {\n        Sad2: \"sad\",\n        Sad: \"Sad\",\n        Unnamed: \"\",\n",
    ];
    assert_parts(&text, &parts);
    let [_, derives] = text.split("/// How it *feels*\n").collect::<Vec<_>>()[..] else {
        panic!("{text}")
    };
    let derives = derives.split("pub enum").next().unwrap();
    assert!(!derives.contains("Default") && derives.contains("std::hash::Hash"));
}

#[test]
fn tables_tell_their_family_and_who_sees_them() {
    let own = |text: &str| QualifiedName::new(text).unwrap();
    let mut parent = Table::new(own("city"));
    parent.row_security = RowSecurity::Forced;
    parent.partitioning = Some(Partitioning {
        strategy: PartitionStrategy::Range,
        parts: vec![IndexPart::column(identifier("founded"))],
    });
    let mut child = Table::new(name("more", "capital"));
    child.inherits = vec![own("city")];
    let mut part = Table::new(own("city_1"));
    part.partition_of = Some(PartitionOf {
        parent: own("city"),
        bound: "FOR VALUES FROM (1) TO (2)".to_owned(),
    });
    let mut foreign = Table::new(own("far"));
    let mut options = Options::new();
    options.set("table_name", Some("t".to_owned()));
    foreign.kind = TableKind::Foreign {
        server: identifier("loopback"),
        options,
    };
    let mut schema = Schema::new();
    schema.tables = vec![parent, part, foreign, child];
    let text = render(&selected(schema), &Standard, &style()).text;
    let parts = [
        "/// - Partitioned by range of `founded`\n",
        "/// - Inherited by [`more::Capital`], whose rows are among its own\n",
        "/// - Row security: policies decide who sees a row, for the owner too\n",
        "    /// - Inherits from [`super::City`]\n",
        "/// - Partition of [`City`]: `FOR VALUES FROM (1) TO (2)`\n",
        "/// Foreign table `far` of the server `loopback`, with `table_name t`.\n",
    ];
    assert_parts(&text, &parts);
    assert_compiles(&text);
}

#[test]
fn what_a_relation_cannot_say_is_none_and_a_warning() {
    let key = |enforcement, period| {
        let columns = vec![identifier("id"), identifier("during")];
        let mut key = ForeignKey::new(columns.clone(), name("main", "item"), columns);
        key.enforcement = enforcement;
        key.period = period;
        key
    };
    let column = |text: &str| Column::new(text, ColumnType::Integer).unwrap();
    let table = Table::new(name("main", "item"))
        .with_column(column("id"))
        .with_column(column("during"))
        .with_foreign_key(key(Enforcement::Enforced, true))
        .with_foreign_key(key(Enforcement::NotEnforced, false));
    let mut view = View::new(name("main", "empty"), "SELECT 1");
    view.populated = false;
    let mut schema = Schema::new();
    schema.tables = vec![table];
    schema.views = vec![view];
    let rendering = render(&selected(schema), &Standard, &style());
    let messages: Vec<_> = rendering.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(messages.len(), 3, "{messages:?}");
    assert!(messages[0].contains("never filled"), "{messages:?}");
    assert!(messages[1].contains("a period"), "{messages:?}");
    assert!(messages[2].contains("not enforced"), "{messages:?}");
    assert_eq!(rendering.text.matches("model::Kind::BelongsTo").count(), 1);
}

#[test]
fn a_type_of_the_vendors_own_is_warned_of_once() {
    let warnings = rendered(&style()).warnings;
    let [warning] = warnings.as_slice() else {
        panic!("{warnings:?}")
    };
    assert_eq!(warning.object, name("main", "item"));
    assert!(warning.message.contains("`place`") && warning.message.contains("`geometry`"));
}

#[test]
fn relations_can_be_left_out() {
    let text = rendered(&Style {
        relations: false,
        ..style()
    })
    .text;
    assert!(
        !text.contains("RELATIONS") && !text.contains("struct Relation"),
        "{text}"
    );
    assert!(
        text.contains("Refers to `id` of [`super::main::Item`]."),
        "{text}"
    );
}
