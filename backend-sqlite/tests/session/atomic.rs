//! Errors by which SQLite ends a transaction, and what becomes of the blocks.

use backend_core::error::{ErrorKind, Integrity};
use backend_core::sql::Statement;
use backend_core::transaction::AtomicOptions;
use backend_core::wrapper::TransactionOptions;
use futures_executor::block_on;

use crate::{batch, both, number};

const TABLE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY)";

#[test]
fn a_commit_of_a_transaction_that_was_ended_says_that_there_is_none() {
    for mut connection in both() {
        block_on(connection.begin(&TransactionOptions::default())).unwrap();
        batch(&mut connection, "ROLLBACK");
        let refused = block_on(connection.commit()).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Interface, "{refused}");
    }
}

#[test]
fn a_transaction_that_an_error_ended_takes_nothing_more() {
    for mut connection in both() {
        batch(&mut connection, TABLE);
        let refusal = block_on(async {
            let mut block = connection.begin_atomic(AtomicOptions::new()).await?;
            let insert = Statement::new("INSERT OR ROLLBACK INTO t VALUES (1)");
            block.execute(&insert).await?;
            let mut inner = block.begin_atomic(AtomicOptions::new()).await?;
            let error = inner.execute(&insert).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Integrity(Integrity::Unique));
            // SQLite would take this, and keep it whatever becomes of the block.
            let next = Statement::new("INSERT INTO t VALUES (2)");
            let refused = inner.execute(&next).await.unwrap_err();
            assert_eq!(refused.kind(), ErrorKind::TransactionBroken);
            inner.rollback().await?;
            let refused = block.execute(&next).await.unwrap_err();
            assert_eq!(refused.kind(), ErrorKind::TransactionBroken);
            let mended = block.set_rollback(false).unwrap_err();
            assert_eq!(mended.kind(), ErrorKind::TransactionBroken);
            block.commit().await
        })
        .unwrap_err();
        assert_eq!(refusal.kind(), ErrorKind::TransactionBroken);
        assert_eq!(number(&mut connection, "SELECT count(*) FROM t"), 0);
        batch(&mut connection, "INSERT INTO t VALUES (3)");
    }
}
