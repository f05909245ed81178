//! Tables that are made anew.

use backend_core::model::{Change, Column, ColumnType, GeneratedStorage, Identity};
use backend_core::schema_editor::plan_all;

use super::{
    alter, computed, golden, music, name, number, planned, rename_column, schema_of, server, table,
};
use crate::BACKEND;

#[test]
fn identity() {
    let before = music();
    let numbered = alter(&before, "artist", "id", |it| {
        it.identity = Some(Box::new(Identity::new()));
    });
    let mut after = before.clone();
    after.apply(&numbered).unwrap();
    let plain = alter(&after, "artist", "id", |it| it.identity = None);
    let otherwise = alter(&after, "artist", "id", |it| {
        it.identity = Some(Box::new(Identity::new().counting(1, 10)));
    });
    golden(
        "identity",
        "t-sql/statements/create-table-transact-sql-identity-property",
        &[
            ("a key becomes one", planned(&before, &numbered)),
            ("it is one no more", planned(&after, &plain)),
            ("it goes in other steps", planned(&after, &otherwise)),
        ],
    );
}

#[test]
fn remake() {
    let before = schema_of([table(
        "t",
        vec![
            number("id").not_null(),
            number("a"),
            computed("twice", "[a] * 2", GeneratedStorage::Stored),
            Column::new("version", ColumnType::Native("rowversion".into())).unwrap(),
            Column::new("f", ColumnType::Double).unwrap(),
        ],
    )]);
    let using = Change::AlterColumn {
        table: name("t"),
        column: Column::new("a", ColumnType::Text).unwrap(),
        using: Some("CONCAT([a], N'!')".into()),
    };
    let kept = alter(&before, "t", "twice", |it| it.generated = None);
    let text = alter(&before, "t", "f", |it| it.column_type = ColumnType::Text);
    let wider = alter(&before, "t", "a", |it| {
        it.column_type = ColumnType::BigInteger;
    });
    let counted = schema_of([table("t", vec![number("id").not_null(), number("a")])
        .with_index(super::statistics("of_a", &["a"]))]);
    let numbered = alter(&counted, "t", "id", |it| {
        it.identity = Some(Box::new(Identity::new()));
    });
    let both = [kept.clone(), text.clone()];
    let dialect = BACKEND.dialect(&server());
    let together = plan_all(BACKEND.schema_editor, &dialect, &before, &both).unwrap();
    golden(
        "remake",
        "t-sql/statements/alter-table-transact-sql",
        &[
            ("values by an expression", planned(&before, &using)),
            (
                "a computed column keeps its values",
                planned(&before, &kept),
            ),
            ("all digits of a number as a text", planned(&before, &text)),
            ("under a computed column", planned(&before, &wider)),
            (
                "a column that another is computed from is renamed",
                planned(&before, &rename_column("t", "a", "b")),
            ),
            ("two changes at once", together),
            (
                "statistics that somebody asked for",
                planned(&counted, &numbered),
            ),
        ],
    );
}
