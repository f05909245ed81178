//! PostgreSQL's shell, `psql`: what our settings mean, in its arguments and in the variables of libpq.
//!
//! Where it goes stands in its arguments, so that it can be seen, and so that an argument of the caller's, which comes after, can
//! say otherwise. Everything else stands in variables. As the settings have read the variables of this process already, none of
//! those that mean a connection is passed on: libpq would weigh them otherwise, and reach another server.

use std::ffi::OsString;
use std::time::Duration;

use backend_core::client::{Client, ClientCommand};
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::settings::Settings;

use crate::settings::{
    Address, ChannelBinding, ConnectSettings, Environment, Place, Roots, Target, TlsMode,
};

const INSTALLATION: &str =
    "it comes with PostgreSQL's client programs (Debian: apt-get install postgresql-client)";

/// The variables of libpq that say where and how to connect. What none of our options means (`PGSSLCRL` and the like) stays.
const VARIABLES: &[&str] = &[
    "PGHOST",
    "PGHOSTADDR",
    "PGPORT",
    "PGDATABASE",
    "PGUSER",
    "PGPASSWORD",
    "PGPASSFILE",
    "PGSERVICE",
    "PGREQUIRESSL",
    "PGSSLMODE",
    "PGSSLROOTCERT",
    "PGSSLCERT",
    "PGSSLKEY",
    "PGSSLNEGOTIATION",
    "PGCHANNELBINDING",
    "PGCONNECT_TIMEOUT",
    "PGTARGETSESSIONATTRS",
    "PGLOADBALANCEHOSTS",
    "PGAPPNAME",
    "PGOPTIONS",
    "PGTZ",
];

/// PostgreSQL's shell.
#[derive(Debug)]
pub(crate) struct PostgresClient;

impl Client for PostgresClient {
    fn command(&self, settings: &Settings, arguments: &[OsString]) -> Result<ClientCommand> {
        let command = command(settings, &Environment::of_process())?;
        Ok(command.arguments(arguments))
    }
}

fn command(settings: &Settings, environment: &Environment) -> Result<ClientCommand> {
    let found = ConnectSettings::of(settings, environment)?;
    let mut command = ClientCommand::new("psql", INSTALLATION);
    for name in VARIABLES {
        command = command.without_variable(name);
    }
    command = target(command, &found)?;
    if let Some(password) = &found.password {
        command = command.variable("PGPASSWORD", password.clone());
    }
    if let Some(path) = &found.passfile {
        command = command.variable("PGPASSFILE", path.to_string_lossy().into_owned());
    }
    if let Some(name) = &found.application_name {
        command = command.variable("PGAPPNAME", name.clone());
    }
    if let Some(options) = &found.startup {
        command = command.variable("PGOPTIONS", options.clone());
    }
    command = tls(command, &found);
    command = reach(command, &found);
    Ok(unheeded(command, settings))
}

/// The servers, the user and the database.
fn target(mut command: ClientCommand, found: &ConnectSettings) -> Result<ClientCommand> {
    let listed = |of: fn(&Place) -> String| {
        let each: Vec<String> = found.places.iter().map(of).collect();
        if each.iter().any(|name| name.contains(',')) {
            return Err(Error::new(
                ErrorKind::NotSupported(None),
                "psql cannot be told of a socket in a folder whose name has a comma",
            ));
        }
        Ok(each.join(","))
    };
    let addresses = listed(address)?;
    if !addresses.replace(',', "").is_empty() {
        command = command.variable("PGHOSTADDR", addresses);
    }
    command = command.arguments([
        format!("--host={}", listed(host)?),
        format!("--port={}", listed(|place| place.port.to_string())?),
    ]);
    if let Some(user) = &found.user {
        command = command.arguments([format!("--username={user}")]);
    }
    match found.database.as_ref().or(found.user.as_ref()) {
        Some(name) => Ok(command.arguments([format!("--dbname={}", database(name))])),
        None => Ok(command),
    }
}

fn host(place: &Place) -> String {
    match &place.address {
        Address::Name(name) | Address::Ip(_, Some(name)) => name.clone(),
        Address::Ip(address, None) => address.to_string(),
        Address::Socket(folder) => folder.display().to_string(),
    }
}

/// The address that saves looking the host up.
fn address(place: &Place) -> String {
    match &place.address {
        Address::Ip(address, Some(_)) => address.to_string(),
        Address::Ip(_, None) | Address::Name(_) | Address::Socket(_) => String::new(),
    }
}

/// The name of a database: one that would be taken for a connection string is written as one.
fn database(name: &str) -> String {
    if name.contains('=') || name.starts_with("postgres://") || name.starts_with("postgresql://") {
        let escaped = name.replace('\\', r"\\").replace('\'', r"\'");
        return format!("dbname='{escaped}'");
    }
    name.to_owned()
}

fn tls(mut command: ClientCommand, found: &ConnectSettings) -> ClientCommand {
    let tls = &found.tls;
    let mode = match tls.mode {
        TlsMode::Disable => "disable",
        TlsMode::Prefer => "prefer",
        TlsMode::Require => "require",
        TlsMode::VerifyAuthority => "verify-ca",
        TlsMode::VerifyFull => "verify-full",
    };
    command = command.variable("PGSSLMODE", mode);
    match &tls.roots {
        Roots::File(path) => {
            command = command.variable("PGSSLROOTCERT", path.to_string_lossy().into_owned());
        }
        // libpq refuses the word where nothing is verified.
        Roots::System if tls.mode == TlsMode::VerifyFull => {
            command = command.variable("PGSSLROOTCERT", "system");
        }
        Roots::System => {}
    }
    if let Some((certificate, key)) = &tls.client {
        command = command
            .variable("PGSSLCERT", certificate.to_string_lossy().into_owned())
            .variable("PGSSLKEY", key.to_string_lossy().into_owned());
    }
    if tls.is_direct {
        command = command.variable("PGSSLNEGOTIATION", "direct");
    }
    match tls.channel_binding {
        ChannelBinding::Disable => command.variable("PGCHANNELBINDING", "disable"),
        ChannelBinding::Require => command.variable("PGCHANNELBINDING", "require"),
        // What libpq does by itself; a version that does not know the variable need not see it.
        ChannelBinding::Prefer => command,
    }
}

/// How the server is reached, as far as libpq has variables for it.
fn reach(mut command: ClientCommand, found: &ConnectSettings) -> ClientCommand {
    if let Some(limit) = found.connect_timeout {
        command = command.variable("PGCONNECT_TIMEOUT", whole_seconds(limit));
    }
    if found.is_random {
        command = command.variable("PGLOADBALANCEHOSTS", "random");
    }
    let target = match found.target {
        Target::Any => return command,
        Target::ReadWrite => "read-write",
        Target::ReadOnly => "read-only",
        Target::Primary => "primary",
        Target::Standby => "standby",
        Target::PreferStandby => "prefer-standby",
    };
    command.variable("PGTARGETSESSIONATTRS", target)
}

/// libpq counts whole seconds, and takes 0 for no limit: what is shorter than one is one.
fn whole_seconds(limit: Duration) -> String {
    limit.as_millis().div_ceil(1_000).to_string()
}

/// libpq reads these from connection strings only, and has no variables for them.
fn unheeded(command: ClientCommand, settings: &Settings) -> ClientCommand {
    [
        "tcp_user_timeout",
        "keepalives",
        "keepalives_idle",
        "keepalives_interval",
        "keepalives_count",
    ]
    .into_iter()
    .filter(|name| settings.is_set(name))
    .fold(command, ClientCommand::without_option)
}

#[cfg(test)]
mod tests {
    use backend_core::client::ClientCommand;
    use backend_core::settings::{Settings, UrlStyle};

    use super::command;
    use crate::settings::{Environment, OPTIONS};

    fn of(url: &str, table: &'static [(&'static str, &'static str)]) -> ClientCommand {
        let settings = Settings::from_url(url, UrlStyle::Server, OPTIONS).unwrap();
        command(&settings, &Environment::of_table(table)).unwrap()
    }

    fn arguments(command: &ClientCommand) -> Vec<String> {
        let command = command.to_command();
        let arguments = command.get_args();
        arguments
            .map(|text| text.to_str().unwrap().to_owned())
            .collect()
    }

    /// The variables that are set; all others of a connection's are removed.
    fn variables(command: &ClientCommand) -> Vec<String> {
        let command = command.to_command();
        let variables = command.get_envs();
        variables
            .filter_map(|(name, value)| Some((name.to_str()?, value?.to_str()?)))
            .map(|(name, value)| format!("{name}={value}"))
            .collect()
    }

    #[test]
    fn the_target_is_in_the_arguments_and_the_rest_in_variables() {
        let url = "postgres://ann:se%20cret@db.example:5433/music?sslmode=verify-full&sslrootcert=/ca.pem\
                   &statement_timeout=2s&search_path=a%20b&application_name=player&connect_timeout=1500ms\
                   &target_session_attrs=read-only&channel_binding=require&options=-c%20work_mem%3D1MB";
        let command = of(url, &[]);
        assert_eq!(
            arguments(&command),
            [
                "--host=db.example",
                "--port=5433",
                "--username=ann",
                "--dbname=music"
            ]
        );
        assert_eq!(
            variables(&command),
            [
                "PGAPPNAME=player",
                "PGCHANNELBINDING=require",
                "PGCONNECT_TIMEOUT=2",
                r"PGOPTIONS=-c work_mem=1MB -c statement_timeout=2000ms -c search_path=a\ b",
                "PGPASSWORD=se cret",
                "PGSSLMODE=verify-full",
                "PGSSLROOTCERT=/ca.pem",
                "PGTARGETSESSIONATTRS=read-only",
            ]
        );
        assert!(!format!("{command:?}{command}").contains("cret"));
    }

    #[test]
    fn several_hosts_keep_their_order_their_ports_and_their_addresses() {
        let command = of("postgres://ann@one:1,[::1]:2,%2Frun%2Fpg/music", &[]);
        assert_eq!(
            arguments(&command).get(..2).unwrap(),
            ["--host=one,::1,/run/pg", "--port=1,2,5432"]
        );
        let command = of(
            "postgres://ann@one,two/music?hostaddr=10.0.0.1,10.0.0.2",
            &[],
        );
        assert_eq!(arguments(&command).first().unwrap(), "--host=one,two");
        assert!(variables(&command).contains(&"PGHOSTADDR=10.0.0.1,10.0.0.2".to_owned()));
    }

    #[test]
    fn variables_of_this_process_count_once_and_are_not_passed_on() {
        let table = &[
            ("PGHOST", "elsewhere"),
            ("PGUSER", "ben"),
            ("PGPASSWORD", "pass"),
        ];
        let found = of("postgres:///music", table);
        assert_eq!(
            arguments(&found),
            [
                "--host=elsewhere",
                "--port=5432",
                "--username=ben",
                "--dbname=music"
            ]
        );
        let found = of("postgres://here/music", &[("PGHOSTADDR", "10.0.0.9")]);
        let command = found.to_command();
        let removed: Vec<_> = command
            .get_envs()
            .filter(|(_, value)| value.is_none())
            .collect();
        for name in ["PGHOSTADDR", "PGSERVICE", "PGPASSWORD", "PGOPTIONS"] {
            assert!(
                removed.iter().any(|(removed, _)| *removed == name),
                "{name}"
            );
        }
    }

    #[test]
    fn the_database_is_the_users_unless_it_is_named_and_never_a_connection_string() {
        let last = |url| arguments(&of(url, &[])).pop().unwrap();
        assert_eq!(last("postgres://ann@db"), "--dbname=ann");
        assert_eq!(last("postgres://db"), "--dbname=os_user");
        assert_eq!(last("postgres://ann@db/-x"), "--dbname=-x");
        assert_eq!(
            last("postgres://ann@db/host=evil%20it's%5C"),
            r"--dbname=dbname='host=evil it\'s\\'"
        );
    }

    #[test]
    fn what_the_shell_cannot_be_told_is_said() {
        let command = of(
            "postgres://db/music?keepalives_idle=5s&sslmode=disable",
            &[],
        );
        assert_eq!(command.unheeded(), ["keepalives_idle"]);
    }

    #[test]
    fn a_file_of_passwords_is_named_and_the_password_left_to_the_shell() {
        let command = of("postgres://db/music?passfile=/nowhere/pgpass", &[]);
        let variables = variables(&command);
        assert!(variables.contains(&"PGPASSFILE=/nowhere/pgpass".to_owned()));
        assert!(!variables.iter().any(|each| each.starts_with("PGPASSWORD")));
    }

    #[test]
    fn machines_authorities_are_named_only_where_something_is_verified() {
        let roots = |url| {
            let variables = variables(&of(url, &[]));
            variables
                .into_iter()
                .find(|each| each.starts_with("PGSSLROOTCERT"))
        };
        assert_eq!(roots("postgres://db/music"), None);
        assert_eq!(
            roots("postgres://db/music?sslmode=verify-full").as_deref(),
            Some("PGSSLROOTCERT=system")
        );
    }
}
