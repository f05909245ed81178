//! Queries on SQL Server by the raw driver and by us: the same rows into the same structs, on one server.
//!
//! `MSSQL_URL` names the server and a database, in which tables `backend_benches_…` are made anew; without it nothing is
//! measured.

mod contenders;

use contenders::Contender;

fn main() {
    backend_benches::mssql::with_server(|_| {
        backend_benches::measure::run::<Contender>(&[
            ("point select", 500),
            ("fetch of 10,000 rows", 4),
            ("insert of 1,000 rows", 2),
        ]);
    });
}
