//! The toy's SQL, made without a connection.

mod builder;

use backend_core::error::Result;
use backend_core::operations::{Dialect, Operations};
use backend_core::query::{Query, build_within_limit, render};
use backend_core::sql::{Statement, Syntax};

use self::builder::ToyBuilder;
use crate::engine::LEXICON;

/// The standard's quotes and marks, and the engine's tokens.
pub(super) static SYNTAX: Syntax = Syntax {
    lexicon: LEXICON,
    ..Syntax::STANDARD
};

/// Writes the toy's SQL. Literals and the kinds of columns are the standard's, which core knows.
#[derive(Debug)]
pub(crate) struct ToyOperations;

impl Operations for ToyOperations {
    fn syntax(&self) -> &'static Syntax {
        &SYNTAX
    }

    fn build(&self, dialect: &Dialect, query: &Query) -> Result<Vec<Statement>> {
        // The toy has no way to pack a list, but inserts are divided.
        build_within_limit(query, &dialect.features, |query, _lists| {
            render(query, &ToyBuilder::new(dialect, query))
        })
    }
}
