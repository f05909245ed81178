//! [`Settings`]: where a database is and how to open it, read from a URL.
//!
//! A vendor says which [style](UrlStyle) its URLs have and which [options](OptionInfo) it knows; everything else happens
//! here: reading, validating, and never showing a password. What the options mean is the vendor's affair, and so is
//! opening anything.
//!
//! # Example
//! ```
//! use std::time::Duration;
//!
//! use backend_core::settings::{OptionInfo, OptionKind, Settings, UrlStyle};
//!
//! const OPTIONS: &[OptionInfo] = &[
//!     OptionInfo {
//!         name: "connect_timeout",
//!         kind: OptionKind::Duration,
//!         default: Some("5s"),
//!         doc: "How long to wait for the server.",
//!     },
//!     OptionInfo { name: "encrypt", kind: OptionKind::Boolean, default: None, doc: "Whether to use TLS." },
//! ];
//!
//! let url = "db://ann:pa%40ss@one,two:5433/music?encrypt=yes";
//! let settings = Settings::from_url(url, UrlStyle::Server, OPTIONS)?;
//! assert_eq!(settings.user(), Some("ann"));
//! assert_eq!(settings.password().map(|password| password.expose()), Some("pa@ss"));
//! assert_eq!(settings.hosts()[1].port, Some(5433));
//! assert_eq!(settings.database(), Some("music"));
//! assert!(settings.boolean("encrypt"));
//! assert_eq!(settings.duration("connect_timeout"), Some(Duration::from_secs(5)));
//! assert_eq!(settings.to_string(), "db://ann:***@one,two:5433/music?encrypt=true");
//!
//! let error = Settings::from_url("db://host?encript=yes", UrlStyle::Server, OPTIONS).unwrap_err();
//! assert_eq!(
//!     error.to_string(),
//!     "unknown option \"encript\"; did you mean \"encrypt\"? known options are connect_timeout, encrypt",
//! );
//! # Ok::<(), backend_core::error::Error>(())
//! ```

mod duration;
mod host;
mod options;
mod percent;
mod redact;
mod secret;
mod url;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::time::Duration;

use crate::error::Result;

pub use crate::settings::host::Host;
pub use crate::settings::options::{OptionInfo, OptionKind};
pub use crate::settings::redact::redact;
pub use crate::settings::secret::Secret;
pub use crate::settings::url::{UrlStyle, scheme_of};

use crate::settings::options::Value;
use crate::settings::percent::{configuration, refuse_nul};

/// Where a database is and how to open it.
///
/// `Display` and `Debug` write the URL with `***` in place of the password and of secret options.
#[doc(alias = "DATABASES")]
#[derive(Clone, PartialEq, Eq)]
pub struct Settings {
    scheme: String,
    style: UrlStyle,
    user: Option<String>,
    password: Option<Secret>,
    hosts: Vec<Host>,
    /// The database of a server, or the path of a file.
    name: Option<String>,
    options: BTreeMap<&'static str, Value>,
    known: &'static [OptionInfo],
}

impl Settings {
    /// Settings with a scheme and nothing else, to be filled with [`with_user`](Self::with_user) and so on.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::error::ErrorKind::Configuration) where `scheme` is none;
    /// [`ErrorKind::Internal`](crate::error::ErrorKind::Internal) where the vendor's table of options is faulty
    /// ([`OptionInfo::check`]).
    ///
    /// # Example
    /// ```
    /// use backend_core::settings::{Settings, UrlStyle};
    ///
    /// let settings = Settings::new("db", UrlStyle::Server, &[])?
    ///     .with_user("ann")?
    ///     .with_password("secret")?
    ///     .with_host("localhost", Some(5433))?
    ///     .with_database("a/b")?;
    /// assert_eq!(settings.to_string(), "db://ann:***@localhost:5433/a%2Fb");
    /// # Ok::<(), backend_core::error::Error>(())
    /// ```
    pub fn new(scheme: &str, style: UrlStyle, known: &'static [OptionInfo]) -> Result<Self> {
        if !url::is_scheme(scheme) {
            return Err(configuration(
                "a scheme is a letter, then letters, digits, `+`, `-` and `.`",
            ));
        }
        OptionInfo::check(known)?;
        Ok(Self {
            scheme: scheme.to_ascii_lowercase(),
            style,
            user: None,
            password: None,
            hosts: Vec::new(),
            name: None,
            options: BTreeMap::new(),
            known,
        })
    }

    /// Reads a URL of that style, with the options that `known` lists.
    ///
    /// Empty parts are absent parts. A `+` is a plus sign, not a space.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::error::ErrorKind::Configuration) says which part is wrong and how to write
    /// it, and never shows a secret; [`ErrorKind::Internal`](crate::error::ErrorKind::Internal) where the
    /// vendor's table of options is faulty.
    ///
    /// # Example
    /// ```
    /// use backend_core::settings::{Settings, UrlStyle};
    ///
    /// for url in ["db:music.db", "db://music.db"] {
    ///     assert_eq!(Settings::from_url(url, UrlStyle::File, &[])?.path(), Some("music.db"));
    /// }
    /// let settings = Settings::from_url("db:///srv/50%25.db", UrlStyle::File, &[])?;
    /// assert_eq!(settings.path(), Some("/srv/50%.db"));
    ///
    /// let error = Settings::from_url("db://ann:p@ss@host", UrlStyle::Server, &[]).unwrap_err();
    /// assert!(error.message().contains("`@` as %40"));
    /// # Ok::<(), backend_core::error::Error>(())
    /// ```
    pub fn from_url(url: &str, style: UrlStyle, known: &'static [OptionInfo]) -> Result<Self> {
        let (scheme, rest) = url::split_scheme(url)?;
        url::parse(Self::new(&scheme, style, known)?, rest)
    }

    /// Takes a path as it is: `?`, `#` and `%` are characters of the path.
    ///
    /// # Errors
    /// As [`new`](Self::new); `Configuration` where the path contains U+0000.
    ///
    /// # Example
    /// ```
    /// use backend_core::settings::Settings;
    ///
    /// let settings = Settings::from_path("db", "what?/50%.db", &[])?;
    /// assert_eq!(settings.path(), Some("what?/50%.db"));
    /// assert_eq!(settings.to_string(), "db:what%3F/50%25.db");
    /// # Ok::<(), backend_core::error::Error>(())
    /// ```
    pub fn from_path(scheme: &str, path: &str, known: &'static [OptionInfo]) -> Result<Self> {
        Self::new(scheme, UrlStyle::File, known)?.with_path(path)
    }

    /// The scheme, in lower case and without `:`.
    #[must_use]
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// Whether this is a server or a file.
    #[must_use]
    pub fn style(&self) -> UrlStyle {
        self.style
    }

    /// The user.
    #[must_use]
    pub fn user(&self) -> Option<&str> {
        self.user.as_deref()
    }

    /// The password.
    #[must_use]
    pub fn password(&self) -> Option<&Secret> {
        self.password.as_ref()
    }

    /// The servers, in the order in which to try them; none leaves the choice to the vendor.
    #[must_use]
    pub fn hosts(&self) -> &[Host] {
        &self.hosts
    }

    /// The server's database; `None` for a file.
    #[must_use]
    pub fn database(&self) -> Option<&str> {
        self.name
            .as_deref()
            .filter(|_| self.style == UrlStyle::Server)
    }

    /// The file's path; `None` for a server.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.name
            .as_deref()
            .filter(|_| self.style == UrlStyle::File)
    }

    /// The options that the vendor knows.
    #[must_use]
    pub fn known_options(&self) -> &'static [OptionInfo] {
        self.known
    }
}

/// The same settings with one thing changed. An empty text takes the thing away.
///
/// # Errors
/// All of these: `Configuration` where the text contains U+0000, or the settings are of the other [style](UrlStyle).
impl Settings {
    /// With this user.
    ///
    /// # Errors
    /// `Configuration` for U+0000 and for files.
    pub fn with_user(mut self, user: impl Into<String>) -> Result<Self> {
        self.user = self.accept(user.into(), "the user", UrlStyle::Server)?;
        Ok(self)
    }

    /// With this password.
    ///
    /// # Errors
    /// `Configuration` for U+0000 and for files.
    pub fn with_password(mut self, password: impl Into<String>) -> Result<Self> {
        let password = self.accept(password.into(), "the password", UrlStyle::Server)?;
        self.password = password.map(Secret::new);
        Ok(self)
    }

    /// With one host more.
    ///
    /// # Errors
    /// `Configuration` for files and for what [`Host::new`] refuses.
    pub fn with_host(mut self, name: impl Into<String>, port: Option<u16>) -> Result<Self> {
        self.expect_style("a host", UrlStyle::Server)?;
        self.hosts.push(Host::new(name, port)?);
        Ok(self)
    }

    /// With these hosts instead.
    ///
    /// # Errors
    /// `Configuration` for files.
    pub fn with_hosts(mut self, hosts: impl IntoIterator<Item = Host>) -> Result<Self> {
        self.expect_style("a host", UrlStyle::Server)?;
        self.hosts = hosts.into_iter().collect();
        Ok(self)
    }

    /// With this database instead.
    ///
    /// # Errors
    /// `Configuration` for U+0000 and for files.
    pub fn with_database(mut self, database: impl Into<String>) -> Result<Self> {
        self.name = self.accept(database.into(), "the database", UrlStyle::Server)?;
        Ok(self)
    }

    /// With this path instead.
    ///
    /// # Errors
    /// `Configuration` for U+0000 and for servers.
    pub fn with_path(mut self, path: impl Into<String>) -> Result<Self> {
        self.name = self.accept(path.into(), "the path", UrlStyle::File)?;
        Ok(self)
    }

    /// With this value of an option, written as in a URL but not percent-encoded.
    ///
    /// # Errors
    /// `Configuration` where the option is unknown or the value is not of its kind.
    ///
    /// # Example
    /// ```
    /// use backend_core::settings::{OptionInfo, OptionKind, Settings};
    ///
    /// const OPTIONS: &[OptionInfo] = &[OptionInfo {
    ///     name: "mode",
    ///     kind: OptionKind::Choice(&["read", "write"]),
    ///     default: Some("write"),
    ///     doc: "What may be done.",
    /// }];
    /// let settings = Settings::from_path("db", "music.db", OPTIONS)?;
    /// assert_eq!(settings.choice("mode"), Some("write"));
    /// assert!(!settings.is_set("mode"));
    ///
    /// let settings = settings.with_option("mode", "READ")?;
    /// assert_eq!(settings.choice("mode"), Some("read"));
    /// assert_eq!(
    ///     settings.with_option("mode", "delete").unwrap_err().to_string(),
    ///     "option \"mode\" cannot be \"delete\"; it takes one of read, write",
    /// );
    /// # Ok::<(), backend_core::error::Error>(())
    /// ```
    pub fn with_option(mut self, name: &str, value: &str) -> Result<Self> {
        let info = OptionInfo::find(self.known, name)?;
        self.options.insert(info.name, info.parse(value)?);
        Ok(self)
    }

    fn accept(&self, text: String, what: &str, style: UrlStyle) -> Result<Option<String>> {
        self.expect_style(what, style)?;
        refuse_nul(&text, what)?;
        Ok(Some(text).filter(|text| !text.is_empty()))
    }

    fn expect_style(&self, what: &str, style: UrlStyle) -> Result<()> {
        if self.style == style {
            return Ok(());
        }
        let scheme = &self.scheme;
        Err(configuration(match self.style {
            UrlStyle::Server => format!(
                "{what} cannot be set: {scheme:?} is a server, which has a database and no path"
            ),
            UrlStyle::File => format!(
                "{what} cannot be set: {scheme:?} is a file, which has a path and no server"
            ),
        }))
    }
}

/// Values of options: what was set, otherwise the default of the vendor's table.
///
/// Each answers for options of its kind only; for others, and for names that the table does not list, as if there were
/// neither value nor default.
impl Settings {
    /// Whether the option was set, be it to its default.
    #[must_use]
    pub fn is_set(&self, name: &str) -> bool {
        self.options.contains_key(name)
    }

    /// The value of a [`Boolean`](OptionKind::Boolean) option; false without default.
    #[must_use]
    pub fn boolean(&self, name: &str) -> bool {
        matches!(self.value(name), Some(Value::Boolean(true)))
    }

    /// The value of an [`Integer`](OptionKind::Integer) option.
    #[must_use]
    pub fn integer(&self, name: &str) -> Option<i64> {
        match self.value(name)? {
            Value::Integer(value) => Some(value),
            _ => None,
        }
    }

    /// The value of a [`Duration`](OptionKind::Duration) option.
    #[must_use]
    pub fn duration(&self, name: &str) -> Option<Duration> {
        match self.value(name)? {
            Value::Duration(value) => Some(value),
            _ => None,
        }
    }

    /// The value of a [`Choice`](OptionKind::Choice) option, spelled as in the vendor's table.
    #[must_use]
    pub fn choice(&self, name: &str) -> Option<&'static str> {
        match self.value(name)? {
            Value::Choice(value) => Some(value),
            _ => None,
        }
    }

    /// The value of a [`Text`](OptionKind::Text) or [`Path`](OptionKind::Path) option.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.options.get(name) {
            Some(Value::Text(value)) => Some(value),
            Some(_) => None,
            None => {
                self.known
                    .iter()
                    .find(|info| {
                        info.name == name
                            && matches!(info.kind, OptionKind::Text | OptionKind::Path)
                    })?
                    .default
            }
        }
    }

    /// The value of a [`Secret`](OptionKind::Secret) option.
    #[must_use]
    pub fn secret(&self, name: &str) -> Option<&Secret> {
        match self.options.get(name)? {
            Value::Secret(value) => Some(value),
            _ => None,
        }
    }

    fn value(&self, name: &str) -> Option<Value> {
        self.options.get(name).cloned().or_else(|| {
            let info = self.known.iter().find(|info| info.name == name)?;
            info.parse(info.default?).ok()
        })
    }
}
