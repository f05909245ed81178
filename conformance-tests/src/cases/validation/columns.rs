//! Columns: identities, generated columns, defaults, types.

use backend_core::error::Result;
use backend_core::flag::Flag;
use backend_core::model::{
    Column, ColumnType, Default, Generated, GeneratedStorage, Identity, QualifiedName, Table,
};
use backend_core::validation::FindingId;
use backend_core::value::{Date, Decimal, Interval, Time, Timestamp, Uuid, Value};

use super::{agree, agree_on, expect_found, insert, schema_of};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::fixtures::{primary_key, row, table};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "validation.columns.identities",
        identities,
        "An identity of a type that is no type of integers, or with a default, is found, and an error where it is refused."
    )
    .requires(&[Flag::supports_identity_columns])
    .django("invalid_models_tests/test_ordinary_fields.py"),
    case!(
        "validation.columns.generated",
        generated,
        "A generated column that has a default or an identity too is an error."
    )
    .requires(&[Flag::supports_stored_generated_columns])
    .django("model_fields/test_generatedfield.py"),
    case!(
        "validation.columns.default_types",
        default_types,
        "A default of a type that its column does not take is an error, and every other one is not: each constant in each type."
    ),
    case!(
        "validation.columns.default_ranges",
        default_ranges,
        "A default that is too great, or too long, is an error where the server refuses it, and a warning where it stores it."
    ),
    case!(
        "validation.columns.default_null",
        default_null,
        "NULL as the default of a column that cannot be NULL is found."
    ),
    case!(
        "validation.columns.type_limits",
        type_limits,
        "Lengths, precisions and scales are errors where the server refuses them, and only there."
    ),
    case!(
        "validation.columns.no_such_type",
        no_such_type,
        "A type that nobody made is an error."
    ),
];

/// A table of a key and one column.
fn with(called: &str, column: Column) -> Result<Table> {
    Ok(table(called, &[])?.with_column(column))
}

/// Demands agreement on a table of which a row is made of nothing but its key.
async fn agree_with_row(
    context: &mut Context,
    table: Table,
) -> Result<Vec<backend_core::validation::Finding>, crate::failure::Failure> {
    let schema = schema_of([table.clone()]);
    agree(context, &schema, async |context| {
        insert(context, &table, row![1_i64]).await
    })
    .await
}

async fn identities(context: &mut Context) -> Outcome {
    let types = [
        ColumnType::SmallInteger,
        ColumnType::Integer,
        ColumnType::BigInteger,
        ColumnType::Text,
        ColumnType::Double,
        ColumnType::Uuid,
        ColumnType::Decimal {
            precision: Some(9),
            scale: Some(0),
        },
    ];
    for (n, column_type) in types.into_iter().enumerate() {
        let column = Column::new("id", column_type)?.with_identity(Identity::new());
        let mut table = Table::new(QualifiedName::new(format!("t{n}"))?).with_column(column);
        table.primary_key = Some(primary_key(&["id"])?);
        agree_on(context, &schema_of([table])).await?;
    }
    let mut both = Column::new("id", ColumnType::BigInteger)?.with_identity(Identity::new());
    both.default = Some(Default::Literal(Value::I64(1)));
    let mut table = Table::new(QualifiedName::new("both")?).with_column(both);
    table.primary_key = Some(primary_key(&["id"])?);
    let findings = agree_on(context, &schema_of([table])).await?;
    expect_found(context, &findings, FindingId::IdentityWithDefault)
}

async fn generated(context: &mut Context) -> Outcome {
    let one = || Generated {
        expression: "1".into(),
        storage: GeneratedStorage::Stored,
    };
    let column = || {
        Ok::<_, backend_core::error::Error>(
            Column::new("n", ColumnType::Integer)?.with_generated(one()),
        )
    };
    let fine = with("fine", column()?)?;
    super::expect_no_error(&agree_with_row(context, fine).await?)?;
    let defaulted = with(
        "defaulted",
        column()?.with_default(Default::Literal(Value::I64(1))),
    )?;
    let findings = agree_on(context, &schema_of([defaulted])).await?;
    expect_found(context, &findings, FindingId::GeneratedWithDefault)?;
    if context.features().supports_identity_columns {
        let numbered = with("numbered", column()?.with_identity(Identity::new()))?;
        let findings = agree_on(context, &schema_of([numbered])).await?;
        expect_found(context, &findings, FindingId::GeneratedWithDefault)?;
    }
    // Some take a generated column into a key, and some do not.
    let mut keyed = with("keyed", column()?.not_null())?;
    keyed.primary_key = Some(primary_key(&["n"])?);
    agree_on(context, &schema_of([keyed])).await?;
    Ok(())
}

/// Constants, of which each type takes some.
fn constants() -> Result<Vec<Value>> {
    Ok(vec![
        Value::Bool(true),
        Value::I64(1),
        Value::Decimal(Decimal::parse("2.5")?),
        Value::Decimal(Decimal::parse("2")?),
        Value::F64(2.5),
        Value::Text("word".into()),
        Value::Text("12".into()),
        Value::Text("2024-02-29".into()),
        Value::Text("67e55044-10b1-426f-9247-bb680e5fe0c8".into()),
        Value::Bytes(vec![1, 2]),
        Value::Date(Date::from_ymd(2024, 2, 29)?),
        Value::Time("10:20:30".parse::<Time>()?),
        Value::Timestamp("2024-02-29 10:20:30".parse::<Timestamp>()?),
        Value::Interval("PT1H".parse::<Interval>()?),
        Value::Uuid("67e55044-10b1-426f-9247-bb680e5fe0c8".parse::<Uuid>()?),
    ])
}

async fn default_types(context: &mut Context) -> Outcome {
    let types = [
        ColumnType::Boolean,
        ColumnType::Integer,
        ColumnType::Double,
        ColumnType::Decimal {
            precision: None,
            scale: None,
        },
        ColumnType::Text,
        ColumnType::Bytes,
        ColumnType::Date,
        ColumnType::Time { precision: None },
        ColumnType::Timestamp { precision: None },
        ColumnType::Interval,
        ColumnType::Uuid,
    ];
    for (n, column_type) in types.into_iter().enumerate() {
        for (m, value) in constants()?.into_iter().enumerate() {
            let column = Column::new("c", column_type.clone())?;
            let column = column.with_default(Default::Literal(value));
            agree_with_row(context, with(&format!("t{n}_{m}"), column)?).await?;
        }
    }
    Ok(())
}

async fn default_ranges(context: &mut Context) -> Outcome {
    let decimal = |text: &str| Decimal::parse(text).map(Value::Decimal);
    let text = |text: &str| Value::Text(text.into());
    let money = ColumnType::Decimal {
        precision: Some(4),
        scale: Some(2),
    };
    let short = ColumnType::VarChar { length: Some(3) };
    let rows = [
        (ColumnType::SmallInteger, Value::I64(32_767), None),
        (
            ColumnType::SmallInteger,
            Value::I64(32_768),
            Some(FindingId::DefaultOutOfRange),
        ),
        (ColumnType::Integer, Value::I64(-2_147_483_648), None),
        (
            ColumnType::Integer,
            Value::I64(2_147_483_648),
            Some(FindingId::DefaultOutOfRange),
        ),
        (ColumnType::BigInteger, Value::I64(i64::MAX), None),
        (money.clone(), decimal("99.99")?, None),
        (
            money.clone(),
            decimal("-100.25")?,
            Some(FindingId::DefaultOutOfRange),
        ),
        (short.clone(), text("abc"), None),
        (short.clone(), text("äöü"), None),
        (short, text("abcd"), Some(FindingId::DefaultTooLong)),
    ];
    for (n, (column_type, value, id)) in rows.into_iter().enumerate() {
        let column = Column::new("c", column_type)?.with_default(Default::Literal(value));
        let findings = agree_with_row(context, with(&format!("t{n}"), column)?).await?;
        if let Some(id) = id {
            expect_found(context, &findings, id)?;
        }
    }
    Ok(())
}

async fn default_null(context: &mut Context) -> Outcome {
    let column = Column::new("c", ColumnType::Integer)?
        .not_null()
        .with_default(Default::Literal(Value::Null));
    let findings = agree_on(context, &schema_of([with("t", column)?])).await?;
    expect_found(context, &findings, FindingId::DefaultNull)
}

async fn type_limits(context: &mut Context) -> Outcome {
    let decimal = |precision, scale| ColumnType::Decimal {
        precision: Some(precision),
        scale: Some(scale),
    };
    let types = [
        ColumnType::VarChar { length: Some(0) },
        ColumnType::VarChar { length: Some(1) },
        ColumnType::VarChar {
            length: Some(10_485_760),
        },
        ColumnType::VarChar {
            length: Some(10_485_761),
        },
        ColumnType::Char { length: Some(0) },
        decimal(1, 0),
        decimal(0, 0),
        decimal(3, 3),
        decimal(3, 5),
        decimal(3, -2),
        decimal(1_000, 1_000),
        decimal(1_001, 0),
        ColumnType::Timestamp { precision: Some(9) },
        ColumnType::Timestamp { precision: Some(3) },
        ColumnType::Time { precision: Some(7) },
    ];
    for (n, column_type) in types.into_iter().enumerate() {
        let column = Column::new("c", column_type)?;
        agree_on(context, &schema_of([with(&format!("t{n}"), column)?])).await?;
    }
    Ok(())
}

async fn no_such_type(context: &mut Context) -> Outcome {
    let column = Column::new("c", ColumnType::Named(QualifiedName::new("nowhere")?))?;
    let findings = agree_on(context, &schema_of([with("t", column)?])).await?;
    expect_found(context, &findings, FindingId::TypeMissing)
}
