//! [`Registry`]: which vendor a URL belongs to. There is no global one: whoever needs it makes it.

use crate::backend::Backend;
use crate::error::{Error, ErrorKind, Result};
use crate::settings::{Settings, UrlStyle, scheme_of};

/// The vendors that a program knows, by URL scheme.
///
/// # Example
/// ```
/// use backend_core::registry::Registry;
///
/// let mut registry = Registry::new();
/// registry.register(&toy_backend::BACKEND)?;
/// let (backend, settings) = registry.resolve("toy:shop")?;
/// assert_eq!(backend.vendor, "toy");
/// assert!(registry.resolve("unknown://somewhere/db").is_err());
/// # let _ = settings;
/// # Ok::<(), backend_core::error::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Registry {
    backends: Vec<&'static Backend>,
}

impl Registry {
    /// No vendor yet.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            backends: Vec::new(),
        }
    }

    /// Adds a vendor.
    ///
    /// # Errors
    /// [`AlreadyExists`](ErrorKind::AlreadyExists) where another vendor has one of its schemes.
    pub fn register(&mut self, backend: &'static Backend) -> Result<()> {
        for scheme in backend.url_schemes {
            if let Some(other) = self.by_scheme(scheme) {
                return Err(Error::new(
                    ErrorKind::AlreadyExists,
                    format!("the scheme `{scheme}` is {}'s already", other.vendor),
                ));
            }
        }
        self.backends.push(backend);
        Ok(())
    }

    /// The vendors, in the order of their registration.
    #[must_use]
    pub fn backends(&self) -> &[&'static Backend] {
        &self.backends
    }

    /// The vendor of a URL or plain path, and the settings in it.
    ///
    /// A text that begins with a registered scheme and `:` is a URL; so is one that holds `://`, or a `:` before an `@`, which
    /// is refused rather than taken for a path: it may hold a password. Before that, each vendor is asked whether it is a text of
    /// its own form ([`Connector::connection_string`](crate::connector::Connector::connection_string)). Anything else is a path,
    /// for the one vendor whose databases are files.
    ///
    /// # Errors
    /// [`Configuration`](ErrorKind::Configuration) where no vendor has the scheme or takes paths, or the vendor refuses the
    /// settings.
    pub fn resolve(&self, url_or_path: &str) -> Result<(&'static Backend, Settings)> {
        for backend in &self.backends {
            if let Some(settings) = backend.connector.connection_string(url_or_path) {
                return Ok((*backend, settings?));
            }
        }
        if let Ok(scheme) = scheme_of(url_or_path) {
            if let Some(backend) = self.by_scheme(&scheme) {
                return Ok((backend, backend.settings(url_or_path)?));
            }
            if looks_like_url(url_or_path) {
                return Err(Error::new(
                    ErrorKind::Configuration,
                    format!(
                        "no database has the scheme `{scheme}`; known are {}",
                        self.schemes().join(", ")
                    ),
                ));
            }
        } else if looks_like_url(url_or_path) {
            return Err(Error::new(
                ErrorKind::Configuration,
                format!(
                    "a URL begins with one of {} and `:`",
                    self.schemes().join(", ")
                ),
            ));
        }
        let mut files = self
            .backends
            .iter()
            .filter(|backend| backend.connector.url_style() == UrlStyle::File);
        match (files.next(), files.next()) {
            (Some(backend), None) => Ok((backend, backend.settings_for_path(url_or_path)?)),
            _ => Err(Error::new(
                ErrorKind::Configuration,
                format!(
                    "write a URL that begins with one of {} and `:`",
                    self.schemes().join(", ")
                ),
            )),
        }
    }

    fn by_scheme(&self, scheme: &str) -> Option<&'static Backend> {
        self.backends
            .iter()
            .find(|backend| {
                backend
                    .url_schemes
                    .iter()
                    .any(|known| known.eq_ignore_ascii_case(scheme))
            })
            .copied()
    }

    fn schemes(&self) -> Vec<&'static str> {
        self.backends
            .iter()
            .flat_map(|backend| backend.url_schemes.iter().copied())
            .collect()
    }
}

/// Whether a text that no registered scheme begins was meant as a URL.
fn looks_like_url(text: &str) -> bool {
    let at = text.find('@');
    text.contains("://") || at.is_some_and(|at| text.find(':').is_some_and(|colon| colon < at))
}
