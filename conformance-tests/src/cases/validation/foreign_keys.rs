//! Foreign keys.

use backend_core::error::Result;
use backend_core::flag::Flag;
use backend_core::model::{
    Column, ColumnType, Deferrability, ForeignKey, Generated, GeneratedStorage, Index, IndexPart,
    ReferentialAction, Table,
};
use backend_core::validation::{Finding, FindingId};

use super::{agree, agree_on, expect_found, expect_no_error, insert, schema_of};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect};
use crate::fixtures::{
    foreign_key, identifier, identifiers, index, no_circles, primary_key, row, table, unique,
};

const KEYS: &[Flag] = &[Flag::supports_foreign_keys];

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "validation.foreign_keys.targets",
        targets,
        "A key to a table or column that is not there, or to another number of columns, is an error."
    )
    .requires(KEYS)
    .django("invalid_models_tests/test_relative_fields.py"),
    case!(
        "validation.foreign_keys.target_keys",
        target_keys,
        "A key must refer to a primary key, a unique constraint or a unique index of all rows; others are errors."
    )
    .requires(KEYS)
    .django("invalid_models_tests/test_relative_fields.py"),
    case!(
        "validation.foreign_keys.deferrable_target",
        deferrable_target,
        "A key to one that is checked at the end of a transaction is an error where it is refused."
    )
    .requires(&[
        Flag::supports_foreign_keys,
        Flag::supports_deferrable_unique_constraints,
    ]),
    case!(
        "validation.foreign_keys.types",
        types,
        "Two types are an error where the server refuses them as a key and its target, and only there: each with each."
    )
    .requires(KEYS)
    .django("schema/tests.py"),
    case!(
        "validation.foreign_keys.actions",
        actions,
        "A key that would set what cannot be set is found, and an error where it is refused."
    )
    .requires(KEYS)
    .django("invalid_models_tests/test_relative_fields.py"),
    case!(
        "validation.foreign_keys.generated",
        generated,
        "A key that would set a generated column is an error, and one that deletes its rows is none."
    )
    .requires(&[
        Flag::supports_foreign_keys,
        Flag::supports_stored_generated_columns,
    ]),
    case!(
        "validation.foreign_keys.not_indexed",
        not_indexed,
        "A key without an index that begins with its columns is found; an index in another order of them serves."
    )
    .requires(KEYS),
    case!(
        "validation.foreign_keys.cascades",
        cascades,
        "Cascades that meet, come back, or come to their own table are no fault, and take every row along once."
    )
    .requires(&[Flag::supports_multiple_cascade_paths])
    .django("delete/tests.py"),
    case!(
        "validation.foreign_keys.cascades_refused",
        cascades_refused,
        "Where a row can be reached by one cascade only, a second way and a way back are errors with the flag; one way is not."
    )
    .refuses(Flag::supports_multiple_cascade_paths),
    case!(
        "validation.foreign_keys.circles",
        circles,
        "Tables that refer to each other, and to themselves, are no fault."
    )
    .requires(KEYS),
];

/// A table that is referred to, with a number and a text that are not unique.
fn target(called: &str) -> Result<Table> {
    table(
        called,
        &[("n", ColumnType::BigInteger), ("word", ColumnType::Text)],
    )
}

/// The same whose number cannot be NULL, so that every server lets a key refer to it.
fn full(called: &str) -> Result<Table> {
    let mut table = target(called)?;
    for column in &mut table.columns {
        column.nullable &= column.name != "n";
    }
    Ok(table)
}

/// A table with a key of one or two integer columns.
fn source(called: &str, key: ForeignKey) -> Result<Table> {
    let columns = [("a", ColumnType::BigInteger), ("b", ColumnType::BigInteger)];
    Ok(table(called, &columns)?.with_foreign_key(key))
}

/// Demands agreement on two tables, of which the second is given a row that refers to a row of the first.
async fn agree_on_pair(
    context: &mut Context,
    target: Table,
    source: Table,
) -> Result<Vec<Finding>, Failure> {
    let schema = schema_of([target.clone(), source.clone()]);
    agree(context, &schema, async |context| {
        insert(context, &target, row![1_i64, 1_i64]).await?;
        insert(context, &source, row![1_i64, 1_i64, 1_i64]).await
    })
    .await
}

async fn targets(context: &mut Context) -> Outcome {
    let one = target("one")?;
    let to_nobody = foreign_key(&["a"], &target("nobody")?, &["id"])?;
    let findings = agree_on_pair(context, one.clone(), source("s1", to_nobody)?).await?;
    expect_found(context, &findings, FindingId::ForeignKeyTableMissing)?;
    let two = target("two")?;
    let to_nothing = foreign_key(&["a"], &two, &["no"])?;
    let findings = agree_on_pair(context, two, source("s2", to_nothing)?).await?;
    expect_found(context, &findings, FindingId::ForeignKeyColumnMissing)?;
    let three = target("three")?;
    let to_one = foreign_key(&["a", "b"], &three, &["id"])?;
    let findings = agree_on_pair(context, three, source("s3", to_one)?).await?;
    expect_found(context, &findings, FindingId::ForeignKeyCountsDiffer)?;
    let four = target("four")?;
    let of_nothing = foreign_key(&["no"], &four, &["id"])?;
    let findings = agree_on_pair(context, four, source("s4", of_nothing)?).await?;
    expect_found(context, &findings, FindingId::KeyColumnMissing)
}

async fn target_keys(context: &mut Context) -> Outcome {
    let n = identifier("n")?;
    let partial = context.expression(|out| {
        out.identifier(&n).push(" > 0");
    });
    let unique_index = |name: &str| index(name, &["n"]).map(Index::unique);
    let is_partial = context.features().supports_partial_indexes;
    let mut keyed = full("keyed")?;
    keyed.primary_key = Some(primary_key(&["n", "id"])?);
    for (target, columns, referenced, is_key) in [
        (full("plain")?, vec!["a"], vec!["n"], false),
        (full("whole")?, vec!["a"], vec!["id"], true),
        (
            full("unique")?.with_unique(unique(&["n"])?),
            vec!["a"],
            vec!["n"],
            true,
        ),
        (
            full("indexed")?.with_index(unique_index("by_n")?),
            vec!["a"],
            vec!["n"],
            true,
        ),
        (keyed.clone(), vec!["a", "b"], vec!["id", "n"], true),
        (
            full("part")?.with_unique(unique(&["n", "id"])?),
            vec!["a"],
            vec!["n"],
            false,
        ),
    ] {
        let name = format!("to_{}", target.name.name);
        let key = foreign_key(&columns, &target, &referenced)?;
        let findings = agree_on_pair(context, target, source(&name, key)?).await?;
        let is_found = findings
            .iter()
            .any(|finding| finding.id == FindingId::ForeignKeyWithoutKey);
        expect(is_found != is_key, || {
            format!("{name}: found {}", super::lines(&findings))
        })?;
    }
    if is_partial {
        let some = unique_index("some")?.with_predicate(partial);
        let target = full("partial")?.with_index(some);
        let key = foreign_key(&["a"], &target, &["n"])?;
        let findings = agree_on_pair(context, target, source("to_partial", key)?).await?;
        expect_found(context, &findings, FindingId::ForeignKeyWithoutKey)?;
    }
    Ok(())
}

async fn deferrable_target(context: &mut Context) -> Outcome {
    let late = unique(&["n"])?.deferrability(Deferrability::InitiallyDeferred);
    let target = target("late")?.with_unique(late);
    let key = foreign_key(&["a"], &target, &["n"])?;
    agree_on_pair(context, target, source("s", key)?).await?;
    Ok(())
}

async fn types(context: &mut Context) -> Outcome {
    let types = [
        ColumnType::SmallInteger,
        ColumnType::Integer,
        ColumnType::BigInteger,
        ColumnType::Decimal {
            precision: Some(9),
            scale: Some(2),
        },
        ColumnType::Double,
        ColumnType::Boolean,
        ColumnType::Text,
        ColumnType::VarChar { length: Some(9) },
        ColumnType::Bytes,
        ColumnType::Date,
        ColumnType::Timestamp { precision: None },
        ColumnType::TimestampTz { precision: None },
        ColumnType::Time { precision: None },
        ColumnType::Interval,
        ColumnType::Uuid,
    ];
    let is_unlimited = |it: &ColumnType| matches!(it, ColumnType::Text | ColumnType::Bytes);
    let has_all = context.features().supports_unlimited_keys;
    let targets = types.iter().filter(|it| has_all || !is_unlimited(it));
    for (n, referenced) in targets.enumerate() {
        let target = table(&format!("t{n}"), &[])?
            .with_column(Column::new("key", referenced.clone())?.not_null())
            .with_unique(unique(&["key"])?);
        super::make(context, &schema_of([target.clone()])).await?;
        for (m, referring) in types.iter().enumerate() {
            let key = foreign_key(&["key"], &target, &["key"])?;
            let source =
                table(&format!("s{n}_{m}"), &[("key", referring.clone())])?.with_foreign_key(key);
            let findings = super::found(context, &schema_of([target.clone(), source.clone()]));
            let made = context.create(&source).await;
            super::judge(findings, &made)?;
        }
    }
    Ok(())
}

async fn actions(context: &mut Context) -> Outcome {
    let target = target("target")?;
    for (called, action, id) in [
        (
            "nulls",
            ReferentialAction::SetNull,
            FindingId::ForeignKeySetsNotNull,
        ),
        (
            "defaults",
            ReferentialAction::SetDefault,
            FindingId::ForeignKeySetsNoDefault,
        ),
    ] {
        let column = Column::new("up", ColumnType::BigInteger)?.not_null();
        let key = foreign_key(&["up"], &target, &["id"])?.on_delete(action);
        let source = table(called, &[])?
            .with_column(column)
            .with_foreign_key(key);
        let findings = super::found(context, &schema_of([target.clone(), source]));
        expect_found(context, &findings, id)?;
    }
    let key = foreign_key(&["a"], &target, &["id"])?.on_delete(ReferentialAction::SetNull);
    let source = source("fine", key)?.with_index(index("by_a", &["a"])?);
    let findings = agree_on_pair(context, target, source).await?;
    let sets = findings
        .iter()
        .find(|finding| finding.id == FindingId::ForeignKeySetsNotNull);
    expect(sets.is_none(), || {
        "a column that can be NULL is found".into()
    })
}

async fn generated(context: &mut Context) -> Outcome {
    let from = context.expression(|out| {
        out.push("1");
    });
    let no = ReferentialAction::NoAction;
    for (n, (on_delete, on_update)) in [
        (ReferentialAction::SetNull, no),
        (no, ReferentialAction::Cascade),
        (ReferentialAction::Cascade, no),
    ]
    .into_iter()
    .enumerate()
    {
        let target = target(&format!("t{n}"))?;
        let column = Column::new("up", ColumnType::BigInteger)?.with_generated(Generated {
            expression: from.clone(),
            storage: GeneratedStorage::Stored,
        });
        let key = foreign_key(&["up"], &target, &["id"])?
            .on_delete(on_delete)
            .on_update(on_update);
        let source = table(&format!("s{n}"), &[])?
            .with_column(column)
            .with_foreign_key(key);
        let schema = schema_of([target.clone(), source.clone()]);
        agree(context, &schema, async |context| {
            insert(context, &target, row![1_i64]).await?;
            insert(context, &source, row![1_i64]).await?;
            let change = if on_update == no {
                context.delete_statement(&target, "id", 1_i64)?
            } else {
                context.update_statement(&target, ("id", 2_i64), ("id", 1_i64))?
            };
            context.execute(&change).await.map(|_| ())
        })
        .await?;
    }
    Ok(())
}

async fn not_indexed(context: &mut Context) -> Outcome {
    let target = target("target")?.with_unique(unique(&["id", "n"])?);
    let key = || foreign_key(&["a", "b"], &target, &["id", "n"]);
    let is_found = |context: &Context, source: Table| {
        let findings = super::found(context, &schema_of([target.clone(), source]));
        findings
            .iter()
            .any(|finding| finding.id == FindingId::ForeignKeyNotIndexed)
    };
    let expects = |found: bool, expected: bool, what: &str| {
        expect(found == expected, || format!("{what}: found is {found}"))
    };
    let without = is_found(context, source("s", key()?)?);
    expects(without, true, "without an index")?;
    let part = source("s", key()?)?.with_index(index("i", &["a"])?);
    expects(is_found(context, part), true, "with an index on a part")?;
    let other = source("s", key()?)?.with_index(index("i", &["b", "a", "id"])?);
    expects(
        is_found(context, other),
        false,
        "with an index in another order",
    )?;
    let by_expression = IndexPart::expression("1");
    let mut late = index("i", &[])?;
    late.parts = vec![by_expression, IndexPart::column(identifier("a")?)];
    let late = source("s", key()?)?.with_index(late);
    expects(
        is_found(context, late),
        true,
        "with an index that begins otherwise",
    )?;
    let mut keyed = source("s", key()?)?;
    keyed.primary_key = Some(backend_core::model::PrimaryKey::new(identifiers(&[
        "a", "b",
    ])?));
    expects(is_found(context, keyed), false, "with a primary key")
}

/// A table of which each key deletes with what it refers to.
fn follows(called: &str, to: &[&Table]) -> Result<Table> {
    let names = ["a", "b", "c"];
    let columns: Vec<_> = names
        .iter()
        .take(to.len())
        .map(|name| (*name, ColumnType::BigInteger))
        .collect();
    let mut table = table(called, &columns)?;
    for (name, to) in names.iter().zip(to) {
        let key = foreign_key(&[name], to, &["id"])?.on_delete(ReferentialAction::Cascade);
        table = table.with_foreign_key(key);
    }
    Ok(table)
}

async fn cascades(context: &mut Context) -> Outcome {
    let root = table("root", &[])?;
    let (left, right) = (follows("left", &[&root])?, follows("right", &[&root])?);
    let both = follows("both", &[&left, &right])?;
    let own = table("own", &[])?;
    let own = follows("own", &[&own])?;
    let all = [&root, &left, &right, &both, &own];
    let schema = schema_of(all.map(Table::clone));
    let findings = agree(context, &schema, async |context| {
        insert(context, &root, row![1_i64]).await?;
        insert(context, &left, row![1_i64, 1_i64]).await?;
        insert(context, &right, row![1_i64, 1_i64]).await?;
        insert(context, &both, row![1_i64, 1_i64, 1_i64]).await?;
        insert(context, &own, row![1_i64, 1_i64]).await?;
        insert(context, &own, row![2_i64, 1_i64]).await?;
        for table in [&root, &own] {
            let delete = context.delete_statement(table, "id", 1_i64)?;
            context.execute(&delete).await?;
        }
        Ok(())
    })
    .await?;
    expect_no_error(&findings)?;
    for table in all {
        let rows = context.count(&table.name).await?;
        expect(rows == 0, || {
            format!("{rows} rows of {} are left", table.name)
        })?;
    }
    Ok(())
}

async fn cascades_refused(context: &mut Context) -> Outcome {
    let flag = Flag::supports_multiple_cascade_paths;
    let root = table("root", &[])?;
    let own = table("own", &[])?;
    let twice = follows("twice", &[&root, &root])?;
    for (table, refused) in [
        (twice, true),
        (follows("own", &[&own])?, true),
        (follows("once", &[&root])?, false),
    ] {
        let findings = super::found(context, &schema_of([root.clone(), table]));
        let is_found = findings.iter().any(|finding| finding.flag == Some(flag));
        let has_keys = context.features().supports_foreign_keys;
        expect(!has_keys || is_found == refused, || super::lines(&findings))?;
    }
    context.create(&root).await?;
    let twice = follows("twice", &[&root, &root])?;
    let attempt = async |context: &mut Context| context.create(&twice).await;
    context.refused(flag, attempt).await
}

async fn circles(context: &mut Context) -> Outcome {
    let of = |called: &str, to: &str| {
        let key = foreign_key(&["a"], &target(to)?, &["id"])?;
        Ok::<_, backend_core::error::Error>(
            source(
                called,
                key.with_name(identifier(&format!("{called}_to_{to}"))?),
            )?
            .with_index(index(&format!("by_{called}"), &["a"])?),
        )
    };
    let features = context.features();
    if !features.supports_forward_references && !features.can_add_constraints {
        return Err(no_circles());
    }
    let schema = schema_of([of("one", "two")?, of("three", "three")?, of("two", "one")?]);
    expect_no_error(&agree_on(context, &schema).await?)
}
