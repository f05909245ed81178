//! What comes from outside the settings: variables, the user and their folder. Tests put a table in its place.

use std::path::PathBuf;

use backend_core::error::Result;
use backend_core::settings::Settings;

/// Options, and the variables of libpq that stand in for them.
const VARIABLES: &[(&str, &str)] = &[
    ("port", "PGPORT"),
    ("dbname", "PGDATABASE"),
    ("user", "PGUSER"),
    ("password", "PGPASSWORD"),
    ("passfile", "PGPASSFILE"),
    ("sslmode", "PGSSLMODE"),
    ("sslrootcert", "PGSSLROOTCERT"),
    ("sslcert", "PGSSLCERT"),
    ("sslkey", "PGSSLKEY"),
    ("sslnegotiation", "PGSSLNEGOTIATION"),
    ("channel_binding", "PGCHANNELBINDING"),
    ("connect_timeout", "PGCONNECT_TIMEOUT"),
    ("target_session_attrs", "PGTARGETSESSIONATTRS"),
    ("load_balance_hosts", "PGLOADBALANCEHOSTS"),
    ("application_name", "PGAPPNAME"),
    ("options", "PGOPTIONS"),
    ("time_zone", "PGTZ"),
];

/// The value of a variable.
type Lookup = dyn Fn(&str) -> Option<String> + Send + Sync;

/// Where `PG*` variables and the rest come from.
pub(crate) struct Environment {
    variable: Box<Lookup>,
    /// Whom the operating system takes this process for.
    pub(crate) user: Option<String>,
    /// That user's folder.
    pub(crate) home: Option<PathBuf>,
    /// Where servers of this machine have their sockets.
    pub(crate) socket_folders: Vec<PathBuf>,
}

impl Environment {
    /// That of this process.
    pub(crate) fn of_process() -> Self {
        Self {
            variable: Box::new(|name| std::env::var(name).ok()),
            user: whoami::username().ok(),
            home: std::env::home_dir(),
            socket_folders: ["/run/postgresql", "/var/run/postgresql", "/tmp"]
                .map(PathBuf::from)
                .to_vec(),
        }
    }

    /// A file in the user's folder, where it is there.
    pub(crate) fn file_at_home(&self, path: &str) -> Option<PathBuf> {
        let path = self.home.as_ref()?.join(path);
        path.is_file().then_some(path)
    }

    /// The settings, with what they leave out taken from the variables.
    ///
    /// # Errors
    /// [`Configuration`](backend_core::error::ErrorKind::Configuration) naming the variable whose value is none.
    pub(super) fn fill(&self, mut settings: Settings) -> Result<Settings> {
        // An address belongs to the hosts beside which it is set.
        if settings.hosts().is_empty() && !settings.is_set("host") && !settings.is_set("hostaddr") {
            settings = self.set(settings, "host", "PGHOST")?;
            settings = self.set(settings, "hostaddr", "PGHOSTADDR")?;
        }
        for (option, variable) in VARIABLES {
            let is_said = match *option {
                "dbname" => settings.database().is_some(),
                "user" => settings.user().is_some(),
                "password" => settings.password().is_some(),
                _ => false,
            };
            if !is_said && !settings.is_set(option) {
                settings = self.set(settings, option, variable)?;
            }
        }
        Ok(settings)
    }

    /// An empty variable counts as not set, as in libpq.
    fn set(&self, settings: Settings, option: &str, variable: &str) -> Result<Settings> {
        match (self.variable)(variable).filter(|value| !value.is_empty()) {
            Some(value) => settings
                .with_option(option, &value)
                .map_err(|error| error.context(format_args!("the variable {variable}"))),
            None => Ok(settings),
        }
    }

    #[cfg(test)]
    pub(crate) fn of_table(table: &'static [(&'static str, &'static str)]) -> Self {
        let find = move |name: &str| {
            let (_, value) = table.iter().find(|(known, _)| *known == name)?;
            Some((*value).to_owned())
        };
        Self {
            variable: Box::new(find),
            user: Some("os_user".to_owned()),
            home: None,
            socket_folders: Vec::new(),
        }
    }
}
