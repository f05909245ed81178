//! Functions that every vendor spells in its own way, and means the same by.

use backend_core::connection::Connection;
use backend_core::error::Result;
use backend_core::function::{
    DatePart, JsonPath, TimeZone, Window, ascending, count_rows, descending, extract,
    extract_in_zone, json_integer_at, json_text_at, length, matches_any_case, ordered, over, rank,
    string_aggregate, to_timestamp, upper,
};
use backend_core::query::{Query, bind};
use backend_core::sea_query::{Expr, ExprTrait as _, Order};
use backend_core::value::{Json, TimestampTz};

use crate::page::{Page, cells};
use crate::tables::{ALBUM, ARTIST, TRACK};

pub(crate) async fn aggregates(connection: &mut Connection, page: &mut Page) -> Result<()> {
    page.heading("Titles strung together, the oldest first; how many are of the 18th century");
    let titles = string_aggregate(Expr::col((ALBUM, "title")), "; ");
    let titles = ordered(titles, [ascending(Expr::col((ALBUM, "year")))]);
    let old = count_rows().filter(Expr::col((ALBUM, "year")).lt(bind(1_800_i64)));
    let select = Query::select()
        .column((ARTIST, "name"))
        .expr_as(titles, "titles")
        .expr_as(old, "old")
        .from(ARTIST)
        .inner_join(
            ALBUM,
            Expr::col((ALBUM, "artist_id")).equals((ARTIST, "id")),
        )
        .group_by_col((ARTIST, "name"))
        .order_by((ARTIST, "name"), Order::Asc)
        .take();
    let rows: Vec<(String, String, i64)> = connection.fetch_query(&select.into()).await?;
    let rows: Vec<_> = rows
        .iter()
        .map(|(name, titles, old)| cells![name, titles, old])
        .collect();
    page.table(&["name", "titles", "old"], &rows);
    Ok(())
}

pub(crate) async fn ranks(connection: &mut Connection, page: &mut Page) -> Result<()> {
    page.heading("The three longest tracks of two albums, by rank");
    let by_length = Window::new()
        .partition_by(Expr::col("album_id"))
        .order_by(descending(Expr::col("seconds")));
    let ranked = Query::select()
        .column("album_id")
        .column("position")
        .column("seconds")
        .expr_as(over(rank(), by_length), "place")
        .from(TRACK)
        .and_where(Expr::col("album_id").is_in([bind(1_i64), bind(3_i64)]))
        .take();
    let select = Query::select()
        .column("album_id")
        .column("place")
        .column("position")
        .column("seconds")
        .from_subquery(ranked, "ranked")
        .and_where(Expr::col("place").lte(bind(3_i64)))
        .order_by("album_id", Order::Asc)
        .order_by("place", Order::Asc)
        .take();
    let rows: Vec<(i64, i64, i64, i64)> = connection.fetch_query(&select.into()).await?;
    let rows: Vec<_> = rows
        .iter()
        .map(|(album, place, position, seconds)| cells![album, place, position, seconds])
        .collect();
    page.table(&["album", "place", "position", "seconds"], &rows);
    Ok(())
}

pub(crate) async fn clocks(connection: &mut Connection, page: &mut Page) -> Result<()> {
    page.heading("Parts of days, and the hours that clocks show when summer begins and ends");
    let born = || to_timestamp(Expr::col("born"));
    let select = Query::select()
        .column("name")
        .expr_as(extract(DatePart::Year, born()), "year")
        .expr_as(extract(DatePart::Quarter, born()), "quarter")
        .from(ARTIST)
        .and_where(Expr::col("born").is_not_null())
        .order_by("name", Order::Asc)
        .take();
    let rows: Vec<(String, i64, i64)> = connection.fetch_query(&select.into()).await?;
    let rows: Vec<_> = rows
        .iter()
        .map(|(name, year, quarter)| cells![name, year, quarter])
        .collect();
    page.table(&["name", "year", "quarter"], &rows);
    let zones = [
        TimeZone::named("Europe/Berlin")?,
        TimeZone::named("America/New_York")?,
    ];
    let mut rows = Vec::new();
    for text in [
        "2024-03-31 00:59:59+00:00",
        "2024-03-31 01:00:00+00:00",
        "2024-10-27 00:59:59+00:00",
        "2024-10-27 01:00:00+00:00",
    ] {
        let at: TimestampTz = text.parse()?;
        let mut select = Query::select();
        for zone in &zones {
            select.expr(extract_in_zone(DatePart::Hour, zone, bind(at)));
        }
        let hours: Vec<(i64, i64)> = connection.fetch_query(&select.into()).await?;
        for (berlin, new_york) in hours {
            rows.push(cells![text, berlin, new_york]);
        }
    }
    page.table(&["instant", "Berlin", "New York"], &rows);
    Ok(())
}

pub(crate) async fn texts(connection: &mut Connection, page: &mut Page) -> Result<()> {
    page.heading("Titles with a word, in whatever case: a regular expression");
    let title = || Expr::col("title");
    let select = Query::select()
        .column("title")
        .expr_as(upper(title()), "loud")
        .expr_as(length(title()), "characters")
        .from(ALBUM)
        .and_where(matches_any_case(title(), bind("^(das|the) ")).into())
        .order_by("year", Order::Asc)
        .take();
    let rows: Vec<(String, String, i64)> = connection.fetch_query(&select.into()).await?;
    let rows: Vec<_> = rows
        .iter()
        .map(|(title, loud, characters)| cells![title, loud, characters])
        .collect();
    page.table(&["title", "loud", "characters"], &rows);
    Ok(())
}

pub(crate) async fn documents(connection: &mut Connection, page: &mut Page) -> Result<()> {
    page.heading("What stands in a document: paths of keys and numbers");
    let text = r#"{"label": "Hyperion", "discs": [{"tracks": 12}, {"tracks": 9}]}"#;
    let document = || bind(Json(text.to_owned()));
    let label = JsonPath::ROOT.key("label");
    let last = JsonPath::ROOT.key("discs").index(-1).key("tracks");
    let select = Query::select()
        .expr(json_text_at(document(), &label))
        .expr(json_integer_at(document(), &last))
        .take();
    let rows: Vec<(String, i64)> = connection.fetch_query(&select.into()).await?;
    let rows: Vec<_> = rows
        .iter()
        .map(|(label, tracks)| cells![label, tracks])
        .collect();
    page.table(&["label", "tracks of the last disc"], &rows);
    Ok(())
}
