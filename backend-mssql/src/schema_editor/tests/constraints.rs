//! Constraints of new tables and of those that are there, and indexes.

use backend_core::model::{
    Change, Check, Constraint, Enforcement, ForeignKey, Index, IndexPart, PrimaryKey,
    ReferentialAction, Unique,
};

use super::{
    add_constraint, golden, id, index, music, name, number, planned, schema_of, table, word,
};
use crate::introspection::words;

#[test]
fn keys() {
    let before = music();
    let mut clustered = Unique::new(vec![id("b"), id("c")]).with_name(id("u"));
    clustered.options.set(words::CLUSTERED, None);
    clustered
        .options
        .set(words::IGNORE_DUP_KEY, Some("ON".into()));
    let mut key = PrimaryKey::new(vec![id("a")]);
    key.parts = vec![IndexPart::column(id("a")).descending()];
    key.options.set(words::NONCLUSTERED, None);
    let made = table(
        "keyed",
        vec![
            number("a").not_null(),
            number("b").not_null(),
            number("c").not_null(),
            number("d"),
            number("e"),
        ],
    )
    .with_primary_key(key)
    .with_unique(clustered)
    .with_unique(Unique::new(vec![id("b"), id("d")]))
    .with_unique(
        Unique::new(vec![id("d")])
            .with_name(id("no_two"))
            .nulls_not_distinct(),
    )
    .with_check(Check::new("[a] > 0"))
    .with_foreign_key(
        ForeignKey::new(vec![id("a")], name("artist"), vec![id("id")])
            .on_delete(ReferentialAction::Cascade)
            .on_update(ReferentialAction::SetDefault),
    )
    .with_foreign_key(
        ForeignKey::new(vec![id("e")], name("keyed"), vec![id("a")])
            .with_name(id("itself"))
            .on_delete(ReferentialAction::Restrict),
    );
    golden(
        "keys",
        "t-sql/statements/create-table-transact-sql",
        &[(
            "keys of every sort",
            planned(&before, &Change::CreateTable(made)),
        )],
    );
}

#[test]
fn add_and_drop() {
    let before = music();
    let key = |enforcement| {
        let mut key = ForeignKey::new(vec![id("id")], name("album"), vec![id("id")])
            .with_name(id("of_album"));
        key.enforcement = enforcement;
        add_constraint("artist", Constraint::ForeignKey(key))
    };
    let check = add_constraint("album", Constraint::Check(Check::new("[id] > 0")));
    let unique = Constraint::Unique(Unique::new(vec![id("label"), id("born")]));
    let drop = |of: &str, named: &str| Change::DropConstraint {
        table: name(of),
        name: id(named),
    };
    let mut unchecked = before.clone();
    unchecked.apply(&key(Enforcement::NotValidated)).unwrap();
    let validate = Change::ValidateConstraint {
        table: name("artist"),
        name: id("of_album"),
    };
    let unnamed = Change::DropUnnamedConstraint {
        table: name("album"),
        constraint: Constraint::PrimaryKey(PrimaryKey::new(vec![id("id")])),
    };
    golden(
        "add_and_drop_constraint",
        "t-sql/statements/alter-table-transact-sql",
        &[
            (
                "a foreign key",
                planned(&before, &key(Enforcement::Enforced)),
            ),
            (
                "one that old rows need not meet",
                planned(&before, &key(Enforcement::NotValidated)),
            ),
            ("which they meet now", planned(&unchecked, &validate)),
            (
                "one that holds for nothing",
                planned(&before, &key(Enforcement::NotEnforced)),
            ),
            ("a check without a name", planned(&before, &check)),
            (
                "a unique constraint that tells NULLs apart",
                planned(&before, &add_constraint("artist", unique)),
            ),
            (
                "a constraint goes",
                planned(&before, &drop("artist", "was_born")),
            ),
            (
                "a unique constraint goes that an index stands for",
                planned(&before, &drop("artist", "one_label")),
            ),
            ("a key goes that has no name", planned(&before, &unnamed)),
        ],
    );
}

#[test]
#[allow(clippy::too_many_lines, reason = "it is a list")]
fn create_index() {
    let before = schema_of([table(
        "t",
        vec![number("a").not_null(), number("b"), word("c").not_null()],
    )]);
    let of = |index: Index| {
        let change = Change::CreateIndex {
            table: name("t"),
            index,
        };
        planned(&before, &change)
    };
    let with = |mut index: Index, options: &[(&str, Option<&str>)]| {
        for (name, value) in options {
            index.options.set(*name, value.map(str::to_owned));
        }
        index
    };
    let by_method = |method: &str, mut index: Index| {
        index.method = Some(method.to_owned());
        index
    };
    let of_statistics = |change: &Change| {
        let counted = table("t", vec![number("a")]).with_index(super::statistics("i", &["a"]));
        planned(&schema_of([counted]), change)
    };
    let mut not_distinct = index("i", &["b"]).unique();
    not_distinct.nulls_distinct = false;
    let descending = Index::new(
        id("i"),
        vec![
            IndexPart::column(id("a")).descending(),
            IndexPart::column(id("c")),
        ],
    );
    golden(
        "create_index",
        "t-sql/statements/create-index-transact-sql",
        &[
            ("plain", of(index("i", &["a", "b"]))),
            (
                "descending, with others beside",
                of(descending.with_include(vec![id("b")])),
            ),
            ("unique, NULLs differ", of(index("i", &["b", "a"]).unique())),
            ("unique, NULLs are equal", of(not_distinct)),
            (
                "of some rows",
                of(index("i", &["a"]).with_predicate("[b] > 0")),
            ),
            (
                "unique, of some rows whose key is not NULL",
                of(index("i", &["b"]).unique().with_predicate("[a] > 0")),
            ),
            (
                "of the table's rows, with options",
                of(with(
                    index("i", &["a"]),
                    &[
                        (words::CLUSTERED, None),
                        (words::FILLFACTOR, Some("80")),
                        (words::PAD_INDEX, Some("ON")),
                        (words::DATA_COMPRESSION, Some("ROW")),
                        (words::ON, Some("[scheme] ([a])")),
                    ],
                )),
            ),
            (
                "a table by columns",
                of(by_method(
                    words::COLUMNSTORE,
                    with(
                        index("i", &[]),
                        &[(words::CLUSTERED, None), (words::ORDER, Some("[a]"))],
                    ),
                )),
            ),
            (
                "columns beside the rows",
                of(by_method(
                    words::COLUMNSTORE,
                    with(
                        index("i", &["a", "b"]).with_predicate("[b] > 0"),
                        &[(words::COMPRESSION_DELAY, Some("10"))],
                    ),
                )),
            ),
            (
                "of XML",
                of(by_method(
                    words::XML,
                    with(
                        index("i", &["a"]),
                        &[
                            (words::USING_XML_INDEX, Some("[first]")),
                            (words::FOR, Some("PATH")),
                        ],
                    ),
                )),
            ),
            (
                "of shapes",
                of(by_method(
                    words::SPATIAL,
                    with(
                        index("i", &["a"]),
                        &[
                            (words::USING, Some("GEOMETRY_GRID")),
                            (
                                words::WITH,
                                Some("BOUNDING_BOX = (0, 0, 9, 9), GRIDS = (LOW, LOW, HIGH, HIGH)"),
                            ),
                        ],
                    ),
                )),
            ),
            (
                "no index but statistics",
                of(by_method(
                    words::STATISTICS,
                    with(
                        index("i", &["a", "b"]).with_predicate("[b] > 0"),
                        &[
                            (words::NORECOMPUTE, None),
                            (words::INCREMENTAL, Some("ON")),
                            (words::AUTO_DROP, Some("ON")),
                        ],
                    ),
                )),
            ),
            (
                "they go",
                of_statistics(&Change::DropIndex {
                    table: name("t"),
                    name: id("i"),
                }),
            ),
            (
                "they are renamed",
                of_statistics(&Change::RenameIndex {
                    table: name("t"),
                    from: id("i"),
                    to: id("j"),
                }),
            ),
            (
                "it goes",
                planned(
                    &music(),
                    &Change::DropIndex {
                        table: name("artist"),
                        name: id("by_born"),
                    },
                ),
            ),
        ],
    );
}
