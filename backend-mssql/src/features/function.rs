//! Functions in queries.

use backend_core::features::{Features, TextUnit};
use backend_core::wrapper::ServerInfo;

use super::{SQL_2017, SQL_2019, SQL_2022, SQL_2025};

/// The server reads a document 128 levels deep, and ours stands in an object of its own.
///
/// Source: <https://learn.microsoft.com/sql/relational-databases/json/json-data-sql-server>.
const MAX_JSON_STEPS: u32 = 127;

/// The length of the column of keys that `OPENJSON` gives.
///
/// Source: <https://learn.microsoft.com/sql/t-sql/functions/openjson-transact-sql>.
const MAX_JSON_KEY_LENGTH: u32 = 4_000;

/// What a server can do of it.
///
/// Left off: percentiles, which only windows have (`PERCENTILE_CONT … OVER`) and an aggregate gives roughly; JSON documents
/// in one form, compared, or with decimals, for which an expression would have to go through them to any depth and a column have
/// digits by the row; values of a frame by their number; frames by a distance or in groups; SHA-224 and SHA-384; UUIDs by time.
pub(super) fn declare(features: &mut Features, server: &ServerInfo) {
    features.text_unit = TextUnit::Utf16Units;
    of_every_version(features);
    let since = |version| server.version >= version;
    // `TRIM` of characters, `STRING_AGG`.
    features.supports_text_functions = since(SQL_2017);
    features.supports_string_aggregation = since(SQL_2017);
    // Collations of UTF-8, whose bytes are hashed.
    features.supports_hash_functions = since(SQL_2019);
    features.supports_sha1_hashes = since(SQL_2019);
    features.supports_casts = since(SQL_2019);
    features.supports_regular_expressions = since(SQL_2025);
    // `OPENJSON` came with 2016, `STRING_AGG`, which puts documents together again, with 2017, `JSON_ARRAY` of rows' values with 2022.
    features.supports_json_functions = since(SQL_2017);
    features.supports_json_validation = since(SQL_2017);
    features.supports_json_aggregation = since(SQL_2022);
    features.max_json_path_steps = Some(MAX_JSON_STEPS);
    features.max_json_key_length = Some(MAX_JSON_KEY_LENGTH);
}

const fn of_every_version(features: &mut Features) {
    features.supports_math_functions = true;
    features.supports_aggregates = true;
    features.supports_aggregate_filter_clause = true;
    features.supports_aggregate_order_by_clause = true;
    features.supports_grouping_sets = true;
    features.supports_any_value = true;
    features.supports_logical_aggregates = true;
    features.supports_bit_aggregates = true;
    features.has_bit_xor = true;
    features.supports_regression_aggregates = true;
    features.supports_statistical_aggregates = true;
    features.supports_over_clause = true;
    features.supports_date_functions = true;
    features.supports_time_zones = true;
    features.supports_interval_arithmetic = true;
    features.supports_text_lookups = true;
    features.supports_any_case_lookups = true;
    features.supports_comparison_functions = true;
    features.supports_query_collations = true;
    features.supports_random_uuids = true;
}

#[cfg(test)]
mod tests {
    use backend_core::features::Features;
    use backend_core::wrapper::{ServerInfo, Version};

    use super::declare;
    use crate::features::{SQL_2016, SQL_2017, SQL_2019, SQL_2025};

    fn of(version: Version) -> Features {
        let mut features = Features::MINIMAL;
        declare(&mut features, &ServerInfo::new("", version));
        features
    }

    #[test]
    fn functions_come_with_versions() {
        let (oldest, newest) = (of(SQL_2016), of(SQL_2025));
        assert!(oldest.supports_time_zones && newest.supports_time_zones);
        assert!(!oldest.supports_text_functions && of(SQL_2017).supports_text_functions);
        assert!(!of(SQL_2017).supports_hash_functions && of(SQL_2019).supports_hash_functions);
        assert!(!of(SQL_2019).supports_regular_expressions);
        assert!(newest.supports_regular_expressions);
        assert!(!newest.supports_percentiles);
    }
}
