//! What PostgreSQL can do, by its version.

use backend_core::features::{Features, IdentifierCase, NullsOrder};
use backend_core::wrapper::{ServerInfo, Version};

/// The oldest version that this backend drives.
pub(crate) const MINIMUM_VERSION: Version = Version::new(12, 0, 0);

/// The longest name that the server does not cut, in bytes.
pub(crate) const MAX_IDENTIFIER_BYTES: u32 = 63;

/// What a server can do.
pub(crate) fn features(server: &ServerInfo) -> Features {
    let since = |major| server.version >= Version::new(major, 0, 0);
    Features {
        supports_virtual_generated_columns: since(18),
        supports_any_value: since(16),
        supports_json_validation: since(16),
        supports_nulls_not_distinct: since(15),
        supports_merge_upserts: since(15),
        can_return_columns_from_merge: since(17),
        has_bit_xor: since(14),
        supports_search_and_cycle: since(14),
        supports_fetch_with_ties: since(13),
        can_drop_expression: since(13),
        supports_explain_wal: since(13),
        supports_explain_serialization: since(17),
        supports_explain_memory: since(17),
        supports_random_uuids: since(13),
        supports_time_ordered_uuids: since(18),
        supports_shifted_time_ordered_uuids: since(18),
        ..sessions_and_values()
    }
}

/// Whether a database is removed together with the sessions that it has.
///
/// Source: <https://www.postgresql.org/docs/current/sql-dropdatabase.html>, `FORCE`.
pub(crate) fn drops_databases_by_force(server: &ServerInfo) -> bool {
    server.version >= Version::new(13, 0, 0)
}

/// Whether a database is copied from its template in one way or another.
///
/// Source: <https://www.postgresql.org/docs/current/sql-createdatabase.html>, `STRATEGY`.
pub(crate) fn chooses_a_copy_strategy(server: &ServerInfo) -> bool {
    server.version >= Version::new(15, 0, 0)
}

/// The version whose catalog the server has: the queries of the catalog say which columns came with which.
pub(crate) const fn catalog_version(server: &ServerInfo) -> u32 {
    server.version.major
}

/// What every version can do in a session, and with values.
const fn sessions_and_values() -> Features {
    Features {
        supports_transactions: true,
        uses_savepoints: true,
        can_release_savepoints: true,
        supports_read_only_transactions: true,
        supports_read_committed: true,
        supports_repeatable_read: true,
        supports_snapshot_isolation: true,
        supports_serializable: true,
        supports_deferrable_transactions: true,
        can_rollback_ddl: true,
        supports_credentials: true,
        can_pause_rows: true,
        can_cancel_statements: true,
        supports_statement_timeout: true,
        supports_lock_timeout: true,
        supports_batches: true,
        supports_notices: true,
        supports_notifications: true,
        has_native_boolean: true,
        has_native_decimal: true,
        has_native_uuid: true,
        has_native_json: true,
        has_native_interval: true,
        has_native_temporal_types: true,
        supports_arrays: true,
        supports_float_nan: true,
        supports_float_infinity: true,
        supports_end_of_day: true,
        supports_decimal_nan: true,
        enforces_column_types: true,
        enforces_text_length: true,
        ..schemas()
    }
}

/// What every version can make.
const fn schemas() -> Features {
    Features {
        supports_schemas: true,
        supports_comments: true,
        supports_expression_defaults: true,
        supports_stored_generated_columns: true,
        supports_column_collations: true,
        supports_identity_columns: true,
        supports_always_generated_identities: true,
        takes_given_identity_numbers: true,
        can_override_identities: true,
        supports_identity_start_and_increment: true,
        can_alter_tables: true,
        can_alter_primary_keys: true,
        can_index_concurrently: true,
        can_attach_partitions: true,
        can_rename_constraints: true,
        can_alter_nullability_in_place: true,
        supports_foreign_keys: true,
        supports_multiple_cascade_paths: true,
        supports_references_across_types: true,
        supports_references_to_nullable_keys: true,
        supports_unlimited_keys: true,
        can_add_constraints: true,
        supports_unvalidated_constraints: true,
        can_defer_constraint_checks: true,
        can_defer_named_constraints: true,
        supports_deferrable_unique_constraints: true,
        supports_match_full: true,
        supports_check_constraints: true,
        supports_partial_indexes: true,
        supports_expression_indexes: true,
        supports_index_column_ordering: true,
        supports_index_collations: true,
        supports_covering_indexes: true,
        supports_index_comments: true,
        supports_views: true,
        supports_materialized_views: true,
        checks_view_definitions: true,
        supports_sequences: true,
        supports_enum_types: true,
        supports_domains: true,
        supports_composite_types: true,
        supports_range_types: true,
        supports_functions: true,
        supports_triggers: true,
        supports_extensions: true,
        ..queries_and_limits()
    }
}

/// What every version can be asked, and how much of it.
const fn queries_and_limits() -> Features {
    Features {
        can_return_columns_from_insert: true,
        can_return_columns_from_update: true,
        can_return_columns_from_delete: true,
        has_bulk_insert: true,
        supports_common_table_expressions: true,
        can_modify_in_named_queries: true,
        supports_over_clause: true,
        supports_named_windows: true,
        supports_nth_value: true,
        can_distinct_on_fields: true,
        has_select_for_update: true,
        has_select_for_update_of: true,
        has_select_for_update_nowait: true,
        has_select_for_update_skip_locked: true,
        has_select_for_no_key_update: true,
        has_select_for_share: true,
        has_select_for_key_share: true,
        supports_order_by_nulls_modifier: true,
        supports_frame_range_fixed_distance: true,
        supports_frame_groups: true,
        supports_frame_exclusion: true,
        supports_aggregates: true,
        supports_grouping_sets: true,
        supports_intersect_all: true,
        supports_quantified_comparisons: true,
        supports_lateral_joins: true,
        supports_table_samples: true,
        supports_default_keyword: true,
        supports_bulk_default_values: true,
        supports_select_into: true,
        supports_ignore_conflicts: true,
        supports_update_conflicts: true,
        supports_update_conflicts_with_target: true,
        supports_conflict_constraint_names: true,
        supports_sequence_reset: true,
        can_clone_databases: true,
        max_identifier_bytes: Some(MAX_IDENTIFIER_BYTES),
        max_query_parameters: Some(65_535),
        max_columns_per_table: Some(1_600),
        max_columns_per_index: Some(32),
        max_decimal_digits: Some(1_000),
        fractional_second_digits: 6,
        nulls_order: NullsOrder::Largest,
        identifier_case: IdentifierCase::Sensitive,
        ..functions()
    }
}

/// What every version computes, and tells of it.
const fn functions() -> Features {
    Features {
        supports_aggregate_filter_clause: true,
        supports_aggregate_order_by_clause: true,
        supports_bit_aggregates: true,
        supports_logical_aggregates: true,
        supports_string_aggregation: true,
        supports_distinct_string_aggregation: true,
        supports_string_aggregation_over_windows: true,
        supports_json_aggregation: true,
        supports_distinct_json_aggregation: true,
        supports_json_aggregation_over_windows: true,
        supports_statistical_aggregates: true,
        supports_regression_aggregates: true,
        supports_percentiles: true,
        supports_explain: true,
        supports_explaining_query_execution: true,
        supports_explain_json: true,
        supports_explain_xml: true,
        supports_explain_yaml: true,
        supports_explain_details: true,
        supports_math_functions: true,
        supports_date_functions: true,
        supports_time_zones: true,
        supports_interval_arithmetic: true,
        supports_json_functions: true,
        has_one_json_form: true,
        keeps_last_of_equal_json_keys: true,
        supports_json_comparison: true,
        supports_json_decimals: true,
        supports_json_containment: true,
        supports_casts: true,
        supports_text_functions: true,
        supports_text_lookups: true,
        supports_any_case_lookups: true,
        supports_regular_expressions: true,
        supports_hash_functions: true,
        supports_sha224_and_sha384_hashes: true,
        supports_comparison_functions: true,
        supports_query_collations: true,
        ..Features::MINIMAL
    }
}
