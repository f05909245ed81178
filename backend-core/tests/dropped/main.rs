//! Every public asynchronous method is given up at each point at which it can be; the session works on, alone and in a pool.
#![cfg(feature = "pool")]
#![cfg(test)]

mod maintenance;

use std::collections::BTreeSet;
use std::fs;
use std::future::poll_fn;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Poll, Waker};
use std::time::Duration;

use async_trait::async_trait;
use backend_core::backend::Backend;
use backend_core::connection::Connection;
use backend_core::connector::Connector;
use backend_core::creation::{Existing, TestNames};
use backend_core::cursor::{Cursor, Discard, Done, Flow, RowSink, RowSource};
use backend_core::error::Result;
use backend_core::features::Features;
use backend_core::introspection::Scope;
use backend_core::model::{
    Change, Column, ColumnType, Identifier, Identity, QualifiedName, Schema, Table,
};
use backend_core::operations::{
    ConstraintTime, Constraints, Dialect, ExplainOptions, FlushOptions, Operations,
};
use backend_core::pool::Pool;
use backend_core::query::Query;
use backend_core::schema_editor::{NoProgress, plan, run};
use backend_core::sea_query::{Alias, Query as SeaQuery};
use backend_core::settings::{OptionInfo, Settings, UrlStyle};
use backend_core::sql::{Statement, Syntax};
use backend_core::transaction::{Atomic, AtomicOptions, BoxFuture, Retry, SessionState};
use backend_core::value::Param;
use backend_core::wrapper::{Cancel, Notification, ServerInfo, TransactionOptions, Wrapper};

/// The toy, except that each call waits once before and once after its work, and that more can be switched.
static HESITANT: Backend = Backend {
    connector: &Hesitant,
    features: |server| Features {
        can_disable_constraint_checks: true,
        supports_statement_timeout: true,
        supports_foreign_keys: true,
        supports_lock_timeout: true,
        supports_notifications: true,
        supports_explain: true,
        supports_sequence_reset: true,
        can_defer_constraint_checks: true,
        ..(toy_backend::BACKEND.features)(server)
    },
    operations: &Asking,
    ..toy_backend::BACKEND
};

/// The toy's SQL; what it has none for asks something else, which is a call as well.
struct Asking;

impl Operations for Asking {
    fn syntax(&self) -> &'static Syntax {
        toy_backend::BACKEND.operations.syntax()
    }

    fn build(&self, dialect: &Dialect, query: &Query) -> Result<Vec<Statement>> {
        toy_backend::BACKEND.operations.build(dialect, query)
    }

    fn explain(&self, _: &Dialect, _: &Statement, _: &ExplainOptions) -> Result<Statement> {
        Ok(count())
    }

    fn set_constraints(
        &self,
        _: &Dialect,
        _: &Constraints<'_>,
        _: ConstraintTime,
    ) -> Result<Vec<Statement>> {
        Ok(vec![count()])
    }

    fn reset_sequences(&self, _: &Dialect, _: &Table) -> Result<Vec<Statement>> {
        Ok(vec![count()])
    }
}

struct Hesitant;

#[async_trait]
impl Connector for Hesitant {
    fn url_style(&self) -> UrlStyle {
        toy_backend::BACKEND.connector.url_style()
    }

    fn options(&self) -> &'static [OptionInfo] {
        toy_backend::BACKEND.connector.options()
    }

    async fn connect(&self, settings: &Settings) -> Result<Box<dyn Wrapper>> {
        let connect = toy_backend::BACKEND.connector.connect(settings);
        Ok(Box::new(Slow(slowly(connect).await?)))
    }
}

struct Slow(Box<dyn Wrapper>);

async fn slowly<T>(work: impl Future<Output = T>) -> T {
    once().await;
    let value = work.await;
    once().await;
    value
}

async fn once() {
    let mut waited = false;
    poll_fn(|task| {
        if std::mem::replace(&mut waited, true) {
            return Poll::Ready(());
        }
        task.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

#[async_trait]
impl Cursor for Slow {
    async fn query(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        sink: &mut dyn RowSink,
    ) -> Result<Done> {
        slowly(self.0.cursor().query(sql, params, sink)).await
    }

    async fn execute_many(&mut self, sql: &str, rows: &mut dyn RowSource) -> Result<Done> {
        slowly(self.0.cursor().execute_many(sql, rows)).await
    }

    async fn batch(&mut self, script: &str) -> Result<()> {
        slowly(self.0.cursor().batch(script)).await
    }
}

#[async_trait]
impl Wrapper for Slow {
    fn server(&self) -> &ServerInfo {
        self.0.server()
    }

    fn cursor(&mut self) -> &mut dyn Cursor {
        self
    }

    async fn begin(&mut self, options: &TransactionOptions) -> Result<()> {
        slowly(self.0.begin(options)).await
    }

    async fn commit(&mut self) -> Result<()> {
        slowly(self.0.commit()).await
    }

    async fn rollback(&mut self) -> Result<()> {
        slowly(self.0.rollback()).await
    }

    async fn has_open_transaction(&mut self) -> Option<bool> {
        slowly(self.0.has_open_transaction()).await
    }

    async fn set_constraint_checks(&mut self, _on: bool) -> Result<()> {
        slowly(async { Ok(()) }).await
    }

    async fn set_statement_timeout(&mut self, _limit: Option<Duration>) -> Result<()> {
        slowly(async { Ok(()) }).await
    }

    async fn set_lock_timeout(&mut self, _limit: Duration) -> Result<()> {
        slowly(async { Ok(()) }).await
    }

    async fn notification(&mut self) -> Result<Notification> {
        slowly(async { Ok(Notification::new("channel", "payload")) }).await
    }

    async fn is_usable(&mut self) -> bool {
        slowly(self.0.is_usable()).await
    }

    async fn close(self: Box<Self>) -> Result<()> {
        slowly(self.0.close()).await
    }

    fn canceller(&self) -> Option<Arc<dyn Cancel>> {
        None
    }
}

type Call = for<'c> fn(&'c mut Connection) -> Pin<Box<dyn Future<Output = Result<()>> + 'c>>;

/// A call of the method of that name; what it writes inside blocks are both rows, 10 and 11, or neither.
macro_rules! call {
    ($name:literal, |$session:ident| $work:expr) => {
        ($name, |$session| {
            Box::pin(async move {
                let _ = $work;
                Ok(())
            })
        })
    };
}

const INSERT: &str = "INSERT INTO artist (id) VALUES (10), (11)";

fn insert() -> Statement {
    Statement::new(INSERT)
}

fn select() -> Statement {
    Statement::new("SELECT id FROM artist")
}

fn count() -> Statement {
    Statement::new("SELECT COUNT(*) FROM artist")
}

fn query() -> Query {
    let mut select = SeaQuery::select();
    select.column(Alias::new("id")).from(Alias::new("artist"));
    Query::from(select)
}

/// The two rows, one at a time.
struct Two(i64, [Param<'static>; 1]);

impl Two {
    fn new() -> Self {
        Self(9, [Param::new(backend_core::value::ValueRef::Null)])
    }
}

impl RowSource for Two {
    fn next(&mut self) -> Result<Option<&[Param<'_>]>> {
        self.0 += 1;
        self.1 = [Param::new(backend_core::value::ValueRef::I64(self.0))];
        Ok((self.0 < 12).then_some(&self.1))
    }
}

fn artist() -> Result<Table> {
    let mut id = Column::new("id", ColumnType::BigInteger)?;
    id.identity = Some(Box::new(Identity::new()));
    Ok(Table::new(QualifiedName::new("artist")?).with_column(id))
}

fn settings(name: &str) -> Settings {
    HESITANT.settings(name).unwrap()
}

/// The calls of one session.
const CALLS: &[(&str, Call)] = &[
    call!("query", |s| s.query(INSERT, &[], &mut Discard).await),
    call!("execute", |s| s.execute(&insert()).await),
    call!("execute_many", |s| s
        .execute_many("INSERT INTO artist (id) VALUES (?)", &mut Two::new())
        .await),
    call!("batch", |s| s.batch(INSERT).await),
    call!("fetch", |s| s.fetch(&select(), |_| Ok(())).await),
    call!("fetch_as", |s| s.fetch_as::<(i64,)>(&select()).await),
    call!("fetch_optional", |s| s
        .fetch_optional::<(i64,)>(&count())
        .await),
    call!("fetch_one", |s| s.fetch_one::<(i64,)>(&count()).await),
    call!("fetch_batches", |s| s
        .fetch_batches::<(i64,)>(&select(), 1, |_| Ok(Flow::Continue))
        .await),
    call!("fetch_result_sets", |s| s
        .fetch_result_sets(&select())
        .await),
    call!("execute_query", |s| s.execute_query(&query()).await),
    call!("fetch_query", |s| s.fetch_query::<(i64,)>(&query()).await),
    call!("explain", |s| s
        .explain(&select(), &ExplainOptions::new())
        .await),
    call!("explain_query", |s| s
        .explain_query(&query(), &ExplainOptions::new())
        .await),
    call!("flush", |s| {
        s.batch(INSERT).await?;
        let mut schema = Schema::new();
        schema.tables.push(artist()?);
        s.flush(
            &schema,
            &[QualifiedName::new("artist")?],
            FlushOptions::new(),
        )
        .await
    }),
    call!("reset_sequences", |s| s
        .reset_sequences(&[&artist()?])
        .await),
    call!("set_constraints", |s| {
        let mut block = s.begin_atomic(AtomicOptions::new()).await?;
        block
            .set_constraints(&Constraints::All, ConstraintTime::Deferred)
            .await?;
        block.commit().await
    }),
    call!("next", |s| {
        let select = select();
        let mut rows = s.stream::<(i64,)>(&select, 1)?;
        while rows.next().await.transpose()?.is_some() {}
    }),
    call!("begin", |s| s.begin(&TransactionOptions::default()).await),
    call!("commit", |s| {
        s.begin(&TransactionOptions::default()).await?;
        s.execute(&insert()).await?;
        s.commit().await?;
    }),
    call!("rollback", |s| {
        s.begin(&TransactionOptions::default()).await?;
        s.execute(&insert()).await?;
        s.rollback().await?;
    }),
    call!("begin_atomic", |s| {
        let mut block = s.begin_atomic(AtomicOptions::new()).await?;
        block.execute(&insert()).await?;
        let mut inner = block.begin_atomic(AtomicOptions::new().merged()).await?;
        inner.execute(&count()).await?;
        inner.commit().await?;
        block.commit().await?;
    }),
    call!("atomic", |s| s
        .atomic(async |block| block.execute(&insert()).await)
        .await),
    call!("atomic_with", |s| {
        let work = async |block: &mut Atomic<'_>| {
            block.execute(&insert()).await?;
            block.set_rollback(true)
        };
        s.atomic_with(AtomicOptions::new(), work).await
    }),
    call!("atomic_retry", |s| s
        .atomic_retry(&Retry::new(2), |block| {
            Box::pin(async move { block.execute(&insert()).await })
        })
        .await),
    call!("on_commit_async", |s| s
        .atomic(async |block| block.on_commit_async(insert_later).await)
        .await),
    call!("settle", |s| {
        drop(s.begin_atomic(AtomicOptions::new()).await?);
        s.settle().await?;
    }),
    call!("begin_without_constraint_checks", |s| {
        let mut scope = s.begin_without_constraint_checks().await?;
        scope.execute(&insert()).await?;
    }),
    call!("end", |s| s
        .begin_without_constraint_checks()
        .await?
        .end()
        .await),
    call!("without_constraint_checks", |s| s
        .without_constraint_checks(async |s| s.execute(&insert()).await)
        .await),
    call!("set_constraint_checks", |s| s
        .set_constraint_checks(false)
        .await),
    call!("set_statement_timeout", |s| s
        .set_statement_timeout(None)
        .await),
    call!("set_lock_timeout", |s| s
        .set_lock_timeout(Duration::ZERO)
        .await),
    // The toy has no channels, and says so after it was asked.
    call!("listen", |s| s.listen(&Identifier::new("channel")?).await),
    call!("notify", |s| s
        .notify(&Identifier::new("channel")?, "payload")
        .await),
    call!("notification", |s| s.notification().await),
    call!("is_usable", |s| s.is_usable().await),
    call!("check", |s| s.check(None).await),
    call!("introspect", |s| HESITANT
        .introspect(s, &Scope::all())
        .await),
    call!("serialize", |s| HESITANT.serialize(s).await),
    call!("restore", |s| {
        let contents = HESITANT.serialize(s).await?;
        HESITANT.restore(s, &contents).await
    }),
    call!("check_constraints", |s| HESITANT
        .check_constraints(s, None)
        .await),
    call!("run", |s| {
        let id = Column::new("id", ColumnType::BigInteger)?;
        let change = Change::CreateTable(Table::new(QualifiedName::new("new")?).with_column(id));
        let editor = HESITANT.schema_editor;
        let steps = plan(editor, s.dialect(), &Schema::new(), &change)?;
        let _ = run(s, &steps, &mut NoProgress).await;
        s.execute(&Statement::new("DROP TABLE new")).await?;
    }),
];

fn insert_later(connection: &mut Connection) -> BoxFuture<'_, Result<()>> {
    Box::pin(async move { connection.execute(&insert()).await.map(|_| ()) })
}

/// Calls that open or end sessions of their own; the session of the test only stands beside.
const OTHERS: &[(&str, Call)] = &[
    call!("connect", |_s| HESITANT.connect(&settings("toy:")).await),
    call!("connect_with", |_s| HESITANT
        .connect_with(
            &settings("toy:"),
            &backend_core::connection::ConnectOptions::new()
        )
        .await),
    call!("close", |_s| HESITANT
        .connect(&settings("toy:"))
        .await?
        .close()
        .await),
    call!("create_test_database", |_s| made("dropped_made").await),
    call!("create_test_databases", |_s| {
        let names = ["dropped_first", "dropped_second"].map(Identifier::new);
        let names = names.into_iter().collect::<Result<Vec<_>>>()?;
        HESITANT
            .create_test_databases(&settings("toy:"), &names, Existing::Replace)
            .await
    }),
    call!("destroy_test_database", |_s| {
        let database = made("dropped_destroyed").await?;
        HESITANT.destroy_test_database(database).await
    }),
    call!("destroy_test_databases", |_s| {
        let one = made("dropped_destroyed_first").await?;
        let other = made("dropped_destroyed_second").await?;
        for result in HESITANT.destroy_test_databases(vec![one, other]).await {
            result?;
        }
    }),
    call!("clone_test_database", |_s| {
        let name = Identifier::new("dropped_cloned")?;
        let database = HESITANT
            .clone_test_database(&settings("toy:dropped"), &name)
            .await?;
        HESITANT.destroy_test_database(database).await
    }),
    call!("clone_test_databases", |_s| {
        let names = ["dropped_one", "dropped_other"].map(Identifier::new);
        let names = names.into_iter().collect::<Result<Vec<_>>>()?;
        let made = HESITANT
            .clone_test_databases(&settings("toy:dropped"), &names)
            .await?;
        for database in made {
            HESITANT.destroy_test_database(database).await?;
        }
    }),
    call!("create_with", |_s| maintenance::make().await?),
    call!("destroy_with", |_s| maintenance::remove().await?),
    call!("begin_test_run", |_s| {
        let run = HESITANT.begin_test_run(&settings("toy:")).await?;
        made(format!("dropped_{}", run.id).as_str()).await
    }),
    call!("clear_stale_test_databases", |_s| {
        let names = TestNames::new("dropped", 63)?;
        HESITANT
            .clear_stale_test_databases(&settings("toy:"), &names)
            .await?;
        made("dropped_after_clearing").await
    }),
    call!("get", |_s| {
        let pool = Pool::builder(&HESITANT, settings("toy:")).build()?;
        drop(pool.get().await?);
        pool.get().await
    }),
];

async fn made(name: &str) -> Result<backend_core::creation::TestDatabase> {
    HESITANT
        .create_test_database(
            &settings("toy:"),
            &Identifier::new(name)?,
            Existing::Replace,
        )
        .await
}

/// Polls `future` so many times; whether it came to its end.
fn is_done_after(future: Pin<Box<dyn Future<Output = Result<()>> + '_>>, polls: usize) -> bool {
    let mut future = future;
    let mut task = std::task::Context::from_waker(Waker::noop());
    (0..polls).any(|_| future.as_mut().poll(&mut task).is_ready())
}

async fn rows(connection: &mut Connection) -> i64 {
    connection.fetch_one::<(i64,)>(&count()).await.unwrap().0
}

/// Drops the call after each number of polls until it ends by itself; how many points there were.
async fn give_up_everywhere(pool: &Pool, name: &str, call: Call) -> usize {
    for polls in 0..200 {
        let mut session = pool.get().await.unwrap();
        let done = is_done_after(call(&mut session), polls);
        let by_hand = session.in_transaction();
        // The same session works on, and what was begun as a whole is there as a whole.
        let found = rows(&mut session).await;
        assert!(
            found == 0 || found == 2,
            "{name} after {polls}: {found} rows"
        );
        if !by_hand {
            assert_eq!(session.state(), SessionState::Clean, "{name} after {polls}");
        }
        drop(session);
        // So does whichever the pool lends next.
        let mut next = pool.get().await.unwrap();
        assert_eq!(next.state(), SessionState::Clean, "{name} after {polls}");
        let delete = Statement::new("DELETE FROM artist WHERE id > 1");
        next.execute(&delete).await.unwrap();
        assert_eq!(rows(&mut next).await, 0, "{name} after {polls}");
        if done {
            return polls;
        }
    }
    panic!("{name} does not end");
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

#[test]
fn a_call_that_is_dropped_leaves_its_session_and_the_pool_usable() {
    runtime().block_on(async {
        let pool = Pool::builder(&HESITANT, settings("toy:dropped"))
            .max_size(1)
            .build()
            .unwrap();
        // A toy's database is there for as long as somebody has it open.
        let mut keeper = HESITANT.connect(&settings("toy:dropped")).await.unwrap();
        keeper
            .batch("CREATE TABLE artist (id bigint)")
            .await
            .unwrap();
        for (name, call) in CALLS.iter().chain(OTHERS) {
            let points = give_up_everywhere(&pool, name, *call).await;
            assert!(points > 1, "{name} was never waiting");
            let status = pool.status();
            assert_eq!((status.open, status.lent), (1, 0), "{name}");
        }
    });
}

fn sources(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, names);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for line in text.lines() {
            if let Some(rest) = line.trim_start().strip_prefix("pub async fn ") {
                let name = rest.split(['(', '<']).next().unwrap();
                names.insert(name.to_owned());
            }
        }
    }
}

#[test]
fn no_public_asynchronous_function_is_left_out() {
    let mut public = BTreeSet::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut public,
    );
    let covered: BTreeSet<_> = CALLS
        .iter()
        .chain(OTHERS)
        .map(|(name, _)| (*name).to_owned())
        .collect();
    assert_eq!(covered, public);
}
