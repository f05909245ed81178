//! A server that is killed: typed errors, nothing hangs, and a pool recovers.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use backend_core::cursor::Flow;
use backend_core::error::ErrorKind;
use backend_core::pool::Pool;
use backend_core::sql::Statement;
use backend_postgres::BACKEND;

use crate::server::{Server, connect, refusal, sentence};

/// Longer than anything here takes, and short enough to see that something hangs.
const PATIENCE: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_lost_and_a_pool_recovers() {
    let Some(mut server) = Server::start().await else {
        return;
    };
    let url = server.running.url().to_owned();
    let pool = Pool::builder(&BACKEND, BACKEND.settings(&url).unwrap())
        .max_size(2)
        .check_after_idle(Duration::ZERO)
        .build()
        .unwrap();
    drop(pool.get().await.unwrap());
    let mut idle = connect(&url).await.unwrap();
    let mut busy = connect(&url).await.unwrap();
    let mut fetching = connect(&url).await.unwrap();
    let mut open = connect(&url).await.unwrap();
    let mut block = open.begin_atomic(Default::default()).await.unwrap();
    block.execute(&Statement::new("SELECT 1")).await.unwrap();

    let sleep = Statement::new("SELECT pg_sleep(60)");
    // A process that never waits would not see that its server is gone.
    let many = Statement::new(
        "SELECT n FROM generate_series(1, 1000000) n WHERE pg_sleep(0.001) IS NOT NULL",
    );
    let kill = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        tokio::task::block_in_place(|| server.running.kill().unwrap());
    };
    let work = async {
        tokio::join!(
            busy.execute(&sleep),
            fetching.fetch::<()>(&many, |_| Ok(())),
            kill
        )
    };
    let (slept, fetched, ()) = tokio::time::timeout(PATIENCE, work).await.unwrap();
    sentence(&slept.unwrap_err(), ErrorKind::ConnectionLost);
    sentence(&fetched.unwrap_err(), ErrorKind::ConnectionLost);

    let after = async {
        let lost = block.execute(&Statement::new("SELECT 1")).await;
        sentence(&lost.unwrap_err(), ErrorKind::ConnectionLost);
        assert!(block.commit().await.is_err());
        let lost = idle.execute(&Statement::new("SELECT 1")).await;
        sentence(&lost.unwrap_err(), ErrorKind::ConnectionLost);
        assert!(!idle.is_usable().await);
        refusal(&url, ErrorKind::Connect).await;
        assert_eq!(pool.get().await.unwrap_err().kind(), ErrorKind::Connect);
    };
    tokio::time::timeout(PATIENCE, after).await.unwrap();

    tokio::task::block_in_place(|| server.running.start_again().unwrap());
    let mut lent = tokio::time::timeout(PATIENCE, pool.get())
        .await
        .unwrap()
        .unwrap();
    assert!(lent.is_usable().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_process_that_crashes_ends_every_session() {
    let Some(server) = Server::start().await else {
        return;
    };
    let url = server.running.url();
    let mut idle = connect(url).await.unwrap();
    let mut fetching = connect(url).await.unwrap();
    let mut owner = connect(url).await.unwrap();
    let pid = Statement::new("SELECT pg_backend_pid()");
    let (pid,) = fetching.fetch_one::<(i32,)>(&pid).await.unwrap();
    let many = Statement::new("SELECT generate_series(1, 1000000000)");
    let crash = Statement::new(format!("COPY (SELECT 1) TO PROGRAM 'kill -9 {pid}'"));
    let rows = AtomicU64::new(0);
    let kill = async {
        while rows.load(Ordering::Relaxed) == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        owner.execute(&crash).await
    };
    let mut count = backend_core::cursor::rows(|_| {
        rows.fetch_add(1, Ordering::Relaxed);
        Ok(Flow::Continue)
    });
    let work = async { tokio::join!(fetching.query(&many.sql, &[], &mut count), kill) };
    let (fetched, _) = tokio::time::timeout(PATIENCE, work).await.unwrap();
    sentence(&fetched.unwrap_err(), ErrorKind::ConnectionLost);
    let recovery = async {
        // The server ends it as soon as it has noticed.
        let lost = loop {
            match idle.execute(&Statement::new("SELECT 1")).await {
                Ok(_) => tokio::time::sleep(Duration::from_millis(20)).await,
                Err(error) => break error,
            }
        };
        sentence(&lost, ErrorKind::ConnectionLost);
        // The server recovers by itself, and says so to whoever comes before it has.
        while let Err(error) = connect(url).await {
            sentence(&error, ErrorKind::Connect);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, recovery).await.unwrap();
}
