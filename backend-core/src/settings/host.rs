//! [`Host`]: where a server listens.

use std::fmt;
use std::net::Ipv6Addr;

use crate::error::Result;
use crate::settings::percent::{configuration, decode, encode_part, refuse_nul};

/// One server: a name, an address or the directory of a local socket, and a port.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Host {
    /// A host name, an IPv4 address, an IPv6 address without brackets, or the path of a socket's directory.
    pub name: String,
    /// The port; `None` leaves the choice to the vendor.
    pub port: Option<u16>,
}

impl Host {
    /// A host of that name, address or socket directory.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::error::ErrorKind::Configuration) where the name is empty or none
    /// of these, or the port is 0.
    pub fn new(name: impl Into<String>, port: Option<u16>) -> Result<Self> {
        let name = name.into();
        check_name(&name, "the host")?;
        if port == Some(0) {
            return Err(configuration(
                "the port of the host is not a number from 1 to 65535",
            ));
        }
        Ok(Self { name, port })
    }

    /// Whether the name is the path of a socket's directory (or `@` and the name of an abstract socket).
    #[must_use]
    pub fn is_socket(&self) -> bool {
        self.name.starts_with(['/', '@'])
    }

    /// Reads the part of a URL between `@` and `/`: hosts with `,` between. Empty text is no host.
    ///
    /// No message shows a host: where an `@` is missing, what stands here is a user and a password.
    pub(super) fn parse_list(text: &str) -> Result<Vec<Self>> {
        if text.is_empty() {
            return Ok(Vec::new());
        }
        let several = text.contains(',');
        text.split(',')
            .enumerate()
            .map(|(index, host)| {
                let what = if several {
                    format!("host {}", index + 1)
                } else {
                    "the host".to_owned()
                };
                Self::parse(host, &what)
            })
            .collect()
    }

    fn parse(text: &str, what: &str) -> Result<Self> {
        let (name, port) = match text.strip_prefix('[') {
            Some(bracketed) => {
                let (name, rest) = bracketed
                    .split_once(']')
                    .ok_or_else(|| configuration(format!("{what} has a `[` without `]`")))?;
                let port = match rest.strip_prefix(':') {
                    Some(port) => Some(port),
                    None if rest.is_empty() => None,
                    None => {
                        return Err(configuration(format!(
                            "{what} has something other than a port after `]`"
                        )));
                    }
                };
                let name = decode(name, what)?;
                check_ipv6(&name, what)?;
                (name, port)
            }
            None => {
                let (name, port) = match text.split_once(':') {
                    Some((name, port)) => (name, Some(port)),
                    None => (text, None),
                };
                let name = decode(name, what)?;
                if name.contains(':') && !name.starts_with(['/', '@']) {
                    return Err(configuration(format!(
                        "{what} is not a name; an IPv6 address stands in brackets, such as [::1]"
                    )));
                }
                check_name(&name, what)?;
                (name, port)
            }
        };
        let port = match port {
            None | Some("") => None,
            Some(port) => Some(parse_port(port, what)?),
        };
        Ok(Self { name, port })
    }
}

fn parse_port(text: &str, what: &str) -> Result<u16> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|&port| digits && port != 0).ok_or_else(|| {
        configuration(format!(
            "the port of {what} is not a number from 1 to 65535; an IPv6 address stands in brackets, such as \
             [::1]:5000, and a password is followed by `@` and the host"
        ))
    })
}

fn check_name(name: &str, what: &str) -> Result<()> {
    refuse_nul(name, what)?;
    if name.is_empty() {
        return Err(configuration(format!(
            "{what} has no name; write localhost for this machine"
        )));
    }
    if name.starts_with(['/', '@']) {
        return Ok(());
    }
    if name.contains(':') {
        return check_ipv6(name, what);
    }
    let misplaced = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '/' | ';' | '=' | '&' | '?' | '#' | '@' | '[' | ']' | ',')
    };
    if name.contains(misplaced) {
        return Err(configuration(format!(
            "{what} has a character that no host name has; the path of a socket's directory starts with `/`, \
             written %2F"
        )));
    }
    Ok(())
}

fn check_ipv6(name: &str, what: &str) -> Result<()> {
    let (address, zone) = match name.split_once('%') {
        Some((address, zone)) => (address, Some(zone)),
        None => (name, None),
    };
    if address.parse::<Ipv6Addr>().is_err() || zone == Some("") {
        return Err(configuration(format!("{what} is not an IPv6 address")));
    }
    Ok(())
}

/// Writes the host as it stands in a URL.
impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name.split_once('%') {
            _ if self.is_socket() || !self.name.contains(':') => {
                write!(f, "{}", encode_part(&self.name))?;
            }
            Some((address, zone)) => write!(f, "[{address}%25{}]", encode_part(zone))?,
            None => write!(f, "[{}]", self.name)?,
        }
        match self.port {
            Some(port) => write!(f, ":{port}"),
            None => Ok(()),
        }
    }
}
