//! What the suite says of each backend that is wrong: exactly these cases, exactly so.

use std::collections::BTreeMap;

use backend_core::backend::Backend;
use backend_core::features::{Features, NullsOrder};
use backend_core::wrapper::ServerInfo;
use conformance_tests::runner::Exit;
use toy_backend::BACKEND;

use crate::liar::{ENDING, Lie, toy};
use crate::sample::SAMPLE;
use crate::{Said, said, said_of, said_with};

/// The cases of the sample that do not apply to the toy.
const UNSUPPORTED: [&str; 4] = [
    "cursor.batch.is_refused",
    "cursor.flow.pause_is_refused",
    "transactions.savepoint.kept_in_kept",
    "values.array.column_is_refused",
];

/// The cases that the toy is asked, but for these.
fn all_but(ids: &[&str]) -> Vec<&'static str> {
    let asked = SAMPLE
        .iter()
        .copied()
        .filter(|id| !UNSUPPORTED.contains(id));
    asked.filter(|id| !ids.contains(id)).collect()
}

fn texts(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    let owned = |(name, what): &(&str, &str)| ((*name).to_owned(), (*what).to_owned());
    pairs.iter().map(owned).collect()
}

/// Demands that exactly these cases fail, each with its outcome, and exactly these flags.
fn expect(backend: Backend, flags: &[(&str, &str)], cases: &[(&str, &str)]) {
    expect_said(&said(backend), flags, cases);
}

fn expect_said(found: &Said, flags: &[(&str, &str)], cases: &[(&str, &str)]) {
    let told = (&found.cases, &found.flags, found.exit);
    assert_eq!(told, (&texts(cases), &texts(flags), Some(Exit::Failed)));
}

/// Demands that exactly these cases fail, and that these flags and no others are said to say too much.
fn fails(lie: Lie, flags: &[&str], cases: &[&str]) {
    let cases: Vec<_> = cases.iter().map(|id| (*id, "fail")).collect();
    let flags: Vec<_> = flags.iter().map(|flag| (*flag, "over_declared")).collect();
    expect(toy(lie), &flags, &cases);
}

/// The toy with other features.
fn declaring(features: fn(&ServerInfo) -> Features) -> Backend {
    Backend {
        features,
        ..BACKEND
    }
}

fn own(server: &ServerInfo) -> Features {
    (BACKEND.features)(server)
}

#[test]
fn of_the_right_one_nothing_is_said() {
    let found = said(BACKEND);
    assert_eq!(found.exit, Some(Exit::Ok), "{found:?}");
    assert!(
        found.cases.is_empty() && found.flags.is_empty(),
        "{found:?}"
    );
    assert_eq!(found.passed, all_but(&[]).len());
    assert_eq!(found.unsupported, UNSUPPORTED);
}

#[test]
fn a_flag_that_says_too_much() {
    let backend = declaring(|server| Features {
        uses_savepoints: true,
        ..own(server)
    });
    expect(
        backend,
        &[
            ("can_rollback_ddl", "over_declared"),
            ("supports_transactions", "over_declared"),
            ("uses_savepoints", "over_declared"),
        ],
        &[
            ("connection.transaction.schema_rolls_back", "fail"),
            ("introspection.round_trip.columns", "fail"),
            ("introspection.round_trip.indexes", "fail"),
            ("transactions.property.against_the_model", "fail"),
            ("transactions.savepoint.kept_in_kept", "fail"),
        ],
    );
}

#[test]
fn a_flag_that_says_too_little() {
    let backend = declaring(|server| Features {
        supports_arrays: false,
        ..own(server)
    });
    expect(backend, &[("supports_arrays", "under_declared")], &[]);
}

#[test]
fn a_type_that_the_server_has_after_all() {
    let backend = declaring(|server| Features {
        enforces_text_length: false,
        ..own(server)
    });
    expect(
        backend,
        &[("enforces_text_length", "under_declared")],
        &[("values.text.longer_than_declared", "fail")],
    );
}

#[test]
fn names_longer_than_said() {
    let backend = declaring(|server| Features {
        max_identifier_bytes: own(server).max_identifier_bytes.map(|most| most - 1),
        ..own(server)
    });
    expect(backend, &[], &[("names.limit.kept_by_the_server", "fail")]);
}

#[test]
fn names_shorter_than_said() {
    let backend = declaring(|server| Features {
        max_identifier_bytes: own(server).max_identifier_bytes.map(|most| most + 1),
        ..own(server)
    });
    expect(backend, &[], &[("names.limit.longest", "fail")]);
}

#[test]
fn fewer_parameters_than_said() {
    let backend = declaring(|server| Features {
        max_query_parameters: own(server).max_query_parameters.map(|most| most + 1),
        ..own(server)
    });
    expect(backend, &[], &[("cursor.parameters.at_the_limit", "fail")]);
}

#[test]
fn nulls_elsewhere_than_said() {
    let backend = declaring(|server| Features {
        nulls_order: NullsOrder::Largest,
        ..own(server)
    });
    expect(
        backend,
        &[],
        &[("query.select.nulls_as_the_features_say", "fail")],
    );
}

#[test]
fn rows_are_lost() {
    fails(
        Lie::LosesRows,
        &["can_pause_rows", "supports_arrays", "supports_transactions"],
        &[
            "connection.transaction.rollback_undoes",
            "constraints.unique.one_column",
            "cursor.columns.names_in_order",
            "cursor.flow.pause_waits_for_the_sink",
            "cursor.flow.stop_ends_early",
            "cursor.many.several_rows",
            "cursor.parameters.at_the_limit",
            "cursor.rows.one_mebibyte_of_text",
            "introspection.column.nullability",
            "introspection.round_trip.columns",
            "introspection.round_trip.indexes",
            "names.limit.longest",
            "names.table.any",
            "pool.loan.reused",
            "query.select.nulls_as_the_features_say",
            "schema.index.create_and_drop",
            "transactions.property.against_the_model",
            "values.array.round_trip",
            "values.boolean.round_trip",
            "values.decimal.round_trip",
            "values.integer.round_trip",
            "values.text.round_trip",
        ],
    );
}

#[test]
fn text_is_cut() {
    fails(Lie::CutsText, &[], &["cursor.rows.one_mebibyte_of_text"]);
}

#[test]
fn decimals_are_rounded() {
    fails(Lie::RoundsDecimals, &[], &["values.decimal.round_trip"]);
}

#[test]
fn the_kinds_of_columns_are_forgotten() {
    fails(
        Lie::ForgetsKinds,
        &[],
        &["cursor.columns.kinds_of_declared_types"],
    );
}

#[test]
fn changed_rows_are_counted_twice() {
    fails(
        Lie::CountsTwice,
        &[
            "can_rollback_ddl",
            "supports_arrays",
            "supports_read_only_transactions",
            "supports_transactions",
        ],
        &[
            "connection.error.never_shows_parameters",
            "connection.error.session_works_on",
            "connection.error.unique",
            "connection.session.closes_alone",
            "connection.session.sees_the_rows_of_others",
            "connection.transaction.begun_twice",
            "connection.transaction.commit_keeps",
            "connection.transaction.read_only",
            "connection.transaction.rollback_undoes",
            "connection.transaction.schema_rolls_back",
            "constraints.error.no_values",
            "constraints.unique.one_column",
            "creation.create.empty",
            "creation.create.existing_refused",
            "creation.destroy.gone",
            "cursor.affected.insert_update_delete",
            "cursor.affected.none_for_a_query",
            "cursor.columns.names_in_order",
            "cursor.many.several_rows",
            "cursor.rows.into_a_struct",
            "cursor.rows.one_mebibyte_of_text",
            "introspection.session.none_begun",
            "names.limit.longest",
            "names.table.any",
            "pool.loan.reused",
            "query.select.nulls_as_the_features_say",
            "query.select.three_valued_logic",
            "schema.index.create_and_drop",
            "schema.table.create_and_drop",
            "transactions.deadlock.one_is_kept",
            "values.array.round_trip",
            "values.boolean.round_trip",
            "values.decimal.round_trip",
            "values.integer.round_trip",
            "values.null.typed_in_every_type",
            "values.text.round_trip",
        ],
    );
}

#[test]
fn rows_go_on_after_the_sink_had_enough() {
    fails(Lie::NeverStops, &[], &["cursor.flow.stop_ends_early"]);
}

#[test]
fn values_stand_in_errors() {
    fails(
        Lie::TellsValues,
        &[],
        &[
            "connection.error.never_shows_parameters",
            "constraints.error.no_values",
        ],
    );
}

#[test]
fn an_error_is_of_another_kind() {
    fails(
        Lie::MistakesMissing,
        &[],
        &[
            "connection.error.missing_table",
            "schema.table.create_and_drop",
        ],
    );
}

#[test]
fn a_lock_is_a_failure_for_good() {
    fails(
        Lie::MistakesLocks,
        &["supports_transactions"],
        &["transactions.deadlock.one_is_kept"],
    );
}

#[test]
fn a_commit_undoes() {
    // What commits nothing by itself, or looks at nothing that was committed.
    let not = [
        "connection.error.missing_table",
        "connection.session.usable",
        "connection.transaction.schema_rolls_back",
        "cursor.many.no_rows_sends_nothing",
        "introspection.round_trip.columns",
        "introspection.round_trip.indexes",
        "names.limit.kept_by_the_server",
        "transactions.block.state",
        "values.storage.boolean",
    ];
    fails(
        Lie::CommitUndoes,
        &[
            "can_pause_rows",
            "has_bulk_insert",
            "supports_arrays",
            "supports_batches",
            "supports_read_only_transactions",
            "supports_transactions",
        ],
        &all_but(&not),
    );
}

#[test]
fn a_rollback_keeps() {
    fails(
        Lie::RollbackKeeps,
        &["can_rollback_ddl", "supports_transactions"],
        &[
            "connection.transaction.rollback_undoes",
            "connection.transaction.schema_rolls_back",
            "transactions.dropped.outer",
            "transactions.property.against_the_model",
        ],
    );
}

#[test]
fn a_transaction_never_ends() {
    fails(
        Lie::NoTransactionEnds,
        &[
            "can_rollback_ddl",
            "supports_read_only_transactions",
            "supports_transactions",
        ],
        &[
            "connection.transaction.read_only",
            "connection.transaction.rollback_undoes",
            "connection.transaction.schema_rolls_back",
            "introspection.session.none_begun",
            "transactions.deadlock.one_is_kept",
            "transactions.dropped.outer",
            "transactions.property.against_the_model",
            "transactions.savepoint.refused",
        ],
    );
}

#[test]
fn a_transaction_that_reads_writes() {
    fails(
        Lie::WritesWhereItReads,
        &["supports_read_only_transactions"],
        &["connection.transaction.read_only"],
    );
}

#[test]
fn a_table_is_left_behind() {
    fails(Lie::LeavesATable, &[], &["connection.session.usable"]);
}

#[test]
fn a_statement_panics() {
    fails(
        Lie::Panics,
        &["can_pause_rows"],
        &[
            "cursor.flow.pause_waits_for_the_sink",
            "cursor.flow.stop_ends_early",
            "cursor.many.no_rows_sends_nothing",
            "cursor.many.several_rows",
            "cursor.parameters.at_the_limit",
            "cursor.parameters.over_the_limit",
        ],
    );
}

#[test]
fn a_statement_hangs() {
    let options = ["--cases", "cursor.batch.**", "--timeout", "3"];
    expect_said(
        &said_with(toy(Lie::Hangs), &options),
        &[("supports_batches", "over_declared")],
        &[("cursor.batch.ends_at_the_first_failure", "timeout")],
    );
}

#[test]
fn a_statement_blocks_its_thread_until_the_server_ends_its_session() {
    let options = ["--cases", "cursor.batch.**", "--timeout", "1"];
    expect_said(
        &said_of(toy(Lie::Blocks), Some(ENDING), &options, ""),
        &[("supports_batches", "over_declared")],
        &[("cursor.batch.ends_at_the_first_failure", "timeout")],
    );
}

#[test]
fn the_server_keeps_sessions_that_were_closed() {
    let options = ["--cases", "connection.session.*,transactions.dropped.outer"];
    expect_said(
        &said_of(toy(Lie::KeepsSessions), Some(ENDING), &options, ""),
        &[("supports_transactions", "over_declared")],
        &[
            ("connection.session.closes_alone", "fail"),
            ("connection.session.sees_the_rows_of_others", "fail"),
            ("transactions.dropped.outer", "fail"),
        ],
    );
}

#[test]
fn no_database_can_be_made() {
    let cases = all_but(&[]);
    let cases: Vec<_> = cases.into_iter().map(|id| (id, "setup_error")).collect();
    expect(toy(Lie::MakesNoDatabase), &[], &cases);
}

#[test]
fn no_database_is_removed() {
    // These share a database, which is removed behind the last of them.
    let shared = [
        "connection.error.missing_table",
        "connection.session.usable",
    ];
    fails(
        Lie::KeepsDatabases,
        &[
            "can_pause_rows",
            "can_rollback_ddl",
            "has_bulk_insert",
            "supports_arrays",
            "supports_batches",
            "supports_read_only_transactions",
            "supports_transactions",
        ],
        &all_but(&shared),
    );
}

#[test]
fn indexes_are_overlooked() {
    fails(
        Lie::OverlooksIndexes,
        &[],
        &["names.limit.longest", "schema.index.create_and_drop"],
    );
}

#[test]
fn not_null_is_overlooked() {
    fails(
        Lie::OverlooksNotNull,
        &[],
        &[
            "constraints.unique.one_column",
            "introspection.column.nullability",
            "names.limit.longest",
            "schema.index.create_and_drop",
        ],
    );
}
