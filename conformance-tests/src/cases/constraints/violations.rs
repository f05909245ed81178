//! Rows that break a foreign key, found where checks were off when they came.

use backend_core::error::{ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::introspection::Violation;
use backend_core::model::{
    Column, ColumnType, ForeignKey, Identifier, MatchType, QualifiedName, Table,
};
use backend_core::value::{TypedValue, Value};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq, expect_error};
use crate::fixtures::{
    foreign_key, identifier, identifiers, name, primary_key, row, table, unique,
};

const OFF: &[Flag] = &[Flag::can_disable_constraint_checks];

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "constraints.violations.found",
        found,
        "Rows that refer to nothing are found, each with its table, key, columns, values and target, and no others."
    )
    .requires(OFF)
    .django("backends/tests.py"),
    case!(
        "constraints.violations.none",
        none,
        "Where every row refers to a row, or to nothing by NULL, none is found."
    )
    .requires(&[Flag::supports_foreign_keys])
    .django("backends/tests.py"),
    case!(
        "constraints.violations.chosen_tables",
        chosen_tables,
        "The search can be limited to tables, in their order, and a table that is not there is an error."
    )
    .requires(OFF),
    case!(
        "constraints.violations.any_names",
        any_names,
        "The search copes with names of words, quotes and any script."
    )
    .requires(OFF)
    .django("backends/tests.py"),
    case!(
        "constraints.violations.several_columns",
        several_columns,
        "A key of several columns is broken by a pair that is not there, and not by one with a NULL."
    )
    .requires(OFF),
    case!(
        "constraints.violations.own_table",
        own_table,
        "A reference within one table is found broken, beside one that holds."
    )
    .requires(OFF),
    case!(
        "constraints.violations.missing_table",
        missing_table,
        "A key to a table that is not there is broken by each row that is not NULL."
    )
    .requires(&[
        Flag::can_disable_constraint_checks,
        Flag::supports_forward_references,
    ]),
    case!(
        "constraints.violations.mended",
        mended,
        "Once the missing row is there, nothing is found any more."
    )
    .requires(OFF),
    case!(
        "constraints.violations.refused",
        refused,
        "The search is refused by the flag where foreign keys are not enforced."
    )
    .refuses(Flag::supports_foreign_keys),
];

/// A parent, and a child that refers to it by a key with a name.
fn family() -> Result<(Table, Table)> {
    let parent = table("parent", &[])?;
    let child = table("child", &[("parent_id", ColumnType::BigInteger)])?;
    let key = foreign_key(&["parent_id"], &parent, &["id"])?;
    let key = key.with_name(identifier("child_parent")?);
    Ok((parent, child.with_foreign_key(key)))
}

/// Inserts rows while checks are off.
async fn insert_unchecked(
    context: &mut Context,
    table: &Table,
    rows: &[Vec<TypedValue>],
) -> Result<()> {
    context.connection().set_constraint_checks(false).await?;
    let inserted = context.insert(table, rows).await;
    context.connection().set_constraint_checks(true).await?;
    inserted
}

async fn violations(
    context: &mut Context,
    tables: Option<&[QualifiedName]>,
) -> Result<Vec<Violation>> {
    context.note("-- search for violations");
    let backend = context.backend();
    backend
        .check_constraints(context.connection(), tables)
        .await
}

/// The violations as their tables' names and the numbers in their keys.
fn places(violations: &[Violation]) -> Vec<(String, Vec<Value>)> {
    violations
        .iter()
        .map(|violation| {
            let values = violation.key.iter().map(|(_, value)| value.clone());
            (violation.table.name.to_string(), values.collect())
        })
        .collect()
}

async fn found(context: &mut Context) -> Outcome {
    let (parent, child) = family()?;
    context.create(&parent).await?;
    context.create(&child).await?;
    context.insert(&parent, [&row![1_i64]]).await?;
    let rows = [
        row![10_i64, 1_i64],
        row![11_i64, 7_i64],
        row![12_i64, None::<i64>],
        row![13_i64, -3_i64],
    ];
    insert_unchecked(context, &child, &rows).await?;
    let mut found = violations(context, None).await?;
    found.sort_by_key(|violation| format!("{:?}", violation.key));
    let at = |id| ("child".to_owned(), vec![Value::I64(id)]);
    expect_eq("rows", places(&found), [at(11), at(13)])?;
    for (violation, value) in found.iter().zip([7, -3]) {
        let keys: Vec<_> = violation.key.iter().map(|(column, _)| column).collect();
        expect_eq("the key", keys, [&identifier("id")?])?;
        let columns = identifiers(&["parent_id"])?;
        expect_eq("the columns", &violation.columns, &columns)?;
        expect_eq("the values", &violation.values, &vec![Value::I64(value)])?;
        expect_eq("the target", &violation.references.name, &parent.name.name)?;
        let columns = identifiers(&["id"])?;
        expect_eq("its columns", &violation.referenced_columns, &columns)?;
        let named = violation.constraint.as_ref().map(Identifier::as_str);
        expect_eq("the constraint", named, Some("child_parent"))?;
        let text = violation.to_string();
        let whole = ["child", "parent_id", &value.to_string(), "parent"];
        let whole = whole.iter().all(|word| text.contains(*word));
        expect(whole, || format!("it reads {text:?}"))?;
    }
    expect_eq("rows afterwards", context.count(&child.name).await?, 4)
}

async fn none(context: &mut Context) -> Outcome {
    expect_eq("in nothing", violations(context, None).await?, [])?;
    let (parent, child) = family()?;
    context.create(&parent).await?;
    context.create(&child).await?;
    expect_eq("in empty tables", violations(context, None).await?, [])?;
    context.insert(&parent, [&row![1_i64]]).await?;
    context
        .insert(&child, [&row![1_i64, 1_i64], &row![2_i64, None::<i64>]])
        .await?;
    expect_eq("in sound tables", violations(context, None).await?, [])
}

async fn chosen_tables(context: &mut Context) -> Outcome {
    let (parent, child) = family()?;
    let other = table("a_child", &[("parent_id", ColumnType::BigInteger)])?;
    let other = other.with_foreign_key(foreign_key(&["parent_id"], &parent, &["id"])?);
    for table in [&parent, &child, &other] {
        context.create(table).await?;
    }
    insert_unchecked(context, &child, &[row![1_i64, 7_i64]]).await?;
    insert_unchecked(context, &other, &[row![2_i64, 7_i64]]).await?;
    let at = |table: &Table, id| (table.name.name.to_string(), vec![Value::I64(id)]);
    let chosen = [
        (vec![&child], vec![at(&child, 1)]),
        (vec![&other], vec![at(&other, 2)]),
        (vec![&child, &other], vec![at(&child, 1), at(&other, 2)]),
        (vec![&parent], vec![]),
        (vec![], vec![]),
    ];
    for (tables, expected) in chosen {
        // As introspection spells them: with their schema, where there are schemas.
        let schema = context.introspect().await?.schema;
        let spelled = tables.iter().filter_map(|table| {
            let tables = schema.tables.iter();
            let mut tables = tables.filter(|found| found.name.name == table.name.name);
            tables.next().map(|found| found.name.clone())
        });
        let names: Vec<_> = spelled.collect();
        let found = violations(context, Some(&names)).await?;
        expect_eq("in these", places(&found), expected)?;
    }
    let absent = violations(context, Some(&[name("nobody")?])).await;
    expect_error("in a missing table", absent, ErrorKind::DoesNotExist)?;
    Ok(())
}

async fn any_names(context: &mut Context) -> Outcome {
    const NAMES: &[&str] = &[
        "select", "order by", "it's", "a\"b", "[x]", "a.b", "č 🦀", "group",
    ];
    for (n, text) in NAMES.iter().enumerate() {
        let mut parent = table("x", &[(text, ColumnType::Integer)])?;
        parent.name = name(text)?;
        let parent = parent.with_unique(unique(&[*text])?);
        let key = foreign_key(&[*text], &parent, &[*text])?;
        let child = table(&format!("{text} {n}"), &[(text, ColumnType::Integer)])?;
        let child = child.with_foreign_key(key);
        context.create(&parent).await?;
        context.create(&child).await?;
        insert_unchecked(context, &child, &[row![1_i64, 5]]).await?;
    }
    let found = violations(context, None).await?;
    let mut targets: Vec<_> = found
        .iter()
        .map(|violation| violation.references.name.as_str())
        .collect();
    let mut expected = NAMES.to_vec();
    targets.sort_unstable();
    expected.sort_unstable();
    expect_eq("targets", targets, expected)
}

async fn several_columns(context: &mut Context) -> Outcome {
    let part = |name| Column::new(name, ColumnType::Integer).map(Column::not_null);
    let seats = Table::new(name("seat")?)
        .with_column(part("line")?)
        .with_column(part("number")?)
        .with_primary_key(primary_key(&["line", "number"])?);
    let tickets = Table::new(name("ticket")?)
        .with_column(Column::new("l", ColumnType::Integer)?)
        .with_column(Column::new("n", ColumnType::Integer)?)
        .with_foreign_key(foreign_key(&["l", "n"], &seats, &["line", "number"])?);
    let simple = tickets
        .foreign_keys
        .iter()
        .all(|key| key.match_type == MatchType::Simple);
    expect(simple, || {
        "a fault of the suite: not a simple key".to_owned()
    })?;
    context.create(&seats).await?;
    context.create(&tickets).await?;
    context.insert(&seats, [&row![1, 5], &row![2, 6]]).await?;
    let rows = [
        row![1, 5],
        row![1, 6],
        row![None::<i32>, 9],
        row![9, None::<i32>],
        row![None::<i32>, None::<i32>],
    ];
    insert_unchecked(context, &tickets, &rows).await?;
    let found = violations(context, None).await?;
    // A table without primary key has no key to say.
    expect_eq("rows", places(&found), [("ticket".to_owned(), vec![])])?;
    let values: Vec<_> = found
        .into_iter()
        .flat_map(|violation| violation.values)
        .collect();
    expect_eq("values", values, [Value::I64(1), Value::I64(6)])
}

async fn own_table(context: &mut Context) -> Outcome {
    let people = table("person", &[("boss_id", ColumnType::BigInteger)])?;
    let key = foreign_key(&["boss_id"], &people, &["id"])?;
    let people = people.with_foreign_key(key);
    context.create(&people).await?;
    let rows = [row![1_i64, 1_i64], row![2_i64, 1_i64], row![3_i64, 9_i64]];
    insert_unchecked(context, &people, &rows).await?;
    let found = violations(context, None).await?;
    let expected = [("person".to_owned(), vec![Value::I64(3)])];
    expect_eq("rows", places(&found), expected)
}

async fn missing_table(context: &mut Context) -> Outcome {
    let key = ForeignKey::new(
        identifiers(&["other_id"])?,
        name("nobody")?,
        identifiers(&["id"])?,
    );
    let lonely = table("lonely", &[("other_id", ColumnType::BigInteger)])?.with_foreign_key(key);
    context.create(&lonely).await?;
    let rows = [
        row![1_i64, 1_i64],
        row![2_i64, None::<i64>],
        row![3_i64, 2_i64],
    ];
    insert_unchecked(context, &lonely, &rows).await?;
    let mut found = places(&violations(context, None).await?);
    found.sort_by_key(|place| format!("{place:?}"));
    let at = |id| ("lonely".to_owned(), vec![Value::I64(id)]);
    expect_eq("rows", found, [at(1), at(3)])
}

async fn mended(context: &mut Context) -> Outcome {
    let (parent, child) = family()?;
    context.create(&parent).await?;
    context.create(&child).await?;
    insert_unchecked(context, &child, &[row![1_i64, 7_i64]]).await?;
    expect_eq("before", violations(context, None).await?.len(), 1)?;
    context.insert(&parent, [&row![7_i64]]).await?;
    expect_eq("after", violations(context, None).await?, [])
}

async fn refused(context: &mut Context) -> Outcome {
    context.create(&table("thing", &[])?).await?;
    context
        .refused(Flag::supports_foreign_keys, async |context| {
            violations(context, None).await
        })
        .await
}
