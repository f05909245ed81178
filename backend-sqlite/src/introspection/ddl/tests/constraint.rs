//! Tests of table constraints.

use backend_core::model::{Deferrability, ReferentialAction, SortOrder};

use super::super::{IndexedTerm, OnConflict, References, TableRule};
use super::{names, table, table_rules};

fn column(name: &str) -> IndexedTerm {
    IndexedTerm {
        text: name.to_owned(),
        column: Some(name.to_owned()),
        collation: None,
        order: SortOrder::Ascending,
    }
}

#[test]
fn primary_keys_keep_the_order_of_the_key() {
    let expected = TableRule::PrimaryKey {
        terms: vec![column("y"), column("x")],
        autoincrement: false,
        on_conflict: None,
    };
    assert_eq!(
        table_rules("CREATE TABLE t (x, y, PRIMARY KEY(y,x))"),
        [expected]
    );
}

#[test]
fn terms_have_collation_and_order() {
    let sql =
        "CREATE TABLE t (x, y, PRIMARY KEY (\"x\" collate nocase DESC, y Asc) on conflict replace)";
    let x = IndexedTerm {
        text: "\"x\"".to_owned(),
        column: Some("x".to_owned()),
        collation: Some("nocase".to_owned()),
        order: SortOrder::Descending,
    };
    let expected = TableRule::PrimaryKey {
        terms: vec![x, column("y")],
        autoincrement: false,
        on_conflict: Some(OnConflict::Replace),
    };
    assert_eq!(table_rules(sql), [expected]);
}

#[test]
fn autoincrement_stands_at_the_end_of_the_key() {
    for (sql, order) in [
        (
            "CREATE TABLE t (x INTEGER, PRIMARY KEY (x AUTOINCREMENT))",
            SortOrder::Ascending,
        ),
        (
            "CREATE TABLE t (x INTEGER, PRIMARY KEY (x desc autoincrement /* */ ))",
            SortOrder::Descending,
        ),
    ] {
        let terms = vec![IndexedTerm {
            order,
            ..column("x")
        }];
        let expected = TableRule::PrimaryKey {
            terms,
            autoincrement: true,
            on_conflict: None,
        };
        assert_eq!(table_rules(sql), [expected], "{sql}");
    }
}

#[test]
fn unique_and_check_need_no_space() {
    let h = IndexedTerm {
        text: "`h`".to_owned(),
        ..column("h")
    };
    let rules = table_rules("CREATE TABLE t (h, unique(`h`)ON CONFLICT FAIL, check(h>0))");
    let unique = TableRule::Unique {
        terms: vec![h],
        on_conflict: Some(OnConflict::Fail),
    };
    assert_eq!(rules, [unique, TableRule::Check("h>0".to_owned())]);
}

#[test]
fn foreign_keys_have_several_columns() {
    let references = References {
        table: "b c".to_owned(),
        columns: vec!["d".to_owned(), "e f".to_owned()],
        on_delete: ReferentialAction::Cascade,
        on_update: ReferentialAction::SetDefault,
        match_name: Some("simple".to_owned()),
        deferrability: Deferrability::InitiallyDeferred,
    };
    let sql = "CREATE TABLE t (x, y, FOREIGN KEY (\"y\", 'x') REFERENCES [b c] (d, \"e f\") \
               ON UPDATE SET DEFAULT ON DELETE CASCADE MATCH simple DEFERRABLE INITIALLY DEFERRED)";
    let columns = vec!["y".to_owned(), "x".to_owned()];
    assert_eq!(
        table_rules(sql),
        [TableRule::ForeignKey {
            columns,
            references
        }]
    );
}

#[test]
fn foreign_keys_may_name_no_columns() {
    let rules = table_rules("CREATE TABLE t (x, foreign key(x)references b)");
    let [TableRule::ForeignKey { references, .. }] = rules.as_slice() else {
        panic!("{rules:?}")
    };
    assert_eq!(
        (references.table.as_str(), references.columns.len()),
        ("b", 0)
    );
    assert_eq!(references.deferrability, Deferrability::NotDeferrable);
}

#[test]
fn commas_between_constraints_may_be_missing() {
    let spaced = "CREATE TABLE t (x, y, PRIMARY KEY(x)UNIQUE(y)FOREIGN KEY(x)REFERENCES b(c) \
                  CHECK(x>0) ON CONFLICT IGNORE CONSTRAINT foo CHECK (y) CONSTRAINT bar)";
    let commas = "CREATE TABLE t (x, y, PRIMARY KEY(x),UNIQUE(y),FOREIGN KEY(x)REFERENCES b(c), \
                  CHECK(x>0), CONSTRAINT foo CHECK (y), CONSTRAINT bar, CHECK (1))";
    let (spaced, commas) = (table(spaced), table(commas));
    assert_eq!(spaced.constraints.len(), 5);
    assert_eq!(spaced.constraints, commas.constraints[..5]);
    assert_eq!(names(&spaced), ["x", "y"]);
    assert_eq!(spaced.constraints[3].name, None);
    assert_eq!(spaced.constraints[4].name.as_deref(), Some("foo"));
    assert_eq!(
        commas.constraints[5].name, None,
        "a comma ends the reach of a name"
    );
}

#[test]
fn constraints_have_names() {
    let table = table(
        "CREATE TABLE t (x INT, CONSTRAINT pk PRIMARY KEY (x), constraint \"u q\" UNIQUE (x), \
         CONSTRAINT 'c k' CHECK (x > 0), CONSTRAINT [check] CONSTRAINT fk FOREIGN KEY (x) REFERENCES b)",
    );
    let constraints = table.constraints.iter();
    let names: Vec<_> = constraints
        .map(|constraint| constraint.name.as_deref())
        .collect();
    assert_eq!(names, [Some("pk"), Some("u q"), Some("c k"), Some("fk")]);
}
