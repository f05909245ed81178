//! sqlx, on its own thread as it always is, driven by tokio.

use backend_benches::measure::Run;
use backend_benches::next;
use backend_benches::sqlite::{ALL, INSERT, ONE};
use sqlx::{Connection as _, SqliteConnection};

#[derive(sqlx::FromRow)]
#[allow(dead_code, reason = "made to be measured")]
struct Item {
    id: i64,
    price: i64,
    ratio: f64,
    name: String,
    note: Option<String>,
    code: String,
    quantity: Option<i64>,
    active: bool,
    data: Vec<u8>,
    place: String,
}

pub(crate) fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}

pub(crate) fn make(workload: &str, path: &str) -> Option<Run> {
    let runtime = runtime();
    let url = format!("sqlite://{path}");
    let mut connection = runtime
        .block_on(SqliteConnection::connect(&url))
        .expect("the file opens");
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
            let pool = runtime
                .block_on(sqlx::SqlitePool::connect(&url))
                .expect("a pool");
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

async fn insert(connection: &mut SqliteConnection) -> sqlx::Result<usize> {
    let mut transaction = connection.begin().await?;
    sqlx::query("DELETE FROM copy")
        .execute(&mut *transaction)
        .await?;
    for id in 0..1_000_i64 {
        let note = (id % 3 > 0).then_some("a note");
        sqlx::query(INSERT)
            .bind(id)
            .bind(id * 17)
            .bind(0.5)
            .bind("an item")
            .bind(note)
            .execute(&mut *transaction)
            .await?;
    }
    transaction.commit().await?;
    Ok(1_000)
}
