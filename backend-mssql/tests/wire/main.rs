//! What is sent to a server and made of its answers, byte by byte, without a server: [`fake`] says what a test tells it to.
//!
//! ```text
//! login       who asks, who is refused, and why
//! token       access tokens: where they are sent, and who sees them
//! browser     named instances, whose ports SQL Server Browser knows
//! encryption  what is encrypted, and whom it is encrypted for
//! answers     results, counts, errors and messages, in the order in which they come
//! natives     cells of types that this server has alone
//! explain     a setting, a statement under it, and the setting back
//! scripts     what is sent of a script
//! stopping    requests that are dropped, stopped, or lose their connection
//! sent        what sessions ask of their own accord, of the catalog and around test databases: sent/
//! parameters  the bytes of a parameter of each kind and of its NULL: parameters.txt
//! recorded    rows of each type as servers send them, and what is read: recorded/
//! call        a call, taken apart
//! ```

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, its helpers too"
)]

#[path = "../golden/count.rs"]
mod count;
#[path = "../fake/mod.rs"]
mod fake;

mod answers;
mod browser;
mod call;
mod encryption;
mod explain;
mod login;
mod natives;
mod parameters;
mod recorded;
mod scripts;
mod sent;
mod stopping;
mod token;

use backend_core::connection::Connection;
use backend_core::error::{Error, Result};
use backend_mssql::BACKEND;

use self::fake::Fake;

/// A session with a fake server, in the clear.
async fn connect(server: &Fake) -> Result<Connection> {
    connect_with(server, "encrypt=disable").await
}

/// A session with a fake server, with these options.
async fn connect_with(server: &Fake, options: &str) -> Result<Connection> {
    BACKEND
        .connect(&BACKEND.settings(&server.url(options))?)
        .await
}

/// Why there is no session.
async fn refused(server: &Fake, options: &str) -> Error {
    match connect_with(server, options).await {
        Ok(_) => panic!("a session is open"),
        Err(error) => error,
    }
}
