//! [`QueryLog`]: the last calls of a session, for people who look for slow or needless ones.

use std::collections::VecDeque;
use std::collections::vec_deque::Iter;
use std::time::Duration;

use super::Connection;
use super::hook::{Phase, StatementOutcome, StatementReport};
use crate::error::ErrorKind;
use crate::value::TypedValue;

/// One call to the server.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LogEntry {
    /// What it was.
    pub phase: Phase,
    /// The text that was sent; empty where the contract has a method and no text, as for a commit.
    pub sql: String,
    /// The parameters, where [`show_parameters`](Connection::show_parameters) asked for them.
    pub params: Option<Vec<TypedValue>>,
    /// How long it took.
    pub duration: Duration,
    /// The rows that it gave.
    pub rows: u64,
    /// The rows that it changed, where the server says so.
    pub affected: Option<u64>,
    /// How it failed.
    pub error: Option<ErrorKind>,
    /// Whether its future was dropped before it ended.
    pub dropped: bool,
}

/// The last calls of a session, oldest first. It is bounded: the oldest entry makes room, and is counted.
#[derive(Debug, Clone)]
pub struct QueryLog {
    entries: VecDeque<LogEntry>,
    capacity: usize,
    dropped: u64,
}

impl QueryLog {
    pub(super) const fn new(capacity: usize) -> Self {
        Self {
            entries: VecDeque::new(),
            capacity,
            dropped: 0,
        }
    }

    pub(super) fn record(&mut self, report: &StatementReport<'_>, shows_parameters: bool) {
        while self.entries.len() >= self.capacity {
            self.dropped += 1;
            if self.entries.pop_front().is_none() {
                // A log without room.
                return;
            }
        }
        let params = shows_parameters.then(|| {
            let owned = report.params.iter().map(|param| TypedValue {
                value: param.value.to_value(),
                kind: param.kind,
            });
            owned.collect()
        });
        let (affected, error) = match report.outcome {
            StatementOutcome::Done(done) => (done.affected, None),
            StatementOutcome::Failed(error) => (None, Some(error.kind())),
            StatementOutcome::Dropped => (None, None),
        };
        self.entries.push_back(LogEntry {
            phase: report.phase,
            sql: report.sql.to_owned(),
            params,
            duration: report.duration,
            rows: report.rows,
            affected,
            error,
            dropped: matches!(report.outcome, StatementOutcome::Dropped),
        });
    }

    /// The entries, oldest first.
    pub fn entries(&self) -> Iter<'_, LogEntry> {
        self.entries.iter()
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The most entries that it keeps.
    #[must_use]
    pub const fn capacity(&self) -> usize {
        self.capacity
    }

    /// How many entries made room for later ones: where this is not 0, the log does not show everything.
    #[must_use]
    pub const fn dropped(&self) -> u64 {
        self.dropped
    }

    /// Forgets all entries, and how many there were.
    pub fn clear(&mut self) {
        self.entries.clear();
        self.dropped = 0;
    }
}

impl<'l> IntoIterator for &'l QueryLog {
    type Item = &'l LogEntry;
    type IntoIter = Iter<'l, LogEntry>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries()
    }
}

impl Connection {
    /// Begins a new log of this session's calls, with the transactions' control. It keeps the last `capacity` of them.
    ///
    /// # Example
    /// ```
    /// use backend_core::sql::Statement;
    ///
    /// # futures_executor::block_on(async {
    /// # let settings = toy_backend::BACKEND.settings("toy:")?;
    /// let mut connection = toy_backend::BACKEND.connect(&settings).await?;
    /// connection.enable_query_log(100);
    /// connection.execute(&Statement::new("SELECT ?").bind("secret")).await?;
    /// let log = connection.disable_query_log().expect("it was enabled");
    /// let entry = log.entries().next().expect("one call");
    /// assert_eq!((entry.sql.as_str(), entry.rows), ("SELECT ?", 1));
    /// assert_eq!((&entry.params, log.dropped()), (&None, 0));
    /// # Ok::<(), backend_core::error::Error>(())
    /// # }).unwrap();
    /// ```
    #[doc(alias = "force_debug_cursor")]
    pub fn enable_query_log(&mut self, capacity: usize) {
        self.debug.log = Some(QueryLog::new(capacity));
    }

    /// Ends the log, and gives what it holds; `None` where there is none.
    pub fn disable_query_log(&mut self) -> Option<QueryLog> {
        self.debug.log.take()
    }

    /// The log, where there is one.
    #[must_use]
    #[doc(alias = "queries")]
    pub const fn query_log(&self) -> Option<&QueryLog> {
        self.debug.log.as_ref()
    }

    /// The log, to clear it.
    pub const fn query_log_mut(&mut self) -> Option<&mut QueryLog> {
        self.debug.log.as_mut()
    }

    /// Whether the query log and the events of `tracing` show parameters. They can be secret; without this, none is shown.
    pub const fn show_parameters(&mut self, on: bool) {
        self.debug.shows_parameters = on;
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::QueryLog;
    use crate::connection::hook::{Phase, StatementOutcome, StatementReport};
    use crate::cursor::Done;

    #[test]
    fn the_oldest_entry_makes_room_and_is_counted() {
        for (capacity, kept, dropped) in [(0, 0, 5), (1, 1, 4), (3, 3, 2), (5, 5, 0), (9, 5, 0)] {
            let mut log = QueryLog::new(capacity);
            for sql in ["1", "2", "3", "4", "5"] {
                let report = StatementReport {
                    phase: Phase::Execute,
                    sql,
                    params: &[],
                    duration: Duration::ZERO,
                    rows: 0,
                    outcome: StatementOutcome::Done(Done::default()),
                };
                log.record(&report, false);
            }
            assert_eq!((log.len(), log.dropped()), (kept, dropped), "{capacity}");
            assert_eq!(
                log.entries().next_back().map(|entry| entry.sql.as_str()),
                (kept > 0).then_some("5")
            );
            log.clear();
            assert_eq!((log.is_empty(), log.dropped()), (true, 0));
        }
    }
}
