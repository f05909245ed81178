//! What a pool asks of a session, and takes from it, between one holder and the next.

use super::Connection;
use super::checks::ConstraintChecks;

/// Who watched a session at some moment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Watchers {
    last_id: u64,
    has_log: bool,
    shows_parameters: bool,
}

impl Connection {
    /// Who watches the session, which is as new: what was set until now belongs to it.
    pub(crate) const fn begin_loans(&mut self) -> Watchers {
        self.altered = false;
        Watchers {
            last_id: self.debug.last_id,
            has_log: self.debug.log.is_some(),
            shows_parameters: self.debug.shows_parameters,
        }
    }

    /// Takes away the hooks and the log that came later.
    pub(crate) fn restore_watchers(&mut self, watchers: Watchers) {
        let debug = &mut self.debug;
        debug.hooks.retain(|(id, _)| id.0 <= watchers.last_id);
        if !watchers.has_log {
            debug.log = None;
        }
        debug.shows_parameters = watchers.shows_parameters;
    }

    /// Whether a holder set what only it wants: a limit of time, constraints that are not checked.
    pub(crate) fn is_altered(&self) -> bool {
        self.altered || self.checks == ConstraintChecks::Off
    }

    /// Whether the server has a transaction open that core did not begin, as far as the driver knows: text can say BEGIN, too.
    pub(crate) async fn has_unknown_transaction(&mut self) -> bool {
        self.wrapper.has_open_transaction().await == Some(true)
    }
}
