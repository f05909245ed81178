//! Schemas and their changes.

use backend_core::features::Features;
use backend_core::wrapper::ServerInfo;

/// The most columns of a table.
///
/// Source: <https://learn.microsoft.com/sql/sql-server/maximum-capacity-specifications-for-sql-server>.
pub(crate) const MAX_COLUMNS: u32 = 1_024;
/// The most columns of a key.
pub(crate) const MAX_KEY_COLUMNS: u32 = 32;
/// The most digits of a decimal.
pub(crate) const MAX_DECIMAL_DIGITS: u32 = 38;

/// What a server can do of it.
pub(super) fn declare(features: &mut Features, _server: &ServerInfo) {
    tables(features);
    constraints(features);
    objects(features);
}

fn tables(features: &mut Features) {
    features.can_rollback_ddl = true;
    features.supports_schemas = true;
    features.supports_comments = true;
    features.supports_index_comments = true;
    features.supports_expression_defaults = true;
    features.supports_stored_generated_columns = true;
    features.supports_virtual_generated_columns = true;
    features.supports_column_collations = true;
    features.supports_identity_columns = true;
    features.supports_identity_start_and_increment = true;
    features.can_override_identities = true;
    features.can_alter_tables = true;
    features.can_alter_nullability_in_place = true;
    features.can_drop_expression = true;
    features.can_alter_primary_keys = true;
    features.max_columns_per_table = Some(MAX_COLUMNS);
    features.max_columns_per_index = Some(MAX_KEY_COLUMNS);
    features.max_decimal_digits = Some(MAX_DECIMAL_DIGITS);
}

fn constraints(features: &mut Features) {
    features.supports_foreign_keys = true;
    features.can_add_constraints = true;
    features.supports_unvalidated_constraints = true;
    features.can_rename_constraints = true;
    features.supports_check_constraints = true;
    features.supports_nulls_not_distinct = true;
    features.supports_partial_indexes = true;
    features.supports_index_column_ordering = true;
    features.supports_covering_indexes = true;
}

fn objects(features: &mut Features) {
    features.supports_views = true;
    features.checks_view_definitions = true;
    features.can_drop_table_under_view = true;
    features.supports_sequences = true;
    features.supports_functions = true;
    features.supports_triggers = true;
}
