//! Tests of `CREATE INDEX` and of the terms of its key.

use backend_core::model::SortOrder;

use super::index;

#[test]
fn indexes_have_a_table_and_a_key() {
    for (sql, unique) in [
        ("CREATE INDEX i ON t (a)", false),
        ("CREATE UNIQUE INDEX i on t(a)", true),
        (
            "create unique index if not exists main.\"i\" on 't' ( a /* */ );",
            true,
        ),
    ] {
        let index = index(sql);
        assert_eq!(
            (index.name.as_str(), index.table.as_str()),
            ("i", "t"),
            "{sql}"
        );
        assert_eq!(
            (index.unique, index.terms.len(), index.predicate),
            (unique, 1, None),
            "{sql}"
        );
        assert_eq!(index.terms[0].column.as_deref(), Some("a"), "{sql}");
    }
}

#[test]
fn predicates_keep_their_text() {
    let index = index("CREATE INDEX i ON t (a) WHERE a > 0 AND b <> ';' -- only some\n");
    assert_eq!(index.predicate.as_deref(), Some("a > 0 AND b <> ';'"));
}

#[test]
fn terms_are_names_or_expressions() {
    let sql = "CREATE INDEX i ON t (a, \"b\", 'c', [d], `e`, (a), lower(b), a + 1, (a || ','), \
               json_extract(a, '$.x'), 5.5 * a, desc)";
    let index = index(sql);
    let terms: Vec<_> = index
        .terms
        .iter()
        .map(|t| (t.text.as_str(), t.column.as_deref()))
        .collect();
    let expected = [
        ("a", Some("a")),
        ("\"b\"", Some("b")),
        ("'c'", Some("c")),
        ("[d]", Some("d")),
        ("`e`", Some("e")),
        ("(a)", Some("a")),
        ("lower(b)", None),
        ("a + 1", None),
        ("(a || ',')", None),
        ("json_extract(a, '$.x')", None),
        ("5.5 * a", None),
        ("desc", Some("desc")),
    ];
    assert_eq!(terms, expected);
    assert!(
        index
            .terms
            .iter()
            .all(|t| t.collation.is_none() && t.order == SortOrder::Ascending)
    );
}

#[test]
fn collations_of_whole_terms_are_taken_off() {
    for (term, text, collation) in [
        ("a collate nocase", "a", Some("nocase")),
        ("\"a\" COLLATE \"NoCase\"", "\"a\"", Some("NoCase")),
        ("a COLLATE nocase COLLATE rtrim", "a", Some("rtrim")),
        ("lower(a) COLLATE binary", "lower(a)", Some("binary")),
        ("(a || b) COLLATE nocase", "(a || b)", Some("nocase")),
        ("-a COLLATE nocase", "-a", Some("nocase")),
        (
            "case a when 1 then 2 end collate nocase",
            "case a when 1 then 2 end",
            Some("nocase"),
        ),
        (
            "cast(a as text) collate rtrim",
            "cast(a as text)",
            Some("rtrim"),
        ),
        ("a || b COLLATE nocase", "a || b COLLATE nocase", None),
        (
            "(a) || (b) COLLATE nocase",
            "(a) || (b) COLLATE nocase",
            None,
        ),
        ("a COLLATE nocase || b", "a COLLATE nocase || b", None),
    ] {
        for (direction, order) in [
            ("", SortOrder::Ascending),
            (" ASC", SortOrder::Ascending),
            (" desc", SortOrder::Descending),
        ] {
            let index = index(&format!("CREATE INDEX i ON t ({term}{direction}, b)"));
            let read = &index.terms[0];
            assert_eq!(
                (read.text.as_str(), read.collation.as_deref()),
                (text, collation),
                "{term}"
            );
            assert_eq!(read.order, order, "{term}");
            assert_eq!(index.terms[1].column.as_deref(), Some("b"), "{term}");
        }
    }
}
