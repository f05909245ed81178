//! [`Two`]: two sessions that change the same two rows, and wait for each other before they get in each other's way.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use backend_core::connection::Connection;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::Table;
use backend_core::operations::Dialect;
use backend_core::sql::Statement;
use backend_core::transaction::{Atomic, AtomicOptions, BoxFuture, Retry};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

use super::artists::impatient;
use crate::case::Outcome;
use crate::context::Context;
use crate::failure::{Failure, describe, expect_eq};
use crate::fixtures::{items, row};

/// How long one waits for the other where that one may have been refused before they could meet.
const SHORT: Duration = Duration::from_millis(300);

/// How long one waits where both will come, however slow the server is.
const PATIENCE: Duration = Duration::from_secs(10);

/// More attempts than two sessions need between which somebody sleeps, each time for longer.
const ATTEMPTS: u32 = 40;

/// Two rows of a table, with the keys 1 and 2, and where the two who change them meet.
pub(super) struct Two {
    items: Table,
    dialect: Dialect,
    read: Statement,
    came: [Semaphore; 2],
    /// Whether the rows of a table can be changed by two sessions at once.
    pub(super) locks_rows: bool,
}

/// One of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    One,
    Other,
}

impl Who {
    const fn place(self) -> usize {
        match self {
            Self::One => 0,
            Self::Other => 1,
        }
    }

    const fn opposite(self) -> Self {
        match self {
            Self::One => Self::Other,
            Self::Other => Self::One,
        }
    }
}

impl Two {
    /// Makes the rows, both of that number, and opens two sessions. Where a server lets one session write at a time they do not
    /// wait for each other; otherwise they do, for as long as it takes the server to see that it is in vain.
    pub(super) async fn make(
        context: &mut Context,
        number: i64,
    ) -> Result<(Arc<Self>, Connection, Connection), Failure> {
        let items = items()?;
        context.create(&items).await?;
        context
            .insert(&items, &[row![1_i64, number], row![2_i64, number]])
            .await?;
        let mut two = Self {
            read: context.select_statement(&items),
            dialect: context.dialect(),
            items,
            came: [Semaphore::new(0), Semaphore::new(0)],
            locks_rows: true,
        };
        two.locks_rows = two.are_locked_alone(context, number).await?;
        let (one, other) = if two.locks_rows {
            (context.connect().await?, context.connect().await?)
        } else {
            (impatient(context).await?, impatient(context).await?)
        };
        Ok((Arc::new(two), one, other))
    }

    /// Whether another session can change the second row while the first one is changed.
    async fn are_locked_alone(&self, context: &mut Context, number: i64) -> Result<bool, Failure> {
        let mut other = impatient(context).await?;
        let options = AtomicOptions::new();
        let mut block = context.connection().begin_atomic(options).await?;
        block.execute(&self.set(1, number)).await?;
        let second = self.set(2, number);
        let changed = other.atomic(async |block| block.execute(&second).await);
        let changed = timeout(PATIENCE, changed).await;
        block.rollback().await?;
        match changed {
            Ok(Ok(_)) => Ok(true),
            Ok(Err(error)) if error.kind() == ErrorKind::Locked => Ok(false),
            Ok(Err(error)) => Err(error.into()),
            Err(_) => Err(Failure::new(
                "a session that waits for no lock waits, or a server whose waiting nobody can limit lets one session write",
            )),
        }
    }

    /// The statement that gives a row a number.
    pub(super) fn set(&self, id: i64, number: i64) -> Statement {
        let [key, column] = self.items.columns.as_slice() else {
            return Statement::new("");
        };
        let mut out = self.dialect.writer();
        out.push("UPDATE ").name(&self.items.name).push(" SET ");
        out.identifier(&column.name).push(" = ").bind(number);
        out.push(" WHERE ")
            .identifier(&key.name)
            .push(" = ")
            .bind(id);
        out.finish()
    }

    /// The two numbers, as a session finds them.
    pub(super) async fn numbers(&self, session: &mut Connection) -> Result<[i64; 2]> {
        let rows: Vec<(i64, i64)> = session.fetch_as(&self.read).await?;
        match rows.as_slice() {
            [(1, one), (2, other)] => Ok([*one, *other]),
            rows => Err(Error::new(
                ErrorKind::Internal,
                format!("of two rows there are {rows:?}"),
            )),
        }
    }

    /// Demands that these numbers were committed.
    pub(super) async fn expect_kept(&self, context: &mut Context, numbers: [i64; 2]) -> Outcome {
        let found = self.numbers(context.connection()).await?;
        expect_eq("the numbers that were kept", found, numbers)
    }

    /// Waits for the other one, unless both were here before; goes on alone where nobody comes.
    pub(super) async fn meet(&self, who: Who) {
        self.pass_by(who);
        let [one, other] = &self.came;
        let awaited = if who.opposite().place() == 0 {
            one
        } else {
            other
        };
        // Given back at once, so that who comes again does not wait.
        let patience = if self.locks_rows { PATIENCE } else { SHORT };
        let _ = timeout(patience, awaited.acquire()).await;
    }

    /// Lets the other one go on.
    pub(super) fn pass_by(&self, who: Who) {
        if let Some(came) = self.came.get(who.place()) {
            came.add_permits(1);
        }
    }
}

/// Runs `work` in transactions of that beginning until one is kept, and says how many were not.
pub(super) async fn until_kept<F>(
    session: &mut Connection,
    who: Who,
    options: AtomicOptions,
    work: F,
) -> Result<u32, Failure>
where
    F: for<'t> FnMut(&'t mut Atomic<'_>) -> BoxFuture<'t, Result<()>> + Send,
{
    // Of different length: two who are in each other's way again and again in step would never end.
    let (first, most) = match who {
        Who::One => (Duration::from_millis(2), Duration::from_millis(50)),
        Who::Other => (Duration::from_millis(7), Duration::from_millis(80)),
    };
    let failed = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&failed);
    let policy = Retry::new(ATTEMPTS)
        .options(options)
        .backoff(first, most, move |pause| {
            counted.fetch_add(1, Ordering::Relaxed);
            Box::pin(sleep(pause))
        });
    let kept = session.atomic_retry(&policy, work).await;
    let failed = failed.load(Ordering::Relaxed);
    kept.map(|()| failed).map_err(|error| {
        let last = describe(&error);
        Failure::new(format!(
            "{who:?}, after {failed} attempts that failed: {last}"
        ))
    })
}
