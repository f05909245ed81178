//! Tables and their keys.

use backend_core::flag::Flag;
use backend_core::model::{Column, ColumnType, PrimaryKey, Table};
use backend_core::validation::{FindingId, Severity};

use super::{agree, agree_on, expect_found, expect_no_error, found, insert, schema_of};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect_eq};
use crate::fixtures::{
    artists, identifier, identifiers, index, name, primary_key, row, table, unique,
};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "validation.tables.sound",
        sound,
        "A schema in which nothing is wrong has no error, and is taken."
    )
    .smoke(),
    case!(
        "validation.tables.no_columns",
        no_columns,
        "A table without columns is found, and an error where the server refuses one."
    ),
    case!(
        "validation.tables.no_primary_key",
        no_primary_key,
        "A table without a primary key is found, and made all the same."
    ),
    case!(
        "validation.keys.missing_columns",
        missing_columns,
        "Keys of columns that are not there, or of none, are errors."
    )
    .django("invalid_models_tests/test_models.py"),
    case!(
        "validation.keys.repeated_columns",
        repeated_columns,
        "A key that names a column twice is found, and an error where the server refuses it."
    ),
    case!(
        "validation.keys.same_twice",
        same_twice,
        "A unique constraint that says what another key says is found, and made all the same."
    ),
    case!(
        "validation.tables.limits",
        limits,
        "As many columns as a table and an index can have are no fault, one more is."
    ),
    case!(
        "validation.tables.all_faults",
        all_faults,
        "Each of several faults of a table is found, not the first alone."
    ),
    case!(
        "validation.unsupported.flags",
        unsupported,
        "What a plan refuses with a flag is an error with that flag, at what is refused."
    ),
];

async fn sound(context: &mut Context) -> Outcome {
    let artist = artists()?.with_unique(unique(&["name"])?);
    let title = ColumnType::VarChar { length: Some(100) };
    let work = table("work", &[("title", title)])?.with_index(index("by_title", &["title"])?);
    let used = [artist.clone(), work.clone()];
    let schema = schema_of([artist, work]);
    let findings = agree(context, &schema, async |context| {
        let [artist, work] = used;
        insert(context, &artist, row![1_i64, "Bach", 1685]).await?;
        insert(context, &work, row![1_i64, "Magnificat"]).await
    });
    expect_no_error(&findings.await?)
}

async fn no_columns(context: &mut Context) -> Outcome {
    let empty = schema_of([Table::new(name("empty")?)]);
    let findings = agree_on(context, &empty).await?;
    expect_found(context, &findings, FindingId::TableWithoutColumns)
}

async fn no_primary_key(context: &mut Context) -> Outcome {
    let mut keyless = table("keyless", &[("n", ColumnType::Integer)])?;
    keyless.primary_key = None;
    let findings = agree_on(context, &schema_of([keyless])).await?;
    expect_no_error(&findings)?;
    expect_found(context, &findings, FindingId::TableWithoutPrimaryKey)
}

async fn missing_columns(context: &mut Context) -> Outcome {
    let thing = |called: &str| table(called, &[("n", ColumnType::Integer)]);
    let mut primary = thing("a")?;
    primary.primary_key = Some(primary_key(&["no"])?);
    let mut none = thing("b")?;
    none.primary_key = Some(PrimaryKey::new(Vec::new()));
    for (table, id) in [
        (primary, FindingId::KeyColumnMissing),
        (none, FindingId::KeyWithoutColumns),
        (
            thing("c")?.with_unique(unique(&["no"])?),
            FindingId::KeyColumnMissing,
        ),
        (
            thing("d")?.with_unique(unique(&[])?),
            FindingId::KeyWithoutColumns,
        ),
    ] {
        let findings = agree_on(context, &schema_of([table])).await?;
        expect_found(context, &findings, id)?;
    }
    Ok(())
}

async fn repeated_columns(context: &mut Context) -> Outcome {
    let thing = |called: &str| table(called, &[("n", ColumnType::Integer)]);
    let mut primary = thing("a")?;
    primary.primary_key = Some(PrimaryKey::new(identifiers(&["id", "id"])?));
    let twice = thing("b")?.with_unique(unique(&["n", "n"])?);
    for table in [primary, twice] {
        let findings = agree_on(context, &schema_of([table])).await?;
        expect_found(context, &findings, FindingId::KeyColumnRepeated)?;
    }
    let indexed = thing("c")?.with_index(index("twice", &["n", "n"])?);
    agree_on(context, &schema_of([indexed])).await?;
    Ok(())
}

async fn same_twice(context: &mut Context) -> Outcome {
    let thing = table("thing", &[("n", ColumnType::Integer)])?
        .with_unique(unique(&["n"])?)
        .with_unique(unique(&["n"])?.with_name(identifier("again")?))
        .with_unique(unique(&["id"])?);
    let findings = agree_on(context, &schema_of([thing])).await?;
    expect_no_error(&findings)?;
    let same = findings
        .iter()
        .filter(|finding| finding.id == FindingId::ConstraintDuplicate);
    expect_eq("constraints that say what others say", same.count(), 2)
}

async fn limits(context: &mut Context) -> Outcome {
    let of = |called: &str, columns: u32| {
        let names: Vec<_> = (1..columns).map(|n| format!("c{n}")).collect();
        let columns: Vec<_> = names
            .iter()
            .map(|name| (name.as_str(), ColumnType::SmallInteger))
            .collect();
        table(called, &columns)
    };
    let features = context.features().clone();
    if let Some(most) = features.max_columns_per_table {
        expect_no_error(&agree_on(context, &schema_of([of("wide", most)?])).await?)?;
        let findings = agree_on(context, &schema_of([of("wider", most + 1)?])).await?;
        expect_found(context, &findings, FindingId::LimitExceeded)?;
    }
    // A server whose indexes take what its tables take has no limit of its own for them.
    let most = features.max_columns_per_index;
    let most = most.filter(|_| most != features.max_columns_per_table);
    if features.max_columns_per_table.is_none() && most.is_none() {
        return Err(Failure::not_shown(
            "neither tables nor indexes have a limit of columns",
        ));
    }
    if let Some(most) = most {
        for (called, columns) in [("most", most), ("more", most + 1)] {
            let table = of(called, most + 2)?;
            let names: Vec<_> = (1..=columns).map(|n| format!("c{n}")).collect();
            let names: Vec<_> = names.iter().map(String::as_str).collect();
            let indexed = table.with_index(index(&format!("by_{called}"), &names)?);
            agree_on(context, &schema_of([indexed])).await?;
        }
    }
    Ok(())
}

async fn all_faults(context: &mut Context) -> Outcome {
    let bad = table(
        "bad",
        &[("n", ColumnType::Integer), ("n", ColumnType::Text)],
    )?
    .with_unique(unique(&["no"])?)
    .with_index(index("nothing", &["nothing"])?)
    .with_index(index("none", &[])?);
    let findings = agree_on(context, &schema_of([bad])).await?;
    for id in [
        FindingId::NameClash,
        FindingId::KeyColumnMissing,
        FindingId::IndexColumnMissing,
        FindingId::IndexWithoutColumns,
    ] {
        expect_found(context, &findings, id)?;
    }
    Ok(())
}

async fn unsupported(context: &mut Context) -> Outcome {
    let thing = || table("thing", &[("n", ColumnType::Integer)]);
    let by_n = || index("by_n", &["n"]);
    let pieces = [
        (
            Flag::supports_comments,
            thing()?.with_comment("of the table"),
            "thing",
        ),
        (
            Flag::supports_partial_indexes,
            thing()?.with_index(by_n()?.with_predicate("1 = 1")),
            "thing.by_n",
        ),
        (
            Flag::supports_covering_indexes,
            thing()?.with_index(by_n()?.with_include(identifiers(&["id"])?)),
            "thing.by_n",
        ),
        (
            Flag::supports_nulls_not_distinct,
            thing()?.with_unique(unique(&["n"])?.nulls_not_distinct()),
            "thing.(n)",
        ),
        (
            Flag::supports_arrays,
            thing()?.with_column(Column::new(
                "list",
                ColumnType::Array(Box::new(ColumnType::Integer)),
            )?),
            "thing.list",
        ),
        (
            Flag::supports_schemas,
            {
                let mut elsewhere = thing()?;
                elsewhere.name.schema = Some(identifier("shop")?);
                elsewhere
            },
            "shop.thing",
        ),
    ];
    for (flag, table, path) in pieces {
        let findings = found(context, &schema_of([table]));
        let said: Vec<_> = findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error && finding.flag == Some(flag))
            .map(|finding| finding.object.to_string())
            .collect();
        let expected = if context.features().get(flag) {
            Vec::new()
        } else {
            vec![path.to_owned()]
        };
        expect_eq(&format!("refusals by {flag}"), said, expected)?;
    }
    Ok(())
}
