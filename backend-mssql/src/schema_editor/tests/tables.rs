//! Tables and their columns: made, added to, dropped from, renamed, commented.

use backend_core::model::{
    Change, Column, ColumnType, Default, GeneratedStorage, Identity, PrimaryKey, QualifiedName,
    Unique,
};
use backend_core::value::Value;

use super::{
    computed, golden, id, index, music, name, number, numbered, of_number, planned, rename_column,
    schema_of, table, word,
};
use crate::introspection::words;

fn create(table: backend_core::model::Table) -> Change {
    Change::CreateTable(table)
}

fn typed(text: &str, column_type: ColumnType) -> Column {
    Column::new(text, column_type).unwrap()
}

#[test]
fn types() {
    let before = schema_of([]);
    let decimal = |precision, scale| ColumnType::Decimal { precision, scale };
    let types = [
        ColumnType::Boolean,
        ColumnType::TinyInteger,
        ColumnType::SmallInteger,
        ColumnType::Integer,
        ColumnType::BigInteger,
        ColumnType::Real,
        ColumnType::Double,
        decimal(Some(10), Some(2)),
        decimal(None, None),
        ColumnType::Char { length: Some(8) },
        ColumnType::VarChar { length: Some(60) },
        ColumnType::Text,
        ColumnType::Binary { length: Some(16) },
        ColumnType::VarBinary { length: Some(20) },
        ColumnType::Bytes,
        ColumnType::Date,
        ColumnType::Time { precision: Some(3) },
        ColumnType::Timestamp { precision: None },
        ColumnType::TimestampTz { precision: Some(0) },
        ColumnType::Interval,
        ColumnType::Uuid,
        ColumnType::Json,
        ColumnType::Native("varchar(30)".into()),
        ColumnType::Native("rowversion".into()),
        ColumnType::Named(QualifiedName::with_schema("dbo", "phone").unwrap()),
    ];
    let columns = types.into_iter().enumerate();
    let columns = columns.map(|(n, column_type)| typed(&format!("c{n}"), column_type));
    let mut read = typed(
        "read",
        ColumnType::Decimal {
            precision: Some(18),
            scale: Some(0),
        },
    );
    read.declared_type = Some("numeric(18)".into());
    let mut columns: Vec<_> = columns.collect();
    columns.push(read);
    let typed_table = create(table("typed", columns));
    golden(
        "types",
        "t-sql/data-types/data-types-transact-sql",
        &[("every type", planned(&before, &typed_table))],
    );
}

#[test]
#[allow(clippy::too_many_lines, reason = "it is a list")]
fn create_table() {
    let before = schema_of([]);
    let latin = word("name")
        .not_null()
        .with_collation(id("Latin1_General_100_BIN2"));
    let defaults = [
        ("n", ColumnType::Integer, Default::Literal(Value::I64(-1))),
        (
            "b",
            ColumnType::Boolean,
            Default::Literal(Value::Bool(true)),
        ),
        (
            "t",
            ColumnType::Text,
            Default::Literal(Value::Text("it's".into())),
        ),
        (
            "x",
            ColumnType::Bytes,
            Default::Literal(Value::Bytes(vec![1])),
        ),
        (
            "d",
            ColumnType::Date,
            Default::Expression("GETDATE()".into()),
        ),
        ("z", ColumnType::Integer, Default::Literal(Value::Null)),
    ];
    let columns = defaults
        .into_iter()
        .map(|(text, column_type, default)| typed(text, column_type).with_default(default));
    let mut named = number("named").with_default(of_number(1)).not_null();
    named.default_name = Some(id("by default"));
    let mut columns: Vec<_> = columns.collect();
    columns.extend([latin, named]);
    let with_defaults = table("defaults", columns);
    let numbers = table(
        "numbers",
        vec![
            number("id").with_identity(Identity::new().counting(10, 5)),
            number("a"),
            computed("twice", "[a] * 2", GeneratedStorage::Stored).not_null(),
            computed("half", "[a] / 2", GeneratedStorage::Virtual),
        ],
    )
    .with_primary_key(PrimaryKey::new(vec![id("id")]));
    let mut stored = table(
        "stored",
        vec![number("a").not_null(), word("b"), number("c")],
    );
    stored.options.set(words::ON, Some("[archive]".into()));
    stored
        .options
        .set(words::DATA_COMPRESSION, Some("PAGE".into()));
    stored
        .options
        .set(words::LOCK_ESCALATION, Some("AUTO".into()));
    stored.options.set(words::CHANGE_TRACKING, None);
    stored.columns[1].options.set(words::SPARSE, None);
    stored.columns[2]
        .options
        .set(words::MASKED, Some("default()".into()));
    let mut key = PrimaryKey::new(vec![id("a")]).with_name(id("PK stored"));
    key.options.set(words::NONCLUSTERED, None);
    key.options.set(words::FILLFACTOR, Some("80".into()));
    stored.primary_key = Some(key);
    golden(
        "create_table",
        "t-sql/statements/create-table-transact-sql",
        &[
            (
                "defaults and collations",
                planned(&before, &create(with_defaults)),
            ),
            (
                "identities and computed columns",
                planned(&before, &create(numbers)),
            ),
            ("options", planned(&before, &create(stored))),
        ],
    );
}

#[test]
fn comments() {
    let mut before = schema_of([]);
    let of = |schema: Option<&str>| {
        let mut made = table("artist", vec![word("name").with_comment("it's [N'x']")]);
        made.name.schema = schema.map(id);
        made.with_comment("who plays")
            .with_index(index("by_name", &["name"]).with_comment("sorted"))
    };
    let (plain, elsewhere) = (create(of(None)), create(of(Some("other schema"))));
    let made = [planned(&before, &plain), planned(&before, &elsewhere)];
    before.apply(&plain).unwrap();
    let set = |comment: Option<&str>| Change::SetTableComment {
        table: name("artist"),
        comment: comment.map(str::to_owned),
    };
    let of_column = super::alter(&before, "artist", "name", |column| column.comment = None);
    let [first, second] = made;
    golden(
        "comments",
        "relational-databases/system-stored-procedures/sp-addextendedproperty-transact-sql",
        &[
            ("in the session's schema", first),
            ("in a schema that is named", second),
            ("another comment", planned(&before, &set(Some("who sings")))),
            ("no comment", planned(&before, &set(None))),
            ("no comment of a column", planned(&before, &of_column)),
        ],
    );
}

#[test]
fn add_column() {
    let before = music();
    let add = |column: Column| Change::AddColumn {
        table: name("album"),
        column,
    };
    golden(
        "add_column",
        "t-sql/statements/alter-table-transact-sql",
        &[
            ("that can be NULL", planned(&before, &add(number("n")))),
            (
                "with a default that old rows have",
                planned(&before, &add(number("n").with_default(of_number(7)))),
            ),
            (
                "that cannot be NULL",
                planned(
                    &before,
                    &add(number("n").with_default(of_number(7)).not_null()),
                ),
            ),
            ("an identity", planned(&before, &add(numbered("n")))),
            (
                "a stored one",
                planned(
                    &before,
                    &add(computed("n", "[id] * 2", GeneratedStorage::Stored)),
                ),
            ),
            (
                "with a comment",
                planned(&before, &add(number("n").with_comment("how many"))),
            ),
        ],
    );
}

#[test]
fn drop_column() {
    let before = schema_of([table(
        "artist",
        vec![number("id"), number("born").with_default(of_number(1900))],
    )]);
    let drop = |column: &str| Change::DropColumn {
        table: name("artist"),
        name: id(column),
    };
    golden(
        "drop_column",
        "t-sql/statements/alter-table-transact-sql",
        &[
            ("with its default", planned(&before, &drop("born"))),
            ("without one", planned(&before, &drop("id"))),
            (
                "the table",
                planned(&before, &Change::DropTable(name("artist"))),
            ),
        ],
    );
}

#[test]
#[allow(clippy::too_many_lines, reason = "it is a list")]
fn rename() {
    let before = music();
    let mut strange = table("it's [a]", vec![number("b]c").with_default(of_number(1))])
        .with_primary_key(PrimaryKey::new(vec![id("b]c")]))
        .with_unique(Unique::new(vec![id("b]c")]));
    strange.name.schema = Some(id("other"));
    let named = strange.name.clone();
    let strange = schema_of([strange]);
    golden(
        "rename",
        "relational-databases/system-stored-procedures/sp-rename-transact-sql",
        &[
            (
                "a table, and the names that were made of its name",
                planned(
                    &before,
                    &Change::RenameTable {
                        table: name("artist"),
                        to: id("musician"),
                    },
                ),
            ),
            (
                "a column that a check and conditions of indexes name",
                planned(&before, &rename_column("artist", "label", "company")),
            ),
            (
                "a column with a default",
                planned(&before, &rename_column("artist", "born", "year")),
            ),
            (
                "a column that others refer to",
                planned(&before, &rename_column("artist", "id", "number")),
            ),
            (
                "an index",
                planned(
                    &before,
                    &Change::RenameIndex {
                        table: name("artist"),
                        from: id("by_born"),
                        to: id("by year"),
                    },
                ),
            ),
            (
                "a constraint",
                planned(
                    &before,
                    &Change::RenameConstraint {
                        table: name("artist"),
                        from: id("was_born"),
                        to: id("is born"),
                    },
                ),
            ),
            (
                "a constraint that an index stands for",
                planned(
                    &before,
                    &Change::RenameConstraint {
                        table: name("artist"),
                        from: id("one_label"),
                        to: id("only_label"),
                    },
                ),
            ),
            (
                "names with brackets and quotes",
                planned(
                    &strange,
                    &Change::RenameTable {
                        table: named.clone(),
                        to: id("[x]'y"),
                    },
                ),
            ),
            (
                "a column of such names",
                planned(
                    &strange,
                    &Change::RenameColumn {
                        table: named,
                        from: id("b]c"),
                        to: id("'"),
                    },
                ),
            ),
        ],
    );
}
