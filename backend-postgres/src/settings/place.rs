//! [`Place`]: one server to try.

use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use backend_core::error::Result;
use backend_core::settings::{Host, Secret, Settings};

use super::environment::Environment;
use super::{configuration, twice};

/// Where servers listen unless they are told otherwise.
const PORT: u16 = 5432;

/// One server to try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) address: Address,
    pub(crate) port: u16,
    pub(crate) password: Option<Secret>,
}

/// How a server is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Address {
    /// By a name, whose addresses are looked up.
    Name(String),
    /// By an address; its certificate is for the name, where there is one.
    Ip(IpAddr, Option<String>),
    /// By a socket in that folder.
    Socket(PathBuf),
}

impl Place {
    /// The path of the socket, where it is one.
    pub(crate) fn socket(&self) -> Option<PathBuf> {
        match &self.address {
            Address::Socket(folder) => Some(socket(folder, self.port)),
            Address::Name(_) | Address::Ip(..) => None,
        }
    }
}

/// The place as errors name it: `host:5432` or the socket's path.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let port = self.port;
        match &self.address {
            Address::Name(name) => write!(f, "{name}:{port}"),
            Address::Ip(IpAddr::V6(address), None) => write!(f, "[{address}]:{port}"),
            Address::Ip(address, None) => write!(f, "{address}:{port}"),
            Address::Ip(address, Some(name)) => write!(f, "{name}:{port} ({address})"),
            Address::Socket(folder) => write!(f, "{}", socket(folder, port).display()),
        }
    }
}

fn socket(folder: &Path, port: u16) -> PathBuf {
    folder.join(format!(".s.PGSQL.{port}"))
}

/// The servers that the settings mean; there is at least one.
pub(super) fn places(settings: &Settings, environment: &Environment) -> Result<Vec<Place>> {
    let hosts = hosts(settings)?;
    let addresses = addresses(settings)?;
    if !hosts.is_empty() && !addresses.is_empty() && hosts.len() != addresses.len() {
        return Err(configuration(format!(
            "there are {} hosts and {} of hostaddr; give one for each, or none",
            hosts.len(),
            addresses.len()
        )));
    }
    let count = hosts.len().max(addresses.len()).max(1);
    let ports = ports(settings, count)?;
    let mut places = Vec::with_capacity(count);
    for (index, port) in ports.into_iter().enumerate() {
        let host = hosts.get(index);
        let port = host.and_then(|host| host.port).unwrap_or(port);
        let address = match (addresses.get(index), host) {
            (Some(ip), host) => Address::Ip(*ip, host.map(|host| host.name.clone())),
            (None, Some(host)) if host.is_socket() => Address::Socket(PathBuf::from(&host.name)),
            (None, Some(host)) => match host.name.parse() {
                Ok(ip) => Address::Ip(ip, None),
                Err(_) => Address::Name(host.name.clone()),
            },
            (None, None) => this_machine(environment, port),
        };
        places.push(Place {
            address,
            port,
            password: None,
        });
    }
    Ok(places)
}

/// The hosts before the path, or those of the option.
fn hosts(settings: &Settings) -> Result<Vec<Host>> {
    let Some(text) = settings.text("host").filter(|text| !text.is_empty()) else {
        return Ok(settings.hosts().to_vec());
    };
    let hosts: Vec<_> = text
        .split(',')
        .map(|name| Host::new(name.trim(), None))
        .collect::<Result<_>>()
        .map_err(|error| error.context("the option \"host\""))?;
    let names = |hosts: &[Host]| {
        hosts
            .iter()
            .map(|host| host.name.clone())
            .collect::<Vec<_>>()
    };
    if settings.hosts().is_empty() {
        return Ok(hosts);
    }
    if names(settings.hosts()) != names(&hosts) {
        return Err(twice("host"));
    }
    Ok(settings.hosts().to_vec())
}

fn addresses(settings: &Settings) -> Result<Vec<IpAddr>> {
    let Some(text) = settings.text("hostaddr").filter(|text| !text.is_empty()) else {
        return Ok(Vec::new());
    };
    text.split(',')
        .map(|address| {
            address.trim().parse().map_err(|_| {
                configuration("the option \"hostaddr\" takes addresses such as 10.0.0.1 or ::1, with `,` between")
            })
        })
        .collect()
}

/// A port for each of `count` hosts: that of a host itself comes before it.
fn ports(settings: &Settings, count: usize) -> Result<Vec<u16>> {
    let text = settings.text("port").unwrap_or_default();
    let ports: Vec<u16> = text
        .split(',')
        .map(|port| match port.trim() {
            "" => Ok(PORT),
            port => port.parse().ok().filter(|port| *port != 0).ok_or_else(|| {
                configuration("the option \"port\" takes numbers from 1 to 65535, with `,` between")
            }),
        })
        .collect::<Result<_>>()?;
    match ports.as_slice() {
        [port] => Ok(vec![*port; count]),
        ports if ports.len() == count => Ok(ports.to_vec()),
        ports => Err(configuration(format!(
            "there are {count} hosts and {} ports; give one port for each, or one for all",
            ports.len()
        ))),
    }
}

/// The server of this machine: by its socket, where there is one, which needs no network and knows its users.
fn this_machine(environment: &Environment, port: u16) -> Address {
    environment
        .socket_folders
        .iter()
        .find(|folder| socket(folder, port).exists())
        .map_or_else(
            || Address::Name("localhost".to_owned()),
            |folder| Address::Socket(folder.clone()),
        )
}
