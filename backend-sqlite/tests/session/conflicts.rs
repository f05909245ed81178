//! Conflicts in WAL mode, where readers are in no writer's way: a transaction that has read cannot write once somebody else has.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use backend_core::connection::Connection;
use backend_core::error::ErrorKind;
use backend_core::sql::Statement;
use backend_core::transaction::{AtomicOptions, Retry, SessionState};
use futures_executor::block_on;
use tempfile::TempDir;

use crate::{batch, number, open_url};

const READ: &str = "SELECT n FROM t";

/// Two sessions with one file in WAL mode, for each way of execution.
fn pairs(folder: &TempDir) -> [[Connection; 2]; 2] {
    ["inline", "thread"].map(|how| {
        let path = folder.path().join(how);
        let url = format!(
            "sqlite:{}?mode=rwc&journal_mode=wal&execution={how}",
            path.display()
        );
        let mut sessions = [open_url(&url), open_url(&url)];
        batch(
            &mut sessions[0],
            "CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (0)",
        );
        sessions
    })
}

fn add(n: i64) -> Statement {
    Statement::new("UPDATE t SET n = n + ?").bind(n)
}

#[test]
fn who_has_read_what_another_changed_cannot_write() {
    let folder = TempDir::new().unwrap();
    for [mut one, mut other] in pairs(&folder) {
        let mut block = block_on(one.begin_atomic(AtomicOptions::new())).unwrap();
        assert_eq!(number(&mut block, READ), 0);
        block_on(other.execute(&add(10))).unwrap();
        let conflict = block_on(block.execute(&add(1))).unwrap_err();
        assert_eq!(conflict.kind(), ErrorKind::SerializationConflict);
        assert_eq!(
            conflict.detail().code.as_deref(),
            Some("SQLITE_BUSY_SNAPSHOT")
        );
        assert!(conflict.is_retryable());
        // What it had read stays as it was, and there is nothing to be done but to begin anew.
        assert_eq!(number(&mut block, READ), 0);
        let again = block_on(block.execute(&add(1))).unwrap_err();
        assert_eq!(again.kind(), ErrorKind::SerializationConflict);
        block_on(block.rollback()).unwrap();
        assert_eq!(one.state(), SessionState::Clean);
        assert_eq!(number(&mut one, READ), 10);
    }
}

#[test]
fn a_retry_reads_again_and_is_kept() {
    let folder = TempDir::new().unwrap();
    for [mut one, other] in pairs(&folder) {
        let (other, attempts) = (Mutex::new(Some(other)), AtomicU32::new(0));
        let found = block_on(one.atomic_retry(&Retry::new(3), |block| {
            attempts.fetch_add(1, Ordering::Relaxed);
            // The first attempt alone finds it.
            let other = other.lock().unwrap().take();
            Box::pin(async move {
                let rows: Vec<(i64,)> = block.fetch_as(&Statement::new(READ)).await?;
                if let Some(mut other) = other {
                    other.execute(&add(10)).await?;
                }
                block.execute(&add(1)).await?;
                Ok(rows)
            })
        }))
        .unwrap();
        assert_eq!(found, [(10,)]);
        assert_eq!(attempts.into_inner(), 2);
        assert_eq!(number(&mut one, READ), 11);
    }
}
