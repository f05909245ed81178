//! Opens SQLite databases, and says why where it cannot.

mod diagnosis;

use async_trait::async_trait;
use backend_core::connector::Connector;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::settings::{OptionInfo, Settings, UrlStyle};
use backend_core::wrapper::{ServerInfo, Version, Wrapper};
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};

pub(crate) use self::diagnosis::before_opening;

use crate::cursor::{Canceller, Session, Worker};
use crate::error::classify;
use crate::features::{CACHE, EXECUTION, MAX_COLUMNS, MAX_QUERY_PARAMETERS};
use crate::operations::register;
use crate::settings::{Access, OPTIONS, Place, Pragmas};
use crate::wrapper::{Execution, SqliteWrapper};

/// SQLite's connector.
pub(crate) struct SqliteConnector;

#[async_trait]
impl Connector for SqliteConnector {
    fn url_style(&self) -> UrlStyle {
        UrlStyle::File
    }

    fn options(&self) -> &'static [OptionInfo] {
        OPTIONS
    }

    fn read_only(&self, settings: Settings) -> Result<Settings> {
        match Place::of(&settings)? {
            Place::File { .. } => settings.with_option("mode", "ro"),
            // Nobody else sees what is made in memory.
            Place::Memory | Place::SharedMemory(_) => Ok(settings),
        }
    }

    fn blocking(&self, settings: Settings) -> Result<Settings> {
        if settings.is_set("execution") {
            return Ok(settings);
        }
        settings.with_option("execution", "inline")
    }

    async fn connect(&self, settings: &Settings) -> Result<Box<dyn Wrapper>> {
        let place = Place::of(settings)?;
        let pragmas = Pragmas::of(settings);
        let shares_cache = place.shares_cache();
        let open = move || {
            let (session, server) = open(&place, &pragmas)?;
            let canceller = Canceller::new(session.connection.get_interrupt_handle());
            Ok((session, (server, canceller)))
        };
        let (execution, name, (server, canceller)) =
            if settings.choice("execution") == Some("inline") {
                let (session, about) = open()?;
                (Execution::Inline(Box::new(session)), "inline", about)
            } else {
                let (worker, about) = Worker::open(open).await?;
                (Execution::Thread(worker), "thread", about)
            };
        let cache = if shares_cache { "shared" } else { "private" };
        let server = server
            .with_attribute(EXECUTION, name)
            .with_attribute(CACHE, cache);
        Ok(Box::new(SqliteWrapper {
            server,
            canceller,
            execution,
        }))
    }
}

/// Opens a database and makes it ready.
fn open(place: &Place, pragmas: &Pragmas) -> Result<(Session, ServerInfo)> {
    if let Place::File { path, access, .. } = place {
        before_opening(path, *access)?;
    }
    let connection = open_connection(place)
        .map_err(|error| diagnosis::of_opening(classify(error, ""), place))?;
    read_first(&connection, pragmas)
        .map_err(|error| diagnosis::of_reading(classify(error, ""), place))?;
    if let Place::File {
        path,
        access: Access::Write | Access::Create,
        ..
    } = place
        && connection
            .is_readonly("main")
            .map_err(|error| classify(error, ""))?
    {
        return Err(diagnosis::write_protected(path));
    }
    register(&connection).map_err(|error| classify(error, ""))?;
    let mut session = Session::new(connection);
    prepare(&session, pragmas)?;
    if pragmas.statement_timeout.is_some() {
        session.set_statement_timeout(pragmas.statement_timeout)?;
    }
    let server = server_info(&session)?;
    Ok((session, server))
}

/// Reads the header, the schema and whatever a crash has left.
fn read_first(connection: &Connection, pragmas: &Pragmas) -> rusqlite::Result<()> {
    connection.busy_timeout(pragmas.busy_timeout)?;
    let texts = pragmas.double_quoted_strings;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, texts)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, texts)?;
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))
}

fn open_connection(place: &Place) -> rusqlite::Result<Connection> {
    // One thread at a time uses a session, which its type makes sure of; SQLite need not lock for it.
    let common = OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let write = OpenFlags::SQLITE_OPEN_READ_WRITE;
    let create = write | OpenFlags::SQLITE_OPEN_CREATE;
    match place {
        Place::Memory => Connection::open_in_memory_with_flags(common | create),
        Place::SharedMemory(name) => Connection::open_with_flags(
            shared_memory_uri(name),
            common | create | OpenFlags::SQLITE_OPEN_URI,
        ),
        Place::File {
            path,
            access,
            shares_cache,
            is_immutable,
        } => {
            let access = match access {
                Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
                Access::Write => write,
                Access::Create => create,
            };
            let cache = if *shares_cache {
                OpenFlags::SQLITE_OPEN_SHARED_CACHE
            } else {
                OpenFlags::SQLITE_OPEN_PRIVATE_CACHE
            };
            let flags = common | access | cache;
            if *is_immutable {
                let uri = format!("{}?immutable=1", file_uri(path));
                Connection::open_with_flags(uri, flags | OpenFlags::SQLITE_OPEN_URI)
            } else {
                Connection::open_with_flags(plain_path(path), flags)
            }
        }
    }
}

/// The path so that SQLite takes it for nothing else: a library can be built to read `file:` as a URI always.
pub(crate) fn plain_path(path: &str) -> String {
    if path.starts_with("file:") {
        format!("./{path}")
    } else {
        path.to_owned()
    }
}

/// The URI of a database in memory that connections of this process share.
pub(crate) fn shared_memory_uri(name: &str) -> String {
    format!("file:{}?mode=memory&cache=shared", escape(name))
}

/// The URI of a file.
pub(crate) fn file_uri(path: &str) -> String {
    let path = if cfg!(windows) {
        path.replace('\\', "/")
    } else {
        path.to_owned()
    };
    match path.as_bytes() {
        // The empty authority keeps what follows from being taken for one.
        [b'/', ..] => format!("file://{}", escape(&path)),
        [_, b':', ..] if cfg!(windows) => format!("file:///{}", escape(&path)),
        _ => format!("file:{}", escape(&path)),
    }
}

/// Percent-encodes what has a meaning in a URI.
fn escape(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for character in path.chars() {
        match character {
            '%' => out.push_str("%25"),
            '?' => out.push_str("%3F"),
            '#' => out.push_str("%23"),
            other => out.push(other),
        }
    }
    out
}

/// Sets what is set on every connection.
fn prepare(session: &Session, pragmas: &Pragmas) -> Result<()> {
    session.set_pragma("foreign_keys", if pragmas.foreign_keys { "1" } else { "0" })?;
    if session.pragma("foreign_keys")? != i64::from(pragmas.foreign_keys) {
        return Err(Error::new(
            ErrorKind::NotSupported(None),
            "this SQLite library is built without foreign keys; open with foreign_keys=false",
        ));
    }
    if let Some(mode) = pragmas.journal_mode {
        let kept = session.set_pragma("journal_mode", mode)?;
        if kept.as_deref() != Some(mode) {
            let kept = kept.unwrap_or_default();
            return Err(Error::new(
                ErrorKind::NotSupported(None),
                format!("journal_mode={mode} was asked for, and this database keeps `{kept}`"),
            ));
        }
    }
    if let Some(synchronous) = pragmas.synchronous {
        session.set_pragma("synchronous", synchronous)?;
    }
    Ok(())
}

/// The version of the library that is linked.
fn version() -> Version {
    let number = u32::try_from(rusqlite::version_number()).unwrap_or_default();
    Version::new(number / 1_000_000, number / 1_000 % 1_000, number % 1_000)
}

fn server_info(session: &Session) -> Result<ServerInfo> {
    let limit = |limit| {
        session
            .connection
            .limit(limit)
            .map(|number| number.to_string())
            .map_err(|error| classify(error, ""))
    };
    Ok(ServerInfo::new("SQLite", version())
        .with_attribute(
            MAX_QUERY_PARAMETERS,
            limit(Limit::SQLITE_LIMIT_VARIABLE_NUMBER)?,
        )
        .with_attribute(MAX_COLUMNS, limit(Limit::SQLITE_LIMIT_COLUMN)?))
}

#[cfg(test)]
mod tests {
    use super::{file_uri, plain_path};

    #[test]
    fn paths_are_escaped_where_a_uri_is_needed_and_kept_elsewhere() {
        assert_eq!(file_uri("50%?#.db"), "file:50%25%3F%23.db");
        assert_eq!(file_uri("//srv/a"), "file:////srv/a");
        assert_eq!(plain_path("50%?#.db"), "50%?#.db");
        assert_eq!(plain_path("file:a?mode=memory"), "./file:a?mode=memory");
    }
}
