//! Statements that are sent whole each time, so that nothing stays at the server between two transactions.
//!
//! The server's word for the types of parameters comes too late here: a value goes as of its own type, and one that is assigned
//! to a column as text, which the server reads as the column's. Only a row tells the columns of a result, so that those of an
//! empty one stay unknown.

use std::pin::pin;

use backend_core::cursor::{Discard, Done, RowSink, RowSource};
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::value::{Param, ValueRef};
use futures_util::TryStreamExt as _;
use smallvec::SmallVec;
use tokio_postgres::RowStream;
use tokio_postgres::types::Type;

use super::assigned::assigned;
use super::calls::Call;
use super::query::{Ending, Failure, Places, check_count, places_of, push, unfit};
use super::statements::first_type;
use super::verb::{Verb, count_parameters};
use crate::value::{Encoding, Readings, encode};
use crate::wrapper::PostgresWrapper;

impl PostgresWrapper {
    /// Runs one statement and pushes its rows into `sink`.
    pub(super) async fn run_unnamed(
        &mut self,
        call: Call,
        sql: &str,
        params: &[Param<'_>],
        sink: &mut dyn RowSink,
    ) -> Result<Done> {
        match self.send_unnamed(sql, params, sink).await {
            Ok(ending) => self.finish(call, sql, Verb::of(sql), ending),
            Err(error) => {
                call.end();
                Err(error)
            }
        }
    }

    /// Runs one statement once for each row of parameters: each by itself, as nothing of it stays.
    pub(super) async fn run_each_unnamed(
        &mut self,
        sql: &str,
        rows: &mut dyn RowSource,
    ) -> Result<Done> {
        let call = self.calls.begin(&self.client).await;
        let result = self.send_each_unnamed(sql, rows).await;
        call.end();
        result
    }

    async fn send_each_unnamed(&mut self, sql: &str, rows: &mut dyn RowSource) -> Result<Done> {
        let verb = Verb::of(sql);
        let mut sum = Done::default();
        while let Some(params) = rows.next()? {
            self.check_cancelled(sql)?;
            let ending = self.send_unnamed(sql, params, &mut Discard).await?;
            let done = self.note(sql, verb, ending)?;
            if let Some(more) = done.affected {
                sum = Done::affected(sum.affected.unwrap_or(0) + more);
            }
        }
        Ok(sum)
    }

    /// Sends a statement and reads its rows. An error here means that it has ended, or was not sent.
    async fn send_unnamed(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        sink: &mut dyn RowSink,
    ) -> Result<Result<Ending, Failure>> {
        let rows = self.open_unnamed(sql, params).await?;
        let must_end = Verb::of(sql) != Verb::Other || self.transaction.may_be_open();
        let scratch = &mut self.buffers.scratch;
        let mut rows = pin!(rows);
        Ok(match rows.as_mut().try_next().await {
            Ok(None) => Ok(Ending::Complete(rows.rows_affected())),
            Ok(Some(first)) => {
                let columns = first.columns();
                let readings =
                    Readings::of(columns).unwrap_or_else(|_| Readings::with_bytes(columns));
                push(Some(first), rows, &readings, scratch, sink, must_end).await
            }
            Err(error) => Err(Failure::Server(error)),
        })
    }

    async fn open_unnamed(&mut self, sql: &str, params: &[Param<'_>]) -> Result<RowStream> {
        if sql.as_bytes().contains(&0) {
            // The driver says of it that the server's answer is wrong.
            let message = "the statement contains the character U+0000";
            return Err(Error::new(ErrorKind::Interface, message).with_sql(sql));
        }
        check_count(count_parameters(sql), params.len())?;
        let assigned = assigned(sql);
        let sent = &mut self.buffers.sent;
        sent.clear();
        let mut places = Places::new();
        let mut types: SmallVec<[Type; 8]> = SmallVec::new();
        for (position, param) in (1..).zip(params) {
            let (type_, encoding) =
                encode_own(*param, assigned.binary_search(&position).is_ok(), sent)?;
            if encoding == Encoding::Unfit {
                return Err(unfit(position - 1, Some(&type_)));
            }
            places.push((encoding, sent.len()));
            types.push(type_);
        }
        let params = places_of(sent, 0, &places).zip(types);
        let opened = self.client.query_typed_raw(sql, params).await;
        opened.map_err(|error| self.failed(error, sql))
    }
}

/// Encodes a parameter as of its own type, or as the text that a column reads.
fn encode_own(param: Param<'_>, is_assigned: bool, out: &mut Vec<u8>) -> Result<(Type, Encoding)> {
    let has_text = !matches!(
        param.value,
        ValueRef::Null | ValueRef::Bytes(_) | ValueRef::Array(_) | ValueRef::Native(_)
    );
    let is_json = matches!(param.value, ValueRef::Json(_));
    let own = first_type(&param).unwrap_or(Type::UNKNOWN);
    let start = out.len();
    let encoding = encode(param, &own, out)?;
    if has_text && (is_assigned || is_json) {
        // The value can be kept, or was refused: its text would be rounded without a word.
        out.truncate(start);
        if encode(param, &Type::TEXT, out)? == Encoding::Binary {
            return Ok((Type::UNKNOWN, Encoding::Text));
        }
        out.truncate(start);
        let encoding = encode(param, &own, out)?;
        return Ok((own, encoding));
    }
    Ok((own, encoding))
}
