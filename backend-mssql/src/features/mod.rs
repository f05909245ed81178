//! What SQL Server can do, by its version and kind.
//!
//! ```text
//! session  value  query  function  schema   flags by subject
//! catalog                                   what of the catalog and of procedures came with which version
//! variant                                   what a server that is not SQL Server itself withdraws
//! ```

mod catalog;
mod function;
mod query;
mod schema;
mod session;
mod value;
mod variant;

use backend_core::features::Features;
use backend_core::wrapper::{ServerInfo, Version};

pub(crate) use self::catalog::{
    BABELFISH_CATALOG, catalog_version, has_file_procedures, tells_given_sequences,
};
pub(crate) use self::variant::{is_azure, is_babelfish, is_service};

/// The oldest version that this backend drives: SQL Server 2016.
pub(crate) const MINIMUM_VERSION: Version = SQL_2016;

/// SQL Server 2016.
pub(crate) const SQL_2016: Version = Version::new(13, 0, 0);
/// SQL Server 2017.
pub(crate) const SQL_2017: Version = Version::new(14, 0, 0);
/// SQL Server 2019.
pub(crate) const SQL_2019: Version = Version::new(15, 0, 0);
/// SQL Server 2022.
pub(crate) const SQL_2022: Version = Version::new(16, 0, 0);
/// SQL Server 2025.
pub(crate) const SQL_2025: Version = Version::new(17, 0, 0);

/// The attribute of a server that names the collation of the session's database.
pub(crate) const COLLATION: &str = "collation";
/// The attribute of a server that holds the number of its kind, `SERVERPROPERTY('EngineEdition')`.
pub(crate) const ENGINE_EDITION: &str = "engine_edition";
/// The attribute of a server that holds the version of Babelfish, where it is one.
pub(crate) const BABELFISH: &str = "babelfish";

/// The attribute of a server that says whether the session's database allows snapshots: `1` where it does.
pub(crate) const SNAPSHOTS: &str = "snapshot_isolation";

/// The longest name, in UTF-16 units.
pub(crate) const MAX_IDENTIFIER_LENGTH: u32 = 128;

/// The most parameters of one request: the server takes 2,100, and two are the statement and the parameters' types.
pub(crate) const MAX_PARAMETERS: u32 = 2_098;

/// The most digits of a decimal.
pub(crate) const MAX_DECIMAL_DIGITS: u32 = 38;

/// Digits of a second's fraction.
pub(crate) const MAX_FRACTION_DIGITS: u8 = 7;

/// What a server can do.
pub(crate) fn features(server: &ServerInfo) -> Features {
    let mut features = Features::MINIMAL;
    session::declare(&mut features, server);
    value::declare(&mut features);
    query::declare(&mut features, server);
    function::declare(&mut features, server);
    schema::declare(&mut features, server);
    features.can_index_concurrently = variant::is_unlimited(server);
    variant::vary(&mut features, server);
    features
}
