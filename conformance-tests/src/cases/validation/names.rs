//! Names: too long, the same as others.

use backend_core::error::Result;
use backend_core::flag::Flag;
use backend_core::model::{Check, ColumnType, View};
use backend_core::validation::FindingId;

use super::{agree_on, expect_found, expect_no_error, schema_of};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect_eq};
use crate::fixtures::{identifier, index, name, selection, table, unique};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "validation.names.too_long",
        too_long,
        "A name of as many bytes as the server keeps is no fault, one of a byte more is, and it is the server's limit."
    )
    .django("model_fields/test_field_name.py"),
    case!(
        "validation.names.reserved",
        reserved,
        "Whether a word is kept for the server's language does not hang on upper and lower case."
    ),
    case!(
        "validation.names.columns",
        columns,
        "Two columns of one name are found, and two that differ in case where the server calls that one name."
    )
    .django("invalid_models_tests/test_models.py"),
    case!(
        "validation.names.tables",
        tables,
        "Two tables whose names are one to the server are found, and no others."
    ),
    case!(
        "validation.names.indexes",
        indexes,
        "Index names are the same only among those with which the server compares them: of a table or of all, and of tables."
    )
    .django("invalid_models_tests/test_models.py"),
    case!(
        "validation.names.constraints",
        constraints,
        "Names of constraints are the same only among those with which the server compares them."
    )
    .requires(&[Flag::supports_check_constraints]),
    case!(
        "validation.names.views",
        views,
        "A view with the name of a table is found."
    )
    .requires(&[Flag::supports_views]),
];

async fn reserved(context: &mut Context) -> Outcome {
    let (rules, dialect) = (context.backend().validation, context.dialect());
    for word in ["select", "from", "table", "where", "order", "artist"] {
        let is_reserved = rules.is_reserved(&dialect, word);
        let in_capitals = rules.is_reserved(&dialect, &word.to_uppercase());
        expect_eq(word, in_capitals, is_reserved)?;
    }
    let name = rules.is_reserved(&dialect, "artist");
    expect_eq("a word that means nothing is reserved", name, false)
}

async fn too_long(context: &mut Context) -> Outcome {
    let Some(most) = context.features().max_identifier_bytes else {
        return Err(Failure::not_shown("names have no limit"));
    };
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let of = |bytes: usize| "x".repeat(bytes);
    let longest = table(&of(most), &[(&of(most), ColumnType::Integer)])?
        .with_index(index(&format!("i{}", of(most - 1)), &[&of(most)])?);
    let findings = agree_on(context, &schema_of([longest])).await?;
    expect_no_error(&findings)?;
    let findings = agree_on(context, &schema_of([table(&of(most + 1), &[])?])).await?;
    expect_found(context, &findings, FindingId::NameTooLong)?;
    let long_column = table("a", &[(&of(most + 1), ColumnType::Integer)])?;
    let findings = agree_on(context, &schema_of([long_column])).await?;
    expect_found(context, &findings, FindingId::NameTooLong)?;
    let long_index =
        table("b", &[("n", ColumnType::Integer)])?.with_index(index(&of(most + 1), &["n"])?);
    let findings = agree_on(context, &schema_of([long_index])).await?;
    expect_found(context, &findings, FindingId::NameTooLong)
}

async fn columns(context: &mut Context) -> Outcome {
    for (n, other) in ["thing", "THING", "Thing", "thing ", "thíng", "THÍNG"]
        .into_iter()
        .enumerate()
    {
        let columns = [("thing", ColumnType::Integer), (other, ColumnType::Integer)];
        let both = table(&format!("t{n}"), &columns)?;
        let findings = agree_on(context, &schema_of([both])).await?;
        if other == "thing" {
            expect_found(context, &findings, FindingId::NameClash)?;
        }
    }
    Ok(())
}

async fn tables(context: &mut Context) -> Outcome {
    for (one, other) in [
        ("same", "same"),
        ("case", "CASE"),
        ("blank", "blank "),
        ("é", "É"),
    ] {
        let both = [table(one, &[])?, table(other, &[])?];
        let findings = super::found(context, &schema_of(both.clone()));
        let mut made = Ok(());
        for table in &both {
            made = context.create(table).await;
        }
        let findings = super::judge(findings, &made)?;
        if one == other {
            expect_found(context, &findings, FindingId::NameClash)?;
        }
    }
    Ok(())
}

async fn indexes(context: &mut Context) -> Outcome {
    let of = |called: &str, by: &[&str]| -> Result<_> {
        let mut table = table(
            called,
            &[("n", ColumnType::Integer), ("m", ColumnType::Integer)],
        )?;
        for (column, by) in ["n", "m"].iter().zip(by) {
            table = table.with_index(index(by, &[column])?);
        }
        Ok(table)
    };
    for schema in [
        schema_of([of("one", &["by"])?, of("two", &["by"])?]),
        schema_of([of("three", &["three"])?]),
        schema_of([of("four", &["four_by", "FOUR_BY"])?]),
        schema_of([of("five", &["five_by", "five_by"])?]),
        schema_of([of("six", &["seven"])?, of("seven", &[])?]),
    ] {
        agree_on(context, &schema).await?;
    }
    Ok(())
}

async fn constraints(context: &mut Context) -> Outcome {
    let n = identifier("n")?;
    let positive = context.expression(|out| {
        out.identifier(&n).push(" > 0");
    });
    let of = |called: &str, unique_name: Option<&str>, check_name: Option<&str>| -> Result<_> {
        let mut table = table(called, &[("n", ColumnType::Integer)])?;
        if let Some(named) = unique_name {
            table = table.with_unique(unique(&["n"])?.with_name(identifier(named)?));
        }
        if let Some(named) = check_name {
            let check = Check::new(positive.clone()).with_name(identifier(named)?);
            table = table.with_check(check);
        }
        Ok(table)
    };
    for schema in [
        schema_of([of("one", Some("a"), Some("a"))?]),
        schema_of([of("two", Some("b"), None)?, of("three", Some("b"), None)?]),
        schema_of([of("four", None, Some("c"))?, of("five", None, Some("c"))?]),
        schema_of([of("six", Some("six"), None)?]),
        schema_of([of("seven", None, Some("seven"))?]),
        schema_of([of("eight", Some("d"), Some("e"))?]),
    ] {
        agree_on(context, &schema).await?;
    }
    Ok(())
}

async fn views(context: &mut Context) -> Outcome {
    let thing = table("thing", &[("n", ColumnType::Integer)])?;
    let definition = selection(context, &thing.name, &["n"])?;
    let mut schema = schema_of([thing]);
    schema.views = vec![View::new(name("thing")?, definition)];
    let findings = agree_on(context, &schema).await?;
    expect_found(context, &findings, FindingId::NameClash)
}
