//! deadpool-postgres: sessions of tokio-postgres, lent and taken back.

use backend_benches::measure::Run;
use backend_benches::postgres::runtime;
use deadpool_postgres::{Manager, Pool};
use tokio_postgres::NoTls;

pub(crate) fn make(workload: &str, url: &str) -> Option<Run> {
    if workload != "pool checkout" {
        return None;
    }
    let runtime = runtime();
    let manager = Manager::new(url.parse().expect("a URL"), NoTls);
    let pool = Pool::builder(manager).build().expect("a pool");
    Some(Box::new(move || {
        let lent = runtime.block_on(pool.get()).expect("a session");
        usize::from(lent.is_closed())
    }))
}
