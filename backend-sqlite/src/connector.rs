//! Opens SQLite databases.
use async_trait::async_trait;
use backend_core::connector::Connector;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::settings::{OptionInfo, Settings, UrlStyle};
use backend_core::wrapper::Wrapper;

/// SQLite's connector.
pub(crate) struct SqliteConnector;

#[async_trait]
impl Connector for SqliteConnector {
    fn url_style(&self) -> UrlStyle {
        UrlStyle::File
    }
    fn options(&self) -> &'static [OptionInfo] {
        &[]
    }
    async fn connect(&self, _: &Settings) -> Result<Box<dyn Wrapper>> {
        Err(Error::new(ErrorKind::Internal, "not written yet"))
    }
}
