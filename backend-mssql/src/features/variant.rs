//! Servers that speak SQL Server's language and are something else, or part of a service.

use backend_core::features::{Features, TextUnit};
use backend_core::wrapper::ServerInfo;

use super::{BABELFISH, ENGINE_EDITION};

/// The kinds of servers that are a service, whose number of version stands still while they go on: Azure SQL Database, Managed
/// Instance, the serverless pools of Azure Synapse, and SQL database in Fabric.
///
/// Source: <https://learn.microsoft.com/sql/t-sql/functions/serverproperty-transact-sql>, `EngineEdition`.
const SERVICES: [i32; 4] = [5, 8, 11, 12];

/// Whether a server of that kind is a service.
pub(crate) fn is_service(engine: i32) -> bool {
    SERVICES.contains(&engine)
}

/// Whether it is Babelfish, PostgreSQL's server with SQL Server's protocol and language.
pub(crate) fn is_babelfish(server: &ServerInfo) -> bool {
    server.attribute(BABELFISH).is_some()
}

/// Whether it is a service, which makes backups itself and has no single user.
pub(crate) fn is_azure(server: &ServerInfo) -> bool {
    server
        .attribute(ENGINE_EDITION)
        .and_then(|edition| edition.parse().ok())
        .is_some_and(is_service)
}

/// The kind of servers of the Enterprise edition and those that can do as much: Developer, Evaluation.
const ENTERPRISE: i32 = 3;

/// Whether nothing is left out that other editions do not have.
///
/// Source: <https://learn.microsoft.com/sql/sql-server/editions-and-components-of-sql-server-2022>.
pub(super) fn is_unlimited(server: &ServerInfo) -> bool {
    let edition = server.attribute(ENGINE_EDITION);
    let is_enterprise = edition.and_then(|edition| edition.parse().ok()) == Some(ENTERPRISE);
    !is_babelfish(server) && (is_enterprise || is_azure(server))
}

/// Withdraws what a variant lacks, and adds what it has beyond SQL Server.
pub(super) fn vary(features: &mut Features, server: &ServerInfo) {
    if is_babelfish(server) {
        withdraw_of_babelfish(features);
        // Foreign keys and the columns of keys are PostgreSQL's.
        features.supports_multiple_cascade_paths = true;
        features.supports_references_across_types = true;
        features.supports_unlimited_keys = true;
    }
}

/// What Babelfish lacks of SQL Server; its own documentation lists it.
fn withdraw_of_babelfish(features: &mut Features) {
    withdraw_of_sessions(features);
    withdraw_of_schemas(features);
    // Texts and moments are PostgreSQL's.
    features.supports_nul_in_text = false;
    features.fractional_second_digits = 6;
    features.text_unit = TextUnit::Characters;
    // There are no collations of UTF-8, and no digits of bytes.
    features.supports_hash_functions = false;
    features.supports_sha1_hashes = false;
    features.supports_grouping_sets = false;
    withdraw_of_queries(features);
    // Functions of JSON are PostgreSQL's: of two types, which do not take the same texts.
    features.supports_json_validation = false;
    // `WITH NOCHECK` is read and means nothing.
    features.supports_unvalidated_constraints = false;
}

/// Of queries.
fn withdraw_of_queries(features: &mut Features) {
    // A procedure takes 2,100 arguments here too, and one of them is what it returns.
    features.max_query_parameters = Some(2_097);
    // `TOP … WITH TIES`, and updates of a named query's rows.
    features.supports_fetch_with_ties = false;
    features.supports_limited_updates = false;
    // `MERGE` is refused as a whole.
    features.supports_merge_upserts = false;
    features.merge_locks_new_keys = false;
    features.can_return_columns_from_merge = false;
    // `DBCC CHECKIDENT` takes no number below zero, and the catalog does not tell an identity that gave no number yet.
    features.supports_sequence_reset = false;
    // The settings that tell plans are read and mean nothing: statements would be carried out.
    features.supports_explain = false;
    features.supports_explain_xml = false;
    features.supports_explaining_query_execution = false;
    // Table hints are read and mean nothing.
    features.supports_index_hints = false;
    features.has_select_for_update = false;
    features.has_select_for_update_of = false;
    features.has_select_for_update_nowait = false;
    features.has_select_for_update_skip_locked = false;
}

/// Of schemas and their changes.
fn withdraw_of_schemas(features: &mut Features) {
    // `ALTER COLUMN` takes a type alone.
    features.can_alter_nullability_in_place = false;
    // `NO CACHE` and `CREATE OR ALTER FUNCTION` are refused.
    features.supports_sequences = false;
    features.supports_functions = false;
    // `sp_rename` knows tables and columns.
    features.can_rename_constraints = false;
    // Properties are of tables, views and columns, not of indexes.
    features.supports_index_comments = false;
    // A computed column is stored, whatever is said.
    features.supports_virtual_generated_columns = false;
    // A view holds its tables, as PostgreSQL's do.
    features.can_drop_table_under_view = false;
}

/// Of sessions.
fn withdraw_of_sessions(features: &mut Features) {
    // An Attention is read once the statement that it should stop has ended.
    features.can_cancel_statements = false;
    features.supports_statement_timeout = false;
    // Both are refused, unless the server is set to take PostgreSQL's levels of the name instead
    // (`babelfishpg_tsql.isolation_level_repeatable_read`).
    features.supports_repeatable_read = false;
    features.supports_serializable = false;
}
