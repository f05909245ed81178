//! Opens sessions.

use async_trait::async_trait;
use backend_core::connector::Connector;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::settings::{OptionInfo, Settings, UrlStyle};
use backend_core::wrapper::Wrapper;

/// Opens sessions of SQL Server.
#[derive(Debug)]
pub(crate) struct MssqlConnector;

#[async_trait]
impl Connector for MssqlConnector {
    fn url_style(&self) -> UrlStyle {
        UrlStyle::Server
    }

    fn options(&self) -> &'static [OptionInfo] {
        &[]
    }

    async fn connect(&self, _settings: &Settings) -> Result<Box<dyn Wrapper>> {
        Err(Error::new(ErrorKind::NotSupported(None), "not yet"))
    }
}
