//! Functions in queries.

use backend_core::features::{Features, TextUnit};
use backend_core::wrapper::ServerInfo;

use super::{SQL_2017, SQL_2019, SQL_2025};

/// What a server can do of it.
///
/// Left off: bits of rows, regressions, percentiles and JSON of rows, which no aggregate makes in all the ways that are asked for;
/// values of a frame by their number; frames by a distance or in groups; SHA-224 and SHA-384; UUIDs by time.
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
}

const fn of_every_version(features: &mut Features) {
    features.supports_math_functions = true;
    features.supports_aggregates = true;
    features.supports_aggregate_filter_clause = true;
    features.supports_aggregate_order_by_clause = true;
    features.supports_grouping_sets = true;
    features.supports_any_value = true;
    features.supports_logical_aggregates = true;
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
