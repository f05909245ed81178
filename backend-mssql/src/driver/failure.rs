//! [`Failure`]: what went wrong, in words that no driver's type is needed for.

use std::{fmt, io};

use super::Stop;

/// What the server says of an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ServerMessage {
    /// Its number: one row of `sys.messages`.
    pub(crate) number: u32,
    /// Tells places apart that raise the same number.
    pub(crate) state: u8,
    /// The severity: from 17 on the server's own troubles, from 20 on the session ends.
    pub(crate) class: u8,
    /// The text. It can quote values of rows.
    pub(crate) message: String,
    /// The procedure or trigger that it comes from; empty for a text that was sent.
    pub(crate) procedure: String,
    /// The line of the text or procedure, from 1.
    pub(crate) line: u32,
}

/// Why a request did not end well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The server refused it, or a statement of it.
    Server(ServerMessage),
    /// It was stopped from this side.
    Stopped(Stop),
    /// A value could not be encoded; nothing was sent, or the rest was stopped.
    Input(String),
    /// The server asks to connect elsewhere: Azure SQL's gateway, a listener of availability groups.
    Routing {
        /// The host.
        host: String,
        /// Its port.
        port: u16,
    },
    /// No encrypted connection came about.
    Tls(String),
    /// Nothing can be read or written any more.
    Lost {
        /// What the operating system calls it.
        kind: io::ErrorKind,
        /// What the driver says of it.
        message: String,
    },
    /// The server's answer is not what the protocol says.
    Protocol(String),
}

impl Failure {
    /// The session has ended, for that reason.
    pub(super) fn lost(reason: impl Into<String>) -> Self {
        Self::Lost {
            kind: io::ErrorKind::NotConnected,
            message: reason.into(),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Server(said) => write!(
                f,
                "message {} of severity {}, state {}",
                said.number, said.class, said.state
            ),
            Self::Stopped(Stop::Cancelled) => f.write_str("cancelled"),
            Self::Stopped(Stop::TimedOut) => f.write_str("out of time"),
            Self::Stopped(Stop::Abandoned) => f.write_str("nobody waits for it"),
            Self::Routing { host, port } => write!(f, "the server refers to {host}, port {port}"),
            Self::Input(message)
            | Self::Tls(message)
            | Self::Lost { message, .. }
            | Self::Protocol(message) => f.write_str(message),
        }
    }
}
