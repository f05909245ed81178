//! What the toy can do. Every flag is a promise that the conformance suite checks, and what is not listed is off.

use backend_core::features::{Features, IdentifierCase, NullsOrder};
use backend_core::wrapper::ServerInfo;

use crate::engine::{MAX_NAME_BYTES, MAX_PARAMETERS};

/// A function of the server, so that a vendor can ask its version; there is but one version of the toy.
pub(crate) fn features(_server: &ServerInfo) -> Features {
    Features {
        supports_transactions: true,
        transactions_survive_errors: true,
        supports_read_only_transactions: true,
        // A transaction works on a copy, and there is one writer at a time.
        supports_snapshot_isolation: true,
        supports_serializable: true,
        can_rollback_ddl: true,
        can_pause_rows: true,
        supports_batches: true,
        has_native_boolean: true,
        has_native_decimal: true,
        has_native_uuid: true,
        has_native_interval: true,
        has_native_temporal_types: true,
        supports_arrays: true,
        supports_float_nan: true,
        supports_float_infinity: true,
        supports_decimal_nan: true,
        supports_nul_in_text: true,
        supports_end_of_day: true,
        keeps_time_zone_offset: true,
        enforces_column_types: true,
        enforces_text_length: true,
        supports_empty_identifiers: true,
        supports_unlimited_keys: true,
        has_bulk_insert: true,
        supports_limited_updates: true,
        can_clone_databases: true,
        // Limits of the engine come from the engine: a number written twice will differ one day.
        max_identifier_bytes: Some(MAX_NAME_BYTES),
        max_query_parameters: Some(MAX_PARAMETERS),
        fractional_second_digits: 9,
        nulls_order: NullsOrder::Smallest,
        identifier_case: IdentifierCase::Sensitive,
        ..Features::MINIMAL
    }
}
