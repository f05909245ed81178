//! Sessions, values and databases.

use backend_core::features::{Features, IdentifierCase, NullsOrder};
use backend_core::wrapper::ServerInfo;

use super::{COLLATION, MAX_IDENTIFIER_LENGTH, MAX_PARAMETERS, SNAPSHOTS};

/// What every version can do in a session, and with values.
pub(super) fn declare(features: &mut Features, server: &ServerInfo) {
    declare_transactions(features, server);
    declare_cursor(features);
    declare_values(features);
    features.can_clone_databases = true;
    features.max_identifier_bytes = Some(MAX_IDENTIFIER_LENGTH);
    features.max_query_parameters = Some(MAX_PARAMETERS);
    features.nulls_order = NullsOrder::Smallest;
    features.identifier_case = identifier_case(server);
}

/// A transaction goes on after most errors; those that end it are found out by asking.
fn declare_transactions(features: &mut Features, server: &ServerInfo) {
    features.supports_transactions = true;
    features.uses_savepoints = true;
    features.transactions_survive_errors = true;
    features.supports_read_uncommitted = true;
    features.supports_read_committed = true;
    features.supports_repeatable_read = true;
    features.supports_serializable = true;
    // The database allows it or does not (`ALLOW_SNAPSHOT_ISOLATION`).
    features.supports_snapshot_isolation = server.attribute(SNAPSHOTS) == Some("1");
    features.can_rollback_ddl = true;
}

/// Notices of the server are dropped by the driver.
fn declare_cursor(features: &mut Features) {
    features.supports_credentials = true;
    features.can_pause_rows = true;
    features.can_cancel_statements = true;
    features.supports_statement_timeout = true;
    features.supports_lock_timeout = true;
    features.supports_batches = true;
}

fn declare_values(features: &mut Features) {
    features.has_native_boolean = true;
    features.has_native_decimal = true;
    features.has_native_uuid = true;
    features.has_native_temporal_types = true;
    features.supports_nul_in_text = true;
    features.keeps_time_zone_offset = true;
    features.enforces_column_types = true;
    features.enforces_text_length = true;
}

/// Names compare as texts do in the collation of their database.
fn identifier_case(server: &ServerInfo) -> IdentifierCase {
    let collation = server.attribute(COLLATION).unwrap_or_default();
    let is_exact = |part: &str| matches!(part, "CS" | "BIN" | "BIN2");
    if collation.to_ascii_uppercase().split('_').any(is_exact) {
        IdentifierCase::Sensitive
    } else {
        IdentifierCase::Insensitive
    }
}

#[cfg(test)]
mod tests {
    use backend_core::features::IdentifierCase;
    use backend_core::wrapper::ServerInfo;

    use super::identifier_case;
    use crate::features::{COLLATION, SQL_2022};

    #[test]
    fn names_compare_as_the_collation_says() {
        for (collation, expected) in [
            ("SQL_Latin1_General_CP1_CI_AS", IdentifierCase::Insensitive),
            (
                "Latin1_General_100_CS_AS_SC_UTF8",
                IdentifierCase::Sensitive,
            ),
            ("Latin1_General_BIN", IdentifierCase::Sensitive),
            ("latin1_general_100_bin2", IdentifierCase::Sensitive),
            ("", IdentifierCase::Insensitive),
        ] {
            let server = ServerInfo::new("", SQL_2022).with_attribute(COLLATION, collation);
            assert_eq!(identifier_case(&server), expected, "{collation}");
        }
    }
}
