//! Futures that are dropped at each of their points: the server's word for what they leave.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use backend_core::connection::Connection;
use backend_core::error::Result;
use backend_core::pool::Pool;
use backend_core::sql::Statement;
use backend_postgres::BACKEND;

use crate::server::{Server, connect};

/// More points than any of these futures has, however the server's packets arrive.
const MOST_POINTS: usize = 500;

/// What is done in a session, and dropped.
#[derive(Debug, Clone, Copy)]
enum Work {
    Query,
    Change,
    Batch,
    Block,
    Sleep,
}

const ALL: [Work; 5] = [
    Work::Query,
    Work::Change,
    Work::Batch,
    Work::Block,
    Work::Sleep,
];

impl Work {
    async fn run(self, connection: &mut Connection) -> Result<()> {
        match self {
            Self::Query => {
                let query =
                    Statement::new("SELECT n, repeat('x', 1000) FROM generate_series(1, $1) n")
                        .bind(2_000_i64);
                connection.fetch::<()>(&query, |_| Ok(())).await?;
            }
            Self::Change => {
                let insert = Statement::new("INSERT INTO dropped (n) VALUES ($1)").bind(1_i64);
                connection.execute(&insert).await?;
            }
            Self::Batch => {
                connection
                    .batch("INSERT INTO dropped (n) VALUES (2); DELETE FROM dropped WHERE n = 2")
                    .await?;
            }
            Self::Block => {
                let mut block = connection.begin_atomic(Default::default()).await?;
                let insert = Statement::new("INSERT INTO dropped (n) VALUES ($1)").bind(3_i64);
                block.execute(&insert).await?;
                let mut inner = block.begin_atomic(Default::default()).await?;
                inner.execute(&insert).await?;
                inner.commit().await?;
                block.commit().await?;
            }
            Self::Sleep => {
                connection
                    .execute(&Statement::new("SELECT pg_sleep(0.2)"))
                    .await?;
            }
        }
        Ok(())
    }
}

/// Polls a future so many times, and drops it; true where it had ended before.
async fn dropped_after(points: usize, future: impl Future<Output = Result<()>>) -> bool {
    let mut future = pin!(future);
    let mut polls = 0;
    poll_fn(|context| {
        if polls == points {
            return Poll::Ready(false);
        }
        polls += 1;
        future.as_mut().poll(context).map(|result| {
            result.unwrap();
            true
        })
    })
    .await
}

/// Sessions of these tests that do something or have a transaction open, by the server's word.
async fn busy(observer: &mut Connection, name: &'static str) -> i64 {
    let busy = Statement::new(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = $1 AND (state <> 'idle' OR xact_start IS NOT NULL)",
    )
    .bind(name);
    observer.fetch_one::<(i64,)>(&busy).await.unwrap().0
}

/// What a dropped call did is stopped at once, and not when the next call comes.
async fn expect_idle(observer: &mut Connection, name: &'static str, what: Work, points: usize) {
    for _ in 0..100 {
        if busy(observer, name).await == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{what:?} dropped after {points} polls leaves a session busy");
}

async fn expect_works(connection: &mut Connection, what: Work, points: usize) {
    let one = connection
        .fetch_one::<(i64,)>(&Statement::new("SELECT 1::bigint"))
        .await;
    assert_eq!(one.unwrap(), (1,), "{what:?} after {points} polls");
}

async fn observer(server: &Server) -> Connection {
    let mut observer = server.owner().await;
    observer
        .batch("CREATE TABLE IF NOT EXISTS dropped (n bigint)")
        .await
        .unwrap();
    observer
}

#[tokio::test]
async fn a_session_works_on_and_has_nothing_open() {
    let Some(server) = Server::start().await else {
        return;
    };
    let mut observer = observer(&server).await;
    let url = server.url("postgres", "postgres?application_name=alone");
    for work in ALL {
        let mut connection = connect(&url).await.unwrap();
        for points in 1..MOST_POINTS {
            let ended = dropped_after(points, work.run(&mut connection)).await;
            expect_works(&mut connection, work, points).await;
            assert_eq!(
                busy(&mut observer, "alone").await,
                0,
                "{work:?} after {points}"
            );
            if ended {
                break;
            }
        }
        connection.close().await.unwrap();
    }
}

#[tokio::test]
async fn a_pool_lends_a_session_that_works_and_has_nothing_open() {
    let Some(server) = Server::start().await else {
        return;
    };
    let mut observer = observer(&server).await;
    let url = server.url("postgres", "postgres?application_name=pooled");
    let pool = Pool::builder(&BACKEND, BACKEND.settings(&url).unwrap())
        .max_size(1)
        .build()
        .unwrap();
    for work in ALL {
        for points in 1..MOST_POINTS {
            let lent = async {
                let mut connection = pool.get().await?;
                work.run(&mut connection).await
            };
            let ended = dropped_after(points, lent).await;
            expect_idle(&mut observer, "pooled", work, points).await;
            let mut connection = pool.get().await.unwrap();
            expect_works(&mut connection, work, points).await;
            if ended {
                break;
            }
        }
    }
}
