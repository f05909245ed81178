//! Selects from one table: conditions, order, limits, groups.

use backend_core::features::NullsOrder;
use backend_core::flag::Flag;
use backend_core::query::{Query, bind};
use backend_core::sea_query::{
    CaseStatement, Cond, Expr, ExprTrait as _, Func, Order, SelectStatement,
};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect_eq};
use crate::fixtures::{four_artists, many_items};

pub(super) const CASES: &[CaseDef] = &[
    case!("query.select.comparisons", comparisons, "Each comparison finds the rows that meet it, and no NULL.")
        .django("lookup/tests.py"),
    case!("query.select.in_list", in_list, "A list of values finds its rows; an empty one finds none.")
        .django("lookup/tests.py"),
    case!("query.select.is_null", is_null, "NULLs are found by asking for NULL, and by nothing else.")
        .django("null_queries/tests.py"),
    case!(
        "query.select.and_or_not",
        and_or_not,
        "Conditions nest as they are written: and, or, not."
    )
    .django("or_lookups/tests.py"),
    case!(
        "query.select.three_valued_logic",
        three_valued_logic,
        "A condition, its opposite and its being unknown part the rows in three: none is lost or twice there."
    )
    .smoke(),
    case!(
        "query.expression.between",
        between,
        "A range takes both its bounds in, and its opposite leaves them out."
    )
    .django("lookup/tests.py"),
    case!("query.expression.like", like, "A pattern matches with `%` and `_`, and a parameter's characters are no pattern's end.")
        .django("lookup/tests.py"),
    case!("query.select.order", order, "Rows come in the order asked for, by several columns, up and down.")
        .django("ordering/tests.py"),
    case!(
        "query.select.nulls_as_the_features_say",
        nulls_as_the_features_say,
        "NULLs stand at the end of an order that the features say, and at the other end when it is turned."
    )
    .django("ordering/tests.py"),
    case!("query.select.limit_and_offset", limit_and_offset, "Limit and offset cut the order anywhere, also alone and at 0.")
        .django("queries/tests.py"),
    case!("query.select.distinct", distinct, "Distinct rows come once, NULL as one of them.")
        .django("distinct_on_fields/tests.py"),
    case!("query.aggregate.counts_and_sums", aggregates, "Counts, sums and bounds are those of the rows without NULLs.")
        .requires(&[Flag::supports_aggregates])
        .django("aggregation/tests.py"),
    case!(
        "query.aggregate.of_no_rows",
        aggregates_of_no_rows,
        "No rows count 0, and have NULL for sum and bounds."
    )
    .requires(&[Flag::supports_aggregates])
        .django("aggregation/tests.py"),
    case!("query.aggregate.group_by_having", group_by_having, "Groups come once each, and a condition leaves some out.")
        .requires(&[Flag::supports_aggregates])
        .django("aggregation_regress/tests.py"),
    case!("query.expression.computed", expressions, "Sums, products and chosen values are computed by the server.")
        .django("expressions_case/tests.py"),
    case!(
        "query.expression.in_every_clause",
        parameters_in_every_clause,
        "Parameters of the columns, the condition and the limit arrive each in its place."
    ),
];

/// A select of the artists' keys, in their order.
fn keys() -> SelectStatement {
    let mut select = Query::select();
    select
        .column("id")
        .from("artist")
        .order_by("id", Order::Asc);
    select
}

async fn expect_keys(
    context: &mut Context,
    what: &str,
    select: SelectStatement,
    expected: &[i64],
) -> Outcome {
    let found: Vec<(i64,)> = context.fetch_query(&select.into()).await?;
    let found: Vec<_> = found.into_iter().map(|(id,)| id).collect();
    expect_eq(what, found, expected.to_vec())
}

async fn expect_where(context: &mut Context, what: &str, condition: Expr, keys: &[i64]) -> Outcome {
    let mut select = self::keys();
    select.and_where(condition);
    expect_keys(context, what, select, keys).await
}

async fn comparisons(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    let born = || Expr::col("born");
    let rows: [(&str, Expr, &[i64]); 7] = [
        ("=", born().eq(bind(1810_i32)), &[3]),
        ("<>", born().ne(bind(1810_i32)), &[1, 2]),
        ("<", born().lt(bind(1810_i32)), &[1]),
        ("<=", born().lte(bind(1810_i32)), &[1, 3]),
        (">", born().gt(bind(1810_i32)), &[2]),
        (">=", born().gte(bind(1810_i32)), &[2, 3]),
        ("a text", Expr::col("name").eq(bind("Clara")), &[2]),
    ];
    for (what, condition, keys) in rows {
        expect_where(context, what, condition, keys).await?;
    }
    Ok(())
}

async fn between(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    let within = || Expr::col("born").between(bind(1685_i32), bind(1810_i32));
    expect_where(context, "between", within(), &[1, 3]).await?;
    expect_where(context, "not between", within().not(), &[2]).await
}

async fn in_list(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    let names = |list: &[&str]| list.iter().map(|name| bind(*name)).collect::<Vec<_>>();
    let name = || Expr::col("name");
    expect_where(
        context,
        "in two",
        name().is_in(names(&["Clara", "Bach", "x"])),
        &[1, 2],
    )
    .await?;
    expect_where(context, "in none", name().is_in(names(&[])), &[]).await?;
    expect_where(
        context,
        "not in one",
        name().is_not_in(names(&["Bach"])),
        &[2, 3, 4],
    )
    .await?;
    expect_where(
        context,
        "not in none",
        name().is_not_in(names(&[])),
        &[1, 2, 3, 4],
    )
    .await
}

async fn is_null(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    let born = || Expr::col("born");
    expect_where(context, "NULL", born().is_null(), &[4]).await?;
    expect_where(context, "not NULL", born().is_not_null(), &[1, 2, 3]).await?;
    expect_where(context, "= NULL", born().eq(bind(None::<i32>)), &[]).await
}

async fn and_or_not(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    let id = |id: i64| Expr::col("id").eq(bind(id));
    let rows: [(&str, Expr, &[i64]); 4] = [
        ("or before and", id(1).or(id(2)).and(id(2).or(id(3))), &[2]),
        ("and before or", id(1).and(id(2)).or(id(3)), &[3]),
        ("not of or", id(1).or(id(4)).not(), &[2, 3]),
        ("not of and", id(1).and(id(4)).not(), &[1, 2, 3, 4]),
    ];
    for (what, condition, keys) in rows {
        expect_where(context, what, condition, keys).await?;
    }
    let mut select = keys();
    select.cond_where(
        Cond::all()
            .add(Cond::any().add(id(1)).add(id(3)))
            .add(Cond::all().not().add(id(1))),
    );
    expect_keys(context, "nested conditions", select, &[3]).await
}

async fn three_valued_logic(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    let condition = || Expr::col("born").gt(bind(1800_i32));
    let mut found = Vec::new();
    for part in [condition(), condition().not(), Expr::col("born").is_null()] {
        let mut select = keys();
        select.and_where(part);
        let keys: Vec<(i64,)> = context.fetch_query(&select.into()).await?;
        found.extend(keys.into_iter().map(|(id,)| id));
    }
    found.sort_unstable();
    expect_eq("the rows of the three parts", found, [1, 2, 3, 4])
}

async fn like(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    let rows: [(&str, &[i64]); 6] = [
        ("B%", &[1]),
        ("%a%", &[1, 2, 4]),
        ("_ach", &[1]),
        ("Clara", &[2]),
        ("%'%", &[]),
        ("R%_t", &[3]),
    ];
    for (pattern, keys) in rows {
        let mut select = self::keys();
        select.and_where(Expr::col("name").like(pattern));
        expect_keys(context, pattern, select, keys).await?;
    }
    Ok(())
}

async fn order(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let mut select = Query::select();
    select
        .column("id")
        .from("artist")
        .order_by("name", Order::Desc);
    expect_keys(context, "by name, down", select, &[3, 4, 2, 1]).await?;
    context
        .insert(&artists, &[crate::fixtures::artist(5, "Bach", None)])
        .await?;
    let mut select = Query::select();
    select
        .column("id")
        .from("artist")
        .order_by("name", Order::Asc)
        .order_by("id", Order::Desc);
    expect_keys(
        context,
        "by name, then by key, down",
        select,
        &[5, 1, 2, 4, 3],
    )
    .await
}

async fn nulls_as_the_features_say(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    let (up, down): (&[i64], &[i64]) = match context.features().nulls_order {
        NullsOrder::Smallest => (&[4, 1, 3, 2], &[2, 3, 1, 4]),
        NullsOrder::Largest => (&[1, 3, 2, 4], &[4, 2, 3, 1]),
        other => return Err(Failure::new(format!("the suite does not know {other:?}"))),
    };
    for (what, order, expected) in [("up", Order::Asc, up), ("down", Order::Desc, down)] {
        let mut select = Query::select();
        select.column("id").from("artist").order_by("born", order);
        expect_keys(context, what, select, expected).await?;
    }
    Ok(())
}

async fn limit_and_offset(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    let rows: [(Option<u64>, Option<u64>, &[i64]); 7] = [
        (Some(2), None, &[1, 2]),
        (Some(2), Some(1), &[2, 3]),
        (Some(9), Some(3), &[4]),
        (Some(0), None, &[]),
        (Some(1), Some(9), &[]),
        (None, Some(2), &[3, 4]),
        (Some(3), Some(0), &[1, 2, 3]),
    ];
    for (limit, offset, expected) in rows {
        let mut select = keys();
        if let Some(limit) = limit {
            select.limit(limit);
        }
        if let Some(offset) = offset {
            select.offset(offset);
        }
        expect_keys(
            context,
            &format!("{limit:?} from {offset:?}"),
            select,
            expected,
        )
        .await?;
    }
    Ok(())
}

async fn distinct(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let again = [5, 6].map(|id| crate::fixtures::artist(id, "Bach", None));
    context.insert(&artists, &again).await?;
    let mut select = Query::select();
    select
        .distinct()
        .column("name")
        .from("artist")
        .order_by("name", Order::Asc);
    let names: Vec<(String,)> = context.fetch_query(&select.into()).await?;
    expect_eq("names", names.len(), 4)?;
    let mut select = Query::select();
    select
        .distinct()
        .column("born")
        .from("artist")
        .order_by("born", Order::Asc);
    let years: Vec<(Option<i32>,)> = context.fetch_query(&select.into()).await?;
    expect_eq(
        "years",
        years.iter().filter(|(year,)| year.is_none()).count(),
        1,
    )?;
    expect_eq("years and NULL", years.len(), 4)
}

fn aggregate() -> SelectStatement {
    let born = || Expr::col("born");
    let mut select = Query::select();
    select
        .expr(Func::count(Expr::col("id")))
        .expr(Func::count(born()))
        .expr(Func::sum(born()));
    select
        .expr(Func::min(born()))
        .expr(Func::max(born()))
        .from("artist");
    select
}

type Aggregates = (i64, i64, Option<i64>, Option<i64>, Option<i64>);

async fn aggregates(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    let found: Vec<Aggregates> = context.fetch_query(&aggregate().into()).await?;
    expect_eq(
        "aggregates",
        found,
        [(4, 3, Some(5314), Some(1685), Some(1819))],
    )
}

async fn aggregates_of_no_rows(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    let mut select = aggregate();
    select.and_where(Expr::col("id").gt(bind(100_i64)));
    let found: Vec<Aggregates> = context.fetch_query(&select.into()).await?;
    expect_eq("aggregates", found, [(0, 0, None, None, None)])
}

async fn group_by_having(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let more = [5, 6, 7]
        .map(|id| crate::fixtures::artist(id, if id < 7 { "Bach" } else { "Clara" }, None));
    context.insert(&artists, &more).await?;
    let mut select = Query::select();
    select
        .column("name")
        .expr_as(Func::count(Expr::col("id")), "n")
        .from("artist");
    select
        .group_by_col("name")
        .and_having(Expr::expr(Func::count(Expr::col("id"))).gt(bind(1_i64)));
    select.order_by("name", Order::Asc);
    let found: Vec<(String, i64)> = context.fetch_query(&select.into()).await?;
    expect_eq(
        "groups",
        found,
        [("Bach".to_owned(), 3), ("Clara".to_owned(), 2)],
    )
}

async fn expressions(context: &mut Context) -> Outcome {
    many_items(context, 3).await?;
    let n = || Expr::col("n");
    let size = CaseStatement::new()
        .case(n().gt(bind(4_i64)), "large")
        .finally("small");
    let mut select = Query::select();
    select
        .expr(n().add(bind(1_i64)).mul(bind(10_i64)))
        .expr(n().sub(Expr::col("id")));
    select
        .expr_as(size, "size")
        .from("item")
        .order_by("id", Order::Asc);
    let found: Vec<(i64, i64, String)> = context.fetch_query(&select.into()).await?;
    let expected = [(30, 1, "small"), (50, 2, "small"), (70, 3, "large")];
    expect_eq(
        "rows",
        found,
        expected
            .map(|(a, b, size)| (a, b, size.to_owned()))
            .to_vec(),
    )
}

async fn parameters_in_every_clause(context: &mut Context) -> Outcome {
    many_items(context, 20).await?;
    let n = || Expr::col("n");
    let mut select = Query::select();
    select.expr(n().add(bind(1_000_i64))).from("item");
    select
        .and_where(n().gt(bind(10_i64)))
        .and_where(n().lt(bind(30_i64)));
    select
        .order_by_expr(n().mul(bind(-1_i64)), Order::Asc)
        .limit(2)
        .offset(1);
    let found: Vec<(i64,)> = context.fetch_query(&select.into()).await?;
    expect_eq("rows", found, [(1_026,), (1_024,)])
}
