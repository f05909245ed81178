//! [`Liar`]: the toy's session with one thing wrong, and the parts beside it that can be wrong as well.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use async_trait::async_trait;
use backend_core::backend::Backend;
use backend_core::connection::Connection;
use backend_core::connector::Connector;
use backend_core::creation::{Creation, Existing, TestDatabase};
use backend_core::cursor::{Cursor, Discard, Done, Flow, RowSink, RowSource};
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::introspection::{Introspection, RelationKind, Scope, Snapshot};
use backend_core::model::{Identifier, QualifiedName};
use backend_core::row::ResultColumn;
use backend_core::settings::{OptionInfo, Settings, UrlStyle};
use backend_core::value::{ColumnKind, Param, Value, ValueRef};
use backend_core::wrapper::{Cancel, ServerInfo, TransactionOptions, Wrapper};
use conformance_tests::EndingSample;
use toy_backend::BACKEND;

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lie {
    /// Every third row of a result is lost.
    LosesRows,
    /// Text is cut after 255 characters.
    CutsText,
    /// Decimals go through a binary number.
    RoundsDecimals,
    /// Columns do not say of which kind they are.
    ForgetsKinds,
    /// Changed rows are counted twice.
    CountsTwice,
    /// Rows go on coming after the sink had enough.
    NeverStops,
    /// Parameters stand in the message of an error.
    TellsValues,
    /// A missing table is a wrong statement.
    MistakesMissing,
    /// A lock that another holds is a failure for good.
    MistakesLocks,
    /// A commit undoes.
    CommitUndoes,
    /// A rollback keeps.
    RollbackKeeps,
    /// A transaction that may only read may write as well.
    WritesWhereItReads,
    /// A session leaves a table behind.
    LeavesATable,
    /// The second of several rows ends the program.
    Panics,
    /// Scripts never end.
    Hangs,
    /// A session says that it works when it was told that it is lost.
    NoTransactionEnds,
    /// No database can be made.
    MakesNoDatabase,
    /// The server keeps sessions that were closed.
    KeepsSessions,
    /// Scripts block their thread until the server ends the session.
    Blocks,
    /// A database stays.
    KeepsDatabases,
    /// Indexes are not read.
    OverlooksIndexes,
    /// Columns are read as if all could be NULL.
    OverlooksNotNull,
}

/// A toy with that wrong.
pub(crate) fn toy(lie: Lie) -> Backend {
    // Left behind at the end: a backend is a constant, and nothing else may live as long.
    let liar: &'static Parts = Box::leak(Box::new(Parts(lie, Sessions::default())));
    Backend {
        connector: liar,
        creation: liar,
        introspection: liar,
        ..BACKEND
    }
}

/// The sessions that the server has: their numbers, each with its database.
#[derive(Debug, Clone, Default)]
struct Sessions(Arc<Mutex<BTreeMap<i64, String>>>);

impl Sessions {
    fn all(&self) -> MutexGuard<'_, BTreeMap<i64, String>> {
        self.0.lock().unwrap()
    }

    /// Another session, with a number that no other has had.
    fn add(&self, database: &str) -> i64 {
        static COUNTER: AtomicI64 = AtomicI64::new(1);
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        self.all().insert(number, database.to_owned());
        number
    }
}

/// How the server is asked for its sessions, and told to end one.
pub(crate) const ENDING: EndingSample = EndingSample {
    number: "NUMBER",
    statement: "END {number}",
    others: Some("OTHERS"),
};

/// The parts that are no session.
struct Parts(Lie, Sessions);

#[async_trait]
impl Connector for Parts {
    fn url_style(&self) -> UrlStyle {
        BACKEND.connector.url_style()
    }

    fn options(&self) -> &'static [OptionInfo] {
        BACKEND.connector.options()
    }

    async fn connect(&self, settings: &Settings) -> Result<Box<dyn Wrapper>> {
        let inner = BACKEND.connector.connect(settings).await?;
        let number = self.1.add(settings.path().unwrap_or_default());
        Ok(Box::new(Liar {
            inner,
            lie: self.0,
            sessions: self.1.clone(),
            number,
        }))
    }
}

#[async_trait]
impl Creation for Parts {
    async fn create(
        &self,
        _connector: &dyn Connector,
        settings: &Settings,
        name: &Identifier,
        existing: Existing,
    ) -> Result<TestDatabase> {
        if self.0 == Lie::MakesNoDatabase {
            return Err(Error::new(ErrorKind::Operational, "the disk is full"));
        }
        // What keeps the database is no session of anybody's.
        let (creation, honest) = (BACKEND.creation, BACKEND.connector);
        creation.create(honest, settings, name, existing).await
    }

    async fn clone_database(
        &self,
        connector: &dyn Connector,
        source: &Settings,
        name: &Identifier,
    ) -> Result<TestDatabase> {
        let creation = BACKEND.creation;
        creation.clone_database(connector, source, name).await
    }

    async fn destroy(&self, connector: &dyn Connector, database: TestDatabase) -> Result<()> {
        if self.0 == Lie::KeepsDatabases {
            return Err(Error::new(ErrorKind::Locked, "somebody is in there"));
        }
        BACKEND.creation.destroy(connector, database).await
    }
}

#[async_trait]
impl Introspection for Parts {
    async fn introspect(&self, connection: &mut Connection, scope: &Scope) -> Result<Snapshot> {
        let mut snapshot = BACKEND.introspection.introspect(connection, scope).await?;
        for table in &mut snapshot.schema.tables {
            if self.0 == Lie::OverlooksIndexes {
                table.indexes.clear();
            }
            if self.0 == Lie::OverlooksNotNull {
                for column in &mut table.columns {
                    column.nullable = true;
                }
            }
        }
        Ok(snapshot)
    }

    async fn relation_names(
        &self,
        connection: &mut Connection,
        scope: &Scope,
    ) -> Result<Vec<(QualifiedName, RelationKind)>> {
        BACKEND
            .introspection
            .relation_names(connection, scope)
            .await
    }
}

/// A session with one thing wrong.
struct Liar {
    inner: Box<dyn Wrapper>,
    lie: Lie,
    sessions: Sessions,
    number: i64,
}

impl Drop for Liar {
    fn drop(&mut self) {
        if self.lie != Lie::KeepsSessions {
            self.sessions.all().remove(&self.number);
        }
    }
}

impl Liar {
    /// What the server says of its sessions, or does to one of them; `None` for any other statement.
    fn of_sessions(&self, sql: &str) -> Option<Vec<i64>> {
        let mut sessions = self.sessions.all();
        if let Some(number) = sql.strip_prefix("END ") {
            sessions.remove(&number.parse().unwrap());
            return Some(Vec::new());
        }
        let own = sessions.get(&self.number).cloned();
        let others = sessions
            .iter()
            .filter(|(number, database)| **number != self.number && Some(*database) == own.as_ref())
            .map(|(number, _)| *number)
            .collect();
        (sql == "OTHERS").then_some(others)
    }

    /// What becomes of the result of a statement.
    fn told(&self, result: Result<Done>, params: &[Param<'_>]) -> Result<Done> {
        match (self.lie, result) {
            (Lie::CountsTwice, Ok(done)) => {
                let twice = |rows: u64| Done::affected(rows * 2);
                Ok(done.affected.map_or(done, twice))
            }
            (Lie::TellsValues, Err(error)) => {
                let values: Vec<_> = params
                    .iter()
                    .map(|param| format!("{:?}", param.value.to_value()))
                    .collect();
                Err(error.context(values.join(", ")))
            }
            (Lie::MistakesMissing, Err(error)) if error.kind() == ErrorKind::DoesNotExist => {
                Err(Error::new(ErrorKind::Programming, error.message()))
            }
            (Lie::MistakesLocks, Err(error)) if error.kind() == ErrorKind::Locked => {
                Err(Error::new(ErrorKind::Operational, error.message()))
            }
            (_, result) => result,
        }
    }
}

#[async_trait]
impl Cursor for Liar {
    async fn query(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        sink: &mut dyn RowSink,
    ) -> Result<Done> {
        if let Some(numbers) = self.of_sessions(sql) {
            sink.start(&[ResultColumn::new("number", ColumnKind::I64)])?;
            for number in numbers {
                sink.row(&[ValueRef::I64(number)])?;
            }
            return Ok(Done::default());
        }
        let mut sink = LyingSink {
            sink,
            lie: self.lie,
            rows: 0,
        };
        let cursor = self.inner.cursor();
        let result = cursor.query(sql, params, &mut sink).await;
        self.told(result, params)
    }

    async fn execute_many(&mut self, sql: &str, rows: &mut dyn RowSource) -> Result<Done> {
        #[allow(clippy::panic, reason = "it is what is wrong with it")]
        if self.lie == Lie::Panics {
            panic!("it panics");
        }
        let result = self.inner.cursor().execute_many(sql, rows).await;
        self.told(result, &[])
    }

    async fn batch(&mut self, script: &str) -> Result<()> {
        if self.lie == Lie::Hangs {
            std::future::pending::<()>().await;
        }
        if self.lie == Lie::Blocks {
            while self.sessions.all().contains_key(&self.number) {
                std::thread::sleep(Duration::from_millis(20));
            }
            return Err(Error::new(ErrorKind::ConnectionLost, "the server ended it"));
        }
        let result = self.inner.cursor().batch(script).await;
        self.told(result.map(|()| Done::default()), &[]).map(|_| ())
    }
}

#[async_trait]
impl Wrapper for Liar {
    fn server(&self) -> &ServerInfo {
        self.inner.server()
    }

    fn cursor(&mut self) -> &mut dyn Cursor {
        self
    }

    async fn begin(&mut self, options: &TransactionOptions) -> Result<()> {
        let mut options = *options;
        if self.lie == Lie::WritesWhereItReads {
            options.read_only = false;
        }
        let begun = self.inner.begin(&options).await;
        self.told(begun.map(|()| Done::default()), &[]).map(|_| ())
    }

    async fn commit(&mut self) -> Result<()> {
        match self.lie {
            Lie::CommitUndoes => self.inner.rollback().await,
            _ => self.inner.commit().await,
        }
    }

    async fn rollback(&mut self) -> Result<()> {
        match self.lie {
            // Where none is open a rollback does nothing.
            Lie::RollbackKeeps => {
                let _ = self.inner.commit().await;
                Ok(())
            }
            Lie::NoTransactionEnds => Ok(()),
            _ => self.inner.rollback().await,
        }
    }

    async fn has_open_transaction(&mut self) -> Option<bool> {
        self.inner.has_open_transaction().await
    }

    async fn set_constraint_checks(&mut self, on: bool) -> Result<()> {
        self.inner.set_constraint_checks(on).await
    }

    async fn is_usable(&mut self) -> bool {
        if self.lie == Lie::LeavesATable {
            let cursor = self.inner.cursor();
            let _ = cursor
                .query("CREATE TABLE seen (a)", &[], &mut Discard)
                .await;
        }
        self.inner.is_usable().await
    }

    /// The inner session closes as it is dropped.
    async fn close(self: Box<Self>) -> Result<()> {
        Ok(())
    }

    fn canceller(&self) -> Option<Arc<dyn Cancel>> {
        self.inner.canceller()
    }
}

/// Passes rows on, with one thing wrong.
struct LyingSink<'s> {
    sink: &'s mut dyn RowSink,
    lie: Lie,
    rows: usize,
}

impl RowSink for LyingSink<'_> {
    fn start(&mut self, columns: &[ResultColumn]) -> Result<()> {
        let mut columns = columns.to_vec();
        if self.lie == Lie::ForgetsKinds {
            for column in &mut columns {
                column.kind = ColumnKind::Text;
            }
        }
        self.sink.start(&columns)
    }

    fn row(&mut self, cells: &[ValueRef<'_>]) -> Result<Flow> {
        self.rows += 1;
        if self.lie == Lie::LosesRows && self.rows.is_multiple_of(3) {
            return Ok(Flow::Continue);
        }
        let told: Vec<Value> = cells.iter().map(|cell| told(self.lie, *cell)).collect();
        let cells: Vec<ValueRef<'_>> = told.iter().map(Value::as_ref).collect();
        match self.sink.row(&cells)? {
            Flow::Stop if self.lie == Lie::NeverStops => Ok(Flow::Continue),
            flow => Ok(flow),
        }
    }

    fn poll_ready(&mut self, context: &mut std::task::Context<'_>) -> std::task::Poll<()> {
        self.sink.poll_ready(context)
    }
}

fn told(lie: Lie, cell: ValueRef<'_>) -> Value {
    match (lie, cell.to_value()) {
        (Lie::CutsText, Value::Text(text)) => Value::Text(text.chars().take(255).collect()),
        (Lie::RoundsDecimals, Value::Decimal(decimal)) => {
            let binary: f64 = decimal.to_string().parse().unwrap_or_default();
            Value::Decimal(binary.to_string().parse().unwrap_or(decimal))
        }
        (_, value) => value,
    }
}
