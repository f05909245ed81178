//! The driver, behind an interface of this crate's own: [`TdsClient`] is what a driver must do, [`Session`] how the other parts
//! use one.
//!
//! Only [`tiberius`](self::tiberius) and `value` name the driver's types; the others take [`Row`], [`Columns`] and [`Datum`] as
//! they come. So another driver is another folder here.
//!
//! The driver reads an answer as its caller asks for it. Where the caller's future is dropped in the middle, a task goes on with it,
//! stops the request by TDS's Attention and brings the connection into step again, for which the next request waits. A client that
//! could not be brought into step is never used again.

mod failure;
mod session;
mod stop;
mod tiberius;

use std::borrow::Cow;
use std::fmt;

use async_trait::async_trait;

pub(crate) use self::failure::{Failure, ServerMessage};
pub(crate) use self::session::{Answer, Call, Session};
pub(crate) use self::stop::{Outlet, Stop};
pub(crate) use self::tiberius::{
    BorrowedDatum, Columns, Datum, Row, TiberiusClient, connect_to_instance, integer, text,
};

/// What is asked of the server.
#[derive(Debug)]
pub(crate) enum Request {
    /// A text with parameters named `@P` and their numbers, sent to `sp_executesql`. It runs in a scope of its own: temporary tables that
    /// it makes and settings that it sets end with it. The server counts the rows of each statement.
    Call {
        /// The text.
        sql: String,
        /// What its parameters are, each with its number.
        parameters: Vec<(usize, Parameter)>,
        /// Whether it only reads: it changes no row and no setting, and begins no transaction.
        only_reads: bool,
    },
    /// A text without parameters, in the session's own scope: what `CREATE VIEW`, `SET`, `USE` and temporary tables need. The
    /// driver drops how many rows were changed.
    Batch(String),
    /// Rows for one table.
    Bulk(Bulk),
}

impl Request {
    /// Whether it may begin or end a transaction, where none begins by itself (`IMPLICIT_TRANSACTIONS`).
    fn may_change_depth(&self) -> bool {
        match self {
            Self::Call { only_reads, .. } => !only_reads,
            Self::Batch(_) => true,
            Self::Bulk(_) => false,
        }
    }
}

/// One parameter of a call.
#[derive(Debug, Clone)]
pub(crate) struct Parameter {
    /// Its type, as `sp_executesql` declares it: `int`, `nvarchar(4000)`, `decimal(38, 10)`.
    pub(crate) declared: Cow<'static, str>,
    /// Its value, which the server converts to that type.
    pub(crate) value: Datum,
}

/// A bulk load: what goes where.
#[derive(Debug)]
pub(crate) struct Bulk {
    /// The table's name, quoted.
    pub(crate) table: String,
    /// The columns' names, quoted, in the order of the values.
    pub(crate) columns: Vec<String>,
    /// The rows.
    pub(crate) rows: Box<dyn Rows>,
}

/// The rows of a bulk load. They stay with the caller as well, who inserts them one by one where the load fails.
pub(crate) trait Rows: fmt::Debug + Send + Sync {
    /// How many there are.
    fn count(&self) -> usize;

    /// How many values each has.
    fn width(&self) -> usize;

    /// Gives the values of one, in the order of the columns.
    fn give<'r>(&'r self, index: usize, take: &mut dyn FnMut(BorrowedDatum<'r>));
}

/// A part of the server's answer.
#[derive(Debug)]
pub(crate) enum Item {
    /// A result set begins.
    Columns(Columns),
    /// A row of it.
    Row(Row),
    /// A statement has ended, which read or changed so many rows; 0 also where it counts none.
    Counted(u64),
}

/// What a driver must do.
#[async_trait]
pub(crate) trait TdsClient: Send + 'static {
    /// Sends a request and hands the server's answer to `outlet`, to its end. Where the outlet says [`Stop`], the request is
    /// stopped by an Attention and the connection brought into step.
    ///
    /// # Errors
    /// What the server refused, once its answer was read; [`Failure::Stopped`]; [`Failure::Lost`].
    async fn run(&mut self, request: Request, outlet: &mut Outlet) -> Result<(), Failure>;

    /// Whether the last answer was read to its end. It is false while [`run`](Self::run) is under way, and stays so where that was
    /// dropped or could not bring the connection into step.
    fn is_in_step(&self) -> bool;

    /// Says farewell to the server.
    async fn close(self: Box<Self>) -> Result<(), Failure>;
}
