//! Sessions, values and databases.

use backend_core::features::{Features, IdentifierCase, NullsOrder};
use backend_core::wrapper::ServerInfo;

use super::{COLLATION, MAX_IDENTIFIER_LENGTH, MAX_PARAMETERS};

/// What every version can do in a session, and with values.
pub(super) fn declare(features: &mut Features, server: &ServerInfo) {
    features.can_clone_databases = true;
    features.max_identifier_bytes = Some(MAX_IDENTIFIER_LENGTH);
    features.max_query_parameters = Some(MAX_PARAMETERS);
    features.nulls_order = NullsOrder::Smallest;
    features.identifier_case = identifier_case(server);
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
