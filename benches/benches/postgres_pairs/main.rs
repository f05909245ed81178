//! Queries on PostgreSQL by the raw driver, by us and by peers: the same rows into the same structs, on one server.
//!
//! `POSTGRES_URL` names the server and a database, in which a schema `backend_benches` is made anew; without it a server is
//! started that is gone afterwards.

mod contenders;

use contenders::Contender;

fn main() {
    backend_benches::postgres::with_server(|_| {
        backend_benches::measure::run::<Contender>(&[
            ("point select", 1_000),
            ("fetch of 10,000 rows", 4),
            ("insert of 1,000 rows", 2),
            ("empty atomic block", 500),
            ("pool checkout", 500),
        ]);
    });
}
