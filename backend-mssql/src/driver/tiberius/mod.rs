//! [`TiberiusClient`]: the driver `tiberius`.

mod open;
#[cfg(test)]
mod tests;

use std::fmt::Write as _;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::future::{Either, select};
use futures_util::{Stream, StreamExt as _, TryStreamExt as _};
use tiberius::error::Error as DriverError;
use tiberius::{
    Client, Command, CommandItem, IntoSql, QueryItem, SqlBulkCopyOption, SqlBulkCopyOptions,
    TokenRow,
};
use tokio::net::TcpStream;
use tokio_util::compat::Compat;

pub(crate) use self::open::connect_to_instance;
use super::{Bulk, Failure, Item, Outlet, Parameter, Request, ServerMessage, Stop, TdsClient};

/// A value as the driver sends it, borrowed from where it is kept.
pub(crate) type BorrowedDatum<'v> = tiberius::ColumnData<'v>;

/// A value as the driver sends and gives it.
pub(crate) type Datum = BorrowedDatum<'static>;

/// A row as the driver gives it.
pub(crate) use tiberius::Row;

/// The columns of a result set as the driver gives them.
pub(crate) use tiberius::ResultMetadata as Columns;

/// How long a request that is stopped may take to come to the end of a row, where Attention is answered cleanly.
const GRACE: Duration = Duration::from_millis(50);

/// How long the server may take to answer an Attention, and whatever else brings the connection into step.
const PATIENCE: Duration = Duration::from_secs(5);

/// How often it is tried to bring the connection into step.
const TRIES: u64 = 3;

/// A session of `tiberius`.
pub(crate) struct TiberiusClient {
    client: Client<Compat<TcpStream>>,
    is_in_step: bool,
    /// How many probes were sent: each is answered by its own number.
    probes: u64,
}

/// What the driver's two kinds of answers have in common.
type Items<'c> = Pin<Box<dyn Stream<Item = Result<Item, DriverError>> + Send + 'c>>;

/// How the reading of an answer ended.
enum Ending {
    /// The server has answered to the end.
    Complete(Result<(), DriverError>),
    /// It should be stopped.
    Stopped(Stop),
}

impl TiberiusClient {
    /// A client that has just logged in.
    pub(crate) const fn new(client: Client<Compat<TcpStream>>) -> Self {
        Self {
            client,
            is_in_step: true,
            probes: 0,
        }
    }

    /// Sends a call or a batch and hands on its answer.
    async fn exchange(&mut self, request: Query, outlet: &Outlet) -> Result<(), Failure> {
        let mut stopped = pin!(outlet.stopped());
        let ending = {
            let mut items = request.send(&mut self.client);
            forward(&mut items, outlet, stopped.as_mut()).await
        };
        match ending {
            Ending::Complete(Ok(())) => {
                self.is_in_step = true;
                Ok(())
            }
            Ending::Complete(Err(error)) => Err(self.failed(error)),
            Ending::Stopped(stop) => {
                self.is_in_step = self.attention(outlet).await;
                Err(Failure::Stopped(stop))
            }
        }
    }

    /// Sends the rows of a bulk load.
    async fn load(&mut self, bulk: Bulk, outlet: &Outlet) -> Result<(), Failure> {
        let mut stopped = pin!(outlet.stopped());
        let ended = {
            let sending = pin!(send_rows(&mut self.client, &bulk));
            match select(sending, stopped.as_mut()).await {
                Either::Left((ended, _)) => ended,
                Either::Right((stop, _)) => Err(Failure::Stopped(stop)),
            }
        };
        match ended {
            Ok(count) => {
                self.is_in_step = true;
                outlet.put(Item::Counted(count));
                Ok(())
            }
            Err(failure @ (Failure::Server(_) | Failure::Lost { .. })) => {
                self.is_in_step = matches!(failure, Failure::Server(_));
                Err(failure)
            }
            Err(failure) => {
                self.is_in_step = self.attention(outlet).await;
                Err(failure)
            }
        }
    }

    /// What an error means, and whether the connection is in step after it: what the server refuses comes after its whole
    /// answer.
    fn failed(&mut self, error: DriverError) -> Failure {
        self.is_in_step = matches!(
            error,
            DriverError::Server(_) | DriverError::BulkInput(_) | DriverError::Encoding(_)
        );
        failure(error)
    }

    /// Stops what the server does, and brings the connection into step.
    async fn attention(&mut self, outlet: &Outlet) -> bool {
        // It reads up to the server's acknowledgement. Where the answer had ended before the server saw the request, that
        // comes in an answer of its own, and where a row was left half read, what follows makes no sense: the probes see to both.
        let acknowledged = outlet.within(PATIENCE, self.client.cancel_query()).await;
        if matches!(acknowledged, Ok(Err(DriverError::Io { .. }))) {
            return false;
        }
        outlet
            .within(PATIENCE, self.fall_into_step())
            .await
            .unwrap_or(false)
    }

    /// Asks for a number until the answer is that number. An answer that belongs to something earlier says that there is one more
    /// to come than the driver thinks: it is dropped.
    async fn fall_into_step(&mut self) -> bool {
        for _ in 0..TRIES {
            self.probes += 1;
            match self.probe().await {
                Ok(Some(number)) if number == self.probes => return true,
                Err(DriverError::Io { .. }) => return false,
                _ => {}
            }
            // A request that cannot be encoded is not sent, but the driver then expects an answer, and drops the next one.
            let mut nothing = Command::new("none");
            nothing.bind_param("n".repeat(usize::from(u8::MAX) + 1), 0_i32);
            let _ = nothing.exec(&mut self.client).await;
        }
        false
    }

    async fn probe(&mut self) -> Result<Option<u64>, DriverError> {
        let sql = format!("SELECT CAST({} AS bigint)", self.probes);
        let answer = self.client.simple_query(sql).await?;
        let row = answer.into_row().await?;
        let number = row.and_then(|row| row.try_get::<i64, _>(0).ok().flatten());
        Ok(number.and_then(|number| u64::try_from(number).ok()))
    }
}

#[async_trait]
impl TdsClient for TiberiusClient {
    async fn run(&mut self, request: Request, outlet: &mut Outlet) -> Result<(), Failure> {
        if let Some(stop) = outlet.stop() {
            return Err(Failure::Stopped(stop));
        }
        // Before the first await: a future that is dropped in the middle leaves it so.
        self.is_in_step = false;
        match request {
            Request::Call {
                sql,
                parameters,
                only_reads,
            } => {
                let query = if only_reads && are_declared_by_driver(&parameters) {
                    Query::Read(sql, parameters)
                } else {
                    Query::Call(sql, parameters)
                };
                self.exchange(query, outlet).await
            }
            Request::Batch(sql) => self.exchange(Query::Batch(sql), outlet).await,
            Request::Bulk(bulk) => self.load(bulk, outlet).await,
        }
    }

    fn is_in_step(&self) -> bool {
        self.is_in_step
    }

    async fn close(self: Box<Self>) -> Result<(), Failure> {
        self.client.close().await.map_err(failure)
    }
}

/// A request whose answer is read as it comes.
enum Query {
    /// A call by the procedure's name, with types that are given.
    Call(String, Vec<(usize, Parameter)>),
    /// A call by the procedure's number, which no server has to look up; its parameters are declared by the driver, which drops how
    /// many rows were changed. On Babelfish a setting that is made in it outlives it.
    Read(String, Vec<(usize, Parameter)>),
    Batch(String),
}

impl Query {
    /// Sends it when the answer is first asked for.
    fn send(self, client: &mut Client<Compat<TcpStream>>) -> Items<'_> {
        match self {
            Self::Call(sql, parameters) => {
                let answer = futures_util::stream::once(async move {
                    let answer = command(sql, parameters).exec(client).await?;
                    Ok::<_, DriverError>(answer.filter_map(|item| async {
                        match item {
                            Ok(CommandItem::Metadata(columns)) => Some(Ok(Item::Columns(columns))),
                            Ok(CommandItem::Row(row)) => Some(Ok(Item::Row(row))),
                            Ok(CommandItem::RowsAffected(count)) => Some(Ok(Item::Counted(count))),
                            Ok(CommandItem::ReturnStatus(_) | CommandItem::ReturnValue(_)) => None,
                            Err(error) => Some(Err(error)),
                        }
                    }))
                });
                Box::pin(answer.try_flatten())
            }
            Self::Read(sql, parameters) => {
                let answer = futures_util::stream::once(async move {
                    let mut query = tiberius::Query::new(sql);
                    for (_, parameter) in parameters {
                        query.bind(AsIs(parameter.value));
                    }
                    Ok::<_, DriverError>(query.query(client).await?.map(rows))
                });
                Box::pin(answer.try_flatten())
            }
            Self::Batch(sql) => {
                let answer = futures_util::stream::once(async move {
                    Ok::<_, DriverError>(client.simple_query(sql).await?.map(rows))
                });
                Box::pin(answer.try_flatten())
            }
        }
    }
}

/// A part of an answer that has no counts.
fn rows(item: Result<QueryItem, DriverError>) -> Result<Item, DriverError> {
    item.map(|item| match item {
        QueryItem::Metadata(columns) => Item::Columns(columns),
        QueryItem::Row(row) => Item::Row(row),
    })
}

/// A value that is sent as it is.
struct AsIs(Datum);

impl<'a> IntoSql<'a> for AsIs {
    fn into_sql(self) -> tiberius::ColumnData<'a> {
        self.0
    }
}

/// `sp_executesql`: the text, its parameters' types, its parameters.
fn command(sql: String, parameters: Vec<(usize, Parameter)>) -> Command<'static> {
    let mut command = Command::new("sp_executesql");
    // By their documented names, as those that follow have names.
    command.bind_param("@stmt", sql);
    if parameters.is_empty() {
        return command;
    }
    let mut declared = String::new();
    for (index, (number, parameter)) in parameters.iter().enumerate() {
        let comma = if index > 0 { "," } else { "" };
        // Writing to a String cannot fail.
        let _ = write!(declared, "{comma}@P{number} {}", parameter.declared);
    }
    command.bind_param("@params", declared);
    for (number, parameter) in parameters {
        command.bind_param(format!("@P{number}"), AsIs(parameter.value));
    }
    command
}

/// Whether the driver declares parameters as they are declared here: from the first on, without a gap, each by its value alone.
fn are_declared_by_driver(parameters: &[(usize, Parameter)]) -> bool {
    /// The longest text in bytes, and the most bytes, that it declares with a limit.
    const SHORT_TEXT: usize = 4_000;
    const SHORT_BYTES: usize = 8_000;

    (1..).zip(parameters).all(|(place, (number, parameter))| {
        let declared = match &parameter.value {
            Datum::U8(_) => "tinyint",
            Datum::I16(_) => "smallint",
            Datum::I32(_) => "int",
            Datum::I64(_) => "bigint",
            Datum::F32(_) => "real",
            Datum::F64(_) => "float",
            Datum::Bit(_) => "bit",
            Datum::Guid(_) => "uniqueidentifier",
            Datum::String(Some(text)) if text.len() <= SHORT_TEXT => "nvarchar(4000)",
            Datum::Binary(Some(bytes)) if bytes.len() <= SHORT_BYTES => "varbinary(8000)",
            _ => return false,
        };
        place == *number && parameter.declared == declared
    })
}

/// How far an answer was read.
enum Read {
    /// To its end, or to an error.
    Whole(Result<(), DriverError>),
    /// To the end of a part of it, where it is to be stopped.
    UpTo(Stop),
    /// To somewhere, where it is to be stopped.
    Into(Stop),
}

/// Hands an answer on, part by part.
async fn forward(
    items: &mut Items<'_>,
    outlet: &Outlet,
    mut stopped: Pin<&mut (impl Future<Output = Stop> + Send)>,
) -> Ending {
    let read = poll_fn(|task| {
        // Whoever takes the last part polls this again.
        if !outlet.has_room() {
            return stopped.as_mut().poll(task).map(Read::UpTo);
        }
        match items.poll_next_unpin(task) {
            Poll::Ready(Some(Ok(item))) => {
                outlet.put(item);
                outlet
                    .stop()
                    .map_or(Poll::Pending, |stop| Poll::Ready(Read::UpTo(stop)))
            }
            Poll::Ready(Some(Err(error))) => Poll::Ready(Read::Whole(Err(error))),
            Poll::Ready(None) => Poll::Ready(Read::Whole(Ok(()))),
            Poll::Pending => stopped.as_mut().poll(task).map(Read::Into),
        }
    });
    match read.await {
        Read::Whole(ended) => Ending::Complete(ended),
        Read::UpTo(stop) => Ending::Stopped(stop),
        // At the end of a row the server's acknowledgement can be read; the answer may end by itself as well.
        Read::Into(stop) => match outlet.within(GRACE, items.next()).await {
            Ok(None) => Ending::Complete(Ok(())),
            Ok(Some(Err(error))) => Ending::Complete(Err(error)),
            Ok(Some(Ok(_))) | Err(_) => Ending::Stopped(stop),
        },
    }
}

/// Sends rows; gives how many were stored.
async fn send_rows<'a>(
    client: &'a mut Client<Compat<TcpStream>>,
    bulk: &'a Bulk,
) -> Result<u64, Failure> {
    let columns: Vec<&str> = bulk.columns.iter().map(String::as_str).collect();
    let mut options: SqlBulkCopyOptions =
        SqlBulkCopyOption::CheckConstraints | SqlBulkCopyOption::FireTriggers;
    options |= SqlBulkCopyOption::KeepNulls;
    let loading = client.bulk_insert_with_options(&bulk.table, &columns, options, &[]);
    let mut loading = loading.await.map_err(failure)?;
    for index in 0..bulk.rows.count() {
        let mut row = TokenRow::with_capacity(bulk.rows.width());
        bulk.rows.give(index, &mut |value| row.push(value));
        loading.send(row).await.map_err(failure)?;
    }
    let done = loading.finalize().await.map_err(failure)?;
    Ok(done.total())
}

/// The text in a column of a row, where there is one.
pub(crate) fn text(row: &Row, index: usize) -> Option<String> {
    let text: Option<&str> = row.try_get(index).ok().flatten();
    text.map(str::to_owned)
}

/// The number in a column of the type `int`, where there is one.
pub(crate) fn integer(row: &Row, index: usize) -> Option<i32> {
    row.try_get(index).ok().flatten()
}

/// The driver's error in this crate's words.
pub(crate) fn failure(error: DriverError) -> Failure {
    match error {
        DriverError::Server(said) => Failure::Server(ServerMessage {
            number: said.code(),
            state: said.state(),
            class: said.class(),
            message: said.message().to_owned(),
            procedure: said.procedure().to_owned(),
            line: said.line(),
        }),
        DriverError::Io { kind, message } => Failure::Lost { kind, message },
        DriverError::Tls(message) => Failure::Tls(message),
        DriverError::Routing { host, port } => Failure::Routing { host, port },
        DriverError::BulkInput(message)
        | DriverError::Encoding(message)
        | DriverError::Conversion(message) => Failure::Input(message.into_owned()),
        other => Failure::Protocol(other.to_string()),
    }
}
