//! Queries and statements.

use backend_core::features::Features;
use backend_core::wrapper::ServerInfo;

/// What every version can be asked.
pub(super) fn declare(features: &mut Features, _server: &ServerInfo) {
    features.can_return_columns_from_insert = true;
    features.can_return_columns_from_update = true;
    features.can_return_columns_from_delete = true;
    features.has_bulk_insert = true;
    features.supports_common_table_expressions = true;
    features.supports_over_clause = true;
    features.supports_named_windows = true;
    features.has_select_for_update = true;
    features.has_select_for_update_of = true;
    features.has_select_for_update_nowait = true;
    features.has_select_for_update_skip_locked = true;
    features.supports_fetch_with_ties = true;
    features.supports_order_by_nulls_modifier = true;
    features.supports_select_into = true;
    features.supports_quantified_comparisons = true;
    features.supports_lateral_joins = true;
    features.supports_index_hints = true;
    features.supports_table_samples = true;
    features.supports_limited_updates = true;
    features.supports_default_keyword = true;
    features.supports_bulk_default_values = true;
    features.supports_ignore_conflicts = true;
    features.supports_update_conflicts = true;
    features.supports_update_conflicts_with_target = true;
    features.can_update_conflicts_repeatedly = true;
    features.supports_merge_upserts = true;
    features.merge_locks_new_keys = true;
    features.can_return_columns_from_merge = true;
    features.supports_sequence_reset = true;
    // Plans are XML documents, which tell all there is.
    features.supports_explain = true;
    features.supports_explain_xml = true;
    features.supports_explaining_query_execution = true;
}
