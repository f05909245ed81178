//! What a server takes at most: rows of one insert, integers of a column, bytes of a name.

use backend_core::error::{Error, ErrorKind};
use backend_core::flag::Flag;
use backend_core::model::{ColumnType, Identifier};
use backend_core::sql::Statement;
use backend_core::transaction::AtomicOptions;
use backend_core::value::{ColumnKind, IntoValue as _, TypedValue, Value};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq, expect_error};
use crate::fixtures::{four_artists, introspected, items, row, table, unique};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "operations.limits.bulk_batch_size",
        bulk_batch_size,
        "An insert of as many rows as the batch size says, or of 5,000, is taken, and one row more than the batch size is refused."
    )
    .requires(&[Flag::has_bulk_insert])
    .django("bulk_create/tests.py"),
    case!(
        "operations.limits.batches_of_any_width",
        batches_of_any_width,
        "A batch is never empty, never larger than what there is, and its parameters are never more than the server takes."
    )
    .django("backends/base/test_operations.py"),
    case!(
        "operations.limits.integers",
        integers,
        "The least and the greatest integer of each type are stored and read, and one beyond is refused where types are kept."
    )
    .django("model_fields/test_integerfield.py"),
    case!(
        "operations.limits.short_names",
        short_names,
        "Long names that a program makes up, made shorter, are taken by the server as they are, and two that differ at their ends are two."
    )
    .django("backends/test_utils.py"),
    case!(
        "operations.limits.savepoint_names",
        savepoint_names,
        "Savepoints bear any name: quotes, blanks, SQL, as long as a name can be."
    )
    .requires(&[Flag::uses_savepoints]),
];

fn insert_many(context: &Context, rows: usize) -> Result<Statement, Error> {
    let items = items()?;
    let columns: Vec<_> = items.columns.iter().map(|column| &column.name).collect();
    Ok(context.statement(|out| {
        out.push("INSERT INTO ").name(&items.name).push(" (");
        out.identifiers(columns.iter().copied()).push(") VALUES ");
        out.list(0..rows, |out, n| {
            let n = i64::try_from(n).unwrap_or(i64::MAX);
            out.push("(").bind(n).push(", ").bind(n).push(")");
        });
    }))
}

async fn bulk_batch_size(context: &mut Context) -> Outcome {
    let items = items()?;
    context.create(&items).await?;
    let most = context.dialect().bulk_batch_size(2, 100_000);
    // Some servers take minutes to read a statement of 65,535 parameters, which another case tries.
    let taken = most.min(5_000);
    let insert = insert_many(context, taken)?;
    context.note(format!("-- an insert of {taken} rows"));
    context.connection().execute(&insert).await?;
    let count = context.count(&items.name).await?;
    expect_eq("rows", count, i64::try_from(taken).unwrap_or(-1))?;
    if most < 100_000 {
        let insert = insert_many(context, most + 1)?;
        let refused = context.connection().execute(&insert).await;
        expect_error("one row more", refused, ErrorKind::Interface)?;
    }
    Ok(())
}

async fn batches_of_any_width(context: &mut Context) -> Outcome {
    let dialect = context.dialect();
    let limit = context.features().max_query_parameters;
    let limit = limit.and_then(|most| usize::try_from(most).ok());
    for columns in [0, 1, 2, 3, 100, 999, 70_000] {
        for rows in [0, 1, 2, 1_000, 1_000_000] {
            let size = dialect.bulk_batch_size(columns, rows);
            let what = || format!("{size} of {rows} rows of {columns} columns");
            expect(size >= 1 && size <= rows.max(1), what)?;
            if let Some(limit) = limit {
                expect(size == 1 || size * columns <= limit, what)?;
                let more = (size + 1) * columns <= limit && size < rows;
                let bulk = context.features().has_bulk_insert && columns > 0;
                expect(!(bulk && more), || format!("{} could be more", what()))?;
            }
        }
    }
    Ok(())
}

/// An integer as a value.
fn integer(number: i128) -> Option<Value> {
    let signed = i64::try_from(number).map(Value::I64);
    let value = signed.or_else(|_| u64::try_from(number).map(Value::U64));
    value.ok()
}

fn typed(value: Value) -> TypedValue {
    let kind = match value {
        Value::U64(_) => ColumnKind::U64,
        _ => ColumnKind::I64,
    };
    let mut typed = 0_i64.into_value();
    typed.value = value;
    typed.kind = Some(kind);
    typed
}

async fn integers(context: &mut Context) -> Outcome {
    let types = [
        ("tiny", ColumnType::TinyInteger),
        ("small", ColumnType::SmallInteger),
        ("plain", ColumnType::Integer),
        ("big", ColumnType::BigInteger),
    ];
    for (name, column_type) in types {
        let Some(range) = context.backend().validation.integers(&column_type) else {
            continue;
        };
        let numbers = table(name, &[("n", column_type)])?;
        context.create(&numbers).await?;
        let (least, greatest) = (*range.start(), *range.end());
        for (id, number) in [(1_i64, least), (2, greatest)] {
            let Some(value) = integer(number) else {
                continue;
            };
            let row = vec![id.into_value(), typed(value.clone())];
            context.insert(&numbers, [&row]).await?;
            let read = context.select_columns(&numbers, &["n"]);
            let rows = context.fetch_values(&read).await?;
            expect_eq(name, rows.last(), Some(&vec![value]))?;
        }
        if !context.features().enforces_column_types {
            continue;
        }
        for number in [least - 1, greatest + 1] {
            let Some(value) = integer(number) else {
                continue;
            };
            let row = vec![3_i64.into_value(), typed(value)];
            let beyond = context.insert(&numbers, [&row]).await;
            let what = format!("{name}: {number}");
            expect_error(&what, beyond, ErrorKind::Data)?;
        }
    }
    Ok(())
}

async fn short_names(context: &mut Context) -> Outcome {
    let most = context.features().max_identifier_bytes.unwrap_or(63);
    let mut seen = Vec::new();
    for end in ["a", "b", "é"] {
        let long = format!("{}{end}", "album_of_an_ärtist_🦀_".repeat(20));
        let short = Identifier::of_at_most(&long, most)?;
        expect(!seen.contains(&short), || format!("{short} comes twice"))?;
        let mut made = table("t", &[("n", ColumnType::Integer)])?;
        made.name.name = Identifier::of_at_most(&format!("{long} table"), most)?;
        let made = made.with_unique(unique(&["n"])?.with_name(short.clone()));
        context.create(&made).await?;
        let found = introspected(context, &made.name.name).await?;
        let names: Vec<_> = found.uniques.iter().map(|it| it.name.clone()).collect();
        expect_eq("the constraint", names, [Some(short.clone())])?;
        seen.push(short);
    }
    Ok(())
}

async fn savepoint_names(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let most = context.features().max_identifier_bytes.unwrap_or(63);
    let insert = |context: &Context, id: i64| {
        context.insert_statement(&artists, &row![id, "x", None::<i32>])
    };
    let releases = context.features().can_release_savepoints;
    let operations = context.dialect().operations;
    let most = usize::try_from(most).map_err(|_| Failure::new("no such length"))?;
    let names = [
        "plain".to_owned(),
        "of \"them\"".to_owned(),
        "it's; ROLLBACK; --".to_owned(),
        "né 🦀".to_owned(),
        "x".repeat(most.min(200)),
    ];
    for (n, text) in (10_i64..).zip(names) {
        let name = Identifier::new(text)?;
        let (kept, undone) = (insert(context, n), insert(context, n + 100));
        let set = context.statement(|out| operations.savepoint(&name, out));
        let back = context.statement(|out| operations.rollback_to_savepoint(&name, out));
        let release = context.statement(|out| operations.release_savepoint(&name, out));
        let begin = AtomicOptions::new();
        let mut block = context.connection().begin_atomic(begin).await?;
        block.execute(&kept).await?;
        block.execute(&set).await?;
        block.execute(&undone).await?;
        block.execute(&back).await?;
        if releases {
            block.execute(&release).await?;
        }
        block.commit().await?;
    }
    expect_eq("rows", context.count(&artists.name).await?, 9)
}
