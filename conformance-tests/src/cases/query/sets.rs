//! Several selects as one result: unions, intersections, differences; and what stands for the first of each group.

use backend_core::error::{ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::function::{ascending, descending};
use backend_core::query::{Compound, Query, SetOperator, bind};
use backend_core::sea_query::{Expr, ExprTrait as _, Func, Order, SelectStatement, UnionType};
use backend_core::value::{Date, Decimal, IntoValue as _};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect_eq};
use crate::fixtures::{artist, four_artists};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "query.compound.operators",
        operators,
        "Union, intersection and difference give equal rows once, and a union of all gives them as they are."
    )
    .django("queries/test_qset_combinators.py"),
    case!(
        "query.intersect_all.keeps_equal_rows",
        keeping_equal_rows,
        "An intersection or difference of all keeps equal rows as often as both have them, or one more than the other."
    )
    .requires(&[Flag::supports_intersect_all]),
    case!(
        "query.intersect_all.is_refused",
        keeping_equal_rows_is_refused,
        "Where an intersection or difference gives equal rows once only, one that keeps them is refused with the flag."
    )
    .refuses(Flag::supports_intersect_all),
    case!(
        "query.compound.nulls_are_equal",
        nulls_are_equal,
        "NULL is one row like another: it is there once, in both, and taken away."
    )
    .django("queries/test_qset_combinators.py"),
    case!(
        "query.compound.order_and_limit",
        order_and_limit,
        "The whole has an order, a limit and an offset, each of them also alone."
    )
    .django("queries/test_qset_combinators.py"),
    case!(
        "query.compound.arms_with_order_and_limit",
        arms_with_order_and_limit,
        "Each arm has an order and a limit of its own, the first one too."
    )
    .django("queries/test_qset_combinators.py"),
    case!(
        "query.compound.from_left_to_right",
        from_left_to_right,
        "Operators apply from left to right, whichever they are."
    ),
    case!(
        "query.compound.nested",
        nested,
        "A compound is an arm of another, with its own order and limit."
    )
    .django("queries/test_qset_combinators.py"),
    case!(
        "query.compound.kinds",
        kinds,
        "Columns keep their kinds: integers, texts, decimals, days, NULLs of a kind."
    ),
    case!(
        "query.compound.parameters_in_their_places",
        parameters,
        "Parameters of every arm, the limit and the offset arrive each in its place."
    ),
    case!(
        "query.compound.with_nothing",
        with_nothing,
        "An empty arm adds nothing, takes nothing away, and leaves nothing in common."
    )
    .django("queries/test_qset_combinators.py"),
    case!(
        "query.compound.of_groups",
        of_groups,
        "Arms are grouped selects as well."
    )
    .requires(&[Flag::supports_aggregates])
    .django("queries/test_qset_combinators.py"),
    case!(
        "query.union.intersect_and_except",
        own_words,
        "The query builder's own unions know intersections and differences, and order the whole."
    )
    .django("queries/test_qset_combinators.py"),
    case!(
        "query.union.arms_with_a_limit",
        own_arms,
        "An arm of the query builder's own union has a limit of its own."
    )
    .django("queries/test_qset_combinators.py"),
    case!(
        "query.chain.no_two_meanings",
        no_two_meanings,
        "A union of the query builder's of which databases differ in what comes first is refused."
    ),
    case!(
        "query.distinct_on.several_columns",
        distinct_on_several,
        "Distinct on two columns keeps the first row of each pair, NULL being a value."
    )
    .requires(&[Flag::can_distinct_on_fields])
    .django("distinct_on_fields/tests.py"),
    case!(
        "query.distinct_on.with_limit",
        distinct_on_with_limit,
        "A limit counts the rows that distinct on a column has left."
    )
    .requires(&[Flag::can_distinct_on_fields])
    .django("distinct_on_fields/tests.py"),
];

/// Items with these numbers, by their keys: 1: 1, 2: 2, 3: 2, 4: 3, 5: NULL, 6: NULL, 7: 2.
async fn numbers(context: &mut Context) -> Result<()> {
    let table = crate::fixtures::items()?;
    context.create(&table).await?;
    let values = [Some(1_i64), Some(2), Some(2), Some(3), None, None, Some(2)];
    let rows: Vec<_> = (1_i64..)
        .zip(values)
        .map(|(id, n)| vec![id.into_value(), n.into_value()])
        .collect();
    context.insert(&table, &rows).await
}

/// The numbers of the items with keys from one to the other.
fn of_keys(from: i64, to: i64) -> SelectStatement {
    let mut select = Query::select();
    select
        .column("n")
        .from("item")
        .and_where(Expr::col("id").between(bind(from), bind(to)));
    select
}

async fn sorted(context: &mut Context, compound: Compound) -> Result<Vec<Option<i64>>> {
    let mut found = in_order(context, compound).await?;
    found.sort_unstable();
    Ok(found)
}

async fn in_order(context: &mut Context, query: impl Into<Query>) -> Result<Vec<Option<i64>>> {
    let rows: Vec<(Option<i64>,)> = context.fetch_query(&query.into()).await?;
    Ok(rows.into_iter().map(|(n,)| n).collect())
}

async fn operators(context: &mut Context) -> Outcome {
    numbers(context).await?;
    // 1, 2, 2 and 2, 3.
    let rows: [(SetOperator, &[i64]); 4] = [
        (SetOperator::Union, &[1, 2, 3]),
        (SetOperator::UnionAll, &[1, 2, 2, 2, 3]),
        (SetOperator::Intersect, &[2]),
        (SetOperator::Except, &[1]),
    ];
    for (operator, expected) in rows {
        let compound = Compound::new(of_keys(1, 3)).with(operator, of_keys(3, 4));
        let found = sorted(context, compound).await?;
        let expected: Vec<_> = expected.iter().copied().map(Some).collect();
        expect_eq(&format!("{operator:?}"), found, expected)?;
    }
    Ok(())
}

/// All items, of which 2 is there three times and NULL twice, with 2 and 3, or with 2, 2, 3, NULL.
fn keeping() -> [(Compound, Vec<Option<i64>>); 3] {
    let all = || Compound::new(of_keys(1, 7));
    [
        (
            all().with(SetOperator::IntersectAll, of_keys(2, 5)),
            vec![None, Some(2), Some(2), Some(3)],
        ),
        (
            all().with(SetOperator::ExceptAll, of_keys(3, 5)),
            vec![None, Some(1), Some(2), Some(2)],
        ),
        (
            all()
                .with(SetOperator::UnionAll, of_keys(1, 1))
                .with(SetOperator::IntersectAll, of_keys(1, 2)),
            vec![Some(1), Some(2)],
        ),
    ]
}

async fn keeping_equal_rows(context: &mut Context) -> Outcome {
    numbers(context).await?;
    for (compound, expected) in keeping() {
        expect_eq("rows", sorted(context, compound).await?, expected)?;
    }
    Ok(())
}

async fn keeping_equal_rows_is_refused(context: &mut Context) -> Outcome {
    numbers(context).await?;
    for (compound, _) in keeping() {
        context
            .refused(Flag::supports_intersect_all, async |context| {
                in_order(context, compound).await
            })
            .await?;
    }
    Ok(())
}

async fn nulls_are_equal(context: &mut Context) -> Outcome {
    numbers(context).await?;
    // 3, NULL and NULL, 2.
    let rows: [(SetOperator, &[Option<i64>]); 3] = [
        (SetOperator::Union, &[None, Some(2), Some(3)]),
        (SetOperator::Intersect, &[None]),
        (SetOperator::Except, &[Some(3)]),
    ];
    for (operator, expected) in rows {
        let compound = Compound::new(of_keys(4, 5)).with(operator, of_keys(6, 7));
        let found = sorted(context, compound).await?;
        expect_eq(&format!("{operator:?}"), found, expected.to_vec())?;
    }
    Ok(())
}

async fn order_and_limit(context: &mut Context) -> Outcome {
    numbers(context).await?;
    let all = || {
        Compound::new(of_keys(1, 2))
            .union_all(of_keys(3, 4))
            .order_by(descending(Expr::col("n")))
    };
    let rows: [(Compound, &[i64]); 4] = [
        (all(), &[3, 2, 2, 1]),
        (all().limit(2), &[3, 2]),
        (all().offset(3), &[1]),
        (all().limit(2).offset(1), &[2, 2]),
    ];
    for (compound, expected) in rows {
        let expected: Vec<_> = expected.iter().copied().map(Some).collect();
        expect_eq("rows", in_order(context, compound).await?, expected)?;
    }
    Ok(())
}

/// The item with the greatest or the least key among these.
fn one_of(from: i64, to: i64, order: Order) -> SelectStatement {
    let mut select = of_keys(from, to);
    select.order_by("id", order).limit(1);
    select
}

async fn arms_with_order_and_limit(context: &mut Context) -> Outcome {
    numbers(context).await?;
    let both = Compound::new(one_of(1, 4, Order::Desc))
        .union_all(one_of(1, 4, Order::Asc))
        .order_by(ascending(Expr::col("n")));
    let found = in_order(context, both).await?;
    expect_eq("the last and the first", found, [Some(1), Some(3)])?;
    let mut skipping = of_keys(1, 4);
    skipping.order_by("id", Order::Asc).offset(3);
    let less = Compound::new(of_keys(1, 4)).except(skipping);
    let found = sorted(context, less).await?;
    expect_eq("without the last", found, [Some(1), Some(2)])
}

async fn from_left_to_right(context: &mut Context) -> Outcome {
    numbers(context).await?;
    let one = || of_keys(1, 1);
    let two = || of_keys(2, 2);
    let rows: [(&str, Compound, &[i64]); 4] = [
        (
            "(1 or 2) and 2",
            Compound::new(one()).union(two()).intersect(two()),
            &[2],
        ),
        (
            "(1 but not 1) and 1",
            Compound::new(one()).except(one()).intersect(one()),
            &[],
        ),
        (
            "((1 and 2) or 1) and 1, or 2",
            Compound::new(one())
                .intersect(two())
                .union(one())
                .intersect(one())
                .union(two()),
            &[1, 2],
        ),
        (
            "1 or (2 and 1)",
            Compound::new(one()).union(Compound::new(two()).intersect(one())),
            &[1],
        ),
    ];
    for (what, compound, expected) in rows {
        let found = sorted(context, compound).await?;
        let expected: Vec<_> = expected.iter().copied().map(Some).collect();
        expect_eq(what, found, expected)?;
    }
    Ok(())
}

async fn nested(context: &mut Context) -> Outcome {
    numbers(context).await?;
    let greatest = Compound::new(of_keys(1, 3))
        .union(of_keys(4, 4))
        .order_by(descending(Expr::col("n")))
        .limit(1);
    let inner = Compound::new(greatest.clone()).union_all(greatest);
    let all = Compound::new(of_keys(1, 1))
        .union_all(inner)
        .order_by(ascending(Expr::col("n")));
    let found = in_order(context, all).await?;
    expect_eq(
        "the first and twice the greatest",
        found,
        [1, 3, 3].map(Some),
    )
}

/// A row of several kinds.
type Kinds = (i64, Option<String>, Option<Decimal>, Option<Date>);

async fn kinds(context: &mut Context) -> Outcome {
    let price: Decimal = "12.50".parse()?;
    let day: Date = "2024-02-29".parse()?;
    let mut first = Query::select();
    first
        .expr_as(bind(1_i64), "a")
        .expr_as(bind("x"), "b")
        .expr_as(bind(price.clone()), "c")
        .expr_as(bind(day), "d");
    let mut second = Query::select();
    second
        .expr(bind(2_i64))
        .expr(bind(None::<String>))
        .expr(bind(None::<Decimal>))
        .expr(bind(None::<Date>));
    let both: Query = Compound::new(first)
        .union_all(second)
        .order_by(ascending(Expr::col("a")))
        .into();
    let found = context.fetch_query::<Kinds>(&both).await?;
    let expected = [
        (1, Some("x".to_owned()), Some(price), Some(day)),
        (2, None, None, None),
    ];
    expect_eq("rows", found, expected)
}

async fn parameters(context: &mut Context) -> Outcome {
    numbers(context).await?;
    let arm = |add: i64, key: i64| {
        let mut select = Query::select();
        select
            .expr_as(Expr::col("id").add(bind(add)), "n")
            .from("item")
            .and_where(Expr::col("id").eq(bind(key)));
        select
    };
    let all = Compound::new(arm(10, 1))
        .union(arm(20, 2))
        .union(Compound::new(arm(30, 3)).union(arm(40, 4)))
        .union(arm(50, 5))
        .order_by(ascending(Expr::col("n")))
        .limit(3)
        .offset(1);
    let found = in_order(context, all).await?;
    expect_eq("rows", found, [22, 33, 44].map(Some))
}

async fn with_nothing(context: &mut Context) -> Outcome {
    numbers(context).await?;
    let none = || of_keys(100, 100);
    let rows: [(Compound, &[i64]); 5] = [
        (Compound::new(of_keys(1, 2)).union(none()), &[1, 2]),
        (Compound::new(none()).union_all(of_keys(1, 2)), &[1, 2]),
        (Compound::new(of_keys(1, 2)).except(none()), &[1, 2]),
        (Compound::new(of_keys(1, 2)).intersect(none()), &[]),
        (Compound::new(none()).except(of_keys(1, 2)), &[]),
    ];
    for (compound, expected) in rows {
        let found = sorted(context, compound).await?;
        let expected: Vec<_> = expected.iter().copied().map(Some).collect();
        expect_eq("rows", found, expected)?;
    }
    Ok(())
}

async fn of_groups(context: &mut Context) -> Outcome {
    numbers(context).await?;
    let mut counts = Query::select();
    counts
        .expr_as(Func::count(Expr::col("id")), "n")
        .from("item")
        .group_by_col("n")
        .and_having(Expr::from(Func::count(Expr::col("id"))).gt(bind(1_i64)));
    let mut most = Query::select();
    most.expr(Func::max(Expr::col("id"))).from("item");
    let both = Compound::new(counts)
        .union_all(most)
        .order_by(ascending(Expr::col("n")));
    let found = in_order(context, both).await?;
    expect_eq(
        "two counts, and the greatest key",
        found,
        [2, 3, 7].map(Some),
    )
}

async fn own_words(context: &mut Context) -> Outcome {
    numbers(context).await?;
    let rows: [(UnionType, &[i64]); 2] = [(UnionType::Intersect, &[2]), (UnionType::Except, &[1])];
    for (union, expected) in rows {
        let mut select = of_keys(1, 3);
        select
            .union(union, of_keys(3, 4))
            .order_by("n", Order::Desc);
        let expected: Vec<_> = expected.iter().copied().map(Some).collect();
        expect_eq(
            &format!("{union:?}"),
            in_order(context, select).await?,
            expected,
        )?;
    }
    let mut select = of_keys(1, 4);
    select
        .union(UnionType::All, of_keys(1, 1))
        .order_by("n", Order::Desc)
        .limit(2);
    let found = in_order(context, select).await?;
    expect_eq("the greatest of the whole", found, [3, 2].map(Some))
}

async fn own_arms(context: &mut Context) -> Outcome {
    numbers(context).await?;
    let mut select = of_keys(1, 1);
    select
        .union(UnionType::All, one_of(1, 4, Order::Desc))
        .order_by("n", Order::Asc);
    let found = in_order(context, select).await?;
    expect_eq("the first and the last", found, [1, 3].map(Some))
}

async fn no_two_meanings(context: &mut Context) -> Outcome {
    for loose in [UnionType::Distinct, UnionType::All, UnionType::Except] {
        let mut select = of_keys(1, 1);
        select
            .union(loose, of_keys(2, 2))
            .union(UnionType::Intersect, of_keys(2, 2));
        match context.dialect().build(&select.into()) {
            Err(error) if matches!(error.kind(), ErrorKind::NotSupported(_)) => {}
            Err(error) => return Err(error.into()),
            Ok(_) => {
                return Err(Failure::new(format!(
                    "INTERSECT behind {loose:?} is written"
                )));
            }
        }
    }
    Ok(())
}

async fn distinct_on_several(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let more = [
        artist(5, "Bach", Some(1685)),
        artist(6, "Bach", Some(1714)),
        artist(7, "Hildegard", None),
    ];
    context.insert(&artists, &more).await?;
    let mut select = Query::select();
    select
        .distinct_on(["name", "born"])
        .column("id")
        .from("artist")
        .order_by("name", Order::Asc)
        .order_by("born", Order::Asc)
        .order_by("id", Order::Desc);
    let found: Vec<(i64,)> = context.fetch_query(&select.into()).await?;
    let found: Vec<_> = found.into_iter().map(|(id,)| id).collect();
    expect_eq("the last of each name and year", found, [5, 6, 2, 7, 3])
}

async fn distinct_on_with_limit(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    context.insert(&artists, &[artist(5, "Bach", None)]).await?;
    let mut select = Query::select();
    select
        .distinct_on(["name"])
        .column("id")
        .from("artist")
        .order_by("name", Order::Asc)
        .order_by("id", Order::Asc)
        .limit(2)
        .offset(1);
    let found: Vec<(i64,)> = context.fetch_query(&select.into()).await?;
    let found: Vec<_> = found.into_iter().map(|(id,)| id).collect();
    expect_eq("the second and third name", found, [2, 4])
}
