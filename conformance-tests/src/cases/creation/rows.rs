//! All rows of a database, read and put back.

use backend_core::creation::Contents;
use backend_core::error::{ErrorKind, Integrity, Result};
use backend_core::flag::Flag;
use backend_core::model::{
    Change, Column, ColumnType, Constraint, Generated, GeneratedStorage, Identity, Table,
};
use backend_core::value::{
    Array, ColumnKind, Date, Decimal, Interval, IntoValue, Json, Time, Timestamp, TimestampTz,
    TypedValue, Uuid, Value,
};

use crate::case::{CaseDef, Outcome, case};
use crate::cases::operations::unvalidated;
use crate::context::Context;
use crate::failure::{expect, expect_eq, expect_error};
use crate::fixtures::{foreign_key, four_artists, identifier, no_circles, row, table};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "creation.rows.restored",
        restored,
        "Rows that were read are put back as they were, whatever was written or deleted meanwhile."
    )
    .django("backends/base/test_creation.py"),
    case!(
        "creation.rows.every_value",
        every_value,
        "No value is changed on the way: NaN, infinities, digits of decimals, bytes, texts of any script, NULL, each type."
    ),
    case!(
        "creation.rows.circles",
        circles,
        "Rows that refer to themselves and to each other in a circle are put back, in whatever order."
    )
    .requires(&[Flag::supports_foreign_keys, Flag::can_disable_constraint_checks])
    .django("backends/base/test_creation.py"),
    case!(
        "creation.rows.unvalidated_keys",
        unvalidated_keys,
        "A key that old rows need not meet is still such a one after rows in a circle were put back, and holds for new ones."
    )
    .requires(&[
        Flag::supports_foreign_keys,
        Flag::can_add_constraints,
        Flag::supports_unvalidated_constraints,
    ]),
    case!(
        "creation.rows.generated",
        generated,
        "Columns that are generated are computed anew, and everything else is as it was."
    )
    .requires(&[Flag::supports_stored_generated_columns]),
    case!(
        "creation.rows.identities",
        identities,
        "Numbers of identities are as they were, and the next one is the one that would have come next."
    )
    .requires(&[Flag::supports_identity_columns]),
    case!(
        "creation.rows.always_generated",
        always_generated,
        "Numbers that only the server gives are put back all the same."
    )
    .requires(&[Flag::supports_always_generated_identities]),
    case!(
        "creation.rows.triggers",
        triggers,
        "Triggers do not run while rows are put back, and run again afterwards."
    )
    .requires(&[Flag::supports_triggers]),
    case!(
        "creation.rows.unfit",
        unfit,
        "Rows of a table or column that is not there are refused before anything is changed."
    ),
    case!(
        "creation.rows.broken",
        broken,
        "Rows that refer to none are refused, and the database is as it was."
    )
    .requires(&[Flag::supports_foreign_keys, Flag::supports_transactions]),
    case!(
        "creation.rows.elsewhere",
        elsewhere,
        "Rows of one database are put into another one with the same tables."
    ),
    case!(
        "creation.rows.many",
        many,
        "Some thousand rows are put back, more than one statement takes."
    ),
];

async fn serialize(context: &mut Context) -> Result<Contents> {
    let backend = context.backend();
    context.note("-- serialize");
    backend.serialize(context.connection()).await
}

async fn restore(context: &mut Context, contents: &Contents) -> Result<()> {
    let backend = context.backend();
    context.note("-- restore");
    backend.restore(context.connection(), contents).await
}

/// Demands that the database holds this: as text, because NaN is not equal to itself.
async fn expect_contents(context: &mut Context, expected: &Contents) -> Outcome {
    let found = serialize(context).await?;
    expect_eq(
        "what it holds",
        format!("{found:#?}"),
        format!("{expected:#?}"),
    )
}

async fn restored(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let other = table("other", &[("word", ColumnType::Text)])?;
    context.create(&other).await?;
    let contents = serialize(context).await?;
    let rows: Vec<_> = contents
        .tables
        .iter()
        .map(|table| table.rows.len())
        .collect();
    expect_eq("rows", rows.iter().sum::<usize>(), 4)?;
    let delete = context.delete_statement(&artist, "id", 2_i64)?;
    context.execute(&delete).await?;
    let update = context.update_statement(&artist, ("name", "Johann"), ("id", 1_i64))?;
    context.execute(&update).await?;
    context.insert(&other, [&row![1_i64, "new"]]).await?;
    restore(context, &contents).await?;
    expect_contents(context, &contents).await?;
    restore(context, &contents).await?;
    expect_contents(context, &contents).await
}

/// A type, and values of it.
type Kind = (ColumnType, Vec<TypedValue>);

fn number_values() -> Result<Vec<Kind>> {
    let decimal = |text: &str| Decimal::parse(text).map(IntoValue::into_value);
    let digits = |precision, scale| ColumnType::Decimal {
        precision: Some(precision),
        scale: Some(scale),
    };
    Ok(vec![
        (
            ColumnType::Boolean,
            vec![true.into_value(), false.into_value()],
        ),
        (
            ColumnType::SmallInteger,
            vec![i16::MIN.into_value(), i16::MAX.into_value()],
        ),
        (
            ColumnType::BigInteger,
            vec![i64::MIN.into_value(), i64::MAX.into_value()],
        ),
        (
            ColumnType::Real,
            vec![0.1_f32.into_value(), f32::MIN_POSITIVE.into_value()],
        ),
        (
            ColumnType::Double,
            vec![
                0.1_f64.into_value(),
                (-0.0_f64).into_value(),
                f64::MAX.into_value(),
            ],
        ),
        (
            digits(38, 6),
            vec![
                decimal("-123456789012345678901234567890.000100")?,
                decimal("0.00")?,
            ],
        ),
    ])
}

fn text_values() -> Result<Vec<Kind>> {
    Ok(vec![
        (
            ColumnType::Text,
            vec![
                "".into_value(),
                "né 'q' \"d\" \\ \n\t 🦀".into_value(),
                "007".into_value(),
            ],
        ),
        (
            ColumnType::VarChar { length: Some(5) },
            vec!["ab   ".into_value()],
        ),
        (
            ColumnType::Bytes,
            vec![
                vec![0_u8, 255, 39].into_value(),
                Vec::<u8>::new().into_value(),
            ],
        ),
        (
            ColumnType::Uuid,
            vec![
                "67e55044-10b1-426f-9247-bb680e5fe0c8"
                    .parse::<Uuid>()?
                    .into_value(),
            ],
        ),
        (
            ColumnType::Json,
            vec![Json(r#"{"a": [1, null]}"#.to_owned()).into_value()],
        ),
    ])
}

fn temporal_values() -> Result<Vec<Kind>> {
    Ok(vec![
        (
            ColumnType::Date,
            vec![
                Date::from_ymd(1, 1, 1)?.into_value(),
                Date::from_ymd(9999, 12, 31)?.into_value(),
            ],
        ),
        (
            ColumnType::Time { precision: None },
            vec!["23:59:59.999999".parse::<Time>()?.into_value()],
        ),
        (
            ColumnType::Timestamp { precision: None },
            vec![
                "2024-02-29 12:30:00.000001"
                    .parse::<Timestamp>()?
                    .into_value(),
            ],
        ),
        (
            ColumnType::TimestampTz { precision: None },
            vec![
                "1969-12-31 23:59:59.5+02:00"
                    .parse::<TimestampTz>()?
                    .into_value(),
            ],
        ),
        (
            ColumnType::Interval,
            vec!["P1Y-3DT0.5S".parse::<Interval>()?.into_value()],
        ),
    ])
}

/// What only some servers keep.
fn rarer_values(context: &Context) -> Result<Vec<Kind>> {
    let features = context.features();
    let mut kinds = Vec::new();
    let mut doubles = Vec::new();
    if features.supports_float_nan {
        doubles.push(f64::NAN.into_value());
    }
    if features.supports_float_infinity {
        doubles.extend([f64::INFINITY.into_value(), f64::NEG_INFINITY.into_value()]);
    }
    kinds.push((ColumnType::Double, doubles));
    if features.supports_decimal_nan {
        let any = ColumnType::Decimal {
            precision: None,
            scale: None,
        };
        kinds.push((any, vec![Decimal::parse("NaN")?.into_value()]));
    }
    if features.supports_arrays {
        let element = ColumnType::Integer;
        let values = vec![Value::I64(1), Value::Null, Value::I64(3)];
        let array = Array::new(ColumnKind::I32, values);
        let square = [1, 2, 3, 4].map(Value::I64).to_vec();
        let square = Array::with_dimensions(ColumnKind::I32, vec![2, 2], square)?;
        let of = |array| TypedValue::from(Value::Array(Box::new(array)));
        let arrays = vec![
            of(array),
            of(square),
            of(Array::new(ColumnKind::I32, Vec::new())),
        ];
        kinds.push((ColumnType::Array(Box::new(element)), arrays));
    }
    Ok(kinds)
}

async fn every_value(context: &mut Context) -> Outcome {
    let mut kinds = number_values()?;
    kinds.extend(text_values()?);
    kinds.extend(temporal_values()?);
    kinds.extend(rarer_values(context)?);
    for (n, (column_type, values)) in kinds.into_iter().enumerate() {
        let table = table(&format!("t{n:02}"), &[("value", column_type)])?;
        context.create(&table).await?;
        let nothing = row![0_i64];
        context.insert(&table, [&nothing]).await?;
        for (m, value) in values.into_iter().enumerate() {
            let key = i64::try_from(m).unwrap_or_default() + 1;
            context
                .insert(&table, [&vec![key.into_value(), value]])
                .await?;
        }
    }
    let contents = serialize(context).await?;
    let mut empty = contents.clone();
    for table in &mut empty.tables {
        table.rows.clear();
    }
    restore(context, &empty).await?;
    expect_contents(context, &empty).await?;
    restore(context, &contents).await?;
    expect_contents(context, &contents).await
}

async fn circles(context: &mut Context) -> Outcome {
    let column = [
        ("up", ColumnType::BigInteger),
        ("across", ColumnType::BigInteger),
    ];
    let (mut one, mut two) = (table("one", &column)?, table("two", &column)?);
    let late = context.features().can_add_constraints;
    if !late && !context.features().supports_forward_references {
        return Err(no_circles());
    }
    let across = |to: &Table, name: &str| -> Result<_> {
        Ok(foreign_key(&["across"], to, &["id"])?.with_name(identifier(name)?))
    };
    one = one
        .clone()
        .with_foreign_key(foreign_key(&["up"], &one, &["id"])?);
    two = two
        .clone()
        .with_foreign_key(foreign_key(&["up"], &two, &["id"])?);
    two = two.with_foreign_key(across(&one, "to_one")?);
    let to_two = across(&two, "to_two")?;
    if late {
        context.create(&one).await?;
        context.create(&two).await?;
        let change = Change::AddConstraint {
            table: one.name.clone(),
            constraint: Constraint::ForeignKey(to_two),
        };
        context.change(&change).await?;
    } else {
        one = one.with_foreign_key(to_two);
        context.create(&one).await?;
        context.create(&two).await?;
    }
    // Each row refers to one that is read after it.
    let none: Option<i64> = None;
    context.insert(&one, [&row![3_i64, none, none]]).await?;
    context
        .insert(&one, [&row![2_i64, 3_i64, none], &row![1_i64, 2_i64, none]])
        .await?;
    context
        .insert(
            &two,
            [&row![2_i64, none, 1_i64], &row![1_i64, 2_i64, 3_i64]],
        )
        .await?;
    for id in [1_i64, 2, 3] {
        let update = context.update_statement(&one, ("across", 2_i64), ("id", id))?;
        context.execute(&update).await?;
    }
    let contents = serialize(context).await?;
    restore(context, &contents).await?;
    expect_contents(context, &contents).await?;
    // The keys hold as before.
    let dangling = context.update_statement(&one, ("across", 9_i64), ("id", 1_i64))?;
    let refused = context.execute(&dangling).await;
    let kind = ErrorKind::Integrity(Integrity::ForeignKey);
    expect_error("a row that refers to none", refused, kind)?;
    expect_contents(context, &contents).await
}

async fn unvalidated_keys(context: &mut Context) -> Outcome {
    let tables = unvalidated::unvalidated_circle(context).await?;
    let [one, two] = &tables;
    let none: Option<i64> = None;
    context.insert(one, [&row![1_i64, none]]).await?;
    context.insert(two, [&row![1_i64, 1_i64]]).await?;
    context.insert(one, [&row![2_i64, 1_i64]]).await?;
    let contents = serialize(context).await?;
    restore(context, &contents).await?;
    expect_contents(context, &contents).await?;
    unvalidated::expect_unvalidated(context, &tables).await
}

async fn generated(context: &mut Context) -> Outcome {
    let id = identifier("id")?;
    let twice = context.expression(|out| {
        out.identifier(&id).push(" * 2");
    });
    let column = Column::new("twice", ColumnType::BigInteger)?.with_generated(Generated {
        expression: twice,
        storage: GeneratedStorage::Stored,
    });
    let mut thing = table("thing", &[])?.with_column(column);
    thing.columns.push(Column::new("word", ColumnType::Text)?);
    context.create(&thing).await?;
    let short = table("thing", &[("word", ColumnType::Text)])?;
    context
        .insert(&short, [&row![1_i64, "one"], &row![2_i64, "two"]])
        .await?;
    let before = context.select(&thing).await?;
    let contents = serialize(context).await?;
    restore(context, &contents).await?;
    expect_contents(context, &contents).await?;
    expect_eq("rows", context.select(&thing).await?, before)
}

/// A table of numbered words.
fn numbered(identity: Identity) -> Result<Table> {
    let id = Column::new("id", ColumnType::BigInteger)?.with_identity(identity);
    let mut table = table("numbered", &[("word", ColumnType::Text)])?;
    table.columns.retain(|column| column.name != "id");
    table.columns.insert(0, id);
    Ok(table)
}

/// Inserts a word, and answers with the number it was given.
async fn add(context: &mut Context, table: &Table, word: &str) -> Result<i64> {
    let statement = context.statement(|out| {
        out.push("INSERT INTO ").name(&table.name).push(" (");
        if let Some(column) = table.column("word") {
            out.identifier(&column.name);
        }
        out.push(") VALUES (").bind(word).push(")");
    });
    context.execute(&statement).await?;
    let rows: Vec<(i64, String)> = context.fetch(&context.select_statement(table)).await?;
    Ok(rows
        .iter()
        .filter(|(_, it)| it == word)
        .map(|(id, _)| *id)
        .max()
        .unwrap_or(0))
}

async fn identities(context: &mut Context) -> Outcome {
    let table = numbered(Identity::new())?;
    context.create(&table).await?;
    for word in ["a", "b", "c"] {
        add(context, &table, word).await?;
    }
    let delete = context.delete_statement(&table, "id", 3_i64)?;
    context.execute(&delete).await?;
    let contents = serialize(context).await?;
    for word in ["d", "e"] {
        add(context, &table, word).await?;
    }
    restore(context, &contents).await?;
    expect_contents(context, &contents).await?;
    expect_eq("the next number", add(context, &table, "next").await?, 4)
}

async fn always_generated(context: &mut Context) -> Outcome {
    use backend_core::model::IdentityGeneration;
    let table = numbered(Identity::new().generated(IdentityGeneration::Always))?;
    context.create(&table).await?;
    for word in ["a", "b"] {
        add(context, &table, word).await?;
    }
    let contents = serialize(context).await?;
    restore(context, &contents).await?;
    expect_contents(context, &contents).await?;
    expect_eq("the next number", add(context, &table, "next").await?, 3)
}

async fn triggers(context: &mut Context) -> Outcome {
    let (rows, log) = crate::cases::schema::objects::triggers::make(context, "Note it").await?;
    context.insert(&rows, [&row![1_i64], &row![2_i64]]).await?;
    let forget = context.delete_statement(&log, "id", 2_i64)?;
    context.execute(&forget).await?;
    let contents = serialize(context).await?;
    context.insert(&rows, [&row![3_i64]]).await?;
    restore(context, &contents).await?;
    expect_contents(context, &contents).await?;
    expect_eq("notes", context.count(&log.name).await?, 1)?;
    context.insert(&rows, [&row![4_i64]]).await?;
    expect_eq("notes afterwards", context.count(&log.name).await?, 2)
}

async fn unfit(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    let contents = serialize(context).await?;
    for is_table in [true, false] {
        let mut other = contents.clone();
        if let Some(table) = other.tables.first_mut() {
            table.rows.truncate(1);
            if is_table {
                table.name = backend_core::model::QualifiedName::new("nowhere")?;
            } else if let Some(column) = table.columns.last_mut() {
                *column = identifier("nothing")?;
            }
        }
        let refused = restore(context, &other).await;
        expect_error("rows that fit nowhere", refused, ErrorKind::DoesNotExist)?;
        expect_contents(context, &contents).await?;
    }
    Ok(())
}

async fn broken(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let key = foreign_key(&["artist"], &artist, &["id"])?;
    let work = table("work", &[("artist", ColumnType::BigInteger)])?.with_foreign_key(key);
    context.create(&work).await?;
    context.insert(&work, [&row![1_i64, 4_i64]]).await?;
    let contents = serialize(context).await?;
    let mut dangling = contents.clone();
    for table in &mut dangling.tables {
        if table.name == artist.name {
            table.rows.pop();
        }
    }
    let refused = restore(context, &dangling).await;
    let kind = ErrorKind::Integrity(Integrity::ForeignKey);
    expect_error("rows that refer to none", refused, kind)?;
    expect_contents(context, &contents).await?;
    let again = context.insert(&work, [&row![2_i64, 99_i64]]).await;
    expect(again.is_err(), || "keys are not checked any more".into())
}

async fn elsewhere(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    let contents = serialize(context).await?;
    context
        .elsewhere(async |other| {
            other.create(&crate::fixtures::artists()?).await?;
            restore(other, &contents).await?;
            expect_contents(other, &contents).await
        })
        .await
}

async fn many(context: &mut Context) -> Outcome {
    crate::fixtures::many_items(context, 5_000).await?;
    let contents = serialize(context).await?;
    restore(context, &contents).await?;
    expect_contents(context, &contents).await
}
