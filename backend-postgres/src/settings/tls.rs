//! [`TlsSettings`]: whether a session is encrypted, and whom it trusts.

use std::path::PathBuf;

use backend_core::error::Result;
use backend_core::settings::Settings;

use super::configuration;
use super::environment::Environment;

/// Whether and how a session is encrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TlsSettings {
    pub(crate) mode: TlsMode,
    pub(crate) roots: Roots,
    /// The files of the client's certificate and its key.
    pub(crate) client: Option<(PathBuf, PathBuf)>,
    /// Whether it begins without asking the server first.
    pub(crate) is_direct: bool,
    pub(crate) channel_binding: ChannelBinding,
}

/// How much is asked of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TlsMode {
    /// Nothing: no TLS.
    Disable,
    /// TLS where it has it, with any certificate.
    Prefer,
    /// TLS, with any certificate.
    Require,
    /// A certificate of an authority that is trusted.
    VerifyAuthority,
    /// That, and for this host.
    VerifyFull,
}

/// Whose certificates are trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Roots {
    /// The authorities that this machine trusts.
    System,
    /// Those in a file.
    File(PathBuf),
}

/// Whether the password's proof is tied to the encrypted session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ChannelBinding {
    Disable,
    Prefer,
    Require,
}

impl TlsSettings {
    pub(super) fn of(settings: &Settings, environment: &Environment) -> Result<Self> {
        let is_direct = settings.choice("sslnegotiation") == Some("direct");
        let channel_binding = match settings.choice("channel_binding") {
            Some("disable") => ChannelBinding::Disable,
            Some("require") => ChannelBinding::Require,
            _ => ChannelBinding::Prefer,
        };
        let is_asked_for = ["sslrootcert", "sslcert", "sslkey"]
            .iter()
            .any(|name| settings.is_set(name))
            || is_direct
            || channel_binding == ChannelBinding::Require;
        let mode = match settings.choice("sslmode") {
            Some("disable") => TlsMode::Disable,
            Some("prefer") => TlsMode::Prefer,
            // As in libpq: who names an authority wants it asked.
            Some("require") if settings.is_set("sslrootcert") => TlsMode::VerifyAuthority,
            Some("require") => TlsMode::Require,
            Some("verify-ca") => TlsMode::VerifyAuthority,
            Some(_) => TlsMode::VerifyFull,
            None if is_asked_for => TlsMode::VerifyFull,
            None => TlsMode::Prefer,
        };
        if is_direct && matches!(mode, TlsMode::Disable | TlsMode::Prefer) {
            return Err(configuration(
                "sslnegotiation=direct is TLS from the beginning, and goes with sslmode=verify-full, verify-ca or require",
            ));
        }
        let roots = match settings.text("sslrootcert") {
            Some("system") => Roots::System,
            Some(path) => Roots::File(PathBuf::from(path)),
            None => environment
                .file_at_home(".postgresql/root.crt")
                .map_or(Roots::System, Roots::File),
        };
        if mode == TlsMode::VerifyAuthority && roots == Roots::System {
            return Err(configuration(
                "the authorities that this machine trusts sign for anybody, so that only sslmode=verify-full is safe with \
                 them; otherwise name the file of your own authority with sslrootcert",
            ));
        }
        Ok(Self {
            mode,
            roots,
            client: client(settings, environment)?,
            is_direct,
            channel_binding,
        })
    }
}

/// The client's certificate and key: both, or neither.
fn client(settings: &Settings, environment: &Environment) -> Result<Option<(PathBuf, PathBuf)>> {
    let file = |option, usual| {
        let set = settings.text(option).map(PathBuf::from);
        set.or_else(|| environment.file_at_home(usual))
    };
    let certificate = file("sslcert", ".postgresql/postgresql.crt");
    let key = file("sslkey", ".postgresql/postgresql.key");
    match (certificate, key) {
        (Some(certificate), Some(key)) => Ok(Some((certificate, key))),
        (Some(_), None) if settings.is_set("sslcert") => Err(configuration(
            "sslcert is set, and its key is not: name the file with sslkey",
        )),
        (None, Some(_)) if settings.is_set("sslkey") => Err(configuration(
            "sslkey is set, and its certificate is not: name the file with sslcert",
        )),
        _ => Ok(None),
    }
}
