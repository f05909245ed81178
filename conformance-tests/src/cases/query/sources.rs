//! Selects from several tables: joins, subqueries, unions.

use backend_core::error::Error;
use backend_core::flag::Flag;
use backend_core::query::{Query, bind};
use backend_core::sea_query::{Expr, ExprTrait as _, Func, JoinType, Order, UnionType};
use backend_core::value::IntoValue as _;

use backend_core::model::ColumnType;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::expect_eq;
use crate::fixtures::{fault, four_artists, table};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "query.join.inner",
        inner,
        "An inner join gives each pair that meets its condition."
    )
    .django("select_related/tests.py"),
    case!(
        "query.join.left",
        left,
        "A left join keeps rows without a partner, with NULLs in its place."
    )
    .requires(&[Flag::supports_aggregates])
    .django("queries/tests.py"),
    case!(
        "query.join.right",
        right,
        "A right join keeps rows of the joined table without a partner, with NULLs in its place."
    )
    .django("queries/tests.py"),
    case!(
        "query.join.full",
        full,
        "A full join keeps rows without a partner of both tables."
    ),
    case!(
        "query.join.with_itself",
        with_itself,
        "A table joins itself under two names."
    )
    .django("queries/tests.py"),
    case!(
        "query.subquery.in_condition",
        in_condition,
        "A subquery in a condition gives the values to look for."
    )
    .django("expressions/tests.py"),
    case!(
        "query.subquery.exists",
        exists,
        "A subquery that refers to the row outside is asked for each row."
    )
    .django("expressions/tests.py"),
    case!(
        "query.subquery.as_a_table",
        as_a_table,
        "A subquery can be read like a table."
    )
    .requires(&[Flag::supports_aggregates])
    .django("aggregation/tests.py"),
    case!(
        "query.union.once_and_all",
        once_and_all,
        "A union gives equal rows once, or all of them."
    )
    .django("queries/test_qset_combinators.py"),
];

/// Makes four artists, and three works of two of them.
async fn artists_and_works(context: &mut Context) -> Result<(), Error> {
    four_artists(context).await?;
    let works = table(
        "work",
        &[
            ("artist_id", ColumnType::BigInteger),
            ("title", ColumnType::VarChar { length: Some(50) }),
        ],
    )?;
    context.create(&works).await?;
    let row = |id: i64, artist: i64, title: &str| {
        vec![id.into_value(), artist.into_value(), title.into_value()]
    };
    context
        .insert(
            &works,
            &[
                row(1, 1, "Partitas"),
                row(2, 1, "Toccata"),
                row(3, 2, "Trio"),
            ],
        )
        .await
}

/// `work.artist_id = artist.id`.
fn of_artist() -> Expr {
    Expr::col(("work", "artist_id")).equals(("artist", "id"))
}

async fn inner(context: &mut Context) -> Outcome {
    artists_and_works(context).await?;
    let mut select = Query::select();
    select
        .column(("artist", "name"))
        .column(("work", "title"))
        .from("artist");
    select
        .inner_join("work", of_artist())
        .order_by(("work", "id"), Order::Asc);
    let found: Vec<(String, String)> = context.fetch_query(&select.into()).await?;
    let expected = [("Bach", "Partitas"), ("Bach", "Toccata"), ("Clara", "Trio")];
    expect_eq(
        "pairs",
        found,
        expected.map(|(a, b)| (a.to_owned(), b.to_owned())).to_vec(),
    )
}

async fn left(context: &mut Context) -> Outcome {
    artists_and_works(context).await?;
    let mut select = Query::select();
    select
        .column(("artist", "id"))
        .expr(Func::count(Expr::col(("work", "id"))))
        .from("artist");
    select
        .left_join("work", of_artist())
        .group_by_col(("artist", "id"));
    select.order_by(("artist", "id"), Order::Asc);
    let found: Vec<(i64, i64)> = context.fetch_query(&select.into()).await?;
    expect_eq("works of each", found, [(1, 2), (2, 1), (3, 0), (4, 0)])?;
    let mut select = Query::select();
    select
        .column(("artist", "id"))
        .column(("work", "title"))
        .from("artist");
    select
        .left_join("work", of_artist())
        .and_where(Expr::col(("work", "id")).is_null());
    select.order_by(("artist", "id"), Order::Asc);
    let found: Vec<(i64, Option<String>)> = context.fetch_query(&select.into()).await?;
    expect_eq("without works", found, [(3, None), (4, None)])
}

/// The names of artists beside the titles of works, as `kind` joins them, with a work of nobody's; sorted.
async fn names_and_titles(
    context: &mut Context,
    kind: JoinType,
) -> Result<Vec<(Option<String>, Option<String>)>, Error> {
    artists_and_works(context).await?;
    let mut insert = Query::insert();
    insert.into_table("work").columns(["id", "title"]);
    insert
        .values([bind(4_i64).into(), bind("Song").into()])
        .map_err(fault)?;
    context.execute_query(&insert.into()).await?;
    let mut select = Query::select();
    select
        .column(("artist", "name"))
        .column(("work", "title"))
        .from("artist")
        .join(kind, "work", of_artist());
    let mut found = context.fetch_query(&select.into()).await?;
    found.sort_unstable();
    Ok(found)
}

/// Pairs of texts that are owned.
fn owned(pairs: &[(Option<&str>, Option<&str>)]) -> Vec<(Option<String>, Option<String>)> {
    let own = |text: Option<&str>| text.map(str::to_owned);
    pairs.iter().map(|(a, b)| (own(*a), own(*b))).collect()
}

/// What each kind of join gives.
const PAIRS: [(Option<&str>, Option<&str>); 3] = [
    (Some("Bach"), Some("Partitas")),
    (Some("Bach"), Some("Toccata")),
    (Some("Clara"), Some("Trio")),
];

async fn right(context: &mut Context) -> Outcome {
    let found = names_and_titles(context, JoinType::RightJoin).await?;
    let mut expected = vec![(None, Some("Song"))];
    expected.extend(PAIRS);
    expect_eq("rows", found, owned(&expected))
}

async fn full(context: &mut Context) -> Outcome {
    let found = names_and_titles(context, JoinType::FullOuterJoin).await?;
    let mut expected = vec![
        (None, Some("Song")),
        (Some("Hildegard"), None),
        (Some("Robert"), None),
    ];
    expected.extend(PAIRS);
    expected.sort_unstable();
    expect_eq("rows", found, owned(&expected))
}

async fn with_itself(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    let mut select = Query::select();
    select
        .column(("a", "id"))
        .column(("b", "id"))
        .from_as("artist", "a");
    let older = Expr::col(("a", "born")).lt(Expr::col(("b", "born")));
    select.join_as(JoinType::InnerJoin, "artist", "b", older);
    select
        .order_by(("a", "id"), Order::Asc)
        .order_by(("b", "id"), Order::Asc);
    let found: Vec<(i64, i64)> = context.fetch_query(&select.into()).await?;
    expect_eq("pairs", found, [(1, 2), (1, 3), (3, 2)])
}

async fn in_condition(context: &mut Context) -> Outcome {
    artists_and_works(context).await?;
    let mut authors = Query::select();
    authors
        .column("artist_id")
        .from("work")
        .and_where(Expr::col("title").like("T%"));
    let mut select = Query::select();
    select
        .column("id")
        .from("artist")
        .and_where(Expr::col("id").in_subquery(authors));
    select.order_by("id", Order::Asc);
    let found: Vec<(i64,)> = context.fetch_query(&select.into()).await?;
    expect_eq("keys", found, [(1,), (2,)])
}

async fn exists(context: &mut Context) -> Outcome {
    artists_and_works(context).await?;
    let mut works = Query::select();
    works.expr(Expr::val(1)).from("work").and_where(of_artist());
    let mut select = Query::select();
    select
        .column("id")
        .from("artist")
        .and_where(Expr::exists(works).not());
    select.order_by("id", Order::Asc);
    let found: Vec<(i64,)> = context.fetch_query(&select.into()).await?;
    expect_eq("keys of those without works", found, [(3,), (4,)])
}

async fn as_a_table(context: &mut Context) -> Outcome {
    artists_and_works(context).await?;
    let mut counts = Query::select();
    counts
        .column("artist_id")
        .expr_as(Func::count(Expr::col("id")), "works")
        .from("work");
    counts.group_by_col("artist_id");
    let mut select = Query::select();
    select
        .expr(Func::max(Expr::col(("counts", "works"))))
        .from_subquery(counts, "counts");
    let found: Vec<(i64,)> = context.fetch_query(&select.into()).await?;
    expect_eq("the most works", found, [(2,)])
}

async fn once_and_all(context: &mut Context) -> Outcome {
    artists_and_works(context).await?;
    for (union, count) in [(UnionType::Distinct, 4), (UnionType::All, 7)] {
        let mut works = Query::select();
        works
            .column("artist_id")
            .from("work")
            .and_where(Expr::col("id").gt(bind(0_i64)));
        let mut select = Query::select();
        select
            .column("id")
            .from("artist")
            .and_where(Expr::col("id").lt(bind(9_i64)));
        select.union(union, works);
        let found: Vec<(i64,)> = context.fetch_query(&select.into()).await?;
        expect_eq("rows", found.len(), count)?;
    }
    Ok(())
}
