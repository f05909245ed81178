//! Long lists of constants: packed into one parameter they find what they find spelled out, or are refused.

use backend_core::connection::Connection;
use backend_core::error::{ErrorKind, Result};
use backend_core::features::Features;
use backend_core::model::{ColumnType, Table};
use backend_core::operations::Dialect;
use backend_core::query::{Query, bind};
use backend_core::sea_query::{Cond, Expr, ExprTrait as _, Order, SelectStatement, Value as Ast};
use backend_core::value::{Date, Decimal, IntoValue, Time, Timestamp, Uuid};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect_eq};
use crate::fixtures::{Random, many_items, table};

pub(super) const CASES: &[CaseDef] = &[
    case!("query.list.beyond_the_limit", beyond_the_limit, "A list of more elements than a statement takes parameters finds what it should, or is refused.")
        .django("queries/tests.py"),
    case!("query.list.not_in_beyond_the_limit", not_in_beyond_the_limit, "A list of more elements than a statement takes parameters leaves out what it should, or is refused."),
    case!("query.list.of_integers", of_integers, "A packed list of integers finds what a plain one finds, at the ends of their range, too."),
    case!("query.list.of_small_integers", of_small_integers, "A packed list of integers of another size than the column's finds what a plain one finds."),
    case!("query.list.of_mixed_integers", of_mixed_integers, "A packed list of integers of several sizes finds what a plain one finds."),
    case!("query.list.of_floats", of_floats, "A packed list of floating-point numbers finds them to the last bit."),
    case!("query.list.of_decimals", of_decimals, "A packed list of decimals finds them to the last digit."),
    case!("query.list.of_texts", of_texts, "A packed list of texts finds quotes, backslashes, control characters, and every script."),
    case!("query.list.of_bytes", of_bytes, "A packed list of bytes finds them."),
    case!("query.list.of_booleans", of_booleans, "A packed list of booleans finds what a plain one finds."),
    case!("query.list.of_dates", of_dates, "A packed list of dates finds them."),
    case!("query.list.of_times", of_times, "A packed list of times finds them."),
    case!("query.list.of_timestamps", of_timestamps, "A packed list of timestamps finds them."),
    case!("query.list.of_uuids", of_uuids, "A packed list of UUIDs finds them."),
    case!("query.list.null_in_a_list", null_in_a_list, "A NULL in a packed list makes what is not found unknown, and so does one on the left."),
    case!("query.list.of_nothing_but_null", of_nothing_but_null, "A packed list of NULLs finds nothing, and leaves nothing out."),
    case!("query.list.of_rows", of_rows, "A packed list of rows finds what a plain one finds, with NULLs in them, too."),
    case!("query.list.of_rows_of_several_kinds", of_rows_of_several_kinds, "A packed list of rows holds places of several kinds."),
    case!("query.list.of_an_expression", of_an_expression, "An expression on the left of a packed list keeps its meaning."),
    case!("query.list.inside_conditions", inside_conditions, "Packed lists stand in conditions beside other parameters, negated and nested."),
    case!("query.list.in_every_statement", in_every_statement, "Updates, deletes and subqueries take lists beyond the limit as selects do."),
    case!("query.list.same_as_a_plain_one", same_as_a_plain_one, "Lists made by chance find the same rows packed and plain."),
];

/// The same server as one that takes so few parameters.
pub(super) fn narrow(context: &Context, most: u32) -> Dialect {
    let mut dialect = context.dialect();
    let features = Features {
        max_query_parameters: Some(most),
        ..(*dialect.features).clone()
    };
    dialect.features = features.into();
    dialect
}

async fn keys_by(
    connection: &mut Connection,
    dialect: &Dialect,
    query: &Query,
) -> Result<Vec<i64>> {
    let mut keys = Vec::new();
    for statement in dialect.build(query)? {
        let found: Vec<(i64,)> = connection.fetch_as(&statement).await?;
        keys.extend(found.into_iter().map(|(id,)| id));
    }
    Ok(keys)
}

/// Demands that a query finds the same with lists packed, or that lists are refused where they are too long.
async fn expect_same(
    context: &mut Context,
    what: &str,
    query: &Query,
) -> Result<Vec<i64>, Failure> {
    let (whole, narrow) = (context.dialect(), narrow(context, 3));
    let plain = keys_by(context.connection(), &whole, query).await?;
    match keys_by(context.connection(), &narrow, query).await {
        Ok(packed) => expect_eq(what, packed, plain.clone())?,
        Err(error) => expect_eq(what, error.kind(), ErrorKind::Interface)?,
    }
    Ok(plain)
}

pub(super) fn beyond(context: &Context) -> i64 {
    context
        .features()
        .max_query_parameters
        .map_or(40_000, i64::from)
        + 1
}

pub(super) fn select_items(condition: Expr) -> SelectStatement {
    let mut select = Query::select();
    select
        .column("id")
        .from("item")
        .and_where(condition)
        .order_by("id", Order::Asc);
    select
}

async fn beyond_the_limit(context: &mut Context) -> Outcome {
    many_items(context, 5).await?;
    let last = beyond(context);
    let long = (4..4 + last).map(bind);
    let query = select_items(Expr::col("id").is_in(long)).into();
    match context.fetch_query::<(i64,)>(&query).await {
        Ok(found) => expect_eq("keys", found, [(4,), (5,)]),
        Err(error) => expect_eq("the refusal", error.kind(), ErrorKind::Interface),
    }
}

async fn not_in_beyond_the_limit(context: &mut Context) -> Outcome {
    many_items(context, 5).await?;
    let last = beyond(context);
    let long = (4..4 + last).map(bind);
    let query = select_items(Expr::col("id").is_not_in(long)).into();
    match context.fetch_query::<(i64,)>(&query).await {
        Ok(found) => expect_eq("keys", found, [(1,), (2,), (3,)]),
        Err(error) => expect_eq("the refusal", error.kind(), ErrorKind::Interface),
    }
}

/// Stores each value in a row, and finds all but the last by one list, packed and plain, and the last by its absence.
async fn found_in_lists<T: IntoValue + Clone>(
    context: &mut Context,
    column_type: ColumnType,
    values: &[T],
) -> Outcome {
    let stored = table("stored", &[("v", column_type)])?;
    context.create(&stored).await?;
    for (key, value) in (0_i64..).zip(values) {
        let row = vec![key.into_value(), value.clone().into_value()];
        context.insert(&stored, &[row]).await?;
    }
    let last = i64::try_from(values.len()).unwrap_or_default() - 1;
    let wanted: Vec<i64> = (0..last).collect();
    let listed: Vec<Ast> = values
        .iter()
        .cloned()
        .map(bind)
        .take(values.len() - 1)
        .collect();
    let list = |condition: Expr| {
        let mut select = Query::select();
        select
            .column("id")
            .from("stored")
            .and_where(condition)
            .order_by("id", Order::Asc);
        select.into()
    };
    let found = list(Expr::col("v").is_in(listed.clone()));
    let found = expect_same(context, "in the list", &found).await?;
    expect_eq("keys", found, wanted)?;
    let others = list(Expr::col("v").is_not_in(listed));
    let others = expect_same(context, "not in the list", &others).await?;
    expect_eq("other keys", others, [last])
}

async fn of_integers(context: &mut Context) -> Outcome {
    let values = [i64::MIN, i64::MIN + 1, -1, 0, 1, i64::MAX - 1, i64::MAX, 7];
    found_in_lists(context, ColumnType::BigInteger, &values).await
}

async fn of_small_integers(context: &mut Context) -> Outcome {
    found_in_lists(context, ColumnType::BigInteger, &[-128_i8, 0, 1, 2, 127, 7]).await
}

async fn of_mixed_integers(context: &mut Context) -> Outcome {
    many_items(context, 9).await?;
    let mixed = [
        bind(1_i16),
        bind(2_i64),
        bind(3_i32),
        bind(4_i8),
        bind(5_i64),
    ];
    let query = select_items(Expr::col("id").is_in(mixed)).into();
    let found = expect_same(context, "mixed", &query).await?;
    expect_eq("keys", found, [1, 2, 3, 4, 5])
}

async fn of_floats(context: &mut Context) -> Outcome {
    let values = [
        0.1,
        0.30000000000000004,
        f64::MAX,
        -f64::MAX,
        5e-324,
        2.225_073_858_507_201e-308,
        1.7976931348623155e308,
        9007199254740993.0,
        123456789.12345679,
        0.3,
    ];
    found_in_lists(context, ColumnType::Double, &values).await
}

async fn of_decimals(context: &mut Context) -> Outcome {
    let texts = [
        "0.10",
        "-12345678901234567890.1234567890",
        "99999999999999999999.9999999999",
        "1.00",
        "2.00",
    ];
    let values: Vec<Decimal> = texts
        .iter()
        .map(|text| text.parse())
        .collect::<Result<_, _>>()?;
    let decimal = ColumnType::Decimal {
        precision: None,
        scale: None,
    };
    found_in_lists(context, decimal, &values).await
}

async fn of_texts(context: &mut Context) -> Outcome {
    let mut texts = vec![
        "",
        " ",
        "it's",
        "\"quoted\"",
        "back\\slash",
        "\\u0041",
        "new\nline\ttab\r",
        "\u{1}\u{1f}\u{7f}",
        "null",
        "[1]",
        "{\"a\": 1}",
        "12",
        "12.0",
        "größe",
        "日本語",
        "🦀",
        "é",
        "e\u{301}",
        "\u{feff}x",
        "'; DROP TABLE stored; --",
        "$1",
        "?",
        "r0000000000000000",
        "t41",
        "b41",
    ];
    if context.features().supports_nul_in_text {
        texts.extend(["a\0b", "\0"]);
    }
    texts.push("other");
    found_in_lists(context, ColumnType::Text, &texts).await
}

async fn of_bytes(context: &mut Context) -> Outcome {
    let values = [
        vec![],
        vec![0],
        vec![0, 255, 1],
        b"text".to_vec(),
        vec![0xc3, 0x28],
        vec![9],
    ];
    found_in_lists(context, ColumnType::Bytes, &values).await
}

async fn of_booleans(context: &mut Context) -> Outcome {
    let stored = table("stored", &[("v", ColumnType::Boolean)])?;
    context.create(&stored).await?;
    for (key, value) in [(1_i64, Some(true)), (2, Some(false)), (3, None)] {
        context
            .insert(&stored, &[vec![key.into_value(), value.into_value()]])
            .await?;
    }
    for (list, expected) in [([true; 4], vec![1_i64]), ([false; 4], vec![2])] {
        let mut select = Query::select();
        select
            .column("id")
            .from("stored")
            .and_where(Expr::col("v").is_in(list.map(bind)));
        let found = expect_same(context, "in the list", &select.into()).await?;
        expect_eq("keys", found, expected)?;
    }
    Ok(())
}

async fn of_dates(context: &mut Context) -> Outcome {
    let texts = [
        "0001-01-01",
        "1685-03-21",
        "2000-02-29",
        "9999-12-31",
        "1970-01-01",
    ];
    let values: Vec<Date> = texts
        .iter()
        .map(|text| text.parse())
        .collect::<Result<_, _>>()?;
    found_in_lists(context, ColumnType::Date, &values).await
}

async fn of_times(context: &mut Context) -> Outcome {
    let texts = [
        "00:00:00",
        "23:59:59.999999",
        "12:00:00.1",
        "01:02:03",
        "12:00:00",
    ];
    let values: Vec<Time> = texts
        .iter()
        .map(|text| text.parse())
        .collect::<Result<_, _>>()?;
    found_in_lists(context, ColumnType::Time { precision: None }, &values).await
}

async fn of_timestamps(context: &mut Context) -> Outcome {
    let texts = [
        "0001-01-01 00:00:00",
        "2024-02-29 12:30:00.25",
        "9999-12-31 23:59:59.999999",
        "1970-01-01 00:00:00",
    ];
    let values: Vec<Timestamp> = texts
        .iter()
        .map(|text| text.parse())
        .collect::<Result<_, _>>()?;
    found_in_lists(context, ColumnType::Timestamp { precision: None }, &values).await
}

async fn of_uuids(context: &mut Context) -> Outcome {
    let texts = [
        "00000000-0000-0000-0000-000000000000",
        "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "6ba7b811-9dad-11d1-80b4-00c04fd430c8",
        "6ba7b812-9dad-11d1-80b4-00c04fd430c8",
    ];
    let values: Vec<Uuid> = texts
        .iter()
        .map(|text| text.parse())
        .collect::<Result<_, _>>()?;
    found_in_lists(context, ColumnType::Uuid, &values).await
}

/// Items 1 to 4, and one without a number.
async fn with_a_null(context: &mut Context) -> Result<Table> {
    let items = many_items(context, 4).await?;
    let row = vec![5_i64.into_value(), None::<i64>.into_value()];
    context.insert(&items, &[row]).await?;
    Ok(items)
}

async fn null_in_a_list(context: &mut Context) -> Outcome {
    with_a_null(context).await?;
    let list = || [bind(2_i64), bind(None::<i64>), bind(8_i64), bind(99_i64)];
    let none: [i64; 0] = [];
    let n = || Expr::col("n");
    let found = expect_same(context, "in", &select_items(n().is_in(list())).into()).await?;
    expect_eq("in", found, [1, 4])?;
    let found = expect_same(
        context,
        "not in",
        &select_items(n().is_not_in(list())).into(),
    )
    .await?;
    expect_eq("not in", found, none)?;
    let unknown = n().is_in(list()).is_null();
    let found = expect_same(context, "unknown", &select_items(unknown).into()).await?;
    expect_eq("unknown", found, [2, 3, 5])?;
    let whole = [bind(2_i64), bind(3_i64), bind(4_i64), bind(5_i64)];
    let unknown = select_items(n().is_in(whole).is_null()).into();
    let found = expect_same(context, "on the left", &unknown).await?;
    expect_eq("on the left", found, [5])
}

async fn of_nothing_but_null(context: &mut Context) -> Outcome {
    with_a_null(context).await?;
    let list = || vec![bind(None::<i64>); 5];
    let none: [i64; 0] = [];
    for condition in [
        Expr::col("n").is_in(list()),
        Expr::col("n").is_not_in(list()),
    ] {
        let found = expect_same(context, "NULLs", &select_items(condition).into()).await?;
        expect_eq("keys", found, none)?;
    }
    Ok(())
}

fn pair(first: Ast, second: Ast) -> Expr {
    Expr::tuple([first.into(), second.into()])
}

fn columns() -> Expr {
    Expr::tuple([Expr::col("id"), Expr::col("n")])
}

async fn of_rows(context: &mut Context) -> Outcome {
    with_a_null(context).await?;
    let rows = |rows: &[(i64, Option<i64>)]| {
        Expr::tuple(rows.iter().map(|(id, n)| pair(bind(*id), bind(*n))))
    };
    let list = [
        (1, Some(2)),
        (2, Some(5)),
        (4, Some(8)),
        (3, None),
        (5, Some(1)),
    ];
    let within = |negated| {
        let operator = if negated {
            backend_core::sea_query::BinOper::NotIn
        } else {
            backend_core::sea_query::BinOper::In
        };
        columns().binary(operator, rows(&list))
    };
    let found = expect_same(context, "in", &select_items(within(false)).into()).await?;
    expect_eq("in", found, [1, 4])?;
    let found = expect_same(context, "not in", &select_items(within(true)).into()).await?;
    expect_eq("not in", found, [2])?;
    let tuples = columns().in_tuples([(1_i64, 2_i64), (2, 4), (3, 3)]);
    let found = expect_same(context, "tuples", &select_items(tuples).into()).await?;
    expect_eq("tuples", found, [1, 2])
}

async fn of_rows_of_several_kinds(context: &mut Context) -> Outcome {
    let columns = [
        ("t", ColumnType::Text),
        ("day", ColumnType::Date),
        ("f", ColumnType::Double),
    ];
    let stored = table("stored", &columns)?;
    context.create(&stored).await?;
    let day: Date = "2024-02-29".parse()?;
    let other: Date = "2024-03-01".parse()?;
    for (id, text, day, number) in [
        (1_i64, "it's", day, 0.1),
        (2, "b", other, 0.3),
        (3, "c", day, 1.0),
    ] {
        let row = vec![
            id.into_value(),
            text.into_value(),
            day.into_value(),
            number.into_value(),
        ];
        context.insert(&stored, &[row]).await?;
    }
    let left = Expr::tuple(["t", "day", "f"].map(Expr::col));
    let row = |text: &str, day: Date, number: f64| {
        Expr::tuple([bind(text), bind(day), bind(number)].map(Expr::from))
    };
    let rows = Expr::tuple([
        row("it's", day, 0.1),
        row("b", other, 0.30000000000000004),
        row("c", other, 1.0),
    ]);
    let mut select = Query::select();
    select
        .column("id")
        .from("stored")
        .and_where(left.binary(backend_core::sea_query::BinOper::In, rows));
    let found = expect_same(context, "rows", &select.into()).await?;
    expect_eq("keys", found, [1])
}

async fn of_an_expression(context: &mut Context) -> Outcome {
    many_items(context, 5).await?;
    let list = || [3_i64, 6, 12, 99].map(bind);
    let sum = Expr::col("id").add(Expr::col("n"));
    let found = expect_same(context, "a sum", &select_items(sum.is_in(list())).into()).await?;
    expect_eq("a sum", found, [1, 2, 4])?;
    let quotient = Expr::col("id")
        .eq(Expr::col("n"))
        .is_in([false; 4].map(bind));
    let found = expect_same(context, "a comparison", &select_items(quotient).into()).await?;
    expect_eq("a comparison", found, [1, 2, 3, 4, 5])
}

async fn inside_conditions(context: &mut Context) -> Outcome {
    many_items(context, 8).await?;
    let list = |from: i64| (from..from + 4).map(bind);
    let condition = Cond::any()
        .add(
            Expr::col("id")
                .is_in(list(1))
                .and(Expr::col("n").gt(bind(4_i64))),
        )
        .add(
            Expr::col("id")
                .is_in(list(5))
                .not()
                .and(Expr::col("id").eq(bind(1_i64))),
        )
        .add(
            Cond::all()
                .not()
                .add(Expr::col("id").is_not_in(list(5)))
                .add(Expr::col("id").lt(bind(99_i64))),
        );
    let mut select = Query::select();
    select
        .column("id")
        .from("item")
        .cond_where(condition)
        .order_by("id", Order::Asc);
    let (whole, narrow) = (context.dialect(), narrow(context, 9));
    let query = select.into();
    let plain = keys_by(context.connection(), &whole, &query).await?;
    expect_eq("plain", plain.clone(), [1, 3, 4, 5, 6, 7, 8])?;
    match keys_by(context.connection(), &narrow, &query).await {
        Ok(packed) => expect_eq("packed", packed, plain),
        Err(error) => expect_eq("the refusal", error.kind(), ErrorKind::Interface),
    }
}

async fn in_every_statement(context: &mut Context) -> Outcome {
    let items = many_items(context, 6).await?;
    let narrow = narrow(context, 3);
    let list = |from: i64| (from..from + 4).map(bind);
    let mut update = Query::update();
    update
        .table("item")
        .value("n", bind(0_i64))
        .and_where(Expr::col("id").is_in(list(4)));
    let mut delete = Query::delete();
    delete
        .from_table("item")
        .and_where(Expr::col("id").is_not_in(list(2)));
    let mut inner = Query::select();
    inner
        .column("id")
        .from("item")
        .and_where(Expr::col("id").is_in(list(1)));
    let queries: [Query; 3] = [
        update.into(),
        delete.into(),
        select_items(Expr::col("id").in_subquery(inner)).into(),
    ];
    for query in &queries {
        let statements = match narrow.build(query) {
            Ok(statements) => statements,
            Err(error) => return expect_eq("the refusal", error.kind(), ErrorKind::Interface),
        };
        for statement in &statements {
            context.execute(statement).await?;
        }
    }
    let rows: Vec<(i64, i64)> = context.fetch(&context.select_statement(&items)).await?;
    expect_eq("rows", rows, [(2, 4), (3, 6), (4, 0), (5, 0)])
}

async fn same_as_a_plain_one(context: &mut Context) -> Outcome {
    with_a_null(context).await?;
    let mut random = Random::new(context.chance().seed);
    for _ in 0..60 {
        let length = 4 + random.below(12);
        let elements: Vec<Option<i64>> = (0..length)
            .map(|_| match random.below(12) {
                0 => None,
                number => i64::try_from(number).ok(),
            })
            .collect();
        let list = || elements.iter().copied().map(bind);
        for condition in [
            Expr::col("n").is_in(list()),
            Expr::col("n").is_not_in(list()),
            Expr::col("n").is_in(list()).not(),
            Expr::col("n").is_not_in(list()).is_null(),
        ] {
            let query = select_items(condition).into();
            expect_same(context, &format!("{elements:?}"), &query).await?;
        }
    }
    Ok(())
}
