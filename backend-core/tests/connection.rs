//! Connection: what it refuses before anything is sent, what it adds to errors, and how rows become values.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use std::sync::Arc;

use async_trait::async_trait;
use backend_core::backend::Backend;
use backend_core::connection::Connection;
use backend_core::connector::Connector;
use backend_core::cursor::{Cursor, Flow, RowSource, rows};
use backend_core::error::{Error, ErrorKind, Integrity, Result};
use backend_core::features::Features;
use backend_core::flag::Flag;
use backend_core::from_row;
use backend_core::query::Query;
use backend_core::settings::{OptionInfo, Settings, UrlStyle};
use backend_core::sql::Statement;
use backend_core::transaction::SessionState;
use backend_core::value::{Param, ValueRef};
use backend_core::wrapper::{Cancel, ServerInfo, TransactionOptions, Wrapper};
use futures_executor::block_on;

fn connect(backend: &Backend) -> Connection {
    block_on(async {
        let mut connection = backend
            .connect(&backend.settings("toy:").unwrap())
            .await
            .unwrap();
        let table = Statement::new("CREATE TABLE artist (id bigint, name text, PRIMARY KEY (id))");
        connection.execute(&table).await.unwrap();
        connection
    })
}

fn count(connection: &mut Connection) -> i64 {
    let count = Statement::new("SELECT COUNT(*) FROM artist");
    let rows: Vec<(i64,)> = block_on(connection.fetch_as(&count)).unwrap();
    rows.into_iter().map(|(count,)| count).sum()
}

fn insert(id: i64) -> Statement {
    Statement::new("INSERT INTO artist (id, name) VALUES (?, 'x')").bind(id)
}

/// The toy with another answer to what it can do.
fn without(change: fn(&mut Features)) -> Connection {
    let connection = connect(&toy_backend::BACKEND);
    let settings = toy_backend::BACKEND.settings("toy:").unwrap();
    let mut dialect = connection.dialect().clone();
    change(Arc::make_mut(&mut dialect.features));
    Connection::new(
        block_on(toy_backend::BACKEND.connector.connect(&settings)).unwrap(),
        dialect,
    )
}

#[test]
fn parameters_are_sent_up_to_the_limit() {
    let mut connection = connect(&toy_backend::BACKEND);
    let query = |count: usize| {
        let list = vec!["?"; count].join(", ");
        let mut statement = Statement::new(format!("SELECT id FROM artist WHERE id IN ({list})"));
        for n in 0..count {
            statement = statement.bind(i64::try_from(n).unwrap());
        }
        statement
    };
    assert!(block_on(connection.execute(&query(100))).is_ok());
    let error = block_on(connection.execute(&query(101))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Interface);
    assert_eq!(
        error.to_string(),
        "a statement takes at most 100 parameters here, not 101"
    );
}

/// Gives one row of that many parameters.
struct OneRow(Option<Vec<Param<'static>>>, Vec<Param<'static>>);

impl RowSource for OneRow {
    fn next(&mut self) -> Result<Option<&[Param<'_>]>> {
        let Some(row) = self.0.take() else {
            return Ok(None);
        };
        self.1 = row;
        Ok(Some(&self.1))
    }
}

#[test]
fn the_limit_holds_for_each_row_of_many() {
    let mut connection = without(|features| features.max_query_parameters = Some(1));
    let row = |count| OneRow(Some(vec![Param::new(ValueRef::I64(1)); count]), Vec::new());
    let one = block_on(connection.execute_many("SELECT ?", &mut row(1)));
    assert!(one.is_ok());
    let error = block_on(connection.execute_many("SELECT ?, ?", &mut row(2))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Interface);
    assert_eq!(
        error.to_string(),
        "a statement takes at most 1 parameters here, not 2"
    );
}

#[test]
fn what_a_flag_rules_out_is_refused_with_the_flag() {
    let mut connection = without(|features| {
        features.supports_batches = false;
        features.supports_transactions = false;
    });
    let refused = |result: Result<()>| result.unwrap_err().kind();
    assert_eq!(
        refused(block_on(connection.batch("SELECT 1"))),
        ErrorKind::NotSupported(Some(Flag::supports_batches))
    );
    assert_eq!(
        refused(block_on(connection.begin(&TransactionOptions::default()))),
        ErrorKind::NotSupported(Some(Flag::supports_transactions))
    );
    assert!(!connection.in_transaction());
    assert_eq!(
        refused(block_on(connection.set_constraint_checks(false))),
        ErrorKind::NotSupported(Some(Flag::can_disable_constraint_checks))
    );
    assert!(connection.canceller().is_none());
}

#[test]
fn a_transaction_is_begun_once_and_ended_once() {
    let mut connection = connect(&toy_backend::BACKEND);
    let options = TransactionOptions::default();
    block_on(async {
        let error = connection.commit().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Interface);
        connection.rollback().await.unwrap();

        connection.begin(&options).await.unwrap();
        connection.execute(&insert(1)).await.unwrap();
        let error = connection.begin(&options).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Interface);
        assert!(
            connection.in_transaction(),
            "the refused one leaves the first open"
        );
        connection.rollback().await.unwrap();
        assert!(!connection.in_transaction());

        connection.begin(&options).await.unwrap();
        connection.execute(&insert(2)).await.unwrap();
        connection.commit().await.unwrap();
        assert!(!connection.in_transaction());
    });
    assert_eq!(count(&mut connection), 1);
}

#[test]
fn a_transaction_can_be_told_to_read_only() {
    let mut connection = connect(&toy_backend::BACKEND);
    block_on(connection.begin(&TransactionOptions::read_only())).unwrap();
    let error = block_on(connection.execute(&insert(1))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ReadOnly);
}

/// The toy's session, whose commits are refused, as by a deferred constraint.
struct RefusesCommit {
    inner: Box<dyn Wrapper>,
    rolls_back: bool,
}

#[async_trait]
impl Wrapper for RefusesCommit {
    fn server(&self) -> &ServerInfo {
        self.inner.server()
    }
    fn cursor(&mut self) -> &mut dyn Cursor {
        self.inner.cursor()
    }
    async fn begin(&mut self, options: &TransactionOptions) -> Result<()> {
        self.inner.begin(options).await
    }
    async fn commit(&mut self) -> Result<()> {
        Err(Error::new(
            ErrorKind::Integrity(Integrity::ForeignKey),
            "refused",
        ))
    }
    async fn rollback(&mut self) -> Result<()> {
        if self.rolls_back {
            return self.inner.rollback().await;
        }
        Err(Error::new(ErrorKind::ConnectionLost, "gone"))
    }
    async fn set_constraint_checks(&mut self, on: bool) -> Result<()> {
        self.inner.set_constraint_checks(on).await
    }
    async fn is_usable(&mut self) -> bool {
        self.inner.is_usable().await
    }
    async fn close(self: Box<Self>) -> Result<()> {
        self.inner.close().await
    }
    fn canceller(&self) -> Option<Arc<dyn Cancel>> {
        self.inner.canceller()
    }
}

struct Refusing {
    rolls_back: bool,
}

#[async_trait]
impl Connector for Refusing {
    fn url_style(&self) -> UrlStyle {
        toy_backend::BACKEND.connector.url_style()
    }
    fn options(&self) -> &'static [OptionInfo] {
        toy_backend::BACKEND.connector.options()
    }
    async fn connect(&self, settings: &Settings) -> Result<Box<dyn Wrapper>> {
        let inner = toy_backend::BACKEND.connector.connect(settings).await?;
        Ok(Box::new(RefusesCommit {
            inner,
            rolls_back: self.rolls_back,
        }))
    }
}

static REFUSES: Backend = Backend {
    connector: &Refusing { rolls_back: true },
    ..toy_backend::BACKEND
};
static BREAKS: Backend = Backend {
    connector: &Refusing { rolls_back: false },
    ..toy_backend::BACKEND
};

#[test]
fn a_refused_commit_is_rolled_back_and_its_error_kept() {
    for (backend, lost) in [(&REFUSES, false), (&BREAKS, true)] {
        let mut connection = connect(backend);
        block_on(connection.begin(&TransactionOptions::default())).unwrap();
        block_on(connection.execute(&insert(1))).unwrap();
        let error = block_on(connection.commit()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Integrity(Integrity::ForeignKey));
        assert!(!connection.in_transaction());
        if lost {
            assert_eq!(connection.state(), SessionState::Dirty);
            let refusal = block_on(connection.execute(&insert(2))).unwrap_err();
            assert_eq!(refusal.kind(), ErrorKind::ConnectionLost);
        } else {
            assert_eq!(count(&mut connection), 0);
        }
    }
}

#[test]
fn errors_carry_the_statement_and_never_its_parameters() {
    let mut connection = connect(&toy_backend::BACKEND);
    let unique = "INSERT INTO artist (id, name) VALUES (?, ?)";
    let insert = Statement::new(unique).bind(4_711_001).bind("hunter2");
    block_on(connection.execute(&insert)).unwrap();
    let wrong_type = "INSERT INTO artist (name, id) VALUES (?, ?)";
    for statement in [
        insert,
        Statement::new(wrong_type).bind(4_711_001).bind("hunter2"),
        Statement::new("SELECT name FROM artists WHERE name = ?").bind("hunter2"),
        Statement::new("SELECT ?").bind("hunter2").bind(4_711_001),
    ] {
        let error = block_on(connection.execute(&statement)).unwrap_err();
        assert_eq!(error.sql(), Some(statement.sql.as_str()));
        let shown = format!("{error} {error:?} {statement:?} {connection:?}");
        assert!(
            !shown.contains("hunter2") && !shown.contains("4711001"),
            "{shown}"
        );
    }
    let error = block_on(connection.batch("SELECT 1; SELEKT 2")).unwrap_err();
    assert_eq!(error.sql(), Some("SELEKT 2"));
}

from_row! {
    #[derive(Debug, PartialEq)]
    struct Artist {
        name: Option<String>,
        id: i64,
    }
}

from_row! {
    #[derive(Debug)]
    struct Album {
        id: i64,
        title: String,
    }
}

fn with_artists() -> Connection {
    let mut connection = connect(&toy_backend::BACKEND);
    block_on(connection.batch("INSERT INTO artist (id, name) VALUES (1, 'Bach'), (2, NULL)"))
        .unwrap();
    connection
}

#[test]
fn rows_become_tuples_by_place_and_structs_by_name() {
    let mut connection = with_artists();
    let all = Statement::new("SELECT id, name FROM artist ORDER BY id");
    block_on(async {
        let tuples: Vec<(i64, Option<String>)> = connection.fetch_as(&all).await.unwrap();
        assert_eq!(tuples, [(1, Some("Bach".to_owned())), (2, None)]);
        let structs: Vec<Artist> = connection.fetch_as(&all).await.unwrap();
        let expected = [
            Artist {
                name: Some("Bach".to_owned()),
                id: 1,
            },
            Artist { name: None, id: 2 },
        ];
        assert_eq!(structs, expected);
        let cells = connection
            .fetch(&all, |cells| Ok(cells.len()))
            .await
            .unwrap();
        assert_eq!(cells, [2, 2]);
    });
}

#[test]
fn a_row_that_does_not_convert_says_which_column() {
    let mut connection = with_artists();
    let all = Statement::new("SELECT id, name FROM artist ORDER BY id");
    let error = block_on(connection.fetch_as::<Album>(&all)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::DoesNotExist);
    assert_eq!(
        error.to_string(),
        "the result has no column `title`, only id, name"
    );
    let error = block_on(connection.fetch_as::<(i64,)>(&all)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Interface);
    let error = block_on(connection.fetch_as::<(i64, String)>(&all)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Data);
    assert_eq!(error.detail().column.as_deref(), Some("#1"));
    assert_eq!(error.sql(), Some(all.sql.as_str()));
}

#[test]
fn a_sink_ends_a_query_with_its_error() {
    let mut connection = with_artists();
    let mut taken = 0;
    let mut sink = rows(|_| {
        taken += 1;
        if taken == 2 {
            Err(Error::new(ErrorKind::Cancelled, "enough"))
        } else {
            Ok(Flow::Continue)
        }
    });
    let sql = "SELECT id FROM artist";
    let error = block_on(connection.query(sql, &[], &mut sink)).unwrap_err();
    drop(sink);
    assert_eq!((error.kind(), taken), (ErrorKind::Cancelled, 2));
    assert!(block_on(connection.is_usable()));
}

#[test]
fn queries_are_refused_before_anything_is_sent() {
    let mut connection = with_artists();
    let delete: Query = Query::delete()
        .from_table("artist")
        .returning_all()
        .take()
        .into();
    let error = block_on(connection.execute_query(&delete)).unwrap_err();
    assert_eq!(
        error.kind(),
        ErrorKind::NotSupported(Some(Flag::can_return_columns_from_delete))
    );
    assert_eq!(count(&mut connection), 2);
    let delete: Query = Query::delete().from_table("artist").take().into();
    assert_eq!(
        block_on(connection.execute_query(&delete))
            .unwrap()
            .affected,
        Some(2)
    );
    block_on(connection.close()).unwrap();
}
