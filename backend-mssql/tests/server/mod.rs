//! How a SQL Server is found and started for tests and benchmarks: data, which other crates include by its path.

use std::time::Duration;

use conformance_tests::Provision;
use conformance_tests::provision::Container;

/// `MSSQL_URL`, or a container of the newest version; there is no server that could be started without one.
pub(crate) fn provision() -> Provision {
    Provision::env("MSSQL_URL").or_container(CONTAINER)
}

/// `MSSQL_IMAGE` chooses another version, or another image. Whoever starts it accepts the licence of its free edition.
const CONTAINER: Container = Container::new(
    "mcr.microsoft.com/mssql/server",
    &["2025-latest", "2022-latest", "2019-latest", "2017-latest"],
    1433,
    "mssql://sa:Throw-away-1433@{host}:{port}/master?trust_server_certificate=true",
)
.chosen_by("MSSQL_IMAGE")
.environment(&[
    ("ACCEPT_EULA", "Y"),
    ("MSSQL_PID", "Developer"),
    ("MSSQL_SA_PASSWORD", "Throw-away-1433"),
])
.patience(Duration::from_secs(180));
