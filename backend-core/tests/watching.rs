//! What watches a session: savepoints are no hook's business, and several result sets.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use backend_core::connection::{Connection, Phase, StatementContext, StatementHook};
use backend_core::cursor::{Cursor, Done, RowSink, RowSource};
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::features::Features;
use backend_core::row::ResultColumn;
use backend_core::sql::Statement;
use backend_core::transaction::AtomicOptions;
use backend_core::value::{ColumnKind, Param, Value, ValueRef};
use backend_core::wrapper::{Cancel, ServerInfo, TransactionOptions, Version, Wrapper};
use futures_executor::block_on;

/// A session whose server takes everything, gives two result sets for each query, and remembers what it was told.
struct Two {
    server: ServerInfo,
    told: Arc<Mutex<Vec<String>>>,
}

#[async_trait]
impl Cursor for Two {
    async fn query(
        &mut self,
        sql: &str,
        _params: &[Param<'_>],
        sink: &mut dyn RowSink,
    ) -> Result<Done> {
        self.told.lock().unwrap().push(sql.to_owned());
        for name in ["a", "b"] {
            sink.start(&[ResultColumn::new(name, ColumnKind::Text)])?;
            sink.row(&[ValueRef::Text(name)])?;
        }
        Ok(Done::default())
    }

    async fn execute_many(&mut self, _sql: &str, _rows: &mut dyn RowSource) -> Result<Done> {
        Ok(Done::default())
    }

    async fn batch(&mut self, _script: &str) -> Result<()> {
        Ok(())
    }
}

#[async_trait]
impl Wrapper for Two {
    fn server(&self) -> &ServerInfo {
        &self.server
    }

    fn cursor(&mut self) -> &mut dyn Cursor {
        self
    }

    async fn begin(&mut self, _options: &TransactionOptions) -> Result<()> {
        Ok(())
    }

    async fn commit(&mut self) -> Result<()> {
        Ok(())
    }

    async fn rollback(&mut self) -> Result<()> {
        Ok(())
    }

    async fn set_constraint_checks(&mut self, _on: bool) -> Result<()> {
        Ok(())
    }

    async fn is_usable(&mut self) -> bool {
        true
    }

    async fn close(self: Box<Self>) -> Result<()> {
        Ok(())
    }

    fn canceller(&self) -> Option<Arc<dyn Cancel>> {
        None
    }
}

fn connect() -> (Connection, Arc<Mutex<Vec<String>>>) {
    let told = Arc::default();
    let wrapper = Two {
        server: ServerInfo::new("Two", Version::new(1, 0, 0)),
        told: Arc::clone(&told),
    };
    let mut dialect = toy_backend::BACKEND.dialect(&wrapper.server);
    dialect.features = Arc::new(Features {
        supports_transactions: true,
        uses_savepoints: true,
        can_release_savepoints: true,
        ..Features::MINIMAL
    });
    (Connection::new(Box::new(wrapper), dialect), told)
}

/// Refuses every statement.
struct Refuse;

impl StatementHook for Refuse {
    fn before(&self, _statement: &mut StatementContext<'_>) -> Result<()> {
        Err(Error::new(ErrorKind::PermissionDenied, "no"))
    }
}

#[test]
fn every_result_set_has_its_columns_and_rows() {
    let (mut connection, _) = connect();
    let sets = block_on(connection.fetch_result_sets(&Statement::new("both"))).unwrap();
    let found: Vec<_> = sets
        .iter()
        .map(|set| (set.columns[0].name.as_str(), set.rows.clone()))
        .collect();
    let row = |text: &str| vec![vec![Value::Text(text.into())]];
    assert_eq!(found, [("a", row("a")), ("b", row("b"))]);
    // Columns are resolved anew for each.
    let all: Vec<(String,)> = block_on(connection.fetch_as(&Statement::new("both"))).unwrap();
    assert_eq!(all, [("a".to_owned(),), ("b".to_owned(),)]);
}

#[test]
fn a_hook_cannot_keep_a_block_from_its_savepoints() {
    let (mut connection, told) = connect();
    connection.add_statement_hook(Arc::new(Refuse));
    connection.enable_query_log(10);
    let blocks = async {
        let mut outer = connection.begin_atomic(AtomicOptions::new()).await?;
        let inner = outer.begin_atomic(AtomicOptions::new()).await?;
        inner.rollback().await?;
        outer.commit().await
    };
    block_on(blocks).unwrap();
    assert_eq!(told.lock().unwrap().len(), 3);
    let log = connection.query_log().unwrap();
    let phases: Vec<_> = log.entries().map(|entry| entry.phase).collect();
    assert_eq!(
        phases,
        [
            Phase::Begin,
            Phase::Savepoint,
            Phase::RollbackToSavepoint,
            Phase::ReleaseSavepoint,
            Phase::Commit
        ]
    );
}
