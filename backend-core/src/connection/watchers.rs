//! [`Watchers`]: who watches a session, so that a pool can take away those that a holder added.

use super::Connection;

/// Who watched a session at some moment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Watchers {
    last_id: u64,
    has_log: bool,
    shows_parameters: bool,
}

impl Connection {
    /// Who watches the session now.
    pub(crate) const fn watchers(&self) -> Watchers {
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
}
