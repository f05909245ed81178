//! Two ways of execution: the same answers, and what each does when a call ends before its rows do.

use std::future::Future as _;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use backend_core::cursor::{Discard, Flow, RowSink, RowSource, rows};
use backend_core::error::{ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::row::ResultColumn;
use backend_core::value::{Param, Value, ValueRef};
use futures_executor::block_on;

use crate::{batch, both, cells, number, open_url, refusal};

/// Rows without end.
const ENDLESS: &str =
    "WITH RECURSIVE c (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c) SELECT i FROM c";
/// No rows, and no end either.
const SILENT: &str =
    "WITH RECURSIVE c (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c) SELECT i FROM c WHERE i < 0";

#[test]
fn both_give_the_same_cells() {
    const SCRIPT: &str = "CREATE TABLE t (a BOOLEAN, b DECIMAL(10, 2), c DECIMAL_TEXT, d UUID, e DATE, f JSON_TEXT,
            g FLOAT4, h, i TIMESTAMPTZ, j BLOB, k DECIMAL);
        INSERT INTO t VALUES (1, 1.5, '1.50', '67e55044-10b1-426f-9247-bb680e5fe0c8', '2024-02-29', '{}',
            0.5, 'text', '2024-02-29 12:30:00+02:00', x'00ff', -7);
        INSERT INTO t VALUES (2, 9e999, 'x', x'67e5504410b1426f9247bb680e5fe0c8', '2024-02-30', NULL,
            0.1, 3, 'soon', '', 0.1);";
    let [mut inline, mut thread] = both();
    assert_eq!(inline.server().attribute("execution"), Some("inline"));
    assert_eq!(thread.server().attribute("execution"), Some("thread"));
    assert!(!inline.features().get(Flag::can_pause_rows));
    assert!(thread.features().get(Flag::can_pause_rows));
    batch(&mut inline, SCRIPT);
    batch(&mut thread, SCRIPT);
    let found = cells(&mut inline, "SELECT * FROM t").unwrap();
    assert_eq!(found, cells(&mut thread, "SELECT * FROM t").unwrap());
    let decimal = |text: &str| Value::Decimal(text.parse().unwrap());
    let uuid = Value::Uuid("67e55044-10b1-426f-9247-bb680e5fe0c8".parse().unwrap());
    let expected = [
        Value::Bool(true),
        decimal("1.5"),
        decimal("1.50"),
        uuid.clone(),
        Value::Date("2024-02-29".parse().unwrap()),
        Value::Json("{}".into()),
        Value::F32(0.5),
        Value::Text("text".into()),
        Value::TimestampTz("2024-02-29 12:30:00+02:00".parse().unwrap()),
        Value::Bytes(vec![0, 255]),
        decimal("-7"),
        Value::I64(2),
        Value::F64(f64::INFINITY),
        Value::Text("x".into()),
        uuid,
        Value::Text("2024-02-30".into()),
        Value::Null,
        Value::F64(0.1),
        Value::I64(3),
        Value::Text("soon".into()),
        Value::Text(String::new()),
        decimal("0.1"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_result_larger_than_every_buffer_comes_whole_and_in_order() {
    for mut connection in both() {
        let mut expected = 0;
        let mut sink = rows(|cells| {
            expected += 1;
            let [ValueRef::I64(number), ValueRef::Text(text)] = cells else {
                panic!("{cells:?}")
            };
            assert_eq!((*number, text.len()), (expected, 200));
            Ok(Flow::Continue)
        });
        let sql = format!("SELECT i, printf('%200d', i) FROM ({ENDLESS} LIMIT 10000)");
        block_on(connection.query(&sql, &[], &mut sink)).unwrap();
        drop(sink);
        assert_eq!(expected, 10_000);
    }
}

#[test]
fn a_sink_that_stops_or_fails_ends_the_statement_and_not_the_session() {
    for mut connection in both() {
        let mut left = 3000;
        let mut sink = rows(|_| {
            left -= 1;
            Ok(if left == 0 {
                Flow::Stop
            } else {
                Flow::Continue
            })
        });
        block_on(connection.query(ENDLESS, &[], &mut sink)).unwrap();
        drop(sink);
        assert_eq!(left, 0);
        let mut sink = rows(|_| Err(backend_core::error::Error::new(ErrorKind::Data, "enough")));
        let error = block_on(connection.query(ENDLESS, &[], &mut sink)).unwrap_err();
        assert_eq!((error.kind(), error.message()), (ErrorKind::Data, "enough"));

        batch(&mut connection, "CREATE TABLE t (a)");
        let sql = format!("INSERT INTO t SELECT i FROM ({ENDLESS} LIMIT 5000) RETURNING a");
        let mut sink = rows(|_| Ok(Flow::Stop));
        let done = block_on(connection.query(&sql, &[], &mut sink)).unwrap();
        assert_eq!(done.affected, Some(5000));
        assert_eq!(number(&mut connection, "SELECT count(*) FROM t"), 5000);
    }
}

#[test]
fn a_future_that_is_dropped_ends_its_statement() {
    let mut connection = open_url("sqlite::memory:?execution=thread");
    batch(&mut connection, "CREATE TABLE t (a)");
    for sql in [ENDLESS, SILENT] {
        let mut sink = Never::default();
        let mut future = Box::pin(connection.query(sql, &[], &mut sink));
        let mut context = Context::from_waker(Waker::noop());
        let until = Instant::now() + Duration::from_millis(50);
        while Instant::now() < until {
            assert!(future.as_mut().poll(&mut context).is_pending());
        }
        drop(future);
        let before = Instant::now();
        assert_eq!(number(&mut connection, "SELECT 42"), 42);
        assert!(before.elapsed() < Duration::from_secs(2));
    }
    // A script is dropped between its statements as well as in one.
    let script = format!("{} SELECT 1;", "INSERT INTO t VALUES (1);".repeat(100_000));
    let mut future = Box::pin(connection.batch(&script));
    assert!(
        future
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()))
            .is_pending()
    );
    drop(future);
    assert!(number(&mut connection, "SELECT count(*) FROM t") < 100_000);
    assert!(block_on(connection.is_usable()));
    block_on(connection.close()).unwrap();
}

/// Takes one row and is never ready for another.
#[derive(Default)]
struct Never {
    columns: usize,
}

impl RowSink for Never {
    fn start(&mut self, columns: &[ResultColumn]) -> Result<()> {
        self.columns = columns.len();
        Ok(())
    }

    fn row(&mut self, cells: &[ValueRef<'_>]) -> Result<Flow> {
        assert_eq!(cells.len(), self.columns);
        Ok(Flow::Pause)
    }

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<()> {
        Poll::Pending
    }
}

/// Pauses after each row, and is ready when asked the second time.
#[derive(Default)]
struct Hesitant {
    rows: usize,
    asked: bool,
}

impl RowSink for Hesitant {
    fn row(&mut self, _cells: &[ValueRef<'_>]) -> Result<Flow> {
        assert!(!self.asked, "the sink was not ready");
        self.rows += 1;
        self.asked = true;
        Ok(Flow::Pause)
    }

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if std::mem::take(&mut self.asked) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(())
    }
}

#[test]
fn rows_pause_on_a_thread_and_are_refused_to_inline() {
    let [mut inline, mut thread] = both();
    let sql = format!("{ENDLESS} LIMIT 5000");
    let mut sink = Hesitant::default();
    block_on(thread.query(&sql, &[], &mut sink)).unwrap();
    assert_eq!(sink.rows, 5000);
    let error = block_on(inline.query(&sql, &[], &mut Hesitant::default())).unwrap_err();
    assert_eq!(
        error.kind(),
        ErrorKind::NotSupported(Some(Flag::can_pause_rows))
    );
    assert_eq!(number(&mut inline, "SELECT 42"), 42);
}

#[test]
fn another_thread_cancels() {
    for mut connection in both() {
        let canceller = connection.canceller().unwrap();
        canceller.cancel().unwrap();
        assert_eq!(number(&mut connection, "SELECT 42"), 42);
        let canceller = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(50));
            canceller.cancel().unwrap();
        });
        let error = refusal(&mut connection, SILENT, &[]);
        assert_eq!(error.kind(), ErrorKind::Cancelled);
        canceller.join().unwrap();
        assert_eq!(number(&mut connection, "SELECT 42"), 42);
    }
}

#[test]
fn one_call_is_one_statement_with_all_its_parameters() {
    for mut connection in both() {
        batch(&mut connection, "CREATE TABLE t (a)");
        for (sql, params) in [
            ("SELECT ?", &[][..]),
            ("SELECT ?", &[ValueRef::I64(1), ValueRef::I64(2)]),
            ("", &[]),
            (" -- nothing\n ; /* at all", &[]),
            ("SELECT 1; SELECT 2", &[]),
            ("CREATE TABLE u (a); INSERT INTO u VALUES (1)", &[]),
            ("SELECT 1 \0", &[]),
        ] {
            let error = refusal(&mut connection, sql, params);
            assert_eq!(error.kind(), ErrorKind::Interface, "{sql:?}: {error}");
        }
        let sql = "INSERT INTO t VALUES (?)";
        let nan = refusal(&mut connection, sql, &[ValueRef::F64(f64::NAN)]);
        assert_eq!(
            nan.kind(),
            ErrorKind::NotSupported(Some(Flag::supports_float_nan))
        );
        let large = refusal(&mut connection, sql, &[ValueRef::U64(1 << 63)]);
        assert_eq!(large.kind(), ErrorKind::Data);
        let error = block_on(connection.batch("INSERT INTO t VALUES (?)")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Interface);
        assert_eq!(number(&mut connection, "SELECT count(*) FROM t"), 0);
        assert_eq!(number(&mut connection, " SELECT 42 ; -- alone"), 42);
    }
}

/// The numbers up to one, each as the only parameter; fails after the last where it is told to.
struct Numbers {
    next: i64,
    last: i64,
    fails: bool,
    params: [Param<'static>; 1],
}

impl Numbers {
    fn new(last: i64, fails: bool) -> Self {
        Self {
            next: 1,
            last,
            fails,
            params: [ValueRef::Null.into()],
        }
    }
}

impl RowSource for Numbers {
    fn next(&mut self) -> Result<Option<&[Param<'_>]>> {
        if self.next > self.last {
            return match self.fails {
                true => Err(backend_core::error::Error::new(ErrorKind::Data, "no more")),
                false => Ok(None),
            };
        }
        self.params = [ValueRef::I64(self.next).into()];
        self.next += 1;
        Ok(Some(&self.params))
    }
}

#[test]
fn many_executions_stay_as_far_as_they_went() {
    for mut connection in both() {
        batch(&mut connection, "CREATE TABLE t (a CHECK (a <> 5000))");
        let sql = "INSERT INTO t VALUES (?)";
        let done = block_on(connection.execute_many(sql, &mut Numbers::new(4000, false))).unwrap();
        assert_eq!(done.affected, Some(4000));
        let done = block_on(connection.execute_many(sql, &mut Numbers::new(0, false))).unwrap();
        assert_eq!(done.affected, None);
        let error =
            block_on(connection.execute_many(sql, &mut Numbers::new(10, true))).unwrap_err();
        assert_eq!(error.message(), "no more");
        assert_eq!(number(&mut connection, "SELECT count(*) FROM t"), 4010);
        batch(&mut connection, "DELETE FROM t");
        assert!(block_on(connection.execute_many(sql, &mut Numbers::new(6000, false))).is_err());
        assert_eq!(number(&mut connection, "SELECT count(*) FROM t"), 4999);
    }
}

#[test]
fn a_statement_notices_that_its_tables_have_changed() {
    let url = "sqlite:changes?mode=memory&cache=shared&execution=";
    let mut one = open_url(&format!("{url}inline"));
    let mut two = open_url(&format!("{url}thread"));
    batch(
        &mut one,
        "CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1)",
    );
    for number_of_columns in 1..4 {
        for connection in [&mut one, &mut two] {
            for _ in 0..2 {
                let mut columns = 0;
                let mut sink = Columns(&mut columns);
                block_on(connection.query("SELECT * FROM t", &[], &mut sink)).unwrap();
                assert_eq!(columns, number_of_columns);
            }
        }
        batch(
            &mut one,
            &format!("ALTER TABLE t ADD COLUMN c{number_of_columns} BOOLEAN DEFAULT 1"),
        );
    }
    batch(
        &mut one,
        "DROP TABLE t; CREATE TABLE t (a BOOLEAN); INSERT INTO t VALUES (1)",
    );
    for connection in [&mut one, &mut two] {
        assert_eq!(
            cells(connection, "SELECT * FROM t").unwrap(),
            [Value::Bool(true)]
        );
    }
}

/// Counts columns, and holds rows to the number.
struct Columns<'c>(&'c mut usize);

impl RowSink for Columns<'_> {
    fn start(&mut self, columns: &[ResultColumn]) -> Result<()> {
        *self.0 = columns.len();
        Ok(())
    }

    fn row(&mut self, cells: &[ValueRef<'_>]) -> Result<Flow> {
        assert_eq!(cells.len(), *self.0);
        Ok(Flow::Continue)
    }
}

#[test]
fn changes_are_counted_for_changes_only() {
    for mut connection in both() {
        for (sql, affected) in [
            ("CREATE TABLE t (a INTEGER PRIMARY KEY, b)", None),
            ("INSERT INTO t (b) VALUES (1), (2), (3)", Some(3)),
            ("SELECT * FROM t", None),
            ("UPDATE t SET b = 0 WHERE a > 7", Some(0)),
            (
                "WITH x AS (SELECT 2 AS a) UPDATE t SET b = 9 WHERE a IN (SELECT a FROM x)",
                Some(1),
            ),
            ("INSERT INTO t (b) VALUES (4), (5) RETURNING a", Some(2)),
            ("WITH x AS (SELECT 1) SELECT * FROM x", None),
            ("REPLACE INTO t VALUES (1, 1)", Some(1)),
            ("PRAGMA user_version = 3", None),
            ("EXPLAIN DELETE FROM t", None),
            ("DELETE FROM t", Some(5)),
            ("DROP TABLE t", None),
        ] {
            let done = block_on(connection.query(sql, &[], &mut Discard)).unwrap();
            assert_eq!(done.affected, affected, "{sql}");
        }
    }
}

#[test]
fn a_session_can_move_between_threads_while_it_waits() {
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    let mut connection = open_url("sqlite::memory:");
    let mut sink = Discard;
    block_on(is_send(connection.query("SELECT 1", &[], &mut sink))).unwrap();
}
