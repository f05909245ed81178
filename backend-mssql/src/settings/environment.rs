//! The variables of `sqlcmd`, for what the settings leave out. Tests put a table in their place.

use backend_core::error::Result;
use backend_core::settings::Settings;

use super::place::ServerName;

/// Options, and the variables that stand in for them.
const VARIABLES: &[(&str, &str)] = &[
    ("database", "SQLCMDDBNAME"),
    ("user", "SQLCMDUSER"),
    ("password", "SQLCMDPASSWORD"),
    ("connect_timeout", "SQLCMDLOGINTIMEOUT"),
    ("packet_size", "SQLCMDPACKETSIZE"),
    ("workstation_id", "SQLCMDWORKSTATION"),
];

/// The value of a variable.
type Lookup = dyn Fn(&str) -> Option<String> + Send + Sync;

/// Where variables come from.
pub(crate) struct Environment(Box<Lookup>);

impl Environment {
    /// That of this process.
    pub(crate) fn of_process() -> Self {
        Self(Box::new(|name| std::env::var(name).ok()))
    }

    /// The settings, with what they leave out taken from the variables.
    ///
    /// # Errors
    /// [`Configuration`](backend_core::error::ErrorKind::Configuration) naming the variable whose value is none.
    pub(super) fn fill(&self, mut settings: Settings) -> Result<Settings> {
        if settings.hosts().is_empty()
            && let Some(server) = self.variable("SQLCMDSERVER")
        {
            settings = with_server(settings, &server)
                .map_err(|error| error.context("the variable SQLCMDSERVER"))?;
        }
        // A token says who asks, and so does whoever runs the program.
        let is_named = settings.secret("access_token").is_some()
            || matches!(settings.choice("authentication"), Some("integrated"));
        for (option, variable) in VARIABLES {
            let is_said = match *option {
                "database" => settings.database().is_some(),
                "user" => settings.user().is_some() || is_named,
                "password" => settings.password().is_some() || is_named,
                _ => false,
            };
            if !is_said
                && !settings.is_set(option)
                && let Some(value) = self.variable(variable)
            {
                settings = settings
                    .with_option(option, &value)
                    .map_err(|error| error.context(format_args!("the variable {variable}")))?;
            }
        }
        Ok(settings)
    }

    /// An empty variable counts as not set.
    fn variable(&self, name: &str) -> Option<String> {
        (self.0)(name).filter(|value| !value.is_empty())
    }

    #[cfg(test)]
    pub(crate) fn of_table(table: &'static [(&'static str, &'static str)]) -> Self {
        let find = move |name: &str| {
            let (_, value) = table.iter().find(|(known, _)| *known == name)?;
            Some((*value).to_owned())
        };
        Self(Box::new(find))
    }
}

/// The settings with a server as SQL Server's tools write it.
pub(super) fn with_server(settings: Settings, text: &str) -> Result<Settings> {
    let server = ServerName::parse(text)?;
    let settings = settings.with_host(server.host.name, server.host.port)?;
    match server.instance {
        Some(instance) => settings.with_option("instance", &instance),
        None => Ok(settings),
    }
}
