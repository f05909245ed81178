//! Tests of relations and their names.

use backend_core::model::{
    Column, ColumnType, ForeignKey, Identifier, Index, IndexPart, PrimaryKey, QualifiedName,
    Schema, Table, Unique,
};

use super::{Relation, RelationKind, is_named_like, relations};

fn identifiers(names: &[&str]) -> Vec<Identifier> {
    names
        .iter()
        .map(|name| Identifier::new(*name).unwrap())
        .collect()
}

fn name(text: &str) -> QualifiedName {
    QualifiedName::new(text).unwrap()
}

fn key(columns: &[&str], table: &str, referenced: &[&str]) -> ForeignKey {
    ForeignKey::new(identifiers(columns), name(table), identifiers(referenced))
}

fn of(tables: Vec<Table>, wanted: &str) -> Vec<Relation> {
    let mut schema = Schema::new();
    schema.tables = tables;
    for table in ["Artist", "artists", "employee", "person"] {
        for table in schema.tables.iter_mut().filter(|it| it.name == name(table)) {
            table
                .columns
                .push(Column::new("id", ColumnType::Integer).unwrap());
        }
    }
    let mut relations = relations(&schema, |table| *table != name("missing"));
    relations.remove(&name(wanted)).unwrap()
}

fn names(tables: Vec<Table>, wanted: &str) -> Vec<String> {
    of(tables, wanted)
        .into_iter()
        .map(|relation| relation.name)
        .collect()
}

#[test]
fn a_self_reference_is_named_at_both_ends() {
    let employee =
        Table::new(name("employee")).with_foreign_key(key(&["boss_id"], "employee", &["id"]));
    assert_eq!(
        names(vec![employee], "employee"),
        ["boss", "employee_by_boss"]
    );
}

#[test]
fn roles_come_from_columns() {
    for (columns, table, referenced, role) in [
        (&["ArtistId"][..], "Artist", &["ArtistId"][..], "artist"),
        (
            &["SupportRepId"],
            "Employee",
            &["EmployeeId"],
            "support_rep",
        ),
        (&["ReportsTo"], "Employee", &["EmployeeId"], "reports_to"),
        (&["country_code"], "country", &["code"], "country"),
        (&["id"], "person", &["id"], "person"),
        (
            &["home_team", "home_year"],
            "team",
            &["name", "year"],
            "home",
        ),
        (
            &["warehouse_id", "product_id"],
            "stock",
            &["warehouse_id", "product_id"],
            "stock",
        ),
        (
            &["person_id", "ship_to_label"],
            "address",
            &["person_id", "label"],
            "ship_to",
        ),
    ] {
        let child = Table::new(name("child")).with_foreign_key(key(columns, table, referenced));
        assert_eq!(names(vec![child], "child"), [role], "{columns:?}");
    }
}

#[test]
fn the_other_end_says_the_role_only_where_it_is_not_the_tables_name() {
    let artists = || Table::new(name("artists"));
    let album = Table::new(name("album"))
        .with_foreign_key(key(&["artist_id"], "artists", &["id"]))
        .with_foreign_key(key(&["producer_id"], "artists", &["id"]));
    assert_eq!(
        names(vec![album, artists()], "artists"),
        ["album", "album_by_producer"]
    );
}

#[test]
fn a_plural_table_is_named_like_its_singular() {
    for (role, table) in [
        ("artist", "artists"),
        ("box", "boxes"),
        ("city", "Cities"),
        ("a", "a"),
    ] {
        assert!(is_named_like(role, &name(table)), "{role} {table}");
    }
    assert!(!is_named_like("boss", &name("employee")));
}

#[test]
fn clashes_are_settled_alike_in_any_order() {
    let keys = || {
        [
            key(&["owner_id"], "person", &["id"]),
            key(&["owner_id"], "firm", &["id"]),
        ]
    };
    for swap in [false, true] {
        let mut keys = keys();
        if swap {
            keys.reverse();
        }
        let mut thing = Table::new(name("thing"));
        thing.foreign_keys = keys.to_vec();
        let mut found = names(vec![thing], "thing");
        found.sort();
        assert_eq!(found, ["owner_to_firm", "owner_to_person"]);
    }
    let twice = Table::new(name("twice"))
        .with_foreign_key(key(&["a_id"], "a", &["id"]))
        .with_foreign_key(key(&["a_id"], "a", &["id"]));
    assert_eq!(names(vec![twice], "twice"), ["a_by_a_id", "a_by_a_id_2"]);
}

#[test]
fn tables_of_one_name_in_several_schemas_say_their_schema() {
    let person = || Table::new(name("person"));
    let of_schema = |schema: &str| {
        let name = QualifiedName::with_schema(schema, "note").unwrap();
        Table::new(name).with_foreign_key(key(&["person_id"], "person", &["id"]))
    };
    let note = Table::new(name("note")).with_foreign_key(key(&["person_id"], "person", &["id"]));
    let tables = vec![note, person(), of_schema("audit"), of_schema("old")];
    assert_eq!(
        names(tables, "person"),
        [
            "audit_note_by_person",
            "note_by_person_id",
            "old_note_by_person"
        ]
    );
}

#[test]
fn keys_stand_in_the_order_of_their_columns() {
    let mut child = Table::new(name("child"))
        .with_foreign_key(key(&["b_id"], "b", &["id"]))
        .with_foreign_key(key(&["a_id"], "a", &["id"]));
    for column in ["a_id", "b_id"] {
        let column = Column::new(column, ColumnType::Integer).unwrap();
        child.columns.push(column);
    }
    assert_eq!(names(vec![child], "child"), ["a", "b"]);
}

#[test]
fn one_row_where_the_columns_are_unique() {
    let kind = |child: Table| {
        let child = child.with_foreign_key(key(&["person_id"], "person", &["id"]));
        of(vec![child, Table::new(name("person"))], "person")
            .remove(0)
            .kind
    };
    let child = || Table::new(name("child"));
    let parts = || vec![IndexPart::column(Identifier::new("person_id").unwrap())];
    let index = || Index::new(Identifier::new("i").unwrap(), parts()).unique();
    assert_eq!(kind(child()), RelationKind::HasMany);
    assert_eq!(
        kind(child().with_primary_key(PrimaryKey::new(identifiers(&["person_id"])))),
        RelationKind::HasOne
    );
    assert_eq!(
        kind(child().with_unique(Unique::new(identifiers(&["person_id", "other"])))),
        RelationKind::HasMany
    );
    assert_eq!(kind(child().with_index(index())), RelationKind::HasOne);
    let partial = index().with_predicate("deleted = 0");
    assert_eq!(kind(child().with_index(partial)), RelationKind::HasMany);
}

#[test]
fn a_key_to_nowhere_is_no_relation() {
    let lost = Table::new(name("lost"))
        .with_foreign_key(key(&["x"], "missing", &["id"]))
        .with_foreign_key(key(&["y"], "person", &["no_such_column"]))
        .with_foreign_key(key(&["z"], "elsewhere", &["id"]));
    assert_eq!(names(vec![lost, Table::new(name("person"))], "lost"), ["z"]);
}
