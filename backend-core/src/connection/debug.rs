//! [`DebugCursor`]: hooks, log and events around each call; not entered where nobody asked for any of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Instant;

use super::hook::{
    HookId, Phase, StatementContext, StatementHook, StatementOutcome, StatementReport,
};
use super::log::QueryLog;
use super::trace;
use crate::cursor::{Done, Flow, RowSink};
use crate::error::{Error, Result};
use crate::row::ResultColumn;
use crate::value::{Param, ValueRef};

/// What watches the calls of a session.
#[derive(Default)]
#[doc(alias = "CursorDebugWrapper")]
pub(super) struct DebugCursor {
    pub(super) hooks: Vec<(HookId, Arc<dyn StatementHook>)>,
    pub(super) last_id: u64,
    pub(super) log: Option<QueryLog>,
    pub(super) shows_parameters: bool,
}

impl DebugCursor {
    pub(super) fn add_hook(&mut self, hook: Arc<dyn StatementHook>) -> HookId {
        self.last_id += 1;
        let id = HookId(self.last_id);
        self.hooks.push((id, hook));
        id
    }

    pub(super) fn remove_hook(&mut self, id: HookId) -> bool {
        let before = self.hooks.len();
        self.hooks.retain(|(other, _)| *other != id);
        self.hooks.len() < before
    }

    /// Whether anybody watches.
    pub(super) fn is_active(&self) -> bool {
        !self.hooks.is_empty() || self.log.is_some() || trace::is_enabled()
    }

    /// Shows a statement to the hooks; one that controls a transaction is none of theirs.
    ///
    /// # Errors
    /// A hook's refusal; those before it have seen it as the statement's failure.
    pub(super) fn enter<'d>(
        &'d mut self,
        phase: Phase,
        sql: &'d str,
        params: &'d [Param<'d>],
    ) -> Result<Entered<'d>> {
        let mut entered = Entered {
            context: StatementContext::new(phase, sql, params),
            debug: self,
            hooks: 0,
            started: Instant::now(),
            rows: AtomicU64::new(0),
            is_over: false,
        };
        if phase.is_control() {
            return Ok(entered);
        }
        for (_, hook) in &entered.debug.hooks {
            if let Err(error) = hook.before(&mut entered.context) {
                let error = error.with_sql(entered.sql());
                entered.leave(StatementOutcome::Failed(&error));
                return Err(error);
            }
            entered.hooks += 1;
        }
        Ok(entered)
    }

    /// Notes a call that the contract has a method for, where anybody watches: hooks do not see it.
    pub(super) fn enter_control(&mut self, phase: Phase) -> Option<Entered<'_>> {
        self.is_active().then(|| Entered {
            context: StatementContext::new(phase, "", &[]),
            debug: self,
            hooks: 0,
            started: Instant::now(),
            rows: AtomicU64::new(0),
            is_over: false,
        })
    }
}

/// A call on its way. Where it is dropped without having left, its future was.
pub(super) struct Entered<'d> {
    debug: &'d mut DebugCursor,
    context: StatementContext<'d>,
    /// How many hooks have seen it.
    hooks: usize,
    started: Instant,
    rows: AtomicU64,
    is_over: bool,
}

impl Entered<'_> {
    /// The text to send.
    pub(super) fn sql(&self) -> &str {
        self.context.sql()
    }

    /// What counts the rows.
    pub(super) const fn rows(&self) -> &AtomicU64 {
        &self.rows
    }

    /// Notes the end of the call.
    pub(super) fn end(mut self, result: Result<Done, &Error>) {
        self.leave(match result {
            Ok(done) => StatementOutcome::Done(done),
            Err(error) => StatementOutcome::Failed(error),
        });
    }

    fn leave(&mut self, outcome: StatementOutcome<'_>) {
        self.is_over = true;
        let report = StatementReport {
            phase: self.context.phase(),
            sql: self.context.sql(),
            params: self.context.params(),
            duration: self.started.elapsed(),
            rows: self.rows.load(Ordering::Relaxed),
            outcome,
        };
        for (_, hook) in self.debug.hooks.iter().take(self.hooks).rev() {
            hook.after(&report);
        }
        if let Some(log) = &mut self.debug.log {
            log.record(&report, self.debug.shows_parameters);
        }
        trace::event(&report, self.debug.shows_parameters);
    }
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        if !self.is_over {
            self.leave(StatementOutcome::Dropped);
        }
    }
}

/// Counts the rows of a sink.
pub(super) struct Counted<'a> {
    pub(super) sink: &'a mut dyn RowSink,
    pub(super) rows: &'a AtomicU64,
}

impl RowSink for Counted<'_> {
    fn start(&mut self, columns: &[ResultColumn]) -> Result<()> {
        self.sink.start(columns)
    }

    fn row(&mut self, cells: &[ValueRef<'_>]) -> Result<Flow> {
        self.rows.fetch_add(1, Ordering::Relaxed);
        self.sink.row(cells)
    }

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<()> {
        self.sink.poll_ready(context)
    }
}
