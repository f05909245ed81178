//! [`TlsSettings`]: whether a session is encrypted, and whom it trusts.

use std::path::PathBuf;

use backend_core::error::Result;
use backend_core::settings::Settings;

use super::configuration;

/// How much of a session is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encryption {
    /// All of it, from the first byte on.
    Strict,
    /// All of it but the greeting.
    Mandatory,
    /// The login, unless the server asks for more.
    Optional,
    /// Nothing.
    Disabled,
}

/// Whose certificates are taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trust {
    /// Anybody's.
    Anyone,
    /// Those of authorities that this machine trusts, and of that file.
    Authorities(Option<PathBuf>),
}

/// Whether and how a session is encrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TlsSettings {
    pub(crate) encryption: Encryption,
    pub(crate) trust: Trust,
    /// The name that the certificate must be for, where it is not the host's.
    pub(crate) certificate_name: Option<String>,
}

impl TlsSettings {
    pub(super) fn of(settings: &Settings) -> Result<Self> {
        let encryption = match settings.choice("encrypt") {
            Some("strict") => Encryption::Strict,
            Some("optional" | "false" | "no") => Encryption::Optional,
            Some("disable") => Encryption::Disabled,
            _ => Encryption::Mandatory,
        };
        let ca_file = settings.text("ca_file").map(PathBuf::from);
        let certificate_name = settings
            .text("host_name_in_certificate")
            .filter(|name| !name.is_empty())
            .map(str::to_owned);
        let trusts_anyone = settings.boolean("trust_server_certificate");
        let is_checked = ca_file.is_some() || certificate_name.is_some();
        if trusts_anyone && is_checked {
            return Err(configuration(
                "trust_server_certificate takes any certificate, and ca_file or host_name_in_certificate says which one; leave \
                 one of them out",
            ));
        }
        if trusts_anyone && encryption == Encryption::Strict {
            return Err(configuration(
                "encrypt=strict is for certificates that are checked; leave trust_server_certificate out, or encrypt otherwise",
            ));
        }
        let is_unchecked = encryption == Encryption::Optional
            && !is_checked
            && !settings.is_set("trust_server_certificate");
        let trust = if trusts_anyone || is_unchecked {
            Trust::Anyone
        } else {
            Trust::Authorities(ca_file)
        };
        Ok(Self {
            encryption,
            trust,
            certificate_name,
        })
    }
}
