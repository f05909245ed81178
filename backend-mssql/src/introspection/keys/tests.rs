//! Keys out of rows of the catalog.

use backend_core::features::IdentifierCase;
use backend_core::model::{
    Column, ColumnType, Identifier, Index, IndexPart, Options, PrimaryKey, QualifiedName, Unique,
};

use super::super::catalog::Relation;
use super::super::columns::Attribute;
use super::super::indexes::{CLUSTERED, COLUMNSTORE, IndexColumn, IndexRow};
use super::super::words;
use super::{Made, make, set_options, told_of};

const NONCLUSTERED: i64 = 2;

/// A table of three columns, of which only the first is NOT NULL.
fn relation() -> Relation {
    let mut relation = Relation::table(1, QualifiedName::new("t").unwrap());
    for (n, name) in ["a", "b", "c"].into_iter().enumerate() {
        let mut column = Column::new(name, ColumnType::Integer).unwrap();
        column.nullable = n > 0;
        let number = i64::try_from(n).unwrap() + 1;
        relation.attributes.push(Attribute { number, column });
    }
    relation
}

/// An index on columns of these numbers, a negative one descending.
fn row(kind: i64, columns: &[i64]) -> IndexRow {
    let columns = columns.iter().zip(1..);
    let columns = columns.map(|(number, key)| IndexColumn {
        number: number.abs(),
        key,
        is_descending: *number < 0,
        ..IndexColumn::default()
    });
    IndexRow {
        name: Some("i".into()),
        kind,
        locks_rows: true,
        locks_pages: true,
        columns: columns.collect(),
        ..IndexRow::default()
    }
}

fn made(row: &IndexRow) -> Made {
    let mut options = Options::new();
    set_options(&mut options, row);
    make(row, &relation(), options, IdentifierCase::Insensitive)
}

fn names(names: &[&str]) -> Vec<Identifier> {
    let names = names.iter().map(|name| Identifier::new(*name).unwrap());
    names.collect()
}

fn key(row: &IndexRow) -> PrimaryKey {
    match made(row) {
        Made::PrimaryKey(key) => key,
        other => panic!("{other:?}"),
    }
}

fn unique(row: &IndexRow) -> Unique {
    match made(row) {
        Made::Unique(unique) => unique,
        other => panic!("{other:?}"),
    }
}

fn index(row: &IndexRow) -> Index {
    match made(row) {
        Made::Index(index) => index,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_primary_key_keeps_its_order_and_says_only_what_is_not_usual() {
    let mut plain = row(CLUSTERED, &[2, 1]);
    plain.is_primary_key = true;
    let found = key(&plain);
    assert_eq!(found.columns, names(&["b", "a"]));
    assert!(found.parts.is_empty() && found.options.is_empty());
    let mut special = row(NONCLUSTERED, &[-1]);
    special.is_primary_key = true;
    special.fill_factor = 80;
    let found = key(&special);
    let [a] = names(&["a"]).try_into().unwrap();
    assert_eq!(found.parts, [IndexPart::column(a).descending()]);
    let options: Vec<_> = found.options.iter().collect();
    let expected = [(words::FILLFACTOR, Some("80")), (words::NONCLUSTERED, None)];
    assert_eq!(options, expected);
}

#[test]
fn nulls_are_equal_to_a_unique_constraint_where_there_can_be_any() {
    for (columns, expected) in [(&[1][..], true), (&[2], false), (&[1, 2], false)] {
        let mut constraint = row(NONCLUSTERED, columns);
        (constraint.is_unique, constraint.is_unique_constraint) = (true, true);
        assert_eq!(unique(&constraint).nulls_distinct, expected, "{columns:?}");
    }
}

#[test]
fn an_index_that_leaves_nulls_out_tells_them_apart() {
    let of = |columns: &[i64], filter: &str| {
        let mut row = row(NONCLUSTERED, columns);
        row.is_unique = true;
        row.filter = Some(filter.to_owned());
        row
    };
    let mut constraint = of(&[1, 2], "([B] IS NOT NULL)");
    constraint.stands_for_constraint = true;
    let found = unique(&constraint);
    assert!(found.nulls_distinct);
    assert_eq!(found.columns, names(&["a", "b"]));
    for (columns, filter, apart, predicate) in [
        (&[1, 2][..], "([B] IS NOT NULL)", true, None),
        (&[2], "([c]>(0) AND [b] IS NOT NULL)", true, Some("[c]>(0)")),
        (&[2], "([c] IS NOT NULL)", false, Some("[c] IS NOT NULL")),
        (&[2, 3], "([b] IS NOT NULL)", false, Some("[b] IS NOT NULL")),
        (&[1], "([a] IS NOT NULL)", true, Some("[a] IS NOT NULL")),
    ] {
        let found = index(&of(columns, filter));
        assert_eq!(found.nulls_distinct, apart, "{filter}");
        assert_eq!(found.predicate.as_deref(), predicate, "{filter}");
    }
}

#[test]
fn an_index_carries_columns_and_a_columnstore_is_of_them() {
    let mut carrying = row(NONCLUSTERED, &[1]);
    for number in [3, 2] {
        carrying.columns.push(IndexColumn {
            number,
            is_included: true,
            ..IndexColumn::default()
        });
    }
    carrying.is_disabled = true;
    let found = index(&carrying);
    assert_eq!(found.parts.len(), 1);
    assert_eq!(found.include, names(&["c", "b"]));
    assert!(!found.valid && found.options.is_empty() && found.method.is_none());
    let mut store = row(COLUMNSTORE, &[1, 2]);
    for column in &mut store.columns {
        (column.key, column.is_included) = (0, true);
    }
    let found = index(&store);
    assert_eq!(found.method.as_deref(), Some(words::COLUMNSTORE));
    assert_eq!((found.parts.len(), found.include.len()), (2, 0));
}

#[test]
fn a_key_that_is_disabled_is_told_of() {
    let table = QualifiedName::new("t").unwrap();
    let told = |row: &IndexRow| {
        let warning = told_of(row, &made(row), &table);
        warning.map(|warning| warning.to_string())
    };
    let mut key = row(CLUSTERED, &[1]);
    key.is_primary_key = true;
    let mut constraint = row(NONCLUSTERED, &[1]);
    (constraint.is_unique, constraint.is_unique_constraint) = (true, true);
    // An index says it of itself.
    let mut index = row(NONCLUSTERED, &[1]);
    for (row, expected) in [
        (
            &mut key,
            Some("t: its primary key `i` is disabled, which is not kept"),
        ),
        (
            &mut constraint,
            Some("t: its unique constraint `i` is disabled, which is not kept"),
        ),
        (&mut index, None),
    ] {
        assert_eq!(told(row), None);
        row.is_disabled = true;
        assert_eq!(told(row).as_deref(), expected);
    }
}
