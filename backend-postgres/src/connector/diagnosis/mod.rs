//! Why a session cannot be opened, in one sentence: which server, and what stands in the way. No message shows a secret.

mod certificate;

use std::error::Error as _;
use std::io;

use backend_core::error::{Error, ErrorKind};
use tokio_postgres::error::{DbError, SqlState};

use super::attempt::Failure;
use crate::error::{DriverError, kind_of};
use crate::settings::{Address, ConnectSettings, Place, Target};

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
    pub(super) fn timeout(&self) -> Error {
        let limit = self.settings.connect_timeout.unwrap_or_default();
        let message = format!(
            "the server at {} did not answer within {limit:?}",
            self.place
        );
        Error::new(ErrorKind::Timeout, message)
    }

    /// The session ended while it was being opened.
    pub(super) fn of_end(&self) -> Failure {
        Failure::Next(self.connect("closed the connection while the session was being opened"))
    }

    /// The server is not of the kind that is wanted.
    pub(super) fn of_target(&self, target: Target) -> Error {
        self.connect(match target {
            Target::ReadWrite => {
                "only reads, and target_session_attrs=read-write asks for one that writes"
            }
            Target::ReadOnly => {
                "writes as well, and target_session_attrs=read-only asks for one that only reads"
            }
            Target::Primary => {
                "is a standby, and target_session_attrs=primary asks for the primary"
            }
            Target::Standby | Target::PreferStandby => {
                "is no standby, and target_session_attrs=standby asks for one"
            }
            Target::Any => "will not do",
        })
    }

    /// What the driver says while a session is opened.
    pub(super) fn of_opening(&self, error: tokio_postgres::Error) -> Failure {
        if let Some(said) = error.as_db_error() {
            let (failure, code) = (self.of_server(said), said.code().code().to_owned());
            let finish = |said: Error| said.with_code(&code).with_source(DriverError::new(error));
            return match failure {
                Failure::Next(said) => Failure::Next(finish(said)),
                Failure::Final(said) => Failure::Final(finish(said)),
            };
        }
        let said = if error.is_closed() {
            return self.of_end();
        } else if let Some(cause) = error.source().and_then(rustls_error) {
            return Failure::Final(certificate::explain(self.place, cause).with_source(error));
        } else if let Some(cause) = error.source().and_then(io_error) {
            let is_reached = error.to_string() == "error communicating with the server";
            self.of_io(cause, is_reached)
        } else {
            return Failure::Final(self.of_words(&error).with_source(error));
        };
        Failure::Next(match error.into_source() {
            Some(cause) => said.with_source(cause),
            None => said,
        })
    }

    fn of_server(&self, said: &DbError) -> Failure {
        let (place, message) = (self.place, said.message());
        let user = self.settings.user.as_deref().unwrap_or_default();
        let database = self.settings.database.as_deref().unwrap_or(user);
        let code = said.code();
        let class = code.code().get(..2).unwrap_or_default();
        let error = |kind, text: String| Error::new(kind, text);
        Failure::Final(if *code == SqlState::INVALID_PASSWORD {
            let text = format!("the server at {place} refused the password of user `{user}`");
            error(ErrorKind::Authentication, text)
        } else if class == "28" {
            let text = format!("the server at {place} refused user `{user}`: {message}");
            error(ErrorKind::Authentication, text)
        } else if *code == SqlState::INVALID_CATALOG_NAME {
            let text = format!("there is no database `{database}` at {place}");
            error(ErrorKind::DoesNotExist, text)
        } else if *code == SqlState::TOO_MANY_CONNECTIONS {
            let text = format!("the server at {place} takes no more sessions: {message}");
            return Failure::Next(error(ErrorKind::Connect, text));
        } else if class == "57" {
            let text = format!("the server at {place} takes no sessions now: {message}");
            return Failure::Next(error(ErrorKind::Connect, text));
        } else if matches!(class, "22" | "42") && kind_of(code) != ErrorKind::PermissionDenied {
            // Before any statement, only what the session is to be set to can be wrong.
            let text = format!("the server at {place} refused an option of the session: {message}");
            error(ErrorKind::Configuration, text)
        } else {
            let text = format!("the server at {place} refused the session: {message}");
            error(opening_kind(kind_of(code)), text)
        })
    }

    /// What the network says, before the server is reached and afterwards.
    fn of_io(&self, cause: &io::Error, is_reached: bool) -> Error {
        let place = self.place;
        let is_socket = matches!(place.address, Address::Socket(_));
        let (kind, message) = match cause.kind() {
            io::ErrorKind::NotFound if is_socket => (
                ErrorKind::Connect,
                format!(
                    "there is no socket {place}; no server runs there, or it keeps its socket elsewhere"
                ),
            ),
            io::ErrorKind::PermissionDenied => (
                ErrorKind::PermissionDenied,
                format!("this user may not open the connection to {place}"),
            ),
            io::ErrorKind::ConnectionRefused => (
                ErrorKind::Connect,
                format!("nothing listens at {place} (connection refused)"),
            ),
            io::ErrorKind::TimedOut => (
                ErrorKind::Timeout,
                format!("the server at {place} did not answer"),
            ),
            io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => (
                ErrorKind::Connect,
                format!("there is no way to {place} through the network"),
            ),
            io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::UnexpectedEof => (
                ErrorKind::Connect,
                format!(
                    "the server at {place} closed the connection while the session was being opened"
                ),
            ),
            _ if is_reached => return self.connect(FOREIGN),
            _ => (ErrorKind::Connect, format!("{place} cannot be reached")),
        };
        Error::new(kind, message)
    }

    /// What the driver says only in words.
    fn of_words(&self, error: &tokio_postgres::Error) -> Error {
        let place = self.place;
        let user = self.settings.user.as_deref().unwrap_or_default();
        let words = error.source().map(ToString::to_string).unwrap_or_default();
        let authentication = |text: String| Error::new(ErrorKind::Authentication, text);
        match words.as_str() {
            "password missing" => {
                let hint = self.settings.password_hint.as_ref();
                let hint = hint.map(|hint| format!(": {hint}")).unwrap_or_default();
                authentication(format!(
                    "the server at {place} asks for a password of user `{user}`, and there is none{hint}"
                ))
            }
            "server does not support TLS" => self.connect(
                "has no TLS, and it is asked for; sslmode=disable does without, where the network can be trusted",
            ),
            "server did not use channel binding" => authentication(format!(
                "the server at {place} does not tie the password to the encrypted session, and channel_binding=require \
                 asks for that"
            )),
            "unsupported authentication method" | "unsupported SASL mechanism" => authentication(format!(
                "the server at {place} asks for a kind of authentication that this backend does not know"
            )),
            _ if error.to_string() == "authentication error" => authentication(format!(
                "the server at {place} does not prove that it knows the password of user `{user}`"
            )),
            _ if error.to_string() == "invalid configuration" => Error::new(
                ErrorKind::Configuration,
                format!("the settings for {place} are not what the driver takes: {words}"),
            ),
            _ => self.connect(FOREIGN),
        }
    }

    fn connect(&self, what: &str) -> Error {
        let message = format!("the server at {} {what}", self.place);
        Error::new(ErrorKind::Connect, message)
    }
}

/// What is said of a server that speaks another protocol.
const FOREIGN: &str = "does not answer as PostgreSQL does";

/// What a session that was never open cannot have lost.
const fn opening_kind(kind: ErrorKind) -> ErrorKind {
    match kind {
        ErrorKind::PermissionDenied | ErrorKind::NotSupported(_) => kind,
        _ => ErrorKind::Connect,
    }
}

/// The name of a host has no address.
pub(super) fn unknown_host(place: &Place, cause: io::Error) -> Error {
    no_address(place).with_source(cause)
}

/// The name of a host has no address.
pub(super) fn no_address(place: &Place) -> Error {
    let name = match &place.address {
        Address::Name(name) => name.clone(),
        Address::Ip(..) | Address::Socket(_) => place.to_string(),
    };
    let message = format!("the host `{name}` has no address: its name cannot be resolved");
    Error::new(ErrorKind::Connect, message)
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

/// The error of TLS that an error of the stream is about.
fn rustls_error<'e>(mut error: &'e (dyn std::error::Error + 'static)) -> Option<&'e rustls::Error> {
    loop {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        // An `io::Error` is transparent: its source is its content's source.
        error = match error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
        {
            Some(inner) => inner,
            None => error.source()?,
        };
    }
}

fn io_error<'e>(error: &'e (dyn std::error::Error + 'static)) -> Option<&'e io::Error> {
    error.downcast_ref()
}
