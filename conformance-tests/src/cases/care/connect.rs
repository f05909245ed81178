//! What is done with every new session.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use backend_core::connection::{ConnectHook, ConnectOptions, Connection};
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::sql::Statement;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq, expect_error};
use crate::fixtures::{Seen, Watcher, many_items};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "care.connect.once_a_session",
        once_a_session,
        "A hook on connecting runs once for each new session, and can run statements on it."
    )
    .smoke()
    .django("backends/tests.py"),
    case!(
        "care.connect.in_order",
        in_order,
        "Hooks on connecting run in order, and the session's statement hooks see their statements."
    ),
    case!(
        "care.connect.failing_hook",
        failing_hook,
        "A hook on connecting that fails is the failure of connecting, and the hooks after it do not run."
    ),
    case!(
        "care.connect.without_options",
        without_options,
        "Without hooks a session is opened like any other, and is nobody's business."
    ),
];

/// Runs one statement, and counts.
#[derive(Default)]
struct Greeting {
    runs: AtomicUsize,
    fails: bool,
}

#[async_trait]
impl ConnectHook for Greeting {
    async fn connected(&self, connection: &mut Connection) -> Result<()> {
        self.runs.fetch_add(1, Ordering::Relaxed);
        connection.execute(&Statement::new("SELECT 1")).await?;
        if self.fails {
            return Err(Error::new(ErrorKind::PermissionDenied, "not welcome"));
        }
        Ok(())
    }
}

impl Greeting {
    fn new(fails: bool) -> Arc<Self> {
        Arc::new(Self {
            runs: AtomicUsize::new(0),
            fails,
        })
    }

    fn runs(&self) -> usize {
        self.runs.load(Ordering::Relaxed)
    }
}

async fn once_a_session(context: &mut Context) -> Outcome {
    let items = many_items(context, 3).await?;
    let select = context.select_columns(&items, &["id"]);
    let greeting = Greeting::new(false);
    let options = ConnectOptions::new().on_connect(Arc::clone(&greeting) as _);
    for session in 1..=3 {
        let backend = context.backend();
        let mut connection = backend.connect_with(context.settings(), &options).await?;
        connection.fetch_as::<(i64,)>(&select).await?;
        expect_eq("runs", greeting.runs(), session)?;
        connection.close().await?;
    }
    Ok(())
}

async fn in_order(context: &mut Context) -> Outcome {
    let seen = Seen::default();
    let greetings = [Greeting::new(false), Greeting::new(false)];
    let mut options = ConnectOptions::new().statement_hook(Watcher::new("a", &seen).shared());
    for greeting in &greetings {
        options = options.on_connect(Arc::clone(greeting) as _);
    }
    let backend = context.backend();
    let mut connection = backend.connect_with(context.settings(), &options).await?;
    expect_eq("runs", [greetings[0].runs(), greetings[1].runs()], [1, 1])?;
    expect_eq("lines", seen.take().len(), 4)?;
    connection.execute(&Statement::new("SELECT 1")).await?;
    expect_eq("lines of a statement", seen.take().len(), 2)?;
    connection.close().await?;
    Ok(())
}

async fn failing_hook(context: &mut Context) -> Outcome {
    let (failing, after) = (Greeting::new(true), Greeting::new(false));
    let options = ConnectOptions::new()
        .on_connect(Arc::clone(&failing) as _)
        .on_connect(Arc::clone(&after) as _);
    let backend = context.backend();
    let result = backend.connect_with(context.settings(), &options).await;
    let error = expect_error("the session", result, ErrorKind::PermissionDenied)?;
    expect_eq("the message", error.message(), "not welcome")?;
    expect_eq("runs", [failing.runs(), after.runs()], [1, 0])?;
    expect(context.connection().is_usable().await, || {
        "the first session is gone".to_owned()
    })
}

async fn without_options(context: &mut Context) -> Outcome {
    let backend = context.backend();
    let options = ConnectOptions::new();
    let mut connection = backend.connect_with(context.settings(), &options).await?;
    expect(connection.is_usable().await, || {
        "it does not work".to_owned()
    })?;
    expect(connection.query_log().is_none(), || {
        "it has a log".to_owned()
    })?;
    connection.close().await?;
    Ok(())
}
