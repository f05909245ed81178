//! sqlx, behind its Any: the peer that promises one code for several databases.

use backend_benches::measure::Run;
use backend_benches::next;
use backend_benches::postgres::{ALL, INSERT, ONE, runtime};
use sqlx::{AnyConnection, Connection as _};

use super::sqlx::Item;
use super::thousand;

pub(crate) fn make(workload: &str, url: &str) -> Option<Run> {
    sqlx::any::install_default_drivers();
    let runtime = runtime();
    let mut connection = runtime
        .block_on(AnyConnection::connect(url))
        .expect("the server answers");
    let mut id = 0;
    Some(match workload {
        "point select" => Box::new(move || {
            let query = sqlx::query_as::<_, Item>(ONE).bind(next(&mut id));
            runtime
                .block_on(query.fetch_one(&mut connection))
                .expect("a row")
                .name
                .len()
        }),
        "fetch of 10,000 rows" => Box::new(move || {
            let query = sqlx::query_as::<_, Item>(ALL);
            runtime
                .block_on(query.fetch_all(&mut connection))
                .expect("rows")
                .len()
        }),
        "insert of 1,000 rows" => Box::new(move || {
            runtime
                .block_on(insert(&mut connection))
                .expect("it commits")
        }),
        "empty atomic block" => Box::new(move || {
            runtime
                .block_on(async { connection.begin().await?.commit().await })
                .expect("it commits");
            1
        }),
        _ => return None,
    })
}

async fn insert(connection: &mut AnyConnection) -> sqlx::Result<usize> {
    let mut transaction = connection.begin().await?;
    for (id, price, ratio, name, note) in thousand() {
        sqlx::query(INSERT)
            .bind(id)
            .bind(price)
            .bind(ratio)
            .bind(name)
            .bind(note)
            .execute(&mut *transaction)
            .await?;
    }
    transaction.commit().await?;
    Ok(1_000)
}
