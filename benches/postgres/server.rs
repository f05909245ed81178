//! Where the server is, and how one is started where there is none.

#[path = "../../backend-postgres/tests/server/mod.rs"]
mod provision;

use std::process::Command;

/// The variable that names the server.
const VARIABLE: &str = "POSTGRES_URL";

/// The server's URL, from the environment.
#[must_use]
pub fn url() -> Option<String> {
    std::env::var(VARIABLE).ok().filter(|url| !url.is_empty())
}

/// Measures on the server that the environment names. Where it names none, one is started that is gone afterwards, and this
/// program runs again with it; where none can be started, says why and measures nothing.
///
/// # Panics
/// Where what ran again failed.
pub fn with_server(measure: impl FnOnce(&str)) {
    if let Some(url) = url() {
        return measure(&url);
    }
    let server = match provision::provision().start(&backend_postgres::BACKEND) {
        Ok(server) => server,
        Err(missing) => {
            println!("nothing is measured on PostgreSQL: {missing}");
            return;
        }
    };
    println!("on PostgreSQL from {}", server.source());
    let status = Command::new(std::env::current_exe().expect("this program is a file"))
        .args(std::env::args_os().skip(1))
        .env(VARIABLE, server.url())
        .status()
        .expect("it starts");
    // Before the panic, which would leave it running.
    drop(server);
    assert!(status.success(), "{status}");
}
