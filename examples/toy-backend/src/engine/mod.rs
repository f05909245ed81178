//! The toy's own database: where other backends have a driver and a server, this one has the files of this folder.
//!
//! `memory` keeps databases and sessions; `parser` reads a text into a `statement`; `run` carries it out on a `database`.
//! The engine has errors of its own, as a driver has: the crate's `error.rs` turns them into the contract's.

mod compare;
mod database;
mod expression;
mod memory;
mod parser;
mod reader;
mod run;
mod statement;
mod types;

use backend_core::sql::tokenizer::Lexicon;

pub(crate) use self::memory::{Session, copy, create, remove};
pub(crate) use self::parser::parse;
pub(crate) use self::run::Outcome;
pub(crate) use self::statement::Statement;
pub(crate) use self::types::{holds, read_type, spell_type};

/// How text splits into tokens: as in the standard, but parameters are `?` only.
pub(crate) const LEXICON: Lexicon = Lexicon {
    placeholder_marks: &['?'],
    ..Lexicon::STANDARD
};

/// The longest name, in bytes.
pub(crate) const MAX_NAME_BYTES: u32 = 63;

/// The most parameters of a statement.
pub(crate) const MAX_PARAMETERS: u32 = 100;

/// What the engine can complain about.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The text cannot be read on from this byte.
    Syntax { message: String, position: usize },
    /// The text can be read and makes no sense.
    Meaning(String),
    /// The wrong number of parameters.
    Parameters { expected: usize, given: usize },
    /// A name longer than the engine keeps.
    LongName { bytes: usize, position: usize },
    /// No such database.
    NoDatabase(String),
    /// No such table.
    NoTable(String),
    /// No such column.
    NoColumn { table: String, column: String },
    /// No such index.
    NoIndex(String),
    /// The name is taken.
    Exists(String),
    /// Two rows with equal keys.
    Unique {
        table: String,
        columns: String,
        constraint: Option<String>,
    },
    /// A NULL where none may be.
    NotNull { table: String, column: String },
    /// A value that its column does not hold. It is not shown: it may be secret.
    Value {
        table: String,
        column: String,
        type_name: String,
    },
    /// Another session is writing.
    Locked,
    /// A write in a transaction that may only read.
    ReadOnly,
    /// A second transaction in one session.
    InTransaction,
    /// A commit without a transaction.
    NoTransaction,
}
