//! [`Connector`]: opens sessions.

use async_trait::async_trait;

use crate::error::Result;
use crate::settings::{OptionInfo, Settings, UrlStyle};
use crate::wrapper::Wrapper;

/// Opens sessions of one vendor.
#[async_trait]
pub trait Connector: Send + Sync {
    /// How this vendor's URLs are written.
    fn url_style(&self) -> UrlStyle;

    /// The options that this vendor's URLs may carry.
    fn options(&self) -> &'static [OptionInfo];

    /// Opens a session.
    ///
    /// # Errors
    /// [`Connect`](crate::error::ErrorKind::Connect), [`DoesNotExist`](crate::error::ErrorKind::DoesNotExist),
    /// [`Authentication`](crate::error::ErrorKind::Authentication) or [`Corrupt`](crate::error::ErrorKind::Corrupt), by what
    /// stood in the way; never with a secret.
    async fn connect(&self, settings: &Settings) -> Result<Box<dyn Wrapper>>;
}
