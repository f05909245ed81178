//! sqlx, with its cache of statements.

use backend_benches::measure::Run;
use backend_benches::next;
use backend_benches::postgres::{ALL, INSERT, ONE, runtime};
use sqlx::{Connection as _, PgConnection, PgPool};

use super::thousand;

#[derive(sqlx::FromRow)]
#[allow(dead_code, reason = "made to be measured")]
pub(super) struct Item {
    id: i64,
    price: i64,
    ratio: f64,
    pub(super) name: String,
    note: Option<String>,
    code: String,
    quantity: Option<i64>,
    active: bool,
    data: Vec<u8>,
    place: String,
}

pub(crate) fn make(workload: &str, url: &str) -> Option<Run> {
    let runtime = runtime();
    let mut connection = runtime
        .block_on(PgConnection::connect(url))
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
        "pool checkout" => {
            let pool = runtime.block_on(PgPool::connect(url)).expect("a pool");
            Box::new(move || {
                runtime.block_on(async {
                    drop(pool.acquire().await.expect("a session"));
                    // The pool takes it back in a task of its own.
                    tokio::task::yield_now().await;
                });
                1
            })
        }
        _ => return None,
    })
}

async fn insert(connection: &mut PgConnection) -> sqlx::Result<usize> {
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
