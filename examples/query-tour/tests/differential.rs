//! The same programs on two vendors find the same, but for what is known to differ, and that does.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "../../../backend-postgres/tests/server/mod.rs"]
mod server;

use std::collections::BTreeMap;

use backend_core::backend::Backend;
use backend_core::features::Features;
use backend_core::flag::Flag;
use backend_core::settings::Settings;
use conformance_tests::differential::{Step, program};

/// How many programs are compared.
const PROGRAMS: u64 = 60;

/// What differs, by the sort of step, and why. One that does not differ in any program is out of date.
const DIVERGENCES: &[(&str, &str)] = &[
    (
        "order of NULLs",
        "SQLite sorts NULL before all values, PostgreSQL behind them; `nulls_order` says so, and `Selection` can be told",
    ),
    (
        "type of a sum",
        "the sum of 64-bit integers is one to SQLite, and a decimal to PostgreSQL; both are read as an `i64`",
    ),
];

async fn features(backend: &'static Backend, settings: &Settings) -> Features {
    let connection = backend.connect(settings).await.unwrap();
    let features = connection.features().clone();
    connection.close().await.unwrap();
    features
}

/// What both can do.
fn common(one: &Features, other: &Features) -> Features {
    let mut common = Features::MINIMAL;
    for info in Flag::ALL {
        if one.get(info.flag) && other.get(info.flag) {
            common.turn(info.flag, true);
        }
    }
    common
}

/// Of each sort of step one that differs.
fn differences(seed: u64, one: &[Step], other: &[Step], found: &mut BTreeMap<&str, String>) {
    assert_eq!(one.len(), other.len(), "seed {seed}: the programs differ");
    for (one, other) in one.iter().zip(other) {
        assert_eq!(
            (one.sort, &one.asked),
            (other.sort, &other.asked),
            "seed {seed}: the programs differ"
        );
        if one.found != other.found {
            let told = format!(
                "seed {seed}: {}: {}\n{}\n-- and\n{}",
                one.sort, one.asked, one.found, other.found
            );
            found.entry(one.sort).or_insert(told);
        }
    }
}

#[test]
fn two_vendors_find_the_same_but_for_what_is_known() {
    let running = match server::provision().start(&backend_postgres::BACKEND) {
        Ok(running) => running,
        Err(missing) => {
            assert!(!missing.is_failure("postgres"), "{missing}");
            return;
        }
    };
    let sqlite = &backend_sqlite::BACKEND;
    let postgres = &backend_postgres::BACKEND;
    let embedded = sqlite.settings("sqlite::memory:").unwrap();
    let remote = postgres.settings(running.url()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let found = runtime.block_on(async {
        let common = common(
            &features(sqlite, &embedded).await,
            &features(postgres, &remote).await,
        );
        let mut found = BTreeMap::new();
        for seed in 0..PROGRAMS {
            let one = program(sqlite, &embedded, &common, seed).await.unwrap();
            let other = program(postgres, &remote, &common, seed).await.unwrap();
            differences(seed, &one, &other, &mut found);
        }
        found
    });
    for (sort, told) in &found {
        let is_known = DIVERGENCES.iter().any(|(known, _)| known == sort);
        assert!(is_known, "{told}");
    }
    for (known, why) in DIVERGENCES {
        assert!(
            found.contains_key(known),
            "{known} does not differ any more: {why}"
        );
    }
}
