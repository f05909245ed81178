//! Databases by name, transactions, and the parts that need more than one session.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests"
)]

use std::task::{Context, Poll};

use backend_core::connection::Connection;
use backend_core::creation::Existing;
use backend_core::cursor::{Flow, RowSink, RowSource};
use backend_core::error::{ErrorKind, Result};
use backend_core::model::Identifier;
use backend_core::sql::Statement;
use backend_core::value::{Param, ValueRef};
use backend_core::wrapper::TransactionOptions;
use futures_executor::block_on;
use toy_backend::BACKEND;

fn connect(url: &str) -> Connection {
    let settings = BACKEND.settings(url).unwrap();
    block_on(BACKEND.connect(&settings)).unwrap()
}

fn run(connection: &mut Connection, sql: &str) -> Result<Option<u64>> {
    block_on(connection.execute(&Statement::new(sql))).map(|done| done.affected)
}

fn count(connection: &mut Connection) -> i64 {
    let count = Statement::new("SELECT COUNT(*) FROM t");
    let rows: Vec<(i64,)> = block_on(connection.fetch_as(&count)).unwrap();
    rows[0].0
}

#[test]
fn a_name_is_one_database_while_somebody_holds_it() {
    let mut first = connect("toy:sessions_shared");
    run(&mut first, "CREATE TABLE t (a)").unwrap();
    let mut second = connect("toy://sessions_shared");
    run(&mut second, "INSERT INTO t (a) VALUES (1)").unwrap();
    block_on(first.close()).unwrap();
    assert_eq!(count(&mut second), 1);
    block_on(second.close()).unwrap();
    let mut later = connect("toy:sessions_shared");
    assert_eq!(
        run(&mut later, "SELECT * FROM t").unwrap_err().kind(),
        ErrorKind::DoesNotExist
    );
}

#[test]
fn a_database_without_a_name_is_private() {
    let (mut one, mut other) = (connect("toy:"), connect("toy:"));
    run(&mut one, "CREATE TABLE t (a)").unwrap();
    assert!(run(&mut other, "SELECT * FROM t").is_err());
}

#[test]
fn a_transaction_is_seen_when_it_is_committed_and_keeps_others_from_writing() {
    let mut writer = connect("toy:sessions_transaction");
    let mut other = connect("toy:sessions_transaction");
    run(&mut writer, "CREATE TABLE t (a)").unwrap();
    let options = TransactionOptions::default();
    block_on(writer.begin(&options)).unwrap();
    run(&mut writer, "INSERT INTO t (a) VALUES (1)").unwrap();
    assert_eq!(count(&mut other), 0);
    let refused = run(&mut other, "INSERT INTO t (a) VALUES (2)").unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Locked);
    assert!(refused.is_retryable());
    assert_eq!(
        block_on(other.begin(&options)).unwrap_err().kind(),
        ErrorKind::Locked
    );
    block_on(writer.commit()).unwrap();
    assert_eq!(count(&mut other), 1);
    run(&mut other, "INSERT INTO t (a) VALUES (2)").unwrap();
}

#[test]
fn a_reader_sees_one_moment_and_writes_nothing() {
    let mut reader = connect("toy:sessions_reader");
    let mut writer = connect("toy:sessions_reader");
    run(&mut writer, "CREATE TABLE t (a)").unwrap();
    let mut options = TransactionOptions::default();
    options.read_only = true;
    block_on(reader.begin(&options)).unwrap();
    run(&mut writer, "INSERT INTO t (a) VALUES (1)").unwrap();
    assert_eq!(count(&mut reader), 0);
    assert_eq!(
        run(&mut reader, "DELETE FROM t").unwrap_err().kind(),
        ErrorKind::ReadOnly
    );
    block_on(reader.commit()).unwrap();
    assert_eq!(count(&mut reader), 1);
}

#[test]
fn a_session_that_goes_away_undoes_its_transaction() {
    let mut stays = connect("toy:sessions_dropped");
    run(&mut stays, "CREATE TABLE t (a)").unwrap();
    let mut goes = connect("toy:sessions_dropped");
    block_on(goes.begin(&TransactionOptions::default())).unwrap();
    run(&mut goes, "INSERT INTO t (a) VALUES (1)").unwrap();
    drop(goes);
    assert_eq!(count(&mut stays), 0);
    run(&mut stays, "INSERT INTO t (a) VALUES (2)").unwrap();
}

#[test]
fn test_databases_are_made_copied_and_removed() {
    block_on(async {
        let settings = BACKEND.settings("toy:sessions_source").unwrap();
        let mut source = BACKEND.connect(&settings).await.unwrap();
        source
            .batch("CREATE TABLE t (a); INSERT INTO t (a) VALUES (1)")
            .await
            .unwrap();

        let name = Identifier::new("sessions_copy").unwrap();
        let copy = BACKEND.clone_test_database(&settings, &name).await.unwrap();
        let mut session = BACKEND.connect(&copy.settings).await.unwrap();
        session.batch("INSERT INTO t (a) VALUES (2)").await.unwrap();
        let error = BACKEND
            .clone_test_database(&settings, &name)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::AlreadyExists);

        let create = |existing| BACKEND.create_test_database(&settings, &name, existing);
        let error = create(Existing::Refuse).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::AlreadyExists);
        drop(create(Existing::Keep).await.unwrap());
        let rows: Vec<(i64,)> = session
            .fetch_as(&Statement::new("SELECT a FROM t ORDER BY a"))
            .await
            .unwrap();
        assert_eq!(rows, [(1,), (2,)]);

        let replaced = create(Existing::Replace).await.unwrap();
        let mut empty = BACKEND.connect(&replaced.settings).await.unwrap();
        assert!(empty.batch("SELECT a FROM t").await.is_err());
        BACKEND.destroy_test_database(replaced).await.unwrap();
        let error = BACKEND.destroy_test_database(copy).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::DoesNotExist);
    });
}

/// Asks for a pause after every row and is ready at the second time of asking.
#[derive(Default)]
struct Slow {
    rows: usize,
    asked: usize,
}

impl RowSink for Slow {
    fn row(&mut self, _cells: &[ValueRef<'_>]) -> Result<Flow> {
        self.rows += 1;
        Ok(if self.rows < 3 {
            Flow::Pause
        } else {
            Flow::Stop
        })
    }

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<()> {
        self.asked += 1;
        if self.asked.is_multiple_of(2) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

#[test]
fn a_sink_can_pause_and_stop() {
    let mut connection = connect("toy:");
    run(&mut connection, "CREATE TABLE t (a)").unwrap();
    run(
        &mut connection,
        "INSERT INTO t (a) VALUES (1), (2), (3), (4)",
    )
    .unwrap();
    let mut slow = Slow::default();
    block_on(connection.query("SELECT a FROM t", &[], &mut slow)).unwrap();
    assert_eq!((slow.rows, slow.asked), (3, 4));
}

/// Gives the numbers from 1 up to `last`.
struct Numbers {
    next: i64,
    last: i64,
    params: [Param<'static>; 1],
}

impl RowSource for Numbers {
    fn next(&mut self) -> Result<Option<&[Param<'_>]>> {
        self.next += 1;
        self.params = [Param::new(ValueRef::I64(self.next))];
        Ok((self.next <= self.last).then_some(&self.params))
    }
}

#[test]
fn one_statement_runs_for_many_rows() {
    let mut connection = connect("toy:");
    run(&mut connection, "CREATE TABLE t (a)").unwrap();
    let numbers = |last| Numbers {
        next: 0,
        last,
        params: [Param::new(ValueRef::Null)],
    };
    let insert = "INSERT INTO t (a) VALUES (?)";
    let done = block_on(connection.execute_many(insert, &mut numbers(1000))).unwrap();
    assert_eq!((done.affected, count(&mut connection)), (Some(1000), 1000));
    let done = block_on(connection.execute_many(insert, &mut numbers(0))).unwrap();
    assert_eq!(done.affected, None);
}
