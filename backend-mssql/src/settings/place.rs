//! [`Place`]: one server to try, and how SQL Server's own tools write one.

use std::fmt;

use backend_core::error::{Error, Result};
use backend_core::settings::Host;

use super::configuration;

/// Where servers listen unless they are told otherwise.
const PORT: u16 = 1433;

/// One server to try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) host: String,
    pub(crate) port: Port,
}

/// How the server's port is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Port {
    /// It was given, or is the usual one.
    Number(u16),
    /// SQL Server Browser knows the port of that instance.
    OfInstance(String),
}

impl Place {
    /// A server at a host; an instance is looked up where there is no port.
    pub(crate) fn new(host: &Host, instance: Option<&str>) -> Self {
        let port = match (host.port, instance) {
            (Some(port), _) => Port::Number(port),
            (None, Some(instance)) => Port::OfInstance(instance.to_owned()),
            (None, None) => Port::Number(PORT),
        };
        Self {
            host: host.name.clone(),
            port,
        }
    }

    /// This machine's server.
    pub(crate) fn local() -> Self {
        Self {
            host: "localhost".to_owned(),
            port: Port::Number(PORT),
        }
    }

    /// As `sqlcmd -S` takes it: `host,port` or `host\instance`.
    pub(crate) fn of_tools(&self) -> String {
        match &self.port {
            Port::Number(port) => format!("{},{port}", self.host),
            Port::OfInstance(instance) => format!("{}\\{instance}", self.host),
        }
    }
}

/// The place as errors name it: `host:1433` or `host\instance`.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.port {
            Port::Number(port) if self.host.contains(':') => write!(f, "[{}]:{port}", self.host),
            Port::Number(port) => write!(f, "{}:{port}", self.host),
            Port::OfInstance(instance) => write!(f, "{}\\{instance}", self.host),
        }
    }
}

/// A server as SQL Server's own tools and connection strings write it, in its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ServerName {
    pub(crate) host: Host,
    pub(crate) instance: Option<String>,
}

impl ServerName {
    /// Reads `host`, `host,port`, `host\instance` and `host\instance,port`, with or without `tcp:` before; `.` and `(local)` are
    /// this machine.
    ///
    /// # Errors
    /// [`Configuration`](backend_core::error::ErrorKind::Configuration) where it is something else.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let text = text.trim();
        let text = match text.split_once(':') {
            Some((protocol, rest)) if protocol.eq_ignore_ascii_case("tcp") => rest,
            // An IPv6 address has no other letters before its first colon.
            Some((protocol, _))
                if protocol.chars().all(|c| c.is_ascii_alphabetic())
                    && !protocol.chars().all(|c| c.is_ascii_hexdigit()) =>
            {
                return Err(unknown_protocol());
            }
            _ => text,
        };
        if text.starts_with('\\') || text.to_ascii_lowercase().starts_with("(localdb)") {
            return Err(unknown_protocol());
        }
        let (name, port) = match text.split_once(',') {
            Some((name, port)) => (name, Some(parse_port(port)?)),
            None => (text, None),
        };
        let (name, instance) = match name.split_once('\\') {
            Some((name, instance)) => (name, Some(instance.trim())),
            None => (name, None),
        };
        let name = name.trim();
        let name = match name
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
        {
            Some(address) => address,
            None if matches!(name, "." | "(local)" | "(LOCAL)" | "") => "localhost",
            None => name,
        };
        // The default instance has a name, too.
        let instance =
            instance.filter(|name| !name.is_empty() && !name.eq_ignore_ascii_case("MSSQLSERVER"));
        Ok(Self {
            host: Host::new(name, port)?,
            instance: instance.map(str::to_owned),
        })
    }

    pub(crate) fn place(&self) -> Place {
        Place::new(&self.host, self.instance.as_deref())
    }
}

fn parse_port(text: &str) -> Result<u16> {
    let port = text.trim().parse().ok().filter(|port| *port != 0);
    port.ok_or_else(|| {
        configuration("the port of a server, after `,`, is a number from 1 to 65535")
    })
}

fn unknown_protocol() -> Error {
    configuration(
        "a server is reached over TCP only: write `host`, `host,port` or `host\\instance`, and no other protocol than `tcp:`",
    )
}

#[cfg(test)]
mod tests {
    use super::ServerName;

    #[test]
    fn servers_are_read_as_the_tools_write_them() {
        for (text, place) in [
            ("db.example", "db.example:1433"),
            ("tcp:db.example,1435", "db.example:1435"),
            ("TCP: db.example , 1435 ", "db.example:1435"),
            (r"db\sales", r"db\sales"),
            (r"db\sales,1500", "db:1500"),
            (r"db\MSSQLSERVER", "db:1433"),
            (".", "localhost:1433"),
            (r".\sqlexpress", r"localhost\sqlexpress"),
            ("(local),1", "localhost:1"),
            ("::1", "[::1]:1433"),
            ("fe80::2,1434", "[fe80::2]:1434"),
            ("[::1],1434", "[::1]:1434"),
            ("abc::1", "[abc::1]:1433"),
        ] {
            let found = ServerName::parse(text).unwrap();
            assert_eq!(found.place().to_string(), place, "{text}");
        }
    }

    #[test]
    fn other_protocols_and_ports_are_refused() {
        for text in [
            r"np:\\host\pipe\sql\query",
            r"\\host\pipe\sql\query",
            "lpc:host",
            "admin:host",
            r"(localdb)\v11.0",
            "host,port",
            "host,0",
            "host,",
            "a host",
        ] {
            assert!(ServerName::parse(text).is_err(), "{text}");
        }
    }
}
