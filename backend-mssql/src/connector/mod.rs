//! Opens sessions, and says why where it cannot.

mod attempt;
mod diagnosis;
mod server;

use async_trait::async_trait;
use backend_core::connector::Connector;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::settings::{OptionInfo, Settings, UrlStyle};
use backend_core::wrapper::{ServerInfo, Wrapper};
use tokio::runtime::Handle;

use self::attempt::Failed;
use crate::driver::Session;
use crate::settings::{
    ConnectSettings, Environment, OPTIONS, SessionSettings, read_connection_string,
};
use crate::wrapper::MssqlWrapper;

/// SQL Server's connector.
#[derive(Debug)]
pub(crate) struct MssqlConnector;

/// A session that was opened, in its parts.
pub(crate) struct Opened {
    pub(crate) session: Session,
    pub(crate) server: ServerInfo,
    pub(crate) settings: SessionSettings,
}

#[async_trait]
impl Connector for MssqlConnector {
    fn url_style(&self) -> UrlStyle {
        UrlStyle::Server
    }

    fn options(&self) -> &'static [OptionInfo] {
        OPTIONS
    }

    fn connection_string(&self, text: &str) -> Option<Result<Settings>> {
        read_connection_string(text)
    }

    async fn connect(&self, settings: &Settings) -> Result<Box<dyn Wrapper>> {
        let opened = open(settings).await?;
        Ok(Box::new(MssqlWrapper::new(opened)))
    }
}

/// Opens a session with the first server that will do.
pub(crate) async fn open(settings: &Settings) -> Result<Opened> {
    if Handle::try_current().is_err() {
        let message =
            "sessions with SQL Server are opened inside a running tokio, which has their sockets";
        return Err(Error::new(ErrorKind::Interface, message));
    }
    let settings = ConnectSettings::of(settings, &Environment::of_process())?;
    let mut failures = Vec::new();
    for place in &settings.places {
        match attempt::open(&settings, place).await {
            Ok(opened) => return Ok(opened),
            Err(Failed::Final(error)) => return Err(error),
            Err(Failed::Next(error)) => failures.push(error),
        }
    }
    Err(diagnosis::none_of(failures))
}
