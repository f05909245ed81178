//! Tests of the rules, for a vendor that says nothing of its own and can do everything.

mod changes;
mod schemas;

use std::sync::Arc;

use super::{Finding, FindingId, Severity, Validation, validate};
use crate::error::Result;
use crate::features::Features;
use crate::flag::Flag;
use crate::model::{
    Change, Column, ColumnType, ForeignKey, Identifier, PrimaryKey, QualifiedName, Schema, Table,
};
use crate::operations::{Dialect, Operations};
use crate::query::Query;
use crate::schema_editor::SchemaEditor;
use crate::sql::{Statement, Syntax, Writer};

/// The answers that a vendor has by default.
struct Standard;

impl Validation for Standard {}

/// Types by their Rust names; none that is of the vendor's own.
impl SchemaEditor for Standard {
    fn column_type(
        &self,
        _dialect: &Dialect,
        _table: &Table,
        column: &Column,
        out: &mut Writer<'_>,
    ) -> Result<()> {
        use crate::error::{Error, ErrorKind};
        if let ColumnType::Native(name) = &column.column_type {
            let message = format!("there is no type {name} here");
            return Err(Error::new(ErrorKind::NotSupported(None), message));
        }
        out.push(" ").fragment(&format!("{:?}", column.column_type));
        Ok(())
    }
}

impl Operations for Standard {
    fn syntax(&self) -> &'static Syntax {
        &Syntax::STANDARD
    }

    fn build(&self, _dialect: &Dialect, _query: &Query) -> Result<Vec<Statement>> {
        Ok(Vec::new())
    }
}

/// A server that can do everything, but for these flags.
fn dialect(without: &[Flag]) -> Dialect {
    let mut features = Features {
        fractional_second_digits: 6,
        max_identifier_bytes: Some(10),
        max_columns_per_index: Some(2),
        ..Features::MINIMAL
    };
    for info in Flag::ALL {
        features.set(info.flag, true);
    }
    for flag in without {
        features.turn(*flag, false);
    }
    Dialect {
        features: Arc::new(features),
        operations: &Standard,
    }
}

fn id(name: &str) -> Identifier {
    Identifier::new(name).unwrap()
}

fn ids(names: &[&str]) -> Vec<Identifier> {
    names.iter().map(|name| id(name)).collect()
}

fn name(name: &str) -> QualifiedName {
    QualifiedName::new(name).unwrap()
}

fn column(name: &str, column_type: ColumnType) -> Column {
    Column::new(name, column_type).unwrap()
}

/// A table of a key `id` and of integers called so.
fn table(called: &str, columns: &[&str]) -> Table {
    let key = column("id", ColumnType::BigInteger).not_null();
    let table = Table::new(name(called))
        .with_primary_key(PrimaryKey::new(ids(&["id"])))
        .with_column(key);
    columns.iter().fold(table, |table, each| {
        table.with_column(column(each, ColumnType::Integer))
    })
}

fn schema(tables: impl IntoIterator<Item = Table>) -> Schema {
    let mut schema = Schema::new();
    for table in tables {
        schema.apply(&Change::CreateTable(table)).unwrap();
    }
    schema
}

fn key(columns: &[&str], to: &str, referenced: &[&str]) -> ForeignKey {
    ForeignKey::new(ids(columns), name(to), ids(referenced))
}

/// What is found for a server that can do everything but for these flags.
fn found_without(without: &[Flag], schema: &Schema) -> Vec<Finding> {
    validate(&Standard, &Standard, &dialect(without), schema)
}

/// What is found, and where, in short.
fn found(tables: impl IntoIterator<Item = Table>) -> Vec<String> {
    short(&found_without(&[], &schema(tables)))
}

fn short(findings: &[Finding]) -> Vec<String> {
    findings
        .iter()
        .map(|finding| format!("{} {}", finding.id, finding.object))
        .collect()
}

#[test]
fn nothing_is_found_where_nothing_is_wrong() {
    let artist = table("artist", &["born"]);
    let mut of_artist = key(&["artist"], "artist", &["id"]);
    of_artist.name = Some(id("of_artist"));
    let mut album = table("album", &[]);
    album = album
        .with_column(column("artist", ColumnType::BigInteger))
        .with_foreign_key(of_artist)
        .with_index(crate::model::Index::new(
            id("by_artist"),
            vec![crate::model::IndexPart::column(id("artist"))],
        ));
    assert_eq!(found([artist, album]), Vec::<String>::new());
}

#[test]
fn a_vendor_says_how_grave_a_finding_is_and_whether_it_is_one() {
    struct Lenient;

    impl Validation for Lenient {
        fn severity(&self, _dialect: &Dialect, id: FindingId) -> Option<Severity> {
            match id {
                FindingId::TableWithoutPrimaryKey => None,
                FindingId::TableWithoutColumns => Some(Severity::Info),
                id => Some(id.severity()),
            }
        }
    }

    let mut keyless = table("keyless", &[]);
    keyless.primary_key = None;
    let schema = schema([keyless, Table::new(name("nothing"))]);
    let findings = validate(&Lenient, &Standard, &dialect(&[]), &schema);
    let severities: Vec<_> = findings.iter().map(|it| (it.id, it.severity)).collect();
    let expected = [(FindingId::TableWithoutColumns, Severity::Info)];
    assert_eq!(severities, expected);
}
