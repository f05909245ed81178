//! The tables of the tour: artists, their albums, and tracks of these.

use backend_core::backend::Backend;
use backend_core::connection::Connection;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::introspection::Scope;
use backend_core::model::{
    Change, Column, ColumnType, ForeignKey, Identifier, Identity, PrimaryKey, QualifiedName,
    Schema, Table, Unique,
};
use backend_core::query::{Query, bind};
use backend_core::schema_editor::{NoProgress, plan, run};
use backend_core::sea_query::Expr;
use backend_core::value::Date;

use crate::page::{Page, cells};

pub(crate) const ARTIST: &str = "tour_artist";
pub(crate) const ALBUM: &str = "tour_album";
pub(crate) const TRACK: &str = "tour_track";

fn names(texts: &[&str]) -> Result<Vec<Identifier>> {
    texts.iter().map(|text| Identifier::new(*text)).collect()
}

/// A table whose key the server numbers.
fn numbered(name: &str, columns: &[(&str, ColumnType)]) -> Result<Table> {
    let id = Column::new("id", ColumnType::BigInteger)?.with_identity(Identity::new());
    let mut table = Table::new(QualifiedName::new(name)?)
        .with_primary_key(PrimaryKey::new(names(&["id"])?))
        .with_column(id);
    for (name, column_type) in columns {
        table = table.with_column(Column::new(*name, column_type.clone())?);
    }
    Ok(table)
}

fn referring(table: Table, column: &str, to: &str) -> Result<Table> {
    let key = ForeignKey::new(names(&[column])?, QualifiedName::new(to)?, names(&["id"])?);
    Ok(table.with_foreign_key(key))
}

fn all() -> Result<[Table; 3]> {
    let artist = numbered(
        ARTIST,
        &[
            ("name", ColumnType::VarChar { length: Some(100) }),
            ("born", ColumnType::Date),
        ],
    )?;
    let artist = artist.with_unique(Unique::new(names(&["name"])?));
    let columns = [
        ("artist_id", ColumnType::BigInteger),
        ("title", ColumnType::Text),
        ("year", ColumnType::Integer),
    ];
    let album = referring(numbered(ALBUM, &columns)?, "artist_id", ARTIST)?;
    let columns = [
        ("album_id", ColumnType::BigInteger),
        ("position", ColumnType::Integer),
        ("seconds", ColumnType::Integer),
    ];
    let track = referring(numbered(TRACK, &columns)?, "album_id", ALBUM)?;
    Ok([artist, album, track])
}

/// Makes the tables, in a database that has none of their names.
pub(crate) async fn create(backend: &Backend, connection: &mut Connection) -> Result<Schema> {
    let there = backend.introspect(connection, &Scope::all()).await?.schema;
    let tables = all()?;
    for table in &tables {
        if there.table(&table.name).is_some() || there.view(&table.name).is_some() {
            let message = format!(
                "{} is there already: the tour touches no table but its own",
                table.name
            );
            return Err(Error::new(ErrorKind::AlreadyExists, message));
        }
    }
    let mut schema = Schema::new();
    for table in tables {
        let change = Change::CreateTable(table);
        if let Err(error) = carry_out(backend, connection, &schema, &change).await {
            // The first error says more than one of clearing up would.
            let _ = drop_all(backend, connection, &schema).await;
            return Err(error);
        }
        schema.apply(&change)?;
    }
    Ok(schema)
}

/// Drops them, the last one first.
pub(crate) async fn drop_all(
    backend: &Backend,
    connection: &mut Connection,
    schema: &Schema,
) -> Result<()> {
    let mut left = schema.clone();
    for name in [TRACK, ALBUM, ARTIST] {
        let name = QualifiedName::new(name)?;
        if left.table(&name).is_some() {
            let change = Change::DropTable(name);
            carry_out(backend, connection, &left, &change).await?;
            left.apply(&change)?;
        }
    }
    Ok(())
}

async fn carry_out(
    backend: &Backend,
    connection: &mut Connection,
    before: &Schema,
    change: &Change,
) -> Result<()> {
    let steps = plan(backend.schema_editor, connection.dialect(), before, change)?;
    run(connection, &steps, &mut NoProgress)
        .await
        .map_err(Error::from)
        .map(|_| ())
}

/// Inserts rows, as many at once as the server takes.
pub(crate) async fn insert(
    connection: &mut Connection,
    table: &'static str,
    columns: &[&'static str],
    rows: &[Vec<Expr>],
) -> Result<()> {
    let size = connection
        .dialect()
        .bulk_batch_size(columns.len(), rows.len());
    for some in rows.chunks(size) {
        let mut insert = Query::insert();
        insert.into_table(table).columns(columns.iter().copied());
        for row in some {
            insert.values(row.iter().cloned()).map_err(|error| {
                Error::new(ErrorKind::Interface, "a row of another width").with_source(error)
            })?;
        }
        connection.execute_query(&insert.into()).await?;
    }
    Ok(())
}

/// The artists: a name, and when each was born.
const ARTISTS: [(&str, Option<&str>); 5] = [
    ("Clara Schumann", Some("1819-09-13")),
    ("Fanny Hensel", Some("1805-11-14")),
    ("Johann Sebastian Bach", Some("1685-03-31")),
    ("Ethel Smyth", Some("1858-04-22")),
    ("Anonymous", None),
];

/// The albums: the artist's number, a title, a year, and how many tracks.
const ALBUMS: [(i64, &str, i32, i32); 6] = [
    (1, "Soirées musicales", 1836, 6),
    (1, "Piano Trio", 1846, 4),
    (2, "Das Jahr", 1841, 13),
    (3, "Goldberg-Variationen", 1741, 32),
    (3, "Das wohltemperierte Klavier", 1722, 48),
    (4, "The Wreckers", 1906, 3),
];

fn date(text: Option<&str>) -> Result<Option<Date>> {
    text.map(str::parse).transpose()
}

/// Loads all rows.
pub(crate) async fn load(connection: &mut Connection, page: &mut Page) -> Result<()> {
    let mut artists = Vec::new();
    for (name, born) in ARTISTS {
        artists.push(vec![bind(name).into(), bind(date(born)?).into()]);
    }
    insert(connection, ARTIST, &["name", "born"], &artists).await?;
    let albums = ALBUMS.iter().map(|(artist, title, year, _)| {
        vec![
            bind(*artist).into(),
            bind(*title).into(),
            bind(*year).into(),
        ]
    });
    let albums: Vec<_> = albums.collect();
    insert(connection, ALBUM, &["artist_id", "title", "year"], &albums).await?;
    let mut tracks = Vec::new();
    for (album, (_, _, _, count)) in (1_i64..).zip(ALBUMS) {
        for position in 1..=count {
            let seconds = 60 + (position * 37) % 180;
            tracks.push(vec![
                bind(album).into(),
                bind(position).into(),
                bind(seconds).into(),
            ]);
        }
    }
    insert(
        connection,
        TRACK,
        &["album_id", "position", "seconds"],
        &tracks,
    )
    .await?;
    page.heading("What is loaded");
    let mut rows = Vec::new();
    for table in [ARTIST, ALBUM, TRACK] {
        rows.push(cells![table, count(connection, table).await?]);
    }
    page.table(&["table", "rows"], &rows);
    Ok(())
}

/// How many rows a table has.
pub(crate) async fn count(connection: &mut Connection, table: &'static str) -> Result<i64> {
    let select = Query::select()
        .expr(Expr::cust("COUNT(*)"))
        .from(table)
        .take();
    let rows: Vec<(i64,)> = connection.fetch_query(&select.into()).await?;
    rows.first()
        .map(|(count,)| *count)
        .ok_or_else(|| Error::new(ErrorKind::Internal, "COUNT gave no row"))
}
