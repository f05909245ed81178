//! Makes a small database from `shop.sql` and prints its models: `cargo run -p shop`.
//!
//! What follows `--` goes to inspectdb: `cargo run -p shop -- --format json`.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use backend_core::error::Result;

const SCHEMA: &str = include_str!("../shop.sql");

fn main() -> ExitCode {
    let Some(database) = database_path() else {
        return fail("the program does not stand in a folder for builds");
    };
    if let Err(error) = make(&database) {
        return fail(&format!("cannot make {}: {error}", database.display()));
    }
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    let words = [
        &[OsString::from("$ inspectdb"), database.clone().into()],
        arguments.as_slice(),
    ];
    say(&words.concat().join(" ".as_ref()).to_string_lossy());
    let registry = match inspectdb::registry() {
        Ok(registry) => registry,
        Err(error) => return fail(&error.to_string()),
    };
    let command = [OsString::from("inspectdb"), database.into_os_string()];
    let exit = inspectdb::run(
        &registry,
        command.into_iter().chain(arguments),
        &mut io::stdout().lock(),
        &mut io::stderr(),
    );
    ExitCode::from(exit.code())
}

/// `shop.sqlite3` in the folder that cargo builds into, relative to the current one where it lies below it.
fn database_path() -> Option<PathBuf> {
    // …/target/debug/shop
    let program = env::current_exe().ok()?;
    let path = program.ancestors().nth(2)?.join("shop.sqlite3");
    let here = env::current_dir().ok()?;
    Some(path.strip_prefix(&here).map(Path::to_owned).unwrap_or(path))
}

/// Makes the database anew.
fn make(database: &Path) -> Result<()> {
    // That it was not there is as well; what cannot be removed cannot be made anew either, and that says why.
    let _ = fs::remove_file(database);
    let backend = &backend_sqlite::BACKEND;
    let settings = backend
        .settings_for_path(&database.to_string_lossy())?
        .with_option("mode", "rwc")?
        .with_option("execution", "inline")?;
    futures_executor::block_on(async {
        let mut connection = backend.connect(&settings).await?;
        connection.batch(SCHEMA).await?;
        connection.close().await
    })
}

#[allow(clippy::print_stderr, reason = "a person reads along")]
fn say(message: &str) {
    eprintln!("{message}");
}

fn fail(message: &str) -> ExitCode {
    say(&format!("error: {message}"));
    ExitCode::FAILURE
}
