//! SQLite's shell, `sqlite3`: what our settings mean, in its arguments and in commands that it runs first.

use std::ffi::OsString;

use backend_core::client::{Client, ClientCommand};
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::settings::Settings;

use crate::connector::{before_opening, file_uri, plain_path};
use crate::settings::{Access, Place, Pragmas};

const INSTALLATION: &str = "it is SQLite's command-line shell (Debian: apt-get install sqlite3)";

/// What takes output that nobody asked for.
const NOWHERE: &str = if cfg!(windows) { "NUL" } else { "/dev/null" };

/// SQLite's shell.
#[derive(Debug)]
pub(crate) struct SqliteClient;

impl Client for SqliteClient {
    fn command(&self, settings: &Settings, arguments: &[OsString]) -> Result<ClientCommand> {
        let Place::File {
            path,
            access,
            is_immutable,
            ..
        } = Place::of(settings)?
        else {
            return Err(Error::new(
                ErrorKind::NotSupported(None),
                "a database in memory belongs to this process, and a shell would see an empty one of its own",
            ));
        };
        // The shell would make a file that is missing.
        before_opening(&path, access)?;
        let mut command = ClientCommand::new("sqlite3", INSTALLATION);
        if access == Access::Read {
            command = command.arguments(["-readonly"]);
        }
        for first in first(&Pragmas::of(settings)) {
            command = command.arguments(["-cmd".to_owned(), first]);
        }
        if settings.is_set("statement_timeout") {
            command = command.without_option("statement_timeout");
        }
        let file = if is_immutable {
            format!("{}?immutable=1", file_uri(&path))
        } else {
            argument(&plain_path(&path))
        };
        Ok(command.arguments([file]).arguments(arguments))
    }
}

/// The commands that make the session what ours would be, silent all of them.
fn first(pragmas: &Pragmas) -> Vec<String> {
    let keys = if pragmas.foreign_keys { "ON" } else { "OFF" };
    let mut commands = vec![
        format!(".timeout {}", pragmas.busy_timeout.as_millis()),
        format!("PRAGMA foreign_keys = {keys};"),
    ];
    if let Some(synchronous) = pragmas.synchronous {
        commands.push(format!("PRAGMA synchronous = {synchronous};"));
    }
    let mut talkative = Vec::new();
    if let Some(mode) = pragmas.journal_mode {
        talkative.push(format!("PRAGMA journal_mode = {mode};"));
    }
    if pragmas.double_quoted_strings {
        talkative.push(".dbconfig dqs_dml on".to_owned());
        talkative.push(".dbconfig dqs_ddl on".to_owned());
    }
    if !talkative.is_empty() {
        commands.push(format!(".output {NOWHERE}"));
        commands.append(&mut talkative);
        commands.push(".output stdout".to_owned());
    }
    commands
}

/// The path as an argument: one that begins like an option, or that names a database in memory, is said to be in this folder.
fn argument(path: &str) -> String {
    if path.starts_with(['-', ':']) {
        return format!("./{path}");
    }
    path.to_owned()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use backend_core::client::{Client as _, ClientCommand};
    use backend_core::error::{ErrorKind, Result};
    use backend_core::settings::{Settings, UrlStyle};

    use super::{SqliteClient, argument};
    use crate::settings::OPTIONS;

    fn of(url: &str) -> Result<ClientCommand> {
        let settings = Settings::from_url(url, UrlStyle::File, OPTIONS)?;
        SqliteClient.command(&settings, &["select 1".into()])
    }

    fn arguments(url: &str) -> Vec<String> {
        let command = of(url).unwrap().to_command();
        let arguments = command.get_args();
        arguments
            .map(|text| text.to_str().unwrap().to_owned())
            .collect()
    }

    #[test]
    fn a_file_with_what_our_sessions_set() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("music.db");
        fs::write(&path, "").unwrap();
        let path = path.to_str().unwrap();
        assert_eq!(
            arguments(&format!("sqlite://{path}")),
            [
                "-cmd",
                ".timeout 5000",
                "-cmd",
                "PRAGMA foreign_keys = ON;",
                path,
                "select 1"
            ]
        );
        let options = "mode=ro&busy_timeout=1s&foreign_keys=off&synchronous=full&journal_mode=wal";
        let found = arguments(&format!("sqlite://{path}?{options}"));
        assert_eq!(
            found,
            [
                "-readonly",
                "-cmd",
                ".timeout 1000",
                "-cmd",
                "PRAGMA foreign_keys = OFF;",
                "-cmd",
                "PRAGMA synchronous = full;",
                "-cmd",
                ".output /dev/null",
                "-cmd",
                "PRAGMA journal_mode = wal;",
                "-cmd",
                ".output stdout",
                path,
                "select 1"
            ]
        );
        let found = arguments(&format!("sqlite://{path}?immutable=true"));
        assert!(
            found.contains(&format!("file://{path}?immutable=1")),
            "{found:?}"
        );
        let unheeded = of(&format!("sqlite://{path}?statement_timeout=1s")).unwrap();
        assert_eq!(unheeded.unheeded(), ["statement_timeout"]);
    }

    #[test]
    fn a_path_is_never_an_option_nor_a_database_in_memory() {
        assert_eq!(argument("-readonly"), "./-readonly");
        assert_eq!(argument(":memory:x"), "./:memory:x");
        assert_eq!(argument("a-b.db"), "a-b.db");
    }

    #[test]
    fn memory_and_missing_files_are_refused() {
        for url in ["sqlite::memory:", "sqlite:name?mode=memory&cache=shared"] {
            assert_eq!(of(url).unwrap_err().kind(), ErrorKind::NotSupported(None));
        }
        let error = of("sqlite:no-such-file.db").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::DoesNotExist);
    }
}
