//! The contract that every database backend implements, and everything vendor-neutral around it.
//!
//! A framework author writes against [`connection::Connection`], [`model`] and [`backend::Backend`] once and gets every
//! vendor. A vendor implements a handful of small traits once and proves them with the conformance suite.
//!
//! # Reading order
//! ```text
//! flag  error  value  row  model          what everything speaks
//! settings  sql  features                 what is given: a URL, a syntax, capabilities
//! function  query  operations             the vendor's SQL, without a connection
//! cursor                                  one call a query, rows pushed as borrowed cells
//! wrapper  connector                      the vendor's half of a session
//! connection  transaction                 core's half of a session: every policy, once
//! schema_editor  introspection  creation  what is done with a session
//! client                                  the vendor's own shell
//! validation                              what is wrong with a schema, before anything is sent
//! backend  registry                       the parts as one value; a URL's vendor
//! unwritten                               the parts that a new vendor does not have yet
//! pool  blocking                          features: sessions on loan; sessions without `await`
//! ```
//! Each line imports only from itself and the lines above it.
//!
//! # What is not here
//! No driver, no vendor's name, no global state, and no runtime without the features `pool` and `blocking`. Vendors are crates
//! of their own; the one that the examples use is a toy, in memory, made for reading.

pub mod backend;
#[cfg(feature = "blocking")]
pub mod blocking;
pub mod client;
pub mod connection;
pub mod connector;
pub mod creation;
pub mod cursor;
pub mod error;
pub mod features;
pub mod flag;
pub mod function;
pub mod introspection;
pub mod model;
pub mod operations;
#[cfg(feature = "pool")]
pub mod pool;
pub mod query;
pub mod registry;
pub mod row;
pub mod schema_editor;
pub mod settings;
pub mod sql;
pub mod transaction;
pub mod unwritten;
pub mod validation;
pub mod value;
pub mod wrapper;

/// The language of queries, in the version that this crate speaks: users need no dependency of their own.
pub use sea_query;
