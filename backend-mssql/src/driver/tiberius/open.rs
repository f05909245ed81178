//! Opens connections of `tiberius`.

use tiberius::{AuthMethod, Client, Config, EncryptionLevel, SqlBrowser as _};
use tokio::net::TcpStream;
use tokio_util::compat::TokioAsyncWriteCompatExt as _;

use super::{TiberiusClient, failure};
use crate::driver::Failure;
use crate::settings::{ConnectSettings, Encryption, Login, Trust};

/// Connects to a named instance, whose port SQL Server Browser knows.
///
/// # Errors
/// Where it does not answer or does not know the instance.
pub(crate) async fn connect_to_instance(
    settings: &ConnectSettings,
    host: &str,
    instance: &str,
) -> Result<TcpStream, Failure> {
    let mut config = Config::new();
    config.host(host);
    config.instance_name(instance);
    config.multi_subnet_failover(settings.tries_all_at_once);
    TcpStream::connect_named(&config).await.map_err(failure)
}

impl TiberiusClient {
    /// Logs in over a stream that is connected to the host.
    ///
    /// # Errors
    /// What the server refuses, or what TLS does; [`Failure::Input`] for settings that the driver does not take.
    pub(crate) async fn log_in(
        settings: &ConnectSettings,
        host: &str,
        stream: TcpStream,
    ) -> Result<Self, Failure> {
        let config = config(settings, host)?;
        let client = Client::connect(config, stream.compat_write()).await;
        client.map(Self::new).map_err(failure)
    }
}

fn config(settings: &ConnectSettings, host: &str) -> Result<Config, Failure> {
    let mut config = Config::new();
    config.host(host);
    if let Some(database) = &settings.database {
        config.database(database);
    }
    if let Some(name) = &settings.application_name {
        config.application_name(name);
    }
    if let Some(name) = &settings.workstation {
        config.client_name(name);
    }
    if let Some(size) = settings.packet_size {
        config.packet_size(size);
    }
    config.readonly(settings.only_reads);
    // Whoever waits has a limit; an alteration of a large table takes as long as it takes.
    config.handshake_timeout(None);
    config.command_timeout(None);
    config.authentication(authentication(&settings.login)?);
    set_tls(&mut config, settings)?;
    Ok(config)
}

fn authentication(login: &Login) -> Result<AuthMethod, Failure> {
    match login {
        Login::Password { user, password } => Ok(AuthMethod::sql_server(user, password.expose())),
        Login::Token(token) => Ok(AuthMethod::aad_token(token.expose())),
        #[cfg(windows)]
        Login::Windows { user, password } => Ok(AuthMethod::windows(user, password.expose())),
        #[cfg(windows)]
        Login::Integrated => Ok(AuthMethod::Integrated),
        #[cfg(not(windows))]
        Login::Windows { .. } | Login::Integrated => Err(Failure::Input(
            "Windows authentication works on Windows only".to_owned(),
        )),
    }
}

fn set_tls(config: &mut Config, settings: &ConnectSettings) -> Result<(), Failure> {
    let tls = &settings.tls;
    config.encryption(match tls.encryption {
        Encryption::Strict => EncryptionLevel::Strict,
        Encryption::Mandatory => EncryptionLevel::Required,
        Encryption::Optional => EncryptionLevel::Off,
        Encryption::Disabled => EncryptionLevel::NotSupported,
    });
    match &tls.trust {
        Trust::Anyone => config.trust_cert(),
        Trust::Authorities(None) => {}
        Trust::Authorities(Some(file)) => {
            let authorities = std::fs::read(file).map_err(|error| {
                Failure::Input(format!(
                    "the file {} cannot be read: {error}",
                    file.display()
                ))
            })?;
            config.trust_cert_ca_bundle(authorities);
        }
    }
    if let Some(name) = &tls.certificate_name {
        config.hostname_in_certificate(name);
    }
    Ok(())
}
