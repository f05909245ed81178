//! Questions: joins, groups, windows, sets, named queries, long lists.

use backend_core::connection::Connection;
use backend_core::error::Result;
use backend_core::query::{Query, bind};
use backend_core::sea_query::{
    CommonTableExpression, Expr, ExprTrait as _, Func, NullOrdering, Order, UnionType,
    WindowStatement, WithClause,
};
use backend_core::value::Date;

use crate::page::{Page, cells, or_dash};
use crate::tables::{ALBUM, ARTIST, TRACK};

pub(crate) async fn joins_and_groups(connection: &mut Connection, page: &mut Page) -> Result<()> {
    page.heading("Artists and their albums: a left join, grouped");
    let select = Query::select()
        .column((ARTIST, "name"))
        .expr_as(Func::count(Expr::col((ALBUM, "id"))), "albums")
        .expr_as(Func::min(Expr::col((ALBUM, "year"))), "first")
        .from(ARTIST)
        .left_join(
            ALBUM,
            Expr::col((ALBUM, "artist_id")).equals((ARTIST, "id")),
        )
        .group_by_col((ARTIST, "name"))
        .order_by("albums", Order::Desc)
        .order_by((ARTIST, "name"), Order::Asc)
        .take();
    let rows: Vec<(String, i64, Option<i64>)> = connection.fetch_query(&select.into()).await?;
    let rows: Vec<_> = rows
        .iter()
        .map(|(name, albums, first)| cells![name, albums, or_dash(first.as_ref())])
        .collect();
    page.table(&["name", "albums", "first"], &rows);

    page.heading("Albums of more than ten minutes: HAVING");
    let select = Query::select()
        .column((ALBUM, "title"))
        .expr_as(Func::count(Expr::col((TRACK, "id"))), "tracks")
        .expr_as(Func::sum(Expr::col((TRACK, "seconds"))), "seconds")
        .from(ALBUM)
        .inner_join(TRACK, Expr::col((TRACK, "album_id")).equals((ALBUM, "id")))
        .group_by_col((ALBUM, "id"))
        .group_by_col((ALBUM, "title"))
        .and_having(Func::sum(Expr::col((TRACK, "seconds"))).gt(bind(600_i64)))
        .order_by((ALBUM, "title"), Order::Asc)
        .take();
    let rows: Vec<(String, i64, i64)> = connection.fetch_query(&select.into()).await?;
    let rows: Vec<_> = rows
        .iter()
        .map(|(title, tracks, seconds)| cells![title, tracks, seconds])
        .collect();
    page.table(&["title", "tracks", "seconds"], &rows);
    Ok(())
}

pub(crate) async fn conditions(connection: &mut Connection, page: &mut Page) -> Result<()> {
    page.heading("Born before 1850 or nobody knows when: NULLs last, the second page of two");
    let born = Expr::col("born");
    let year: Date = "1850-01-01".parse()?;
    let select = Query::select()
        .column("name")
        .column("born")
        .from(ARTIST)
        .and_where(born.clone().lt(bind(year)).or(born.is_null()))
        .order_by_with_nulls("born", Order::Asc, NullOrdering::Last)
        .limit(2)
        .offset(2)
        .take();
    let rows: Vec<(String, Option<Date>)> = connection.fetch_query(&select.into()).await?;
    let rows: Vec<_> = rows
        .iter()
        .map(|(name, born)| cells![name, or_dash(born.as_ref())])
        .collect();
    page.table(&["name", "born"], &rows);
    Ok(())
}

pub(crate) async fn windows(connection: &mut Connection, page: &mut Page) -> Result<()> {
    page.heading("How far into the album each track ends: a window");
    let so_far = WindowStatement::partition_by("album_id")
        .order_by("position", Order::Asc)
        .take();
    let select = Query::select()
        .column("position")
        .column("seconds")
        .expr_window_as(Func::sum(Expr::col("seconds")), so_far, "so_far")
        .from(TRACK)
        .and_where(Expr::col("album_id").eq(bind(1_i64)))
        .order_by("position", Order::Asc)
        .take();
    let rows: Vec<(i64, i64, i64)> = connection.fetch_query(&select.into()).await?;
    let rows: Vec<_> = rows
        .iter()
        .map(|(position, seconds, so_far)| cells![position, seconds, so_far])
        .collect();
    page.table(&["position", "seconds", "so far"], &rows);
    Ok(())
}

pub(crate) async fn sets(connection: &mut Connection, page: &mut Page) -> Result<()> {
    page.heading("Years of albums but those of the 19th century: EXCEPT");
    let century = Query::select()
        .column("year")
        .from(ALBUM)
        .and_where(Expr::col("year").between(bind(1801_i64), bind(1900_i64)))
        .take();
    let select = Query::select()
        .column("year")
        .from(ALBUM)
        .union(UnionType::Except, century)
        .order_by("year", Order::Asc)
        .take();
    let rows: Vec<(i64,)> = connection.fetch_query(&select.into()).await?;
    let rows: Vec<_> = rows.iter().map(|(year,)| cells![year]).collect();
    page.table(&["year"], &rows);
    Ok(())
}

pub(crate) async fn named_queries(connection: &mut Connection, page: &mut Page) -> Result<()> {
    page.heading("The longest track of each album: a named query");
    let longest = CommonTableExpression::new()
        .query(
            Query::select()
                .column("album_id")
                .expr_as(Func::max(Expr::col("seconds")), "seconds")
                .from(TRACK)
                .group_by_col("album_id")
                .take(),
        )
        .table_name("longest")
        .to_owned();
    let select = Query::select()
        .column((ALBUM, "title"))
        .column(("longest", "seconds"))
        .from("longest")
        .inner_join(
            ALBUM,
            Expr::col((ALBUM, "id")).equals(("longest", "album_id")),
        )
        .order_by(("longest", "seconds"), Order::Desc)
        .order_by((ALBUM, "title"), Order::Asc)
        .take();
    let query = select.with(WithClause::new().cte(longest).to_owned());
    let rows: Vec<(String, i64)> = connection.fetch_query(&query.into()).await?;
    let rows: Vec<_> = rows
        .iter()
        .map(|(title, seconds)| cells![title, seconds])
        .collect();
    page.table(&["title", "seconds"], &rows);
    Ok(())
}

pub(crate) async fn many_keys(connection: &mut Connection, page: &mut Page) -> Result<()> {
    page.heading("A list of 5,000 keys");
    let keys = (0..5_000_i64).map(|n| bind(n * 2));
    let select = Query::select()
        .expr(Func::count(Expr::col("id")))
        .from(TRACK)
        .and_where(Expr::col("id").is_in(keys))
        .take();
    let rows: Vec<(i64,)> = connection.fetch_query(&select.into()).await?;
    let found: i64 = rows.iter().map(|(count,)| count).sum();
    page.line(format!("{found} tracks have an even number."));
    Ok(())
}
