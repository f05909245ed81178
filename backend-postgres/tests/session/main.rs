//! Sessions with servers as only PostgreSQL has them: encrypted or not, on sockets, by rules of access, one of several, killed.
//!
//! Each test starts from a server of its own making; where there are no programs to start one from, it says so and passes,
//! unless `CONFORMANCE_EXPECT` names `postgres`.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "helpers of tests fail as tests do"
)]
#![allow(
    clippy::print_stderr,
    reason = "a test that finds no server says so, and a sentence that is looked at is shown"
)]

mod authority;
mod dropped;
mod fakes;
mod hosts;
mod killed;
#[allow(dead_code, reason = "these tests start servers of their own only")]
#[path = "../server/mod.rs"]
mod provided;
mod refusals;
mod server;
mod strings;
mod tls;
