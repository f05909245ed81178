//! Opens sessions, and says why where it cannot.

mod attempt;
mod cancel;
mod diagnosis;
mod messages;
mod order;
mod server;
mod tls;

use async_trait::async_trait;
use backend_core::connector::Connector;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::settings::{OptionInfo, Settings, UrlStyle};
use backend_core::wrapper::{ServerInfo, Wrapper};
use tokio::runtime::Handle;
use tokio_postgres::Client;

pub(crate) use self::cancel::CancelRequest;
pub(crate) use self::messages::Messages;
use crate::settings::{ConnectSettings, Environment, OPTIONS, SessionSettings};
use crate::wrapper::PostgresWrapper;

/// PostgreSQL's connector.
#[derive(Debug)]
pub(crate) struct PostgresConnector;

/// A session that was opened, in its parts.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) client: Client,
    /// What moves the session's bytes.
    pub(crate) messages: Messages,
    pub(crate) cancel: CancelRequest,
    pub(crate) server: ServerInfo,
    pub(crate) session: SessionSettings,
}

#[async_trait]
impl Connector for PostgresConnector {
    fn url_style(&self) -> UrlStyle {
        UrlStyle::Server
    }

    fn options(&self) -> &'static [OptionInfo] {
        OPTIONS
    }

    async fn connect(&self, settings: &Settings) -> Result<Box<dyn Wrapper>> {
        let opened = open(settings).await?;
        Ok(Box::new(PostgresWrapper::new(opened, Handle::current())))
    }
}

/// Opens a session with the first server that will do.
async fn open(settings: &Settings) -> Result<Opened> {
    if Handle::try_current().is_err() {
        let message =
            "sessions with PostgreSQL are opened inside a running tokio, which has their sockets";
        return Err(Error::new(ErrorKind::Interface, message));
    }
    let settings = ConnectSettings::of(settings, &Environment::of_process())?;
    order::open_first(&settings).await
}
