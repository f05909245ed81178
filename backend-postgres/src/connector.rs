//! Opens sessions.

use async_trait::async_trait;
use backend_core::connector::Connector;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::settings::{OptionInfo, Settings, UrlStyle};
use backend_core::wrapper::Wrapper;

use crate::settings::OPTIONS;

/// Opens sessions with PostgreSQL.
#[derive(Debug)]
pub(crate) struct PostgresConnector;

#[async_trait]
impl Connector for PostgresConnector {
    fn url_style(&self) -> UrlStyle {
        UrlStyle::Server
    }

    fn options(&self) -> &'static [OptionInfo] {
        OPTIONS
    }

    async fn connect(&self, _settings: &Settings) -> Result<Box<dyn Wrapper>> {
        Err(Error::new(ErrorKind::Internal, "not written yet"))
    }
}
