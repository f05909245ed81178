//! What of the catalog and of the server's procedures came with which version.

use backend_core::wrapper::ServerInfo;

use super::{ENGINE_EDITION, SQL_2017, SQL_2019, SQL_2022, SQL_2025, is_azure, is_babelfish};

/// The version of SQL Server whose catalog Babelfish has, as far as it has one: before the oldest that this backend drives, so that the
/// choices of the queries can tell it from SQL Server.
pub(crate) const BABELFISH_CATALOG: u32 = 12;
/// The kind of server that is Azure SQL Database, whose catalog is always the newest.
const AZURE_SQL_DATABASE: &str = "5";

/// The version whose catalog the server has: Azure's services tell another one than that of their features.
pub(crate) fn catalog_version(server: &ServerInfo) -> u32 {
    if is_babelfish(server) {
        BABELFISH_CATALOG
    } else if server.attribute(ENGINE_EDITION) == Some(AZURE_SQL_DATABASE) {
        SQL_2025.major
    } else if is_azure(server) {
        SQL_2022.major
    } else {
        server.version.major
    }
}

/// Whether the catalog tells if a sequence gave its first number.
pub(crate) fn tells_given_sequences(server: &ServerInfo) -> bool {
    server.version >= SQL_2017
}

/// Whether there are procedures for files of any sort; before there is one for those of maintenance plans.
pub(crate) fn has_file_procedures(server: &ServerInfo) -> bool {
    server.version >= SQL_2019
}
