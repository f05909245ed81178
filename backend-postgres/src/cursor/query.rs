//! One statement and its rows.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;

use backend_core::cursor::{Done, Flow, RowSink};
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::value::Param;
use futures_util::TryStreamExt as _;
use smallvec::SmallVec;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::Type;
use tokio_postgres::{Row, RowStream};

use super::calls::Call;
use super::statements::{Prepared, Refused};
use super::verb::Verb;
use crate::settings::Statements;
use crate::value::{Cells, Encoded, Encoding, Readings, Scratch, encode};
use crate::wrapper::PostgresWrapper;

/// How many rows are dropped one by one when a sink wants no more, before the server is asked to stop.
const FEW_ROWS: usize = 1_000;

/// Memory that is used for every statement and kept from call to call.
#[derive(Default)]
pub(crate) struct Buffers {
    /// The parameters as they are sent, one after the other.
    pub(super) sent: Vec<u8>,
    /// What is spelled out for the cells of one row.
    pub(super) scratch: Scratch,
}

/// How each parameter is sent, and where its bytes end.
pub(super) type Places = SmallVec<[(Encoding, usize); 8]>;

/// How the reading of a result ended.
pub(super) enum Ending {
    /// The server has answered to the end; so many rows its answer counts.
    Complete(Option<u64>),
    /// The sink wants no more, and there is more to come.
    Stopped,
}

/// Why the reading of a result failed.
pub(super) enum Failure {
    /// The server or the driver says so: the statement has ended.
    Server(tokio_postgres::Error),
    /// The sink says so, or a row cannot be read: the statement goes on.
    Reader(Error),
}

impl PostgresWrapper {
    /// Runs one statement and pushes its rows into `sink`.
    pub(super) async fn run(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        sink: &mut dyn RowSink,
    ) -> Result<Done> {
        let call = self.calls.begin(&self.client).await;
        match self.session.statements {
            Statements::Named => self.run_named(call, sql, params, sink).await,
            // Boxed so that the future of both ways is not as large as this one's.
            Statements::Unnamed => Box::pin(self.run_unnamed(call, sql, params, sink)).await,
        }
    }

    async fn run_named(
        &mut self,
        call: Call,
        sql: &str,
        params: &[Param<'_>],
        sink: &mut dyn RowSink,
    ) -> Result<Done> {
        let (prepared, rows) = match self.open(sql, params).await {
            Ok(opened) => opened,
            Err(error) => {
                call.end();
                return Err(error);
            }
        };
        let must_end = prepared.verb != Verb::Other || self.transaction.may_be_open();
        let scratch = &mut self.buffers.scratch;
        let rows = pin!(rows);
        let ending = push(None, rows, &prepared.readings, scratch, sink, must_end).await;
        self.finish(call, sql, prepared.verb, ending)
    }

    /// Sends a statement, prepared now or earlier; prepares it again where its plan is out of date. An error is the end of it.
    async fn open(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
    ) -> Result<(Arc<Prepared>, RowStream)> {
        match self.try_open(sql, params).await? {
            (prepared, Ok(rows)) => Ok((prepared, rows)),
            (_, Err(error)) if is_stale(&error) => {
                self.statements.forget(sql);
                if self.transaction.may_be_open() {
                    return Err(self.outdated(error, sql));
                }
                let (prepared, rows) = Box::pin(self.try_open(sql, params)).await?;
                let rows = rows.map_err(|error| self.failed(error, sql))?;
                Ok((prepared, rows))
            }
            (_, Err(error)) => Err(self.failed(error, sql)),
        }
    }

    async fn try_open(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
    ) -> Result<(Arc<Prepared>, Result<RowStream, tokio_postgres::Error>)> {
        let mut sent = std::mem::take(&mut self.buffers.sent);
        sent.clear();
        let encoded = self.encoded(sql, params, &mut sent).await;
        self.buffers.sent = sent;
        let (prepared, places) = encoded?;
        let sent = places_of(&self.buffers.sent, 0, &places);
        let rows = self.client.query_raw(&prepared.statement, sent).await;
        Ok((prepared, rows))
    }

    /// The statement, and its parameters encoded behind what `sent` holds. Where one does not fit the type that its place has,
    /// the statement is prepared for the value's own.
    pub(super) async fn encoded(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        sent: &mut Vec<u8>,
    ) -> Result<(Arc<Prepared>, Places)> {
        let start = sent.len();
        let prepared = self.prepared(sql, params).await?;
        let places = encode_row(params, prepared.statement.params(), sent)?;
        if fits(&places) {
            return Ok((prepared, places));
        }
        sent.truncate(start);
        let own: SmallVec<[Param<'_>; 8]> =
            params.iter().map(|param| Param::new(param.value)).collect();
        let prepared = Box::pin(self.prepared(sql, &own)).await?;
        let places = encode_row(&own, prepared.statement.params(), sent)?;
        match places
            .iter()
            .position(|(encoding, _)| *encoding == Encoding::Unfit)
        {
            None => Ok((prepared, places)),
            Some(index) => Err(unfit(index, prepared.statement.params().get(index))),
        }
    }

    /// The statement, prepared now or earlier for parameters of the same kinds.
    pub(super) async fn prepared(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
    ) -> Result<Arc<Prepared>> {
        let asked = self.statements.prepare(&self.client, sql, params).await;
        asked.map_err(|refused| match refused {
            Refused::Caller(error) => error,
            Refused::Server(error) => self.failed(error, sql),
        })
    }

    /// Runs a statement inside a call that has begun, and reads it to its end; gives how many rows its answer counts.
    pub(super) async fn run_inside(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        sink: &mut dyn RowSink,
    ) -> Result<u64> {
        let (prepared, rows) = self.open(sql, params).await?;
        let scratch = &mut self.buffers.scratch;
        match push(None, pin!(rows), &prepared.readings, scratch, sink, true).await {
            Ok(Ending::Complete(counted)) => Ok(counted.unwrap_or(0)),
            Ok(Ending::Stopped) => Ok(0),
            Err(Failure::Reader(error)) => Err(error),
            Err(Failure::Server(error)) => Err(self.failed(error, sql)),
        }
    }

    /// Runs a statement of the contract's own, whose meaning for the session is known.
    pub(crate) async fn run_own(&mut self, sql: &str) -> Result<()> {
        self.run_text(sql, Verb::Other).await
    }

    /// Runs a statement without parameters as text.
    pub(super) async fn run_text(&mut self, sql: &str, verb: Verb) -> Result<()> {
        let call = self.calls.begin(&self.client).await;
        let ending = match self.client.batch_execute(sql).await {
            Ok(()) => Ok(Ending::Complete(None)),
            Err(error) => Err(Failure::Server(error)),
        };
        self.finish(call, sql, verb, ending).map(|_| ())
    }

    /// Ends a call with its statement. One that goes on at the server is asked to stop, as the call is dropped.
    pub(super) fn finish(
        &mut self,
        call: Call,
        sql: &str,
        verb: Verb,
        ending: Result<Ending, Failure>,
    ) -> Result<Done> {
        if matches!(ending, Ok(Ending::Complete(_)) | Err(Failure::Server(_))) {
            call.end();
        }
        self.note(sql, verb, ending)
    }

    /// What the end of a statement means for the session, and what it did.
    pub(super) fn note(
        &mut self,
        sql: &str,
        verb: Verb,
        ending: Result<Ending, Failure>,
    ) -> Result<Done> {
        let counted = match ending {
            Ok(Ending::Complete(counted)) => counted,
            Ok(Ending::Stopped) => None,
            Err(Failure::Reader(error)) => return Err(error),
            Err(Failure::Server(error)) => return Err(self.failed(error, sql)),
        };
        match verb {
            Verb::Changes => return Ok(counted.map_or_else(Done::default, Done::affected)),
            Verb::Transaction => self.transaction.controlled_by_text(),
            Verb::RollsBack => self.rolled_back_in_part(),
            Verb::Redefines => self.redefined(),
            Verb::Other => {}
        }
        Ok(Done::default())
    }
}

/// Reads rows to their end, or for as long as the sink wants any. A statement that `must_end` is read to its end even then.
pub(super) async fn push(
    mut first: Option<Row>,
    mut rows: Pin<&mut RowStream>,
    readings: &Readings,
    scratch: &mut Scratch,
    sink: &mut dyn RowSink,
    must_end: bool,
) -> Result<Ending, Failure> {
    if !readings.columns().is_empty() {
        sink.start(readings.columns()).map_err(Failure::Reader)?;
    }
    loop {
        let row = match first.take() {
            Some(row) => row,
            None => match rows.try_next().await.map_err(Failure::Server)? {
                Some(row) => row,
                None => return Ok(Ending::Complete(rows.rows_affected())),
            },
        };
        let flow = {
            let mut cells = Cells::new();
            readings
                .read(&row, scratch, &mut cells)
                .map_err(Failure::Reader)?;
            sink.row(&cells).map_err(Failure::Reader)?
        };
        match flow {
            Flow::Continue => {}
            Flow::Pause => poll_fn(|context| sink.poll_ready(context)).await,
            Flow::Stop => return drain(rows, must_end).await,
        }
    }
}

/// Drops the rows that nobody wants: all of them where the statement must end, otherwise a few.
async fn drain(mut rows: Pin<&mut RowStream>, must_end: bool) -> Result<Ending, Failure> {
    let mut dropped = 0;
    while rows.try_next().await.map_err(Failure::Server)?.is_some() {
        dropped += 1;
        if dropped == FEW_ROWS && !must_end {
            return Ok(Ending::Stopped);
        }
    }
    Ok(Ending::Complete(rows.rows_affected()))
}

/// Encodes each parameter for the type that its place has, behind what `out` holds.
fn encode_row(params: &[Param<'_>], types: &[Type], out: &mut Vec<u8>) -> Result<Places> {
    let mut places = Places::new();
    for (param, type_) in params.iter().zip(types) {
        let encoding = encode(*param, type_, out)?;
        places.push((encoding, out.len()));
    }
    Ok(places)
}

/// Whether every parameter is of the type that its place has, or can be sent as one.
fn fits(places: &Places) -> bool {
    places
        .iter()
        .all(|(encoding, _)| *encoding != Encoding::Unfit)
}

pub(super) fn unfit(index: usize, type_: Option<&Type>) -> Error {
    let expected = type_.map_or("another type", Type::name);
    Error::new(
        ErrorKind::Data,
        format!(
            "parameter {} is not of the type that is expected in its place, {expected}",
            index + 1
        ),
    )
}

/// The parameters as the driver takes them, of which the first begins at `start`.
pub(super) fn places_of<'b>(
    bytes: &'b [u8],
    mut start: usize,
    places: &'b Places,
) -> impl ExactSizeIterator<Item = Encoded<'b>> + 'b {
    places.iter().map(move |(encoding, end)| {
        let own = bytes.get(start..*end).unwrap_or_default();
        start = *end;
        Encoded {
            encoding: *encoding,
            bytes: own,
        }
    })
}

/// Whether the server refuses a prepared statement because what it was prepared for has changed.
fn is_stale(error: &tokio_postgres::Error) -> bool {
    // The only refusal of its class when a statement is bound that was prepared without one.
    error.code() == Some(&SqlState::FEATURE_NOT_SUPPORTED)
        || error.code() == Some(&SqlState::INVALID_SQL_STATEMENT_NAME)
}

pub(super) fn check_count(expected: usize, given: usize) -> Result<()> {
    if expected == given {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Interface,
        format!("the statement takes {expected} parameters, and {given} were given"),
    ))
}
