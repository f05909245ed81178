//! The conformance suite that every backend of `backend-core` passes.
//!
//! A vendor, in this repository or outside it, adds one file of at most 25 lines:
//!
//! ```no_run
//! // tests/conformance.rs, with `harness = false` in Cargo.toml
//! use backend_core::backend::Backend;
//! use conformance_tests::{Harness, Provision};
//! # mod backend_mine { pub use toy_backend::BACKEND; }
//!
//! struct Mine;
//!
//! impl Harness for Mine {
//!     fn vendor(&self) -> &str {
//!         "mine"
//!     }
//!
//!     fn backend(&self) -> &'static Backend {
//!         &backend_mine::BACKEND
//!     }
//!
//!     fn provision(&self) -> Provision {
//!         Provision::env("MINE_URL")
//!     }
//! }
//!
//! conformance_tests::main!(Mine);
//! ```
//!
//! The [`guide`] leads there from an empty folder.
//!
//! # What a run is
//! [`provision`] finds the database, the [`runner`] connects once a lane and reads its features, and only then decides which
//! cases apply: a case whose flag is off is listed as `unsupported` with the flag, never as passed, and never vanishes. Each
//! case has an id that does not change, a database of its own, a time limit, and a transcript that is shown where it fails.
//!
//! # Flags that are true
//! A flag that is on is shown by the cases that require it. One that is off is asked too: the same cases run with the flag forced on,
//! and where all of them pass, the flag says too little and the run fails. Where the vendor says how, the server is asked in its own
//! language, too: what it can and the backend does not is a gap, which fails nothing and is told. `cargo test --test conformance -- flip` turns each
//! flag around and tells which lies would go unnoticed.
//!
//! # Known failures
//! `tests/conformance.toml` beside the file says which cases fail, with which error and why, and how many they are. A case that passes
//! all the same, or fails otherwise, fails the run. Of every theme something has to run, or the file says why not.
//!
//! # Where to go
//! ```text
//! harness  provision  marks  what a vendor hands in
//! case  catalogue  cases/    the cases: tables of ids, one folder a part
//! context  failure  fixtures what a case is written with
//! evidence                   how it is known that a flag is true
//! inputs                     what the cases ask, as values
//! proxy                      a network that fails as a test wants it to
//! differential               one program on several vendors
//! runner  options  report    how cases are chosen, run, counted and shown
//! watch                      what a case has its backend do, and leaves behind
//! support                    what several reports say together
//! services                   the servers in containers that are run against
//! scaffold                   a vendor's first files
//! ```
//! The suite names no vendor and holds no vendor's SQL: `cargo xtask tidy` checks it.

pub mod case;
pub mod catalogue;
pub mod context;
pub mod differential;
pub mod failure;
pub mod harness;
pub mod inputs;
pub mod properties;
pub mod provision;
pub mod proxy;
pub mod runner;
pub mod scaffold;
pub mod services;
pub mod support;

#[cfg(any(doc, doctest))]
#[doc = include_str!("../guide.md")]
pub mod guide {}

mod cases;
mod evidence;
mod fixtures;
mod marks;
mod options;
mod report;
mod watch;

pub use self::harness::{EndingSample, FunctionSample, Harness, Origin, Samples, TriggerSample};
pub use self::provision::Provision;
pub use self::runner::run_from_env;

/// The `main` of a vendor's `tests/conformance.rs`.
#[macro_export]
macro_rules! main {
    ($harness:expr) => {
        fn main() -> ::std::process::ExitCode {
            const ORIGIN: $crate::Origin = $crate::Origin::new(
                env!("CARGO_PKG_NAME"),
                env!("CARGO_PKG_VERSION"),
                env!("CARGO_MANIFEST_DIR"),
            )
            .temporary(option_env!("CARGO_TARGET_TMPDIR"));
            $crate::run_from_env(&$harness, ORIGIN)
        }
    };
}
