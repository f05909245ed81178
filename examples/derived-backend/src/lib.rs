//! A child of another backend: PostgreSQL behind a pooler that lends a server's session for one transaction at a time.
//!
//! A child starts from its parent's parts and replaces those that differ: here the connector and the creation, and four flags.
//! Nothing else is written, and what the parent learns later the child has as well.
//!
//! What a session keeps between transactions is lost behind such a pooler, or worse, found by somebody else: limits set for a
//! session, channels it listens to, statements prepared by name, locks of the session. So statements go without names, the three
//! flags of such state are off, and a run of tests is marked by a transaction that stays open. And since the pooler keeps sessions
//! open in databases, none can be copied: that is the fourth.
//!
//! # Example
//! ```
//! use backend_core::backend::Backend;
//! use derived_backend::BACKEND;
//!
//! let parent: &Backend = &backend_postgres::BACKEND;
//! assert_eq!(BACKEND.url_schemes, ["pooled"]);
//! assert!(std::ptr::addr_eq(BACKEND.operations, parent.operations));
//! ```

mod connector;
mod creation;
mod wrapper;

use backend_core::backend::Backend;
use backend_core::flag::Flag;

/// PostgreSQL behind a transaction pooler.
pub static BACKEND: Backend = Backend {
    vendor: "pooled",
    url_schemes: &["pooled"],
    overrides: &[
        (Flag::supports_statement_timeout, false),
        (Flag::supports_lock_timeout, false),
        (Flag::supports_notifications, false),
        (Flag::can_clone_databases, false),
    ],
    connector: &connector::PooledConnector,
    creation: &creation::PooledCreation,
    ..backend_postgres::BACKEND
};
