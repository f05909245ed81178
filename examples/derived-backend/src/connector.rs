//! Opens sessions as the parent does, without names for statements.

use std::sync::LazyLock;

use async_trait::async_trait;
use backend_core::connector::Connector;
use backend_core::error::Result;
use backend_core::settings::{OptionInfo, OptionKind, Settings, UrlStyle};
use backend_core::wrapper::Wrapper;
use backend_postgres::BACKEND as PARENT;

use crate::wrapper::PooledWrapper;

/// The option that makes a server's own session behave like a pooler's.
const STRICT: &str = "discard_between_transactions";

/// The parent's options, and one more.
static OPTIONS: LazyLock<Vec<OptionInfo>> = LazyLock::new(|| {
    let own = OptionInfo {
        name: STRICT,
        kind: OptionKind::Boolean,
        default: Some("false"),
        doc: "Forgets everything of the session after each transaction, as if the pooler lent another one: for tests without a \
              pooler.",
    };
    let mut options = PARENT.connector.options().to_vec();
    options.push(own);
    options
});

/// Opens sessions behind a pooler.
#[derive(Debug)]
pub(crate) struct PooledConnector;

#[async_trait]
impl Connector for PooledConnector {
    fn url_style(&self) -> UrlStyle {
        PARENT.connector.url_style()
    }

    fn options(&self) -> &'static [OptionInfo] {
        &OPTIONS
    }

    fn read_only(&self, settings: Settings) -> Result<Settings> {
        PARENT.connector.read_only(settings)
    }

    async fn connect(&self, settings: &Settings) -> Result<Box<dyn Wrapper>> {
        let settings = settings.clone().with_option("statements", "unnamed")?;
        let is_strict = settings.boolean(STRICT);
        let session = PARENT.connector.connect(&settings).await?;
        Ok(Box::new(PooledWrapper::new(session, is_strict)))
    }
}
