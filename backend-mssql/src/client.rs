//! SQL Server's shell, `sqlcmd`: what our settings mean, in its arguments and, for the password, in its variable.
//!
//! The arguments are those that both programs of the name have, the one of the ODBC tools and the one of Go.
//! Source: <https://learn.microsoft.com/sql/tools/sqlcmd/sqlcmd-utility>. As the settings have read the variables of this process
//! already, none of those that mean a connection is passed on.

use std::ffi::OsString;
use std::time::Duration;

use backend_core::client::{Client, ClientCommand};
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::settings::Settings;

use crate::settings::{ConnectSettings, Encryption, Environment, Login, TlsSettings, Trust};

const INSTALLATION: &str = "it comes with SQL Server's command line tools (Debian: the package mssql-tools18 of Microsoft's \
                            repository; elsewhere go-sqlcmd)";

/// The variables of sqlcmd that say where and how to connect.
const VARIABLES: &[&str] = &[
    "SQLCMDSERVER",
    "SQLCMDUSER",
    "SQLCMDPASSWORD",
    "SQLCMDDBNAME",
    "SQLCMDLOGINTIMEOUT",
    "SQLCMDSTATTIMEOUT",
    "SQLCMDPACKETSIZE",
    "SQLCMDWORKSTATION",
    "SQLCMDUSEAAD",
];

/// The longest limits that it takes, in seconds.
const MOST_SECONDS: u128 = 65_534;

/// SQL Server's shell.
#[derive(Debug)]
pub(crate) struct MssqlClient;

impl Client for MssqlClient {
    fn command(&self, settings: &Settings, arguments: &[OsString]) -> Result<ClientCommand> {
        let command = command(settings, &Environment::of_process())?;
        Ok(command.arguments(arguments))
    }
}

fn command(settings: &Settings, environment: &Environment) -> Result<ClientCommand> {
    let found = ConnectSettings::of(settings, environment)?;
    let mut command = ClientCommand::new("sqlcmd", INSTALLATION);
    for name in VARIABLES {
        command = command.without_variable(name);
    }
    if let Some(place) = found.places.first() {
        command = command.arguments([format!("-Stcp:{}", place.of_tools())]);
    }
    if let Some(database) = &found.database {
        command = command.arguments([format!("-d{database}")]);
    }
    command = login(command, &found.login)?;
    // Without it names between quotation marks would be texts in the shell, and in a session not.
    command = command.arguments(["-I"]);
    command = tls(command, &found.tls);
    command = reach(command, &found);
    Ok(unheeded(command, settings, &found))
}

fn login(command: ClientCommand, login: &Login) -> Result<ClientCommand> {
    match login {
        Login::Password { user, password } => {
            let command = command.arguments([format!("-U{user}")]);
            // Without one it asks.
            Ok(if password.expose().is_empty() {
                command
            } else {
                command.variable("SQLCMDPASSWORD", password.clone())
            })
        }
        Login::Integrated => Ok(command.arguments(["-E"])),
        Login::Token(_) => Err(unable("a token")),
        Login::Windows { .. } => Err(unable(
            "another Windows account than that of whoever runs it",
        )),
    }
}

fn unable(what: &str) -> Error {
    Error::new(
        ErrorKind::NotSupported(None),
        format!("sqlcmd cannot log in with {what}"),
    )
}

fn tls(mut command: ClientCommand, tls: &TlsSettings) -> ClientCommand {
    command = command.arguments([match tls.encryption {
        Encryption::Strict => "-Ns",
        Encryption::Mandatory => "-Nm",
        // It has no less.
        Encryption::Optional | Encryption::Disabled => "-No",
    }]);
    if tls.trust == Trust::Anyone {
        command = command.arguments(["-C"]);
    }
    match &tls.certificate_name {
        Some(name) => command.arguments([format!("-F{name}")]),
        None => command,
    }
}

/// How the server is reached, and what the session is for.
fn reach(mut command: ClientCommand, found: &ConnectSettings) -> ClientCommand {
    if found.only_reads {
        command = command.arguments(["-KReadOnly"]);
    }
    if found.tries_all_at_once {
        command = command.arguments(["-M"]);
    }
    // 0 is no limit to it as well; what is shorter than a second is one.
    let limit = found.connect_timeout.unwrap_or_default();
    command = command.arguments([format!("-l{}", whole_seconds(limit))]);
    if let Some(limit) = found.session.statement_timeout {
        command = command.arguments([format!("-t{}", whole_seconds(limit))]);
    }
    if let Some(size) = found.packet_size {
        command = command.arguments([format!("-a{size}")]);
    }
    match &found.workstation {
        Some(name) => command.arguments([format!("-H{name}")]),
        None => command,
    }
}

fn whole_seconds(limit: Duration) -> u128 {
    limit.as_millis().div_ceil(1_000).min(MOST_SECONDS)
}

/// What one of the two programs, or both, cannot be told.
fn unheeded(command: ClientCommand, settings: &Settings, found: &ConnectSettings) -> ClientCommand {
    let is_unencrypted = found.tls.encryption == Encryption::Disabled;
    let command = [
        "application_name",
        "ca_file",
        "default_transaction_isolation",
        "failover_partner",
        "lock_timeout",
    ]
    .into_iter()
    .filter(|name| settings.is_set(name))
    .fold(command, ClientCommand::without_option);
    if is_unencrypted {
        command.without_option("encrypt")
    } else {
        command
    }
}

#[cfg(test)]
mod tests {
    use backend_core::client::ClientCommand;
    use backend_core::error::ErrorKind;
    use backend_core::settings::{Settings, UrlStyle};

    use super::command;
    use crate::settings::{Environment, OPTIONS};

    type Table = &'static [(&'static str, &'static str)];

    fn of(url: &str, table: Table) -> backend_core::error::Result<ClientCommand> {
        let settings = Settings::from_url(url, UrlStyle::Server, OPTIONS).unwrap();
        command(&settings, &Environment::of_table(table))
    }

    #[test]
    fn the_password_is_in_a_variable_and_the_rest_in_the_arguments() {
        let url = "mssql://ann:se%20cret@db.example:1435/music?trust_server_certificate=true&application_intent=readonly\
                   &connect_timeout=1500ms&statement_timeout=2s&packet_size=8192&workstation_id=desk&multi_subnet_failover=true";
        assert_eq!(
            of(url, &[]).unwrap().to_string(),
            "SQLCMDPASSWORD=*** sqlcmd -Stcp:db.example,1435 -dmusic -Uann -I -Nm -C -KReadOnly -M -l2 -t2 -a8192 -Hdesk"
        );
    }

    #[test]
    fn the_ways_to_encrypt_and_to_name_a_server_are_the_shells_own() {
        for (url, expected) in [
            (
                "mssql://ann:x@db?instance=sales&encrypt=strict&host_name_in_certificate=a.b",
                r"SQLCMDPASSWORD=*** sqlcmd '-Stcp:db\sales' -Uann -I -Ns -Fa.b -l30",
            ),
            (
                "mssql://ann@db/-x?encrypt=optional&connect_timeout=0",
                "sqlcmd -Stcp:db,1433 -d-x -Uann -I -No -C -l0",
            ),
        ] {
            assert_eq!(of(url, &[]).unwrap().to_string(), expected);
        }
    }

    #[test]
    fn variables_of_this_process_count_once_and_are_not_passed_on() {
        const TABLE: Table = &[
            ("SQLCMDSERVER", "elsewhere,7"),
            ("SQLCMDUSER", "ben"),
            ("SQLCMDPASSWORD", "hidden"),
            ("SQLCMDDBNAME", "films"),
        ];
        let command = of("mssql://", TABLE).unwrap();
        assert_eq!(
            command.to_string(),
            "SQLCMDPASSWORD=*** sqlcmd -Stcp:elsewhere,7 -dfilms -Uben -I -Nm -l30"
        );
        let command = command.to_command();
        let removed: Vec<_> = command
            .get_envs()
            .filter(|(_, value)| value.is_none())
            .collect();
        for name in ["SQLCMDSERVER", "SQLCMDUSER", "SQLCMDDBNAME"] {
            assert!(
                removed.iter().any(|(removed, _)| *removed == name),
                "{name}"
            );
        }
    }

    #[test]
    fn what_the_shell_cannot_be_told_is_said() {
        let url = "mssql://ann:x@db?encrypt=disable&lock_timeout=1s&failover_partner=other";
        assert_eq!(
            of(url, &[]).unwrap().unheeded(),
            ["failover_partner", "lock_timeout", "encrypt"]
        );
        let refused = of("mssql://db?access_token=t", &[]).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::NotSupported(None));
    }
}
