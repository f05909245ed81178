//! What the settings of one session come to: the options of the URL, then `PG*` variables, then what is usual.

mod environment;
mod options;
mod passfile;
mod place;
mod session;
mod tls;

#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::time::Duration;

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::settings::{Secret, Settings};

pub(crate) use self::environment::Environment;
pub(crate) use self::options::OPTIONS;
pub(crate) use self::passfile::is_open_to_others;
pub(crate) use self::place::{Address, Place};
pub(crate) use self::session::{SessionSettings, Statements, milliseconds};
pub(crate) use self::tls::{ChannelBinding, Roots, TlsMode, TlsSettings};

/// Everything that is needed to open a session, with nothing left to look up but names of hosts.
#[derive(Debug, Clone)]
pub(crate) struct ConnectSettings {
    /// The servers, in the order in which they were given.
    pub(crate) places: Vec<Place>,
    /// Whether they are tried in another order each time.
    pub(crate) is_random: bool,
    /// `None` where nobody knows: the driver refuses then.
    pub(crate) user: Option<String>,
    /// `None` is the database of the user's name.
    pub(crate) database: Option<String>,
    /// The password that was said, which is that of each place then.
    pub(crate) password: Option<Secret>,
    /// The file of passwords that was named.
    pub(crate) passfile: Option<PathBuf>,
    /// Why a password that could have been there is not, for whoever is asked for one.
    pub(crate) password_hint: Option<String>,
    pub(crate) tls: TlsSettings,
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) keepalive: Keepalive,
    pub(crate) target: Target,
    pub(crate) application_name: Option<String>,
    /// Parameters of the session, as the server's command line has them.
    pub(crate) startup: Option<String>,
    pub(crate) session: SessionSettings,
}

/// How a server that says nothing is found out to be gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Keepalive {
    pub(crate) is_on: bool,
    pub(crate) idle: Option<Duration>,
    pub(crate) interval: Option<Duration>,
    pub(crate) count: Option<u32>,
    /// How long sent data may stay without an answer.
    pub(crate) unacknowledged: Option<Duration>,
}

/// Which of several servers will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    Any,
    ReadWrite,
    ReadOnly,
    Primary,
    Standby,
    PreferStandby,
}

impl ConnectSettings {
    /// What the settings and the environment come to.
    ///
    /// # Errors
    /// [`Configuration`](ErrorKind::Configuration) where they contradict each other, or a variable has no good value.
    pub(crate) fn of(settings: &Settings, environment: &Environment) -> Result<Self> {
        let settings = &environment.fill(settings.clone())?;
        let user = part(settings.user(), settings.text("user"), "user")?
            .or_else(|| environment.user.clone());
        let database = part(settings.database(), settings.text("dbname"), "dbname")?;
        let mut places = place::places(settings, environment)?;
        let mut password_hint = None;
        let password = password(settings)?;
        match &password {
            Some(password) => {
                for place in &mut places {
                    place.password = Some(password.clone());
                }
            }
            None => {
                let user = user.as_deref().unwrap_or_default();
                let database = database.as_deref().unwrap_or(user);
                password_hint = passfile::fill(&mut places, database, user, settings, environment);
            }
        }
        Ok(Self {
            is_random: settings.choice("load_balance_hosts") == Some("random"),
            user,
            database,
            password,
            passfile: settings.text("passfile").map(PathBuf::from),
            password_hint,
            tls: TlsSettings::of(settings, environment)?,
            connect_timeout: settings
                .duration("connect_timeout")
                .filter(|limit| !limit.is_zero()),
            keepalive: Keepalive::of(settings),
            target: Target::of(settings),
            application_name: settings.text("application_name").map(str::to_owned),
            startup: session::startup(settings),
            session: SessionSettings::of(settings),
            places,
        })
    }
}

impl Keepalive {
    fn of(settings: &Settings) -> Self {
        let count = |name| {
            let number = settings.integer(name)?;
            u32::try_from(number).ok().filter(|number| *number > 0)
        };
        let positive = |limit: &Duration| !limit.is_zero();
        Self {
            is_on: settings.boolean("keepalives"),
            idle: settings.duration("keepalives_idle").filter(positive),
            interval: settings.duration("keepalives_interval").filter(positive),
            count: count("keepalives_count"),
            unacknowledged: count("tcp_user_timeout")
                .map(|milliseconds| Duration::from_millis(milliseconds.into())),
        }
    }
}

impl Target {
    fn of(settings: &Settings) -> Self {
        match settings.choice("target_session_attrs") {
            Some("read-write") => Self::ReadWrite,
            Some("read-only") => Self::ReadOnly,
            Some("primary") => Self::Primary,
            Some("standby") => Self::Standby,
            Some("prefer-standby") => Self::PreferStandby,
            _ => Self::Any,
        }
    }
}

/// A part of the URL that an option can stand in for; both at once must say the same.
fn part(own: Option<&str>, option: Option<&str>, name: &str) -> Result<Option<String>> {
    match (own, option.filter(|text| !text.is_empty())) {
        (Some(own), Some(option)) if own != option => Err(twice(name)),
        (own, option) => Ok(own.or(option).map(str::to_owned)),
    }
}

fn password(settings: &Settings) -> Result<Option<Secret>> {
    let option = settings
        .secret("password")
        .filter(|password| !password.expose().is_empty());
    match (settings.password(), option) {
        (Some(own), Some(option)) if own != option => Err(twice("password")),
        (own, option) => Ok(own.or(option).cloned()),
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
