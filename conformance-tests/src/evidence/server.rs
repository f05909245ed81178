//! [`ServerAnswer`]: what a server does when it is asked in its own language, past everything that its backend refuses or spells.

use backend_core::error::{Error, ErrorKind};

/// What a server said of a flag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ServerAnswer {
    /// It did all that it was asked.
    Can,
    /// It refused, or gave other rows: with these words.
    Cannot(String),
    /// It was not asked in the end, for this reason.
    Unknown(String),
}

impl ServerAnswer {
    /// What a failed question means: only what the server refuses tells of the server.
    pub(crate) fn of(error: &Error) -> Self {
        match error.kind() {
            ErrorKind::Programming
            | ErrorKind::NotSupported(None)
            | ErrorKind::DoesNotExist
            | ErrorKind::AlreadyExists
            | ErrorKind::Data
            | ErrorKind::Integrity(_)
            | ErrorKind::TransactionBroken
            | ErrorKind::ReadOnly => Self::Cannot(error.to_string()),
            kind => Self::Unknown(format!("{kind:?}: {error}")),
        }
    }

    /// Whether it can; `None` where it was not asked in the end.
    pub(crate) const fn can(&self) -> Option<bool> {
        match self {
            Self::Can => Some(true),
            Self::Cannot(_) => Some(false),
            Self::Unknown(_) => None,
        }
    }

    /// What was said beside yes.
    pub(crate) fn said(&self) -> Option<&str> {
        match self {
            Self::Can => None,
            Self::Cannot(said) | Self::Unknown(said) => Some(said),
        }
    }
}

#[cfg(test)]
mod tests {
    use backend_core::error::{Error, ErrorKind};
    use backend_core::flag::Flag;

    use super::ServerAnswer;

    #[test]
    fn only_what_the_server_refuses_tells_of_the_server() {
        let can = |kind| ServerAnswer::of(&Error::new(kind, "no")).can();
        for kind in [
            ErrorKind::Programming,
            ErrorKind::NotSupported(None),
            ErrorKind::DoesNotExist,
            ErrorKind::Data,
        ] {
            assert_eq!(can(kind), Some(false), "{kind:?}");
        }
        for kind in [
            ErrorKind::ConnectionLost,
            ErrorKind::Timeout,
            ErrorKind::Locked,
            ErrorKind::PermissionDenied,
            ErrorKind::Operational,
            // The backend's word, and not the server's.
            ErrorKind::NotSupported(Some(Flag::supports_views)),
        ] {
            assert_eq!(can(kind), None, "{kind:?}");
        }
        assert_eq!(ServerAnswer::Can.can(), Some(true));
    }
}
