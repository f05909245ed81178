//! Defaults: what an insert that leaves a column out stores.

use std::fmt::Debug;

use backend_core::error::{ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::model::{Column, ColumnType, Default, Table};
use backend_core::value::{
    Date, Decimal, FromValue, Interval, IntoValue, Json, Time, Timestamp, TimestampTz, Uuid, Value,
};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq};
use crate::fixtures::{expect_table, introspected, row, table};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.default.integers",
        integers,
        "Integer defaults are stored as they are, up to the ends of 64 bits."
    )
    .django("schema/tests.py"),
    case!(
        "schema.default.numbers",
        numbers,
        "Decimal and floating-point defaults are stored without a lost digit."
    ),
    case!(
        "schema.default.texts",
        texts,
        "A text default is text, whatever it holds: quotes, breaks, placeholders, or what looks like SQL."
    )
    .smoke()
    .django("schema/tests.py"),
    case!(
        "schema.default.bytes",
        bytes,
        "A default of bytes is stored as these bytes, zeros included."
    )
    .django("schema/tests.py"),
    case!(
        "schema.default.booleans",
        booleans,
        "Boolean defaults are stored as true and false."
    ),
    case!(
        "schema.default.times",
        times,
        "Defaults that are dates, times, timestamps and instants are stored as these."
    )
    .django("schema/tests.py"),
    case!(
        "schema.default.other_literals",
        other_literals,
        "Defaults that are UUIDs, intervals and JSON are stored as these."
    ),
    case!(
        "schema.default.null",
        null,
        "A default of NULL stores NULL, as does no default."
    ),
    case!(
        "schema.default.value_given",
        value_given,
        "A value that an insert gives wins over the default, NULL included."
    ),
    case!(
        "schema.default.not_null_column",
        not_null_column,
        "A NOT NULL column with a default can be left out of an insert."
    ),
    case!(
        "schema.default.expression",
        expression,
        "A default that is an expression is computed at the insert, and found as an expression."
    )
    .requires(&[Flag::supports_expression_defaults])
    .django("schema/tests.py"),
    case!(
        "schema.default.expression_refused",
        expression_refused,
        "A default that is an expression is refused by its flag where the server takes literals only."
    )
    .refuses(Flag::supports_expression_defaults),
];

async fn integers(context: &mut Context) -> Outcome {
    stores(context, ColumnType::SmallInteger, [7_i16, -7]).await?;
    stores(context, ColumnType::Integer, [0, i32::MIN, i32::MAX]).await?;
    stores(context, ColumnType::BigInteger, [0, i64::MIN, i64::MAX]).await
}

async fn numbers(context: &mut Context) -> Outcome {
    let decimals: Result<Vec<Decimal>> = ["0", "-12345678.90", "0.01", "99999999.99"]
        .iter()
        .map(|text| text.parse())
        .collect();
    let money = ColumnType::Decimal {
        precision: Some(10),
        scale: Some(2),
    };
    stores(context, money, decimals?).await?;
    let doubles = [0.0, -0.1, 1.5e300, f64::MIN_POSITIVE, 1.0 / 3.0];
    stores(context, ColumnType::Double, doubles).await
}

async fn texts(context: &mut Context) -> Outcome {
    let texts = [
        "",
        "plain",
        "it's \"quoted\" `twice` [x]",
        "back\\slash \\' \\n",
        "two\nlines\r\n\tand a tab",
        "100% %s ? ?1 $1 @P1 :name {0}",
        "-- no comment /* nor this */ ; DROP TABLE x",
        "NULL",
        "CURRENT_TIMESTAMP",
        "(1 + 1)",
        "'x'",
        "TRUE",
        "007",
        "čšž Ω 漢字 🦀",
        " blanks around ",
    ];
    let limited = ColumnType::VarChar { length: Some(100) };
    stores(context, limited, texts.map(str::to_owned)).await?;
    stores(context, ColumnType::Text, ["x'y".repeat(300)]).await
}

async fn bytes(context: &mut Context) -> Outcome {
    let every: Vec<u8> = (0..=255).collect();
    stores(
        context,
        ColumnType::Bytes,
        [vec![], vec![0, 39, 92, 255], every],
    )
    .await
}

async fn booleans(context: &mut Context) -> Outcome {
    stores(context, ColumnType::Boolean, [true, false]).await
}

async fn times(context: &mut Context) -> Outcome {
    let date: Date = "2024-02-29".parse()?;
    stores(context, ColumnType::Date, [date]).await?;
    let time: Time = "23:59:58".parse()?;
    stores(context, ColumnType::Time { precision: None }, [time]).await?;
    let timestamp: Timestamp = "1985-10-26 01:21:00".parse()?;
    stores(
        context,
        ColumnType::Timestamp { precision: None },
        [timestamp],
    )
    .await?;
    let instant: TimestampTz = "1985-10-26 01:21:00+00:00".parse()?;
    stores(
        context,
        ColumnType::TimestampTz { precision: None },
        [instant],
    )
    .await
}

async fn other_literals(context: &mut Context) -> Outcome {
    let uuid: Uuid = "01890a5d-ac96-774b-bcce-b302099a8057".parse()?;
    stores(context, ColumnType::Uuid, [uuid]).await?;
    let interval: Interval = "P1M2DT3S".parse()?;
    stores(context, ColumnType::Interval, [interval]).await?;
    let json = Json(r#"["it's",null,1]"#.to_owned());
    let declared = defaulted("json", &[(ColumnType::Json, json.into_value().value)])?;
    let read = insert_nothing_else(context, &declared).await?;
    let found: Vec<(Json,)> = context.fetch(&read).await?;
    let compact = |json: &Json| json.0.replace(char::is_whitespace, "");
    let found: Vec<_> = found.iter().map(|(json,)| compact(json)).collect();
    expect_eq("the JSON", found, [r#"["it's",null,1]"#])
}

async fn null(context: &mut Context) -> Outcome {
    let declared = defaulted("nothing", &[(ColumnType::Integer, Value::Null)])?
        .with_column(Column::new("bare", ColumnType::Integer)?);
    context.create(&declared).await?;
    context.insert(&declared, [&row![1_i64]]).await?;
    let read = context.select_columns(&declared, &["c0", "bare"]);
    let found: Vec<(Option<i32>, Option<i32>)> = context.fetch(&read).await?;
    expect_eq("both", found, [(None, None)])
}

async fn value_given(context: &mut Context) -> Outcome {
    let declared = defaulted("given", &[(ColumnType::Integer, Value::I64(7))])?;
    context.create(&declared).await?;
    let rows = [row![1_i64, 8], row![2_i64, None::<i32>]];
    context.insert(&declared, &rows).await?;
    context.insert(&declared, [&row![3_i64]]).await?;
    let read = context.select_columns(&declared, &["id", "c0"]);
    let found: Vec<(i64, Option<i32>)> = context.fetch(&read).await?;
    expect_eq("values", found, [(1, Some(8)), (2, None), (3, Some(7))])
}

async fn not_null_column(context: &mut Context) -> Outcome {
    let seven = Default::Literal(Value::I64(7));
    let column = Column::new("must", ColumnType::Integer)?;
    let declared = table("given", &[])?.with_column(column.not_null().with_default(seven));
    context.create(&declared).await?;
    let found = introspected(context, &declared.name.name).await?;
    expect_table(&declared, &found, context.features())?;
    context.insert(&declared, [&row![1_i64]]).await?;
    let refused = context
        .insert(&declared, [&row![2_i64, None::<i32>]])
        .await
        .map_err(|error| error.kind());
    let kind = ErrorKind::Integrity(backend_core::error::Integrity::NotNull);
    expect_eq("NULL in its place", refused, Err(kind))?;
    let read = context.select_columns(&declared, &["must"]);
    let found: Vec<(i32,)> = context.fetch(&read).await?;
    expect_eq("values", found, [(7,)])
}

/// A table with a computed sum and a moment as defaults.
fn computed(context: &Context) -> Result<Table> {
    let sum = context.expression(|out| {
        out.number(40).push(" + ").number(2);
    });
    let moment = context.expression(|out| {
        out.push("CURRENT_TIMESTAMP");
    });
    let column = |name, column_type, text| {
        Column::new(name, column_type).map(|it| it.with_default(Default::Expression(text)))
    };
    let timestamp = ColumnType::Timestamp { precision: None };
    Ok(table("computed", &[])?
        .with_column(column("total", ColumnType::Integer, sum)?)
        .with_column(column("made", timestamp, moment)?))
}

async fn expression(context: &mut Context) -> Outcome {
    let declared = computed(context)?;
    context.create(&declared).await?;
    let found = introspected(context, &declared.name.name).await?;
    expect_table(&declared, &found, context.features())?;
    context.insert(&declared, [&row![1_i64]]).await?;
    context.insert(&declared, [&row![2_i64, 3]]).await?;
    let read = context.select_columns(&declared, &["total", "made"]);
    let found: Vec<(i32, Option<Value>)> = context.fetch(&read).await?;
    let totals: Vec<_> = found.iter().map(|(total, _)| *total).collect();
    expect_eq("sums", totals, [42, 3])?;
    let is_text_of_sql = |value: &Option<Value>| match value {
        None => true,
        Some(Value::Text(text)) => text.contains("CURRENT"),
        Some(_) => false,
    };
    let strange = found.iter().any(|(_, made)| is_text_of_sql(made));
    expect(!strange, || format!("moments are stored as {found:?}"))
}

async fn expression_refused(context: &mut Context) -> Outcome {
    let declared = computed(context)?;
    context
        .refused(Flag::supports_expression_defaults, async |context| {
            context.create(&declared).await
        })
        .await
}

/// A table `name` with one column for each type, of that default.
fn defaulted(name: &str, columns: &[(ColumnType, Value)]) -> Result<Table> {
    let mut made = table(name, &[])?;
    for (n, (column_type, value)) in columns.iter().enumerate() {
        let column = Column::new(format!("c{n}"), column_type.clone())?;
        made = made.with_column(column.with_default(Default::Literal(value.clone())));
    }
    Ok(made)
}

/// Makes the table, inserts a row of nothing but the key, and gives the statement that reads the other columns.
async fn insert_nothing_else(
    context: &mut Context,
    declared: &Table,
) -> Result<backend_core::sql::Statement, Failure> {
    context.create(declared).await?;
    let found = introspected(context, &declared.name.name).await?;
    expect_table(declared, &found, context.features())?;
    context.insert(declared, [&row![1_i64]]).await?;
    let columns = declared.columns.iter().skip(1);
    let names: Vec<_> = columns.map(|column| column.name.as_str()).collect();
    Ok(context.select_columns(declared, &names))
}

/// Demands that each of these values, as a default of a column of that type, is what an insert without the column stores.
async fn stores<T>(
    context: &mut Context,
    column_type: ColumnType,
    values: impl IntoIterator<Item = T>,
) -> Outcome
where
    T: IntoValue + for<'r> FromValue<'r> + Clone + PartialEq + Debug + Send,
{
    let values: Vec<T> = values.into_iter().collect();
    let columns: Vec<_> = values
        .iter()
        .map(|value| (column_type.clone(), value.clone().into_value().value))
        .collect();
    let count = context.schema().tables.len();
    let declared = defaulted(&format!("defaults{count}"), &columns)?;
    let read = insert_nothing_else(context, &declared).await?;
    let rows = context
        .fetch_values(&read)
        .await?
        .into_iter()
        .flatten()
        .map(|value| T::from_value(value.as_ref()))
        .collect::<Result<Vec<T>>>()?;
    expect_eq(&format!("defaults of {column_type:?}"), rows, values)
}
