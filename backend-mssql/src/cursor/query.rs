//! One statement and its rows.

use std::future::poll_fn;

use backend_core::cursor::{Done, Flow, RowSink};
use backend_core::error::{Error, Result};
use backend_core::value::Param;

use super::render::encode_all;
use super::statement::Verb;
use crate::driver::{Answer, Failure, Item, Request};
use crate::error::classify;
use crate::sql::PROGRAM;
use crate::value::{Digits, Readings};
use crate::wrapper::MssqlWrapper;

/// How many rows are dropped one by one when a sink wants no more, before the server is asked to stop.
const FEW_ROWS: usize = 1_000;

/// Why the reading of an answer failed.
enum Broken {
    /// The server or the driver says so.
    Session(Failure),
    /// The sink says so, or a row cannot be read: the statement goes on, and is stopped.
    Reader(Error),
}

impl From<Failure> for Broken {
    fn from(failure: Failure) -> Self {
        Self::Session(failure)
    }
}

impl MssqlWrapper {
    /// Runs one statement and pushes its rows into `sink`.
    pub(super) async fn run(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        sink: &mut dyn RowSink,
    ) -> Result<Done> {
        let statement = self.cursor.statements.get(sql)?;
        let encoded = encode_all(&statement, params, self.cursor.limits)?;
        let request = statement.request(sql, encoded, self.cursor.limits);
        self.run_request(request, sql, statement.verb, sink).await
    }

    /// As [`run`](Self::run), of a statement without parameters that is sent in the session's own scope, whatever it is.
    pub(super) async fn run_as_batch(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        sink: &mut dyn RowSink,
    ) -> Result<Done> {
        let statement = self.cursor.statements.get(sql)?;
        statement.check_count(params.len())?;
        let request = Request::Batch(sql.to_owned());
        self.run_request(request, sql, statement.verb, sink).await
    }

    async fn run_request(
        &mut self,
        request: Request,
        sql: &str,
        verb: Verb,
        sink: &mut dyn RowSink,
    ) -> Result<Done> {
        self.cursor.forget_after(&request);
        // Before the answer, so that a dropped future leaves nothing that is not undone.
        self.has_broken_program = sql.starts_with(PROGRAM);
        let digits = &mut self.cursor.digits;
        let mut call = self.session.call();
        let ended = match call.send(request).await {
            Ok(answer) => push(answer, verb, digits, sink).await,
            Err(failure) => Err(failure.into()),
        };
        drop(call);
        let is_broken_off = matches!(
            ended,
            Err(Broken::Session(Failure::Stopped(_)) | Broken::Reader(_))
        );
        if is_broken_off {
            // Where it cannot be undone the session is lost, which the next call says; this one says why the statement ended.
            let _ = self.undo_program().await;
        } else {
            self.has_broken_program = false;
        }
        match ended {
            Ok(counted) => Ok(match verb {
                Verb::Changes | Verb::Upserts => counted.map_or_else(Done::default, Done::affected),
                Verb::Reads | Verb::Other => Done::default(),
            }),
            Err(Broken::Reader(error)) => Err(error),
            Err(Broken::Session(failure)) => Err(classify(failure, sql)),
        }
    }
}

/// Reads an answer to its end, or for as long as the sink wants rows; gives how many rows the statement changed.
async fn push(
    mut answer: Answer<'_>,
    verb: Verb,
    digits: &mut Digits,
    sink: &mut dyn RowSink,
) -> Result<Option<u64>, Broken> {
    let mut counts = Counts::default();
    let mut readings = None;
    while let Some(item) = answer.next().await? {
        match item {
            Item::Columns(columns) => {
                let new = Readings::of(&columns);
                sink.start(new.columns()).map_err(Broken::Reader)?;
                readings = Some(new);
            }
            Item::Row(row) => {
                counts.rows += 1;
                let Some(readings) = &readings else {
                    continue;
                };
                let flow = readings
                    .read(&row, digits, |cells| sink.row(cells))
                    .map_err(Broken::Reader)?;
                match flow {
                    Flow::Continue => {}
                    Flow::Pause => {
                        poll_fn(|context| {
                            answer.poll_meanwhile(context);
                            sink.poll_ready(context)
                        })
                        .await;
                    }
                    Flow::Stop => return drain(answer, verb, counts).await,
                }
            }
            Item::Counted(count) => counts.count(count, verb),
        }
    }
    Ok(counts.changed())
}

/// Drops the rows that nobody wants: all of them where the statement changes something, otherwise a few.
async fn drain(
    mut answer: Answer<'_>,
    verb: Verb,
    mut counts: Counts,
) -> Result<Option<u64>, Broken> {
    let mut dropped = 0;
    while let Some(item) = answer.next().await? {
        match item {
            Item::Row(_) => {
                counts.rows += 1;
                dropped += 1;
                if dropped == FEW_ROWS && verb == Verb::Reads {
                    return Ok(None);
                }
            }
            Item::Counted(count) => counts.count(count, verb),
            Item::Columns(_) => {}
        }
    }
    Ok(counts.changed())
}

/// What an answer counts.
#[derive(Default)]
pub(super) struct Counts {
    /// What counts so far.
    counted: Option<u64>,
    /// Rows that came.
    rows: u64,
}

impl Counts {
    /// Takes a count: each of an upsert's is of some rows, and otherwise the last is the statement's, behind those of triggers.
    pub(super) fn count(&mut self, count: u64, verb: Verb) {
        let before = self.counted.filter(|_| verb == Verb::Upserts);
        self.counted = Some(before.unwrap_or(0) + count);
    }

    /// How many rows were changed. Each row that `OUTPUT` gave back is one, also where the server does not count them.
    pub(super) fn changed(&self) -> Option<u64> {
        match self.counted {
            Some(0) if self.rows > 0 => Some(self.rows),
            counted => counted,
        }
    }
}
