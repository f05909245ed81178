//! Two hundred tasks on a pool of five sessions with one file: they move money, fail, panic, forget and are dropped midway, and
//! no money is lost, no transaction stays open, and no session leaks.
//!
//! `STRESS_SECONDS` says for how long (5), `STRESS_SEED` with which numbers; a failure names the seed.
#![cfg(test)]

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::mem;
use std::panic::resume_unwind;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::{Duration, Instant, SystemTime};

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::pool::{Pool, PoolTimeout};
use backend_core::settings::Settings;
use backend_core::sql::Statement;
use backend_core::transaction::AtomicOptions;
use backend_core::wrapper::TransactionOptions;
use backend_sqlite::BACKEND;

const TASKS: u64 = 200;
const SESSIONS: usize = 5;
const ACCOUNTS: u64 = 50;
const SUM: i64 = 50_000;

/// What a task does with its session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Deed {
    Moves,
    MovesAfterUndoingAnInnerBlock,
    Adds,
    FailsInside,
    PanicsInside,
    LeavesATransaction,
    ForgetsABlock,
    BeginsByText,
}

const DEEDS: [Deed; 8] = [
    Deed::Moves,
    Deed::MovesAfterUndoingAnInnerBlock,
    Deed::Adds,
    Deed::FailsInside,
    Deed::PanicsInside,
    Deed::LeavesATransaction,
    Deed::ForgetsABlock,
    Deed::BeginsByText,
];

/// How far a task is let come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Leash {
    ToItsEnd,
    SomePolls(u64),
    SomeTime(u64),
}

/// The generator `SplitMix64`.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % end
    }
}

/// How often what happened.
#[derive(Default)]
struct Counts(Mutex<BTreeMap<String, u64>>);

impl Counts {
    fn add(&self, what: impl Into<String>) {
        *self.0.lock().unwrap().entry(what.into()).or_default() += 1;
    }

    fn get(&self, what: &str) -> u64 {
        self.0.lock().unwrap().get(what).copied().unwrap_or(0)
    }
}

/// Moves `by` between two accounts, in some way.
struct Move {
    take: Statement,
    give: Statement,
    deed: Deed,
}

impl Move {
    fn random(random: &mut Random) -> Self {
        let by = i64::try_from(random.below(100)).unwrap();
        let mut change = |by: i64| {
            Statement::new("UPDATE account SET balance = balance + ? WHERE id = ?")
                .bind(by)
                .bind(i64::try_from(random.below(ACCOUNTS)).unwrap())
        };
        Self {
            take: change(-by),
            give: change(by),
            // Most of all, work is done.
            deed: match random.below(2) {
                0 => Deed::Moves,
                _ => DEEDS[usize::try_from(random.below(8)).unwrap()],
            },
        }
    }

    async fn carry_out(self, pool: Pool) -> Result<()> {
        let mut session = pool.get().await?;
        match self.deed {
            Deed::Adds => {
                let sum: (i64,) = session.fetch_one(&Statement::new(SUM_OF_ALL)).await?;
                assert_eq!(sum, (SUM,));
                return Ok(());
            }
            Deed::LeavesATransaction => {
                session.begin(&TransactionOptions::default()).await?;
                session.execute(&self.take).await?;
                return Ok(());
            }
            Deed::BeginsByText => {
                session.execute(&Statement::new("BEGIN IMMEDIATE")).await?;
                session.execute(&self.take).await?;
                return Ok(());
            }
            _ => {}
        }
        let mut block = session.begin_atomic(AtomicOptions::new()).await?;
        block.execute(&self.take).await?;
        tokio::task::yield_now().await;
        match self.deed {
            Deed::FailsInside => return Err(Error::new(ErrorKind::Data, "on second thoughts")),
            // Without the hook that prints.
            Deed::PanicsInside => resume_unwind(Box::new("as planned")),
            Deed::ForgetsABlock => {
                mem::forget(block);
                return Ok(());
            }
            Deed::MovesAfterUndoingAnInnerBlock => {
                let mut inner = block.begin_atomic(AtomicOptions::new()).await?;
                inner.execute(&self.take).await?;
                inner.rollback().await?;
            }
            _ => {}
        }
        block.execute(&self.give).await?;
        block.commit().await
    }
}

const SUM_OF_ALL: &str = "SELECT SUM(balance) FROM account";

async fn polled<F: Future>(future: F, times: u64) -> Option<F::Output> {
    let mut future = pin!(future);
    for _ in 0..times {
        let polled = poll_fn(|task| Poll::Ready(future.as_mut().poll(task))).await;
        if let Poll::Ready(output) = polled {
            return Some(output);
        }
        tokio::task::yield_now().await;
    }
    None
}

/// Works until the deadline; what must not happen is an error.
async fn work(pool: Pool, seed: u64, deadline: Instant, counts: Arc<Counts>) -> Result<(), String> {
    let mut random = Random(seed);
    while Instant::now() < deadline {
        let planned = Move::random(&mut random);
        let deed = planned.deed;
        let leash = match random.below(4) {
            0 => Leash::SomePolls(random.below(12)),
            1 => Leash::SomeTime(random.below(3_000)),
            _ => Leash::ToItsEnd,
        };
        let future = planned.carry_out(pool.clone());
        // A task of its own, so that a panic ends that one.
        let task = tokio::spawn(async move {
            match leash {
                Leash::ToItsEnd => Some(future.await),
                Leash::SomePolls(times) => polled(future, times).await,
                Leash::SomeTime(micros) => {
                    let limit = Duration::from_micros(micros);
                    tokio::time::timeout(limit, future).await.ok()
                }
            }
        });
        match task.await {
            Ok(None) => counts.add("dropped"),
            Ok(Some(Ok(()))) => counts.add(format!("{deed:?}")),
            Ok(Some(Err(error))) => {
                counts.add(expected(&error).ok_or_else(|| format!("{deed:?}: {error:?}"))?);
            }
            Err(error) if deed == Deed::PanicsInside && error.is_panic() => counts.add("panicked"),
            Err(error) => return Err(format!("{deed:?}: {error}")),
        }
    }
    Ok(())
}

/// A word for an error that may happen.
fn expected(error: &Error) -> Option<&'static str> {
    match error.kind() {
        ErrorKind::Data if error.message() == "on second thoughts" => Some("failed"),
        ErrorKind::Locked => Some("locked"),
        ErrorKind::Timeout if PoolTimeout::of(error) == Some(PoolTimeout::Wait) => Some("waited"),
        _ => None,
    }
}

async fn prepare(settings: &Settings) {
    let mut session = BACKEND.connect(settings).await.unwrap();
    session
        .batch("CREATE TABLE account (id INTEGER PRIMARY KEY, balance INTEGER NOT NULL)")
        .await
        .unwrap();
    for id in 0..ACCOUNTS {
        let insert = Statement::new("INSERT INTO account (id, balance) VALUES (?, 1000)");
        let insert = insert.bind(i64::try_from(id).unwrap());
        session.execute(&insert).await.unwrap();
    }
    session.close().await.unwrap();
}

/// Asks the server whether anybody holds a transaction open, and whether the money is there.
async fn inspect(settings: &Settings) {
    let mut session = BACKEND.connect(settings).await.unwrap();
    let sum: (i64,) = session
        .fetch_one(&Statement::new(SUM_OF_ALL))
        .await
        .unwrap();
    assert_eq!(sum, (SUM,), "the sum of all accounts");
    // A writer's transaction would hold its lock, a reader's the log.
    session.batch("BEGIN IMMEDIATE; COMMIT").await.unwrap();
    let checkpoint = Statement::new("PRAGMA wal_checkpoint(TRUNCATE)");
    let (busy, _, _): (i64, i64, i64) = session.fetch_one(&checkpoint).await.unwrap();
    assert_eq!(busy, 0, "somebody reads in an open transaction");
    session.close().await.unwrap();
}

async fn until(what: &str, holds: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !holds() {
        assert!(Instant::now() < deadline, "not within 20 s: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn storm(settings: Settings, seed: u64, length: Duration) -> Arc<Counts> {
    prepare(&settings).await;
    let pool = Pool::builder(&BACKEND, settings.clone())
        .max_size(SESSIONS)
        .max_age(Duration::from_secs(1))
        .wait_timeout(Duration::from_millis(500))
        .check_after_idle(Duration::from_millis(1))
        .build()
        .unwrap();
    let counts = Arc::new(Counts::default());
    let deadline = Instant::now() + length;
    let tasks: Vec<_> = (0..TASKS)
        .map(|number| {
            let seed = seed.wrapping_add(number << 32);
            tokio::spawn(work(pool.clone(), seed, deadline, Arc::clone(&counts)))
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    until("every session is back", || {
        let status = pool.status();
        status.lent == 0 && status.waiting == 0 && status.open <= SESSIONS
    })
    .await;
    let mut lent = Vec::new();
    for _ in 0..SESSIONS {
        lent.push(pool.get().await.unwrap());
    }
    assert_eq!(pool.status().lent, SESSIONS, "no place was lost");
    drop(lent);
    pool.close().await.unwrap();
    assert_eq!(pool.status().open, 0, "every session is closed");
    inspect(&settings).await;
    counts
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Lets the storm loose in that mode of execution, with a deadline for everything.
fn weather(execution: &str, busy_timeout: &str) {
    let length = Duration::from_secs(number("STRESS_SECONDS").unwrap_or(5));
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let seed = number("STRESS_SEED").unwrap_or_else(|| now.unwrap().as_secs());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bank.db");
    let settings = BACKEND
        .settings_for_path(path.to_str().unwrap())
        .and_then(|settings| settings.with_option("mode", "rwc"))
        .and_then(|settings| settings.with_option("journal_mode", "wal"))
        .and_then(|settings| settings.with_option("busy_timeout", busy_timeout))
        .and_then(|settings| settings.with_option("execution", execution))
        .unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    println!("{execution}: STRESS_SEED={seed}, {length:?}");
    let storm = storm(settings, seed, length);
    let limit = length + Duration::from_secs(60);
    let counts = runtime
        .block_on(async { tokio::time::timeout(limit, storm).await })
        .expect("everything ends in time");
    println!("{execution}: {:?}", counts.0.lock().unwrap());
    assert!(counts.get("Moves") > 0 && counts.get("dropped") > 0);
    let left = ["failed", "panicked", "ForgetsABlock", "LeavesATransaction"];
    assert!(left.iter().any(|what| counts.get(what) > 0));
}

#[test]
fn on_threads() {
    weather("thread", "100ms");
}

#[test]
fn inline() {
    // Waiting for a lock stops the thread on which its holder might go on.
    weather("inline", "1ms");
}
