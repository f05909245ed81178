//! Why a session cannot be opened, in one sentence: which server, what stands in the way, and what to do. No message shows a
//! secret.

use std::io;
use std::time::Duration;

use backend_core::error::{Error, ErrorKind};

use super::attempt::Failed;
use crate::driver::{Failure, ServerMessage};
use crate::error::{BABELFISH, DriverError, kind_of};
use crate::settings::{ConnectSettings, Encryption, Login, Place};

/// What is needed to say why one server cannot be used.
#[derive(Debug)]
pub(super) struct Diagnosis<'a> {
    settings: &'a ConnectSettings,
    place: &'a Place,
}

impl<'a> Diagnosis<'a> {
    pub(super) const fn new(settings: &'a ConnectSettings, place: &'a Place) -> Self {
        Self { settings, place }
    }

    /// The server took too long.
    pub(super) fn timeout(&self, limit: Duration) -> Error {
        let advice = match self.settings.tls.encryption {
            Encryption::Strict => "; servers before 2022 do not know encrypt=strict",
            _ => "",
        };
        let message = format!(
            "the server at {} did not answer within {limit:?}{advice}",
            self.place
        );
        Error::new(ErrorKind::Timeout, message)
    }

    /// The name of a host has no address.
    pub(super) fn unknown_host(&self, cause: Option<io::Error>) -> Error {
        let host = &self.place.host;
        let message = format!("the host `{host}` has no address: its name cannot be resolved");
        let error = Error::new(ErrorKind::Connect, message);
        match cause {
            Some(cause) => error.with_source(cause),
            None => error,
        }
    }

    /// No connection came about.
    pub(super) fn of_network(&self, cause: io::Error) -> Error {
        self.of_io(cause.kind()).with_source(cause)
    }

    /// The instance could not be found, or not be connected to.
    pub(super) fn of_browser(&self, failure: Failure) -> Error {
        let place = self.place;
        let error = match &failure {
            Failure::Input(_) => self.connect(
                "is not known to SQL Server Browser, or that does not answer at UDP port 1434; start it, or give the port \
                 instead of the instance",
            ),
            Failure::Lost { message, .. } if message.contains("lookup") => {
                return self.unknown_host(None).with_source(DriverError::new(failure));
            }
            Failure::Lost { kind, .. } => self.of_io(*kind),
            other => Error::new(ErrorKind::Connect, format!("{place} cannot be reached: {other}")),
        };
        error.with_source(DriverError::new(failure))
    }

    /// Servers refer to each other.
    pub(super) fn of_referrals(&self) -> Error {
        self.connect("refers to another one, and that to another, without end")
    }

    /// It answers, and is no SQL Server.
    pub(super) fn is_foreign(&self) -> Error {
        self.connect(FOREIGN)
    }

    /// What went wrong while the session was logged in.
    pub(super) fn of_opening(&self, failure: Failure) -> Failed {
        let place = self.place;
        let said = match &failure {
            Failure::Server(said) => self.of_server(said),
            Failure::Tls(message) => Failed::Final(Error::new(
                ErrorKind::Connect,
                format!("the session with {place} cannot be encrypted: {}", certificate(message)),
            )),
            Failure::Input(message) => Failed::Final(Error::new(
                ErrorKind::Configuration,
                format!("the settings for {place} will not do: {message}"),
            )),
            // TLS that is not answered in TLS ends in an error of the stream as well.
            Failure::Lost { kind: io::ErrorKind::InvalidData, message } => {
                Failed::Next(self.connect(&format!("does not answer in TLS: {message}")))
            }
            Failure::Lost { kind, .. } => Failed::Next(self.of_stream(*kind)),
            Failure::Protocol(message) if message.contains("requested encryption level") => {
                Failed::Final(self.connect(
                    "does not encrypt sessions, and that is asked for; encrypt=disable does without, where the network can be \
                     trusted",
                ))
            }
            Failure::Protocol(_) | Failure::Routing { .. } | Failure::Stopped(_) => {
                Failed::Next(self.connect(FOREIGN))
            }
        };
        let code = match &failure {
            Failure::Server(said) => Some(said.number.to_string()),
            _ => None,
        };
        let finish = |mut error: Error| {
            if let Some(code) = code {
                error = error.with_code(code);
            }
            error.with_source(DriverError::new(failure))
        };
        match said {
            Failed::Next(error) => Failed::Next(finish(error)),
            Failed::Final(error) => Failed::Final(finish(error)),
        }
    }

    /// What went wrong when the session was set up.
    pub(super) fn of_setting_up(&self, failure: Failure) -> Failed {
        if let Failure::Server(said) = &failure {
            let place = self.place;
            let message = format!(
                "the server at {place} does not let the session be set up: {}",
                said.message
            );
            let error =
                Error::new(opening_kind(kind_of(said)), message).with_code(said.number.to_string());
            return Failed::Final(error.with_source(DriverError::new(failure)));
        }
        self.of_opening(failure)
    }

    fn of_server(&self, said: &ServerMessage) -> Failed {
        let (place, message) = (self.place, &said.message);
        let user = match &self.settings.login {
            Login::Password { user, .. } | Login::Windows { user, .. } => format!("user `{user}`"),
            Login::Token(_) => "the token's user".to_owned(),
            Login::Integrated => "whoever runs the program".to_owned(),
        };
        let database = self.settings.database.as_deref();
        let error = |kind, text: String| Error::new(kind, text);
        Failed::Final(match said.number {
            number if number == 18_456 || is_unknown_role(said) => {
                let text = format!(
                    "the server at {place} refused {user} or the password; the server's log says which, beside state {}",
                    said.state
                );
                error(ErrorKind::Authentication, text)
            }
            18452 => {
                let text = format!(
                    "the server at {place} takes Windows accounts only, or not this one of {user}: {message}"
                );
                error(ErrorKind::Authentication, text)
            }
            4060 | 911 => {
                let name = database.map_or_else(String::new, |name| format!(" `{name}`"));
                let text = format!("there is no database{name} at {place} for {user}");
                error(ErrorKind::DoesNotExist, text)
            }
            40_615 | 40_914 => {
                let text = format!(
                    "the firewall of the server at {place} does not let this machine's address in: {message}"
                );
                error(ErrorKind::PermissionDenied, text)
            }
            // The server starts, moves, is full or is one that only reads.
            17_142
            | 17_809
            | 18_401
            | 10_928
            | 10_929
            | 40_197
            | 40_501
            | 40_613
            | 49_918..=49_920
            | 976
            | 978
            | 983 => {
                let text = format!("the server at {place} takes no sessions now: {message}");
                return Failed::Next(error(ErrorKind::Connect, text));
            }
            _ => match kind_of(said) {
                ErrorKind::Authentication => {
                    let text = format!("the server at {place} refused {user}: {message}");
                    error(ErrorKind::Authentication, text)
                }
                kind => {
                    let text = format!("the server at {place} refused the session: {message}");
                    error(opening_kind(kind), text)
                }
            },
        })
    }

    /// What the network says before the server is reached.
    fn of_io(&self, kind: io::ErrorKind) -> Error {
        let place = self.place;
        let (kind, message) = match kind {
            io::ErrorKind::PermissionDenied => (
                ErrorKind::PermissionDenied,
                format!("this user may not open the connection to {place}"),
            ),
            io::ErrorKind::ConnectionRefused => (
                ErrorKind::Connect,
                format!(
                    "nothing listens at {place} (connection refused); is the server's TCP protocol switched on"
                ),
            ),
            io::ErrorKind::TimedOut => (
                ErrorKind::Timeout,
                format!("the server at {place} did not answer"),
            ),
            io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => (
                ErrorKind::Connect,
                format!("there is no way to {place} through the network"),
            ),
            _ => (ErrorKind::Connect, format!("{place} cannot be reached")),
        };
        Error::new(kind, message)
    }

    /// What the network says once the server is reached.
    fn of_stream(&self, kind: io::ErrorKind) -> Error {
        match kind {
            io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::UnexpectedEof
            | io::ErrorKind::NotConnected => {
                let advice = match self.settings.tls.encryption {
                    Encryption::Disabled => "; servers that want encryption do so without it",
                    Encryption::Strict => "; servers before 2022 do so with encrypt=strict",
                    Encryption::Mandatory | Encryption::Optional => "",
                };
                self.connect(&format!(
                    "closed the connection while the session was being opened{advice}"
                ))
            }
            other => self.of_io(other),
        }
    }

    fn connect(&self, what: &str) -> Error {
        let message = format!("the server at {} {what}", self.place);
        Error::new(ErrorKind::Connect, message)
    }
}

/// What is said of a server that speaks another protocol.
const FOREIGN: &str = "does not answer as SQL Server does";

/// What a session that was never open cannot have lost.
const fn opening_kind(kind: ErrorKind) -> ErrorKind {
    match kind {
        ErrorKind::PermissionDenied | ErrorKind::NotSupported(_) | ErrorKind::Authentication => {
            kind
        }
        _ => ErrorKind::Connect,
    }
}

/// What is wrong with the certificate, out of the driver's words, and what to do.
fn certificate(message: &str) -> String {
    let any = |words: &[&str]| words.iter().any(|word| message.contains(word));
    if any(&["UnknownIssuer"]) {
        "the server's certificate is not of an authority that is trusted; ca_file names the file of its authority, and \
         trust_server_certificate=true takes any certificate"
            .to_owned()
    } else if any(&["NotValidForName", "not valid for name"]) {
        "the server's certificate is for another host; host_name_in_certificate says which name it must have".to_owned()
    } else if any(&["Expired", "expired"]) {
        "the server's certificate has expired".to_owned()
    } else if any(&["NotValidYet", "not valid yet"]) {
        "the server's certificate is not valid yet; is this machine's clock right".to_owned()
    } else if any(&["CaUsedAsEndEntity"]) {
        "the server's certificate is that of an authority (CA:TRUE), which no server may use as its own".to_owned()
    } else if any(&["UnsupportedCertVersion"]) {
        "the server's certificate is of an old version, as the one is that SQL Server makes for itself; give it a real one, or \
         trust_server_certificate=true takes any"
            .to_owned()
    } else {
        message.to_owned()
    }
}

/// No server will do: what is wrong with the only one, or with each.
pub(super) fn none_of(mut failures: Vec<Error>) -> Error {
    let Some(last) = failures.pop() else {
        return Error::new(ErrorKind::Internal, "there was no server to try");
    };
    if failures.is_empty() {
        return last;
    }
    let messages: Vec<_> = failures.iter().chain([&last]).map(Error::message).collect();
    let message = format!(
        "none of {} servers will do: {}",
        messages.len(),
        messages.join("; ")
    );
    Error::new(last.kind(), message).with_source(last)
}
/// Whether it is Babelfish's word for a login that there is not, which has no number of its own.
fn is_unknown_role(said: &ServerMessage) -> bool {
    let message = said.message.as_str();
    said.number == BABELFISH && message.starts_with("role ") && message.ends_with("does not exist")
}
