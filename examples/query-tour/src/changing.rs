//! Changes: upserts, rows that come back, blocks that are undone, plans, and all of it emptied.

use backend_core::connection::Connection;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::{QualifiedName, Schema};
use backend_core::operations::{ExplainOptions, FlushOptions, PlanStep};
use backend_core::query::{Query, bind};
use backend_core::sea_query::{Expr, ExprTrait as _, OnConflict};
use backend_core::value::Date;

use crate::page::{Page, cells, or_dash};
use crate::tables::{ALBUM, ARTIST, TRACK, count};

pub(crate) async fn upserts(connection: &mut Connection, page: &mut Page) -> Result<()> {
    page.heading("One artist is new, the other is known: an upsert that gives back its rows");
    let mut insert = Query::insert();
    insert.into_table(ARTIST).columns(["name", "born"]);
    for (name, born) in [("Anonymous", "0600-01-01"), ("Amy Beach", "1867-09-05")] {
        let born: Date = born.parse()?;
        let row = [bind(name).into(), bind(born).into()];
        insert.values(row).map_err(|error| {
            Error::new(ErrorKind::Interface, "a row of another width").with_source(error)
        })?;
    }
    insert
        .on_conflict(OnConflict::column("name").update_column("born").to_owned())
        .returning(Query::returning().columns(["name", "born"]));
    let mut rows: Vec<(String, Option<Date>)> = connection.fetch_query(&insert.into()).await?;
    rows.sort();
    let rows: Vec<_> = rows
        .iter()
        .map(|(name, born)| cells![name, or_dash(born.as_ref())])
        .collect();
    page.table(&["name", "born"], &rows);
    page.line(format!("{} artists now.", count(connection, ARTIST).await?));
    Ok(())
}

pub(crate) async fn updates_and_deletes(
    connection: &mut Connection,
    page: &mut Page,
) -> Result<()> {
    page.heading("Rows that were changed and rows that went");
    let update = Query::update()
        .table(TRACK)
        .value("seconds", Expr::col("seconds").add(bind(1_i64)))
        .and_where(Expr::col("album_id").eq(bind(2_i64)))
        .returning(Query::returning().columns(["position", "seconds"]))
        .take();
    let mut rows: Vec<(i64, i64)> = connection.fetch_query(&update.into()).await?;
    rows.sort_unstable();
    let rows: Vec<_> = rows
        .iter()
        .map(|(position, seconds)| cells![position, seconds])
        .collect();
    page.table(&["position", "seconds"], &rows);
    let delete = Query::delete()
        .from_table(TRACK)
        .and_where(Expr::col("position").gt(bind(40_i64)))
        .take();
    let done = connection.execute_query(&delete.into()).await?;
    page.line(format!(
        "{} tracks deleted.",
        or_dash(done.affected.as_ref())
    ));
    Ok(())
}

pub(crate) async fn blocks(connection: &mut Connection, page: &mut Page) -> Result<()> {
    page.heading("A block in a block: the inner one is undone, the outer one stays");
    let rename = |name: &'static str| {
        Query::update()
            .table(ARTIST)
            .value("name", bind(name))
            .and_where(Expr::col("id").eq(bind(1_i64)))
            .take()
    };
    connection
        .atomic(async |block| {
            block.execute_query(&rename("Clara Wieck").into()).await?;
            let inner: Result<()> = block
                .atomic(async |inner| {
                    inner.execute_query(&rename("Nobody").into()).await?;
                    Err(Error::new(ErrorKind::Data, "on second thoughts"))
                })
                .await;
            match inner {
                Err(error) => page.line(format!("The inner block ends with: {error}.")),
                Ok(()) => page.line("The inner block stays."),
            }
            Ok(())
        })
        .await?;
    let select = Query::select()
        .column("name")
        .from(ARTIST)
        .and_where(Expr::col("id").eq(bind(1_i64)))
        .take();
    let names: Vec<(String,)> = connection.fetch_query(&select.into()).await?;
    for (name,) in names {
        page.line(format!("The artist is {name}."));
    }
    Ok(())
}

pub(crate) async fn plans(connection: &mut Connection, page: &mut Page) -> Result<()> {
    page.heading("How it would be done: a plan as data");
    let select = Query::select()
        .column((ALBUM, "title"))
        .from(ALBUM)
        .inner_join(
            ARTIST,
            Expr::col((ALBUM, "artist_id")).equals((ARTIST, "id")),
        )
        .and_where(Expr::col((ARTIST, "name")).eq(bind("Fanny Hensel")))
        .take();
    let plans = connection
        .explain_query(&select.into(), &ExplainOptions::new())
        .await?;
    for plan in plans {
        // The words are the server's; that every table is read is not.
        for table in [ARTIST, ALBUM] {
            let reads = plan.steps.iter().any(|step| names(step, table));
            page.line(format!(
                "A step of the plan reads {table}: {}.",
                if reads { "yes" } else { "no" }
            ));
        }
    }
    Ok(())
}

fn names(step: &PlanStep, table: &str) -> bool {
    step.detail.contains(table) || step.children.iter().any(|child| names(child, table))
}

pub(crate) async fn emptying(
    connection: &mut Connection,
    schema: &Schema,
    page: &mut Page,
) -> Result<()> {
    page.heading("All of it emptied, in the order of its keys");
    let artist = [QualifiedName::new(ARTIST)?];
    let refused = connection.flush(schema, &artist, FlushOptions::new()).await;
    if let Err(error) = refused {
        page.line(format!("Alone it is refused: {error}."));
    }
    let options = FlushOptions::new().cascading().restarting_numbers();
    let emptied = connection.flush(schema, &artist, options).await?;
    let names: Vec<_> = emptied.iter().map(ToString::to_string).collect();
    page.line(format!("Emptied: {}.", names.join(", ")));
    for table in [ARTIST, ALBUM, TRACK] {
        page.line(format!(
            "{table}: {} rows.",
            count(connection, table).await?
        ));
    }
    let mut insert = Query::insert();
    insert.into_table(ARTIST).columns(["name"]);
    insert
        .values([bind("Lili Boulanger").into()])
        .map_err(|error| {
            Error::new(ErrorKind::Interface, "a row of another width").with_source(error)
        })?;
    insert.returning(Query::returning().columns(["id"]));
    let ids: Vec<(i64,)> = connection.fetch_query(&insert.into()).await?;
    for (id,) in ids {
        page.line(format!("The next artist has the number {id}."));
    }
    Ok(())
}
