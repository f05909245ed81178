//! What SQL Server can do, by its version.

use backend_core::features::{Features, IdentifierCase, NullsOrder};
use backend_core::wrapper::{ServerInfo, Version};

/// The oldest version that this backend drives: SQL Server 2016.
pub(crate) const MINIMUM_VERSION: Version = Version::new(13, 0, 0);

/// The longest name, in UTF-16 units.
pub(crate) const MAX_IDENTIFIER_LENGTH: u32 = 128;

/// The most parameters of one request.
pub(crate) const MAX_PARAMETERS: u32 = 2_098;

/// What a server can do.
pub(crate) fn features(_server: &ServerInfo) -> Features {
    Features {
        max_identifier_bytes: Some(MAX_IDENTIFIER_LENGTH),
        nulls_order: NullsOrder::Smallest,
        identifier_case: IdentifierCase::Sensitive,
        ..Features::MINIMAL
    }
}
