//! What the settings of one session come to: the URL or connection string, then the variables of `sqlcmd`, then what is usual.

mod connection_string;
mod environment;
mod keyword;
mod login;
mod options;
mod place;
mod session;
mod tls;

#[cfg(test)]
mod tests;

use std::time::Duration;

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::settings::Settings;

pub(crate) use self::connection_string::read as read_connection_string;
pub(crate) use self::environment::Environment;
pub(crate) use self::login::Login;
pub(crate) use self::options::OPTIONS;
pub(crate) use self::place::{Place, Port, ServerName};
pub(crate) use self::session::{SessionSettings, set_lock_timeout};
pub(crate) use self::tls::{Encryption, TlsSettings, Trust};

/// The scheme of settings that were read from a connection string.
pub(crate) const SCHEME: &str = "mssql";

/// Everything that is needed to open a session, with nothing left to look up but names of hosts.
#[derive(Debug, Clone)]
pub(crate) struct ConnectSettings {
    /// The servers, in the order in which they are tried; there is at least one.
    pub(crate) places: Vec<Place>,
    pub(crate) login: Login,
    /// `None` is the login's own.
    pub(crate) database: Option<String>,
    pub(crate) tls: TlsSettings,
    pub(crate) connect_timeout: Option<Duration>,
    /// Whether all addresses of a host are tried at once.
    pub(crate) tries_all_at_once: bool,
    /// Whether the session only reads, for listeners that send it elsewhere then.
    pub(crate) only_reads: bool,
    pub(crate) packet_size: Option<u32>,
    pub(crate) application_name: Option<String>,
    pub(crate) workstation: Option<String>,
    pub(crate) session: SessionSettings,
}

impl ConnectSettings {
    /// What the settings and the environment come to.
    ///
    /// # Errors
    /// [`Configuration`](ErrorKind::Configuration) where they contradict each other, or a variable has no good value.
    pub(crate) fn of(settings: &Settings, environment: &Environment) -> Result<Self> {
        let settings = &environment.fill(settings.clone())?;
        let text = |name| settings.text(name).filter(|text| !text.is_empty());
        let size = settings.integer("packet_size");
        Ok(Self {
            places: places(settings)?,
            login: Login::of(settings)?,
            database: part(settings.database(), settings.text("database"), "database")?,
            tls: TlsSettings::of(settings)?,
            connect_timeout: settings
                .duration("connect_timeout")
                .filter(|limit| !limit.is_zero()),
            tries_all_at_once: settings.boolean("multi_subnet_failover"),
            only_reads: settings.choice("application_intent") == Some("readonly"),
            packet_size: size.and_then(|size| u32::try_from(size).ok()),
            application_name: text("application_name").map(str::to_owned),
            workstation: text("workstation_id").map(str::to_owned),
            session: SessionSettings::of(settings),
        })
    }
}

/// The servers that the settings mean, and the failover partner after them.
fn places(settings: &Settings) -> Result<Vec<Place>> {
    let instance = settings.text("instance").filter(|text| !text.is_empty());
    let mut places = Vec::new();
    for host in settings.hosts() {
        if host.is_socket() {
            return Err(configuration(
                "SQL Server is reached over TCP and has no sockets of this machine; give a host's name or address",
            ));
        }
        places.push(Place::new(host, instance));
    }
    if places.is_empty() {
        let mut place = Place::local();
        if let Some(instance) = instance {
            place.port = Port::OfInstance(instance.to_owned());
        }
        places.push(place);
    }
    if let Some(partner) = settings
        .text("failover_partner")
        .filter(|text| !text.is_empty())
    {
        let partner = ServerName::parse(partner)
            .map_err(|error| error.context("the option \"failover_partner\""))?;
        places.push(partner.place());
    }
    Ok(places)
}

/// A part of the URL that an option can stand in for; both at once must say the same.
fn part(own: Option<&str>, option: Option<&str>, name: &str) -> Result<Option<String>> {
    match (own, option.filter(|text| !text.is_empty())) {
        (Some(own), Some(option)) if own != option => Err(twice(name)),
        (own, option) => Ok(own.or(option).map(str::to_owned)),
    }
}

fn twice(name: &str) -> Error {
    configuration(format!(
        "the option {name:?} says otherwise than the URL before its `?`; leave one of them out"
    ))
}

pub(super) fn configuration(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Configuration, message)
}
