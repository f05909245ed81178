//! Queries: exact text, and refusals.

mod changes;
mod conditions;
mod flush;
mod merges;
mod modifications;
mod properties;
mod refusals;
mod selects;
mod statements;
mod upserts;

use std::sync::Arc;

use backend_core::error::ErrorKind;
use backend_core::features::Features;
use backend_core::flag::Flag;
use backend_core::operations::Dialect;
use backend_core::query::{Lists, Query, render};
use backend_core::sql::Statement;
use backend_core::wrapper::ServerInfo;
use sea_query::SelectStatement;

use super::builder::MssqlBuilder;
use crate::BACKEND;
use crate::features::SQL_2022;

fn dialect() -> Dialect {
    BACKEND.dialect(&ServerInfo::new("Microsoft SQL Server", SQL_2022))
}

fn statement(query: impl Into<Query>) -> Statement {
    let statements = dialect().build(&query.into()).unwrap();
    let [statement] = <[Statement; 1]>::try_from(statements).unwrap();
    statement
}

fn sql(query: impl Into<Query>) -> String {
    statement(query).sql
}

/// The text with lists packed.
fn packed(query: impl Into<Query>) -> Statement {
    let dialect = dialect();
    render(&query.into(), &MssqlBuilder::new(&dialect, Lists::Packed)).unwrap()
}

fn check(cases: Vec<(Query, &str)>) {
    for (query, expected) in cases {
        assert_eq!(sql(query), expected);
    }
}

fn refusal_of(query: impl Into<Query>) -> ErrorKind {
    dialect().build(&query.into()).unwrap_err().kind()
}

fn refused_flag(query: impl Into<Query>) -> Flag {
    match refusal_of(query) {
        ErrorKind::NotSupported(Some(flag)) => flag,
        other => panic!("{other:?}"),
    }
}

/// The flag without which a query is refused that is written with it.
fn required_flag(query: impl Into<Query>, flag: Flag) {
    let query = query.into();
    assert!(dialect().build(&query).is_ok());
    let mut features = Features::clone(&dialect().features);
    features.turn(flag, false);
    let without = Dialect {
        features: Arc::new(features),
        operations: BACKEND.operations,
    };
    assert_eq!(
        without.build(&query).unwrap_err().kind(),
        ErrorKind::NotSupported(Some(flag))
    );
}

fn from_t() -> SelectStatement {
    Query::select().column("a").from("t").take()
}
