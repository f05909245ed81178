//! Queries on SQLite by the raw driver, by us and by peers: the same rows into the same structs.

mod contenders;

use contenders::Contender;

fn main() {
    backend_benches::measure::run::<Contender>(&[
        ("point select", 2_000),
        ("fetch of 10,000 rows", 2),
        ("insert of 1,000 rows", 2),
        ("empty atomic block", 2_000),
        ("pool checkout", 2_000),
    ]);
}
