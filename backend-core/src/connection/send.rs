//! [`Connection::send`]: the one way by which statements reach the server.

use super::Connection;
use super::debug::Counted;
use super::hook::Phase;
use crate::cursor::{Discard, Done, RowSink, RowSource};
use crate::error::{Error, ErrorKind, Result};
use crate::features::Features;
use crate::value::Param;
use crate::wrapper::{TransactionOptions, Wrapper};

/// What is sent to the server in one call.
pub(super) enum Call<'a> {
    /// One statement, whose rows go into the sink.
    Query {
        sql: &'a str,
        params: &'a [Param<'a>],
        sink: &'a mut dyn RowSink,
    },
    /// One statement, once for each row of parameters.
    Many {
        sql: &'a str,
        rows: &'a mut dyn RowSource,
    },
    /// Several statements without parameters.
    Batch { script: &'a str },
    /// A statement of a transaction's control.
    Control { phase: Phase, sql: &'a str },
}

/// What is asked of the server by a method of the contract.
pub(crate) enum Control<'a> {
    /// Begin a transaction.
    Begin(&'a TransactionOptions),
    /// Commit it.
    Commit,
    /// Roll it back.
    Rollback,
}

impl Control<'_> {
    const fn phase(&self) -> Phase {
        match self {
            Control::Begin(_) => Phase::Begin,
            Control::Commit => Phase::Commit,
            Control::Rollback => Phase::Rollback,
        }
    }
}

impl<'a> Call<'a> {
    const fn phase(&self) -> Phase {
        match self {
            Call::Query { .. } => Phase::Execute,
            Call::Many { .. } => Phase::Many,
            Call::Batch { .. } => Phase::Batch,
            Call::Control { phase, .. } => *phase,
        }
    }

    const fn text(&self) -> (&'a str, &'a [Param<'a>]) {
        match self {
            Call::Query { sql, params, .. } => (sql, params),
            Call::Many { sql, .. } => (sql, &[]),
            Call::Batch { script } => (script, &[]),
            Call::Control { sql, .. } => (sql, &[]),
        }
    }
}

impl Connection {
    /// Sends one call to the vendor's cursor: nothing else in core does.
    pub(super) async fn send(&mut self, call: Call<'_>) -> Result<Done> {
        if self.debug.is_active() {
            // Boxed so that the future of a call that nobody watches is not as large as this one's.
            return Box::pin(self.send_watched(call)).await;
        }
        transmit(&mut *self.wrapper, &self.dialect.features, call).await
    }

    /// Sends one call, which hooks, the log and events see.
    async fn send_watched(&mut self, call: Call<'_>) -> Result<Done> {
        let (text, params) = call.text();
        let entered = self.debug.enter(call.phase(), text, params)?;
        let (wrapper, features) = (&mut *self.wrapper, &*self.dialect.features);
        let sql = entered.sql();
        let result = match call {
            Call::Query { sink, .. } => {
                let mut sink = Counted {
                    sink,
                    rows: entered.rows(),
                };
                let sink = &mut sink;
                transmit(wrapper, features, Call::Query { sql, params, sink }).await
            }
            Call::Many { rows, .. } => transmit(wrapper, features, Call::Many { sql, rows }).await,
            Call::Batch { .. } => transmit(wrapper, features, Call::Batch { script: sql }).await,
            Call::Control { phase, .. } => {
                transmit(wrapper, features, Call::Control { phase, sql }).await
            }
        };
        entered.end(result.as_ref().copied());
        result
    }

    /// Controls a transaction: nothing else in core tells the vendor to. The log and events see it.
    pub(crate) async fn control(&mut self, control: Control<'_>) -> Result<()> {
        let entered = self.debug.enter_control(control.phase());
        let result = match control {
            Control::Begin(options) => self.wrapper.begin(options).await,
            Control::Commit => self.wrapper.commit().await,
            Control::Rollback => self.wrapper.rollback().await,
        };
        if let Some(entered) = entered {
            entered.end(result.as_ref().map(|()| Done::default()));
        }
        result
    }
}

/// Hands a call to the vendor.
async fn transmit(wrapper: &mut dyn Wrapper, features: &Features, call: Call<'_>) -> Result<Done> {
    let (sql, result) = match call {
        Call::Query { sql, params, sink } => {
            check_parameters(features, params.len())?;
            (sql, wrapper.cursor().query(sql, params, sink).await)
        }
        Call::Many { sql, rows } => {
            let mut rows = Checked { features, rows };
            (sql, wrapper.cursor().execute_many(sql, &mut rows).await)
        }
        Call::Batch { script } => {
            let ran = wrapper.cursor().batch(script).await;
            (script, ran.map(|()| Done::default()))
        }
        Call::Control { sql, .. } => {
            let cursor = wrapper.cursor();
            (sql, cursor.query(sql, &[], &mut Discard).await)
        }
    };
    result.map_err(|error| error.with_sql(sql))
}

fn check_parameters(features: &Features, count: usize) -> Result<()> {
    match features.max_query_parameters.map(usize::try_from) {
        Some(Ok(most)) if count > most => Err(Error::new(
            ErrorKind::Interface,
            format!("a statement takes at most {most} parameters here, not {count}"),
        )),
        _ => Ok(()),
    }
}

/// Refuses a row of too many parameters before the cursor sees it.
struct Checked<'a> {
    features: &'a Features,
    rows: &'a mut dyn RowSource,
}

impl RowSource for Checked<'_> {
    fn next(&mut self) -> Result<Option<&[Param<'_>]>> {
        let row = self.rows.next()?;
        check_parameters(self.features, row.map_or(0, <[_]>::len))?;
        Ok(row)
    }
}
