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

    /// Reads a text that names a database in another form than a URL, one of the vendor's own: words with `=` and `;` between, as
    /// its other tools have them. `None` where it has not that form.
    fn connection_string(&self, _text: &str) -> Option<Result<Settings>> {
        None
    }

    /// The same settings for a program that only reads: opening them MUST NOT create or change anything, whatever the options
    /// say. A vendor whose sessions create nothing has nothing to do here.
    ///
    /// # Errors
    /// [`Configuration`](crate::error::ErrorKind::Configuration) where an option cannot be had together with reading alone.
    fn read_only(&self, settings: Settings) -> Result<Settings> {
        Ok(settings)
    }

    /// The same settings for a program that has nothing else to do while a statement runs: a vendor that would run it on a
    /// thread of its own may block the caller instead, unless an option says otherwise.
    ///
    /// # Errors
    /// As [`Settings::with_option`].
    fn blocking(&self, settings: Settings) -> Result<Settings> {
        Ok(settings)
    }

    /// Opens a session.
    ///
    /// # Errors
    /// [`Connect`](crate::error::ErrorKind::Connect), [`DoesNotExist`](crate::error::ErrorKind::DoesNotExist),
    /// [`Authentication`](crate::error::ErrorKind::Authentication) or [`Corrupt`](crate::error::ErrorKind::Corrupt), by what
    /// stood in the way; never with a secret.
    async fn connect(&self, settings: &Settings) -> Result<Box<dyn Wrapper>>;
}
