//! Changes: what the server refuses, and what becomes of rows.

use backend_core::flag::Flag;
use backend_core::model::{Change, Column, ColumnType, Constraint, Default};
use backend_core::validation::{Finding, FindingId, Severity};
use backend_core::value::Value;

use super::{agree_on_change, expect_found, expect_no_error};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq};
use crate::fixtures::{create_index, four_artists, index, name, row, table, unique};

const ALTERS: &[Flag] = &[Flag::can_alter_tables];

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "validation.changes.types",
        types,
        "A column becomes of another type, or it is an error that says so before: each type and each other."
    )
    .requires(ALTERS),
    case!(
        "validation.changes.lossless",
        lossless,
        "A type that holds all values of the one before is no warning, and keeps them."
    )
    .requires(ALTERS),
    case!(
        "validation.changes.lossy",
        lossy,
        "A type that holds fewer values, or others, is a warning, whatever becomes of the rows."
    )
    .requires(ALTERS),
    case!(
        "validation.changes.not_null",
        not_null,
        "A column that is to be NOT NULL, or is added so without a default, is found, as rows can refuse it."
    )
    .requires(ALTERS),
    case!(
        "validation.changes.rows",
        rows,
        "Constraints that rows can break are found, and what loses rows or values is a warning."
    )
    .requires(&[Flag::can_alter_tables, Flag::can_add_constraints]),
    case!(
        "validation.changes.unfit",
        unfit,
        "A change that does not fit the schema is an error, and so is what a later one makes of an earlier."
    ),
    case!(
        "validation.changes.unsupported",
        unsupported,
        "Where tables cannot be changed, each change of one is an error with the flag."
    )
    .refuses(Flag::can_alter_tables),
];

fn alter(table: &str, column: Column) -> Result<Change, backend_core::error::Error> {
    Ok(Change::AlterColumn {
        table: name(table)?,
        column,
        using: None,
    })
}

fn has(findings: &[Finding], id: FindingId) -> bool {
    findings.iter().any(|finding| finding.id == id)
}

async fn types(context: &mut Context) -> Outcome {
    let types = [
        ColumnType::Boolean,
        ColumnType::SmallInteger,
        ColumnType::BigInteger,
        ColumnType::Double,
        ColumnType::Decimal {
            precision: Some(9),
            scale: Some(2),
        },
        ColumnType::Text,
        ColumnType::VarChar { length: Some(9) },
        ColumnType::Date,
        ColumnType::Timestamp { precision: None },
        ColumnType::Time { precision: None },
        ColumnType::Interval,
        ColumnType::Uuid,
        ColumnType::Json,
    ];
    for (n, from) in types.iter().enumerate() {
        for (m, to) in types.iter().enumerate() {
            let called = format!("t{n}_{m}");
            context
                .create(&table(&called, &[("c", from.clone())])?)
                .await?;
            let change = alter(&called, Column::new("c", to.clone())?)?;
            agree_on_change(context, &change).await?;
        }
    }
    Ok(())
}

async fn lossless(context: &mut Context) -> Outcome {
    let thing = table(
        "thing",
        &[
            ("n", ColumnType::SmallInteger),
            ("word", ColumnType::VarChar { length: Some(9) }),
        ],
    )?;
    context.create(&thing).await?;
    context
        .insert(&thing, [&row![1_i64, 7_i16, "seven"]])
        .await?;
    for column in [
        Column::new("n", ColumnType::BigInteger)?,
        Column::new("word", ColumnType::Text)?,
    ] {
        let findings = agree_on_change(context, &alter("thing", column)?).await?;
        let refused = findings.iter().any(|it| it.severity == Severity::Error);
        let warned = findings.iter().any(|it| it.severity == Severity::Warning);
        expect(refused || !warned, || super::lines(&findings))?;
    }
    let rows: Vec<(i64, i64, String)> = context.fetch(&context.select_statement(&thing)).await?;
    expect_eq("the row", rows, [(1, 7, "seven".to_owned())])
}

async fn lossy(context: &mut Context) -> Outcome {
    let thing = table(
        "thing",
        &[("n", ColumnType::BigInteger), ("word", ColumnType::Text)],
    )?;
    context.create(&thing).await?;
    for (column_type, column, id) in [
        (ColumnType::SmallInteger, "n", FindingId::ChangeNarrows),
        (
            ColumnType::VarChar { length: Some(3) },
            "word",
            FindingId::ChangeNarrows,
        ),
        (ColumnType::Integer, "word", FindingId::ChangeConverts),
    ] {
        let change = alter("thing", Column::new(column, column_type)?)?;
        let before = context.schema().clone();
        let backend = context.backend();
        let findings =
            backend.validate_changes(&context.dialect(), &before, std::slice::from_ref(&change));
        expect_found(context, &findings, id)?;
    }
    Ok(())
}

async fn not_null(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    let added = Change::AddColumn {
        table: name("artist")?,
        column: Column::new("died", ColumnType::Integer)?.not_null(),
    };
    let nullable = Column::new("born", ColumnType::Integer)?;
    let altered = alter("artist", nullable.not_null())?;
    for (change, id) in [
        (added, FindingId::ChangeAddsNotNull),
        (altered, FindingId::ChangeForbidsNull),
    ] {
        let before = context.schema().clone();
        let backend = context.backend();
        let changes = std::slice::from_ref(&change);
        let findings = backend.validate_changes(&context.dialect(), &before, changes);
        expect_found(context, &findings, id)?;
        let refused = context.change(&change).await;
        expect(refused.is_err(), || {
            format!("rows do not refuse {change:?}")
        })?;
    }
    let with_default = Column::new("rank", ColumnType::Integer)?
        .not_null()
        .with_default(Default::Literal(Value::I64(1)));
    let change = Change::AddColumn {
        table: name("artist")?,
        column: with_default,
    };
    let findings = agree_on_change(context, &change).await?;
    let found = has(&findings, FindingId::ChangeAddsNotNull);
    expect(!found, || "a default is not seen".into())
}

async fn rows(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let change = Change::AddConstraint {
        table: artist.name.clone(),
        constraint: Constraint::Unique(unique(&["name"])?),
    };
    let findings = agree_on_change(context, &change).await?;
    expect_found(context, &findings, FindingId::ChangeMeetsRows)?;
    let by_year = create_index(&artist, index("by_year", &["born"])?.unique());
    let findings = agree_on_change(context, &by_year).await?;
    expect_found(context, &findings, FindingId::ChangeMeetsRows)?;
    let plain = create_index(&artist, index("plain", &["id", "born"])?);
    let findings = agree_on_change(context, &plain).await?;
    let found = has(&findings, FindingId::ChangeMeetsRows);
    expect(!found, || "an index that refuses nothing is found".into())?;
    let dropped = Change::DropTable(artist.name);
    let findings = agree_on_change(context, &dropped).await?;
    expect_found(context, &findings, FindingId::ChangeLosesData)
}

async fn unfit(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let findings = agree_on_change(context, &Change::CreateTable(artist.clone())).await?;
    expect_found(context, &findings, FindingId::Refused)?;
    let dropped = Change::DropTable(artist.name.clone());
    let twice = [dropped.clone(), dropped];
    let backend = context.backend();
    let findings = backend.validate_changes(&context.dialect(), context.schema(), &twice);
    expect_found(context, &findings, FindingId::Refused)?;
    let other = create_index(&artist, index("by_name", &["name"])?);
    expect_no_error(&agree_on_change(context, &other).await?)
}

async fn unsupported(context: &mut Context) -> Outcome {
    let artist = four_artists(context).await?;
    let change = Change::AddColumn {
        table: artist.name.clone(),
        column: Column::new("died", ColumnType::Integer)?,
    };
    let findings = agree_on_change(context, &change).await?;
    let flags: Vec<_> = findings.iter().filter_map(|finding| finding.flag).collect();
    expect_eq("flags", flags, [Flag::can_alter_tables])?;
    let attempt = async |context: &mut Context| context.change(&change).await;
    context.refused(Flag::can_alter_tables, attempt).await
}
