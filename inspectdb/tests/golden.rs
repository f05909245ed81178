//! Golden cases of the vendor that needs no server.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, its helpers too"
)]

mod support;

use support::{Database, golden};

#[test]
fn shop() {
    let options = "--case keep --singular --no-comments --no-relations --derive Eq,Hash --views no";
    check("shop", &[("plain", options)]);
}

#[test]
fn names() {
    check("names", &[("keep", "--case keep")]);
}

#[test]
fn relations() {
    let options = "--include employee* --include thing --exclude *_car";
    check("relations", &[("part", options)]);
}

#[test]
fn types() {
    let variants = [
        ("backend", "--types backend"),
        (
            "chrono",
            "--types backend,chrono,uuid,rust_decimal,serde_json",
        ),
        ("time", "--types backend,time,bigdecimal"),
        ("jiff", "--types backend,jiff"),
    ];
    check("types", &variants);
}

#[test]
fn views() {
    check("views", &[]);
}

/// The schema that the hardest tests of introspection read.
const HARD: &str = include_str!("../../backend-sqlite/tests/introspection/hard.sql");

#[test]
fn the_hardest_schema_is_the_same_once_it_is_made_again() {
    made_again(&Database::new(HARD));
}

/// That the database made of a database's SQL gives the same JSON.
fn made_again(database: &Database) -> String {
    let sql = golden::output(database.name(), "--format sql");
    let again = Database::new(&sql);
    let json = |database: &Database| golden::output(database.name(), "--format json");
    assert_eq!(json(database), json(&again), "made of:\n{sql}");
    sql
}

#[test]
fn a_shop_crosses_over() {
    let database = Database::new(&golden::schema_of("shop", "sqlite"));
    let sql = golden::output(database.name(), "--format sql --for postgres:15");
    golden::check_crossing("shop", "sqlite", "postgres", &sql);
}

fn check(case: &str, variants: &[(&str, &str)]) {
    let database = Database::new(&golden::schema_of(case, "sqlite"));
    golden::check(case, "sqlite", database.name(), variants);
    golden::check_sql(case, "sqlite", &made_again(&database));
}
