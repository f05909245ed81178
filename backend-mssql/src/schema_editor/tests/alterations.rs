//! Columns that become others in place, with what is in the way of that.

use backend_core::model::{Change, ColumnType, View};

use super::{
    alter, golden, id, music, name, of_number, planned, schema_of, statistics, table, word,
};
use crate::introspection::words;

fn text(length: u32) -> ColumnType {
    ColumnType::VarChar {
        length: Some(length),
    }
}

#[test]
fn alter_column() {
    let before = music();
    let of = |column: &str, change: fn(&mut backend_core::model::Column)| {
        planned(&before, &alter(&before, "artist", column, change))
    };
    golden(
        "alter_column",
        "t-sql/statements/alter-table-transact-sql",
        &[
            (
                "NOT NULL, with the default in the place of NULL",
                of("born", |it| it.nullable = false),
            ),
            ("NULL", of("name", |it| it.nullable = true)),
            (
                "another type, under a check, an index and a default",
                of("born", |it| it.column_type = ColumnType::BigInteger),
            ),
            ("more room", of("name", |it| it.column_type = text(40))),
            ("less room", of("name", |it| it.column_type = text(10))),
            (
                "another collation",
                of("name", |it| it.collation = Some(id("Latin1_General_BIN2"))),
            ),
            (
                "another default",
                of("born", |it| it.default = Some(of_number(1))),
            ),
            ("no default", of("born", |it| it.default = None)),
            (
                "a first default",
                of("label", |it| it.default = Some(of_number(1))),
            ),
            (
                "type, default and NOT NULL",
                of("born", |it| {
                    it.column_type = ColumnType::BigInteger;
                    it.default = Some(of_number(1));
                    it.nullable = false;
                }),
            ),
            (
                "a number of texts, of which none may be empty",
                of("note", |it| it.column_type = ColumnType::Integer),
            ),
            (
                "a document of texts",
                of("note", |it| it.column_type = ColumnType::Json),
            ),
        ],
    );
}

#[test]
fn dependants() {
    let mut before = music();
    let mut view = View::new(name("named"), "SELECT [id], [name] FROM [dbo].[artist]");
    view.options.set(words::SCHEMABINDING, None);
    view.indexes = vec![{
        let mut index = super::index("named_id", &["id"]).unique();
        index.options.set(words::CLUSTERED, None);
        index
    }];
    before.apply(&Change::CreateView(view)).unwrap();
    let shorter = alter(&before, "artist", "name", |it| it.column_type = text(10));
    let key = schema_of([
        table("t", vec![word("a"), word("b").not_null()]).with_index(super::index("i", &["a"]))
    ]);
    let add = super::add_constraint(
        "t",
        backend_core::model::Constraint::PrimaryKey(backend_core::model::PrimaryKey::new(vec![
            id("a"),
            id("b"),
        ])),
    );
    let counted = schema_of([table("t", vec![word("a"), word("b"), word("c")])
        .with_index(statistics("of_a", &["a", "b"]))
        .with_index(statistics("of_some", &["c"]).with_predicate("[a] IS NOT NULL"))
        .with_index(statistics("of_c", &["c"]))]);
    golden(
        "dependants",
        "t-sql/statements/alter-table-transact-sql",
        &[
            (
                "a column that a view is bound to",
                planned(&before, &shorter),
            ),
            (
                "columns of a new key, and an index of one",
                planned(&key, &add),
            ),
            (
                "statistics that somebody asked for",
                planned(
                    &counted,
                    &alter(&counted, "t", "a", |it| it.column_type = text(40)),
                ),
            ),
            (
                "statistics by a condition that says a column's name",
                planned(&counted, &super::rename_column("t", "a", "d")),
            ),
        ],
    );
}
