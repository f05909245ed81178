//! Columns that come to tables with rows, of every sort, and what becomes of them: more than `added_columns.rs` has.

use backend_core::error::{ErrorKind, Integrity};
use backend_core::flag::Flag;
use backend_core::model::{
    ColumnType, Constraint, Default, Generated, GeneratedStorage, Identity, Table,
};
use backend_core::value::{Interval, Value};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq, expect_error};
use crate::fixtures::{
    add_column, add_constraint, alter_column, carry_out, column, column_names, create_index,
    doubled, drop_column, expect_numbers, foreign_key, four_artists, identifier, index,
    known_collation, name, now, of_number, row, table, unique, untouched, values_of,
};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.arrival.bytes_with_default",
        bytes_with_default,
        "A column of bytes that is added with a default gives it to the rows that are there and to new ones."
    )
    .requires(&[Flag::can_alter_tables])
    .django("schema/tests.py"),
    case!(
        "schema.arrival.interval_with_default",
        interval_with_default,
        "A column of intervals that is added with a default gives it to the rows that are there and to new ones."
    )
    .requires(&[Flag::can_alter_tables])
    .django("schema/tests.py"),
    case!(
        "schema.arrival.every_type_with_default",
        every_type_with_default,
        "A column of every type is added NOT NULL with a default, which all rows have then."
    )
    .requires(&[Flag::can_alter_tables]),
    case!(
        "schema.arrival.default_for_old_rows_only",
        default_for_old_rows_only,
        "A default that is there for the rows of the moment can go: they keep it, and a new row needs a value."
    )
    .requires(&[Flag::can_alter_tables])
    .django("schema/tests.py"),
    case!(
        "schema.arrival.expression_default",
        expression_default,
        "A column whose default is an expression is added, and each row has what it gives, or it is refused."
    )
    .requires(&[Flag::can_alter_tables, Flag::supports_expression_defaults])
    .django("schema/tests.py"),
    case!(
        "schema.arrival.empty_text_default",
        empty_text_default,
        "A default that is the empty text is not NULL."
    )
    .requires(&[Flag::can_alter_tables])
    .django("schema/tests.py"),
    case!(
        "schema.arrival.null_default",
        null_default,
        "A column that is added with NULL as its default has NULL in all rows."
    )
    .requires(&[Flag::can_alter_tables]),
    case!(
        "schema.arrival.identity",
        identity,
        "An identity that is added numbers the rows that are there, each with another number, and goes on."
    )
    .requires(&[Flag::can_alter_tables, Flag::supports_identity_columns]),
    case!(
        "schema.arrival.reserved_name",
        reserved_name,
        "A column is added under a word of the language, filled, and dropped."
    )
    .requires(&[Flag::can_alter_tables])
    .django("schema/tests.py"),
    case!(
        "schema.arrival.collation",
        collation,
        "A column that is added with a collation is found with it."
    )
    .requires(&[Flag::can_alter_tables, Flag::supports_column_collations])
    .django("schema/tests.py"),
    case!(
        "schema.arrival.empty_table",
        empty_table,
        "To a table without rows a column is added that cannot be NULL and has no default."
    )
    .requires(&[Flag::can_alter_tables]),
    case!(
        "schema.arrival.several",
        several,
        "Columns that are added one after the other stand at the end in that order, with their values apart."
    )
    .requires(&[Flag::can_alter_tables]),
    case!(
        "schema.arrival.beside_keys",
        beside_keys,
        "A column that is added leaves keys, unique constraints and indexes of its table as they are."
    )
    .requires(&[Flag::can_alter_tables]),
    case!(
        "schema.arrival.then_unique",
        then_unique,
        "A column that is added takes a unique constraint once its values differ."
    )
    .requires(&[Flag::can_alter_tables, Flag::can_add_constraints])
    .django("schema/tests.py"),
    case!(
        "schema.arrival.then_reference",
        then_reference,
        "A column that is added takes a foreign key, which old and new rows meet."
    )
    .requires(&[
        Flag::can_alter_tables,
        Flag::can_add_constraints,
        Flag::supports_foreign_keys,
    ])
    .django("schema/tests.py"),
    case!(
        "schema.arrival.then_index",
        then_index,
        "A column that is added takes an index, with a column that was there before it."
    )
    .requires(&[Flag::can_alter_tables]),
    case!(
        "schema.arrival.stored_over_rows",
        stored_over_rows,
        "A stored generated column that is added is computed for the rows that are there, and follows them."
    )
    .requires(&[
        Flag::can_alter_tables,
        Flag::supports_stored_generated_columns,
    ])
    .django("schema/tests.py"),
    case!(
        "schema.arrival.virtual_over_rows",
        virtual_over_rows,
        "A virtual generated column that is added is computed for the rows that are there, and follows them."
    )
    .requires(&[
        Flag::can_alter_tables,
        Flag::supports_virtual_generated_columns,
    ])
    .django("schema/tests.py"),
    case!(
        "schema.arrival.generated_takes_no_value",
        generated_takes_no_value,
        "A generated column takes no value of an insert."
    )
    .requires(&[Flag::supports_stored_generated_columns]),
    case!(
        "schema.arrival.generated_of_nothing",
        generated_of_nothing,
        "A column that is computed from one which is not there is refused, and nothing changes."
    )
    .requires(&[
        Flag::can_alter_tables,
        Flag::supports_stored_generated_columns,
    ]),
];

const NOT_NULL: ErrorKind = ErrorKind::Integrity(Integrity::NotNull);
const UNIQUE: ErrorKind = ErrorKind::Integrity(Integrity::Unique);
const FOREIGN_KEY: ErrorKind = ErrorKind::Integrity(Integrity::ForeignKey);

/// Adds a NOT NULL column of that default to the four artists, and then a fifth one.
async fn add_with_default(
    context: &mut Context,
    column_type: ColumnType,
    value: Value,
) -> Result<Table, Failure> {
    let artist = four_artists(context).await?;
    let added = column("more", column_type)?
        .not_null()
        .with_default(Default::Literal(value));
    carry_out(context, [add_column(&artist, added)]).await?;
    context.insert(&artist, [&row![9_i64, "x", 1]]).await?;
    Ok(now(context, "artist")?)
}

/// Demands that old rows and a new one have the default of a column that is added.
async fn with_default(context: &mut Context, column_type: ColumnType, value: Value) -> Outcome {
    let artist = add_with_default(context, column_type, value.clone()).await?;
    let found = values_of(context, &artist, "more").await?;
    expect_eq("values", found, vec![value; 5])
}

async fn bytes_with_default(context: &mut Context) -> Outcome {
    let bytes = Value::Bytes(vec![0, 39, 92, 255]);
    with_default(context, ColumnType::Bytes, bytes).await
}

async fn interval_with_default(context: &mut Context) -> Outcome {
    let interval: Interval = "P1DT2H3M".parse()?;
    let artist = add_with_default(context, ColumnType::Interval, Value::Interval(interval)).await?;
    // Where it is kept as a text, it is still read as an interval.
    let read = context.select_columns(&artist, &["more"]);
    let found: Vec<(Interval,)> = context.fetch(&read).await?;
    expect_eq("values", found, vec![(interval,); 5])
}

async fn every_type_with_default(context: &mut Context) -> Outcome {
    let moment = "2024-02-29T12:34:56";
    let defaults = [
        (ColumnType::Boolean, Value::Bool(true)),
        (ColumnType::SmallInteger, Value::I64(-7)),
        (ColumnType::BigInteger, Value::I64(i64::MAX)),
        (ColumnType::Double, Value::F64(-2.5)),
        (
            ColumnType::VarChar { length: Some(9) },
            Value::Text("it's".into()),
        ),
        (ColumnType::Date, Value::Date("2024-02-29".parse()?)),
        (
            ColumnType::Time { precision: None },
            Value::Time("12:34:56".parse()?),
        ),
        (
            ColumnType::Timestamp { precision: None },
            Value::Timestamp(moment.parse()?),
        ),
        (
            ColumnType::Uuid,
            Value::Uuid("0188da12-4bc3-7abc-8def-0123456789ab".parse()?),
        ),
    ];
    let artist = four_artists(context).await?;
    let mut names = Vec::new();
    for (n, (column_type, value)) in defaults.iter().enumerate() {
        let name = format!("more{n}");
        let added = column(&name, column_type.clone())?
            .not_null()
            .with_default(Default::Literal(value.clone()));
        context.change(&add_column(&artist, added)).await?;
        names.push((name, value));
    }
    carry_out(context, []).await?;
    for (name, value) in names {
        let found = values_of(context, &artist, &name).await?;
        expect_eq(&name, found, vec![value.clone(); 4])?;
    }
    Ok(())
}

async fn default_for_old_rows_only(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let added = column("rank", ColumnType::Integer)?.not_null();
    let with = added.clone().with_default(of_number(1));
    let changes = [add_column(&artist, with), alter_column(&artist, added)];
    carry_out(context, changes).await?;
    let without = context.insert(&artist, [&row![9_i64, "x", 1]]).await;
    expect_error("a row without a value", without, NOT_NULL)?;
    expect_numbers(context, (&artist, "rank"), &[Some(1); 4]).await
}

async fn expression_default(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let sum = context.expression(|out| {
        out.number(3).push(" + ").number(4);
    });
    let added = column("sum", ColumnType::Integer)?.with_default(Default::Expression(sum));
    let before = context.contents().await?;
    match context.change(&add_column(&artist, added)).await {
        Ok(()) => expect_numbers(context, (&artist, "sum"), &[Some(7); 4]).await,
        Err(error) => {
            let kind = error.kind();
            expect_eq("the kind", kind, ErrorKind::NotSupported(None))?;
            expect_eq("what is there", context.contents().await?, before)
        }
    }
}

async fn empty_text_default(context: &mut Context) -> Outcome {
    with_default(context, ColumnType::Text, Value::Text(String::new())).await
}

async fn null_default(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let added = column("more", ColumnType::Integer)?.with_default(Default::Literal(Value::Null));
    context.change(&add_column(&artist, added)).await?;
    expect_numbers(context, (&artist, "more"), &[None; 4]).await
}

async fn identity(context: &mut Context) -> Outcome {
    let key = column("key", ColumnType::BigInteger)?.not_null();
    let plain = Table::new(name("plain")?).with_column(key);
    context.create(&plain).await?;
    let rows = [row![30_i64], row![10_i64]];
    context.insert(&plain, &rows).await?;
    let added = column("number", ColumnType::BigInteger)?.with_identity(Identity::new());
    match context.change(&add_column(&plain, added)).await {
        // One that numbers the key only has nothing to number here.
        Err(error) if matches!(error.kind(), ErrorKind::NotSupported(_)) => Err(
            Failure::not_shown("the server numbers the key and nothing else"),
        ),
        Err(error) => Err(error.into()),
        Ok(()) => {
            context.insert(&plain, [&row![50_i64]]).await?;
            let mut found = values_of(context, &plain, "number").await?;
            expect_eq("the last", found.pop(), Some(Value::I64(3)))?;
            found.sort_by_key(|value| format!("{value:?}"));
            expect_eq("the first", found, [Value::I64(1), Value::I64(2)])
        }
    }
}

async fn reserved_name(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    for word in ["order", "select", "Table", "group by"] {
        let added = column(word, ColumnType::Integer)?.with_default(of_number(3));
        carry_out(context, [add_column(&artist, added)]).await?;
        expect_numbers(context, (&artist, word), &[Some(3); 4]).await?;
        carry_out(context, [drop_column(&artist, word)?]).await?;
    }
    Ok(())
}

async fn collation(context: &mut Context) -> Outcome {
    let collation = known_collation(context).await?;
    let artist = four_artists(context).await?;
    let added = column("note", ColumnType::Text)?.with_collation(collation);
    carry_out(context, [add_column(&artist, added)]).await
}

async fn empty_table(context: &mut Context) -> Outcome {
    let thing = table("thing", &[])?;
    context.create(&thing).await?;
    let added = column("n", ColumnType::Integer)?.not_null();
    let before = context.contents().await?;
    match context.change(&add_column(&thing, added)).await {
        Ok(()) => {
            carry_out(context, []).await?;
            let without = context.insert(&thing, [&row![1_i64]]).await;
            expect_error("a row without a value", without, NOT_NULL).map(drop)
        }
        Err(error) => {
            let kind = error.kind();
            expect(matches!(kind, ErrorKind::NotSupported(_)), || {
                format!("{error:?}")
            })?;
            expect_eq("what is there", context.contents().await?, before)
        }
    }
}

async fn several(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let mut changes = Vec::new();
    for (n, name) in ["z", "y", "x"].into_iter().enumerate() {
        let number = i64::try_from(n).unwrap_or_default();
        let added = column(name, ColumnType::Integer)?.with_default(of_number(number));
        changes.push(add_column(&artist, added));
    }
    carry_out(context, changes).await?;
    let found = now(context, "artist")?;
    let expected = ["id", "name", "born", "z", "y", "x"];
    expect_eq("columns", column_names(&found), expected)?;
    for (name, number) in [("z", 0), ("y", 1), ("x", 2)] {
        expect_numbers(context, (&artist, name), &[Some(number); 4]).await?;
    }
    Ok(())
}

async fn beside_keys(context: &mut Context) -> Outcome {
    let only = unique(&["code"])?.with_name(identifier("one_code")?);
    let declared = table("thing", &[("code", ColumnType::Integer)])?
        .with_unique(only)
        .with_index(index("thing_i", &["code", "id"])?);
    context.create(&declared).await?;
    context.insert(&declared, [&row![1_i64, 5]]).await?;
    let added = column("note", ColumnType::Text)?;
    carry_out(context, [add_column(&declared, added)]).await?;
    let again = context.insert(&declared, [&row![2_i64, 5]]).await;
    expect_error("5 once more", again, UNIQUE)?;
    Ok(())
}

async fn then_unique(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let added = column("code", ColumnType::Integer)?.with_default(of_number(1));
    carry_out(context, [add_column(&artist, added)]).await?;
    let only = unique(&["code"])?.with_name(identifier("one_code")?);
    let change = add_constraint(&artist, Constraint::Unique(only));
    untouched(context, &change, &[UNIQUE]).await?;
    for id in 1_i64..=4 {
        let after = now(context, "artist")?;
        let number = context.update_statement(&after, ("code", id), ("id", id))?;
        context.execute(&number).await?;
    }
    carry_out(context, [change]).await
}

async fn then_reference(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let label = table("label", &[])?;
    context.create(&label).await?;
    context.insert(&label, [&row![1_i64]]).await?;
    let added = column("label_id", ColumnType::BigInteger)?.with_default(of_number(1));
    let key = foreign_key(&["label_id"], &label, &["id"])?.with_name(identifier("of_label")?);
    let changes = [
        add_column(&artist, added),
        add_constraint(&artist, Constraint::ForeignKey(key)),
    ];
    carry_out(context, changes).await?;
    let after = now(context, "artist")?;
    let orphan = context.insert(&after, [&row![9_i64, "x", 1, 7_i64]]).await;
    expect_error("a label that is not there", orphan, FOREIGN_KEY)?;
    Ok(())
}

async fn then_index(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let added = column("code", ColumnType::Integer)?;
    let changes = [
        add_column(&artist, added),
        create_index(&artist, index("artist_i", &["code", "born"])?),
    ];
    carry_out(context, changes).await
}

/// Adds a column that is twice the year to the artists, and demands that it follows.
async fn twice_the_year(context: &mut Context, storage: GeneratedStorage) -> Outcome {
    let artist = four_artists(context).await?;
    let born = identifier("born")?;
    let expression = context.expression(|out| {
        out.identifier(&born).push(" * ").number(2);
    });
    let added = column("twice", ColumnType::Integer)?.with_generated(Generated {
        expression,
        storage,
    });
    carry_out(context, [add_column(&artist, added)]).await?;
    let change = context.update_statement(&artist, ("born", 5), ("id", 4_i64))?;
    context.execute(&change).await?;
    let expected = [Some(3370), Some(3638), Some(3620), Some(10)];
    expect_numbers(context, (&artist, "twice"), &expected).await
}

async fn stored_over_rows(context: &mut Context) -> Outcome {
    twice_the_year(context, GeneratedStorage::Stored).await
}

async fn virtual_over_rows(context: &mut Context) -> Outcome {
    twice_the_year(context, GeneratedStorage::Virtual).await
}

async fn generated_takes_no_value(context: &mut Context) -> Outcome {
    let doubled = doubled(context).await?;
    let given = context.insert(&doubled, [&row![3_i64, 6, 1]]).await;
    expect(given.is_err(), || "a value was taken".to_owned())?;
    expect_numbers(context, (&doubled, "twice"), &[Some(8), Some(10)]).await
}

async fn generated_of_nothing(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let nowhere = identifier("nowhere")?;
    let expression = context.expression(|out| {
        out.identifier(&nowhere).push(" * ").number(2);
    });
    let added = column("twice", ColumnType::Integer)?.with_generated(Generated {
        expression,
        storage: GeneratedStorage::Stored,
    });
    let kinds = [
        ErrorKind::Programming,
        ErrorKind::DoesNotExist,
        ErrorKind::NotSupported(None),
    ];
    untouched(context, &add_column(&artist, added), &kinds).await?;
    Ok(())
}
