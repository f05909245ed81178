//! What no vendor of this project has yet: schemas, arrays, types of a vendor's own, materialized views.

use std::collections::BTreeSet;
use std::process::Command;

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::{
    Column, ColumnType, ForeignKey, Identifier, PrimaryKey, QualifiedName, Schema, Table, View,
    ViewKind,
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
    let selection = Selection {
        schema,
        left_out: BTreeSet::new(),
        warnings: Vec::new(),
    };
    render(&selection, &Standard, style)
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

#[test]
fn schemas_are_told_of_and_the_whole_compiles() {
    let text = rendered(&style()).text;
    for part in [
        "/// Table `audit.item`.\n",
        "pub struct AuditItem {",
        "    const SCHEMA: Option<&'static str> = Some(\"audit\");\n",
        "        target_schema: Some(\"main\"),\n        target: \"item\",\n",
        "    pub tags: Option<Vec<Option<String>>>,\n",
        "/// Materialized view `main.item_count`.\n",
        "        const SCHEMA: Option<&'static str> = None;\n",
    ] {
        assert!(text.contains(part), "{part}\nis not in\n{text}");
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("models.rs");
    std::fs::write(&path, &text).unwrap();
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
    assert!(text.contains("Refers to `id` of [`MainItem`]."), "{text}");
}
