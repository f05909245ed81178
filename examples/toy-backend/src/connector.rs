//! Opens sessions.

use async_trait::async_trait;
use backend_core::connector::Connector;
use backend_core::error::Result;
use backend_core::settings::{OptionInfo, Settings, UrlStyle};
use backend_core::wrapper::Wrapper;

use crate::engine::Session;
use crate::wrapper::ToyWrapper;

/// Opens sessions of the toy.
#[derive(Debug)]
pub(crate) struct ToyConnector;

#[async_trait]
impl Connector for ToyConnector {
    fn url_style(&self) -> UrlStyle {
        // A name is written like a path: `toy:name`.
        UrlStyle::File
    }

    fn options(&self) -> &'static [OptionInfo] {
        // Core refuses whatever is not listed here, so that a misspelled option is never ignored.
        &[]
    }

    async fn connect(&self, settings: &Settings) -> Result<Box<dyn Wrapper>> {
        let session = Session::open(settings.path().unwrap_or_default());
        Ok(Box::new(ToyWrapper::new(session)))
    }
}
