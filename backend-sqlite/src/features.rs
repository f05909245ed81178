//! What SQLite can do, by its version and by how the session runs.

use backend_core::features::{Features, IdentifierCase, NullsOrder};
use backend_core::wrapper::{ServerInfo, Version};

/// The oldest version that this backend drives: the first with RIGHT and FULL JOIN, which has every feature below too.
pub(crate) const MINIMUM_VERSION: Version = Version::new(3, 39, 0);

/// The first version that makes a column NOT NULL, and nullable again, in the table that is there.
const ALTERS_COLUMNS: Version = Version::new(3, 53, 0);

/// The first version with an order inside an aggregate.
const ORDERS_AGGREGATES: Version = Version::new(3, 44, 0);

/// The attribute that says where statements run: `inline` or `thread`.
pub(crate) const EXECUTION: &str = "execution";
/// The attribute that says whether sessions of this process share a cache: `private` or `shared`.
pub(crate) const CACHE: &str = "cache";
/// The attribute with the library's limit of parameters.
pub(crate) const MAX_QUERY_PARAMETERS: &str = "max_query_parameters";
/// The attribute with the library's limit of columns.
pub(crate) const MAX_COLUMNS: &str = "max_columns";

#[allow(clippy::too_many_lines, reason = "a line a flag")]
pub(crate) fn features(server: &ServerInfo) -> Features {
    let limit = |name| server.attribute(name).and_then(|value| value.parse().ok());
    Features {
        supports_transactions: true,
        uses_savepoints: true,
        can_release_savepoints: true,
        transactions_survive_errors: true,
        supports_read_only_transactions: true,
        supports_serializable: true,
        can_rollback_ddl: true,
        can_pause_rows: server.attribute(EXECUTION) == Some("thread"),
        can_cancel_statements: true,
        supports_statement_timeout: true,
        // Sessions that share a cache lock tables, and a lock of that kind is not waited for.
        supports_lock_timeout: server.attribute(CACHE) != Some("shared"),
        supports_batches: true,
        supports_float_infinity: true,
        supports_decimal_nan: true,
        supports_nul_in_text: true,
        supports_end_of_day: true,
        supports_comments: true,
        supports_index_comments: true,
        supports_expression_defaults: true,
        supports_stored_generated_columns: true,
        supports_virtual_generated_columns: true,
        supports_column_collations: true,
        supports_identity_columns: true,
        takes_given_identity_numbers: true,
        can_override_identities: true,
        can_alter_tables: true,
        can_alter_nullability_in_place: server.version >= ALTERS_COLUMNS,
        can_drop_expression: true,
        can_alter_primary_keys: true,
        supports_empty_identifiers: true,
        supports_foreign_keys: true,
        supports_multiple_cascade_paths: true,
        supports_references_across_types: true,
        supports_references_to_nullable_keys: true,
        supports_unlimited_keys: true,
        supports_forward_references: true,
        can_add_constraints: true,
        can_rename_constraints: true,
        can_defer_constraint_checks: true,
        can_disable_constraint_checks: true,
        supports_check_constraints: true,
        supports_partial_indexes: true,
        supports_expression_indexes: true,
        supports_index_column_ordering: true,
        supports_index_collations: true,
        supports_views: true,
        can_drop_table_under_view: true,
        supports_triggers: true,
        can_return_columns_from_insert: true,
        can_return_columns_from_update: true,
        can_return_columns_from_delete: true,
        has_bulk_insert: true,
        supports_index_hints: true,
        supports_common_table_expressions: true,
        supports_over_clause: true,
        supports_named_windows: true,
        supports_nth_value: true,
        supports_order_by_nulls_modifier: true,
        supports_explain: true,
        supports_frame_range_fixed_distance: true,
        supports_frame_groups: true,
        supports_frame_exclusion: true,
        supports_aggregates: true,
        supports_aggregate_filter_clause: true,
        supports_aggregate_order_by_clause: server.version >= ORDERS_AGGREGATES,
        supports_any_value: true,
        supports_bit_aggregates: true,
        has_bit_xor: true,
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
        supports_json_validation: true,
        supports_ignore_conflicts: true,
        supports_update_conflicts: true,
        supports_update_conflicts_with_target: true,
        supports_update_conflicts_without_target: true,
        can_update_conflicts_repeatedly: true,
        supports_sequence_reset: true,
        can_clone_databases: true,
        max_query_parameters: limit(MAX_QUERY_PARAMETERS),
        max_columns_per_table: limit(MAX_COLUMNS),
        max_columns_per_index: limit(MAX_COLUMNS),
        fractional_second_digits: 9,
        nulls_order: NullsOrder::Smallest,
        identifier_case: IdentifierCase::Insensitive,
        ..functions()
    }
}

/// The functions in queries, most of them registered by this backend.
const fn functions() -> Features {
    Features {
        supports_math_functions: true,
        supports_text_functions: true,
        supports_text_lookups: true,
        supports_any_case_lookups: true,
        supports_regular_expressions: true,
        supports_hash_functions: true,
        supports_sha224_and_sha384_hashes: true,
        supports_sha1_hashes: true,
        supports_comparison_functions: true,
        supports_query_collations: true,
        supports_random_uuids: true,
        supports_time_ordered_uuids: true,
        supports_shifted_time_ordered_uuids: true,
        ..Features::MINIMAL
    }
}
