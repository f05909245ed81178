//! Two schemas in, changes out.

use super::*;
use crate::model::{
    Check, ColumnType, Generated, GeneratedStorage, Index, IndexPart, PrimaryKey, Unique, View,
};

fn id(text: &str) -> Identifier {
    Identifier::new(text).unwrap()
}

fn name(text: &str) -> QualifiedName {
    QualifiedName::new(text).unwrap()
}

fn column(text: &str) -> Column {
    Column::new(text, ColumnType::Integer).unwrap()
}

/// A table with the columns `a` and `b`.
fn table(text: &str) -> Table {
    Table::new(name(text))
        .with_column(column("a"))
        .with_column(column("b"))
}

fn key(to: &str, named: &str) -> ForeignKey {
    ForeignKey::new(vec![id("b")], name(to), vec![id("a")]).with_name(id(named))
}

fn schema(tables: impl IntoIterator<Item = Table>) -> Schema {
    let mut schema = Schema::new();
    for table in tables {
        schema.apply(&Change::CreateTable(table)).unwrap();
    }
    schema
}

/// The changes in a few words, the way there and the way back.
fn both_ways(old: &Schema, new: &Schema) -> (Vec<String>, Vec<String>) {
    let words = |old, new| {
        let changes = diff(old, new, &[]).unwrap();
        changes.iter().map(said).collect()
    };
    (words(old, new), words(new, old))
}

fn said(change: &Change) -> String {
    match change {
        Change::CreateTable(table) => format!("+{}", table.name),
        Change::DropTable(name) => format!("-{name}"),
        Change::AddColumn { table, column } => format!("+{table}.{}", column.name),
        Change::DropColumn { table, name } => format!("-{table}.{name}"),
        Change::AlterColumn { table, column, .. } => format!("~{table}.{}", column.name),
        Change::AddConstraint { constraint, .. } => format!("+{}", constraint.name().unwrap()),
        Change::DropConstraint { name, .. } | Change::DropIndex { name, .. } => format!("-{name}"),
        Change::ValidateConstraint { name, .. } => format!("validate {name}"),
        Change::CreateIndex { index, .. } => format!("+{}", index.name),
        Change::CreateView(view) => format!("+{}", view.name),
        Change::DropView(name) => format!("-{name}"),
        other => format!("{other:?}"),
    }
}

#[test]
fn equal_schemas_differ_in_nothing() {
    let one = schema([table("t").with_foreign_key(key("t", "k"))]);
    assert_eq!(diff(&one, &one, &[]).unwrap(), []);
    // The order of columns, and names that are not said, are no difference.
    let mut other = one.clone();
    other.tables[0].columns.reverse();
    other.tables[0].foreign_keys[0].name = None;
    other.default_schema = Some(id("s"));
    assert_eq!(diff(&one, &other, &[]).unwrap(), []);
}

#[test]
fn what_goes_goes_before_what_comes() {
    let old = schema([table("t")
        .with_unique(Unique::new(vec![id("b")]).with_name(id("u")))
        .with_index(Index::new(id("i"), vec![IndexPart::column(id("b"))]))]);
    let mut wide = table("t").with_check(Check::new("c > 0").with_name(id("positive")));
    wide.columns[1] = column("c");
    let mut new = schema([wide, table("later").with_foreign_key(key("t", "k"))]);
    new.views = vec![View::new(name("v"), "SELECT 1")];
    let (there, back) = both_ways(&old, &new);
    assert_eq!(
        there,
        ["-u", "-i", "+t.c", "-t.b", "+positive", "+later", "+v"]
    );
    assert_eq!(
        back,
        ["-v", "-positive", "-later", "+t.b", "-t.c", "+u", "+i"]
    );
}

#[test]
fn keys_of_a_circle_come_last_and_go_first() {
    let circle = schema([
        table("x").with_foreign_key(key("y", "x_to_y")),
        table("y").with_foreign_key(key("x", "y_to_x")),
    ]);
    let (there, back) = both_ways(&Schema::new(), &circle);
    assert_eq!(there, ["+y", "+x", "+y_to_x"]);
    assert_eq!(back, ["-y_to_x", "-x", "-y"]);
}

#[test]
fn a_key_makes_way_for_other_types() {
    let pair = |column_type: &ColumnType| {
        let mut tables = [table("x"), table("y").with_foreign_key(key("x", "k"))];
        tables[0].columns[0].column_type = column_type.clone();
        tables[1].columns[1].column_type = column_type.clone();
        schema(tables)
    };
    let (narrow, wide) = (pair(&ColumnType::Integer), pair(&ColumnType::BigInteger));
    let (there, back) = both_ways(&narrow, &wide);
    assert_eq!(there, ["-k", "~x.a", "~y.b", "+k"]);
    assert_eq!(back, there);
    let loses = |old: &Schema, new: &Schema| {
        let changes = diff(old, new, &[]).unwrap();
        changes.iter().any(|change| change.loses_data(old))
    };
    assert!(!loses(&narrow, &wide));
    assert!(loses(&wide, &narrow));
}

#[test]
fn what_is_computed_otherwise_is_added_anew() {
    let made = |expression: &str| {
        let generated = Generated {
            expression: expression.into(),
            storage: GeneratedStorage::Stored,
        };
        schema([table("t").with_column(column("c").with_generated(generated))])
    };
    let (there, _) = both_ways(&made("a + 1"), &made("a + 2"));
    assert_eq!(there, ["-t.c", "+t.c"]);
}

#[test]
fn a_constraint_is_validated_rather_than_made_again() {
    let with = |enforcement| {
        let mut key = key("t", "k");
        key.enforcement = enforcement;
        schema([table("t").with_foreign_key(key)])
    };
    let (there, back) = both_ways(
        &with(Enforcement::NotValidated),
        &with(Enforcement::Enforced),
    );
    assert_eq!(there, ["validate k"]);
    assert_eq!(back, ["-k", "+k"]);
}

#[test]
fn a_rename_is_what_was_told_and_nothing_else() {
    let old = schema([table("t")]);
    let mut renamed = table("u");
    renamed.columns[1].name = id("c");
    let new = schema([renamed]);
    let (there, _) = both_ways(&old, &new);
    assert_eq!(there, ["-t", "+u"]);
    let renames = [
        Change::RenameTable {
            table: name("t"),
            to: id("u"),
        },
        Change::RenameColumn {
            table: name("u"),
            from: id("b"),
            to: id("c"),
        },
    ];
    assert_eq!(diff(&old, &new, &renames).unwrap(), renames);
    let unfit = diff(&new, &old, &renames).unwrap_err();
    assert_eq!(unfit.kind(), ErrorKind::DoesNotExist);
}

#[test]
fn what_no_change_can_say_is_an_error() {
    let old = schema([table("t")]);
    let mut new = old.clone();
    new.tables[0].options.set("STRICT", None);
    let refused = diff(&old, &new, &[]).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::NotSupported(None));
}

#[test]
fn a_constraint_without_a_name_goes_by_what_it_says() {
    let nameless = schema([table("t").with_check(Check::new("a > 0"))]);
    let changes = diff(&nameless, &schema([table("t")]), &[]).unwrap();
    assert!(matches!(
        changes.as_slice(),
        [Change::DropUnnamedConstraint { constraint, .. }] if constraint.name().is_none()
    ));
}

#[test]
fn a_primary_key_makes_its_columns_not_null_unless_they_are_said_to_be_nullable() {
    let with = |nullable, keys: &[&str]| {
        let mut table = table("t");
        table.columns[0].nullable = nullable;
        let key = keys.iter().map(|key| id(key)).collect::<Vec<_>>();
        if !key.is_empty() {
            table.primary_key = Some(PrimaryKey::new(key).with_name(id("key")));
        }
        schema([table])
    };
    let (there, back) = both_ways(&with(true, &[]), &with(false, &["a"]));
    assert_eq!(there, ["~t.a", "+key"]);
    assert_eq!(back, ["-key", "~t.a"]);
    let (there, back) = both_ways(&with(true, &[]), &with(true, &["a"]));
    assert_eq!(there, ["+key", "~t.a"]);
    assert_eq!(back, ["-key"]);
    let mut wider = with(false, &["a", "b"]);
    wider.tables[0].columns[1].nullable = false;
    let (there, back) = both_ways(&with(false, &["a"]), &wider);
    assert_eq!(there, ["-key", "~t.b", "+key"]);
    assert_eq!(back, there);
}

#[test]
fn a_foreign_key_makes_way_for_another_key_under_it() {
    let with = |key_name: &str| {
        let mut parent = table("x").with_primary_key(PrimaryKey::new(vec![id("a")]));
        parent.columns[0].nullable = false;
        parent.primary_key.as_mut().unwrap().name = Some(id(key_name));
        schema([parent, table("y").with_foreign_key(key("x", "k"))])
    };
    let (there, _) = both_ways(&with("p"), &with("q"));
    assert_eq!(there, ["-k", "-p", "+q", "+k"]);
}

#[test]
fn what_a_partition_has_of_its_parent_is_no_difference_of_its_own() {
    let with = |named: Option<&str>| {
        let mut parent = table("whole");
        let mut part = table("part");
        for column in &mut part.columns {
            column.inherited = true;
        }
        part.inherits = vec![name("whole")];
        if let Some(named) = named {
            let unique = Unique::new(vec![id("a")]).with_name(id(named));
            parent.uniques.push(unique.clone());
            part.uniques.push(unique.with_name(id("made_up")));
            part.uniques[0].inherited = true;
        }
        schema([parent, part])
    };
    let (there, back) = both_ways(&with(None), &with(Some("one")));
    assert_eq!(there, ["+one"]);
    assert_eq!(back, ["-one"]);
}
